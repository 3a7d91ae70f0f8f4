"""Measuring: citations from OpenAlex and stars from GitHub, for a snapshot of metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.core.text.counting import counted
from generator.importing.services import github_stars as github
from generator.importing.services import openalex_citations as openalex
from generator.importing.services.measuring_web import ServiceError, Web
from generator.model.library import Library

__all__ = ["Measured", "ServiceError", "Web", "measure"]


@dataclass(slots=True)
class Measured:
    """What a measurement found. counts: as `metrics.Snapshot.counts`. told: what a maintainer should know, in lines."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def measure(
    library: Library, web: Web, environment: Mapping[str, str], progress: Callable[[str, int, int], None]
) -> Measured:
    """Citations and stars of every paper that can be asked for. Raises ServiceError; there is no half a measurement.

    environment: OPENALEX_API_KEY (free at openalex.org), GITHUB_TOKEN, and the addresses of the services,
    OPENALEX_URL and GITHUB_API_URL, where they are not the usual ones.
    """
    found = Measured()
    citations = openalex.citations(library, web, environment, progress)
    stars = github.stars(library, web, environment, progress, found.told)
    for paper in library.papers:
        counts = {}
        if paper.key in citations:
            counts["citations"] = citations[paper.key]
        if paper.key in stars:
            counts["stars"] = stars[paper.key]
        if counts:
            found.counts[paper.key] = counts
    asked = sum(bool(openalex.identifiers_of(paper)) for paper in library.papers)
    found.told.append(
        f"citations of {len(citations)} of "
        + counted(asked, "paper that has a DOI or arXiv id", "papers that have a DOI or arXiv id")
    )
    repositories = sum(github.repository(paper.links.code or "") is not None for paper in library.papers)
    found.told.append(
        f"stars of {len(stars)} of "
        + counted(repositories, "paper that has a repository on GitHub", "papers that have a repository on GitHub")
    )
    return found
