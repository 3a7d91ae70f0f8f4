"""A YAML document built from the parser's events, with what may not stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from generator.core.problems import quoted
from generator.files import yaml_faults as faults
from generator.files.source_text import Place, control_character, unseen
from generator.files.yaml_document import Document, Path

EXCERPT = 300  # characters of a line that a message may need
_COMMENT = re.compile(r"\s*#.*")
DEPTH = 8  # lists and mappings inside each other; a paper needs three

# Free text, in which a `#` is more likely a character than the start of a comment.
TEXT_FIELDS = frozenset(
    {"title", "authors", "tldr", "why", "name", "family", "volume", "number", "pages", "publisher"}
    | {"definition", "reason", "aliases", "variants"}
)


class Found(NamedTuple):
    """A fault of the document: the function of its rule, its place, and what the function is given."""

    check: Any
    place: Place
    args: tuple[object, ...]


class TooDeep(Exception):
    """Lists and mappings stand more than DEPTH deep inside each other at `place`."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


_MISSING: Any = object()


class _Frame:
    """A mapping or list that is being read. path None: of something that does not count."""

    __slots__ = ("is_key", "key", "path", "value")

    def __init__(self, value: Any, path: Path | None, is_key: bool = False) -> None:
        self.value = value
        self.path = path
        self.key: Any = _MISSING
        self.is_key = is_key


class Builder:
    """Builds the document from the parser's events, so that no depth of nesting can exhaust the stack."""

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self.document = Document(lines, first_line)
        self.found: list[Found] = []
        self._lines = lines
        self._frames: list[_Frame] = []
        self._hash = any("#" in line for line in lines)

    def run(self, text: str) -> None:
        """Read `text`. Raises yaml.YAMLError."""
        parser = CParser(text)
        documents = 0
        while True:
            event: Any = parser.get_event()
            if event is None:
                return
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(self._frames) >= DEPTH:
                    raise TooDeep(self.document.place_of(event))
                self._start(event, {} if kind is yaml.MappingStartEvent else [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end()
            elif kind is yaml.AliasEvent:
                self._note(faults.anchor_or_alias, event, f"*{event.anchor}", self._rest(event), self._field())
                frame = self._frames[-1] if self._frames else None
                if frame is not None and type(frame.value) is dict and frame.key is _MISSING:
                    frame.key = None  # it stands where the name of a field should
                else:
                    self._value(None, event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._note(faults.yaml_syntax, event, "a second YAML document begins here",
                               "take the line out: a file holds one")  # fmt: skip
                    return
                if event.version or event.tags:
                    self._note(faults.yaml_syntax, event, "a line that begins with % is a YAML directive",
                               "take the line out")  # fmt: skip

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.anchor or event.tag:
            self._properties(event)
        if event.style == '"' and (bad := unseen(value)):
            self._note(bad[0], event, bad[1], value.count(bad[1]))
            self._break()
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is _MISSING and type(frame.value) is dict:
            self._key(frame, value, event)
            return
        if self._hash and not event.style:
            self._check_hash(event)
        if event.style == '"' and "\\" in self._lines[event.start_mark.line]:
            self._check_backslash(event)
        self._value(value, event)

    def _key(self, frame: _Frame, name: str, event: Any) -> None:
        path = None if frame.path is None else (*frame.path, name)
        if name == "<<":
            self._note(faults.merge_key, event)
            path = None
        elif not name:
            self._note(faults.yaml_syntax, event, "a field has no name", "write its name in front of the colon")
            path = None
        elif path is not None and path in self.document.names:
            self._note(faults.duplicate_field, event, name, self.document.name_place(path).line)
            path = None
        if path is not None:
            self.document.names[path] = event
        frame.key = path

    def _start(self, event: Any, value: Any) -> None:
        if event.anchor or event.tag:
            self._properties(event)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and type(frame.value) is dict and frame.key is _MISSING:
            self._note(faults.yaml_syntax, event, "a list or mapping stands where the name of a field should",
                       "write name: value")  # fmt: skip
            self._frames.append(_Frame(value, None, is_key=True))
            return
        # A mapping that stands in a list in brackets and has none itself is a text with a colon in it.
        if frame is not None and event.flow_style and type(value) is dict and type(frame.value) is list:
            line = self._lines[event.start_mark.line]
            if not line.startswith("{", event.start_mark.column):
                start = event.start_mark.column
                text = re.split(r",|\]", line[start : start + EXCERPT], maxsplit=1)[0].strip()
                place = self.document.place_of(event)._replace(length=len(text))
                self._note(faults.unquoted_colon, place, text, text)
                self._value(None, event)
                self._frames.append(_Frame(value, None))
                return
        path = self._value(value, event)
        self._frames.append(_Frame(value, path))

    def _end(self) -> None:
        frame = self._frames.pop()
        if frame.is_key:
            self._frames[-1].key = None

    def _value(self, value: Any, event: Any) -> Path | None:
        """Put `value` where it belongs; None: something that could not be read. Gives its path."""
        if not self._frames:
            self.document.value = value
            self.document.values[()] = event
            return ()
        frame = self._frames[-1]
        if type(frame.value) is dict:
            path, frame.key = frame.key, _MISSING
            if path is None:
                return None
            if value is None:
                self.document.broken.add(path[0])
            elif value != "":
                frame.value[path[-1]] = value
                self.document.values[path] = event
            return path  # type: ignore[no-any-return]  # what `_key` made
        if frame.path is None:
            return None
        if value == "":
            self._note(faults.empty_entry, event)
        if value is None or value == "":
            self.document.broken.update(frame.path[:1])
            return None
        path = (*frame.path, len(frame.value))
        frame.value.append(value)
        self.document.values[path] = event
        return path

    def _properties(self, event: Any) -> None:
        if event.anchor:
            self._note(faults.anchor_or_alias, event, f"&{event.anchor}", self._rest(event), self._field())
        if event.tag:
            self._note(faults.yaml_tag, event, str(event.tag), self._rest(event))
        self._break()

    def _field(self) -> str:
        """The name of the field whose own value begins here; empty in a list, and of the name of a field."""
        frame = self._frames[-1] if self._frames else None
        path = frame.key if frame is not None and type(frame.value) is dict else None
        return str(path[-1]) if path and path is not _MISSING else ""

    def _break(self) -> None:
        """The field that is being read has its problem: nothing more is to be said of it."""
        frame = self._frames[-1] if self._frames else None
        path = frame and (frame.key if type(frame.value) is dict else frame.path)
        if path and path is not _MISSING:
            self.document.broken.add(path[0])

    def _check_hash(self, event: Any) -> None:
        frame = self._frames[-1] if self._frames else None
        path = frame and (frame.key if type(frame.value) is dict else frame.path)
        name = next((part for part in reversed(path or ()) if isinstance(part, str)), "")
        end = event.end_mark
        if name not in TEXT_FIELDS or end.line >= len(self._lines):
            return
        comment = _COMMENT.match(self._lines[end.line], end.column)
        if comment:
            start = event.start_mark.column if event.start_mark.line == end.line else 0
            whole = self._lines[end.line][start:].strip()
            column = end.column + comment[0].index("#") + 1
            in_field = bool(frame) and type(frame.value) is dict  # type: ignore[union-attr]  # there is one
            place = Place(end.line + self.document.first_line, column, len(comment[0].strip()))
            self._note(faults.unquoted_hash, place, faults.field_line(name, whole) if in_field else quoted(whole))
            self._break()

    def _check_backslash(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        raw = self._lines[start.line][start.column : end.column if end.line == start.line else None]
        escape = re.search(r'(?<!\\)(?:\\\\)*(\\[^\\"/xuU])', raw)
        if escape:
            place = self.document.place_of(event)
            at = place._replace(column=place.column + escape.start(1), length=2)
            self._note(faults.backslash, at, escape[1], raw)
            self._break()
            if len(self.found) > 1 and self.found[-2][:2] == (control_character, place):
                del self.found[-2]  # the same backslash

    def _rest(self, event: Any) -> str:
        line: str = self._lines[event.start_mark.line]
        start = event.start_mark.column
        rest = line[start : start + EXCERPT].strip()  # not all of it: there may be thousands on one line
        return re.split(r"[,\]}]", rest, maxsplit=1)[0].strip() if len(self._frames) > 1 else rest

    def _note(self, check: Any, at: Any, *args: object) -> None:
        place = at if isinstance(at, Place) else self.document.place_of(at)
        self.found.append(Found(check, place, args))
