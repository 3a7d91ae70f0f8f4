"""The list of this repository: what can be held of its words without the abstracts."""

from __future__ import annotations

import re

import pytest

from generator.files import loading
from generator.model.library import Library
from tests.project import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    """The papers of this repository."""
    return loading.load(ROOT / "papers", ROOT)[0]


def test_summaries_agree_with_the_number_of_authors(library: Library) -> None:
    wrong = []
    for paper in library.papers:
        alone = len(paper.people) == 1 and not paper.and_others
        said = re.findall(r"\b[Tt]h(?:e|is) authors?\b", f"{paper.tldr} {paper.summary}")
        wrong += [(paper.key, word) for word in said if word.endswith("s") == alone]
    assert wrong == []


def test_software_is_in_a_category_whose_definition_names_it(library: Library) -> None:
    found = [paper for paper in library.papers if "software-tools" in paper.tags]
    assert found
    definitions = {
        paper.key: [library.vocabulary.categories[key].definition for key in paper.categories] for paper in found
    }
    assert [key for key, texts in definitions.items() if not any("software" in text for text in texts)] == []
