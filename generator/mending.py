"""Text as other programs write it, mended where that is safe: LaTeX, entities, ligatures, invisible characters."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

# What JATS, MathML and HTML leave in the titles of Crossref and of web pages.
_MARKUP = re.compile(
    r"</?(?:(?:jats|mml):[a-z]+|i|b|u|em|strong|sub|sup|scp|sc|tt|span|p|br|italic|bold|title)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def text(value: str) -> str:
    """One line of text: entities and markup gone, ligatures taken apart, nothing invisible in it, in Unicode's NFC."""
    for _ in range(2):  # "&amp;amp;" has been escaped twice
        value = html.unescape(value)
    value = _MARKUP.sub("", value).translate(_LIGATURES)
    if not value.isascii() or not value.isprintable():
        kept = (" " if unicodedata.category(c) == "Cc" else c for c in value if unicodedata.category(c) not in _UNSEEN)
        value = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(value.split())


_UNSEEN = frozenset({"Cf", "Co", "Cs", "Cn"})  # soft hyphens, joiners, direction marks, byte-order marks, no characters


@lru_cache(maxsize=1 << 14)  # names, journals and keywords come again and again
def latex(value: str) -> str:
    r"""The same of text with LaTeX: `{\"o}` becomes `ö`, braces go, formulas between dollar signs stay."""
    if not _LATEX.search(value):
        return text(value)
    value = re.sub(r"\\[()]", "$", value)
    parts = re.split(r"(\$[^$]*\$)", value)
    simple = "".join(part if number % 2 else _simple(part) for number, part in enumerate(parts))
    if "\\" not in "".join(simple.split("$")[::2]):
        return text(simple)
    value = re.sub(r"(?<!\\)%", r"\\%", value)
    value = re.sub(r"\\cite[a-z]*\{[^{}]*\}", "", value)
    value = re.sub(r"\\(?:mbox|hbox|text|textnormal|textrm|ensuremath|protect|relax)(?![a-zA-Z])\s*", "", value)
    value = re.sub(r"\\(?:url|path)\s*\{([^{}]*)\}", r"\1", value)
    if not _balanced(value):
        value = re.sub(r"(?<!\\)[{}]", "", value)
    try:
        found: str = _converter().latex_to_text(value, latex_context=_commands())
    # The converter raises errors of many kinds where a command lacks its arguments, IndexError among them.
    except Exception:  # noqa: BLE001
        found = "\\?"
    if any(_COMMAND.search(part) for part in found.split("$")[::2]):
        # A command that is not known, or not complete, stays as it is written: whoever reads it sees what is meant.
        found = _signs(_accents(value))
    return text(found)


_COMMAND = re.compile(r"\\[A-Za-z?]")
_LATEX = re.compile(r"[\\{}~]|``|''|--")
_ACCENT = re.compile(
    r"\\([\"'`^~=.]|[cvuHrk](?=[\s{]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\([ij])(?![A-Za-z])\s?|([A-Za-z]))"
)
_MARKS = dict(
    zip("\"'`^~=.cvuHrk", map(chr, (776, 769, 768, 770, 771, 772, 775, 807, 780, 774, 779, 778, 808)), strict=True)
)
_SIGNS = {"\\&": "&", "\\%": "%", "\\_": "_", "\\#": "#", "``": "“", "''": "”", "---": "—", "--": "–"}


def _simple(value: str) -> str:
    """What most of LaTeX in records is, without the help of a parser: accents, braces, signs, quotes, dashes."""
    return re.sub(r"(?<!\\)[{}]", "", _signs(_accents(value)))


def _accents(value: str) -> str:
    return _ACCENT.sub(lambda match: (match[2] or match[3] or match[4]) + _MARKS[match[1]], value)


def _signs(value: str) -> str:
    for sign, meant in _SIGNS.items():
        value = value.replace(sign, meant)
    return value.replace("~", " ")


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    import logging

    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # it tells of every environment that has no end
    known = get_default_latex_context_db()
    own = [MacroTextSpec(name, name) for name in _NAMES]
    own += [MacroTextSpec(name, sign) for name, sign in _TEXT_SIGNS.items()]
    own += [MacroTextSpec("href", "%(2)s"), MacroTextSpec("textsubscript", "%(1)s")]
    own += [MacroTextSpec("textsuperscript", simplify_repl=_raised)]
    known.add_context_category("papers", macros=own, prepend=True)
    # What it does not know stays as it is written, instead of nothing.
    known.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=known, math_mode="verbatim", keep_comments=False)


_NAMES = ("TeX", "LaTeX", "LaTeXe", "BibTeX", "XeTeX", "LuaTeX", "pdfTeX", "ConTeXt", "MATLAB")
_TEXT_SIGNS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}", "textquotesingle": "'", "textendash": "–",
    "textemdash": "—", "textdegree": "°", "textmu": "µ", "texttimes": "×", "textpm": "±",
}  # fmt: skip


def _raised(node: Any, l2tobj: Any) -> str:
    """Letters as in `21st` stay in the line; a power becomes a formula, for `10` and `2` are not 102."""
    inside = str(l2tobj.nodelist_to_text(node.nodeargd.argnlist[:1]))
    return inside if inside.isalpha() else f"$^{{{inside}}}$"


@lru_cache(maxsize=1)
def _commands() -> Any:
    """The commands that the parser knows, with how many arguments they take."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import std_macro

    known = get_default_latex_context_db()
    own = [std_macro("href", False, 2), std_macro("textsuperscript", False, 1), std_macro("textsubscript", False, 1)]
    known.add_context_category("papers", macros=own, prepend=True)
    return known


def _balanced(value: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def date(year: str, month: str = "", number: str = "") -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` as exactly as it is known; empty where there is no year in it.

    year: may be a whole date, such as `2023-09-03`, `2023/9/3`, `2023-09/2023-10` (the first counts).
    month: a number, or an English name in full or cut short, perhaps with the day beside it (`3~Sep`).
    """
    whole = re.fullmatch(r"\D{0,3}(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?!\d))?)?(?!\d).*", year.strip(), re.DOTALL)
    if not whole or not 1500 <= int(whole[1]) <= 2200:
        return ""
    of_month = _month(whole[2] or month)
    day = (
        whole[3]
        or number.strip()
        or "".join(re.findall(r"(?<!\d)\d{1,2}(?!\d)", month) if of_month and not month.strip().isdigit() else [])
    )
    if not of_month:
        return whole[1]
    if day.isdigit() and 1 <= int(day) <= 31:
        return f"{whole[1]}-{of_month:02d}-{int(day):02d}"
    return f"{whole[1]}-{of_month:02d}"


def _month(value: str) -> int:
    """1 to 12; 0 where it is not known, or where several are named."""
    value = value.strip()
    if value.isdigit():
        return int(value) if 1 <= int(value) <= 12 else 0
    found = {word[:3].lower() for word in re.findall(r"[A-Za-z]{3,}", value)}
    return _MONTHS.index(next(iter(found))) + 1 if len(found) == 1 and found <= set(_MONTHS) else 0


def pages(value: str) -> str:
    """Pages with an en dash between them: `858--866` becomes `858–866`."""
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|–|—|‐|‑|−)\s*(?=\w)", "–", text(value))
