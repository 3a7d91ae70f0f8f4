"""A list of one's own: made, checked, built and upgraded with the program installed from its wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.checks import checks, formatting
from generator.cli import starter_files as starting
from generator.cli.program import main
from generator.files import settings
from tests import site_links
from tests.project import ROOT


def init(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["init", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_new_list_is_right(tmp_path: Path) -> None:
    folder = tmp_path / "my papers"
    result = init(str(folder), "--name", "Papers: “on” \\ #octopuses & ’b’")
    assert result.exit_code == 0
    assert settings.read(folder, {}).name == "Papers: “on” \\ #octopuses & ’b’"
    library, problems = checks.load(folder / "papers", folder)
    assert problems == []
    assert [paper.key for paper in library.papers] == ["turing-1950-computing-machinery"]
    assert formatting.changes(folder / "papers", folder).changes == ()


@pytest.mark.parametrize("name", ['My "papers"', "<b>Papers", "a > b"])
def test_a_name_that_the_theme_would_not_escape(tmp_path: Path, name: str) -> None:
    result = init(str(tmp_path / "list"), "--name", name)
    assert result.exit_code == 1
    sign = next(sign for sign in '<>"' if sign in name)
    assert result.output == f"papers: the name of the list holds {sign}; leave it out, or write “ and ” for quotes\n"
    assert not (tmp_path / "list").exists()


def test_every_tab_of_the_navigation_has_its_page(tmp_path: Path) -> None:
    init(str(tmp_path / "list"))
    text = (tmp_path / "list/mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]

    def pages(nav: object) -> list[str]:
        if isinstance(nav, str):
            return [nav]
        return [page for entry in nav for value in entry.values() for page in pages(value)]  # type: ignore[attr-defined]  # lists of mappings

    there = {path.relative_to(tmp_path / "list/docs").as_posix() for path in (tmp_path / "list/docs").rglob("*.md")}
    assert set(pages(yaml.safe_load(text))) == there


@pytest.mark.parametrize("make", ["file", "folder"])
def test_nothing_is_written_over(tmp_path: Path, make: str) -> None:
    folder = tmp_path / "list"
    if make == "folder":
        folder.mkdir()
        (folder / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        folder.write_text("mine", encoding="utf-8")
    result = init(str(folder))
    assert result.exit_code == 1
    assert result.output == f"papers: {folder}: is not empty; name a folder that is not there yet, or use --upgrade\n"


def test_an_upgrade_takes_what_nobody_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "list"
    init(str(folder), "--name", "Mine")
    check, publish = folder / ".github/workflows/check.yml", folder / ".github/workflows/publish.yml"
    publish.write_text("# mine\n", encoding="utf-8")
    (folder / ".vscode/tasks.json").unlink()
    (folder / "mkdocs.yml").write_text("site_name: Changed\n", encoding="utf-8")
    now = {path: f"# new\n{text}" for path, text in starting.files("Mine").items()}
    monkeypatch.setattr(starting, "files", lambda name, requirement: {**now, ".github/new.yml": "# new\n"})
    dry = init("--upgrade", "--dry-run", str(folder)).output
    assert ".github/workflows/check.yml: would be updated\n" in dry
    assert not check.read_text(encoding="utf-8").startswith("# new")
    result = init("--upgrade", str(folder))
    assert result.exit_code == 0
    assert ".github/new.yml: written\n" in result.output
    assert (
        ".github/workflows/publish.yml: kept, because you changed it\n--- .github/workflows/publish.yml"
        in result.output
    )
    assert check.read_text(encoding="utf-8") == now[".github/workflows/check.yml"]
    assert publish.read_text(encoding="utf-8") == "# mine\n"
    assert not (folder / ".vscode/tasks.json").exists()
    assert (folder / "mkdocs.yml").read_text(encoding="utf-8") == "site_name: Changed\n"
    again = init("--upgrade", str(folder)).output
    assert again.endswith("0 files changed\n")
    assert "publish.yml: kept" in again


@pytest.mark.parametrize(
    ("text", "said"), [(None, "has no .papers.json"), ("{", "cannot be read"), ("[]", "cannot be read")]
)
def test_a_record_that_cannot_be_used(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / ".papers.json").write_text(text, encoding="utf-8")
    result = init("--upgrade", str(tmp_path))
    assert result.exit_code == 1
    assert said in result.output


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as its wheel installs it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(program: Path, *arguments: str, cwd: Path) -> str:
    command = [sys.executable, "-m", "generator", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(program)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_a_list_with_the_installed_program(installed: Path, tmp_path: Path) -> None:
    where = [sys.executable, "-c", "import generator; print(generator.__file__)"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run(where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(found.strip()).is_relative_to(installed)
    run(installed, "init", "list", "--name", "Mine", cwd=tmp_path)
    folder = tmp_path / "list"
    assert "1 paper, no problem" in run(installed, "check", cwd=folder)
    run(installed, "build", cwd=folder)
    assert "<h1" in (folder / "site/papers/turing-1950-computing-machinery/index.html").read_text(encoding="utf-8")
    assert list(site_links.faults(folder / "site", "https://none.example/")) == []
    # A new version: another template, another workflow.
    template = installed / "generator/site/templates/paper.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace('class="p-tldr"', 'class="p-tldr p-of-the-new-version"'), encoding="utf-8")
    workflow = installed / "generator/cli/starter/dot-github/workflows/check.yml"
    workflow.write_text("# of the new version\n" + workflow.read_text(encoding="utf-8"), encoding="utf-8")
    assert ".github/workflows/check.yml: updated" in run(installed, "init", "--upgrade", ".", cwd=folder)
    assert "1 paper, no problem" in run(installed, "check", cwd=folder)
    run(installed, "build", cwd=folder)
    page = (folder / "site/papers/turing-1950-computing-machinery/index.html").read_text(encoding="utf-8")
    assert "p-of-the-new-version" in page
    assert (folder / ".github/workflows/check.yml").read_text(encoding="utf-8").startswith("# of the new version\n")
