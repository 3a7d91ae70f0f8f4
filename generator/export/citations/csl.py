"""CSL-JSON, which Zotero, pandoc and citeproc read.

Specification: Citation Style Language 1.0.2, appendices III (types) and IV (variables), and the CSL-JSON schema.
"""

from __future__ import annotations

import re
from typing import Any

from generator.core.text import formula_text
from generator.export.citations.work import Work
from generator.model.names import Name

_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "misc": "article",  # a preprint or another manuscript
}

_TAG = re.compile(r"<(?=/?(?:i|b|sup|sub|sc)>|/?span\b)")


def csl(work: Work) -> dict[str, Any]:
    """The item, as what `json` writes."""
    authors = [_name(name) for name in work.names]  # there is no word for others, which are left out
    issued = [int(work.year), work.month] if work.month else [int(work.year)]
    pages = "-".join(page for page in (work.first_page, work.last_page) if page)
    item: dict[str, Any] = {
        "id": work.key,
        "type": _TYPES[work.kind],
        "title": _title(work),
        "author": authors,
        "issued": {"date-parts": [issued]},
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.number,
        "page": pages,
        "publisher": work.publisher or (work.preprint.server if work.preprint else ""),
        "number": _number(work),
        "genre": "Preprint" if work.preprint else "",
        "language": work.language,
        "status": work.status,
        "note": work.status_note,
        "DOI": work.doi,
        "PMID": work.pmid,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _number(work: Work) -> str:
    if not work.preprint:
        return ""
    return f"arXiv:{work.arxiv}" if work.arxiv else work.preprint.identifier


def _title(work: Work) -> str:
    """The title in CSL's rich text: raised and lowered parts of formulas in tags.

    Formulas with small letters are held, for processors would make capitals of them in title case.
    """
    done = ""
    for piece in work.pieces:
        if not piece.formula:
            done += _text(piece.text)
            continue
        formula = "".join(
            f"<{run.level}>{_text(run.text)}</{run.level}>" if run.level else _text(run.text)
            for run in formula_text.runs(piece.text)
        )
        done += (
            f'<span class="nocase">{formula}</span>'
            if any(map(str.islower, formula_text.plain(piece.text)))
            else formula
        )
    return done


def _text(text: str) -> str:
    """Text that no processor takes for markup: none of them reads entities, so that a tag is broken by a joiner."""
    return _TAG.sub("<\u2060", text)


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
