"""What an edit is, found between two builds: the papers that were kept, and the few files that changed read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator import metrics, parsed, state
from generator.duplicates import IDENTIFIERS, is_same
from generator.edit import MOST, Edit, between
from generator.library import Library
from generator.paper import Paper
from generator.settings import Settings
from generator.state import State


def since(settings: Settings, before: State, now: State) -> tuple[Library, Edit] | None:
    """The library as it was `before`, and the edit since, where only the contents of papers differ.

    None where that is more than an edit, where a paper has a fault, or where not all was kept. Whether the edit `fits`
    is to be asked yet.
    """
    names = state.papers(settings, now)
    changed = [name for name in names if now.inputs[name].content != before.inputs[name].content]
    if len(changed) > MOST:
        return None
    folder, program = settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs)
    contents = {shown: before.inputs[name].content for name, shown in names.items()}
    snapshots, _ = metrics.read(settings.papers_dir, settings.root)
    old = parsed.library(folder, program, _words(now), contents, snapshots)
    if old is None:
        return None
    edit = _found(old, [state.paper(settings, name) for name in changed])
    return (old, edit) if edit else None


def of_files(library: Library, files: Sequence[tuple[str, Path]]) -> Edit | None:
    """The edit by which `library` becomes what the files of some of its papers hold now; None as of `since`, and where
    it does not fit.

    files: (path as papers name it, where it is).
    """
    edit = _found(library, files)
    return edit if edit and fits(library, edit) else None


def _found(library: Library, files: Sequence[tuple[str, Path]]) -> Edit | None:
    from generator import reading  # which takes a tenth of a second: only where there is an edit to read

    paths = {shown for shown, _ in files}
    before = [paper for paper in library.papers if paper.path in paths]
    after: list[Paper] = []
    for shown, file in files:
        paper, source = reading.paper_file(file, shown)
        if paper is None or source.problems:
            return None
        after.append(paper)
    return between(before, after)


def fits(found: Library, edit: Edit) -> bool:
    """Whether `edit` surely brings no fault that only shows among the papers of a library, or takes one away.

    An edit leaves alone what the other checks look at.
    """
    if any(paper.updated and paper.updated < paper.added for paper in edit.after.values()):
        return False
    if not edit.changes("title", "venue", *IDENTIFIERS):
        return True
    papers = [edit.after.get(paper.key, paper) for paper in found.papers]
    return not any(is_same(paper, papers) for paper in edit.after.values())


def keep(settings: Settings, now: State, edit: Edit) -> None:
    """Keep the edited papers as they were read."""
    edited = {p.path: (state.of_paper(settings, now, p.path).content, p) for p in edit.after.values()}
    parsed.replace(settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs), edited)


def keep_library(settings: Settings, now: State, library: Library) -> None:
    """Keep the vocabulary as it was read, and the library whose papers were kept."""
    folder, program, words = settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs), _words(now)
    parsed.keep_vocabulary(folder, program, words, library.vocabulary)
    parsed.keep_library(folder, program, words, library)


def _words(now: State) -> dict[str, str]:
    """The vocabulary files, name → content."""
    return {name: i.content for name, i in now.inputs.items() if name.startswith("papers/_") and name.endswith(".yml")}
