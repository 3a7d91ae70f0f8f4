"""`make bench`: whole builds, measured from outside as whole processes in turn, ours and those of others.

BENCH_SIZES: numbers of papers, `144 1000 10000` unless set; 144 is the project's own collection, others are made up.
BENCH_RUNS: how often each is run, 5 unless set; what takes minutes is run three times at most.
BENCH_LARGE=1: and 10,000 beside 100,000 papers, so often, but three times at least; in memory where 22 GB are free,
else on the disk. A round takes seven minutes and more.
BENCH_RIVALS=0: without the other generators; 1: of those that take minutes for 10,000 papers, MkDocs and Zensical, only
up to 1,000; all unless set. BENCH_READER=0: without Chromium.
BENCH_WRITE=1: the page, the drawings and the figures kept in the repository are written anew.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.core import workers
from generator.files import loading
from tests.benchmarks import ours, rivals, tables
from tests.benchmarks.processes import Case, interleaved
from tests.made_up import ROOT

KEPT = Path(__file__).parent / "last.json"
PAGE = ROOT / "docs/developing/performance.md"
USUAL_UP_TO = 1_000  # papers; Material with all of them in the navigation takes over an hour for ten thousand
LARGE = (10_000, 100_000)  # papers
LONG = 3  # runs of what takes minutes
_BEFORE = KEPT.read_text(encoding="utf-8") if KEPT.is_file() else ""  # of the run before this one
_MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of measured -->)", re.DOTALL)


def main() -> None:
    """Measure, compare, print; write where that is asked for."""
    sizes = _numbers("BENCH_SIZES", "144 1000 10000")
    runs, large = _numbers("BENCH_RUNS", "5")[0], _numbers("BENCH_LARGE", "0")[0]
    parent = _memory(max(sizes) * ours.ROOM)
    with tempfile.TemporaryDirectory(prefix="papers-bench-", dir=parent) as name:
        folder = Path(name)
        cases: list[Case] = []
        for size in sizes:
            made = ours.project(folder, size)
            cases += ours.cases(made, size)
            if os.environ.get("BENCH_RIVALS") != "0" and size <= 10_000:
                cases += _rivals(made, folder, size)
        interleaved(cases, runs, _tell)
        stages = {size: _stages(folder / f"ours-{size}", folder / "stages.json") for size in sizes}
        told = list(_reader(folder, sizes)) if os.environ.get("BENCH_READER") != "0" else []
    where = "memory" if parent else "disk"
    _report(cases, stages, told, where)
    if large:  # after the report, for this takes longer than all else and may have to be stopped
        cases += _large(large)
        _report(cases, stages, told, where)


def _numbers(name: str, usual: str) -> list[int]:
    """The numbers that a variable of the environment holds; ends the bench where it holds something else."""
    words = os.environ.get(name, usual).split()
    if not words or not all(word.isascii() and word.isdecimal() for word in words):
        sys.exit(f'{name}="{os.environ[name]}": write {name}="{usual}", or other whole numbers')
    return [int(word) for word in words]


def _tell(told: str) -> None:
    print(told, file=sys.stderr, flush=True)


def _memory(room: int) -> Path | None:
    """A memory file system, on which the disk's moods do not count; None where it has no room for so many bytes."""
    memory = Path("/dev/shm")  # noqa: S108 - where Linux has it
    if not os.access(memory, os.W_OK):
        return None
    return memory if min(shutil.disk_usage(memory).free, workers.available()) > room else None


def _large(runs: int) -> list[Case]:
    """Two lists measured in turn."""
    parent = _memory(max(LARGE) * ours.ROOM_OF_OURS + workers.ENOUGH)
    with tempfile.TemporaryDirectory(prefix="papers-bench-", dir=parent) as name:
        made = [(ours.project(Path(name), size), size) for size in LARGE]
        cases = [case for one, size in made for case in ours.large(one, size, on_disk=parent is None)]
        interleaved(cases, max(runs, LONG), _tell)
    return cases


def _rivals(made: Path, folder: Path, size: int) -> Iterator[Case]:
    """The same papers for the others."""
    found, _ = loading.load(made / "papers", made)
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

    def clean(where: Path, number: int) -> None:
        rivals.clean(("public", "resources", "site", ".cache"), where)

    if program := rivals.hugo_program(ROOT / ".cache"):
        rivals.hugo(found, folder / f"hugo-{size}")
        command = (str(program), "--quiet")
        yield Case("Hugo, bare theme", "from nothing", size, folder / f"hugo-{size}", command, clean, made="public")
    if os.environ.get("BENCH_RIVALS") == "1" and size > USUAL_UP_TO:
        return
    bare, usual = folder / f"material-{size}", folder / f"usual-{size}"
    rivals.mkdocs(found, bare, usual=False)
    build = rivals.python("-m", "mkdocs", "build", "--quiet")
    runs = LONG if size >= 10_000 else 1_000
    who = "Material, papers out of the navigation"
    yield Case(who, "from nothing", size, bare, build, clean, runs, "site", quiet)
    if size <= USUAL_UP_TO:
        rivals.mkdocs(found, usual, usual=True)
        slow = LONG if size >= USUAL_UP_TO else 1_000
        yield Case("Material, the usual way", "from nothing", size, usual, build, clean, slow, "site", quiet)
    same = folder / f"zensical-{size}"
    shutil.copytree(bare, same)
    yield Case("Zensical", "from nothing", size, same, rivals.python("-m", "zensical", "build"), clean, runs, "site")


def _stages(project: Path, into: Path) -> dict[str, float]:
    ours.from_nothing(project, 0)
    command = [sys.executable, "-m", "tests.benchmarks.parts", "stages", str(into)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PAPERS_ABSTRACTS": ""}
    subprocess.run(command, cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL)
    return {str(name): float(value) for name, value in json.loads(into.read_text(encoding="utf-8")).items()}


def _reader(folder: Path, sizes: Iterable[int]) -> Iterator[str]:
    """What readers and contributors wait for, of the smallest and the largest list up to 10,000 papers."""
    from tests.benchmarks import reader

    small = [size for size in sizes if size <= 10_000]
    for size in sorted({min(small), max(small)}) if small else ():
        project = folder / f"ours-{size}"
        ours.from_nothing(project, 0)
        environment = {**os.environ, "PAPERS_ABSTRACTS": ""}
        subprocess.run(
            [sys.executable, "-m", "generator", "build"], cwd=project, check=True, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for line in (reader.pages(project / "site"), *reader.visits(project / "site")):
            yield f"{size:,} papers: {line}"
        wait = reader.edits(project) * 1000
        yield f"{size:,} papers: from saving a file to its new page in the browser {wait:.0f} ms."


def _report(cases: list[Case], stages: Mapping[int, Mapping[str, float]], told: list[str], where: str) -> None:
    """Print what was measured and which ratios slipped since the run that is kept; write where that is asked for."""
    kept = tables.rows(cases)
    text = _text(kept, stages, told, cases, where)
    print(text)
    found = tables.ratios(kept)
    before = json.loads(_BEFORE) if _BEFORE else {"ratios": {}}
    for slip in tables.slips(before["ratios"], found):
        print(f"slower than the last run that is kept: {slip}")
    sys.stdout.flush()
    if os.environ.get("BENCH_WRITE") == "1":
        _write(kept, found, text)


def _text(
    kept: list[dict[str, Any]],
    stages: Mapping[int, Mapping[str, float]],
    told: Iterable[str],
    cases: Iterable[Case],
    where: str,
) -> str:
    """Everything that was measured, in Markdown."""
    names = list(dict.fromkeys(name for of in stages.values() for name in of))
    lines = [
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.system()}, files on {where}; "
        + ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "zensical"))
        + f", {rivals.HUGO.replace('==', ' ')}. Times are medians in seconds; peak: of all processes together.",
        "",
        tables.table(kept),
        "",
        "### Stages",
        "",
        "Seconds of one build of the pages alone, each stage by itself; in real builds the builder runs beside.",
        "",
        f"| papers | {' | '.join(names)} |",
        "|---:|" + "---:|" * len(names),
        *(f"| {size:,} | {' | '.join(f'{of[name]:.2f}' for name in names)} |" for size, of in stages.items()),
        "",
        "### Ratios",
        "",
        "| what | ratio |",
        "|---|---:|",
        *(f"| {name} | {value:g} |" for name, value in tables.ratios(kept).items()),
        "",
    ]
    for who in dict.fromkeys(row["who"] for row in kept):
        seconds = {row["size"]: row["wall"] for row in kept if row["who"] == who and row["name"] == "from nothing"}
        if len(seconds) > 1 and max(seconds) < 10_000:
            whole = tables.scaled(seconds, 10_000)
            lines += [f"{who}: {whole:,.0f} s for 10,000 papers, not measured but scaled by its own growth.", ""]
    lines += [f"- {line}" for line in told]
    lines += [f"- {case.key} failed: {case.failed}" for case in cases if case.failed]
    return "\n".join(lines) + "\n"


def _write(kept: list[dict[str, Any]], found: Mapping[str, float], text: str) -> None:
    KEPT.write_text(json.dumps({"ratios": found, "rows": kept}, indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_MEASURED.sub(lambda _: f"\n{text}\n", page), encoding="utf-8")
    for name, unit, column in (("time", "seconds", "wall"), ("memory", "MiB", "peak")):
        series: dict[str, list[tuple[float, float]]] = {}
        for row in kept:
            if row["name"] in ("from nothing", "pages alone, from nothing", "all, from nothing"):
                who = row["who"]
                if who.startswith("ours"):
                    who = row["name"].replace("from nothing", who)
                series.setdefault(who.replace(", papers out of the navigation", ", bare"), []).append(
                    (row["size"], row[column])
                )
        drawing = tables.plot(f"{unit} of a build from nothing, by number of papers", unit, series)
        (PAGE.parent / f"performance-{name}.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
