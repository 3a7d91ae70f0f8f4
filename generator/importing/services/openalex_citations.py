"""Citations, from OpenAlex (https://developers.openalex.org): the works of many DOIs in one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from generator.importing.services.measuring_web import ServiceError, Web
from generator.model.library import Library
from generator.model.paper import Paper

NAME = "OpenAlex"
TOGETHER = 50  # DOIs in a request, half of what it allows: a DOI may have several works
MOST_PAGES = 20  # of what is asked at once; a DOI has a few works at most
PAGE = 100  # works in an answer, at most


def identifiers_of(paper: Paper) -> list[str]:
    """The DOIs of a paper, arXiv's own among them, in lower case: they are compared so (DOI Handbook, 2.4)."""
    found = [paper.doi or "", f"10.48550/arxiv.{paper.arxiv}" if paper.arxiv else ""]
    return list(dict.fromkeys(doi.lower() for doi in found if doi))


def citations(
    library: Library, web: Web, environment: Mapping[str, str], progress: Callable[[str, int, int], None]
) -> dict[str, int]:
    """Key of a paper → how often it is cited; papers that OpenAlex does not know are left out. Raises ServiceError.

    A paper may be two works there, the preprint and the published one: the higher number counts, for a sum would count
    who cites both twice.
    """
    base = (environment.get("OPENALEX_URL") or "https://api.openalex.org").rstrip("/")
    key = environment.get("OPENALEX_API_KEY", "")
    of_doi: dict[str, list[str]] = {}
    for paper in library.papers:
        for doi in identifiers_of(paper):
            of_doi.setdefault(doi, []).append(paper.key)
    # A comma or bar parts values in a filter: such a DOI is asked for alone.
    plain = [doi for doi in of_doi if not set(doi) & set(",|")]
    cited: dict[str, int] = {}

    def take(work: Any) -> None:
        try:
            doi, number = str(work["doi"]).lower().removeprefix("https://doi.org/"), work["cited_by_count"]
        except (TypeError, KeyError):
            raise ServiceError(f"{NAME}: a work without doi or cited_by_count; its answers have changed") from None
        if type(number) is not int or number < 0:
            raise ServiceError(f"{NAME}: cited_by_count of {doi[:100]} is no number; its answers have changed")
        for paper_key in of_doi.get(doi, ()):
            cited[paper_key] = max(number, cited.get(paper_key, 0))

    for start in range(0, len(plain), TOGETHER):
        progress("citations", start, len(of_doi))
        for work in _works(base, key, plain[start : start + TOGETHER], web):
            take(work)
    for doi in sorted(set(of_doi) - set(plain)):
        query = urlencode({"select": "doi,cited_by_count"} | ({"api_key": key} if key else {}))
        work = web.json(f"{base}/works/doi:{quote(doi, safe='/')}?{query}", {}, NAME)
        if work is not None:
            take(work)
    return cited


def _works(base: str, key: str, dois: list[str], web: Web) -> list[Any]:
    """The works of `dois`, all pages of them. By number of page: paging by cursor asks for a key."""
    found: list[Any] = []
    page = 1
    while True:
        values = {
            "filter": "doi:" + "|".join(dois),
            "select": "doi,cited_by_count",
            "per_page": str(PAGE),
            "page": str(page),
        }
        answer = web.json(f"{base}/works?{urlencode(values | ({'api_key': key} if key else {}))}", {}, NAME)
        try:
            results, count = answer["results"], answer["meta"]["count"]
        except (TypeError, KeyError):
            raise ServiceError(f"{NAME}: an answer without results and meta.count; its answers have changed") from None
        if not isinstance(results, list) or type(count) is not int:
            raise ServiceError(f"{NAME}: results is no list, or meta.count no number; its answers have changed")
        found += results
        if page > MOST_PAGES:
            raise ServiceError(f"{NAME}: no end of its answers")
        if not results or page * PAGE >= count:
            return found
        page += 1
