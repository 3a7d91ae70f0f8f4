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
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.paper import NO_LINKS, Author, Links, Paper, Venue

T = TypeVar("T", bound=BaseModel)
_FIELDS = tuple(field.name for field in fields(Paper))
_SETTERS = [getattr(Paper, name).__set__ for name in _FIELDS]  # of a frozen class
_OF_VENUE = tuple(Venue.model_fields)
_PYDANTIC = (
    ("__pydantic_fields_set__", set[str]()), ("__pydantic_extra__", None), ("__pydantic_private__", None),
)  # fmt: skip
_LISTS = ("categories", "tags", "former_keys", "not_same_as")


def values(paper: Paper) -> list[Any]:
    """The fields of `paper`, in their order, as what JSON can say. Of authors their slugs too."""
    values = {
        **{name: getattr(paper, name) for name in _FIELDS},
        **{name: "\n".join(getattr(paper, name)) for name in _LISTS},
        "authors": "\n".join(["\t".join(_parts(author)) for author in paper.authors]),
        "venue": paper.venue and [getattr(paper.venue, name) for name in _OF_VENUE],
        "links": dict(paper.links.items()),
    }
    return list(values.values())


def paper(values: Sequence[Any]) -> Paper:
    """The paper of such values. Raises KeyError, TypeError or ValueError for others."""
    own = dict(zip(_FIELDS, values, strict=True))
    authors, venue, links = own["authors"], own["venue"], own["links"]
    own["authors"] = tuple(map(_author, authors.split("\n"))) if authors else ()
    own["venue"] = _venue(*venue) if venue else None
    own["links"] = _made(Links, NO_LINKS.__dict__ | links) if links else NO_LINKS
    for name in _LISTS:
        keys = own[name]
        own[name] = tuple(map(intern, keys.split("\n"))) if keys else ()
    made = object.__new__(Paper)
    for put, value in zip(_SETTERS, own.values(), strict=True):
        put(made, value)
    return made


def _parts(author: Author) -> Iterator[str]:
    yield author.name
    yield author.slug  # which takes longer to find than to read
    if author.orcid or author.family:
        yield author.orcid or ""
        yield author.family or ""


@lru_cache(maxsize=1 << 17)  # most persons have written several papers
def _author(line: str) -> Author:
    name, slug, *more = line.split("\t")
    orcid, family = more or ("", "")
    return _made(Author, {"name": name, "orcid": orcid or None, "family": family or None, "slug": slug})


@lru_cache(maxsize=1 << 14)
def _venue(*values: str | None) -> Venue:
    return _made(Venue, dict(zip(_OF_VENUE, values, strict=True)))


def _made(model: type[T], values: dict[str, Any]) -> T:
    """What `model_construct` makes of all fields of a model, in a fourth of the time: papers come by the thousand."""
    made = object.__new__(model)
    for name, value in (("__dict__", values), *_PYDANTIC):
        object.__setattr__(made, name, value)
    return made
