"""`make bench`: whole builds, measured from outside as whole processes, several times in turn; prints a table.

BENCH_SIZES: numbers of papers, `144 1000 10000` unless set; 144 is the project's own collection, others are made up.
BENCH_RUNS: how often each is run, 5 unless set.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests import made_up

ROOT = made_up.ROOT
OWN = 144


@dataclass
class Case:
    """One thing to measure: what happens before each run, and the arguments of `papers`."""

    name: str
    folder: Path
    args: tuple[str, ...]
    before: Callable[[Path, int], None]
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def run(self, number: int) -> None:
        """One run: wall and processor seconds, and the peak memory of the largest process in MiB."""
        self.before(self.folder, number)
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", *self.args],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        self.walls.append(time.perf_counter() - start)
        if status:
            sys.exit(f"{self.name}: the build failed")
        self.cpus.append(usage.ru_utime + usage.ru_stime)
        self.peaks.append(usage.ru_maxrss / 1024)

    def row(self) -> str:
        """The medians as a row of a Markdown table."""
        wall = statistics.median(self.walls)
        spread = f"{min(self.walls):.2f} to {max(self.walls):.2f}"
        cpu, peak = statistics.median(self.cpus), statistics.median(self.peaks)
        return f"| {self.name} | {wall:.2f} | {spread} | {cpu:.2f} | {peak:.0f} |"


def _nothing(folder: Path, number: int) -> None:
    """Leave everything as it is."""


def _from_nothing(folder: Path, number: int) -> None:
    shutil.rmtree(folder / "site", ignore_errors=True)
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _edit(folder: Path, number: int) -> None:
    path = min(folder.glob("papers/[a-z]*.md"))
    text = path.read_text(encoding="utf-8")
    title = text.split("title: ", 1)[1].split("\n", 1)[0]
    path.write_text(text.replace(f"title: {title}", f'title: "Edited {number} {time.time_ns()}"', 1), encoding="utf-8")


def _cases(folder: Path, size: int) -> list[Case]:
    project = folder / str(size)
    if size == OWN:
        project.mkdir()
        shutil.copytree(ROOT / "papers", project / "papers")
        for name in ("mkdocs.yml", "docs", "generator"):
            (project / name).symlink_to(ROOT / name)
    else:
        made_up.make(project, size)
    return [
        Case(f"{size:,} papers, from nothing", project, ("build",), _from_nothing),
        Case(f"{size:,} papers, nothing changed", project, ("build",), _nothing),
        Case(f"{size:,} papers, one edited", project, ("build",), _edit),
    ]


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "144 1000 10000").split()]
    runs = int(os.environ.get("BENCH_RUNS", "5"))
    memory = Path("/dev/shm")  # noqa: S108 - a memory file system, so that the disk's moods do not count
    parent = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="papers-bench-", dir=parent) as folder:
        cases = [case for size in sizes for case in _cases(Path(folder), size)]
        for number in range(runs):
            for case in cases:
                case.run(number)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()}; median of {runs}\n")
    print("| build | wall s | from, to | CPU s | peak MiB |\n|---|---|---|---|---|")
    for case in cases:
        print(case.row())


if __name__ == "__main__":
    main()
