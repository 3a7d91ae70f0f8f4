r"""Formulas as text: LaTeX such as `O(n^{2})` as Unicode, O(n²), and as runs of text that are raised or lowered.

Commands of symbols are looked up in the table of latex2mathml (unimathsymbols.txt). A command that is not known stays
as it was written, so that no part of a formula is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of a formula. level: `sup` or `sub` where it is raised or lowered, else empty."""

    text: str
    level: str = ""


class _NotReadable(ValueError):
    """LaTeX whose braces or arguments are incomplete."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_UP = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
_DOWN = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
_RAISED = {character: character for character in "*′″‴†‡°"} | {"∗": "*", "∘": "°"}  # they stand high by themselves
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0305", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "underline": "\u0332",
}  # fmt: skip
_TEXTS = _words("text textrm textit textbf textsf texttt textnormal textup emph mbox operatorname operatorname*")
_PLAIN = _words("mathrm mathbf mathit mathsf mathtt mathnormal mathcal mathscr mathfrak boldsymbol bm pmb ensuremath")
_IGNORED = _words(
    r"\left \right \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \displaystyle \textstyle \limits "
    r"\nolimits \! \/ \rm \bf \it \mathstrut"
)
_SPACES = _words(r"\, \: \; \> \quad \qquad ~") | {"\\ "}
_FUNCTIONS = _words(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min mod Pr sec sin sinh sup tan tanh argmax argmin"
)
_SYMBOLS = {
    "phi": "φ", "varphi": "φ", "epsilon": "ε", "varepsilon": "ε", "sim": "~", "mid": "|", "vert": "|", "lvert": "|",
    "rvert": "|", "colon": ":", "cdots": "…", "ldots": "…", "dots": "…", "star": "⋆", "degree": "°", "lbrace": "{",
    "rbrace": "}", "backslash": "\\", "setminus": "∖", "{": "{", "}": "}", "%": "%", "&": "&", "#": "#", "$": "$",
    "_": "_", "lt": "<", "gt": ">", "to": "→", "implies": "⟹", "iff": "⟺", "AA": "Å", "S": "§",
}  # fmt: skip
_RELATIONS = frozenset("<>~|=:∣×·∗⋆∘±∓÷∪∩∧∨⊕⊗⊖⊙∖")  # besides arrows and what Unicode calls a mathematical sign
_NO_RELATIONS = frozenset("∞∂∇∑∏∐∫∬∭∮√∛∜∀∃∄¬∅∆|:~·/-−+")
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_GAP = "\u001f"  # a space that TeX would not set, kept until it is known what stands beside it


@lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    r"""Return a formula as Unicode text: `\alpha_{ab}` as `α_(ab)`; LaTeX that is incomplete as it is written."""
    found = runs(latex)
    return unicodedata.normalize("NFC", "".join(_script(run) if run.level else run.text for run in found))


@lru_cache(maxsize=1024)
def runs(latex: str) -> tuple[Run, ...]:
    """Return a formula as runs of text. Scripts of scripts are written as text inside the outer one."""
    try:
        reader = _Reader(latex)
        found = reader.until("")
    except (_NotReadable, RecursionError):
        return (Run(latex),)
    return tuple(_spaced(found))


def is_complete(latex: str) -> bool:
    """Return whether every brace and every argument of a formula is there."""
    try:
        _Reader(latex).until("")
    except (_NotReadable, RecursionError):
        return False
    return True


def _script(run: Run) -> str:
    table = _UP if run.level == "sup" else _DOWN
    bare = run.text.replace(" ", "")
    if run.level == "sup" and all(character in _RAISED for character in bare):
        return "".join(_RAISED[character] for character in bare)
    if all(character in table for character in bare):
        return "".join(table[character] for character in bare)
    sign = "^" if run.level == "sup" else "_"
    return f"{sign}{run.text}" if len(_clusters(run.text)) == 1 else f"{sign}({run.text})"


def _text(found: Iterable[Run]) -> str:
    return "".join(_script(run) if run.level else run.text for run in _spaced(list(found)))


def _spaced(found: list[Run]) -> list[Run]:
    """Joined runs: a space stays where it stands beside a sign or a comma, and goes where TeX would not set one."""
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].level == run.level == "":
            joined[-1] = Run(joined[-1].text + run.text)
        elif run.text or run.level:
            joined.append(run)
    done = []
    for place, run in enumerate(joined):
        if run.level:
            done.append(run)
            continue
        text = re.sub(f"{_GAP}*([,;])(?:{_GAP}+| )*", lambda m: m[1] + (" " if len(m[0]) > 1 else ""), run.text)
        text = re.sub(f"{_GAP}+([-+−/=<>|:~·])", r" \1", re.sub(f"([-+−/=<>|:~·]){_GAP}+", r"\1 ", text))
        text = re.sub(" +", " ", text.replace(_GAP, ""))
        text = text.lstrip() if place == 0 else text
        done.append(Run(text.rstrip() if place == len(joined) - 1 else text))
    return [run for run in done if run.text]


def _clusters(text: str) -> list[str]:
    return re.findall(r"\\[A-Za-z]+|.[\u0300-\u036f\u20d0-\u20ff]*", text, re.DOTALL)


class _Reader:
    def __init__(self, latex: str) -> None:
        self._pieces: list[str] = _TOKEN.findall(latex)
        self._at = 0

    def until(self, end: str) -> list[Run]:
        """The runs up to the piece `end`, which is taken too; an empty one is the end of the formula."""
        found: list[Run] = []
        while self._at < len(self._pieces):
            piece = self._take()
            if piece == end:
                return found
            if piece in ("}", "&"):
                raise _NotReadable(piece)
            found += self._of(piece, found)
        if end:
            raise _NotReadable(end)
        return found

    def _take(self) -> str:
        if self._at >= len(self._pieces):
            raise _NotReadable("the end")
        self._at += 1
        return self._pieces[self._at - 1]

    def _argument(self) -> list[Run]:
        piece = self._take()
        while piece.isspace():
            piece = self._take()
        if piece == "{":
            return self.until("}")
        if piece in ("}", "&", "^", "_"):
            raise _NotReadable(piece)
        return self._of(piece, [])

    def _raw(self) -> str:
        """An argument that is text, in which spaces count."""
        piece = self._take()
        while piece.isspace():
            piece = self._take()
        if piece != "{":
            return piece
        depth, words = 1, ""
        while True:
            piece = self._take()
            depth += (piece == "{") - (piece == "}")
            if not depth:
                return words
            if piece not in ("{", "}"):
                words += _SYMBOLS.get(piece[1:], piece) if piece[0] == "\\" else piece

    def _of(self, piece: str, before: list[Run]) -> list[Run]:
        if piece.isspace():
            return [Run(_GAP)]
        if piece == "{":
            return self.until("}")
        if piece in ("^", "_"):
            return [Run(_text(self._argument()), "sup" if piece == "^" else "sub")]
        if piece == "'":
            return [Run("′")]
        if piece in _SPACES:
            return [Run(" ")]
        if piece in _IGNORED:
            if self._at < len(self._pieces) and self._pieces[self._at] == "." and piece in (r"\left", r"\right"):
                self._at += 1
            return []
        return self._command(piece, before) if piece[0] == "\\" and len(piece) > 1 else [Run(piece)]

    def _command(self, piece: str, before: list[Run]) -> list[Run]:
        name = piece[1:]
        if name in _TEXTS:
            return [Run(self._raw())]
        if name in _PLAIN:
            return self._argument()
        if name in ("mathbb", "mathds", "Bbb"):
            return [Run("".join(map(_double_struck, _text(self._argument()))))]
        if name in _ACCENTS:
            return [Run("".join(c + _ACCENTS[name] for c in _clusters(_text(self._argument()))))]
        if name in ("frac", "dfrac", "tfrac", "sfrac", "nicefrac"):
            return [Run(f"{_held(_text(self._argument()))}/{_held(_text(self._argument()))}")]
        if name in ("binom", "dbinom", "tbinom"):
            return [Run(f"({_text(self._argument())} choose {_text(self._argument())})")]
        if name == "sqrt":
            return [Run(self._root())]
        if name in _FUNCTIONS:
            return [*_gap_before(before), Run(name), *self._gap_behind()]
        symbol = _symbol(name)
        if symbol is None:  # as it was written, with the space that ends its name
            return [Run(piece), *self._written_arguments()]
        return [Run(f" {symbol} ")] if _is_relation(symbol) and _has_left_side(before) else [Run(symbol)]

    def _written_arguments(self) -> list[Run]:
        """What stands behind a command that is not known: its arguments in their braces, or the space it needs."""
        found: list[Run] = []
        while self._next() == "{":
            found.append(Run(f"{{{_text(self._argument())}}}"))
        return [*found, Run(" ")] if self._space_follows() else found

    def _space_follows(self) -> bool:
        return self._at < len(self._pieces) and (self._pieces[self._at].isspace() or self._pieces[self._at].isalnum())

    def _gap_behind(self) -> list[Run]:
        return [Run(" ")] if self._space_follows() or self._next()[:1] == "\\" else []

    def _next(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _root(self) -> str:
        degree = ""
        if self._next() == "[":
            self._at += 1
            degree = _text(self.until("]"))
        inside = _text(self._argument())
        sign = _ROOTS.get(degree) or _script(Run(degree, "sup")) + "√"
        return sign + (inside if len(_clusters(inside)) == 1 or inside.isdecimal() else f"({inside})")


def _has_left_side(before: list[Run]) -> bool:
    return any(run.text.strip(f" {_GAP}([{{") for run in before)


def _gap_before(before: list[Run]) -> list[Run]:
    last = next((run for run in reversed(before) if run.level or run.text.strip(f" {_GAP}")), None)
    return [Run(" ")] if last and (last.level or last.text[-1:].isalnum()) else []


def _held(text: str) -> str:
    return text if re.fullmatch(r"[\w.′]+[\u0300-\u036f\u20d0-\u20ff]*|\\[A-Za-z]+", text) else f"({text})"


def _double_struck(character: str) -> str:
    for prefix in ("DOUBLE-STRUCK", "MATHEMATICAL DOUBLE-STRUCK"):  # seven of the capitals are older than the rest
        name = unicodedata.name(character, "").replace("LATIN ", "").replace("LETTER ", "")
        try:
            return unicodedata.lookup(f"{prefix} {name}")
        except KeyError:
            continue
    return character


def _symbol(name: str) -> str | None:
    from latex2mathml.symbols_parser import convert_symbol  # its table takes a while to read, and few lists need it

    if name in _SYMBOLS:
        return _SYMBOLS[name]
    code = convert_symbol(f"\\{name}")
    return chr(int(code, 16)) if code else None


def _is_relation(symbol: str) -> bool:
    if symbol in _NO_RELATIONS:
        return symbol in "|~·"
    return symbol in _RELATIONS or unicodedata.category(symbol) == "Sm" or "ARROW" in unicodedata.name(symbol, "")
