"""The picture that shows the site where a link to it is shared: points in the site's colours, drawn by few lines.

PNG: W3C, Portable Network Graphics (Third Edition), sections 5 and 11; one palette, one byte a pixel, no filter.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from math import hypot

from generator.core.tree import Output, digest
from generator.model import addresses

WIDTH, HEIGHT = 1200, 630  # what Open Graph's readers cut to
_PALETTE = ("1b2440", "3c5ba9", "63aef2", "3cc99d", "dfb321", "ff946a", "e48fd0", "8391b5")
_POINTS = 34


def card() -> Iterator[Output]:
    """The picture as a file of the site."""
    yield Output(addresses.CARD, digest("card", _PALETTE, _POINTS), picture, "the generator")


@cache
def picture() -> bytes:
    """The PNG file."""
    rows = _drawn()
    data = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", bytes.fromhex("".join(_PALETTE))), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _points() -> list[tuple[int, int, int, int]]:
    """Where the points are: x, y, radius, colour; spread by the golden angle's fraction, the same each time."""
    return [
        (
            80 + round((n * 0.618034) % 1 * (WIDTH - 160)),
            70 + round((n * 0.754878) % 1 * (HEIGHT - 140)),
            9 + n * 7 % 22,
            2 + n % 5,
        )
        for n in range(_POINTS)
    ]


def _drawn() -> list[bytearray]:
    rows = [bytearray(WIDTH) for _ in range(HEIGHT)]
    points = _points()
    for n, (x, y, _, _) in enumerate(points):
        near = sorted(points[:n] + points[n + 1 :], key=lambda other: hypot(other[0] - x, other[1] - y))
        for other in near[:2]:
            _line(rows, x, y, other[0], other[1])
    for x, y, radius, colour in points:
        for row in range(y - radius, y + radius + 1):
            half = int((radius * radius - (row - y) ** 2) ** 0.5)
            rows[row][x - half : x + half + 1] = bytes([colour]) * (2 * half + 1)
    return rows


def _line(rows: list[bytearray], x: int, y: int, to_x: int, to_y: int) -> None:
    steps = max(abs(to_x - x), abs(to_y - y), 1)
    for step in range(steps + 1):
        column, row = x + (to_x - x) * step // steps, y + (to_y - y) * step // steps
        for thick in range(3):
            rows[row + thick - 1][column : column + 3] = b"\x01\x01\x01"
