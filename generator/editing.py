"""What an edit is, found between two builds: the papers that were kept, and the few files that changed read again."""

from __future__ import annotations

from pathlib import Path

from generator import checks, metrics, parsed, reading, state, vocabulary_files
from generator.edit import MOST, Edit, between
from generator.library import Library
from generator.paper import Paper
from generator.settings import Settings
from generator.state import State


def since(settings: Settings, before: State, now: State) -> tuple[Library, Edit] | None:
    """The library as it was `before`, and the edit since, where only the contents of papers differ.

    None where that is more than an edit, where a paper has a fault, or where not all was kept. Whether the edit fits
    (`checks.fits`) is to be asked yet.
    """
    names = state.papers(settings, now)
    changed = [name for name in names if now.inputs[name].content != before.inputs[name].content]
    if len(changed) > MOST:
        return None
    was = parsed.papers(settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs))
    if any(was.get(shown, ("",))[0] != before.inputs[name].content for name, shown in names.items()):
        return None
    papers = [was[shown][1] for shown in names.values()]
    files = vocabulary_files.read(settings.papers_dir, settings.root)
    snapshots, _ = metrics.read(settings.papers_dir, settings.root)
    old = Library.of(papers, vocabulary_files.vocabulary(files), snapshots)
    edit = _found(old, [state.paper(settings, name) for name in changed])
    return (old, edit) if edit else None


def of_files(library: Library, files: list[tuple[str, Path]]) -> Edit | None:
    """The edit by which `library` becomes what the files of some of its papers hold now; None as of `since`, and where
    it does not fit.

    files: (path as papers name it, where it is).
    """
    edit = _found(library, files)
    return edit if edit and checks.fits(library, edit) else None


def _found(library: Library, files: list[tuple[str, Path]]) -> Edit | None:
    paths = {shown for shown, _ in files}
    before = [paper for paper in library.papers if paper.path in paths]
    after: list[Paper] = []
    for shown, file in files:
        paper, source = reading.paper_file(file, shown)
        if paper is None or source.problems:
            return None
        after.append(paper)
    return between(before, after)


def keep(settings: Settings, now: State, edit: Edit) -> None:
    """Keep the edited papers as they were read."""
    contents = {shown: now.inputs[name].content for name, shown in state.papers(settings, now).items()}
    edited = {paper.path: (contents[paper.path], paper) for paper in edit.after.values()}
    parsed.replace(settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs), edited)
