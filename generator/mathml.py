"""Formulas: `$LaTeX$` inside a text, and LaTeX as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree import ElementTree as ET

# Pandoc's rule (User's Guide, extension tex_math_dollars): no space inside the dollars, no digit behind the second.
_FORMULA = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$]*?[^\s\\$]|[^\s\\$])\$(?!\d)")
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


class BadFormula(ValueError):
    """LaTeX that cannot be read."""


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of `text` in order, each (is a formula, its text without dollars)."""
    end = 0
    for match in _FORMULA.finditer(text):
        if match.start() > end:
            yield False, text[end : match.start()]
        yield True, match[1]
        end = match.end()
    if end < len(text):
        yield False, text[end:]


def html(text: str) -> str:
    """`text` as safe HTML, its formulas as MathML; a formula that cannot be read stays as it was written."""
    if "$" not in text:
        return escape(text)
    return "".join(_formula_or_text(part) if formula else escape(part) for formula, part in parts(text))


def _formula_or_text(latex: str) -> str:
    try:
        return mathml(latex)
    except BadFormula:
        return f"<code>${escape(latex)}$</code>"


def portable(text: str) -> str:
    """`text` as HTML for readers that know no MathML, as in feeds and mail: formulas as LaTeX in `<code>`."""
    return "".join(f"<code>{escape(part)}</code>" if formula else escape(part) for formula, part in parts(text))


def plain(text: str) -> str:
    """`text` for places that hold no markup: the dollars of formulas go, the LaTeX stays."""
    return "".join(part for _, part in parts(text)) if "$" in text else text


@lru_cache(maxsize=1024)
def mathml(latex: str, display: str = "inline") -> str:
    """LaTeX as a `<math>` element. `display`: `inline` or `block`. Raises BadFormula."""
    from latex2mathml.converter import convert  # takes 60 ms to import, and few lists have formulas

    if len(latex) > 1000:
        raise BadFormula("a formula of more than 1,000 characters")
    try:
        markup = convert(latex, display=display)
        root = ET.fromstring(markup)  # noqa: S314 - written by the converter: no DTD, no entities
    # The converter raises errors of many kinds on broken LaTeX, IndexError among them.
    except Exception as error:  # noqa: BLE001
        raise BadFormula(str(error) or type(error).__name__) from None
    for element in root.iter():
        if not str(element.tag).startswith(f"{_NAMESPACE}m") or any(name.startswith("on") for name in element.attrib):
            raise BadFormula(f"{element.tag} is not MathML")
        text = (element.text or "") + (element.tail or "")
        if "\\" in text and re.search(r"\\[A-Za-z]", text):
            raise BadFormula(f"{text.strip()} is not known")
    return markup
