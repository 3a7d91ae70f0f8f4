"""Records that are names and values: CSV, JSON lines, the front matter of Markdown files. Names are mapped to ours."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import author_entries, mending
from generator.author_entries import AuthorEntry
from generator.facts import Facts, keywords
from generator.importers.record import Record
from generator.model import Links

# What others call our fields. A file of field names adds to it.
NAMES: Mapping[str, str] = {
    "title": "title", "name": "title", "paper": "title", "paper title": "title",
    "authors": "authors", "author": "authors", "creator": "authors", "author names": "authors",
    "date": "date", "year": "date", "published": "date", "publication date": "date", "publication year": "date",
    "arxiv": "arxiv", "arxiv id": "arxiv", "eprint": "arxiv", "doi": "doi", "pmid": "pmid", "openreview": "openreview",
    "url": "url", "link": "url", "paper url": "url", "paper link": "url", "external url": "url",
    "venue": "venue", "journal": "venue", "conference": "venue", "booktitle": "venue", "publication": "venue",
    "publication title": "venue", "volume": "volume", "issue": "number", "number": "number", "pages": "pages",
    "publisher": "publisher", "tags": "tags", "tag": "tags", "keywords": "tags", "topics": "tags",
    "manual tags": "tags", "categories": "categories", "category": "categories", "abstract": "abstract",
    "abstract note": "abstract", "github": "code", "tldr": "tldr", "status": "status", "notice": "notice",
    **{kind: kind for kind in Links.model_fields},
}  # fmt: skip


def csv_records(text: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """The rows of a table whose first row names its columns; parted by comma, semicolon or tab."""
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(10_000_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    before = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(before + 1, "", reason=f"it is not CSV: {error}; nothing after it could be read")
            return
        line, before = before + 1, rows.line_num
        if not columns:
            columns = row
        elif any(cell.strip() for cell in row):
            if len(row) > len(columns):
                reason = f"it has {len(row)} values for {len(columns)} columns: one may hold the delimiter"
                yield Record(line, row[0][:60], reason=reason)
            else:
                yield record(line, dict(zip(columns, row, strict=False)), mapping)


def json_lines(text: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """An object on each line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "nested too deep"
            yield Record(number, "", reason=f"it is not JSON: {reason}")
            continue
        if isinstance(value, dict):
            yield record(number, value, mapping)
        else:
            yield Record(number, "", reason="it is not an object with fields")


def folder(path: Path, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Every Markdown file below a folder that begins with front matter."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    for file in sorted(path.rglob("*.md")):
        shown = file.relative_to(path).as_posix()
        try:
            text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            yield Record(0, shown, reason="it cannot be read as UTF-8", file=shown)
            continue
        match = re.match(r"---[ ]*\n(.*?)\n---[ ]*(?:\n|$)(.*)", text, re.DOTALL)
        if match is None:
            yield Record(1, shown, reason="it has no front matter between two lines ---", file=shown)
            continue
        try:
            values = yaml.load(match[1], Loader=loader)  # noqa: S506  # the base loader makes texts only
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            yield Record(
                line, shown, reason=f"its front matter is not YAML: {getattr(error, 'problem', '')}", file=shown
            )
            continue
        if isinstance(values, dict):
            yield record(1, values, mapping, summary=match[2], file=shown)
        else:
            yield Record(1, shown, reason="its front matter has no fields", file=shown)


def record(
    line: int, values: Mapping[Any, Any], mapping: Mapping[str, str], summary: str = "", file: str = ""
) -> Record:
    """The record of names and values. mapping: their name → ours, before those of NAMES; "" leaves a field out."""
    ours: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in values.items():
        plain = str(name).strip().lower().lstrip("\ufeff")
        known = mapping.get(plain, NAMES.get(re.sub(r"[\s_-]+", " ", plain)))
        if known is None:
            unknown.append(str(name))
        elif known and value not in (None, "", [], {}) and known not in ours:
            ours[known] = value
    title = mending.text(_text(ours.get("title")))
    if not title:
        return Record(line, file, reason="it has no title", unknown=tuple(unknown), file=file)
    facts = Facts(title=title, summary=summary, abstract=_text(ours.get("abstract")), tldr=_text(ours.get("tldr")))
    facts.authors = _people(ours.get("authors"))
    written = _text(ours.get("date"))
    facts.date = mending.date(written)
    if written and not facts.date:
        facts.left_out.append(f'date: "{written[:40]}" has no year in it')
    facts.identifiers = {n: v for n in ("arxiv", "doi", "pmid", "openreview") if (v := _text(ours.get(n)))}
    facts.addresses = [v for v in _list(ours.get("url")) if v]
    links = ours.get("links")
    given = {str(kind): _text(v) for kind, v in links.items()} if isinstance(links, dict) else {}
    facts.links = {**given, **{kind: v for kind in Links.model_fields if (v := _text(ours.get(kind)))}}
    venue = ours.get("venue")
    if isinstance(venue, dict):
        facts.venue = {str(name): _text(value) for name, value in venue.items()}
    elif venue:
        own = {name: v for name in ("volume", "number", "pages", "publisher") if (v := _text(ours.get(name)))}
        facts.venue = {"name": _text(venue), "year": facts.date[:4], **own}
    facts.keywords = _list(ours.get("tags"))
    facts.categories = _list(ours.get("categories"))
    facts.status, facts.notice = _text(ours.get("status")), _text(ours.get("notice"))
    return Record(line, title[:60], facts, unknown=tuple(unknown), file=file)


def _text(value: Any) -> str:
    return (
        value.strip()
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else ""
    )


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(entry) for entry in value if _text(entry)]
    return keywords(_text(value))


def _people(value: Any) -> Sequence[AuthorEntry]:
    if isinstance(value, list):
        found = (
            author_entries.from_mapping(entry)
            if isinstance(entry, dict)
            else author_entries.from_text(mending.text(_text(entry)))
            for entry in value
        )
        return [entry for entry in found if entry]
    return author_entries.people(_text(value))
