"""What took long to compute, kept between builds under the fingerprint of all that it was made from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from generator.installed import installed

T = TypeVar("T")


class Kept(Generic[T]):
    """What a file holds of an earlier computation: a line about it, and behind that the result, with its sum.

    made_from: the fingerprint of what the result was made from. result: None where the file holds none.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.made_from = ""
        self.result: T | None = None

    def read(self) -> Kept[T]:
        """Take what the file holds."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            head, _, result = self._file.read_bytes().partition(b"\n")
            about = json.loads(head)
            if about["program"] == program() and about["sum"] == _sum(result):
                self.result, self.made_from = json.loads(result), about["key"]
        return self

    def write(self, made_from: str, result: T) -> None:
        """Keep another result: plain values that JSON keeps as they are."""
        content = _dumped(result)
        about = {"program": program(), "key": made_from, "sum": _sum(content)}
        with suppress(OSError):  # a folder that cannot be written costs time, not the site
            written(self._file, [_dumped(about), b"\n", content])


@cache
def program() -> str:
    """Fingerprint of the code of this package, and of the version of numpy."""
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return blake2b(repr((installed(("numpy",)), code)).encode(), digest_size=16).hexdigest()


def written(file: Path, content: Iterable[bytes]) -> None:
    """Write a file of these parts, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with open(descriptor, "wb") as opened:  # noqa: PTH123 - a descriptor is no path
            opened.writelines(content)
        os.replace(name, file)  # noqa: PTH105 - the same in state.py: whole or not at all
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def _dumped(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()


def _sum(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
