"""Neighbours in a long list: with numpy, and after an edit only for the papers that it can touch.

What was computed is kept as arrays. A paper's weights change when its own text does, or when a term of it comes to
stand in so many more or less papers that its rarity is another; the neighbours of a paper change when its own weights
do, or those of a paper that was among them or now comes near enough.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import crc32

import numpy as np

from generator import workers
from generator.paper import Paper
from generator.related import terms
from generator.related.kept import program, written
from generator.related.similar import DIGITS, LEAST, MOST, Ties
from generator.related.terms import HEAVIEST, MOST_COUNTED, TAG, WEIGHT, Terms

Array = np.ndarray[Any, Any]
Row = list[tuple[int, list[str]]]  # the neighbours of a paper: number, words
_TAG_BIT = np.uint64(1 << 63)
_FOLD = 0x9E3779B97F4A7C15  # an odd number near 2**64 divided by the golden ratio: it spreads bits (Knuth, 6.4)
_MASK = (1 << 63) - 1


@dataclass
class _Texts:
    """The terms of all papers.

    all: every term there is, in order. start: where the terms of each paper begin, and the end. id, count: of all
    papers one after another: the terms, as their places in `all`, and how often each stands there.
    """

    keys: list[str]
    marks: list[str]
    all: Array
    start: Array
    id: Array
    count: Array


@dataclass
class _Near:
    """The neighbours of all papers: number and similarity, -1 and 0 where there are less than MOST; and the words."""

    number: Array
    similarity: Array
    words: list[list[list[str]]] = field(default_factory=list)


def found(papers: Sequence[Paper], marks: Sequence[str], ties: Ties, cache_dir: Path) -> list[Row]:
    """For each paper its neighbours. marks: the fingerprint of each paper's terms. The same as `similar.few` gives."""
    file = cache_dir / "neighbours.npz"
    old = _read(file)
    texts = _texts(papers, marks, ties, old[0] if old else None)
    new = _Weights(texts)
    near = _all(new) if old is None else _changed(new, texts, *old)
    todo = [
        number for number, words in enumerate(near.words) if len(words) != np.count_nonzero(near.number[number] >= 0)
    ]
    for number, words in zip(todo, workers.each(todo, _words_of(new, near, papers, ties)), strict=True):
        near.words[number] = words
    _write(file, texts, near)
    return [
        [(int(other), words) for other, words in zip(near.number[number], of, strict=False)]
        for number, of in enumerate(near.words)
    ]


def _texts(papers: Sequence[Paper], marks: Sequence[str], ties: Ties, old: _Texts | None) -> _Texts:
    """The terms of all papers; those that were known already are taken over."""
    known = {pair: number for number, pair in enumerate(zip(old.keys, old.marks, strict=True))} if old else {}
    keys = [paper.key for paper in papers]
    where = [known.get(pair, -1) for pair in zip(keys, marks, strict=True)]
    fresh = [number for number, place in enumerate(where) if place < 0]
    made = dict(zip(fresh, workers.each(fresh, lambda number: _hashed(ties.terms(papers[number]))), strict=True))
    every = np.unique(np.concatenate([term for term, _ in made.values()] or [np.array([], np.uint64)]))
    if old:  # what it has is only moved
        new = np.setdiff1d(every, old.all, assume_unique=True)
        every = np.insert(old.all, np.searchsorted(old.all, new), new)
        moved = old.id + np.searchsorted(new, old.all).astype(np.int32)[old.id]
    ids: list[Array] = []
    counts: list[Array] = []
    lengths = np.empty(len(papers) + 1, np.int64)
    lengths[0] = 0
    first = 0
    while first < len(papers):
        place, last = where[first], first + 1
        if place < 0:
            term, count = made[first]
            ids.append(np.searchsorted(every, term).astype(np.int32))
            lengths[last] = len(term)
        else:  # a run of papers that stood one behind another before
            while last < len(papers) and where[last] == place + last - first:
                last += 1
            assert old is not None
            begin, end = old.start[place], old.start[place + last - first]
            count = old.count[begin:end]
            ids.append(moved[begin:end])
            lengths[first + 1 : last + 1] = np.diff(old.start[place : place + last - first + 1])
        counts.append(count)
        first = last
    return _Texts(keys, list(marks), every, np.cumsum(lengths), np.concatenate(ids), np.concatenate(counts))


def _hashed(of: Terms) -> tuple[Array, Array]:
    """The terms of a text as numbers of 64 bits, with the highest for tags, and how often each stands there."""
    numbers = np.array([_number(term) for term in of.counts], np.uint64)
    return numbers, np.minimum(np.array([*of.counts.values()], np.int64), MOST_COUNTED).astype(np.uint16)


_numbers: dict[str, int] = {}  # of words, which come again and again


def _number(term: str) -> int:
    if term[0] == TAG:
        return _word(term) | 1 << 63
    one, _, two = term.partition(" ")
    return (_word(one) * 31 + _word(two)) & _MASK if two else _word(one)


def _word(word: str) -> int:
    number = _numbers.get(word)
    if number is None:
        data = word.encode()
        number = _numbers[word] = ((crc32(data) << 32 | crc32(data[::-1], 1)) * _FOLD) & _MASK
    return number


class _Weights:
    """The weights of all terms of all papers."""

    def __init__(self, texts: _Texts) -> None:
        self.texts = texts
        self.size = len(texts.keys)
        self.all, self.id = texts.all, texts.id
        self.frequency = np.bincount(self.id, minlength=len(self.all))

    @cached_property
    def rarity(self) -> Array:
        """Of each of the terms `all`."""
        tag = self.all >= _TAG_BIT
        most = int(self.frequency.max(initial=0))
        tables = [np.array([terms.rarity(n, self.size, of) for n in range(most + 1)]) for of in (False, True)]
        return np.where(tag, tables[1][self.frequency], tables[0][self.frequency])

    @cached_property
    def weights(self) -> Array:
        """Of each term of each paper, 0 where it does not count."""
        raw = np.array(WEIGHT)[self.texts.count] * self.rarity[self.id]
        starts, ends = self.texts.start[:-1], self.texts.start[1:]
        lengths = [float(np.sqrt(np.sum(raw[a:b] * raw[a:b]))) or 1.0 for a, b in zip(starts, ends, strict=True)]
        ties = (self.frequency > 1)[self.id]
        weights = np.where(ties, raw / np.repeat(lengths, ends - starts), 0.0)
        for a, b in zip(starts, ends, strict=True):
            if b - a > HEAVIEST:
                own = weights[a:b]
                own[own < np.partition(own, b - a - HEAVIEST)[b - a - HEAVIEST]] = 0.0
        return weights

    @cached_property
    def _postings(self) -> tuple[Array, Array, Array]:
        """Where the papers of each term begin; the papers; their weights."""
        counts = np.flatnonzero(self.weights)
        row = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.texts.start))[counts]
        id_ = self.id[counts]
        order = np.argsort(id_, kind="stable")
        begin = np.concatenate(([0], np.cumsum(np.bincount(id_, minlength=len(self.all)))))
        return begin, row[order], self.weights[counts][order]

    def similarities(self, number: int) -> Array:
        """Of the paper `number` to all, rounded; 0 to itself."""
        begin, row, weights = self._postings
        place = slice(self.texts.start[number], self.texts.start[number + 1])
        own = [(i, w) for i, w in zip(self.id[place].tolist(), self.weights[place].tolist(), strict=True) if w]
        if not own:
            return np.zeros(self.size)
        rows = np.concatenate([row[begin[i] : begin[i + 1]] for i, _ in own])
        products = np.concatenate([weights[begin[i] : begin[i + 1]] * w for i, w in own])
        found: Array = np.round(np.bincount(rows, products, self.size), DIGITS)
        found[number] = 0
        return found

    def of(self, number: int, text: Terms) -> dict[str, float]:
        """The terms of the paper `number` that count, with their weights. text: its terms."""
        place = slice(self.texts.start[number], self.texts.start[number + 1])
        return {term: w for term, w in zip(text.counts, self.weights[place].tolist(), strict=True) if w}

    def others(self, before: _Texts) -> Array:
        """Which papers have other weights than they had among the texts `before`; those that are new among them."""
        if not len(before.all):
            return np.ones(self.size, bool)
        old = _Weights(before)
        known = {pair: number for number, pair in enumerate(zip(before.keys, before.marks, strict=True))}
        at = np.searchsorted(old.all, self.all).clip(max=len(old.all) - 1)
        there = old.all[at] == self.all
        rarity = np.where(there, old.rarity[at], -1.0)
        ties = np.where(there, old.frequency[at] > 1, False)
        other = (rarity != self.rarity) | (ties != (self.frequency > 1))
        changed: Array = np.logical_or.reduceat(np.append(other[self.id], False), self.texts.start[:-1])
        changed &= np.diff(self.texts.start) > 0
        pairs = zip(self.texts.keys, self.texts.marks, strict=True)
        changed |= np.array([pair not in known for pair in pairs], bool)
        return changed


def nearest(similarity: Array) -> tuple[Array, Array]:
    """The papers that are nearest and their similarity, nearest first; of those that are equally near the first."""
    size = len(similarity)
    least = max(np.partition(similarity, size - MOST)[size - MOST], LEAST) if size > MOST else LEAST
    near = np.flatnonzero(similarity >= least)
    order = np.lexsort((near, -similarity[near]))[:MOST]
    number, value = np.full(MOST, -1, np.int32), np.zeros(MOST)
    number[: len(order)], value[: len(order)] = near[order], similarity[near[order]]
    return number, value


def _all(weights: _Weights) -> _Near:
    """The neighbours of all papers, without their words."""
    _ = weights._postings  # noqa: SLF001 - before the processes part
    rows = workers.each(range(weights.size), lambda number: nearest(weights.similarities(number)))
    return _Near(np.array([row[0] for row in rows]), np.array([row[1] for row in rows]), [[] for _ in rows])


def _changed(weights: _Weights, texts: _Texts, before: _Texts, near: _Near) -> _Near:
    """The neighbours of all papers, computed where they can be others than they were; words where they stay."""
    places = {key: number for number, key in enumerate(texts.keys)}
    to = np.array([places.get(key, -1) for key in before.keys] + [-1], np.int32)  # -1 stays: there is none
    number = np.full((weights.size, MOST), -1, np.int32)
    similarity = np.zeros((weights.size, MOST))
    words: list[list[list[str]]] = [[] for _ in texts.keys]
    stay = np.flatnonzero(to[:-1] >= 0)
    number[to[stay]], similarity[to[stay]] = to[near.number[stay]], near.similarity[stay]
    for old in stay:
        words[to[old]] = near.words[old]
    other = weights.others(before)
    # Whoever had a neighbour that is another now, or is gone.
    again = other | (number >= 0).__and__(other[number]).any(1)
    again[to[stay]] |= ((near.number[stay] >= 0) & (number[to[stay]] < 0)).any(1)
    if np.count_nonzero(other) > weights.size // 8:
        return _all(weights)
    last = np.where(number[:, -1] >= 0, similarity[:, -1], LEAST)
    for one in np.flatnonzero(other):
        again |= weights.similarities(int(one)) >= last
    for one in np.flatnonzero(again):
        number[one], similarity[one] = nearest(weights.similarities(int(one)))
        words[one] = []
    return _Near(number, similarity, words)


def _words_of(weights: _Weights, near: _Near, papers: Sequence[Paper], ties: Ties) -> Callable[[int], list[list[str]]]:
    """What gives the words of the neighbours of a paper."""
    known: dict[int, tuple[Terms, Mapping[str, float]]] = {}

    def of(number: int) -> tuple[Terms, Mapping[str, float]]:
        if number not in known:
            text = ties.terms(papers[number])
            known[number] = text, weights.of(number, text)
        return known[number]

    def words(number: int) -> list[list[str]]:
        text, own = of(number)
        pairs = zip(near.number[number].tolist(), near.similarity[number].tolist(), strict=True)
        return [
            ties.words(text, of(other)[0], own, of(other)[1], similarity) for other, similarity in pairs if other >= 0
        ]

    return words


def _read(file: Path) -> tuple[_Texts, _Near] | None:
    """What was kept; None where it is not there, damaged, or of another program."""
    with suppress(OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        kept = np.load(io.BytesIO(file.read_bytes()), allow_pickle=False)
        about = json.loads(kept["about"].tobytes())
        if about["program"] == program():
            texts = _Texts(about["keys"], about["marks"], kept["all"], kept["start"], kept["id"], kept["count"])
            near = _Near(kept["number"], kept["similarity"], about["words"])
            if len(texts.keys) == len(texts.marks) == len(near.words) == len(texts.start) - 1:
                return texts, near
    return None


def _write(file: Path, texts: _Texts, near: _Near) -> None:
    about = {"program": program(), "keys": texts.keys, "marks": texts.marks, "words": near.words}
    content = io.BytesIO()
    np.savez(
        content,
        about=np.frombuffer(json.dumps(about, separators=(",", ":")).encode(), np.uint8),
        all=texts.all,
        start=texts.start,
        id=texts.id,
        count=texts.count,
        number=near.number,
        similarity=near.similarity,
    )
    with suppress(OSError):  # as in `kept`
        written(file, content.getvalue())
