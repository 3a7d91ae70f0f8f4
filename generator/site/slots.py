"""Slots: the places in hand-written pages that the generator fills, `<!-- papers: newest 10 -->`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.analysis.trending import trending
from generator.core.problems import RULES
from generator.export.api.files import FORMATS, updated
from generator.files.metrics import days_between
from generator.files.reading_lists import FOLDER, ReadingList
from generator.files.subscribing import Provider
from generator.model import addresses
from generator.model.library import Library
from generator.model.vocabulary import FILES, nearest
from generator.site import listing
from generator.site.rendering import BASE, Rendering

OF_WORDS = frozenset({"newest", "statistics", "trending", "paper", "exports"})  # what an edit of a paper can change


class Slots:
    """The slots of one library. A slot's docstring is its documentation."""

    def __init__(
        self,
        library: Library,
        site: Mapping[str, Any],
        provider: Provider | None = None,
        lists: Sequence[ReadingList] = (),
        papers_dir: Path | None = None,
    ) -> None:
        """`site`: what every template sees as `site`. `provider`: who takes subscriptions to the mail.

        `lists`: the reading lists. `papers_dir`: where the files of papers lie that `library` lacks for a fault.
        """
        self._library = library
        self._provider = provider
        self._lists = lists
        self._papers_dir = papers_dir
        self._rendering = Rendering(None, site)
        self._fillers: dict[str, Callable[[str], str]] = {
            "search": self.search,
            "summary": self.summary,
            "newest": self.newest,
            "categories": self.categories,
            "statistics": self.statistics,
            "trending": self.trending,
            "subscribe": self.subscribe,
            "paper": self.paper,
            "lists": self.lists,
            "feed": self.feed,
            "exports": self.exports,
            "fields": self.fields,
            "vocabulary": self.vocabulary,
            "rules": self.rules,
            "slots": self.slots,
            "suggest": self.suggest,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The slots that there are."""
        return tuple(self._fillers)

    def render(self, name: str, args: str, base: str) -> str:
        """The HTML of a slot.

        args: what stands behind its name. base: what leads from the page to the root of the site.
        Raises KeyError for an unknown name, ValueError with a message for wrong args.
        """
        return self._fillers[name](args.strip()).replace(BASE, base)

    def summary(self, args: str) -> str:
        """`summary`: one line of numbers: papers, authors, years, categories."""
        _none(args)
        return self._rendering.fragment("slot_summary.html", numbers=self._numbers())

    def feed(self, args: str) -> str:
        """`feed NAME`: the feeds of the reading list in `docs/lists/NAME.md`, for that page itself."""
        return self._rendering.fragment("slot_feed.html", address=self._list(args).address)

    def search(self, args: str) -> str:
        """`search`: the search box: it leads to all papers, and finds as one types where scripts run."""
        _none(args)
        return self._rendering.fragment("slot_search.html", finder=addresses.PAPERS)

    def newest(self, args: str) -> str:
        """`newest N`: the N papers that entered the list last, N from 1 to 100."""
        if not (args.isascii() and args.isdigit() and 1 <= int(args) <= 100):
            raise ValueError(f'"{args}" is not a number from 1 to 100')
        papers = self._library.newest[: int(args)]
        rows = listing.Rows(self._library, self._rendering)
        return self._rendering.fragment("slot_newest.html", rows=[rows(paper) for paper in papers])

    def categories(self, args: str) -> str:
        """`categories`: all categories with their definitions and how many papers each has."""
        _none(args)
        entries = [
            (*listing.category_entry(self._library, key), len(self._library.in_category.get(key, ())), entry.definition)
            for key, entry in self._library.vocabulary.categories.items()
        ]
        return self._rendering.fragment("slot_categories.html", entries=entries)

    def statistics(self, args: str) -> str:
        """`statistics`: the list in numbers: how many papers, with code, published, by year."""
        _none(args)
        years = [(year, addresses.year(year), len(of)) for year, of in self._library.in_year.items()]
        return self._rendering.fragment(
            "slot_statistics.html",
            numbers=self._numbers(),
            with_code=self._library.with_code,
            published=sum(map(len, self._library.at_venue.values())),
            years=years,
            most=max((number for *_, number in years), default=1),
        )

    def trending(self, args: str) -> str:
        """`trending N`: the N papers that trend most, with a heading; nothing where there are no two snapshots."""
        if not (args.isascii() and args.isdigit() and 1 <= int(args) <= 100):
            raise ValueError(f'"{args}" is not a number from 1 to 100')
        trends = trending(self._library)[: int(args)]
        if not trends:
            return ""
        rows = listing.Rows(self._library, self._rendering)
        before, now = self._library.snapshots
        return self._rendering.fragment(
            "slot_trending.html",
            trends=[rows(trend.paper) for trend in trends],
            day=now.day,
            days=days_between(before.day, now.day),
        )

    def subscribe(self, args: str) -> str:
        """`subscribe`: how to get new papers by mail: the form of the provider in mkdocs.yml, or what else helps."""
        _none(args)
        return self._rendering.fragment("slot_subscribe.html", provider=self._provider)

    def paper(self, args: str) -> str:
        """`paper KEY`: the paper with that key, as in a list. In a page of `docs/lists/` it gets its number in the
        reading list, and its own page says that it is there.
        """
        if not args or " " in args:
            example = next(iter(self._library.by_key), "KEY")
            raise ValueError(f"write the key of one paper behind it, such as `paper {example}`")
        paper = self._library.by_key.get(args)
        if paper is not None:
            row = listing.Rows(self._library, self._rendering)(paper)
            return self._rendering.fragment("slot_paper.html", row=row)
        now = next((other.key for other in self._library.papers if args in other.former_keys), None)
        if now:
            raise ValueError(f'the paper "{args}" has another key now: write {now}')
        if self._papers_dir and any(file.stem == args for file in self._papers_dir.rglob("*.md")):
            return self._rendering.fragment("slot_paper.html", row=None)
        near = nearest(args, self._library.by_key)
        raise ValueError(f'there is no paper "{args}"' + (f": write {near}" if near else ""))

    def lists(self, args: str) -> str:
        """`lists`: the reading lists, the pages of `docs/lists/`, with their descriptions."""
        _none(args)
        return self._rendering.fragment("slot_lists.html", lists=self._lists)

    def exports(self, args: str) -> str:
        """`exports`: the files of the whole list, with their date and how many papers they hold, and how to cite it.
        `exports NAME`: the files of the reading list in `docs/lists/NAME.md`, for that page itself.
        """
        if args:
            one = self._list(args)
            there = any(key in self._library.by_key for key in one.papers)
            files = [(name, addresses.export(one.address, suffix)) for suffix, name in FORMATS.items() if there]
            return self._rendering.fragment("slot_list_exports.html", files=files)
        return self._rendering.fragment(
            "slot_exports.html",
            count=len(self._library.papers),
            updated=updated(self._library),
            files=[(name, addresses.export(addresses.EXPORT, suffix)) for suffix, name in FORMATS.items()],
        )

    def fields(self, args: str) -> str:
        """`fields`: a table of the fields of a paper file."""
        from generator.model.field_reference import FIELDS, examples_in  # which few builds need

        _none(args)
        examples = examples_in(self._library.vocabulary)
        fields = [replace(field, example=examples[name]) for name, field in FIELDS.items()]
        return self._rendering.fragment("slot_fields.html", fields=fields)

    def vocabulary(self, args: str) -> str:
        """`vocabulary FILE`: a table of the fields of a vocabulary file: categories, tags, venues, people, removed."""
        from generator.model.vocabulary_model import MODELS  # which few builds need

        if args not in MODELS:
            raise ValueError(f'"{args}" is not one of {", ".join(MODELS)}')
        fields = [
            (name, info.description or "", info.is_required()) for name, info in MODELS[args].model_fields.items()
        ]
        return self._rendering.fragment("slot_vocabulary.html", file=f"papers/{FILES[args]}", fields=fields)

    def rules(self, args: str) -> str:
        """`rules`: every rule of the check, with a wrong and a right example."""
        from generator.checks import checks  # noqa: F401 - all rules are there once this is

        _none(args)
        return self._rendering.fragment("slot_rules.html", rules=[RULES[name] for name in sorted(RULES)])

    def slots(self, args: str) -> str:
        """`slots`: a list of the slots."""
        _none(args)
        docs = [" ".join((filler.__doc__ or "").split()) for filler in self._fillers.values()]
        return self._rendering.fragment("slot_slots.html", docs=docs)

    def suggest(self, args: str) -> str:
        """`suggest`: the ways to suggest a paper: links to the repository, and a form where scripts run."""
        _none(args)
        return self._rendering.fragment(
            "slot_suggest.html",
            schema=addresses.PAPER_FILE_SCHEMA,
            known=addresses.KNOWN_PAPERS,
            papers=addresses.PAPERS,
        )

    def _list(self, name: str) -> ReadingList:
        """The reading list in `docs/lists/NAME.md`."""
        for one in self._lists:
            if one.address == f"{FOLDER}/{name}/":
                return one
        raise ValueError(f'"{name}" is not a reading list; write the name of its file without .md')

    def _numbers(self) -> dict[str, int | str]:
        years = list(self._library.in_year)
        return {
            "papers": len(self._library.papers),
            "authors": self._library.number_of_authors,
            "venues": len(self._library.at_venue),
            "categories": len(self._library.vocabulary.categories),
            "tags": len(self._library.vocabulary.tags),
            "first": years[-1] if years else "",
            "last": years[0] if years else "",
        }


def _none(args: str) -> None:
    if args:
        raise ValueError(f'"{args}" stands behind a slot that takes nothing')
