"""The paper: the value that the rest of the program works with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generator.model import names
from generator.model.field_rules import OTHERS, Status

if TYPE_CHECKING:
    from generator.model.model import Author as AuthorModel
    from generator.model.model import FrontMatter, Group

# Papers of large collaborations have thousands of authors, each with a page: of more than MOST_AUTHORS, pages name only
# the first SHOWN_AUTHORS. Papers of more than COLLABORATION authors are not counted as co-authorship, and their full
# citations are not repeated in the files of each author.
MOST_AUTHORS = 40
SHOWN_AUTHORS = 30
COLLABORATION = 100

# Nothing is validated as one of these classes, and all the program asks them always: so they are no models.


@dataclass(frozen=True, slots=True)
class Author:
    """One author as the file names them.

    orcid: ORCID iD. family: the family name, where it cannot be split off by rule.
    slug: the name as one part of an address, found unless it is given; names that are alike but for accents have the
    same. group: whether it is no person but a group, such as a consortium, whose name is never taken apart.
    """

    name: str
    orcid: str | None = None
    family: str | None = None
    slug: str = ""
    group: bool = False

    def __post_init__(self) -> None:
        if not self.slug:
            object.__setattr__(self, "slug", names.slug(self.name))


class _Parts:
    """Values of which most are left out."""

    __slots__: tuple[str, ...] = ()

    def items(self) -> list[tuple[str, str]]:
        """The values that there are, as (name, value), in the order of the fields."""
        return [(name, value) for name in self.__slots__ if (value := getattr(self, name))]


_YEARS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=[^\W\d]['’-])\d\d(?!\d)|(?<=['’])\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Venue(_Parts):
    """Where the paper was published. name: short, as in `_venues.yml`."""

    name: str
    year: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None

    @property
    def label(self) -> str:
        """The name with its year, `ICLR 2024`; once where the name has it: `ICLR 2024 (Poster)`, `FSE '24`."""
        if not self.year or (self.year[2:] in self.name and self._has_year()):
            return self.name
        return f"{self.name} {self.year}"

    def _has_year(self) -> bool:
        return self.year in _YEARS.findall(self.name) or f"{self.year}"[2:] in _SHORT_YEAR.findall(self.name)


@dataclass(frozen=True, slots=True)
class Links(_Parts):
    """Pages about the paper."""

    page: str | None = None
    pdf: str | None = None
    code: str | None = None
    data: str | None = None
    project: str | None = None
    model: str | None = None
    demo: str | None = None
    video: str | None = None
    slides: str | None = None
    poster: str | None = None
    blog: str | None = None


NO_LINKS = Links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of the list: the fields of its file, as in FrontMatter, and

    key: the name of the file without suffix. path: of the file, from the root of the project, with `/`.
    summary: the text below the front matter, Markdown.
    digest: fingerprint of the file and its path, so that equal digests mean equal papers; empty where there is no file.
    """

    title: str
    authors: tuple[Author, ...] = ()
    date: str
    added: str
    updated: str | None = None
    categories: tuple[str, ...]
    tags: tuple[str, ...] = ()
    arxiv: str | None = None
    doi: str | None = None
    pmid: str | None = None
    openreview: str | None = None
    venue: Venue | None = None
    links: Links = NO_LINKS
    tldr: str
    why: str | None = None
    language: str | None = None
    status: Status | None = None
    notice: str | None = None
    former_keys: tuple[str, ...] = ()
    not_same_as: tuple[str, ...] = ()
    key: str
    path: str
    summary: str
    digest: str = ""

    @property
    def year(self) -> str:
        """The year of the first public version, `2023`."""
        return self.date[:4]

    @property
    def people(self) -> tuple[Author, ...]:
        """The authors that are named, without `others`."""
        authors = self.authors
        return authors[:-1] if authors and authors[-1].name == OTHERS else authors

    @property
    def shown_people(self) -> tuple[Author, ...]:
        """The authors that a page, a row and an entry of a feed name: all, or of very many the first ones."""
        people = self.people
        return people if len(people) <= MOST_AUTHORS else people[:SHOWN_AUTHORS]

    @property
    def and_others(self) -> bool:
        """Whether there are more authors than the file names."""
        return bool(self.authors) and self.authors[-1].name == OTHERS

    @property
    def order(self) -> tuple[str, str]:
        """Sort key of lists, to be sorted upwards: newest first, a partial date before the days of its period."""
        return newest_first(self.date), self.key

    @property
    def order_added(self) -> tuple[str, str, str]:
        """Sort key of "newly added": the day it entered the list, newest first, then as `order`."""
        return newest_first(self.added), *self.order


@lru_cache(maxsize=1 << 14)
def newest_first(date: str) -> str:
    """A string that sorts upwards as `date` sorts downwards; missing months and days sort before all others."""
    year, month, number = (*date.split("-"), "99", "99")[:3]
    return "".join(chr(ord("9") - ord(digit) + ord("0")) for digit in year + month + number)


def fields_of(model: FrontMatter) -> dict[str, Any]:
    """The fields that a file gives, from those that were checked."""
    return {
        **model.__dict__,
        "authors": tuple([_author(one) for one in model.authors]),
        "venue": model.venue and Venue(**model.venue.__dict__),
        "links": Links(**model.links.__dict__),
    }


def _author(one: AuthorModel | Group) -> Author:
    return Author(one.name, group=True) if one.group else Author(one.name, one.orcid, one.family)
