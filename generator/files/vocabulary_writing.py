"""A vocabulary file with entries changed, removed or added. All other lines, all comments and all line ends stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from generator.files import vocabulary_files, writing
from generator.files.vocabulary_files import VocabularyFile
from generator.files.yaml_comments import iter_comments
from generator.model.vocabulary_model import MODELS

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_DASH = re.compile(r"\s*-(?:\s|$)")
_QUOTED = frozenset({"definition"})


class UnusualLayout(Exception):
    """The file is written in a way in which an entry cannot be changed without touching the others."""


class VocabularyText:
    """The text of a vocabulary file, entry by entry. The file must be free of problems.

    data: its bytes; empty where there is no file yet.
    """

    def __init__(self, file: VocabularyFile | None, kind: str, data: bytes = b"") -> None:
        self._kind = kind
        self._file = file or vocabulary_files.parse(b"", "", kind)
        document = self._file.document
        self._lines = _LINE.findall(data.decode())
        self._end = "\r\n" if self._lines and self._lines[0].endswith("\r\n") else "\n"
        self._values: list[dict[str, Any]] = [dict(value) for value in document.value or ()]
        self._starts = [self._first_line(number) for number in range(len(self._values))]
        self._comments = dict(iter_comments(document))
        self._changes: dict[int, dict[str, Any]] = {}
        self._removed: set[int] = set()
        self._added: list[dict[str, Any]] = []

    def _first_line(self, number: int) -> int:
        """The line in which the hyphen of an entry stands."""
        line: int = self._file.document.values[number,].start_mark.line
        while line and not _DASH.match(self._lines[line]):
            line -= 1
        return line

    def change(self, number: int, values: Mapping[str, Any]) -> None:
        """Give the entry `number` these values; an empty one removes the field. Other fields stay as they are."""
        there = self._values[number]
        new = {name: value for name, value in values.items() if (value or None) != there.get(name)}
        self._changes.setdefault(number, {}).update(new)

    def remove(self, number: int) -> None:
        """Remove the entry; comments in it and below it stay."""
        self._removed.add(number)

    def add(self, values: Mapping[str, Any]) -> None:
        """Put a new entry last."""
        self._added.append({name: values[name] for name in MODELS[self._kind].model_fields if values.get(name)})

    def encode(self) -> bytes:
        """Return the bytes of the whole file. Raises UnusualLayout."""
        root = self._file.document.values.get(())
        if self._values and getattr(root, "flow_style", False):
            raise UnusualLayout("the entries stand between brackets; begin each on a line of its own, with a hyphen")
        data = "".join(self._with_ends(self._iter_lines())).encode()
        expected = [
            {name: value for name, value in {**old, **self._changes.get(number, {})}.items() if value}
            for number, old in enumerate(self._values)
            if number not in self._removed
        ] + self._added
        if (vocabulary_files.parse(data, "", self._kind).document.value or []) != expected:
            raise UnusualLayout("an entry is written in an unusual way; write its fields below each other, name: value")
        return data

    def _with_ends(self, lines: Iterator[str]) -> Iterator[str]:
        """The lines, each but the last with an end; of the last it stays as it is in the file."""
        before = ""
        for line in lines:
            yield f"{before}{self._end}" if before and not before.endswith("\n") else before
            before = line
        yield f"{before}{self._end}" if self._added and not before.endswith("\n") else before

    def _iter_lines(self) -> Iterator[str]:
        bounds = [*self._starts, len(self._lines)]
        head = self._lines[: bounds[0]]
        yield from head if self._values else [line for line in head if line.strip() != "[]"]
        blank = True  # whether the last line that was given is blank, or there is none
        for number, (start, end) in enumerate(pairwise(bounds)):
            content = self._content_end(start, end)
            tail = self._lines[content:end]
            if number in self._removed:
                lines = [f"{self._indent}{comment}{self._end}" for comment in self._comments_in(start, content)]
                while blank and not lines and tail and not tail[0].strip():
                    del tail[0]
            elif number in self._changes:
                lines = list(self._changed(number, start, content))
            else:
                lines = self._lines[start:content]
            yield from lines
            yield from tail
            if lines or tail:
                blank = not [*lines, *tail][-1].strip()
        yield from self._new_entries(blank)

    @property
    def _indent(self) -> str:
        """What stands before the hyphens of the entries."""
        line = self._lines[self._starts[0]] if self._starts else ""
        return line[: len(line) - len(line.lstrip())]

    def _new_entries(self, blank: bool) -> Iterator[str]:
        first = self._lines[: self._starts[1]] if len(self._starts) > 1 else [""]
        apart = not first[-1].strip() and len(self._starts) > 1
        for values in self._added:
            if apart and not blank:
                yield self._end
            blank = False
            for number, line in enumerate(_entry(values)):
                yield f"{self._indent}{'  ' if number else '- '}{line}{self._end}"

    def _changed(self, number: int, start: int, end: int) -> Iterator[str]:
        """The lines of an entry with its changes."""
        changes = dict(self._changes[number])
        document = self._file.document
        if getattr(document.values[number,], "flow_style", False):
            values = {**self._values[number], **changes}
            yield from (f"{self._indent}{comment}{self._end}" for comment in self._comments_in(start, end))
            for place, line in enumerate(_entry({name: value for name, value in values.items() if value})):
                yield f"{self._indent}{'  ' if place else '- '}{line}{self._end}"
            return
        marks = sorted(
            (event.start_mark.line, event.start_mark.column, str(path[1]))
            for path, event in document.names.items()
            if len(path) == 2 and path[0] == number
        )
        yield from self._lines[start : marks[0][0]]
        head = self._lines[marks[0][0]][: marks[0][1]]  # the hyphen, where the first field stands beside it
        bounds = [*(line for line, _, _ in marks), end]
        for (line, column, name), below in zip(marks, bounds[1:], strict=True):
            text = self._lines[line:below]
            if name in changes:
                value = changes.pop(name)
                content = self._content_end(line, below)
                new = [f"{' ' * column}{comment}{self._end}" for comment in self._comments_in(line, content)]
                if value:
                    new += [f"{' ' * column}{part}{self._end}" for part in _field(name, value)]
                text = [*new, *self._lines[content:below]]
            elif line == marks[0][0]:
                text = [" " * column + text[0][column:], *text[1:]]
            for part in text:
                if head and part.strip() and not part.lstrip().startswith("#"):
                    yield head + part[column:]
                    head = ""
                else:
                    yield part
        for name, value in changes.items():
            if value:
                yield from (f"{' ' * marks[0][1]}{part}{self._end}" for part in _field(name, value))

    def _content_end(self, start: int, end: int) -> int:
        """The line behind the last of those from `start` to `end` that hold more than a comment."""
        while end > start and not self._lines[end - 1][: self._comments.get(end - 1)].strip():
            end -= 1
        return end

    def _comments_in(self, start: int, end: int) -> list[str]:
        """The comments of the lines from `start` to `end`, without what stands before them."""
        return [self._lines[n][self._comments[n] :].rstrip() for n in range(start, end) if n in self._comments]


def _entry(values: Mapping[str, Any]) -> list[str]:
    return [line for name, value in values.items() for line in _field(name, value)]


def _field(name: str, value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [f"{name}: {writing.quoted_line(value) if name in _QUOTED else writing.scalar(value, name)}"]
    return [f"{name}: [{', '.join(writing.scalar(entry, name, flow=True) for entry in value)}]"]
