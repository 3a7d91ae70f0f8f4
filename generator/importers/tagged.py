"""Tagged exports that are not RIS: PubMed's `.nbib`, Web of Science's plain text, EndNote's `.enw`.

Tags: the MEDLINE/PubMed data element descriptions of the National Library of Medicine; Clarivate's list of the field
tags of Web of Science; the tags of refer, as EndNote exports them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import author_entries, mending
from generator.author_entries import AuthorEntry
from generator.facts import Facts
from generator.importers.record import Record


@dataclass(frozen=True)
class Dialect:
    """How a format writes records, and which tags hold what.

    line: a line with a tag (group 1) and a value (group 2); other lines continue the value. begin: the tag of the first
    line of a record. one_per_line: tags each of whose lines is a value. tags: what we need → tags, the best one first.
    ignored: tags that say nothing about the paper, such as where a record was exported.
    """

    line: re.Pattern[str]
    begin: str
    one_per_line: frozenset[str]
    tags: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]


# Tags of exports, affiliations, grants and indexing, which no paper file has room for.
_PUBMED_REST = """
    OWN STAT DCOM LR IS AD LA PT PL JID SB EDAT MHDA CRDT PHST PST SO PMC MID DA RN GR COIS CI OTO AUID
"""
_WEB_OF_SCIENCE_REST = """
    FN VR ER EF DT LA ID C1 C3 RP EM RI OI FU FX CR NR TC Z9 U1 U2 PI PA SN EI BN J9 JI PG WC WE SC GA UT DA OA HC HP
    CT CY CL SP HO
"""
_PUBMED = Dialect(
    re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)"),
    "PMID",
    frozenset(),
    {
        "title": ("TI", "BTI"), "authors": ("FAU", "AU"), "groups": ("CN",), "date": ("DP", "DEP"), "pmid": ("PMID",),
        "doi": ("LID", "AID"), "venue": ("JT", "TA"), "volume": ("VI",), "number": ("IP",), "pages": ("PG",),
        "publisher": ("PB",), "keywords": ("OT",), "abstract": ("AB",),
    },
    frozenset(_PUBMED_REST.split()),
)  # fmt: skip
_WEB_OF_SCIENCE = Dialect(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    "PT",
    frozenset({"AU", "AF", "CA", "C1", "CR"}),
    {
        "title": ("TI",), "authors": ("AF", "AU"), "groups": ("CA",), "date": ("PY", "EA"), "month": ("PD",),
        "pmid": ("PM",), "doi": ("DI", "D2"), "venue": ("SO", "JI"), "volume": ("VL",), "number": ("IS",),
        "start": ("BP",), "end": ("EP",), "article": ("AR",), "publisher": ("PU",), "keywords": ("DE",),
        "abstract": ("AB",),
    },
    frozenset(_WEB_OF_SCIENCE_REST.split()),
)  # fmt: skip
_ENDNOTE = Dialect(
    re.compile(r"(%.) ?(.*)"),
    "%0",
    frozenset(),
    {
        "title": ("%T",), "authors": ("%A",), "date": ("%D",), "month": ("%8",), "doi": ("%R",), "url": ("%U", "%>"),
        "venue": ("%J", "%B"), "volume": ("%V",), "number": ("%N",), "pages": ("%P",), "publisher": ("%I",),
        "keywords": ("%K",), "abstract": ("%X",),
    },
    frozenset({"%@", "%G", "%M", "%W", "%~", "%[", "%F", "%L", "%+"}),
)  # fmt: skip
DIALECTS: Mapping[str, Dialect] = {"pubmed": _PUBMED, "web-of-science": _WEB_OF_SCIENCE, "endnote": _ENDNOTE}


def read(text: str, form: str) -> Iterator[Record]:
    """Yield every record of a file in one of DIALECTS; each begins with the first tag of its format."""
    dialect = DIALECTS[form]
    start, fields, tag = 0, dict[str, list[str]](), ""
    for number, line in enumerate(text.split("\n"), 1):
        match = dialect.line.fullmatch(line.rstrip())
        if match is None:
            if tag and line.strip():
                _continue(fields[tag], line.strip(), separate=tag in dialect.one_per_line)
            continue
        tag = match[1]
        if tag == dialect.begin:
            if start:
                yield _record(start, fields, dialect)
            start, fields = number, {}
        elif not start and tag not in dialect.ignored:
            start = number  # a record without its first line
        fields.setdefault(tag, []).append((match[2] or "").strip())
    if start:
        yield _record(start, fields, dialect)


def _continue(values: list[str], more: str, separate: bool) -> None:
    if separate:
        values.append(more)
    else:
        values[-1] = f"{values[-1]} {more}"


def _record(line: int, fields: Mapping[str, list[str]], dialect: Dialect) -> Record:
    def values(role: str) -> list[str]:
        found = (fields[tag] for tag in dialect.tags.get(role, ()) if any(fields.get(tag, ())))
        return [value for value in next(found, []) if value]

    def first(role: str) -> str:
        return next(iter(values(role)), "")

    known = {tag for tags in dialect.tags.values() for tag in tags} | dialect.ignored | {dialect.begin}
    unknown = tuple(tag for tag in fields if tag not in known)
    title = mending.text(first("title"))
    if not title:
        return Record(line, first("pmid") or first("doi"), reason="it has no title", unknown=unknown)
    facts = Facts(title=title, abstract=first("abstract"))
    facts.authors = _authors(values("authors"), values("groups"))
    facts.date = _date(first("date"), first("month"))
    if first("date") and not facts.date:
        facts.left_out.append(f'date: "{first("date")[:40]}" has no year in it')
    # PubMed writes what kind an identifier is behind it: 10.1000/x [doi].
    dois = [value for value in values("doi") if "[" not in value or value.endswith("[doi]")]
    aids = [value for value in fields.get("AID", ()) if value.endswith("[doi]")] if dialect is _PUBMED else []
    doi = next(iter([*dois, *aids]), "").removesuffix("[doi]").strip()
    facts.identifiers = {name: value for name, value in (("doi", doi), ("pmid", first("pmid"))) if value}
    facts.addresses = values("url")
    start, end = first("start"), first("end")
    facts.venue = {
        "name": first("venue"),
        "year": facts.date[:4],
        "volume": first("volume"),
        "number": first("number"),
        "pages": first("pages") or (f"{start}–{end}" if start and end and end != start else start) or first("article"),
        "publisher": first("publisher"),
    }
    facts.keywords = [word.strip() for value in values("keywords") for word in re.split(r";", value) if word.strip()]
    return Record(line, title[:60], facts, unknown=unknown)


def _authors(names: list[str], groups: list[str]) -> list[AuthorEntry]:
    """Return the entries of the names, which have the form `Last, First` or `Last FM`, and of the groups."""
    found = author_entries.from_names(mending.text(name) for name in names)
    return [*found, *(author_entries.group(mending.text(name)) for name in groups)]


def _date(written: str, month: str) -> str:
    """Return the date of `2020`, `2020 Mar 12` or `2020` beside `MAR 12`."""
    match = re.match(r"(\d{4})(?:\s+(.*))?$", written.strip())
    if match is None:
        return mending.date(written)
    parts = (match[2] or month).split()
    return mending.date(match[1], parts[0] if parts else "", parts[1] if len(parts) > 1 else "")
