"""What many files show of a paper: a row, an entry, a record. Each piece is made once, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from generator import workers
from generator.paper import Paper
from generator.spool import Spool

T = TypeVar("T")
RECENT = 1000  # papers


class Recent(Generic[T]):
    """What `make` gives for a paper, kept for a while: what needs it seldom comes at once."""

    def __init__(self, make: Callable[[Paper], T]) -> None:
        self._make = make
        self._made: dict[str, tuple[Paper, T]] = {}

    def __call__(self, paper: Paper) -> T:
        """The same of `paper`, which may be another than the one that had its key before."""
        found = self._made.get(paper.key)
        if found is None or found[0] is not paper:
            if len(self._made) >= RECENT:
                self._made.clear()
            found = self._made[paper.key] = paper, self._make(paper)
        return found[1]


class Pieces:
    """The pieces of papers, by their names."""

    def __init__(self, names: Iterable[str], make: Callable[[Paper, str], str]) -> None:
        self.names = tuple(names)
        self._make = make
        self._made: dict[tuple[str, str], tuple[Paper, bytes]] = {}
        self._spool: Spool | None = None
        self._places: dict[str, int] = {}

    def __call__(self, papers: Iterable[Paper], name: str) -> list[bytes]:
        """The pieces of a name of `papers`."""
        if self._spool:
            return self._spool.get(map(id, papers), self._places[name])
        return [self._kept(paper, name) for paper in papers]

    def _kept(self, paper: Paper, name: str) -> bytes:
        found = self._made.get((paper.key, name))
        if found is None or found[0] is not paper:  # after an edit it may be another that has its key
            found = self._made[paper.key, name] = paper, self.made(paper, name)
        return found[1]

    def made(self, paper: Paper, name: str) -> bytes:
        """The same, made anew."""
        return self._make(paper, name).encode()

    def found_in(self, spool: Spool, first: int) -> None:
        """From now on all pieces are in `spool`, one by one from the place `first`, under the `id` of a paper."""
        self._places = {name: place for place, name in enumerate(self.names, first)}
        self._spool = spool


@contextmanager
def made_beside(kinds: Sequence[Pieces], papers: Sequence[Paper], folder: Path) -> Iterator[None]:
    """All pieces of `kinds`, by several processes, begun while the block runs; then they are in a file below `folder`.

    Otherwise each of the processes that make the files would make, and hold, most of them. Raises OSError.
    """
    names = [(kind, name) for kind in kinds for name in kind.names]
    spool = Spool(folder, len(names))
    with workers.begun(papers, lambda paper: spool.put([k.made(paper, name) for k, name in names]), len(papers)) as end:
        yield
        spool.note(map(id, papers), end(None))  # sooner found than what a paper holds, among so many
    for kind in kinds:
        kind.found_in(spool, names.index((kind, kind.names[0])))
