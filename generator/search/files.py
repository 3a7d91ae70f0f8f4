"""The index as files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from generator import addresses
from generator.edit import Edit
from generator.library import Library
from generator.paper import Paper
from generator.rendering import Row, program_digest
from generator.search.after_edit import AfterEdit, or_else
from generator.search.entries import entries, numbered
from generator.search.facets import Facets, as_json
from generator.search.former import OF_EDITION, VERSION, Former
from generator.search.tokens import STOP
from generator.search.words import Words, buckets
from generator.tree import Old, Output, digest, nothing
from generator.trending import trending

ROWS = 10  # rows in a file
_SOURCE = "the search index"


class SearchFiles:
    """Everything that is fetched when one searches the papers, except for the texts of the hand-written pages.

    Buckets of words and blocks of rows are named by what they hold, the others by the edition: a page that was loaded
    before the site changed goes on with the files that it knows, or begins anew, and what stays the same stays in a
    reader's cache.
    """

    def __init__(
        self,
        library: Library,
        row: Callable[[Paper], Row],
        words: Callable[[], Words],
        *,
        old: Old = nothing,
        lazy: bool = False,
        edit: Edit | None = None,
    ) -> None:
        """words: gives the words of the papers; called when they are needed.

        row: the row of a paper in a list, whose fingerprint covers the paper's file and the vocabularies. old: gives a
        file of the site as it was. lazy: index nothing before a bucket is asked for; their names then follow from the
        edition. edit: what changed since.
        """
        self._library = library
        self._words = words
        self._lazy = lazy
        self._count = buckets(len(library.papers))
        self._program = program_digest()
        self._edit = edit
        self._row = row
        self._papers = papers = numbered(library)
        self._former = former = Former.of(old)
        self._after: AfterEdit | None = None
        if edit and former and former.papers == len(papers) and len(former.words) == self._count:
            self._after = AfterEdit(library, edit, former)

    @cached_property
    def _rows(self) -> list[str]:
        """The version of each block of rows; after an edit another one where an edited paper is in it."""
        former = self._former.rows if self._after and self._former else ()
        return [
            former[number]
            if number < len(former) and not (self._edit and self._edit.shown_in(papers))
            else digest(self._program, list(map(self._row, papers)))[:VERSION]
            for number, papers in enumerate(self._blocks)
        ]

    @cached_property
    def _blocks(self) -> list[tuple[Paper, ...]]:
        return [self._papers[start : start + ROWS] for start in range(0, len(self._papers), ROWS)]

    @cached_property
    def _edition(self) -> str:
        return digest(self._program, self._rows, [trend.paper.key for trend in trending(self._library)])[:10]

    @cached_property
    def _known(self) -> Sequence[str] | None:
        """The versions of the buckets, where nothing has to be indexed to tell them."""
        if self._after and self._after.versions:
            return self._after.versions
        if self._former and self._former.edition == self._edition and len(self._former.words) == self._count:
            return self._former.words
        if self._lazy:
            return [digest(self._edition, number)[:VERSION] for number in range(self._count)]
        return None

    @property
    def needs_words(self) -> bool:
        """Whether all papers have to be indexed before the files have names."""
        return self._known is None

    def outputs(self) -> Iterator[Output]:
        """The files; after an edit those that were not there, made of those that were, as far as these are known."""
        words = self._known or [digest(self._words().bucket(number))[:VERSION] for number in range(self._count)]
        rows = self._rows
        there = (self._former.words, self._former.rows) if self._after and self._former else ((), ())
        for number in _others_than(there[0], words):
            path = addresses.search_words(number, words[number])
            yield Output(path, digest(path), partial(self._bucket, number), _SOURCE)
        for name, make in self._others().items():
            path = addresses.search_file(self._edition, name)
            yield Output(path, digest(path), make, _SOURCE)
        for number in _others_than(there[1], rows):
            path = addresses.search_rows(number, rows[number])
            yield Output(path, digest(path), partial(self._block, number), _SOURCE)
        index = as_json(
            {
                "papers": len(self._library.papers),
                "edition": self._edition,
                "buckets": self._count,
                "words": "".join(words),
                "block": ROWS,
                "rows": "".join(rows),
                "stop": STOP,
            }
        )
        yield Output(addresses.SEARCH, digest(index), lambda: index, _SOURCE)

    def _bucket(self, number: int) -> bytes:
        content = self._after.bucket(number) if self._after else None
        return self._words().bucket(number) if content is None else content

    def _block(self, number: int) -> bytes:
        """A block of rows; after an edit the old one with those rows exchanged that differ."""
        papers, former = self._blocks[number], self._former
        edit = self._edit and self._edit.among(papers)
        found = None
        if edit and former and number < len(former.rows):
            path = addresses.search_rows(number, former.rows[number])
            found = edit.exchanged(path, self._row_in_block, self._row_in_block)
        return as_json([self._row(paper).html for paper in papers]) if found is None else found

    def _row_in_block(self, paper: Paper) -> bytes:
        return as_json(self._row(paper).html)

    def _others(self) -> Mapping[str, Callable[[], bytes]]:
        """Name of another file → what makes it."""
        facets, after = Facets(self._library), self._after
        made: dict[str, Callable[[], bytes]] = {
            "facets.json": facets.short,
            "tags.json": facets.tags,
            "authors.json": facets.authors,
            "order.json": facets.order,
            "keys.txt": facets.keys,
            "suggest.txt": lambda: self._words().suggestions,
        }
        if after is None:
            return made
        fields: dict[str, tuple[str, ...]] = {"facets.json": ("links", "status")}
        quick: dict[str, Callable[[], bytes | None]] = {
            name: partial(after.same, name, *fields.get(name, ())) for name in OF_EDITION
        } | {"suggest.txt": after.suggestions, "order.json": after.order}
        return {name: or_else(quick[name], make) for name, make in made.items()}


def _others_than(before: Sequence[str], now: Sequence[str]) -> Iterator[int]:
    """The numbers of what has another version than before, or had none."""
    return (n for n, version in enumerate(now) if n >= len(before) or before[n] != version)


def words_of(library: Library) -> Words:
    """The words of all papers; indexed when they are asked for."""
    return Words(len(library.papers), lambda: entries(library))
