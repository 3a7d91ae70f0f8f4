"""The fields of a record from another program: which are used, and which values a paper file does not hold."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

_PART = 12  # letters and digits that a value must have to count as held where it is part of a longer one
_SHOWN = 1000  # characters of a value that a report shows
_PREFIXES = ("", "arxiv", "corrabs", "abs", "doi", "pmid", "pubmed")
_VERSION = re.compile(r"(?<=\d)v\d+\b|\[[\w.-]+\]\s*$")
_IDENTIFIERS = ("doi", "arxiv", "pmid", "openreview")


class SourceFields:
    """The fields of one record, which remembers which values were used.

    A field may stand there several times. Names are compared as they are written; values are text, and empty ones are
    ignored.
    """

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        """Hold the fields, pairs of name and value in the order of the source."""
        self._fields = [(name, value) for name, value in fields if value.strip()]
        self._used: set[int] = set()

    @classmethod
    def of_object(cls, values: Mapping[str, Any]) -> SourceFields:
        """Hold the fields of a JSON object: each text of a list is a value, and what is nested deeper is JSON."""
        entries = [
            (name, entry) for name, value in values.items() for entry in (value if isinstance(value, list) else [value])
        ]
        return cls(
            (name, entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False))
            for name, entry in entries
            if entry not in (None, "", [], {}, False)
        )

    def values(self, *names: str) -> list[str]:
        """Return all values of these fields, in the order of `names`, without marking them."""
        return [value for wanted in names for name, value in self._fields if name == wanted]

    def first(self, *names: str) -> str:
        """Return the first value of the first of these fields that is there, and mark it as used; empty without one."""
        for wanted in names:
            for number, (name, value) in enumerate(self._fields):
                if name == wanted:
                    self._used.add(number)
                    return value
        return ""

    def all(self, *names: str) -> list[str]:
        """Return all values of these fields, in the order of `names`, and mark them as used."""
        found = [
            (number, value) for wanted in names for number, (name, value) in enumerate(self._fields) if name == wanted
        ]
        self._used.update(number for number, _ in found)
        return [value for _, value in found]

    def unused(self) -> list[tuple[str, str]]:
        """Return the fields that nobody asked for, as `Facts.unused` takes them."""
        return [field for number, field in enumerate(self._fields) if number not in self._used]


def leaves(value: Any, name: str, ignored: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the texts and numbers in a value of JSON with their dotted names: `("journal.name", "Lakes")`.

    ignored: keys of objects whose values say nothing about a paper, such as identifiers of a database.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ignored:
                yield from leaves(inner, f"{name}.{key}", ignored)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name, ignored)
    elif value is not None and not isinstance(value, bool):
        yield name, str(value)


def not_held(fields: Iterable[tuple[str, str]], values: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields whose value is not among `values`: the fields of a draft, and other texts.

    Only letters and digits are compared, without case and accents. A long value may be part of another one. A URL is
    held where an identifier in it is, and so is an identifier with its name: `arXiv:2309.08045v2 [q-bio.NC]`.
    """
    texts: set[str] = set()
    identifiers: list[str] = []
    for name, value in fields:
        bare = _bare(value)
        if not bare:
            continue
        if not texts:
            texts = {_bare(text) for text in _texts(values)}
            identifiers = [
                _bare(held[kind]) for held in values if isinstance(held, dict) for kind in _IDENTIFIERS if kind in held
            ]
        if bare in texts or (len(bare) >= _PART and any(bare in text for text in texts)):
            continue
        address = re.fullmatch(r"https?://\S+", value.strip())
        if address is not None and any(bare.endswith(identifier) for identifier in identifiers):
            continue
        only = _bare(_VERSION.sub("", value))
        if not any(only == f"{prefix}{identifier}" for prefix in _PREFIXES for identifier in identifiers):
            yield name, value


def message(name: str, value: str) -> str:
    """Return the line of a report for a field that a paper file has no place for."""
    return f'{name}: "{shown(value)}" has no field'


def shown(value: Any) -> str:
    """Return the texts of a value in one line, cut where it is very long."""
    line = " ".join(" ".join(_texts(value)).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _texts(values: Any) -> Iterator[str]:
    if isinstance(values, dict):
        for value in values.values():
            yield from _texts(value)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _texts(value)
    elif values is not None:
        yield str(values)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))
