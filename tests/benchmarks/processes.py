"""Whole processes, measured from outside: what a person waits for, and what the machine gives."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.memory import Watched


@dataclass
class Case:
    """One thing to measure.

    name: what is done. who: which generator. size: papers. command: started in `folder`. before: called ahead of each
    run, with its number. runs: at most so many, where one takes long. made: the folder that it fills.
    patience: seconds after which it is ended, and has failed.
    walls, cpus: seconds; peaks: MiB of all its processes together, 0 where that is not known. A list for each, in the
    order of the runs.
    """

    who: str
    name: str
    size: int
    folder: Path
    command: tuple[str, ...]
    before: Callable[[Path, int], None] = lambda folder, number: None
    runs: int = 1_000
    made: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 1_800.0
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    files: int = 0
    size_made: int = 0
    failed: str = ""

    @property
    def key(self) -> str:
        """What a later run is compared by."""
        return f"{self.who}, {self.name}, {self.size:,}"

    def run(self, number: int) -> None:
        """One run more. A rival that fails is told, and not tried again; ours ends the bench."""
        if self.failed or number >= self.runs:
            return
        self.before(self.folder, number)
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            # All start from compiled files, as programs that pip installed do.
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        assert process.stderr is not None
        patience = threading.Timer(
            self.patience, process.kill
        )  # one of the others was seen to wait for itself for ever
        patience.start()
        with Watched(process.pid) as watched:
            said = process.stderr.read().decode("utf-8", "replace")
            _, status, usage = os.wait4(process.pid, 0)
        patience.cancel()
        process.stderr.close()
        process.returncode = status  # it is waited for: the Popen shall not wait again
        if status:
            seconds = time.perf_counter() - start
            self.failed = said.strip().splitlines()[-1] if said.strip() else f"status {status} after {seconds:.0f} s"
            if self.who == "ours":
                sys.exit(f"{self.key}: {self.failed}")
            return
        self.walls.append(time.perf_counter() - start)
        self.cpus.append(usage.ru_utime + usage.ru_stime)
        # The largest process may have been larger between two looks. What this process holds counts as the child's
        # until its program is loaded: a smaller peak of it is not known.
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        largest = usage.ru_maxrss if usage.ru_maxrss > own else 0
        self.peaks.append(max(watched.peak, largest) / 1024)
        if not self.files and self.made:
            made = [file.stat().st_size for file in (self.folder / self.made).rglob("*") if file.is_file()]
            self.files, self.size_made = len(made), sum(made)


def interleaved(cases: Iterable[Case], runs: int, tell: Callable[[str], None]) -> None:
    """Run all cases in turn, `runs` times: the moods of the machine meet each of them."""
    listed = list(cases)
    for number in range(runs):
        for case in listed:
            tell(f"run {number + 1} of {runs}: {case.key}")
            case.run(number)


def median(values: Iterable[float]) -> float:
    """The median; 0 of none."""
    listed = list(values)
    return statistics.median(listed) if listed else 0.0
