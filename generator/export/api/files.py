"""The files of the API, and the files of lists for reference managers, spreadsheets and programs."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from generator.core.text import latex
from generator.core.tree import Output, digest
from generator.export.api.records import Records, dumped
from generator.export.api.schemas import SCHEMAS
from generator.export.citations import table
from generator.export.feeds import AUTHOR_FROM
from generator.files.reading_lists import ReadingList
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import COLLABORATION, Paper

FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON", "csv": "CSV", "jsonl": "JSON Lines"}
COMPRESSION = 6  # the level that the program gzip uses
LARGE = 2000  # papers; the authors of a longer list have BibTeX alone: else most of all files would be theirs
Values = Callable[[], Any]


class Files:
    """The files of one library."""

    def __init__(
        self,
        records: Records,
        site: Mapping[str, Any],
        program: str,
        made_from: Callable[[Paper], str],
        reading_lists: Iterable[ReadingList] = (),
    ) -> None:
        """`site`: as the templates see it. `program`: fingerprint of the code. `made_from`: of a paper, by its file."""
        self._reading_lists = reading_lists
        self._library = records.library
        self._site = site
        self._records = records
        self._program = digest(program, sorted(site.items()))
        self._made_from = made_from

    def outputs(self) -> Iterator[Output]:
        """All but those of `whole`."""
        yield from self._papers()
        yield from self._lists()
        yield from self._everything()
        yield from self._vocabularies()
        for name in SCHEMAS:
            yield self._json(f"schemas/{name}", partial(self._schema, name))

    def _schema(self, name: str) -> dict[str, Any]:
        where = self._records.url(addresses.api(f"schemas/{name}"))
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": where, "title": name, **SCHEMAS[name]}

    def _papers(self) -> Iterator[Output]:
        """A file for each paper."""
        for paper in self._library.papers:
            yield Output(
                addresses.api_paper(paper.key),
                digest(self._program, self._made_from(paper)),
                partial(self._records.whole, paper),
                paper.path,
            )

    def _lists(self) -> Iterator[Output]:
        """The papers of each category, tag, venue, year, author and reading list as files."""
        library = self._library
        for kind, groups, address in (
            ("categories", library.in_category, addresses.category),
            ("tags", library.with_tag, addresses.tag),
            ("venues", library.at_venue, addresses.venue),
            ("years", library.in_year, addresses.year),
            ("authors", library.by_author, addresses.author),
        ):
            for key, papers in groups.items():
                if kind == "authors" and not has_author_files(papers):
                    continue
                if formats := formats_of(library, kind, len(papers)):
                    yield from self.of_list(address(key), papers, formats)
        for one in self._reading_lists:
            papers = tuple(library.by_key[key] for key in one.papers if key in library.by_key)
            if papers:
                yield from self.of_list(one.address, papers)

    def of_list(self, address: str, papers: Sequence[Paper], formats: Sequence[str] | None = None) -> Iterator[Output]:
        """The papers of the list at `address` in each format."""
        every = papers is self._library.papers
        made_from = self._all if every else digest(self._program, [self._made_from(paper) for paper in papers])
        for suffix in formats if formats is not None else tuple(FORMATS):
            path = addresses.export(address, suffix)
            make = partial(self._joined, papers, suffix)
            yield Output(path, digest(made_from, suffix), make, f"the list {address}")

    def whole(self, formats: Iterable[str] = tuple(FORMATS)) -> Iterator[Output]:
        """All papers as a file of each format, also compressed."""
        for output in self.of_list(addresses.EXPORT, self._library.papers, tuple(formats)):
            plain = _Once(output.make)
            yield replace(output, make=plain)
            yield Output(f"{output.path}.gz", output.fingerprint, partial(_compressed, plain), output.source)

    def _joined(self, papers: Sequence[Paper], suffix: str) -> bytes:
        entries = self._records.entries(papers, suffix)
        if suffix == "json":
            return b"[\n" + b",\n".join(entries) + b"\n]\n"
        text = b"".join(entries)
        if suffix == "bib":
            return _with_preamble(text.decode())
        return b"\xef\xbb\xbf" + table.head().encode() + text if suffix == "csv" else text

    @cached_property
    def _all(self) -> str:
        library = self._library
        vocabulary = repr(library.vocabulary), library.identities.plain()
        return digest(self._program, vocabulary, [self._made_from(paper) for paper in library.papers])

    def _json(self, name: str, values: Values) -> Output:
        """Return a file of the API."""

        def make() -> bytes:
            return f"{dumped(values())}\n".encode()

        return Output(addresses.api(name), digest(self._all, name), make, "the API")

    def _everything(self) -> Iterator[Output]:
        papers = self._library.papers
        records = self._records
        yield self._json("index", self._index)
        yield self._json(
            "papers",
            lambda: {"papers": [records.light(paper) for paper in papers]},
        )
        yield self._json(
            "references",
            lambda: {paper.key: records.entry(paper, "apa").decode() for paper in papers},
        )

    def _vocabularies(self) -> Iterator[Output]:
        yield self._json("categories", lambda: {"categories": self._words("categories")})
        yield self._json("tags", lambda: {"tags": self._words("tags")})
        yield self._json("authors", lambda: {"authors": list(self._authors())})
        yield self._json("venues", lambda: {"venues": list(self._venues())})

    def _words(self, kind: str) -> list[dict[str, Any]]:
        """The entries of a vocabulary with their papers."""
        library, url = self._library, self._records.url
        groups = library.in_category if kind == "categories" else library.with_tag
        address = addresses.category if kind == "categories" else addresses.tag
        return [
            {
                "key": key,
                "url": url(address(key)),
                "title": entry.title,
                "definition": entry.definition,
                **{name: value for name in ("aliases", "parent") if (value := getattr(entry, name, None))},
                "papers": _keys(groups.get(key, ())),
            }
            for key, entry in getattr(library.vocabulary, kind).items()
        ]

    def _authors(self) -> Iterator[dict[str, Any]]:
        for person in self._library.people.values():
            yield {
                "id": person.identity,
                "url": self._records.url(addresses.author(person.identity)),
                "name": person.name,
                "papers": _keys(person.papers),
                **({"orcid": person.orcid} if person.orcid else {}),
                **({"homepage": person.homepage} if person.homepage else {}),
                **({"group": True} if person.filed.group else {}),
            }

    def _venues(self) -> Iterator[dict[str, Any]]:
        for name, papers in self._library.at_venue.items():
            venue = self._library.vocabulary.venues[name]
            url = self._records.url(addresses.venue(name))
            yield {"name": name, "url": url, "title": venue.title, "kind": venue.kind, "papers": _keys(papers)}

    def _index(self) -> dict[str, Any]:
        library, url = self._library, self._records.url
        names = [name for name in SCHEMAS if name not in ("index", "paper")]
        return {
            "name": self._site["name"],
            "description": self._site["description"],
            "url": self._site["url"],
            "updated": updated(library),
            "counts": {
                "papers": len(library.papers),
                "categories": len(library.vocabulary.categories),
                "tags": len(library.vocabulary.tags),
                "authors": library.number_of_authors,
                "venues": len(library.at_venue),
            },
            "files": {name: url(addresses.api(name)) for name in names},
            "paper": url(addresses.API) + "papers/{key}.json",
            "schemas": {name: url(addresses.api(f"schemas/{name}")) for name in SCHEMAS},
            "exports": {suffix: url(addresses.export(addresses.EXPORT, suffix)) for suffix in FORMATS},
        }


def formats_of(library: Library, kind: str, papers: int) -> tuple[str, ...]:
    """The formats in which a list of a kind (`tags`, `authors`, ...) with so many papers is there as files."""
    if not papers or (kind == "authors" and papers < AUTHOR_FROM):
        return ()
    return ("bib",) if kind == "authors" and len(library.papers) > LARGE else tuple(FORMATS)


def has_author_files(papers: Sequence[Paper]) -> bool:
    """Return whether an author with these papers has them as files.

    Not with a paper of a large collaboration: the files of each of its authors would hold the names of all of them.
    """
    return all(len(paper.people) <= COLLABORATION for paper in papers)


def updated(library: Library) -> str:
    """The day of the last change of a paper, as the papers' files tell it."""
    return max((paper.updated or paper.added for paper in library.papers), default="1970-01-01")


def _compressed(make: Callable[[], bytes]) -> bytes:
    """Return what `make` gives as a gzip file without a time (RFC 1952)."""
    return gzip.compress(make(), COMPRESSION, mtime=0)


def _with_preamble(entries: str) -> bytes:
    """A BibTeX file; the letters of all entries decide about what stands before them."""
    return (latex.preamble(entries) + entries).encode()


def _keys(papers: Iterable[Paper]) -> list[str]:
    return [paper.key for paper in papers]


class _Once:
    """What `make` gives, made once for the two that ask for it."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make
        self._content: bytes | None = None

    def __call__(self) -> bytes:
        """The content; who asks second is the last."""
        content, self._content = self._content, None
        if content is None:
            content = self._content = self._make()
        return content
