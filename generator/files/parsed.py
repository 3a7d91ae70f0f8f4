"""Parsed papers, kept from build to build: a paper file that did not change is not parsed again.

What is read back was valid when it was parsed, so it is not validated again; a change of the program voids all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from generator.core.cache_file import read_cache, write_cache
from generator.files import plain
from generator.files.input_files import Cache, stamp
from generator.model.paper import Paper

FILE = "papers.json"  # in the folder of caches


def read(cache_dir: Path, program: str, files: Mapping[str, tuple[Path, str]]) -> Cache:
    """Return the papers whose files did not change, as a cache for `loading.load`.

    program: fingerprint of the code that parsed them.
    files: path of a paper file, as papers name it → (where it is, fingerprint of its content).
    """
    cache: Cache = {}
    for path, content, values in json.loads(read_cache(cache_dir / FILE, program) or b"[]"):
        where, now = files.get(path, (None, ""))
        if where is not None and content == now:
            with suppress(OSError):
                cache[path] = (stamp(where.stat()), (plain.paper(values), ()))
    return cache


def write(
    cache_dir: Path, program: str, papers: Iterable[Paper], files: Mapping[str, tuple[Path, str]], known: Cache
) -> None:
    """Keep `papers` for the next build. known: what `read` returned; where all is as it was, nothing is written."""
    papers = list(papers)
    if len(papers) == len(known) and all(known.get(paper.path, (0, (None,)))[1][0] is paper for paper in papers):
        return
    kept = [(paper.path, files[paper.path][1], plain.values(paper)) for paper in papers if paper.path in files]
    write_cache(cache_dir / FILE, program, [json.dumps(kept, separators=(",", ":")).encode()])
