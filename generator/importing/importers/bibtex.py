"""BibTeX and BibLaTeX: what the fields of entries mean.

Entry types and fields: BibTeX's `btxdoc`, and the BibLaTeX manual, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.core.text import dates
from generator.importing import latex_text
from generator.importing.facts import Facts, keywords
from generator.importing.importers import bibtex_entries, bibtex_names
from generator.importing.importers.bibtex_entries import Entry
from generator.importing.importers.record import Record
from generator.importing.source_fields import SourceFields

_NO_PAPERS = frozenset(
    {"proceedings", "mvproceedings", "collection", "periodical", "set", "xdata", "dataset", "software"}
)
_VERBATIM = frozenset({"author", "url", "pdf", "file", "abstract"})
_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
_THESES = frozenset({"thesis", "phdthesis", "mastersthesis", "bachelorsthesis"})
_DEEPEST = 10  # names within @string, and entries that inherit
Parts = Sequence[tuple[str, bool]]


def read(text: str) -> Iterator[Record]:
    """Yield every entry of the file; those that cannot be read with the reason."""
    entries = list(bibtex_entries.read(text))
    strings: dict[str, Parts] = {}
    for entry in entries:
        if entry.kind == bibtex_entries.STRING:
            strings.update(entry.fields)
    by_key = {entry.key: entry for entry in reversed(entries) if entry.key and not entry.reason}
    for entry in entries:
        if entry.kind == bibtex_entries.STRING:
            if entry.reason or entry.faults:
                yield Record(entry.line, "@string", reason=entry.reason or "; ".join(entry.faults))
        elif entry.reason:
            yield Record(entry.line, entry.key, reason=entry.reason)
        elif entry.kind in _NO_PAPERS:
            yield Record(entry.line, entry.key, reason=f"@{entry.kind} is not a paper")
        else:
            yield _record(entry, strings, by_key)


def _value(parts: Parts, strings: Mapping[str, Parts], depth: int = 0) -> str:
    """Return the text of a value, with the texts of the @strings that it names."""
    found = []
    for text, is_name in parts:
        named = strings.get(text.lower()) if is_name and depth < _DEEPEST else None
        found.append(text if named is None else _value(named, strings, depth + 1))
    return "".join(found).strip()


def _fields(
    entry: Entry, strings: Mapping[str, Parts], by_key: Mapping[str, Entry], told: list[str], depth: int = 0
) -> list[tuple[str, str]]:
    """Return the fields of an entry, and behind them those that it inherits. told: gets what is missing."""
    found = [(name, _value(parts, strings)) for name, parts in entry.fields]
    for name, parts in entry.fields:
        for text, is_name in parts:
            if is_name and len(parts) > 1 and text.lower() not in strings and text.lower() not in _MONTHS:
                told.append(f'{name}: there is no @string "{text}"')
    own = dict(reversed(found))
    for name in ("crossref", "xdata"):
        for key in re.split(r"\s*,\s*", own.get(name, "")) if depth < _DEEPEST else []:
            parent = by_key.get(key)
            if parent is not None and parent is not entry:
                inherited = _fields(parent, strings, by_key, told, depth + 1)
                found += inherited if name == "xdata" else _inherited(parent.kind, inherited)
            elif key:
                told.append(f'{name}: there is no entry "{key}"')
    return found


def _inherited(kind: str, parent: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what an entry takes from its parent (BibLaTeX manual, appendix B): a proceedings' title is the book's."""
    for name, value in parent:
        if name == "title" and kind in ("proceedings", "mvproceedings", "book", "collection", "mvbook"):
            yield "booktitle", value
        elif name not in ("title", "author", "subtitle", "crossref", "doi", "url"):
            yield name, value


def _record(entry: Entry, strings: Mapping[str, Parts], by_key: Mapping[str, Entry]) -> Record:
    told = list(entry.faults)
    named: dict[str, str] = {}  # the first field with a name counts, also before those that are inherited
    more: list[tuple[str, str]] = []
    own = len(entry.fields)
    for number, (name, value) in enumerate(_fields(entry, strings, by_key, told)):
        if name not in named:
            named[name] = value
        elif number < own:
            more.append((name, value))
    converted = {
        name: latex_text.convert(value, formulas=name in ("title", "subtitle"))
        for name, value in named.items()
        if name not in _VERBATIM
    }
    fields = SourceFields(
        [
            *((name, converted[name].text if name in converted else value) for name, value in named.items()),
            *((name, latex_text.text(value)) for name, value in more),
        ]
    )
    title = ": ".join(part for part in (fields.first("title"), fields.first("subtitle")) if part)
    if not title:
        return Record(entry.line, entry.key, reason="it has no title")
    facts = Facts(title=title, left_out=told)
    facts.authors = bibtex_names.entries(fields.first("author"))
    for name, text in {"authors": latex_text.convert(named.get("author", "")), **converted}.items():
        facts.doubts += text.doubts(name) if name in ("authors", "title", "subtitle") else []
        told += [remark for remark in text.remarks(name) if remark not in facts.doubts]
    _add_date(facts, fields)
    _add_identifiers(facts, fields)
    facts.addresses = [
        latex_text.address(named[name])
        for name in ("url", "note", "howpublished", "journal", "journaltitle", "pdf")
        if named.get(name)
    ]
    facts.addresses += [url for text in converted.values() for url in text.urls]
    fields.all("crossref", "xdata")
    facts.venue |= {
        "name": fields.first("journaltitle", "journal", "booktitle", *_other_venues(entry.kind)),
        "volume": fields.first("volume"),
        "number": fields.first("number", "issue"),
        "pages": fields.first("pages"),
        "publisher": fields.first("publisher"),
    }
    facts.keywords = [word for value in fields.all("keywords", "keyword") for word in keywords(value)]
    facts.language = fields.first("language", "langid")
    facts.abstract = fields.first("abstract")
    facts.unused += fields.unused()
    return Record(entry.line, entry.key, facts)


def _other_venues(kind: str) -> tuple[str, ...]:
    """Return the fields that name the venue of an entry without a journal or a book."""
    if kind in _THESES:
        return ("school", "institution")
    if kind in ("techreport", "report"):
        return ("institution", "school")
    return ("maintitle", "series")


def _add_date(facts: Facts, fields: SourceFields) -> None:
    month, day = fields.first("month"), fields.first("day")
    for name in ("date", "year"):
        for written in fields.all(name):
            found, remark = dates.read(written, month, day).value, dates.read(written).remark
            facts.left_out += [remark] if remark else []
            if found and not facts.date:
                facts.date = found
            elif found[:4] != facts.date[:4]:
                facts.unused.append((name, written))
    for name, value, held in (("month", month, 7), ("day", day, 10)):
        if value and len(facts.date) < held:
            facts.unused.append((name, value))
    facts.venue["year"] = facts.date[:4]


def _add_identifiers(facts: Facts, fields: SourceFields) -> None:
    for name in ("doi", "pmid"):
        if value := fields.first(name):
            facts.identifiers[name] = value
    eprint, archive = fields.first("eprint"), fields.first("archiveprefix", "eprinttype")
    if eprint and archive.lower() in ("", "arxiv"):
        facts.identifiers["arxiv"] = eprint
    elif eprint and archive.lower() in ("pubmed", "pmid"):
        facts.identifiers["pmid"] = eprint
    elif eprint:
        facts.left_out.append(f'eprint: "{eprint}" of {archive} has no field')
