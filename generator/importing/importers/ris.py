"""RIS, in the dialects of reference managers and publishers, read by rispy with the tags as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase, digits

from generator.core.text import dates, mending
from generator.importing import author_lists
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, page_range
from generator.importing.source_fields import SourceFields

_TAG = re.compile(r"^\s{0,2}(DOI(?=\s*-)|[A-Z][A-Z0-9]) {0,2}-(?: |$)")
_TAGS = tuple(first + second for first in ascii_uppercase for second in ascii_uppercase + digits)
# Texts of these may hold an identifier: arXiv in a note, a DOI as the number of an accession.
_HELD = re.compile(r"arxiv|doi\.org/|\bdoi:|openreview\.net", re.IGNORECASE)
_HOLDING = ("N1", "M3", "AN", "M1", "C1", "C2")


def read(text: str) -> Iterator[Record]:
    """Every record: from one `TY` to its `ER`, or to the next `TY` where that is missing."""
    lines = text.split("\n")
    start: int | None = None
    block: list[str] = []
    for number, line in enumerate(lines, 1):
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if tag == "TY" or (tag and tag != "ER" and start is None):
            if start is not None:
                yield _record(start, block, ended=False)
            start, block = number, [] if tag == "TY" else ["TY  - "]
        if start is None:
            continue
        # One space between, as some write it, becomes the two of the format.
        block.append(f"{tag[:2]}  - {line[match.end() :].strip()}" if match else line)
        if tag == "ER":
            yield _record(start, block, ended=True)
            start = None
    if start is not None:
        yield _record(start, block, ended=False)


def _record(line: int, block: list[str], ended: bool) -> Record:
    import rispy

    tags = {tag: tag for tag in _TAGS}
    lines = block if ended else [*block, "ER  - "]
    found = rispy.RisParser(mapping=tags, list_tags=list(_TAGS), delimiter_tags_mapping={}).parse_lines(iter(lines))
    fields: Mapping[str, list[str]] = {
        tag: [value for value in values if value.strip()]
        for tag, values in (found[0] if found else {}).items()
        if isinstance(values, list)
    }

    record = SourceFields((tag, value) for tag, values in fields.items() for value in values)
    title = record.first("TI", "T1", "CT", "BT")
    label = next(iter(record.values("ID", "LB")), title[:60])
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(fields))
    record.all("TY", "ER")
    facts = Facts(title=mending.text(title))
    facts.date = _date(record, facts.left_out)
    if not ended:
        facts.left_out.append("the record has no ER line: it may be cut off")
    people = record.all("AU") or record.all("A1")
    facts.authors, facts.author_list = author_lists.of_fields(people)
    if doi := record.first("DO"):
        facts.identifiers["doi"] = doi
    if pmid := record.first("PM"):  # Cochrane writes `PUBMED 12345678`
        facts.identifiers["pmid"] = pmid.split()[-1]
    # What the draft does not hold of these in the end is reported.
    links = record.values("UR", "L1", "L2", "US")
    facts.addresses = [part for value in links for part in re.split(r"[;\s]+(?=\S+[/.])", value)]
    facts.addresses += [value for value in record.values(*_HOLDING) if _HELD.search(value)]
    pages, other_pages = page_range(record.first("PG"), record.first("SP"), record.first("EP"))
    facts.venue = {
        "name": record.first("T2", "JO", "JF", "SO", "BT", "JA", "J2", "J1"),
        "year": facts.date[:4],
        "volume": record.first("VL"),
        "number": record.first("IS", "NO"),
        "pages": pages,
        "publisher": record.first("PB"),
    }
    facts.language = record.first("LA")
    facts.keywords = [word for value in record.all("KW", "KY") for word in re.split(r"\s*[;\n]\s*", value)]
    facts.abstract = "\n\n".join(record.all("AB", "N2"))
    facts.unused = [*record.unused(), *(("pages", text) for text in other_pages)]
    return Record(line, label, facts)


def _date(record: SourceFields, left_out: list[str]) -> str:
    """Return the most exact date; fields that say another one stay unused."""
    texts = {name: value for name in ("DA", "PY", "Y1", "YR") for value in record.values(name)[:1]}
    # A day of some year, as Zotero's `DA  - 12 March`, belongs to the year beside it.
    years = [date for name in ("PY", "Y1", "YR") if (date := dates.read(texts.get(name, "")).value)]
    if years and "DA" in texts and not dates.read(texts["DA"]).value:
        texts["DA"] = dates.read(years[0][:4], texts["DA"]).value if len(years[0]) == 4 else texts["DA"]
        texts["DA"] = texts["DA"] if len(texts["DA"]) > 4 else record.values("DA")[0]
    best = dates.best(left_out, *texts.values())
    for name, text in texts.items():
        date = dates.read(text).value
        if not date or best.startswith(date):
            record.first(name)
    return best
