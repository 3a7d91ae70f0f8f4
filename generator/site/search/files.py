"""The index as files of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from generator.analysis.trending import trending
from generator.core.tree import Output, digest
from generator.files.fragments import FragmentKind, Fragments
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site.rendering import Row, program_digest
from generator.site.search.entries import Entries, numbered
from generator.site.search.facets import Facets, as_json
from generator.site.search.tokens import STOP
from generator.site.search.words import Words, buckets, words_of

ROWS = 10  # rows in a file
VERSION = 6  # hex digits, of a bucket or block in its name
_SOURCE = "the search index"


class SearchFiles:
    """Everything that is fetched when one searches the papers, except for the texts of the hand-written pages.

    Buckets of words and blocks of rows are named by what they hold, the others by the edition: a page that was loaded
    before the site changed goes on with the files that it knows, or begins anew, and what stays the same stays in a
    reader's cache.
    """

    def __init__(self, library: Library, row: Callable[[Paper], Row], words: Callable[[], Words]) -> None:
        """words: gives the words of the papers; called when they are needed.

        row: the row of a paper in a list, whose fingerprint covers everything that the row shows.
        """
        self._library = library
        self._words = words
        self._count = buckets(len(library.papers))
        self._program = program_digest()
        self._row = row
        self._papers = numbered(library)

    @cached_property
    def _blocks(self) -> list[tuple[Paper, ...]]:
        return [self._papers[start : start + ROWS] for start in range(0, len(self._papers), ROWS)]

    def outputs(self) -> Iterator[Output]:
        """Yield the files of the index, and the one that names them."""
        words = [digest(self._words().bucket(number))[:VERSION] for number in range(self._count)]
        rows = [digest(self._program, list(map(self._row, papers)))[:VERSION] for papers in self._blocks]
        vocabulary = repr(self._library.vocabulary), self._library.identities.plain()
        trends = [trend.paper.key for trend in trending(self._library)]
        edition = digest(self._program, words, rows, vocabulary, trends)[:10]
        for number, version in enumerate(words):
            path = addresses.search_words(number, version)
            yield Output(path, digest(path), partial(self._bucket, number), _SOURCE)
        for name, make in self._others().items():
            path = addresses.search_file(edition, name)
            yield Output(path, digest(path), make, _SOURCE)
        for number, version in enumerate(rows):
            path = addresses.search_rows(number, version)
            yield Output(path, digest(path), partial(self._block, number), _SOURCE)
        index = as_json(
            {
                "papers": len(self._library.papers),
                "edition": edition,
                "buckets": self._count,
                "words": "".join(words),
                "block": ROWS,
                "rows": "".join(rows),
                "stop": STOP,
            }
        )
        yield Output(addresses.SEARCH, digest(index), lambda: index, _SOURCE)

    def _bucket(self, number: int) -> bytes:
        return self._words().bucket(number)

    def _block(self, number: int) -> bytes:
        return as_json([self._row(paper).html for paper in self._blocks[number]])

    def _others(self) -> Mapping[str, Callable[[], bytes]]:
        """Return the maker of each other file by its name."""
        facets = Facets(self._library)
        return {
            "facets.json": facets.short,
            "tags.json": facets.tags,
            "authors.json": facets.authors,
            "order.json": facets.order,
            "keys.txt": facets.keys,
            "suggest.txt": lambda: self._words().suggestions,
        }


def words_kind(library: Library) -> FragmentKind:
    """Return the words of a paper as a fragment."""
    entry = Entries(library)

    def made_from(paper: Paper) -> str:
        return digest(library.fingerprint(paper), [library.people[who].variants for who in library.authors(paper)])

    return FragmentKind("search", ("words",), made_from, lambda paper: [as_json(words_of(entry(paper)))])


def library_words(library: Library, fragments: Fragments) -> Words:
    """Return the words of all papers; the index is made of them when it is asked for."""
    kind = words_kind(library)
    return Words(len(library.papers), lambda: map(json.loads, fragments.get(kind, numbered(library), "words")))
