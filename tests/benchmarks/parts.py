"""`python -m tests.benchmarks.parts build PART...`: a build from nothing with these parts alone, besides the pages.

`python -m tests.benchmarks.parts stages FILE`: the same without any part, each stage timed by itself, as JSON.

What is left out is replaced by nothing in this process; the program itself has no such switch, for nobody needs it.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.analysis import similar
from generator.build import builders, publish, site, state
from generator.checks import checks
from generator.cli import program as cli
from generator.core.tree import Output
from generator.export import feeds
from generator.export.api import files
from generator.files import loading, settings
from generator.files.fragments import FragmentKind, StoredFragments
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site import map_page, pages
from generator.site.rendering import program_digest

PARTS = ("exports", "feeds", "neighbours", "map", "search")
T = TypeVar("T")


def only(parts: list[str]) -> None:
    """Leave out of all builds of this process what is not among `parts`."""
    instead: dict[str, list[tuple[Any, str, Any]]] = {
        "exports": [
            (files.Files, "outputs", _nothing),
            (files.Files, "whole", _nothing),
        ],
        "feeds": [(feeds.Feeds, "outputs", _nothing)],
        "neighbours": [(pages, "neighbours", _no_neighbours)],
        "map": [(map_page, "output", lambda *_: Output("map/index.html", "-", bytes, "nothing"))],
    }
    for part, replaced in instead.items():
        for owner, name, value in replaced if part not in parts else ():
            setattr(owner, name, value)
    unwanted = {"neighbours": "terms", "exports": "record", "feeds": "feed entry"}
    left_out = {kind for part, kind in unwanted.items() if part not in parts}
    make_all = StoredFragments.make_all

    def some(self: StoredFragments, kinds: Sequence[FragmentKind], papers: Sequence[Paper]) -> None:
        make_all(self, [kind for kind in kinds if kind.kind not in left_out], papers)

    setattr(StoredFragments, "make_all", some)  # noqa: B010 - in this process alone, unseen by the type checker


def _nothing(*_: Any) -> Iterator[Output]:
    return iter(())


def _no_neighbours(library: Library, *_: Any) -> similar.Neighbours:
    return {paper.key: () for paper in library.papers}


def stages(root: Path) -> dict[str, float]:
    """Seconds of each stage of a build from nothing. What runs beside others in a real build runs alone here."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        done = work()
        seconds[name] = time.perf_counter() - start
        return done

    only([])
    here = replace(settings.read(root), search=False)
    gc.disable()
    now = timed("look for changes", lambda: state.gather(here, state.State()))
    found, _ = timed("read", lambda: loading.load(here.papers_dir, here.root, {}))
    timed("check", lambda: list(checks.findings(found)))
    folder = timed("builder", lambda: builders.output(here, "mkdocs", state.of_builder(now.inputs), fresh=True))
    tree = timed(
        "derive",
        lambda: site.assemble(here, found, folder, fragments=StoredFragments(here.cache_dir, program_digest())),
    )
    timed("fill and write", partial(publish.publish, tree, here.site_dir, {}))
    return seconds


def main() -> None:
    """Build, or time the stages."""
    if sys.argv[1] == "stages":
        Path(sys.argv[2]).write_text(json.dumps(stages(Path.cwd())), encoding="utf-8")
        return
    parts = sys.argv[2:]
    only(parts)
    site.build(replace(settings.read(Path.cwd()), search="search" in parts))
    cli.end(0)  # as the program does


if __name__ == "__main__":
    main()
