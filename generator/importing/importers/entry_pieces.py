"""Pieces of an entry of a Markdown list: words, links and breaks; which links lead to a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.text import mending
from generator.importing.importers.columns import KINDS
from generator.importing.importers.entry_words import clean, is_badge, is_label, is_paper_label

# Where papers are published. Other links are those of papers where their words say so, as in [pdf](URL).
_PAPER = re.compile(
    r"arxiv\.org|alphaxiv|huggingface\.co/papers|doi\.org/|openreview\.net|pubmed|ncbi\.nlm\.nih\.gov|europepmc|aclanthology"
    r"|aclweb\.org|(?:bio|med|psy|chem|eng)rxiv|preprint|proceedings|\.pdf(?:$|[?#])|/doi/|/fulltext|nature\.com/articles"
    r"|science\.org|sciencemag|sciencedirect\.com|cell\.com|pnas\.org|elifesciences|jneurosci|frontiersin\.org|mdpi\.com"
    r"|journals?\.|link\.springer|wiley\.com|tandfonline|sagepub|academic\.oup|cambridge\.org/core|royalsocietypublishing"
    r"|ieeexplore|computer\.org/csdl|dl\.acm\.org|usenix\.org|thecvf\.com|ecva\.net|jmlr\.org|mlr\.press"
    r"|papers\.(?:nips|neurips)|neurips\.cc|aaai\.org|ijcai\.org|isca-(?:speech|archive)|iacr\.org|semanticscholar\.org"
    r"|paperswithcode\.com/paper|dblp\.org/rec|ssrn\.com|hal\.science|zenodo\.org/record|osf\.io|jstor\.org|researchgate",
    re.IGNORECASE,
)
CODE = re.compile(r"https?://(?:[\w-]+\.)?(?:github|gitlab|bitbucket|gitee|codeberg)\.(?:com|io|org)/", re.IGNORECASE)
VIDEO = re.compile(r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com)/", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A run of an entry: text with its emphasis, a link, an image, or a break.

    kind: text, link, image, line (the source goes on in a new line), break (of the line, as it is shown), cell (of a
    row), bullet. text: words of a link too. url: of a link or an image. image: the words of the link are an image's.
    """

    kind: str
    text: str = ""
    url: str = ""
    strong: bool = False
    italic: bool = False
    image: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table under its head, which may be empty."""

    head: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Entry:
    """What may be a paper.

    line: from 1. tags: headings above. cells: of a row. prose: it is text with a link in it. paragraph: it is no bullet
    or row, so that paragraphs that follow may say more of it.
    """

    line: int
    pieces: Sequence[Piece]
    tags: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    prose: bool = False
    paragraph: bool = False


def words_of(pieces: Iterable[Piece]) -> str:
    """Return the words, those of links too, in one line."""
    return mending.text(
        "".join(" " if piece.kind in ("line", "break", "cell") else piece.text for piece in pieces if not piece.image)
    )


def has_paper(pieces: Iterable[Piece]) -> bool:
    """Return whether a link leads to a paper."""
    return any(leads_to_paper(label, piece) for label, piece in labelled(pieces))


def is_title(piece: Piece) -> bool:
    """Return whether bold words, or those of a link, can be a title."""
    words = clean(piece.text)
    return not piece.image and len(words) >= 4 and not is_label(words) and not is_badge(words) and words[-1] not in "::"


def labelled(pieces: Iterable[Piece]) -> Iterator[tuple[str, Piece]]:
    """Yield the links with what they are called: by their own words or, where these say nothing, by those before."""
    before = ""
    for piece in pieces:
        if piece.kind == "link" and piece.url and not piece.url.startswith("#"):
            own = clean(piece.text).lower()
            named = re.search(r"([^\W\d_][\w -]{1,20})\s*[:：]\s*[\[(（【]*\s*$", before)
            yield (clean(named[1]).lower() if named and (is_label(own) or own.startswith("http")) else own), piece
            before = ""
        elif piece.kind == "text":
            before += piece.text
        elif piece.kind != "image":
            before = ""


def leads_to_paper(label: str, piece: Piece) -> bool:
    """Return whether a link leads to a paper, by its URL or by what it is called."""
    if piece.kind != "link" or piece.url.startswith(("#", "mailto:")):
        return False
    if KINDS.get(label, "pdf") not in ("pdf", "page"):
        return False
    if re.search(r"\.pdf(?:$|[?#])", piece.url, re.IGNORECASE):
        return True
    if CODE.match(piece.url) or VIDEO.match(piece.url):
        return False
    return bool(_PAPER.search(piece.url)) or (is_paper_label(label) and piece.url.startswith("http"))
