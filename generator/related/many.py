"""Neighbours in a long list: with numpy, and after an edit only for the papers that it can touch.

What was computed is kept as arrays. The neighbours of a paper change when its own weights do (see `weights`), or those
of a paper that was among them or now comes near enough.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from generator import workers
from generator.paper import Paper
from generator.related.kept import program, written
from generator.related.packed_terms import PackedTerms
from generator.related.similar import LEAST, MOST, Neighbours, Ties
from generator.related.weights import Array, Texts, Weights, at_least, texts_of

FILE = "neighbours.bin"
CLOSE = 0.6  # of the similarity of a paper's last neighbour; few papers are so near the next one


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was computed last.

    made_from, parents: as of `similar`. files: fingerprint of the file of each paper. weights: of each term of each
    paper. number, similarity: of the neighbours of each paper, -1 and 0 where there are less than MOST. words: of each
    paper, as JSON.
    """

    made_from: str
    parents: str
    files: list[str]
    texts: Texts
    weights: Array
    number: Array
    similarity: Array
    words: list[bytes]


class Rows(Neighbours):
    """Key of a paper → its neighbours, each with the words; taken out of what was computed when they are asked for."""

    def __init__(self, kept: _Kept) -> None:
        self.kept = kept
        self._keys = kept.texts.keys
        self._number = kept.number.tolist()
        self._words = kept.words
        self._places = {key: number for number, key in enumerate(self._keys)}

    def __getitem__(self, key: str) -> list[tuple[str, list[str]]]:
        place = self._places[key]
        return list(zip(self.keys_of(key), json.loads(self._words[place]), strict=True))

    def keys_of(self, key: str) -> list[str]:
        """The neighbours without the words."""
        return [self._keys[number] for number in self._number[self._places[key]] if number >= 0]

    def beside(self, keys: Iterable[str]) -> set[str]:
        """The papers that have one of the papers `keys` among their neighbours."""
        places = [self._places[key] for key in keys if key in self._places]
        return {self._keys[number] for number in np.flatnonzero(np.isin(self.kept.number, places).any(1)).tolist()}

    def others_than(self, before: Neighbours) -> frozenset[str]:
        """The papers that have other neighbours, or other words, than `before`."""
        if not isinstance(before, Rows) or before._keys != self._keys:  # noqa: SLF001 - of the same class
            return super().others_than(before)
        moved = np.flatnonzero((self.kept.number != before.kept.number).any(1)).tolist()
        words = [n for n, (own, old) in enumerate(zip(self._words, before.kept.words, strict=True)) if own != old]
        return frozenset(self._keys[number] for number in (*moved, *words))

    def marks(self, parents: str) -> Mapping[str, str]:
        """Fingerprint of a paper's file → that of its terms."""
        return dict(zip(self.kept.files, self.kept.texts.marks, strict=True)) if parents == self.kept.parents else {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def kept(cache_dir: Path) -> tuple[Rows, str] | None:
    """The neighbours that were computed last, and what they were made from."""
    old = _read(cache_dir / FILE)
    return (Rows(old), old.made_from) if old else None


def found(
    papers: Sequence[Paper],
    marks: Sequence[str],
    made_from: tuple[str, str],
    ties: Ties,
    cache_dir: Path,
    before: object = None,
) -> Rows:
    """The neighbours of each paper: the same as `similar.few` gives.

    marks: the fingerprint of each paper's terms. made_from: of everything, and of what stands above each tag.
    before: what was found last, if that came from here.
    """
    old = before.kept if isinstance(before, Rows) else None
    packed = PackedTerms(papers, ties, cache_dir)
    texts, where = texts_of([paper.key for paper in papers], marks, old.texts if old else None, packed.read)
    new = Weights(texts)
    near = _all(new) if old is None else _changed(new, where, old)
    todo = [number for number, words in enumerate(near.words) if words is None]
    made = workers.each(todo, _words_of(new, near, packed, ties))
    words = dict(zip(todo, made, strict=True))
    lines = [words[number] if line is None else line for number, line in enumerate(near.words)]
    files = [paper.digest for paper in papers]
    result = _Kept(*made_from, files, texts, new.weights, near.number, near.similarity, lines)
    _write(cache_dir / FILE, result)
    return Rows(result)


@dataclass(slots=True)
class _Near:
    """The neighbours as in `_Kept`; None stands for words that are to be found yet."""

    number: Array
    similarity: Array
    words: list[bytes | None]


def nearest(near: Array, similarity: Array) -> tuple[Array, Array]:
    """Of the papers `near` those that are nearest, nearest first; of those that are equally near the first."""
    if len(near) > MOST:
        enough = similarity >= np.partition(similarity, -MOST)[-MOST]
        near, similarity = near[enough], similarity[enough]
    order = np.lexsort((near, -similarity))[:MOST]
    number, value = np.full(MOST, -1, np.int32), np.zeros(MOST)
    number[: len(order)], value[: len(order)] = near[order], similarity[order]
    return number, value


def _all(weights: Weights) -> _Near:
    """The neighbours of all papers, without their words."""
    postings = weights.postings()
    guess = LEAST

    def of(number: int) -> tuple[Array, Array]:
        nonlocal guess
        similarities = weights.similarities(number, postings)
        near, similarity = at_least(guess, similarities)
        if len(near) < MOST:  # else the nearest are among them
            near, similarity = at_least(LEAST, similarities)
        numbers, similarity = nearest(near, similarity)
        guess = max(LEAST, float(similarity[-1]) * CLOSE)
        return numbers, similarity

    rows = workers.each(range(weights.size), of)
    return _Near(np.array([row[0] for row in rows]), np.array([row[1] for row in rows]), [None] * len(rows))


def _changed(weights: Weights, where: Sequence[int], old: _Kept) -> _Near:
    """The neighbours of all papers, computed where they can be others than they were; words where they stay."""
    places = {key: number for number, key in enumerate(weights.texts.keys)}
    to = np.array([places.get(key, -1) for key in old.texts.keys] + [-1], np.int32)  # -1 stays: there is none
    number = np.full((weights.size, MOST), -1, np.int32)
    similarity = np.zeros((weights.size, MOST))
    words: list[bytes | None] = [None] * weights.size
    stay = np.flatnonzero(to[:-1] >= 0)
    number[to[stay]], similarity[to[stay]] = to[old.number[stay]], old.similarity[stay]
    for before, now in zip(stay.tolist(), to[stay].tolist(), strict=True):
        words[now] = old.words[before]
    other = weights.taken_over(where, old.texts, old.weights)
    if np.count_nonzero(other) > weights.size // 8:
        return _all(weights)
    # Whoever had a neighbour that is another now, or is gone.
    again = other | (number >= 0).__and__(other[number]).any(1)
    again[to[stay]] |= ((old.number[stay] >= 0) & (number[to[stay]] < 0)).any(1)
    last = np.where(number[:, -1] >= 0, similarity[:, -1], LEAST)
    others = np.flatnonzero(other).tolist()
    postings = weights.postings(others)
    for one in others:
        near, value = weights.similar(one, postings)
        again[near[value >= last[near]]] = True
    todo = np.flatnonzero(again).tolist()
    postings = weights.postings(todo)
    for one in todo:
        number[one], similarity[one] = nearest(*weights.similar(one, postings))
        words[one] = None
    return _Near(number, similarity, words)


def _words_of(weights: Weights, near: _Near, packed: PackedTerms, ties: Ties) -> Callable[[int], bytes]:
    """What gives the words of the neighbours of a paper."""
    _ = weights.counting  # once for all processes

    def words(number: int) -> bytes:
        terms = weights.names(number, packed.terms(number))
        own = {key: (weight, term) for (key, weight), term in zip(weights.of(number), terms, strict=True)}
        written = packed.written(number)
        found = []
        for other, similarity in zip(near.number[number].tolist(), near.similarity[number].tolist(), strict=True):
            if other >= 0:
                shares = [(own[key][0] * weight, own[key][1]) for key, weight in weights.of(other) if key in own]
                found.append(ties.words(shares, similarity, written, packed.written(other)))
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()

    return words


# What the file holds: a line of JSON about it that ends at a multiple of 8, these arrays, the lines of words,
# and the sum of all that.
_ARRAYS = {"all": "<u8", "start": "<i8", "weights": "<f8", "similarity": "<f8", "id": "<i4", "number": "<i4",
           "count": "<u2"}  # fmt: skip


_SUM = 4  # bytes


def _read(file: Path) -> _Kept | None:
    """What was kept; None where it is not there, damaged, or of another program."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        content = file.read_bytes()
        at = content.index(b"\n") + 1
        about = json.loads(content[:at])
        if about["program"] != program() or crc32(memoryview(content)[:-_SUM]) != int.from_bytes(content[-_SUM:]):
            return None
        read: dict[str, Array] = {}
        for (name, kind), length in zip(_ARRAYS.items(), about["lengths"], strict=True):
            read[name] = np.frombuffer(content, kind, length, at)
            at += read[name].nbytes
        texts = Texts(about["keys"], about["marks"], read["all"], read["start"], read["id"], read["count"])
        number, similarity = (read[name].reshape(-1, MOST) for name in ("number", "similarity"))
        words = content[at:-_SUM].split(b"\n")
        made_from, parents, files = about["made_from"], about["parents"], about["files"]
        return _Kept(made_from, parents, files, texts, read["weights"], number, similarity, words)
    return None


def _write(file: Path, result: _Kept) -> None:
    texts = result.texts
    about: dict[str, object] = {"program": program(), "made_from": result.made_from, "parents": result.parents}
    about |= {"files": result.files, "keys": texts.keys, "marks": texts.marks}
    values = (texts.all, texts.start, result.weights, result.similarity, texts.id, result.number, texts.count)
    arrays = [np.ascontiguousarray(array, kind) for array, kind in zip(values, _ARRAYS.values(), strict=True)]
    head = json.dumps(about | {"lengths": [array.size for array in arrays]}, separators=(",", ":")).encode()
    head += b" " * (-(len(head) + 1) % 8) + b"\n"
    parts = [head, *(array.tobytes() for array in arrays), b"\n".join(result.words)]
    total = 0
    for part in parts:
        total = crc32(part, total)
    with suppress(OSError):  # as in `kept`
        written(file, [*parts, total.to_bytes(_SUM)])
