"""What lies near what: papers of one category, tags and categories that occur together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt

from generator.library import Library
from generator.paper import Paper

WINDOW = 50  # papers looked at on either side in time; keeps the work in step with the number of papers


def neighbours(library: Library, most: int = 5) -> Mapping[str, tuple[tuple[Paper, tuple[str, ...]], ...]]:
    """Key of a paper → the nearest papers of its main category, each with the tags that both carry.

    Nearest is who shares the most tags, then who is nearer in time; only the WINDOW papers before and after count.
    """
    found: dict[str, tuple[tuple[Paper, tuple[str, ...]], ...]] = {}
    tags = {paper.key: frozenset(paper.tags) for paper in library.papers}
    for papers in library.in_category.values():
        for place, paper in enumerate(papers):
            if paper.key in found or library.in_category[paper.categories[0]] is not papers:
                continue
            around = range(max(0, place - WINDOW), min(len(papers), place + WINDOW + 1))
            own = tags[paper.key]
            ranked = sorted(
                (-len(own & tags[papers[other].key]), abs(other - place), other) for other in around if other != place
            )
            found[paper.key] = tuple(
                (papers[other], tuple(tag for tag in paper.tags if tag in tags[papers[other].key]))
                for _, _, other in ranked[:most]
            )
    return found


def together(
    papers: Iterable[Paper],
    of: Callable[[Paper], Sequence[str]],
    sizes: Mapping[str, int],
    most: int = 8,
) -> Mapping[str, tuple[str, ...]]:
    """Key of a tag (or category) → those that stand most often beside it.

    of: the keys of a paper. sizes: how many papers each key has. The measure is the cosine: shared papers against the
    geometric mean of both sizes; ties go by key.
    """
    pairs: dict[str, Counter[str]] = {}
    for paper in papers:
        keys = of(paper)
        for key in keys:
            pairs.setdefault(key, Counter()).update(other for other in keys if other != key)
    return {
        key: tuple(sorted(counts, key=lambda other: (-counts[other] / sqrt(sizes[key] * sizes[other]), other))[:most])
        for key, counts in pairs.items()
    }
