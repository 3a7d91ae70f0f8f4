"""A paper's page: what it shows, and what that is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from generator.analysis.reasons import reason
from generator.core.text import mathml
from generator.core.tree import Output
from generator.export.api.records import Records
from generator.export.citations import apa, bibtex
from generator.importing.abstracts import Abstract
from generator.model import addresses, identifiers
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import listing, metadata
from generator.site.listing import Rows
from generator.site.rendering import Rendering

Near = Sequence[tuple[Paper, Sequence[str]]]  # papers that are near, each with the words that make it so
Lists = Sequence[tuple[str, str, int, int]]  # reading lists: title, address, its number there, of how many


class PaperPages:
    """The pages of the papers of one library."""

    def __init__(
        self,
        library: Library,
        rendering: Rendering,
        row: Rows,
        records: Records,
        abstracts: Mapping[str, Abstract] | None = None,
    ) -> None:
        """abstracts: key of a paper → its abstract, where one is kept."""
        self._library = library
        self._vocabulary = library.vocabulary
        self._rendering = rendering
        self._site: Mapping[str, Any] = rendering.site
        self._row = row
        self._records = records
        self._abstracts = abstracts or {}

    def outputs(self, paper: Paper, near: Near, lists: Lists) -> Iterator[Output]:
        """The page of `paper`; where it has more authors than that shows, a page of all of them too."""
        yield self._page(paper, near, lists)
        if len(paper.shown_people) < len(paper.people):
            yield self._authors(paper)

    def _authors(self, paper: Paper) -> Output:
        library = self._library
        address = addresses.paper_authors(paper.key)

        def values() -> dict[str, Any]:
            entries = [
                (author.name, addresses.author(who), len(library.by_author[who]), "", None)
                for author, who in zip(paper.people, library.authors(paper), strict=True)
            ]
            title = f"Authors of {mathml.plain(paper.title)}"
            return {
                "title": title,
                "paper": (paper.title, addresses.paper(paper.key)),
                "groups": [("", "", entries)],
                "kind": "names",
                "count": len(entries),
                "ways": (),
            }

        counts = [len(library.by_author[who]) for who in library.authors(paper)]
        made_from = (self._row.made_from(paper), counts)
        return self._rendering.lazy_page(address, "papers", "index.html", paper.path, made_from, values)

    def _page(self, paper: Paper, near: Near, lists: Lists) -> Output:
        return self._rendering.lazy_page(
            addresses.paper(paper.key),
            "papers",
            "paper.html",
            paper.path,
            # All that `_values` takes from elsewhere than the paper's file and the vocabularies must stand here.
            made_from=(
                self._row.made_from(paper),
                [(self._row.made_from(other), words) for other, words in near],
                lists,
                self._abstracts.get(paper.key),
            ),
            values=partial(self._values, paper, near, lists),
        )

    def _orcids(self, paper: Paper) -> list[str]:
        """The ORCID iD of each author, from the paper or from `_people.yml`; empty where it is not known."""
        entries = map(self._vocabulary.entry_of.get, self._library.authors(paper))
        return [
            author.orcid or (entry.orcid if entry else "") or ""
            for author, entry in zip(paper.people, entries, strict=True)
        ]

    def _values(self, paper: Paper, near: Near, lists: Lists) -> dict[str, Any]:
        """What the template of a paper's page sees."""
        row = self._row.values(paper)
        work = self._records.work(paper)
        shown = work
        if (count := len(paper.shown_people)) < len(work.names):
            shown = replace(work, names=work.names[:count], and_others=True)
        keywords = [title for title, _ in row["tags"]]
        address = addresses.paper(paper.key)
        crumbs = [(self._site["name"], ""), listing.category_entry(self._library, paper.categories[0])[1:]]
        venue = self._vocabulary.venues.get(paper.venue.name) if paper.venue else None
        return {
            **row,
            "authors": row["first_authors"] + row["more_authors"],
            "venue_address": addresses.venue(venue.name) if venue else "",
            "venue_title": venue.title if venue else "",
            "venue_details": _details(paper),
            "categories": [listing.category_entry(self._library, key) for key in paper.categories],
            "identifiers": _identifiers(paper),
            "actions": _actions(paper),
            "summary": paper.summary,
            "abstract": self._abstracts.get(paper.key),
            "why": paper.why or "",
            "language": paper.language or "",
            "notice": paper.notice or "",
            "added": paper.added,
            "updated": paper.updated or "",
            "file": paper.path,
            "lists": lists,
            "reference": apa.runs(work),
            "bibtex": self._records.bibtex(paper) if shown is work else bibtex.whole(shown),
            "key": paper.key,
            "api": addresses.api_paper(paper.key),
            "meta": metadata.highwire(paper, shown, keywords, addresses.absolute(self._site["url"], address)),
            "json_ld": metadata.article(paper, shown, self._site["url"], self._orcids(paper), crumbs),
            "near": [
                (
                    other.key,
                    other.title,
                    other.year,
                    other.status or "",
                    reason(self._library, paper, other, words),
                )
                for other, words in near
            ],
        }


def _details(paper: Paper) -> str:
    """Volume, number and pages as one reads them: `12(3), 45–67`."""
    venue = paper.venue
    if venue is None:
        return ""
    volume = (venue.volume or "") + (f"({venue.number})" if venue.number else "")
    return ", ".join(part for part in (volume, venue.pages, venue.publisher) if part)


def _identifiers(paper: Paper) -> list[tuple[str, str, str]]:
    """The identifiers as (name, identifier, URL)."""
    found = [
        ("arXiv", paper.arxiv, identifiers.arxiv_url),
        ("DOI", paper.doi, identifiers.doi_url),
        ("PubMed", paper.pmid, identifiers.pubmed_url),
        ("OpenReview", paper.openreview, identifiers.openreview_url),
    ]
    return [(name, value, url(value)) for name, value, url in found if value]


_ACTIONS = {
    "pdf": "PDF",
    "arxiv": "arXiv",
    "doi": "DOI",
    "page": "Web page",
    "code": "Code",
    "data": "Data",
    "project": "Project",
    "model": "Model",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "poster": "Poster",
    "blog": "Blog",
}


def _actions(paper: Paper) -> list[tuple[str, str, str]]:
    """Where to read and use the paper, as (word, icon, URL); the icons are those of the sheet."""
    urls = dict(paper.links.items())
    if paper.arxiv:
        urls.setdefault("pdf", identifiers.arxiv_pdf_url(paper.arxiv))
        urls["arxiv"] = identifiers.arxiv_url(paper.arxiv)
    if paper.doi:
        urls["doi"] = identifiers.doi_url(paper.doi)
    return [(word, kind, urls[kind]) for kind, word in _ACTIONS.items() if kind in urls]
