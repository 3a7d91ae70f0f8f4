"""arXiv, through the `arxiv` client. The answers: arXiv API User's Manual, section 3."""

from __future__ import annotations

import re
from typing import Any

import arxiv

from generator.importing import author_entries, latex_text
from generator.importing.facts import Facts
from generator.importing.services.services import Manners, NotThere, Passing, Trouble, patiently
from generator.importing.services.web import Session
from generator.model import identifiers

URL = "https://export.arxiv.org/api/query"


class _Session(Session):
    """A whole Atom feed, or no answer."""

    def get(self, url: str | bytes, **words: Any) -> Any:  # type: ignore[override]  # all words are passed on
        answer = super().get(url, **words)
        if not answer.content.rstrip().endswith(b"</feed>"):
            raise Passing("sent no feed, or half of one")
        return answer


class _Client(arxiv.Client):  # type: ignore[misc]  # it has no types
    def __init__(self, manners: Manners, url: str) -> None:
        # The pauses and the tries are the session's.
        super().__init__(page_size=1, delay_seconds=0, num_retries=0)
        self.query_url_format = url + "?{}"
        self._session = _Session("arXiv", manners)


class Arxiv:
    """What arXiv says of a paper: its first version's date, its abstract, and the DOI of a published version."""

    name = "arXiv"
    field = "arxiv"

    def __init__(self, manners: Manners, url: str = URL) -> None:
        self._manners = manners
        self._client = _Client(manners, url)

    def find(self, identifier: str) -> Facts:
        """What is known of the paper. Raises NotThere, Trouble."""
        search = arxiv.Search(id_list=[identifier], max_results=1)
        try:
            found = patiently(self._manners, self.name, lambda: next(iter(self._client.results(search)), None))
        except arxiv.ArxivError as error:
            raise Trouble(f"arXiv gave an answer that cannot be used: {error.message}") from None
        except (ValueError, TypeError, AttributeError, LookupError) as error:  # what the client makes of a wrong feed
            raise Trouble(f"arXiv gave an answer that cannot be used: {error}") from None
        if found is None or "/api/errors" in found.entry_id or not found.title:
            raise NotThere
        facts = Facts(title=latex_text.text(found.title, formulas=True), date=found.published.date().isoformat())
        facts.authors = [author_entries.from_text(latex_text.text(author.name)) for author in found.authors]
        facts.identifiers = {"arxiv": identifier} | ({"doi": found.doi} if found.doi else {})
        facts.addresses = re.findall(r"https?://[^\s,;)\]]+[\w/]", found.comment or "")
        facts.abstract = found.summary or ""
        if re.search(r"\bwithdrawn\b", f"{found.comment or ''}", re.IGNORECASE) or re.match(
            r"\s*this (?:paper|article|submission|manuscript) (?:has been|was|is) withdrawn",
            facts.abstract,
            re.IGNORECASE,
        ):
            facts.status, facts.notice = "withdrawn", identifiers.arxiv_url(identifier)
        return facts
