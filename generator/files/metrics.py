"""Snapshots of metrics: what the world says of the papers on a day, citations and stars, in files of facts.

`papers/_metrics/2026-11-24.json` is one: a JSON object, key of a paper → `{"citations": 12, "stars": 45}`; what is not
known is left out. They are made by `papers metrics`, and never by a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.core.problems import Fault, Problem, rule
from generator.files.input_files import METRICS, project_file, relative
from generator.files.source_text import Source
from generator.model import field_rules
from generator.model.snapshots import NAMES, Snapshot

LIMIT = 20_000_000  # bytes of a file
WINDOW = 30  # days over which growth is looked at
LEAST = 7  # days between two snapshots that say something of growth


@rule("bad-metrics", wrong="_metrics/monday.json", right="_metrics/2026-11-24.json", part="name")
def bad_metrics(why: str) -> Fault:
    """A snapshot of metrics is named for its day, and holds numbers of citations and stars for keys of papers."""
    return Fault(why, "take the file out; papers metrics makes another")


def read(papers_dir: Path, root: Path) -> tuple[tuple[Snapshot, ...], list[Problem]]:
    """The two snapshots that growth is told from, the older first (fewer where there are fewer), and their problems."""
    folder = papers_dir / METRICS
    try:
        names = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return (), []
    problems = [_problem(folder / name, root, "its name is not a day and .json") for name in names if not _day(name)]
    days = [day for name in names if (day := _day(name))]
    found = []
    for day in pair(days):
        file = folder / f"{day}.json"
        data = project_file(file, relative(file, root), LIMIT)
        if isinstance(data, Source):
            problems += data.problems
            continue
        try:
            found.append(Snapshot(day, _counts(data)))
        except ValueError as error:
            problems.append(_problem(file, root, str(error)))
    return (tuple(found) if len(found) == len(pair(days)) else ()), problems


def pair(days: list[str]) -> list[str]:
    """Of the days of all snapshots those that growth is told from: the newest, and before it the one before the window.

    That is the last that is WINDOW days older, or where there is none the first; it must be LEAST days older.
    """
    if not days:
        return []
    newest = max(days)
    older = sorted(day for day in days if days_between(day, newest) >= LEAST)
    whole = [day for day in older if days_between(day, newest) >= WINDOW]
    return [*(whole[-1:] or older[:1]), newest]


def days_between(earlier: str, later: str) -> int:
    """Days from one day to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def text(counts: Mapping[str, Mapping[str, int]]) -> str:
    """The text of a snapshot's file: a line for each paper, in order of key."""
    lines = [
        f"{json.dumps(key)}: {json.dumps({name: counts[key][name] for name in NAMES if name in counts[key]})}"
        for key in sorted(counts)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _counts(data: bytes) -> dict[str, dict[str, int]]:
    """Raises ValueError with what is wrong."""
    if len(data) > LIMIT:
        raise ValueError(f"it is larger than {LIMIT // 1_000_000} MB")
    try:
        found: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("it is not an object of keys of papers")
    for key, counts in found.items():
        if not isinstance(counts, dict) or not all(
            name in NAMES and type(number) is int and 0 <= number < 10**9 for name, number in counts.items()
        ):
            raise ValueError(f'"{key[:100]}": not numbers of citations and stars')
    return found


def _day(name: str) -> str:
    stem = name.removesuffix(".json")
    try:
        return field_rules.day(stem) if stem != name and re.fullmatch(r"[\d-]+", stem, re.ASCII) else ""
    except Fault:
        return ""


def _problem(file: Path, root: Path, why: str) -> Problem:
    fault = bad_metrics(why)
    return Problem(relative(file, root), 0, 0, "bad-metrics", fault.message, fault.advice)
