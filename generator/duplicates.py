"""Whether two entries are one work: by their identifiers, or by titles that say the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator import group_names, identifiers, names
from generator.field_rules import OTHERS
from generator.paper import Paper

IDENTIFIERS = ("arxiv", "doi", "pmid", "openreview")
# arXiv registers a DOI for every paper, with the arXiv identifier in it: https://info.arxiv.org/help/doi.html
_ARXIV_DOI = "10.48550/arxiv."
# Accents, commands that take an argument, and signs: what stays of `\emph{V}\"{o}gel $\alpha$` is `Vogel alpha`.
_LATEX = re.compile(r"\\[\"'`^~=.](?=\{?[A-Za-z])|\\[a-z]+(?=\{)|[\\{}$^_]")
_NO_ALNUM = bytes(n for n in range(128) if not chr(n).isalnum())
_SUBTITLE = re.compile(r":\s|\s[-–—]\s|—")


@dataclass(frozen=True, slots=True)
class Work:
    """What tells an entry from others. path: of its file, or another word for where it is."""

    key: str
    path: str
    title: str
    authors: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    not_same_as: tuple[str, ...] = ()

    @classmethod
    def of(cls, paper: Paper) -> Work:
        """A paper of the list as a work."""
        ids = {name: value for name in IDENTIFIERS if (value := getattr(paper, name))}
        people = tuple(author.name for author in paper.people)
        return cls(paper.key, paper.path, paper.title, people, ids, paper.not_same_as)

    @classmethod
    def of_fields(cls, values: Mapping[str, Any], key: str, path: str) -> Work:
        """The same of fields as a file holds them, some of which may be missing or wrong."""
        ids = {name: value for name in IDENTIFIERS if isinstance(value := values.get(name), str) and value}
        people = [
            author.get("name", author.get("group")) if isinstance(author, dict) else author
            for author in _list(values, "authors")
        ]
        authors = tuple(name for name in people if isinstance(name, str) and name != OTHERS)
        title = values.get("title")
        others = tuple(other for other in _list(values, "not_same_as") if isinstance(other, str))
        return cls(key, path, title if isinstance(title, str) else "", authors, ids, others)


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return list(value) if isinstance(value, list | tuple) else []


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that is the same work: it, the field of the newcomer that says so, and that of the entry."""

    work: Work
    field: str
    their_field: str


class Index:
    """Entries by what identifies them. Of two with one identifier the first stays."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._by_identifier: dict[tuple[str, str], tuple[Work, str]] = {}
        self._by_title: dict[str, list[Work]] = {}
        self._by_main_title: dict[str, list[Work]] = {}
        for work in works:
            self.add(work)

    def add(self, work: Work) -> None:
        """Take an entry in."""
        for name, identifier in _identifiers(work):
            self._by_identifier.setdefault(identifier, (work, name))
        if title := title_key(work.title):
            self._by_title.setdefault(title, []).append(work)
        if main := main_title(work.title):
            self._by_main_title.setdefault(main, []).append(work)

    def same(self, work: Work) -> Iterator[Match]:
        """The entries that are the same work by an identifier, then those by their title."""
        found = list(self.by_identifier(work))
        yield from found
        told = {match.work.path for match in found}
        yield from (match for match in self.by_title(work) if match.work.path not in told)

    def by_identifier(self, work: Work) -> Iterator[Match]:
        """The entries that have an identifier of `work`; without those that it says it is not."""
        for name, identifier in _identifiers(work):
            found = self._by_identifier.get(identifier)
            if found is not None and not _told_apart(found[0], work):
                yield Match(found[0], name, found[1])

    def by_title(self, work: Work) -> Iterator[Match]:
        """The entries that have the title of `work`; without those that it says it is not."""
        told: set[str] = set()
        for other in self._titled(work):
            if other.path not in told and not _told_apart(other, work):
                told.add(other.path)
                yield Match(other, "title", "title")

    def _titled(self, work: Work) -> Iterator[Work]:
        title, main = title_key(work.title), main_title(work.title)
        yield from self._by_title.get(title, ()) if title else ()
        # A title and the same with a subtitle: that alone happens to works of different people.
        shorter = self._by_title.get(main, ()) if main else ()
        for other in (*shorter, *self._by_main_title.get(title, ())):
            if _share_author(work, other):
                yield other


@lru_cache(maxsize=1 << 17)
def title_key(title: str) -> str:
    r"""What is compared of a title: its letters and digits, without case, accents, punctuation and LaTeX.

    Greek letters count as their names, so that `$\alpha$` and `α` are one.
    """
    if title.isascii() and "\\" not in title:
        return title.lower().encode().translate(None, _NO_ALNUM).decode()
    bare = _LATEX.sub("", title)
    return names.slug("".join(map(_letter, bare))).replace("-", "")


@lru_cache(maxsize=1 << 10)
def _letter(character: str) -> str:
    name = unicodedata.name(character, "") if "\u0370" <= character <= "\u03ff" else ""
    match = re.match(r"GREEK (?:SMALL|CAPITAL) LETTER (\w+)", name)
    return match[1].lower() if match else character


@lru_cache(maxsize=1 << 17)
def main_title(title: str) -> str:
    """What is compared of a title without its subtitle; empty where there is none, or less than two words stay."""
    match = _SUBTITLE.search(title)
    main = title[: match.start()] if match else ""
    return title_key(main) if len(main.split()) > 1 else ""


def is_same(paper: Paper, others: Collection[Paper]) -> bool:
    """Whether one of `others` is the same work, but for itself. Quicker than an `Index` where one is looked for."""
    ids = {value for _, (_, value) in _identifiers(Work.of(paper))} | {(paper.doi or "").lower()} - {""}
    ids |= {f"{_ARXIV_DOI}{value}" for value in ids}
    titles = {title_key(paper.title), main_title(paper.title)} - {""}
    starts = {title[:2] for title in titles}
    # Most titles plainly begin otherwise than what is compared of them could.
    titled = [
        other
        for other in others
        if (start := other.title[:2].lower()) in starts or not (start.isascii() and start.isalnum())
    ]
    near = [other for other in titled if title_key(other.title) in titles or main_title(other.title) in titles]
    near += [
        other
        for other in others
        if other.arxiv in ids
        or other.pmid in ids
        or other.openreview in ids
        or (other.doi and other.doi.lower() in ids)
    ]
    work = Work.of(paper)
    return any(any(Index([Work.of(other)]).same(work)) for other in near if other is not paper)


def may_be_same(papers: Sequence[Paper], *, by_title: bool) -> bool:
    """Whether two of `papers` may be one work, by their titles or by an identifier: False is sure, and soon told."""
    if by_title:
        titles = [title for paper in papers if (title := title_key(paper.title))]
        keys = set(titles)
        return len(keys) < len(titles) or any(main_title(paper.title) in keys for paper in papers)
    found = [value for paper in papers for value in set(_plain_identifiers(paper))]
    return len(set(found)) < len(found)


def _plain_identifiers(paper: Paper) -> Iterator[str]:
    """What `_identifiers` gives, but for its form: two that are the same there are the same here."""
    for name in IDENTIFIERS:
        if value := getattr(paper, name):
            yield value.lower().removeprefix(_ARXIV_DOI)


def _identifiers(work: Work) -> Iterator[tuple[str, tuple[str, str]]]:
    """(name of the field, what it identifies): the DOI of an arXiv paper is its arXiv identifier."""
    for name, value in work.identifiers.items():
        if name == "doi":
            bare = value.lower()
            arxiv = bare.removeprefix(_ARXIV_DOI)
            yield name, ("arxiv", arxiv) if bare != arxiv and identifiers.is_arxiv(arxiv) else ("doi", bare)
        else:
            yield name, (name, value)


def _told_apart(one: Work, other: Work) -> bool:
    return other.key in one.not_same_as or one.key in other.not_same_as or (one.path == other.path and bool(one.path))


def _share_author(one: Work, other: Work) -> bool:
    """Whether a family name is among the authors of both; where one names nobody, it may be anybody."""
    if not one.authors or not other.authors:
        return True
    return not _families(one.authors).isdisjoint(_families(other.authors))


def _families(authors: Iterable[str]) -> set[str]:
    whole = group_names.looks_like_group
    return {names.fold(author if whole(author) else names.split(author).family) for author in authors}
