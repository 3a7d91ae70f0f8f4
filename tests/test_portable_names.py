"""Names that every system can hold: Windows keeps some for devices, and others take two names for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checks import checks
from generator.files import input_files
from generator.model import addresses, keys, names
from generator.model.paper import Author
from tests.conftest import Project
from tests.examples import VOCABULARY, paper
from tests.project import papers, toy_project

DEVICES = ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"]


@pytest.mark.parametrize(
    "name", [*DEVICES, *map(str.upper, DEVICES), "Aux", "aux.md", "nul.tar.gz", "con .txt", "COM¹"]
)
def test_names_of_devices_are_known_in_every_form(name: str) -> None:
    assert names.is_device(name)


@pytest.mark.parametrize("name", ["auxiliary", "con-2020", "com", "com10", "lpt", "my.aux", "null", "", ".con", "aux_"])
def test_other_names_are_free(name: str) -> None:
    assert not names.is_device(name)


@pytest.mark.parametrize("name", DEVICES)
def test_slugs_are_no_names_of_devices_and_no_two_are_one(name: str) -> None:
    assert names.slug(name.capitalize()) == f"{name}_"
    assert names.slug(f"{name} x") == f"{name}-x"
    assert addresses.venue(name.upper()) == f"venues/{name}_/"
    assert not names.is_device(names.slug(name))
    assert Author(name.upper()).slug == f"{name}_"


@pytest.mark.parametrize("name", DEVICES)
def test_a_new_paper_is_given_another_key(name: str) -> None:
    key = keys.proposed("", name, "")
    assert key.startswith(name)
    assert not names.is_device(key)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("papers/aux.md", "file-name"),
        ("papers/NUL.md", "file-name"),
        ("papers/con/keller-2023.md", "portable-name"),
        ("papers/old./keller-2023.md", "portable-name"),
        ("papers/old /keller-2023.md", "portable-name"),
        ("papers/what?/keller-2023.md", "portable-name"),
    ],
)
def test_files_that_windows_cannot_hold_are_reported(project: Project, path: str, rule: str) -> None:
    root = project({**VOCABULARY, path: paper()})
    found = [problem.rule for problem in checks.load(root / "papers", root)[1] if problem.severity == "error"]
    assert found == [rule]


def test_folders_that_differ_in_case_alone_are_reported(tmp_path: Path) -> None:
    names_of_files = ("About.md", "about.md", "Ä/x.md", "a\u0308/y.md", "lists/lpt1.md", "good.md")
    for name in (f"docs/{name}" for name in names_of_files):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = input_files.document_problems(tmp_path / "docs", tmp_path)
    assert sorted(problem.path for problem in found if problem.rule == "portable-name") == sorted(
        ["docs/about.md", "docs/Ä", "docs/lists/lpt1.md"]
    )


@pytest.mark.parametrize("kind", ["tags", "categories"])
def test_a_key_of_a_vocabulary_is_no_name_of_a_device(project: Project, kind: str) -> None:
    entry = "- key: nul\n  title: Nul\n  definition: A definition that is long enough.\n"
    entry += "  order: 9\n" * (kind == "categories")
    files = {**VOCABULARY, "papers/keller-2023.md": paper()}
    files[f"papers/_{kind}.yml"] = files.get(f"papers/_{kind}.yml", "") + entry
    root = project(files)
    assert "reserved-key" in [problem.rule for problem in checks.load(root / "papers", root)[1]]


def test_every_folder_and_file_of_a_site_can_be_held_everywhere(tmp_path: Path) -> None:
    project = toy_project(tmp_path)
    file = project / "papers/euler-2020-math.md"
    people = "authors: [Aux, NUL, Com1, Ann Lpt1, {group: CON}]"
    file.write_text(re.sub("^authors: .*$", people, file.read_text(), flags=re.MULTILINE))
    papers("build", cwd=project)
    site = project / "site"
    paths = [path.relative_to(site) for path in site.rglob("*")]
    assert (site / "authors/aux_/index.html").is_file()
    assert (site / "authors/con_/index.html").is_file()
    assert not [path for path in paths if any(map(names.is_device, path.parts))]
    assert len({str(path).casefold() for path in paths}) == len(paths)
    page = (site / "papers/euler-2020-math/index.html").read_text()
    assert '<a href="../../authors/nul_/">NUL</a>' in page
