"""Which versions of packages are installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress


def installed(packages: Iterable[str]) -> list[str]:
    """The versions of `packages` as `name-version`, from the names of the folders that pip leaves.

    Quicker than importlib.metadata by the time that a build with nothing to do takes.
    """
    found: list[str] = []
    wanted = set(packages)
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            entries = [entry for entry in os.listdir(folder or ".") if entry.endswith(".dist-info")]  # noqa: PTH208 - quick
            names = [entry.removesuffix(".dist-info").lower() for entry in entries]
            found += [name for name in names if name.partition("-")[0] in wanted]
    return sorted(found)
