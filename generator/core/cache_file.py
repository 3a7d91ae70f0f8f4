"""Files that keep what a build computed for the next one, each with a checksum over its content.

A file is a line of text (the format, the fingerprint of what the content was made from, the CRC-32 of the content) and
the content itself. A file that is missing, damaged, of another format or made from something else counts as absent, and
is written anew; so a cache never changes a result.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

FORMAT = "papers-cache-1"


def read_cache(file: Path, made_from: str) -> bytes | None:
    """Return the content of a cache file, None where there is none that was made from `made_from`."""
    try:
        head, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if head == _head(made_from, crc32(content)) else None


def write_cache(file: Path, made_from: str, content: Iterable[bytes]) -> None:
    """Write a cache file, whole or not at all; one that cannot be written costs time later, and nothing else.

    A folder in the place of the file is removed.
    """
    parts = list(content)
    total = 0
    for part in parts:
        total = crc32(part, total)
    with suppress(OSError):
        replace_file(file, [_head(made_from, total), b"\n", *parts])


def replace_file(file: Path, content: Iterable[bytes]) -> None:
    """Put a file of these parts in the place of what is there, in one step. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.writelines(content)
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _head(made_from: str, checksum: int) -> bytes:
    return f"{FORMAT} {made_from} {checksum:08x}".encode()
