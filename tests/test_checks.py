"""Every faulty case gives its whole report; and what a load of many files promises."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.checks import checks, report
from generator.files.source_text import Source
from generator.model.paper import Paper
from tests.conftest import Project
from tests.examples import VOCABULARY, files_of, paper

FAULTY = Path(__file__).parent / "faulty"
CASES = sorted(FAULTY.glob("*.txt"))
TOY = Path(__file__).parent / "toy"


def parse(case: Path) -> tuple[dict[str, str], str]:
    text, _, expected = case.read_text(encoding="utf-8").partition("<<<\n")
    files = {}
    for part in text.split(">>> ")[1:]:
        path, _, content = part.partition("\n")
        files[path] = content
    return files, expected.removesuffix("\n")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 75


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_report(case: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WARNINGS", ())  # they have tests of their own
    files, expected = parse(case)
    listed = any(path.startswith("papers/") for path in files)
    root = project({**(VOCABULARY if listed else {}), **files})
    assert report.checked(root / "papers", root, None, "text", "2026-12-01") == (expected, 1)


def test_toy_is_clean() -> None:
    library, problems = checks.load(TOY / "papers", TOY)
    assert problems == []
    assert len(library.papers) == 12


def test_order_is_newest_first_and_partial_dates_before_days() -> None:
    library, _ = checks.load(TOY / "papers", TOY)
    dates = [p.date for p in library.papers]
    assert dates[:4] == ["2025-02-28", "2024", "2024-01-01", "2023-09-03"]
    assert dates.index("2022-07") < dates.index("2022-07-15")


def test_people_with_variants_are_one() -> None:
    library, _ = checks.load(TOY / "papers", TOY)
    lowe = library.people["frieda-lowe"]
    assert lowe.name == "Frieda Löwe"
    assert len(lowe.papers) == 3
    assert {"Frieda Lion", "F. Löwe", "Frieda Lowe"} <= set(lowe.variants)
    assert library.people["t-anderson-keller"].orcid == "0000-0002-1825-0097"
    assert library.people["gabriel-garcia-marquez"].filed.family == "García Márquez"


def test_a_paper_with_faults_is_left_out(project: Project) -> None:
    root = project({**files_of("field", ""), "papers/second-2024.md": paper("tags: [nothing-like-it]", title="Others")})
    library, problems = checks.load(root / "papers", root)
    assert [p.key for p in library.papers] == ["first-2023"]
    assert [problem.path for problem in problems] == ["papers/second-2024.md"]


def test_entries_of_a_faulty_vocabulary_are_not_told_as_missing(project: Project) -> None:
    root = project({**files_of("field", "tags: [fmri]"), "papers/_tags.yml": "- key: [fmri"})
    library, problems = checks.load(root / "papers", root)
    assert {problem.path for problem in problems} == {"papers/_tags.yml"}
    assert library.papers == ()


def test_cache_reads_only_what_changed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.files import input_files, reading

    root = project({**files_of("field", ""), "papers/second-2024.md": paper(title="Others")})
    cache: input_files.Cache = {}
    checks.load(root / "papers", root, cache)
    read: list[str] = []
    text = reading.paper_text

    def noted(data: bytes, path: str) -> tuple[Paper | None, Source]:
        read.append(path)
        return text(data, path)

    monkeypatch.setattr(reading, "paper_text", noted)
    assert len(checks.load(root / "papers", root, cache)[0].papers) == 2
    assert read == []
    (root / "papers/second-2024.md").write_bytes(b"---\n---\n")
    library, problems = checks.load(root / "papers", root, cache)
    assert read == ["papers/second-2024.md"]
    assert len(library.papers) == 1
    assert problems
    (root / "papers/second-2024.md").unlink()
    assert checks.load(root / "papers", root, cache)[1] == []
    assert "papers/second-2024.md" not in cache


def test_order_of_the_file_system_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    first = checks.load(TOY / "papers", TOY)
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: sorted(scan(folder), key=lambda e: e.name, reverse=True))
    assert checks.load(TOY / "papers", TOY) == first


def test_links_that_go_in_a_circle_and_unreadable_files(project: Project) -> None:
    root = project(files_of("field", ""))
    papers = root / "papers"
    (papers / "loop-2023.md").symlink_to("loop-2023.md")
    (papers / "gone-2023.md").symlink_to("nowhere.md")
    (papers / "self").symlink_to(papers, target_is_directory=True)
    (papers / "folder-2023.md").mkdir()
    os.mkfifo(papers / "pipe-2023.md")
    _, problems = checks.load(papers, root)
    assert {(p.path, p.rule) for p in problems} == {
        ("papers/loop-2023.md", "unreadable-file"),
        ("papers/gone-2023.md", "unreadable-file"),
        ("papers/folder-2023.md", "unreadable-file"),
        ("papers/pipe-2023.md", "unreadable-file"),
        ("papers/self", "unreadable-file"),
    }


def test_a_warning_is_shown_and_fails_nothing(project: Project) -> None:
    root = project({**VOCABULARY, "papers/keller-2027.md": paper("date: 2027\narxiv: 2309.08045")})
    shown = (
        "papers/keller-2027.md:2:7: warning: future-date: 2027 is in the future\n"
        "    date: 2027\n"
        "          ^^^^\n"
        "    correct the date; today is 2026-12-01\n\n"
        "1 paper, no problem, 1 warning"
    )
    assert report.checked(root / "papers", root, None, "text", "2026-12-01") == (shown, 0)
    assert report.checked(root / "papers", root, None, "text", "2027-01-01") == ("1 paper, no problem", 0)
    assert report.checked(root / "papers", root, frozenset(), "text", "2026-12-01")[0] == "0 files, no problem"
    github, _ = report.checked(root / "papers", root, None, "github", "2026-12-01")
    assert github.startswith("::warning file=papers/keller-2027.md,line=2,col=7,title=future-date")
    plain = json.loads(report.checked(root / "papers", root, None, "json", "2026-12-01")[0])
    assert [problem["severity"] for problem in plain] == ["warning"]
    library, problems = checks.load(root / "papers", root)
    assert (len(library.papers), problems) == (1, [])


def test_warnings_beside_problems_are_counted_apart(project: Project) -> None:
    right = paper("date: 2027\narxiv: 2309.08045")
    root = project(
        {
            **VOCABULARY,
            "papers/keller-2027.md": right,
            "papers/b-2024.md": paper("date: x\ndoi: 10.1000/182", title="Others"),
        }
    )
    text, status = report.checked(root / "papers", root, None, "text", "2026-12-01")
    assert status == 1
    assert text.endswith("\n\n1 problem in 1 file, 1 warning")


def test_a_paper_without_identifier_and_with_another_key_is_warned_of(project: Project) -> None:
    root = project({
        **VOCABULARY,
        "papers/muller-2021-waves.md": paper(),
        "papers/traveling-1999-waves.md": paper("authors:\ndate: 1999\ndoi: 10.1000/182", title="Traveling"),
        "papers/keller-2024-a.md": paper("venue: {name: ICLR, year: 2024}\ndoi: 10.1000/183", title="A"),
    })  # fmt: skip
    text, status = report.checked(root / "papers", root, None, "text", "2026-12-01")
    assert status == 0
    assert text == (
        "papers/muller-2021-waves.md: warning: no-identifier: the paper has no identifier\n"
        "    add arxiv, doi, pmid or openreview\n"
        'papers/muller-2021-waves.md: warning: unusual-key: the key "muller-2021-waves" does not fit the first author '
        "and the year\n"
        "    rename a new file to keller-2023-traveling-waves.md; a paper that is on the list keeps its key\n\n"
        "3 papers, no problem, 2 warnings"
    )
