"""What arXiv, Crossref, PubMed and OpenReview say of a paper, asked politely and kept on disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from generator.importing.facts import Facts, find_arxiv
from generator.importing.services.services import Manners, NotThere, Service, Trouble
from generator.model import identifiers

__all__ = ["Answers", "Lookup", "Manners", "NotThere", "Service", "Trouble", "identified", "services"]

KEEP_DAYS = 30  # an answer is asked for again after that


def services(manners: Manners, addresses: Mapping[str, str] | None = None) -> dict[str, Service]:
    """The services by the field of their identifiers. addresses: field → where it is asked instead, for mirrors."""
    from generator.importing.services.arxiv_api import Arxiv
    from generator.importing.services.crossref_api import Crossref
    from generator.importing.services.others import OpenReview, PubMed

    other = addresses or {}
    found: dict[str, Service] = {}
    for kind in (Arxiv, Crossref, PubMed, OpenReview):
        found[kind.field] = kind(manners, other[kind.field]) if kind.field in other else kind(manners)
    return found


def identified(what: str) -> dict[str, str]:
    """The identifier that a person gave, by its field: an identifier, an address, `doi:…`; empty where it is none."""
    what = what.strip()
    if openreview := identifiers.find_openreview(what):
        return {"openreview": openreview}
    if pmid := identifiers.find_number(what):
        return {"pmid": pmid}
    if arxiv := find_arxiv(what):
        return {"arxiv": arxiv}
    if doi := identifiers.find_doi(what):
        return {"doi": doi}
    return {}


@dataclass
class Answers:
    """What was found of a paper. told: what went wrong or was not there, for a person."""

    facts: Facts
    told: list[str] = field(default_factory=list)
    by_field: dict[str, Facts] = field(default_factory=dict)


class Lookup:
    """Asks the services, and keeps what they say in a folder for KEEP_DAYS days."""

    def __init__(self, asked: Mapping[str, Service], cache: Path, today: str) -> None:
        self._services = asked
        self._cache = cache
        self._today = today

    def find(self, ids: Mapping[str, str]) -> Answers:
        """What the services say together; identifiers that one of them names are looked up too.

        The first version's facts come from where it was published first, the venue from the publisher.
        """
        found = Answers(Facts())
        known = dict(ids)
        for name in ("openreview", "arxiv", "pmid", "doi"):
            identifier = known.get(name, "")
            if not identifier or name not in self._services:
                continue
            if name == "doi" and identifier.lower().startswith("10.48550/arxiv."):
                continue
            try:
                facts = self._ask(name, identifier)
            except NotThere:
                found.told.append(f"{self._services[name].name} does not know {identifier}")
                continue
            except Trouble as trouble:
                found.told.append(str(trouble))
                continue
            found.by_field[name] = facts
            for other, value in facts.identifiers.items():
                known.setdefault(other, value)
        found.facts = _together(found.by_field, known)
        return found

    def _ask(self, name: str, identifier: str) -> Facts:
        digest = hashlib.blake2b(f"{name} {identifier}".encode(), digest_size=12).hexdigest()
        file = self._cache / name / f"{digest}.json"
        kept = _kept(file, identifier, self._today)
        if kept is not None:
            return kept
        facts = self._services[name].find(identifier)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps({"of": identifier, "day": self._today, "facts": asdict(facts)}), encoding="utf-8")
        part.replace(file)
        return facts


def _kept(file: Path, identifier: str, today: str) -> Facts | None:
    from datetime import date

    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        age = (date.fromisoformat(today) - date.fromisoformat(kept["day"])).days
        return Facts(**kept["facts"]) if kept["of"] == identifier and 0 <= age < KEEP_DAYS else None
    except (OSError, ValueError, TypeError, KeyError):
        return None  # what is kept is a convenience: what is faulty is asked for again


def _together(by_field: Mapping[str, Facts], known: Mapping[str, str]) -> Facts:
    """One set of facts of several: each from the first that has it, venue and notice from the publisher first."""
    answers = [by_field[name] for name in ("arxiv", "openreview", "doi", "pmid") if name in by_field]
    if not answers:
        return Facts(identifiers=dict(known))
    first = answers[0]
    published = [by_field[name] for name in ("doi", "pmid") if name in by_field]
    return replace(
        first,
        identifiers=dict(known),
        authors=next((facts.authors for facts in answers if facts.authors), []),
        date=min((facts.date for facts in answers if facts.date), key=lambda d: (d[:4], -len(d), d), default=""),
        venue=next((facts.venue for facts in [*published, *answers] if facts.venue.get("name")), {}),
        abstract=next((facts.abstract for facts in answers if facts.abstract), ""),
        status=next((facts.status for facts in [*published, *answers] if facts.status), ""),
        notice=next((facts.notice for facts in [*published, *answers] if facts.notice), ""),
        addresses=[address for facts in answers for address in facts.addresses],
        keywords=[],
    )
