"""Text of other programs, mended where that is safe: entities, markup, ligatures, invisible characters, dates."""

from __future__ import annotations

import html
import re
import unicodedata

from generator.core.text import dates

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
    """Return what `dates.read` reads, without its remark."""
    return dates.read(year, month, number).value


def pages(value: str) -> str:
    """Pages with an en dash between them: `858--866` becomes `858–866`."""
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|–|—|‐|‑|−)\s*(?=\w)", "–", text(value))
