"""Facets: which papers have which category, tag, year, venue, author, link or status."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.analysis.trending import trending
from generator.model import names
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site.search.entries import numbered
from generator.site.search.tokens import deltas, varint

HAS = {"code": "Code", "data": "Data", "project": "Project page"}

# A value of a facet: (key, words, numbers of its papers, other words for it). The key is empty where it is the slug.
Value = tuple[str, str, str, list[str]]


class Facets:
    """The facets of a library, in three files: those that are always shown, tags, and authors."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._numbers = {paper.key: number for number, paper in enumerate(numbered(library))}

    def short(self) -> bytes:
        """Category, year, venue, links and status."""
        vocabulary, papers = self._library.vocabulary, self._library.papers
        linked = {kind: [p for p in papers if getattr(p.links, kind)] for kind in HAS}
        standing = {word: [p for p in papers if p.status == word] for word in ("corrected", "retracted", "withdrawn")}
        return as_json(
            {
                "category": [
                    self._value(key, vocabulary.categories[key].title, of, vocabulary.categories[key].aliases)
                    for key, of in self._library.in_category.items()
                ],
                "year": [self._value(year, year, of) for year, of in self._library.in_year.items()],
                "venue": [
                    self._value(names.slug(name), name, of, vocabulary.venues[name].aliases)
                    for name, of in sorted(self._library.at_venue.items(), key=lambda item: names.fold(item[0]))
                ],
                "has": [self._value(kind, HAS[kind], of) for kind, of in linked.items() if of],
                "status": [self._value(word, word.capitalize(), of) for word, of in standing.items() if of],
            }
        )

    def tags(self) -> bytes:
        """The tags."""
        tags = self._library.vocabulary.tags
        return as_json(
            [self._value(key, tags[key].title, of, tags[key].aliases) for key, of in self._library.with_tag.items()]
        )

    def authors(self) -> bytes:
        """The authors."""
        people = sorted(self._library.people.values(), key=lambda person: person.sort_key)
        return as_json([self._value(p.identity, p.name, p.papers, p.variants) for p in people])

    def order(self) -> bytes:
        """What papers are sorted by besides their number, which follows the date: title and day of entry, as ranks.

        And what trends, where something does: those papers first, then all others as they are.
        """
        papers = numbered(self._library)
        by_title = sorted(papers, key=title_order)
        orders = {"title": self._ranks(by_title), "added": self._ranks(self._library.newest)}
        if trends := [trend.paper for trend in trending(self._library)]:
            orders["trending"] = self._ranks(list(dict.fromkeys([*trends, *self._library.papers])))
        return as_json(orders)

    def keys(self) -> bytes:
        """The keys of the papers by their number, in lines."""
        return "\n".join(paper.key for paper in numbered(self._library)).encode()

    def _ranks(self, papers: Iterable[Paper]) -> str:
        ranks = {paper.key: rank for rank, paper in enumerate(papers)}
        return "".join(varint(ranks[key]) for key in self._numbers)

    def _value(self, key: str, words: str, papers: Iterable[Paper], others: Iterable[str] = ()) -> Value:
        slugs = {names.slug(word) for word in others} - {key, names.slug(words), ""}
        numbers = deltas(sorted(self._numbers[paper.key] for paper in papers))
        return ("" if key == names.slug(words) else key, words, numbers, sorted(slugs))


def title_order(paper: Paper) -> tuple[str, str]:
    """Sort key of papers by their titles."""
    return names.fold(paper.title), paper.key


def as_json(value: Mapping[str, Any] | list[Any] | tuple[Any, ...] | str) -> bytes:
    """A file of the search, or a part of one."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
