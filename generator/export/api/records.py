"""A paper as plain values, everything that its file says, and what a citation makes of it: for JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from generator.core.text import latex
from generator.export.citations import apa, bibtex, csl, ris, table
from generator.export.citations.work import Work, work
from generator.files.fragments import FragmentKind, Fragments, Recent
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Author, Paper


class Records:
    """The papers of a library in every format. What is made of a paper is made once and kept, as bytes.

    work: gives what is cited of a paper.
    """

    def __init__(self, library: Library, site_url: str, fragments: Fragments | None = None) -> None:
        self._fragments = fragments or Fragments()
        self.library = library
        self.site_url = site_url
        self.work: Callable[[Paper], Work] = Recent(lambda paper: work(paper, library.vocabulary))
        formats: dict[str, Callable[[Paper], str]] = {
            "bib": lambda paper: bibtex.bibtex(self.work(paper)) + "\n",
            "ris": lambda paper: ris.ris(self.work(paper), self._titles(paper)),
            "json": lambda paper: dumped(csl.csl(self.work(paper))),
            "csv": lambda paper: table.row(paper, self.work(paper)),
            "jsonl": lambda paper: dumped(self.data(paper)) + "\n",
            "apa": lambda paper: apa.apa(self.work(paper)),
            "biblatex": lambda paper: bibtex.biblatex(self.work(paper)),
        }
        self.kind = FragmentKind(
            "record", tuple(formats), self._made_from, lambda paper: [make(paper).encode() for make in formats.values()]
        )

    def entry(self, paper: Paper, suffix: str) -> bytes:
        """`paper` as a piece of a list file: `bib`, `ris`, `json`, `csv`, `jsonl`; and to cite, `apa`, `biblatex`."""
        return self.entries((paper,), suffix)[0]

    def entries(self, papers: Iterable[Paper], suffix: str) -> list[bytes]:
        """The same of some papers."""
        return self._fragments.get(self.kind, papers, suffix)

    def _made_from(self, paper: Paper) -> str:
        return f"{self.library.fingerprint(paper)} {self.site_url}"

    def url(self, address: str) -> str:
        """The whole URL of an address of the site; the address itself where the site has no URL."""
        return addresses.absolute(self.site_url, address) or address

    def data(self, paper: Paper) -> dict[str, Any]:
        """Everything the file says. What is not known is left out."""
        one = self.work(paper)
        values: dict[str, Any] = {
            "key": paper.key,
            "url": self.url(addresses.paper(paper.key)),
            "title": paper.title,
            "authors": list(map(self._author, paper.people, self.library.authors(paper))),
            "and_others": paper.and_others,
            "date": paper.date,
            "added": paper.added,
            "updated": paper.updated,
            "categories": list(paper.categories),
            "tags": list(paper.tags),
            "arxiv": paper.arxiv,
            "doi": paper.doi,
            "pmid": paper.pmid,
            "openreview": paper.openreview,
            "venue": None,
            "links": dict(paper.links.items()),
            "tldr": paper.tldr,
            "why": paper.why,
            "summary": paper.summary.strip(),
            "language": paper.language,
            "status": paper.status,
            "notice": paper.notice,
            "former_keys": list(paper.former_keys),
        }
        if paper.venue:
            entry = self.library.vocabulary.venues.get(paper.venue.name)
            values["venue"] = {
                **dict(paper.venue.items()),
                "title": one.container,
                **({"kind": entry.kind} if entry else {}),
            }
        return {name: value for name, value in values.items() if value not in (None, [], {})}

    def bibtex(self, paper: Paper) -> str:
        """The BibTeX entry as a file of its own, with the preamble that its letters need."""
        text = self.entry(paper, "bib")[:-1].decode()
        return latex.preamble(text) + text

    def whole(self, paper: Paper) -> bytes:
        """The paper as JSON: everything that its file says, and `citations`, the paper in every format of citations."""
        texts = {
            "apa": self.entry(paper, "apa").decode(),
            "bibtex": self.bibtex(paper),
            "biblatex": self.entry(paper, "biblatex").decode(),
            "ris": self.entry(paper, "ris").decode(),
        }
        said = self.entry(paper, "jsonl").removesuffix(b"}\n")
        citations = dumped(texts).encode().removesuffix(b"}")
        return b'%s,"citations":%s,"csl":%s}}\n' % (said, citations, self.entry(paper, "json"))

    def light(self, paper: Paper) -> dict[str, Any]:
        """What a list shows of a paper."""
        values = {
            "key": paper.key,
            "url": self.url(addresses.paper(paper.key)),
            "title": paper.title,
            "authors": [author.name for author in paper.people],
            "and_others": paper.and_others or None,
            "date": paper.date,
            "added": paper.added,
            "venue": paper.venue.name if paper.venue else None,
            "year": self.work(paper).year,
            "categories": list(paper.categories),
            "tags": list(paper.tags),
            "arxiv": paper.arxiv,
            "doi": paper.doi,
            "tldr": paper.tldr,
            "status": paper.status,
        }
        return {name: value for name, value in values.items() if value not in (None, [])}

    def _author(self, author: Author, identity: str) -> dict[str, str | bool]:
        entry = self.library.vocabulary.entry_of.get(identity)
        values = {
            "name": author.name,
            "family": author.family,
            "orcid": author.orcid or (entry.orcid if entry else None),
            "id": identity,
            "group": author.group,
        }
        return {name: value for name, value in values.items() if value}

    def _titles(self, paper: Paper) -> tuple[str, ...]:
        return tuple(self.library.vocabulary.tags[key].title for key in paper.tags)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def dumped(values: Any) -> str:
    """`values` as JSON on one line."""
    return _JSON.encode(values)
