"""Formulas as text, and the titles that hold them in every format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.core.text import formula_text, mathml
from generator.export.citations import apa, csl, ris, table
from generator.export.citations.work import Work, work
from tests import torture

PAPER = replace(torture.papers()[0], title=r"$\alpha$-Synuclein and $O(n^{2})$ Steps")


def made(title: str) -> Work:
    return work(replace(PAPER, title=title), torture.VOCABULARY)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\alpha", "α"),
        (r"O(n^{2})", "O(n²)"),
        (r"x \in \mathbb{R}^n", "x ∈ ℝⁿ"),
        (r"x\in\mathbb{R}^{n+1}", "x ∈ ℝⁿ⁺¹"),
        (r"\mathbb{E}[X]", "𝔼[X]"),
        (r"p<0.05", "p<0.05"),
        (r"p < 0.05", "p < 0.05"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{c_i}", "(a+b)/cᵢ"),
        (r"\sqrt{n}", "√n"),
        (r"\sqrt[3]{n+1}", "∛(n+1)"),
        (r"\hat{y}_t", "ŷₜ"),
        (r"\vec{v}", "v\u20d7"),
        (r"10\times 10", "10 × 10"),
        (r"\pm 1", "±1"),
        (r"n \log n", "n log n"),
        (r"\log(n)", "log(n)"),
        (r"\text{if } x", "if x"),
        (r"\Delta t", "Δt"),
        (r"x_{ab}", "x_(ab)"),
        (r"x_q", "x_q"),
        (r"L_\infty", "L_∞"),
        (r"90^\circ", "90°"),
        (r"f'(x^*)", "f′(x*)"),
        (r"\{x, y\}", "{x, y}"),
        (r"\left(\frac{1}{n}\right)^2", "(1/n)²"),
        (r"A\beta_{1-42}", "Aβ₁₋₄₂"),
        (r"\mathcal{O}(n \log n)", "O(n log n)"),
        (r"\epsilon", "ε"),
        (r"\unheardof{x}{y} z", r"\unheardof{x}{y} z"),
        (r"\unheardof x", r"\unheardof x"),
        (r"\frac{1}{2", r"\frac{1}{2"),
        (r"x_", "x_"),
    ],
)
def test_formulas_are_unicode(latex: str, text: str) -> None:
    assert formula_text.plain(latex) == text


def test_deeply_nested_formulas_stay_as_they_are_written() -> None:
    deep = "{" * 5000 + "x" + "}" * 5000
    assert formula_text.plain(deep) == deep


def test_text_beside_formulas_stays() -> None:
    assert mathml.plain(r"From \$5 to $\alpha$-synuclein_x^2") == "From $5 to α-synuclein_x^2"
    assert mathml.portable(r"$x_{ab}$ < $y$") == "x<sub>ab</sub> &lt; y"


def test_every_format_of_text_has_the_formulas_of_a_title_as_unicode() -> None:
    one = made(PAPER.title)
    assert "TI  - α-Synuclein and O(n²) Steps\r\n" in ris.ris(one)
    assert "α-Synuclein and O(n²) Steps" in table.row(PAPER, one)
    assert "α-synuclein and O(n²) steps" in apa.apa(one)


def test_csl_json_has_rich_text_and_holds_the_case_of_formulas() -> None:
    assert csl.csl(made(PAPER.title))["title"] == (
        '<span class="nocase">α</span>-Synuclein and <span class="nocase">O(n<sup>2</sup>)</span> Steps'
    )
    assert csl.csl(made("The $R_{0}$ of Mice"))["title"] == "The R<sub>0</sub> of Mice"


def test_csl_json_keeps_what_only_looks_like_markup() -> None:
    assert csl.csl(made("When a<b & c>d in <i>Brains</i>"))["title"] == ("When a<b & c>d in <\u2060i>Brains<\u2060/i>")
