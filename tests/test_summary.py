"""Summaries: what needs no parser is what the parser would make of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.files import summary


@given(st.text(alphabet="ab1 .-+#>=:;'\"()/{}~^%é\u00a0\u2028,@\n&<*_$|", max_size=40))
def test_html_is_what_the_parser_makes(text: str) -> None:
    assert summary.html(text) == summary.parser().render(text)


@given(st.lists(st.from_regex(r"[a-z]{1,4}( [a-z0-9%.,'\"()-]{1,6}){0,5}", fullmatch=True), min_size=1, max_size=3))
def test_paragraphs_of_prose_are_what_the_parser_makes(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs) + "\n"
    assert summary.html(text) == summary.parser().render(text)


def test_cells_of_tables_and_blocks_of_code_have_no_style_and_no_class() -> None:
    table = summary.html("| a | b | c |\n|--:|:-:|---|\n| 1 | 2 | 3 |\n")
    assert table.count('<td align="right">1</td>\n<td align="center">2</td>\n<td>3</td>') == 1
    assert "style" not in table
    assert summary.html("``` md-nav\n<b>\n```\n") == "<pre><code>&lt;b&gt;\n</code></pre>\n"
