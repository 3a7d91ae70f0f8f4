"""The pages of categories, tags, venues, years and of what was newly added, and their indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from generator.analysis.together import together
from generator.core.tree import Output
from generator.export.api.files import FORMATS, formats_of
from generator.model import addresses, names
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import listing
from generator.site.listing import ListPage, Rows
from generator.site.rendering import Rendering, long_date


class ListPages:
    """The pages of the lists of one library."""

    def __init__(self, library: Library, rendering: Rendering, rows: Rows) -> None:
        self._library = library
        self._vocabulary = library.vocabulary
        self._rendering = rendering
        self._rows = rows

    def outputs(self) -> Iterator[Output]:
        """All of them."""
        yield from self._categories()
        yield from self._tags()
        yield from self._venues()
        yield from self._years()
        yield from self._months()

    def _categories(self) -> Iterator[Output]:
        """Yield the pages of the categories, and their index."""
        entries = []
        for key, category in self._vocabulary.categories.items():
            number, title, address = listing.category_entry(self._library, key)
            entries.append((title, address, len(self._library.in_category.get(key, ())), category.definition, number))
            yield from self.category(key)
        yield self.index("categories", addresses.CATEGORIES, "Categories", [("", "", entries)], kind="grid")

    def category(self, key: str) -> Iterator[Output]:
        """Yield the pages of a category."""
        papers = self._library.in_category.get(key, ())
        number, title, address = listing.category_entry(self._library, key)
        beside = together(key, self._library.in_category, attrgetter("categories"), 4)
        for page in listing.pages(address, papers, self._rows):
            yield self.page_of(
                "categories",
                page,
                title,
                len(papers),
                kind="Category",
                feed=address,
                mark_number=number,
                definition=self._vocabulary.categories[key].definition,
                exports=address,
                facts=[
                    (
                        "Papers here also stand in",
                        [(*listing.category_entry(self._library, other)[1:], both) for other, both in beside],
                    )
                ],
            )

    def _tags(self) -> Iterator[Output]:
        """Yield the pages of the tags, and their index."""
        for key in self._vocabulary.tags:
            yield from self.tag(key)
        yield self._index_of_tags()

    def tag(self, key: str) -> Iterator[Output]:
        """Yield the pages of a tag."""
        tags, papers, address = self._vocabulary.tags, self._library.with_tag.get(key, ()), addresses.tag(key)
        tag = tags[key]
        near = together(key, self._library.with_tag, attrgetter("tags"))
        facts = [
            ("Also called", [(alias, "") for alias in tag.aliases]),
            ("Part of", listing.tag_entries(self._library, [tag.parent] if tag.parent else [])),
            ("Narrower", listing.tag_entries(self._library, self._narrower.get(key, ()))),
            ("Nearest tags", [(tags[other].title, addresses.tag(other), both) for other, both in near]),
        ]
        for page in listing.pages(address, papers, self._rows):
            yield self.page_of(
                "tags",
                page,
                tag.title,
                len(papers),
                kind="Tag",
                definition=tag.definition,
                facts=facts,
                feed=address,
                exports=address,
            )

    @cached_property
    def _narrower(self) -> Mapping[str, list[str]]:
        """Key of a tag → the keys of the narrower tags."""
        found: dict[str, list[str]] = {}
        for key, tag in sorted(self._vocabulary.tags.items(), key=lambda item: item[0]):
            if tag.parent:
                found.setdefault(tag.parent, []).append(key)
        return found

    def _index_of_tags(self) -> Output:
        tags = self._vocabulary.tags
        sizes = {key: len(papers) for key, papers in self._library.with_tag.items()}
        ordered = sorted(tags.values(), key=lambda tag: (names.fold(tag.title), tag.key))
        groups = [
            (
                letter,
                f"letter-{letter.lower()}",
                [(t.title, addresses.tag(t.key), sizes.get(t.key, 0), t.definition, None) for t in run],
            )
            for letter, run in groupby(ordered, key=lambda tag: names.fold(tag.title)[:1].upper())
        ]
        return self.index("tags", addresses.TAGS, "Tags", groups, kind="described")

    def _venues(self) -> Iterator[Output]:
        """A page for each venue that has papers, and their index by kind."""
        entries: dict[str, list[tuple[str, str, int, str, None]]] = {}
        for name, papers in sorted(self._library.at_venue.items(), key=lambda item: names.fold(item[0])):
            venue = self._vocabulary.venues[name]
            title = venue.title if venue.title != name else ""
            address = addresses.venue(name)
            entries.setdefault(venue.kind, []).append((name, address, len(papers), title, None))
            values = {"kind": venue.kind.capitalize(), "definition": title, "feed": address, "exports": address}
            for page in listing.pages(address, papers, self._rows):
                yield self.page_of("venues", page, name, len(papers), **values)
        headings = {"conference": "Conferences", "journal": "Journals", "workshop": "Workshops", "book": "Books"}
        groups = [(heading, heading.lower(), entries[kind]) for kind, heading in headings.items() if kind in entries]
        yield self.index("venues", addresses.VENUES, "Venues", groups, kind="described")

    def _years(self) -> Iterator[Output]:
        """A page for each year, and their index."""
        for year, papers in self._library.in_year.items():
            for page in listing.cut(addresses.year(year), papers, self._rows, _month, compact=True):
                yield self.page_of(
                    "years", page, f"Papers of {year}", len(papers), kind="Year", exports=addresses.year(year)
                )
        entries = [(year, addresses.year(year), len(of), "", None) for year, of in self._library.in_year.items()]
        yield self.index("years", addresses.YEARS, "Years", [("", "", entries)], kind="years")

    def _months(self) -> Iterator[Output]:
        """Newly added papers: a page for each month, and the newest."""
        papers = self._library.newest
        ways = []
        for month, run in groupby(papers, key=lambda paper: paper.added[:7]):
            added = list(run)
            ways.append((long_date(month), addresses.month(month), len(added)))
            for page in listing.cut(addresses.month(month), added, self._rows, lambda paper: long_date(paper.added)):
                yield self.page_of("new", page, f"Added in {long_date(month)}", len(added), kind="New")
        newest = papers[: listing.NEWEST]
        page = ListPage(addresses.NEW, newest, self._rows, lambda paper: long_date(paper.added), ways=tuple(ways))
        yield self.page_of("new", page, "Newly added", len(papers), feed="")

    def page_of(self, tab: str, page: ListPage, title: str, count: int, **values: Any) -> Output:
        """One page of a list of `count` papers; the rest as of `listing.output`, but

        exports: the address that the files of the list begin with; empty where it has none.
        """
        if not self._rendering.site["url"]:
            values.pop("feed", None)
        exports = values.pop("exports", "")
        formats = formats_of(self._library, tab, count) if exports else ()
        values["exports"] = [(FORMATS[suffix], addresses.export(exports, suffix)) for suffix in formats]
        return listing.output(self._rendering, tab, page, title, count, **values)

    def index(
        self, tab: str, address: str, title: str, groups: list[Any], kind: str, count: int = 0, ways: Any = ()
    ) -> Output:
        """An index: groups of entries under headings, each (heading, its anchor, entries).

        kind: how they are set. count: of the entries, where these are not all. ways: its other pages, (text, address,
        how many).
        """
        return self._rendering.page(
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


def _month(paper: Paper) -> str:
    return long_date(paper.date[:7])
