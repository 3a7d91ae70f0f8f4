"""Numbers of things in words: `1 paper`, `1,200 papers`."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return the number, with commas between thousands, and the noun in the form that goes with it.

    noun: of one. plural: of several; where it is empty, the noun with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
