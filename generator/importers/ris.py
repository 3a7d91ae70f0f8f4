"""RIS, in the dialects of reference managers and publishers, read by rispy with the tags as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_uppercase, digits

from generator import author_entries, mending
from generator.facts import Facts
from generator.importers.record import Record

_TAG = re.compile(r"^\s{0,2}([A-Z][A-Z0-9]) {0,2}-(?: |$)")
_TAGS = tuple(first + second for first in ascii_uppercase for second in ascii_uppercase + digits)
_NAMES = """
    TY ER TI T1 CT AU A1 PY Y1 DA DO UR L1 L2 JO JF JA J1 J2 T2 BT VL IS SP EP PB KW AB N2 AN ID LA SN CY ST M3 T3 DB DP
    N1 Y2
    A2 A3 ED AD C1 C2 LB ET RN U1 AV
"""
_KNOWN = frozenset(_NAMES.split())


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
        block.append(f"{tag}  - {line[match.end() :].strip()}" if match else line)
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

    def first(*names: str) -> str:
        return next((fields[name][0] for name in names if fields.get(name)), "")

    title = first("TI", "T1", "CT")
    label = first("ID", "LB") or title[:60]
    if not title:
        return Record(line, label, reason="it has no title")
    date = first("DA", "PY", "Y1")
    facts = Facts(title=mending.text(title), date=mending.date(date) or mending.date(first("PY", "Y1")))
    if date and not facts.date:
        facts.left_out.append(f'date: "{date}" has no year in it')
    if not ended:
        facts.left_out.append("the record has no ER line: it may be cut off")
    facts.authors = author_entries.from_names(
        [mending.text(name) for name in fields.get("AU") or fields.get("A1") or []]
    )
    if doi := first("DO"):
        facts.identifiers["doi"] = doi
    facts.addresses = [part for name in ("UR", "L1", "L2", "N1", "M3", "AN") for value in fields.get(name, ())
                       for part in re.split(r"[;\s]+", value) if "/" in part or "arxiv" in part.lower()]  # fmt: skip
    start, end = first("SP"), first("EP")
    facts.venue = {
        "name": first("T2", "JO", "JF", "BT", "JA", "J2", "J1"),
        "year": facts.date[:4],
        "volume": first("VL"),
        "number": first("IS"),
        "pages": f"{start}–{end}" if start and end and end != start else start,
        "publisher": first("PB"),
    }
    facts.keywords = [word for value in fields.get("KW", ()) for word in re.split(r"\s*[;]\s*", value)]
    facts.abstract = first("AB", "N2")
    return Record(line, label, facts, unknown=tuple(tag for tag in fields if tag not in _KNOWN))
