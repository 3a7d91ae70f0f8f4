"""Names that look like those of groups, and what is asked about them."""

from __future__ import annotations

import pytest

from generator import checks, group_names
from tests.conftest import Project
from tests.examples import VOCABULARY, paper


@pytest.mark.parametrize(
    "name",
    [
        "ENIGMA Consortium", "International Brain Laboratory", "Human Brain Project", "ATLAS Collaboration",
        "Allen Institute for Brain Science", "The Cognitive Map Team", "Alzheimer's Disease Neuroimaging Initiative",
        "Able Lab (Paris)", "IMAGEN Consortium", "Sleep Research Network", "Working Group 3", "Réseau Mémoire Équipe",
        "Consortium for Small Brains", "Google Research Team", "Deutsche Gesellschaft", "University of Somewhere",
        "Open Science Collaboration", "WU-Minn HCP Consortium", "ADHD-200 Consortium", "the Brain Group",
    ],
)  # fmt: skip
def test_names_of_groups(name: str) -> None:
    assert group_names.looks_like_group(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ann Able", "Laurens van der Maaten", "Santiago Ramón y Cajal", "Robert Service", "Rosa Company",
        "Guillaume de l'Hospital", "Maria da Silva", "Network", "Team", "Simon Red", "李 飞飞",
    ],
)  # fmt: skip
def test_names_of_persons(name: str) -> None:
    assert not group_names.looks_like_group(name)


def test_the_check_asks_about_names_that_look_like_groups(project: Project) -> None:
    authors = "[ENIGMA Consortium, {group: Brain Team}, {name: Ann Team, family: Team}, Ann Able, Human Brain Project]"
    root = project({**VOCABULARY, "papers/able-2023.md": paper(f"authors: {authors}")})
    library, problems = checks.load_all(root / "papers", root, "2026-12-01")
    found = [problem for problem in problems if problem.rule == "possible-group"]
    assert [(problem.severity, problem.column) for problem in found] == [("warning", 11), ("warning", 93)]
    assert found[0].message == '"ENIGMA Consortium" looks like the name of a group'
    assert found[0].advice.startswith("write {group: ENIGMA Consortium}")
    assert len(library.papers) == 1  # it is only asked


def test_the_word_that_stands_for_a_group_in_a_key() -> None:
    assert group_names.short("The ENIGMA Consortium") == "ENIGMA"
    assert group_names.short("The") == "The"
