"""All papers of a list with its vocabulary, and what one asks them: by key, category, tag, person, venue, year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter, itemgetter

from generator.core.tree import digest
from generator.model import identities, names
from generator.model.identities import Identities
from generator.model.names import Name
from generator.model.paper import Paper, newest_first
from generator.model.snapshots import Snapshot
from generator.model.vocabulary import Vocabulary

Groups = Mapping[str, tuple[Paper, ...]]


@dataclass(frozen=True, slots=True)
class Person:
    """An author of papers of the list.

    identity: what tells the person from others, the last part of the page's address. name: as it is shown.
    filed: the name in parts. variants: every way the papers and `_people.yml` write it, the most frequent first.
    orcid, homepage: empty where they are not known.
    """

    identity: str
    name: str
    filed: Name
    variants: tuple[str, ...]
    papers: tuple[Paper, ...]
    orcid: str = ""
    homepage: str = ""

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Order of an index of persons."""
        return self.filed.sort_key


@dataclass(frozen=True)
class Library:
    """The papers of a list, in the order of lists, its vocabulary, and the snapshots that growth is told from."""

    papers: tuple[Paper, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    snapshots: tuple[Snapshot, ...] = ()

    @classmethod
    def of(cls, papers: Iterable[Paper], vocabulary: Vocabulary, snapshots: tuple[Snapshot, ...] = ()) -> Library:
        """The library of `papers`, which may come in any order."""
        ordered = sorted(papers, key=attrgetter("key", "path"))  # twice is quicker than once by all of `order`
        return cls(tuple(sorted(ordered, key=lambda paper: newest_first(paper.date))), vocabulary, snapshots)

    @cached_property
    def by_key(self) -> Mapping[str, Paper]:
        """Key → paper."""
        return {paper.key: paper for paper in self.papers}

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """The papers in the order of "newly added": the day it entered the list, newest first, then as in lists."""
        return tuple(sorted(self.papers, key=lambda paper: newest_first(paper.added)))

    @cached_property
    def in_category(self) -> Groups:
        """Key of a category → its papers, the categories in their order."""
        found = self._groups(lambda paper: paper.categories)
        order = self.vocabulary.category_numbers
        return {key: found[key] for key in sorted(found, key=lambda key: (order.get(key, len(order)), key))}

    @cached_property
    def with_tag(self) -> Groups:
        """Key of a tag → the papers that carry it themselves."""
        return self._groups(lambda paper: paper.tags)

    @cached_property
    def identities(self) -> Identities:
        """Who the authors are."""
        return identities.find(self.papers, self.vocabulary)

    def authors(self, paper: Paper) -> tuple[str, ...]:
        """The identities of the authors of `paper`, in their order."""
        known = self._authors.get(paper.key)
        if known is None or known[0] is not paper:  # page after page asks again
            who = tuple([self.identities.of(paper, author) for author in paper.people])
            known = self._authors[paper.key] = paper, who
        return known[1]

    @cached_property
    def _authors(self) -> dict[str, tuple[Paper, tuple[str, ...]]]:
        """Key of a paper → the paper, and what `authors` says of it."""
        return {}

    def fingerprint(self, paper: Paper) -> str:
        """Return the fingerprint of all that pages may show of `paper`: its file, and the entries that it names.

        The entries are those of its authors, categories, tags with the tags above them, and venue.
        """
        found = self._fingerprints.get(paper.key)
        if found is None or found[0] is not paper:
            found = self._fingerprints[paper.key] = paper, self._fingerprint(paper)
        return found[1]

    def reuse_fingerprints(self, before: Library) -> None:
        """Take over the fingerprints of papers that are in `before` too, where all that they name is the same there."""
        if before.vocabulary == self.vocabulary and before.identities == self.identities:
            self._fingerprints.update(before._fingerprints)

    @cached_property
    def _fingerprints(self) -> dict[str, tuple[Paper, str]]:
        return {}

    def _fingerprint(self, paper: Paper) -> str:
        vocabulary, who = self.vocabulary, self.authors(paper)
        return digest(
            paper.digest or repr(paper),
            who,
            [entry for one in who if (entry := vocabulary.entry_of.get(one))],
            [(vocabulary.category_numbers.get(key), vocabulary.categories.get(key)) for key in paper.categories],
            [(tag, vocabulary.tags.get(tag.parent or "")) for key in paper.tags if (tag := vocabulary.tags.get(key))],
            paper.venue and vocabulary.venues.get(paper.venue.name),
        )

    @cached_property
    def by_author(self) -> Groups:
        """Identity of a person → the person's papers. There are many, asked for one by one: they are in no order."""
        found: dict[str, list[Paper]] = {}
        who_is, told_apart = self.identities.of, self.identities.slugs
        for paper in self.papers:
            for who in dict.fromkeys(
                [who_is(paper, one) if one.slug in told_apart else one.slug for one in paper.people]
            ):
                papers = found.get(who)
                if papers is None:
                    found[who] = [paper]
                elif papers[-1] is not paper:
                    papers.append(paper)
        return {who: tuple(papers) for who, papers in found.items()}

    @cached_property
    def number_of_authors(self) -> int:
        """How many persons wrote the papers. Quicker than `by_author`."""
        if "by_author" in self.__dict__:
            return len(self.by_author)
        return len({self.identities.of(paper, author) for paper in self.papers for author in paper.people})

    @cached_property
    def with_code(self) -> int:
        """How many papers have a link to code."""
        return sum(1 for paper in self.papers if paper.links.code)

    @cached_property
    def at_venue(self) -> Groups:
        """Name of a venue → its papers."""
        return self._groups(lambda paper: (paper.venue.name,) if paper.venue else ())

    @cached_property
    def in_year(self) -> Groups:
        """Year → its papers, the newest year first."""
        found = self._groups(lambda paper: (paper.year,))
        return dict(sorted(found.items(), reverse=True))

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Identity → person."""
        return self._people(self.papers, None)

    def person(self, identity: str) -> Person:
        """Return one person; quicker than all `people` where few are wanted."""
        known: dict[str, Person] = self.__dict__.get("people") or self._persons
        if identity not in known:
            known |= self._people(self.by_author[identity], frozenset({identity}))
        return known[identity]

    @cached_property
    def _persons(self) -> dict[str, Person]:
        """The persons that were asked for one by one."""
        return {}

    def _people(self, papers: Iterable[Paper], wanted: frozenset[str] | None) -> dict[str, Person]:
        """Return the persons among the authors of `papers`: all, or those `wanted`."""
        spelled: dict[str, dict[str, int]] = {}
        families: dict[str, str] = {}
        orcids: dict[str, str] = {}
        groups: set[str] = set()
        for paper in papers:
            for who, author in zip(self.authors(paper), paper.people, strict=True):
                if wanted is not None and who not in wanted:
                    continue
                counts = spelled.setdefault(who, {})
                counts[author.name] = counts.get(author.name, 0) + 1
                if author.family:
                    families.setdefault(author.name, author.family)
                if author.orcid:
                    orcids.setdefault(who, author.orcid)
                if author.group:
                    groups.add(who)
        return {
            who: self._person(who, sorted(counts, key=lambda name: -counts[name]), families, orcids, who in groups)
            for who, counts in sorted(spelled.items(), key=lambda item: item[0])
        }

    def _person(
        self, who: str, seen: list[str], families: Mapping[str, str], orcids: Mapping[str, str], group: bool
    ) -> Person:
        entry = self.vocabulary.entry_of.get(who)
        name = entry.name if entry else seen[0]
        variants = dict.fromkeys([*seen, *(entry.variants if entry else ())])
        family = families.get(name) or next((families[v] for v in seen if v in families), "")
        return Person(
            identity=who,
            name=name,
            filed=names.of_group(name) if group else names.split(name, family),
            variants=tuple(variants),
            papers=self.by_author[who],
            orcid=(entry.orcid if entry else "") or orcids.get(who, ""),
            homepage=(entry.homepage if entry else "") or "",
        )

    @cached_property
    def former(self) -> Mapping[str, Paper]:
        """Former key → the paper that had it."""
        return {key: paper for paper in reversed(self.papers) for key in paper.former_keys}

    def _groups(self, of: Callable[[Paper], Iterable[str]]) -> Groups:
        found: dict[str, list[Paper]] = {}
        for paper in self.papers:
            for key in of(paper):
                if key in found:
                    found[key].append(paper)
                else:
                    found[key] = [paper]
        return {key: tuple(papers) for key, papers in sorted(found.items(), key=itemgetter(0))}
