"""Fragments: the same whether they are made when asked for, by several processes, or found from an earlier build."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checks import checks
from generator.core import workers
from generator.files.fragments import FragmentKind, Fragments, Recent, StoredFragments
from generator.model.library import Library
from generator.model.paper import Paper
from tests.project import TOY


@pytest.fixture(scope="module")
def toy() -> Library:
    """The toy collection."""
    return checks.load(TOY / "papers", TOY)[0]


class Made:
    """Two kinds of fragments, and a list of the papers whose fragments were made."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.kinds = [
            FragmentKind("one", ("key", "none"), lambda paper: paper.digest, self._one),
            FragmentKind("two", ("title",), lambda paper: paper.title, lambda paper: [f"„{paper.title}“\n".encode()]),
        ]

    def _one(self, paper: Paper) -> Sequence[bytes]:
        self.keys.append(paper.key)
        return [paper.key.encode(), b""]

    def content(self, fragments: Fragments, papers: Sequence[Paper]) -> list[list[bytes]]:
        """Return the fragments of `papers` by kind and name."""
        return [fragments.get(kind, papers, name) for kind in self.kinds for name in kind.names]


@pytest.mark.parametrize("processors", [1, 3])
def test_stored_fragments_are_those_made_on_request(
    toy: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(workers, "FEW", 2)
    monkeypatch.setattr(workers, "_BLOCK", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(processors))
    made = Made()
    expected = made.content(Fragments(), toy.papers[::-1])
    for _ in range(2):
        stored = StoredFragments(tmp_path / "new", "1")
        stored.make_all(made.kinds, toy.papers)
        made.keys.clear()
        assert made.content(stored, toy.papers[::-1]) == expected
        assert made.content(stored, ()) == [[], [], []]
        assert made.keys == []


def test_only_what_is_made_from_something_else_is_made(toy: Library, tmp_path: Path) -> None:
    made = Made()
    StoredFragments(tmp_path, "1").make_all(made.kinds, toy.papers)
    assert len(made.keys) == len(toy.papers)
    made.keys.clear()
    papers = [replace(toy.papers[3], digest="another"), *toy.papers[1:]]
    stored = StoredFragments(tmp_path, "1")
    stored.make_all(made.kinds, papers)
    assert made.keys == [papers[0].key]
    assert made.content(stored, papers) == made.content(Fragments(), papers)
    made.keys.clear()
    StoredFragments(tmp_path, "2").make_all(made.kinds, toy.papers)
    assert len(made.keys) == len(toy.papers), "another program makes all of them"


def test_a_file_of_which_little_is_used_is_written_anew(toy: Library, tmp_path: Path) -> None:
    made = Made()
    StoredFragments(tmp_path, "1").make_all(made.kinds, toy.papers)
    size = (tmp_path / "fragments.bin").stat().st_size
    few = StoredFragments(tmp_path, "1")
    few.make_all(made.kinds, toy.papers[:2])
    assert (tmp_path / "fragments.bin").stat().st_size < size / 2
    assert made.content(few, toy.papers[:2]) == made.content(Fragments(), toy.papers[:2])
    again = StoredFragments(tmp_path, "1")
    made.keys.clear()
    again.make_all(made.kinds, toy.papers[:2])
    assert made.keys == []


@pytest.mark.parametrize("name", ["fragments.bin", "fragments.json"])
@pytest.mark.parametrize("damage", ["empty", "truncated", "flipped", "folder", "gone"])
def test_damage_costs_time_and_nothing_else(toy: Library, tmp_path: Path, name: str, damage: str) -> None:
    made = Made()
    StoredFragments(tmp_path, "1").make_all(made.kinds, toy.papers)
    file = tmp_path / name
    content = bytearray(file.read_bytes())
    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage != "gone":
        content[len(content) // 2] ^= 4
        cut = {"empty": 0, "truncated": len(content) // 2, "flipped": len(content)}[damage]
        file.write_bytes(content[:cut])
    for _ in range(2):
        stored = StoredFragments(tmp_path, "1")
        stored.make_all(made.kinds, toy.papers)
        assert made.content(stored, toy.papers) == made.content(Fragments(), toy.papers)
    made.keys.clear()
    StoredFragments(tmp_path, "1").make_all(made.kinds, toy.papers)
    assert made.keys == [], "the second build repaired it"


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(toy: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    made = Made()
    stored = StoredFragments(tmp_path / "file", "1")
    stored.make_all(made.kinds, toy.papers)
    assert made.content(stored, toy.papers) == made.content(Fragments(), toy.papers)


def test_an_error_in_a_fragment_is_raised(toy: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 2)
    faulty = FragmentKind("k", ("n",), lambda paper: paper.key, lambda paper: [bytes(1 // (paper != toy.papers[3]))])
    with pytest.raises(ZeroDivisionError):
        StoredFragments(tmp_path, "1").make_all([faulty], toy.papers)


def test_a_paper_that_took_the_place_of_another_has_a_result_of_its_own(toy: Library) -> None:
    title: Recent[str] = Recent(lambda paper: paper.title)
    before = toy.papers[0]
    after: Paper = replace(before, title="Another title")
    assert [title(before), title(after), title(before)] == [before.title, "Another title", before.title]
