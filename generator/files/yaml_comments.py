"""The comments of a YAML document, told apart from a `#` inside a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.files.yaml_document import Document

_MARK = re.compile(r"(?:^|(?<=\s))#")


def iter_comments(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the line and the column of each comment, both from 0, in the order of lines."""
    taken = _find_taken(document)
    for number, line in enumerate(document.lines):
        if "#" not in line:
            continue
        columns = taken.get(number, ())
        for match in _MARK.finditer(line):
            if not any(left <= match.start() < right for left, right in columns):
                yield number, match.start()
                break


def _find_taken(document: Document) -> dict[int, list[tuple[int, int]]]:
    """Return line → columns (start, end) that texts take up, in which a # is not a comment."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for event in [*document.values.values(), *document.names.values()]:
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            for line in range(start.line, min(end.line + 1, len(document.lines))):
                left = start.column if line == start.line else 0
                right = end.column if line == end.line else len(document.lines[line])
                taken.setdefault(line, []).append((left, right))
    return taken
