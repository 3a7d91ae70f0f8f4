"""A new entry of the list, from what is known of a paper: its file, and what is left for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import drafts, facts, loading
from generator.drafts import Made
from generator.facts import Draft, Facts
from generator.library import Library
from generator.suggesting import Suggester

FOLDER = "papers"


@dataclass(frozen=True)
class Entry:
    """A new entry. made: its file, or why there is none. suggested: fields that were proposed from the text.

    lacking: the fields, and `summary`, that a person has to write.
    """

    made: Made
    suggested: Mapping[str, list[str]]
    lacking: tuple[str, ...]


def new(said: Facts, papers_dir: Path, root: Path, added: str, suggest: bool = True, schema: str = "") -> Entry:
    """The entry for what is said of a paper. suggest: whether categories and tags are proposed where none are given.

    schema: where editors find the JSON Schema of its fields; empty: the file names none.
    """
    found, _ = loading.load(papers_dir, root)
    draft = facts.draft(said, found.vocabulary, added)
    values = dict(draft.values)
    left_out = list(draft.left_out)
    # What the vocabulary does not know would be a fault of the list: it is told instead.
    for name in ("tags",):
        unknown = [word for word in values.get(name, ()) if word not in found.vocabulary.tags]
        left_out += [f'{name}: "{word}" is not a tag yet' for word in unknown]
        values[name] = [word for word in values.get(name, ()) if word not in unknown]
    venue = values.get("venue", {}).get("name", "")
    if venue and venue not in found.vocabulary.venues:
        left_out.append(f'venue: "{venue}" is not in papers/_venues.yml; add it there, then write the venue')
        del values["venue"]
    suggested = _suggested(values, draft, found) if suggest else {}
    values |= {name: words for name, words in suggested.items() if words}
    values = {name: value for name, value in values.items() if value}
    made = drafts.of_draft(
        Draft(values, draft.summary, "", tuple(left_out)), drafts.known(found, papers_dir, root), FOLDER, schema
    )
    lacking = [name for name in ("date", "categories", "tldr") if name not in values]
    return Entry(made, suggested, (*lacking, *(() if draft.summary else ("summary",))))


def _suggested(values: Mapping[str, Any], draft: Draft, found: Library) -> dict[str, list[str]]:
    text = f"{values.get('title', '')} {draft.abstract} {values.get('tldr', '')} {draft.summary}"
    suggester = Suggester(found)
    proposals = {"categories": suggester.categories(text)[:1], "tags": suggester.tags(text)}
    return {name: words for name, words in proposals.items() if words and not values.get(name)}
