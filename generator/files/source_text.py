"""A file of the input as text: its bytes decoded, its characters looked at, its problems gathered with their places."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from generator.core.problems import MOST, Fault, Problem, rule

PAPER_LIMIT = 64 * 1024
VOCABULARY_LIMIT = 4 * 1024 * 1024
MANY = 200
LONGEST = 700  # characters of a message: the categories of a list, and little more

# C0 and C1 controls but for tab and line feed, soft hyphen, characters without width that join nothing, line and
# paragraph separators, interlinear marks, the replacement character, noncharacters, private use and tags. The joiners
# U+200C and U+200D stay: Persian and Indic names need them.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffd\ufffe\uffff"
    "\ufdd0-\ufdef\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 15))
    + "]"
)
# Unicode Standard Annex 9: embeddings, overrides, isolates, and the marks.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Marks that stand above or below a letter, of the scripts in which they can be piled up: Latin, Greek and Cyrillic,
# Hebrew, Arabic, Thai, and those for symbols. No word has more than four on one letter.
_PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{6,}"
)
_ALSO = {"\r": "a carriage return", "\xad": "a soft hyphen", "\ufffd": "the mark of a lost character"}


class Place(NamedTuple):
    """A piece of one line, from 1; line 0: the file as a whole, column 0: the line as a whole."""

    line: int = 0
    column: int = 0
    length: int = 1


NOWHERE = Place()
Check = Callable[..., Fault]  # a function with `@rule` that words what its rule finds


class Source:
    r"""The text of one file and what is wrong with it.

    path: from the root of the project, with `/`. text: line ends are `\n`, controls are spaces, no byte-order mark.
    shown: the text that excerpts are taken from, as long as `text`. spoiled: lines whose characters have their problem.
    """

    def __init__(self, path: str, text: str = "", shown: str | None = None) -> None:
        self.path = path
        self.text = text
        self._problems: list[Problem] = []
        self.spoiled: set[int] = set()
        self._shown = shown
        self._counts: Counter[str] = Counter()  # rule → how many problems

    @property
    def problems(self) -> list[Problem]:
        """The problems in the order in which they were noted; the last of a rule says how many are not listed."""
        found = list(self._problems)
        for name, number in self._counts.items():
            if number > MOST:
                last = max(n for n, problem in enumerate(found) if problem.rule == name)
                found[last] = replace(found[last], more=number - MOST)
        return found

    @cached_property
    def lines(self) -> list[str]:
        """The lines as they are in the file."""
        return (self.text if self._shown is None else self._shown).split("\n")

    def add(self, check: Check, place: Place, *args: object) -> None:
        """Note what `check` says of `args` as a problem at `place`; after the first MOST of a rule they are counted."""
        name = name_of(check)
        if self._counts[name] < MOST:
            self.add_fault(name, place, check(*args))
        else:
            self._counts[name] += 1

    def add_fault(self, name: str, place: Place, fault: Fault) -> None:
        """Note a fault under the rule `name`; the rest as of `add`."""
        self._counts[name] += 1
        if self._counts[name] <= MOST:
            self._problems.append(self.problem(name, place, fault))

    def forget_problems(self) -> None:
        """Drop all problems that were noted."""
        self._problems.clear()
        self._counts.clear()

    def problem(self, name: str, place: Place, fault: Fault) -> Problem:
        """Return a fault of the rule `name` as a problem of this file, without noting it."""
        line, column, length = place
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        length = max(1, min(length, len(excerpt) - column + 1)) if column else 1
        message, advice = _shortened(fault.message), _shortened(fault.advice)
        return Problem(self.path, line, column, name, message, advice, excerpt, length)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 4 :]}"


def name_of(check: Callable[..., object]) -> str:
    """The name of the rule that a function with `@rule` stands for."""
    return str(getattr(check, "rule"))  # noqa: B009 - set by `rule`, unknown to the type


@rule(
    "file-too-large",
    wrong="---\ntitle: Waves\n---\n(and so on, for 70,000 characters)",
    right='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    part="file",
)
def file_too_large(limit: int) -> Fault:
    """A paper file has at most 64 KiB (65,536 bytes), a vocabulary file at most 4 MiB."""
    return Fault(f"the file has more than {limit:,} bytes", "leave out what is not front matter and summary")


@rule(
    "not-utf-8",
    wrong='---\ntitle: "Caf\\xe9 waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    right='---\ntitle: "Caf\\xc3\\xa9 waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    part="file",
)
def not_utf_8(byte: int, looks_like: str) -> Fault:
    """A file is UTF-8."""
    return Fault(
        f"the byte 0x{byte:02x} is not UTF-8; the file looks like {looks_like}", "save the file with encoding UTF-8"
    )


@rule(
    "byte-order-mark",
    wrong='\\ufeff---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    right='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    part="file",
)
def byte_order_mark() -> Fault:
    """A file does not begin with a byte-order mark."""
    return Fault("the file begins with a byte-order mark", 'save it as "UTF-8" instead of "UTF-8 with BOM"')


@rule("control-character", wrong='title: "Traveling\\u00ad waves"', right='title: "Traveling waves"')
def control_character(character: str, times: int) -> Fault:
    """No control characters, invisible characters, private-use characters or noncharacters.

    A tab in the summary and the joiners U+200C and U+200D, which some scripts need, may stand.
    """
    ends = "save the file with line ends of Unix (LF) or Windows (CRLF)"
    return _unseen(character, times, ends if character == "\r" else "take it out, or write the character that is meant")


@rule("bidi-character", wrong='title: "Traveling \\u202ewaves"', right='title: "Traveling waves"')
def bidi_character(character: str, times: int) -> Fault:
    """No characters that change the direction of the text around them; the site sets the direction itself."""
    return _unseen(character, times, "take it out")


@rule("piled-marks", wrong="title: Wa\u0301\u0302\u0303\u0304\u0306\u0307\u0308ves", right="title: Wáves")
def piled_marks(marks: str, times: int) -> Fault:
    """No letter has more than five combining marks, which would cover the lines above and below it."""
    more = "" if times == 1 else f", {times} times"
    return Fault(f"{len(marks)} marks stand on one letter{more}", "leave those that the word is written with")


def _unseen(character: str, times: int, advice: str) -> Fault:
    name = _ALSO.get(character) or unicodedata.name(character, "").lower() or "a control character"
    if unicodedata.category(character) in ("Co", "Cn"):
        name = "a private-use character" if unicodedata.category(character) == "Co" else "not a character"
    more = "" if times == 1 else f", {times} times"
    return Fault(f"U+{ord(character):04X} ({name}) stands here{more}", advice)


_REFUSED: tuple[tuple[Check, re.Pattern[str]], ...] = (
    (control_character, CONTROL),
    (bidi_character, _BIDI),
    (piled_marks, _PILE),
)


def decode(data: bytes, path: str, limit: int = PAPER_LIMIT) -> Source:
    """The bytes of a file as a Source. What is wrong with them is noted, and reading goes on as well as it can.

    data: at least the first `limit` + 1 bytes of the file.
    """
    if len(data) > limit:
        source = Source(path)
        source.add(file_too_large, NOWHERE, limit)
        return source
    try:
        text, wrong = data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        text, wrong = _guess(data), error
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    shown = text
    # `isprintable` is quick and true of nearly every file; the replacement character counts as printable.
    clean = text.replace("\n", "").isprintable() and "\ufffd" not in text
    if (not clean and unseen(text)) or (not text.isascii() and _PILE.search(text)):
        text = _PILE.sub(lambda marks: " " * len(marks[0]), _BIDI.sub(" ", CONTROL.sub(" ", text.replace("\r", "\n"))))
        shown = shown.replace("\r", "\n")
    source = Source(path, text, shown)
    if wrong is not None:
        line, column = _position(data, wrong.start)
        source.add(not_utf_8, Place(line, column), data[wrong.start], _looks_like(data))
        return source
    if marked:
        source.add(byte_order_mark, Place(1, 0))
    if shown is not text:
        look_at(source, data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))
    return source


def look_at(source: Source, text: str) -> None:
    """Note the characters in `text`, which is the source's own, that may not stand there: one problem for each kind."""
    for check, pattern in _REFUSED:
        seen: dict[str, list[Place]] = {}
        for match in islice(pattern.finditer(text), MANY):  # a file of another kind has no end of them
            before = text[: match.start()].replace("\r", "\n")
            place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
            source.spoiled.add(place.line)
            seen.setdefault(match[0], []).append(place)
        for character, places in seen.items():
            source.add(check, places[0], character, len(places))


def unseen(text: str) -> tuple[Check, str] | None:
    """The check that `text`, a value that escapes were resolved in, fails, and the character; None if it is clean."""
    for check, pattern in _REFUSED:
        if match := pattern.search(text):
            return check, match[0]
    return None


_MARKS: Mapping[bytes, str] = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def _looks_like(data: bytes) -> str:
    if data[:2] in _MARKS or data.count(0) > len(data) // 4:
        return "UTF-16"
    return "Windows-1252" if any(0x80 <= byte < 0xA0 for byte in data) else "Latin-1 or Windows-1252"


def _guess(data: bytes) -> str:
    if _looks_like(data) == "UTF-16":
        encoding = _MARKS.get(data[:2], "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
        return data.decode(encoding, "replace")
    return data.decode("cp1252", "replace")


def _position(data: bytes, index: int) -> tuple[int, int]:
    start = data.rfind(b"\n", 0, index) + 1
    return data.count(b"\n", 0, index) + 1, len(data[start:index].decode("utf-8", "replace")) + 1
