"""A YAML document as values, with the place of everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.files.source_text import Place

Path = tuple[str | int, ...]  # ("authors", 2, "name")


@dataclass
class Document:
    """What a YAML text holds.

    value: mappings, lists and texts; empty values are left out. values, names: path of a value → the parser's event of
    it and of the name of its field (places are made from them only when asked for).
    broken: top-level fields that could not be read; each has its problem already. unread: so much is wrong that
    reading was given up.
    """

    lines: Sequence[str] = ()
    first_line: int = 1
    value: Any = None
    values: dict[Path, Any] = field(default_factory=dict)
    names: dict[Path, Any] = field(default_factory=dict)
    broken: set[str | int] = field(default_factory=set)
    unread: bool = False

    def place(self, path: Path) -> Place:
        """Where the value at `path` stands; if it is not known, what it stands in."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.values:
                return self.place_of(self.values[path[:end]])
        return Place(self.first_line)

    def name_place(self, path: Path) -> Place:
        """Where the name of the field at `path` stands."""
        return self.place_of(self.names[path]) if path in self.names else self.place(path)

    def place_of(self, event: Any) -> Place:
        """Where an event of the parser stands; of several lines the first."""
        start, end = event.start_mark, event.end_mark
        if end.line == start.line:
            length = end.column - start.column
        else:
            length = len(self.lines[start.line].rstrip()) - start.column if start.line < len(self.lines) else 1
        return Place(start.line + self.first_line, start.column + 1, max(1, length))

    def places_in(self, path: Path, pieces: Sequence[str]) -> list[Place]:
        """Where pieces of the text at `path` stand, given in their order; one that is not found has the text's place.

        In quotes a piece may be written with escapes: a backslash or quotation mark twice.
        """
        event = self.values.get(path)
        if event is None:
            return [self.place(path)] * len(pieces)
        found = []
        line, column = event.start_mark.line, event.start_mark.column
        for piece in pieces:
            forms = (piece, piece.replace("\\", "\\\\").replace('"', '\\"'), piece.replace("'", "''"))
            for number in range(line, min(event.end_mark.line + 1, len(self.lines))):
                text, start = self.lines[number], column if number == line else 0
                starts = [(at, form) for form in forms if (at := text.find(form, start)) >= 0]
                if starts:
                    at, form = min(starts, key=lambda one: (one[0], -len(one[1])))
                    found.append(Place(number + self.first_line, at + 1, len(form)))
                    line, column = number, at + len(form)
                    break
            else:
                found.append(self.place(path))
        return found
