"""The vocabulary of a list: its categories, tags, venues and persons, and the papers that were removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from generator import names
from generator.model import Day, Key, Orcid, PersonName, Text, Url, Value, checked
from generator.problems import Fault, rule

FILES = {
    "categories": "_categories.yml",
    "tags": "_tags.yml",
    "venues": "_venues.yml",
    "people": "_people.yml",
    "removed": "_removed.yml",
}


@rule(
    "definition-form",
    wrong="- key: fmri\n  title: fMRI\n  definition: Functional magnetic resonance imaging",
    right="- key: fmri\n  title: fMRI\n  definition: Functional magnetic resonance imaging, the blood-oxygen signal.",
    part="tags",
)
def sentence(value: str) -> str:
    """A definition is a sentence of 20 to 300 characters that ends with a full stop."""
    if not 20 <= len(value) <= 300:
        raise Fault(f"the definition has {len(value)} characters", "write one sentence of 20 to 300 characters")
    if not value.endswith((".", "!", "?")):
        raise Fault("the definition does not end with a full stop", f"write {value}.")
    return value


@rule(
    "bad-order",
    wrong="- key: theory\n  title: Theory\n  definition: What brains and machines compute, and why.\n  order: first",
    right="- key: theory\n  title: Theory\n  definition: What brains and machines compute, and why.\n  order: 1",
    part="categories",
)
def whole_number(value: str) -> int:
    """`order` is a whole number; categories are shown from the lowest to the highest."""
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise Fault(f'"{value}" is not a whole number', "write a number such as 1")
    return int(value)


@rule(
    "bad-kind",
    wrong="- name: ICLR\n  title: International Conference on Learning Representations\n  kind: meeting",
    right="- name: ICLR\n  title: International Conference on Learning Representations\n  kind: conference",
    part="venues",
)
def known_kind(value: str) -> str:
    """The kind of a venue is `conference`, `journal`, `workshop` or `book`."""
    if value not in ("conference", "journal", "workshop", "book"):
        raise Fault(f'"{value}" is not a kind of venue', "write conference, journal, workshop or book")
    return value


Definition = Annotated[Text, AfterValidator(checked(sentence))]


class Category(Value):
    """A category: an entry of `_categories.yml`."""

    key: Annotated[Key, Field(description="the name in paper files and addresses")]
    title: Annotated[Text, Field(description="as it is shown")]
    definition: Annotated[Definition, Field(description="one sentence: what belongs there")]
    order: Annotated[str, AfterValidator(checked(whole_number)), Field(description="its place, from the lowest")]
    aliases: Annotated[tuple[Text, ...], Field(description="other names, former keys among them")] = ()


class Tag(Value):
    """A tag: an entry of `_tags.yml`."""

    key: Annotated[Key, Field(description="the name in paper files and addresses")]
    title: Annotated[Text, Field(description="as it is shown")]
    definition: Annotated[Definition, Field(description="one sentence: what it means")]
    aliases: Annotated[
        tuple[Text, ...], Field(description="abbreviations, variants and former keys; `papers format` rewrites them")
    ] = ()
    parent: Annotated[Key | None, Field(description="key of the broader tag")] = None


class VenueEntry(Value):
    """A venue: an entry of `_venues.yml`."""

    name: Annotated[Text, Field(description="short name, as paper files write it")]
    title: Annotated[Text, Field(description="full title")]
    kind: Annotated[
        Literal["conference", "journal", "workshop", "book"],
        BeforeValidator(checked(known_kind)),
        Field(description="`conference`, `journal`, `workshop` or `book`"),
    ]
    aliases: Annotated[tuple[Text, ...], Field(description="other names; `papers format` rewrites them")] = ()


class PersonEntry(Value):
    """A person whose name is written in several ways: an entry of `_people.yml`."""

    name: Annotated[PersonName, Field(description="the name that is shown on the person's page")]
    variants: Annotated[tuple[PersonName, ...], Field(description="other ways papers write it")] = ()
    orcid: Annotated[Orcid | None, Field(description="ORCID iD")] = None
    homepage: Annotated[Url | None, Field(description="address of a page about the person")] = None


class Removed(Value):
    """A paper that was taken off the list: an entry of `_removed.yml`."""

    key: Annotated[Key, Field(description="the key that it had")]
    title: Annotated[Text, Field(description="its title")]
    reason: Annotated[Text, Field(description="why it was removed, in one sentence")]
    day: Annotated[Day, Field(description="the day of its removal")]


MODELS: Mapping[str, type[Value]] = {
    "categories": Category,
    "tags": Tag,
    "venues": VenueEntry,
    "people": PersonEntry,
    "removed": Removed,
}


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
        """Slug of a name or variant → the person's entry."""
        return {names.slug(name): entry for entry in self.people for name in (entry.name, *entry.variants)}

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
    """The one of `known` that is most like `word`; None where nothing is near."""
    folded = {names.fold(candidate): candidate for candidate in known}
    close = get_close_matches(names.fold(word), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None
