"""What `papers check` and `papers format` tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.checks import checks, formatting, revision, stable_urls
from generator.core import problems
from generator.core.problems import Problem
from generator.core.text.counting import counted
from generator.files import input_files
from generator.model.library import Library
from generator.model.vocabulary import FILES


def checked(
    papers_dir: Path,
    root: Path,
    only: Collection[str] | None,
    form: Any,
    today: str,
    since: str = "",
    besides: Callable[[Library], Iterable[Problem]] = lambda _: (),
) -> tuple[str, int]:
    """The report of a check and its exit status, which is 0 where there are only warnings.

    only: paths of the files that are asked for; the vocabularies, which papers are checked against, count as asked for.
    None: all. form: `text`, `github` or `json`. today: the day of the check, `YYYY-MM-DD`. since: a revision of git
    whose own problems are left out; raises revision.RevisionError where it is none. besides: gives the problems of what
    a build reads besides the papers; asked only where no files are named.
    """
    library, found = checks.load_all(papers_dir, root, today)
    every = _errors(found)
    if since:
        former, known = revision.load(since, papers_dir, root, today)
        lost = stable_urls.find_lost(former, library, papers_dir, root, today)
        found = [*lost, *revision.brought(found, known)]
        every += _errors(lost)
    before = every - _errors(found)
    if only is None:
        found = [*found, *besides(library)]
    there = f", {before:,} that {'was' if before == 1 else 'were'} there before" if before else ""
    vocabularies = {input_files.relative(papers_dir / name, root) for name in FILES.values()}
    told = [problem for problem in found if only is None or problem.path in only or problem.path in vocabularies]
    errors = _errors(told)
    shown = problems.report(told, form)
    if form == "json":
        return shown, int(errors > 0)
    if errors:
        files = len({problem.path for problem in told if problem.severity == "error"})
        end = f"{counted(errors, 'problem')} in {counted(files, 'file')}{there}"
    elif before:
        end = f"no new problem since {problems.visible(since)}{there}"
    else:
        looked_at = counted(len(library.papers), "paper") if only is None else counted(len(only), "file")
        end = f"{looked_at}, no problem"
    if warnings := problems.count(told) - errors:
        end += f", {counted(warnings, 'warning')}"
    between = "\n\n" if form == "text" else "\n"
    return between.join([shown, end] if shown else [end]), int(errors > 0)


def _errors(found: Iterable[Problem]) -> int:
    return problems.count(problem for problem in found if problem.severity == "error")


class Told(NamedTuple):
    """A line to print. problem: it is about a fault of the input; failed: the exit status has to be 1."""

    text: str
    problem: bool = False
    failed: bool = False


def formatted(papers_dir: Path, root: Path, only: Collection[str] | None, mode: str) -> Iterator[Told]:
    """Format, telling as it goes.

    mode: `write`; `check`: only say what would change, which counts as failed; `dry-run`: only print the difference.
    Raises OSError where a file cannot be written.
    """
    found = formatting.changes(papers_dir, root, only)
    for problem in found.problems:
        yield Told(problem.text() + "\n", problem=True, failed=True)
    for change in found.changes:
        if mode == "write":
            formatting.write(change, root)
            yield Told(f"{change.path}: formatted")
        elif mode == "dry-run":
            yield Told(change.diff().rstrip("\n"))
        else:
            yield Told(f"{change.path}: would change: {change.what()}", failed=True)
    if found.problems:
        left = counted(len({problem.path for problem in found.problems}), "file")
        yield Told(f"{left} left alone: mend the problems first", problem=True, failed=True)
    elif not found.changes:
        yield Told(f"{counted(found.looked_at, 'paper')}, nothing to change")
