"""Pieces of bytes in a file that processes share: what one of them puts in, all read, and none has to hold."""

from __future__ import annotations

import os
from array import array
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from weakref import finalize


class Spool:
    """Some pieces for each of many keys, in a file without a name that is gone with the processes.

    A process that was forked may `put`; what that gives has to be made known by `note` before a fork that is to `get`.
    """

    def __init__(self, folder: Path, each: int) -> None:
        """folder: where the file is. each: how many pieces a key has. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = TemporaryFile(buffering=0, dir=folder)  # noqa: SIM115 - open as long as this is there
        finalize(self, self._file.close)
        self._each = each
        self._numbers: dict[Hashable, int] = {}
        self._content: bytes | mmap = b""
        self._places = array("Q")  # of each key: where its pieces begin, and where the last ends

    def put(self, pieces: Sequence[bytes]) -> bytes:
        """Put the pieces of one key in; returns where they are. Raises OSError."""
        import fcntl  # which Windows lacks: no process is forked there

        file = self._file.fileno()
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            start = os.lseek(file, 0, os.SEEK_END)
            left = memoryview(b"".join(pieces))
            while left:
                left = left[os.write(file, left) :]
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN)
        return array("Q", accumulate(map(len, pieces), initial=start)).tobytes()

    def note(self, keys: Iterable[Hashable], places: Iterable[bytes]) -> None:
        """Where the pieces of `keys` are, as `put` said; all of them. Raises OSError."""
        for key, place in zip(keys, places, strict=True):
            self._numbers[key] = len(self._numbers)
            self._places.frombytes(place)
        if self._places and os.fstat(self._file.fileno()).st_size:
            self._content = mmap(self._file.fileno(), 0, access=ACCESS_READ)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._numbers

    def get(self, keys: Iterable[Hashable], piece: int) -> list[bytes]:
        """One of the pieces of each of `keys`. Raises KeyError."""
        content, places, numbers, width = self._content, self._places, self._numbers, self._each + 1
        return [content[places[at] : places[at + 1]] for at in [numbers[key] * width + piece for key in keys]]
