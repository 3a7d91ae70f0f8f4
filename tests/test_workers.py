"""Work in several processes: results in order, faults told, nothing left running."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.core import workers

MANY = range(workers.FEW)


@pytest.fixture(params=[1, 2])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(request.param))
    return int(request.param)


def test_results_come_in_the_order_of_the_items(processors: int) -> None:
    assert workers.each(MANY, lambda n: n * n) == [n * n for n in MANY]


@pytest.mark.parametrize("items", [1, 31, 2_000, 40_000, 622_430, 10_000_000])
def test_the_numbers_of_all_blocks_fit_into_a_pipe(items: int) -> None:
    starts = workers._starts(items, 2)
    assert starts[0] == 0
    assert starts[-1] == items - 1
    assert starts == sorted(set(starts))
    assert len(starts) * 4 <= 1 << 16  # bytes that a pipe holds (Linux, pipe(7)); more would wait for ever


def test_an_error_is_raised_as_it_was(processors: int) -> None:
    with pytest.raises(ZeroDivisionError):
        workers.each(MANY, lambda n: 1 / (n - 40))


def test_work_beside_runs_in_a_process_of_its_own(processors: int) -> None:
    with workers.beside(os.getpid, workers.FEW) as wait:
        process = wait()
    assert process is None if processors == 1 else process not in (None, os.getpid())
    with workers.beside(os.getpid, workers.FEW - 1) as wait:
        assert wait() is None


def test_work_beside_ends_with_the_block() -> None:
    before = children()
    with workers.beside(lambda: [0] * 1000, workers.FEW):
        running = children()
    assert len(running) == len(before) + (workers._processes(workers.FEW) > 1)
    assert children() == before


def children() -> list[str]:
    """The processes that this one has started."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")
@pytest.mark.parametrize(
    ("told", "most"),
    [
        ("MemTotal: 9 kB\nMemAvailable: {} kB\n", 4),
        ("MemAvailable: 9 kB\n", 1),
        ("nothing that is known", workers.MOST),
    ],
)
def test_there_are_no_more_processes_than_there_is_memory_for(
    told: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    file = tmp_path / "meminfo"
    file.write_text(told.format(12 * held), encoding="utf-8")
    monkeypatch.setattr(workers, "_MEMORY", file)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64))
    assert workers._processes(workers.FEW) == most
    ours = set(workers.each(MANY, lambda _: os.getpid()))
    assert len(ours) <= most


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")
def test_where_memory_is_short_the_first_process_does_the_rest_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_processes", lambda _: 2)
    monkeypatch.setattr(workers, "_LOOK", 0.0)
    monkeypatch.setattr(workers, "ENOUGH", 1)
    assert workers.each(MANY, lambda n: (n, os.getpid())) == [(n, os.getpid()) for n in MANY]
    monkeypatch.setattr(workers, "ENOUGH", 1 << 60)
    assert not workers._crowding(os.getpid())()
    assert workers._together(os.getpid()) > 1 << 20
