"""All papers of a list with its vocabulary, and what one asks them: by key, category, tag, person, venue, year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

from generator import identities, names
from generator.edit import Edit
from generator.identities import Identities
from generator.metrics import Snapshot
from generator.names import Name
from generator.paper import Paper, newest_first
from generator.vocabulary import Vocabulary

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
    """The papers of a list, in the order of lists, its vocabulary, and the snapshots that growth is told from.

    edit: what made it of another library.
    """

    papers: tuple[Paper, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    snapshots: tuple[Snapshot, ...] = ()
    edit: Edit | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, papers: Iterable[Paper], vocabulary: Vocabulary, snapshots: tuple[Snapshot, ...] = ()) -> Library:
        """The library of `papers`, which may come in any order."""
        ordered = sorted(papers, key=attrgetter("key", "path"))  # twice is quicker than once by all of `order`
        return cls(tuple(sorted(ordered, key=lambda paper: newest_first(paper.date))), vocabulary, snapshots)

    @classmethod
    def kept(
        cls,
        papers: Sequence[Paper],
        vocabulary: Vocabulary,
        snapshots: tuple[Snapshot, ...],
        numbers: Mapping[str, Any],
        with_code: int,
    ) -> Library:
        """The library of `papers`, which come in the order of lists, with the groups that `numbers` told."""
        made = cls(tuple(papers), vocabulary, snapshots)
        groups = {name: _Kept(numbers[name], made.papers) for name in _GROUPS}
        made.__dict__["identities"] = Identities.of_plain(numbers["identities"])
        made.__dict__.update(groups, newest=_Kept(numbers, made.papers)["newest"], with_code=with_code)
        return made

    def numbers(self) -> dict[str, Any]:
        """The groups, and `newest`, as numbers of papers in words; and who the authors are."""
        number = {paper.path: str(number) for number, paper in enumerate(self.papers)}

        def words(papers: Iterable[Paper]) -> str:
            return " ".join([number[paper.path] for paper in papers])

        groups = {name: {key: words(of) for key, of in getattr(self, name).items()} for name in sorted(_GROUPS)}
        return {**groups, "newest": words(self.newest), "identities": self.identities.plain()}

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

    def groups(self, name: str, edit: Edit | None) -> Groups:
        """One of the mappings of groups, such as `with_tag`; after an edit what of it has an edited paper."""
        if edit is None:
            groups: Groups = getattr(self, name)
            return groups
        touched = {key for paper in edit.after.values() for key in _OF[name](self, paper)}
        groups = getattr(self, name)
        return {key: groups[key] for key in groups if key in touched}

    @cached_property
    def in_year(self) -> Groups:
        """Year → its papers, the newest year first."""
        found = self._groups(lambda paper: (paper.year,))
        return dict(sorted(found.items(), reverse=True))

    def person(self, identity: str) -> Person:
        """One person. Quicker than `people` where only a few are wanted."""
        known: dict[str, Person] = self.__dict__.get("people", self._asked)
        if identity not in known:
            known[identity] = self._people(self.by_author[identity], frozenset({identity}))[identity]
        return known[identity]

    @cached_property
    def _asked(self) -> dict[str, Person]:
        """The persons that were asked for one by one."""
        return {}

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Identity → person."""
        return self._people(self.papers, None)

    def _people(self, papers: Iterable[Paper], wanted: frozenset[str] | None) -> dict[str, Person]:
        """The persons among the authors of `papers`: all, or those `wanted`."""
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

    def edited(self, edit: Edit) -> Library:
        """The library after `edit`. What was derived of this one is taken over as far as it holds."""
        new = Library(_after(self.papers, edit), self.vocabulary, self.snapshots, edit)
        known = {name: value for name, value in self.__dict__.items() if name in _DERIVED}
        if "newest" in self.__dict__:
            known["newest"] = _after(self.newest, edit)
        if "with_code" in self.__dict__:
            before, after = (sum(bool(p.links.code) for p in of.values()) for of in (edit.before, edit.after))
            known["with_code"] = self.with_code - before + after
        for name in _GROUPS & known.keys():
            of, groups = _OF[name], known[name]
            if isinstance(groups, _Kept):
                known[name] = _Kept(groups.numbers, new.papers)
                continue
            touched = {key for paper in edit.after.values() for key in of(self, paper)}
            known[name] = {**groups, **{key: _after(groups[key], edit) for key in touched}}
        if "by_key" in known:
            known["by_key"] = {**known["by_key"], **edit.after}
        if "people" in known:
            by_author = known["by_author"]
            touched = {who for paper in edit.after.values() for who in self.authors(paper)}
            people = known["people"]
            known["people"] = people | {who: replace(people[who], papers=by_author[who]) for who in touched}
        new.__dict__.update(known)
        return new

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


# What `Library.edited` takes over: the groups that a paper stands in, and what names no paper or a few.
_OF: Mapping[str, Callable[[Library, Paper], Iterable[str]]] = {
    "in_category": lambda _, paper: paper.categories,
    "with_tag": lambda _, paper: paper.tags,
    "by_author": lambda library, paper: library.authors(paper),
    "at_venue": lambda _, paper: (paper.venue.name,) if paper.venue else (),
    "in_year": lambda _, paper: (paper.year,),
}
_GROUPS = frozenset(_OF)
_DERIVED = _GROUPS | {"by_key", "people", "identities"}


class _Kept(Mapping[str, tuple[Paper, ...]]):
    """Groups of papers, of which each is made when it is asked for."""

    def __init__(self, numbers: Mapping[str, str], papers: Sequence[Paper]) -> None:
        """numbers: key → those of its papers, in words."""
        self.numbers = numbers
        self._papers = papers
        self._made: dict[str, tuple[Paper, ...]] = {}

    def __getitem__(self, key: str) -> tuple[Paper, ...]:
        if key not in self._made:
            self._made[key] = tuple(map(self._papers.__getitem__, map(int, self.numbers[key].split(" "))))
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


def _after(papers: Iterable[Paper], edit: Edit) -> tuple[Paper, ...]:
    return tuple([edit.after.get(paper.key, paper) for paper in papers])
