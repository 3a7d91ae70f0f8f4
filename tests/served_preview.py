"""`papers serve` in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.project import ROOT


@contextmanager
def preview(project: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A preview of `project` on a free port: its URL, and the process, whose standard error is what it says.

    options: further ones of `papers serve`.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", "0", *options],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    try:
        said = ""
        for line in process.stderr:
            said += line
            if match := re.match(r"serving .* at (\S+)", line):
                yield match[1], process
                break
        else:
            raise AssertionError(said)
    finally:
        process.terminate()
        process.wait()
        process.stderr.close()
