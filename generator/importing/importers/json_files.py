"""JSON of several kinds: exports of OpenAlex, Semantic Scholar, dblp and Zotero, and objects with names of their own.

Each object is told by its own structure, so that a file may hold objects of several kinds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.importing.importers import columns, csl_json, dblp, named_fields, openalex, semantic_scholar, zotero
from generator.importing.importers.record import Record

# Lists of records that stand in one object, beside what describes the whole.
_LIST = re.compile(
    r'"(?:results|data|items|hit|papers|records|references|entries|works|publications)"\s*:\s*\[\s*(?=[{\]])'
)
_CSL = frozenset({"issued", "container-title", "DOI", "URL", "citation-key", "event-title", "original-date"})


def form_of(text: str) -> str:
    """Return the format of a text that begins like JSON: `json-lines`, `csl-json` or `json`."""
    start = _start(text)
    if text.lstrip("\ufeff \t\n").startswith("{") and not start:
        first, _, rest = text.lstrip("\ufeff \t\n").partition("\n")
        if '"' in first and first.rstrip().endswith("}") and (rest.strip() or _is_object(first)):
            return "json-lines" if rest.strip() or not _is_known(json.loads(first)) else "json"
    first_object = next((value for _, value, _ in csl_json.objects(text[start:]) if isinstance(value, dict)), None)
    if first_object is None:
        return "csl-json"
    return "csl-json" if is_csl(first_object) and not _is_export(first_object) else "json"


def read(text: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Yield the record of every object of a list, of a list in an object, or of the one object there is."""
    start = _start(text)
    lines = text.count("\n", 0, start)
    for line, value, reason in csl_json.objects(text[start:]):
        if isinstance(value, dict):
            yield record(line + lines, value, mapping)
        else:
            yield Record(line + lines, "", reason=reason or "it is not an object with fields")


def record(line: int, value: Mapping[str, Any], mapping: Mapping[str, str]) -> Record:
    """Return the record of an object, read as its structure says."""
    inner = value.get("message")
    if isinstance(inner, dict) and "title" not in value:  # an answer of Crossref
        value = inner
    for is_kind, read_kind in _READERS:
        if is_kind(value):
            return read_kind(line, value)
    if not mapping and not columns.are_of_paper(map(str, value)):
        return Record(line, "", reason="it has no title", unknown=tuple(map(str, value)))
    return named_fields.record(line, value.items(), mapping)


def is_csl(value: Mapping[str, Any]) -> bool:
    """Return whether an object is an item of CSL-JSON or a work of Crossref: it has a name that only they have."""
    return bool(_CSL & set(value)) or ("author" in value and "type" in value and "authors" not in value)


_READERS = (
    (openalex.is_work, openalex.record),
    (semantic_scholar.is_paper, semantic_scholar.record),
    (dblp.is_hit, dblp.record),
    (zotero.is_item, zotero.record),
    (is_csl, csl_json.record),
)


def _is_export(value: Mapping[str, Any]) -> bool:
    return any(is_kind(value) for is_kind, _ in _READERS[:-1])


def _is_known(value: Mapping[str, Any]) -> bool:
    return _is_export(value) or is_csl(value)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _start(text: str) -> int:
    """Return the place where the list of records begins that stands in one object; 0 where there is no such list."""
    if not text.lstrip("\ufeff \t\n").startswith("{"):
        return 0
    found = _LIST.search(text[:1_000_000])
    if found is None or re.search(r'"(?:title|display_name)"\s*:', text[: found.start()]):
        return 0
    return text.index("[", found.start())
