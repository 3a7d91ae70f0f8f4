"""YAML as this project reads it: every value is text, and of every value and field name the place is known."""

from __future__ import annotations

import re

import yaml

from generator.files import yaml_faults as faults
from generator.files.source_text import Place, Source, name_of
from generator.files.yaml_builder import DEPTH, Builder, TooDeep
from generator.files.yaml_document import Document

REPAIRS = 20  # parts of a file that are left out, each with a problem, so that the rest can be read


def read(text: str, source: Source, first_line: int = 1) -> Document:
    """The document in `text`, whose first line is line `first_line` of `source`. Faults are noted there.

    A part that is not YAML is left out, so that the faults of all others are found too.
    """
    lines = text.split("\n")
    broken: set[str | int] = set()
    for number, check, fault in faults.lines_outside_yaml(text, lines):
        place = Place(number + first_line, 1, len(lines[number].rstrip()))
        source.add_fault(name_of(check), place, fault)
        broken |= _names(lines[number])
        lines[number] = ""
    for _ in range(REPAIRS if len(text) < 100_000 else 3):
        builder = Builder(lines, first_line)
        try:
            builder.run("\n".join(lines))
        except yaml.YAMLError as error:
            check, place, fault = faults.explain(error, lines)
            source.add_fault(name_of(check), place._replace(line=place.line + first_line - 1), fault)
            broken |= _leave_out(lines, place.line - 1)
            continue
        except TooDeep as deep:
            source.add(faults.too_deep, deep.place, DEPTH)
            broken |= _leave_out(lines, deep.place.line - first_line)
            continue
        for found in builder.found:
            source.add(found.check, found.place, *found.args)
        builder.document.broken |= broken
        return builder.document
    return Document(lines, first_line, broken=broken, unread=True)


def _leave_out(lines: list[str], at: int) -> set[str | int]:
    """Empty the top-level field or entry that the line `at` (from 0) belongs to; gives the names of fields in it."""
    start, end = faults.block(lines, at)
    found: set[str | int] = set()
    for number in range(start, end):
        found |= _names(lines[number])
        lines[number] = ""
    return found


def _names(line: str) -> set[str | int]:
    match = re.match(r"""\s*["']?([\w-]+)["']?\s*:""", line)
    return {match[1]} if match else set()
