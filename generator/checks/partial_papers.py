"""What can be read of paper files with problems, so that they are compared with the other papers all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.core.problems import Fault
from generator.files import reading
from generator.model import field_rules, identifiers
from generator.model.paper import Author, Paper, Venue

_FINDERS: Mapping[str, tuple[Callable[[str], bool], Callable[[str], str | None]]] = {
    "arxiv": (identifiers.is_arxiv, identifiers.find_arxiv),
    "doi": (identifiers.is_doi, identifiers.find_doi),
    "pmid": (identifiers.is_pmid, identifiers.find_number),
    "openreview": (identifiers.is_openreview, identifiers.find_openreview),
}


def read(file: Path, path: str) -> Paper | None:
    """Return what can be read of the paper in `file`; None where that is nothing.

    Words, names and titles are as they are written, whether right or not. What cannot be used, or is missing, is empty:
    this is no paper of a site. path: of the file, from the root of the project, with `/`.
    """
    values = reading.again(file, path)[0].value or {}
    if not isinstance(values, dict):
        return None

    def text(name: str) -> str:
        return value if isinstance(value := values.get(name), str) else ""

    def words(name: str) -> tuple[str, ...]:
        entries = value if isinstance(value := values.get(name), list) else []
        return tuple(entry if isinstance(entry, str) else "" for entry in entries)  # each keeps its place

    key = path.rpartition("/")[2].removesuffix(".md")
    return Paper(
        title=text("title"),
        authors=tuple(_authors(values.get("authors"), path)),
        date=_date(text("date")),
        added=_date(text("added")),
        updated=_date(text("updated")) or None,
        categories=words("categories"),
        tags=words("tags"),
        arxiv=_identifier("arxiv", text("arxiv")),
        doi=_identifier("doi", text("doi")),
        pmid=_identifier("pmid", text("pmid")),
        openreview=_identifier("openreview", text("openreview")),
        venue=_venue(values.get("venue")),
        tldr=text("tldr"),
        former_keys=words("former_keys"),
        not_same_as=words("not_same_as"),
        key=key,
        path=path,
        summary="",
    )


def _authors(value: Any, path: str) -> Iterator[Author]:
    """The authors; an entry that cannot be read is like none of another file, so that each keeps its place."""
    for place, entry in enumerate(value if isinstance(value, list) else ()):
        fields = entry if isinstance(entry, dict) else {"name": entry}
        name, family = fields.get("group", fields.get("name")), fields.get("family")
        if isinstance(name, str):
            yield Author(name, None, family if isinstance(family, str) else None, group="group" in fields)
        else:
            yield Author(f"({path} {place})")


def _venue(value: Any) -> Venue | None:
    if isinstance(value, str):
        short, year = field_rules.name_and_year(value)
        return Venue(short, year or None)
    name = value.get("name") if isinstance(value, dict) else None
    return Venue(name) if name and isinstance(name, str) else None


def _date(text: str) -> str:
    try:
        return field_rules.partial_date(text)
    except Fault:
        return ""


def _identifier(name: str, text: str) -> str | None:
    valid, find = _FINDERS[name]
    return text if valid(text) else find(text)
