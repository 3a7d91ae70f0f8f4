"""The hand-written pages, as they are searched: beside the papers, in one small file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html.parser import HTMLParser

from generator.core.tree import Output, digest
from generator.model import addresses

# Lists that stand elsewhere on the site, pictures, and what is for machines.
_LEFT_OUT = frozenset({"p-rows", "p-entries", "p-stats", "p-bars", "headerlink"})
_SILENT = frozenset({"script", "style", "svg", "nav", "template"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HEADINGS = ("h1", "h2", "h3")


def output(pages: Iterable[Output]) -> Output:
    """The file of the texts of `pages`: a list of [address, title, [[anchor, heading, text], ...]]."""
    pages = [page for page in pages if page.path != addresses.NOT_FOUND]

    def make() -> bytes:
        found = [[addresses.address_of(page.path), *read(page.make().decode())] for page in pages]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()

    made_from = digest("handwritten", [(page.path, page.fingerprint) for page in pages])
    return Output(addresses.SEARCH_PAGES, made_from, make, "the hand-written pages")


def read(html: str) -> tuple[str, list[list[str]]]:
    """A page's title, and its sections as [anchor, heading, text]."""
    parser = _Sections()
    parser.feed(html)
    parser.close()
    sections = [[anchor, " ".join(heading.split()), " ".join(text.split())] for anchor, heading, text in parser.found]
    return (sections[0][1] if sections else ""), sections


class _Sections(HTMLParser):
    """Reads what stands in the article of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._open: list[str] = []
        self._article = 0
        self._left_out = 0
        self._heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        if tag in _VOID:
            return
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        self._open.append(tag)
        depth = len(self._open)
        if tag == "article" and not self._article:
            self._article = depth
        elif self._article and not self._left_out and (tag in _SILENT or classes & _LEFT_OUT):
            self._left_out = depth
        elif self._article and not self._left_out and tag in _HEADINGS:
            self._heading = depth
            self.found.append([values.get("id") or "", "", ""])

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that have no end of their own."""
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        depth = len(self._open)
        self._article = 0 if depth < self._article else self._article
        self._left_out = 0 if depth < self._left_out else self._left_out
        self._heading = 0 if depth < self._heading else self._heading

    def handle_data(self, data: str) -> None:
        """Text: of a heading, or of the section below it."""
        if self._article and not self._left_out and self.found:
            self.found[-1][1 if self._heading else 2] += data + ("" if self._heading else " ")
