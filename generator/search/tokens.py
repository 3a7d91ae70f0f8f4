"""Text → the words that are searched for. `static/search-text.js` does the same; a test compares the two."""

from __future__ import annotations

import re
from itertools import accumulate

from generator import names

# Words that say nothing of a paper: indexed from titles and names alone, and never demanded of a result.
STOP = tuple(
    re.findall(
        r"\w+",
        """
        a an and are as at be been by can for from has have in into is it its of on or our than that the their these
        they this to two using via was we were which while with
        """,
    )
)
_STOP = frozenset(STOP)
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0dff])+")
# Written without spaces: every character is a word.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_FNV_START, _FNV_PRIME = 0x811C9DC5, 0x01000193


def tokens(text: str) -> list[str]:
    """The words of `text`, folded: without case and accents; an apostrophe parts nothing, everything else does."""
    folded = names.fold(text).replace("'", "")
    if folded.isascii():
        return _WORD.findall(folded)
    return _WORD.findall(_SPACELESS.sub(r" \g<0> ", folded))


def telling(text: str) -> set[str]:
    """The words of `text` without those that say nothing."""
    return {token for token in tokens(text) if token not in _STOP}


def hash32(text: str) -> int:
    """32 bits of `text`: FNV-1a over its UTF-8 (RFC 9923)."""
    value = _FNV_START
    for byte in text.encode():
        value = (value ^ byte) * _FNV_PRIME & 0xFFFFFFFF
    return value


_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _varint(value: int) -> str:
    out = ""
    while value >= 32:
        out += _DIGITS[32 + value % 32]
        value //= 32
    return out + _DIGITS[value]


_SMALL = tuple(_varint(value) for value in range(4096))


def varint(value: int) -> str:
    """A whole number from 0 in digits of five bits, the lowest first, as in source maps (ECMA-426) without a sign."""
    return _SMALL[value] if value < 4096 else _varint(value)


_VALUES = {word: value for value, word in enumerate(_SMALL)}
_WHOLE = re.compile(f"[{_DIGITS[32:-2]}_-]*[{_DIGITS[:32]}]")


def unvarints(text: str) -> list[int]:
    """The numbers whose `varint` stand one behind another in `text`."""
    return [_VALUES[word] if word in _VALUES else _unvarint(word) for word in _WHOLE.findall(text)]


_BITS = {digit: value & 31 for value, digit in enumerate(_DIGITS)}


def _unvarint(word: str) -> int:
    value = 0
    for digit in reversed(word):
        value = value << 5 | _BITS[digit]
    return value


def undeltas(text: str) -> list[int]:
    """The numbers that `deltas` gave `text` for."""
    return list(accumulate(unvarints(text)))


def deltas(numbers: list[int]) -> str:
    """Rising numbers, each as its distance from the one before."""
    out, before = [], 0
    for number in numbers:
        out.append(varint(number - before))
        before = number
    return "".join(out)
