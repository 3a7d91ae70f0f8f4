"""The entries of a BibTeX file, cut apart and parsed so that each is read, or reported with its line.

Format: Patashnik, BibTeXing (1988) and Designing BibTeX Styles (1988). BibTeX ignores what stands between entries. Here
an entry also ends where the next one begins on a line of its own, so that a missing brace costs one entry.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

COMMENT, STRING, PREAMBLE = "comment", "string", "preamble"
UNCLOSED = "its braces or quotes do not close, or a comma is missing"
_TYPE_NAMES = """
    article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings
    techreport unpublished bookinbook collection dataset electronic mvbook mvcollection mvproceedings mvreference online
    patent periodical reference report set software suppbook suppcollection suppperiodical thesis www xdata
"""
_TYPES = frozenset(_TYPE_NAMES.split())
_HEAD = re.compile(r"(?<![\w.])@[ \t]*([A-Za-z][\w-]*)\s*([{(])")
# On a line of its own: with a key and a comma behind it, or with a name and an equals sign for @string.
_LINE_HEAD = re.compile(
    r"^[ \t]*@[ \t]*(?:(?:comment|preamble)\s*[{(]|string\s*[{(]\s*[^\s={}()]+\s*=|[A-Za-z][\w-]*\s*[{(][^,={}()\"\n]*,"
    r"|(?:" + "|".join(sorted(_TYPES)) + r")\s*[{(])",
    re.MULTILINE | re.IGNORECASE,
)
_BARE_HEAD = re.compile(r"^[ \t]*@[ \t]*([A-Za-z][\w-]*)[ \t]*$|^[ \t]*@[ \t]*([A-Za-z][\w-]*)[ \t]+\w", re.MULTILINE)
_NAME = re.compile(r"\s*([^\s=,{}()\"#]+)\s*=\s*")
_SEPARATORS = re.compile(r"[\s,]*")
_SPACE = re.compile(r"\s*")
_NESTING = re.compile(r"[{}]")
_ESCAPED_NESTING = re.compile(r"\\[{}]|[{}]")
_CLOSING = {"{": "}", "(": ")"}
_KEY = {"}": re.compile(r"[^,={}\"]*"), ")": re.compile(r"[^,={}()\"]*")}
# A value without braces or quotes; it ends before the name of the next field.
_BARE = {
    "}": re.compile(r'[^\s,#={}"]+(?:[ \t]+(?![^\s=]+\s*=)[^\s,#={}"]+)*'),
    ")": re.compile(r'[^\s,#={}()"]+(?:[ \t]+(?![^\s=]+\s*=)[^\s,#={}()"]+)*'),
}
_REST = re.compile(r"[\s,}]*([A-Za-z][\w-]*\s*=\s*[{\"\w].*)")


@dataclass
class Entry:
    """An entry, or what should have been one.

    line: where it begins, from 1. kind: its type in lower case, without hyphens. fields: in the order of the
    file, names in lower case; a value is a list of parts, each (text, whether it may be the name of a @string). reason:
    why it cannot be read; empty where it can. faults: what of it was not read, in words.
    """

    line: int
    kind: str
    key: str = ""
    fields: list[tuple[str, list[tuple[str, bool]]]] = field(default_factory=list)
    reason: str = ""
    faults: list[str] = field(default_factory=list)


class _Unreadable(Exception):
    """The entry does not go on as it has to; the message is the reason."""


def read(text: str) -> Iterator[Entry]:
    """Yield every entry in the order of the file, those of `@string` and of unknown types, too."""
    heads = [match.start() for match in _LINE_HEAD.finditer(text)] + [len(text)]
    place = upcoming = counted = 0
    line = 1
    closed = True
    while True:
        match = _next_head(text, place)
        start = match.start() if match else len(text)
        yield from _between(text, place, start, line + text.count("\n", counted, place))
        if match is None:
            return
        line, counted = line + text.count("\n", counted, start), start
        while heads[upcoming] < match.end() and upcoming < len(heads) - 1:
            upcoming += 1
        limit = heads[upcoming]
        kind = _kind(match[1])
        if kind in (COMMENT, PREAMBLE):
            end = _end_of_group(text, match.end() - 1, len(text) if closed else limit)
            closed = closed and end >= 0  # searched to the end of the file only until one has none
            place = yield from _skip(text, match, limit, end, Entry(line, kind))
            continue
        entry, place = _parse(text, match, limit, Entry(line, kind))
        yield entry


def _kind(written: str) -> str:
    """Return the type of an entry: `In-Proceedings` is `inproceedings`."""
    return re.sub(r"[-_]", "", written.lower())


def _next_head(text: str, place: int) -> re.Match[str] | None:
    """Return the next head of an entry that stands in no line that `%` turns into a comment."""
    while match := _HEAD.search(text, place):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not before.lstrip().startswith("%"):
            return match
        place = match.end()
    return None


def _between(text: str, start: int, end: int, line: int) -> Iterator[Entry]:
    """Report what stands between entries and should have been one. line: of `start`."""
    between = text[start:end]
    if "@" not in between:
        return
    for match in _BARE_HEAD.finditer(between):
        kind = _kind(match[1] or match[2])
        if kind in _TYPES:
            yield Entry(
                line + between.count("\n", 0, match.start()), kind, reason=f"no brace follows @{match[1] or match[2]}"
            )


def _skip(text: str, head: re.Match[str], limit: int, end: int, entry: Entry) -> Generator[Entry, None, int]:
    """Skip a comment or a preamble, whose group ends at `end`, or nowhere (-1), and return the place behind it.

    Entries in a comment are no records; those that begin on lines of their own are reported.
    """
    if end < 0:
        if entry.kind == PREAMBLE:
            entry.reason = UNCLOSED
            yield entry
        return limit
    for match in _LINE_HEAD.finditer(text, limit, end):
        inner = _HEAD.search(text, match.start())
        if inner is not None:
            line = entry.line + text.count("\n", head.start(), inner.start())
            yield Entry(line, _kind(inner[1]), _key(text, inner), reason=f"it stands in an @{entry.kind}")
    return end + 1


def _key(text: str, head: re.Match[str]) -> str:
    match = _KEY["}"].match(text, head.end())
    return match[0].strip()[:80] if match else ""


def _end_of_group(text: str, start: int, limit: int) -> int:
    """Return the place of what closes the brace or parenthesis at `start`; -1 where nothing does."""
    depth = 0
    for match in re.compile("[{}]" if text[start] == "{" else "[()]").finditer(text, start, limit):
        depth += 1 if match[0] == text[start] else -1
        if depth == 0:
            return match.start()
    return -1


def _parse(text: str, head: re.Match[str], limit: int, entry: Entry) -> tuple[Entry, int]:
    """Return an entry with its fields and the place behind it.

    BibTeX counts braces with a backslash, too. Where that leaves something unread, they are not counted; and where
    fields follow the closing brace, it is taken to be one too many.
    """
    attempts: list[tuple[Entry, int]] = []
    for nesting, surplus in ((_NESTING, False), (_ESCAPED_NESTING, False), (_NESTING, True)):
        parser = _Parser(text, head.end(), limit, _CLOSING[head[2]], nesting, surplus)
        with suppress(_Unreadable):
            attempts.append((parser.entry(Entry(entry.line, entry.kind)), parser.place))
            if not attempts[-1][0].faults:
                break
    if attempts:
        return max(attempts, key=lambda attempt: (len(attempt[0].fields), -len(attempt[0].faults)))
    entry.key, entry.reason = _key(text, head), UNCLOSED
    return entry, limit


class _Parser:
    """The parser of one entry, which has to end before `limit`."""

    def __init__(
        self, text: str, place: int, limit: int, closing: str, nesting: re.Pattern[str], surplus: bool
    ) -> None:
        self._text = text
        self.place = place
        self._limit = limit
        self._closing = closing
        self._nesting = nesting
        self._surplus = surplus  # whether a closing brace that fields follow is skipped

    def entry(self, entry: Entry) -> Entry:
        """Return `entry` with its key and fields. Raises _Unreadable."""
        if entry.kind != STRING:
            entry.key = self._read_key()
        while True:
            self._skip(_SEPARATORS)
            if self._text[self.place] == self._closing:
                self.place += 1
                rest = _REST.match(self._text, self.place, self._limit)
                if rest is None:
                    return entry
                if not self._surplus:
                    entry.faults.append(f'the entry ends before "{" ".join(rest[1].split())[:200]}"')
                    return entry
                entry.faults.append("a brace is one too many")
                self.place = rest.start(1)
                continue
            match = _NAME.match(self._text, self.place, self._limit)
            if match is None:
                entry.faults.append(f'"{self._read_junk()[:200]}" is no field')
                continue
            self.place = match.end()
            entry.fields.append((match[1].lower(), self._read_value()))

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self.place, self._limit)
        self.place = match.end() if match else self.place
        if self.place >= self._limit:
            raise _Unreadable

    def _read_key(self) -> str:
        """Return the key, which may be missing, and may lack the comma behind it."""
        match = _KEY[self._closing].match(self._text, self.place, self._limit)
        written = match[0] if match else ""
        end = self.place + len(written)
        if end >= self._limit:
            raise _Unreadable
        if self._text[end] == "=":  # it belongs to the name of a field
            words = written.split()
            key = " ".join(words[:-1])
            self.place += written.rindex(words[-1]) if words else 0
            return key
        self.place = end
        return " ".join(written.split())

    def _read_junk(self) -> str:
        """Return what is no field, up to the next comma, field or end."""
        start = self.place
        while True:
            character = self._text[self.place]
            if character == "{":
                self.place = self._end_of_braces(self.place)
            elif character in (self._closing, "}"):
                if self.place == start:
                    raise _Unreadable
                break
            elif character == "," or (self._at_word(start) and _NAME.match(self._text, self.place, self._limit)):
                break
            self.place += 1
            if self.place >= self._limit:
                raise _Unreadable
        return " ".join(self._text[start : self.place].split())

    def _at_word(self, start: int) -> bool:
        before, here = self._text[self.place - 1], self._text[self.place]
        return self.place > start and not here.isspace() and (before.isspace() or before == "}")

    def _read_value(self) -> list[tuple[str, bool]]:
        parts: list[tuple[str, bool]] = []
        while True:
            self._skip(_SPACE)
            character = self._text[self.place]
            if character == "{":
                end = self._end_of_braces(self.place)
                parts.append((self._text[self.place + 1 : end], False))
                self.place = end + 1
            elif character == '"':
                end = self._end_of_quotes(self.place)
                parts.append((self._text[self.place + 1 : end].replace('""', '"'), False))
                self.place = end + 1
            elif match := _BARE[self._closing].match(self._text, self.place, self._limit):
                parts.append((match[0], not match[0].isdigit()))
                self.place = match.end()
            self._skip(_SPACE)
            if self._text[self.place] != "#":
                return parts
            self.place += 1

    def _end_of_braces(self, start: int) -> int:
        depth = 0
        for match in self._nesting.finditer(self._text, start, self._limit):
            depth += (match[0] == "{") - (match[0] == "}")
            if depth == 0:
                return match.start()
        raise _Unreadable

    def _end_of_quotes(self, start: int) -> int:
        """Return the place of the closing quote: outside of braces, and followed by what may follow a value."""
        depth = 0
        for match in re.compile(r'\\[{}]|[{}"]').finditer(self._text, start + 1, self._limit):
            if match[0] != '"':
                brace = match[0][-1] if len(match[0]) == 1 or self._nesting is _NESTING else ""
                depth += (brace == "{") - (brace == "}")
            elif depth == 0:
                after = _SPACE.match(self._text, match.end(), self._limit)
                end = after.end() if after else match.end()
                if (
                    end >= self._limit
                    or self._text[end] in f",#{self._closing}"
                    or _NAME.match(self._text, end, self._limit)
                ):
                    return match.start()
        raise _Unreadable
