"""BibTeX and BibLaTeX. The entries are found by bibtexparser; what the fields mean is read here.

Entry types and fields: BibTeX's `btxdoc`, and the BibLaTeX manual, section 2.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from generator import mending
from generator.facts import Facts, keywords
from generator.importers import bibtex_names
from generator.importers.record import Record
from generator.source_fields import SourceFields

_NO_PAPERS = frozenset(
    {"proceedings", "mvproceedings", "collection", "periodical", "set", "xdata", "dataset", "software"}
)
_VERBATIM = frozenset({"author", "url", "pdf", "file", "abstract"})


def read(text: str) -> Iterator[Record]:
    """Every entry of the file; those that cannot be read with the line at which they begin."""
    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what it warns of is told here
    logging.getLogger().setLevel(max(logging.getLogger().level, logging.WARNING))
    # An entry that begins in mid-line would be part of the one before it.
    library = Splitter(text).split()
    strings = {key.lower(): value.value for key, value in library.strings_dict.items()}
    entries: list[tuple[int, model.Entry]] = []
    failed: list[Record] = []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        inner = getattr(block, "ignore_error_block", None)
        if isinstance(block, model.Entry):
            entries.append((line, block))
        elif isinstance(inner, model.Entry):  # the key, or a field, is there twice
            entries.append((line, inner))
        elif isinstance(block, model.ParsingFailedBlock):
            failed += _failed(block.raw or "", line)
    # The first field with a name counts; names are compared without case.
    fields = [(line, entry, _fields(entry, strings)) for line, entry in entries]
    by_key = {entry.key: (entry.entry_type.lower(), own) for _, entry, own in reversed(fields)}
    records = [_record(line, entry.entry_type.lower(), entry.key, own, by_key) for line, entry, own in fields]
    yield from sorted([*records, *failed], key=lambda record: record.line)


def _failed(raw: str, line: int) -> Iterator[Record]:
    """The entry that a block is which could not be read; none where it is no entry."""
    match = re.search(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()]*)", raw)
    if match is not None and match[1].lower() not in ("comment", "preamble"):
        at = line + raw.count("\n", 0, match.start())
        yield Record(at, match[2], reason="its braces or quotes do not close, or a comma is missing")


def _fields(entry: object, strings: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in entry.fields:  # type: ignore[attr-defined]  # an Entry
        found.setdefault(field.key.lower(), _value(str(field.value), strings))
    return found


def _value(raw: str, strings: Mapping[str, str], depth: int = 0) -> str:
    """The text of a value: parts joined by `#`, each between braces or quotes, a number, or the name of a @string."""
    parts: list[str] = []
    for part in _parts(raw):
        if part[:1] in ("{", '"'):
            parts.append(part[1:-1])
        elif part.lower() in strings and depth < 10:
            parts.append(_value(strings[part.lower()], strings, depth + 1))
        else:
            parts.append(part)
    return "".join(parts).strip()


def _parts(raw: str) -> list[str]:
    raw = raw.strip()
    if "#" not in raw:
        return [raw]
    found, depth, quoted, start = [], 0, False, 0
    for place, character in enumerate(raw):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character == "#" and depth == 0 and not quoted:
            found.append(raw[start:place].strip())
            start = place + 1
    return [*found, raw[start:].strip()]


def _record(
    line: int, kind: str, key: str, own: dict[str, str], by_key: Mapping[str, tuple[str, dict[str, str]]]
) -> Record:
    fields = dict(own)
    told: list[str] = []
    for field in ("crossref", "xdata"):
        parent = by_key.get(fields.get(field, ""))
        if parent is not None:
            fields = {**_inherited(*parent), **fields}
        elif fields.get(field):
            told.append(f'{field}: there is no entry "{fields[field]}"')
    if kind in _NO_PAPERS:
        return Record(line, key, reason=f"@{kind} is not a paper")
    texts = SourceFields((name, value if name in _VERBATIM else mending.latex(value)) for name, value in fields.items())
    title = ": ".join(part for part in (texts.first("title"), texts.first("subtitle")) if part)
    if not title:
        return Record(line, key, reason="it has no title")
    facts = Facts(title=title, left_out=told)
    facts.authors = bibtex_names.entries(texts.first("author"))
    date, year = texts.first("date"), texts.first("year")
    facts.date = mending.date(date or year, texts.first("month"), texts.first("day"))
    if not facts.date and (date or year):
        told.append(f'date: "{date or year}" has no year in it')
    for name in ("doi", "pmid"):
        if value := texts.first(name):
            facts.identifiers[name] = value
    eprint, archive = texts.first("eprint"), texts.first("archiveprefix", "eprinttype")
    texts.first("primaryclass", "eprintclass")  # a part of the identifier, or its paper's subject
    if eprint and archive.lower() in ("", "arxiv"):
        facts.identifiers["arxiv"] = eprint
    elif eprint and archive.lower() in ("pubmed", "pmid"):
        facts.identifiers["pmid"] = eprint
    elif eprint:
        told.append(f'eprint: "{eprint}" of {archive} has no field')
    facts.addresses = [
        mending.text(re.sub(r"\\(?:url|href)\s*\{([^{}]*)\}", r"\1", fields[name]).replace("\\", "").strip("{}"))
        for name in ("url", "note", "howpublished", "journal", "journaltitle", "pdf")
        if fields.get(name)
    ]
    texts.all("abstract", "crossref", "xdata")
    facts.venue = {
        "name": texts.first("journaltitle", "journal", "booktitle"),
        "year": (re.search(r"\d{4}", date or year) or [""])[0],
        "volume": texts.first("volume"),
        "number": texts.first("number", "issue"),
        "pages": texts.first("pages"),
        "publisher": texts.first("publisher"),
    }
    facts.keywords = [word for value in texts.all("keywords", "keyword") for word in keywords(value)]
    facts.language = texts.first("language", "langid")
    facts.abstract = fields.get("abstract", "")
    facts.unused = texts.unused()
    return Record(line, key, facts)


def _inherited(kind: str, parent: Mapping[str, str]) -> dict[str, str]:
    """What an entry takes from its parent (BibLaTeX manual, appendix B): a proceedings' title is the book's."""
    taken = {
        name: value
        for name, value in parent.items()
        if name not in ("title", "author", "subtitle", "crossref", "doi", "url")
    }
    if kind in ("proceedings", "mvproceedings", "book", "collection", "mvbook") and parent.get("title"):
        taken.setdefault("booktitle", parent["title"])
    return taken
