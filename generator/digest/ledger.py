"""The ledger: which papers were in a digest, and who got it.

A file of lines, one a record, each after a checksum. It only grows, and every record is on the disk before the next
step is taken: what a killed run had done stands there. A last line that is torn is dropped; the rest must be whole.
No address stands in it, only hashes that need the secret.

| record | says |
|---|---|
| `start` | `keys`: the papers that were there when it was begun: no news |
| `digest` | `number`, `keys`: a digest and its papers |
| `sent`, `refused`, `deferred` | `number`, `to`: the server took it; will never take it; did not take it yet |
| `done` | `number`: everybody was tried |
| `secret` | `mark`: what the secret makes of a fixed word, so that another secret is noticed |
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_RECORDS: dict[str, dict[str, type]] = {
    "start": {"keys": list},
    "digest": {"number": int, "keys": list},
    "sent": {"number": int, "to": str},
    "refused": {"number": int, "to": str},
    "deferred": {"number": int, "to": str},
    "done": {"number": int},
    "secret": {"mark": str},
}


class LedgerError(Exception):
    """The ledger cannot be used. The message says why, and what to do."""


class Ledger:
    """A ledger, read; what is recorded is written at once. `path` need not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begun = False
        self.seen: set[str] = set()
        self.digests: dict[int, tuple[str, ...]] = {}
        self.done: set[int] = set()
        self.settled: dict[int, set[str]] = {}
        self.deferred: dict[int, set[str]] = {}
        self.secret_mark = ""
        self._whole = 0  # bytes of the file that are records
        if path.exists():
            self._read()

    def begin(self, keys: Iterable[str]) -> None:
        """Begin the ledger with the papers that are no news. Whole or not at all, so that half a beginning is none."""
        record = {"is": "start", "keys": sorted(keys)}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.new")
        with new.open("wb") as file:
            file.write(_line(record))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        _sync_folder(self.path.parent)
        self._whole = self.path.stat().st_size
        self._take(record)

    def plan(self, keys: Iterable[str]) -> int:
        """Record a new digest of these papers; gives its number."""
        number = max(self.digests, default=0) + 1
        self.record(**{"is": "digest", "number": number, "keys": list(keys)})
        return number

    def record(self, **record: Any) -> None:
        """Write a record; it is on the disk when this returns."""
        with self.path.open("r+b") as file:
            file.truncate(self._whole)  # a torn line of a run that was killed
            file.seek(self._whole)
            file.write(_line(record))
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()
        self._take(record)

    def open_for(self, number: int, mark: str) -> bool:
        """Whether the digest `number` is still to be sent to whom `mark` stands for."""
        if mark in self.settled.get(number, ()):
            return False
        return number not in self.done or mark in self.deferred.get(number, ())

    @property
    def unfinished(self) -> list[int]:
        """The digests that somebody may still wait for, oldest first."""
        return [
            number
            for number in sorted(self.digests)
            if number not in self.done or self.deferred.get(number, set()) - self.settled.get(number, set())
        ]

    def _read(self) -> None:
        data = self.path.read_bytes()
        lines = data.splitlines(keepends=True)
        for number, line in enumerate(lines, 1):
            record = _record(line)
            if record is None:
                if number == len(lines) and number > 1:
                    return
                raise LedgerError(
                    f"{self.path}:{number}: the ledger is damaged here; bring back an earlier version of it, "
                    f"or delete it to begin anew: then only papers that come later are news"
                )
            if (record["is"] == "start") != (number == 1):
                raise LedgerError(f"{self.path}:{number}: is no ledger of digests; name another file")
            self._take(record)
            self._whole += len(line)
        if not lines:
            raise LedgerError(
                f"{self.path}: is empty; delete it to begin anew: then only papers that come later are news"
            )

    def _take(self, record: dict[str, Any]) -> None:
        kind, number = record["is"], record.get("number", 0)
        if kind == "start":
            self.begun = True
            self.seen.update(record["keys"])
        elif kind == "digest":
            self.digests[number] = tuple(record["keys"])
            self.seen.update(record["keys"])
        elif kind == "done":
            self.done.add(number)
        elif kind == "secret":
            self.secret_mark = record["mark"]
        else:
            where = self.deferred if kind == "deferred" else self.settled
            where.setdefault(number, set()).add(record["to"])


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs that use a ledger of `folder` waiting. The lock dies with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: two runs at once are on their own
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _line(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, separators=(",", ":"), sort_keys=True).encode()
    return _checksum(text) + b" " + text + b"\n"


def _record(line: bytes) -> dict[str, Any] | None:
    """The record of a line; None where the line is torn or is none."""
    checksum, _, text = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != _checksum(text):
        return None
    try:
        record = json.loads(text)
    except ValueError:
        return None
    wanted = _RECORDS.get(str(record.get("is"))) if isinstance(record, dict) else None
    if wanted is None or any(not isinstance(record.get(name), kind) for name, kind in wanted.items()):
        return None
    return record  # type: ignore[no-any-return]  # a dict, as the line above says


def _checksum(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=4).hexdigest().encode()


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
