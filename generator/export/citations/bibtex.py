"""BibTeX and BibLaTeX entries.

BibTeX: Patashnik, BibTeXing (1988); the fields of arXiv as arXiv.org writes them. BibLaTeX: Kime, Wemheuer, Lehman,
The biblatex Package, sections 2.1 and 2.2, and 2.3.5 for names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from generator.core.text import formula_text, latex
from generator.export.citations import tex_formulas
from generator.export.citations.work import Work
from generator.model import names, surnames
from generator.model.names import Name

_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In names some programs lose an escaped sign that stands alone and is not held by braces.
_SIGN = re.compile(r"(?<!\S)\\[&%$#_](?!\S)")
_LANGUAGES = {  # names of babel, as which BibLaTeX knows them (section 3.2)
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french", "it": "italian",
    "nl": "dutch", "no": "norwegian", "nb": "norwegian", "pl": "polish", "pt": "portuguese", "ru": "russian",
    "sv": "swedish", "tr": "turkish", "cs": "czech", "hu": "magyar", "el": "greek", "uk": "ukrainian",
    "en-US": "american", "en-GB": "british", "pt-BR": "brazilian", "de-AT": "austrian",
}  # fmt: skip
Escape = Callable[[str], str]


def bibtex(work: Work) -> str:
    """The entry for BibTeX, in ASCII but for letters LaTeX has no command for; ends with a line break."""
    kind = "inproceedings" if work.kind == "incollection" and not work.publisher else work.kind
    return _entry(kind if work.names else "misc", work, _bibtex(work))


def biblatex(work: Work) -> str:
    """The entry for BibLaTeX, in Unicode; ends with a line break."""
    kind = "inbook" if work.kind == "incollection" else work.kind  # the other wants an editor, and the list knows none
    return _entry(kind, work, _biblatex(work))


# Styles warn of mandatory fields that are absent (BibTeXing, section 3.1): a chapter has a publisher, and all but @misc
# have authors. The list knows no editors, and a paper without authors is @misc, which says its venue in `howpublished`.
def _entry(kind: str, work: Work, fields: Iterator[tuple[str, str]]) -> str:
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields)
    return f"@{kind}{{{work.key},\n{lines}\n}}\n"


def _bibtex(work: Work) -> Iterator[tuple[str, str]]:
    yield from _common(work, latex.ascii_text, _bytes, "journal")
    yield "year", f"{{{work.year}}}"
    if work.month:
        yield "month", _MONTHS[work.month]
    # Beside `number` styles want a volume of a journal, and none of a book; readers know `issue`, which styles ignore.
    number = "number" if work.kind == "article" and work.volume else "issue"
    yield from _details(work, latex.ascii_text, number)
    if not work.names:
        yield "key", f"{{{latex.ascii_text(work.plain_title)}}}"  # by which the entry is sorted
        if work.container:  # of @misc, styles print no other field
            yield "howpublished", f"{{{_source(work)}}}"
    if work.preprint:  # styles of plain BibTeX do not know `eprint`, and would print no source at all
        yield "howpublished", f"{{{work.preprint.server}}}"
    if work.arxiv:
        yield "eprint", f"{{{work.arxiv}}}"
        yield "archivePrefix", "{arXiv}"
        if work.archive:
            yield "primaryClass", f"{{{work.archive}}}"
    yield from _addresses(work)
    for name, value in (("pmid", work.pmid), ("openreview", work.openreview)):
        if value:
            yield name, f"{{{value}}}"
    if work.language:  # as Zotero writes it; styles print none
        yield "language", f"{{{work.language}}}"


def _biblatex(work: Work) -> Iterator[tuple[str, str]]:
    yield from _common(work, latex.unicode_text, _letters, "journaltitle")
    yield "date", f"{{{work.year}-{work.month:02d}}}" if work.month else f"{{{work.year}}}"
    yield from _details(work, latex.unicode_text, "number")
    if work.preprint:  # pandoc takes @online for a page of the web and prints no server
        yield "howpublished", f"{{{work.preprint.server}}}"
    if work.arxiv:
        yield "eprint", f"{{{work.arxiv}}}"
        yield "eprinttype", "{arxiv}"
        if work.archive:
            yield "eprintclass", f"{{{work.archive}}}"
    elif work.preprint:
        yield "eprint", f"{{{latex.verbatim(work.preprint.identifier)}}}"
        yield "eprinttype", f"{{{work.preprint.kind}}}"
    elif work.pmid:
        yield "eprint", f"{{{work.pmid}}}"
        yield "eprinttype", "{pubmed}"
    yield from _addresses(work)
    if langid := _LANGUAGES.get(work.language) or _LANGUAGES.get(work.language.partition("-")[0]):
        yield "langid", f"{{{langid}}}"
    if work.language and work.language not in _LANGUAGES:
        yield "language", f"{{{work.language}}}"
    if any(name.particle for name in work.names):
        yield "options", "{useprefix=true}"


def _common(work: Work, escape: Escape, name: Callable[[Name], str], journal: str) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_title(work, escape)}}}"
    if work.names:
        authors = [name(author) for author in work.names] + ["others"] * work.and_others
        yield "author", f"{{{' and '.join(authors)}}}"
    if work.container:
        yield journal if work.kind == "article" else "booktitle", f"{{{escape(work.container)}}}"


def _source(work: Work) -> str:
    """The venue as text: `Nature, 3(4):5--9`."""
    issue = work.volume + (f"({work.number})" if work.number else "")
    place = ":".join(part for part in (issue, _pages(work)) if part)
    return ", ".join(latex.ascii_text(part) for part in (work.container, place, work.publisher) if part)


def _pages(work: Work) -> str:
    return "--".join(page for page in (work.first_page, work.last_page) if page)


def _details(work: Work, escape: Escape, number: str) -> Iterator[tuple[str, str]]:
    parts = (("volume", work.volume), (number, work.number), ("pages", _pages(work)))
    publisher = (("publisher", work.publisher if work.kind != "article" else ""),)
    for name, value in parts + publisher:
        if value:
            yield name, f"{{{escape(value)}}}"
    if work.status:  # a note is the one field that every style prints
        yield "note", f"{{{escape(work.status_note)}}}"


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
            formula = tex_formulas.compiling(piece.text)
            done.append(f"{{${formula}$}}" if formula else f"{{{escape(formula_text.plain(piece.text))}}}")
        else:
            done.append(f"{{{escape(text)}}}" if piece.kept else escape(text))
    return "".join(done)


def _name(name: Name, words: Escape, held: Escape, given: Escape) -> str:
    """`von Last, Jr, First`. words, given: escape a family name and given names.

    held: escapes what BibTeX would take apart in another way, and puts it into braces.
    """
    if name.group or (name.suffix and not name.given):
        return held(name.text)
    particle, clip = _clip(name.particle)
    # BibTeX cuts names at hyphens, and would take al for a particle of its own.
    in_braces = clip.endswith(("-", "‐", "‑")) or _misread(name.family, name.given)
    family = (held if in_braces else words)(clip + name.family)
    first = latex.quoted([names.given_names(name)])[0]
    first = held(first) if "," in first or re.search(r"\band\b", first, re.IGNORECASE) else given(first)
    surname = names.joined(words(particle), family)
    text = ", ".join(part for part in (surname, words(name.suffix), first) if part)
    return _SIGN.sub(r"{\g<0>}", text) if "\\" in text else text


@cache
def _letters(name: Name) -> str:
    return _name(name, latex.unicode_text, lambda text: f"{{{latex.unicode_text(text)}}}", latex.unicode_text)


@cache
def _bytes(name: Name) -> str:
    r"""A name for BibTeX, which cuts initials and labels out of bytes.

    A letter of more than one byte becomes what BibTeX calls a special character, `{\relax Þ}`: of a given name the
    first letter, which then is its initial; a word of the family name is one as a whole, as labels need it.
    """
    return _name(name, _family, _held, _given if names.initials(name) else _family)


def _family(text: str) -> str:
    return " ".join(_special(_escaped(word)) for word in text.split(" "))


def _held(text: str) -> str:
    written = " ".join(map(_escaped, text.split(" ")))
    return f"{{{written}}}" if written.isascii() else _special(written)


def _escaped(word: str) -> str:
    """A word of a name; one of another script as it is, for the commands that LaTeX has are formulas."""
    return latex.ascii_text(word) if names.script(word) in ("LATIN", "") else latex.unicode_text(word)


def _special(written: str) -> str:
    """What is written as a special character, where it needs to be one."""
    if written.isascii():
        return written
    if written.startswith("{"):  # programs take braces behind a command for its argument
        end = next(end for end in range(1, len(written)) if latex.balanced(written[: end + 1]))
        first = written[1:end]
        written = first + ("{}" if re.fullmatch(r"\\[A-Za-z]+", first) else "") + written[end + 1 :]
    return f"{{\\relax {written}}}"


def _given(text: str) -> str:
    """Given names: the first letter of each, and of each part behind a hyphen, can be taken for its initial."""
    parts = re.split(r"([ -])", unicodedata.normalize("NFC", text))
    return "".join(_special(_escaped(part[0])) + _escaped(part[1:]) if part else "" for part in parts)


def _clip(particle: str) -> tuple[str, str]:
    """A particle without what is written together with the name, and that: `ibn al-` gives `ibn` and `al-`."""
    if not surnames.is_clipped(particle):
        return particle, ""
    first, _, clip = particle.rpartition(" ")
    return first, clip


def _misread(family: str, given: str) -> bool:
    """Whether BibTeX would not take `family` for a family name: it looks for particles in small letters."""
    words = re.split("[ -]", family)
    small = not all(map(_is_capital, words[:-1])) or (len(words) == 1 and family[:1].islower() and bool(given))
    alone = not given and (" " in family or family.lower() == "others")
    return "," in family or re.search(r"(?:^| )and(?: |$)", family, re.IGNORECASE) is not None or small or alone


def _is_capital(word: str) -> bool:
    return next((letter.isupper() for letter in word if letter.isalpha()), False)


def whole(work: Work) -> str:
    """The BibTeX entry as a file of its own, with the preamble that its letters need."""
    text = bibtex(work)
    return latex.preamble(text) + text
