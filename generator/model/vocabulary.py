"""The vocabulary of a list: its categories, tags, venues and persons, and the papers that were removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from itertools import chain, count, islice
from typing import Literal

from generator.model import names

LOOKED_AT = 5000  # words that a wrong one is compared with: a tenth of a second
FILES = {
    "categories": "_categories.yml",
    "tags": "_tags.yml",
    "venues": "_venues.yml",
    "people": "_people.yml",
    "removed": "_removed.yml",
}


# Nothing is validated as one of these classes: they are no models (`vocabulary_model`).


@dataclass(frozen=True, slots=True)
class Category:
    """A category. key: its name in paper files and addresses. order: its place, from the lowest. aliases: other names,
    former keys among them.
    """

    key: str
    title: str
    definition: str
    order: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag. key, aliases: as of a category. parent: the key of the broader tag."""

    key: str
    title: str
    definition: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class VenueEntry:
    """A venue. name: short, as paper files write it."""

    name: str
    title: str
    kind: Literal["conference", "journal", "workshop", "book"]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person whom the name alone does not tell from others, or whose name is written in several ways.

    name: as it is shown; variants: other ways papers write it. papers: keys of those that are this person's, where
    others have the name too; then no other paper is.
    """

    name: str
    variants: tuple[str, ...] = ()
    orcid: str | None = None
    homepage: str | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A paper that was taken off the list. key: that it had. reason: in one sentence. day: of its removal."""

    key: str
    title: str
    reason: str
    day: str


@dataclass(frozen=True)
class Vocabulary:
    """All vocabularies. Categories in their order, everything else in the order of the files."""

    categories: Mapping[str, Category] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    venues: Mapping[str, VenueEntry] = field(default_factory=dict)
    people: tuple[PersonEntry, ...] = ()
    removed: tuple[Removed, ...] = ()

    @cached_property
    def category_numbers(self) -> Mapping[str, int]:
        """Key of a category → its place among them, from 0."""
        return {key: number for number, key in enumerate(self.categories)}

    @cached_property
    def meanings(self) -> Mapping[str, Mapping[str, str]]:
        """`categories`, `tags`, `venues` → slug of a key, name, alias or title → the key or name that it stands for."""
        return {
            "categories": _meanings((entry.key, entry.aliases, entry.title) for entry in self.categories.values()),
            "tags": _meanings((entry.key, entry.aliases, entry.title) for entry in self.tags.values()),
            "venues": _meanings((entry.name, entry.aliases, entry.title) for entry in self.venues.values()),
        }

    def meant(self, kind: Literal["categories", "tags", "venues"], word: str) -> str | None:
        """The key (of a venue: the name) that `word` stands for; None where it stands for nothing."""
        if word in getattr(self, kind):
            return word
        return self.meanings[kind].get(names.slug(word))

    @cached_property
    def person_of(self) -> Mapping[str, PersonEntry]:
        """Slug of a name or variant → the person's entry; of several the first."""
        return {slug: entries[0] for slug, entries in self.entries_of.items()}

    @cached_property
    def entries_of(self) -> Mapping[str, tuple[PersonEntry, ...]]:
        """Slug of a name or variant → the entries of persons of that name."""
        found: dict[str, tuple[PersonEntry, ...]] = {}
        for entry in self.people:
            for slug in dict.fromkeys(map(names.slug, (entry.name, *entry.variants))):
                found[slug] = (*found.get(slug, ()), entry)
        return found

    @cached_property
    def entry_of(self) -> Mapping[str, PersonEntry]:
        """Identity of a person → the entry. Of several with one name, those behind the first get their ORCID iD or a
        number behind it.
        """
        found: dict[str, PersonEntry] = {}
        for entry in self.people:
            slug = names.slug(entry.name)
            orcid = [f"{slug}-{entry.orcid.lower()}"] if entry.orcid else []
            numbered = (f"{slug}-{number}" for number in count(2))
            identity = next(one for one in chain([slug], orcid, numbered) if one not in found)
            found[identity] = entry
        return found

    @cached_property
    def identities(self) -> Mapping[str, str]:
        """Slug of a name or variant → what tells the person from others, where that is not the slug itself."""
        found = {slug: names.slug(entry.name) for slug, entry in self.person_of.items()}
        return {slug: identity for slug, identity in found.items() if slug != identity}

    def identity(self, name: str) -> str:
        """What tells a person from others: the slug of the name that is shown. Names alike but for accents are one."""
        return self.identity_of(names.slug(name))

    def identity_of(self, slug: str) -> str:
        """The same, from the slug of a name or variant."""
        return self.identities.get(slug, slug)


def _meanings(entries: Iterable[tuple[str, tuple[str, ...], str]]) -> dict[str, str]:
    """A key goes before an alias, an alias before a title; of two that are alike the first stays."""
    listed = list(entries)
    words = [(key, key) for key, _, _ in listed]
    words += [(alias, key) for key, aliases, _ in listed for alias in aliases]
    words += [(title, key) for key, _, title in listed]
    found: dict[str, str] = {}
    for word, key in words:
        found.setdefault(names.slug(word), key)
    return found


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is most like `word`; None where nothing is near, or there are too many to look at."""
    known = list(islice(known, LOOKED_AT + 1))
    if len(known) > LOOKED_AT:
        return None
    folded = {names.fold(candidate): candidate for candidate in known}
    close = get_close_matches(names.fold(word), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None
