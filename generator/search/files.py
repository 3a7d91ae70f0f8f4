"""The index as files of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from generator import addresses
from generator.library import Library
from generator.paper import Paper
from generator.rendering import Row, program_digest
from generator.search.entries import entries, numbered
from generator.search.facets import Facets
from generator.search.tokens import STOP
from generator.search.words import Words, buckets
from generator.tree import Output, digest
from generator.trending import trending

ROWS = 10  # rows in a file
_SOURCE = "the search index"


def files(library: Library, row: Callable[[Paper], Row], words: Callable[[], Words]) -> Iterator[Output]:
    """Everything that is fetched when one searches the papers, except for the texts of the hand-written pages.

    words: gives the words of the papers; called when a file of them is made.
    row: the row of a paper in a list, whose fingerprint covers the paper's file and the vocabularies.
    A file's name changes with what it is made from, but for the one that names the others: a page that was loaded
    before the site changed goes on with the files that it knows, or begins anew. Nothing is indexed before a file is
    asked for.
    """
    papers = numbered(library)
    rows = [row(paper) for paper in papers]
    program = program_digest()
    edition = digest(program, rows, [trend.paper.key for trend in trending(library)])[:10]

    facets = Facets(library)
    made: dict[str, Callable[[], bytes]] = {
        "facets.json": facets.short,
        "tags.json": facets.tags,
        "authors.json": facets.authors,
        "order.json": facets.order,
        "keys.txt": facets.keys,
        "suggest.txt": lambda: words().suggestions,
    }
    count = buckets(len(papers))
    for number in range(count):
        made[f"words-{number}.txt"] = lambda number=number: words().bucket(number)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    for name, make in made.items():
        path = addresses.search_file(edition, name)
        yield Output(path, digest(path), make, _SOURCE)
    versions = []
    for block, start in enumerate(range(0, len(rows), ROWS)):
        of_block = rows[start : start + ROWS]
        made_from = digest(program, of_block)
        versions.append(made_from[:6])
        yield Output(
            addresses.search_file("rows", f"{block}-{made_from[:6]}.json"),
            made_from,
            lambda of_block=of_block: _json([of.html for of in of_block]),  # type: ignore[misc]  # the same
            _SOURCE,
        )
    index = _json(
        {
            "papers": len(papers),
            "edition": edition,
            "buckets": count,
            "block": ROWS,
            "rows": "".join(versions),
            "stop": STOP,
        }
    )
    yield Output(addresses.SEARCH, digest(index), lambda: index, _SOURCE)


def words_of(library: Library) -> Words:
    """The words of all papers; indexed when they are asked for."""
    return Words(len(library.papers), lambda: list(entries(library)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
