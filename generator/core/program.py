"""The program itself: what it is made of, so that what an earlier version computed is not used again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.core.installed import installed
from generator.core.tree import digest

PACKAGE = Path(__file__).parent.parent


@cache
def code_digest() -> str:
    """Return the fingerprint of all Python code of the program, and of the version of NumPy."""
    return digest(installed(("numpy",)), *(path.read_bytes() for path in sorted(PACKAGE.rglob("*.py"))))
