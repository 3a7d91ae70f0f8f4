"""Servers of preprints: which one holds a paper, and under which identifier.

Prefixes of DOIs: as the servers register them with Crossref (bioRxiv and medRxiv share 10.1101).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.paper import Paper

_PREFIXES = {
    "10.1101": "bioRxiv",
    "10.64898": "bioRxiv",
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
    if prefix in _PREFIXES:
        server = _medrxiv_or(_PREFIXES[prefix], suffix, paper)
        return Preprint(server, re.sub(r"[^a-z]", "", server.lower()), suffix.removeprefix("osf.io/"))
    if paper.openreview:
        return Preprint("OpenReview", "openreview", paper.openreview)
    return None


def _medrxiv_or(server: str, suffix: str, paper: Paper) -> str:
    """`server`, or medRxiv: a link says so, or a number of its first half year, 19 and six digits."""
    links = any("medrxiv.org" in url for _, url in paper.links.items())
    return "medRxiv" if server == "bioRxiv" and (links or re.fullmatch(r"19\d{6}", suffix)) else server
