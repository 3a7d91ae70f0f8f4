"""What the index knows of each paper: its words by field, its identifiers, its rows and facets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from generator.core.text import mathml
from generator.model import names
from generator.model.library import Library
from generator.model.paper import Author, Paper


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


class Entries:
    """The entries of the papers of a library, each made when it is asked for."""

    def __init__(self, library: Library) -> None:
        vocabulary = library.vocabulary
        self._library = library
        self._called = {key: " ".join((key, tag.title, *tag.aliases)) for key, tag in vocabulary.tags.items()}
        self._held = {name: " ".join((name, of.title, *of.aliases)) for name, of in vocabulary.venues.items()}
        self._people: dict[str, str] = {}

    def __call__(self, paper: Paper) -> Entry:
        """The entry of `paper`."""
        categories, venue = self._library.vocabulary.categories, paper.venue
        first = paper.people[0] if paper.people else None
        return Entry(
            key=paper.key,
            title=plain(paper.title),
            family=_family(first) if first else "",
            authors=" ".join(map(self._variants, self._library.authors(paper))),
            tags=" ".join(self._called[tag] for tag in paper.tags if tag in self._called),
            tldr=plain(paper.tldr),
            summary=f"{plain(paper.summary)} {plain(paper.why or '')}",
            other=" ".join(
                [paper.year]
                + [categories[key].title for key in paper.categories if key in categories]
                + ([self._held.get(venue.name, venue.name), venue.year or ""] if venue else [])
            ),
            ids=tuple(dict.fromkeys(_ids(paper))),
        )

    def _variants(self, who: str) -> str:
        """Every way the name of a person is written, as in this paper too."""
        found = self._people.get(who)
        if found is None:
            found = self._people[who] = " ".join(self._library.people[who].variants)
        return found


def _family(author: Author) -> str:
    return author.name if author.group else names.split(author.name, author.family or "").family


def entries(library: Library) -> Iterator[Entry]:
    """The entries of all papers, the oldest first: so that a new paper seldom changes another's number."""
    return map(Entries(library), numbered(library))


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
