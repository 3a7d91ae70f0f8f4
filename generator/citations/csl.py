"""CSL-JSON, which Zotero, pandoc and citeproc read.

Specification: Citation Style Language 1.0.2, appendices III (types) and IV (variables), and the CSL-JSON schema.
"""

from __future__ import annotations

from typing import Any

from generator.citations.work import Work
from generator.names import Name

_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "misc": "article",
}


def csl(work: Work) -> dict[str, Any]:
    """The item, as what `json` writes."""
    authors = [_name(name) for name in work.names]  # there is no word for others, which are left out
    issued = [int(work.year), work.month] if work.month else [int(work.year)]
    pages = "-".join(page for page in (work.first_page, work.last_page) if page)
    preprint = work.kind == "misc" and work.arxiv
    item: dict[str, Any] = {
        "id": work.key,
        "type": _TYPES[work.kind],
        "title": work.title,
        "author": authors,
        "issued": {"date-parts": [issued]},
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.number,
        "page": pages,
        "publisher": work.publisher or ("arXiv" if preprint else ""),
        "number": f"arXiv:{work.arxiv}" if preprint else "",
        "DOI": work.doi,
        "PMID": work.pmid,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    if name.group:
        return {"literal": name.text}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
