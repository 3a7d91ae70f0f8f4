"""Formulas in a browser: none leaves its box, or makes the box of a few words as large as a page."""

from __future__ import annotations

import re

import pytest
from latex2mathml import commands
from latex2mathml.symbols_parser import SYMBOLS
from playwright.sync_api import Browser

from generator.core.text import math_markup
from generator.core.text.math_markup import BadFormula

pytestmark = pytest.mark.browser

# Wide and high, so that it shows where it is in a box that is too small.
LARGE = r"\frac{\text{a label of several words}}{\begin{matrix} a \\ b \\ c \end{matrix}}"
FORMS = ("{L}", "{L}{y}", "{x}{L}", "[L]{y}", "{1em}{L}", "{1em} L", " L")
# (width, height, furthest that a part stands out of the box), in em of the text around it.
MEASURE = """() => [...document.querySelectorAll('math')].map(math => {
  const box = math.getBoundingClientRect();
  let out = 0;
  for (const part of math.querySelectorAll('mi, mn, mo, mtext')) {
    const own = part.getBoundingClientRect();
    if (own.width && own.height && !part.closest('mphantom')) {
      out = Math.max(out, box.left - own.left, box.top - own.top, own.right - box.right, own.bottom - box.bottom);
    }
  }
  return [box.width / 20, box.height / 20, out / 20];
})"""
STACKED = {
    "sizes": r"{\Huge {\Huge {\Huge {\Huge X}}}}",
    "rows": r"\begin{matrix}" + r"a\\" * 29 + r"a\end{matrix}",
    "fractions": r"\frac{" * 14 + "x" + "}{y}" * 14,
    "displayed fractions": r"\dfrac{" * 11 + "x" + "}{y}" * 11,
    "over": r"\overset{a}{" * 25 + "x" + "}" * 25,
    "accents": r"\hat{" * 25 + "x" + "}" * 25,
    "braces": r"\underbrace{" * 15 + "x" + "}" * 15,
    "labels": r"\xrightarrow{" * 12 + "x" + "}" * 12,
    "raised": r"\raise{1em}{" * 12 + "x" + "}" * 12,
    "delimiters": r"\left(" * 20 + "x" + r"\right)" * 20,
    "display style": r"x^{\displaystyle " * 10 + "y" + "}" * 10,
}


def measured(browser: Browser, formulas: list[str]) -> list[tuple[str, tuple[float, float, float]]]:
    """(formula, measures) of each formula that may be shown."""
    shown = []
    for latex in formulas:
        try:
            shown.append((latex, math_markup.markup(latex, "inline")))
        except BadFormula:
            continue
    page = browser.new_page()
    paragraphs = "".join(f"<p>A {markup} b</p>" for _, markup in shown)
    page.set_content(
        f'<!doctype html><body style="font-size: 20px; margin: 0 0 0 3000px; white-space: nowrap">{paragraphs}'
    )
    found = page.evaluate(MEASURE)
    page.close()
    return [(latex, tuple(measures)) for (latex, _), measures in zip(shown, found, strict=True)]


def test_no_command_takes_its_argument_out_of_the_box(browser: Browser) -> None:
    names = {value for value in vars(commands).values() if isinstance(value, str) and value.startswith("\\")}
    names |= {symbol for symbol in SYMBOLS if re.fullmatch(r"\\[A-Za-z]+", symbol)}
    found = measured(browser, [name + form.replace("L", LARGE) for name in sorted(names) for form in FORMS])
    assert len(found) > 10_000
    assert [(latex, out) for latex, (_, _, out) in found if out > 0.5] == []
    assert [(latex, height) for latex, (_, height, _) in found if height > 12] == []


def test_commands_inside_each_other_stay_of_a_size(browser: Browser) -> None:
    found = measured(browser, list(STACKED.values()))
    assert len(found) > 5
    assert [(latex, out) for latex, (_, _, out) in found if out > 0.5] == []
    assert [(latex, height) for latex, (_, height, _) in found if height > 40] == []
