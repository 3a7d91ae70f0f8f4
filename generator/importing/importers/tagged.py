"""Tagged exports that are not RIS: PubMed's `.nbib`, Web of Science's plain text, EndNote's `.enw`.

Tags: the MEDLINE/PubMed data element descriptions of the National Library of Medicine; Clarivate's list of the field
tags of Web of Science; the tags of refer, as EndNote exports them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.core.text import dates, mending
from generator.core.text.counting import counted
from generator.importing import author_entries, author_lists
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, page_range
from generator.importing.source_fields import SourceFields


@dataclass(frozen=True)
class Dialect:
    """How a format writes records, and which tags hold what.

    line: a line with a tag (group 1) and a value (group 2); other lines continue the value. begin: the tag of the first
    line of a record. one_per_line: tags each of whose lines is a value. tags: what we need → tags, the best one first.
    ignored: tags that say nothing about a paper, such as the first and the last line of a file.
    """

    line: re.Pattern[str]
    begin: str
    one_per_line: frozenset[str]
    tags: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]


_PUBMED = Dialect(
    re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)"),
    "PMID",
    frozenset(),
    {
        "title": ("TI", "BTI"), "authors": ("FAU", "AU"), "groups": ("CN",), "date": ("DP", "DEP"), "pmid": ("PMID",),
        "doi": ("LID", "AID"), "venue": ("JT", "TA"), "volume": ("VI",), "number": ("IP",), "pages": ("PG",),
        "publisher": ("PB",), "keywords": ("OT",), "abstract": ("AB",), "language": ("LA",),
    },
    frozenset(),
)  # fmt: skip
_WEB_OF_SCIENCE = Dialect(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)"),
    "PT",
    frozenset({"AU", "AF", "CA", "C1", "CR"}),
    {
        "title": ("TI",), "authors": ("AF", "AU"), "groups": ("CA",), "date": ("PY", "EA"), "month": ("PD",),
        "pmid": ("PM",), "doi": ("DI", "D2"), "venue": ("SO", "JI"), "volume": ("VL",), "number": ("IS",),
        "start": ("BP",), "end": ("EP",), "article": ("AR",), "publisher": ("PU",), "keywords": ("DE",),
        "abstract": ("AB",), "language": ("LA",), "url": ("DL",),
    },
    frozenset({"FN", "VR", "ER", "EF"}),
)  # fmt: skip
_ENDNOTE = Dialect(
    re.compile(r"(%.) ?(.*)"),
    "%0",
    frozenset(),
    {
        "title": ("%T",), "authors": ("%A",), "date": ("%D",), "month": ("%8",), "doi": ("%R",), "url": ("%U", "%>"),
        "venue": ("%J", "%B"), "volume": ("%V",), "number": ("%N",), "pages": ("%P",), "publisher": ("%I",),
        "keywords": ("%K",), "abstract": ("%X",), "language": ("%G",),
    },
    frozenset(),
)  # fmt: skip
DIALECTS: Mapping[str, Dialect] = {"pubmed": _PUBMED, "web-of-science": _WEB_OF_SCIENCE, "endnote": _ENDNOTE}


def read(text: str, form: str) -> Iterator[Record]:
    """Yield every record of a file in one of DIALECTS; each begins with the first tag of its format."""
    dialect = DIALECTS[form]
    if form == "web-of-science" and is_tab_delimited(text):
        yield from _tab_delimited(text, dialect)
        return
    bare = dialect is _ENDNOTE and re.search(r"^%0 ", text, re.MULTILINE) is None  # then a blank line ends a record
    start, fields, tag = 0, dict[str, list[str]](), ""
    for number, line in enumerate(text.split("\n"), 1):
        match = dialect.line.fullmatch(line.rstrip())
        if bare and start and not line.strip():
            yield _record(start, fields, dialect)
            start, fields, tag = 0, {}, ""
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


def is_tab_delimited(text: str) -> bool:
    """Return whether a text is Web of Science's table: its tags in the first line, between tabs."""
    head = text.lstrip("\ufeff \n").partition("\n")[0].split("\t")
    return "TI" in head and len(head) > 3 and all(re.fullmatch(r"[A-Z][A-Z0-9]|", tag.strip()) for tag in head)


def _tab_delimited(text: str, dialect: Dialect) -> Iterator[Record]:
    """Yield the records of a table with tags for columns; values of one cell are separated by semicolons."""
    lines = text.lstrip("\ufeff").split("\n")
    start = next(number for number, line in enumerate(lines) if line.strip())
    head = [tag.strip() for tag in lines[start].split("\t")]
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > len(head) and any(cells[len(head) :]):
            reason = f"it has {counted(len(cells), 'value')} for {counted(len(head), 'column')}: one may hold a tab"
            yield Record(number, cells[0][:60], reason=reason)
            continue
        fields: dict[str, list[str]] = {}
        for tag, written in zip(head, cells, strict=False):
            quoted = len(written) > 1 and written[0] == written[-1] == '"'
            cell = written[1:-1].replace('""', '"') if quoted else written
            if tag and cell:
                fields[tag] = re.split(r"\s*;\s*", cell) if tag in ("AU", "AF", "CA", "DE") else [cell]
        yield _record(number, fields, dialect)


def _continue(values: list[str], more: str, separate: bool) -> None:
    if separate:
        values.append(more)
    else:
        values[-1] = f"{values[-1]} {more}"


def _record(line: int, tags: Mapping[str, list[str]], dialect: Dialect) -> Record:
    fields = SourceFields((tag, value) for tag, values in tags.items() for value in values)

    def first(role: str) -> str:
        return fields.first(*dialect.tags.get(role, ()))

    def texts(role: str) -> list[str]:
        """Return the texts of the best tag of a role."""
        return next((found for tag in dialect.tags.get(role, ()) if (found := fields.all(tag))), [])

    title = mending.text(first("title"))
    pmid = first("pmid")
    doi = _doi(fields, dialect)
    fields.all(*dialect.ignored)
    if not title:
        return Record(line, pmid or doi, reason="it has no title", unknown=tuple(tags))
    facts = Facts(title=title, abstract=first("abstract"))
    facts.authors, facts.author_list = author_lists.of_fields(texts("authors"))
    facts.authors += [author_entries.group(mending.text(name)) for name in texts("groups")]
    if dialect is _WEB_OF_SCIENCE:
        facts.authors = author_entries.with_orcids(facts.authors, "; ".join(fields.values("OI")))
    fields.all(*dialect.tags["authors"])  # the others have the same names in short
    written = first("date")
    date = dates.read(written, first("month"))
    facts.date = date.value
    facts.left_out += [date.remark] if date.remark else []
    facts.identifiers = {name: value for name, value in (("doi", doi), ("pmid", pmid)) if value}
    facts.addresses = fields.values(*dialect.tags.get("url", ()))
    pages, other_pages = page_range(first("pages"), first("start"), first("end"), first("article"))
    facts.venue = {
        "name": first("venue"),
        "year": facts.date[:4],
        "volume": first("volume"),
        "number": first("number"),
        "pages": pages,
        "publisher": first("publisher"),
    }
    facts.language = first("language")
    facts.keywords = [word.strip() for value in texts("keywords") for word in re.split(r";", value) if word.strip()]
    facts.unused = [*fields.unused(), *(("pages", text) for text in other_pages)]
    return Record(line, title[:60], facts)


def _doi(fields: SourceFields, dialect: Dialect) -> str:
    """Return the DOI. PubMed writes what kind an identifier is behind it: `10.1000/x [doi]`; the others stay unused."""
    tags = dialect.tags["doi"]
    if dialect is not _PUBMED:
        return fields.first(*tags)
    found = (value for value in fields.values(*tags) if "[" not in value or value.endswith("[doi]"))
    return next(found, "").removesuffix("[doi]").strip()
