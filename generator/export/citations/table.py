"""Papers as rows of a CSV file (RFC 4180), for spreadsheets."""

from __future__ import annotations

import csv
import io

from generator.core.text import mathml
from generator.export.citations.work import Work
from generator.model.paper import Paper

COLUMNS = (
    "key", "title", "authors", "date", "year", "venue", "arxiv", "doi", "pmid", "openreview", "url", "code",
    "categories", "tags", "status", "tldr", "added",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def head() -> str:
    """The first row."""
    return _row(COLUMNS)


def row(paper: Paper, work: Work) -> str:
    """One paper. Several authors, categories and tags stand in one cell, parted by semicolons."""
    return _row(
        (
            paper.key,
            work.plain_title,
            "; ".join([*(author.name for author in paper.people), *["et al."] * paper.and_others]),
            paper.date,
            work.year,
            work.container,
            work.arxiv,
            work.doi,
            work.pmid,
            work.openreview,
            work.url,
            paper.links.code or "",
            "; ".join(paper.categories),
            "; ".join(paper.tags),
            paper.status or "",
            mathml.plain(paper.tldr),
            paper.added,
        )
    )


def cell(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    OWASP, CSV Injection: such a cell can run a program when the file is opened.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([cell(text) for text in cells])
    return line.getvalue()
