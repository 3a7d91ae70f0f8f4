"""Formulas: `$LaTeX$` inside a text, and LaTeX as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from generator.core.problems import Fault, rule
from generator.core.text import formula_text, math_markup
from generator.core.text.math_markup import BadFormula

__all__ = ["BadFormula"]

WIDE = 20  # characters; a line of a title on a narrow phone has little more
# Pandoc's rule (User's Guide, extension tex_math_dollars): no space inside the dollars, no digit behind the second.
_FORMULA = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$]*?[^\s\\$]|[^\s\\$])\$(?!\d)")


def parts(text: str) -> Iterator[tuple[bool, str]]:
    r"""The parts of `text` in order, each (is a formula, its text without dollars); `\$` is a dollar sign."""
    end = 0
    for match in _FORMULA.finditer(text):
        if match.start() > end:
            yield False, text[end : match.start()].replace("\\$", "$")
        yield True, match[1]
        end = match.end()
    if end < len(text):
        yield False, text[end:].replace("\\$", "$")


def html(text: str) -> str:
    """`text` as safe HTML, its formulas as MathML; a formula that cannot be read stays as it was written."""
    if "$" not in text:
        return escape(text)
    return "".join(_formula_or_text(part) if formula else escape(part) for formula, part in parts(text))


def _formula_or_text(latex: str) -> str:
    try:
        return boxed(latex)
    except BadFormula:
        return f"<code>${escape(latex)}$</code>"


def portable(text: str) -> str:
    """`text` as HTML for readers that know no MathML, as in feeds and mail: formulas as text, raised and lowered."""
    return "".join(_raised(part) if formula else escape(part) for formula, part in parts(text))


def _raised(latex: str) -> str:
    return "".join(
        f"<{run.level}>{escape(run.text)}</{run.level}>" if run.level else escape(run.text)
        for run in formula_text.runs(latex)
    )


def plain(text: str) -> str:
    """`text` for places that hold no markup: its formulas as Unicode."""
    if "$" not in text:
        return text
    return "".join(formula_text.plain(part) if formula else part for formula, part in parts(text))


@lru_cache(maxsize=1024)
def mathml(latex: str, display: str = "inline") -> str:
    """LaTeX as a `<math>` element. `display`: `inline` or `block`. Raises BadFormula."""
    return math_markup.markup(latex, display)


def boxed(latex: str, display: str = "inline") -> str:
    """Return LaTeX as `mathml` does, for a page. Raises BadFormula.

    A formula in a line that a phone may have no room for gets a box of its own that scrolls, also by keyboard.
    """
    made = mathml(latex, display)
    wide = display == "inline" and len(formula_text.plain(latex)) > WIDE
    return made.replace("<math ", '<math class="p-wide" tabindex="0" ', 1) if wide else made


@rule(
    "bad-formula",
    wrong="why: The rate is $\\frac{1}{2$.",
    right="why: 'The rate is $\\frac{1}{2}$, for \\$5.'",
)
def showable_formulas(value: str) -> str:
    r"""A formula between dollar signs is LaTeX that can be shown: complete, of known commands, without any that style,
    link, load or define. A dollar sign that begins no formula is written `\$`.
    """
    for _, fault in iter_bad_formulas(value):
        raise fault
    return value


def iter_bad_formulas(value: str) -> Iterator[tuple[str, Fault]]:
    """Yield each formula of a text that cannot be shown, with its dollar signs, and what is wrong with it."""
    for match in _FORMULA.finditer(value) if "$" in value else ():
        if wrong := why_not(match[1]):
            yield match[0], Fault(f"the formula {match[0]} cannot be shown: {wrong}", ADVICE)


ADVICE = "correct it, or write \\$ for a dollar sign"


def why_not(latex: str, display: str = "inline") -> str:
    """Return why LaTeX cannot be shown as a formula; empty where it can."""
    try:
        mathml(latex, display)
    except BadFormula as error:
        return str(error)
    return ""
