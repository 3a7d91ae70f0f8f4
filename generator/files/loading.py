"""The files of a list → its library, and what is wrong with each of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.core import workers
from generator.core.problems import Fault, Problem, rule
from generator.files import input_files, metrics, plain, reading, vocabulary_files
from generator.files.input_files import Cache
from generator.files.source_text import NOWHERE, Source
from generator.model.library import Library
from generator.model.paper import Paper


@rule("no-papers", wrong="", right='title: "Waves"', part="papers")
def no_papers(why: str) -> Fault:
    """A list has a folder `papers/` with at least one paper file."""
    return Fault(why, "add a paper file: papers/KEY.md, such as papers/family-name-2024-two-words.md")


def load(papers_dir: Path, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """All papers below `papers_dir` that are right by themselves, and every problem of the files, in order of place.

    What only shows when papers are compared is found by `checks.load`.
    root: paths in papers and problems start there. cache: what an earlier load read; it is brought up to date.
    """
    if not papers_dir.is_dir():
        return Library(), [_none(papers_dir, root, "there is no folder papers/")]
    with workers.collection_paused():
        return _load(papers_dir, root, cache)


def _load(papers_dir: Path, root: Path, cache: Cache | None) -> tuple[Library, list[Problem]]:
    files = vocabulary_files.read(papers_dir, root, cache)
    problems = [problem for file in files for problem in file.problems]
    papers: list[Paper] = []
    there = {file.source.path for file in files}
    count = 0
    listed = list(input_files.files(papers_dir, root))
    if cache is not None:
        _fill(cache, [(path, file) for path, file, problem in listed if problem is None])
    for path, file, problem in listed:
        if problem is not None:
            problems.append(problem)
            continue
        count += 1
        there.add(path)
        paper, found = input_files.cached(cache, path, file, _read)
        problems += found
        if paper is not None:
            papers.append(paper)
    for path in [path for path in cache or () if path not in there]:
        del cache[path]  # type: ignore[union-attr]  # there is one: it has paths
    if not count:
        problems.append(_none(papers_dir, root, "there is no paper in papers/"))
    snapshots, found_there = metrics.read(papers_dir, root)
    problems += found_there
    problems.sort()
    return Library.of(papers, vocabulary_files.vocabulary(files), snapshots), problems


def _fill(cache: Cache, files: list[tuple[str, Path]]) -> None:
    """Read what is not in the cache, in several processes where it is much."""
    fresh = [(path, file) for path, file in files if not input_files.is_cached(cache, path, file)]
    if len(fresh) < workers.FEW:
        return
    stamps = {path: input_files.stamp(file.stat()) for path, file in fresh if file.is_file()}
    for (path, _), (values, problems) in zip(fresh, workers.each(fresh, _read_plain), strict=True):
        if path in stamps:
            cache[path] = (stamps[path], (values and plain.paper(values), problems))


def _read_plain(item: tuple[str, Path]) -> tuple[list[Any] | None, tuple[Problem, ...]]:
    """As `_read`, from another process: of plain values come papers that share what many of them have."""
    paper, problems = _read(item[1], item[0])
    return plain.values(paper) if paper else None, problems


def _read(file: Path, path: str) -> tuple[Paper | None, tuple[Problem, ...]]:
    paper, source = reading.paper_file(file, path)
    return paper, tuple(source.problems)


def _none(papers_dir: Path, root: Path, why: str) -> Problem:
    source = Source(input_files.relative(papers_dir, root))
    source.add(no_papers, NOWHERE, why)
    return source.problems[0]
