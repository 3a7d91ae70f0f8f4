"""Work on many items in several processes: what is made of one item does not depend on the others."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

FEW = 2000  # items; below, starting a process and handing back its results costs more than it saves
MOST = 4  # processes: each holds pages of its own of what it touches
_BLOCK = 32  # items that a process takes at once: neighbours stay together, they share folders
_BLOCKS = 8192  # at most; a pipe holds their numbers
_ONE_BY_ONE = 2048  # items, the last ones, at most: so that no process waits long for the last block of another
ENOUGH = 6 << 30  # bytes that a build takes at most, where one process gets along with that: a runner has 16 GB
_LOOK = 5.0  # seconds from one look at what all processes hold to the next
_MEMORY = Path("/proc/meminfo")


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the garbage collector while much is made that stays: it would look through all of it again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Gone(Exception):
    """The process that would take the result is not there any more."""


def each(items: Sequence[T], work: Callable[[T], R], tell: Callable[[int, int], None] | None = None) -> list[R]:
    """`work` of every item, in the order of the items. Raises what `work` raises.

    The processes are forks, so that items and `work` may be anything; results and exceptions have to be picklable.
    tell: called now and then with the number of items that are done and that there are.
    """
    with begun(items, work, len(items)) as finish:
        return finish(tell)


Finish = Callable[[Callable[[int, int], None] | None], list[R]]


@contextmanager
def begun(items: Sequence[T], work: Callable[[T], R], size: int) -> Iterator[Finish[R]]:
    """`each`, begun by other processes while this one does something else; what is given joins in and waits for them.

    size: how much work it is, in items of the usual kind. Leaving the block ends the processes.
    """
    count = _processes(size)
    starts = _starts(len(items), count) if size <= len(items) else range(len(items))  # each is much work by itself
    queue = _queue(len(starts))
    children: list[tuple[int, int]] = []

    def finish(tell: Callable[[int, int], None] | None) -> list[R]:
        results: dict[int, R] = {}
        for done, index in enumerate(_taken(queue, starts, len(items))):
            if tell and not done % 100:
                tell(min(done * count, len(items)), len(items))
            results[index] = work(items[index])
        while children:
            results.update(_results(children))
        return [results[index] for index in range(len(items))]

    gc.freeze()  # or every process would copy all that the collector touches
    try:
        shares = [_taken(queue, starts, len(items), _crowding(os.getpid())) for _ in range(count - 1)]
        children += [_child(items, work, share) for share in shares]
        yield finish
    finally:
        os.close(queue)
        gc.unfreeze()
        _kill(children)


@contextmanager
def beside(work: Callable[[], R], size: int) -> Iterator[Callable[[], R | None]]:
    """`work`, on so many items, in a process beside the one that goes on; what is given waits for its result.

    It gives None where that is not worth it, or not possible. Leaving the block ends the process.
    """
    if _processes(size) == 1:
        yield lambda: None
        return
    gc.freeze()
    children = [_child([work], lambda whole: whole(), [0])]
    gc.unfreeze()
    try:
        yield lambda: cast("R", _results(children)[0])
    finally:
        _kill(children)


def _results(children: list[tuple[int, int]]) -> dict[int, Any]:
    """Wait for the last of `children` and take it off: index of an item → its result. Raises what the work raised."""
    process, pipe = children[-1]
    with os.fdopen(pipe, "rb", closefd=False) as file:
        data = file.read()
    _end(*children.pop())
    if not data:
        raise OSError(f"process {process} ended before its work was done")
    result = pickle.loads(data)  # noqa: S301 - from our own process, through a pipe of its own
    if isinstance(result, BaseException):
        raise result
    return dict(result)


def _kill(children: Iterable[tuple[int, int]]) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child[0], signal.SIGKILL)
        _end(*child)


def _child(items: Sequence[T], work: Callable[[T], R], share: Iterable[int]) -> tuple[int, int]:
    """Start a process for the items at `share`; returns its id and where its result comes from."""
    result_from, result_to = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(result_to)
        return process, result_from
    try:  # from here on in the new process, which must not leave this block
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
        os.close(result_from)
        try:
            result: object = {index: _unless_alone(work, items[index], parent) for index in share}
        except Exception as error:  # noqa: BLE001 - raised again by the parent
            result = error
        with os.fdopen(result_to, "wb") as file:
            file.write(pickle.dumps(result))
    finally:
        os._exit(0)


def _unless_alone(work: Callable[[T], R], item: T, parent: int) -> R:
    if os.getppid() != parent:  # it was killed: nobody waits for this any more
        raise _Gone
    return work(item)


def _end(process: int, pipe: int) -> None:
    os.close(pipe)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def _queue(blocks: int) -> int:
    """A pipe that holds the numbers of the blocks: each process takes the next when it is done with one."""
    taken_from, put_into = os.pipe()
    os.write(put_into, b"".join(number.to_bytes(4, "little") for number in range(blocks)))
    os.close(put_into)
    return taken_from


def _starts(items: int, processes: int) -> list[int]:
    """Where each block begins."""
    block = min(max(_BLOCK, items // _BLOCKS + 1), max(1, items // (2 * processes)))
    blocks = items - min(_ONE_BY_ONE, items // 16)
    return [*range(0, blocks, block), *range(blocks, items)]


def _taken(queue: int, starts: Sequence[int], count: int, crowded: Callable[[], bool] = lambda: False) -> Iterator[int]:
    """The indices of the blocks that this process gets; where it is `crowded`, it leaves the others to the rest."""
    while not crowded() and (number := os.read(queue, 4)):
        place = int.from_bytes(number, "little")
        yield from range(starts[place], starts[place + 1] if place + 1 < len(starts) else count)


def worth(items: int) -> bool:
    """Whether so many items are worth a process more, and it is possible here."""
    return items >= FEW and sys.platform == "linux"  # elsewhere a fork may meet libraries that do not survive one


def _processes(items: int) -> int:
    if not worth(items):
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), MOST, 1 + _room()))


def _room() -> int:
    """How many processes more there is memory for, where each comes to hold nearly twice what this one holds now."""
    try:
        free, own, others = available(), _own(), len(_below(os.getpid()))
    except (OSError, ValueError, IndexError):
        return MOST
    return max(0, (min(ENOUGH, free + own * (1 + others)) - own) * 4 // (own * 7) - others)


def available() -> int:
    """Bytes of memory that are free for new work.

    `MemAvailable` of /proc/meminfo (the Linux kernel's filesystems/proc, as the rest here). Raises OSError where there
    is no such file, ValueError where it does not tell.
    """
    told = dict(line.split(":", 1) for line in _MEMORY.read_text(encoding="ascii").splitlines())
    return int(told.get("MemAvailable", "").removesuffix("kB")) * 1024


def _crowding(parent: int) -> Callable[[], bool]:
    """What tells, now and then, whether the process `parent` and those below it hold nearly ENOUGH together."""
    last = time.monotonic()
    found = False

    def crowded() -> bool:
        nonlocal last, found
        if not found and time.monotonic() - last > _LOOK and _own() * MOST > ENOUGH:
            found = _together(parent) > ENOUGH * 15 // 16
            last = time.monotonic()
        return found

    return crowded


def _together(process: int) -> int:
    """Bytes that a process and those below it hold, what several share counted once (`Pss` of /proc/PID/smaps_rollup).

    A look takes a hundredth of a second for each gigabyte. 0 where the system does not tell.
    """
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        held = next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
        return held + sum(map(_together, _below(process)))
    except (OSError, ValueError, IndexError, StopIteration):  # it has just ended, or is not ours to look at
        return 0


def _below(process: int) -> list[int]:
    """The processes that a process has started. Raises OSError."""
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    ]


def _own() -> int:
    """Bytes that this process holds (the second number of /proc/PID/statm, in pages). Raises OSError, or ValueError."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
