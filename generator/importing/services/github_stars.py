"""Stars of the repositories of code, from GitHub (https://docs.github.com/en/rest/repos/repos#get-a-repository)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from generator.importing.services.measuring_web import ServiceError, Web
from generator.model.library import Library

NAME = "GitHub"
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?github\.com/([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100}?)(?:\.git)?(?:[/?#].*)?", re.IGNORECASE
)


def repository(url: str) -> str | None:
    """`owner/name` of an address on GitHub; None for any other."""
    match = _REPOSITORY.fullmatch(url)
    return f"{match[1]}/{match[2]}" if match and match[2] not in (".", "..") else None


def stars(
    library: Library,
    web: Web,
    environment: Mapping[str, str],
    progress: Callable[[str, int, int], None],
    told: list[str],
) -> dict[str, int]:
    """Key of a paper → stars of its code's repository; those that are gone are left out. Raises ServiceError.

    told: gets a line for each repository that was renamed or is gone.
    """
    base = (environment.get("GITHUB_API_URL") or "https://api.github.com").rstrip("/")
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if token := environment.get("GITHUB_TOKEN", ""):
        headers["Authorization"] = f"Bearer {token}"
    papers: dict[str, list[str]] = {}
    for paper in library.papers:
        if name := repository(paper.links.code or ""):
            papers.setdefault(name.lower(), []).append(paper.key)
    found: dict[str, int] = {}
    for done, (name, keys) in enumerate(sorted(papers.items())):
        progress("stars", done, len(papers))
        answer = web.json(f"{base}/repos/{name}", headers, NAME)
        if answer is None:
            told.append(f"{', '.join(keys)}: there is no repository {name} any more")
            continue
        if not isinstance(answer, dict):
            raise ServiceError(f"{NAME}: {name} is not described by fields; its answers have changed")
        number, now = answer.get("stargazers_count"), answer.get("full_name")
        if type(number) is not int or number < 0 or not isinstance(now, str):
            raise ServiceError(f"{NAME}: {name} without stargazers_count and full_name; its answers have changed")
        if now.lower() != name:
            told.append(f"{', '.join(keys)}: the repository {name} is now {now}; write that in links.code")
        found.update(dict.fromkeys(keys, number))
    return found
