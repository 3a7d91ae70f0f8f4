"""A new entry of the list, from what is known of a paper: its file, and what is left for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.analysis.suggesting import Suggester
from generator.checks import duplicates
from generator.checks.duplicates import Work
from generator.core.text import dates
from generator.files import loading
from generator.importing import drafts, facts
from generator.importing.drafts import Made
from generator.importing.facts import Draft, Facts
from generator.model import names
from generator.model.library import Library

FOLDER = "papers"


@dataclass(frozen=True)
class Entry:
    """A new entry. made: its file, or why there is none. suggested: fields that were proposed from the text.

    lacking: the fields, and `summary`, that a person has to write. notes: what a person has to look at.
    """

    made: Made
    suggested: Mapping[str, list[str]]
    lacking: tuple[str, ...]
    notes: tuple[str, ...] = ()


_BIORXIV_DAY = re.compile(r"10\.(?:1101|64898)/(20\d\d)\.(0[1-9]|1[0-2])\.([0-3]\d)\.\d+")


def facts_of(ids: Mapping[str, str]) -> Facts:
    """Return what identifiers say without any service: themselves, and of arXiv and bioRxiv when the paper was public.

    An arXiv identifier begins with year and month (https://info.arxiv.org/help/arxiv_identifier.html), a DOI of bioRxiv
    or medRxiv has the day.
    """
    date = ""
    if match := re.search(r"(?:^|/)(\d\d)(\d\d)\.?\d", ids.get("arxiv", "")):
        century = "19" if match[1] >= "91" else "20"
        date = dates.read(f"{century}{match[1]}-{match[2]}").value
    elif match := _BIORXIV_DAY.match(ids.get("doi", "")):
        date = "-".join(match.groups())
    return Facts(identifiers=dict(ids), date=date)


def reason_against(ids: Mapping[str, str], papers_dir: Path, root: Path) -> str:
    """Return why a paper with these identifiers is not new, with its place; empty where none has them."""
    found, _ = loading.load(papers_dir, root)
    work = Work("", "", "", identifiers=ids)
    match = next(drafts.known(found, papers_dir, root).index.same(work), None)
    return drafts.reason(match, work) if match else ""


def new(
    said: Facts, papers_dir: Path, root: Path, added: str, suggest: bool = True, schema: str = "", also: bool = False,
) -> Entry:  # fmt: skip
    """The entry for what is said of a paper. suggest: whether categories and tags are proposed where none are given.

    schema: where editors find the JSON Schema of its fields; empty: the file names none. also: whether it is written
    although it seems to be there. Without a title the identifier is the key.
    """
    found, _ = loading.load(papers_dir, root)
    draft = facts.draft(said, found.vocabulary, added)
    values = dict(draft.values)
    left_out = list(draft.left_out)
    notes: list[str] = []
    # What the vocabulary does not know would be a fault of the list: it is told instead.
    for name in ("tags",):
        unknown = [word for word in values.get(name, ()) if word not in found.vocabulary.tags]
        left_out += [f'{name}: "{word}" is not a tag yet' for word in unknown]
        values[name] = [word for word in values.get(name, ()) if word not in unknown]
    venue = values.get("venue", {}).get("name", "")
    if venue and venue not in found.vocabulary.venues:
        notes.append(f'venue: "{venue}" is not in papers/_venues.yml; add it there, or write the name of one that is')
    suggested = _suggested(values, draft, found) if suggest else {}
    values |= {name: words for name, words in suggested.items() if words}
    values = {name: value for name, value in values.items() if value}
    key = "" if "title" in values else _key_of_identifier(values)
    made = drafts.of_draft(
        Draft(values, draft.summary, "", tuple(left_out)),
        drafts.known(found, papers_dir, root),
        FOLDER,
        schema,
        also,
        key,
    )
    first = () if "title" in values else ("title", "authors")
    lacking = [*first, *(name for name in ("date", "categories", "tldr") if name not in values)]
    return Entry(made, suggested, (*lacking, *(() if draft.summary else ("summary",))), tuple(notes))


def _key_of_identifier(values: Mapping[str, Any]) -> str:
    """Return a key for a paper of which only an identifier is known: `arxiv-2309-08045`."""
    name = next((name for name in duplicates.IDENTIFIERS if name in values), "")
    bare = re.sub(r"[^a-z0-9]+", "-", names.fold(values[name])).strip("-") if name else ""
    return f"{name}-{bare}"[:80].rstrip("-") if bare else ""


def _suggested(values: Mapping[str, Any], draft: Draft, found: Library) -> dict[str, list[str]]:
    text = f"{values.get('title', '')} {draft.abstract} {values.get('tldr', '')} {draft.summary}"
    suggester = Suggester(found)
    proposals = {"categories": suggester.categories(text)[:1], "tags": suggester.tags(text)}
    return {name: words for name, words in proposals.items() if words and not values.get(name)}
