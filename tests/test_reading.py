"""Reading one file: values stay what was written, places are right, and nothing that is thrown at it breaks it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.files import reading, vocabulary_files
from generator.model.paper import Paper
from tests.examples import BODY, FIELDS, bytes_of, paper

PATH = "papers/waves-2023.md"


def read(fields: str = "", body: str = BODY) -> Paper:
    found, source = reading.paper_text(bytes_of(paper(fields, body)), PATH)
    assert found is not None, [problem.text() for problem in source.problems]
    return found


@pytest.mark.parametrize("quote", ["{}", '"{}"', "'{}'"])
@pytest.mark.parametrize("value", ["no", "1.10", "2309.10500", "null", "~", "0x1F", "2023-01-01", "1e3", "12:30:45"])
def test_values_stay_what_was_written(value: str, quote: str) -> None:
    assert read(f"title: {quote.format(value)}").title == value


def test_identifier_with_a_zero_at_its_end() -> None:
    assert read("arxiv: 2309.10500").arxiv == "2309.10500"


def test_empty_values_count_as_absent() -> None:
    found = read("doi:\ntags:\nauthors: []\nlinks:\n  code:\nvenue:\nwhy: ''")
    assert (found.doi, found.tags, found.people, found.links.items(), found.venue) == (None, (), (), [], None)
    assert found.why is None


def test_windows_line_ends() -> None:
    found, source = reading.paper_text(bytes_of(paper()).replace(b"\n", b"\r\n"), PATH)
    assert source.problems == []
    assert found is not None
    assert "\r" not in found.summary


def test_comments_behind_values_that_are_not_text() -> None:
    found = read("date: 2023-09-03   # first public version\ntags: [fmri, eeg]   # two\n# a line\ndoi:  # none")
    assert (found.date, found.tags, found.doi) == ("2023-09-03", ("fmri", "eeg"), None)


def test_summary_is_the_text_below() -> None:
    body = (
        "One  line.\n\n---\n\n* "
        + BODY
        + "\n\n```\n<b>code</b>\n# not a heading\n```\nAnd $a < b$, `<i>`, <https://a.org>."
    )
    assert read(body=body).summary == bytes_of(body).decode()


def test_columns_count_characters() -> None:
    _, source = reading.paper_text(bytes_of(paper("authors: [Ünïcödé 𝔘 名前, x@y]")), PATH)
    (problem,) = source.problems
    assert (problem.line, problem.column, problem.length) == (2, 25, 3)
    assert problem.excerpt[problem.column - 1 :][: problem.length] == "x@y"


def test_a_place_inside_a_mapping_of_several_lines() -> None:
    _, source = reading.paper_text(bytes_of(paper("authors:\n  - Max Welling\n  - name: A B\n    orcid: x")), PATH)
    (problem,) = source.problems
    assert (problem.line, problem.column, problem.rule) == (5, 12, "bad-orcid")


@pytest.mark.parametrize(
    "text",
    [
        "---\na: " + "[" * 60_000,
        "---\na: " + "{a: " * 15_000,
        "---\n" + "- " * 30_000 + "\n---\n",
        "---\n" + "? " * 30_000 + "\n---\n",
        "---\n" + "a: b: c\n" * 8_000 + "---\n",
        "---\n" + "".join(f"a{n}: [x\n" for n in range(6_000)) + "---\n",
        "---\n" + "\x00" * 60_000,
        "---\ntitle: " + "x" * 65_000,
        "---\ntitle: " + "a b" * 21_000 + "\n---\n",
        "---\n" + "&a [*a, *a]\n" * 5_000 + "---\n",
        paper(body="[" * 60_000),
        paper(body="<" * 60_000),
        paper(body="> " * 30_000 + "#"),
        paper(body="*a **b " * 9_000 + "<b>"),
        paper(body="`" * 60_000 + "<b>"),
    ],
    ids=range(15),
)
def test_hostile_files_are_told_quickly(text: str) -> None:
    start = time.process_time()  # not what others do meanwhile
    found, source = reading.paper_text(text.encode(), PATH)
    assert time.process_time() - start < 6
    assert found is None
    assert source.problems


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    found, source = reading.paper_text(data, PATH)
    assert (found is None) == bool(source.problems)
    for problem in source.problems:
        assert problem.text()
    vocabulary_files.parse(data, "papers/_tags.yml", "tags")


LINES = st.sampled_from(
    [*(f"{name}: {value}" for name, value in FIELDS.items()), "---", "", "title: a: b", "tags: [x", "- x", "  code: y",
     'title: "x', "title: &a b", "why: *a", "...", "%a", "\ttldr: x", "links:", "venue: {name: ICLR", "x", "<<: {a: b}",
     "authors: [A B, {name: C D}]", "? x", ": y", "tldr: |", "  text # x", "title: !x y", "*a : x", "<b>", "# x",
     "status: retracted"]
)  # fmt: skip


@given(st.lists(LINES, max_size=14))
def test_any_lines_are_read_or_told(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, "---", "words"])
    found, source = reading.paper_text(text.encode(), PATH)
    assert found is None
    assert source.problems
    for problem in source.problems:
        assert 0 <= problem.line <= text.count("\n") + 2
        assert problem.text()
