"""Hits of dblp's search in JSON (https://dblp.org/faq/How+to+use+the+dblp+search+API.html)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.core.text import mending
from generator.importing import author_entries
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, text_of
from generator.importing.source_fields import SourceFields, leaves


def is_hit(value: Mapping[str, Any]) -> bool:
    """Return whether an object is a hit of dblp's search for publications."""
    return isinstance(value.get("info"), dict) and "title" in value["info"]


def record(line: int, hit: Mapping[str, Any]) -> Record:
    """Return the record of a hit. Numbers behind names (`Wei Wang 0001`) tell persons apart in dblp only."""
    info = hit["info"]
    fields = SourceFields.of_object(info)
    title = mending.text(fields.first("title")).removesuffix(".")
    label = fields.first("key")
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(info))
    facts = Facts(title=title, date=mending.date(text_of(info.get("year"))))
    if facts.date:
        fields.all("year")
    authors = info.get("authors")
    people = authors.get("author") if isinstance(authors, dict) else None
    for person in people if isinstance(people, list) else [people]:
        name = text_of(person.get("text") if isinstance(person, dict) else person)
        entry = author_entries.from_mapping({"name": re.sub(r"\s\d{4}$", "", name)})
        facts.authors = [*facts.authors, *([entry] if entry else [])]
    if doi := fields.first("doi"):
        facts.identifiers["doi"] = doi
    facts.addresses = fields.values("ee", "url")
    venue, volume = fields.first("venue"), fields.first("volume")
    if venue == "CoRR" and volume.startswith("abs/"):
        facts.addresses.append(f"CoRR {volume}")  # arXiv
        venue = volume = ""
    facts.venue = {
        "name": venue,
        "year": facts.date[:4],
        "volume": volume,
        "number": fields.first("number"),
        "pages": fields.first("pages"),
        "publisher": fields.first("publisher"),
    }
    fields.all("authors", "type")
    facts.unused = [*fields.unused(), *leaves(authors, "authors", {"@pid", "author" if facts.authors else ""})]
    return Record(line, title[:60], facts)
