"""What a digest says, as plain text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.core.problems import width
from generator.core.text import mathml
from generator.core.text.counting import counted
from generator.export.feeds.entries import links, title, venue_words
from generator.files.settings import Settings
from generator.model import addresses
from generator.model.paper import Paper
from generator.site.following import week_of
from generator.site.rendering import Rendering

COLUMNS = 76  # of the plain text; RFC 5322, section 2.1.1 asks for at most 78
SUBJECT = 120  # characters
FIRST_AUTHORS = 3
# Controls, line separators, and what turns the direction of the text that follows.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Content:
    """A digest without its addressee."""

    subject: str
    text: str
    html: str
    keys: tuple[str, ...]


@dataclass(slots=True)
class Writer:
    """Writes digests of one list, each once for all who want the same papers.

    frequency: `daily` or `weekly`. trending: the papers that are shown as trending. unsubscribe: an address (mailto or
    https) for all, empty where there is none.
    """

    settings: Settings
    frequency: str = "daily"
    trending: Sequence[Paper] = ()
    unsubscribe: str = ""
    _made: dict[tuple[str, ...], Content] = field(default_factory=dict)

    def content(self, papers: Sequence[Paper]) -> Content:
        """The digest of `papers`."""
        keys = tuple(paper.key for paper in papers)
        made = self._made.get(keys)
        if made is None:
            made = self._made[keys] = Content(self._subject(papers), self._text(papers), self._html(papers), keys)
        return made

    def _subject(self, papers: Sequence[Paper]) -> str:
        if not papers:
            return f"No new papers on {one_line(self.settings.name)}"
        subject = f"{_count(papers)}: {one_line(title(papers[0]))}"
        return subject if len(subject) <= SUBJECT else subject[: SUBJECT - 1].rstrip() + "…"

    def _heading(self, papers: Sequence[Paper]) -> str:
        return f"{_count(papers)} on {one_line(self.settings.name)}" if papers else "No new papers"

    def _silence(self) -> str:
        return f"No paper has entered {one_line(self.settings.name)} since the last digest."

    def _page(self, papers: Sequence[Paper]) -> str:
        """The page of the site that has these papers."""
        if not papers:
            return addresses.absolute(self.settings.url, addresses.DIGESTS)
        last = max(paper.added for paper in papers)
        address = addresses.digest_day(last) if self.frequency == "daily" else addresses.digest_week(*week_of(last))
        return addresses.absolute(self.settings.url, address)

    def _url(self, paper: Paper) -> str:
        return addresses.absolute(self.settings.url, addresses.paper(paper.key))

    def _text(self, papers: Sequence[Paper]) -> str:
        lines = [self._heading(papers), ""]
        lines += [] if papers else [*wrapped(self._silence()), ""]
        for number, paper in enumerate(papers, 1):
            lines += [*self._paper(paper, f"{number}. "), ""]
        if self.trending:
            lines += ["Trending on the list", ""]
            for paper in self.trending:
                lines += [*wrapped(one_line(title(paper)), first="- ", indent="  "), f"  {self._url(paper)}", ""]
        lines += ["-- ", *wrapped(f"The {self.frequency} digest of {one_line(self.settings.name)}. On the web:")]
        lines += [self._page(papers)]
        if self.unsubscribe:
            lines += ["No more of it:", self.unsubscribe]
        return "\n".join(lines) + "\n"

    def _paper(self, paper: Paper, first: str) -> list[str]:
        indent = "   "
        lines = wrapped(one_line(title(paper)), first=first, indent=indent)
        lines += wrapped(" · ".join(_facts(paper)), first=indent, indent=indent)
        lines += ["", *wrapped(one_line(mathml.plain(paper.tldr)), first=indent, indent=indent)]
        if paper.why:
            lines += wrapped(f"Why it is here: {one_line(mathml.plain(paper.why))}", first=indent, indent=indent)
        lines += ["", f"{indent}{self._url(paper)}"]
        return lines + [f"{indent}{word}: {url}" for word, url in _links(paper)]

    def _html(self, papers: Sequence[Paper]) -> str:
        return Rendering(None, {}).fragment(
            "digest.html",
            language=self.settings.language,
            name=one_line(self.settings.name),
            heading=self._heading(papers),
            silence="" if papers else self._silence(),
            papers=[
                {
                    "title": one_line(title(paper)),
                    "url": self._url(paper),
                    "facts": " · ".join(_facts(paper)),
                    "tldr": paper.tldr,
                    "why": paper.why or "",
                    "links": _links(paper),
                }
                for paper in papers
            ],
            trending=[(one_line(title(paper)), self._url(paper)) for paper in self.trending],
            frequency=self.frequency,
            page=self._page(papers),
            unsubscribe=self.unsubscribe,
        )


def one_line(text: str) -> str:
    """`text` as one line that can stand in a header: no control, no line break, nothing that turns its direction."""
    return " ".join(_UNFIT.sub(" ", text).split())


def wrapped(text: str, first: str = "", indent: str = "") -> list[str]:
    """`text` in lines of at most COLUMNS columns; a word that is longer is cut. `first`: begins the first line."""
    lines, line = [], first
    empty = True
    for word in _pieces(text.split(), COLUMNS - width(indent)):
        if not empty and width(line) + 1 + width(word) > COLUMNS:
            lines.append(line)
            line, empty = indent, True
        line += word if empty else f" {word}"
        empty = False
    return [*lines, line.rstrip()]


def _pieces(words: Iterable[str], most: int) -> Iterable[str]:
    for word in words:
        piece = ""
        for character in word if width(word) > most else ():
            if width(piece + character) > most:
                yield piece
                piece = ""
            piece += character
        yield piece or word


def _count(papers: Sequence[Paper]) -> str:
    return counted(len(papers), "new paper")


def _facts(paper: Paper) -> list[str]:
    names = [author.name for author in paper.people]
    words = ", ".join(names[:FIRST_AUTHORS])
    if len(names) > FIRST_AUTHORS:
        words += f" and {len(names) - FIRST_AUTHORS} more"
    elif paper.and_others:
        words += " et al."
    return [one_line(fact) for fact in (words, venue_words(paper), paper.date) if fact]


def _links(paper: Paper) -> list[tuple[str, str]]:
    notice = [("Notice", paper.notice)] if paper.notice else []
    return [*notice, *links(paper)]
