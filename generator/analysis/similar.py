"""The papers that are most like a paper, and the words that tie them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from generator.analysis import terms
from generator.core.cache_file import read_cache, write_cache
from generator.core.program import code_digest
from generator.core.tree import digest
from generator.files.fragments import FragmentKind, Fragments
from generator.model.library import Library
from generator.model.paper import Paper

FILE = "neighbours.json"

Neighbours = Mapping[str, Sequence[tuple[str, Sequence[str]]]]
"""Key of a paper → its neighbours, the nearest first, each with the words that tie the two."""


def neighbours(library: Library, cache_dir: Path, fragments: Fragments) -> Neighbours:
    """Return the neighbours of all papers: the keys of the MOST papers that are most like it, each with words of both.

    The nearest go first. The measure is the cosine of tf-idf (see `terms`); ties go by key. The words are those that
    add most to it, without those that stand in the title of a shared tag. Computed only when a text, a tag of a paper
    or the vocabulary of tags is another than the last time. fragments: where the terms of papers are kept.
    """
    papers = sorted(library.papers, key=lambda paper: paper.key)
    kind = terms_kind(library)
    program = _program(library)
    made_from = digest([(paper.key, kind.made_from(paper)) for paper in papers])
    known, near = json.loads(read_cache(cache_dir / FILE, program) or b'["", {}]')
    if known != made_from:
        from generator.analysis.nearest import nearest_papers  # NumPy, which most builds do not need

        near = nearest_papers(papers, library.vocabulary, kind, fragments, near)
        content = json.dumps((made_from, near), ensure_ascii=False, separators=(",", ":"))
        write_cache(cache_dir / FILE, program, [content.encode()])
    return {key: neighbours for key, (_, neighbours) in near.items()}


def last_neighbours(library: Library, cache_dir: Path) -> Neighbours:
    """Return the neighbours that were found last, of the papers that are still there; nothing is computed."""
    _, near = json.loads(read_cache(cache_dir / FILE, _program(library)) or b'["", {}]')
    there = library.by_key
    return {key: [one for one in of if one[0] in there] for key, (_, of) in near.items() if key in there}


def _program(library: Library) -> str:
    """Return the fingerprint of what neighbours are computed with, besides the papers."""
    titles = sorted((tag.key, tag.title) for tag in library.vocabulary.tags.values())
    return digest(code_digest(), titles)


def terms_kind(library: Library) -> FragmentKind:
    """Return the terms of a paper as fragments: in words, as numbers, how often each stands there, and how written."""
    parents = {key: f"{key} {tag.parent or ''}" for key, tag in library.vocabulary.tags.items()}

    def made_from(paper: Paper) -> str:
        texts = (paper.title, paper.tldr, paper.summary, *(parents.get(tag, tag) for tag in paper.tags))
        return blake2b("\0".join(texts).encode(), digest_size=12).hexdigest()

    def make(paper: Paper) -> list[bytes]:
        from generator.analysis.weights import hashed

        text = terms.of(paper.title, paper.tldr, paper.summary, paper.tags, library.vocabulary)
        numbers, counts = hashed(text)
        others = "".join([f"{term}\t{word}\n" for term, word in text.written.items() if term != word])
        return ["\n".join(text.counts).encode(), numbers.tobytes(), counts.tobytes(), f"\n{others}".encode()]

    return FragmentKind("terms", ("terms", "numbers", "counts", "written"), made_from, make)
