"""Keys of papers: the one that a new paper is given, by the rule that the documents state."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain, count

from generator.model import identifiers, names

WORDS = 2  # of the title
LONGEST = 40  # characters of the words together, so that an address can be read aloud
# Words that say nothing of a paper's subject: articles, prepositions, conjunctions, pronouns, auxiliary verbs.
_EMPTY = """
    a an the and or but nor of in on at to for from by with without via into onto over under between among through
    as is are was were be been do does did can could may might will would should it its their our we you your how
    what when where why which who whose this that these those toward towards using based new novel
    not than then
"""
_NOTHING_SAID = frozenset(_EMPTY.split())


def proposed(title: str, family: str, date: str, taken: Callable[[str], bool] = lambda key: False) -> str:
    """The key of a paper: the first author's family name, the year, and two words of the title.

    title: may hold formulas. family: the first author's family name, of one word or more; empty where none is known:
    then the title's first word stands for it. date: begins with the year; may be empty.
    taken: whether a key belongs to another paper; then more words of the title follow, and at last a number.
    """
    words = _words(title)
    first = _part(family)
    if not first:
        first, words = (words[0], words[1:]) if words else ("paper", [])
    start = "-".join(part for part in (first[:LONGEST].strip("-"), date[:4]) if part)
    short = _joined(start, words[:WORDS])
    longer = _words(title.replace(": ", " "))
    candidates = (_joined(start, longer[:number]) for number in range(WORDS + 1, WORDS + 5))
    numbered = (f"{short}-{number}" for number in count(2))
    return next(key for key in chain([short], candidates, numbered) if not taken(key) and not names.is_device(key))


def _joined(start: str, words: list[str]) -> str:
    key = start
    for word in words:
        if len(key) + len(word) + 1 > len(start) + LONGEST:
            break
        key += f"-{word}"
    assert identifiers.is_key(key), key
    return key


def _part(text: str) -> str:
    """`text` in the letters a to z, digits and hyphens; empty where it has none of them."""
    return re.sub(r"[^a-z0-9]+", "-", names.fold(text).replace("'", "")).strip("-")


def _words(title: str) -> list[str]:
    """The words of a title that say something, as parts of a key; those before a colon alone, where there are any."""
    plain = re.sub(r"\$[^$]*\$|\\[a-zA-Z]+|[{}]", " ", title)
    for text in (plain.partition(": ")[0], plain):
        found = [word for part in re.split(r"[\s/‐‑—–:,;.!?()\[\]\"“”&+-]+", text) if (word := _part(part))]
        if said := [word for word in found if word not in _NOTHING_SAID]:
            return said
    return found
