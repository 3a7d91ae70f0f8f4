"""The map: every paper a point, near in text near on the plane, with the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.analysis.layout import DRAWN, places, ties_of
from generator.analysis.similar import Neighbours
from generator.core.tree import Output, digest
from generator.model import addresses
from generator.model.library import Library
from generator.site import listing
from generator.site.rendering import Rendering

SIZE = 720  # of the drawing, in its own units
IN_TABLE = 1000  # papers; of a longer list the table shows the newest


def output(library: Library, near: Neighbours, rendering: Rendering, cache_dir: Path) -> Output:
    """The page `map/`. Where the papers stand is computed when the page is made, not before."""
    return rendering.lazy_page(
        addresses.MAP,
        "map",
        "map.html",
        f"the page {addresses.MAP}",
        made_from=digest(
            len(library.papers),
            [paper.digest or repr(paper) for paper in library.papers[:DRAWN]],
            ties_of(library, near),
            repr(library.vocabulary),
            [(key, len(papers)) for key, papers in library.in_category.items()],
        ),
        values=lambda: _values(library, near, cache_dir),
    )


def _values(library: Library, near: Neighbours, cache_dir: Path) -> dict[str, Any]:
    where = places(library, near, cache_dir)
    drawn = library.papers[:DRAWN]
    tags = sorted({tag for paper in drawn for tag in paper.tags})
    years = sorted({paper.year for paper in drawn})
    return {
        "size": SIZE,
        "count": len(library.papers),
        "points": [
            {
                "key": paper.key,
                "address": addresses.paper(paper.key),
                "title": paper.title,
                "year": paper.year,
                "category": listing.category_entry(library, paper.categories[0]),
                "categories": " ".join(paper.categories),
                "tags": " ".join(paper.tags),
                "x": _scaled(where[paper.key], 0),
                "y": _scaled(where[paper.key], 1),
            }
            for paper in drawn
        ],
        "in_table": IN_TABLE,
        "years": years,
        "tags": {tag: library.vocabulary.tags[tag].title for tag in tags},
        "categories": [
            (key, *listing.category_entry(library, key), len(papers)) for key, papers in library.in_category.items()
        ],
        "finder": addresses.PAPERS,
    }


def _scaled(place: Sequence[float], axis: int) -> float:
    return round(10 + place[axis] * (SIZE - 20), 1)
