"""Hand-written pages: their slots filled, and what is wrong with a slot told with its place in the Markdown file."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import Protocol

from generator.build.shell import KEPT_PAGES, Theme, mover
from generator.core.problems import Problem
from generator.core.text.html_tokens import TOKEN
from generator.core.tree import digest
from generator.files.reading_lists import CODE
from generator.model import addresses

_ANY_SLOT = re.compile(r"<!--\s*papers:\s*([a-z]*)")
_SLOT = re.compile(r"\s*papers:\s*(.*?)\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--\s*papers:\s*(.*?)\s*-->", re.DOTALL)
_made: dict[str, str] = {}


class SlotProblems(Exception):
    """Hand-written pages hold slots that cannot be filled."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.text() for problem in problems))
        self.problems = problems


class Slots(Protocol):
    """What can be asked for in a hand-written page with `<!-- papers: NAME ARGS -->`."""

    @property
    def names(self) -> tuple[str, ...]:
        """The slots there are."""

    def render(self, name: str, args: str, base: str) -> str:
        """The HTML of the slot `name`, one of `names`. Raises ValueError with a message for wrong args."""


def has_slots(text: str, names: Container[str] | None = None) -> bool:
    """Whether a page of the builder has slots; `names`: whether it has one of these."""
    return any(names is None or match[1] in names for match in _ANY_SLOT.finditer(text))


def hand_written(text: str, path: str, theme: Theme, slots: Slots, source: Callable[[], tuple[str, str]]) -> bytes:
    """A hand-written page: slots filled, own assets with their version, policy.

    path: of the page in the site. source: gives the page's Markdown file as (name, text); asked for when a slot is
    wrong. Raises SlotProblems.
    """
    base = theme.root if path == addresses.NOT_FOUND else addresses.base_of(path)
    key = digest(text, path, theme.digest, theme.base_path, theme.instant)
    if key not in _made:
        if len(_made) > KEPT_PAGES:
            _made.clear()
        _made[key] = theme.page(text, mover(path, theme, None))
    text = _made[key]
    if not has_slots(text):
        return text.encode()
    problems: list[Problem] = []
    counts: dict[str, int] = {}

    def fill(match: re.Match[str]) -> str:
        slot = _SLOT.fullmatch(match["comment"]) if match["comment"] is not None else None
        if slot is None:
            return match[0]
        counts[match[0]] = counts.get(match[0], 0) + 1
        try:
            return _render(slot[1], slots, base)
        except _WrongSlot as wrong:
            problems.append(_problem(source(), match[0], counts[match[0]], wrong, slots))
        return ""

    text = TOKEN.sub(fill, text)
    if problems:
        raise SlotProblems(problems)
    return text.encode()


def check_document(name: str, text: str, slots: Slots) -> list[Problem]:
    """Return the problems with the slots of a hand-written page, found in its Markdown without the builder.

    name: of the file, from the root of the project.
    """
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    for match in _COMMENT.finditer(CODE.sub("", text)):
        counts[match[0]] = counts.get(match[0], 0) + 1
        try:
            _render(match[1], slots, "")
        except _WrongSlot as wrong:
            problems.append(_problem((name, text), match[0], counts[match[0]], wrong, slots))
    return problems


class _WrongSlot(Exception):
    """A slot that cannot be filled: the rule that it breaks, and what is wrong."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def _render(slot: str, slots: Slots, base: str) -> str:
    """The HTML of a slot, from what stands in its comment behind `papers:`. Raises _WrongSlot."""
    name, _, args = " ".join(slot.split()).partition(" ")
    if name not in slots.names:
        raise _WrongSlot("unknown-slot", f'"{name}" is not a slot' if name else "a slot without a name")
    try:
        return slots.render(name, args, base)
    except ValueError as error:
        raise _WrongSlot("slot", f"{name}: {error}") from None


def _problem(source: tuple[str, str], slot: str, number: int, wrong: _WrongSlot, slots: Slots) -> Problem:
    """A problem with the `number`th occurrence of `slot` outside code in a Markdown file."""
    name, text = source
    rule, message = wrong.rule, str(wrong)
    advice = "the slots there are: " + ", ".join(sorted(slots.names))
    fence, line_starts, offset = "", [], 0
    lines = text.splitlines(keepends=True)
    for line in lines:
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and not re.match(r" {4}|\t", line):
            line_starts.append(offset)
        offset += len(line)
    places = [at for at in _find(text, slot) if text.rfind("\n", 0, at) + 1 in line_starts]
    places = [at for at in places if text[text.rfind("\n", 0, at) + 1 : at].count("`") % 2 == 0]
    if not places:
        return Problem(name, 0, 0, rule, message, advice)
    at = places[min(number, len(places)) - 1]
    start = text.rfind("\n", 0, at) + 1
    excerpt = text[start : text.find("\n", at) if "\n" in text[at:] else len(text)]
    length = min(len(slot), len(excerpt) - (at - start))
    return Problem(name, text.count("\n", 0, at) + 1, at - start + 1, rule, message, advice, excerpt, length)


def _find(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
