"""`papers build` and `papers serve` as a person runs them: what they say, how they end, and what they leave."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build.site import Report
from generator.cli.site import too_large
from tests.project import ROOT, papers, toy_project, tree


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy project with a built site."""
    folder = toy_project(tmp_path_factory.mktemp("build") / "project")
    done = papers("build", cwd=folder)
    made = r"12 papers, \d+ pages, \d\.\d MB in site/ \(\d+ written; \d+\.\d\d s\)\n"
    assert re.fullmatch(made, done.stdout)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    shutil.copytree(built, tmp_path / "project", symlinks=True)
    return tmp_path / "project"


NOTHING_BUILT = "papers: 1 problem in 1 file; nothing was built, and the old site is as it was\n"


def _no_papers(project: Path) -> str:
    shutil.rmtree(project / "papers")
    return (
        "papers: no-papers: there is no folder papers/\n"
        "    add a paper file: papers/KEY.md, such as papers/family-name-2024-two-words.md\n" + NOTHING_BUILT
    )


def _empty_papers(project: Path) -> str:
    shutil.rmtree(project / "papers")
    (project / "papers").mkdir()
    return (
        "papers: no-papers: there is no paper in papers/\n"
        "    add a paper file: papers/KEY.md, such as papers/family-name-2024-two-words.md\n" + NOTHING_BUILT
    )


def _one_broken(project: Path) -> str:
    shutil.rmtree(project / "papers")
    (project / "papers").mkdir()
    (project / "papers" / "x.md").write_text("no\n")
    return (
        "papers/x.md:1:1: no-front-matter: the file has no front matter\n    no\n    ^^\n"
        "    begin it with a line ---, the fields, and a line ---\n" + NOTHING_BUILT
    )


def _vocabulary_not_yaml(project: Path) -> str:
    (project / "papers" / "_tags.yml").write_text("- key: [\n")
    return (
        "papers/_tags.yml:2:1: yaml-syntax: this is not YAML (did not find expected node content)\n"
        "    compare with a paper file that is right\n" + NOTHING_BUILT
    )


def without_progress(told: str) -> str:
    """What was told without the lines that show how far the work is, which come after a second on a busy machine."""
    return re.sub(r"^[a-z ]+ \.\.\.\n", "", told, flags=re.MULTILINE)


def _slot_unknown(project: Path) -> str:
    (project / "docs" / "about" / "scope.md").write_text("# Scope\n\n<!-- papers: newst 3 -->\n")
    return "docs/about/scope.md:3:1: unknown-slot: "


def _builder_fails(project: Path) -> str:
    (project / "docs" / "tags" / "index.md").write_text("---\ntemplate: nowhere.html\n---\n")
    return "papers: mkdocs could not build docs/:\n    "


def _site_is_a_file(project: Path) -> str:
    shutil.rmtree(project / "site")
    (project / "site").write_text("mine")
    return f"papers: {project / 'site'}: is a file; the site needs a folder of that name\n"


@pytest.mark.parametrize(
    "spoil",
    [_no_papers, _empty_papers, _one_broken, _vocabulary_not_yaml, _slot_unknown, _builder_fails, _site_is_a_file],
)
def test_what_cannot_be_built_is_told_and_the_old_site_stays(project: Path, spoil: Callable[[Path], str]) -> None:
    said = spoil(project)
    before = tree(project / "site")
    done = papers("build", cwd=project, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    told = without_progress(done.stderr)
    assert told.startswith(said) if said.endswith((" ", "\n    ")) else told == said
    assert tree(project / "site") == before
    assert (project / "site").is_dir() or (project / "site").read_text() == "mine"


def _taken(file: Path) -> None:
    file.unlink()


def _spoilt(file: Path) -> None:
    file.write_text("x\ty\n", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_taken, _spoilt])
def test_an_edit_of_a_site_that_lost_files_is_built_too(project: Path, spoil: Callable[[Path], None]) -> None:
    papers("build", cwd=project)
    for name in ("assets/search/words/*", "export/*", "tags/index.html"):
        for file in (project / "site").glob(name):
            spoil(file)
    paper = project / "papers/keller-2023-traveling-waves.md"
    text = re.sub(r"^title: .*", 'title: "Another title"', paper.read_text(encoding="utf-8"), flags=re.MULTILINE)
    paper.write_text(text, encoding="utf-8")
    papers("build", cwd=project)
    found = tree(project / "site")
    papers("build", "--fresh", "--site-dir", "fresh", cwd=project)
    assert found == tree(project / "fresh")


def test_keep_going_builds_the_others(project: Path) -> None:
    (project / "papers" / "x.md").write_text("no\n")
    done = papers("build", "--keep-going", cwd=project, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("    begin it with a line ---, the fields, and a line ---\nleft out: papers/x.md\n")
    assert done.stdout.startswith("12 papers, ")


def test_a_folder_that_cannot_be_written(project: Path) -> None:
    folder = "/proc/nowhere"
    if not Path("/proc/self").exists():
        pytest.skip("there is no /proc that nobody can write to")
    done = papers("build", "--site-dir", folder, cwd=project, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert without_progress(done.stderr).startswith(f"papers: {folder}: cannot be written: ")
    assert done.stderr.endswith("; the old one is as it was\n")


@pytest.mark.parametrize(
    "args", [["build", "--builder", "hugo"], ["build", "x"], ["serve", "--port", "one"], ["biuld"]]
)
def test_wrong_usage(project: Path, args: list[str]) -> None:
    done = papers(*args, cwd=project, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr


def test_ctrl_c_ends_a_build_in_one_line(project: Path) -> None:
    before = tree(project / "site")
    # A builder that takes its time: the moment of the signal is known.
    slow = project / "slow.py"
    slow.write_text(
        "import os, signal\n"
        "from generator.build import builders\n"
        "from generator.cli.program import main\n"
        "def run(*_):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    while True:\n"  # the signal may come a moment after the call
        "        pass\n"
        "builders._finished = run\n"
        "main(['build', '--fresh'], prog_name='papers')\n"
    )
    done = subprocess.run(
        [sys.executable, slow.name], cwd=project, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 128 + signal.SIGINT
    assert without_progress(done.stderr) == "papers: stopped; the next build goes on where this one ended\n"
    assert tree(project / "site") == before


def test_a_port_in_use_is_told_with_the_next_free_one(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = papers("serve", "--port", str(port), cwd=project, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"papers: port {port} is in use; try papers serve --port \d+\n", done.stderr)


def test_slow_work_is_shown_in_lines_where_there_is_no_terminal() -> None:
    code = (
        "from generator.cli import progress\n"
        "progress.QUIET_SECONDS = 0.5\n"
        "with progress.Progress() as told:\n"
        "    told('quick', 0, 0)\n"
        "    told('reading', 0, 0)\n"
        "    while told._told != 'reading':\n"  # until the alarm
        "        pass\n"
        "    told('writing', 1, 9)\n"
        "    told('writing', 2, 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "reading ...\nwriting ...\n"


def test_a_site_that_comes_near_the_limit_of_its_host_is_told() -> None:
    report = Report(1, 1, 1, 1, 0, 0, 950_000_000, 1.0)
    advice = "allows a site; --no-search makes it smaller, and another host, or a server of your own, has no such limit"
    assert too_large(report) == f"papers: 950.0 MB comes near the 1 GB that GitHub Pages {advice}"
    assert (
        too_large(replace(report, size=1_200_000_000))
        == f"papers: 1.2 GB is more than the 1 GB that GitHub Pages {advice}"
    )
