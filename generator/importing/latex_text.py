r"""LaTeX in the fields of other programs as text of paper files: `{\"o}` becomes `ö`, formulas between dollars stay.

A macro is converted, or it stays as it is written and is reported; none is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from generator.core.text import formula_text, mathml, mending
from generator.importing import latex_macros, source_fields


class Converted(NamedTuple):
    r"""Text that was LaTeX.

    text: one line. kept: macros that stay in it as they were written, such as `\cite`. left_out: arguments that are no
    part of it, such as colours, with their macros. urls: addresses that its links lead to.
    """

    text: str
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()

    def doubts(self, field: str) -> Iterator[str]:
        """Yield the line of a report on what `field` has as it was written, where there is any."""
        if self.kept:
            yield f"{field}: {', '.join(self.kept)} was not converted from LaTeX and stays as it was written"

    def remarks(self, field: str) -> Iterator[str]:
        """Yield a line of a report for what was kept as it was written, and for what was left out, of `field`."""
        yield from self.doubts(field)
        if self.left_out:
            yield source_fields.message(field, ", ".join(self.left_out))


@lru_cache(maxsize=1 << 14)  # names, journals and keywords come again and again
def convert(value: str, formulas: bool = False) -> Converted:
    r"""Return LaTeX as text. Whatever stands in it, this raises nothing.

    formulas: whether the text may hold formulas between dollar signs, as titles may; then a dollar sign that begins
    none is written `\$`. Otherwise formulas become Unicode.
    """
    if not _LATEX.search(value):
        return Converted(mending.text(value))
    work = _Conversion(value, formulas)
    text = work.run()
    plain = mending.text(text)
    if formulas and "$" in plain:  # braces that went may have left a dollar sign alone
        plain = "".join(f"${part}$" if formula else part.replace("$", "\\$") for formula, part in mathml.parts(plain))
    return Converted(plain, tuple(work.kept), tuple(work.left_out), tuple(work.urls))


def text(value: str, formulas: bool = False) -> str:
    """Return the text alone of what `convert` returns."""
    return convert(value, formulas).text


def address(value: str) -> str:
    r"""Return a URL or identifier of a field without the LaTeX around it: `\url{a\_b}` becomes `a_b`."""
    value = re.sub(r"\\(?:url|nolinkurl|path|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?", r"\1 ", value)
    value = re.sub(r"\{?\\(?:textasciitilde|string~|~)\s*(?:\{\})?\}?|\$\\?(?:sim|~)\$", "~", value)
    value = re.sub(r"\{?\\textunderscore\s*(?:\{\})?\}?", "_", value)
    return mending.text(re.sub(r"[\\{}]", "", value))


_LATEX = re.compile(r"[\\{}~$]|``|''|--|[!?]`")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.?|``|''|---?|[!?]`|\$\$?|[^\\{}~$`'!?\-]+|.", re.DOTALL)
_SIGNS = {"~": " ", "``": "“", "''": "”", "---": "—", "--": "–", "!`": "¡", "?`": "¿"}
_OPTION = re.compile(r"\[[^\[\]{}$\\]*\]")
_FORMULA = re.compile(r"(\$\$?)((?:\\.|[^\\$]){0,2000})(\$\$?)", re.DOTALL)
_DISPLAYED = {"\\(": "\\)", "\\[": "\\]"}
_ORDINAL = re.compile(r"\^\s*\{?\s*(?:\\(?:mathrm|mathit|text|textrm|rm|it)\b\s*\{?)?\s*(st|nd|rd|th)\s*\}*")
_DEEPEST = 40  # braces within braces; those below hold nothing apart


class _Conversion:
    """The conversion of one text, from left to right."""

    def __init__(self, source: str, formulas: bool) -> None:
        self.source = source
        self.formulas = formulas
        self.place = 0
        self.depth = 0
        self.kept: dict[str, None] = {}
        self.left_out: dict[str, None] = {}
        self.urls: dict[str, None] = {}

    def run(self) -> str:
        """Convert up to the brace that closes the group, which is read too, or to the end."""
        parts: list[str] = []
        while self.place < len(self.source):
            written = self._next()
            if written == "}":
                if self.depth:
                    break
            else:
                parts.append(self._one(written))
        return "".join(parts)

    def _next(self) -> str:
        match = _TOKEN.match(self.source, self.place)
        assert match is not None  # any character is one
        self.place = match.end()
        return match[0]

    def _one(self, written: str) -> str:
        if written == "{":
            return self._group()
        if written in ("$", "$$"):
            return self._dollar(len(written))
        if written[0] == "\\":
            return self._macro(written)
        return _SIGNS.get(written, written)

    def _group(self) -> str:
        """Convert the group whose opening brace was read."""
        if self.depth >= _DEEPEST:
            return ""
        self.depth += 1
        found = self.run()
        self.depth -= 1
        return found

    def _dollar(self, length: int) -> str:
        """Convert the formula whose opening dollars were read, or the dollar sign where none begins."""
        start = self.place - length
        match = _FORMULA.match(self.source, start)
        if match is not None and match[1] == match[3] and _balanced(match[2]):
            self.place = match.end()
            return self._formula(match[2])
        return self._literal_dollar() * length

    def _literal_dollar(self) -> str:
        return "\\$" if self.formulas else "$"

    def _formula(self, latex: str) -> str:
        """Return a formula as the text may hold it. latex: without its dollars."""
        latex = " ".join(latex.split())
        if not latex:
            return ""
        ordinal = _ORDINAL.fullmatch(latex)
        if ordinal:
            return ordinal[1]
        if self.formulas:
            digits = re.compile(r"\d+").match(self.source, self.place)
            whole = f"{latex} {digits[0]}" if digits else latex  # no digit may follow a closing dollar
            if list(mathml.parts(f"${whole}$")) == [(True, whole)] and not mathml.why_not(whole):
                self.place = digits.end() if digits else self.place
                return f"${whole}$"
        plain = formula_text.plain(latex)
        self.kept |= dict.fromkeys(re.findall(r"\\[A-Za-z]+", plain))
        return plain.replace("$", self._literal_dollar())

    def _macro(self, written: str) -> str:
        name = written[1:]
        if not name:
            return "\\"
        if name == "$":
            return self._literal_dollar()
        if name in ("(", "["):
            end = self.source.find(_DISPLAYED[written], self.place, self.place + 2000)
            inner = self.source[self.place : end]
            if end < 0 or not _balanced(inner):
                return self._keep(written)
            self.place = end + 2
            return self._formula(inner)
        if name in latex_macros.ACCENTS:
            return self._accent(name, written)
        if name in latex_macros.ESCAPED:
            return latex_macros.ESCAPED[name]
        if not name.isalpha():
            return self._keep(written)
        return self._word(name, written)

    def _word(self, name: str, written: str) -> str:
        """Convert a macro whose name is made of letters."""
        if name in latex_macros.SETTINGS:
            self._skip_spaces()
            return ""
        if name in latex_macros.SPACES:
            return " "
        if name in latex_macros.LOGOS:
            return self._ended(latex_macros.LOGOS[name])
        if name in latex_macros.TRANSPARENT or name in latex_macros.QUOTES:
            found = self._arguments(1)
            if found is None:
                return self._keep(written)
            return f"“{found[0]}”" if name in latex_macros.QUOTES else found[0]
        if name in latex_macros.CHOSEN:
            return self._chosen(name, written)
        if name in latex_macros.ADDRESSES:
            return self._address(written)
        if name in ("textsuperscript", "textsubscript"):
            return self._raised(name, written)
        if name == "ensuremath":
            inner = self._raw_argument()
            return self._keep(written) if inner is None else self._formula(inner)
        if name in latex_macros.MATH:
            return self._math(name, written)
        if name in ("char", "symbol", "verb"):
            return self._literal(name, written)
        sign = latex_macros.sign(name)
        if not sign:
            return self._keep(written)
        self._skip_spaces()
        if self.source.startswith("{}", self.place):
            self.place += 2
        return self._literal_dollar() if sign == "$" else sign

    def _ended(self, word: str) -> str:
        """Return a word; the empty braces that end its macro are read."""
        if self.source.startswith("{}", self.place):
            self.place += 2
        return word

    def _keep(self, written: str) -> str:
        """Return a macro as it is written, and its arguments in their braces, converted; it is reported."""
        self.kept[written] = None
        parts = [written]
        while self.depth < _DEEPEST:
            if option := _OPTION.match(self.source, self.place):
                self.place = option.end()
                parts.append(option[0])
            elif self.place in self._partners:
                self.place += 1
                parts.append("{" + self._group() + "}")
            else:
                break
        return "".join(parts)

    def _skip_spaces(self) -> None:
        while self.place < len(self.source) and self.source[self.place].isspace():
            self.place += 1

    @cached_property
    def _partners(self) -> dict[int, int]:
        """Return the places of braces and of those that close them."""
        found, opened = {}, []
        for match in re.finditer(r"\\.|[{}]", self.source, re.DOTALL):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                found[opened.pop()] = match.start()
        return found

    def _raw_argument(self, of_accent: bool = False) -> str | None:
        """Return the next argument as it is written, without its braces; None, and nothing read, without one.

        It is what stands in braces, a digit, or a letter that begins no word. of_accent: it may begin a word, or be a
        macro.
        """
        start = self.place
        self._skip_spaces()
        end = self._partners.get(self.place)
        if end is not None:
            found = self.source[self.place + 1 : end]
            self.place = end + 1
            return found
        match = _TOKEN.match(self.source, self.place)
        written = match[0] if match else ""
        is_macro = written[:1] == "\\" and len(written) > 1
        alone = written[:1].isdigit() or (written[:1].isalpha() and not written[1:2].isalnum())
        if alone or (of_accent and (is_macro or written[:1].isalpha())):
            found = written if is_macro else written[0]
            self.place += len(found)
            if len(found) > 1 and found[1].isalpha():
                self._skip_spaces()
            return found
        self.place = start
        return None

    def _arguments(self, count: int) -> list[str] | None:
        """Return the next arguments, converted; None, and nothing read, where one is missing."""
        start = self.place
        raw = [argument for _ in range(count) if (argument := self._raw_argument()) is not None]
        if len(raw) < count:
            self.place = start
            return None
        return [self._inside(argument) for argument in raw]

    def _inside(self, raw: str) -> str:
        """Convert an argument that was read."""
        if self.depth >= _DEEPEST:
            return raw
        inner = _Conversion(raw, self.formulas)
        inner.depth = self.depth + 1
        inner.kept, inner.left_out, inner.urls = self.kept, self.left_out, self.urls
        parts = []
        while inner.place < len(raw):
            parts.append(inner.run())
        return "".join(parts)

    def _options(self) -> str:
        self._skip_spaces()
        match = _OPTION.match(self.source, self.place)
        if match is None:
            return ""
        self.place = match.end()
        return match[0]

    def _chosen(self, name: str, written: str) -> str:
        count, chosen = latex_macros.CHOSEN[name]
        start = self.place
        options = self._options()
        raw = [argument for _ in range(count) if (argument := self._raw_argument()) is not None]
        if len(raw) < count:
            self.place = start
            return self._keep(written)
        others = "".join(f"{{{argument}}}" for number, argument in enumerate(raw) if number != chosen)
        if name == "href":
            self.urls[address(raw[0])] = None
        else:
            self.left_out[written + options + others] = None
        return self._inside(raw[chosen])

    def _address(self, written: str) -> str:
        raw = self._raw_argument()
        if raw is None:
            return self._keep(written)
        found = address(raw)
        if "/" in found:
            self.urls[found] = None
        return found.replace("$", self._literal_dollar())

    def _raised(self, name: str, written: str) -> str:
        r"""Letters as in `21st` stay in the line; a number becomes a formula, for `10` and `2` are not 102."""
        found = self._arguments(1)
        if found is None:
            return self._keep(written)
        if found[0].isalpha() or not found[0] or not re.fullmatch(r"[\w+\-−,.()* ]+", found[0]):
            return found[0]
        return self._formula(f"{'^' if name == 'textsuperscript' else '_'}{{{found[0]}}}")

    def _math(self, name: str, written: str) -> str:
        start = self.place
        options = self._options()
        raw = [argument for _ in range(latex_macros.MATH[name]) if (argument := self._raw_argument()) is not None]
        if len(raw) < latex_macros.MATH[name] or (not options and not "".join(raw).strip()):
            self.place = start
            return self._keep(written)
        return self._formula(written + options + "".join(f"{{{argument}}}" for argument in raw))

    def _literal(self, name: str, written: str) -> str:
        r"""Convert `\char"E9`, `\symbol{233}` and `\verb|text|`."""
        form = {
            "char": r"\s*(?:\"([0-9A-Fa-f]{1,6})|'([0-7]{1,7})|(\d{1,7}))\s?",
            "symbol": r"\s*\{(?:\"([0-9A-Fa-f]{1,6})|'([0-7]{1,7})|(\d{1,7}))\}",
        }
        if name == "verb":
            match = re.compile(r"([^\sA-Za-z*{}])(.{0,200}?)\1", re.DOTALL).match(self.source, self.place)
            if match is None:
                return self._keep(written)
            self.place = match.end()
            return match[2].replace("$", self._literal_dollar())
        match = re.compile(form[name]).match(self.source, self.place)
        number = (
            -1 if match is None else int(match[1] or match[2] or match[3], 16 if match[1] else 8 if match[2] else 10)
        )
        if match is None or number > 0x10FFFF or unicodedata.category(chr(number))[0] == "C":
            return self._keep(written)
        self.place = match.end()
        return self._literal_dollar() if number == ord("$") else chr(number)

    def _accent(self, name: str, written: str) -> str:
        r"""Convert an accent with its letter; without one, `\'` is the sign itself."""
        mark, sign = tuple(latex_macros.ACCENTS[name])
        if not name.isalpha() and self.source[self.place : self.place + 1].isspace():
            return sign  # a quote or a tilde that somebody escaped
        raw = self._raw_argument(of_accent=True)
        if raw is None:
            return self._keep(written) if name.isalpha() else sign
        letters = self._inside(raw)
        if letters[:1] in ("ı", "ȷ"):
            letters = {"ı": "i", "ȷ": "j"}[letters[0]] + letters[1:]
        if not letters[:1].isalpha():
            return sign + letters
        end = 1
        while end < len(letters) and unicodedata.combining(letters[end]):
            end += 1
        return letters[:end] + mark + letters[end:]


def _balanced(text: str) -> bool:
    """Return whether each brace has its partner."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += (brace == "{") - (brace == "}")
        if depth < 0:
            return False
    return depth == 0
