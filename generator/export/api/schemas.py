"""What the files of the API hold, as JSON Schema (draft 2020-12). They are published beside the data."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "minLength": 1, "format": "uri-reference"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_DATE = {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"}
_YEAR = {"type": "string", "pattern": r"^\d{4}$"}
_KEY = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_KEYS = {"type": "array", "items": _KEY, "uniqueItems": True}
_STATUS = {"enum": ["retracted", "withdrawn", "corrected"]}
_NUMBER = {"type": "integer", "minimum": 0}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None, about: str = "") -> dict[str, Any]:
    return {
        **({"description": about} if about else {}),
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _list(name: str, entry: dict[str, Any], about: str) -> dict[str, Any]:
    return _object({name: {"type": "array", "items": entry}}, about=about)


_GROUP = {"const": True, "description": "there where the author is a group, such as a consortium"}
_AUTHOR = _object(
    {"name": _TEXT, "id": {**_TEXT, "description": "the last part of the address of the author's page"}},
    {
        "family": {**_TEXT, "description": "the family name, where it cannot be split off by rule"},
        "orcid": {"type": "string", "pattern": r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"},
        "group": _GROUP,
    },
)
_VENUE = _object(
    {"name": _TEXT, "title": _TEXT},
    {
        "kind": {"enum": ["conference", "journal", "workshop", "book"]},
        "year": _YEAR,
        "volume": _TEXT,
        "number": _TEXT,
        "pages": _TEXT,
        "publisher": _TEXT,
    },
)
_CITATIONS = _object(
    {
        "apa": {**_TEXT, "description": "the printed form, APA style, 7th edition, as plain text"},
        "bibtex": _TEXT,
        "biblatex": _TEXT,
        "ris": _TEXT,
        "csl": {"type": "object", "required": ["id", "type", "title"], "description": "an item of CSL-JSON 1.0.2"},
    }
)
_IDENTIFIERS = {"arxiv": _TEXT, "doi": {"type": "string", "pattern": r"^10\.\d{4,9}"}}
_PAPER = _object(
    {
        "key": _KEY,
        "url": _URL,
        "title": {**_TEXT, "description": "formulas stand between dollars, as LaTeX"},
        "and_others": {"type": "boolean", "description": "whether there are more authors than are named"},
        "date": {**_DATE, "description": "first public version, as exactly as it is known"},
        "added": {**_DAY, "description": "the day it entered the list"},
        "categories": {**_KEYS, "minItems": 1, "maxItems": 3},
        "tldr": _TEXT,
        "summary": {"type": "string", "description": "Markdown"},
    },
    {
        "authors": {"type": "array", "items": _AUTHOR},
        "updated": _DAY,
        "tags": _KEYS,
        **_IDENTIFIERS,
        "pmid": _TEXT,
        "openreview": _TEXT,
        "venue": _VENUE,
        "links": {"type": "object", "additionalProperties": _URL},
        "why": _TEXT,
        "language": _TEXT,
        "status": _STATUS,
        "notice": _URL,
        "former_keys": _KEYS,
        "citations": _CITATIONS,
    },
    "A paper. A line of a .jsonl file is the same without `citations`.",
)
_LIGHT = _object(
    {
        "key": _KEY,
        "url": _URL,
        "title": _TEXT,
        "date": _DATE,
        "added": _DAY,
        "year": _YEAR,
        "categories": _KEYS,
        "tldr": _TEXT,
    },
    {
        "authors": {"type": "array", "items": _TEXT},
        "and_others": {"const": True, "description": "there where there are more authors than are named"},
        "venue": _TEXT,
        "tags": _KEYS,
        **_IDENTIFIERS,
        "status": _STATUS,
    },
)
_WORD = _object(
    {"key": _KEY, "url": _URL, "title": _TEXT, "definition": _TEXT, "papers": _KEYS},
    {"aliases": {"type": "array", "items": _TEXT}, "parent": _KEY},
)

SCHEMAS: dict[str, dict[str, Any]] = {
    "index": _object(
        {
            "name": _TEXT,
            "description": {"type": "string"},
            "url": {"type": "string"},
            "updated": {**_DAY, "description": "the day of the last change of a paper"},
            "counts": {"type": "object", "additionalProperties": _NUMBER},
            "files": {"type": "object", "additionalProperties": _URL, "description": "what there is, and where"},
            "paper": {**_TEXT, "description": "where a paper is: a URI template (RFC 6570) with `key`"},
            "schemas": {"type": "object", "additionalProperties": _URL},
            "exports": {"type": "object", "additionalProperties": _URL},
        },
        about="Where everything is.",
    ),
    "paper": _PAPER,
    "papers": _list("papers", _LIGHT, "All papers, newest first, with what a list shows of them."),
    "categories": _list("categories", _WORD, "All categories, in their order, with their papers."),
    "tags": _list("tags", _WORD, "All tags with their papers."),
    "authors": _list(
        "authors",
        _object(
            {"id": _TEXT, "url": _URL, "name": _TEXT, "papers": _KEYS},
            {"orcid": _TEXT, "homepage": _URL, "group": _GROUP},
        ),
        "All authors with their papers.",
    ),
    "venues": _list(
        "venues",
        _object({"name": _TEXT, "url": _URL, "title": _TEXT, "kind": _TEXT, "papers": _KEYS}),
        "All venues that have papers, with them.",
    ),
    "references": {
        "description": "Key of a paper → its printed form, APA style, 7th edition.",
        "type": "object",
        "propertyNames": _KEY,
        "additionalProperties": _TEXT,
    },
}
