"""An entry beside what the services say today: gaps that can be filled, and where the two do not agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.checks.duplicates import title_key
from generator.importing import facts
from generator.importing.facts import Facts
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary

FILLED = ("doi", "pmid", "venue", "authors", "status", "notice")


@dataclass(frozen=True)
class Compared:
    """gaps: fields that the entry lacks, with their values. told: what a person has to look at, in words."""

    gaps: Mapping[str, Any]
    told: tuple[str, ...]

    def fill(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a file with the gaps filled. Nothing that a person wrote is changed."""
        return {**self.gaps, **{name: value for name, value in values.items() if value}}


def compared(paper: Paper, said: Facts, by_field: Mapping[str, Facts], vocabulary: Vocabulary) -> Compared:
    """What the services' `said` adds to a paper, and where it disagrees. by_field: what each of them said."""
    draft = facts.draft(said, vocabulary, paper.added)
    gaps: dict[str, Any] = {}
    told: list[str] = []
    for name in FILLED:
        value = draft.values.get(name)
        if not value or getattr(paper, name):
            continue
        if name == "venue" and value["name"] not in vocabulary.venues:
            told.append(f'published in "{value["name"]}", which is not in papers/_venues.yml')
        elif name not in ("status", "notice") or not paper.status:
            gaps[name] = value
    for service, answer in by_field.items():
        if title_key(facts.draft(answer, vocabulary, paper.added).values.get("title", "")) != title_key(paper.title):
            told.append(f'the title differs: {service} has "{answer.title}"')
        doi = answer.identifiers.get("doi", "")
        if service != "doi" and doi and paper.doi and doi.lower() != paper.doi.lower():
            told.append(f"the DOI differs: {service} has {doi}")
    if said.status and paper.status and said.status != paper.status:
        told.append(f"it is {said.status} today: {said.notice}")
    if said.date and len(said.date) == len(paper.date) and said.date < paper.date:
        told.append(f"it was public before: {said.date}")
    return Compared(gaps, tuple(dict.fromkeys(told)))
