"""The page of numbers: every figure of the list as a drawing, with the same as a table beneath."""

from __future__ import annotations

from typing import Any

from generator.analysis import statistics
from generator.analysis.statistics import Asked
from generator.core.tree import Output, digest
from generator.model import addresses, names
from generator.model.library import Library
from generator.site.charts import chart
from generator.site.rendering import Rendering


def output(library: Library, rendering: Rendering) -> Output:
    """The page `statistics/`."""
    return rendering.lazy_page(
        addresses.STATISTICS,
        "statistics",
        "statistics.html",
        f"the page {addresses.STATISTICS}",
        made_from=digest([paper.digest or repr(paper) for paper in library.papers], repr(library.vocabulary)),
        values=lambda: _values(library),
    )


def _values(library: Library) -> dict[str, Any]:
    figures = [(figure, chart(figure)) for figure in statistics.figures(library)]
    return {"figures": figures, "count": len(library.papers), "address_of": address_of}


def address_of(asked: Asked) -> str:
    """Where the papers stand that a number counts: in the finder, or on the page of a month."""
    if asked.month:
        return addresses.month(asked.month)
    first, last = asked.years
    choices = [
        ("category", asked.category),
        *(("tag", tag) for tag in asked.tags),
        ("tag.match", "all" if len(asked.tags) > 1 else ""),
        ("venue", names.slug(asked.venue)),
        ("author", asked.author),
        ("has", "code" if asked.code else ""),
        *([("year", first)] if first == last else [("from", first), ("to", last)]),
    ]
    return addresses.finder(*((name, value) for name, value in choices if value))
