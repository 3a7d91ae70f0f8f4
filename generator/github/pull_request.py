"""An issue *Add a paper* as a pull request with the checked file, or a comment that says what is missing.

The check runs here: a pull request that a workflow opens with its own token starts no other workflow. Nothing of the
issue's text becomes part of a command, a branch's name or a title; it travels as a value inside JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator import checks, facts, identifiers
from generator.github import issue_branch, issue_form
from generator.github.client import BOT, Client, fenced
from generator.github.issue_branch import File, NotOurs
from generator.lookup import Answers
from generator.problems import Problem, count, report
from generator.revision import brought
from generator.vocabulary import Vocabulary

MARKER = "<!-- papers: issue -->"
_MOST = 30  # problems in a comment


_VALID = {"arxiv": identifiers.is_arxiv, "doi": identifiers.is_doi, "openreview": identifiers.is_openreview}
Find = Callable[[Mapping[str, str]], Answers]


def from_issue(
    event: Mapping[str, Any],
    papers_dir: Path,
    root: Path,
    client: Client,
    base: str,
    today: str,
    find: Find | None = None,
) -> str:
    """Open a pull request from the issue, bring it up to date, or comment. Gives what was done, in words.

    event: GitHub's payload of `issues`. base: the commit that is checked out in `root`, on which the change is made.
    find: asks the services for what the form leaves open, by its identifiers; None: nobody is asked.
    The file is written into `papers_dir`, where the check wants it. Raises GitHubError, OSError.
    """
    issue = event["issue"]
    number, body = int(issue["number"]), issue["body"] or ""
    if not issue_form.is_form(body) or issue["state"] != "open":
        return f"#{number} is no open issue of the form *Add a paper*"
    filled = issue_form.read(body)
    library, before = checks.load(papers_dir, root)
    taken = {*library.by_key, *library.former, *(removed.key for removed in library.vocabulary.removed)}
    taken |= {path.stem for path in papers_dir.rglob("*.md")}
    values = issue_form.fields(filled, library.vocabulary, today)
    told = _looked_up(values, find, library.vocabulary, today) if find else []
    key, text = issue_form.file(values, filled.get("summary", ""), taken)
    (papers_dir / f"{key}.md").write_text(text, encoding="utf-8", errors="replace")
    problems = brought(checks.load(papers_dir, root)[1], before)
    if problems:
        return _say(number, _missing(problems, told), client)
    path = f"{papers_dir.relative_to(root).as_posix()}/{key}.md"
    file = File(path, text, key, number)
    try:
        return issue_branch.publish(file, base, str(event["repository"]["default_branch"]), client)
    except NotOurs as why:
        words = f"This edit was not taken over, because {why}. Please say there what should change."
        return _say(number, words, client)


def _looked_up(values: dict[str, Any], find: Find, vocabulary: Vocabulary, today: str) -> list[str]:
    """Fill what the form leaves open with what the services say; gives what they could not say."""
    ids = {name: values[name] for name in ("arxiv", "doi", "openreview") if _VALID[name](values[name])}
    if not ids or all(values.get(name) for name in ("title", "authors", "date")):
        return []
    answers = find(ids)
    said = facts.draft(answers.facts, vocabulary, today).values
    for name in ("title", "authors", "date", "arxiv", "doi", "pmid", "openreview", "venue"):
        if said.get(name) and not values.get(name):
            values[name] = said[name]
    return answers.told


def _missing(problems: list[Problem], told: list[str]) -> str:
    more = f"\n\n… and {count(problems[_MOST:]):,} more" if len(problems) > _MOST else ""
    words = "\n\n".join([report(problems[:_MOST], "text").strip() + more, *told])
    return (
        "Thank you. Before this can become a pull request, the check asks for:\n\n"
        f"{fenced(words)}\n\n"
        "Please edit the issue (*… → Edit*): it is looked at again after each edit."
    )


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
