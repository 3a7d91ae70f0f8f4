"""The pages of authors, and their index by family name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from generator.analysis.together import co_authors
from generator.core.tree import Output, digest
from generator.export.api.files import has_author_files
from generator.export.feeds import AUTHOR_FROM
from generator.model import addresses, identifiers
from generator.model.library import Library, Person
from generator.model.paper import Paper
from generator.site import listing
from generator.site.list_pages import ListPages
from generator.site.listing import Entry, Rows

LETTERS_FROM = 1000  # persons; a longer index gets a page for each letter


class AuthorPages:
    """The pages of the authors of one library."""

    def __init__(self, library: Library, lists: ListPages, rows: Rows) -> None:
        """lists: makes the pages."""
        self._library = library
        self._lists = lists
        self._rows = rows
        self._names: dict[str, str] = {}

    def outputs(self) -> Iterator[Output]:
        """A page for each author, and the index."""
        people = sorted(self._library.people.values(), key=lambda person: person.sort_key)
        yield from self.pages_of(people)
        yield from self._index(people)

    def pages_of(self, people: Iterable[Person]) -> Iterator[Output]:
        """Yield the pages of some authors."""
        for person in people:
            named = [self._named(paper) for paper in person.papers]
            address, count = addresses.author(person.identity), len(person.papers)
            feed = address if count >= AUTHOR_FROM else None
            for page in listing.pages(address, person.papers, self._rows):
                yield self._lists.page_of(
                    "authors",
                    page,
                    person.name,
                    count,
                    kind="Author",
                    facts=partial(self._facts_of_author, person),
                    facts_from=(person.orcid, person.homepage, person.variants, named),
                    feed=feed,
                    exports=address if has_author_files(person.papers) else "",
                )

    def _index(self, people: Sequence[Person]) -> Iterator[Output]:
        groups = [
            (letter, f"letter-{letter.lower()}", [_entry(person) for person in run])
            for letter, run in groupby(people, key=lambda person: person.filed.heading)
        ]
        if len(people) <= LETTERS_FROM:
            yield self._lists.index("authors", addresses.AUTHORS, "Authors", groups, kind="names", count=len(people))
            return
        ways = [(letter, f"{addresses.AUTHORS}index-{letter.lower()}/", len(run)) for letter, _, run in groups]
        yield self._lists.index("authors", addresses.AUTHORS, "Authors", [], kind="names", count=len(people), ways=ways)
        for group, (letter, address, _) in zip(groups, ways, strict=True):
            yield self._lists.index("authors", address, f"Authors: {letter}", [group], kind="names", ways=ways)

    def _named(self, paper: Paper) -> str:
        """Fingerprint of the names that a person's page shows of co-authors, as they stand on their own pages."""
        found = self._names.get(paper.key)
        if found is None:
            names_of = [(who, self._library.person(who).name) for who in self._library.authors(paper)]
            found = self._names[paper.key] = digest(names_of)
        return found

    def _facts_of_author(self, person: Person) -> list[tuple[str, list[Entry]]]:
        return [
            ("Active", [(_span(person.papers), "")]),
            ("Writes with", self._co_authors(person)),
            ("ORCID", [(person.orcid, identifiers.orcid_url(person.orcid))] if person.orcid else []),
            ("Homepage", [(person.homepage, person.homepage)] if person.homepage else []),
            ("Also written", [(variant, "") for variant in person.variants if variant != person.name]),
        ]

    def _co_authors(self, person: Person) -> list[Entry]:
        """Co-authors as entries, with the number of papers where it is more than one; how many are not named."""
        others, count = co_authors(person.identity, person.papers, self._library.authors)
        named = self._library.person
        entries: list[Entry] = [(named(o).name, addresses.author(o), n if n > 1 else 0) for o, n in others]
        return entries + ([(f"and {count - len(others):,} more", "", 0)] if count > len(others) else [])


def _entry(person: Person) -> tuple[str, str, int, str, None]:
    return person.filed.filed, addresses.author(person.identity), len(person.papers), "", None


def _span(papers: Sequence[Paper]) -> str:
    """The years of some papers: `2019 to 2024`."""
    years = sorted(paper.year for paper in papers)
    return years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"
