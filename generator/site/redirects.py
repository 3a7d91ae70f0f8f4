"""Old addresses: what was renamed leads to where it is now."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.tree import Output
from generator.model import addresses, moves
from generator.model.library import Library
from generator.model.moves import Move
from generator.site.rendering import Rendering


def redirects(library: Library, rendering: Rendering) -> Iterator[Output]:
    """Yield a redirect for each former or alternative URL of papers, tags, categories, venues and authors."""
    for old, new, title, source in (*_papers(library), *moves.of_lists(library)):
        yield rendering.bare(old, "redirect.html", source, to=new, title=title)


def _papers(library: Library) -> Iterator[Move]:
    """Yield the moves of papers, without those to whose former key another paper has moved."""
    for paper in library.papers:
        for key in paper.former_keys:
            if key not in library.by_key:
                source = f"{paper.path} (former_keys)"
                yield Move(addresses.paper(key), addresses.paper(paper.key), paper.title, source)
