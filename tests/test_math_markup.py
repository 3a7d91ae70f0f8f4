"""Formulas become MathML of an allowlist, or are shown as they are written; nothing else comes out of the converter."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml import commands
from latex2mathml.symbols_parser import SYMBOLS

from generator.core.text import math_markup, mathml
from generator.core.text.math_markup import ELEMENTS, BadFormula
from generator.files import summary
from tests.conftest import Project
from tests.examples import files_of
from tests.project import papers

MATHML = "{http://www.w3.org/1998/Math/MathML}"
COVER = r"\style{position:fixed;top:0;left:0;width:100vw;height:100vh;background:white}{\text{X}}"
HOSTILE = {
    COVER: r"\style is not allowed in a formula",
    r"\href{javascript:alert(1)}{\text{Click}}": r"\href is not allowed in a formula",
    r"\href{https://example.org}{x}": r"\href is not allowed in a formula",
    r"\class{md-nav}{x}": r"\class is not allowed in a formula",
    r"\cssId{title}{x}": r"\cssId is not allowed in a formula",
    r"\color{white}{x}": r"\color is not allowed in a formula",
    r"\textcolor{white}{x}": r"\textcolor is not allowed in a formula",
    r"\colorbox{red}{x}": r"\colorbox is not allowed in a formula",
    r"\rule{100em}{100em}": r"\rule is not allowed in a formula",
    r"\unicode{x202e}": r"\unicode is not allowed in a formula",
    r"\def\a{\b\b}\a": r"\def is not allowed in a formula",
    r"\newcommand{\a}{x}\a": r"\newcommand is not allowed in a formula",
    r"\rlap{\text{another title}}x": r"\rlap is not allowed in a formula",
    r"\hspace{-30em}x": "a size, space or style in it is out of range",
    r"\kern 99em x": "a size, space or style in it is out of range",
    r"\text{&#x202e;}": "&# is not allowed in a formula",
    r"\text{&#60;script&#62;}": "&# is not allowed in a formula",
    "x\u202ey": "a character in it cannot be seen",
    "\\text{a\u200bb}": "a character in it cannot be seen",
    r"\cancel{x}": "it needs what browsers do not show",
    r"\unknowncommand": r"\unknowncommand is not known",
    r"\frac{1}{2": "its braces do not match",
    "x}": "its braces do not match",
    r"\frac{1}": "its LaTeX is not complete, or is not known",
    r"{\Huge {\Huge {\Huge {\Huge X}}}}": r"\Huge is not allowed in a formula",
    r"{\tiny\tiny\tiny x}": r"\tiny is not allowed in a formula",
    r"\smash{\begin{matrix} a \\ b \\ c \end{matrix}}": r"\smash is not allowed in a formula",
    r"\raise{1em}{\raise{1em}{x}}": r"\raise is not allowed in a formula",
    r"\moveright{1em}{\moveright{1em}{x}}": r"\moveright is not allowed in a formula",
    r"\shoveright{\text{another title}}": r"\shoveright is not allowed in a formula",
    r"\hspace{-1em}" * 5 + "x": "its negative spaces are too many",
    r"\kern-12pt " * 5 + "x": "its negative spaces are too many",
    r"\!" * 30 + "x": "its negative spaces are too many",
    r"\begin{matrix}" + r"a\\" * 30 + r"a\end{matrix}": "it is too large",
    r"\substack{" + r"a\\" * 30 + "a}": "it is too large",
    "x" * 1001: "it has more than 1,000 characters",
    "a^{" * 70 + "b" + "}" * 70: "it is too large",
}
SHOWN = r"""
    \alpha | O(n^2) | \frac{1}{2} \sum_{i=1}^{n} v_i^2 | \tau_m \dot v = -v + I | \mathbb{R}^{n \times m}
    \left( \frac{a}{b} \right) | \begin{pmatrix} a & b \\ c & d \end{pmatrix} | \begin{cases} 1 \\ 0 \end{cases}
    \lim_{x \to 0} f(x) | \int_0^\infty e^{-x} \, dx | \sqrt[3]{x} | \hat{x} \bar{y} \vec{z} | \text{for all } x
    \underbrace{a + b}_{n} | \overline{ab} | \binom{n}{k} | \operatorname{ReLU}(x) | \mathbf{W} \mathcal{L} | x\!y
    \begin{align} a &= b \\ c &= d \end{align} | f'(x) | \xrightarrow{a} | \{ x \mid x > 0 \} | 5\% | \| x \|_2
    \begin{array}{l|r} a & b \\ \hline c & d \end{array} | \Big[ x \Big] | \bmod n | a \quad b | \argmax_x | \not=
"""


def check_markup(markup: str) -> None:
    """Every element and attribute of `markup` is on the list."""
    for element in ET.fromstring(markup).iter():  # noqa: S314 - made by the program
        name = str(element.tag).removeprefix(MATHML)
        assert name in ELEMENTS
        for key, value in element.attrib.items():
            assert ELEMENTS[name][key](value), (name, key, value)


@pytest.mark.parametrize(("latex", "why"), HOSTILE.items(), ids=[latex[:30] for latex in HOSTILE])
def test_what_may_not_be_shown_is_refused_and_stays_text(latex: str, why: str) -> None:
    assert mathml.why_not(latex) == why
    for html in (mathml.html(f"A ${latex}$ b"), summary.html(f"A ${latex}$ b")):
        assert "<math" not in html
        assert set(re.findall(r"</?\w+[^>]*>", html)) <= {"<code>", "</code>", "<p>", "</p>"}


@pytest.mark.parametrize("latex", [part.strip() for part in re.split(r"\s\|\s|\n", SHOWN) if part.strip()])
def test_formulas_that_people_write_are_shown(latex: str) -> None:
    for display in ("inline", "block"):
        markup = mathml.mathml(latex, display)
        check_markup(markup)
        assert f'display="{display}"' in markup


def test_labels_of_arrows_have_room_and_phantoms_keep_their_padding() -> None:
    assert "<mpadded><mrow><mtext>long label</mtext></mrow>" in math_markup.markup(
        r"\xrightarrow{\text{long label}}", "inline"
    ).replace("\xa0", " ")
    assert '<mpadded height="0" depth="0">' in math_markup.markup(r"\hphantom{x}", "inline")
    assert '<mpadded width="0">' in math_markup.markup(r"\not=", "inline") + math_markup.markup(
        r"\vphantom{x}", "inline"
    )


def test_text_in_a_formula_is_text() -> None:
    assert mathml.mathml(r"\text{<mi style='x'>}&<") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow>'
        "<mtext>&lt;mi\xa0style=&#x27;x&#x27;&gt;</mtext><mi>&amp;</mi><mo>&lt;</mo></mrow></math>"
    )


def test_every_command_that_the_converter_knows_is_of_the_list_or_refused() -> None:
    names = {value for value in vars(commands).values() if isinstance(value, str) and value.startswith("\\")}
    shown = 0
    for name in sorted(names | {symbol for symbol in SYMBOLS if symbol.startswith("\\")}):
        for form in (name, f"{name}{{x}}", f"{name}{{x}}{{y}}", f"{name}[x]{{y}}", f"{name}{{1em}}{{x}}"):
            try:
                check_markup(math_markup.markup(form, "inline"))
            except BadFormula:
                continue
            shown += 1
    assert shown > 10_000


ATOMS = st.sampled_from([
    *"{}{}{}ab&_^'[]()<>\"=; ", "\\\\", r"\frac", r"\left(", r"\right)", r"\begin{matrix}", r"\end{matrix}", r"\over",
    r"\sqrt", r"\text{<b>}", r"\mathbf", r"\style", r"\href", r"\class", r"\hspace{2em}", r"\big", r"\genfrac",
    r"\sideset", r"\xrightarrow", r"\substack", r"\mathbb{R}", r"\limits", r"\sum", r"\skew", r"\phantom",
    r"\hspace{-1em}", r"\operatorname{x}", "&#x3c;",
])  # fmt: skip


@given(st.lists(ATOMS, max_size=60).map("".join))
def test_nothing_but_the_list_comes_out_whatever_goes_in(latex: str) -> None:
    if not mathml.why_not(latex):
        check_markup(mathml.mathml(latex))


def test_a_dollar_sign_that_begins_no_formula() -> None:
    assert mathml.html(r"From \$5 to \$10") == "From $5 to $10"
    assert mathml.plain(r"From \$5 to \$10, $x$") == "From $5 to $10, x"


@pytest.mark.parametrize(("field", "place"), [("title", 2), ("tldr", 2), ("why", 2)])
def test_the_check_reports_them_in_fields(project: Project, field: str, place: int) -> None:
    root = project(files_of("field", f"{field}: 'A title for ${COVER}$'"))
    done = papers("check", cwd=root, check=False)
    assert done.returncode == 1
    assert f"papers/first-2023.md:{place}:" in done.stdout
    assert "bad-formula: the formula $\\style{position" in done.stdout
    assert r"\style is not allowed in a formula" in done.stdout
    assert "correct it, or write \\$ for a dollar sign" in done.stdout


@pytest.mark.parametrize("body", [f"A ${COVER}$ b", f"$$\n{COVER}\n$$", f"$$\n{COVER}\n$$ (name)", f"- a\n- ${COVER}$"])
def test_the_check_reports_them_in_summaries(project: Project, body: str) -> None:
    root = project(files_of("body", f"{body}\n\n(and so on, for 100 words)"))
    done = papers("check", cwd=root, check=False)
    assert done.returncode == 1
    assert "bad-formula-in-summary: the formula $\\style{position" in done.stdout
