"""CSL-JSON (the Citation Style Language's input, version 1.0.2): a list of items, also one that was cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import author_entries, mending
from generator.author_entries import AuthorEntry
from generator.facts import Facts, keywords
from generator.importers.record import Record, text_of
from generator.source_fields import SourceFields


def read(text: str) -> Iterator[Record]:
    """Every item. One that is no JSON is told with its line, and the items after it are read on."""
    for line, value, reason in objects(text):
        if not isinstance(value, dict):
            yield Record(line, "", reason=reason or "it is not an object with fields")
            continue
        yield record(line, value)


def objects(text: str) -> Iterator[tuple[int, Any, str]]:
    """The objects of a list, or the one object there is: (line, value, "") or (line, None, what is wrong)."""
    decoder = json.JSONDecoder()
    place = re.compile(r"\s*\[?\s*").match(text).end()  # type: ignore[union-attr]  # it matches everything
    line, counted = 1, 0
    while place < len(text) and text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, place = decoder.raw_decode(text, place)
            yield line, value, ""
        except (ValueError, RecursionError) as error:
            reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
            yield line, None, f"it is not JSON: {reason}"
            # The next item begins a line, as every program writes it, or follows a comma.
            following = re.compile(r"\n\s*\{(?=\s*\")|\}\s*,\s*(?=\{)").search(text, place + 1)
            if following is None:
                return
            place = text.index("{", following.start() + (following[0][0] == "}"))
            continue
        place = re.compile(r"[\s,]*").match(text, place).end()  # type: ignore[union-attr]  # as above


def record(line: int, item: Mapping[str, Any]) -> Record:
    """Return the record of an item, or of a work as Crossref's API gives it, which is much the same."""
    fields = SourceFields.of_object(item)
    title = mending.text(fields.first("title"))
    label = fields.first("id") or title[:60]
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(item))
    fields.all("type", "citation-key", "citation-label")
    facts = Facts(title=title, date=_date(item))
    fields.all(*(name for name in _DATES if facts.date and isinstance(item.get(name), dict)))
    people = item.get("author")
    fields.all("author")
    found = map(_author, people if isinstance(people, list) else [])
    facts.authors = [author for author in found if author is not None]
    facts.author_list = people if isinstance(people, str) else ""
    for name, theirs in (("doi", "DOI"), ("pmid", "PMID")):
        if value := fields.first(theirs):
            facts.identifiers[name] = value
    holding = fields.values("number", "note", "archive_location", "archive", "annote")
    facts.addresses = [*fields.values("URL"), *(text for text in holding if _HELD.search(text))]
    facts.venue = {
        "name": fields.first("container-title", "event-title", "event", "container-title-short"),
        "year": facts.date[:4],
        "volume": fields.first("volume"),
        "number": fields.first("issue"),
        "pages": fields.first("page"),
        "publisher": fields.first("publisher"),
    }
    facts.language = fields.first("language")
    facts.keywords = [word for text in fields.all("keyword") for word in keywords(text)]
    facts.abstract = fields.first("abstract")
    facts.unused = fields.unused()
    return Record(line, label, facts)


_HELD = re.compile(r"arxiv|doi\.org/|\bdoi:|openreview\.net", re.IGNORECASE)  # an identifier may stand in a text
# Of the first publication; `created` is when the record was, and counts where nothing else is known.
_DATES = ("issued", "published", "published-online", "published-print", "posted", "created")


def _author(person: Any) -> AuthorEntry | None:
    """An author; `literal`, and Crossref's `name`, is a group's."""
    if isinstance(person, str) and person.strip():
        return author_entries.from_text(mending.text(person))
    if not isinstance(person, dict):
        return None
    return author_entries.from_mapping({"literal": person.get("name"), **person})


def _date(item: Mapping[str, Any]) -> str:
    """The earliest date that is known: of the first publication."""
    found: list[str] = []
    for name in _DATES:
        value = item.get(name)
        if not isinstance(value, dict) or (name == "created" and found):
            continue
        parts = value.get("date-parts")
        numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        text = "-".join(str(number) for number in numbers if number) or text_of(
            value.get("raw") or value.get("literal")
        )
        if date := mending.date(text):
            found.append(date)
    return min(found, key=lambda date: (date[:4], -len(date), date), default="")
