"""One comment on a pull request that says what it does to the site, kept up to date.

It is written by a workflow of its own (`workflow_run`), which trusts nothing that the pull request's own run has left:
the report is text of limited length, shown as a block of code, and which pull request it belongs to is asked of GitHub
by the commit that the run was of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from generator.github.client import BOT, Client, fenced

MARKER = "<!-- papers: changes -->"
PORT = 8642  # not that of the preview: what is stored in the browser for one is not for the other to read


def update(event: Mapping[str, Any], report: str, client: Client) -> str:
    """Write the comment, or write it anew. Gives what was done, in words. Raises GitHubError.

    event: GitHub's payload of `workflow_run`. report: text from the run, not trusted.
    """
    return post(event, words(event, report, client.repository), client)


def words(event: Mapping[str, Any], report: str, repository: str) -> str:
    """What the comment says of a report, which is text from the run and not trusted. repository: `owner/name`."""
    view = _view(event["workflow_run"], repository)
    return "\n\n".join(["What this pull request does to the site:", fenced(report), view])


def post(event: Mapping[str, Any], text: str, client: Client) -> str:
    """Write the comment with this text, or write it anew. Gives what was done, in words. Raises GitHubError."""
    run = event["workflow_run"]
    if run["event"] != "pull_request":
        return "the run was not of a pull request"
    number = _pull_request(run, client)
    if number is None:
        return "no open pull request has this commit as its head: nothing to say"
    body = f"{MARKER}\n\n{text}"
    comments = client.pages(f"issues/{number}/comments")
    mine = next((c for c in comments if c["user"]["login"] == BOT and c["body"].startswith(MARKER)), None)
    if mine is None:
        client.send("POST", f"issues/{number}/comments", {"body": body})
        return f"commented on #{number}"
    if mine["body"] == body:
        return f"the comment on #{number} says so already"
    client.send("PATCH", f"issues/comments/{int(mine['id'])}", {"body": body})
    return f"brought the comment on #{number} up to date"


def _pull_request(run: Mapping[str, Any], client: Client) -> int | None:
    """The number of the open pull request whose head is the commit of the run."""
    source = run.get("head_repository") or {}
    owner, branch, commit = source.get("owner", {}).get("login", ""), run["head_branch"], run["head_sha"]
    head = quote(f"{owner}:{branch}", safe="")
    for pull in client.pages(f"pulls?state=open&head={head}"):
        repository = pull["head"].get("repo") or {}
        if pull["head"]["sha"] == commit and repository.get("full_name") == source.get("full_name"):
            return int(pull["number"])
    return None


def _view(run: Mapping[str, Any], repository: str) -> str:
    folder = f"site-{int(run['id'])}"
    return (
        f"To look at the site as it would be, on <http://127.0.0.1:{PORT}>:\n\n"
        f"```sh\ngh run download {int(run['id'])} -R {repository} -n site -D {folder}\n"
        f"python3 -m http.server --bind 127.0.0.1 -d {folder} {PORT}\n```\n\n"
        "The pull request's own code built it: its scripts are as trustworthy as its author. The port is not that of "
        "`papers serve`, so that it cannot read what your browser keeps for the preview."
    )
