"""What took long to compute, kept between builds under the digest of all that it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def kept(file: Path, made_from: object, compute: Callable[[], T], checked: Callable[[object], T]) -> T:
    """What `compute` gives: read from `file` where that holds it for the same `made_from`, else computed and written.

    made_from: something whose `repr` is another whenever the result would be; the code of this package and the version
    of numpy are added. The result must be plain values that JSON keeps as they are.
    checked: the result from what was read; raises ValueError, TypeError or KeyError where it is not one.
    """
    key = hashlib.blake2b(repr((_program(), made_from)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    with suppress(OSError, ValueError, TypeError, KeyError):
        values = json.loads(file.read_bytes())
        if values["key"] == key:
            return checked(values["result"])
    result = compute()
    with suppress(OSError):  # a folder that cannot be written costs time, not the site
        _write(file, {"key": key, "result": result})
    return result


def _program() -> tuple[str, list[bytes]]:
    return version("numpy"), [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]


def _write(file: Path, values: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as opened:  # noqa: PTH123 - a descriptor is no path
            json.dump(values, opened, ensure_ascii=False, separators=(",", ":"))
        os.replace(name, file)  # noqa: PTH105 - the same in state.py: whole or not at all
    except BaseException:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
