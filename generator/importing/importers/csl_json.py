"""CSL-JSON (the Citation Style Language's input, version 1.0.2): a list of items, also one that was cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.text import dates, mending
from generator.importing import author_entries
from generator.importing.author_entries import AuthorEntry
from generator.importing.facts import Facts, keywords
from generator.importing.importers.record import Record
from generator.importing.source_fields import SourceFields


def read(text: str) -> Iterator[Record]:
    """Every item. One that is no JSON is told with its line, and the items after it are read on."""
    for line, value, reason in objects(text):
        if not isinstance(value, dict):
            yield Record(line, "", reason=reason or "it is not an object with fields")
            continue
        yield record(line, value)


def objects(text: str) -> Iterator[tuple[int, Any, str]]:
    """The objects of a list, or the one object there is: (line, value, "") or (line, None, what is wrong).

    What is wrong inside an object ends with it: the next one begins a line as the first one does, or, where a line has
    several, with the name that the first one begins with.
    """
    decoder = json.JSONDecoder()
    place = re.compile(r"\s*\[?\s*").match(text).end()  # type: ignore[union-attr]  # it matches everything
    is_list = text[:place].strip() == "["
    following, margin = _next_object(text, place)
    line, counted = 1, 0
    while place < len(text) and text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        value, end, reason = _decoded(decoder, text, place)
        if not reason and text[end : end + 1] not in ("", ",", "]", "{"):
            reason = "more text is behind its end"
        behind = re.compile(r"[\s,]*").match(text, end).end()  # type: ignore[union-attr]  # as above
        if (
            not reason
            and margin
            and text[behind : behind + 1] not in ("", "]")
            and not text.endswith(margin, 0, behind)
        ):
            reason = "it ends before its line does"
        if not reason and is_list and text[behind : behind + 1] == "]" and following.search(text, behind):
            reason = "it ends the list before its end"
        if not reason:
            yield line, value, ""
            place = behind
            continue
        yield line, None, f"it is not JSON: {reason}"
        found = following.search(text, end)
        if found is None:
            return
        place = text.index("{", found.start() + (found[0][0] == "}"))


def _decoded(decoder: json.JSONDecoder, text: str, place: int) -> tuple[Any, int, str]:
    """Return the value at a place, where it and white space behind it end, and why there is none."""
    try:
        value, end = decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        return None, place + 1, error.msg.lower()
    except (ValueError, RecursionError):
        return None, place + 1, "nested too deep, or a number too long"
    return value, re.compile(r"\s*").match(text, end).end(), ""  # type: ignore[union-attr]  # it matches everything


def _next_object(text: str, first: int) -> tuple[re.Pattern[str], str]:
    """Return what tells that an object follows, and what is before each of a list whose first begins at a place."""
    before = text[text.rfind("\n", 0, first) + 1 : first]
    name = re.compile(r'\{\s*("(?:[^"\\\n]|\\.)*")').match(text, first)
    begins = rf"\{{(?=\s*{re.escape(name[1])})" if name else r"\{(?=\s*\")"
    if "\n" in text[:first] and not before.strip():
        return re.compile(rf"\n{re.escape(before)}\{{(?=\s*\")"), f"\n{before}"
    return re.compile(rf"\n\s*{begins}|\}}\s*,\s*{begins}"), ""


def record(line: int, item: Mapping[str, Any]) -> Record:
    """Return the record of an item, or of a work as Crossref's API gives it, which is much the same."""
    fields = SourceFields.of_object(item)
    title = mending.text(fields.first("title"))
    label = fields.first("id") or title[:60]
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(item))
    fields.all("type")
    facts = Facts(title=title)
    facts.date = _date(item, facts.left_out)
    fields.all(*(name for name in _DATES if facts.date))
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


def _date(item: Mapping[str, Any], left_out: list[str]) -> str:
    """Return the earliest date that is known: of the first publication."""
    found: list[str] = []
    for name in _DATES:
        if name == "created" and found:
            continue
        date = dates.read_csl(item.get(name))
        found += [date.value] if date.value else []
        left_out += [date.remark] if date.remark else []
    return min(found, key=lambda date: (date[:4], -len(date), date), default="")
