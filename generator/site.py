"""The whole site: papers, hand-written pages and theme → a Tree, and the Tree → a folder."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import assembling, builders, folders, publish, state, workers
from generator.assembling import Faults, SiteError, assemble
from generator.builders import BuilderError
from generator.page_weight import HeavyPage, find_heavy_pages
from generator.problems import Problem
from generator.publish import PublishError
from generator.register import changed
from generator.settings import Settings, SettingsError
from generator.template_fault import TemplateFault
from generator.tree import Old, PathTaken, digest

if TYPE_CHECKING:
    from generator.input_files import Cache
    from generator.library import Library

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
    with _told(settings), state.alone(settings):
        report = _build(settings, builder, site_dir, keep_going, fresh, progress or _quiet)
    return replace(report, seconds=time.perf_counter() - start)


def _build(
    settings: Settings, builder: str, site_dir: Path, keep_going: bool, fresh: bool, progress: Progress
) -> Report:
    gc.disable()  # what is read and made stays: looking for garbage in it would take a fifth of the time
    folders.clear(site_dir)
    before = state.State() if fresh else state.read(settings, site_dir)
    if not publish.is_ours(site_dir, bool(before.files)):
        raise SiteError(f"{site_dir}: holds files, and nothing says that they are a built site; name another folder")
    with folders.compared(site_dir, before.files, before.folders) as untouched:
        now = state.gather(settings, before)
        now.frame, now.key = state.keys(settings, now.inputs, builder, settings.search)
        if before.key == now.key and untouched():
            if before.inputs != now.inputs or any(i.modified > before.noted - state.RACY for i in now.inputs.values()):
                state.write(settings, site_dir, replace(before, inputs=now.inputs, noted=now.noted), before)
            count = len(before.files)
            return _report(before.numbers, publish.Published(before.files, 0, 0, count, 0))
        from generator import rendering

        rendering.keep_compiled(settings.cache_dir / "templates")
        if before.key and before.frame == now.frame:
            from generator.plain import Unreadable

            with suppress(Unreadable):  # then what was kept is damaged, and all is read again
                if (report := _after_edit(settings, builder, site_dir, before, now, untouched)) is not None:
                    return report
    with builders.running(settings, builder, state.of_builder(now.inputs), fresh) as wait:
        library, problems = _kept(settings, now, keep_going, fresh, progress)
        progress("theme", 0, 0)
        folder = wait()
    progress("pages", 0, 0)
    every = not before.files or state.of_generator(before.inputs) != state.of_generator(now.inputs)
    tree = assemble(settings, library, folder, every=every, old=_old(site_dir, before))
    done = publish.publish(tree, site_dir, dict(before.files.items()), progress=partial(progress, "writing"))
    numbers = {"papers": len(library.papers), "pages": sum(_is_page(path) for path in tree), "size": done.size}
    now.files, now.folders, now.numbers = done.files, folders.around(site_dir, done.files)[0], numbers
    if problems:
        now.key = ""  # the next build tells again what is left out
    state.write(settings, site_dir, now, before)
    heavy = find_heavy_pages(((path, stat.size) for path, (_, stat) in done.files.items()), site_dir)
    return _report(numbers, done, problems, heavy)


def _after_edit(
    settings: Settings,
    builder: str,
    site_dir: Path,
    before: state.State,
    now: state.State,
    untouched: Callable[[], bool],
) -> Report | None:
    """The build where nothing changed since `before` but words of a few papers; None where it is more than that."""
    from generator import editing
    from generator.search import former

    found = editing.since(settings, before, now)
    if found is None:
        return None
    was, edit = found
    folder = builders.output(settings, builder, state.of_builder(now.inputs))
    edit = replace(edit, old=_old(site_dir, before))
    parts = assembling.after(edit, settings, was.edited(edit), folder, pages=before.numbers["pages"])

    def made(part: assembling.Part) -> tuple[list[publish.Waiting], list[str]]:
        tree = part()
        return publish.prepare(tree, site_dir, before.files), former.gone(before.files, tree)

    try:
        with workers.begun(parts, made, len(was.papers)) as finish:
            if not editing.fits(was, edit):
                return None
            results = finish(None)
    except Exception:  # much is made of the old files; those that another program changed or took may be anything
        if untouched():
            raise
        return None
    if not untouched():
        return None
    waiting = [one for files, _ in results for one in files]
    gone = [path for _, paths in results for path in paths]
    done = publish.place(waiting, gone, site_dir, before.files, before.numbers["size"])
    editing.keep(settings, now, edit)
    other = [one.path for one in waiting if one.file] + gone
    now.files, now.folders = done.files, changed(before.folders, [folders.around(site_dir, other)])
    now.numbers = before.numbers | {"size": done.size}
    state.write(settings, site_dir, now, before)
    return _report(now.numbers, done, (), find_heavy_pages(((one.path, one.stat.size) for one in waiting), site_dir))


def _old(site_dir: Path, before: state.State) -> Old:
    """What gives a file of the site as the last build left it; the last one is kept, for some are asked for twice."""

    @lru_cache(maxsize=1)
    def old(path: str) -> bytes | None:
        known, file = before.files.get(path), site_dir / path
        with suppress(OSError):
            if known is not None and folders.stat_of(str(file)) == known[1]:
                return file.read_bytes()
        return None

    return old


def _kept(
    settings: Settings, now: state.State, keep_going: bool, fresh: bool, progress: Progress
) -> tuple[Library, list[Problem]]:
    """`load`, with what the last build has read of files that did not change."""
    from generator import editing, parsed

    folder, program = settings.cache_dir / parsed.FOLDER, state.of_program(now.inputs)
    files = {
        shown: (state.paper(settings, name)[1], now.inputs[name].content)
        for name, shown in state.papers(settings, now).items()
    }
    cache = {} if fresh else parsed.read(folder, program, files)
    known = dict(cache)
    library, problems = load(settings, keep_going, progress, cache)
    parsed.write(folder, program, library.papers, files, known)
    editing.keep_library(settings, now, library)
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
    from generator import checks, sources

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
        tree = assemble(settings, library, folder, policy=policy, every=True)
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
