"""Words that may be one: spelled with another case, plural, hyphen or accent, or an abbreviation of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.model import names


def variants(words: Mapping[str, int], also: Mapping[str, Iterable[str]] | None = None) -> list[tuple[str, ...]]:
    """Groups of words that may mean the same, each with the one first that most papers use.

    words: word → how many use it. also: word → other forms of it (titles, aliases), compared as well.
    """
    groups: dict[str, set[str]] = {}
    for word in words:
        # Two entries of a vocabulary may well have an abbreviation in common, among their other forms.
        alike = {_letters(form) for form in (also or {}).get(word, ())}
        for shape in {*_shapes(word), *alike} - {""}:
            groups.setdefault(shape, set()).add(word)
    # Groups that share a word are one.
    parent = {word: word for word in words}

    def root(word: str) -> str:
        while parent[word] != word:
            word = parent[word]
        return word

    for members in groups.values():
        first, *others = sorted(members)
        for other in others:
            parent[root(other)] = root(first)
    together: dict[str, list[str]] = {}
    for word in words:
        together.setdefault(root(word), []).append(word)
    found = [tuple(sorted(group, key=lambda w: (-words[w], w))) for group in together.values() if len(group) > 1]
    return sorted(found)


def _shapes(word: str) -> set[str]:
    """What words that may be one have in common: letters without hyphens and plural; initials of three or more."""
    parts = names.slug(word).split("-")
    shapes = {_letters(word)}
    if len(parts) >= 3 or re.fullmatch(r"[A-Z]{3,6}s?", word):
        bare = re.sub(r"s$", "", word) if word.isupper() or re.fullmatch(r"[A-Z]{2,6}s", word) else ""
        initials = names.fold(bare) if bare else "".join(part[:1] for part in parts)
        shapes.add(f"initials {initials}")
    return shapes


def _letters(word: str) -> str:
    return "".join(_singular(part) for part in names.slug(word).split("-"))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "sis")) and len(word) > 3 else word


def same_people(people: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Groups of names that may be one person's: one family name, and given names that do not contradict each other."""
    families: dict[str, list[tuple[str, list[str]]]] = {}
    for person in people:
        name = names.split(person)
        given = [part for part in names.slug(name.given).split("-") if part]
        if given:
            families.setdefault(names.fold(name.family), []).append((person, given))
    found = []
    for members in families.values():
        taken: set[str] = set()
        for person, given in members:
            like = [other for other, theirs in members if other not in taken and _agree(given, theirs)]
            if person not in taken and len(like) > 1:
                taken.update(like)
                found.append(tuple(sorted(like, key=lambda name: (-len(name), name))))
    return sorted(found)


def _agree(one: list[str], other: list[str]) -> bool:
    """Whether each given name is the other's, or its initial."""
    pairs = zip(one, other, strict=False)
    return all(a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0]) for a, b in pairs)
