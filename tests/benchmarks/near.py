"""Neighbours and map of a made-up list, measured: seconds for each, and the peak memory of the process.

`python -m tests.benchmarks.near [PAPERS]`, 10,000 papers unless a number is given.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from generator.analysis.layout import places
from generator.analysis.similar import neighbours
from generator.checks import checks
from generator.files.fragments import Fragments
from tests import made_up


def main() -> None:
    """Measure and print."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="papers-near-") as folder:
        root = made_up.make(Path(folder, "list"), size) if size else made_up.ROOT
        library, _ = checks.load(root / "papers", root)
        cache = Path(folder, "cache")
        for name in ("from nothing", "nothing changed"):
            start, used = time.perf_counter(), time.process_time()
            near = neighbours(library, cache, Fragments())
            middle, middle_used = time.perf_counter(), time.process_time()
            places(library, near, cache)
            end, end_used = time.perf_counter(), time.process_time()
            print(
                f"{len(library.papers):,} papers, {name}: neighbours {middle - start:.2f} s "
                f"({middle_used - used:.2f} CPU), map {end - middle:.2f} s ({end_used - middle_used:.2f} CPU)"
            )
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
