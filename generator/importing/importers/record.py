"""One record of a file that is imported: what it says, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.importing.facts import Facts


class CannotRead(Exception):
    """The file as a whole cannot be read; the message says why, and what to do."""


@dataclass(frozen=True)
class Record:
    """A record: the line of the file where it begins (from 1), what it calls itself, and what it says.

    facts: None where the record cannot be taken; then `reason` says why. unknown: names of its fields that have no
    place in a paper file, where there are no facts that hold them. file: the file it stands in, where a folder is
    imported.
    """

    line: int
    label: str
    facts: Facts | None = None
    reason: str = ""
    unknown: tuple[str, ...] = field(default=())
    file: str = ""


def text_of(value: Any) -> str:
    """Return a text or a number as text; empty for any other value."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def page_range(pages: str, first: str, last: str, article: str = "") -> tuple[str, list[str]]:
    """Return the pages of a record and which of the other texts they do not hold.

    pages: as they are stated together; else they are made of the first and the last page, or are the number of the
    article. All are empty where the record has none.
    """
    between = f"{first}–{last}" if first and last and last not in first else first or last
    chosen = pages or between or article
    return chosen, [text for text in (first, last, article) if text not in chosen]
