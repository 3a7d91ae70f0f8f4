"""An edit: papers whose words changed, and nothing that the site's lists are made by. Most of the site stays.

A build or a preview that knows an edit makes only what shows one of its papers. What does not fit is no edit: then
everything is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from generator.paper import Paper
from generator.tree import Old, nothing

_KEY = attrgetter("key")
MOST = 20  # papers; of more, everything is looked at
# Where a paper stands in lists, who leads to it, and whether its other words are those of another work.
STRUCTURE = ("key", "path", "date", "added", "authors", "categories", "tags", "former_keys", "not_same_as")


@dataclass(frozen=True)
class Edit:
    """before, after: the papers by their keys. old: gives a file of the site as it was."""

    before: Mapping[str, Paper]
    after: Mapping[str, Paper]
    old: Old = field(default=nothing, compare=False)

    def shown_in(self, papers: Iterable[Paper]) -> bool:
        """Whether one of `papers` is edited."""
        return not self.after.keys().isdisjoint(map(_KEY, papers))

    def changes(self, *fields: str) -> bool:
        """Whether one of these fields is another in some paper."""
        return any(
            getattr(self.before[key], name) != getattr(after, name)
            for key, after in self.after.items()
            for name in fields
        )

    def among(self, papers: Sequence[Paper]) -> Edit | None:
        """The part of the edit that some papers have; None where they have none."""
        if not self.shown_in(papers):
            return None
        inside = {key for paper in papers if (key := paper.key) in self.after} if len(self.after) > 1 else self.after
        keys = [key for key in self.after if key in inside]
        return Edit({k: self.before[k] for k in keys}, {k: self.after[k] for k in keys}, self.old)

    def pieces(self, piece: Callable[[Paper], bytes], piece_before: Callable[[Paper], bytes]) -> Iterator[bytes]:
        """What `exchanged` takes out and puts in."""
        yield from map(piece_before, self.before.values())
        yield from map(piece, self.after.values())

    def exchanged(
        self, path: str, piece: Callable[[Paper], bytes], piece_before: Callable[[Paper], bytes]
    ) -> bytes | None:
        """The file at `path` with the pieces of the edited papers in place of those that they had before.

        None where the file is not known, or where one of them does not stand in it once.
        """
        content = self.old(path)
        for key, after in self.after.items():
            if content is None:
                return None
            old, new = piece_before(self.before[key]), piece(after)
            at = content.find(old)
            if at < 0 or content.find(old, at + 1) >= 0:
                return None
            whole = memoryview(content)  # a slice of many megabytes would be a copy more
            content = b"".join((whole[:at], new, whole[at + len(old) :]))
        return content


def between(before: Iterable[Paper], after: Iterable[Paper]) -> Edit | None:
    """The edit that makes of the papers `before` those `after`, with the same keys; None where it is more than that."""
    was, now = ({paper.key: paper for paper in papers} for papers in (before, after))
    if was.keys() != now.keys() or not 0 < len(now) <= MOST:
        return None
    edit = Edit(was, now)
    same_venues = all(venue_name(was[key]) == venue_name(paper) for key, paper in now.items())
    return edit if same_venues and not edit.changes(*STRUCTURE) else None


def venue_name(paper: Paper) -> str:
    """The name of the venue, which is structure too; empty where there is none."""
    return paper.venue.name if paper.venue else ""
