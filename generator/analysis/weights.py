"""The terms of many papers and their weights, as arrays: numbers stand for words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np

from generator.analysis import terms
from generator.analysis.terms import HEAVIEST, MOST_COUNTED, TAG, WEIGHT, Terms

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

    all: Array
    start: Array
    id: Array
    count: Array


Hashed = tuple[Array, Array]  # the terms of a text as numbers of 64 bits, and how often each stands there


def texts_of(numbers: Sequence[bytes], counts: Sequence[bytes]) -> Texts:
    """Return the terms of all papers. numbers, counts: the arrays that `hashed` gave for each, as bytes."""
    every, places = np.unique(np.frombuffer(b"".join(numbers), np.uint64), return_inverse=True)
    start = np.concatenate(([0], np.cumsum([len(one) // 8 for one in numbers]))).astype(np.int64)
    return Texts(every, start, places.astype(np.int32), np.frombuffer(b"".join(counts), np.uint16))


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
        self.size = len(texts.start) - 1
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
        texts = self.texts
        starts = texts.start.tolist()
        spans = list(pairwise(starts))
        raw = np.array(WEIGHT)[texts.count] * self.rarity[texts.id]
        lengths = [float(np.sqrt(np.sum(raw[a:b] * raw[a:b]))) or 1.0 for a, b in spans]
        ties = (self.frequency > 1)[texts.id]
        weights: Array = np.where(ties, raw / np.repeat(lengths, np.diff(texts.start)), 0.0)
        for a, b in spans:
            if b - a > HEAVIEST:
                own = weights[a:b]
                own[own < np.partition(own, b - a - HEAVIEST)[b - a - HEAVIEST]] = 0.0
        return weights

    def postings(self) -> Postings:
        """The papers of each term."""
        place = np.flatnonzero(self.weights)
        row = np.searchsorted(self.texts.start, place, "right") - 1
        order = np.argsort(self.texts.id[place], kind="stable")
        begin = np.concatenate(([0], np.cumsum(np.bincount(self.texts.id[place], minlength=len(self.texts.all)))))
        return begin, row[order], self.weights[place][order]

    def checksum(self, number: int) -> int:
        """Return the CRC-32 of the weights of a paper."""
        return crc32(self.weights[self.texts.start[number] : self.texts.start[number + 1]].tobytes())

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
