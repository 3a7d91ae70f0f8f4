"""Dates in the forms that records and people have: read as exactly as is sure, and reported where less was taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.program import main
from generator.core.text import dates
from generator.importing import importers
from tests.conftest import Project
from tests.examples import files_of

WHOLE = {
    "2020": "2020", "c2019": "2019", "[2019]": "2019", "©2020": "2020", "(2020)": "2020", "2020a": "2020",
    "2020///": "2020", "2020-00-00": "2020", "٢٠٢٠": "2020", "March 2020": "2020-03", "2020-03": "2020-03",
    "03.2020": "2020-03",
    "3/2020": "2020-03", "202003": "2020-03", "2020-03-XX": "2020-03", "2020/03//": "2020-03", "2020년 3월": "2020-03",
    "Sept. 2020": "2020-09", "juin 2020": "2020-06", "juil. 2020": "2020-07", "мая 2019": "2019-05",
    "12 March 2020": "2020-03-12", "March 12, 2020": "2020-03-12", "12.03.2020": "2020-03-12",
    "2020/3/12": "2020-03-12", "20200312": "2020-03-12", "25/12/2020": "2020-12-25", "12/25/2020": "2020-12-25",
    "05/05/2020": "2020-05-05", "2020 Mar 12": "2020-03-12", "2020/03/12/": "2020-03-12",
    "2020//Mar 12": "2020-03-12", "2020.03.12": "2020-03-12", "2020-03-12T00:00:00Z": "2020-03-12",
    "Thu, 12 Mar 2020 00:00:00 GMT": "2020-03-12", "2020年3月12日": "2020-03-12", "12. März 2020": "2020-03-12",
    "1er août 2019": "2019-08-01", "3 de marzo de 2020": "2020-03-03", "3 de março de 2020": "2020-03-03",
    "5 maggio 2018": "2018-05-05", "3rd of May, 2019": "2019-05-03", "Published online: 3 May 2019": "2019-05-03",
}  # fmt: skip
LESS = {
    "03/12/2020": "2020", "03-12-2020": "2020", "Spring 2019": "2019", "2020 Winter": "2020", "2020 Mar-Apr": "2020",
    "2019-2020": "2019", "2018-19": "2018", "2020-21": "2020", "2020/2021": "2020", "2020~": "2020", "ca. 2019": "2019",
    "2020/..": "2020", "in press 2020": "2020", "2019 Q3": "2019", "Dec 2019 - Jan 2020": "2019", "2020-13-01": "2020",
    "2023-09/2023-10": "2023-09", "12-15 March 2020": "2020-03", "2020/03/12/Spring": "2020-03-12",
}  # fmt: skip
NONE = ["n.d.", "in press", "forthcoming", "o. J.", "202X", "23", "1399", "Mar-20", "20", "0000-00-00"]


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_sure_is_read(text: str) -> None:
    assert dates.read(text) == dates.ReadDate(WHOLE[text])


@pytest.mark.parametrize("text", LESS)
def test_what_is_not_sure_is_reported(text: str) -> None:
    found = dates.read(text)
    assert found.value == LESS[text]
    assert found.remark.startswith(f'date: "{text}" is read as {LESS[text]}')


@pytest.mark.parametrize("text", NONE)
def test_a_text_without_a_year_is_reported(text: str) -> None:
    assert dates.read(text) == dates.ReadDate("", f'date: "{text}" has no year in it')


def test_an_ambiguous_day_says_why() -> None:
    assert dates.read("03/12/2020").remark.endswith(", since day and month cannot be told apart")


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        (("2020", "mar~12"), "2020-03-12"), (("2020", "12~mar"), "2020-03-12"), (("2020", "3", "12"), "2020-03-12"),
        (("2020", "Oktober"), "2020-10"), (("2020", "MAR 12"), "2020-03-12"), (("2020-03-01", "apr"), "2020-03-01"),
        (("2020", "Mar-Apr"), "2020"), (("2020", "Spring"), "2020"), (("2020", "13"), "2020"),
    ],
)  # fmt: skip
def test_month_and_day_in_fields_of_their_own(given_: tuple[str, ...], value: str) -> None:
    found = dates.read(*given_)
    assert found.value == value
    assert bool(found.remark) is (value == "2020")


@pytest.mark.parametrize(
    ("variable", "value", "whole"),
    [
        ({"date-parts": [[2020, 3, 12]]}, "2020-03-12", True),
        ({"date-parts": [["2020", "03"]]}, "2020-03", True),
        ({"date-parts": [["2020", "Mar", 12]]}, "2020-03-12", True),
        ({"date-parts": [2020, 3]}, "2020-03", True),
        ({"date-parts": [[2020, 3], [2020, 5]]}, "2020-03", False),
        ({"date-parts": [[2019]], "season": "1"}, "2019", False),
        ({"date-parts": [[2019]], "circa": True}, "2019", False),
        ({"date-parts": [[None]]}, "", True),
        ({"raw": "12 March 2020"}, "2020-03-12", True),
        ({"literal": "Spring 2019"}, "2019", False),
        ({"literal": "n.d."}, "", False),
        ({"date-parts": [[]], "raw": "2020/3"}, "2020-03", True),
        ("2020-03", "2020-03", True),
        (2020, "2020", True),
        (None, "", True),
    ],
)
def test_dates_of_csl(variable: Any, value: str, whole: bool) -> None:
    found = dates.read_csl(variable)
    assert (found.value, not found.remark) == (value, whole)


@given(st.one_of(st.text(max_size=30), st.text("0123456789-/. XMarch~年", max_size=14)))
def test_any_text_gives_a_date_or_a_remark(text: str) -> None:
    found = dates.read(text)
    assert not found.value or len(found.value) in (4, 7, 10)
    assert found.value or found.remark or not text.split()


SOURCES: dict[str, tuple[str, Callable[[str], str]]] = {
    "bibtex": ("bib", lambda text: f"@misc{{a, title = {{Waves}}, date = {{{text}}}}}"),
    "ris DA": ("ris", lambda text: f"TY  - JOUR\nTI  - Waves\nDA  - {text}\nER  - \n"),
    "ris PY": ("ris", lambda text: f"TY  - JOUR\nTI  - Waves\nPY  - {text}\nER  - \n"),
    "csl raw": ("json", lambda text: f'[{{"title": "Waves", "issued": {{"raw": "{text}"}}}}]'),
    "csl literal": ("json", lambda text: f'[{{"title": "Waves", "issued": {{"literal": "{text}"}}}}]'),
    "csv": ("csv", lambda text: f'title,date\nWaves,"{text}"\n'),
    "zotero": ("json", lambda text: f'[{{"itemType": "journalArticle", "title": "Waves", "date": "{text}"}}]'),
    "enw": ("enw", lambda text: f"%0 Journal Article\n%T Waves\n%D {text}\n"),
    "nbib": ("nbib", lambda text: f"PMID- 1\nTI  - Waves\nDP  - {text}\n"),
    "yaml": ("jsonl", lambda text: f'{{"title": "Waves", "date": "{text}"}}'),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("12 March 2020", "2020-03-12", ""),
        ("12.03.2020", "2020-03-12", ""),
        ("20200312", "2020-03-12", ""),
        ("03/12/2020", "2020", "since day and month cannot be told apart"),
        ("Spring 2019", "2019", 'date: "Spring 2019" is read as 2019'),
        ("n.d.", "", 'date: "n.d." has no year in it'),
    ],
)
def test_every_importer_reads_dates_alike(
    project: Project, monkeypatch: pytest.MonkeyPatch, source: str, text: str, value: str, remark: str
) -> None:
    root = project(files_of("field", ""))
    monkeypatch.chdir(root)
    suffix, write = SOURCES[source]
    (root / f"in.{suffix}").write_text(write(text), encoding="utf-8")
    done = CliRunner().invoke(main, ["import", f"in.{suffix}"])
    (draft,) = (root / "drafts").glob("*.md")
    found = [line for line in draft.read_text().splitlines() if line.startswith("date: ")]
    assert found == ([f"date: {value}"] if value else []), done.output
    assert remark in done.stderr
    assert bool(remark) is ("date:" in done.stderr), done.stderr


def test_a_month_of_bibtex_with_a_day_behind_it(tmp_path: Path) -> None:
    text = '@misc{a, title = {Waves}, year = 2020, month = mar # "~12"}'
    (record,) = importers.records(importers.File("bibtex", text))
    assert record.facts
    assert record.facts.date == "2020-03-12"
