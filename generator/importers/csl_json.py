"""CSL-JSON (the Citation Style Language's input, version 1.0.2): a list of items, also one that was cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator import author_entries, mending
from generator.author_entries import AuthorEntry
from generator.facts import Facts, keywords
from generator.importers.record import Record


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
    """The record of an item, or of a work as Crossref's API gives it, which is much the same."""
    title = mending.text(_text(item.get("title")))
    label = _text(item.get("id")) or title[:60]
    if not title:
        return Record(line, label, reason="it has no title")
    facts = Facts(title=title, date=_date(item))
    people = item.get("author")
    found = map(_author, people if isinstance(people, list) else [])
    facts.authors = [author for author in found if author is not None]
    facts.author_list = people if isinstance(people, str) else ""
    for name, theirs in (("doi", "DOI"), ("pmid", "PMID")):
        if value := _text(item.get(theirs)):
            facts.identifiers[name] = value
    facts.addresses = [v for name in ("URL", "number", "note", "archive_location") if (v := _text(item.get(name))) and
                       re.search(r"/|arxiv", v, re.IGNORECASE)]  # fmt: skip
    facts.venue = {
        "name": _text(item.get("container-title")),
        "year": facts.date[:4],
        "volume": _text(item.get("volume")),
        "number": _text(item.get("issue")),
        "pages": _text(item.get("page")),
        "publisher": _text(item.get("publisher")),
    }
    facts.keywords = keywords(_text(item.get("keyword")))
    facts.abstract = _text(item.get("abstract"))
    return Record(line, label, facts)


def _text(value: Any) -> str:
    if isinstance(value, list):  # Crossref's own JSON has lists of one text
        value = value[0] if value else ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


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
    for name in ("issued", "published", "published-online", "published-print", "posted", "created"):
        value = item.get(name)
        if not isinstance(value, dict) or (name == "created" and found):
            continue
        parts = value.get("date-parts")
        numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        text = "-".join(str(number) for number in numbers if number) or _text(value.get("raw") or value.get("literal"))
        if date := mending.date(text):
            found.append(date)
    return min(found, key=lambda date: (date[:4], -len(date), date), default="")
