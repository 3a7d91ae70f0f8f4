"""Text → the words that are searched for. `static/search-text.js` does the same; a test compares the two."""

from __future__ import annotations

import re
from itertools import accumulate

from generator.model import names

# Words that say nothing of a paper: indexed from titles and names alone, and never demanded of a result.
STOP = tuple(
    re.findall(
        r"\w+",
        """
        a an and are as at be been by can for from has have in into is it its of on or our than that the their these
        they this to two using via was we were which while with
        """,
    )
)
_STOP = frozenset(STOP)
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0dff])+")
# Written without spaces: every character is a word.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Letters and signs of formulas are searched for by their names: α, alpha and \alpha are one word. NFKD has made of the
# other forms of letters (𝛼, ϑ, µ, ℓ, β₁) these, and plain letters and digits.
_LETTERS_AND_SIGNS = "αβγδεζηθικλμνξοπρστυφχψω∞∇∂∑∏∫√∆"
_CALLED_AS = re.findall(
    r"\w+",
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega infinity nabla partial sum product integral sqrt delta
    """,
)
_NAMES = dict(zip(_LETTERS_AND_SIGNS, _CALLED_AS, strict=True))
_SIGNS = {ord(sign): f" {name} " for sign, name in _NAMES.items() if not sign.isalpha()}
# Commands of LaTeX that are not called as the sign is; those for a plain letter are part of a word: `\ell_1` is l1.
_CALLED = {
    "infty": " infinity ", "prod": " product ", "int": " integral ", "varepsilon": " epsilon ", "vartheta": " theta ",
    "varphi": " phi ", "varpi": " pi ", "varrho": " rho ", "varsigma": " sigma ", "varkappa": " kappa ", "ell": "l",
    "hbar": "h", "hslash": "h", "imath": "i", "jmath": "j",
}  # fmt: skip
_SILENT = (  # commands that only say how something looks
    "math(?:bb|bf|cal|frak|it|normal|rm|scr|sf|tt|ring)|boldsymbol|bm|pmb|text(?:rm|it|bf|sf|tt|normal|up)?|emph|mbox|"
    "operatorname|left|right|[bB]ig+[lr]?|(?:wide)?hat|(?:wide)?tilde|bar|overline|underline|vec|d?dot|check|breve|acute|"
    "grave|frac|displaystyle|limits|quad"
)
_COMMAND = re.compile(rf"\\(?:(?:{_SILENT})(?![a-z])\*?\s*\{{?|([a-z]+)\*?)")
# A letter with what is raised or lowered beside it is one word, as it is with the signs of Unicode: x_1 and x₁.
_SCRIPT = re.compile(r"(?<![^\W_])([^\W_])\}?[_^][({]?")
# More than two letters of Greek are a word of that language.
_GREEK = re.compile("(?<![\u0370-\u03ff\u1f00-\u1fff])[α-ω]{1,2}(?![\u0370-\u03ff\u1f00-\u1fff])")
_NUMBERED = re.compile(rf"(\d*)({'|'.join(sorted(_NAMES.values(), key=len, reverse=True))}|infty)(\d*)", re.ASCII)
_NUMBER_BESIDE = re.compile(r"[0-9](?=[a-z])|[0-9](?<=[a-z][0-9])")
_FNV_START, _FNV_PRIME = 0x811C9DC5, 0x01000193


def tokens(text: str) -> list[str]:
    r"""The words of `text`, folded: without case and accents; an apostrophe parts nothing, everything else does.

    Letters and signs of formulas are words by their names, in Unicode and in LaTeX: of `β₁`, `beta1` and `$\beta_{1}$`
    the words are `beta` and `1`.
    """
    folded = names.fold(text).replace("'", "")
    if "\\" in folded:
        folded = _COMMAND.sub(_called, folded)
    if "_" in folded or "^" in folded:
        folded = _SCRIPT.sub(r"\1", folded)
    if not folded.isascii():
        folded = _GREEK.sub(_named, folded).translate(_SIGNS)
        folded = _SPACELESS.sub(r" \g<0> ", folded)
    words = _WORD.findall(folded)
    if "infty" in folded or _NUMBER_BESIDE.search(folded):
        return [part for word in words for part in _parted(word)]
    return words


def _called(command: re.Match[str]) -> str:
    name = command[1]
    return _CALLED.get(name, f" {name} ") if name else ""


def _named(letters: re.Match[str]) -> str:
    return "".join(f" {_NAMES.get(letter, letter)} " for letter in letters[0])


def _parted(word: str) -> list[str]:
    """A word, or the name of a letter and the numbers beside it: `beta1` is `beta` and `1`."""
    found = _NUMBERED.fullmatch(word)
    if found is None:
        return [word]
    before, name, behind = found.groups()
    return [part for part in (before, "infinity" if name == "infty" else name, behind) if part]


def telling(text: str) -> set[str]:
    """The words of `text` without those that say nothing."""
    return {token for token in tokens(text) if token not in _STOP}


def hash32(text: str) -> int:
    """32 bits of `text`: FNV-1a over its UTF-8 (RFC 9923)."""
    value = _FNV_START
    for byte in text.encode():
        value = (value ^ byte) * _FNV_PRIME & 0xFFFFFFFF
    return value


_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _varint(value: int) -> str:
    out = ""
    while value >= 32:
        out += _DIGITS[32 + value % 32]
        value //= 32
    return out + _DIGITS[value]


_SMALL = tuple(_varint(value) for value in range(4096))


def varint(value: int) -> str:
    """A whole number from 0 in digits of five bits, the lowest first, as in source maps (ECMA-426) without a sign."""
    return _SMALL[value] if value < 4096 else _varint(value)


_VALUES = {word: value for value, word in enumerate(_SMALL)}
_WHOLE = re.compile(f"[{_DIGITS[32:-2]}_-]*[{_DIGITS[:32]}]")


def unvarints(text: str) -> list[int]:
    """The numbers whose `varint` stand one behind another in `text`."""
    return [_VALUES[word] if word in _VALUES else _unvarint(word) for word in _WHOLE.findall(text)]


_BITS = {digit: value & 31 for value, digit in enumerate(_DIGITS)}


def _unvarint(word: str) -> int:
    value = 0
    for digit in reversed(word):
        value = value << 5 | _BITS[digit]
    return value


def undeltas(text: str) -> list[int]:
    """The numbers that `deltas` gave `text` for."""
    return list(accumulate(unvarints(text)))


def deltas(numbers: list[int]) -> str:
    """Rising numbers, each as its distance from the one before."""
    out, before = [], 0
    for number in numbers:
        out.append(varint(number - before))
        before = number
    return "".join(out)
