"""The index as files of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator import addresses
from generator.edit import Edit
from generator.library import Library
from generator.paper import Paper
from generator.rendering import Row, program_digest
from generator.search.after_edit import AfterEdit, or_else
from generator.search.entries import entries, numbered
from generator.search.facets import Facets
from generator.search.tokens import STOP
from generator.search.words import Words, buckets
from generator.tree import Moved, Output, digest
from generator.trending import trending

ROWS = 10  # rows in a file
_SOURCE = "the search index"


def files(
    library: Library, row: Callable[[Paper], Row], words: Callable[[], Words], edit: Edit | None = None
) -> Iterator[Output]:
    """Everything that is fetched when one searches the papers, except for the texts of the hand-written pages.

    words: gives the words of the papers; called when a file of them is made.
    row: the row of a paper in a list, whose fingerprint covers the paper's file and the vocabularies.
    A file's name changes with what it is made from, but for the one that names the others: a page that was loaded
    before the site changed goes on with the files that it knows, or begins anew. Nothing is indexed before a file is
    asked for. After an edit the files are made of those that are there, as far as these are known.
    """
    papers = numbered(library)
    rows = [row(paper) for paper in papers]
    program = program_digest()
    edition = digest(program, rows, [trend.paper.key for trend in trending(library)])[:10]

    made = _made(library, words, count := buckets(len(papers)))
    if edit:
        made = _after(made, AfterEdit(library, edit, count), count)
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


def _made(library: Library, words: Callable[[], Words], count: int) -> dict[str, Callable[[], bytes]]:
    """Name of a file → what makes it of all papers."""
    facets = Facets(library)
    return {
        "facets.json": facets.short,
        "tags.json": facets.tags,
        "authors.json": facets.authors,
        "order.json": facets.order,
        "keys.txt": facets.keys,
        "suggest.txt": lambda: words().suggestions,
        **{f"words-{number}.txt": partial(lambda of: words().bucket(of), number) for number in range(count)},
    }


def _after(made: Mapping[str, Callable[[], bytes]], after: AfterEdit, count: int) -> dict[str, Callable[[], bytes]]:
    """The same where only an edit lies between the files that are there and those that are wanted."""
    quick: dict[str, Callable[[], bytes | None]] = {
        "facets.json": lambda: after.same("facets.json", "links", "status"),
        "tags.json": lambda: after.same("tags.json"),
        "authors.json": lambda: after.same("authors.json"),
        "order.json": lambda: after.same("order.json", "title"),
        "keys.txt": lambda: after.same("keys.txt"),
        "suggest.txt": after.suggestions,
        **{f"words-{number}.txt": partial(after.bucket, number) for number in range(count)},
    }
    found = {name: or_else(quick[name], make) for name, make in made.items()}
    words = {f"words-{number}.txt": partial(after.twin, number) for number in range(count)}
    return found | {name: Moved(found[name], twin) for name, twin in words.items()}


def words_of(library: Library) -> Words:
    """The words of all papers; indexed when they are asked for."""
    return Words(len(library.papers), lambda: entries(library))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
