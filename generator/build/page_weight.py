"""How heavy the pages of papers are: those that promise more than a phone should have to fetch are reported."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.model.addresses import PAPERS

LIMIT = 24 * 1024  # bytes of HTML
COMPRESSED_LIMIT = 8 * 1024  # bytes, compressed as servers do
_COMPRESSES_WELL = 20 * 1024  # bytes; a smaller page is below COMPRESSED_LIMIT, whatever it says


class HeavyPage(NamedTuple):
    """A paper's page above a limit. compressed: 0 where only its size was looked at. Both in bytes."""

    path: str
    size: int
    compressed: int


def find_heavy_pages(sizes: Iterable[tuple[str, int]], site_dir: Path) -> tuple[HeavyPage, ...]:
    """Return the pages of papers that are above LIMIT or COMPRESSED_LIMIT, the heaviest first.

    sizes: (path, bytes) of files of the site in `site_dir`.
    """
    found = []
    for path, size in sizes:
        if size <= _COMPRESSES_WELL or not is_paper_page(path):
            continue
        compressed = 0
        if size <= LIMIT:
            with suppress(OSError):
                compressed = len(zlib.compress((site_dir / path).read_bytes()))
        if size > LIMIT or compressed > COMPRESSED_LIMIT:
            found.append(HeavyPage(path, size, compressed))
    return tuple(sorted(found, key=lambda page: (-page.size, page.path)))


def is_paper_page(path: str) -> bool:
    """Return whether a file of the site is the page of a paper: `papers/KEY/index.html`."""
    return path.startswith(PAPERS) and path.endswith("/index.html") and path.count("/") == 2
