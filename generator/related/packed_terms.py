"""The terms of many papers in words: read once, by several processes, and packed into little."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator import workers
from generator.paper import Paper
from generator.related.similar import Ties
from generator.related.terms import Terms, Written
from generator.related.weights import Hashed, hashed
from generator.spool import Spool


class PackedTerms:
    """The terms of papers, read from their texts; of many in several processes, and once."""

    def __init__(self, papers: Sequence[Paper], ties: Ties, folder: Path) -> None:
        self._papers = papers
        self._ties = ties
        self._folder = folder
        self._spool: Spool | None = None
        self._packed: dict[int, tuple[bytes, bytes]] = {}

    def read(self, numbers: Sequence[int]) -> list[Hashed]:
        """The terms of the papers of these numbers, as numbers."""
        spool = self._spool = Spool(self._folder, 2) if workers.worth(len(numbers)) else None

        def one(number: int) -> tuple[Hashed, bytes]:
            text = self._ties.terms(self._papers[number])
            return hashed(text), spool.put(_packed(text)) if spool else b""

        made = workers.each(numbers, one)
        if spool:
            spool.note(numbers, [place for _, place in made])
        return [terms for terms, _ in made]

    def terms(self, number: int) -> list[str]:
        """The terms of a paper."""
        terms = self._piece(number, 0).decode()
        return terms.split("\n") if terms else []

    def written(self, number: int) -> Written:
        """How it writes them."""
        return _Written(self._piece(number, 1))

    def _piece(self, number: int, piece: int) -> bytes:
        if self._spool and number in self._spool:
            return self._spool.get((number,), piece)[0]
        if number not in self._packed:
            self._packed[number] = _packed(self._ties.terms(self._papers[number]))
        return self._packed[number][piece]


def _packed(text: Terms) -> tuple[bytes, bytes]:
    """The terms of a text, and how those are written that are written otherwise: little, where it is kept of many."""
    others = "".join([f"{term}\t{word}\n" for term, word in text.written.items() if term != word])
    return "\n".join(text.counts).encode(), f"\n{others}".encode()


class _Written:
    """How a text writes its terms, as it is packed: little of it is asked for, so nothing is unpacked."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def get(self, term: str, default: str, /) -> str:
        mark = f"\n{term}\t".encode()
        at = self._lines.find(mark)
        if at < 0:
            return default
        at += len(mark)
        return self._lines[at : self._lines.index(b"\n", at)].decode()
