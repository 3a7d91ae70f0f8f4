"""A Markdown "awesome" list: bullets with links to papers, headings as tags; and a pasted listing of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import author_lists, mending
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
_START = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s|\||\*\*\S)")
_MARK = re.compile(r"^\s*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|\|)\s*")
_RULE = re.compile(r"(?=[^-]*-)[|:\s-]+|(?:\s*\*){3,}\s*")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)\*\*")
_VENUE = re.compile(r"([^\W\d_][^\d]{1,60}?)[\s',]*((?:19|20)\d\d)")
_NAME = re.compile(
    r"[^\W\d_a-z](?:\.|[\w'’-]*\.?)(?:[ -](?:[^\W\d_a-z][\w'’.-]*|de|van|von|der|den|la|del|di|da|bin|al)){1,3}"
)
_SENTENCES = re.compile(r"(?<=\w[.?!])\s+(?=[^\W\d_])")
_ITALIC = re.compile(r"\*[^*]+\*|_[^_]+_")
MANY = 20  # bullets from which a list without a paper is none
LONG = 250  # characters from which a line of a listing is an abstract


def awesome(text: str) -> list[Record]:
    """Return the records of a list: its bullets, its table rows, and its paragraphs that begin with a bold title.

    Headings above them are proposals for tags. Raises CannotRead where many entries and no paper were found.
    """
    from generator.importers import CannotRead

    found = list(_entries(text))
    if len(found) >= MANY and all(record.facts is None for record in found):
        raise CannotRead(
            f"none of the {len(found)} bullets and table rows is a paper: {found[0].reason}; "
            "if it is no list of papers, say what it is with --format"
        )
    return found


def _entries(text: str) -> Iterator[Record]:
    headings: list[tuple[int, str]] = []
    lines = text.split("\n")
    fenced = False
    entry: list[str] = []
    start = 0
    for number, line in enumerate([*lines, ""], 1):
        if re.match(r"\s*(?:```|~~~)", line):
            fenced = not fenced
        heading = None if fenced else re.match(r"(#{1,6})\s+(.+?)\s*#*$", line)
        begins = not fenced and _START.match(line) is not None and not _RULE.fullmatch(line)
        if entry and begins and _is_part(entry, line):
            begins = False
        elif entry and (fenced or heading or begins or not line.strip() or entry[0].lstrip().startswith("|")):
            yield from _entry(start, entry, [words for depth, words in headings if depth > 1])
            entry = []
        if heading:
            depth = len(heading[1])
            headings = [above for above in headings if above[0] < depth]
            headings.append((depth, mending.text(re.sub(r"[^\w\s&/,()'-]", " ", _LINK.sub(r"\1", heading[2])))))
        elif begins:
            is_head = line.lstrip().startswith("|") and number < len(lines) and _RULE.fullmatch(lines[number])
            start, entry = number, [] if is_head else [line]
        elif entry and line.strip():
            entry.append(line)


def _is_part(entry: list[str], line: str) -> bool:
    """Return whether a bullet below another one only has links of it: `- **Title**`, then `  - [Paper](URL)`."""
    links = _LINK.findall(line)
    deeper = len(line) - len(line.lstrip()) > len(entry[0]) - len(entry[0].lstrip())
    return bool(links) and deeper and not _LINK.search(entry[0]) and all(_is_label(words) for words, _ in links)


def _is_label(words: str) -> bool:
    return _WORDS.fullmatch(words.strip("*_`[] ")) is not None


def _entry(number: int, lines: list[str], tags: list[str]) -> Iterator[Record]:
    """Yield the record of an entry; none for a table of contents and for a bold paragraph that is no paper."""
    text = "\n".join(lines)
    links = _LINK.findall(text)
    if links and all(target.startswith("#") for _, target in links):
        return
    papers = [(words, target) for words, target in links if _PAPER.search(target)]
    if not papers and _BOLD.match(text):
        return
    label = mending.text(re.sub(r"[*_`]", "", links[0][0] if links else _MARK.sub("", lines[0])))[:60]
    if not papers:
        reason = "no link in it leads to a paper (arXiv, DOI, OpenReview, PubMed, PDF)" if links else "it has no link"
        yield Record(number, label, reason=reason)
        return
    facts = Facts(addresses=[target for _, target in papers], keywords=tags)
    _read_words(text, facts)
    if len(facts.title) < 4:
        yield Record(number, label, reason="it has no title")
        return
    for words, target in links:
        kind = _KINDS.get(words.strip("*_`[] ").lower())
        if _PAPER.search(target):
            continue
        if kind and facts.links.setdefault(kind, target) == target:
            continue
        facts.left_out.append(f"links: {target} has no field")
    yield Record(number, facts.title[:60], facts)


def _read_words(text: str, facts: Facts) -> None:
    """Find the title, and authors and venue where they are told apart, in the text of an entry; report the rest.

    The title is, the first that there is: words of a link that say more than "paper"; bold words; the first cell of
    a row; the words before the first link, up to authors or a venue that follow.
    """
    bare = _MARK.sub("", text)
    following = " "  # the sentence behind a title that stands before the first link
    titled = next((m for m in _LINK.finditer(bare) if _PAPER.search(m[2]) and not _is_label(m[1])), None)
    bold = next((m for m in _BOLD.finditer(bare) if not _is_label(m[1]) and not _venue(m[1])), None)
    if titled is not None:
        facts.title, rest = _clean(titled[1]), bare[: titled.start()] + " " + bare[titled.end() :]
    elif bold is not None and not _LINK.search(bold[1]):
        facts.title, rest = _clean(bold[1]), bare[: bold.start()] + " " + bare[bold.end() :]
    else:
        badge = _BOLD.match(bare)
        before = _LINK.split(bare[badge.end() :] if badge else bare, maxsplit=1)[0]
        after = bare[(badge.end() if badge else 0) + len(before) :]
        cells = [cell for cell in before.split("|") if len(_clean(cell)) >= 4]
        parts = cells or [before]
        sentences = [part for part in re.split(rf"{_SENTENCES.pattern}|\s*\n\s*", parts[0].strip()) if part.strip()]
        dated = any(map(_venue, sentences))
        cut = next((n for n in range(1, len(sentences)) if _follows(sentences[n], dated)), len(sentences))
        following = "".join(sentences[cut : cut + 1]).strip() or following
        facts.title = _clean(" ".join(sentences[:cut]))
        rest = "\n".join([badge[1] if badge else "", *sentences[cut:], *parts[1:], after])
    pieces = [s for piece in re.split(r"\n|\|", _LINK.sub(" ", rest)) for s in _SENTENCES.split(piece)]
    dated = any(map(_venue, pieces))
    for piece in pieces:
        words, venue = _clean(piece), _venue(piece)
        # Two capitalized words may be a topic, too: names are taken where something says that they are.
        named = _ITALIC.fullmatch(piece.strip(" \\")) or dated or piece.strip() == following
        names = _authors(piece) if named and not facts.authors else []
        if venue and not facts.venue:
            facts.venue = {"name": venue[1].strip(" ,"), "year": venue[2]}
            facts.date = venue[2]
        elif names:
            facts.authors = author_lists.people(", ".join(names))
        elif re.search(r"[^\W\d_]{2}", words) and not _is_label(words):
            facts.left_out.append(f'text: "{words[:80]}" has no field')


def _venue(text: str) -> re.Match[str] | None:
    return _VENUE.fullmatch(_clean(text))


def _follows(sentence: str, dated: bool) -> bool:
    """Return whether a sentence behind a title is no part of it: a venue with a year, or names."""
    return bool(_venue(sentence)) or len(_authors(sentence)) > (0 if dated else 1)


def _authors(text: str) -> list[str]:
    """Return the names of persons that a text consists of; empty where a part of it is none."""
    words = _clean(text)
    names = [name for name in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", words) if name]
    return names if names and all(_NAME.fullmatch(name) for name in names) else []


def _clean(text: str) -> str:
    """Return words without Markdown, numbers and badges before them, and stops around them."""
    words = re.sub(r"[*`\\]|(?<!\w)_|_(?!\w)", "", text).strip()
    words = re.sub(r"^(?:\[[^\]]*\]|\(\d{4}\)|\d{1,4}[.:)]|[^\w$\"“(]+)\s*", "", words)
    words = re.sub(r"[\[(|:–—-]+\s*$", "", words.rstrip("]) ") if words.count("(") < words.count(")") else words)
    return mending.text(words).strip(' "“”.,')


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
