"""What only shows when the entries of the vocabulary files are looked at together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from generator.core.problems import MOST, Fault, Problem, limited, rule
from generator.files.source_text import name_of
from generator.files.vocabulary_files import VocabularyFile
from generator.model import names
from generator.model.library import Library
from generator.model.vocabulary import nearest


class Finding(NamedTuple):
    """A fault of the entry `number` of a file, at one of its fields."""

    file: VocabularyFile
    number: int
    field: tuple[str | int, ...]
    fault: Fault


Findings = Iterator[Finding]
Files = Mapping[str, VocabularyFile]
_TAG = "- key: {}\n  title: {}\n  definition: What a reader may look for on this list."
_KEY = {"categories": "key", "tags": "key", "venues": "name", "people": "name", "removed": "key"}


def _line(file: VocabularyFile, number: int) -> str:
    return f"the entry on line {file.place(number).line}"


@rule(
    "entry-twice",
    wrong=_TAG.format("fmri", "fMRI") + "\n" + _TAG.format("fmri", "Functional MRI"),
    right=_TAG.format("fmri", "fMRI") + "\n" + _TAG.format("eeg", "EEG"),
    part="tags",
)
def entry_twice(files: Files, library: Library) -> Findings:
    """No two entries of a vocabulary file have the same key or name."""
    for file in files.values():
        field = _KEY[file.kind]
        first: dict[str, int] = {}
        for number, entry in file.entries:
            value = getattr(entry, field)
            if file.kind == "people" and _are_distinct(entry, dict(file.entries)[first.get(value, number)]):
                continue
            if first.setdefault(value, number) != number:
                message = f'"{value}" is the {field} of {_line(file, first[value])} too'
                advice = "make one entry of the two, or rename one"
                if file.kind == "people":
                    advice = (
                        "make one entry of the two; if they are two persons, give each its orcid, or one its papers"
                    )
                yield Finding(file, number, (field,), Fault(message, advice))


@rule(
    "alias-taken",
    wrong=_TAG.format("fmri", "fMRI") + "\n" + _TAG.format("bold", "BOLD") + "\n  aliases: [fMRI]",
    right=_TAG.format("fmri", "fMRI") + "\n" + _TAG.format("bold", "BOLD") + "\n  aliases: [BOLD signal]",
    part="tags",
)
def alias_taken(files: Files, library: Library) -> Findings:
    """A key, name, title or alias stands for one entry only: letter case, accents and hyphens make no difference."""
    for kind in ("categories", "tags", "venues"):
        file = files.get(kind)
        if file is None:
            continue
        holders: dict[str, int] = {}
        for number, entry in file.entries:
            holders.setdefault(names.slug(getattr(entry, _KEY[kind])), number)
        for number, entry in file.entries:
            if holders[names.slug(getattr(entry, _KEY[kind]))] != number:
                continue  # an entry that is there twice
            words = [(("title",), entry.title), *((("aliases", n), a) for n, a in enumerate(entry.aliases))]
            for field, word in words:
                holder = holders.setdefault(names.slug(word), number)
                if holder != number:
                    message = f'"{word}" stands for {_line(file, holder)} already'
                    yield Finding(file, number, field, Fault(message, "take it out of one of the two"))


@rule(
    "same-address",
    wrong="- name: Neuro AI\n  title: Neuro AI Workshop\n  kind: workshop\n"
    "- name: Neuro-AI\n  title: Neuro-AI Conference\n  kind: conference",
    right="- name: Neuro AI\n  title: Neuro AI Workshop\n  kind: workshop\n"
    "- name: NeuroAI\n  title: Neuro-AI Conference\n  kind: conference",
    part="venues",
)
def same_address(files: Files, library: Library) -> Findings:
    """The short names of venues differ in letters or digits, since these make the addresses of their pages."""
    first: dict[str, tuple[int, str]] = {}
    for file, number, entry in _entries(files, "venues"):
        slug = names.slug(entry.name)
        other = first.setdefault(slug, (number, entry.name))
        if not slug:
            yield Finding(file, number, ("name",), Fault(f'"{entry.name}" has no letter or digit', "write a name"))
        elif other[0] != number and other[1] != entry.name:
            message = f'"{entry.name}" has the same address, venues/{slug}/, as "{other[1]}"'
            yield Finding(file, number, ("name",), Fault(message, "make one entry of the two, or rename one"))


@rule(
    "unknown-parent",
    wrong=_TAG.format("fmri", "fMRI") + "\n  parent: imagin\n" + _TAG.format("imaging", "Imaging"),
    right=_TAG.format("fmri", "fMRI") + "\n  parent: imaging\n" + _TAG.format("imaging", "Imaging"),
    part="tags",
)
def unknown_parent(files: Files, library: Library) -> Findings:
    """The parent of a tag is another tag."""
    tags = library.vocabulary.tags
    unknown = 0
    for file, number, entry in _entries(files, "tags"):
        if entry.parent and entry.parent not in tags:
            unknown += 1
            near = nearest(entry.parent, tags) if unknown <= MOST else ""  # of the others only the number is shown
            advice = f'write "{near}"' if near else "add it, or leave the parent out"
            yield Finding(file, number, ("parent",), Fault(f'"{entry.parent}" is not a tag', advice))


@rule(
    "parent-circle",
    wrong=_TAG.format("fmri", "fMRI") + "\n  parent: bold\n" + _TAG.format("bold", "BOLD") + "\n  parent: fmri",
    right=_TAG.format("fmri", "fMRI") + "\n" + _TAG.format("bold", "BOLD") + "\n  parent: fmri",
    part="tags",
)
def parent_circle(files: Files, library: Library) -> Findings:
    """No tag is its own parent, nor the parent of its parent."""
    tags = library.vocabulary.tags
    followed: set[str] = set()  # whose parents were looked at: each is followed once
    for file, number, entry in _entries(files, "tags"):
        chain: dict[str, None] = {}
        key = entry.key
        while key in tags and key not in chain and key not in followed:
            chain[key] = None
            key = tags[key].parent or ""
        followed.update(chain)
        if key in chain:
            circle = [*chain][[*chain].index(key) :]
            at = circle.index(entry.key) if entry.key in circle else 0
            words = " → ".join([*circle[at:], *circle[:at], circle[at]])
            yield Finding(file, number, ("parent",), Fault(f"the parents go in a circle: {words}", "take one out"))


def _entries(files: Files, kind: str) -> Iterator[tuple[VocabularyFile, int, Any]]:
    """Every entry of a vocabulary file, with the file and its number in it; none where there is no file."""
    file = files.get(kind)
    if file is not None:
        for number, entry in file.entries:
            yield file, number, entry


@rule(
    "person-twice",
    wrong="- name: Max Welling\n  variants: [M. Welling]\n- name: Martin Welling\n  variants: [M. Welling]",
    right="- name: Max Welling\n  variants: [M. Welling]\n- name: Martin Welling",
    part="people",
)
def person_twice(files: Files, library: Library) -> Findings:
    """A name or variant in `papers/_people.yml` belongs to one person; letter case and accents make no difference. Two
    persons of one name each have an `orcid` of their own, or one of them has `papers`.
    """
    holders: dict[str, int] = {}
    by_number: dict[int, Any] = {}
    for file, number, entry in _entries(files, "people"):
        by_number[number] = entry
        words = [(("name",), entry.name), *((("variants", n), v) for n, v in enumerate(entry.variants))]
        for field, word in words:
            holder = holders.setdefault(names.slug(word), number)
            if holder == number or _are_distinct(entry, by_number[holder]):
                continue
            if not (field == ("name",) and word == by_number[holder].name):
                message = f'"{word}" is a name of {_line(file, holder)} already'
                advice = (
                    "take it out of one of the two; if they are two persons, give each its orcid, or one its papers"
                )
                yield Finding(file, number, field, Fault(message, advice))


def _are_distinct(one: Any, other: Any) -> bool:
    """Whether two entries of persons may have a name in common."""
    return bool(one.papers or other.papers or (one.orcid and other.orcid and one.orcid != other.orcid))


@rule(
    "not-their-paper",
    wrong="- name: Max Welling\n  papers: [first-2023]",
    right="- name: T. Anderson Keller\n  papers: [first-2023]",
    part="people",
)
def not_their_paper(files: Files, library: Library) -> Findings:
    """The `papers` of an entry of `papers/_people.yml` are on the list, and name the person as an author."""
    for file, number, entry in _entries(files, "people") if library.papers else ():
        known = set(map(names.slug, (entry.name, *entry.variants)))
        for place, key in enumerate(entry.papers):
            paper = library.by_key.get(key)
            if paper is None:
                moved = library.former.get(key)
                advice = f'write "{moved.key}"' if moved else "write the key of a paper that is there, or take it out"
                yield Finding(file, number, ("papers", place), Fault(f'there is no paper "{key}"', advice))
            elif not any(author.slug in known for author in paper.people):
                advice = "add the name that it has there to variants, or take the key out"
                yield Finding(file, number, ("papers", place), Fault(f'"{key}" is not by {entry.name}', advice))


@rule(
    "removed-and-there",
    wrong="- key: first-2023\n  title: Waves\n  reason: It is not about brains.\n  day: 2026-11-23",
    right="- key: gone-2023\n  title: Waves\n  reason: It is not about brains.\n  day: 2026-11-23",
    part="removed",
)
def removed_and_there(files: Files, library: Library) -> Findings:
    """A paper that `papers/_removed.yml` names is not on the list."""
    for file, number, entry in _entries(files, "removed"):
        paper = library.by_key.get(entry.key)
        if paper is not None:
            fault = Fault(f'"{entry.key}" was removed, and {paper.path} is there', "take one of them out")
            yield Finding(file, number, ("key",), fault)


CHECKS: tuple[Callable[[Files, Library], Findings], ...] = (
    entry_twice,
    alias_taken,
    same_address,
    unknown_parent,
    parent_circle,
    person_twice,
    not_their_paper,
    removed_and_there,
)


def check(files: Iterable[VocabularyFile], library: Library) -> list[Problem]:
    """What is wrong with the vocabularies, seen together and beside the papers."""
    by_kind = {file.kind: file for file in files}
    problems: list[Problem] = []
    for find in CHECKS:
        for finding in find(by_kind, library):
            source = finding.file.source
            place = finding.file.place(finding.number, *finding.field)
            problems.append(source.problem(name_of(find), place, finding.fault))
    return limited(problems)
