"""Which person each author of each paper is: told by ORCID iDs, by `_people.yml`, and else by the name.

Equal names are one person unless ORCID iDs or `_people.yml` tell them apart. Names that differ in accents are two
unless these join them. A person is identified by the last part of the page's URL: the slug of the name. Of several with
one slug the one of `_people.yml`, else the one who was on the list first, keeps it; the others get their ORCID iD or a
number behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any

from generator.model import names
from generator.model.paper import Author, Paper
from generator.model.vocabulary import Vocabulary

_Occurrence = tuple[Paper, Author]


@dataclass(frozen=True)
class Identities:
    """Identities that differ from the slug of the name.

    by_author: (name, ORCID iD or empty) → identity. by_paper: the same with the key of a paper in front, where only
    the paper tells. unsure: (key of a paper, name) of authors without an ORCID iD whose name several persons have.
    """

    by_author: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_paper: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    unsure: tuple[tuple[str, str], ...] = ()

    def of(self, paper: Paper, author: Author) -> str:
        """Return the identity of an author of `paper`."""
        if author.slug not in self.slugs:
            return author.slug
        known = author.name, author.orcid or ""
        return self.by_paper.get((paper.key, *known)) or self.by_author.get(known) or author.slug

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Slugs of the names whose persons are not identified by them alone."""
        return frozenset(names.slug(key[-2]) for key in (*self.by_author, *self.by_paper))

    def plain(self) -> list[Any]:
        """Return the identities as what JSON can say."""
        return [[[*key, value] for key, value in of.items()] for of in (self.by_author, self.by_paper)] + [
            [list(one) for one in self.unsure]
        ]

    @classmethod
    def of_plain(cls, values: list[Any]) -> Identities:
        """Return the identities that `plain` gave."""
        by_author, by_paper, unsure = values
        return cls(
            {(name, orcid): who for name, orcid, who in by_author},
            {(key, name, orcid): who for key, name, orcid, who in by_paper},
            tuple((key, name) for key, name in unsure),
        )


@dataclass
class _Person:
    slug: str
    identity: str = ""
    orcid: str = ""
    papers: frozenset[str] = frozenset()
    words: set[str] = field(default_factory=set)

    def may_be(self, author: Author) -> bool:
        """Whether the names have a word in common, or stand in two scripts: an ORCID iD may have been mistaken."""
        return not self.words.isdisjoint(_words(author.slug)) or author.slug.isascii() != self.slug.isascii()


def _words(slug: str) -> set[str]:
    return {word for word in slug.split("-") if len(word) > 1}


def find(papers: Iterable[Paper], vocabulary: Vocabulary) -> Identities:
    """Return who the authors of `papers` are."""
    papers = list(papers)
    shared = _shared(papers, vocabulary)
    if not shared:
        return Identities()
    found = [(paper, author) for paper in papers for author in paper.people if author.slug in shared]
    found.sort(key=lambda one: (one[0].added, one[0].key))
    resolver = _Resolver(vocabulary)
    # Those with an ORCID iD first: who has none is then one of them, if it is clear whose name it is.
    with_orcid = iter([resolver.person(paper, author) for paper, author in found if author.orcid])
    persons = [next(with_orcid) if author.orcid else resolver.person(paper, author) for paper, author in found]
    _identify(persons, shared)
    return _told(found, persons, resolver.unsure)


def _shared(papers: list[Paper], vocabulary: Vocabulary) -> set[str]:
    """The slugs of names that may be several persons', or one of several of a person."""
    first: dict[str, Author] = {}
    of_orcid: dict[str, str] = {entry.orcid: names.slug(entry.name) for entry in vocabulary.people if entry.orcid}
    shared = set(vocabulary.entries_of)
    for paper in papers:
        for author in paper.people:
            other = first.setdefault(author.slug, author)
            if other is not author and (other.name != author.name or other.orcid != author.orcid):
                shared.add(author.slug)
            if author.orcid:
                holder = of_orcid.setdefault(author.orcid, author.slug)
                if holder != author.slug:
                    shared |= {holder, author.slug}
    return shared


class _Resolver:
    """Finds the person of one author after the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.unsure: list[tuple[str, str]] = []
        self._by_orcid: dict[str, list[_Person]] = {}
        self._by_spelling: dict[str, list[_Person]] = {}
        self._of_entries: dict[str, list[_Person]] = {}
        for identity, entry in vocabulary.entry_of.items():
            person = _Person(names.slug(entry.name), identity, entry.orcid or "", frozenset(entry.papers))
            if entry.orcid:
                self._by_orcid.setdefault(entry.orcid, []).append(person)
            for slug in dict.fromkeys(map(names.slug, (entry.name, *entry.variants))):
                self._of_entries.setdefault(slug, []).append(person)
                person.words |= _words(slug)

    def person(self, paper: Paper, author: Author) -> _Person:
        """Return the person of an author, a new one where nobody on the list is known to be it."""
        entries = self._of_entries.get(author.slug, [])
        keys = {paper.key, *paper.former_keys}
        claimed = next((person for person in entries if not keys.isdisjoint(person.papers)), None)
        if claimed:
            return claimed
        of_orcid = self._by_orcid.setdefault(author.orcid, []) if author.orcid else []
        if known := next((person for person in of_orcid if person.may_be(author)), None):
            known.words |= _words(author.slug)
            return known
        spelled = self._by_spelling.setdefault(names.spelling(author.name), [])
        candidates = [person for person in (*entries, *spelled) if not person.papers]
        if author.orcid:
            candidates = [person for person in candidates if not person.orcid]
        elif len(candidates) > 1:
            self.unsure.append((paper.key, author.name))
        person = candidates[0] if candidates else _Person(author.slug)
        if person not in spelled and not any(person is entry for entry in entries):
            spelled.append(person)
        person.words |= _words(author.slug)
        if author.orcid:
            person.orcid = author.orcid
            of_orcid.append(person)
        return person


def _identify(persons: Iterable[_Person], slugs: Iterable[str]) -> None:
    """Give each person an identity of its own, in the order in which they came to the list."""
    unique = {id(person): person for person in persons}.values()
    taken = {person.identity for person in unique if person.identity}
    names_in_use = set(slugs)
    for person in unique:
        if person.identity:
            continue
        more = [f"{person.slug}-{person.orcid.lower()}"] if person.orcid else []
        numbered = (f"{person.slug}-{number}" for number in count(2))
        free = (one for one in chain(more, numbered) if one not in names_in_use and one not in taken)
        person.identity = next(free) if person.slug in taken else person.slug
        taken.add(person.identity)


def _told(found: list[_Occurrence], persons: list[_Person], unsure: list[tuple[str, str]]) -> Identities:
    """The identities that the slugs do not say; by paper where one name is several persons without ORCID iDs."""
    by_author: dict[tuple[str, str], set[str]] = {}
    for (_, author), person in zip(found, persons, strict=True):
        by_author.setdefault((author.name, author.orcid or ""), set()).add(person.identity)
    by_paper: dict[tuple[str, str, str], str] = {}
    for (paper, author), person in zip(found, persons, strict=True):
        known = author.name, author.orcid or ""
        if len(by_author[known]) > 1:
            by_paper[(paper.key, *known)] = person.identity
    alone = {known: next(iter(of)) for known, of in by_author.items() if len(of) == 1}
    told = {known: who for known, who in sorted(alone.items()) if who != names.slug(known[0])}
    return Identities(told, dict(sorted(by_paper.items())), tuple(sorted(set(unsure))))
