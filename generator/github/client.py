"""GitHub's API through its own program `gh`, which has the token. Text travels as input, never as an argument."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Run = Callable[[Sequence[str], str], str]
SHOWN = 30_000  # characters of others' text in a comment; GitHub takes 65,536


BOT = "github-actions[bot]"  # what a workflow does with its own token is done in this name
PAGES = 100  # of a hundred entries each


class GitHubError(Exception):
    """GitHub, or the program `gh`, refused. `status`: of HTTP, 0 where there is none."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class Client:
    """The API of one repository, `owner/name`."""

    def __init__(self, repository: str, run: Run | None = None) -> None:
        """`run`: runs a program with a text as its input and gives its output; raises GitHubError."""
        if not re.fullmatch(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", repository):
            raise GitHubError(f'"{repository}" is not a repository')
        self.repository = repository
        self._run = run or _gh

    def get(self, path: str) -> Any:
        """What stands at `path` of the repository's API, `issues/3/comments`. Raises GitHubError."""
        return self._call("GET", path, "")

    def pages(self, path: str) -> Iterator[Any]:
        """Yield every entry of the list at `path`, page after page. Raises GitHubError."""
        for page in range(1, PAGES + 1):
            entries = self.get(f"{path}{'&' if '?' in path else '?'}per_page=100&page={page}") or []
            if not isinstance(entries, list):
                raise GitHubError(f"what stands at {path} is not a list")
            yield from entries
            if len(entries) < 100:
                return

    def send(self, method: str, path: str, values: Mapping[str, Any]) -> Any:
        """Send `values` (POST, PATCH); gives the answer. Raises GitHubError."""
        return self._call(method, path, json.dumps(values))

    def _call(self, method: str, path: str, body: str) -> Any:
        given = ("--input", "-") if body else ()
        answer = self._run(["gh", "api", "--method", method, f"repos/{self.repository}/{path}", *given], body)
        try:
            return json.loads(answer) if answer.strip() else None
        except ValueError:
            raise GitHubError("the answer is not JSON") from None


def fenced(text: str) -> str:
    """Others' text as a block of code, in which nothing is a link, a mention, an image or HTML; cut if it is long."""
    from generator.core.problems import visible  # not at the top: `posting` comes without the rest of the program

    shown = visible(text.strip("\n"), keep="\n")
    if len(shown) > SHOWN:
        shown = shown[:SHOWN] + "\n… (cut here)"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{fence}text\n{shown}\n{fence}"


def _gh(arguments: Sequence[str], body: str) -> str:
    try:
        done = subprocess.run(
            arguments, input=body, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
        )
    except FileNotFoundError:
        raise GitHubError("the program gh is not installed; see https://cli.github.com") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitHubError(f"gh: {error}") from None
    if done.returncode:
        status = re.search(r"HTTP (\d{3})", done.stderr)
        raise GitHubError(done.stderr.strip() or "gh failed", int(status[1]) if status else 0)
    return done.stdout
