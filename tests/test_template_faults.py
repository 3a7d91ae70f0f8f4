"""Faults of templates are told with their place, and what editors write on the way is no input."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.files import input_files
from generator.site import rendering
from generator.site.template_fault import TemplateFault
from tests.project import ROOT, toy_project


def project_with_its_own_program(folder: Path) -> Path:
    """A toy project that holds a copy of the program, so that a test can change a template."""
    project = toy_project(folder)
    (project / "generator").unlink()
    shutil.copytree(ROOT / "generator", project / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    return project


def build(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=project, env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("site/templates/row.html", "{% if %}", "Expected an expression"),
        ("site/templates/paper.html", "{{ title|no_such_filter }}", "No filter named 'no_such_filter'"),
        ("site/templates/list.html", '{% include "none.html" %}', "there is no template none.html"),
        ("site/templates/paper.html", "{{ no_such_value }}", "'no_such_value' is undefined"),
        ("site/theme/main.html", "{% if %}", "Expected an expression"),
        ("site/theme/main.html", "{{ 1|no_such_filter }}", "No filter named 'no_such_filter'"),
    ],
)
def test_a_build_names_the_place_of_a_fault(tmp_path: Path, file: str, line: str, said: str) -> None:
    project = project_with_its_own_program(tmp_path)
    path = project / "generator" / file
    lines = path.read_text().splitlines()
    place = next(n for n, text in enumerate(lines) if "block" in text) if file != "site/templates/row.html" else 0
    lines[place] += line
    path.write_text("\n".join(lines) + "\n")
    done = build(project)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{file}:{place + 1}: {said}" in done.stderr
    assert not (project / "site").exists()


def test_each_template_of_the_program_can_be_read() -> None:
    rendering._environment(rendering.templates_digest())


def test_a_fault_of_a_template_is_one_that_commands_report() -> None:
    from generator.build import site

    assert TemplateFault in site.ERRORS


TEMPORARY = [
    "4913", "5036", "x.md~", ".#x.md", "#x.md#", ".x.md.swp", ".x.md.swx", "x.tmp", "x.md___jb_tmp___",
    "x.md___jb_old___",
    ".goutputstream-AB12", ".~lock.x.md#", "x.crswap", "x.md.sb-1a2b-Xy1z",
]  # fmt: skip


@pytest.mark.parametrize("name", TEMPORARY)
def test_temporary_files_of_editors_are_no_input(tmp_path: Path, name: str) -> None:
    from generator.build import state
    from generator.files import settings

    assert input_files.is_temporary(name)
    project = toy_project(tmp_path)
    of = settings.read(project, {})
    before = set(state.gather(of, state.State()).inputs)
    for folder in ("papers", "docs"):
        (project / folder / name).write_text("x")
    assert set(state.gather(of, state.State()).inputs) == before
    assert not [found for found in input_files.files(project / "papers", project) if found[2]]
    assert input_files.document_problems(project / "docs", project) == []


@pytest.mark.parametrize("name", ["notes.md", "2024", "4914", "swp.md", "tmp.md", "a~b.md", "logo.svg", "#1.md"])
def test_other_files_stay_inputs(name: str) -> None:
    assert not input_files.is_temporary(name)
