"""Why two papers stand near each other, in words that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary

TAGS = 3  # that a reason names, then how many more there are
PEOPLE = 2


def reason(library: Library, paper: Paper, other: Paper, words: Sequence[str]) -> str:
    """What `paper` and `other` share, as one line: authors, tags or else broader ones, and `words` of both."""
    vocabulary = library.vocabulary
    authors = _of_both(library, paper, other)
    tags = [vocabulary.tags[tag].title for tag in paper.tags if tag in other.tags]
    broader = _broader(vocabulary, other)
    under = [vocabulary.tags[tag].title for tag in _broader(vocabulary, paper) if tag in broader] if not tags else []
    parts = []
    if authors:
        parts.append(f"both by {enumeration(authors, PEOPLE)}")
    if tags:
        parts.append(f"both tagged {enumeration(tags, TAGS)}")
    if under:
        parts.append(f"both within {enumeration(under, TAGS)}")
    if words:
        parts.append("both speak of " + enumeration([f"“{word}”" for word in words], len(words)))
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]


def _of_both(library: Library, paper: Paper, other: Paper) -> list[str]:
    """The authors of both papers, as they are shown, in the order of `paper`."""
    others = set(library.authors(other))
    found: dict[str, str] = {}
    for author, who in zip(paper.people, library.authors(paper), strict=True):
        if who in others:
            entry = library.vocabulary.entry_of.get(who)
            found.setdefault(who, entry.name if entry else author.name)
    return list(found.values())


def _broader(vocabulary: Vocabulary, paper: Paper) -> list[str]:
    """The tags of a paper and the broader ones that they are part of."""
    parents = [parent for tag in paper.tags if (parent := vocabulary.tags[tag].parent)]
    return list(dict.fromkeys([*paper.tags, *parents]))


def enumeration(words: Sequence[str], most: int) -> str:
    """`a, b and c`; of more than `most`: `a, b and 3 more`."""
    shown = [*words] if len(words) <= most else [*words[:most], f"{len(words) - most} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
