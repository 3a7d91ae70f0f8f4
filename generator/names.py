"""Names of persons: their parts, their order, their addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Letters that Unicode does not take apart into a base letter and a mark, as the Latin alphabet's users file them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ƶ": "z", "ɓ": "b", "ɗ": "d", "ə": "e", "’": "'", "ʼ": "'", "‐": "-", "‑": "-",
    }
)  # fmt: skip
_ALNUM = bytes(n if chr(n).isalnum() and n < 128 else 32 for n in range(256))  # all other ASCII becomes a space
_MARKS = re.compile("[\u0300-\u036f]+")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
# Written with a capital, these begin the family name itself (David Van Essen is filed under V); written small they
# are a particle (Laurens van der Maaten is filed under M): the practice of BibTeX's "von" part.
_CAPITAL_PARTICLES = frozenset(
    {"Van", "Von", "Vande", "Den", "Der", "De", "Del", "Della", "Di", "Da", "Dos", "Du", "La", "Las", "Le", "Los", "El"}
)
_FAMILY_FIRST = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; `text` is the whole as it is written. Parts that there are not are empty.

    group: whether it is the name of a group, which has no parts: `family` is all of it.
    """

    text: str
    given: str
    particle: str
    family: str
    suffix: str
    group: bool = False

    @property
    def surname(self) -> str:
        """The family name with its particle: `van der Maaten`."""
        return joined(self.particle, self.family)

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Order of an index: Latin names by family name without particle and accents, then the other scripts."""
        return (0 if is_latin(self.family) else 1, fold(self.family), fold(self.given), self.text)

    @property
    def filed(self) -> str:
        """The name as an index prints it: `Maaten, Laurens van der`."""
        if script(self.family) in _FAMILY_FIRST or not self.given:
            return self.text
        rest = " ".join(part for part in (self.given, self.particle) if part)
        return f"{self.family}, {rest}" + (f", {self.suffix}" if self.suffix else "")

    @property
    def heading(self) -> str:
        """What the index files it under: a letter A to Z, else the name of the script."""
        first = fold(self.family)[:1].upper()
        if "A" <= first <= "Z":
            return first
        name = script(self.family)
        return {"CJK": "Han", "LATIN": "Other", "": "Other"}.get(name, name.capitalize())


@cache  # the same persons are on many papers
def split(text: str, family: str = "") -> Name:
    """Take a name apart. `family`: the family name where a curator said it; it must end `text` or begin it."""
    text = " ".join(text.split())
    if family and text.startswith(family + " ") and not text.endswith(" " + family):
        return Name(text, text[len(family) :].strip(), "", family, "")
    words = text.split(" ")
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    bare = " ".join(words)
    if family and (bare == family or bare.endswith(" " + family)):
        given, particle = _particle(bare[: len(bare) - len(family)].split())
        return Name(text, given, particle, family, suffix)
    if len(words) == 1:
        return Name(text, "", "", words[0], suffix)
    if script(words[0]) in _FAMILY_FIRST:
        return Name(text, " ".join(words[1:]), "", words[0], "")
    start = place = len(words) - 1
    while place > 1 and (words[place - 1] in _CAPITAL_PARTICLES or words[place - 1][:1].islower()):
        place -= 1
        if words[place] in _CAPITAL_PARTICLES:
            start = place  # Guy Van den Broeck: what is written small behind it belongs to it
    given, particle = _particle(words[:start])
    return Name(text, given, particle, " ".join(words[start:]), suffix)


def joined(particle: str, family: str) -> str:
    """A particle and a family name: without a space where the particle ends in an apostrophe or a hyphen."""
    return particle + family if not particle or particle.endswith(("'", "’", "-")) else f"{particle} {family}"


def of_group(text: str) -> Name:
    """The name of a group, which stays whole."""
    return Name(text, "", "", text, "", group=True)


def _particle(words: list[str]) -> tuple[str, str]:
    """Given names and the particle: the words at the end that are written small (never the first word)."""
    start = len(words)
    while start > 1 and words[start - 1][:1].islower():
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def fold(text: str) -> str:
    """`text` without case and accents, for comparing and sorting: `Löwe` and `LOWE` give `lowe`.

    Only the marks of Latin, Greek and Cyrillic go (U+0300 to U+036F); in other scripts marks make other letters.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = _MARKS.sub("", apart)
    if bare.isascii():
        return bare.lower()
    # Taken apart, some signs hold capitals (U+33C6 gives `C∕kg`).
    return unicodedata.normalize("NFC", bare.casefold().translate(_LETTERS))


@cache  # the same names and titles are asked for on page after page
def slug(text: str) -> str:
    """`text` as one part of an address: folded, letters and digits of any script, joined by single hyphens.

    Empty where `text` has neither letter nor digit.
    """
    if text.isascii():
        return b"-".join(text.lower().replace("'", "").encode().translate(_ALNUM).split()).decode()
    folded = fold(text).replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+" if folded.isascii() else r"(?:[^\W_]|[\u0900-\u0dff])+", folded))


def script(text: str) -> str:
    """The script of the first letter, by its Unicode name: LATIN, CJK, HANGUL, CYRILLIC; empty without a letter."""
    if text[:1].isascii() and text[:1].isalpha():
        return "LATIN"
    for character in text:
        if character.isalpha():
            return unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return ""


def is_latin(text: str) -> bool:
    """Whether the first letter of `text` is a Latin one."""
    return script(text) == "LATIN"
