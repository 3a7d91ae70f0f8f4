"""Fragments: what many files show of a paper (a row, a citation, an entry of a feed), kept between builds.

A fragment is found by the fingerprint of what it is made from, so one that did not change is not made again, and a list
is a join of fragments.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

from generator.core import workers
from generator.core.cache_file import read_cache, replace_file, write_cache
from generator.model.paper import Paper

T = TypeVar("T")
RECENT = 1000  # papers
AT_ONCE = 20_000  # papers and kinds whose fragments are held in memory before they are written


class Recent(Generic[T]):
    """A function of a paper whose latest results are remembered: those who need one often ask in a row."""

    def __init__(self, make: Callable[[Paper], T]) -> None:
        self._make = make
        self._made: dict[str, tuple[Paper, T]] = {}

    def __call__(self, paper: Paper) -> T:
        """Return the result for `paper`, which may be another than the one that had its key before."""
        found = self._made.get(paper.key)
        if found is None or found[0] is not paper:
            if len(self._made) >= RECENT:
                self._made.clear()
            found = self._made[paper.key] = paper, self._make(paper)
        return found[1]


@dataclass(frozen=True)
class FragmentKind:
    """A kind of fragments, of which each paper has one for each of `names`.

    made_from: fingerprint of everything that the fragments of a paper are made from, besides the program.
    make: makes the fragments of a paper, in the order of `names`.
    """

    kind: str
    names: tuple[str, ...]
    made_from: Callable[[Paper], str]
    make: Callable[[Paper], Sequence[bytes]]


class Fragments:
    """Fragments that are made when they are asked for, and held in memory."""

    def __init__(self) -> None:
        self._made: dict[str, Sequence[bytes]] = {}

    def get(self, kind: FragmentKind, papers: Iterable[Paper], name: str) -> list[bytes]:
        """Return the fragments with `name` of `papers`."""
        return [self._one(kind, paper, name) for paper in papers]

    def _one(self, kind: FragmentKind, paper: Paper, name: str) -> bytes:
        key = _key(kind, paper)
        if key not in self._made:
            self._made[key] = kind.make(paper)
        return self._made[key][kind.names.index(name)]

    def make_all(self, kinds: Sequence[FragmentKind], papers: Sequence[Paper]) -> None:
        """Make the fragments of all papers at once, where that is worth it: here it is not."""


Place = tuple[int, int, list[int]]  # where the fragments of a paper and a kind begin, their CRC-32, their lengths


class StoredFragments(Fragments):
    """Fragments in a file below `folder`, which processes share and the next build finds.

    program: fingerprint of the program that makes them. New fragments are put behind those that are there, and the file
    is written anew when most of it is not used any more.
    """

    def __init__(self, folder: Path, program: str) -> None:
        super().__init__()
        self._data = folder / "fragments.bin"
        self._index = folder / "fragments.json"
        self._program = program
        self._places: dict[str, Place] = {}
        self._content: bytes | mmap.mmap = b""

    def make_all(self, kinds: Sequence[FragmentKind], papers: Sequence[Paper]) -> None:
        """Make the fragments of all papers that the file lacks, in several processes where they are many."""
        known = self._read()
        wanted = {_key(kind, paper): (kind, paper) for kind in kinds for paper in papers}
        todo = [key for key in wanted if key not in known]
        self._places = {key: place for key, place in known.items() if key in wanted}
        used = sum(sum(lengths) for _, _, lengths in self._places.values())
        anew = not used or 2 * used < len(self._content)
        try:
            if anew:
                self._compact()
            for start in range(0, len(todo), AT_ONCE):
                keys = todo[start : start + AT_ONCE]
                self._append(keys, workers.each([wanted[key] for key in keys], _fragments))
            self._map()
        except OSError:  # a folder that cannot be written costs time, not the site
            self._places = {}
            return
        if todo or anew:
            index = [(key, start, checksum, *lengths) for key, (start, checksum, lengths) in self._places.items()]
            write_cache(self._index, self._program, [json.dumps(index, separators=(",", ":")).encode()])

    def _one(self, kind: FragmentKind, paper: Paper, name: str) -> bytes:
        place = self._places.get(_key(kind, paper))
        if place is None:
            return super()._one(kind, paper, name)
        number, (start, _, lengths) = kind.names.index(name), place
        start += sum(lengths[:number])
        return self._content[start : start + lengths[number]]

    def _read(self) -> dict[str, Place]:
        """Open the file of the last build, and return where its fragments are: those that are as they were written."""
        index = read_cache(self._index, self._program)
        try:
            self._map()
        except OSError:
            index = None
        if index is None:
            self._content = b""
            return {}
        found: dict[str, Place] = {}
        with memoryview(self._content) as whole:
            for key, start, checksum, *lengths in json.loads(index):
                with whole[start : start + sum(lengths)] as fragments:
                    if len(fragments) == sum(lengths) and crc32(fragments) == checksum:
                        found[key] = start, checksum, lengths
        return found

    def _compact(self) -> None:
        """Write the file anew with the fragments in use. Raises OSError."""
        places, at, parts = self._places, 0, []
        self._places = {}
        for key, (start, checksum, lengths) in places.items():
            parts.append(self._content[start : start + sum(lengths)])
            self._places[key] = at, checksum, lengths
            at += sum(lengths)
        replace_file(self._data, parts)

    def _append(self, keys: Sequence[str], made: Sequence[Sequence[bytes]]) -> None:
        """Put fragments at the end of the file. Raises OSError."""
        with self._data.open("ab") as file:
            at = file.tell()
            for key, fragments in zip(keys, made, strict=True):
                whole = b"".join(fragments)
                file.write(whole)
                self._places[key] = at, crc32(whole), [len(fragment) for fragment in fragments]
                at += len(whole)

    def _map(self) -> None:
        """Make the content of the file readable. Raises OSError."""
        with self._data.open("rb") as file:
            empty = not self._data.stat().st_size
            self._content = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _key(kind: FragmentKind, paper: Paper) -> str:
    return f"{kind.kind} {kind.made_from(paper)}"


def _fragments(item: tuple[FragmentKind, Paper]) -> Sequence[bytes]:
    kind, paper = item
    return kind.make(paper)
