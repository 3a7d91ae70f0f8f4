"""Small lists made in a test: papers of one category, told apart by a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model import model
from generator.model import paper as value
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.vocabulary import Category, Tag, Vocabulary

FIELDS = {
    "authors": ["T. Anderson Keller", "Max Welling"],
    "date": "2023-09-03",
    "categories": ["theory"],
    "tldr": "A recurrent network whose activity travels as waves.",
}
VOCABULARY = Vocabulary(
    categories={
        key: Category(key=key, title=key.capitalize(), definition=f"Papers of the category {key}.", order=n)
        for n, key in enumerate(("theory", "vision"))
    },
    tags={key: Tag(key=key, title=key.upper(), definition=f"Papers of the tag {key}.") for key in ("fmri", "eeg")},
)


def paper(number: int, added: str = "2026-01-01", **more: Any) -> Paper:
    """The paper `p-0001` of number 1; `more`: other fields of its file."""
    fields = {**FIELDS, "title": f"Paper {number}", "added": added, **{k: v for k, v in more.items() if v is not None}}
    key = f"p-{number:04}"
    given = value.fields_of(model.front_matter(fields))
    return Paper(**given, key=key, path=f"papers/{key}.md", summary="A summary of it.")


def library(papers: Iterable[Paper]) -> Library:
    """The list of `papers`."""
    return Library.of(papers, VOCABULARY)
