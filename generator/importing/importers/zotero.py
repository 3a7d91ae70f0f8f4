"""Items of Zotero in JSON, as its API and Better BibTeX export them (https://www.zotero.org/support/dev/web_api/v3)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from generator.core.text import dates, mending
from generator.importing import author_entries
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, text_of
from generator.importing.source_fields import SourceFields, leaves

_HELD = re.compile(r"arxiv|doi\.org/|\bdoi:|openreview\.net", re.IGNORECASE)  # an identifier may stand in a text
_NO_PAPERS = frozenset({"attachment", "note", "annotation"})
_VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "university", "institution", "websiteTitle",
    "journalAbbreviation",
)  # fmt: skip


def is_item(value: Mapping[str, Any]) -> bool:
    """Return whether an object is an item of Zotero; its API wraps them in `data`."""
    inner = value.get("data")
    return "itemType" in value or (isinstance(inner, dict) and "itemType" in inner)


def record(line: int, value: Mapping[str, Any]) -> Record:
    """Return the record of an item; notes and attachments are no papers."""
    inner = value.get("data")
    item = inner if isinstance(inner, dict) and "itemType" not in value else value
    fields = SourceFields.of_object(item)
    label = fields.first("citationKey") or fields.first("key", "itemKey")
    if text_of(item.get("itemType")) in _NO_PAPERS:
        return Record(line, label, reason=f"it is a Zotero {item['itemType']}, not a paper")
    title = mending.text(fields.first("title"))
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(item))
    fields.all("itemType", "key", "itemKey", "itemID", "version", "libraryID", "select", "uri", "relations", "creators",
               "tags")  # fmt: skip
    facts = Facts(title=title, abstract=fields.first("abstractNote"))
    facts.date = dates.best(facts.left_out, fields.first("date"))
    unused: list[tuple[str, str]] = []
    people = item.get("creators")
    for person in people if isinstance(people, list) else []:
        kind = text_of(person.get("creatorType")) if isinstance(person, dict) else ""
        if not isinstance(person, dict) or kind not in ("author", ""):
            unused.append((f"creators ({kind})", json.dumps(person, ensure_ascii=False)))
            continue
        name = text_of(person.get("name"))
        entry = author_entries.from_mapping({"literal": name} if name else person)
        facts.authors = [*facts.authors, *([entry] if entry else [])]
    for name, theirs in (("doi", "DOI"), ("pmid", "PMID")):
        if text := fields.first(theirs):
            facts.identifiers[name] = text
    held = fields.values("extra", "archiveID", "archiveLocation")
    facts.addresses = [*fields.values("url"), *(text for text in held if _HELD.search(text))]
    facts.venue = {
        "name": fields.first(*_VENUES),
        "year": facts.date[:4],
        "volume": fields.first("volume"),
        "number": fields.first("issue", "number"),
        "pages": fields.first("pages"),
        "publisher": fields.first("publisher"),
    }
    facts.language = fields.first("language")
    tags = item.get("tags")
    facts.keywords = [
        text_of(tag.get("tag") if isinstance(tag, dict) else tag) for tag in (tags if isinstance(tags, list) else ())
    ]
    facts.unused = [*fields.unused(), *unused, *leaves(tags, "tags", {"type"})]
    return Record(line, title[:60], facts)
