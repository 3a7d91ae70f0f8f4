"""The branch and the pull request of an issue: brought up to date only where nobody else has worked on them.

Nothing is forced: what is new becomes a commit behind the last one of the branch, and only if that one is the
workflow's own. So a curator's commits stay, what was reviewed can be compared, and whoever may edit the issue cannot
change a pull request unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.github.client import BOT, Client, GitHubError

REVIEWED = "<!-- papers: reviewed -->"


@dataclass(frozen=True, slots=True)
class File:
    """The paper file of an issue. path: from the root of the repository. key: of the paper. number: of the issue."""

    path: str
    text: str
    key: str
    number: int

    @property
    def branch(self) -> str:
        """The branch that the file is put on."""
        return f"add-paper-{self.number}"

    @property
    def sha(self) -> str:
        """The name that git gives the file's content (Pro Git, section 10.2)."""
        data = self.text.encode()
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class NotOurs(Exception):
    """The branch or its pull request is no longer the workflow's alone. The message says why, to the issue's author."""


def publish(file: File, base: str, default_branch: str, client: Client) -> str:
    """Put the file on its branch with a pull request, or bring them up to date. Gives what was done, in words.

    base: the commit on which a new branch is made. Raises NotOurs, GitHubError.
    """
    owner = client.repository.partition("/")[0]
    pulls = client.get(f"pulls?state=all&per_page=100&head={owner}:{file.branch}") or []
    pull = next((one for one in pulls if one["state"] == "open"), None)
    if pull is None and (done := next(iter(pulls), None)):
        how = "merged" if done.get("merged_at") else "closed"
        raise NotOurs(f"its pull request #{int(done['number'])} was {how}")
    head = _head(file.branch, client)
    if head is None:
        commit = _commit(file, [base], base, [], client)
        client.send("POST", "git/refs", {"ref": f"refs/heads/{file.branch}", "sha": commit})
    elif not _update(file, head, default_branch, pull, client):
        return f"#{int(pull['number'])} holds this file already" if pull else "the branch holds this file already"
    if pull is not None:
        _tell_reviewers(pull, client)
        return f"brought #{int(pull['number'])} up to date"
    body = (
        f"Closes #{file.number}.\n\nThe file was made from the issue, and `papers check` finds nothing wrong with it. "
        "What it says is for a curator to read."
    )
    values = {"title": f"Add {file.key}", "head": file.branch, "base": default_branch, "body": body}
    return f"opened #{int(client.send('POST', 'pulls', values)['number'])}"


def _head(branch: str, client: Client) -> str | None:
    """The last commit of a branch; None where there is no such branch."""
    try:
        return str(client.get(f"git/ref/heads/{branch}")["object"]["sha"])
    except GitHubError as error:
        if error.status != 404:
            raise
        return None


def _update(file: File, head: str, default_branch: str, pull: Mapping[str, Any] | None, client: Client) -> bool:
    """Put the file behind the last commit of its branch; False where it is there already. Raises NotOurs."""
    commit = client.get(f"commits/{head}")
    if (commit.get("author") or {}).get("login") != BOT:
        where = f"pull request #{int(pull['number'])}" if pull else f"the branch {file.branch}"
        raise NotOurs(f"somebody else has worked on {where}")
    changed = client.get(f"compare/{default_branch}...{file.branch}").get("files") or []
    added = {str(one["filename"]): str(one["sha"]) for one in changed if one.get("status") == "added"}
    if added == {file.path: file.sha}:
        return False
    former = [path for path in added if path != file.path and path.endswith(".md")]
    made = _commit(file, [head], commit["commit"]["tree"]["sha"], former, client)
    try:
        client.send("PATCH", f"git/refs/heads/{file.branch}", {"sha": made, "force": False})
    except GitHubError as error:
        if error.status != 422:
            raise
        raise NotOurs(f"the branch {file.branch} changed at the same moment") from None
    return True


def _commit(file: File, parents: list[str], tree: str, former: list[str], client: Client) -> str:
    """Make a commit that adds the file to `tree` and takes out the `former` ones; gives its name."""
    entries: list[dict[str, Any]] = [{"path": file.path, "mode": "100644", "type": "blob", "content": file.text}]
    entries += [{"path": path, "mode": "100644", "type": "blob", "sha": None} for path in former]
    made = client.send("POST", "git/trees", {"base_tree": tree, "tree": entries})
    values = {"message": f"Add {file.key} (#{file.number})", "tree": made["sha"], "parents": parents}
    return str(client.send("POST", "git/commits", values)["sha"])


def _tell_reviewers(pull: Mapping[str, Any], client: Client) -> None:
    """Say in a pull request that was reviewed that its file is another one now."""
    number = int(pull["number"])
    if any(review["state"] != "PENDING" for review in client.pages(f"pulls/{number}/reviews")):
        words = "The issue was edited after this was reviewed, and the file changed: please look at it again."
        client.send("POST", f"issues/{number}/comments", {"body": f"{REVIEWED}\n{words}"})
