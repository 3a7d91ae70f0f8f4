"""Papers as plain values, as they are kept and handed from process to process, and papers of such values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors, venues and the words of their vocabulary. Lists are texts of several lines, for no text of a paper's fields has
a line break or a tab (`field_rules.tidy`): a third of the time to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from sys import intern
from typing import Any

from generator.model.paper import NO_LINKS, Author, Links, Paper, Venue

_FIELDS = tuple(field.name for field in fields(Paper))
_OF_PAPER, _OF_AUTHOR = ([getattr(of, f.name).__set__ for f in fields(of)] for of in (Paper, Author))
_AUTHORS, _VENUE, _LINKS = map(_FIELDS.index, ("authors", "venue", "links"))
_LISTS = ("categories", "tags", "former_keys", "not_same_as")
_KEYS = [_FIELDS.index(name) for name in _LISTS]


def values(paper: Paper) -> list[Any]:
    """The fields of `paper`, in their order, as what JSON can say. Of authors their slugs too."""
    values = {
        **{name: getattr(paper, name) for name in _FIELDS},
        **{name: "\n".join(getattr(paper, name)) for name in _LISTS},
        "authors": "\n".join(["\t".join(_parts(author)) for author in paper.authors]),
        "venue": paper.venue and [getattr(paper.venue, name) for name in Venue.__slots__],
        "links": dict(paper.links.items()),
    }
    return list(values.values())


def paper(values: Sequence[Any]) -> Paper:
    """The paper of such values. Raises KeyError, TypeError or ValueError for others."""
    made = object.__new__(Paper)
    _put(made, values)
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
