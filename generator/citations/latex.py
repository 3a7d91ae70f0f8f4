r"""Text as LaTeX, for BibTeX (ASCII where LaTeX has a command) and for BibLaTeX (Unicode as it is).

BibTeX counts braces whether a backslash stands before them or not, so that a lone brace of a title must not be written
as `\{`; and it makes small letters of the commands in a title, unless they stand in braces. What no command says stays
Unicode, and `preamble` lets pdfLaTeX print its number. Commands: Lamport, LaTeX: A Document Preparation System, section
3.2.2. The letters đ, ð, þ and ŋ, those with an ogonek, and guillemets need `\usepackage[T1]{fontenc}` (encguide.pdf,
section 2.3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle

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
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0331": "b",
    "\u0328": "k",
}  # fmt: skip
_LETTERS = {
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}", "Ø": r"{\O}",
    "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}", "ȷ": r"{\j}", "å": r"{\aa}", "Å": r"{\AA}",
}  # fmt: skip
_SIGNS = {
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}", "¡": "!`", "¿": "?`",
    "‐": "-", "‑": "-", "−": "$-$", "×": r"$\times$", "÷": r"$\div$", "±": r"$\pm$", "·": r"$\cdot$",
    "°": r"$^\circ$", "µ": r"$\mu$", "≤": r"$\leq$", "≥": r"$\geq$", "≠": r"$\neq$", "≈": r"$\approx$",
    "∞": r"$\infty$", "→": r"$\rightarrow$", "←": r"$\leftarrow$", "↔": r"$\leftrightarrow$", "∈": r"$\in$",
    "∼": r"$\sim$", "∇": r"$\nabla$", "∂": r"$\partial$", "∑": r"$\sum$", "√": r"$\surd$", "²": "$^2$", "³": "$^3$",
    "¹": "$^1$", "⁻": "$^-$", "©": r"\copyright{}", "§": r"{\S}", "¶": r"{\P}", "£": r"\pounds{}", "†": r"\dag{}",
    "‡": r"\ddag{}", "•": r"\textbullet{}", "ª": r"$^{\mathrm{a}}$", "º": r"$^{\mathrm{o}}$",
    "‖": r"$\Vert$", "′": r"$^{\prime}$", "″": r"$^{\prime\prime}$", "‴": r"$^{\prime\prime\prime}$", "⁰": r"$^0$",
    "ⁱ": r"$^i$", "⁴": r"$^4$", "⁵": r"$^5$", "⁶": r"$^6$", "⁷": r"$^7$", "⁸": r"$^8$", "⁹": r"$^9$", "⁺": r"$^+$",
    "⁼": r"$^=$", "⁽": r"$^($", "⁾": r"$^)$", "ⁿ": r"$^n$", "₀": r"$_0$", "₁": r"$_1$", "₂": r"$_2$", "₃": r"$_3$",
    "₄": r"$_4$", "₅": r"$_5$", "₆": r"$_6$", "₇": r"$_7$", "₈": r"$_8$", "₉": r"$_9$", "₊": r"$_+$", "₋": r"$_-$",
    "₌": r"$_=$", "₍": r"$_($", "₎": r"$_)$", "ℏ": r"$\hbar$", "ℑ": r"$\Im$", "ℓ": r"$\ell$", "℘": r"$\wp$",
    "ℜ": r"$\Re$", "ℵ": r"$\aleph$", "↑": r"$\uparrow$", "↓": r"$\downarrow$", "↕": r"$\updownarrow$",
    "↖": r"$\nwarrow$", "↗": r"$\nearrow$", "↘": r"$\searrow$", "↙": r"$\swarrow$", "↦": r"$\mapsto$",
    "↩": r"$\hookleftarrow$", "↪": r"$\hookrightarrow$", "↼": r"$\leftharpoonup$", "↽": r"$\leftharpoondown$",
    "⇀": r"$\rightharpoonup$", "⇁": r"$\rightharpoondown$", "⇌": r"$\rightleftharpoons$", "⇐": r"$\Leftarrow$",
    "⇑": r"$\Uparrow$", "⇒": r"$\Rightarrow$", "⇓": r"$\Downarrow$", "⇔": r"$\Leftrightarrow$",
    "⇕": r"$\Updownarrow$", "∀": r"$\forall$", "∃": r"$\exists$", "∅": r"$\emptyset$", "∉": r"$\notin$",
    "∋": r"$\ni$", "∌": r"$\not\ni$", "∏": r"$\prod$", "∐": r"$\coprod$", "∓": r"$\mp$", "∗": r"$\ast$",
    "∘": r"$\circ$", "∝": r"$\propto$", "∠": r"$\angle$", "∣": r"$\mid$", "∥": r"$\parallel$", "∧": r"$\wedge$",
    "∨": r"$\vee$", "∩": r"$\cap$", "∪": r"$\cup$", "∫": r"$\int$", "∮": r"$\oint$", "≀": r"$\wr$",
    "≁": r"$\not\sim$", "≃": r"$\simeq$", "≄": r"$\not\simeq$", "≅": r"$\cong$", "≇": r"$\not\cong$",
    "≉": r"$\not\approx$", "≍": r"$\asymp$", "≐": r"$\doteq$", "≡": r"$\equiv$", "≢": r"$\not\equiv$", "≪": r"$\ll$",
    "≫": r"$\gg$", "≮": r"$\not<$", "≯": r"$\not>$", "≰": r"$\not\leq$", "≱": r"$\not\geq$", "≺": r"$\prec$",
    "≻": r"$\succ$", "⊂": r"$\subset$", "⊃": r"$\supset$", "⊄": r"$\not\subset$", "⊅": r"$\not\supset$",
    "⊆": r"$\subseteq$", "⊇": r"$\supseteq$", "⊈": r"$\not\subseteq$", "⊉": r"$\not\supseteq$", "⊎": r"$\uplus$",
    "⊑": r"$\sqsubseteq$", "⊒": r"$\sqsupseteq$", "⊓": r"$\sqcap$", "⊔": r"$\sqcup$", "⊕": r"$\oplus$",
    "⊖": r"$\ominus$", "⊗": r"$\otimes$", "⊘": r"$\oslash$", "⊙": r"$\odot$", "⊢": r"$\vdash$", "⊣": r"$\dashv$",
    "⊤": r"$\top$", "⊥": r"$\bot$", "⊧": r"$\models$", "⋀": r"$\bigwedge$", "⋁": r"$\bigvee$", "⋂": r"$\bigcap$",
    "⋃": r"$\bigcup$", "⋄": r"$\diamond$", "⋆": r"$\star$", "⋈": r"$\bowtie$", "⋮": r"$\vdots$", "⋯": r"$\cdots$",
    "⋱": r"$\ddots$",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma",
    "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega",
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
    r"""`@preamble` for a BibTeX file: what pdfLaTeX prints where it has no letter, the number of the character.

    LaTeX keeps what a character stands for in a command that is named by `u8:` and the character (utf8ienc.dtx). Where
    a package or another engine knows the letter, that holds.
    """
    characters = sorted(set(_ABOVE.findall(text)))
    if not characters:
        return ""
    known = " ".join(
        rf"\expandafter\providecommand\csname u8:\detokenize{{{c}}}\endcsname{{{_shown(c)}}}" for c in characters
    )
    return f'@preamble{{"{known}"}}\n\n'


def without_preamble(file: str) -> str:
    """A BibTeX file without what `preamble` put before its entries."""
    return file.partition("\n\n")[2] if file.startswith("@preamble{") else file


def _shown(character: str) -> str:
    """What stands for a letter; nothing for a mark or a sign that directs the others."""
    if character in _GREEK:  # in a name, which holds no formulas
        return rf"\ensuremath{{\{_GREEK[character]}}}"
    return "" if unicodedata.category(character)[0] in "MC" else rf"\textsf{{U+{ord(character):04X}}}"


def _command(match: re.Match[str]) -> str:
    return _of(match[0])


@lru_cache(maxsize=4096)
def _of(character: str) -> str:
    special = _SPECIAL.get(character) or _BIBTEX.get(character) or _LETTERS.get(character) or _SIGNS.get(character)
    if special:
        return special
    if character in _GREEK:
        return rf"{{$\{_GREEK[character]}$}}"  # in braces: BibTeX would make a small one of a capital
    apart = unicodedata.normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    if marks and base.isascii() and base.isalpha() and all(mark in _ACCENTS for mark in marks):
        word = base
        for mark in marks:
            accent = _ACCENTS[mark]
            braces = accent.isalpha() or len(word) > 1
            word = rf"\{accent}{{{word}}}" if braces else rf"\{accent}{word}"
        return f"{{{word}}}"
    return character
