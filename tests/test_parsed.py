"""Papers kept from build to build."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator import checks, parsed, plain, workers
from generator.input_files import Cache
from generator.paper import Author
from tests.project import ROOT, TOY


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


def test_only_what_changed_is_written_again(kept: tuple[Path, dict[str, tuple[Path, str]], Cache]) -> None:
    folder, files, _ = kept
    before = {path.name: path.stat().st_ino for path in folder.iterdir()}
    known = parsed.read(folder, "1", files)
    papers = [known[path][1][0] for path in sorted(files)[1:]]
    parsed.write(folder, "1", papers, files, known)
    assert len(before) == parsed.FILES
    assert sum(before[path.name] != path.stat().st_ino for path in folder.iterdir()) == 1
    assert set(parsed.read(folder, "1", files)) == {paper.path for paper in papers}


def test_a_vocabulary_that_was_kept_is_what_was_read_unless_a_file_or_the_program_is_another(tmp_path: Path) -> None:
    for root in (ROOT, TOY):
        vocabulary = checks.load(root / "papers", root)[0].vocabulary
        parsed.keep_vocabulary(tmp_path, "1", {"papers/_tags.yml": "a"}, vocabulary)
        assert parsed.vocabulary(tmp_path, "1", {"papers/_tags.yml": "a"}) == vocabulary
        assert parsed.vocabulary(tmp_path, "1", {"papers/_tags.yml": "b"}) is None
        assert parsed.vocabulary(tmp_path, "2", {"papers/_tags.yml": "a"}) is None
    file = tmp_path / parsed.VOCABULARY
    for broken in (
        file.read_bytes()[:-9],
        b"[]",
        b'{"program": "1", "files": {"papers/_tags.yml": "a"}, "entries": {}}',
    ):
        file.write_bytes(broken)
        assert parsed.vocabulary(tmp_path, "1", {"papers/_tags.yml": "a"}) is None


@pytest.mark.parametrize(
    "more",
    [{}, {"orcid": "0000-0002-1825-0097"}, {"family": "van Dyck"}, {"family": "Dyck", "orcid": "0000-0002-1825-0097"}],
)
def test_what_becomes_of_a_paper_as_plain_values_is_the_paper(more: dict[str, str]) -> None:
    library, _ = checks.load(ROOT / "papers", ROOT)
    author = Author(name="Anna van Dyck", **more)
    for paper in (*library.papers, replace(library.papers[0], authors=(author, Author(name="others")))):
        read = plain.paper(json.loads(json.dumps(plain.values(paper))))
        assert read == paper
        assert [one.slug for one in read.authors] == [one.slug for one in paper.authors]


def test_several_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = checks.load(TOY / "papers", TOY)
    monkeypatch.setattr(workers, "FEW", 3)
    monkeypatch.setattr(workers, "_BLOCK", 1)
    assert checks.load(TOY / "papers", TOY) == alone
