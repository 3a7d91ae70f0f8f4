"""Papers kept from build to build."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import site
from generator.checks import checks
from generator.core import workers
from generator.files import parsed, plain, settings
from generator.files.input_files import Cache
from generator.model.paper import Author
from tests.project import ROOT, TOY, toy_project

TOY_LIBRARY, _ = checks.load(TOY / "papers", TOY)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, dict[str, tuple[Path, str]], Cache]:
    """The toy papers, kept in a folder: the folder, the files, and what was read."""
    cache: Cache = {}
    library, problems = checks.load(TOY / "papers", TOY, cache)
    assert problems == []
    files = {paper.path: (TOY / paper.path, f"content of {paper.key}") for paper in library.papers}
    parsed.write(tmp_path, "1", library.papers, files, {})
    return tmp_path, files, {path: value for path, value in cache.items() if path in files}


def test_what_was_kept_is_what_was_read(kept: tuple[Path, dict[str, tuple[Path, str]], Cache]) -> None:
    folder, files, read = kept
    assert parsed.read(folder, "1", files) == read


def test_another_text_or_program_or_a_broken_file_makes_it_void(
    kept: tuple[Path, dict[str, tuple[Path, str]], Cache],
) -> None:
    folder, files, _ = kept
    changed, *others = files
    files[changed] = (files[changed][0], "another content")
    assert set(parsed.read(folder, "1", files)) == set(others)
    assert parsed.read(folder, "2", files) == {}
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    assert parsed.read(folder, "1", files) == {}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"orcid": "0000-0002-1825-0097"},
        {"family": "van Dyck"},
        {"family": "Dyck", "orcid": "0000-0002-1825-0097"},
        {"group": True},
    ],
)
def test_what_becomes_of_a_paper_as_plain_values_is_the_paper(more: dict[str, Any]) -> None:
    library, _ = checks.load(ROOT / "papers", ROOT)
    author = Author(name="Anna van Dyck", **more)
    for paper in (*library.papers, replace(library.papers[0], authors=(author, Author(name="others")))):
        read = plain.paper(json.loads(json.dumps(plain.values(paper))))
        assert read == paper
        assert [one.slug for one in read.authors] == [one.slug for one in paper.authors]


def test_a_paper_that_is_gone_is_not_kept(kept: tuple[Path, dict[str, tuple[Path, str]], Cache]) -> None:
    folder, files, read = kept
    gone, *papers = TOY_LIBRARY.papers
    del files[gone.path]
    parsed.write(folder, "1", papers, files, read)
    assert parsed.read(folder, "1", files) == {path: value for path, value in read.items() if path != gone.path}


def test_damage_to_what_was_kept_costs_time_and_nothing_else(tmp_path: Path) -> None:
    project = settings.read(toy_project(tmp_path / "toy"))
    site.build(project)
    kept = project.cache_dir / parsed.FILE
    head, _, content = kept.read_bytes().partition(b"\n")
    kept.write_bytes(head + b"\n" + b"{" * len(content))
    file = min(project.papers_dir.glob("[a-z]*.md"))
    file.write_text(file.read_text(encoding="utf-8").replace('title: "', 'title: "Another ', 1), encoding="utf-8")
    site.build(project)
    built = {path: path.read_bytes() for path in project.site_dir.rglob("*") if path.is_file()}
    site.build(project, fresh=True)
    assert {path: path.read_bytes() for path in project.site_dir.rglob("*") if path.is_file()} == built


def test_several_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = checks.load(TOY / "papers", TOY)
    monkeypatch.setattr(workers, "FEW", 3)
    monkeypatch.setattr(workers, "_BLOCK", 1)
    assert checks.load(TOY / "papers", TOY) == alone
