"""The whole site: papers, hand-written pages and theme → a Tree, and the Tree → a folder."""

from __future__ import annotations

import gc
import html
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import addresses, builders, folders, publish, state
from generator.builders import BuilderError
from generator.problems import Problem
from generator.publish import MARKER, PublishError
from generator.settings import Settings, SettingsError
from generator.tree import Output, PathTaken, Tree, digest

if TYPE_CHECKING:
    from generator.library import Library
    from generator.reading import Cache
    from generator.shell import Theme

SITEMAP_LIMIT = 50_000  # addresses in one file (https://www.sitemaps.org/protocol.html)
_NEEDLESS = re.compile(
    r"sitemap\.xml(\.gz)?|objects\.inv|search\.json|.*\.map|assets/javascripts/(lunr|workers)/.*|search/.*"
)
_SEARCH = re.compile(r"assets/javascripts/(lunr|workers)/.*|search/.*|search\.json")
_SOURCE_MAP = re.compile(rb"(?:/\*|//)# ?sourceMappingURL=\S+(?: ?\*/)?\s*\Z")

Progress = Callable[[str, int, int], None]


class Faults(Exception):
    """The collection or the hand-written pages have faults; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} faults")
        self.problems = problems


class SiteError(Exception):
    """The site cannot be made. The message says why, and what to do."""


# What a person gets as one message: the text of the exception.
ERRORS = (BuilderError, PathTaken, PublishError, SettingsError, SiteError)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made.

    files: in the site now; written, removed, unchanged: of them. size: bytes of the site.
    left_out: faults of the papers that the site lacks, with `keep_going`.
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
    try:
        with state.alone(settings):
            report = _build(settings, builder, site_dir, keep_going, fresh, progress or _quiet)
    except OSError as error:
        raise SiteError(f"{error.filename or settings.cache_dir}: {error.strerror or error}") from None
    return replace(report, seconds=time.perf_counter() - start)


def _build(
    settings: Settings, builder: str, site_dir: Path, keep_going: bool, fresh: bool, progress: Progress
) -> Report:
    folders.clear(site_dir)
    before = state.State() if fresh else state.read(settings, site_dir)
    if not publish.is_ours(site_dir, bool(before.files)):
        raise SiteError(f"{site_dir}: holds files, and nothing says that they are a built site; name another folder")
    with folders.compared(site_dir, before.files) as untouched:
        now = state.gather(settings, before)
        now.key = state.key(settings, now.inputs, builder, settings.search)
        if before.key == now.key and untouched():
            if before.inputs != now.inputs or any(i.modified > before.noted - state.RACY for i in now.inputs.values()):
                state.write(settings, site_dir, replace(before, inputs=now.inputs, noted=now.noted), before)
            count = len(before.files)
            return _report(before.numbers, publish.Published(before.files, 0, 0, count, 0))
    from generator import rendering

    rendering.keep_compiled(settings.cache_dir / "templates")
    gc.disable()  # what is made stays: looking for garbage in it would take a fifth of the time
    with builders.running(settings, builder, state.of_builder(now.inputs), fresh) as wait:
        library, problems = _kept(settings, now, keep_going, fresh, progress)
        progress("theme", 0, 0)
        folder = wait()
    progress("pages", 0, 0)
    tree = assemble(settings, library, folder, every=not before.files)
    done = publish.publish(tree, site_dir, before.files, progress=partial(progress, "writing"))
    numbers = {"papers": len(library.papers), "pages": sum(_is_page(path) for path in tree), "size": done.size}
    now.files, now.numbers = done.files, numbers
    if problems:
        now.key = ""  # the next build tells again what is left out
    state.write(settings, site_dir, now, before)
    return _report(numbers, done, problems)


def _kept(
    settings: Settings, now: state.State, keep_going: bool, fresh: bool, progress: Progress
) -> tuple[Library, list[Problem]]:
    """`load`, with what the last build has read of files that did not change."""
    from generator import parsed

    folder, program = settings.cache_dir / "parsed", state.of_program(now.inputs)
    shown = os.path.relpath(settings.papers_dir, settings.root).replace(os.sep, "/") + "/"
    files = {
        f"{shown}{name.removeprefix('papers/')}": (settings.papers_dir / name.removeprefix("papers/"), i.content)
        for name, i in now.inputs.items()
        if name.startswith("papers/") and name.endswith(".md")
    }
    cache = {} if fresh else parsed.read(folder, program, files)
    known = dict(cache)
    library, problems = load(settings, keep_going, progress, cache)
    parsed.write(folder, program, library.papers, files, known)
    return library, problems


def _report(numbers: Mapping[str, int], done: publish.Published, left_out: Iterable[Problem] = ()) -> Report:
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
    )


def load(
    settings: Settings, keep_going: bool = False, progress: Progress | None = None, cache: Cache | None = None
) -> tuple[Library, list[Problem]]:
    """All papers. Raises Faults if one has faults, or, with `keep_going`, returns the others and the faults.

    cache: what an earlier load read; it is brought up to date.
    """
    from generator import checks

    (progress or _quiet)("papers", 0, 0)
    found, problems = checks.load(settings.papers_dir, settings.root, cache)
    if problems and (not keep_going or not found.papers):
        raise Faults(problems)
    return found, problems


def assemble(
    settings: Settings,
    library: Library,
    builder_folder: Path,
    *,
    policy: bool = True,
    serve_url: str = "",
    every: bool = False,
) -> Tree:
    """Everything that the site consists of, by path. Nothing is written, and pages are made when they are asked for.

    builder_folder: what the builder made. policy: whether pages get a Content-Security-Policy.
    serve_url: the site's address where it is previewed at another one than it was built for.
    every: whether every page is going to be made, as in a build from nothing.
    Raises Faults for slots that cannot be filled, PathTaken, SiteError.
    """
    from generator import pages
    from generator.search import handwritten
    from generator.shell import INSTANT_LIMIT, ShellError, Shells, Theme, is_shell
    from generator.slot_filling import SlotProblems

    theme = Theme(settings.base_path, asset_versions(), policy, serve_path="/" if serve_url else "")
    theme.forms = settings.subscribe.origin if settings.subscribe else ""
    if serve_url:
        settings = replace(settings, url=serve_url)
    files = dict(_walk(builder_folder))
    texts = {path: file.read_text(encoding="utf-8") for path, file in files.items() if path.endswith(".html")}
    for text in texts.values():
        theme.learn(text)
    placeholders = {path: text for path, text in texts.items() if is_shell(text)}
    tree = Tree()
    try:
        shells = Shells(placeholders, theme)
        unlisted = {addresses.NOT_FOUND}
        written = {path: text for path, text in texts.items() if path not in placeholders}
        outputs = list(pages.outputs(library, settings, shells, every))
        if sum(_is_page(output.path) for output in outputs) + len(written) > INSTANT_LIMIT:
            theme.instant = False  # which the fingerprints of the shells do not know
            outputs = [Output(o.path, f"{o.fingerprint} still", o.make, o.source, o.listed) for o in outputs]
        for output in outputs:
            tree.add(output)
            if not output.listed:
                unlisted.add(output.path)
        missing = sorted(path for path in placeholders if path not in tree)
        if missing:
            raise SiteError(
                f"docs/{addresses.address_of(missing[0])}index.md: has `template: shell.html`, "
                f"but no page of the generator takes its place"
            )
        if addresses.NOT_FOUND in tree:
            written.pop(addresses.NOT_FOUND, None)
        by_hand = list(_hand_written(settings, library, written, theme))
        for output in by_hand:
            tree.add(output)
        if settings.search:
            tree.add(handwritten.output(by_hand))
    except ShellError as error:
        raise SiteError(str(error)) from None
    except SlotProblems as error:
        raise Faults(error.problems) from None
    searched = "search/search_index.json" in files and "search" in settings.config_file.read_text(encoding="utf-8")
    for path, file in files.items():
        needless = _NEEDLESS.fullmatch(path) and not (searched and _SEARCH.fullmatch(path))
        if path not in texts and not needless:
            tree.add(_asset(path, file))
    for output in _for_robots(settings, [path for path in tree if _is_page(path) and path not in unlisted]):
        tree.add(output)
    return tree


def fill(settings: Settings, library: Library, folder: Path, *, policy: bool) -> None:
    """Make the whole site of `folder`, which a builder has just filled. Raises Faults and the exceptions of ERRORS."""
    tree = assemble(settings, library, folder, policy=policy, every=True)
    publish.publish(tree, folder, {}, in_place=True)


def asset_versions() -> dict[str, str]:
    """Our own assets, path → a few digits that change when any of them does: they may load one another."""
    from generator.static_files import versions

    return versions()


def _hand_written(settings: Settings, library: Library, texts: dict[str, str], theme: Theme) -> Iterator[Output]:
    """The pages of docs/, filled at once: they are few, and their faults are to be known before anything is written."""
    from generator import pages
    from generator.slot_filling import SlotProblems, hand_written

    slots = pages.slots(library, settings)
    problems: list[Problem] = []
    for path, text in sorted(texts.items()):
        source = _source(settings, path)
        try:
            content = hand_written(text, path, theme, slots, lambda source=source: _markdown(settings, source))  # type: ignore[misc]
        except SlotProblems as error:
            problems += error.problems
            continue
        yield Output(path, digest(content), lambda content=content: content, source)  # type: ignore[misc]
    if problems:
        raise SlotProblems(sorted(problems))


def _asset(path: str, file: Path) -> Output:
    content = digest(file.read_bytes())

    def make() -> bytes:
        data = file.read_bytes()
        return _SOURCE_MAP.sub(b"", data) if path.endswith((".js", ".css")) else data

    return Output(path, content, make, f"docs/{path}")


def _for_robots(settings: Settings, paths: list[str]) -> Iterator[Output]:
    """sitemap.xml, with an index above 50,000 addresses, and robots.txt; no dates, for nothing here knows them."""
    where = [addresses.absolute(settings.url, addresses.address_of(path)) for path in paths] if settings.url else []
    parts = [where[i : i + SITEMAP_LIMIT] for i in range(0, len(where), SITEMAP_LIMIT)]
    robots = b"\n".join([MARKER, b"User-agent: *", b"Allow: /", b""])
    if settings.url:
        robots += f"Sitemap: {addresses.absolute(settings.url, 'sitemap.xml')}\n".encode()
        names = ["sitemap.xml"] if len(parts) < 2 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield _output(name, partial(_xml, "urlset", "url", part), digest(part))
        if len(parts) > 1:
            indexed = [addresses.absolute(settings.url, name) for name in names]
            yield _output("sitemap.xml", partial(_xml, "sitemapindex", "sitemap", indexed), digest(indexed))
    yield _output("robots.txt", lambda: robots, digest(robots))


def _xml(root: str, item: str, where: list[str]) -> bytes:
    lines = [f"<{item}><loc>{html.escape(address, quote=False)}</loc></{item}>" for address in where]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, f"</{root}>", ""]).encode()


def _output(path: str, make: Callable[[], bytes], fingerprint: str) -> Output:
    return Output(path, fingerprint, make, "the generator")


def _source(settings: Settings, path: str) -> str:
    """The Markdown file of the hand-written page at `path`."""
    stem = path.removesuffix(".html")
    candidates = [f"{stem}.md", f"{stem.removesuffix('/index')}.md", f"{stem.removesuffix('index')}README.md"]
    name = next((name for name in candidates if (settings.docs_dir / name).is_file()), None)
    if name is None:
        return "the theme" if path == addresses.NOT_FOUND else f"docs/{path}"
    return (settings.docs_dir / name).relative_to(settings.root).as_posix()


def _markdown(settings: Settings, name: str) -> tuple[str, str]:
    try:
        return name, (settings.root / name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return name, ""


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, below, files in os.walk(folder):
        below.sort()
        for name in sorted(files):
            file = Path(where, name)
            yield file.relative_to(folder).as_posix(), file


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
