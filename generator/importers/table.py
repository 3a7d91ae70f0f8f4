"""Records that are names and values: CSV, JSON lines, the front matter of Markdown files. Names are mapped to ours."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import reprlib
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator import author_entries, author_lists, mending
from generator.author_entries import AuthorEntry
from generator.counting import counted
from generator.facts import Facts, keywords
from generator.importers.record import Record
from generator.model import Links

MARKDOWN = (".md", ".markdown", ".mdown", ".qmd")
YAML = (".yml", ".yaml")
# What others call our fields. A file of field names adds to it.
NAMES: Mapping[str, str] = {
    "title": "title", "name": "title", "paper": "title", "paper title": "title",
    "authors": "authors", "author": "authors", "creator": "authors", "author names": "authors",
    **dict.fromkeys(("family", "family name", "family names", "last name", "last names", "surname", "author last name",
                     "author family name", "author surname"), "family"),
    **dict.fromkeys(("given", "given name", "given names", "first name", "first names", "forename", "author first name",
                     "author given name", "author forename"), "given"),
    "date": "date", "year": "date", "published": "date", "publication date": "date", "publication year": "date",
    "arxiv": "arxiv", "arxiv id": "arxiv", "eprint": "arxiv", "doi": "doi", "pmid": "pmid", "openreview": "openreview",
    "url": "url", "link": "url", "paper url": "url", "paper link": "url", "external url": "url",
    "links": "links", "urls": "links", "additional links": "links", "resources": "links",
    "venue": "venue", "journal": "venue", "conference": "venue", "booktitle": "venue", "publication": "venue",
    "publication title": "venue", "volume": "volume", "issue": "number", "number": "number", "pages": "pages",
    "publisher": "publisher", "tags": "tags", "tag": "tags", "keywords": "tags", "topics": "tags",
    "manual tags": "tags", "categories": "categories", "category": "categories", "abstract": "abstract",
    "source title": "venue", "journal/book": "venue", "journal title": "venue", "journal name": "venue",
    "document title": "title", "article title": "title", "display name": "title", "author/s": "authors",
    "date published": "date", "issue number": "number", "author keywords": "tags",
    "abstract note": "abstract", "github": "code", "tldr": "tldr", "status": "status", "notice": "notice",
    **{kind: kind for kind in Links.model_fields},
}  # fmt: skip

# What links of papers are called, name → kind. Others go where their URL leads to: an identifier, code, a PDF, a page.
KINDS: Mapping[str, str] = {
    **{kind: kind for kind in Links.model_fields}, "github": "code", "repository": "code", "source code": "code",
    "dataset": "data", "datasets": "data", "website": "project", "project page": "project", "homepage": "project",
    "models": "model", "weights": "model", "talk": "video", "youtube": "video", "presentation": "slides",
    "blog post": "blog",
}  # fmt: skip
_BRIEF = reprlib.Repr()
_BRIEF.maxlevel, _BRIEF.maxlist, _BRIEF.maxdict, _BRIEF.maxstring = 2, 3, 3, 60
_URL_NAMES = ("url", "href", "link", "uri")
_LABEL_NAMES = ("name", "title", "label", "type", "kind", "text")


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
                reason = f"it has {len(row)} values for {counted(len(columns), 'column')}: one may hold the delimiter"
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
    """Yield the records of a folder: front matter of Markdown, and YAML files with one record or a list of them.

    A file that holds no records is reported, except for hidden files and files in hidden folders.
    """
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if not any(part.startswith(".") for part in inside.parts) and not file.is_dir():
            why = _why_not_regular(file, path)
            shown = inside.as_posix()
            yield from [Record(0, shown, reason=why, file=shown)] if why else _file(file, shown, mapping)


def _why_not_regular(file: Path, folder: Path) -> str:
    """Return why a path is no regular file of the folder; else empty. A link out of it would be read and quoted."""
    try:
        target = os.path.realpath(file, strict=True)
        if not target.startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep):
            return "not read: it is a link out of the folder"
        return "" if stat.S_ISREG(Path(target).stat().st_mode) else "not read: it is no regular file"
    except OSError as error:
        return f"not read: {error.strerror}"


def _file(file: Path, shown: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    suffix = file.suffix.lower()
    if suffix not in MARKDOWN and suffix not in YAML:
        yield Record(
            0, shown, reason=f"not read: a folder's records are in {', '.join((*MARKDOWN, *YAML))}", file=shown
        )
        return
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        yield Record(0, shown, reason="it cannot be read as UTF-8", file=shown)
    elif suffix in YAML:
        yield from _yaml(text, shown, mapping)
    else:
        match = re.match(r"---[ ]*\n(.*?)\n---[ ]*(?:\n|$)(.*)", text, re.DOTALL)
        if match is None:
            yield Record(1, shown, reason="it has no front matter between two lines ---", file=shown)
            return
        try:
            values = _load(match[1])
        except _NotYaml as error:
            yield Record(error.line + 1, shown, reason=f"its front matter is not YAML: {error}", file=shown)
            return
        if isinstance(values, dict):
            yield record(1, values, mapping, body=match[2], file=shown)
        else:
            yield Record(1, shown, reason="its front matter has no fields", file=shown)


def _yaml(text: str, shown: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Yield the records of a YAML file: one, a list, or a list that is the only value of a mapping."""
    try:
        values = _load(text)
    except _NotYaml as error:
        yield Record(error.line, shown, reason=f"it is not YAML: {error}", file=shown)
        return
    if isinstance(values, dict) and len(values) == 1 and isinstance(inner := next(iter(values.values())), list):
        values = inner
    if not isinstance(values, list | dict) or not values:
        yield Record(1, shown, reason="it has no fields", file=shown)
        return
    for number, value in enumerate(values if isinstance(values, list) else [values], 1):
        if isinstance(value, dict):
            yield record(number, value, mapping, file=shown)
        else:
            yield Record(number, shown, reason=f"entry {number} has no fields", file=shown)


class _NotYaml(Exception):
    """The text is not YAML. line: of the problem, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _load(text: str) -> Any:
    """Return YAML as texts, lists and mappings. Raises _NotYaml."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506  # the base loader makes texts only
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _NotYaml(getattr(error, "problem", "") or "nested too deep", mark.line + 1 if mark else 1) from None
    except TypeError:
        raise _NotYaml("a list or mapping is a key", 1) from None


def record(line: int, values: Mapping[Any, Any], mapping: Mapping[str, str], body: str = "", file: str = "") -> Record:
    """The record of names and values. mapping: their name → ours, before those of NAMES; "" leaves a field out.

    body: the text below front matter. Elsewhere that is mostly the abstract, which is not ours: it is the summary only
    of a file that has a tldr too, or where the mapping says so (`body: summary`).
    """
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
    facts = Facts(title=title, abstract=_text(ours.get("abstract")), tldr=_text(ours.get("tldr")))
    if mapping.get("body", "summary" if facts.tldr else "abstract") == "summary":
        facts.summary = body
    else:
        facts.abstract = facts.abstract or body.strip()
    people = ours.get("authors")
    facts.authors = _people(people) if isinstance(people, list | dict) else []
    facts.author_list = _text(people)
    if not facts.authors and not facts.author_list:
        facts.authors = _from_parts(ours.get("family"), ours.get("given"), facts.doubts)
    written = _text(ours.get("date"))
    facts.date = mending.date(written)
    if written and not facts.date:
        facts.left_out.append(f'date: "{written[:40]}" has no year in it')
    facts.identifiers = {n: v for n in ("arxiv", "doi", "pmid", "openreview") if (v := _text(ours.get(n)))}
    facts.addresses = _urls(ours.get("url"), facts.left_out)
    _add_links(ours.get("links"), facts)
    facts.links.update({kind: v for kind in Links.model_fields if (v := _text(ours.get(kind)))})
    venue = ours.get("venue")
    if isinstance(venue, list):
        texts = [text for entry in venue if (text := _text(entry))]
        facts.left_out += [f'venue: "{text[:80]}" is one more; a paper has one' for text in texts[1:]]
        facts.left_out += [f"venue: {_short(entry)} is no name" for entry in venue if not _text(entry)]
        venue = texts[0] if texts else ""
    if isinstance(venue, dict):
        facts.venue = {str(name): _text(value) for name, value in venue.items()}
    elif venue:
        own = {name: v for name in ("volume", "number", "pages", "publisher") if (v := _text(ours.get(name)))}
        facts.venue = {"name": _text(venue), "year": facts.date[:4], **own}
    facts.keywords = _list(ours.get("tags"))
    facts.categories = _list(ours.get("categories"))
    facts.status, facts.notice = _text(ours.get("status")), _text(ours.get("notice"))
    return Record(line, title[:60], facts, unknown=tuple(unknown), file=file)


def _add_links(value: Any, facts: Facts) -> None:
    """Add links in any usual shape: kind → URL, a URL, or a list of URLs and of `{name, url}`.

    A name that is no kind of link leaves the URL to what it leads to; a kind that is there already is reported.
    """
    if isinstance(value, dict) and not (set(map(str.lower, map(str, value))) & set(_URL_NAMES)):
        pairs = [(str(kind), url) for kind, url in value.items()]
    else:
        pairs = [_link(entry) for entry in (value if isinstance(value, list) else [value]) if entry not in (None, "")]
    for label, found in pairs:
        urls = _urls(found, facts.left_out)
        kind = KINDS.get(label.strip().lower(), "")
        for url in urls:
            if not kind:
                facts.addresses.append(url)
            elif facts.links.setdefault(kind, url) != url:
                facts.left_out.append(f"links: {url} has no field, since {kind} is {facts.links[kind]}")


def _link(entry: Any) -> tuple[str, Any]:
    """Return the label and the URL of a link in a list; the label is empty where there is none."""
    if not isinstance(entry, dict):
        return "", entry
    values = {str(name).lower(): value for name, value in entry.items()}
    url = next((values[name] for name in _URL_NAMES if values.get(name)), None)
    if url is None and len(entry) == 1:  # - code: https://…
        return next((str(name), value) for name, value in entry.items())
    return next((_text(values[name]) for name in _LABEL_NAMES if values.get(name)), ""), entry if url is None else url


def _urls(value: Any, left_out: list[str]) -> list[str]:
    """Return the URLs of a text or a list of texts; what is neither is reported."""
    found: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        if text := _text(entry):
            found += re.split(r"[\s;|]+(?=https?://)|,\s*(?=https?://)", text)
        elif entry not in (None, "", [], {}):
            left_out.append(f"links: {_short(entry)} is no URL")
    return found


def _short(value: Any) -> str:
    """Return the beginning of a value of YAML, which may hold itself, or by aliases more than any memory."""
    text = _BRIEF.repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


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


def _from_parts(family: Any, given: Any, doubts: list[str]) -> list[AuthorEntry]:
    """Return the entries of authors whose family and given names stand in two fields, in the same order."""
    families, others = (
        [_text(one) for one in value]
        if isinstance(value, list)
        else re.split(r"\s*[;|\n]\s*", _text(value).strip(" ;|"))
        for value in (family, given)
    )
    if len(families) != len(others) and any(others):
        numbers = f"{counted(len(families), 'family name')} and {counted(len(others), 'given name')}"
        doubts.append(f"authors: there are {numbers}; write the authors, one person an entry")
        return []
    pairs = zip(families, others if any(others) else [""] * len(families), strict=True)
    found = (author_entries.from_mapping({"family": family, "given": given}) for family, given in pairs)
    return [entry for entry in found if entry]


def _people(value: list[Any] | dict[str, Any]) -> list[AuthorEntry]:
    """Return the entries of authors that are listed, each a name or a mapping of its parts."""
    found: list[AuthorEntry] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            found += [author] if (author := author_entries.from_mapping(entry)) else []
        elif text := _text(entry):
            found += author_lists.people(text, one=True)
    return found
