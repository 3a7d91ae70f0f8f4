"""Names of persons: their parts, their order, their addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from generator.model import surnames

# Letters that Unicode does not take apart into a base letter and a mark, as the Latin alphabet's users file them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ƶ": "z", "ɓ": "b", "ɗ": "d", "ə": "e", "’": "'", "ʼ": "'", "‐": "-", "‑": "-",
    }
)  # fmt: skip
_SIGNS = {ord(sign): None for sign in "'’‘ʼ`´"}
# Microsoft, "Naming Files, Paths, and Namespaces".
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
_ALNUM = bytes(n if chr(n).isalnum() and n < 128 else 32 for n in range(256))  # all other ASCII becomes a space
_MARKS = re.compile("[\u0300-\u036f]+")
_RUN_OF_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\.[^\W\d_]\.?")
_ABBREVIATED = re.compile(r"[^\W\d_]{1,2}\.(?:-[^\W\d_]\.)*")  # Yu. is as short as it gets
_FIRST_LETTER = re.compile(r"^([^\W\d_][\u0300-\u036f]*).*$")
_WITH_INITIALS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN"})
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
    def inverted(self) -> str:
        """The name with the family name in front and commas between its parts: `van der Maaten, Laurens`.

        Reference managers tell the parts by the commas. A name of one part, or of a group, has none.
        """
        if not self.given:
            return self.text
        return ", ".join(part for part in (self.surname, self.given, self.suffix) if part)

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Order of an index: Latin names by family name without particle and accents, then the other scripts."""
        return (0 if is_latin(self.family) else 1, fold(self.family), fold(self.given), self.text)

    @property
    def filed(self) -> str:
        """The name as an index prints it: `Maaten, Laurens van der`."""
        if is_family_first(self.family) or not self.given:
            return self.text
        rest = f"{self.given} {self.particle}".strip()
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
    """Take a person's name apart. family: the family name where it is known, a run of whole words of `text`.

    A known family name that begins the text stands before the given names; what follows one inside it is a suffix.
    One that is not in the text is as unknown as none.
    """
    words = text.split()
    text = " ".join(words)
    if not family and surnames.are_plain(words):
        return Name(text, " ".join(words[:-1]), "", words[-1], "")
    words, suffix = surnames.without_suffix(text.split(" "))
    if family:
        for bare, behind in ((" ".join(words), suffix), (text, "")):
            if around := _around(bare, family):
                return _known(text, family, *around, behind)
    if len(words) == 1:
        return Name(text, "", "", words[0], suffix)
    if is_family_first(words[0]) or surnames.is_vietnamese(words):
        return Name(text, " ".join(words[1:]), "", words[0], suffix)
    given = words
    if initials := surnames.trailing_initials(words):
        given, words = words[initials:], ["", *words[:initials]]
    place, start = surnames.start(words)
    particle, surname = " ".join(words[place:start]), " ".join(words[start:])
    if clip := surnames.clipped(surname) if start else "":
        particle, surname = f"{particle} {clip}".strip(), surname[len(clip) :]
    return Name(text, " ".join(given if initials else words[:place]), particle, surname, suffix)


def has_family(text: str, family: str) -> bool:
    """Whether `family` is a run of whole words of a name, or what follows a clipped particle in it."""
    return _around(" ".join(text.split()), family) is not None or bool(
        _around(" ".join(surnames.without_suffix(text.split())[0]), family)
    )


def _around(text: str, family: str) -> tuple[str, str] | None:
    """What stands before the family name in `text` and what behind it; the last place where it stands counts."""
    before = text.removesuffix(family)
    if text.endswith(family) and (not before or before[-1] == " " or surnames.is_clipped(before)):
        return before.strip(), ""
    if text.startswith(f"{family} "):
        return "", text[len(family) :].strip()
    before, found, behind = text.rpartition(f" {family} ")
    return (before, behind) if found else None


def _known(text: str, family: str, before: str, behind: str, suffix: str) -> Name:
    if not before:
        return Name(text, behind, "", family, suffix)
    words = before.split(" ")
    start = len(words)
    while start > 1 and surnames.is_particle(words[start - 1]):
        start -= 1
    suffix = " ".join(part for part in (behind, suffix) if part)
    return Name(text, " ".join(words[:start]), " ".join(words[start:]), family, suffix)


def initials(name: Name) -> str:
    """The initials of the given names, with full stops: `J.-R.` of Jean-Rémi, `T. A.` of `T.A.` and `TA`.

    A nickname in brackets or quotes has none. What begins with no letter stays as it is. Empty where the script of the
    name has no initials.
    """
    if script(name.given) not in _WITH_INITIALS:
        return ""
    return " ".join(_initial(word) for word in given_names(name).split() if word[0] not in '("“‘«[')


def given_names(name: Name) -> str:
    """The given names, initials that are run together apart: `J. R. R.` of `J.R.R.` and of `JRR`."""
    capitals = any(map(str.islower, name.family))  # else capitals say nothing: TA KELLER
    return " ".join(_apart(word, capitals) for word in name.given.split())


def _apart(word: str, capitals: bool) -> str:
    if _RUN_OF_INITIALS.fullmatch(word):
        return re.sub(r"(\.)(?=\w)", r"\1 ", word)
    if capitals and 1 < len(word) < 4 and word.isalpha() and word.isupper():
        return " ".join(f"{letter}." for letter in word)
    return word


def _initial(word: str) -> str:
    if _ABBREVIATED.fullmatch(word):
        return word
    return "-".join(_FIRST_LETTER.sub(r"\1.", part) for part in re.split("[-‐‑]", word) if part)


def joined(particle: str, family: str) -> str:
    """A particle and a family name: `van der Maaten`, `d'Alembert`."""
    return particle + family if not particle or surnames.is_clipped(particle) else f"{particle} {family}"


def of_group(text: str) -> Name:
    """The name of a group, which stays whole."""
    return Name(text, "", "", text, "", group=True)


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

    Empty where `text` has neither letter nor digit. A name that Windows keeps for a device gets a `_` behind it, which
    no other slug has: `Aux` gives `aux_`.
    """
    if text.isascii():
        found = b"-".join(text.lower().replace("'", "").encode().translate(_ALNUM).split()).decode()
    else:
        folded = fold(text).replace("'", "")
        found = "-".join(re.findall(r"[a-z0-9]+" if folded.isascii() else r"(?:[^\W_]|[\u0900-\u0dff])+", folded))
    return f"{found}_" if found in _DEVICES else found


def is_device(name: str) -> bool:
    """Return whether Windows keeps a file's or folder's name for a device, in any case and with any ending."""
    return fold(name.partition(".")[0].rstrip(" ")) in _DEVICES


@cache
def spelling(text: str) -> str:
    """What is compared of two names: letters and digits with their accents, without case and punctuation."""
    if text.isascii():
        return slug(text)
    whole = unicodedata.normalize("NFC", text.casefold()).translate(_SIGNS)
    return "-".join(re.findall(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])+", whole))


def script(text: str) -> str:
    """The script of the first letter, by its Unicode name: LATIN, CJK, HANGUL, CYRILLIC; empty without a letter."""
    if text[:1].isascii() and text[:1].isalpha():
        return "LATIN"
    for character in text:
        if character.isalpha():
            return unicodedata.name(character, "").split(" ")[0].split("-")[0]
    return ""


def is_family_first(text: str) -> bool:
    """Whether names in the script of `text` begin with the family name."""
    return script(text) in _FAMILY_FIRST


def is_latin(text: str) -> bool:
    """Whether the first letter of `text` is a Latin one."""
    return script(text) == "LATIN"
