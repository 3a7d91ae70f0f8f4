"""What machines read in the head of a page: Highwire tags and JSON-LD.

Highwire: Google Scholar, Inclusion Guidelines for Webmasters, "Indexing"; the names that Zotero reads too.
JSON-LD: schema.org's ScholarlyArticle, CollectionPage and BreadcrumbList.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from generator.export.citations.work import Work
from generator.model import addresses, identifiers
from generator.model.names import Name
from generator.model.paper import Author, Paper

_CONTAINERS = {
    "article": ("citation_journal_title", "Periodical"),
    "inproceedings": ("citation_conference_title", "PublicationVolume"),
    "incollection": ("citation_inbook_title", "Book"),
}
MANY = 20  # authors
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_UNSAFE = re.compile("[<>&\u2028\u2029]")
Crumb = tuple[str, str]  # title, address


def highwire(paper: Paper, work: Work, keywords: Iterable[str], page: str) -> list[tuple[str, str]]:
    """The tags as (name, content), but for the title, which stands in one tag with Open Graph's.

    page: the whole URL of the paper's page, empty where the site has none.
    """
    found = [("citation_author", name.inverted) for name in work.names]
    found.append(("citation_publication_date", work.year if work.container else paper.date.replace("-", "/")))
    if work.container:
        found.append((_CONTAINERS[work.kind][0], work.container))
    abstract = work.url or (identifiers.doi_url(work.doi) if work.doi else page)
    pdf = paper.links.pdf or (identifiers.arxiv_pdf_url(paper.arxiv) if paper.arxiv else "")
    found += [
        ("citation_volume", work.volume),
        ("citation_issue", work.number),
        ("citation_firstpage", work.first_page),
        ("citation_lastpage", work.last_page),
        ("citation_publisher", work.publisher),
        ("citation_doi", work.doi),
        ("citation_arxiv_id", work.arxiv),
        ("citation_pmid", work.pmid),
        ("citation_abstract_html_url", abstract),
        ("citation_pdf_url", pdf),
        ("citation_keywords", "; ".join(keywords)),
        ("citation_language", work.language),
    ]
    return [(name, content) for name, content in found if content]


def article(paper: Paper, work: Work, site_url: str, orcids: Sequence[str], crumbs: Sequence[Crumb]) -> Markup:
    """A paper as ScholarlyArticle, with the way to its page. orcids: of its authors, empty where not known.

    What other tags of the head say already is left out, for a page shall stay light: description and keywords. More
    than MANY authors are bare names, which schema.org allows (Data model, "Conformance"). The parts of a name stand
    there where the file states them. Of very many authors only those of `work` are named.
    """
    same = [identifiers.doi_url(work.doi) if work.doi else "", work.url]
    values = {
        "@type": "ScholarlyArticle",
        "headline": work.plain_title,
        "author": [
            _organization(author.name) if author.group else _person(author, name, orcid)
            for author, name, orcid in zip(paper.people, work.names, orcids, strict=False)
        ]
        if len(orcids) <= MANY
        else [
            _organization(author.name) if author.group else author.name for author in paper.people[: len(work.names)]
        ],
        "creativeWorkStatus": work.status.capitalize(),
        "datePublished": paper.date,
        "inLanguage": work.language,
        "isPartOf": {"@type": _CONTAINERS[work.kind][1], "name": work.container} if work.container else "",
        "sameAs": [url for url in same if url],
        "url": addresses.absolute(site_url, addresses.paper(paper.key)),
    }
    return _script([{name: value for name, value in values.items() if value}, *_way(site_url, crumbs)])


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _person(author: Author, name: Name, orcid: str) -> dict[str, str]:
    person = {
        "@type": "Person",
        "name": author.name,
        "givenName": name.given if author.family else "",
        "familyName": name.surname if author.family else "",
        "@id": identifiers.orcid_url(orcid) if orcid else "",
    }
    return {key: value for key, value in person.items() if value}


def collection(title: str, description: str, count: int, site_url: str, crumbs: Sequence[Crumb]) -> Markup:
    """A list of papers as CollectionPage, with the way to it; the last of `crumbs` is the page itself."""
    page = {
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "url": addresses.absolute(site_url, crumbs[-1][1]),
        "mainEntity": {"@type": "ItemList", "numberOfItems": count},
    }
    return _script([{name: value for name, value in page.items() if value}, *_way(site_url, crumbs)])


def _way(site_url: str, crumbs: Sequence[Crumb]) -> Iterator[dict[str, Any]]:
    """The BreadcrumbList; its items need whole URLs."""
    if site_url:
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": title,
                    "item": addresses.absolute(site_url, address),
                }
                for number, (title, address) in enumerate(crumbs, 1)
            ],
        }


def _script(graph: list[dict[str, Any]]) -> Markup:
    """A data block: `<`, `>` and `&` are escaped in JSON's own way, so that nothing in it ends the element."""
    values = {"@context": "https://schema.org", "@graph": graph}
    text = _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", _JSON.encode(values))
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - escaped above
