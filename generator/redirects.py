"""Old addresses: what was renamed leads to where it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import addresses, moves
from generator.edit import Edit
from generator.library import Library
from generator.moves import Move
from generator.paper import Paper
from generator.rendering import Rendering
from generator.tree import Output


def redirects(library: Library, rendering: Rendering, edit: Edit | None = None) -> Iterator[Output]:
    """A page at each address that papers, tags, categories, venues and authors had or may be looked for at.

    edit: only those are wanted that lead to a paper of it.
    """
    found = _papers(library, edit.after.values() if edit else library.papers)
    for old, new, title, source in (*found, *(() if edit else moves.of_lists(library))):
        yield rendering.bare(old, "redirect.html", source, to=new, title=title)


def _papers(library: Library, papers: Iterable[Paper]) -> Iterator[Move]:
    """The moves of some papers, without those where something stands today."""
    for paper in papers:
        for key in paper.former_keys:
            if key not in library.by_key:
                source = f"{paper.path} (former_keys)"
                yield Move(addresses.paper(key), addresses.paper(paper.key), paper.title, source)
