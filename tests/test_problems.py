"""How a problem is printed: for people, for GitHub, as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.problems import RULES, Problem, report, rule, visible, width

LINE = "tags: [travelling-wave, rnn]"
SAMPLE = Problem(
    "papers/keller-2023-traveling-waves.md", 6, 8, "unknown-tag", '"travelling-wave" is not a tag',
    'write "traveling-waves", or add it to papers/_tags.yml', LINE, 15,
)  # fmt: skip


def test_text_is_as_the_design_shows_it() -> None:
    assert SAMPLE.text() == (
        'papers/keller-2023-traveling-waves.md:6:8: unknown-tag: "travelling-wave" is not a tag\n'
        "    tags: [travelling-wave, rnn]\n"
        "           ^^^^^^^^^^^^^^^\n"
        '    write "traveling-waves", or add it to papers/_tags.yml'
    )


def test_without_a_place() -> None:
    assert Problem("papers/x.txt", 0, 0, "stray-file", "is stray").text() == "papers/x.txt: stray-file: is stray"


def test_caret_stands_below_wide_characters() -> None:
    lines = Problem("a.md", 1, 8, "r", "m", "", "名前: [x, y]", 1).text().split("\n")
    assert lines[1:] == ["    名前: [x, y]", "             ^"]
    assert width("名前e\u0301") == 5


def test_long_lines_are_cut_around_the_fault() -> None:
    line = "a" * 300 + "HERE" + "b" * 300
    shown, caret = Problem("a.md", 1, 301, "r", "m", "", line, 4).text().split("\n")[1:3]
    assert len(shown) < 120
    assert shown[caret.index("^") :].startswith("HERE")
    assert shown.strip().startswith("…")
    assert shown.endswith("…")


def test_github() -> None:
    assert SAMPLE.github() == (
        "::error file=papers/keller-2023-traveling-waves.md,line=6,col=8,title=unknown-tag,endColumn=23::"
        '"travelling-wave" is not a tag%0Awrite "traveling-waves", or add it to papers/_tags.yml'
    )
    odd = Problem("papers/a,b:c%.md", 0, 0, "r", "100% \r\n::error::x")
    assert odd.github() == "::error file=papers/a%2Cb%3Ac%25.md,title=r::100%25 \\x0d%0A::error::x"


def test_json() -> None:
    (plain,) = json.loads(report([SAMPLE], "json"))
    assert plain.pop("severity") == "error"
    assert Problem(**plain) == SAMPLE
    assert json.loads(report([], "json")) == []


@given(st.text())
def test_nothing_that_is_printed_moves_the_cursor(text: str) -> None:
    shown = visible(text)
    assert all(c.isprintable() for c in shown)
    for line in Problem("a.md", 1, 1, "r", text, text, text.replace("\n", ""), 3).text().split("\n"):
        assert line.isprintable()


def test_a_rule_needs_a_docstring_and_a_name_of_its_own() -> None:
    with pytest.raises(TypeError, match="docstring"):
        rule("nothing", wrong="a", right="b")(lambda: None)

    def again() -> None:
        """A rule."""

    with pytest.raises(TypeError, match="already"):
        rule("bad-date", wrong="a", right="b")(again)
    assert "nothing" not in RULES
