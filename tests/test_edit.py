"""Edits: what is one, what of a library and of a file stays."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import checks
from generator.api.gzipped import gzipped, gzipped_after
from generator.edit import Edit, between
from generator.library import Library
from generator.paper import Paper
from generator.reading_lists import ReadingList
from generator.search.tokens import deltas, undeltas
from generator.slots import OF_WORDS, Slots
from tests.project import TOY


@pytest.fixture(scope="module")
def toy() -> Library:
    """The toy collection."""
    return checks.load(TOY / "papers", TOY)[0]


def other(paper: Paper, **values: Any) -> Paper:
    """The paper with other values."""
    return replace(paper, **{"digest": "another", **values})


@pytest.mark.parametrize(
    ("values", "is_edit"),
    [
        ({"title": "Another"}, True),
        ({"tldr": "Another sentence, of some length.", "summary": "Another."}, True),
        ({"arxiv": "2401.00001", "updated": "2026-12-31", "status": "corrected"}, True),
        ({"date": "2020"}, False),
        ({"added": "2026-11-01"}, False),
        ({"tags": ()}, False),
        ({"categories": ("imaging",)}, False),
        ({"authors": ()}, False),
        ({"venue": None}, False),
        ({"former_keys": ("old-1999",)}, False),
    ],
)
def test_an_edit_changes_nothing_that_lists_are_made_by(toy: Library, values: dict[str, Any], is_edit: bool) -> None:
    paper = next(paper for paper in toy.papers if paper.venue and paper.tags and paper.authors)

    assert (between([paper], [other(paper, **values)]) is not None) is is_edit


def test_a_key_that_comes_or_goes_is_no_edit(toy: Library) -> None:
    paper = toy.papers[0]
    assert between([paper], []) is None
    assert between([paper], [other(paper, key="new-2020", path="papers/new-2020.md")]) is None
    assert between([], []) is None


def test_an_edited_library_is_what_loading_it_anew_gives(toy: Library) -> None:
    names = ("papers", "by_key", "in_category", "with_tag", "by_author", "at_venue", "in_year", "people")
    for name in names:
        getattr(toy, name)
    for paper in toy.papers:
        new = other(paper, title="Another", summary="Another.")
        edit = between([paper], [new])
        assert edit
        edited = toy.edited(edit)
        fresh = Library.of([new if p is paper else p for p in toy.papers], toy.vocabulary, toy.snapshots)
        for name in names:
            assert getattr(edited, name) == getattr(fresh, name), (paper.key, name)
            assert list(getattr(edited, name)) == list(getattr(fresh, name)), (paper.key, name)


def test_an_edit_changes_no_slot_but_those_that_show_words(toy: Library) -> None:
    one = ReadingList("Some", "Some papers.", "lists/some/", (toy.papers[0].key,))
    new = other(toy.papers[0], **dict.fromkeys(("title", "tldr", "summary", "why", "updated"), "Another."))
    edit = between([toy.papers[0]], [new])
    assert edit
    slots = [
        Slots(library, {"url": "", "name": "", "repository": "", "branch": ""}, lists=[one])
        for library in (toy, toy.edited(edit))
    ]
    args = {"feed": "some", "vocabulary": "tags", "newest": "100", "trending": "100", "paper": new.key}
    before, after = ({name: of.render(name, args.get(name, ""), "") for name in of.names} for of in slots)
    assert {name for name in before if before[name] != after[name]} <= OF_WORDS
    assert before["paper"] != after["paper"]


def test_one_person_is_the_same_as_among_all(toy: Library) -> None:
    alone = Library.of(toy.papers, toy.vocabulary)
    assert {who: alone.person(who) for who in toy.people} == dict(toy.people)


def test_a_piece_is_exchanged_where_it_stands_once(toy: Library) -> None:
    paper = toy.papers[0]
    new = other(paper, title="Another")

    def exchanged(content: bytes | None) -> bytes | None:
        edit = Edit({paper.key: paper}, {paper.key: new}, lambda path: content if path == "a.txt" else None)
        return edit.exchanged("a.txt", lambda p: p.title.encode(), lambda p: p.title.encode())

    old = paper.title.encode()
    assert exchanged(b"<" + old + b">") == b"<Another>"
    assert exchanged(b"<>") is None
    assert exchanged(old + old) is None
    assert exchanged(None) is None


BLOCKS = st.lists(st.binary(max_size=60) | st.sampled_from([b"a", b"aa"]), max_size=6)


@given(BLOCKS, st.integers(0, 5), st.binary(max_size=60))
def test_compressed_blocks_are_one_file_and_the_same_where_one_was_exchanged(
    some: list[bytes], number: int, new: bytes
) -> None:
    blocks = [b"%d%b%d" % (place, block, place) for place, block in enumerate(some)]  # no two begin or end alike
    made = gzipped(blocks)
    assert gzip.decompress(made) == b"".join(blocks)
    after = [b"<%b>" % new if place == number else block for place, block in enumerate(blocks)]
    found = gzipped_after(b"".join(after), b"".join(blocks), made)
    assert found == (gzipped(after) if blocks else None)


@given(BLOCKS, BLOCKS)
def test_where_more_is_another_all_is_compressed_anew_or_it_is_right(blocks: list[bytes], before: list[bytes]) -> None:
    content = b"".join(blocks)
    found = gzipped_after(content, b"".join(before), gzipped(before))
    assert found is None or gzip.decompress(found) == content


SPOILED = {
    "empty": b"",
    "only its mark": b"\x1f\x8b",
    "of another program": gzip.compress(b"of another program"),
    "cut off": gzipped([b"a" * 90])[:40],
    "of another text": gzipped([b"another"]),
}


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)  # by name: a gzip file says when it was made
def test_an_earlier_file_that_is_spoiled_is_left_aside(spoiled: bytes) -> None:
    assert gzipped_after(b"a" * 90 + b"b", b"a" * 90, spoiled) is None


@given(st.sets(st.integers(0, 200_000)))
def test_numbers_come_back_from_their_distances(numbers: set[int]) -> None:
    assert undeltas(deltas(sorted(numbers))) == sorted(numbers)
