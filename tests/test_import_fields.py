"""Every value of a record is in the draft that it becomes, or in the report of the import."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing import importers, imports
from tests.project import TOY

# Words that no vocabulary, no rule and no name of a field has.
LETTERS = "bdfgkmpqvxzBDFGKMPQVXZäøßéñłשдж水湖"
WORDS = st.lists(st.text(LETTERS, min_size=3, max_size=8), min_size=1, max_size=5).map(" ".join)
NAME = st.tuples(*[st.text("bdfgkmpqvxzäøéñł", min_size=3, max_size=8).map(str.capitalize)] * 2)
YEAR = st.integers(1950, 2026).map(str)
NUMBER = st.integers(1, 9999).map(str)
PAGES = st.tuples(st.integers(1, 500), st.integers(501, 999)).map(lambda pages: f"{pages[0]}-{pages[1]}")
URL = st.text("bdfgkm", min_size=5, max_size=9).map(lambda word: f"https://example.org/{word}")
DOI = st.text("bdfgkm", min_size=5, max_size=9).map(lambda word: f"10.1000/{word}")
PEOPLE = st.lists(NAME, min_size=1, max_size=4, unique=True)
EXAMPLES = settings(max_examples=60, derandomize=True)


def names(text: str, separator: str | None = None) -> list[str]:
    return [name.strip() for name in text.split(separator)]


BIBTEX = names("""
    subtitle shorttitle booktitle booksubtitle journal journaltitle shortjournal series organization institution school publisher
    location address edition chapter eventtitle venue note annote annotation addendum howpublished type language keywords
    keyword issn isbn lccn mrnumber zblnumber pmcid copyright pubstate version issuetitle maintitle titleaddon origtitle library
    abstractnote affiliation contents price size timestamp bibsource biburl owner groups file zzz arxivid primaryclass
""")
RIS = names(
    "T2 T3 BT JO JF JA J1 J2 PB CY KW N1 ID LA SN ST M1 M2 M3 DB DP AN C1 C2 C3 C4 C5 C6 C7 C8 AD ET LB RN U1 U2 U3 U4 U5 OP RI SE TA TT AV CN NV CA XX"
)
CSL = names("""
    container-title container-title-short collection-title publisher publisher-place edition genre keyword language note medium
    section source status title-short version volume-title archive archive_location archive-place authority call-number
    citation-label dimensions event event-title event-place jurisdiction references reviewed-title reviewed-genre scale ISBN ISSN
    original-title original-publisher annote custom-field zzz part-title supplement-number number-of-pages
""")
CSV = names(
    """
    Journal,Publication Title,Publisher,Language,Tags,Keywords,Author Keywords,Notes,Extra,Series,Editor,Editors,Place,ISSN,ISBN,Affiliations,
    Funding,Source,Conference Name,Item Type,Library Catalog,Short Title,Rights,My Column,Comment,Abbreviated Source Title,Book Title
""",
    ",",
)


def bare(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def missing(form: str, text: str, values: list[str]) -> list[str]:
    """Return the values of which a word is neither in a draft nor in the report."""
    done = imports.plan(importers.records(importers.File(form, text)), TOY / "papers", TOY, "2026-12-01")
    shown = bare("\n".join([*(outcome.made.text for outcome in done.outcomes), *imports.report(done, "a file")]))
    return [value for value in values if any(bare(word) not in shown for word in re.split(r"[\s,;/-]+", value))]


def told(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from told(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from told(inner)
    else:
        yield str(value)


@EXAMPLES
@given(WORDS, PEOPLE, YEAR, DOI, URL, PAGES, st.dictionaries(st.sampled_from(BIBTEX), WORDS, max_size=6),
       st.dictionaries(st.sampled_from(("editor", "translator", "advisor")), PEOPLE, max_size=2), st.booleans())  # fmt: skip
def test_bibtex(
    title: str, people: list[tuple[str, str]], year: str, doi: str, url: str, pages: str, others: dict[str, str],
    persons: dict[str, list[tuple[str, str]]], is_book: bool,
) -> None:  # fmt: skip
    named = {"author": people, **persons}
    fields = {"title": title, "year": year, "doi": doi, "url": url, "pages": pages, "volume": "3117", **others}
    fields |= {name: " and ".join(f"{family}, {given}" for given, family in names) for name, names in named.items()}
    text = (
        "@"
        + ("book" if is_book else "article")
        + "{k,\n"
        + ",\n".join(f"{k} = {{{v}}}" for k, v in fields.items())
        + "}\n"
    )
    values = [value.replace(" and ", " ") for value in fields.values()]
    assert missing("bibtex", text, values) == [], text


@EXAMPLES
@given(WORDS, PEOPLE, YEAR, DOI, URL, st.lists(st.tuples(st.sampled_from(RIS), WORDS), max_size=6),
       st.lists(st.tuples(st.sampled_from(("A2", "A3", "A4", "ED")), NAME), max_size=3), st.sampled_from(("JOUR", "BOOK", "CHAP")))  # fmt: skip
def test_ris(
    title: str, people: list[tuple[str, str]], year: str, doi: str, url: str, others: list[tuple[str, str]],
    persons: list[tuple[str, tuple[str, str]]], kind: str,
) -> None:  # fmt: skip
    fields = [
        ("TI", title),
        ("PY", year),
        ("DO", doi),
        ("UR", url),
        ("VL", "3117"),
        ("SP", "251"),
        ("EP", "269"),
        *others,
    ]
    fields += [("AU", f"{family}, {given}") for given, family in people]
    fields += [(tag, f"{family}, {given}") for tag, (given, family) in persons]
    text = f"TY  - {kind}\n" + "\n".join(f"{tag}  - {value}" for tag, value in fields) + "\nER  - \n"
    assert missing("ris", text, [value for _, value in fields]) == [], text


@EXAMPLES
@given(WORDS, PEOPLE, YEAR, DOI, URL, PAGES, st.dictionaries(st.sampled_from(CSL), WORDS, max_size=6),
       st.dictionaries(st.sampled_from(("editor", "translator", "container-author", "director", "collection-editor")), PEOPLE, max_size=2),
       st.sampled_from(("article-journal", "book", "chapter")))  # fmt: skip
def test_csl_json(
    title: str, people: list[tuple[str, str]], year: str, doi: str, url: str, pages: str, others: dict[str, str],
    persons: dict[str, list[tuple[str, str]]], kind: str,
) -> None:  # fmt: skip
    item: dict[str, object] = {
        "title": title,
        "issued": {"date-parts": [[int(year), 3]]},
        "DOI": doi,
        "URL": url,
        "page": pages,
        "volume": "3117",
        **others,
    }
    for name, names in {"author": people, **persons}.items():
        item[name] = [{"given": given, "family": family} for given, family in names]
    text = json.dumps([{"id": "k", "type": kind, **item}])
    assert missing("csl-json", text, list(told(item))) == [], text


@EXAMPLES
@given(WORDS, PEOPLE, YEAR, DOI, URL, PAGES, st.dictionaries(st.sampled_from(CSV), WORDS, max_size=6))
def test_csv(
    title: str, people: list[tuple[str, str]], year: str, doi: str, url: str, pages: str, others: dict[str, str]
) -> None:
    authors = "; ".join(f"{family}, {given}" for given, family in people)
    row = {
        "Title": title,
        "Authors": authors,
        "Year": year,
        "DOI": doi,
        "URL": url,
        "Pages": pages,
        "Volume": "3117",
        **others,
    }
    file = io.StringIO()
    csv.writer(file).writerows([list(row), list(row.values())])
    assert missing("csv", file.getvalue(), list(row.values())) == [], file.getvalue()


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json", "csv"])
def test_a_value_that_vanishes_is_found(form: str) -> None:
    text = {
        "bibtex": "@article{k, title = {Waves}}", "ris": "TY  - JOUR\nTI  - Waves\nER  - \n", "csl-json": '[{"title": "Waves"}]',
        "csv": "Title,Year\nWaves,2020\n",
    }[form]  # fmt: skip
    assert missing(form, text, ["Waves", "vbqx"]) == ["vbqx"]
