"""The whole site: papers, hand-written pages and theme → a Tree, and the Tree → a folder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build import builders, publish, state
from generator.build.assembling import Faults, SiteError, assemble
from generator.build.builders import BuilderError
from generator.build.page_weight import HeavyPage, find_heavy_pages
from generator.build.publish import PublishError
from generator.core import folders, workers
from generator.core.problems import Problem
from generator.core.tree import PathTaken, digest
from generator.files.fragments import StoredFragments
from generator.files.settings import Settings, SettingsError
from generator.site.template_fault import TemplateFault

if TYPE_CHECKING:
    from generator.files.input_files import Cache
    from generator.model.library import Library

__all__ = ["ERRORS", "Faults", "Report", "SiteError", "assemble", "build", "fill", "load"]

Progress = Callable[[str, int, int], None]


# What a person gets as one message: the text of the exception.
ERRORS = (BuilderError, PathTaken, PublishError, SettingsError, SiteError, TemplateFault)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made.

    files: in the site now; written, removed, unchanged: of them. size: bytes of the site.
    left_out: faults of the papers that the site lacks, with `keep_going`. heavy: pages of papers above the limits of
    `page_weight`; after an edit of words, of those that it wrote.
    """

    papers: int
    pages: int
    files: int
    written: int
    removed: int
    unchanged: int
    size: int
    seconds: float
    left_out: tuple[Problem, ...] = ()
    heavy: tuple[HeavyPage, ...] = ()


def build(
    settings: Settings,
    *,
    builder: str = "mkdocs",
    site_dir: Path | None = None,
    keep_going: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Build the site into `site_dir`; what did not change is not made again.

    fresh: as if nothing had been built before. keep_going: build with the papers that have no faults.
    progress: called with what is being done, how much of it is done, and how much there is (0: not known).
    Raises Faults, and the exceptions of ERRORS; the old site is then untouched.
    """
    start = time.perf_counter()
    site_dir = site_dir or settings.site_dir
    _refuse_sources(settings, site_dir)
    with _told(settings), state.alone(settings), workers.collection_paused():
        report = _build(settings, builder, site_dir, keep_going, fresh, progress or _quiet)
    return replace(report, seconds=time.perf_counter() - start)


def _build(
    settings: Settings, builder: str, site_dir: Path, keep_going: bool, fresh: bool, progress: Progress
) -> Report:
    folders.clear(site_dir)
    before = state.State() if fresh else state.read(settings, site_dir)
    if not publish.is_ours(site_dir, bool(before.files)):
        raise SiteError(f"{site_dir}: holds files, and nothing says that they are a built site; name another folder")
    now = state.gather(settings, before)
    now.key = state.key_of(settings, now.inputs, builder, settings.search)
    if before.key == now.key and folders.untouched(site_dir, before.files, before.folders):
        if before.inputs != now.inputs or any(i.modified > before.noted - state.RACY for i in now.inputs.values()):
            state.write(settings, site_dir, replace(before, inputs=now.inputs, noted=now.noted))
        return _report(before.numbers, publish.Published(before.files, 0, 0, len(before.files), 0))
    program = state.of_program(now.inputs)
    with builders.running(settings, builder, state.of_builder(now.inputs), fresh) as wait:
        library, problems = _load_cached(settings, now, program, keep_going, fresh, progress)
        progress("theme", 0, 0)
        folder = wait()
    from generator.site import rendering

    progress("pages", 0, 0)
    fragments = StoredFragments(settings.cache_dir, rendering.program_digest())
    tree = assemble(settings, library, folder, fragments=fragments)
    done = publish.publish(tree, site_dir, before.files, progress=partial(progress, "writing"))
    numbers = {"papers": len(library.papers), "pages": sum(_is_page(path) for path in tree), "size": done.size}
    now.files, now.folders, now.numbers = done.files, folders.around(site_dir, done.files), numbers
    if problems:
        now.key = ""  # the next build tells again what is left out
    state.write(settings, site_dir, now)
    heavy = find_heavy_pages(((path, stat.size) for path, (_, stat) in done.files.items()), site_dir)
    return _report(numbers, done, problems, heavy)


def _load_cached(
    settings: Settings, now: state.State, program: str, keep_going: bool, fresh: bool, progress: Progress
) -> tuple[Library, list[Problem]]:
    """Load the papers as `load` does, without parsing files that did not change since the last build."""
    from generator.files import parsed

    files = {
        shown: (state.paper(settings, name)[1], now.inputs[name].content)
        for name, shown in state.papers(settings, now).items()
    }
    cache = {} if fresh else parsed.read(settings.cache_dir, program, files)
    known = dict(cache)
    library, problems = load(settings, keep_going, progress, cache)
    parsed.write(settings.cache_dir, program, library.papers, files, known)
    return library, problems


def _report(
    numbers: Mapping[str, int],
    done: publish.Published,
    left_out: Iterable[Problem] = (),
    heavy: tuple[HeavyPage, ...] = (),
) -> Report:
    return Report(
        papers=numbers["papers"],
        pages=numbers["pages"],
        size=numbers["size"],
        files=len(done.files),
        written=done.written,
        removed=done.removed,
        unchanged=done.unchanged,
        seconds=0,
        left_out=tuple(left_out),
        heavy=heavy,
    )


def load(
    settings: Settings, keep_going: bool = False, progress: Progress | None = None, cache: Cache | None = None
) -> tuple[Library, list[Problem]]:
    """All papers. Raises Faults if one has faults, or, with `keep_going`, returns the others and the faults.

    cache: what an earlier load read; it is brought up to date.
    """
    from generator.build import sources
    from generator.checks import checks

    (progress or _quiet)("papers", 0, 0)
    if unread := sources.check_files(settings):
        raise Faults(unread)
    found, problems = checks.load(settings.papers_dir, settings.root, cache)
    if problems and (not keep_going or not found.papers):
        raise Faults(problems)
    return found, problems


def rehearse(settings: Settings, library: Library) -> list[Problem]:
    """Return what keeps the site of `library` from being built besides its papers, in the words of `build`.

    The builder runs only where documents, settings or the theme changed. All pages are then gathered, too, but nothing
    is rendered or written; what a change of papers alone can spoil is found by the checks.
    """
    try:
        with _told(settings):
            now = state.gather(settings, state.read(settings, settings.site_dir))
            folder = builders.output(settings, "mkdocs", state.of_builder(now.inputs))
            known = folder.with_name(f"{folder.name}.checked")
            kinds = [bool(group) for group in (library.in_category, library.with_tag, library.at_venue, library.people)]
            made_from = digest(state.of_program(now.inputs), kinds)
            if not known.is_file() or known.read_text(encoding="utf-8") != made_from:
                assemble(settings, library, folder)
                known.write_text(made_from, encoding="utf-8")
    except Faults as error:
        return error.problems
    except ERRORS as error:
        path, _, message = " ".join(str(error).split()).partition(": ")
        if not message or " " in path or not (settings.root / path).exists():
            path, message = settings.docs_dir.name, " ".join(str(error).split())
        return [Problem(path, 0, 0, "site", message)]
    return []


def fill(settings: Settings, library: Library, folder: Path, *, policy: bool) -> None:
    """Make the whole site of `folder`, which a builder has just filled. Raises Faults and the exceptions of ERRORS."""
    with _told(settings):
        tree = assemble(settings, library, folder, policy=policy)
        publish.publish(tree, folder, {}, in_place=True)


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    """What the system refuses as a SiteError."""
    try:
        yield
    except OSError as error:
        raise SiteError(f"{error.filename or settings.cache_dir}: {error.strerror or error}") from None


def _refuse_sources(settings: Settings, site_dir: Path) -> None:
    """No site into a folder that holds the sources, or lies among them."""
    site = Path(os.path.realpath(site_dir))
    for folder in (settings.papers_dir, settings.docs_dir, settings.config_file, settings.cache_dir, state.PACKAGE):
        source = Path(os.path.realpath(folder))
        if source == site or site in source.parents or (source.is_dir() and source in site.parents):
            raise SiteError(f"{site_dir}: holds the sources or lies among them ({folder}); name another folder")


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _quiet(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""
