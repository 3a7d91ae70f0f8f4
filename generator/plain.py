"""Papers as plain values, as they are kept and handed from process to process, and papers of such values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors and the words of their vocabulary.
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
    """The fields of `paper`, in their order, as texts and lists and mappings of texts: what JSON can say."""
    fields = {
        **paper.__dict__,
        "authors": [list(_parts(author)) for author in paper.authors],
        "venue": paper.venue and [getattr(paper.venue, name) for name in _OF_VENUE],
        "links": dict(paper.links.items()),
    }
    return [fields[name] for name in _FIELDS]


def paper(values: Sequence[Any]) -> Paper:
    """The paper of such values. Raises KeyError, TypeError or ValueError for others."""
    fields = dict(zip(_FIELDS, values, strict=True))
    fields["authors"] = tuple([_author(*parts) for parts in fields["authors"]])
    if fields["venue"]:
        fields["venue"] = _made(Venue, dict(zip(_OF_VENUE, fields["venue"], strict=True)))
    fields["links"] = _made(Links, _NO_LINKS.__dict__ | fields["links"]) if fields["links"] else _NO_LINKS
    for name in _LISTS:
        fields[name] = tuple(map(intern, fields[name])) if fields[name] else ()
    return _made(Paper, fields)


def _parts(author: Author) -> Iterator[str | None]:
    yield author.name
    yield author.slug  # which takes longer to find than to read
    if author.orcid or author.family:
        yield author.orcid
        yield author.family


@lru_cache(maxsize=1 << 17)  # most persons have written several papers
def _author(name: str, slug: str, orcid: str | None = None, family: str | None = None) -> Author:
    return _made(Author, {"name": name, "orcid": orcid, "family": family, "slug": slug})


def _made(model: type[T], values: dict[str, Any]) -> T:
    """What `model_construct` makes of all fields of a model, in a fourth of the time: papers come by the thousand."""
    made = object.__new__(model)
    for name, value in (("__dict__", values), *_PYDANTIC):
        object.__setattr__(made, name, value)
    return made
