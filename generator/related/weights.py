"""The terms of many papers and their weights, as arrays: numbers for words, and what an edit changes of them.

A paper's weights change when its own text does, or when a term of it comes to stand in so many more or less papers that
its rarity is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np

from generator.related import terms
from generator.related.similar import DIGITS, LEAST
from generator.related.terms import HEAVIEST, MOST_COUNTED, TAG, WEIGHT, Terms

Array = np.ndarray[Any, Any]
Postings = tuple[Array, Array, Array]  # where the papers of each term begin; the papers; their weights
_TAG_BIT = np.uint64(1 << 63)
_FOLD = 0x9E3779B97F4A7C15  # an odd number near 2**64 divided by the golden ratio: it spreads bits (Knuth, 6.4)
_MASK = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Texts:
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


Hashed = tuple[Array, Array]  # the terms of a text as numbers of 64 bits, and how often each stands there


def texts_of(
    keys: list[str], marks: Sequence[str], old: Texts | None, read: Callable[[Sequence[int]], Iterable[Hashed]]
) -> tuple[Texts, list[int]]:
    """The terms of all papers, and the number that each had in `old`, from which it was taken over; -1: from none.

    read: gives the terms of the papers of some numbers.
    """
    known = {pair: number for number, pair in enumerate(zip(old.keys, old.marks, strict=True))} if old else {}
    where = [known.get(pair, -1) for pair in zip(keys, marks, strict=True)]
    fresh = [number for number, place in enumerate(where) if place < 0]
    made = dict(zip(fresh, read(fresh), strict=True))
    numbers = np.concatenate([term for term, _ in made.values()] or [np.array([], np.uint64)])
    every, places = np.unique(numbers, return_inverse=True)
    if old:  # what it has is only moved
        own = every
        new = np.setdiff1d(own, old.all, assume_unique=True)
        every = np.insert(old.all, np.searchsorted(old.all, new), new)
        moved = old.id + np.searchsorted(new, old.all).astype(np.int32)[old.id]
        places = np.searchsorted(every, own)[places]
    places, taken = places.astype(np.int32), 0
    ids: list[Array] = []
    counts: list[Array] = []
    lengths = np.empty(len(keys) + 1, np.int64)
    lengths[0] = 0
    for first, last in runs(where):
        place = where[first]
        if place < 0:
            term, count = made[first]
            ids.append(places[taken : taken + len(term)])
            taken += len(term)
            lengths[last] = len(term)
        else:
            assert old is not None
            begin, end = old.start[place], old.start[place + last - first]
            count = old.count[begin:end]
            ids.append(moved[begin:end])
            lengths[first + 1 : last + 1] = np.diff(old.start[place : place + last - first + 1])
        counts.append(count)
    texts = Texts(keys, list(marks), every, np.cumsum(lengths), np.concatenate(ids), np.concatenate(counts))
    return texts, where


def runs(where: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From where to where papers stood one behind another before; one that is new stands alone."""
    first = 0
    while first < len(where):
        last = first + 1
        while where[first] >= 0 and last < len(where) and where[last] == where[first] + last - first:
            last += 1
        yield first, last
        first = last


def hashed(of: Terms) -> Hashed:
    """The terms of a text as numbers, with the highest bit for tags."""
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


class Weights:
    """The weights of all terms of all papers."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.size = len(texts.keys)
        self.frequency = np.bincount(texts.id, minlength=len(texts.all))
        self._rows, self._products = np.empty(0, np.intp), np.empty(0)  # room that `similarities` takes each time

    @cached_property
    def rarity(self) -> Array:
        """Of each of the terms `all`."""
        tables = np.zeros((2, int(self.frequency.max(initial=0)) + 1))
        for n in np.flatnonzero(np.bincount(self.frequency)).tolist():
            tables[:, n] = [terms.rarity(n, self.size, tag) for tag in (False, True)]
        rarity: Array = np.where(self.texts.all >= _TAG_BIT, tables[1][self.frequency], tables[0][self.frequency])
        return rarity

    @cached_property
    def weights(self) -> Array:
        """Of each term of each paper, 0 where it does not count."""
        return self._weights_of(range(self.size))

    def taken_over(self, where: Sequence[int], before: Texts, weights_before: Array) -> Array:
        """Take the weights of papers that were `before`, and whose are the same still; gives which are not.

        where: the number of each paper there, -1 where its text is another or new.
        """
        old = Weights(before)
        at = np.searchsorted(before.all, self.texts.all).clip(max=len(before.all) - 1)
        there = before.all[at] == self.texts.all
        rarity = np.where(there, old.rarity[at], -1.0)
        ties = np.where(there, old.frequency[at] > 1, False)
        term = (rarity != self.rarity) | (ties != (self.frequency > 1))
        other: Array = np.logical_or.reduceat(np.append(term[self.texts.id], False), self.texts.start[:-1])
        other &= np.diff(self.texts.start) > 0
        other |= np.array(where) < 0
        weights = np.empty(len(self.texts.id))
        for first, last in runs(where):
            if where[first] >= 0:
                begin = before.start[where[first]]
                place = slice(self.texts.start[first], self.texts.start[last])
                weights[place] = weights_before[begin : begin + place.stop - place.start]
        todo = np.flatnonzero(other).tolist()
        places = [np.arange(self.texts.start[one], self.texts.start[one + 1]) for one in todo]
        if places:
            weights[np.concatenate(places)] = self._weights_of(todo)
        self.__dict__["weights"] = weights
        return other

    def _weights_of(self, papers: Sequence[int]) -> Array:
        """Of some papers, one after another."""
        start, texts = self.texts.start, self.texts
        if len(papers) == self.size:
            id_, count = texts.id, texts.count
        else:
            id_ = np.concatenate([texts.id[start[one] : start[one + 1]] for one in papers])
            count = np.concatenate([texts.count[start[one] : start[one + 1]] for one in papers])
        ends = np.cumsum([start[one + 1] - start[one] for one in papers])
        spans = list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))
        raw = np.array(WEIGHT)[count] * self.rarity[id_]
        lengths = [float(np.sqrt(np.sum(raw[a:b] * raw[a:b]))) or 1.0 for a, b in spans]
        ties = (self.frequency > 1)[id_]
        weights: Array = np.where(ties, raw / np.repeat(lengths, [b - a for a, b in spans]), 0.0)
        for a, b in spans:
            if b - a > HEAVIEST:
                own = weights[a:b]
                own[own < np.partition(own, b - a - HEAVIEST)[b - a - HEAVIEST]] = 0.0
        return weights

    def postings(self, papers: Iterable[int] | None = None) -> Postings:
        """The papers of each term that one of `papers` has; None: of all terms."""
        counts = self.weights != 0
        if papers is not None:
            wanted = np.zeros(len(self.texts.all), bool)
            for one in papers:
                wanted[self.texts.id[self.texts.start[one] : self.texts.start[one + 1]]] = True
            counts &= wanted[self.texts.id]
        place = np.flatnonzero(counts)
        row = np.searchsorted(self.texts.start, place, "right") - 1
        order = np.argsort(self.texts.id[place], kind="stable")
        begin = np.concatenate(([0], np.cumsum(np.bincount(self.texts.id[place], minlength=len(self.texts.all)))))
        return begin, row[order], self.weights[place][order]

    def similar(self, number: int, postings: Postings) -> tuple[Array, Array]:
        """The other papers of which the paper `number` has a similarity of LEAST, and that, rounded."""
        return at_least(LEAST, self.similarities(number, postings))

    def similarities(self, number: int, postings: Postings) -> Array:
        """The similarity of the paper `number` to each paper; 0 to itself."""
        begin, row, weights = postings
        place = slice(self.texts.start[number], self.texts.start[number + 1])
        own = self.weights[place]
        counting = own != 0
        ids = self.texts.id[place][counting]
        starts, ends = begin[ids], begin[ids + 1]
        size = int((ends - starts).sum())
        if len(self._rows) < size:
            self._rows, self._products = np.empty(2 * size, np.intp), np.empty(2 * size)
        here = 0
        for start, end, weight in zip(starts.tolist(), ends.tolist(), own[counting].tolist(), strict=True):
            there = here + end - start
            self._rows[here:there] = row[start:end]
            np.multiply(weights[start:end], weight, self._products[here:there])
            here = there
        found = np.bincount(self._rows[:size], self._products[:size], self.size)
        found[number] = 0
        return found

    @cached_property
    def counting(self) -> tuple[Array, Array, Array]:
        """Where the terms that count of each paper begin, and the end; the terms, one paper after another; weights."""
        place = np.flatnonzero(self.weights)
        return np.searchsorted(place, self.texts.start), self.texts.id[place], self.weights[place]

    def of(self, number: int) -> Iterator[tuple[int, float]]:
        """The terms of the paper `number` that count, each with its weight."""
        start, ids, weights = self.counting
        place = slice(start[number], start[number + 1])
        return zip(ids[place].tolist(), weights[place].tolist(), strict=True)

    def names(self, number: int, every: Iterable[str]) -> list[str]:
        """The same terms in words. every: all terms of the paper, in their order."""
        place = slice(self.texts.start[number], self.texts.start[number + 1])
        return [term for term, weight in zip(every, self.weights[place].tolist(), strict=True) if weight]


def at_least(least: float, similarities: Array) -> tuple[Array, Array]:
    """The papers whose similarity, rounded, is `least` or more, and that."""
    near = np.flatnonzero(similarities >= least - 10**-DIGITS)  # most have next to nothing in common
    similarity = np.round(similarities[near], DIGITS)
    return near[similarity >= least], similarity[similarity >= least]
