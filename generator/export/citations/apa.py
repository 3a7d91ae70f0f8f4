"""A reference as one reads it: APA style, 7th edition (Publication Manual, chapters 9 and 10)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.export.citations.capitals import sentence_case
from generator.export.citations.work import Work
from generator.model import identifiers, names
from generator.model.names import Name

Run = tuple[str, bool]  # text, whether it is set in italics

_ALL = 20  # authors that are named; of more, the first 19 and the last (section 9.8)


def apa(work: Work) -> str:
    """The reference as plain text."""
    return "".join(text for text, _ in runs(work))


def runs(work: Work) -> tuple[Run, ...]:
    """The reference in runs of text, some in italics."""
    return tuple((text, italic) for text, italic in _runs(work) if text)


def _runs(work: Work) -> Iterator[Run]:
    title = sentence_case(work.pieces)
    closing = "" if title.endswith((".", "?", "!")) else "."
    alone = work.kind == "misc"
    number = f" (arXiv:{work.arxiv})" if alone and work.arxiv else ""
    number += f" [{work.status.capitalize()}]" if work.status else ""  # a description in brackets (section 9.21)
    if work.names:
        yield f"{_stopped(_authors(work))} ({work.year}). ", False
        yield title, alone
        yield f"{number}." if number else closing, False
    else:  # without authors the title takes their place (section 9.12)
        yield title, alone
        yield f"{number}{'.' if number else closing} ({work.year}).", False
    yield from _source(work)
    address = identifiers.doi_url(work.doi) if work.doi else work.url
    if address:
        yield f" {address}", False


def _source(work: Work) -> Iterator[Run]:
    if work.kind == "misc":
        if work.preprint:
            yield f" {_stopped(work.preprint.server)}", False
    elif work.kind == "article":
        yield " ", False
        yield work.container + (f", {work.volume}" if work.volume else ""), True
        yield (f"({work.number})" if work.number else "") + (f", {_pages(work)}" if work.pages else "") + ".", False
    else:
        yield " In ", False
        yield work.container, True
        details = [f"Vol. {work.volume}"] if work.volume else []
        if work.pages:
            details.append(f"{'pp' if work.last_page else 'p'}. {_pages(work)}")
        yield (f" ({', '.join(details)})" if details else "") + ".", False
        if work.publisher:
            yield f" {_stopped(work.publisher)}", False


def _pages(work: Work) -> str:
    return "–".join(page for page in (work.first_page, work.last_page) if page)


def _authors(work: Work) -> str:
    words = [_name(name) for name in work.names]
    if work.and_others:
        return f"{', '.join(words[:_ALL])}, et al."
    if len(words) > _ALL:
        return f"{', '.join(words[: _ALL - 1])}, . . . {words[-1]}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, & {words[-1]}"


@cache
def _name(name: Name) -> str:
    """`van der Maaten, L.`; whole where there are no given names, or a script that has no initials."""
    initials = names.initials(name)
    return ", ".join(part for part in (name.surname, initials, name.suffix) if part) if initials else name.text


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
