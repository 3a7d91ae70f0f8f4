"""The exports that people have: each is recognized, and what it says of a paper is found or reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from generator.importing import author_entries, facts, importers
from generator.importing.importers import columns
from generator.model import names
from generator.model.vocabulary import Vocabulary
from tests.conftest import Project
from tests.examples import files_of
from tests.exports import DOIS, EXPORTS, TITLES, URLS, VENUES
from tests.test_importers import drafts_of, run

__all__ = ["run"]  # a fixture

Run = Callable[..., Result]


def parts(authors: list[Any]) -> list[tuple[str, str]]:
    """Return the first initial and the family name with its particle of each author."""
    found = [names.split(author_entries.name_of(author)) for author in authors]
    return [(name.given[:1], name.surname) for name in found]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_field_of_an_export_is_found_or_reported(name: str) -> None:
    export = EXPORTS[name]
    text, _ = importers.decoded(export.text.encode(), name)
    assert importers.told_from(text) == export.form
    records = list(importers.records(importers.File(export.form, text)))
    assert [record.reason for record in records] == ["", ""]
    drafts = [facts.draft(record.facts, Vocabulary(), "2026-12-01") for record in records if record.facts]
    values = [draft.values for draft in drafts]
    assert [value["title"] for value in values] == list(TITLES)
    assert [parts(value["authors"]) for value in values] == [[("A", "Lee"), ("B", "van der Berg")], [("C", "Ode")]]
    assert [value["date"][:4] for value in values] == ["2020", "2021"]
    assert [value["doi"] for value in values] == list(DOIS)
    venues = [{"name": VENUES[0], "year": "2020", "volume": "12", "number": "3", "pages": "101–110"},
              {"name": VENUES[1], "year": "2021", "volume": "1", "number": "2", "pages": "7–9"}]  # fmt: skip
    for value, expected in zip(values, venues, strict=True):
        found = {key: text for key, text in value["venue"].items() if key != "publisher"}
        if "semantic" in name and found["volume"] == "12 3":  # as it is there
            found["volume"] = "12"
        assert found == {key: text for key, text in expected.items() if key not in export.lacks}
    if "language" not in export.lacks:
        assert [value["language"].partition("-")[0] for value in values] == ["en", "en"]
    if "url" not in export.lacks:
        assert [value["links"]["page"] for value in values] == list(URLS)
    assert set(export.unknown) <= {field for draft in drafts for field in draft.unused}
    assert "SECRET" not in str(values)


def test_what_an_export_has_besides_is_reported_by_field(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "scopus.csv").write_text(EXPORTS["scopus.csv"].text)
    done = run(root, "import", "scopus.csv")
    assert done.stdout == "2 records: 2 came in as drafts, 0 listed\n"
    assert 'left out: EID: "2-s2.0-2" has no field' in done.stderr
    assert "EID (2)" in done.stderr
    assert "Affiliations (1)" in done.stderr
    assert "did you mean" not in done.stderr
    assert len(drafts_of(root)) == 2


@pytest.mark.parametrize(
    ("name", "field"),
    [("Jorunal", "venue"), ("Auhtors", "authors"), ("Publcation Year", "date"), ("Keywrods", "tags"),
     ("Titel", "title"), ("DOI ", ""), ("Document Type", ""), ("Item Type", ""), ("Affiliations", ""), ("EID", ""),
     ("Editors", ""), ("Cited by", ""), ("Rating", ""), ("AN", "")],
)  # fmt: skip
def test_the_nearest_field_of_a_name(name: str, field: str) -> None:
    assert columns.nearest(name) == field


def test_a_misspelt_column_is_reported_with_the_field_that_it_may_mean(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.csv").write_text("Title,Jorunal,Mood\nLakes of one,J. Lakes,\nLakes of two,J. Seas,calm\n")
    done = run(root, "import", "a.csv", "--dry-run")
    assert done.stderr.splitlines()[-1] == (
        "fields without a place in a paper file: Jorunal (2; did you mean venue?), Mood (1); "
        "lines such as Jorunal: venue in a file for --fields say so"
    )
    (root / "names.yml").write_text("Jorunal: venue\nMood: tags\n")
    done = run(root, "import", "a.csv", "--fields", "names.yml")
    assert "without a place" not in done.stderr
    assert "venue: {name: J. Seas}" in "".join(drafts_of(root).values())


@pytest.mark.parametrize(
    ("text", "unknown", "expected"),
    [
        ("title,url,link\nLakes,https://example.org/a,https://example.org/a\n", (), {"links": {"page": "https://example.org/a"}}),
        ("title,keywords,tags\nLakes,eeg; fmri,seas\n", (), {"tags": ["seas", "eeg", "fmri"]}),
        ("title,tags,tags\nLakes,eeg,fmri\n", (), {"tags": ["eeg", "fmri"]}),
        ("title,year,publication date\nLakes,2020,2020-03-12\n", (), {"date": "2020-03-12"}),
        ("title,year,date added,date\nLakes,2019,2024-01-01,2020-03-12\n", ("date added", "year"),
         {"date": "2020-03-12"}),
        ("title,year,month,day\nLakes,2020,March,12\n", (), {"date": "2020-03-12"}),
        ("title,year,month\nLakes,2020,Lent\n", ("month",), {"date": "2020"}),
        ("title,journal,conference\nLakes,J. Lakes,Seas\n", ("conference",), {"venue": {"name": "J. Lakes"}}),
        ("title,doi,item doi\nLakes,10.1000/a,10.1000/b\n", ("item doi",), {"doi": "10.1000/a"}),
        ("title,extra\nLakes,arXiv:2001.00001 [q-bio]\n", (), {"arxiv": "2001.00001"}),
        ("title,extra\nLakes,read it\n", ("extra",), {}),
        ("title,language\nLakes,Französisch\n", (), {"language": "fr"}),
        ("sep=;\ntitle;year\nLakes;2020\n", (), {"date": "2020"}),
        ("\ufefftitle|year|authors\nLakes|2020|Ann Lee\n", (), {"date": "2020", "authors": ["Ann Lee"]}),
    ],
)  # fmt: skip
def test_several_columns_for_one_field(text: str, unknown: tuple[str, ...], expected: dict[str, Any]) -> None:
    (record,) = importers.records(importers.File("csv", text))
    assert record.facts
    draft = facts.draft(record.facts, Vocabulary(), "2026-12-01")
    assert sorted(draft.unused) == sorted(unknown)
    assert {name: value for name, value in draft.values.items() if name not in ("title", "added")} == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Naam,Jaar,Tekst\nGolven,2020,lang\nZee,2021,kort\n"),
        ("a.txt", "Ann Lee\nlakes and seas\n"),
        ("contacts.csv", "name,email,url\nAnn Lee,a@example.org,https://example.org\nBob Roe,,\nCy Ode,,\n"),
        ("citations.txt", f"1: Lee A. Lakes. {'J Lakes. ' * 40}\n\n2: Roe B. Seas. {'J Seas. ' * 40}\n"),
        ("text.txt", f"Introduction\n{'We study lakes. ' * 30}\nMethods\n{'We did it. ' * 40}\n"),
        ("tagged.txt", "ID: CD1\nAU: Lee A\nTI: Lakes\n" + f"AB: {'long ' * 80}\n" * 3 + "YR: 2020\n"),
        ("a.xml", "<?xml version='1.0'?><xml><records><record><titles/></record></records></xml>"),
    ],
)
def test_a_file_of_unknown_kind_is_refused_with_the_formats(project: Project, run: Run, name: str, text: str) -> None:
    root = project(files_of("field", ""))
    (root / name).write_text(text)
    done = run(root, "import", name)
    assert done.exit_code == 1
    assert re.search(r"--format \(bibtex, ris, csl-json, json, csv, .*\)", done.stderr)
    assert done.stderr.count("\n") == 1
    assert not (root / "drafts").exists()


def test_a_table_without_a_title_column_is_refused_with_its_columns(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.csv").write_text("Naam,Jaar\nGolven,2020\n")
    done = run(root, "import", "a.csv", "--format", "csv")
    assert done.exit_code == 1
    assert 'the first row is "Naam", "Jaar"; write lines such as Headline: title' in done.stderr
    (root / "names.yml").write_text("Naam: title\nJaar: date\n")
    assert run(root, "import", "a.csv", "--format", "csv", "--fields", "names.yml").exit_code == 0
    assert "golven" in next(iter(drafts_of(root)))


def test_an_open_quote_ends_no_table() -> None:
    text = 'title,year\nLakes of one,2020\n"Lakes of two,2021\nLakes of three,2022\n"Lakes of four",2023\n'
    records = list(importers.records(importers.File("csv", text)))
    assert [(record.line, record.facts.title if record.facts else "") for record in records] == [
        (2, "Lakes of one"), (3, ""), (4, "Lakes of three"), (5, "Lakes of four"),
    ]  # fmt: skip
    assert "it is not CSV" in records[1].reason


def test_json_that_is_no_paper_is_reported() -> None:
    (record,) = importers.records(importers.File("json", '{"name": "a-package", "version": "1.0"}'))
    assert record.facts is None
    assert record.reason == "it has no title"
    (record,) = importers.records(importers.File("json", '[{"name": "Lakes", "year": 2020}]'))
    assert record.facts


def test_endnote_records_without_a_type_end_at_blank_lines() -> None:
    records = importers.records(importers.File("endnote", "%A Lee, Ann\n%T Lakes\n\n%A Roe, Bob\n%T Seas\n"))
    assert [record.facts.title for record in records if record.facts] == ["Lakes", "Seas"]


def test_orcid_ids_of_web_of_science_belong_to_the_one_author_of_the_name() -> None:
    first, _ = importers.records(importers.File("web-of-science", EXPORTS["savedrecs.txt"].text))
    assert first.facts
    assert first.facts.authors == [{"name": "Ann B. Lee", "orcid": "0000-0002-1825-0097"}, "Bo van der Berg"]
    found = author_entries.with_orcids(["Ann Lee", "Al Lee", "Bob Roe"], "Lee, A/0000-0002-1825-0097")
    assert found == ["Ann Lee", "Al Lee", "Bob Roe"]


def test_a_table_with_bibtex_in_its_cells_is_a_table() -> None:
    text = 'Title,Authors,BibTeX\nLakes,Ann Lee,"\n@article{a, title={Lakes}}"\n'
    assert importers.told_from(text) == "csv"
    assert importers.told_from("@article{a,\n  title = {Lakes; title, authors}}\n") == "bibtex"


def test_drafts_of_all_exports_lack_words_only(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    for name, export in EXPORTS.items():
        (root / name).write_text(export.text)
        assert run(root, "import", name).stdout.startswith("2 records: 2 came in")
        told = run(root, "drafts").output
        rules = {line.split(": ")[1] for line in told.splitlines() if line.startswith("drafts/") and ": " in line}
        assert rules <= {"missing-field", "missing-summary", "unknown-tag", "unknown-venue"}, told
        for draft in (root / "drafts").glob("*.md"):
            draft.unlink()
