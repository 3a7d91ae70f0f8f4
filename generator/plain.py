"""Papers and vocabularies as plain values, as they are kept and handed from process to process, and those of such
values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors, venues and the words of their vocabulary. Lists are texts of several lines, for no text of a paper's fields has
a line break or a tab (`field_rules.tidy`): a third of the time to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from sys import intern
from typing import Any

from generator.paper import NO_LINKS, Author, Links, Paper, Venue
from generator.vocabulary import Category, PersonEntry, Removed, Tag, VenueEntry, Vocabulary

_FIELDS = tuple(field.name for field in fields(Paper))
_OF_PAPER, _OF_AUTHOR = ([getattr(of, f.name).__set__ for f in fields(of)] for of in (Paper, Author))
_AUTHORS, _VENUE, _LINKS = map(_FIELDS.index, ("authors", "venue", "links"))
_LISTS = ("categories", "tags", "former_keys", "not_same_as")
_ENTRIES = {"categories": Category, "tags": Tag, "venues": VenueEntry, "people": PersonEntry, "removed": Removed}
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
    own = list(values)
    authors, venue, links = own[_AUTHORS], own[_VENUE], own[_LINKS]
    own[_AUTHORS] = tuple(map(_author, authors.split("\n"))) if authors else ()
    own[_VENUE] = _venue(*venue) if venue else None
    own[_LINKS] = Links(**links) if links else NO_LINKS
    for place in _KEYS:
        keys = own[place]
        own[place] = tuple(map(intern, keys.split("\n"))) if keys else ()
    made = object.__new__(Paper)
    for put, value in zip(_OF_PAPER, own, strict=True):  # in a third of the time that a frozen class takes by itself
        put(made, value)
    return made


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
    if author.orcid or author.family:
        yield author.orcid or ""
        yield author.family or ""


class _Authors(dict[str, Author]):
    """Line of an author → the author: most persons have written several papers."""

    def __missing__(self, line: str) -> Author:
        name, slug, *more = line.split("\t")
        orcid, family = more or ("", "")
        made = self[line] = object.__new__(Author)
        name_to, orcid_to, family_to, slug_to = _OF_AUTHOR
        name_to(made, name)
        orcid_to(made, orcid or None)
        family_to(made, family or None)
        slug_to(made, slug)
        return made


_author = _Authors().__getitem__


@lru_cache(maxsize=1 << 14)
def _venue(*values: Any) -> Venue:
    return Venue(*values)
