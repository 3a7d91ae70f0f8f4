"""Files of entries without fields: a Markdown "awesome" list, and a pasted listing of titles and abstracts.

This module finds the entries of a list; `entry_text` reads what one says. Entries are bullets, rows of tables,
paragraphs that begin with a bold or linked title, and headings above a paragraph or bullets that hold the links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.core.text import mending
from generator.importing import latex_text
from generator.importing.facts import Facts, find_arxiv
from generator.importing.importers import entry_text
from generator.importing.importers.entry_pieces import Cell, Entry, Piece, has_paper, is_title, words_of
from generator.importing.importers.entry_title import title_of
from generator.importing.importers.markdown_inline import inline_pieces, split_entries
from generator.importing.importers.record import CannotRead, Record

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.tree import SyntaxTreeNode

MANY = 20  # entries from which a list without a paper is none
LONG = 250  # characters from which a line of a listing is an abstract
_FOLD = re.compile(r"</?(?:details|summary)\b", re.IGNORECASE)
_FOLDED = 7  # the rank of <summary>, below all headings
_FRONT_MATTER = re.compile(r"\A---[ ]*\n.*?\n---[ ]*(?=\n|\Z)", re.DOTALL)


def awesome(text: str) -> list[Record]:
    """Return the records of a list: what each entry says, or why it is no paper.

    Headings above an entry, and bullets without a link that it is nested in, are proposals for tags; a heading that is
    a year is its date. Raises CannotRead where many entries and no paper were found.
    """
    found = [record for entry in _entries(text) for record in entry_text.read(entry)]
    if len(found) >= MANY and all(record.facts is None for record in found):
        raise CannotRead(
            f"none of the {len(found)} bullets, table rows and paragraphs is a paper: {found[0].reason}; "
            "if it is no list of papers, say what it is with --format"
        )
    return found


def _entries(text: str) -> list[Entry]:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    text = _without_comments(_FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text))
    # Without blocks of HTML and of indented code, what stands in <details> and deep bullets is read as Markdown.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable("table").disable(["code", "html_block"])
    parser.block.ruler.before("paragraph", "fold", _fold, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    tree = SyntaxTreeNode(parser.parse(text))
    sections: list[_Section] = [_Section()]
    headings: list[tuple[int, str]] = []
    for node in tree.children:
        if node.type == "heading":
            depth, pieces = int(node.tag[1]), inline_pieces(node)
            # The first heading of the highest rank is the title of the list.
            is_top = depth == 1 and not any(section.heading for section in sections)
            headings = [above for above in headings if above[0] < depth]
            above = [words for _, words in headings]
            if not is_top and (words := _tag(pieces)):
                headings.append((depth, words))
            sections.append(_Section(_line(node), pieces, above, [words for _, words in headings], is_top))
            continue
        content = [token.content for token in node.to_tokens() if token.type == "inline"]
        if node.type == "paragraph" and (folded := content[0].partition("<summary>")[2].partition("</summary>")[0]):
            headings.append((_FOLDED, mending.text(re.sub(r"<[^>]*>|[^\w\s&/,()'-]", " ", folded))))
            sections.append(_Section(inner=[words for _, words in headings]))
        sections[-1].nodes.append(node)
        if any("</details>" in text for text in content) and headings and headings[-1][0] == _FOLDED:
            headings.pop()
            sections.append(_Section(inner=[words for _, words in headings]))
    return [entry for section in sections for entry in section.entries()]


def _fold(state: StateBlock, line: int, _: int, silent: bool) -> bool:
    """Read a line of <details> or <summary> as a block of its own, also directly below a bullet."""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if _FOLD.match(text) is None:
        return False
    if not silent:
        state.line = line + 1
        state.push("paragraph_open", "p", 1).map = [line, line + 1]
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = text, [line, line + 1], []
        state.push("paragraph_close", "p", -1)
    return True


def _without_comments(text: str) -> str:
    """Return a text without comments of HTML, in as many lines."""
    found = []
    while (start := text.find("<!--")) >= 0 and (end := text.find("-->", start)) >= 0:
        found += [text[:start], "\n" * text.count("\n", start, end)]
        text = text[end + 3 :]
    return "".join([*found, text])


def _tag(pieces: Sequence[Piece]) -> str:
    return mending.text(re.sub(r"[^\w\s&/,()'-]", " ", words_of(pieces)))


@dataclass
class _Section:
    """A heading with the blocks below it.

    line, heading: of the heading, where there is one. above, inner: the headings that it and its blocks stand under.
    is_top: it is the title of the list.
    """

    line: int = 0
    heading: Sequence[Piece] = ()
    above: Sequence[str] = ()
    inner: Sequence[str] = ()
    is_top: bool = False
    nodes: list[SyntaxTreeNode] = field(default_factory=list)

    def entries(self) -> list[Entry]:
        """Return the entries; a heading that is the title of a paper makes one of it and what lies below it."""
        if has_paper(self.heading) and title_of(self.heading):
            below = [entry for node in self.nodes for entry in _of_block(node, self.inner, every=True)]
            details = [entry for entry in below if not title_of(entry.pieces) or not _has_paper(entry)]
            rest = [entry for entry in below if title_of(entry.pieces) and _has_paper(entry)]
            return [self._titled([self.heading], details), *rest]
        found: list[Entry] = []
        for node in self.nodes:
            block = list(_of_block(node, self.inner))
            text = [] if block or not found or not found[-1].paragraph else _of_block(node, self.inner, every=True)
            for entry in text:  # authors, venue or abstract in paragraphs of their own
                found[-1] = replace(found[-1], pieces=_joined([found[-1].pieces, entry.pieces]))
            found += block
        linked = [entry for entry in found if _has_paper(entry)]
        untitled = [entry for entry in linked if not entry.cells and not title_of(entry.pieces)]
        if self.heading and not self.is_top and linked and len(untitled) == len(linked) and self._is_one(linked):
            below = [entry for node in self.nodes for entry in _of_block(node, self.inner, every=True)]
            title = Piece("text", words_of(self.heading), strong=True)
            return [self._titled([[title]], below)]
        return found

    def _titled(self, title: Sequence[Sequence[Piece]], details: Sequence[Entry]) -> Entry:
        return Entry(self.line, _joined([*title, *(entry.pieces for entry in details)]), tuple(self.above))

    def _is_one(self, linked: Sequence[Entry]) -> bool:
        labels = [piece.text.strip().lower() for entry in linked for piece in entry.pieces if piece.kind == "link"]
        return len(labels) == len(set(labels))


def _has_paper(entry: Entry) -> bool:
    return has_paper(entry.pieces)


def _joined(parts: Iterable[Sequence[Piece]]) -> list[Piece]:
    found: list[Piece] = []
    for part in parts:
        if found and part:
            found.append(Piece("break"))
        found += part
    return found


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0


def _of_block(node: SyntaxTreeNode, tags: Sequence[str], every: bool = False) -> Iterator[Entry]:
    """Yield the entries of a block. A paragraph without a link to a paper is one only where `every` paragraph is."""
    if node.type in ("bullet_list", "ordered_list"):
        for item in node.children:
            yield from _of_item(item, tags)
    elif node.type == "table":
        yield from _of_table(node, tags)
    elif node.type == "paragraph":
        for number, pieces in split_entries(inline_pieces(node), _line(node)):
            entry = Entry(number, pieces, tuple(tags), paragraph=True)
            row = any(piece.kind == "cell" for piece in pieces) and any(piece.kind == "link" for piece in pieces)
            if every or row or pieces[0].kind == "bullet":
                yield entry
            elif _has_paper(entry):
                yield replace(entry, prose=not _begins_entry(pieces))
    elif node.type == "blockquote":
        for child in node.children:
            yield from _of_block(child, tags, every)


def _begins_entry(pieces: Sequence[Piece]) -> bool:
    """Return whether a paragraph is an entry: it begins with a link, bold or quoted words, or has lines of links."""
    first = next((piece for piece in pieces if piece.text.strip()), None)
    if first is None:
        return False
    link = next((n for n, piece in enumerate(pieces) if piece.kind == "link"), 0)
    alone = link and pieces[link - 1].kind in ("line", "break") and not is_title(pieces[link])
    return alone or first.strong or first.kind in ("link", "bullet", "image") or first.text.lstrip()[:1] in '"“《【[('


def _of_item(item: SyntaxTreeNode, tags: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of a bullet and of those below it.

    Bullets that say more of the paper above them (its links, authors, venue) belong to it. A bullet without a link is a
    heading of the papers below it.
    """
    lines = [
        part
        for node in item.children
        if node.type == "paragraph"
        for part in split_entries(inline_pieces(node), _line(node))
    ]
    own, more = (lines[0], lines[1:]) if lines else ((_line(item), []), [])
    while more and more[0][1][0].kind != "bullet":
        own = (own[0], _joined([own[1], more.pop(0)[1]]))
    nested = [Entry(line, pieces, tuple(tags)) for line, pieces in more]
    nested += [
        entry for node in item.children if node.type != "paragraph" for entry in _of_block(node, tags, every=True)
    ]
    number, pieces = own
    if not nested:
        yield Entry(number or _line(item), pieces, tuple(tags))
        return
    linked, titled = has_paper(pieces), bool(title_of(pieces))
    has_link = any(piece.kind == "link" for piece in pieces)
    details = [entry for entry in nested if _is_detail(entry, linked)]
    rest = [entry for entry in nested if not _is_detail(entry, linked)]
    if titled and (linked or (not rest and any(map(_has_paper, details)))):
        yield Entry(number, _joined([pieces, *(entry.pieces for entry in details)]), tuple(tags))
        yield from rest
        return
    below = any(piece.kind == "link" for entry in nested for piece in entry.pieces)
    words = _tag(pieces)
    if pieces and (has_link or not below or not words):
        yield Entry(number, pieces, tuple(tags))
    for entry in nested:
        # The tags of all bullets are those of the headings, and then those of the bullets above.
        yield replace(entry, tags=(*tags, words, *entry.tags[len(tags) :])) if below and not has_link else entry


def _is_detail(entry: Entry, parent_has_paper: bool) -> bool:
    """Return whether a bullet says more of the paper above it and is no paper of its own."""
    if entry.cells:
        return False
    if not any(piece.kind == "link" for piece in entry.pieces):
        return True
    if _has_paper(entry):
        return not title_of(entry.pieces)
    return parent_has_paper or not title_of(entry.pieces)


def _of_table(table: SyntaxTreeNode, tags: Sequence[str]) -> Iterator[Entry]:
    rows = [row for part in table.children for row in part.children]
    heads = [words_of(inline_pieces(cell)) for cell in rows[0].children] if rows else []
    if rows and any(has_paper(inline_pieces(cell)) for cell in rows[0].children):
        heads, rows = ["" for _ in heads], [rows[0], *rows]  # a list that lies in a table has a paper in its first row
    for row in rows[1:]:
        cells = [inline_pieces(cell) for cell in row.children]
        if not any(piece.kind != "break" for cell in cells for piece in cell):
            continue  # an empty row
        named = tuple(Cell(head, tuple(cell)) for head, cell in zip(heads, cells, strict=False))
        yield Entry(_line(row), _joined(cells), tuple(tags), named)


def listing(text: str) -> Iterator[Record]:
    """A title on one line and its abstract on the next, as they are copied from a web page."""
    waiting: tuple[int, str] | None = None
    for number, raw in enumerate(text.split("\n"), 1):
        line = mending.text(raw)
        if not line:
            continue
        if len(line) < LONG and not (waiting and len(line) > 120 and line.endswith((".", "!", "?"))):
            if waiting:
                yield _alone(*waiting)
            waiting = (number, raw)
        elif waiting is None:
            yield Record(number, f"{line[:57]}…", reason="it is an abstract without a title above it")
        else:
            yield _titled(*waiting, raw)
            waiting = None
    if waiting:
        yield _alone(*waiting)


def _alone(number: int, line: str) -> Record:
    return Record(number, mending.text(line)[:60], reason="no abstract follows it: it may be no title")


def _titled(number: int, title: str, abstract: str) -> Record:
    told = []
    # The last word of a page's banner, glued to the first title.
    bare = re.sub(r"^\s*(?:Subscribe|Sign ?up|Log ?in|Menu)(?=[A-Z])", "", title)
    if bare != title:
        told.append(f'title: "{title[: len(title) - len(bare)].strip()}" was taken off its start')
    converted = latex_text.convert(bare, formulas=True)
    told += converted.remarks("title")
    facts = Facts(title=converted.text, abstract=latex_text.text(abstract, formulas=True), left_out=told)
    found = re.search(r"(?:https?://|github\.com/)\S+", abstract)
    if found and (arxiv := find_arxiv(found[0])):
        facts.identifiers["arxiv"] = arxiv
    return Record(number, facts.title[:60], facts)
