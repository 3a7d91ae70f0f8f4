"""PubMed (E-utilities, ESummary 2.0) and OpenReview (API 2), both answering in JSON."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from generator.core.text import dates, mending
from generator.importing import author_entries, latex_text
from generator.importing.author_entries import AuthorEntry
from generator.importing.facts import Facts
from generator.importing.services.services import Manners, NotThere, Trouble
from generator.importing.services.web import Session

PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi"
OPENREVIEW_URL = "https://api2.openreview.net/notes"


_PUBMED_VENUE = {"volume": "volume", "number": "issue", "pages": "pages"}  # ours → theirs
# What OpenReview calls the venue of a submission that was not accepted, or not yet: `Submitted to ICLR 2024`.
_NOT_ACCEPTED = re.compile(r"submitted|submission|withdrawn|reject|desk|under review|blind", re.IGNORECASE)
_KIND_OF_TALK = re.compile(r"\s+(?:oral|poster|spotlight|notable.*|conference|main|accept.*)$", re.IGNORECASE)
LATEST = 4_102_444_800_000  # milliseconds to 2100: what is later is no day of a paper


class PubMed:
    """What PubMed says of a paper: its DOI and where it was published."""

    name = "PubMed"
    field = "pmid"

    def __init__(self, manners: Manners, url: str = PUBMED_URL) -> None:
        self._session = Session(self.name, manners)
        self._url = url

    def find(self, identifier: str) -> Facts:
        """What is known of the paper. Raises NotThere, Trouble."""
        answer = self._session.json(self._url, params={"db": "pubmed", "retmode": "json", "id": identifier})
        entry = _dict(_dict(_dict(answer).get("result")).get(identifier))
        title = mending.text(str(entry.get("title") or ""))
        if not title or "error" in entry:
            raise NotThere
        facts = Facts(title=title, identifiers={"pmid": identifier})
        facts.authors = [_author(_dict(author)) for author in _list(entry.get("authors"))]
        for other in _list(entry.get("articleids")):
            if _dict(other).get("idtype") == "doi":
                facts.identifiers["doi"] = str(other.get("value", ""))
        year = str(entry.get("pubdate", ""))
        facts.date = dates.best(facts.left_out, year)
        facts.language = ", ".join(str(code) for code in _list(entry.get("lang")) if code != "und")
        facts.venue = {"name": str(entry.get("fulljournalname") or entry.get("source") or ""), "year": facts.date[:4]}
        facts.venue |= {ours: str(entry.get(theirs) or "") for ours, theirs in _PUBMED_VENUE.items()}
        return facts


class OpenReview:
    """What OpenReview says of a submission: title, authors, day, abstract."""

    name = "OpenReview"
    field = "openreview"

    def __init__(self, manners: Manners, url: str = OPENREVIEW_URL) -> None:
        self._session = Session(self.name, manners)
        self._url = url

    def find(self, identifier: str) -> Facts:
        """What is known of the paper. Raises NotThere, Trouble."""
        answer = self._session.json(self._url, params={"id": identifier})
        notes = _dict(answer).get("notes")
        note = _dict(notes[0]) if isinstance(notes, list) and notes else {}
        content = {name: _dict(value).get("value", value) for name, value in _dict(note.get("content")).items()}
        if not isinstance(content.get("title"), str):
            raise NotThere
        facts = Facts(title=latex_text.text(content["title"], formulas=True), identifiers={"openreview": identifier})
        people = content.get("authors")
        facts.authors = [
            mending.text(name) for name in (people if isinstance(people, list) else []) if isinstance(name, str)
        ]
        created = note.get("pdate") or note.get("cdate")
        if isinstance(created, int) and 0 < created < LATEST:
            facts.date = datetime.fromtimestamp(created / 1000, UTC).date().isoformat()
        venue = content.get("venue")
        if isinstance(venue, str) and not _NOT_ACCEPTED.search(venue):
            name = _KIND_OF_TALK.sub("", mending.text(venue))
            facts.venue = {"name": name, "year": (re.search(r"(?:19|20)\d\d", name) or [""])[0]}
        abstract = content.get("abstract")
        facts.abstract = abstract if isinstance(abstract, str) else ""
        return facts


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _author(author: dict[str, Any]) -> AuthorEntry:
    """PubMed's `Keller TA` as `T. A. Keller`, and a collective name as a group's."""
    name = mending.text(str(author.get("name", "")))
    if author.get("authtype") == "CollectiveName":
        return author_entries.group(name)
    match = re.fullmatch(r"(.+?)\s+([^\W\d_a-z]{1,4})(?:\s+(Jr|Sr|2nd|3rd|4th))?", name)
    if match is None or not match[2].isupper():
        return author_entries.from_text(name)
    particle, family = author_entries.surname(match[1])
    return author_entries.person(" ".join(f"{letter}." for letter in match[2]), particle, family, match[3] or "")


__all__ = ["OpenReview", "PubMed", "Trouble"]
