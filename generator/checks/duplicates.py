"""Which entries are one work: found by their identifiers and titles, and judged by all that is known of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.checks import same_work
from generator.checks.same_work import IDENTIFIERS, Work
from generator.model import identifiers
from generator.model.paper import Paper
from generator.model.titles import main_title, title_key

__all__ = ["IDENTIFIERS", "Index", "Match", "Work", "is_same", "main_title", "may_be_same", "title_key"]

# arXiv registers a DOI for every paper, with the arXiv identifier in it: https://info.arxiv.org/help/doi.html
_ARXIV_DOI = "10.48550/arxiv."
MOST = 50  # entries with one identifier, such as chapters of a book, or with one title, that are looked at


@dataclass(frozen=True, slots=True)
class Match:
    """An entry with an identifier or the title of a newcomer: it, the field of the newcomer that says so, and its own.

    same: whether they are one work, judged by all that is known; where not, one of them has a wrong identifier.
    """

    work: Work
    field: str
    their_field: str
    same: bool = True

    def reason(self, work: Work) -> str:
        """What the newcomer `work` and the entry have in common, and where they differ, in words."""
        found = self.field if self.field == self.their_field else f"{self.field}, there {self.their_field}"
        shared = same_work.share_author(work, self.work)
        if self.field == "title":
            found += " and authors" if shared else ""
        else:
            found += ", another title" if title_key(work.title) != title_key(self.work.title) else ""
            found += ", other authors" if shared is False else ""
        found += f", another {' and '.join(other)}" if (other := self._differing(work)) else ""
        return f"same {found}"

    def _differing(self, work: Work) -> list[str]:
        return [
            name for name in IDENTIFIERS
            if (ours := work.identifiers.get(name)) and (theirs := self.work.identifiers.get(name))
            and ours.lower() != theirs.lower()
        ]  # fmt: skip


class Index:
    """Entries by what identifies them."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._by_identifier: dict[tuple[str, str], list[tuple[Work, str]]] = {}
        self._by_title: dict[str, list[Work]] = {}
        self._by_main_title: dict[str, list[Work]] = {}
        self._by_facts: dict[object, Work] = {}  # the same in all: found whatever the number of others
        for work in works:
            self.add(work)

    def add(self, work: Work) -> None:
        """Take an entry in."""
        for name, identifier in _identifiers(work):
            with_it = self._by_identifier.setdefault(identifier, [])
            if len(with_it) < MOST:
                with_it.append((work, name))
        if title := title_key(work.title):
            self._by_title.setdefault(title, []).append(work)
            self._by_facts.setdefault(_facts(work), work)
        if main := main_title(work.title):
            self._by_main_title.setdefault(main, []).append(work)

    def same(self, work: Work) -> Iterator[Match]:
        """Yield the entries that are the same work by an identifier, then those by their title."""
        found = [match for match in self.by_identifier(work) if match.same]
        yield from found
        told = {match.work.path for match in found}
        yield from (match for match in self.by_title(work) if match.work.path not in told)

    def by_identifier(self, work: Work) -> Iterator[Match]:
        """Yield for each identifier of `work` an entry that has it, too, without those that `work` says it is not.

        The first that is the same work; where there is none, the first.
        """
        own = _identifiers(work)
        kinds = {identifier for _, identifier in own}
        for name, identifier in own:
            others = [found for found in self._by_identifier.get(identifier, ()) if not _told_apart(found[0], work)]
            for other, their_name in others:
                shared = {kind for _, (kind, value) in _identifiers(other) if (kind, value) in kinds}
                if same_work.is_same_by_identifier(work, other, shared):
                    yield Match(other, name, their_name)
                    break
            else:
                if others:
                    yield Match(others[0][0], name, others[0][1], same=False)

    def by_title(self, work: Work) -> Iterator[Match]:
        """Yield the entries that are the same work by the title; without those that it says it is not."""
        told: set[str] = set()
        same = self._by_facts.get(_facts(work))
        for other in (*islice(self._titled(work), MOST), *([same] if same else ())):
            if other.path not in told and not _told_apart(other, work) and same_work.is_same_by_title(work, other):
                told.add(other.path)
                yield Match(other, "title", "title")

    def _titled(self, work: Work) -> Iterator[Work]:
        title, main = title_key(work.title), main_title(work.title)
        yield from self._by_title.get(title, ()) if title else ()
        # A title and the same with a subtitle.
        yield from self._by_title.get(main, ()) if main else ()
        yield from self._by_main_title.get(title, ())


def is_same(paper: Paper, others: Collection[Paper]) -> bool:
    """Whether one of `others` is the same work, or has its identifier. Quicker than an `Index` for one."""
    ids = {value for _, (_, value) in _identifiers(Work.of(paper))} | {(paper.doi or "").lower()} - {""}
    ids |= {f"{_ARXIV_DOI}{value}" for value in ids}
    titles = {title_key(paper.title), main_title(paper.title)} - {""}
    starts = {title[:2] for title in titles}
    # Most titles plainly begin otherwise than what is compared of them could.
    titled = [
        other
        for other in others
        if (start := other.title[:2].lower()) in starts or not (start.isascii() and start.isalnum())
    ]
    near = [other for other in titled if title_key(other.title) in titles or main_title(other.title) in titles]
    near += [
        other
        for other in others
        if other.arxiv in ids
        or other.pmid in ids
        or other.openreview in ids
        or (other.doi and other.doi.lower() in ids)
    ]
    work = Work.of(paper)
    indexes = (Index([Work.of(other)]) for other in near if other is not paper)
    return any(any(index.by_identifier(work)) or any(index.by_title(work)) for index in indexes)


def may_be_same(papers: Sequence[Paper], *, by_title: bool) -> bool:
    """Whether two of `papers` may be one work, by their titles or by an identifier: False is sure, and soon told."""
    if by_title:
        titles = [title for paper in papers if (title := title_key(paper.title))]
        keys = set(titles)
        return len(keys) < len(titles) or any(main_title(paper.title) in keys for paper in papers)
    found = [value for paper in papers for value in set(_plain_identifiers(paper))]
    return len(set(found)) < len(found)


def _plain_identifiers(paper: Paper) -> Iterator[str]:
    """What `_identifiers` gives, but for its form: two that are the same there are the same here."""
    for name in IDENTIFIERS:
        if value := getattr(paper, name):
            yield value.lower().removeprefix(_ARXIV_DOI)


def _identifiers(work: Work) -> list[tuple[str, tuple[str, str]]]:
    """(name of the field, what it identifies): the DOI of an arXiv paper is its arXiv identifier."""
    found = []
    for name, value in work.identifiers.items():
        if name == "doi":
            bare = value.lower()
            arxiv = bare.removeprefix(_ARXIV_DOI)
            of_arxiv = bare != arxiv and identifiers.is_arxiv(arxiv)
            found.append((name, ("arxiv", arxiv) if of_arxiv else ("doi", bare)))
        else:
            found.append((name, (name, value)))
    return found


def _facts(work: Work) -> object:
    return title_key(work.title), work.authors, work.years, work.venue, tuple(sorted(work.identifiers.items()))


def _told_apart(one: Work, other: Work) -> bool:
    return other.key in one.not_same_as or one.key in other.not_same_as or (one.path == other.path and bool(one.path))
