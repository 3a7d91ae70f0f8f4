"""Abstracts, the words of the papers' authors: kept outside the repository, for the eyes of whoever fetched them.

They lie in one file of the user's cache, which the lists of one user share: `settings.Settings.abstracts`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.importing import latex_text
from generator.model import identifiers
from generator.model.paper import Paper

LONGEST = 10_000  # characters; what is longer is no abstract
_SOURCES = {
    "arxiv": ("arXiv", identifiers.arxiv_url),
    "openreview": ("OpenReview", identifiers.openreview_url),
    "doi": ("Crossref", identifiers.doi_url),
    "pmid": ("PubMed", identifiers.pubmed_url),
}
# Paragraphs of JATS (NISO Z39.96, elements p, title, sec, list-item) and of HTML; an empty line in plain text.
_BREAK = re.compile(r"</?(?:jats:)?(?:p|title|sec|list|list-item|li|ul|ol|br|div)\b[^<>]*>|\n\s*\n", re.IGNORECASE)
_HEADING = re.compile(r"(?:abstract|summary)[.:]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Abstract:
    """paragraphs: plain text with `$formulas$`. source: who gave it, by name; url: of the paper there."""

    paragraphs: tuple[str, ...]
    source: str
    url: str


def ids(paper: Paper) -> dict[str, str]:
    """The identifiers by which abstracts of `paper` are kept, by field, the one that is asked first before others."""
    return {name: value for name in _SOURCES if (value := getattr(paper, name))}


def of_papers(kept: Path | None, papers: Iterable[Paper]) -> dict[str, Abstract]:
    """Key of a paper → its abstract, of those that are kept. A file that cannot be read holds none."""
    there = _read(kept)
    found = {}
    for paper in papers if there else ():
        for name, identifier in ids(paper).items():
            paragraphs = there.get(f"{name}:{identifier}")
            if paragraphs:
                source, url = _SOURCES[name]
                found[paper.key] = Abstract(paragraphs, source, url(identifier))
                break
    return found


def keep(kept: Path, name: str, identifier: str, text: str) -> bool:
    """Keep what the service of the field `name` gave; whether it was an abstract. Raises OSError."""
    paragraphs = clean(text)
    if not paragraphs or sum(map(len, paragraphs)) > LONGEST:
        return False
    there = _read(kept) | {f"{name}:{identifier}": paragraphs}
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.write_text(json.dumps(there, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
    part.replace(kept)
    return True


def clean(text: str) -> tuple[str, ...]:
    """The paragraphs of an abstract as a service gives it, without markup; its own heading "Abstract" is left out."""
    parts = (latex_text.text(part, formulas=True) for part in _BREAK.split(text))
    return tuple(part for part in parts if part and not _HEADING.fullmatch(part))


def _read(kept: Path | None) -> dict[str, tuple[str, ...]]:
    try:
        values = json.loads(kept.read_bytes()) if kept else {}
    except (OSError, ValueError):
        return {}
    if not isinstance(values, dict):
        return {}
    return {
        str(key): tuple(paragraphs)
        for key, paragraphs in values.items()
        if isinstance(paragraphs, list) and all(isinstance(one, str) for one in paragraphs)
    }
