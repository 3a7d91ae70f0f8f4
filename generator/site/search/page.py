"""The page of all papers: the list by year, with ways into it; where scripts run it becomes the finder."""

from __future__ import annotations

from typing import Any

from generator.analysis.trending import trending
from generator.core.tree import Output
from generator.model import addresses, names
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import listing, static_files
from generator.site.listing import ListPage, Rows
from generator.site.rendering import Rendering

MOST_TAGS = 30

Way = tuple[str, list[tuple[str, str, int]], tuple[str, str]]


def shown(library: Library) -> tuple[Paper, ...]:
    """The papers whose rows stand on the page: of a long list the newest."""
    return library.papers if len(library.papers) <= listing.ONE_PAGE else library.papers[: listing.NEWEST]


def output(library: Library, rows: Rows, rendering: Rendering, search: bool) -> Output:
    """The page. search: whether there is an index, so that scripts can make it the finder."""
    papers = library.papers
    newest = len(shown(library)) < len(papers)
    page = ListPage(
        addresses.PAPERS,
        shown(library),
        rows,
        lambda paper: paper.year,
        compact=True,
    )
    values: dict[str, Any] = {
        "count": len(papers),
        "newest": newest,
        "ways": _ways(library),
        "index": addresses.SEARCH if search else "",
        "trending": bool(trending(library)),
        "style": static_files.address("finder.css"),
    }
    return rendering.lazy_page(
        page.address,
        "papers",
        "finder.html",
        "the list of all papers",
        made_from=(values, page.made_from),
        values=lambda: {**values, "groups": [(group.heading, group.id, group.rows) for group in page.groups]},
    )


def _ways(library: Library) -> list[Way]:
    """What leads to a part of the list without scripts: (heading, its pages with their numbers, the page of all)."""
    vocabulary = library.vocabulary
    tags = sorted(library.with_tag.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_TAGS]
    venues = sorted(library.at_venue.items(), key=lambda item: (-len(item[1]), names.fold(item[0])))[:MOST_TAGS]
    return [
        (
            "Category",
            [
                (vocabulary.categories[key].title, addresses.category(key), len(of))
                for key, of in library.in_category.items()
            ],
            ("All categories", addresses.CATEGORIES),
        ),
        (
            "Year",
            [(year, addresses.year(year), len(of)) for year, of in library.in_year.items()],
            ("All years", addresses.YEARS),
        ),
        (
            "Tags",
            [(vocabulary.tags[key].title, addresses.tag(key), len(of)) for key, of in tags],
            ("All tags", addresses.TAGS),
        ),
        ("Venue", [(name, addresses.venue(name), len(of)) for name, of in venues], ("All venues", addresses.VENUES)),
        ("Authors", [], ("All authors", addresses.AUTHORS)),
        ("Added", [], ("Newly added", addresses.NEW)),
    ]
