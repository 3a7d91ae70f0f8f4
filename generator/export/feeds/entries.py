"""The entries of feeds: what a feed says of a paper, made once for all the feeds that show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from generator.core.text import mathml
from generator.core.tree import digest
from generator.files import summary
from generator.files.fragments import Recent
from generator.files.settings import Settings
from generator.model import addresses, identifiers
from generator.model.library import Library
from generator.model.paper import Paper

# What XML 1.0 (section 2.2) cannot hold, not even as a reference.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINK_WORDS = {
    "pdf": "PDF", "arxiv": "arXiv", "doi": "DOI", "pmid": "PubMed", "openreview": "OpenReview", "page": "Web page",
    "code": "Code", "data": "Data", "project": "Project", "model": "Model", "demo": "Demo", "video": "Video",
    "slides": "Slides", "poster": "Poster", "blog": "Blog",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of a paper. Texts are plain, but for `html`.

    id: a whole address that does not change when the site moves or the paper's key changes. url: of its page.
    html: the full content, as HTML that is XML too. added, news: days. authors: (name, URL of the author's page), of
    very many the first ones.
    categories, tags: (key, title). links: (word, URL).
    """

    id: str
    url: str
    title: str
    tldr: str
    html: str
    added: str
    news: str
    authors: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]


class Entries:
    """The entries of all papers, each made when a feed asks for it."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._recent = Recent(self._of)
        self._site = digest(settings.url, settings.first_url)

    def __call__(self, paper: Paper) -> Entry:
        """The entry of `paper`."""
        return self._recent(paper)

    def fingerprint(self, paper: Paper) -> str:
        """Return the fingerprint of all that the entry of `paper` is made from."""
        return f"{self._library.fingerprint(paper)} {self._site}"

    def _of(self, paper: Paper) -> Entry:
        settings, vocabulary = self._settings, self._library.vocabulary
        first_key = paper.former_keys[0] if paper.former_keys else paper.key
        url = addresses.absolute(settings.url, addresses.paper(paper.key))
        return Entry(
            id=addresses.absolute(settings.first_url, addresses.paper(first_key)),
            url=url,
            title=xml_text(title(paper)),
            tldr=xml_text(mathml.plain(paper.tldr)),
            html=xml_text(content(paper, url)),
            added=paper.added,
            news=news(paper),
            authors=tuple(
                (
                    xml_text(author.name),
                    addresses.absolute(settings.url, addresses.author(who)),
                )
                for author, who in zip(paper.shown_people, self._library.authors(paper), strict=False)
            ),
            categories=tuple((key, vocabulary.categories[key].title) for key in paper.categories),
            tags=tuple((key, vocabulary.tags[key].title) for key in paper.tags),
            links=links(paper),
        )


def news(paper: Paper) -> str:
    """The day on which the paper was last news: when it came, or when its entry changed in substance."""
    return max(paper.added, paper.updated or "")


def title(paper: Paper) -> str:
    """The title as plain text, with what one must know before reading on: `[Retracted] …`."""
    plain = mathml.plain(paper.title)
    return f"[{paper.status.capitalize()}] {plain}" if paper.status else plain


def content(paper: Paper, page: str) -> str:
    """The whole entry as HTML: notice, tldr, authors and venue, summary, why, links; `page`: URL of its page."""
    parts = []
    if paper.status and paper.notice:
        notice = f'<a href="{escape(paper.notice)}">Read the notice</a>'
        parts.append(f"<p><strong>{paper.status.capitalize()}.</strong> {notice}.</p>")
    parts.append(f"<p><strong>{mathml.portable(paper.tldr)}</strong></p>")
    people = [author.name for author in paper.shown_people]
    left = len(paper.people) - len(people)
    people += ([f"and {left:,} more"] if left else []) + (["et al."] if paper.and_others else [])
    names = ", ".join(people)
    facts = [words for words in (names, venue_words(paper), paper.date) if words]
    parts.append(f"<p>{escape(' · '.join(facts))}</p>")
    parts.append(summary.portable(paper.summary).strip())
    if paper.why:
        parts.append(f"<p><strong>Why it is on this list:</strong> {mathml.portable(paper.why)}</p>")
    found = [("Page on this list", page), *links(paper)]
    ways = " · ".join(f'<a href="{escape(url)}">{word}</a>' for word, url in found)
    return "\n".join([*(part for part in parts if part), f"<p>{ways}</p>"])


def links(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Where to read and use the paper, as (word, URL)."""
    urls = dict(paper.links.items())
    if paper.arxiv:
        urls.setdefault("pdf", identifiers.arxiv_pdf_url(paper.arxiv))
        urls["arxiv"] = identifiers.arxiv_url(paper.arxiv)
    if paper.doi:
        urls["doi"] = identifiers.doi_url(paper.doi)
    if paper.pmid:
        urls["pmid"] = identifiers.pubmed_url(paper.pmid)
    if paper.openreview:
        urls["openreview"] = identifiers.openreview_url(paper.openreview)
    return tuple((word, urls[kind]) for kind, word in LINK_WORDS.items() if kind in urls)


def venue_words(paper: Paper) -> str:
    """The venue with its year; empty where there is none."""
    return " ".join(word for word in (paper.venue.name, paper.venue.year) if word) if paper.venue else ""


def xml_text(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _NO_XML.sub("", text)
