"""What the index knows of each paper: its words by field, its identifiers, its rows and facets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from generator import mathml, names
from generator.library import Library
from generator.paper import Paper


@dataclass(frozen=True, slots=True)
class Entry:
    """The texts of a paper that are searched, each with its own weight; all plain text.

    family: the first author's family name. ids: identifiers and addresses, in the form of `plain_id`.
    """

    key: str
    title: str
    family: str
    authors: str
    tags: str
    tldr: str
    summary: str
    other: str
    ids: tuple[str, ...]


def entries(library: Library) -> Iterator[Entry]:
    """The entries of all papers, the oldest first: so that a new paper seldom changes another's number."""
    vocabulary = library.vocabulary
    called = {key: " ".join((key, tag.title, *tag.aliases)) for key, tag in vocabulary.tags.items()}
    held = {name: " ".join((name, entry.title, *entry.aliases)) for name, entry in vocabulary.venues.items()}
    people = {identity: " ".join(person.variants) for identity, person in library.people.items()}
    for paper in numbered(library):
        venue = paper.venue
        first = paper.people[0] if paper.people else None
        yield Entry(
            key=paper.key,
            title=plain(paper.title),
            family=names.split(first.name, first.family or "").family if first else "",
            authors=" ".join(
                f"{author.name} {people.get(vocabulary.identity(author.name), '')}" for author in paper.people
            ),
            tags=" ".join(called[tag] for tag in paper.tags if tag in called),
            tldr=plain(paper.tldr),
            summary=f"{plain(paper.summary)} {paper.why or ''}",
            other=" ".join(
                [paper.year]
                + [vocabulary.categories[key].title for key in paper.categories if key in vocabulary.categories]
                + ([held.get(venue.name, venue.name), venue.year or ""] if venue else [])
            ),
            ids=tuple(dict.fromkeys(_ids(paper))),
        )


def numbered(library: Library) -> tuple[Paper, ...]:
    """The papers by their number in the index."""
    return library.papers[::-1]


def plain(text: str) -> str:
    """`text` with its formulas as a reader would type them."""
    return mathml.plain(text) if "$" in text else text


def plain_id(text: str) -> str:
    """An identifier or address in the form in which it is looked for: no scheme, no `www.`, no case, no end."""
    text = re.sub(r"^[a-z][a-z0-9+.-]*://(?:www\.)?", "", unquote(text.strip()).lower())
    return re.sub(r"[/?#]+$", "", text.partition("#")[0])


def _ids(paper: Paper) -> Iterator[str]:
    bare = (paper.arxiv, paper.doi, paper.openreview, paper.pmid, paper.key, *paper.former_keys)
    for value in (*bare, *(url for _, url in paper.links.items())):
        if value:
            yield plain_id(value)
