"""Formulas of titles in BibTeX, which loads no package."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.export.citations import bibtex
from generator.export.citations.tex_formulas import compiling
from generator.export.citations.work import work
from tests import torture

COMPILE = [
    (r"O(n^{2})", r"O(n^{2})"),
    (r"\tau_{m} < \frac{1}{2}", r"\tau_{m} < \frac{1}{2}"),
    (r"x \in \mathbb{R}^n", r"x \in \mathbf{R}^n"),
    (r"p_{\text{max gain}}", r"p_{\mbox{max gain}}"),
    (r"\operatorname{sgn}(x)", r"\mathrm{sgn}(x)"),
    (r"\left(\tfrac{a}{b}\right)^2", r"\left(\frac{a}{b}\right)^2"),
    (r"x_i^2 y_j^2", r"x_i^2 y_j^2"),
    (r"f'(x)", r"f'(x)"),
]
FAIL = [
    r"\frac{1}{2", r"\frac{1}", r"x^", r"x^2^3", r"x_i_j", r"f'^2", r"\unheardof{x}", r"\left( x", r"\{x", r"a & b",
    "50 %", r"\input{x}", r"\text_", r"x^\hat y", r"\left x \right y", "α", r"a \\ b", r"x^{a_i_j}",
]  # fmt: skip


@pytest.mark.parametrize(("latex", "written"), COMPILE)
def test_formulas_are_written_with_commands_of_latex_itself(latex: str, written: str) -> None:
    assert compiling(latex) == written


@pytest.mark.parametrize("latex", FAIL)
def test_what_does_not_compile_is_no_formula(latex: str) -> None:
    assert compiling(latex) == ""


def test_what_does_not_compile_is_text_in_bibtex() -> None:
    def title(latex: str) -> str:
        one = work(replace(torture.papers()[0], title=f"On ${latex}$"), torture.VOCABULARY)
        return next(line for line in bibtex.bibtex(one).splitlines() if line.startswith("  title"))

    assert title(r"\unheardof_1") == r"  title = {On {\textbackslash{}unheardof$_1$}},"
    assert title(r"x \in \mathbb{R}") == r"  title = {On {$x \in \mathbf{R}$}},"
