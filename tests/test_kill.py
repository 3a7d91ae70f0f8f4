"""A build that is killed leaves a site that is whole; the next one completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import site_links
from tests.project import ROOT, papers, toy_project, tree, whole

pytestmark = pytest.mark.slow

# How many builds are killed.
kills = pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.long)])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A toy project with a built site and a warm builder, on a file system in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - only a faster place; pytest's own folder where it is not there
    folder = tmp_path_factory.mktemp("kill")
    if memory.is_dir() and os.access(memory, os.W_OK):
        folder = memory / f"papers-kill-{os.getpid()}"
    toy_project(folder)
    papers("build", cwd=folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _build(folder: Path, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _kill_and_look(folder: Path, after: float, args: tuple[str, ...]) -> float | None:
    """Start a build, kill it and its children after so many seconds; the seconds that it took if it ended before."""
    start = time.perf_counter()
    process = _build(folder, *args)
    ended = None
    try:
        process.wait(timeout=after)
        ended = time.perf_counter() - start
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert whole(folder / "site") == []
    assert list(site_links.faults(folder / "site")) == []
    return ended


def _duration(folder: Path, *args: str) -> float:
    start = time.perf_counter()
    assert _build(folder, *args).wait() == 0
    return time.perf_counter() - start


def _campaign(project: Path, kills: int, args: tuple[str, ...], edit: Callable[[int], None]) -> None:
    draw = random.Random(20)  # noqa: S311 - moments, no secrets
    edit(-1)
    duration = _duration(project, *args)
    killed = number = 0
    while killed < kills:
        edit(number)
        number += 1
        # Nothing is written in the first third: starting Python and reading take that long.
        ended = _kill_and_look(project, duration * draw.uniform(0.3, 1.05), args)
        killed += ended is None
        duration = ended or duration  # a machine that was busy takes less when it is not
        papers("build", cwd=project)
        after = tree(project / "site")
        papers("build", "--fresh", "--site-dir", "reference", cwd=project)
        assert after == tree(project / "reference")
    assert [path.name for path in project.iterdir() if ".new" in path.name or ".old" in path.name] == []


@kills
def test_a_build_from_nothing_that_is_killed_leaves_whole_pages_and_live_links(project: Path, kills: int) -> None:
    _campaign(project, kills, ("--fresh",), lambda number: None)


@kills
def test_a_build_after_an_edit_that_is_killed_leaves_whole_pages_and_live_links(project: Path, kills: int) -> None:
    _campaign(project, kills, (), _Edits(project))


class _Edits:
    """Edits in turn: a new title, a new paper with an author and a co-author of its own, and the paper gone again."""

    def __init__(self, project: Path) -> None:
        self._papers = project / "papers"
        first = min(path for path in self._papers.glob("*.md") if path.name[0] != "_" and path.name != "README.md")
        self._first, self._text = first, first.read_text(encoding="utf-8")

    def __call__(self, number: int) -> None:
        extra = self._papers / "newcomer-2024-killed.md"
        title = self._text.split("title: ", 1)[1].split("\n", 1)[0]
        match number % 3:
            case 0:
                text = self._text.replace(f"title: {title}", f'title: "A new title {number}"', 1)
                self._first.write_text(text, encoding="utf-8")
            case 1:
                authors = f"authors: [Nora Newcomer{'x' * number}, Carl Coauthor]"
                lines = [authors if line.startswith("authors:") else line for line in self._text.splitlines()]
                drop = ("arxiv:", "doi:", "pmid:", "openreview:", "former_keys:", "not_same_as:")
                lines = [line for line in lines if not line.startswith(drop)]
                extra.write_text("\n".join(lines) + "\n", encoding="utf-8")
            case _:
                extra.unlink(missing_ok=True)
                self._first.write_text(self._text, encoding="utf-8")
