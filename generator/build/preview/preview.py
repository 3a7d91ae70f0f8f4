"""The preview: the site in memory, made again when its sources change, and what open browsers are told of it."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build import assembling, builders, site, state
from generator.build.preview import watching
from generator.core import workers
from generator.core.problems import Problem
from generator.core.tree import Output, Tree
from generator.files import loading
from generator.files import settings as settings_module
from generator.files.fragments import Fragments
from generator.files.settings import Settings
from generator.model import addresses

if TYPE_CHECKING:
    from generator.files.input_files import Cache
    from generator.model.library import Library
    from generator.model.paper import Paper
    from generator.model.vocabulary import Vocabulary

SCRIPT = "/_preview/preview.js"
KEPT_PAGES = 500
PAUSE = 0.25  # seconds from showing a changed page to making everything else


class Preview:
    """The site as it is now, made again when its sources change."""

    def __init__(self, settings: Settings, *, url: str, builder: str = "mkdocs", tell: Callable[[str], None]) -> None:
        """url: where the site is served. tell: what prints a message for the person at the terminal."""
        self.settings = settings
        self.tree: Tree | None = None
        self.faults = ""
        self._url = url
        self._builder = builder
        self._tell = tell
        self._shown = "nothing yet"
        self._start = secrets.token_hex(4)
        self._number = 0
        self._state = state.State()
        self._same: tuple[str, list[str] | None] = "", None  # the edition before this one, and the pages that differ
        self._cache: Cache = {}
        self._fragments = Fragments()
        self._site: tuple[Library, Path] | None = None  # the library that is shown, and what the builder made
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def edition(self) -> str:
        """Which site this is: another after every change, and after every start."""
        return f"{self._start}-{self._number}"

    def show_ahead(self, changed: Iterable[Path]) -> bool:
        """Show the pages of papers that changed, and of their categories, tags and authors, and return whether it did.

        `refresh` makes everything else, and checks papers against each other. This shows nothing where a file has an
        error, a paper names what the vocabulary lacks, or the site that is shown has an error.
        """
        below = self.settings.papers_dir.resolve()
        if (
            self._site is None
            or self.tree is None
            or self.faults
            or any(below not in path.resolve().parents for path in changed)
        ):
            return False
        library, folder = self._site
        cache = dict(self._cache)
        with workers.collection_paused():
            now, problems = loading.load(self.settings.papers_dir, self.settings.root, cache)
            if problems:
                return False
            now.reuse_fingerprints(library)
            papers = _changed(library, now)
            if not papers or not all(_is_known(paper, now.vocabulary) for paper in papers):
                return False
            pages = sum(path.endswith(".html") for path in self.tree)
            try:
                made = assembling.assemble_some(
                    papers, self.settings, now, folder, serve_url=self._url, fragments=self._fragments, pages=pages
                )
            except site.ERRORS:
                return False
        self._cache = cache
        self._show(self.tree.changed(made))
        return True

    def refresh(self, changed: Iterable[Path] = ()) -> bool:
        """Make the site again from what changed; returns whether anything is to be shown anew.

        Faults stay in `faults`; the last good site stays. At the first time the papers without faults are shown.
        """
        start = time.perf_counter()
        first = self.tree is None
        now = state.State()
        try:
            self.settings = settings_module.read(self.settings.root)
            now = state.gather(self.settings, self._state)
            now.key = state.key_of(self.settings, now.inputs, self._builder)
            if now.key == self._state.key:
                return False
            self._warn_of_code(now)
            with workers.collection_paused():
                tree, faults = self._make(now, first)
        except site.Faults as error:
            tree, faults = None, _report(error.problems)
        except (*site.ERRORS, OSError) as error:
            tree, faults = None, str(error)
        self._state = now
        self.faults, mended = faults, bool(self.faults and not faults)
        if tree is not None:
            self._shown = "what has no fault" if faults else "the last good site"
            self._show(tree)
        if faults:
            self._tell(f"{faults}\nserved meanwhile: {self._shown}")
        elif not first:
            names = ", ".join(sorted({path.name for path in changed})[:3]) or "site"
            self._tell(f"{names}: {'mended, and ' if mended else ''}built in {time.perf_counter() - start:.2f} s")
        return True

    def content(self, path: str) -> tuple[bytes, str] | None:
        """The file of the site at `path` with its ETag, or None. Pages name their edition and the script."""
        if self.tree is None:
            page = _EMPTY.format(name=escape(self.settings.name), edition=self._marked(), script=_SCRIPT)
            return (page.encode(), self.edition) if path.endswith(".html") else None
        if path not in self.tree:
            return None
        output = self.tree[path]
        # Pages name the edition, so that one that was loaded just before a change is reloaded all the same.
        tag = f"{output.fingerprint}-{self.edition}"
        content = self._pages.get(f"{path}-{tag}")
        if content is None:
            try:
                content = output.make()
            except site.ERRORS as error:
                self._fail(str(error))
                page = _EMPTY.format(name=escape(self.settings.name), edition=self._marked(), script=_SCRIPT)
                return page.encode(), self.edition
            if path.endswith(".html"):
                head, end, rest = content.partition(b"</head>")
                before, body, after = rest.rpartition(b"</body>")
                content = b"".join((head, self._marked().encode(), end, before, _SCRIPT.encode(), body, after))
            self._pages[f"{path}-{tag}"] = content
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return content, tag

    def _fail(self, faults: str) -> None:
        """Tell what went wrong while a page was made that somebody asked for."""
        if self.faults != faults:
            self.faults = faults
            self._tell(faults)
            self.publish()

    def news(self) -> str:
        """What open browsers are told."""
        before, pages = self._same
        return json.dumps(
            {
                "edition": self.edition,
                "faults": self.faults,
                "shown": self._shown,
                "before": before,
                "changed": pages,
            }
        )

    def publish(self) -> None:
        """Tell the open browsers."""
        for queue in self._listeners:
            queue.put_nowait(self.news())

    def close(self) -> None:
        """Let the connections of the open browsers end."""
        for queue in self._listeners:
            queue.put_nowait(None)

    async def events(self) -> AsyncIterator[str]:
        """The news for one browser, as server-sent events (HTML, section 9.2): the present state, then each change."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield f"retry: 500\ndata: {self.news()}\n\n"
            while (news := await queue.get()) is not None:
                yield f"data: {news}\n\n"
        finally:
            self._listeners.discard(queue)

    async def watch(self) -> None:
        """Refresh at every change of a source; ends when it is cancelled."""
        async for paths in watching.changes(self.settings):
            try:
                if await asyncio.to_thread(self.show_ahead, paths):
                    self.publish()
                    await asyncio.sleep(PAUSE)  # in which the browser loads the page, before we are busy
                changed = await asyncio.to_thread(self.refresh, paths)
            except Exception as error:  # noqa: BLE001 - a preview outlives a bug in what it shows, and tells of it
                self.faults = f"{type(error).__name__}: {error}"
                self._tell(self.faults)
                changed = True
            if changed:
                self.publish()

    def _make(self, now: state.State, first: bool) -> tuple[Tree, str]:
        """Return the site, and what is wrong with its sources."""
        library, problems = site.load(self.settings, keep_going=first, cache=self._cache)
        folder = builders.output(self.settings, self._builder, state.of_builder(now.inputs))
        tree = site.assemble(self.settings, library, folder, serve_url=self._url, fragments=self._fragments)
        self._site = (library, folder) if not problems else None
        return tree, _report(problems)

    def _show(self, tree: Tree) -> None:
        """Serve `tree`, and note which of its pages differ from those that were served."""
        before, old = self.edition, self.tree
        changed = [path for path in tree if old is not None and not _same(old.get(path), tree[path])]
        self.tree = tree
        self._number += 1
        pages = [addresses.address_of(path) for path in changed if path.endswith(".html")]
        self._same = before, pages if old is not None else None

    def _marked(self) -> str:
        return f'<meta name="papers-preview" content="{self.edition}">'

    def _warn_of_code(self, now: state.State) -> None:
        code = {name for name in now.inputs if name.startswith("generator/") and name.endswith(".py")}
        changed = [name for name in code if name in self._state.inputs and now.inputs[name] != self._state.inputs[name]]
        if changed:
            self._tell(f"{min(changed)}: changed; code is read at the start only, so start the preview again")


def _changed(before: Library, after: Library) -> list[Paper]:
    """Return the papers of `after` that pages show otherwise than those of `before`."""
    if before.vocabulary == after.vocabulary:  # then only papers that were read again can differ
        return [paper for paper in after.papers if before.by_key.get(paper.key) is not paper]
    old = {paper.key: before.fingerprint(paper) for paper in before.papers}
    return [paper for paper in after.papers if old.get(paper.key) != after.fingerprint(paper)]


def _is_known(paper: Paper, vocabulary: Vocabulary) -> bool:
    """Return whether the vocabulary has everything that a paper names."""
    return (
        vocabulary.categories.keys() >= {*paper.categories}
        and vocabulary.tags.keys() >= {*paper.tags}
        and (paper.venue is None or paper.venue.name in vocabulary.venues)
    )


def _same(old: Output | None, new: Output) -> bool:
    return old is not None and old.fingerprint == new.fingerprint


def _report(problems: list[Problem]) -> str:
    return "\n".join(problem.text() for problem in problems)


_SCRIPT = f'<script type="module" src="{SCRIPT}"></script>'
_EMPTY = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>{edition}</head>\n'
    "<body><h1>{name}</h1><p>There is nothing to show yet. This page loads again by itself.</p>{script}</body></html>\n"
)
