"""A Markdown "awesome" list: bullets with links to papers, headings as tags; and a pasted listing of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import mending
from generator.facts import Facts, find_arxiv
from generator.importers.record import Record

_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+[\"'(][^)]*)?\)"
)
_PAPER = re.compile(
    r"arxiv\.org|doi\.org/|openreview\.net|pubmed|aclanthology\.org|biorxiv\.org|medrxiv\.org|proceedings|\.pdf(?:$|[?#])"
    r"|nature\.com/articles|sciencedirect\.com|ieeexplore|dl\.acm\.org|thecvf\.com|semanticscholar\.org",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:paper|pdf|arxiv|link|code|github|project(?: page)?|website|html|doi|abs|video|slides|data(?:set)?)\W*",
    re.IGNORECASE,
)
_KINDS = {"code": "code", "github": "code", "project": "project", "website": "project", "video": "video",
          "slides": "slides", "data": "data", "dataset": "data", "demo": "demo", "blog": "blog", "poster": "poster",
          "model": "model"}  # fmt: skip
LONG = 250  # characters from which a line of a listing is an abstract


def awesome(text: str) -> Iterator[Record]:
    """The bullets and table rows that link to something; headings above them are proposals for tags."""
    headings: list[tuple[int, str]] = []
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*(?:```|~~~)", line):
            fenced = not fenced
        if fenced:
            continue
        heading = re.match(r"(#{1,6})\s+(.+?)\s*#*$", line)
        if heading:
            depth = len(heading[1])
            headings = [entry for entry in headings if entry[0] < depth]
            headings.append((depth, mending.text(re.sub(r"[^\w\s&/,()'-]", " ", _LINK.sub(r"\1", heading[2])))))
            continue
        links = _LINK.findall(line)
        if (
            links
            and re.match(r"\s*(?:[-*+]|\d+[.)]|\|)\s*", line)
            and not all(target.startswith("#") for _, target in links)
        ):
            yield _bullet(number, line, links, [words for depth, words in headings if depth > 1])


def _bullet(number: int, line: str, links: list[tuple[str, str]], tags: list[str]) -> Record:
    papers = [(words, target) for words, target in links if _PAPER.search(target)]
    label = mending.text(re.sub(r"[*_`]", "", links[0][0]))[:60]
    if not papers:
        return Record(number, label, reason="no link in it leads to a paper (arXiv, DOI, OpenReview, PubMed, PDF)")
    title = next((words for words, _ in papers if not _WORDS.fullmatch(words.strip("*_` "))), "")
    before = _LINK.split(re.sub(r"^\s*(?:[-*+]|\d+[.)]|\|)\s*", "", line), maxsplit=1)[0]
    title = mending.text(re.sub(r"[*_`]", "", title or re.sub(r"[\[(|:–—-]+\s*$", "", before.strip()))).strip(' "“”.,')
    title = re.sub(r"^(?:\[[^\]]*\]|\(\d{4}\)|\d{4}[.:)]|[^\w$\"“(]+)\s*", "", title).strip(' "“”.,')
    if len(title) < 4:
        return Record(number, label, reason="it has no title")
    facts = Facts(title=title, addresses=[target for _, target in papers], keywords=tags)
    for words, target in links:
        kind = _KINDS.get(words.strip("*_`[] ").lower())
        if kind and not _PAPER.search(target):
            facts.links.setdefault(kind, target)
    return Record(number, title[:60], facts)


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
    facts = Facts(title=mending.latex(bare), abstract=mending.latex(abstract), left_out=told)
    found = re.search(r"(?:https?://|github\.com/)\S+", abstract)
    if found and (arxiv := find_arxiv(found[0])):
        facts.identifiers["arxiv"] = arxiv
    return Record(number, facts.title[:60], facts)
