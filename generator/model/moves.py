"""Where lists were, or may be looked for: the addresses that other names of a tag or a person lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model import addresses, names
from generator.model.library import Library


class Move(NamedTuple):
    """old, new: addresses, of which nothing stands at the old one. title: of the list. source: what says so."""

    old: str
    new: str
    title: str
    source: str


def of_lists(library: Library) -> Iterator[Move]:
    """The moves of the lists of categories, tags, venues and authors; each old address once."""
    made: set[str] = set()
    for move in _all(library):
        if move.old not in made and move.old != move.new:
            made.add(move.old)
            yield move


def _all(library: Library) -> Iterator[Move]:
    vocabulary = library.vocabulary
    for tag in vocabulary.tags.values():
        for alias in map(names.slug, tag.aliases):
            if alias and alias not in vocabulary.tags:
                yield Move(addresses.tag(alias), addresses.tag(tag.key), tag.title, f"papers/_tags.yml ({tag.key})")
    for category in vocabulary.categories.values():
        for alias in map(names.slug, category.aliases):
            if alias and alias not in vocabulary.categories:
                new, source = addresses.category(category.key), f"papers/_categories.yml ({category.key})"
                yield Move(addresses.category(alias), new, category.title, source)
    taken = {addresses.venue(name) for name in library.at_venue}
    for name in library.at_venue:
        for alias in vocabulary.venues[name].aliases:
            if names.slug(alias) and addresses.venue(alias) not in taken:
                yield Move(addresses.venue(alias), addresses.venue(name), name, f"papers/_venues.yml ({name})")
    for identity, person in vocabulary.entry_of.items():
        for variant in map(names.slug, person.variants) if identity in library.by_author else ():
            if variant and variant not in library.by_author:
                yield Move(addresses.author(variant), addresses.author(identity), person.name, "papers/_people.yml")
    for (name, _), identity in library.identities.by_author.items():
        slug = names.slug(name)
        if slug not in library.by_author and identity in library.by_author:
            shown = library.people[identity].name
            yield Move(addresses.author(slug), addresses.author(identity), shown, f"the ORCID iD of {shown}")
