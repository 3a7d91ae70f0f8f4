"""Names that look like those of groups, and what is asked about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.checks import checks
from generator.model import group_names
from tests.conftest import Project
from tests.examples import VOCABULARY, bytes_of, paper
from tests.project import papers as command
from tests.project import toy_project, tree


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


def test_a_group_is_whole_everywhere_on_the_site(tmp_path: Path) -> None:
    root = toy_project(tmp_path / "project")
    fields = "authors: [{group: ENIGMA Consortium}, Ann Able, others]\narxiv: 2309.99999"
    (root / "papers/enigma-2023.md").write_bytes(bytes_of(paper(fields, title="Waves of a Group")))
    command("build", cwd=root, env={"SITE_URL": "https://toy.example/"})
    site = tree(root / "site")
    page = site["papers/enigma-2023/index.html"].decode()
    assert '<meta name="citation_author" content="ENIGMA Consortium">' in page
    assert '{"@type":"Organization","name":"ENIGMA Consortium"}' in page
    assert "ENIGMA Consortium, Able, A., et al. (2023)" in page
    assert '<a href="../../authors/enigma-consortium/">ENIGMA Consortium</a>' in page
    assert "authors/enigma-consortium/index.html" in site
    assert ">ENIGMA Consortium</a>" in site["authors/index.html"].decode()
    record = json.loads(site["api/v1/papers/enigma-2023.json"])
    assert record["authors"][0] == {"name": "ENIGMA Consortium", "id": "enigma-consortium", "group": True}
    people = json.loads(site["api/v1/authors.json"])["authors"]
    assert [person["name"] for person in people if person.get("group")] == ["ENIGMA Consortium"]
    light = next(one for one in json.loads(site["api/v1/papers.json"])["papers"] if one["key"] == "enigma-2023")
    assert (light["authors"], light["and_others"]) == (["ENIGMA Consortium", "Ann Able"], True)
    texts = {path: of.decode("utf-8", "replace") for path, of in site.items()}
    exports = {path.rpartition(".")[2]: text for path, text in texts.items() if path.startswith("export/")}
    assert "author = {{ENIGMA Consortium} and Able, Ann and others}" in exports["bib"]
    assert "AU  - ENIGMA Consortium\r\n" in exports["ris"]
    assert "ENIGMA Consortium; Ann Able; et al." in exports["csv"]
    assert any(
        "<author><name>ENIGMA Consortium</name>" in text for path, text in texts.items() if path.endswith(".xml")
    )
    assert not any("Consortium, E" in text for text in texts.values())
