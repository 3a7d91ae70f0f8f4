"""Servers of preprints: which one holds a paper, and under which identifier.

Prefixes of DOIs: as the servers register them with Crossref. bioRxiv and medRxiv share theirs, 10.1101 with journals of
their first publisher, too: the number distinguishes them: six digits at bioRxiv, eight at medRxiv.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.model.paper import Paper

_PREFIXES = {
    "10.31234": "PsyArXiv",
    "10.31219": "OSF Preprints",
    "10.31222": "MetaArXiv",
    "10.31235": "SocArXiv",
    "10.35542": "EdArXiv",
    "10.2139": "SSRN",
    "10.21203": "Research Square",
    "10.20944": "Preprints.org",
    "10.26434": "ChemRxiv",
    "10.36227": "TechRxiv",
    "10.22541": "Authorea",
    "10.7287": "PeerJ Preprints",
}
_RXIV_PREFIXES = ("10.1101", "10.64898")
_RXIV_NUMBER = re.compile(r"(?:\d{4}\.\d\d\.\d\d\.)?(\d{8}|\d{6})", re.ASCII)


class Preprint(NamedTuple):
    """Where a preprint is kept. server: its name. kind: its name as BibLaTeX's `eprinttype`. identifier: its number."""

    server: str
    kind: str
    identifier: str


def preprint(paper: Paper) -> Preprint | None:
    """Return where a paper without a venue is kept as a preprint; None where no identifier of a server says so."""
    if paper.venue:
        return None
    if paper.arxiv:
        return Preprint("arXiv", "arxiv", paper.arxiv)
    prefix, _, suffix = (paper.doi or "").partition("/")
    if server := _rxiv(prefix, suffix) or _PREFIXES.get(prefix, ""):
        return Preprint(server, re.sub(r"[^a-z]", "", server.lower()), suffix.removeprefix("osf.io/"))
    if paper.openreview:
        return Preprint("OpenReview", "openreview", paper.openreview)
    return None


def _rxiv(prefix: str, suffix: str) -> str:
    """Which of the two servers a DOI is of, `10.1101/2020.03.09.983585` say; empty for neither."""
    number = _RXIV_NUMBER.fullmatch(suffix) if prefix in _RXIV_PREFIXES else None
    return ("medRxiv" if len(number[1]) == 8 else "bioRxiv") if number else ""
