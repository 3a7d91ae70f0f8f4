"""What a person sees of work that takes more than a second: a bar in a terminal, lines of text elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

QUIET_SECONDS = 1.0
_PER_SECOND = 10  # of a bar


class Progress:
    """Called with what is done, how much of it is done, and how much there is (0: not known).

    Nothing is shown in the first second. What is done then is shown by an alarm of the system, not by a thread: the
    work may start processes by forking, which threads do not survive.
    """

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._now: tuple[str, int, int] = ("", 0, 0)
        self._told = ""
        self._drawn = 0.0
        self._bar: Bar | None = None
        self._before: Any = None

    def __enter__(self) -> Self:
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGALRM, lambda *_: self._show())
            signal.setitimer(signal.ITIMER_REAL, QUIET_SECONDS)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.end()

    def __call__(self, what: str, done: int, of: int) -> None:
        """Take note of how far the work is."""
        self._now = (what, done, of)
        if time.monotonic() - self._start >= QUIET_SECONDS:
            self._show()

    def end(self) -> None:
        """Take the bar away; nothing is shown any more."""
        if self._before is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
            self._before = None
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self) -> None:
        what, done, of = self._now
        if not what:
            return
        if not sys.stderr.isatty():
            if what != self._told:
                print(f"{what} ...", file=sys.stderr, flush=True)
                self._told = what
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), auto_refresh=False, transient=True)
            self._bar.add_task(what)
            self._bar.start()
        now = time.monotonic()
        if what != self._told or now - self._drawn >= 1 / _PER_SECOND:
            self._bar.update(self._bar.task_ids[0], description=what, completed=done, total=of or None, refresh=True)
            self._told, self._drawn = what, now
