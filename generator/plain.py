"""Papers as plain values, as they are kept and handed from process to process, and papers of such values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors, venues and the words of their vocabulary. Lists are texts of several lines, for no text of a paper's fields has
a line break or a tab (`field_rules.tidy`): a third of the time to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.paper import Author, Links, Paper, Venue

T = TypeVar("T", bound=BaseModel)
_FIELDS = tuple(Paper.model_fields)
_OF_VENUE = tuple(Venue.model_fields)
_NO_LINKS = Links()
_PYDANTIC = (
    ("__pydantic_fields_set__", set[str]()), ("__pydantic_extra__", None), ("__pydantic_private__", None),
)  # fmt: skip
_LISTS = ("categories", "tags", "former_keys", "not_same_as")


def values(paper: Paper) -> list[Any]:
    """The fields of `paper`, in their order, as what JSON can say. Of authors their slugs too."""
    fields = {
        **paper.__dict__,
        **{name: "\n".join(getattr(paper, name)) for name in _LISTS},
        "authors": "\n".join(["\t".join(_parts(author)) for author in paper.authors]),
        "venue": paper.venue and [getattr(paper.venue, name) for name in _OF_VENUE],
        "links": dict(paper.links.items()),
    }
    return [fields[name] for name in _FIELDS]


def paper(values: Sequence[Any]) -> Paper:
    """The paper of such values. Raises KeyError, TypeError or ValueError for others."""
    fields = dict(zip(_FIELDS, values, strict=True))
    authors, venue, links = fields["authors"], fields["venue"], fields["links"]
    fields["authors"] = tuple(map(_author, authors.split("\n"))) if authors else ()
    fields["venue"] = _venue(*venue) if venue else None
    fields["links"] = _made(Links, _NO_LINKS.__dict__ | links) if links else _NO_LINKS
    for name in _LISTS:
        keys = fields[name]
        fields[name] = tuple(map(intern, keys.split("\n"))) if keys else ()
    return _made(Paper, fields)


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
