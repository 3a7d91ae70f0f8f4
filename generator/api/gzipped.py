"""Files compressed with gzip in blocks, of which a later file takes over those that are the same.

The file is one member (RFC 1952) that every program reads. Its blocks were compressed each by itself and end in a full
flush (RFC 1951; zlib manual, `deflate`), so that they can stand in any file. A subfield of the header says what they
are: for each the digest of its content, 8 bytes, and how long it is here, 4 bytes, the lowest first.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from hashlib import blake2b

_HEAD = b"\x1f\x8b\x08\x04" + bytes(5) + b"\xff"  # deflate, with subfields, no time, no system
_NAME = b"PB"
_MOST = 5_000  # blocks that the subfield holds
_END = b"\x03\x00"  # a last block that holds nothing
LEVEL = 6  # as the program gzip does


def gzipped(blocks: Iterable[bytes | memoryview], before: bytes | None = None) -> bytes:
    """The content `blocks`, compressed. before: an earlier file of this function; it saves time and changes nothing."""
    known = _blocks(before) if before else {}
    pieces: list[bytes] = []
    table: list[bytes] = []
    crc = size = 0
    for block in blocks:
        digest = blake2b(block, digest_size=8).digest()
        piece = known.get(digest)
        if piece is None:
            made = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            piece = made.compress(block) + made.flush(zlib.Z_FULL_FLUSH)
        pieces.append(piece)
        table.append(digest + len(piece).to_bytes(4, "little"))
        crc, size = zlib.crc32(block, crc), size + len(block)
    about = b"".join(table[:_MOST])
    subfield = _NAME + len(about).to_bytes(2, "little") + about
    tail = crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"".join((_HEAD, len(subfield).to_bytes(2, "little"), subfield, *pieces, _END, tail))


def _blocks(file: bytes) -> dict[bytes, bytes]:
    """The blocks of a file by their digests; none where it is not one of ours."""
    found: dict[bytes, bytes] = {}
    if not file.startswith(_HEAD + file[10:12] + _NAME):
        return found
    at = 12 + int.from_bytes(file[10:12], "little")
    table = file[16:at]
    for place in range(0, len(table) - 11, 12):
        length = int.from_bytes(table[place + 8 : place + 12], "little")
        if at + length > len(file) - 8:
            return {}
        found[table[place : place + 8]] = file[at : at + length]
        at += length
    return found
