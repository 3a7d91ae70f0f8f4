"""Post on GitHub what a job without a write token has prepared: a comment, or the pull request of an issue.

The job that runs this may write, so nothing is installed in it: this module, `client`, `comment` and `issue_branch`
import Python's own library and each other only. This repository runs them from its checkout, and a list that
`papers init` has made from its copy in `.github/scripts/`.

The plan comes from a job that runs installed packages, and is not trusted: it is text of limited length and the name
of one new paper file. Which issue, pull request and branch it is for stands in GitHub's event.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.github import comment, issue_branch
from generator.github.client import BOT, Client, GitHubError
from generator.github.issue_branch import File, NotOurs

MARKER = "<!-- papers: issue -->"
LONGEST = 200_000  # characters of a comment or a paper file; GitHub takes issues of 65,536
_LARGEST = 1_000_000  # bytes of a plan
_PATH = re.compile(r"papers/(?=[a-z0-9-]{1,100}\.md)[a-z0-9]+(?:-[a-z0-9]+)*\.md")


class PlanError(Exception):
    """The plan is not what `papers github` writes. The message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be posted: a comment, or a paper file. path: of the file, such as `papers/keller-2023-waves.md`."""

    comment: str = ""
    path: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        """Raise PlanError where a value is not one of these two."""
        values: tuple[object, ...] = (self.comment, self.path, self.text)
        if not all(isinstance(value, str) and len(value) <= LONGEST for value in values):
            raise PlanError(f"a value is no text of at most {LONGEST:,} characters")
        if bool(self.comment) == bool(self.path) or bool(self.path) != bool(self.text):
            raise PlanError("it must hold either a comment or a file")
        if self.path and not _PATH.fullmatch(self.path):
            raise PlanError(f"{self.path[:200]!r} is not the path of a paper file")


def write(plan: Plan, file: Path) -> None:
    """Write the plan as JSON. Raises OSError."""
    file.write_text(json.dumps(asdict(plan)) + "\n", encoding="utf-8")


def read(file: Path) -> Plan:
    """Read a plan back. Raises PlanError, OSError."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise PlanError("it is no regular file")
        data = opened.read(_LARGEST + 1)
    try:
        values: dict[str, Any] = json.loads(data) if len(data) <= _LARGEST else {"": ""}
        return Plan(**values)
    except (ValueError, TypeError, RecursionError):
        raise PlanError("it is not a plan") from None


def post(event: Mapping[str, Any], plan: Plan, client: Client, base: str) -> str:
    """Post the plan where GitHub's event belongs. Gives what was done, in words.

    event: the payload of `workflow_run` or `issues`. base: the commit on which the branch of an issue is made.
    Raises GitHubError.
    """
    if "workflow_run" in event:
        return comment.post(event, plan.comment, client)
    issue = event["issue"]
    number = int(issue["number"])
    if issue["state"] != "open":
        return f"#{number} is not open"
    if not plan.path:
        return _say(number, plan.comment, client)
    file = File(plan.path, plan.text, PurePosixPath(plan.path).stem, number)
    try:
        return issue_branch.publish(file, base, str(event["repository"]["default_branch"]), client)
    except NotOurs as why:
        words = f"This edit was not taken over, because {why}. Please say there what should change."
        return _say(number, words, client)


def _say(number: int, words: str, client: Client) -> str:
    """Comment on the issue, unless the last word there is the same."""
    body = f"{MARKER}\n{words}"
    comments = client.pages(f"issues/{number}/comments")
    mine = [c for c in comments if c["user"]["login"] == BOT and c["body"].startswith(MARKER)]
    if not mine:
        client.send("POST", f"issues/{number}/comments", {"body": body})
    elif mine[-1]["body"] != body:
        client.send("PATCH", f"issues/comments/{int(mine[-1]['id'])}", {"body": body})
    return f"said on #{number} what is missing"


def main(arguments: Sequence[str]) -> int:
    """Post the plan of a file; exit status 0 done or nothing to do, 1 not possible, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python3 -m generator.github.posting", description=__doc__)
    parser.add_argument("event", type=Path, help="GitHub's payload of workflow_run or issues (GITHUB_EVENT_PATH)")
    parser.add_argument("plan", type=Path, help="what `papers github ... --plan` has written")
    parser.add_argument("--base", default="", help="the commit on which the branch of an issue is made")
    given = parser.parse_args(arguments)
    try:
        event = json.loads(given.event.read_text(encoding="utf-8"))
        plan, client = read(given.plan), Client(os.environ.get("GITHUB_REPOSITORY", ""))
        print(post(event, plan, client, given.base))
    except PlanError as error:
        print(f"papers: {given.plan}: {error}", file=sys.stderr)
    except (KeyError, TypeError, ValueError):
        print(f"papers: {given.event}: is not what GitHub sends for workflow_run or issues", file=sys.stderr)
    except (GitHubError, OSError) as error:
        print(f"papers: {error}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
