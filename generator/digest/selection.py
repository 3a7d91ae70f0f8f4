"""Which papers a digest has, and for whom."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from generator.model.library import Library
from generator.model.paper import Paper


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of: papers of one of the categories or with one of the tags; without any, all."""

    categories: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def wants(self, paper: Paper) -> bool:
        """Whether `paper` is one of these."""
        if not self.categories and not self.tags:
            return True
        return not self.categories.isdisjoint(paper.categories) or not self.tags.isdisjoint(paper.tags)

    def of(self, papers: Iterable[Paper]) -> tuple[Paper, ...]:
        """Those of `papers` that are wanted."""
        return tuple(paper for paper in papers if self.wants(paper))


def unseen(library: Library, seen: Container[str]) -> tuple[Paper, ...]:
    """The papers whose key is not in `seen`, nor one that they had before; newly added first."""
    new = [paper for paper in library.papers if not any(key in seen for key in (paper.key, *paper.former_keys))]
    return tuple(sorted(new, key=lambda paper: paper.order_added))


def window(library: Library, since: str, until: str) -> tuple[Paper, ...]:
    """The papers that were added from the day `since` to the day `until`; an empty day bounds nothing."""
    inside = [p for p in library.papers if since <= p.added and (not until or p.added <= until)]
    return tuple(sorted(inside, key=lambda paper: paper.order_added))


def by_key(library: Library, keys: Iterable[str]) -> tuple[Paper, ...]:
    """The papers of `keys` as they are now: also those that were renamed, without those that were removed."""
    found = (library.by_key.get(key) or library.former.get(key) for key in keys)
    return tuple(dict.fromkeys(paper for paper in found if paper is not None))
