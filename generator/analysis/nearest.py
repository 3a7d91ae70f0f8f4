"""The nearest papers of each paper, by the cosine of their weighted terms, and the words that tie them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from generator.analysis import terms
from generator.analysis.terms import TAG, Written
from generator.analysis.weights import Weights, texts_of
from generator.core import workers
from generator.files.fragments import FragmentKind, Fragments
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary

MOST = 6  # papers
LEAST = 0.01  # similarity (a cosine, 0 to 1); below, two papers have only chance in common
DIGITS = 6  # to which a similarity is rounded before it is compared, so that no last bit decides
WORDS = 3
STEM = 6  # letters; words that begin with the same ones say the same
LEAST_SHARE = 0.04  # of the similarity; a word that adds less is no reason
CLOSE = 0.6  # of the similarity of a paper's last neighbour; few papers are so near the next one

Array = np.ndarray[Any, Any]
Near = list[tuple[int, float]]  # numbers of papers with their similarity, the nearest first
# Key of a paper → the fingerprint of its weighted terms; its neighbours, the nearest first, each with the words.
Known = Mapping[str, tuple[str, Sequence[tuple[str, list[str]]]]]


def nearest_papers(
    papers: Sequence[Paper], vocabulary: Vocabulary, kind: FragmentKind, fragments: Fragments, known: Known
) -> Known:
    """Return the nearest papers of each of `papers`, which come in the order of their keys.

    kind, fragments: the terms of a paper, and where they are kept. known: what was found earlier with the same tags;
    words that tie papers are taken over where the weighted terms of both are as they were.
    """
    stored = Stored(papers, kind, fragments)
    weights = Weights(texts_of(stored.all("numbers"), stored.all("counts")))
    near = workers.each(range(weights.size), _nearest_by(weights))
    prints = [f"{kind.made_from(paper)} {weights.checksum(number)}" for number, paper in enumerate(papers)]
    same = {paper.key for paper, now in zip(papers, prints, strict=True) if known.get(paper.key, ("", ()))[0] == now}
    ties: dict[tuple[int, int], list[str]] = {}
    todo: list[tuple[int, int, float]] = []
    for number, others in enumerate(near):
        before = dict(known[papers[number].key][1]) if papers[number].key in same else {}
        for other, similarity in others:
            key = papers[other].key
            if key in before and key in same:
                ties[number, other] = before[key]
            else:
                todo.append((number, other, similarity))
    made = workers.each(todo, _words_by(weights, stored, Ties(vocabulary)))
    ties |= {(number, other): words for (number, other, _), words in zip(todo, made, strict=True)}
    return {
        paper.key: (prints[number], [(papers[other].key, ties[number, other]) for other, _ in near[number]])
        for number, paper in enumerate(papers)
    }


class Stored:
    """The terms of papers, by the number of a paper, from where they are kept."""

    def __init__(self, papers: Sequence[Paper], kind: FragmentKind, fragments: Fragments) -> None:
        self._papers = papers
        self._kind = kind
        self._fragments = fragments

    def all(self, name: str) -> list[bytes]:
        """Return the fragments with `name` of all papers."""
        return self._fragments.get(self._kind, self._papers, name)

    def terms(self, number: int) -> list[str]:
        """Return the terms of a paper."""
        text = self._fragments.get(self._kind, (self._papers[number],), "terms")[0].decode()
        return text.split("\n") if text else []

    def written(self, number: int) -> Written:
        """Return how a paper writes its terms."""
        return _Written(self._fragments.get(self._kind, (self._papers[number],), "written")[0])


class _Written:
    """How a text writes its terms: little of it is asked for, so it stays packed."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def get(self, term: str, default: str, /) -> str:
        mark = f"\n{term}\t".encode()
        at = self._lines.find(mark)
        if at < 0:
            return default
        at += len(mark)
        return self._lines[at : self._lines.index(b"\n", at)].decode()


def _nearest_by(weights: Weights) -> Callable[[int], Near]:
    """Return a function that gives the neighbours of the paper with a number."""
    postings = weights.postings()
    guess = LEAST

    def nearest(number: int) -> Near:
        nonlocal guess
        similarities = weights.similarities(number, postings)
        near, similarity = at_least(guess, similarities)
        if len(near) < MOST:  # else the nearest are among them
            near, similarity = at_least(LEAST, similarities)
        order = np.lexsort((near, -similarity))[:MOST]
        found = list(zip(near[order].tolist(), similarity[order].tolist(), strict=True))
        guess = max(LEAST, found[-1][1] * CLOSE) if len(found) == MOST else LEAST
        return found

    return nearest


def at_least(least: float, similarities: Array) -> tuple[Array, Array]:
    """Return the papers whose similarity, rounded, is `least` or more, and that."""
    near = np.flatnonzero(similarities >= least - 10**-DIGITS)  # most have next to nothing in common
    similarity = np.round(similarities[near], DIGITS)
    return near[similarity >= least], similarity[similarity >= least]


def _words_by(weights: Weights, stored: Stored, ties: Ties) -> Callable[[tuple[int, int, float]], list[str]]:
    """Return a function that gives the words that tie two papers. It takes their numbers, and their similarity."""
    _ = weights.counting  # once for all processes

    @lru_cache(maxsize=1)  # the pairs of one paper follow each other
    def weighted(number: int) -> dict[int, tuple[float, str]]:
        words = weights.names(number, stored.terms(number))
        return {key: (weight, term) for (key, weight), term in zip(weights.of(number), words, strict=True)}

    def words(pair: tuple[int, int, float]) -> list[str]:
        number, other, similarity = pair
        own = weighted(number)
        shares = [(own[key][0] * weight, own[key][1]) for key, weight in weights.of(other) if key in own]
        return ties.words(shares, similarity, stored.written(number), stored.written(other))

    return words


class Ties:
    """The words that tie papers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._titles = {TAG + key: frozenset(_parts(tag.title)) for key, tag in vocabulary.tags.items()}

    def words(
        self, shares: Sequence[tuple[float, str]], similarity: float, written: Written, others_written: Written
    ) -> list[str]:
        """Return the words that tie two papers: a pair of words rather than each, none that a shared tag already says.

        shares: what each term of both adds to their similarity. written, others_written: how each writes its terms, as
        of `terms.shown`.
        """
        said = {part for _, term in shares if term[0] == TAG for part in self._titles.get(term, ())}
        least = LEAST_SHARE * similarity
        words = sorted((-round(share, DIGITS), term) for share, term in shares if term[0] != TAG)
        strong = [term for share, term in words if -share >= least]
        if not strong and len(words) == len(shares):  # no tag is shared, so the word that adds most is all there is
            strong = [term for _, term in words[:1]]
        found: list[str] = []
        for term in strong:
            parts = {part[:STEM] for part in term.split(" ")}
            if parts <= said:
                continue
            found.append(terms.shown(term, written, others_written))
            said |= parts
            if len(found) == WORDS:
                break
        return found


def _parts(title: str) -> list[str]:
    words = [*title.replace("-", " ").split(), *title.split()]
    return [terms.folded(word)[:STEM] for word in words]
