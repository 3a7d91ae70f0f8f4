"""What a citation says of a paper: the one value that every format is written from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generator.core.text import mathml
from generator.export.citations.capitals import Piece, pieces
from generator.export.citations.preprints import Preprint, preprint
from generator.model import identifiers, names
from generator.model.names import Name
from generator.model.paper import Author, Paper
from generator.model.vocabulary import Vocabulary

Kind = Literal["article", "inproceedings", "incollection", "misc"]
_KINDS: dict[str, Kind] = {
    "journal": "article",
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "book": "incollection",
}


@dataclass(frozen=True, slots=True)
class Work:
    """A paper as it is cited. Text is one line each; what is not known is empty.

    kind: the entry type, by the kind of the venue; `misc` where the paper has none.
    title: as the file has it, with formulas as LaTeX; plain_title: with formulas as Unicode.
    pieces: the title, cut where capitals or formulas must stay as they are.
    and_others: whether there are more authors than `names`.
    container: the full title of the venue. year: the venue's, else the date's; month: of the date, 1 to 12, and 0
    for a published paper: the date is the preprint's.
    archive: of an old arXiv identifier, its class: `q-bio` of `q-bio/0501001`.
    url: an address of the paper that is not its DOI's.
    preprint: where a paper without a venue is kept.
    status: `retracted`, `withdrawn` or `corrected`; notice: the address of what says so.
    language: BCP 47.
    """

    key: str
    kind: Kind
    title: str
    plain_title: str
    pieces: tuple[Piece, ...]
    names: tuple[Name, ...]
    and_others: bool
    container: str
    year: str
    month: int
    volume: str
    number: str
    pages: str
    publisher: str
    doi: str
    arxiv: str
    archive: str
    pmid: str
    openreview: str
    url: str
    preprint: Preprint | None
    status: str
    notice: str
    language: str

    @property
    def status_note(self) -> str:
        """The status as a note, with the address of its notice; empty where there is none."""
        word = self.status.capitalize()
        return f"{word}, see {self.notice}" if word and self.notice else word

    @property
    def first_page(self) -> str:
        """Where it begins; empty where that is not known."""
        return self._page_range[0]

    @property
    def last_page(self) -> str:
        """Where it ends; empty where that is not known."""
        return self._page_range[1]

    @property
    def _page_range(self) -> tuple[str, str]:
        first, _, last = self.pages.replace("–", "-").replace("—", "-").replace("--", "-").partition("-")
        return first.strip(), last.strip()


def work(paper: Paper, vocabulary: Vocabulary) -> Work:
    """What is cited of `paper`. A venue that the vocabulary lacks is taken for a journal of that name."""
    venue = paper.venue
    entry = vocabulary.venues.get(venue.name) if venue else None
    title = _line(paper.title)
    year, _, month = paper.date.partition("-")
    arxiv = paper.arxiv or ""
    return Work(
        key=paper.key,
        kind=_KINDS[entry.kind if entry else "journal"] if venue else "misc",
        title=title,
        plain_title=mathml.plain(title),
        pieces=pieces(title, f"{paper.tldr} {paper.summary}"),
        names=tuple(map(_name, paper.people)),
        and_others=paper.and_others,
        container=_line(entry.title if entry else venue.name) if venue else "",
        year=(venue.year if venue else None) or year,
        month=0 if venue or not month else int(month[:2]),
        volume=_line(venue.volume) if venue else "",
        number=_line(venue.number) if venue else "",
        pages=_line(venue.pages) if venue else "",
        publisher=_line(venue.publisher) if venue else "",
        doi=paper.doi or "",
        arxiv=arxiv,
        archive=arxiv.partition("/")[0] if "/" in arxiv else "",
        pmid=paper.pmid or "",
        openreview=paper.openreview or "",
        url=_url(paper),
        preprint=preprint(paper),
        status=paper.status or "",
        notice=paper.notice or "",
        language=paper.language or "",
    )


def _url(paper: Paper) -> str:
    if paper.arxiv:
        return identifiers.arxiv_url(paper.arxiv)
    if paper.openreview:
        return identifiers.openreview_url(paper.openreview)
    if paper.pmid:
        return identifiers.pubmed_url(paper.pmid)
    return paper.links.page or paper.links.pdf or paper.links.project or ""


def _name(author: Author) -> Name:
    return names.of_group(author.name) if author.group else names.split(author.name, author.family or "")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def joined(parts: Iterable[str], by: str = " ") -> str:
    """The parts that are not empty."""
    return by.join(part for part in parts if part)
