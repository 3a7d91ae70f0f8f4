"""Pieces: the same whether one process makes them or several, and gone with the file that holds them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator import checks, pieces, workers
from generator.icons import SHARED
from generator.library import Library
from generator.listing import _values
from generator.paper import Paper
from generator.pieces import Pieces, Recent
from generator.spool import Spool
from tests.project import TOY
from tests.small_list import library, paper


@pytest.fixture(scope="module")
def toy() -> Library:
    return checks.load(TOY / "papers", TOY)[0]


def kinds() -> list[Pieces]:
    return [
        Pieces(("key", "none"), lambda paper, name: paper.key if name == "key" else ""),
        Pieces(("title",), lambda paper, _: f"„{paper.title}“\n"),
    ]


@pytest.mark.parametrize("processors", [1, 3])
def test_what_several_processes_make_is_what_one_makes(
    toy: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(workers, "FEW", 2)
    monkeypatch.setattr(workers, "_BLOCK", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(processors))
    alone, shared = kinds(), kinds()
    with pieces.made_beside(shared, toy.papers, tmp_path / "new"):
        pass
    for one, other in zip(alone, shared, strict=True):
        for name in one.names:
            assert other(toy.papers[::-1], name) == one(toy.papers[::-1], name)
            assert other((), name) == []
    assert list((tmp_path / "new").iterdir()) == []


def test_a_fault_in_a_piece_is_raised(toy: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 2)
    faulty = Pieces(("key",), lambda paper, _: paper.key if paper is not toy.papers[3] else str(1 // 0))
    with pytest.raises(ZeroDivisionError), pieces.made_beside([faulty], toy.papers, tmp_path):
        pass


def test_a_paper_that_took_the_place_of_another_has_pieces_of_its_own(toy: Library) -> None:
    title: Recent[str] = Recent(lambda paper: paper.title)
    before = toy.papers[0]
    after: Paper = replace(before, title="Another title")
    assert [title(before), title(after), title(before)] == [before.title, "Another title", before.title]


def test_a_spool_gives_back_what_was_put_in(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 3)
    given = {"a": [b"one", b"", b"three"], "b": [b"", b"", b""], "c": [bytes(range(256)), b"\n", b"x" * 100_000]}
    spool.note(given, [spool.put(pieces) for pieces in given.values()])
    for place in range(3):
        assert spool.get(given, place) == [pieces[place] for pieces in given.values()]
    assert "a" in spool
    assert "d" not in spool
    with pytest.raises(KeyError):
        spool.get(["d"], 0)


def test_a_spool_of_nothing_is_no_fault(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 2)
    spool.note(["a"], [spool.put([b"", b""])])
    assert spool.get(["a", "a"], 1) == [b"", b""]
    assert spool.get([], 0) == []


def test_a_row_links_to_the_web_page_of_the_paper() -> None:
    found = paper(
        1, links={"page": "https://example.org/p", "code": "https://example.org/c", "blog": "https://e.org/b"}
    )
    links = _values(library([found]), found)["links"]
    assert links == [("page", "https://example.org/p"), ("code", "https://example.org/c")]
    assert all(kind in SHARED for kind, _ in links)
