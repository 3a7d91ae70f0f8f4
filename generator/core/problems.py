"""Problems with the input: one fault, its place, and what to write instead; and the rules that find them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeVar

Part = Literal["field", "body", "file", "name", "categories", "tags", "venues", "people", "removed", "papers", "change"]
F = TypeVar("F", bound=Callable[..., object])

EXCERPT_WIDTH = 100
_BARE = re.compile(r"https?://[^\s,\[\]{}]*[^\s,\[\]{}:]|[\w(](?:[^,\[\]{}:#\s]| (?! ))*(?<! )")
MOST = 20  # problems of one rule in one file that are listed; the others are counted


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the paper files or the vocabularies.

    text: the rule itself, one or two sentences of Markdown.
    wrong, right: an example that breaks it and the same, mended. What they are an example of says `part`: lines of
    front matter ("field"), the text below it ("body"), a whole paper file ("file"), the name of a file ("name"),
    entries of a vocabulary file ("tags" for `_tags.yml`, ...), or the front matter of two papers that lie side by
    side, parted by a line `***` ("papers"); or a change of the list, in words ("change").
    warning: whether what breaks it is only a warning: it is shown, and neither fails the check nor keeps a paper out.
    """

    name: str
    text: str
    wrong: str
    right: str
    part: Part
    warning: bool = False


_rules: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_rules)


def rule(name: str, *, wrong: str, right: str, part: Part = "field", warning: bool = False) -> Callable[[F], F]:
    """Register the decorated check as the rule `name`; its docstring is the rule's text."""

    def register(check: F) -> F:
        text = " ".join((check.__doc__ or "").split())
        if not text:
            raise TypeError(f"the check of rule {name} has no docstring")
        if name in _rules:
            raise TypeError(f"rule {name} is there already")
        _rules[name] = Rule(name, text, wrong, right, part, warning)
        check.rule = name  # type: ignore[attr-defined]  # functions take attributes; the type has no word for it
        return check

    return register


class Fault(Exception):
    """Raised by a check of one value: what is wrong with it, and what to write instead (may be empty)."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the input.

    path: the file, from the root of the project, with `/`.
    line, column: where, from 1; 0 where the fault has no place inside the file. Columns count characters.
    rule: the name of the rule. message: what is wrong. advice: what to do instead, without a capital or full stop.
    excerpt: the line of the file; length: how many characters of it are at fault.
    repeats: of a problem between two files that is reported on both, in the older one: the path of the newer one.
    more: how many further problems of the rule the file has, which are not listed.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    advice: str = ""
    excerpt: str = ""
    length: int = 1
    repeats: str = ""
    more: int = 0

    @property
    def order(self) -> tuple[str, bool, Problem]:
        """Sort key of reports: by place; what is repeated in an older file follows the problem of the newer one."""
        return self.repeats or self.path, bool(self.repeats), self

    @property
    def severity(self) -> Literal["error", "warning"]:
        """How serious it is: only errors fail a check and keep a paper off the site."""
        known = RULES.get(self.rule)
        return "warning" if known is not None and known.warning else "error"

    def text(self) -> str:
        """The problem for a terminal: place, rule, message; the excerpt with a caret; the advice."""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        name = f"warning: {self.rule}" if self.severity == "warning" else self.rule
        lines = [f"{visible(place)}: {name}: {visible(self.message)}"]
        if self.excerpt.strip() and self.column:
            lines += [f"    {part}" for part in self._marked_excerpt()]
        if self.advice:
            lines.append(f"    {visible(self.advice)}")
        if self.more:
            lines.append(f"    {self._and_more()}")
        return "\n".join(lines)

    def _and_more(self) -> str:
        return f"and {self.more:,} more of {self.rule} in this file"

    def _marked_excerpt(self) -> tuple[str, str]:
        start = min(self.column - 1, len(self.excerpt))
        end = max(start + 1, min(start + self.length, len(self.excerpt)))
        left = max(0, min(start - 20, end - EXCERPT_WIDTH)) if end > EXCERPT_WIDTH else 0
        right = max(left + EXCERPT_WIDTH, start + 1)
        before = ("…" if left else "") + visible(self.excerpt[left:start])
        at = visible(self.excerpt[start : min(end, right)])
        after = visible(self.excerpt[min(end, right) : right]) + ("…" if right < len(self.excerpt) else "")
        return (before + at + after).rstrip(), " " * width(before) + "^" * max(1, width(at))

    def github(self) -> str:
        """The problem as a workflow command of GitHub Actions (annotation on the line of the diff)."""
        where = {"file": self.path, "line": self.line, "col": self.column, "title": self.rule}
        if self.column:
            where["endColumn"] = self.column + self.length
        values = ",".join(f"{name}={_property(str(value))}" for name, value in where.items() if value)
        message = "\n".join(part for part in (self.message, self.advice, self.more and self._and_more()) if part)
        return f"::{self.severity} {values}::{_data(visible(message, keep=chr(10)))}"

    def plain(self) -> dict[str, str | int]:
        """The problem as plain values, for JSON; of a very long line the excerpt is the part around the problem."""
        start = max(0, self.column - EXCERPT_WIDTH) if len(self.excerpt) > 10 * EXCERPT_WIDTH else 0
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "length": self.length,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "advice": self.advice,
            "excerpt": self.excerpt[start : start + 10 * EXCERPT_WIDTH],
            "more": self.more,
        }


def limited(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems, of each file and rule the first MOST; the last of them says how many more there are."""
    kept: list[Problem] = []
    last: dict[tuple[str, str], int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        of = problem.path, problem.rule
        counts[of] += 1
        if counts[of] <= MOST:
            last[of] = len(kept)
            kept.append(problem)
        else:
            known = kept[last[of]]
            kept[last[of]] = replace(known, more=known.more + 1 + problem.more)
    return kept


def count(problems: Iterable[Problem]) -> int:
    """Return how many problems there are, with those that are only counted."""
    return sum(1 + problem.more for problem in problems)


def report(problems: Iterable[Problem], form: Literal["text", "github", "json"]) -> str:
    """All problems in one of the three forms, ready to print."""
    if form == "json":
        return json.dumps([problem.plain() for problem in problems], ensure_ascii=False, indent=2)
    return "\n".join(problem.github() if form == "github" else problem.text() for problem in problems)


def quoted(text: str) -> str:
    """`text` between double quotes, as YAML reads it back."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow_text(text: str) -> str:
    """`text` as it may stand anywhere in YAML, between brackets, too: bare where that is surely right, else quoted."""
    return text if _BARE.fullmatch(text) else quoted(text)


def visible(text: str, keep: str = "") -> str:
    """`text` with every control, format and bidirectional character written as an escape: safe to print."""
    return "".join(
        c if c in keep or (c.isprintable() and unicodedata.category(c) != "Cf") else _escape(c) for c in text
    )


def width(text: str) -> int:
    """Columns that `text` takes in a terminal (Unicode Standard Annex 11: wide and full-width characters take two)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _escape(character: str) -> str:
    if character == "\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
