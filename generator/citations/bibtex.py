"""BibTeX and BibLaTeX entries.

BibTeX: Patashnik, BibTeXing (1988); the fields of arXiv as arXiv.org writes them. BibLaTeX: Kime, Wemheuer, Lehman,
The biblatex Package, sections 2.1 and 2.2, and 2.3.5 for names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from generator.citations import latex
from generator.citations.work import Work
from generator.names import Name

_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In names some programs lose an escaped sign that stands alone and is not held by braces.
_SIGN = re.compile(r"(?<!\S)\\[&%$#_](?!\S)")
Escape = Callable[[str], str]


def bibtex(work: Work) -> str:
    """The entry for BibTeX, in ASCII but for letters LaTeX has no command for; ends with a line break."""
    return _entry(work.kind, work, _bibtex(work))


def biblatex(work: Work) -> str:
    """The entry for BibLaTeX, in Unicode; ends with a line break."""
    kind = "inbook" if work.kind == "incollection" else work.kind  # the other wants an editor, and the list knows none
    return _entry(kind, work, _biblatex(work))


def _entry(kind: str, work: Work, fields: Iterator[tuple[str, str]]) -> str:
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@{kind}{{{work.key},\n{lines}\n}}\n"


def _bibtex(work: Work) -> Iterator[tuple[str, str]]:
    yield from _common(work, latex.ascii_text, _bytes, "journal")
    yield "year", f"{{{work.year}}}"
    if work.month:
        yield "month", _MONTHS[work.month]
    yield from _details(work, latex.ascii_text)
    if work.arxiv:
        yield from _preprint(work)
        yield "eprint", f"{{{work.arxiv}}}"
        yield "archivePrefix", "{arXiv}"
        if work.archive:
            yield "primaryClass", f"{{{work.archive}}}"
    yield from _addresses(work)
    for name, value in (("pmid", work.pmid), ("openreview", work.openreview)):
        if value:
            yield name, f"{{{value}}}"


def _biblatex(work: Work) -> Iterator[tuple[str, str]]:
    yield from _common(work, latex.unicode_text, _letters, "journaltitle")
    yield "date", f"{{{work.year}-{work.month:02d}}}" if work.month else f"{{{work.year}}}"
    yield from _details(work, latex.unicode_text)
    if work.arxiv:
        yield from _preprint(work)
        yield "eprint", f"{{{work.arxiv}}}"
        yield "eprinttype", "{arxiv}"
        if work.archive:
            yield "eprintclass", f"{{{work.archive}}}"
    elif work.pmid:
        yield "eprint", f"{{{work.pmid}}}"
        yield "eprinttype", "{pubmed}"
    yield from _addresses(work)
    if any(name.particle for name in work.names):
        yield "options", "{useprefix=true}"


def _common(work: Work, escape: Escape, name: Callable[[Name], str], journal: str) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_title(work, escape)}}}"
    if work.names:
        authors = [name(author) for author in work.names] + ["others"] * work.and_others
        yield "author", f"{{{' and '.join(authors)}}}"
    if work.container:
        yield journal if work.kind == "article" else "booktitle", f"{{{escape(work.container)}}}"


def _details(work: Work, escape: Escape) -> Iterator[tuple[str, str]]:
    pages = "--".join(page for page in (work.first_page, work.last_page) if page)
    publisher = work.publisher if work.kind != "article" else ""
    for name, value in (("volume", work.volume), ("number", work.number), ("pages", pages), ("publisher", publisher)):
        if value:
            yield name, f"{{{escape(value)}}}"


def _preprint(work: Work) -> Iterator[tuple[str, str]]:
    """Styles of plain BibTeX do not know `eprint`, and would print no source at all."""
    if work.kind == "misc":
        yield "howpublished", "{arXiv}"


def _addresses(work: Work) -> Iterator[tuple[str, str]]:
    if work.doi:
        yield "doi", f"{{{latex.verbatim(work.doi)}}}"
    if work.url:
        yield "url", f"{{{latex.verbatim(work.url)}}}"


def _title(work: Work, escape: Escape) -> str:
    done: list[str] = []
    texts = latex.quoted(["" if piece.formula else piece.text for piece in work.pieces])
    for piece, text in zip(work.pieces, texts, strict=True):
        if piece.formula:
            done.append(f"{{${piece.text}$}}" if latex.balanced(piece.text) else escape(f"${piece.text}$"))
        else:
            done.append(f"{{{escape(text)}}}" if piece.kept else escape(text))
    return "".join(done)


def _name(name: Name, escape: Escape) -> str:
    """`von Last, Jr, First`; in braces what BibTeX would take apart another way."""
    if not name.given and not name.particle:
        return _one(escape(name.text))
    family = escape(name.family)
    family = _one(family) if _misread(name.family) else family
    given = escape(latex.quoted([name.given])[0])
    given = _one(given) if "," in name.given or re.search(r"\band\b", name.given, re.IGNORECASE) else given
    first = " ".join(part for part in (escape(name.particle), family) if part)
    text = ", ".join(part for part in (first, escape(name.suffix), given) if part)
    return _SIGN.sub(r"{\g<0>}", text) if "\\" in text else text


def _one(text: str) -> str:
    return f"{{{text}}}"


@cache
def _letters(name: Name) -> str:
    return _name(name, latex.unicode_text)


@cache
def _bytes(name: Name) -> str:
    r"""A name for BibTeX, which cuts initials and labels out of bytes: a word with a letter of more than one byte
    becomes what it calls a special character, `{\relax Юрий}`, and stays whole.
    """
    text = _name(name, latex.ascii_text)
    if text.isascii():
        return text
    if text.startswith("{") and not name.given:
        return f"{{\\relax {text[1:]}"
    return " ".join(_special(word) for word in text.split(" "))


def _special(word: str) -> str:
    bare = word.rstrip(",")
    return word if word.isascii() else f"{{\\relax {bare}}}{word[len(bare) :]}"


def _misread(family: str) -> bool:
    return "," in family or re.search(r"(?:^| )and(?: |$)", family, re.IGNORECASE) is not None or family[:1].islower()


def whole(work: Work) -> str:
    """The BibTeX entry as a file of its own, with the preamble that its letters need."""
    text = bibtex(work)
    return latex.preamble(text) + text
