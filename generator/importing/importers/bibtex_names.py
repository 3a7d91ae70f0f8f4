"""The names of a field of BibTeX or BibLaTeX, with the parts and the groups that it states.

Names: Patashnik, BibTeXing (1988), section 4; the BibLaTeX manual, section 2.3.5, and its extended format of names.
"""

from __future__ import annotations

import re

from generator.importing import author_entries, latex_text
from generator.importing.author_entries import AuthorEntry
from generator.model import surnames
from generator.model.field_rules import OTHERS

_EXTENDED = re.compile(r"\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_RELAX = "\\relax "
_NESTED = 4  # braces around a name that are looked into


def entries(value: str) -> list[AuthorEntry]:
    """Return the authors that a field names. Braces around a whole name mark a group."""
    return [entry for part in _names(value) for entry in _entries(part) if author_entries.name_of(entry)]


def _names(value: str) -> list[str]:
    """Return the names between the `and`s that stand in no braces; between all of them where braces do not match."""
    found: list[list[str]] = [[]]
    words = _split(" ".join(value.split()), " ")
    if value.count("{") != value.count("}"):
        words = value.split()
    for word in words:
        if word.lower() == "and":
            found.append([])
        else:
            found[-1].append(word)
    return [" ".join(part) for part in found if part]


def _entries(part: str) -> list[AuthorEntry]:
    if author_entries.is_others(part):
        return [OTHERS]
    held = _held(part)
    if held is not None:
        several = re.split(r"\s+and\s+", held)
        if len(several) > 1 and all("," in name for name in several):  # some programs put every field into braces
            return entries(held)
        return [author_entries.group(latex_text.text(held))]
    return [_extended(part) if _EXTENDED.match(part) else _person(part)]


def _person(part: str) -> AuthorEntry:
    """`First von Last`, `von Last, First` or `von Last, Jr, First`, where braces hold together what is one part."""
    pieces = [piece.strip() for piece in _split(part, ",")]
    texts = [latex_text.text(piece) for piece in pieces[1:]]
    if len(pieces) > 3:
        return author_entries.from_text(latex_text.text(part))
    if len(pieces) > 1:
        held = _held(pieces[0])
        surname = latex_text.text(pieces[0] if held is None else held)
        particle, family = author_entries.surname(surname) if held is None else ("", surname)
        if surnames.is_suffix(texts[-1]):
            return author_entries.person("".join(texts[:-1]), particle, family, texts[-1])
        return author_entries.person(texts[-1], particle, family, "".join(texts[:-1]))
    *before, last = _split(part, " ")
    held = _held(last)
    if held is None or " " not in held or not before:
        return author_entries.from_text(latex_text.text(part))
    words = [latex_text.text(word) for word in before]
    start = len(words)
    while start > 1 and surnames.is_particle(words[start - 1]):
        start -= 1
    return author_entries.person(" ".join(words[:start]), " ".join(words[start:]), latex_text.text(held))


def _extended(part: str) -> AuthorEntry:
    """`family=Maaten, given=Laurens, prefix=van der`."""
    values: dict[str, str] = {}
    for piece in _split(part, ","):
        name, _, value = piece.strip().strip('"').partition("=")
        values[name.strip().lower()] = latex_text.text(value)
    get = values.get
    return author_entries.person(get("given", ""), get("prefix", ""), get("family", ""), get("suffix", ""))


def _held(text: str) -> str | None:
    r"""What the braces around all of `text` hold; None without them. Those of a letter (`{\'E}`) are none."""
    held = None
    for _ in range(_NESTED):
        if not text.startswith("{") or _closing(text) != len(text) - 1:
            break
        inner = text[1:-1].strip().removeprefix(_RELAX)
        if " " not in inner and text[1:2] == "\\":
            break
        held = text = inner
    return held


def _closing(text: str) -> int:
    """The place of the brace that closes the one at the start of `text`; -1 where none does."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return place
    return -1


def _split(text: str, separator: str) -> list[str]:
    """The parts of `text` between separators that stand in no braces."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
