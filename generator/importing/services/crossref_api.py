"""Crossref, through the `habanero` client. The answers: https://api.crossref.org, works, close to CSL-JSON."""

from __future__ import annotations

import re
import warnings
from typing import Any

from generator.importing.facts import Facts
from generator.importing.importers import csl_json
from generator.importing.services.services import Manners, NotThere, Passing, Trouble, patiently
from generator.model import identifiers

URL = "https://api.crossref.org"
_MARK = re.compile(r"^\s*(?:retracted|withdrawn)(?:\s+(?:article|paper))?\s*:\s*", re.IGNORECASE)
_STATUS = {"retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn", "correction": "corrected",
           "corrigendum": "corrected", "erratum": "corrected"}  # fmt: skip


class Crossref:
    """What the publisher says of a paper: where it was published, and whether it was retracted or corrected."""

    name = "Crossref"
    field = "doi"

    def __init__(self, manners: Manners, url: str = URL) -> None:
        self._manners = manners
        self._url = url

    def find(self, identifier: str) -> Facts:
        """What is known of the paper. Raises NotThere, Trouble."""
        answer = patiently(self._manners, self.name, lambda: self._ask(identifier))
        message = answer.get("message") if isinstance(answer, dict) else None
        if not isinstance(message, dict):
            raise Trouble("Crossref gave an answer that is not about a work")
        record = csl_json.record(1, message)
        if record.facts is None:
            raise Trouble("Crossref knows no title of it")
        facts = record.facts
        facts.identifiers["doi"] = identifier
        facts.addresses = []
        abstract = message.get("abstract")
        facts.abstract = abstract if isinstance(abstract, str) else ""
        marked = _MARK.match(facts.title)
        if marked:
            facts.title = facts.title[marked.end() :]
            facts.status, facts.notice = "retracted", identifiers.doi_url(identifier)
        updates = message.get("updated-by")
        for update in updates if isinstance(updates, list) else []:
            kind = str(update.get("type", "")).lower() if isinstance(update, dict) else ""
            doi = str(update.get("DOI", "")) if isinstance(update, dict) else ""
            if kind in _STATUS and identifiers.is_doi(doi) and facts.status != "retracted":
                facts.status, facts.notice = _STATUS[kind], identifiers.doi_url(doi)
        return facts

    def _ask(self, identifier: str) -> Any:
        import habanero
        import httpx2

        client = habanero.Crossref(
            base_url=self._url,
            mailto=self._manners.contact or None,
            ua_string=self._manners.user_agent,
            timeout=self._manners.timeout,
        )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return client.works(ids=identifier)
        except httpx2.HTTPStatusError as error:
            status = error.response.status_code
        except habanero.RequestError as error:
            status = int(getattr(error, "status_code", 0) or 0)
        except (RuntimeError, httpx2.HTTPError, OSError):
            raise Passing("cannot be reached, or did not answer in time") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Passing("sent an answer that is no JSON") from None
        if status == 404:
            raise NotThere
        if status == 429 or status >= 500:
            raise Passing("has had too many requests" if status == 429 else f"has a fault (status {status})")
        if status == 200:
            raise Passing("sent an answer that is no JSON")
        raise Trouble(f"Crossref refuses the request, or sends us elsewhere (status {status})")
