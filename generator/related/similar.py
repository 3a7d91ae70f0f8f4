"""The papers that are most like a paper, and the words that tie them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import workers
from generator.library import Library
from generator.paper import Paper
from generator.related import terms
from generator.related.kept import kept
from generator.related.terms import TAG, Weighted

if TYPE_CHECKING:
    import numpy as np

MOST = 6  # papers
LEAST = 0.01  # similarity (a cosine, 0 to 1); below, two papers have only chance in common
DIGITS = 6  # to which a similarity is rounded before it is compared, so that no last bit decides
WORDS = 3
STEM = 6  # letters; words that begin with the same ones say the same
LEAST_SHARE = 0.04  # of the similarity; a word that adds less is no reason

Neighbours = Mapping[str, Sequence[tuple[str, Sequence[str]]]]


def neighbours(library: Library, cache_dir: Path) -> Neighbours:
    """Key of a paper → the keys of the MOST papers that are most like it, nearest first, each with words of both.

    The measure is the cosine of tf-idf (see `terms`); ties go by key. The words are those that add most to it, without
    those that stand in the title of a shared tag. Computed only when a text, a tag of a paper or the vocabulary of tags
    is another than the last time.
    """
    papers = sorted(library.papers, key=lambda paper: paper.key)
    return kept(
        cache_dir / "neighbours.json",
        (
            [(paper.key, paper.title, paper.tldr, paper.summary, paper.tags) for paper in papers],
            sorted((tag.key, tag.title, tag.parent) for tag in library.vocabulary.tags.values()),
        ),
        lambda: _neighbours(library, papers),
        lambda values: _checked(values, library),
    )


def _neighbours(library: Library, papers: Sequence[Paper]) -> Neighbours:
    vocabulary = library.vocabulary
    texts = weighted(papers, library)
    postings = _postings(texts)
    titles = {TAG + key: frozenset(_parts(tag.title)) for key, tag in vocabulary.tags.items()}

    def near(number: int) -> list[tuple[str, list[str]]]:
        found = nearest(texts.weights[number], number, postings, len(papers))
        return [(papers[other].key, _words(texts, number, other, similarity, titles)) for other, similarity in found]

    found = workers.each(range(len(papers)), near)
    return {paper.key: of for paper, of in zip(papers, found, strict=True)}


def weighted(papers: Sequence[Paper], library: Library) -> Weighted:
    """The terms of `papers` with their weights."""
    vocabulary = library.vocabulary
    return terms.weighted([terms.of(p.title, p.tldr, p.summary, p.tags, vocabulary) for p in papers])


def _postings(texts: Weighted) -> dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """Term → (numbers of the texts that have it, its weights there)."""
    import numpy as np

    where: dict[str, list[int]] = {}
    for number, weights in enumerate(texts.weights):
        for term in weights:
            where.setdefault(term, []).append(number)
    return {
        term: (np.array(numbers, np.intp), np.array([texts.weights[number][term] for number in numbers]))
        for term, numbers in where.items()
    }


def nearest(
    weights: Mapping[str, float], number: int, postings: Mapping[str, tuple[Any, Any]], size: int, most: int = MOST
) -> list[tuple[int, float]]:
    """The numbers of the texts that are most like text `number` with `weights`, with their similarity, nearest first.

    Of those that are equally near the lower number goes first.
    """
    import numpy as np

    if not weights:
        return []
    numbers = np.concatenate([postings[term][0] for term in weights])
    products = np.concatenate([postings[term][1] * weight for term, weight in weights.items()])
    similarity = np.round(np.bincount(numbers, products, size), DIGITS)
    similarity[number] = 0
    least = max(np.partition(similarity, size - most)[size - most], LEAST) if size > most else LEAST
    near = np.flatnonzero(similarity >= least)
    order = np.lexsort((near, -similarity[near]))[:most]
    return [(int(other), float(similarity[other])) for other in near[order]]


def _words(
    texts: Weighted, number: int, other: int, similarity: float, titles: Mapping[str, frozenset[str]]
) -> list[str]:
    """The words that tie two papers: a pair of words rather than each, none that a shared tag already says."""
    own, others = texts.weights[number], texts.weights[other]
    shares = [(own[term] * others[term], term) for term in own.keys() & others.keys()]
    said = {part for _, term in shares if term[0] == TAG for part in titles.get(term, ())}
    least = LEAST_SHARE * similarity
    words = sorted((-round(share, DIGITS), term) for share, term in shares if term[0] != TAG)
    strong = [term for share, term in words if -share >= least]
    if not strong and len(words) == len(shares):  # no tag is shared, so that the word that adds most is all there is
        strong = [term for _, term in words[:1]]
    found: list[str] = []
    for term in strong:
        parts = {part[:STEM] for part in term.split(" ")}
        if parts <= said:
            continue
        found.append(texts.words[term])
        said |= parts
        if len(found) == WORDS:
            break
    return found


def _parts(title: str) -> list[str]:
    words = [*title.replace("-", " ").split(), *title.split()]
    return [terms.folded(word)[:STEM] for word in words]


def _checked(values: object, library: Library) -> Neighbours:
    """`values` as neighbours of this library; raises ValueError or TypeError where they are none."""
    if not isinstance(values, dict) or values.keys() != library.by_key.keys():
        raise ValueError
    for near in values.values():
        for key, words in near:
            if key not in library.by_key or not all(isinstance(word, str) for word in words):
                raise ValueError
    return values
