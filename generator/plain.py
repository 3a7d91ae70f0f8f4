"""Papers as plain values, as they are kept and handed from process to process, and papers of such values.

What is read back is as it was after the check, so it is not checked again, and it is smaller: papers share their
authors and the words of their vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

from pydantic import BaseModel

from generator.paper import Author, Links, Paper, Venue

T = TypeVar("T", bound=BaseModel)
_NO_LINKS = Links()
_PYDANTIC = (
    ("__pydantic_fields_set__", set[str]()), ("__pydantic_extra__", None), ("__pydantic_private__", None),
)  # fmt: skip
_LISTS = ("categories", "tags", "former_keys", "not_same_as")


def values(paper: Paper) -> dict[str, Any]:
    """The fields of `paper` as texts, lists and mappings of texts: what JSON can say."""
    return {
        **paper.__dict__,
        "authors": [list(_parts(author)) for author in paper.authors],
        "venue": paper.venue and paper.venue.__dict__,
        "links": dict(paper.links.items()),
    }


def paper(values: dict[str, Any]) -> Paper:
    """The paper of such values, which become its own. Raises KeyError, TypeError or ValueError for others."""
    values["authors"] = tuple([_author(*parts) for parts in values["authors"]])
    values["venue"] = values["venue"] and _made(Venue, values["venue"])
    values["links"] = _made(Links, _NO_LINKS.__dict__ | values["links"]) if values["links"] else _NO_LINKS
    for name in _LISTS:
        values[name] = tuple([intern(key) for key in values[name]])
    return _made(Paper, values)


def _parts(author: Author) -> Iterator[str | None]:
    yield author.name
    if author.orcid or author.family:
        yield author.orcid
        yield author.family


@lru_cache(maxsize=1 << 17)  # most persons have written several papers
def _author(name: str, orcid: str | None = None, family: str | None = None) -> Author:
    return _made(Author, {"name": name, "orcid": orcid, "family": family})


def _made(model: type[T], values: dict[str, Any]) -> T:
    """What `model_construct` makes of all fields of a model, in a fourth of the time: papers come by the thousand."""
    made = object.__new__(model)
    for name, value in (("__dict__", values), *_PYDANTIC):
        object.__setattr__(made, name, value)
    return made
