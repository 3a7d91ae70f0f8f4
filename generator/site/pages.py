"""Every file that comes of the papers and vocabularies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict
from functools import cached_property
from itertools import chain
from typing import Any

from generator.analysis.similar import Neighbours, last_neighbours, neighbours, terms_kind
from generator.core.tree import Output, digest
from generator.export.api.files import Files
from generator.export.api.records import Records
from generator.export.feeds import Feeds
from generator.files import reading_lists, schema
from generator.files.fragments import Fragments
from generator.files.reading_lists import ReadingList
from generator.files.settings import Settings
from generator.importing import abstracts
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import map_page, statistics_page
from generator.site.author_pages import AuthorPages
from generator.site.card import card
from generator.site.following import digests, feeds_page
from generator.site.icons import sheet
from generator.site.list_pages import ListPages
from generator.site.listing import Rows
from generator.site.paper_page import PaperPages
from generator.site.redirects import redirects
from generator.site.rendering import Rendering, Shells, program_digest
from generator.site.search import page as finder
from generator.site.search.files import SearchFiles, library_words, words_kind
from generator.site.search.words import Words
from generator.site.slots import Slots
from generator.site.static_files import files


def outputs(
    library: Library,
    settings: Settings,
    shells: Shells,
    fragments: Fragments,
) -> Iterator[Output]:
    """Every file that is made from the papers and vocabularies, and the scripts and styles they need.

    fragments: where what many of them show of a paper is kept.
    """
    pages = _Pages(library, settings, shells, fragments)
    kinds = [terms_kind(library), pages.rows.kind, pages.records.kind]
    kinds += [pages.feeds.kind] if settings.url else []
    kinds += [words_kind(library)] if settings.search else []
    fragments.make_all(kinds, library.papers)
    _ = pages.near  # before the process beside, for it takes all that there are
    with pages.words.made_beside() if settings.search else nullcontext():
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


def outputs_of(
    papers: Collection[Paper], library: Library, settings: Settings, shells: Shells, fragments: Fragments
) -> Iterator[Output]:
    """Yield the pages of `papers`, and those of their categories, tags and authors.

    For a preview that has to be quick: the neighbours are those that were found last.
    """
    pages = _Pages(library, settings, shells, fragments)
    pages.near = last_neighbours(library, settings.cache_dir)
    yield from pages.of_papers(papers)
    lists = ListPages(library, Rendering(shells, site_values(settings)), pages.rows)
    for key in dict.fromkeys(chain.from_iterable(paper.categories for paper in papers)):
        yield from lists.category(key)
    for key in dict.fromkeys(chain.from_iterable(paper.tags for paper in papers)):
        yield from lists.tag(key)
    people = dict.fromkeys(chain.from_iterable(map(library.authors, papers)))
    yield from AuthorPages(library, lists, pages.rows).pages_of(map(library.person, people))


def _schema(library: Library, settings: Settings) -> Output:
    """What editors and the form check a paper file by."""
    address = addresses.PAPER_FILE_SCHEMA
    content = schema.text(library.vocabulary, addresses.absolute(settings.url, address)).encode()
    return Output(address, digest(content), lambda: content, "the fields of a paper file")


def _known(library: Library) -> Output:
    """Return the file by which the form recognizes papers of the list."""

    def make() -> bytes:
        return schema.known_papers(library.papers).encode()

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
    """The files that come of one library."""

    def __init__(self, library: Library, settings: Settings, shells: Shells, fragments: Fragments) -> None:
        self._fragments = fragments
        self._library = library
        self._settings = settings
        self._rendering = Rendering(shells, site_values(settings))
        self.rows = Rows(library, self._rendering, fragments)
        self.records = Records(library, settings.url, fragments)

    @cached_property
    def _reading_lists(self) -> tuple[ReadingList, ...]:
        return reading_lists.read(self._settings.docs_dir)

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds of the papers."""
        return Feeds(self._library, self._settings, self._reading_lists, self._fragments)

    @cached_property
    def near(self) -> Neighbours:
        """The neighbours of the papers."""
        return neighbours(self._library, self._settings.cache_dir, self._fragments)

    @cached_property
    def words(self) -> Words:
        """The words of the papers, for the search."""
        return library_words(self._library, self._fragments)

    @cached_property
    def index(self) -> SearchFiles:
        """The search index."""
        return SearchFiles(self._library, self.rows, lambda: self.words)

    @cached_property
    def api(self) -> Files:
        """The files for machines."""
        site, made_from = self._rendering.site, self.rows.made_from
        return Files(self.records, site, program_digest(), made_from, self._reading_lists)

    def near_ones(self) -> Iterator[Output]:
        """What shows which papers are near a paper: their pages, and the map."""
        yield from self.of_papers(self._library.papers)
        yield map_page.output(self._library, self.near, self._rendering, self._settings.cache_dir)

    def of_papers(self, papers: Iterable[Paper]) -> Iterator[Output]:
        """Yield the page of each of `papers`."""
        lists = reading_lists.of_papers(self._reading_lists)
        kept = abstracts.of_papers(self._settings.abstracts, self._library.papers)
        page = PaperPages(self._library, self._rendering, self.rows, self.records, kept)
        for paper in papers:
            close = [(self._library.by_key[key], words) for key, words in self.near.get(paper.key, ())]
            yield from page.outputs(paper, close, lists.get(paper.key, ()))

    def lists(self) -> Iterator[Output]:
        """The pages of lists, and what else tells of many papers."""
        library, rendering = self._library, self._rendering
        yield finder.output(library, self.rows, rendering, self._settings.search)
        lists = ListPages(library, rendering, self.rows)
        yield from lists.outputs()
        yield from AuthorPages(library, lists, self.rows).outputs()
        yield statistics_page.output(library, rendering)
        yield from self.feeds.outputs()
        yield from digests(library, rendering, self.rows)
        yield from redirects(library, rendering)
        yield _known(library)
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
