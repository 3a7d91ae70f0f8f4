"""RIS, the format that reference managers share.

Tags as in the RIS specification of 2011 (Research Information Systems), the use of them as in Zotero and EndNote.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.export.citations.work import Work
from generator.model import identifiers

_TYPES = {"article": "JOUR", "inproceedings": "CPAPER", "incollection": "CHAP", "misc": "GEN"}
_PREPRINT = "UNPB"  # an unpublished work, which Zotero reads as a preprint


def ris(work: Work, keywords: tuple[str, ...] = ()) -> str:
    """The entry, its lines ended by CR LF; an empty line behind it."""
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _lines(work, keywords)) + "\r\n"


def _lines(work: Work, keywords: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield "TY", _PREPRINT if work.preprint else _TYPES[work.kind]
    yield "ID", work.key
    yield "TI", work.plain_title
    for name in work.names:
        yield "AU", name.inverted
    yield "PY", work.year
    if work.month:
        yield "DA", f"{work.year}/{work.month:02d}//"
    for tag, value in (
        ("T2", work.container),
        ("VL", work.volume),
        ("IS", work.number),
        ("SP", work.first_page),
        ("EP", work.last_page),
        ("PB", work.publisher or (work.preprint.server if work.preprint else "")),
        ("M3", "Preprint" if work.preprint else ""),
        ("DO", work.doi),
        ("AN", f"arXiv:{work.arxiv}" if work.arxiv else work.preprint.identifier if work.preprint else ""),
        ("LA", work.language),
        ("N1", work.status_note),
    ):
        if value:
            yield tag, value
    for url in _urls(work):
        yield "UR", url
    for keyword in keywords:
        yield "KW", keyword
    yield "ER", ""


def _urls(work: Work) -> list[str]:
    found = [
        work.url,
        identifiers.openreview_url(work.openreview) if work.openreview else "",
        identifiers.pubmed_url(work.pmid) if work.pmid else "",
    ]
    return [url for url in dict.fromkeys(found) if url]
