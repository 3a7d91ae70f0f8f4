"""Memory of a process with all processes below it, looked at now and then while they run."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Self

EVERY = 0.2  # seconds
SHARE = 0.02  # of the time at most goes into looking, for it holds up who is looked at: 10 ms for each gigabyte
PROC = Path("/proc")


def together(process: int) -> int:
    """KiB that a process and those below it hold, what several share counted once; 0 where Linux does not tell.

    Proportional set sizes, added up (`Pss` of /proc/PID/smaps_rollup, the Linux kernel's filesystems/proc).
    """
    held = 0
    try:
        for line in (PROC / f"{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                held = int(line.split()[1])
        below = (PROC / f"{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended, or is not ours to look at
        return held
    return held + sum(together(int(child)) for child in below)


class Watched:
    """Within the block the memory of `process` is looked at; `peak` is the most that was seen, in KiB."""

    def __init__(self, process: int) -> None:
        self.peak = 0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        took = 0.0
        while not self._ended.wait(max(EVERY, took / SHARE)):
            start = time.perf_counter()
            self.peak = max(self.peak, together(self._process))
            took = time.perf_counter() - start
