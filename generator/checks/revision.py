"""The papers as a revision of git has them, and which faults are not of it: what a change brought."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from generator.checks import checks
from generator.core.problems import Problem, count
from generator.model.library import Library


class RevisionError(Exception):
    """The revision cannot be read. The message says which, and why."""


@contextmanager
def papers_at(revision: str, papers_dir: Path, root: Path) -> Iterator[tuple[Path, Path]]:
    """A folder with the papers of `revision` alone, as (papers, root); it is gone afterwards. Raises RevisionError."""
    commit = _commit(revision, root)
    name = papers_dir.relative_to(root).as_posix()
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        there = Path(folder).resolve()
        if _git(root, "ls-tree", "--name-only", commit, "--", f"{name}/"):
            with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", commit, "--", name))) as archive:
                archive.extractall(there, filter=_files_only)  # noqa: S202 - the filter lets no member out
        yield there / name, there


def load(revision: str, papers_dir: Path, root: Path, today: str) -> tuple[Library, list[Problem]]:
    """Return the papers of `revision` and their problems, as `checks.load_all` does. Raises RevisionError."""
    with papers_at(revision, papers_dir, root) as (papers, there):
        return checks.load_all(papers, there, today)


def brought(now: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """The problems of `now` that were not there `before`, wherever in their file they stand."""
    now, before = list(now), list(before)
    known = Counter(map(_what, before))
    found = []
    for problem in now:
        if not known[_what(problem)]:
            found.append(problem)
            continue
        known[_what(problem)] -= 1
        if problem.more:  # not all are listed: there may be new ones among the others
            grown = _count_like(problem, now) - _count_like(problem, before)
            if grown > 0 and not any(_is_like(other, problem) for other in found):
                found.append(replace(problem, more=grown - 1))
    return found


def _is_like(one: Problem, other: Problem) -> bool:
    return (one.path, one.rule) == (other.path, other.rule)


def _count_like(problem: Problem, among: Iterable[Problem]) -> int:
    return count(other for other in among if _is_like(other, problem))


def changed(revision: str, papers_dir: Path, root: Path) -> frozenset[str]:
    """The files below `papers_dir`, as paths from `root`, that are not as in `revision`. Raises RevisionError."""
    name = papers_dir.relative_to(root).as_posix()
    commit = _commit(revision, root)
    told = _git(root, "diff", "--name-only", "--no-renames", "--diff-filter=d", "--relative", "-z", commit, "--", name)
    told += _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", name)
    return frozenset(part.decode("utf-8", "surrogateescape") for part in told.split(b"\0") if part)


def _what(problem: Problem) -> tuple[str, str, str, str]:
    message = re.sub(r"(\.md|\.yml)(?::\d+)+", r"\1", problem.message)  # places in other files move
    return problem.path, problem.rule, message, problem.excerpt


def _commit(revision: str, root: Path) -> str:
    """The commit's own name, so that nothing that git could take for an option is handed on."""
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S607 - by PATH, as everywhere
    except OSError as error:
        raise RevisionError(f"git cannot be started: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if arguments[0] == "rev-parse" and not said:
            said = [f'"{arguments[-1].removesuffix("^{commit}")}" is no revision of this repository']
        raise RevisionError(said[-1] if said else f"git {arguments[0]} failed")
    return done.stdout


def _files_only(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo | None:
    return tarfile.data_filter(member, path) if member.isfile() or member.isdir() else None
