"""What occurs together: tags, categories and authors of the same papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from math import sqrt

from generator.model.paper import COLLABORATION, Paper


def together(
    key: str, groups: Mapping[str, Sequence[Paper]], of: Callable[[Paper], Sequence[str]], most: int = 8
) -> tuple[tuple[str, int], ...]:
    """Return the tags (or categories) that stand most often beside `key`, each with the number of shared papers.

    groups: key → its papers. of: the keys of a paper. The measure is the cosine: shared papers against the geometric
    mean of both sizes; ties go by key.
    """
    papers = groups.get(key, ())
    counts = Counter(chain.from_iterable(map(of, papers)))
    del counts[key]
    first = sorted((-n / sqrt(len(papers) * len(groups[other])), other) for other, n in counts.items())
    return tuple((other, counts[other]) for _, other in first[:most])


def co_authors(
    who: str, papers: Iterable[Paper], of: Callable[[Paper], Sequence[str]], most: int = 12
) -> tuple[tuple[tuple[str, int], ...], int]:
    """Those who wrote the most papers with the person `who`, each with how many; and how many there are in all.

    papers: the person's; those of large collaborations are not counted: being one of thousands says little of who works
    together, and to count them for each author would take time with their square. of: the identities of a paper's
    authors, in its order. The one who is nearest in the lists of authors stands first among equals, then the one who is
    first by identity.
    """
    counts: dict[str, int] = {}
    apart: dict[str, int] = {}
    for paper in papers:
        if len(paper.people) > COLLABORATION:
            continue
        keys = tuple(dict.fromkeys(of(paper)))
        own = keys.index(who)
        for place, key in enumerate(keys):
            distance = abs(place - own)
            if distance:
                counts[key] = counts.get(key, 0) + 1
                apart[key] = min(apart.get(key, distance), distance)
    first = sorted(counts.items(), key=lambda item: (-item[1], apart[item[0]], item[0]))
    return tuple(first[:most]), len(counts)


def pairs(
    papers: Iterable[Paper], of: Callable[[Paper], Sequence[str]], only: AbstractSet[str]
) -> dict[str, dict[str, int]]:
    """Key of `only` → the keys that stand beside it on a paper, each with the number of such papers."""
    found: dict[str, dict[str, int]] = {}
    for paper in papers:
        keys = of(paper)
        for key in only & set(keys):
            counts = found.setdefault(key, {})
            for other in keys:
                if other != key:
                    counts[other] = counts.get(other, 0) + 1
    return found
