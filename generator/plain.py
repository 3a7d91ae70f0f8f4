"""Papers and vocabularies as plain values, as they are kept and handed from process to process, and those of such
values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors, venues and the words of their vocabulary. Lists are texts of several lines, for no text of a paper's fields has
a line break or a tab (`field_rules.tidy`): a third of the time to read.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from sys import intern
from typing import Any, SupportsIndex

from generator.paper import NO_LINKS, Author, Links, Paper, Venue
from generator.vocabulary import Category, PersonEntry, Removed, Tag, VenueEntry, Vocabulary

_FIELDS = tuple(field.name for field in fields(Paper))
_OF_PAPER, _OF_AUTHOR = ([getattr(of, f.name).__set__ for f in fields(of)] for of in (Paper, Author))
_PUT = dict(zip(_FIELDS, _OF_PAPER, strict=True))
_LINE = Paper._line.__set__  # type: ignore[attr-defined]  # noqa: SLF001 - a slot
_AUTHORS, _VENUE, _LINKS = map(_FIELDS.index, ("authors", "venue", "links"))
_LISTS = ("categories", "tags", "former_keys", "not_same_as")
_ENTRIES = {"categories": Category, "tags": Tag, "venues": VenueEntry, "people": PersonEntry, "removed": Removed}
# What is asked of all papers at once, also after an edit.
SOON = (
    "key", "path", "digest", "title", "date", "added", "updated", "arxiv", "doi", "pmid", "openreview", "status",
    "categories", "tags",
)  # fmt: skip
_KEYS = [_FIELDS.index(name) for name in _LISTS]


def values(paper: Paper) -> list[Any]:
    """The fields of `paper`, in their order, as what JSON can say. Of authors their slugs too."""
    values = {
        **{name: getattr(paper, name) for name in _FIELDS},
        **{name: "\n".join(getattr(paper, name)) for name in _LISTS},
        "authors": "\n".join(["\t".join(_parts(author)) for author in paper.authors]),
        "venue": paper.venue and _fields(paper.venue),
        "links": dict(paper.links.items()),
    }
    return list(values.values())


def paper(values: Sequence[Any]) -> Paper:
    """The paper of such values. Raises KeyError, TypeError or ValueError for others."""
    made = object.__new__(Paper)
    _put(made, values)
    return made


class KeptPaper(Paper):
    """A paper of which the fields in SOON are there; all others are read when one of them is asked for.

    Then it becomes a Paper like any other.
    """

    __slots__ = ()

    def whole(self) -> Paper:
        """Read all. Raises Unreadable."""
        try:
            _put(self, json.loads(self._line))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Unreadable(self.path) from error
        object.__setattr__(self, "__class__", Paper)
        object.__delattr__(self, "_line")
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole(), name)

    def __eq__(self, other: object) -> bool:
        return self.whole() == other

    def __hash__(self) -> int:
        return hash(self.whole())

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        return self.whole().__reduce_ex__(protocol)


class Unreadable(Exception):
    """What was kept of a paper is damaged. The message is its path."""


def soon(paper: Paper) -> list[Any]:
    """The fields in SOON, as what JSON can say."""
    return ["\n".join(value) if isinstance(value := getattr(paper, name), tuple) else value for name in SOON]


def kept(columns: Iterable[Sequence[Any]], lines: Sequence[bytes]) -> list[KeptPaper]:
    """Papers of what `soon` gave, field by field, and of their `values` as JSON, a line each."""
    made = [object.__new__(KeptPaper) for _ in lines]
    deque(map(_LINE, made, lines), 0)
    for name, values in zip(SOON, columns, strict=True):
        deque(map(_PUT[name], made, map(_words, values) if name in _LISTS else values), 0)
    return made


def _put(made: Paper, values: Sequence[Any]) -> None:
    own = list(values)
    authors, venue, links = own[_AUTHORS], own[_VENUE], own[_LINKS]
    own[_AUTHORS] = tuple(map(_author, authors.split("\n"))) if authors else ()
    own[_VENUE] = _venue(*venue) if venue else None
    own[_LINKS] = Links(**links) if links else NO_LINKS
    for place in _KEYS:
        own[place] = _words(own[place])
    for put, value in zip(_OF_PAPER, own, strict=True):  # in a third of the time that a frozen class takes by itself
        put(made, value)


def of_vocabulary(vocabulary: Vocabulary) -> dict[str, list[list[Any]]]:
    """The entries of `vocabulary` in the same way, by their kinds."""
    listed = {name: getattr(vocabulary, name) for name in _ENTRIES}
    return {
        name: [_fields(entry) for entry in (of.values() if isinstance(of, Mapping) else of)]
        for name, of in listed.items()
    }


def vocabulary(values: Mapping[str, Sequence[Sequence[Any]]]) -> Vocabulary:
    """The vocabulary of such values. Raises KeyError, TypeError or ValueError for others."""
    entries: dict[str, list[Any]] = {
        name: [of(*[tuple(one) if isinstance(one, list) else one for one in entry]) for entry in values[name]]
        for name, of in _ENTRIES.items()
    }
    return Vocabulary(
        categories={entry.key: entry for entry in entries["categories"]},
        tags={entry.key: entry for entry in entries["tags"]},
        venues={entry.name: entry for entry in entries["venues"]},
        people=tuple(entries["people"]),
        removed=tuple(entries["removed"]),
    )


def _fields(entry: Any) -> list[Any]:
    return [getattr(entry, name) for name in entry.__slots__]


def _parts(author: Author) -> Iterator[str]:
    yield author.name
    yield author.slug  # which takes longer to find than to read
    if author.orcid or author.family or author.group:
        yield author.orcid or ""
        yield author.family or ""
    if author.group:
        yield "group"


class _Authors(dict[str, Author]):
    """Line of an author → the author: most persons have written several papers."""

    def __missing__(self, line: str) -> Author:
        name, slug, *more = line.split("\t")
        orcid, family, *group = more or ("", "")
        made = self[line] = object.__new__(Author)
        name_to, orcid_to, family_to, slug_to, group_to = _OF_AUTHOR
        name_to(made, name)
        orcid_to(made, orcid or None)
        family_to(made, family or None)
        slug_to(made, slug)
        group_to(made, bool(group))
        return made


_author = _Authors().__getitem__


@lru_cache(maxsize=1 << 16)
def _words(lines: str) -> tuple[str, ...]:
    return tuple(map(intern, lines.split("\n"))) if lines else ()


@lru_cache(maxsize=1 << 14)
def _venue(*values: Any) -> Venue:
    return Venue(*values)
