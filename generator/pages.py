"""The pages of the site, each as an Output: what it shows, where it stands, and what it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property, partial
from itertools import chain, groupby
from typing import Any

from generator import (
    abstracts,
    addresses,
    identifiers,
    listing,
    map_page,
    names,
    reading_lists,
    schema,
    statistics_page,
    workers,
)
from generator.api.files import FORMATS, Files, formats_of
from generator.api.records import Records
from generator.card import card
from generator.edit import Edit
from generator.feeds import AUTHOR_FROM, Feeds
from generator.following import digests, feeds_page
from generator.icons import sheet
from generator.library import Library, Person
from generator.listing import Entry, ListPage, Rows
from generator.paper import Paper
from generator.paper_page import PaperPages
from generator.redirects import redirects
from generator.related.similar import Near, last, neighbours
from generator.related.together import co_authors, together
from generator.rendering import Rendering, Shells, long_date, program_digest
from generator.search import page as finder
from generator.search.files import files as search_files
from generator.search.files import words_of
from generator.search.words import Words
from generator.settings import Settings
from generator.slots import Slots
from generator.static_files import files
from generator.tree import Output, digest

LETTERS_FROM = 1000  # persons; a longer index of authors gets a page for each letter


def outputs(library: Library, settings: Settings, shells: Shells, every: bool = False) -> Iterator[Output]:
    """Every file that is made from the papers and vocabularies, and the scripts and styles they need.

    every: whether all of them are going to be made; what many of them show is then made beside.
    """
    pages = Pages(library, settings, shells)
    with ExitStack() as beside:
        if every:
            beside.enter_context(pages.row.made_beside())
        if every and settings.search:
            beside.enter_context(pages.words.made_beside())
        yield from _of_near(pages, library, settings)
        yield from _of_lists(pages, library, settings)
        yield from _of_api(pages, library, settings)
        yield from _of_exports(pages, library, settings)
        yield from _of_search(pages, library, settings)
        yield from pages.of_removed()
        yield from files()
        yield from sheet(shells.icons)
        yield from card()
        yield _schema(library, settings)
    if every and len(library.papers) >= workers.FEW:
        pages.records.make_all()


def after(edit: Edit, library: Library, settings: Settings, shells: Shells) -> list[Iterator[Output]]:
    """What can be another after an edit, in parts that can be made in different processes, the longest first.

    Lists, their files and the search derive the same of the papers, so they are one part. The search index is whole:
    its files have other names.
    """
    pages = Pages(library, settings, shells, edit)
    parts = ((_of_lists, _of_api, _of_search), (_of_near,), (_of_exports,))
    return [chain.from_iterable(of(pages, library, settings) for of in part) for part in parts]


def _of_near(pages: Pages, library: Library, settings: Settings) -> Iterator[Output]:
    yield from pages.of_papers(pages.with_other_pages())
    yield map_page.output(library, pages.near.of, pages.rendering, settings.cache_dir)


def _of_api(pages: Pages, library: Library, settings: Settings) -> Iterator[Output]:
    yield from pages.api.outputs()


def _of_exports(pages: Pages, library: Library, settings: Settings) -> Iterator[Output]:
    yield from pages.api.whole()


def _of_lists(pages: Pages, library: Library, settings: Settings) -> Iterator[Output]:
    edit = pages.edit
    if edit is None or edit.shown_in(finder.shown(library)):
        yield finder.output(library, pages.row, pages.rendering, settings.search)
    yield from pages.of_categories()
    yield from pages.of_tags()
    yield from pages.of_authors()
    yield from pages.of_venues()
    yield from pages.of_years()
    yield from pages.of_months()
    if edit is None or edit.changes("links", "status"):
        yield statistics_page.output(library, pages.rendering)
    lists = reading_lists.read(settings.docs_dir)
    feeds = Feeds(library, settings, lists, edit)
    yield from feeds.outputs()
    yield from digests(library, pages.rendering, pages.row, edit)
    yield from redirects(library, pages.rendering, edit)
    yield _known(library, edit)
    if edit is None:
        yield from feeds_page(feeds, pages.rendering)


def _of_search(pages: Pages, library: Library, settings: Settings) -> Iterator[Output]:
    if settings.search:
        yield from search_files(library, pages.row, lambda: pages.words, pages.edit)


def of_edited(library: Library, settings: Settings, shells: Shells, edit: Edit) -> Iterator[Output]:
    """The pages of the edited papers, with the neighbours that were found last, for a preview that has to be quick."""
    pages = Pages(library, settings, shells, edit)
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
    }


class Pages:
    """The pages of one library."""

    def __init__(self, library: Library, settings: Settings, shells: Shells, edit: Edit | None = None) -> None:
        self.library = library
        self.edit = edit
        self.rendering = Rendering(shells, site_values(settings))
        self.row = Rows(library, self.rendering, edit)
        self._settings = settings
        self.records = Records(library, settings.url)
        self._vocabulary = library.vocabulary
        self._names: dict[str, str] = {}

    @cached_property
    def near(self) -> Near:
        """The neighbours of the papers."""
        return neighbours(self.library, self._settings.cache_dir, self.edit)

    @cached_property
    def api(self) -> Files:
        """The files for machines."""
        lists = reading_lists.read(self._settings.docs_dir)
        return Files(self.records, self.rendering.site, program_digest(), self.row.made_from, lists, self.edit)

    @cached_property
    def words(self) -> Words:
        """The words of the papers, for the search."""
        return words_of(self.library)

    def of_papers(self, papers: Iterable[Paper]) -> Iterator[Output]:
        """A page for each of `papers`."""
        lists = reading_lists.of_papers(reading_lists.read(self._settings.docs_dir))
        kept = abstracts.of_papers(self._settings.abstracts, self.library.papers)
        page = PaperPages(self.library, self.rendering, self.row, self.records, kept)
        for paper in papers:
            close = [(self.library.by_key[key], words) for key, words in self.near.of.get(paper.key, ())]
            yield page.output(paper, close, lists.get(paper.key, ()))

    def of_removed(self) -> Iterator[Output]:
        """A page for each paper that was removed."""
        for removed in self._vocabulary.removed:
            yield self.rendering.page(
                addresses.paper(removed.key),
                "papers",
                "removed.html",
                f"papers/_removed.yml ({removed.key})",
                listed=False,
                removed=removed.model_dump(),
            )

    def with_other_pages(self) -> Iterator[Paper]:
        """The papers whose pages can be others: all; after an edit those that are edited or have a neighbour that is,
        and those that have other neighbours.
        """
        edit, near = self.edit, self.near
        if edit is None or near.changed is None:
            yield from self.library.papers
            return
        keys = near.changed | edit.after.keys() | near.of.beside(edit.after)
        yield from (paper for paper in self.library.papers if paper.key in keys)

    def _stays(self, papers: Iterable[Paper]) -> bool:
        """Whether a page is as it was, that shows nothing but these papers."""
        return self.edit is not None and not self.edit.shown_in(papers)

    def _touched(self, kind: str) -> set[str] | None:
        """The categories or tags of edited papers; None where there is no edit."""
        return {key for paper in self.edit.after.values() for key in getattr(paper, kind)} if self.edit else None

    def of_categories(self) -> Iterator[Output]:
        """A page for each category, and their index."""
        sizes = {key: len(papers) for key, papers in self.library.in_category.items()}
        touched = self._touched("categories")
        near = together(self.library.papers, lambda paper: paper.categories, sizes, 4, touched)
        entries = []
        for key, category in self._vocabulary.categories.items():
            number, title, address = listing.category_entry(self.library, key)
            entries.append((title, address, sizes.get(key, 0), category.definition, number))
            if touched is not None and key not in touched:
                continue
            beside = [(*listing.category_entry(self.library, other)[1:], both) for other, both in near.get(key, ())]
            for page in listing.pages(address, self.library.in_category.get(key, ()), self.row):
                yield self._list(
                    "categories",
                    page,
                    title,
                    sizes.get(key, 0),
                    kind="Category",
                    feed=address,
                    mark_number=number,
                    definition=category.definition,
                    exports=address,
                    facts=[("Papers here also stand in", beside)],
                )
        yield self._index("categories", addresses.CATEGORIES, "Categories", [("", "", entries)], kind="grid")

    def of_tags(self) -> Iterator[Output]:
        """A page for each tag, and their index."""
        tags = self._vocabulary.tags
        sizes = {key: len(papers) for key, papers in self.library.with_tag.items()}
        touched = self._touched("tags")
        near = together(self.library.papers, lambda paper: paper.tags, sizes, only=touched)
        children: dict[str, list[str]] = {}
        for key, tag in tags.items():
            if tag.parent:
                children.setdefault(tag.parent, []).append(key)
        for key, tag in tags.items():
            if touched is not None and key not in touched:
                continue
            facts = [
                ("Also called", [(alias, "") for alias in tag.aliases]),
                ("Part of", listing.tag_entries(self.library, [tag.parent] if tag.parent else [])),
                ("Narrower", listing.tag_entries(self.library, sorted(children.get(key, [])))),
                (
                    "Nearest tags",
                    [(tags[other].title, addresses.tag(other), both) for other, both in near.get(key, ())],
                ),
            ]
            address = addresses.tag(key)
            for page in listing.pages(address, self.library.with_tag.get(key, ()), self.row):
                yield self._list(
                    "tags",
                    page,
                    tag.title,
                    sizes.get(key, 0),
                    kind="Tag",
                    definition=tag.definition,
                    facts=facts,
                    feed=address,
                    exports=address,
                )
        ordered = sorted(tags.values(), key=lambda tag: (names.fold(tag.title), tag.key))
        groups = [
            (
                letter,
                f"letter-{letter.lower()}",
                [(t.title, addresses.tag(t.key), sizes.get(t.key, 0), t.definition, None) for t in run],
            )
            for letter, run in groupby(ordered, key=lambda tag: names.fold(tag.title)[:1].upper())
        ]
        yield self._index("tags", addresses.TAGS, "Tags", groups, kind="described")

    def of_authors(self) -> Iterator[Output]:
        """A page for each author, and their index by family name."""
        library = self.library
        if self.edit is None:
            people = sorted(library.people.values(), key=lambda person: person.sort_key)
        else:
            people = [
                library.person(who)
                for who in dict.fromkeys(chain.from_iterable(map(library.authors, self.edit.after.values())))
            ]
        for person in people:
            named = (person.orcid, person.homepage, person.variants, [self._named(paper) for paper in person.papers])
            address, count = addresses.author(person.identity), len(person.papers)
            feed = address if count >= AUTHOR_FROM else None
            for page in listing.pages(address, person.papers, self.row):
                yield self._list(
                    "authors",
                    page,
                    person.name,
                    count,
                    kind="Author",
                    facts=partial(self._facts_of_author, person),
                    facts_from=named,
                    feed=feed,
                    exports=address,
                )
        if self.edit is not None:
            return
        groups = [
            (letter, f"letter-{letter.lower()}", [self._person_entry(person) for person in run])
            for letter, run in groupby(people, key=lambda person: person.filed.heading)
        ]
        if len(people) <= LETTERS_FROM:
            yield self._index("authors", addresses.AUTHORS, "Authors", groups, kind="names", count=len(people))
            return
        ways = [(letter, f"{addresses.AUTHORS}index-{letter.lower()}/", len(run)) for letter, _, run in groups]
        yield self._index("authors", addresses.AUTHORS, "Authors", [], kind="names", count=len(people), ways=ways)
        for group, (letter, address, _) in zip(groups, ways, strict=True):
            yield self._index("authors", address, f"Authors: {letter}", [group], kind="names", ways=ways)

    def of_venues(self) -> Iterator[Output]:
        """A page for each venue that has papers, and their index by kind."""
        entries: dict[str, list[tuple[str, str, int, str, None]]] = {}
        for name, papers in sorted(self.library.at_venue.items(), key=lambda item: names.fold(item[0])):
            venue = self._vocabulary.venues[name]
            title = venue.title if venue.title != name else ""
            address = addresses.venue(name)
            entries.setdefault(venue.kind, []).append((name, address, len(papers), title, None))
            if self._stays(papers):
                continue
            values = {"kind": venue.kind.capitalize(), "definition": title, "feed": address, "exports": address}
            for page in listing.pages(address, papers, self.row):
                yield self._list("venues", page, name, len(papers), **values)
        headings = {"conference": "Conferences", "journal": "Journals", "workshop": "Workshops", "book": "Books"}
        groups = [(heading, heading.lower(), entries[kind]) for kind, heading in headings.items() if kind in entries]
        yield self._index("venues", addresses.VENUES, "Venues", groups, kind="described")

    def of_years(self) -> Iterator[Output]:
        """A page for each year, and their index."""
        for year, papers in self.library.in_year.items():
            if self._stays(papers):
                continue
            for page in listing.cut(addresses.year(year), papers, self.row, _month, compact=True):
                yield self._list(
                    "years", page, f"Papers of {year}", len(papers), kind="Year", exports=addresses.year(year)
                )
        entries = [(year, addresses.year(year), len(of), "", None) for year, of in self.library.in_year.items()]
        yield self._index("years", addresses.YEARS, "Years", [("", "", entries)], kind="years")

    def of_months(self) -> Iterator[Output]:
        """Newly added papers: a page for each month, and the newest."""
        papers = self.library.newest
        ways = []
        for month, run in groupby(papers, key=lambda paper: paper.added[:7]):
            added = list(run)
            ways.append((long_date(month), addresses.month(month), len(added)))
            if self._stays(added):
                continue
            for page in listing.cut(addresses.month(month), added, self.row, lambda paper: long_date(paper.added)):
                yield self._list("new", page, f"Added in {long_date(month)}", len(added), kind="New")
        newest = papers[: listing.NEWEST]
        page = ListPage(addresses.NEW, newest, self.row, lambda paper: long_date(paper.added), ways=tuple(ways))
        yield self._list("new", page, "Newly added", len(papers), feed="")

    def _named(self, paper: Paper) -> str:
        """Fingerprint of the names that a person's page shows of co-authors, as they stand on their own pages."""
        found = self._names.get(paper.key)
        if found is None:
            names_of = [self.library.person(who).name for who in self.library.authors(paper)]
            found = self._names[paper.key] = digest(names_of)
        return found

    def _facts_of_author(self, person: Person) -> list[tuple[str, list[Entry]]]:
        return [
            ("Active", [(_span(person.papers), "")]),
            ("Writes with", self._co_authors(person)),
            ("ORCID", [(person.orcid, identifiers.orcid_url(person.orcid))] if person.orcid else []),
            ("Homepage", [(person.homepage, person.homepage)] if person.homepage else []),
            ("Also written", [(variant, "") for variant in person.variants if variant != person.name]),
        ]

    def _co_authors(self, person: Person) -> list[Entry]:
        """Co-authors as entries, with the number of papers where it is more than one; how many are not named."""
        others, count = co_authors(person.identity, person.papers, self.library.authors)
        named = self.library.person
        entries: list[Entry] = [(named(o).name, addresses.author(o), n if n > 1 else 0) for o, n in others]
        return entries + ([(f"and {count - len(others):,} more", "", 0)] if count > len(others) else [])

    def _list(self, tab: str, page: ListPage, title: str, count: int, **values: Any) -> Output:
        if not self._settings.url:
            values.pop("feed", None)
        exports = values.pop("exports", "")
        formats = formats_of(self.library, tab, count) if exports else ()
        values["exports"] = [(FORMATS[suffix], addresses.export(exports, suffix)) for suffix in formats]
        return listing.output(self.rendering, tab, page, title, count, **values)

    def _index(
        self, tab: str, address: str, title: str, groups: list[Any], kind: str, count: int = 0, ways: Any = ()
    ) -> Output:
        return self.rendering.page(
            address,
            tab,
            "index.html",
            f"the index {address}",
            title=title,
            groups=groups,
            kind=kind,
            count=count or sum(len(group[2]) for group in groups),
            ways=ways,
        )

    def _person_entry(self, person: Any) -> tuple[str, str, int, str, None]:
        return person.filed.filed, addresses.author(person.identity), len(person.papers), "", None


def _span(papers: Sequence[Paper]) -> str:
    """The years of some papers: `2019 to 2024`."""
    years = sorted(paper.year for paper in papers)
    return years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"


def _month(paper: Paper) -> str:
    return long_date(paper.date[:7])
