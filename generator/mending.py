"""Text of other programs, mended where that is safe: entities, markup, ligatures, invisible characters, dates."""

from __future__ import annotations

import html
import re
import unicodedata

# What JATS, MathML and HTML leave in the titles of Crossref and of web pages.
_TAG = re.compile(
    r"<(/?)((?:jats|mml):[a-z]+|i|b|u|em|strong|sub|sup|scp|sc|tt|span|p|br|italic|bold|title)(?:\s[^<>]{0,200})?(/?)>",
    re.IGNORECASE,
)
# Joiners stand behind letters of scripts that join, from Arabic to Mongolian, and between the parts of an emoji.
_JOINING = "\u0600-\u109f\u1700-\u18af\u1b00-\u1cff\ua800-\uabff\U0001e900-\U0001e95f"
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_JOINERS = re.compile(f"(?<![{_JOINING}])\u200c|(?<![{_JOINING}{_EMOJI}])\u200d")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def text(value: str) -> str:
    """Return one line of text without entities, pairs of tags, ligatures and invisible characters, in NFC."""
    for _ in range(2):  # "&amp;amp;" has been escaped twice
        value = html.unescape(value)
    value = _without_tags(value).translate(_LIGATURES)
    if not value.isascii() or not value.isprintable():
        value = _JOINERS.sub("", value)
        kept = (
            " " if unicodedata.category(c) == "Cc" else c
            for c in value
            if c in "\u200c\u200d" or unicodedata.category(c) not in _UNSEEN
        )
        value = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(value.split())


_UNSEEN = frozenset({"Cf", "Co", "Cs", "Cn"})  # soft hyphens, direction marks, byte-order marks, no characters


def _without_tags(value: str) -> str:
    """Return text without pairs of tags, empty elements and breaks; a tag without its partner is text."""
    if "<" not in value:
        return value
    dropped: dict[int, tuple[int, str]] = {}  # where a tag begins → where it ends, and what takes its place
    opened: dict[str, list[re.Match[str]]] = {}
    for match in _TAG.finditer(value):
        name = match[2].lower()
        if name in ("p", "br") or match[3]:
            dropped[match.start()] = match.end(), " " if name in ("p", "br") else ""
        elif not match[1]:
            opened.setdefault(name, []).append(match)
        elif opened.get(name):
            for tag in (opened[name].pop(), match):
                dropped[tag.start()] = tag.end(), ""
    parts, end = [], 0
    for start, (after, instead) in sorted(dropped.items()):
        parts += [value[end:start], instead]
        end = after
    return "".join([*parts, value[end:]])


def date(year: str, month: str = "", number: str = "") -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as exactly as it is known; empty where there is no year in it.

    year: may be a whole date, such as `2023-09-03`, `2023/9/3`, `2023-09/2023-10` (the first counts).
    month: a number, or an English name in full or cut short, perhaps with the day beside it (`3~Sep`).
    """
    whole = re.fullmatch(r"\D{0,3}(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?!\d))?)?(?!\d).*", year.strip(), re.DOTALL)
    if not whole or not 1500 <= int(whole[1]) <= 2200:
        return ""
    of_month = _month(whole[2] or month)
    day = (
        whole[3]
        or number.strip()
        or "".join(re.findall(r"(?<!\d)\d{1,2}(?!\d)", month) if of_month and not month.strip().isdigit() else [])
    )
    if not of_month:
        return whole[1]
    if day.isdigit() and 1 <= int(day) <= 31:
        return f"{whole[1]}-{of_month:02d}-{int(day):02d}"
    return f"{whole[1]}-{of_month:02d}"


def _month(value: str) -> int:
    """1 to 12; 0 where it is not known, or where several are named."""
    value = value.strip()
    if value.isdigit():
        return int(value) if 1 <= int(value) <= 12 else 0
    found = {word[:3].lower() for word in re.findall(r"[A-Za-z]{3,}", value)}
    return _MONTHS.index(next(iter(found))) + 1 if len(found) == 1 and found <= set(_MONTHS) else 0


def pages(value: str) -> str:
    """Pages with an en dash between them: `858--866` becomes `858–866`."""
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|–|—|‐|‑|−)\s*(?=\w)", "–", text(value))
