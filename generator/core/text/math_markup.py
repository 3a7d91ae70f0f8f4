"""MathML made from LaTeX, built anew from an allowlist: the converter's output is not trusted.

Elements and attributes are those of MathML Core (W3C, sections 2 and 3), with values that are checked, and a few of
MathML 3 that align tables and choose letters, which browsers ignore or show in place. What is not on the list makes a
formula that cannot be shown; only paddings that browsers would misread are left out. Each formula stays in its own box,
and the box within bounds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 1000  # characters of LaTeX
MOST_ELEMENTS = 2000
DEEPEST = 60  # elements inside each other
MOST_ROWS = 30  # of all tables of a formula together
MOST_BACK = 4.0  # em that all negative spaces of a formula together go back
# Commands that style, link or name things, load files, or define commands; that set type in another size, which LaTeX
# does not know in formulas and which would multiply inside each other; and that move what they hold out of its box.
# By name they get a message of their own, and definitions, which can grow without end, are never run.
_REFUSED = """
    bbox class color colorbox cssId data def DeclareMathOperator definecolor edef fcolorbox gdef href
    html htmlClass htmlData htmlId htmlStyle include includegraphics input let llap clap rlap mathllap mathclap mathrlap
    newcommand newenvironment providecommand renewcommand renewenvironment require rule skew style tag textcolor
    toggle unicode url verb write xdef
    Huge huge LARGE Large large normalsize small footnotesize scriptsize tiny Tiny
    lower moveleft moveright raise shoveleft shoveright smash
"""
REFUSED = frozenset(_REFUSED.split())
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_LENGTH = re.compile(r"([+-]?(?:\d{1,3}(?:\.\d{1,4})?|\.\d{1,4}))(em|ex|px|pt|mu|cm|mm|in)?")
_EMS = {"em": 1.0, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "mu": 1 / 18, "cm": 2.4, "mm": 0.24, "in": 6.0}
_LETTERS = """
    normal bold italic bold-italic double-struck bold-fraktur script bold-script fraktur sans-serif bold-sans-serif
    sans-serif-italic sans-serif-bold-italic monospace
"""
_VARIANTS = frozenset(_LETTERS.split())
_INCOMPLETE = "its LaTeX is not complete, or is not known"


class BadFormula(ValueError):
    """LaTeX that cannot be shown as a formula. The message says why, without the formula itself."""


def _one_of(*words: str) -> Callable[[str], bool]:
    return frozenset(words).__contains__


def _rows_of(*words: str) -> Callable[[str], bool]:
    """Whether a value is made of these words, one for each row or column of a table."""
    return lambda value: 0 < len(value) <= 400 and set(value.split(" ")) <= set(words)


def _length(least: float, most: float) -> Callable[[str], bool]:
    """Whether a value is a length between two numbers of em, so that nothing leaves its place on the page."""

    def is_length(value: str) -> bool:
        match = _LENGTH.fullmatch(value)
        return match is not None and least <= float(match[1]) * _EMS.get(match[2] or "em", 1.0) <= most

    return is_length


_TRUTH = _one_of("true", "false")
_SPACE = _length(-1, 4)
_SIZE = _length(0, 4)
# Named spaces, in em (MathML 3, section 2.1.5.2); with `negative` before the name they go back as far.
_SPACES = {
    f"{name}mathspace": eighteenths / 18
    for eighteenths, name in enumerate(
        ("veryverythin", "verythin", "thin", "medium", "thick", "verythick", "veryverythick"), 1
    )
}


def _space_or_name(value: str) -> bool:
    return value.removeprefix("negative") in _SPACES or _SPACE(value)


def _back(value: str) -> float:
    """How far a space goes back, in em; 0 for one that goes forward."""
    if value.startswith("negative"):
        return _SPACES[value.removeprefix("negative")]
    match = _LENGTH.fullmatch(value) if value.startswith("-") else None
    return -float(match[1]) * _EMS[match[2] or "em"] if match else 0.0


_ALIGNMENTS = _rows_of("left", "center", "right")
_LINES = _rows_of("none", "solid", "dashed")
_SCRIPTS = {"accent": _TRUTH, "accentunder": _TRUTH}

ELEMENTS: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    "math": {"display": _one_of("inline", "block")},
    "mi": {"mathvariant": _VARIANTS.__contains__},
    "mn": {"mathvariant": _VARIANTS.__contains__},
    "mo": {
        **dict.fromkeys(("stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits", "accent"), _TRUTH),
        "form": _one_of("prefix", "infix", "postfix"),
        "lspace": _SPACE,
        "rspace": _SPACE,
        "minsize": _SIZE,
        "maxsize": _SIZE,
        "mathvariant": _VARIANTS.__contains__,
    },
    "mtext": {"mathvariant": _VARIANTS.__contains__},
    "mspace": {"width": _space_or_name, "height": _SIZE, "depth": _SIZE, "linebreak": _one_of("newline", "auto")},
    "mrow": {},
    "mstyle": {
        "displaystyle": _TRUTH,
        "scriptlevel": _one_of("0", "1", "2", "3"),
    },
    "mpadded": dict.fromkeys(("width", "height", "depth"), _length(0, 0)),
    "mphantom": {},
    "mfrac": {"linethickness": _length(0, 0.3)},
    "msqrt": {},
    "mroot": {},
    "msub": {},
    "msup": {},
    "msubsup": {},
    "munder": _SCRIPTS,
    "mover": _SCRIPTS,
    "munderover": _SCRIPTS,
    "mtable": {
        "displaystyle": _TRUTH,
        "columnalign": _ALIGNMENTS,
        "rowlines": _LINES,
        "columnlines": _LINES,
        "columnspacing": lambda value: len(value) <= 400 and all(map(_length(0, 2), value.split(" "))),
        "rowspacing": _length(0, 1),
    },
    "mtr": {},
    "mtd": {"columnalign": _ALIGNMENTS},
}
# How many parts these have (MathML Core, section 3): with fewer, LaTeX lacked an argument.
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_INVISIBLE_OPERATORS = "\u2061\u2062\u2063\u2064"
_TOKENS = frozenset({"mi", "mn", "mo", "mtext"})
_NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def markup(latex: str, display: str) -> str:
    """Return LaTeX as a `<math>` element. display: `inline` or `block`. Raises BadFormula."""
    if len(latex) > LONGEST:
        raise BadFormula(f"it has more than {LONGEST:,} characters")
    if not _is_balanced(latex):
        raise BadFormula("its braces do not match")
    if "&#" in latex:
        raise BadFormula("&# is not allowed in a formula")  # the converter's own references look so
    for name in _COMMAND.findall(latex):
        if name in REFUSED:
            raise BadFormula(f"\\{name} is not allowed in a formula")
    return "".join(_pieces(_converted(latex, display)))


def _is_balanced(latex: str) -> bool:
    r"""Whether every brace, but for `\{` and `\}`, has its other half; the converter closes what is left open."""
    depth = 0
    for brace in _BRACE.findall(latex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def _converted(latex: str, display: str) -> Element:
    from latex2mathml.converter import Converter  # takes 60 ms to import, and few lists have formulas

    try:
        return Converter(display=display).convert_to_element(latex)
    # The converter raises errors of many kinds on broken LaTeX, IndexError and RecursionError among them.
    except Exception:  # noqa: BLE001
        raise BadFormula(_INCOMPLETE) from None


def _pieces(math: Element) -> list[str]:
    """The element and all that is in it, as pieces of markup, by what the allowlist says of each part."""
    found: list[str] = []
    count = rows = 0
    back = 0.0
    todo: list[tuple[Element | str, int]] = [(math, 1)]
    while todo:
        element, depth = todo.pop()
        if isinstance(element, str):
            found.append(element)
            continue
        name = str(element.tag)
        count += 1
        rows += name == "mtr"
        if count > MOST_ELEMENTS or depth > DEEPEST or rows > MOST_ROWS:
            raise BadFormula("it is too large")
        allowed = ELEMENTS.get(name)
        if allowed is None:
            raise BadFormula("it needs what browsers do not show")
        if len(element) != _PARTS.get(name, len(element)):
            raise BadFormula(_INCOMPLETE)
        attributes = [f'xmlns="{_NAMESPACE}"'] if depth == 1 else []
        for key, value in element.attrib.items():
            if (key == "xmlns" and depth == 1) or (name == "mpadded" and not _is_unseen_or_slash(element)):
                continue
            if key not in allowed or not allowed[key](value):
                raise BadFormula("a size, space or style in it is out of range")
            back += _back(value) if key in ("width", "lspace", "rspace") else 0
            if back > MOST_BACK:
                raise BadFormula("its negative spaces are too many")
            attributes.append(f'{key}="{escape(value)}"')
        found.append(f"<{' '.join([name, *attributes])}>")
        found.append(_text(element.text, name))
        todo.append((f"</{name}>", depth))
        for child in reversed(element):
            todo += [(_text(child.tail, ""), depth), (child, depth + 1)]
    return found


def _is_unseen_or_slash(padded: Element) -> bool:
    r"""Whether an `mpadded` holds a phantom, or the slash of `\not`: only these may be larger than their box.

    The other paddings of the converter, of labels of arrows and in the LaTeX logo, are increments of MathML 3. MathML
    Core (section 3.3.6) takes them for whole sizes, so that a long label would cover what stands beside the arrow.
    """
    inner = [(child.tag, child.text) for child in padded]
    return len(inner) == 1 and (inner[0][0] == "mphantom" or inner[0] == ("mtext", "&#x029F8;"))


def _text(text: str | None, name: str) -> str:
    if not text or not text.strip():
        return ""
    if name not in _TOKENS:
        raise BadFormula(_INCOMPLETE)
    # The converter writes characters as references, as the text of an element.
    plain = _REFERENCE.sub(lambda match: _character(int(match[1], 16)), text)
    if unknown := _COMMAND.search(plain):
        raise BadFormula(f"\\{unknown[1]} is not known")
    if any(unicodedata.category(c) in _UNSEEN and c not in _INVISIBLE_OPERATORS for c in plain):
        raise BadFormula("a character in it cannot be seen")
    return escape(plain)


def _character(code: int) -> str:
    if code > 0x10FFFF:
        raise BadFormula("it has a character that does not exist")
    return chr(code)
