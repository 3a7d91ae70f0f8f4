"""The list in numbers: what can be counted, each number with the papers that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.analysis.together import pairs
from generator.core.text.counting import counted
from generator.model.library import Library
from generator.model.paper import Paper

YEARS = 20  # that are shown one by one; what is older is one number
TAGS_OVER_TIME = 16
TAGS_TOGETHER = 16
MOST = 20  # venues, authors


@dataclass(frozen=True, slots=True)
class Asked:
    """Which papers a number counts: those with all of this. An empty field asks nothing."""

    category: str = ""
    tags: tuple[str, ...] = ()
    years: tuple[str, str] = ("", "")
    venue: str = ""
    author: str = ""
    code: bool = False
    month: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number. label: what it is of. of: the number that it is a part of; 0 where it is no part."""

    label: str
    count: int
    asked: Asked
    of: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. mark: the number of the category whose mark it has, None for none."""

    label: str
    asked: Asked
    entries: tuple[Entry, ...]
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers that are drawn together.

    form: `columns` and `bars` have one row; `grid` has several, whose entries have the labels of the columns.
    unit: what the numbers count, in the singular: `paper`.
    """

    id: str
    title: str
    description: str
    form: str
    rows: tuple[Row, ...]
    head: str
    unit: str = "paper"


def figures(library: Library) -> Iterator[Figure]:
    """All figures that have something to show."""
    made = (_years, _categories, _tags, _together, _venues, _authors, _code, _growth)
    for figure in (make(library) for make in made):
        if figure is not None and any(row.entries for row in figure.rows):
            yield figure


def _years(library: Library) -> Figure | None:
    entries = _by_year(library, library.papers, lambda span: Asked(years=span))
    top = _largest(entries)
    return Figure(
        "years",
        "Papers by year",
        f"Papers by the year of their first version. {_most_are(top.count)} of {_in_words(top)}." if top else "",
        "columns",
        (Row("Papers", Asked(), entries),),
        "Year",
    )


def _categories(library: Library) -> Figure:
    titles = library.vocabulary.categories
    rows = tuple(
        Row(
            titles[key].title,
            Asked(category=key),
            _by_year(library, papers, lambda span, key=key: Asked(category=key, years=span)),  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            library.vocabulary.category_numbers[key],
        )
        for key, papers in library.in_category.items()
    )
    largest = max(library.in_category.items(), key=lambda item: len(item[1]), default=None)
    words = f" The largest is {titles[largest[0]].title}, with {len(largest[1]):,}." if largest else ""
    return Figure(
        "categories", "Categories over time",
        f"How many papers of each year are in each category; a paper may be in several.{words}",
        "grid", rows, "Category",
    )  # fmt: skip


def _tags(library: Library) -> Figure:
    titles = library.vocabulary.tags
    rows = tuple(
        Row(
            titles[key].title,
            Asked(tags=(key,)),
            _by_year(library, library.with_tag[key], lambda span, key=key: Asked(tags=(key,), years=span)),  # type: ignore[misc]  # the same
        )
        for key in _frequent_tags(library, TAGS_OVER_TIME)
    )
    return Figure(
        "tags", "Tags over time",
        "How many papers of each year have the tags that most papers have: "
        f"{len(rows)} of {counted(len(titles), 'tag')}.",
        "grid", rows, "Tag",
    )  # fmt: skip


def _together(library: Library) -> Figure:
    keys = _frequent_tags(library, TAGS_TOGETHER)
    counts = pairs(library.papers, lambda paper: paper.tags, frozenset(keys))
    titles = library.vocabulary.tags
    rows = tuple(
        Row(
            titles[one].title,
            Asked(tags=(one,)),
            tuple(
                Entry(
                    titles[other].title,
                    0 if one == other else counts[one].get(other, 0),
                    Asked(tags=tuple(dict.fromkeys((one, other)))),
                )
                for other in keys
            ),
        )
        for one in keys
    )
    best = max(
        ((counts[a].get(b, 0), a, b) for number, a in enumerate(keys) for b in keys[:number]),
        key=lambda pair: pair[0],
        default=None,
    )
    words = (
        f" Most often, {counted(best[0], 'time')}, {titles[best[2]].title} and {titles[best[1]].title}."
        if best and best[0]
        else ""
    )
    return Figure(
        "together", "Tags that occur together",
        f"How many papers have both of two tags, among the {counted(len(rows), 'tag')} that most papers have.{words}",
        "grid", rows if len(rows) > 1 else (), "Tag",
    )  # fmt: skip


def _venues(library: Library) -> Figure:
    entries = _most(library.at_venue.items(), lambda name: name, lambda name: Asked(venue=name))
    with_venue = sum(1 for paper in library.papers if paper.venue)
    return Figure(
        "venues", "Venues",
        f"Where {with_venue:,} of {counted(len(library.papers), 'paper was', 'papers were')} published; "
        f"the {len(entries)} most frequent of {counted(len(library.at_venue), 'venue')}.",
        "bars", (Row("Papers", Asked(), entries),), "Venue",
    )  # fmt: skip


def _authors(library: Library) -> Figure:
    several = {who: papers for who, papers in library.by_author.items() if len(papers) > 1}
    entries = _most(several.items(), lambda who: library.people[who].name, lambda who: Asked(author=who))
    return Figure(
        "authors", "Authors with the most papers",
        f"{counted(len(several), 'author')} of {len(library.by_author):,} wrote more than one paper of this list; "
        f"here {'is' if len(entries) == 1 else 'are'} the first {len(entries)}.",
        "bars", (Row("Papers", Asked(), entries),), "Author",
    )  # fmt: skip


def _code(library: Library) -> Figure:
    with_code = [paper for paper in library.papers if paper.links.code]
    found = _by_year(library, with_code, lambda span: Asked(code=True, years=span))
    all_papers = _by_year(library, library.papers, lambda span: Asked(years=span))
    entries = tuple(
        Entry(entry.label, entry.count, entry.asked, every.count)
        for entry, every in zip(found, all_papers, strict=True)
        if every.count
    )
    share = 100 * len(with_code) / max(len(library.papers), 1)
    return Figure(
        "code", "Papers with code",
        "The share of each year's papers with a link to code. Of all, "
        f"{counted(len(with_code), 'has', 'have')} one: {share:.0f} %.",
        "columns", (Row("With code", Asked(code=True), entries),), "Year",
    )  # fmt: skip


def _growth(library: Library) -> Figure:
    months = Counter(paper.added[:7] for paper in library.papers)
    totals = accumulate(count for _, count in sorted(months.items()))
    entries = tuple(
        Entry(month, total, Asked(month=month))
        for (month, _), total in zip(sorted(months.items()), totals, strict=True)
    )[-60:]
    return Figure(
        "growth", "Growth of the list",
        "How many papers the list had at the end of each month in which some were added.",
        "columns", (Row("Papers", Asked(), entries),), "Month",
    )  # fmt: skip


def _by_year(library: Library, papers: Iterable[Paper], asked: Callable[[tuple[str, str]], Asked]) -> tuple[Entry, ...]:
    """The papers by year, for the same years whatever the papers: from the library's first to its last."""
    if not library.in_year:
        return ()
    counts = Counter(int(paper.year) for paper in papers)
    years = sorted(int(year) for year in library.in_year)
    first = max(years[0], years[-1] - YEARS + 1)
    entries = [Entry(str(year), counts[year], asked((str(year), str(year)))) for year in range(first, years[-1] + 1)]
    if years[0] < first:
        older = sum(count for year, count in counts.items() if year < first)
        entries.insert(0, Entry(f"to {first - 1}", older, asked(("", str(first - 1)))))
    return tuple(entries)


def _most(
    groups: Iterable[tuple[str, Sequence[Paper]]], label: Callable[[str], str], asked: Callable[[str], Asked]
) -> tuple[Entry, ...]:
    ranked = sorted(groups, key=lambda item: (-len(item[1]), label(item[0]).casefold(), item[0]))
    return tuple(Entry(label(key), len(papers), asked(key)) for key, papers in ranked[:MOST])


def _frequent_tags(library: Library, most: int) -> list[str]:
    ranked = sorted(library.with_tag.items(), key=lambda item: (-len(item[1]), item[0]))
    return [key for key, _ in ranked[:most]]


def _most_are(count: int) -> str:
    return f"The most, {count:,}, {'is' if count == 1 else 'are'}"


def _largest(entries: Sequence[Entry]) -> Entry | None:
    return max(entries, key=lambda entry: entry.count, default=None)


def _in_words(entry: Entry) -> str:
    return f"the years {entry.label}" if " " in entry.label else entry.label
