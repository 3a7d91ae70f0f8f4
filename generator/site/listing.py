"""Lists of papers: a row for each paper, groups by year, and pages of a bearable length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from generator.core.tree import Output
from generator.files.fragments import FragmentKind, Fragments, Recent
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import metadata
from generator.site.rendering import Rendering, Row

ONE_PAGE = 1000  # papers; a longer list is cut into pages by year
NEWEST = 50  # papers that the first page of such a list shows
FIRST_AUTHORS = 3
ROW_LINKS = ("page", "code", "data", "project")  # kinds of links that a row shows
_TEMPLATES = ("row.html", "row_compact.html")

# (text, address) or (text, address, number that stands behind it); an empty address: no link, 0: no number
Entry = tuple[str, str] | tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `id` is its anchor."""

    heading: str
    id: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list; its rows are made when the groups are asked for.

    papers: what stands on it, in its order. heading: what a paper stands under; None: all under "Newest".
    part: what of the list it shows, in words ("2024", "2024, page 2"); empty where it shows all or the beginning.
    ways: the other pages of the list, (text, address, how many papers).
    """

    address: str
    papers: Sequence[Paper]
    rows: Rows
    heading: Callable[[Paper], str] | None
    compact: bool = False
    part: str = ""
    ways: tuple[tuple[str, str, int], ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The papers under their headings."""
        return tuple(
            Group(words, words.lower().replace(" ", "-"), tuple(self.rows(paper, self.compact) for paper in run))
            for words, run in groupby(self.papers, self.heading or (lambda _: "Newest"))
        )

    @property
    def made_from(self) -> tuple[object, ...]:
        """What `groups` are made from: its `repr` changes whenever they do."""
        papers = [self.rows.made_from(paper) for paper in self.papers]
        return papers, self.compact, self.heading is None, self.part, self.ways


class _Row:
    """The row of a paper."""

    __slots__ = ("_compact", "_paper", "_rows")

    def __init__(self, rows: Rows, paper: Paper, compact: bool) -> None:
        self._rows = rows
        self._paper = paper
        self._compact = compact

    @property
    def html(self) -> str:
        return self._rows.fragment(self._paper, _TEMPLATES[self._compact])

    def __repr__(self) -> str:
        return f"{_TEMPLATES[self._compact]} {self._rows.made_from(self._paper)}"


class Rows:
    """The rows of all papers, each made once and only when a list shows it.

    values: gives what the template of a row, and of the paper's own page, sees of a paper.
    """

    def __init__(self, library: Library, rendering: Rendering, fragments: Fragments | None = None) -> None:
        self._library = library
        self._fragments = fragments or Fragments()
        self.values: Callable[[Paper], dict[str, Any]] = Recent(partial(_values, library))
        self.kind = FragmentKind(
            "row",
            _TEMPLATES,
            lambda paper: f"{self.made_from(paper)} {rendering.made_with}",
            lambda paper: [rendering.fragment(template, **self.values(paper)).encode() for template in _TEMPLATES],
        )

    def __call__(self, paper: Paper, compact: bool = False) -> Row:
        """The row of `paper`; `compact`: without tldr and tags."""
        return _Row(self, paper, compact)

    def made_from(self, paper: Paper) -> str:
        """Return the fingerprint of what `values` are made from."""
        return self._library.fingerprint(paper)

    def fragment(self, paper: Paper, template: str) -> str:
        """Return the HTML of a row."""
        return self._fragments.get(self.kind, (paper,), template)[0].decode()


def _values(library: Library, paper: Paper) -> dict[str, Any]:
    people = [
        (author.name, addresses.author(who))
        for author, who in zip(paper.shown_people, library.authors(paper), strict=False)
    ]
    count = len(paper.people)
    return {
        "paper_address": addresses.paper(paper.key),
        "title": paper.title,
        "first_authors": people[:FIRST_AUTHORS],
        "more_authors": people[FIRST_AUTHORS:],
        "authors_behind": max(0, count - FIRST_AUTHORS),
        "authors_left": count - len(people),
        "and_others": paper.and_others,
        "date": paper.date,
        "venue": venue_words(paper),
        "category": category_entry(library, paper.categories[0]),
        "tags": tag_entries(library, paper.tags),
        "links": [(kind, url) for kind, url in paper.links.items() if kind in ROW_LINKS],
        "tldr": paper.tldr,
        "status": paper.status or "",
    }


def venue_words(paper: Paper) -> str:
    """The venue with its year, `ICLR 2024`; empty where there is none."""
    return paper.venue.label if paper.venue else ""


def category_entry(library: Library, key: str) -> tuple[int, str, str]:
    """A category as (number of its mark, title, address)."""
    order = library.vocabulary.category_numbers
    return order[key], library.vocabulary.categories[key].title, addresses.category(key)


def tag_entries(library: Library, keys: Iterable[str]) -> list[Entry]:
    """Tags as (title, address), in their order."""
    return [(library.vocabulary.tags[key].title, addresses.tag(key)) for key in keys]


def pages(
    address: str,
    papers: Sequence[Paper],
    rows: Rows,
    heading: Callable[[Paper], str] = lambda paper: paper.year,
) -> Iterator[ListPage]:
    """The pages of a list that stands at `address`: one up to ONE_PAGE papers, else the newest and a page a year.

    heading: what a paper stands under; the papers must come in an order that keeps equal headings together.
    """
    if len(papers) <= ONE_PAGE:
        yield ListPage(address, papers, rows, heading)
        return
    years = [(year, list(of_year)) for year, of_year in groupby(papers, heading)]
    ways = tuple((year, f"{address}{year}/", len(of_year)) for year, of_year in years)
    yield ListPage(address, papers[:NEWEST], rows, None, ways=ways)
    for (year, of_year), (_, year_address, _) in zip(years, ways, strict=True):
        for page in cut(year_address, of_year, rows, heading):
            yield replace(page, part=f"{year}{page.part}", ways=page.ways or ways)


def cut(
    address: str, papers: Sequence[Paper], rows: Rows, heading: Callable[[Paper], str], compact: bool = False
) -> Iterator[ListPage]:
    """The pages of a list that is cut by number alone."""
    parts = [papers[start : start + ONE_PAGE] for start in range(0, len(papers), ONE_PAGE)] or [()]
    ways = tuple(
        (f"Page {n}", addresses.part(address, n), len(part)) for n, part in enumerate(parts, 1) if len(parts) > 1
    )
    for n, part in enumerate(parts, 1):
        yield ListPage(
            addresses.part(address, n), part, rows, heading, compact, part=f", page {n}" if n > 1 else "", ways=ways
        )


Facts = Sequence[tuple[str, Sequence[Any]]]  # (label, entries), an entry as (text, address) or with a number behind


def output(
    rendering: Rendering,
    tab: str,
    page: ListPage,
    title: str,
    count: int,
    *,
    facts: Facts | Callable[[], Facts] = (),
    facts_from: object = "",
    **values: Any,
) -> Output:
    """The page `page` of a list of `count` papers, in the shell of `tab`.

    facts: what stands above the papers; where it takes time to gather, a function that is called when the page is
    rendered, and `facts_from` then has another `repr` whenever the facts would be others.
    values: what else the template shows: `kind`, `mark_number`, `definition`, and `feed`: address of the page whose
    feed it is, None where there is none; `exports`: its files as (format, address).
    """
    shown = _Shown(rendering, tab, page, title, count, facts, values)
    return rendering.lazy_page(
        page.address,
        tab,
        "list.html",
        f"the list {page.address}",
        made_from=(values, title, count, page.made_from, facts_from if callable(facts) else facts),
        values=shown,
    )


@dataclass(frozen=True, slots=True)  # as that of `rendering`
class _Shown:
    """What the template of a list sees; the rest as of `output`."""

    rendering: Rendering
    tab: str
    page: ListPage
    title: str
    count: int
    facts: Facts | Callable[[], Facts]
    given: Mapping[str, Any]

    def __call__(self) -> dict[str, Any]:
        page = self.page
        values = {"kind": "", "mark_number": None, "definition": "", "feed": None, "exports": [], **self.given}
        values |= {"title": self.title, "count": self.count, "part": page.part, "ways": page.ways}
        facts = self.facts() if callable(self.facts) else self.facts
        found = [(label, _entries(of)) for label, of in facts if of]
        groups = [(group.heading, group.id, group.rows) for group in page.groups]
        site = self.rendering.site
        about = _json_ld(site, self.tab, page.address, self.title, values["definition"], self.count)
        return {**values, "facts": found, "groups": groups, "json_ld": about}


def _entries(of: Sequence[Any]) -> list[tuple[str, str, int]]:
    """Entries with a number each, 0 where there is none; words that lead nowhere as one, parted by commas."""
    if not any(entry[1] for entry in of):
        return [(", ".join(entry[0] for entry in of), "", 0)]
    return [entry if len(entry) == 3 else (*entry, 0) for entry in of]


def _json_ld(site: Mapping[str, Any], tab: str, address: str, title: str, definition: str, count: int) -> Markup:
    crumbs = [(site["name"], ""), (tab.capitalize(), f"{tab}/"), (title, address)]
    crumbs = crumbs[:2] if address == f"{tab}/" else crumbs
    return metadata.collection(title, definition, count, site["url"], crumbs)
