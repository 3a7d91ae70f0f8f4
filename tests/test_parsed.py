"""Papers kept from build to build."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import checks, parsed, plain, settings, site, workers
from generator.edit import between
from generator.input_files import Cache
from generator.library import Library
from generator.paper import Author, Links, Paper
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


Kept = tuple[Path, dict[str, tuple[Path, str]], Cache]


def kept_library(kept: Kept, *, keep: bool = True) -> Library | None:
    folder, files, _ = kept
    if keep:
        parsed.keep_vocabulary(folder, "1", {}, TOY_LIBRARY.vocabulary)
        parsed.keep_library(folder, "1", {}, TOY_LIBRARY)
    contents = {path: content for path, (_, content) in files.items()}
    return parsed.library(folder, "1", {}, contents, TOY_LIBRARY.snapshots)


def test_a_library_that_was_kept_is_the_one_that_was_read(kept: Kept) -> None:
    library = kept_library(kept)
    assert library
    for name in ("in_category", "with_tag", "by_author", "at_venue", "in_year"):
        assert list(getattr(library, name)) == list(getattr(TOY_LIBRARY, name)) or name == "by_author"
        assert dict(getattr(library, name)) == dict(getattr(TOY_LIBRARY, name))
    assert library.newest == TOY_LIBRARY.newest
    assert library.number_of_authors == TOY_LIBRARY.number_of_authors
    assert library.with_code == TOY_LIBRARY.with_code
    assert library.people == TOY_LIBRARY.people
    assert library == TOY_LIBRARY


def test_a_library_that_was_kept_is_edited_like_any_other(kept: Kept) -> None:
    for number, paper in enumerate(TOY_LIBRARY.papers):
        library = kept_library(kept)
        new = replace(paper, title=f"Another {number}", links=Links(code="https://example.org/code"))
        edit = between([paper], [new])
        assert library
        assert edit
        edited = library.edited(edit)
        fresh = Library.of([new if p is paper else p for p in TOY_LIBRARY.papers], TOY_LIBRARY.vocabulary)
        for name in ("in_category", "with_tag", "by_author", "at_venue", "in_year"):
            assert edited.groups(name, edit) == fresh.groups(name, edit)
        assert edited.newest == fresh.newest
        assert edited.people == fresh.people
        assert edited.with_code == fresh.with_code
        assert edited.papers == fresh.papers


def test_a_library_is_not_known_after_more_than_an_edit_or_from_a_broken_file(kept: Kept) -> None:
    folder, files, read = kept
    assert kept_library(kept, keep=False) is None
    assert kept_library(kept)
    assert parsed.library(folder, "1", {"papers/_tags.yml": "b"}, {}, ()) is None
    first, *_ = files
    assert kept_library((folder, {**files, first: (files[first][0], "another")}, read)) is None
    for broken in (b"", b"[]", b"{}", (folder / parsed.LIBRARY).read_bytes()[:-9]):
        (folder / parsed.LIBRARY).write_bytes(broken)
        assert kept_library(kept, keep=False) is None
    paper = TOY_LIBRARY.papers[0]
    for other, known in ((replace(paper, title="Another"), True), (replace(paper, added="2020-01-01"), False)):
        assert kept_library(kept)
        parsed.write(folder, "1", [other, *TOY_LIBRARY.papers[1:]], files, {})
        assert bool(kept_library(kept, keep=False)) is known


def test_a_paper_that_is_gone_is_not_kept(kept: Kept) -> None:
    folder, files, _ = kept
    gone, *papers = TOY_LIBRARY.papers
    del files[gone.path]
    known = parsed.read(folder, "1", files)
    parsed.write(folder, "1", [known[paper.path][1][0] for paper in papers if known[paper.path][1][0]], files, known)
    fewer = Library.of(papers, TOY_LIBRARY.vocabulary)
    parsed.keep_vocabulary(folder, "1", {}, fewer.vocabulary)
    parsed.keep_library(folder, "1", {}, fewer)
    assert parsed.library(folder, "1", {}, {path: content for path, (_, content) in files.items()}, ()) == fewer


def test_an_edited_paper_is_kept_in_its_place(kept: Kept) -> None:
    folder, files, _ = kept
    assert kept_library(kept)
    paper = replace(TOY_LIBRARY.papers[2], title="Another", tldr="Of something else.", digest="other")
    parsed.replace(folder, "1", {paper.path: ("another content", paper)})
    library = kept_library((folder, {**files, paper.path: (files[paper.path][0], "another content")}, {}), keep=False)
    assert library
    assert library.papers == (*TOY_LIBRARY.papers[:2], paper, *TOY_LIBRARY.papers[3:])


def test_a_paper_is_read_when_it_is_asked_for() -> None:
    papers = TOY_LIBRARY.papers
    lines = [json.dumps(plain.values(paper)).encode() for paper in papers]

    def read() -> Sequence[Paper]:
        return plain.kept(zip(*map(plain.soon, papers), strict=True), lines)

    assert [(paper.key, paper.title) for paper in read()] == [(paper.key, paper.title) for paper in papers]
    assert {type(paper) for paper in read()} == {plain.KeptPaper}
    assert [paper.authors for paper in read()] == [paper.authors for paper in papers]
    assert read() == list(papers)
    assert list(papers) == read()
    assert [*map(hash, read())] == [*map(hash, papers)]
    assert pickle.loads(pickle.dumps(read())) == list(papers)  # noqa: S301 - our own
    one = read()[0]
    assert one.year == papers[0].year
    assert one.people == papers[0].people
    assert type(one) is Paper
    assert not hasattr(one, "_line")  # which would be as much memory again


def test_a_paper_whose_line_is_damaged_is_told() -> None:
    paper = TOY_LIBRARY.papers[0]
    for line in (b"", b"[]", b"{}", json.dumps(plain.values(paper)).encode()[:-2]):
        (one,) = plain.kept([[value] for value in plain.soon(paper)], [line])
        assert one.title == paper.title
        with pytest.raises(plain.Unreadable, match=paper.path):
            _ = one.summary


def test_damage_to_what_was_kept_costs_time_and_nothing_else(tmp_path: Path) -> None:
    project = settings.read(toy_project(tmp_path / "toy"))
    site.build(project)
    for file in (project.cache_dir / parsed.FOLDER).glob("papers-*.json"):
        head, *lines = file.read_bytes().split(b"\n")
        file.write_bytes(b"\n".join([head, *(b"{" * len(line) for line in lines)]))
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
