"""Two drafts of one paper made one: the fuller one counts, and what only the other has is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.checks.duplicates import title_key
from generator.importing import source_fields
from generator.importing.facts import Draft
from generator.model.field_rules import OTHERS

_CATEGORIES = 3  # at most
_NOT_COMPARED = ("added", "title", "authors", "tldr")  # where two differ, neither is wrong


@dataclass(frozen=True)
class Merged:
    """draft: of both. taken: the fields that the second draft changed or added. differing: what neither can hold."""

    draft: Draft
    taken: tuple[str, ...]
    differing: tuple[str, ...]


def merge(first: Draft, second: Draft) -> Merged:
    """Merge two drafts of one paper."""
    fuller, other = (first, second) if _fullness(first.values) >= _fullness(second.values) else (second, first)
    values = dict(fuller.values)
    for name, value in other.values.items():
        values[name] = _together(name, values[name], value) if name in values else value
    doubts = fuller.doubts if values.get("authors") == fuller.values.get("authors") else other.doubts
    draft = replace(
        first, values=values, doubts=doubts,
        summary=fuller.summary or other.summary, unused=tuple(dict.fromkeys((*first.unused, *second.unused))),
        left_out=tuple(dict.fromkeys((*first.left_out, *second.left_out))),
    )  # fmt: skip
    taken = tuple(name for name, value in values.items() if value != first.values.get(name))
    return Merged(draft, taken, tuple(_differing(values, first.values, second.values)))


def gaps(there: Mapping[str, Any], values: Mapping[str, Any]) -> list[str]:
    """Return the fields that an entry lacks and another record of its paper has."""
    return [name for name, value in values.items() if value and not there.get(name) and name not in _NOT_COMPARED]


def _fullness(values: Mapping[str, Any]) -> int:
    """Return how many facts there are, each part of a field counted."""
    return sum(len(value) if isinstance(value, dict | list) else 1 for value in values.values())


def _together(name: str, fuller: Any, other: Any) -> Any:
    if name in ("tags", "categories"):
        both = list(dict.fromkeys([*fuller, *other]))
        return both[:_CATEGORIES] if name == "categories" else both
    if name == "links" or (name == "venue" and _is_same_venue(fuller, other)):
        return {**other, **fuller}
    if name == "authors":
        return max(fuller, other, key=_author_order)
    if name == "date":
        # Of the first public version; of two in one year the more exact one.
        return min(fuller, other, key=lambda date: (date[:4], -len(date), date))
    if name == "title":  # with its subtitle
        return other if title_key(other).startswith(title_key(fuller)) and len(other) > len(fuller) else fuller
    return fuller


def _author_order(authors: list[Any]) -> tuple[bool, int, int]:
    """Whole lists before incomplete ones, long ones before short ones, full names before initials."""
    return OTHERS not in authors, len(authors), len(str(authors))


def _is_same_venue(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(one[part] == other[part] for part in one.keys() & other.keys())


def _differing(values: Mapping[str, Any], *drafts: Mapping[str, Any]) -> Iterator[str]:
    """Yield each value that is not in the merged fields."""
    for draft in drafts:
        for name, value in draft.items():
            held = values[name]
            if name in ("title", "authors") and value != held and not _is_shorter(name, value, held):
                yield _message(name, str(value) if isinstance(value, str) else _names(value))
            elif name in _NOT_COMPARED or value == held:
                continue
            elif isinstance(value, dict):
                for part, own in value.items():
                    if held.get(part) != own:
                        yield _message(f"{name}.{part}", own)
            elif isinstance(value, list):
                for entry in value:
                    if entry not in held:
                        yield _message(name, str(entry))
            elif not str(held).startswith(str(value)) and value != values.get("venue", {}).get("year"):
                yield _message(name, str(value))


def _message(name: str, value: str) -> str:
    return f'{name}: "{source_fields.shown(value)}" differs'


def _is_shorter(name: str, value: Any, held: Any) -> bool:
    """Return whether a title or a list of authors is said by another, too."""
    if name == "title":
        return title_key(held).startswith(title_key(value))
    return len(held) >= len(value) - (OTHERS in value)


def _names(authors: list[Any]) -> str:
    return "; ".join(
        entry if isinstance(entry, str) else entry.get("name", entry.get("group", "")) for entry in authors
    )
