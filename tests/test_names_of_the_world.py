"""A table of names in the conventions of many languages: their parts, and how each format of citations writes them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from bibtexparser.middlewares.names import parse_single_name_into_parts

from generator.export.citations import apa, bibtex, csl, ris
from generator.export.citations.work import Work, work
from generator.importing import importers
from generator.model import names
from generator.model.paper import Author, Paper
from generator.model.vocabulary import Vocabulary
from generator.site import metadata
from tests.test_citations import decoded, text

TABLE = Path(__file__).parent / "names_of_the_world.txt"
_LINE = re.compile(
    r"(?P<stated>! )?(?P<before>.*?)(?P<particle><[^<>]+>)?(?P<glue>\s?)/(?P<family>[^/]+)/"
    r"(?P<behind>.*?)\s*=\s*(?P<initials>.*)"
)


class Row(NamedTuple):
    """A name of the table. text: as a paper file writes it. stated: whether the paper file states the family name."""

    convention: str
    text: str
    stated: bool
    given: str
    particle: str
    family: str
    suffix: str
    initials: str

    @property
    def author(self) -> Author:
        return Author(self.text, family=self.family if self.stated else None)

    @property
    def surname(self) -> str:
        glued = self.particle and self.particle + self.family in self.text
        return " ".join(filter(None, (self.particle, self.family))) if not glued else self.particle + self.family

    @property
    def inverted(self) -> str:
        """The whole name, family name first."""
        return ", ".join(filter(None, (self.surname, self.given, self.suffix))) if self.given else self.text


def read() -> list[Row]:
    found, convention = [], ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            convention = line.strip("[]")
        elif line and not line.startswith("#"):
            match = _LINE.fullmatch(line)
            assert match, line
            before, behind = match["before"].strip(), match["behind"].strip()
            suffix = behind.lstrip(", ") if before or behind.startswith(",") else ""
            if (match["particle"] or not before) and not suffix and behind:
                before, behind = behind, ""  # family name first
            particle = (match["particle"] or "").strip("<>")
            name = re.sub("[/<>]", "", line.removeprefix("! ").partition(" =")[0])
            row = Row(
                convention, name, bool(match["stated"]), before, particle, match["family"], suffix, match["initials"]
            )
            found.append(row)
    return found


ROWS = read()
NAMES = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)


def cited(row: Row) -> tuple[Paper, Work]:
    paper = Paper(
        title="Waves", authors=(row.author,), date="2023", added="2026-11-30", categories=("theory",), tldr="-",
        key="waves-2023", path="papers/waves-2023.md", summary="",
    )  # fmt: skip
    return paper, work(paper, Vocabulary())


def test_the_table_is_as_large_as_it_says() -> None:
    conventions = [row.convention for row in ROWS]
    assert len(ROWS) >= 300
    assert len(set(conventions)) >= 20
    assert min(map(conventions.count, conventions)) == 15
    assert len({(row.text, row.stated) for row in ROWS}) == len(ROWS)


@NAMES
def test_parts(row: Row) -> None:
    name = names.split(row.text, row.family if row.stated else "")
    assert (name.given, name.particle, name.family, name.suffix) == (row.given, row.particle, row.family, row.suffix)
    assert names.initials(name) == row.initials
    assert name.inverted == row.inverted


@NAMES
def test_csl_ris_and_highwire(row: Row) -> None:
    paper, one = cited(row)
    parts = {
        "family": row.family,
        "given": row.given,
        "non-dropping-particle": row.particle,
        "suffix": row.suffix,
    }
    assert csl.csl(one)["author"] == [{part: value for part, value in parts.items() if value}]
    assert f"\r\nAU  - {row.inverted}\r\n" in ris.ris(one)
    assert ("citation_author", row.inverted) in metadata.highwire(paper, one, (), "")


@NAMES
def test_apa(row: Row) -> None:
    expected = ", ".join(filter(None, (row.surname, row.initials, row.suffix))) if row.initials else row.text
    assert apa.apa(cited(row)[1]).startswith(f"{expected.rstrip('.')}. (2023). ")


def field(entry: str) -> str:
    """The names of an entry, without the braces around them."""
    match = re.search(r"^  author = \{(.*)\},?$", entry, re.MULTILINE)
    assert match
    return match[1]


def plain(value: str) -> str:
    """A value of BibTeX as one reads it."""
    return text(decoded(value))


_LETTER = re.compile(r"[^A-Za-z{\x80-\U0010ffff]*(\{\\(?:[^{}]|\{[^{}]*\})*\}|[A-Za-z])")


def words_of(value: str) -> list[str]:
    """The words of a value, parted by spaces that stand in no braces."""
    words, depth = [""], 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if character == " " and not depth:
            words.append("")
        else:
            words[-1] += character
    return words


def abbreviated(given: str) -> str:
    """Given names as a style of BibTeX writes `f.`: of each the first letter or special character (BibTeXing, 5.4).

    A letter of several bytes that is no special character would be cut: the test fails.
    """
    found = []
    for word in words_of(given):
        parts = [_LETTER.match(part) for part in word.split("-")]
        assert all(parts), given
        found.append("-".join(f"{part[1]}." for part in parts if part))
    return " ".join(found)


@NAMES
@pytest.mark.parametrize("biblatex", [False, True])
def test_bibtex_and_biblatex(row: Row, biblatex: bool) -> None:
    _, one = cited(row)
    parts = parse_single_name_into_parts(field(bibtex.biblatex(one) if biblatex else bibtex.bibtex(one)))
    first, von, last, jr = (" ".join(part) for part in (parts.first, parts.von, parts.last, parts.jr))
    glued = row.surname != f"{row.particle} {row.family}" and row.particle
    *words, clip = row.particle.split() if glued else [*row.particle.split(), ""]
    if not row.given and row.particle:  # bibtexparser takes `van` for a given name, unlike BibTeX and biber
        assert plain(" ".join(filter(None, (first, von, last)))) == text(row.surname)
        return
    assert plain(von) == text(" ".join(words))
    assert plain(last) == text(clip + row.family)
    assert plain(jr) == row.suffix
    assert plain(first) == text(names.given_names(names.split(row.text, row.family if row.stated else "")))
    if not biblatex and row.initials:
        without_nickname = re.sub(r"\s*(?:\(|``).*", "", first)
        assert plain(abbreviated(without_nickname)) == row.initials


# Without a given name, several words are the name of a group in every format.
@pytest.mark.parametrize("row", [row for row in ROWS if row.given or " " not in row.family], ids=lambda row: row.text)
@pytest.mark.parametrize("form", ["bibtex", "biblatex", "csl-json", "ris"])
def test_parts_come_back_from_every_format(row: Row, form: str) -> None:
    _, one = cited(row)
    written = {
        "bibtex": lambda: bibtex.bibtex(one),
        "biblatex": lambda: bibtex.biblatex(one),
        "csl-json": lambda: json.dumps([csl.csl(one)]),
        "ris": lambda: ris.ris(one),
    }
    (record,) = importers.records(importers.File(form.replace("biblatex", "bibtex"), written[form]()))
    assert record.facts
    (entry,) = record.facts.authors
    name = names.split(entry) if isinstance(entry, str) else names.split(entry["name"], entry.get("family", ""))
    given = names.given_names(names.split(row.text, row.family if row.stated else ""))
    found = (names.given_names(name), name.surname, name.suffix)
    assert tuple(map(text, found)) == (text(given), text(row.surname), row.suffix)
