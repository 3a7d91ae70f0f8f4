"""Files compressed with gzip in blocks, of which a later file takes over those that are the same.

The file is one member (RFC 1952) that every program reads. Its blocks were compressed each by itself and end in a full
flush (RFC 1951; zlib manual, `deflate`), so that they can stand in any file. A subfield of the header says what they
are: for each how long its content is, and how long it is here, 4 bytes each, the lowest first.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

_HEAD = b"\x1f\x8b\x08\x04" + bytes(5) + b"\xff"  # deflate, with subfields, no time, no system
_NAME = b"PB"
_MOST = 8_000  # blocks that the subfield holds
_END = b"\x03\x00"  # a last block that holds nothing
LEVEL = 6  # as the program gzip does

_Piece = tuple[int, bytes]  # how long the content of a block is, and the block compressed


def gzipped(blocks: Iterable[bytes | memoryview]) -> bytes:
    """The content `blocks`, compressed."""
    crc = 0
    pieces: list[_Piece] = []
    for block in blocks:
        pieces.append((len(block), _compressed(block)))
        crc = zlib.crc32(block, crc)
    return _file(pieces, crc)


def gzipped_after(content: bytes, content_before: bytes | None, before: bytes | None) -> bytes | None:
    """What `gzipped` gives of a content of which one block is another than in an earlier one, and that in less time.

    before: the file of `content_before`. None where more is another, or where these are not known.
    """
    pieces = _pieces(before or b"")
    if content_before is None or not pieces or sum(size for size, _ in pieces) != len(content_before):
        return None
    new, old = content, memoryview(content_before)  # of which `startswith` takes a part without a copy
    front = start = 0
    while front < len(pieces) and new.startswith(old[start : start + pieces[front][0]], start):
        start += pieces[front][0]
        front += 1
    back, end = len(pieces), len(old)
    shift = len(new) - len(old)
    while back > front and end + shift >= start:
        size = pieces[back - 1][0]
        at = end - size + shift
        if at < 0 or not new.startswith(old[end - size : end], at):
            break
        end -= size
        back -= 1
    other = new[start : end + shift]
    if back == front:
        return None if shift else before
    if back - front > 1 or end + shift < start:
        return None
    made = len(other), _compressed(other)
    return _file([*pieces[:front], made, *pieces[back:]], zlib.crc32(content))


def _compressed(block: bytes | memoryview) -> bytes:
    made = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return made.compress(block) + made.flush(zlib.Z_FULL_FLUSH)


def _file(pieces: Sequence[_Piece], crc: int) -> bytes:
    sizes = [number.to_bytes(4, "little") for size, piece in pieces[:_MOST] for number in (size, len(piece))]
    about = b"".join(sizes)
    subfield = _NAME + len(about).to_bytes(2, "little") + about
    whole = sum(size for size, _ in pieces)
    tail = crc.to_bytes(4, "little") + (whole & 0xFFFFFFFF).to_bytes(4, "little")
    head = len(subfield).to_bytes(2, "little") + subfield
    return b"".join((_HEAD, head, *(piece for _, piece in pieces), _END, tail))


def _pieces(file: bytes) -> list[_Piece]:
    """The blocks of a file; none where it is not one of ours, or has more than it tells."""
    found: list[_Piece] = []
    if not file.startswith(_HEAD + file[10:12] + _NAME):
        return found
    at = 12 + int.from_bytes(file[10:12], "little")
    table = file[16:at]
    for place in range(0, len(table) - 7, 8):
        size, length = (int.from_bytes(table[n : n + 4], "little") for n in (place, place + 4))
        found.append((size, file[at : at + length]))
        at += length
    return found if file[at : at + len(_END)] == _END and at + len(_END) + 8 == len(file) else []
