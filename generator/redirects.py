"""Old addresses: what was renamed leads to where it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import addresses, names
from generator.edit import Edit
from generator.library import Library
from generator.paper import Paper
from generator.rendering import Rendering
from generator.tree import Output


def redirects(library: Library, rendering: Rendering, edit: Edit | None = None) -> Iterator[Output]:
    """A page at each address that papers, tags, categories, venues and authors had or may be looked for at.

    edit: only those are wanted that lead to a paper of it.
    """
    made: set[str] = set()
    for old, new, title, source in _papers(library, edit.after.values() if edit else library.papers):
        made.add(old)
        yield rendering.bare(old, "redirect.html", source, to=new, title=title)
    for old, new, title, source in () if edit else _moves(library):
        if old not in made and old != new:
            made.add(old)
            yield rendering.bare(old, "redirect.html", source, to=new, title=title)


def _papers(library: Library, papers: Iterable[Paper]) -> Iterator[tuple[str, str, str, str]]:
    """(old address, new address, title, source) of some papers, without those where something stands today."""
    for paper in papers:
        for key in paper.former_keys:
            if key not in library.by_key:
                yield addresses.paper(key), addresses.paper(paper.key), paper.title, f"{paper.path} (former_keys)"


def _moves(library: Library) -> Iterator[tuple[str, str, str, str]]:
    """The same of all else."""
    vocabulary = library.vocabulary
    for tag in vocabulary.tags.values():
        for alias in map(names.slug, tag.aliases):
            if alias and alias not in vocabulary.tags:
                yield addresses.tag(alias), addresses.tag(tag.key), tag.title, f"papers/_tags.yml ({tag.key})"
    for category in vocabulary.categories.values():
        for alias in map(names.slug, category.aliases):
            if alias and alias not in vocabulary.categories:
                yield (
                    addresses.category(alias),
                    addresses.category(category.key),
                    category.title,
                    f"papers/_categories.yml ({category.key})",
                )
    taken = {addresses.venue(name) for name in library.at_venue}
    for name in library.at_venue:
        for alias in vocabulary.venues[name].aliases:
            if names.slug(alias) and addresses.venue(alias) not in taken:
                yield addresses.venue(alias), addresses.venue(name), name, f"papers/_venues.yml ({name})"
    for person in library.people.values():
        for variant in person.variants:
            slug = names.slug(variant)
            if slug not in library.people:
                yield addresses.author(slug), addresses.author(person.identity), person.name, "papers/_people.yml"
