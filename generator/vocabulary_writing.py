"""A vocabulary file with entries changed, taken out or added; every other line stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator import writing
from generator.vocabulary_files import VocabularyFile
from generator.vocabulary_model import MODELS

_FIELD = re.compile(r"(?:- |  )[\"']?(\w+)[\"']?:")
_QUOTED = frozenset({"definition"})


class VocabularyText:
    """The text of a vocabulary file, entry by entry. The file must be free of faults."""

    def __init__(self, file: VocabularyFile | None, kind: str) -> None:
        lines = list(file.document.lines) if file is not None else []
        while lines and not lines[-1].strip():
            lines.pop()
        self._fields = list(MODELS[kind].model_fields)
        starts = (
            [file.document.values[number,].start_mark.line for number, _ in file.entries] if file is not None else []
        )
        self._head = lines[: starts[0]] if starts else lines
        ends = [*starts[1:], len(lines)]
        self._blocks = [lines[start:end] for start, end in zip(starts, ends, strict=False)]

    def change(self, number: int, values: Mapping[str, Any]) -> None:
        """Give the entry `number` these values; an empty one takes the field out. Other fields stay as they are."""
        block = self._blocks[number]
        for name, value in values.items():
            start, end = _extent(block, name)
            new = [f"  {line}" for line in _field(name, value)] if value else []
            if start == 0 and new:
                new[0] = f"- {new[0][2:]}"
            block[start:end] = new

    def remove(self, number: int) -> None:
        """Take the entry out; comments below it stay."""
        block = self._blocks[number]
        kept = len(block)
        while kept and (not block[kept - 1].strip() or block[kept - 1].startswith("#")):
            kept -= 1
        self._blocks[number] = block[kept:]

    def add(self, values: Mapping[str, Any]) -> None:
        """Put a new entry last."""
        lines = [line for name in self._fields if values.get(name) for line in _field(name, values[name])]
        self._blocks.append([f"{'- ' if place == 0 else '  '}{line}" for place, line in enumerate(lines)])

    def text(self) -> str:
        """The whole file."""
        lines = [*self._head, *(line for block in self._blocks for line in block)]
        return "".join(f"{line}\n" for line in lines)


def _extent(block: Sequence[str], name: str) -> tuple[int, int]:
    """The lines of a field in an entry; where it is not there, the place behind the last field."""
    places = [(n, match[1]) for n, line in enumerate(block) if (match := _FIELD.match(line))]
    last = max((n for n, line in enumerate(block) if line.strip() and not line.startswith("#")), default=-1) + 1
    for place, (start, field) in enumerate(places):
        if field == name:
            return start, places[place + 1][0] if place + 1 < len(places) else last
    return last, last


def _field(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [f"{name}: {writing.quoted_line(value) if name in _QUOTED else writing.scalar(value, name)}"]
    return [f"{name}: [{', '.join(writing.scalar(entry, name, flow=True) for entry in value)}]"]
