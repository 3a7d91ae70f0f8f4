"""What one can follow, as pages: all feeds, and the papers of each day and week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from generator.core.tree import Output
from generator.export.feeds import Feed, Feeds
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import listing
from generator.site.listing import ListPage, Rows
from generator.site.rendering import Rendering, long_date

Week = tuple[int, int]  # year and week of ISO 8601


def feeds_page(feeds: Feeds, rendering: Rendering) -> Iterator[Output]:
    """The page of all feeds; a kind of which there are more than fit on it gets pages of its own."""
    groups = [(heading, heading.lower().replace(" ", "-"), found) for heading, found in feeds.groups if heading]
    shown, ways = [], []
    for heading, word, found in groups:
        if len(found) <= listing.ONE_PAGE:
            shown.append((heading, word, _entries(found)))
        else:
            ways.append((heading, f"{addresses.FEEDS}{word}/", len(found)))
    yield rendering.page(
        addresses.FEEDS, "feeds", "feeds.html", "the page of the feeds",
        title="Feeds", groups=shown, ways=ways, whole=bool(feeds.groups),
    )  # fmt: skip
    for heading, address, _ in ways:
        entries = next(_entries(found) for word, _, found in groups if word == heading)
        parts = [entries[start : start + listing.ONE_PAGE] for start in range(0, len(entries), listing.ONE_PAGE)]
        pages = [(f"Page {n}", addresses.part(address, n), len(part)) for n, part in enumerate(parts, 1)]
        for (_, where, _), part in zip(pages, parts, strict=True):
            yield rendering.page(
                where, "feeds", "feeds.html", "the page of the feeds",
                title=f"Feeds: {heading}", ways=pages, whole=False,
                groups=[("", "", part)],
            )  # fmt: skip


def _entries(feeds: list[Feed]) -> list[tuple[str, str, int]]:
    return [(feed.name, feed.address, len(feed.papers)) for feed in feeds]


def digests(library: Library, rendering: Rendering, row: Rows) -> Iterator[Output]:
    """Yield a page for each day and each week on which papers came, and their index."""
    papers = library.newest
    years: list[tuple[str, str, list[tuple[str, str, int, str, None]]]] = []
    for week, run in groupby(papers, key=_week):
        of_week = list(run)
        address = addresses.digest_week(*week)
        days = [(day, list(of)) for day, of in groupby(of_week, key=lambda paper: paper.added)]
        entries = [(long_date(day), addresses.digest_day(day)) for day, _ in days]
        for page in listing.cut(address, of_week, row, _day):
            yield _list(rendering, page, week_words(week), len(of_week), facts=[("By day", entries)])
        for day, of_day in days:
            for page in listing.cut(addresses.digest_day(day), of_day, row, _day):
                facts = [("Week", [(week_words(week), address)])]
                yield _list(rendering, page, long_date(day), len(of_day), facts=facts)
        year = str(week[0])
        if not years or years[-1][0] != year:
            years.append((year, f"year-{year}", []))
        years[-1][2].append((f"Week {week[1]}", address, len(of_week), span(week), None))
    yield rendering.page(
        addresses.DIGESTS, "digest", "index.html", "the index of digests",
        title="Digests", groups=years, kind="described", count=len(papers), ways=(),
    )  # fmt: skip


def _list(
    rendering: Rendering, page: ListPage, title: str, count: int, facts: list[tuple[str, list[tuple[str, str]]]]
) -> Output:
    return listing.output(rendering, "digest", page, f"New papers, {title}", count, kind="Digest", facts=facts)


def week_words(week: Week) -> str:
    """`week 48 of 2026`."""
    return f"week {week[1]} of {week[0]}"


def span(week: Week) -> str:
    """The days of a week: `23 November 2026 to 29 November 2026`."""
    monday = date.fromisocalendar(*week, 1)
    return f"{long_date(str(monday))} to {long_date(str(monday + timedelta(days=6)))}"


@lru_cache(maxsize=1 << 14)
def week_of(day: str) -> Week:
    """The week in which a day lies (ISO 8601: from Monday; the first is the one with the year's first Thursday)."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return year, week


def _week(paper: Paper) -> Week:
    return week_of(paper.added)


def _day(paper: Paper) -> str:
    return long_date(paper.added)
