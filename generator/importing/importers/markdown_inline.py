"""The inline content of a block of Markdown, with the HTML that lists have in it, as pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from generator.core.text import mending
from generator.importing.importers.entry_pieces import Piece, has_paper, is_title
from generator.importing.importers.entry_words import is_badge

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\^，。；、）】]+")
_BULLET = re.compile(r"(?:[-*+•]|\d+[.)])\s+|\d+、\s*|\|\s*")
_NEW_ENTRY = ("tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "summary")
_BREAKS = ("br", "p", "div", "ul", "ol", "table", "tbody", "thead", "details", "dd", "dt")


def inline_pieces(node: SyntaxTreeNode) -> list[Piece]:
    """Return the words and links of a block."""
    tokens = [token for inline in node.children if inline.type == "inline" for token in inline.to_tokens()]
    return _Reader().read([token for inline in tokens for token in inline.children or []])


class _Reader:
    """Turns the inline tokens of a block into pieces."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.strong = self.italic = 0
        self.href: str | None = None  # of the link that is open
        self.inside: list[Piece] = []  # of it

    def read(self, tokens: Iterable[Token]) -> list[Piece]:
        """Return the pieces; a link that does not close ends with the block."""
        for token in tokens:
            kind = token.type
            if kind in ("strong_open", "strong_close"):
                self.strong += 1 if kind == "strong_open" else -1
            elif kind in ("em_open", "em_close"):
                self.italic += 1 if kind == "em_open" else -1
            elif kind == "link_open":
                self._open(str(token.attrs.get("href", "")))
            elif kind == "link_close":
                self._close()
            elif kind == "image":
                self._add(Piece("image", token.content, str(token.attrs.get("src", ""))))
            elif kind in ("softbreak", "hardbreak"):
                self._add(Piece("line" if kind == "softbreak" else "break"))
            elif kind == "html_inline":
                self._html(token.content)
            elif token.content:
                self._text(token.content, kind)
        self._close()
        return self.found

    def _open(self, href: str) -> None:
        self._close()
        self.href, self.inside = href, []

    def _close(self) -> None:
        if self.href is None:
            return
        href, self.href = self.href, None
        words = "".join(" " if piece.kind in ("line", "break") else piece.text for piece in self.inside)
        image = bool(self.inside) and all(p.kind == "image" or not p.text.strip() for p in self.inside)
        strong = any(piece.strong for piece in self.inside)
        self.found.append(Piece("link", words.strip(), href.strip(), strong=strong, image=image))

    def _add(self, piece: Piece) -> None:
        (self.found if self.href is None else self.inside).append(piece)

    def _text(self, text: str, kind: str) -> None:
        strong, italic = bool(self.strong), bool(self.italic)
        if self.href is not None or kind != "text":
            self._add(Piece("text", text, strong=strong or (kind == "code_inline" and is_badge(text)), italic=italic))
            return
        place = 0
        for match in _URL.finditer(text):
            url = match[0].rstrip(".,;:!?*_")
            if url.count(")") > url.count("("):
                url = url[: url.rindex(")")]
            self._words(text[place : match.start()], strong, italic)
            self.found.append(Piece("link", "", url))
            place = match.start() + len(url)
        self._words(text[place:], strong, italic)

    def _words(self, text: str, strong: bool, italic: bool) -> None:
        last = self.found[-1] if self.found else None
        if last and last.kind == "text" and (last.strong, last.italic) == (strong, italic):
            self.found[-1] = Piece("text", last.text + text, strong=strong, italic=italic)
        elif text:
            self.found.append(Piece("text", text, strong=strong, italic=italic))

    def _html(self, tag: str) -> None:
        match = _TAG.match(tag)
        if match is None:
            return
        closing, name = bool(match[1]), match[2].lower()
        if name == "a":
            href = _HREF.search(tag)
            if closing:
                self._close()
            elif href:
                self._open(mending.text(href[1] or href[2] or href[3] or ""))
        elif name in ("b", "strong"):
            self.strong = max(0, self.strong + (-1 if closing else 1))
        elif name in ("i", "em"):
            self.italic = max(0, self.italic + (-1 if closing else 1))
        elif name in ("td", "th"):
            self._add(Piece("cell"))
        elif name in _NEW_ENTRY:
            self._close()
            self._add(Piece("entry", name))
        elif name in _BREAKS:
            self._add(Piece("break"))


def split_entries(pieces: Sequence[Piece], line: int) -> Iterator[tuple[int, list[Piece]]]:
    """Yield the entries that lie in one paragraph, each with its line: rows and bullets of HTML, bold titles in lines.

    A line begins an entry where it begins with bold words, or with a link to a paper whose words are its title, and
    the lines before it have a link to a paper already.
    """
    found: list[Piece] = []
    start = line
    fresh = True  # at the beginning of a line
    for given in pieces:
        piece = given
        marked = fresh and piece.kind == "text" and _BULLET.match(piece.text)
        begins = fresh and (piece.strong or piece.kind == "link") and is_title(piece)
        if piece.kind == "entry" or marked or (begins and has_paper(found)):
            if any(one.text.strip() for one in found):
                yield start, found
            found, start = [], line
            if marked:
                found.append(Piece("bullet"))
                piece = Piece("text", piece.text[marked.end() :], strong=piece.strong, italic=piece.italic)
        if piece.kind in ("line", "break"):
            line += 1
            fresh = True
        elif piece.text.strip():
            fresh = False
        if piece.kind != "entry":
            found.append(piece)
    if any(one.text.strip() or one.url for one in found):
        yield start, found
