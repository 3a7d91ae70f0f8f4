"""Every file that comes of the papers and vocabularies, and after an edit those that can be others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import cached_property
from itertools import chain
from typing import Any

from generator import (
    abstracts,
    addresses,
    map_page,
    reading_lists,
    schema,
    workers,
)
from generator.api.files import FORMATS, Files
from generator.api.records import Records
from generator.author_pages import AuthorPages
from generator.card import card
from generator.edit import Edit
from generator.feeds import Feeds
from generator.following import digests, feeds_page
from generator.icons import sheet
from generator.library import Library
from generator.list_pages import ListPages
from generator.listing import Rows
from generator.paper import Paper
from generator.paper_page import PaperPages
from generator.pieces import made_beside
from generator.reading_lists import ReadingList
from generator.redirects import redirects
from generator.related.similar import Near, last, neighbours
from generator.rendering import Rendering, Shells, program_digest
from generator.search import page as finder
from generator.search.files import SearchFiles, words_of
from generator.search.words import Words
from generator.settings import Settings
from generator.slots import Slots
from generator.static_files import files
from generator.tree import Old, Output, digest, nothing


def outputs(
    library: Library,
    settings: Settings,
    shells: Shells,
    *,
    every: bool = False,
    lazy: bool = False,
    old: Old = nothing,
) -> Iterator[Output]:
    """Every file that is made from the papers and vocabularies, and the scripts and styles they need.

    every: whether most of them are going to be made; what many of them show is then made beside. lazy: whether few are,
    if any; nothing is indexed before it is asked for. old: gives a file of the site as it was.
    """
    pages = _Pages(library, settings, shells, old=old, lazy=lazy)
    every = every and workers.worth(len(library.papers))
    with ExitStack() as beside:
        if settings.search and pages.index.needs_words:
            beside.enter_context(pages.words.made_beside())
        if every:
            _ = pages.near  # which takes all processes that there is memory for
            kinds = [pages.rows.pieces, pages.records.pieces, *([pages.feeds.pieces] if settings.url else [])]
            beside.enter_context(made_beside(kinds, library.papers, settings.cache_dir))
        yield from pages.near_ones()
        yield from pages.lists()
        yield from pages.api.outputs()
        yield from pages.api.whole()
    yield from pages.search()
    yield from pages.removed()
    yield from files()
    yield from sheet(shells.icons)
    yield from card()
    yield _schema(library, settings)


def after(edit: Edit, library: Library, settings: Settings, shells: Shells, *, lazy: bool) -> list[Iterator[Output]]:
    """What can be another after an edit, in parts that can be made in different processes, the longest first.

    Lists, their files and the search derive the same of the papers, so they are one part. lazy: as of `outputs`.
    """
    pages = _Pages(library, settings, shells, edit, lazy=lazy)
    whole = [pages.api.whole([suffix]) for suffix in reversed(FORMATS)]
    return [chain(pages.lists(), pages.api.outputs(), pages.search()), pages.near_ones(), *whole]


def of_edited(library: Library, settings: Settings, shells: Shells, edit: Edit) -> Iterator[Output]:
    """The pages of the edited papers, with the neighbours that were found last, for a preview that has to be quick."""
    pages = _Pages(library, settings, shells, edit)
    pages.near = Near(last(settings.cache_dir), frozenset())
    yield from pages.of_papers(edit.after.values())


def _schema(library: Library, settings: Settings) -> Output:
    """What editors and the form check a paper file by."""
    address = addresses.PAPER_FILE_SCHEMA
    content = schema.text(library.vocabulary, addresses.absolute(settings.url, address)).encode()
    return Output(address, digest(content), lambda: content, "the fields of a paper file")


def _known(library: Library, edit: Edit | None) -> Output:
    """What the form knows a paper by that is there already."""

    def row(paper: Paper) -> bytes:
        return schema.known_paper(paper).encode()

    def make() -> bytes:
        found = edit.exchanged(addresses.KNOWN_PAPERS, row, row) if edit else None
        return found or schema.known_papers(library.papers).encode()

    made_from = digest([paper.digest for paper in library.papers])
    return Output(addresses.KNOWN_PAPERS, made_from, make, "the papers, for the form")


def slots(library: Library, settings: Settings) -> Slots:
    """What fills the slots of hand-written pages."""
    lists = reading_lists.read(settings.docs_dir)
    return Slots(library, site_values(settings), settings.subscribe, lists, settings.papers_dir)


def site_values(settings: Settings) -> dict[str, Any]:
    """What every template may know of the site."""
    return {
        "name": settings.name,
        "description": settings.description,
        "url": settings.url,
        "repository": settings.repository,
        "branch": settings.branch,
        "language": settings.language,
        "summaries": settings.summaries,
    }


class _Pages:
    """What comes of one library; after an edit only what could be another."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        shells: Shells,
        edit: Edit | None = None,
        *,
        lazy: bool = False,
        old: Old = nothing,
    ) -> None:
        self._library = library
        self._settings = settings
        self._edit = edit
        self._lazy = lazy
        self._old = edit.old if edit else old
        self._rendering = Rendering(shells, site_values(settings))
        self.rows = Rows(library, self._rendering, edit)
        self.records = Records(library, settings.url)

    @cached_property
    def _reading_lists(self) -> tuple[ReadingList, ...]:
        return reading_lists.read(self._settings.docs_dir)

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds of the papers."""
        return Feeds(self._library, self._settings, self._reading_lists, self._edit)

    @cached_property
    def near(self) -> Near:
        """The neighbours of the papers."""
        return neighbours(self._library, self._settings.cache_dir, self._edit)

    @cached_property
    def words(self) -> Words:
        """The words of the papers, for the search."""
        return words_of(self._library)

    @cached_property
    def index(self) -> SearchFiles:
        """The search index."""
        return SearchFiles(
            self._library, self.rows, lambda: self.words, old=self._old, lazy=self._lazy, edit=self._edit
        )

    @cached_property
    def api(self) -> Files:
        """The files for machines."""
        site, made_from = self._rendering.site, self.rows.made_from
        return Files(self.records, site, program_digest(), made_from, self._reading_lists, self._edit)

    def near_ones(self) -> Iterator[Output]:
        """What shows which papers are near a paper: their pages, and the map."""
        yield from self.of_papers(self._with_other_pages())
        yield map_page.output(self._library, self.near.of, self._rendering, self._settings.cache_dir)

    def of_papers(self, papers: Iterable[Paper]) -> Iterator[Output]:
        """A page for each of `papers`."""
        lists = reading_lists.of_papers(self._reading_lists)
        kept = abstracts.of_papers(self._settings.abstracts, self._library.papers)
        page = PaperPages(self._library, self._rendering, self.rows, self.records, kept)
        for paper in papers:
            close = [(self._library.by_key[key], words) for key, words in self.near.of.get(paper.key, ())]
            yield from page.outputs(paper, close, lists.get(paper.key, ()))

    def _with_other_pages(self) -> Iterator[Paper]:
        """The papers whose pages can be others: all; after an edit those that are edited or have a neighbour that is,
        and those that have other neighbours.
        """
        edit, near = self._edit, self.near
        if edit is None or near.changed is None:
            yield from self._library.papers
            return
        keys = near.changed | edit.after.keys() | near.of.beside(edit.after)
        yield from (paper for paper in self._library.papers if paper.key in keys)

    def lists(self) -> Iterator[Output]:
        """The pages of lists, and what else tells of many papers."""
        library, edit, rendering = self._library, self._edit, self._rendering
        if edit is None or edit.shown_in(finder.shown(library)):
            yield finder.output(library, self.rows, rendering, self._settings.search)
        lists = ListPages(library, rendering, self.rows, edit)
        yield from lists.outputs()
        yield from AuthorPages(library, lists, self.rows, edit).outputs()
        if edit is None or edit.changes("links", "status"):
            from generator import statistics_page  # which most edits do not ask for

            yield statistics_page.output(library, rendering)
        yield from self.feeds.outputs()
        yield from digests(library, rendering, self.rows, edit)
        yield from redirects(library, rendering, edit)
        yield _known(library, edit)
        if edit is None:
            yield from feeds_page(self.feeds, rendering)

    def search(self) -> Iterator[Output]:
        """The search index, where there is one."""
        if self._settings.search:
            yield from self.index.outputs()

    def removed(self) -> Iterator[Output]:
        """A page for each paper that was removed."""
        for removed in self._library.vocabulary.removed:
            yield self._rendering.page(
                addresses.paper(removed.key),
                "papers",
                "removed.html",
                f"papers/_removed.yml ({removed.key})",
                listed=False,
                removed=asdict(removed),
            )
