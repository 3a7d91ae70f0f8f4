"""What occurs together: tags, categories and authors of the same papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt

from generator.paper import Paper


def together(
    papers: Iterable[Paper],
    of: Callable[[Paper], Sequence[str]],
    sizes: Mapping[str, int],
    most: int = 8,
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Key of a tag (or category) → those that stand most often beside it, each with the number of shared papers.

    of: the keys of a paper. sizes: how many papers each key has. The measure is the cosine: shared papers against the
    geometric mean of both sizes; ties go by key.
    """
    return {
        key: tuple(sorted(counts.items(), key=lambda item: (-item[1] / sqrt(sizes[key] * sizes[item[0]]), item[0])))[
            :most
        ]
        for key, counts in pairs(papers, of).items()
    }


def co_authors(
    papers: Iterable[Paper], of: Callable[[Paper], Sequence[str]], most: int = 12
) -> Mapping[str, tuple[tuple[tuple[str, int], ...], int]]:
    """Identity of a person → (those who wrote the most papers with them, each with how many; how many there are).

    of: the identities of a paper's authors, in its order. The person nearest in the lists of authors stands first among
    equals, then the one who is first by identity.
    """
    apart: dict[str, dict[str, int]] = {}
    counts = pairs(papers, of, apart)
    return {
        who: (
            tuple(sorted(others.items(), key=lambda item: (-item[1], apart[who][item[0]], item[0]))[:most]),
            len(others),
        )
        for who, others in counts.items()
    }


def pairs(
    papers: Iterable[Paper], of: Callable[[Paper], Sequence[str]], apart: dict[str, dict[str, int]] | None = None
) -> dict[str, Counter[str]]:
    """Key → the keys that stand beside it on a paper, each with the number of such papers.

    apart: filled with the least number of places between both, where it is given.
    """
    found: dict[str, Counter[str]] = {}
    for paper in papers:
        keys = tuple(dict.fromkeys(of(paper)))
        for place, key in enumerate(keys):
            found.setdefault(key, Counter()).update(other for other in keys if other != key)
            if apart is not None:
                near = apart.setdefault(key, {})
                for other_place, other in enumerate(keys):
                    if other != key:
                        near[other] = min(near.get(other, len(keys)), abs(place - other_place))
    return found
