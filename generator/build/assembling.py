"""All files of the site, gathered as a Tree from papers, hand-written pages and theme; made when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build import color_schemes, robots
from generator.build.ground import ground_of
from generator.core.problems import Problem, count
from generator.core.text.counting import counted
from generator.core.tree import Output, Tree, digest
from generator.files.fragments import Fragments
from generator.files.input_files import is_temporary
from generator.files.settings import Settings
from generator.model import addresses

if TYPE_CHECKING:
    from generator.build.shell import Theme
    from generator.model.library import Library
    from generator.model.paper import Paper

_NEEDLESS = re.compile(
    r"sitemap\.xml(\.gz)?|objects\.inv|search\.json|.*\.map|assets/javascripts/(lunr|workers)/.*|search/.*"
)
_SEARCH = re.compile(r"assets/javascripts/(lunr|workers)/.*|search/.*|search\.json")
_SOURCE_MAP = re.compile(rb"(?:/\*|//)# ?sourceMappingURL=\S+(?: ?\*/)?\s*\Z")


class Faults(Exception):
    """The collection or the hand-written pages have faults; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(counted(count(problems), "problem"))
        self.problems = problems


class SiteError(Exception):
    """The site cannot be made. The message says why, and what to do."""


def assemble(
    settings: Settings,
    library: Library,
    builder_folder: Path,
    *,
    policy: bool = True,
    serve_url: str = "",
    fragments: Fragments | None = None,
) -> Tree:
    """Everything that the site consists of, by path. Nothing is written, and pages are made when they are asked for.

    builder_folder: what the builder made. policy: whether pages get a Content-Security-Policy.
    serve_url: the site's address where it is previewed at another one than it was built for.
    fragments: where what many files show of a paper is kept; None: in memory.
    Raises Faults for slots that cannot be filled, PathTaken, SiteError.
    """
    from generator.site import pages
    from generator.site.search import handwritten

    ground = ground_of(settings, builder_folder, policy, serve_url)
    if serve_url:
        settings = replace(settings, url=serve_url)
    tree = Tree()
    with _told():
        unlisted = {addresses.NOT_FOUND}
        written = dict(ground.written)
        outputs = list(pages.outputs(library, settings, ground.shells, fragments or Fragments()))
        if any(output.path == addresses.NOT_FOUND for output in outputs):
            written.pop(addresses.NOT_FOUND, None)
        count = sum(_is_page(output.path) for output in outputs) + len(written)
        for output in _moving(ground.theme, _taken(outputs), count):
            tree.add(output)
            if not output.listed:
                unlisted.add(output.path)
        missing = sorted(path for path in ground.placeholders if path not in tree)
        if missing:
            raise SiteError(
                f"docs/{addresses.address_of(missing[0])}index.md: has `template: shell.html`, "
                f"but no page of the generator takes its place"
            )
        by_hand = list(_hand_written(settings, library, written, ground.theme))
        for output in by_hand:
            tree.add(output)
        if settings.search:
            tree.add(handwritten.output(by_hand))
    files = ground.files
    searched = "search/search_index.json" in files and "search" in settings.config_file.read_text(encoding="utf-8")
    for path, file in files.items():
        needless = _NEEDLESS.fullmatch(path) and not (searched and _SEARCH.fullmatch(path))
        if not path.endswith(".html") and not needless and not is_temporary(file.name):
            tree.add(_asset(path, file))
    for output in robots.outputs(settings.url, [path for path in tree if _is_page(path) and path not in unlisted]):
        tree.add(output)
    return tree


def assemble_some(
    papers: Collection[Paper],
    settings: Settings,
    library: Library,
    builder_folder: Path,
    *,
    serve_url: str,
    fragments: Fragments,
    pages: int,
) -> list[Output]:
    """Return the pages of `papers`, of their categories, tags and authors, for a preview that has to be quick.

    They may differ from those of `assemble` in the neighbours, which are those that were found last. pages: how many
    the site has. The rest as of `assemble`.
    """
    from generator.site import pages as generated

    ground = ground_of(settings, builder_folder, True, serve_url)
    settings = replace(settings, url=serve_url)
    with _told():
        outputs = generated.outputs_of(papers, library, settings, ground.shells, fragments)
        return list(_moving(ground.theme, outputs, pages))


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with the theme or the hand-written pages, as the exceptions of this module."""
    from generator.build.shell import ShellError
    from generator.build.slot_filling import SlotProblems

    try:
        yield
    except ShellError as error:
        raise SiteError(str(error)) from None
    except SlotProblems as error:
        raise Faults(error.problems) from None


def _moving(theme: Theme, outputs: Iterable[Output], pages: int) -> Iterator[Output]:
    """The outputs, for a site of so many pages: whether instant navigation is on is a matter of their number."""
    from generator.build.shell import INSTANT_LIMIT

    theme.instant = pages <= INSTANT_LIMIT  # which the fingerprints of the shells do not know
    for output in outputs:
        mark = "" if theme.instant else " still"  # anew in a third of the time that `replace` takes
        yield Output(output.path, f"{output.fingerprint}{mark}", output.make, output.source, output.listed)


def _taken(outputs: list[Output]) -> Iterator[Output]:
    """The outputs in their order, each taken out of the list: none is there twice where others take their place."""
    outputs.reverse()
    while outputs:
        yield outputs.pop()


def _hand_written(settings: Settings, library: Library, texts: dict[str, str], theme: Theme) -> Iterator[Output]:
    """The pages of docs/, filled at once: they are few, and their faults are to be known before anything is written."""
    from generator.build.slot_filling import SlotProblems, hand_written
    from generator.site import pages

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
    def make() -> bytes:
        data = file.read_bytes()
        if path.endswith((".js", ".css")):
            data = _SOURCE_MAP.sub(b"", data)
        if not path.endswith(".css"):
            return data
        # Whatever its encoding, what is looked for is ASCII.
        return color_schemes.add_undecided_rules(data.decode("latin-1")).encode("latin-1")

    return Output(path, digest(make() if path.endswith(".css") else file.read_bytes()), make, f"docs/{path}")


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


def _is_page(path: str) -> bool:
    return path.endswith(".html")
