"""The whole check of a list: what is wrong with each file, and what only shows when they are looked at together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.checks import checks_vocabulary, partial_papers
from generator.checks.paper_rules import CHECKS, FEW, Finding
from generator.checks.paper_warnings import WARNINGS
from generator.core.problems import Fault, Problem, limited
from generator.files import fields, loading, reading, vocabulary_files
from generator.files.input_files import Cache, relative
from generator.files.source_text import name_of
from generator.files.yaml_document import Path as FieldPath
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary

_NO_CATEGORY, _NO_DAY = (("missing-field", f'"{name}" is missing') for name in ("categories", "added"))
# Rules that compare papers: what they find at a value that is wrong in itself is no other word for the same.
_BETWEEN_PAPERS = frozenset({"key-twice", "same-identifier", "same-title"})
# Rules whose problems are the reason of a warning.
_EXPLAINS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("bad-arxiv", "bad-doi", "bad-pmid", "bad-openreview"), ("no-identifier",)),
    "file-name": ("unusual-key",),
}
# The vocabulary that a rule looks into. A faulty file of it is a problem itself, so its missing entries are not told.
_LOOKS_INTO = {"unknown-category": "categories", "unknown-tag": "tags", "unknown-venue": "venues"}


def findings(found: Library) -> list[tuple[str, Finding]]:
    """What is wrong with the papers of a library, seen together, each with the name of the rule."""
    return [(name_of(check), finding) for check in CHECKS for finding in check(found)]


def located(found: Iterable[tuple[str, Finding]], root: Path) -> list[Problem]:
    """The findings with their places. `root`: where the paths of papers start."""
    by_path: dict[str, list[tuple[str, Finding]]] = {}
    for name, finding in found:
        by_path.setdefault(finding.paper.path, []).append((name, finding))
    problems: list[Problem] = []
    for path, of_path in sorted(by_path.items()):
        document, source = reading.again(root / path, path)
        for name, finding in of_path:
            fault = _with_place(finding.fault, *finding.beside, root) if finding.beside else finding.fault
            problem = source.problem(name, reading.place_in_paper(document, finding.field), fault)
            problems.append(replace(problem, repeats=finding.repeats))
    return problems


def _with_place(fault: Fault, paper: Paper, field: FieldPath, root: Path) -> Fault:
    document, _ = reading.again(root / paper.path, paper.path)
    line, column, _ = reading.place_in_paper(document, field)
    return Fault(f"{fault.message} {paper.path}:{line}:{column}", fault.advice)


def load(papers_dir: Path, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """The papers without any fault with their vocabulary, and all problems, in the order of their places.

    Arguments as of `loading.load`. A list is fit to be published when there are no problems.
    """
    found, problems, _ = _load(papers_dir, root, cache)
    return found, problems


def _load(papers_dir: Path, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem], Library]:
    """As `load`, and the library with what can be read of the papers with problems, too."""
    cache = {} if cache is None else cache
    found, problems = loading.load(papers_dir, root, cache)
    if not papers_dir.is_dir():
        return found, problems, found
    files = vocabulary_files.read(papers_dir, root, cache)
    problems += checks_vocabulary.check(files, found)
    faulty_kinds = {file.kind for file in files if file.problems}
    partial = _partial_papers(problems, found, papers_dir, root)
    together = Library.of([*found.papers, *partial.values()], found.vocabulary) if partial else found
    faults = findings(together)
    looked_up = [fault for fault in faults if _LOOKS_INTO.get(fault[0]) not in faulty_kinds]
    problems += _not_said_yet(located(looked_up, root), problems)
    faulty = {finding.paper.path for _, finding in faults if not finding.repeats}
    if faulty:
        found = Library.of(
            [paper for paper in found.papers if paper.path not in faulty], found.vocabulary, found.snapshots
        )
    problems = [_with_vocabulary(problem, partial.get(problem.path), found.vocabulary) for problem in problems]
    return found, limited(sorted(set(problems), key=lambda problem: problem.order)), together


def of_drafts(
    drafts: Sequence[Paper], entries: Library, own: Mapping[str, Sequence[Problem]], root: Path
) -> dict[str, list[Problem]]:
    """Return all problems of papers that are to join the `entries` of a list: path → problems in order of place.

    drafts: the papers, or what can be read of those with problems of their `own` (path → problems). Where two of them
    are one work, the older may join. root: where paths of papers start.
    """
    paths = {paper.path for paper in drafts}
    together = Library.of([*entries.papers, *drafts], entries.vocabulary)
    faults = [
        (name, finding)
        for name, finding in findings(together)
        if finding.paper.path in paths and finding.repeats not in paths
    ]
    before = [problem for problems in own.values() for problem in problems]
    by_path: dict[str, list[Problem]] = {path: list(own.get(path, ())) for path in paths}
    for problem in _not_said_yet(located(faults, root), before):
        by_path[problem.path].append(problem)
    return {
        paper.path: limited(sorted(_with_vocabulary(p, paper, entries.vocabulary) for p in by_path[paper.path]))
        for paper in drafts
    }


def _not_said_yet(found: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Return the problems `found` between files, without those of values that have a problem `before`."""
    known = {(problem.path, problem.line, problem.column) for problem in before}
    return [p for p in found if p.rule in _BETWEEN_PAPERS or (p.path, p.line, p.column) not in known]


def _with_vocabulary(problem: Problem, partial: Paper | None, vocabulary: Vocabulary) -> Problem:
    """The problem with advice in words of this list, where it was found without knowing them."""
    if partial is None:
        return problem
    if (problem.rule, problem.message) == _NO_CATEGORY and 0 < len(vocabulary.categories) <= FEW:
        there = ", ".join(vocabulary.categories)
        start = problem.advice.partition(" categories:")[0]
        return replace(problem, advice=f"{start} categories: [KEY], with one to three of {there}")
    if problem.rule == "wrong-form" and problem.advice.startswith("write venue: ") and partial.venue:
        name = vocabulary.meant("venues", partial.venue.name) or partial.venue.name
        return replace(problem, advice=f"write {fields.venue_line(name, partial.venue.year or '')}")
    return problem


def _partial_papers(problems: Iterable[Problem], found: Library, papers_dir: Path, root: Path) -> dict[str, Paper]:
    """Path → what can be read of a paper file that has problems of its own."""
    good = {paper.path for paper in found.papers}
    start = f"{relative(papers_dir, root)}/"
    paths = {p.path for p in problems if p.path.startswith(start) and p.path.endswith(".md")} - good
    read = {path: partial_papers.read(root / path, path) for path in sorted(paths)}
    return {path: paper for path, paper in read.items() if paper is not None}


def load_all(papers_dir: Path, root: Path, today: str) -> tuple[Library, list[Problem]]:
    """Return what `load` does, with the warnings among the problems.

    today: the day that dates are compared with, `YYYY-MM-DD`.
    """
    library, problems, together = _load(papers_dir, root)
    warnings = _warnings(together, problems, root, today)
    problems = [
        replace(problem, advice=problem.advice.replace("YYYY-MM-DD", today)) if _is_no_day(problem) else problem
        for problem in problems
    ]
    return library, limited(sorted({*problems, *warnings}, key=lambda problem: problem.order))


def _warnings(library: Library, problems: Iterable[Problem], root: Path, today: str) -> list[Problem]:
    """The warnings about papers, which may have `problems`. Those that a problem explains are left out."""
    explained: dict[str, set[str]] = {}
    for problem in problems:
        explained.setdefault(problem.path, set()).update(_EXPLAINS.get(problem.rule, ()))
    pairs = [
        (name_of(check), finding)
        for check in WARNINGS
        for finding in check(library, today)
        if name_of(check) not in explained.get(finding.paper.path, ())
        and (finding.paper.title or finding.paper.people or finding.paper.date)  # else nothing of it can be read
    ]
    return located(pairs, root)


def _is_no_day(problem: Problem) -> bool:
    """Whether the problem is that a paper file does not say on which day it was added."""
    return (problem.rule, problem.message) == _NO_DAY
