r"""Text as LaTeX, for BibTeX (ASCII where LaTeX has a command) and for BibLaTeX (Unicode as it is).

BibTeX counts braces whether a backslash stands before them or not, so that a lone brace of a title must not be written
as `\{`; and it makes small letters of the commands in a title, unless they stand in braces. What no command says, or
what LaTeX prints badly (accents over others, marks below letters), stays Unicode, and `preamble` says how pdfLaTeX
draws it. Commands: Lamport, LaTeX: A Document Preparation System, section 3.2.2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle

from generator.core.text import tex_shapes

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX = {"<": "$<$", ">": "$>$", "|": "$|$"}  # LaTeX's default font has other signs in their places
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c", "\u0328": "k",
}  # fmt: skip
_OVER_I = "`'^\""  # accents that take the dot of an i away themselves, as all programs read them
_ONLY_ON = {"c": "cCsStT", "k": "aAeE"}  # elsewhere the mark is set beside the letter
_LETTERS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v",
}  # fmt: skip
_BELOW_LETTERS = {"\u0323": "d", "\u0327": "c", "\u0331": "b", "\u0328": "k"}
_LETTERS = {
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}", "Ø": r"{\O}",
    "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}", "ȷ": r"{\j}", "å": r"{\aa}", "Å": r"{\AA}",
}  # fmt: skip
_SIGNS = {
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}", "¡": "!`", "¿": "?`", "‐": "-",
    "‑": "-", "−": "$-$", "×": r"$\times$", "÷": r"$\div$", "±": r"$\pm$", "·": r"$\cdot$", "µ": r"$\mu$",
    "≤": r"$\leq$", "≥": r"$\geq$", "≠": r"$\neq$", "≈": r"$\approx$", "∞": r"$\infty$", "→": r"$\rightarrow$",
    "←": r"$\leftarrow$", "↔": r"$\leftrightarrow$", "∈": r"$\in$", "∼": r"$\sim$", "∇": r"$\nabla$",
    "∂": r"$\partial$", "∑": r"$\sum$", "√": r"$\surd$", "²": "$^2$", "³": "$^3$", "¹": "$^1$", "⁻": "$^-$",
    "©": r"\copyright{}", "§": r"{\S}", "¶": r"{\P}", "£": r"\pounds{}", "†": r"\dag{}", "‡": r"\ddag{}",
    "•": r"\textbullet{}", "ª": r"$^{\mathrm{a}}$", "º": r"$^{\mathrm{o}}$", "′": r"$^{\prime}$",
    "″": r"$^{\prime\prime}$", "‴": r"$^{\prime\prime\prime}$", "⁰": r"$^0$", "ⁱ": r"$^i$", "⁴": r"$^4$", "⁵": r"$^5$",
    "⁶": r"$^6$", "⁷": r"$^7$", "⁸": r"$^8$", "⁹": r"$^9$", "⁺": r"$^+$", "⁼": r"$^=$", "⁽": r"$^($", "⁾": r"$^)$",
    "ⁿ": r"$^n$", "₀": r"$_0$", "₁": r"$_1$", "₂": r"$_2$", "₃": r"$_3$", "₄": r"$_4$", "₅": r"$_5$", "₆": r"$_6$",
    "₇": r"$_7$", "₈": r"$_8$", "₉": r"$_9$", "₊": r"$_+$", "₋": r"$_-$", "₌": r"$_=$", "₍": r"$_($", "₎": r"$_)$",
    "ℑ": r"$\Im$", "ℓ": r"$\ell$", "℘": r"$\wp$", "ℜ": r"$\Re$", "ℵ": r"$\aleph$", "↑": r"$\uparrow$",
    "↓": r"$\downarrow$", "↕": r"$\updownarrow$", "↖": r"$\nwarrow$", "↗": r"$\nearrow$", "↘": r"$\searrow$",
    "↙": r"$\swarrow$", "↼": r"$\leftharpoonup$", "↽": r"$\leftharpoondown$", "⇀": r"$\rightharpoonup$",
    "⇁": r"$\rightharpoondown$", "⇐": r"$\Leftarrow$", "⇑": r"$\Uparrow$", "⇒": r"$\Rightarrow$", "⇓": r"$\Downarrow$",
    "⇔": r"$\Leftrightarrow$", "⇕": r"$\Updownarrow$", "∀": r"$\forall$", "∃": r"$\exists$", "∅": r"$\emptyset$",
    "∋": r"$\ni$", "∏": r"$\prod$", "∓": r"$\mp$", "∗": r"$\ast$", "∝": r"$\propto$", "∥": r"$\parallel$",
    "∧": r"$\wedge$", "∨": r"$\vee$", "∩": r"$\cap$", "∪": r"$\cup$", "∫": r"$\int$", "≀": r"$\wr$", "≃": r"$\simeq$",
    "≍": r"$\asymp$", "≡": r"$\equiv$", "≪": r"$\ll$", "≫": r"$\gg$", "≺": r"$\prec$", "≻": r"$\succ$",
    "⊂": r"$\subset$", "⊃": r"$\supset$", "⊆": r"$\subseteq$", "⊇": r"$\supseteq$", "⊎": r"$\uplus$",
    "⊑": r"$\sqsubseteq$", "⊒": r"$\sqsupseteq$", "⊓": r"$\sqcap$", "⊔": r"$\sqcup$", "⊕": r"$\oplus$",
    "⊖": r"$\ominus$", "⊗": r"$\otimes$", "⊘": r"$\oslash$", "⊙": r"$\odot$", "⊢": r"$\vdash$", "⊣": r"$\dashv$",
    "⊤": r"$\top$", "⊥": r"$\bot$", "⋄": r"$\diamond$", "⋆": r"$\star$",
}  # fmt: skip
_FOR_BIBTEX = re.compile(r"[^ !\"'()*+,\-./0-9:;=?@A-Z\[\]`a-z]")  # said so it is compiled in no time
_FOR_BIBLATEX = re.compile(r"[\\{}&%$#_~^]")
_ABOVE = re.compile(r"[^\x00-\x7f]")


def ascii_text(text: str) -> str:
    """`text` for BibTeX: special characters escaped, letters with accents and common signs as commands."""
    return _FOR_BIBTEX.sub(_command, text if text.isascii() else unicodedata.normalize("NFC", text))


def unicode_text(text: str) -> str:
    """`text` for BibLaTeX: only LaTeX's special characters are escaped."""
    return _FOR_BIBLATEX.sub(_command, text)


def quoted(texts: Sequence[str]) -> list[str]:
    """Parts of a text with straight quotes, where they come in pairs, as curly ones: TeX opens with no straight one."""
    if sum(text.count('"') for text in texts) % 2:
        return list(texts)
    signs = cycle("“”")
    return [re.sub('"', lambda _: next(signs), text) if '"' in text else text for text in texts]


def verbatim(text: str) -> str:
    """An address or identifier for a field that is read verbatim: only what would break the braces goes, as %XX."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" else c for c in text)


def balanced(formula: str) -> bool:
    """Whether BibTeX can take a formula as it is: it counts braces, escaped ones too."""
    depth = 0
    for character in formula:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0 and formula.isascii() and "%" not in formula


def preamble(text: str) -> str:
    """`@preamble` for a BibTeX file: what pdfLaTeX prints for the characters that LaTeX has no command for.

    Where it has no letter either, that is the number of the character.
    """
    letters = {character: _shown(character) for character in sorted(set(_ABOVE.findall(text)))}
    definitions = tex_shapes.definitions(text, letters)
    return f"@preamble{{{{{' '.join(definitions)}}}}}\n\n" if definitions else ""


def unprintable(text: str) -> str:
    """Return the characters of `text` that pdfLaTeX cannot print, each once, in their order."""
    if text.isascii():
        return ""
    found = dict.fromkeys(_ABOVE.findall(unicodedata.normalize("NFC", text)))
    return "".join(filter(_is_unprintable, found))


@lru_cache(maxsize=4096)
def _is_unprintable(character: str) -> bool:
    if unicodedata.category(character)[0] in "CZ":
        return False
    return not _of(character).isascii() and not tex_shapes.shape(character)


def without_preamble(file: str) -> str:
    """A BibTeX file without what `preamble` put before its entries."""
    return file.partition("\n\n")[2] if file.startswith("@preamble{") else file


def _shown(character: str) -> str:
    """What stands for a letter without a shape; nothing for a mark or a sign that directs the others."""
    command = _of(character)  # stays a letter in a name of another script, which holds no formulas
    if command.isascii():
        return command
    return "" if unicodedata.category(character)[0] in "MC" else rf"\textsf{{U+{ord(character):04X}}}"


def _command(match: re.Match[str]) -> str:
    return _of(match[0])


@lru_cache(maxsize=4096)
def _of(character: str) -> str:
    special = _SPECIAL.get(character) or _BIBTEX.get(character) or _LETTERS.get(character) or _SIGNS.get(character)
    if special:
        return special
    if character in tex_shapes.GREEK:
        return rf"{{$\{tex_shapes.GREEK[character]}$}}"  # in braces: BibTeX would make a small one of a capital
    return _accented(character) or character


def _accented(character: str) -> str:
    """A letter with one accent as a command, where LaTeX prints it well: it stacks no accents."""
    apart = unicodedata.normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    accent = _ACCENTS.get(marks, "") if base.isascii() and base.isalpha() else ""
    if not accent or base not in _ONLY_ON.get(accent, base) or (base in "ij" and accent not in _OVER_I):
        return ""
    return rf"{{\{accent}{{{base}}}}}" if accent.isalpha() else rf"{{\{accent}{base}}}"
