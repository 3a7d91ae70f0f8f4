"""BibTeX: each entry of a file comes in or is reported with its line, and each value is in a draft or in the report."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing import imports
from generator.importing.importers import File, bibtex, bibtex_entries, records
from tests.conftest import Project
from tests.examples import files_of


def _read(text: str) -> list[tuple[int, str, str]]:
    """Line, key, and title or reason of each record."""
    return [
        (record.line, record.label, record.facts.title if record.facts else record.reason)
        for record in bibtex.read(text)
    ]


UNCLOSED = bibtex_entries.UNCLOSED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@in-proceedings{a, title={A}}", [(1, "a", "A")]),
        ('@ article{a, title={A}}\n\n@\tMISC {b, TITLE="B"}', [(1, "a", "A"), (3, "b", "B")]),
        ("@article\n{a,\n title={A}\n}\n@article\n\n\n{b, title={B}}", [(1, "a", "A"), (5, "b", "B")]),
        ('@article(a, title={A (x)})\n@misc(b, title="B)", year=2020)', [(1, "a", "A (x)"), (2, "b", "B)")]),
        ("x@y.org says:\n  @misc{a, title={A}} and @misc{b, title={B}}", [(2, "a", "A"), (2, "b", "B")]),
        ("@misc{a, title={A {b}, year=2020}\n@misc{c, title={C}}", [(1, "a", UNCLOSED), (2, "c", "C")]),
        ('@misc{a, title="A {b", year=2020}\n\n@misc{c, title={C}}', [(1, "a", UNCLOSED), (3, "c", "C")]),
        (
            "@misc{a, title={A}\n@misc{c, title={C}}\n@misc{d, title={D",
            [(1, "a", UNCLOSED), (2, "c", "C"), (3, "d", UNCLOSED)],
        ),
        (
            "@misc{a title={A} year={2020}}\n@misc{title={B}}\n@misc{, title={C}}",
            [(1, "a", "A"), (2, "", "B"), (3, "", "C")],
        ),
        (
            "@misc{a}\n@misc{b,}\n@misc{}",
            [(1, "a", "it has no title"), (2, "b", "it has no title"), (3, "", "it has no title")],
        ),
        ("@misc{a, title={A \\{ b}, year=2020}\n@misc{c, title={C \\} d}}", [(1, "a", "A { b"), (2, "c", "C } d")]),
        ("@misc{a, title=A bare one, year=2020}\n@misc{b, title=B year=2020}", [(1, "a", "A bare one"), (2, "b", "B")]),
        (
            "@article\n title = {lost}\n@book lost, {b}",
            [(1, "", "no brace follows @article"), (3, "", "no brace follows @book")],
        ),
        ("@comment{x} @comment{ @misc{a, title={A}} }\n@comment y\n@misc{b, title={B}}", [(3, "b", "B")]),
        (
            "@comment{\n@misc{a, title={A}}\n}\n@misc{b, title={B}}",
            [(2, "a", "it stands in an @comment"), (4, "b", "B")],
        ),
        ("@comment{ open\n@misc{a, title={A}}\n@Comment{jabref-meta: x;}", [(2, "a", "A")]),
        ('@preamble{"a" # {b}}\n@preamble{ open\n@misc{a, title={A}}', [(2, "", UNCLOSED), (3, "a", "A")]),
        (
            '@string{j = {J}}\n@string(k = "K")\n@String{l = {open}\n@misc{a, title=j # " " # K}',
            [(3, "@string", UNCLOSED), (4, "a", "J K")],
        ),
        ("% @misc{a, title={A}}\n@misc{b, title={B}}", [(2, "b", "B")]),
        (
            "@proceedings{p, title={P}}\n@unheard{a, title={A}}",
            [(1, "p", "@proceedings is not a paper"), (2, "a", "A")],
        ),
        (
            "@misc{a, title={\\footnote}}\n@misc{b, title={\\sqrt}}\n@misc{c, title={\\href{x}}}",
            [(1, "a", r"\footnote"), (2, "b", r"\sqrt"), (3, "c", r"\href{x}")],
        ),
        ('@misc{Smith (2020): x, title = "A ""quoted"" title"}', [(1, "Smith (2020): x", 'A "quoted" title')]),
    ],
)
def test_each_entry_is_read_or_reported(text: str, found: list[tuple[int, str, str]]) -> None:
    assert _read(text) == found


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("@misc{a, title={A}}, year=2020}", "a brace is one too many"),
        ("@misc{a, title={A}, some junk, year=2020}", '"some junk" is no field'),
        ("@misc{a, title={A}, note = xx # {y}}", 'note: there is no @string "xx"'),
        ("@misc{a, title={A}, crossref = {b}}", 'crossref: there is no entry "b"'),
        ("@misc{a, title={A}, year = {in press}, year = 2020}", 'date: "in press" has no year in it'),
        (
            "@misc{a, title={A}, journal = {J \\foo{x}}}",
            "journal: \\foo was not converted from LaTeX and stays as it was written",
        ),
    ],
)
def test_what_is_wrong_in_an_entry_that_is_read_is_reported(text: str, remark: str) -> None:
    record = next(iter(bibtex.read(text)))
    assert record.facts is not None
    assert (record.facts.title, record.facts.left_out) == ("A", [remark])


@pytest.mark.parametrize(
    ("fields", "date", "unused"),
    [
        ("year=2020, month=mar, day=12", "2020-03-12", []),
        ("year=2020, month={Michaelmas}", "2020", [("month", "Michaelmas")]),
        ("year=2020, month={Michaelmas}, day=3", "2020", [("month", "Michaelmas"), ("day", "3")]),
        ("date={2020-03}, year=2020", "2020-03", []),
        ("date={2020-03}, year=2021", "2020-03", [("year", "2021")]),
        (
            "year=2020, eprint={2003.00001}, archiveprefix={arXiv}, primaryclass={q-bio.NC}",
            "2020",
            [("primaryclass", "q-bio.NC")],
        ),
    ],
)
def test_parts_of_dates_that_are_not_taken_are_reported(fields: str, date: str, unused: list[tuple[str, str]]) -> None:
    record = next(iter(bibtex.read(f"@misc{{a, title={{A}}, {fields}}}")))
    assert record.facts is not None
    assert (record.facts.date, record.facts.unused) == (date, unused)


def test_words_beside_a_year_are_reported() -> None:
    record = next(iter(bibtex.read("@misc{a, title={A}, year={2020, in press}}")))
    assert record.facts is not None
    assert (record.facts.date, record.facts.left_out) == ("2020", ['date: "2020, in press" is read as 2020'])


def test_macros_of_titles_and_names_wait_for_a_person() -> None:
    record = next(
        iter(
            bibtex.read(
                r"@misc{a, title={A \cite{x} \textcolor{red}{B}}, "
                r"author={Ann \foo{Lee} and \O{}ystein Cnes and {\O}ystein Bnes}}"
            )
        )
    )
    assert record.facts is not None
    assert record.facts.authors == [r"Ann \foo{Lee}", "Øystein Cnes", "Øystein Bnes"]
    assert [doubt.partition(" was")[0] for doubt in record.facts.doubts] == [r"authors: \foo", r"title: \cite"]
    assert record.facts.left_out == [r'title: "\textcolor{red}" has no field']


def test_papers_on_different_macros_are_different(project: Project) -> None:
    root = project(files_of("field", ""))
    text = "".join(
        f"@misc{{k{n}, title={{An Index for \\{name}}}}}\n" for n, name in enumerate(("TeX", "LaTeX", "foo", "cite{a}"))
    )
    done = imports.plan(bibtex.read(text), root / "papers", root, "2026-01-01")
    assert [outcome.made.reason for outcome in done.listed] == []
    assert [re.search(r'title: "(.*)"', outcome.made.text)[1] for outcome in done.brought] == [  # type: ignore[index]  # each has one
        "An Index for TeX",
        "An Index for LaTeX",
        r"An Index for \\foo",
        r"An Index for \\cite{a}",
    ]


def test_what_a_paper_file_has_room_for_is_kept() -> None:
    said = {record.label: record.facts for record in bibtex.read(r"""
        @phdthesis{thesis, title={A}, school={Lake University}, year=2020, language={german}}
        @techreport{report, title={B}, institution={Lake Institute}, number={7}, year=2020}
        @misc{series, title={C}, series={Lake Notes}, volume={3}}
        @misc{linked, title={\href{https://example.org/d}{D}}, howpublished={See \url{https://example.org/x\_y}}}
        @inproceedings{child, title={E}, crossref={parent}}
        @misc{data, title={F}, xdata={one, two}}
        @xdata{one, publisher={Lake Press}, xdata={two}}
        @xdata{two, journal={Lakes}}
        @proceedings{parent, title={Proceedings of Lakes}, editor={Ed Itor}, year=2020}
        @misc{loop, title={G}, crossref={loop}}
    """)}  # fmt: skip
    venues = {key: facts.venue["name"] for key, facts in said.items() if facts and facts.venue["name"]}
    assert venues == {
        "thesis": "Lake University",
        "report": "Lake Institute",
        "series": "Lake Notes",
        "child": "Proceedings of Lakes",
        "data": "Lakes",
    }
    assert said["thesis"] is not None
    assert said["thesis"].language == "german"
    assert said["linked"] is not None
    assert {"https://example.org/d", "https://example.org/x_y"} <= set(said["linked"].addresses)
    assert said["child"] is not None
    assert said["child"].unused == [("editor", "Ed Itor")]


_FIELD_NAMES = """
    author editor date year month journal journaltitle booktitle maintitle series volume number issue pages publisher
    school institution organization howpublished note annote address location isbn issn url pdf doi eprint pmid keywords
    keyword type chapter edition translator language langid timestamp biburl file subtitle titleaddon unheard x-own
"""
_FIELDS = _FIELD_NAMES.split()


def _random_entry(random_: random.Random, number: int) -> tuple[str, list[str]]:
    """An entry of random fields, and words of its values that have to be found again."""
    lines, words = [f"title = {{Title t{number}q}}"], [f"t{number}q"]
    for name in random_.sample(_FIELDS, random_.randint(1, 14)):
        word = f"{name.replace('-', '')}{number}q"
        values = {
            "year": "2020", "date": "2020-03-01", "month": "mar", "doi": f"10.1000/{word}",
            "url": f"https://example.org/{word}", "pdf": f"https://example.org/{word}.pdf",
            "author": f"Lee, {word.title()}",
        }  # fmt: skip
        value = values.get(name, f"The {word} of {{\\'E}}")
        lines.append(f"{name} = {{{value}}}")
        if name not in ("year", "date", "month"):
            words.append(word)
    return f"@{random_.choice(['article', 'inproceedings', 'phdthesis', 'misc', 'book'])}{{k{number},\n" + ",\n".join(
        lines
    ) + "\n}\n", words


def test_every_value_is_in_the_draft_or_in_the_report(project: Project) -> None:
    root = project(files_of("field", ""))
    random_ = random.Random(23)  # noqa: S311 - for the same entries each time
    entries = [_random_entry(random_, number) for number in range(300)]
    text = "\n".join(entry for entry, _ in entries)
    done = imports.plan(records(File("bibtex", text)), root / "papers", root, "2026-01-01")
    assert len(done.brought) == len(entries)
    report = "\n".join(imports.report(done, "a.bib"))
    for outcome, (entry, words) in zip(done.brought, entries, strict=True):
        lines = [line for line in report.split("\n") if outcome.made.path in line]
        held = re.sub(r"[^a-z0-9]", "", (outcome.made.text + "".join(lines)).lower())
        assert [word for word in words if word.lower() not in held] == [], entry


def test_mutated_files_lose_no_entry() -> None:
    """Whatever single characters are lost or added, each entry that begins on a line of its own has an outcome."""
    random_ = random.Random(23)  # noqa: S311 - for the same files each time
    for _ in range(300):
        entries = [list(_random_entry(random_, number)[0]) for number in range(4)]
        for entry in entries:
            place = random_.randrange(12, len(entry))
            entry[place : place + random_.randint(0, 1)] = random_.choice(
                ["", "{", "}", '"', ",", "=", "#", "\\", "\n", "(", "%"]
            )
        text = "".join(map("".join, entries))
        starts = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"@[a-z]+\{", line)]
        lines = [record.line for record in bibtex.read(text)]
        assert set(starts) <= set(lines), text


@given(
    st.lists(
        st.sampled_from([*'@{}()",=#\\%\n a1', "@article{", "@comment{", "@string{", "title=", "@misc\n", "{a,"])
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    lines = [record.line for record in bibtex.read(text)]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@pytest.mark.parametrize(
    "piece",
    [
        "@comment{",
        "@comment{\n",
        "@a{",
        "@misc{a,\n",
        "@misc{a,x",
        '@misc{a,title="',
        "{",
        '"',
        "a ",
        " = ",
        "@",
        "@misc{a, title={}}, ",
    ],
)
def test_long_hostile_files_take_little_time(piece: str) -> None:
    start = time.perf_counter()
    list(bibtex.read(piece * 20_000))
    list(bibtex.read("@misc{k, title = " + piece * 20_000))
    assert time.perf_counter() - start < 30


def test_the_format_is_known_by_its_content(tmp_path: Path) -> None:
    from generator.importing import importers

    for number, text in enumerate(
        ("@in-proceedings{a, title={A}}", "@ article\n{a, title={A}}", "\n@article(a, title={A})")
    ):
        file = tmp_path / f"{number}.txt"
        file.write_text(text)
        assert importers.opened(file, None).form == "bibtex"
