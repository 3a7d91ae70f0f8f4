"""All papers of a list with its vocabulary, and what one asks them: by key, category, tag, person, venue, year."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from generator import metrics, names, plain, reading, vocabulary_files, workers
from generator.edit import Edit
from generator.metrics import Snapshot
from generator.names import Name
from generator.paper import Paper
from generator.problems import Fault, Problem, rule
from generator.reading import Cache
from generator.source_text import NOWHERE, Source
from generator.vocabulary import Vocabulary

Groups = Mapping[str, tuple[Paper, ...]]


@rule("no-papers", wrong="", right='title: "Waves"', part="papers")
def no_papers(why: str) -> Fault:
    """A list has a folder `papers/` with at least one paper file."""
    return Fault(why, "add a paper file, such as papers/keller-2023-traveling-waves.md")


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
        return cls(tuple(sorted(papers, key=lambda paper: (paper.order, paper.path))), vocabulary, snapshots)

    @cached_property
    def by_key(self) -> Mapping[str, Paper]:
        """Key → paper."""
        return {paper.key: paper for paper in self.papers}

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """The papers in the order of "newly added"."""
        return tuple(sorted(self.papers, key=lambda paper: paper.order_added))

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

    def authors(self, paper: Paper) -> tuple[str, ...]:
        """The identities of the authors of `paper`, in their order."""
        known = self._authors.get(paper.key)
        if known is None or known[0] is not paper:  # page after page asks again
            who = tuple(map(self.vocabulary.identity_of, [author.slug for author in paper.people]))
            known = self._authors[paper.key] = paper, who
        return known[1]

    @cached_property
    def _authors(self) -> dict[str, tuple[Paper, tuple[str, ...]]]:
        return {}

    @cached_property
    def by_author(self) -> Groups:
        """Identity of a person → the person's papers."""
        return self._groups(lambda paper: dict.fromkeys(self.authors(paper)))

    @cached_property
    def number_of_authors(self) -> int:
        """How many persons wrote the papers. Quicker than `by_author`."""
        return len({self.vocabulary.identity_of(author.slug) for paper in self.papers for author in paper.people})

    @cached_property
    def at_venue(self) -> Groups:
        """Name of a venue → its papers."""
        return self._groups(lambda paper: (paper.venue.name,) if paper.venue else ())

    def groups(self, name: str, edit: Edit | None) -> Groups:
        """One of the mappings of groups, such as `with_tag`; after an edit what of it has an edited paper."""
        groups: Groups = getattr(self, name)
        if edit is None:
            return groups
        touched = {key for paper in edit.after.values() for key in _OF[name](self, paper)}
        return {key: of for key, of in groups.items() if key in touched}

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
        return {
            who: self._person(who, sorted(counts, key=lambda name: -counts[name]), families, orcids)
            for who, counts in sorted(spelled.items(), key=lambda item: item[0])
        }

    def _person(self, who: str, seen: list[str], families: Mapping[str, str], orcids: Mapping[str, str]) -> Person:
        entry = self.vocabulary.person_of.get(who)
        name = entry.name if entry else seen[0]
        variants = dict.fromkeys([*seen, *(entry.variants if entry else ())])
        family = families.get(name) or next((families[v] for v in seen if v in families), "")
        if not name.endswith(family) and not name.startswith(family):
            family = ""
        return Person(
            identity=who,
            name=name,
            filed=names.split(name, family),
            variants=tuple(variants),
            papers=self.by_author[who],
            orcid=(entry.orcid if entry else "") or orcids.get(who, ""),
            homepage=(entry.homepage if entry else "") or "",
        )

    def edited(self, edit: Edit) -> Library:
        """The library after `edit`. What was derived of this one is taken over as far as it holds."""
        new = Library(_after(self.papers, edit), self.vocabulary, self.snapshots)
        known = {name: value for name, value in self.__dict__.items() if name in _DERIVED}
        for name in _GROUPS & known.keys():
            of = _OF[name]
            touched = {key for paper in edit.after.values() for key in of(self, paper)}
            known[name] = {**known[name], **{key: _after(known[name][key], edit) for key in touched}}
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
                found.setdefault(key, []).append(paper)
        return {key: tuple(found[key]) for key in sorted(found)}


# What `Library.edited` takes over: the groups that a paper stands in, and what names no paper or a few.
_OF: Mapping[str, Callable[[Library, Paper], Iterable[str]]] = {
    "in_category": lambda _, paper: paper.categories,
    "with_tag": lambda _, paper: paper.tags,
    "by_author": lambda library, paper: library.authors(paper),
    "at_venue": lambda _, paper: (paper.venue.name,) if paper.venue else (),
    "in_year": lambda _, paper: (paper.year,),
}
_GROUPS = frozenset(_OF)
_DERIVED = _GROUPS | {"by_key", "people"}


def _after(papers: Iterable[Paper], edit: Edit) -> tuple[Paper, ...]:
    return tuple([edit.after.get(paper.key, paper) for paper in papers])


def load(papers_dir: Path, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """All papers below `papers_dir` that are right by themselves, and every problem of the files, in order of place.

    What only shows when papers are compared is found by `checks.load`.
    root: paths in papers and problems start there. cache: what an earlier load read; it is brought up to date.
    """
    if not papers_dir.is_dir():
        return Library(), [_none(papers_dir, root, "there is no folder papers/")]
    collecting = gc.isenabled()
    gc.disable()  # what is read stays: looking for garbage in it takes a fifth of the time
    try:
        return _load(papers_dir, root, cache)
    finally:
        if collecting:
            gc.enable()


def _load(papers_dir: Path, root: Path, cache: Cache | None) -> tuple[Library, list[Problem]]:
    files = vocabulary_files.read(papers_dir, root, cache)
    problems = [problem for file in files for problem in file.problems]
    papers: list[Paper] = []
    there = {file.source.path for file in files}
    count = 0
    listed = list(reading.files(papers_dir, root))
    if cache is not None:
        _fill(cache, [(path, file) for path, file, problem in listed if problem is None])
    for path, file, problem in listed:
        if problem is not None:
            problems.append(problem)
            continue
        count += 1
        there.add(path)
        paper, found = reading.cached(cache, path, file, _read)
        problems += found
        if paper is not None:
            papers.append(paper)
    for path in [path for path in cache or () if path not in there]:
        del cache[path]  # type: ignore[union-attr]  # there is one: it has paths
    if not count:
        problems.append(_none(papers_dir, root, "there is no paper in papers/"))
    snapshots, found_there = metrics.read(papers_dir, root)
    problems += found_there
    problems.sort()
    return Library.of(papers, vocabulary_files.vocabulary(files), snapshots), problems


def _fill(cache: Cache, files: list[tuple[str, Path]]) -> None:
    """Read what is not in the cache, in several processes where it is much."""
    fresh = [(path, file) for path, file in files if not reading.is_cached(cache, path, file)]
    if len(fresh) < workers.FEW:
        return
    stamps = {path: reading.stamp(file.stat()) for path, file in fresh if file.is_file()}
    for (path, _), (values, problems) in zip(fresh, workers.each(fresh, _read_plain), strict=True):
        if path in stamps:
            cache[path] = (stamps[path], (values and plain.paper(values), problems))


def _read_plain(item: tuple[str, Path]) -> tuple[list[Any] | None, tuple[Problem, ...]]:
    """As `_read`, from another process: of plain values come papers that share what many of them have."""
    paper, problems = _read(item[1], item[0])
    return plain.values(paper) if paper else None, problems


def _read(file: Path, path: str) -> tuple[Paper | None, tuple[Problem, ...]]:
    return (found := reading.paper_file(file, path))[0], tuple(found[1].problems)


def _none(papers_dir: Path, root: Path, why: str) -> Problem:
    source = Source(reading.relative(papers_dir, root))
    source.add(no_papers, NOWHERE, why)
    return source.problems[0]
