"""The preview: the site served from memory; an edit shows in the open browser by itself, and so does a fault."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import mimetypes
import re
import secrets
import socket
import sys
import time
import webbrowser
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator import addresses, assembling, builders, editing, site, state, watching
from generator import settings as settings_module
from generator.problems import Problem
from generator.settings import Settings
from generator.tree import Tree

if TYPE_CHECKING:
    from starlette.requests import Request

    from generator.edit import Edit
    from generator.library import Library
    from generator.reading import Cache

SCRIPT = "/_preview/preview.js"
EVENTS = "/_preview/events"
KEPT_PAGES = 500
PAUSE = 0.25  # seconds from showing an edited page to making all else
_VERSIONED = re.compile(r"\.[0-9a-f]{8}\.min\.(?:css|js)$")  # the theme's own files
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".bib": "text/plain; charset=utf-8",
    ".ris": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


class PreviewError(Exception):
    """The preview cannot start. The message says why, and what to type."""


@dataclass(frozen=True)
class _Whole:
    """The last site that was made of all sources as they were, and what it was made from. pages: how many it has."""

    state: state.State
    library: Library
    folder: Path
    tree: Tree
    pages: int


class Preview:
    """The site as it is now, made again when its sources change."""

    def __init__(
        self, settings: Settings, *, url: str, builder: str = "mkdocs", tell: Callable[[str], None] | None = None
    ) -> None:
        """url: where the site is served. tell: what prints a message for the person at the terminal."""
        self.settings = settings
        self.tree: Tree | None = None
        self.faults = ""
        self._url = url
        self._builder = builder
        self._tell = tell or _print
        self._shown = "nothing yet"
        self._start = secrets.token_hex(4)
        self._number = 0
        self._state = state.State()
        self._whole: _Whole | None = None
        self._same: tuple[str, list[str] | None] = "", None  # the edition before this one, and the pages that differ
        self._cache: Cache = {}
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def edition(self) -> str:
        """Which site this is: another after every change, and after every start."""
        return f"{self._start}-{self._number}"

    def at_once(self, changed: Iterable[Path]) -> bool:
        """Show the pages of papers, if nothing but their words changed, and return whether it did that.

        `refresh` does all else; which neighbours they have is as it was until then.
        """
        whole = self._whole
        if whole is None or self.tree is None or self.faults:
            return False
        below = self.settings.papers_dir.resolve()
        paths = {path.resolve() for path in changed}
        if any(below not in path.parents for path in paths):
            return False
        edit = self._edit(whole, {f"papers/{path.relative_to(below).as_posix()}" for path in paths})
        if edit is None:
            return False
        try:
            library = whole.library.edited(edit)
            made = assembling.at_once(
                edit, self.settings, library, whole.folder, pages=whole.pages, serve_url=self._url
            )
        except site.ERRORS:
            return False
        self._show(self.tree.changed(made), [output.path for output in made])
        return True

    def refresh(self, changed: Iterable[Path] = ()) -> bool:
        """Make the site again from what changed; returns whether anything is to be shown anew.

        Faults stay in `faults`; the last good site stays. At the first time the papers without faults are shown.
        """
        start = time.perf_counter()
        first = self.tree is None
        gc.disable()  # until the site is made: what is made stays
        now, others = state.State(), None
        try:
            self.settings = settings_module.read(self.settings.root)
            now = state.gather(self.settings, self._state)
            now.frame, now.key = state.keys(self.settings, now.inputs, self._builder)
            if now.key == self._state.key:
                return False
            self._warn_of_code(now)
            tree, faults, others = self._make(now, first)
        except site.Faults as error:
            tree, faults = None, _report(error.problems)
        except (*site.ERRORS, OSError) as error:
            tree, faults = None, str(error)
        finally:
            gc.enable()
        self._state = now
        self.faults, mended = faults, bool(self.faults and not faults)
        if tree is not None:
            self._shown = "what has no fault" if faults else "the last good site"
            self._show(tree, others)
        if faults:
            self._tell(f"{faults}\nserved meanwhile: {self._shown}")
        elif not first:
            names = ", ".join(sorted({path.name for path in changed})[:3]) or "site"
            self._tell(f"{names}: {'mended, and ' if mended else ''}built in {time.perf_counter() - start:.2f} s")
        return True

    def content(self, path: str) -> tuple[bytes, str] | None:
        """The file of the site at `path` with its ETag, or None. Pages have the script of the preview in them."""
        if self.tree is None:
            page = _EMPTY.format(name=escape(self.settings.name), script=self._script())
            return (page.encode(), self.edition) if path.endswith(".html") else None
        if path not in self.tree:
            return None
        output = self.tree[path]
        # Pages name the edition, so that one that was loaded just before a change is reloaded all the same.
        tag = f"{output.fingerprint}-{self.edition}"
        content = self._pages.get(f"{path}-{tag}")
        if content is None:
            content = output.make()
            if path.endswith(".html"):
                before, body, after = content.rpartition(b"</body>")
                content = before + self._script().encode() + body + after
            self._pages[f"{path}-{tag}"] = content
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return content, tag

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
                if await asyncio.to_thread(self.at_once, paths):
                    self.publish()
                    await asyncio.sleep(PAUSE)  # in which the browser loads the page, before we are busy
                changed = await asyncio.to_thread(self.refresh, paths)
            except Exception as error:  # noqa: BLE001 - a preview outlives a bug in what it shows, and tells of it
                self.faults = f"{type(error).__name__}: {error}"
                self._tell(self.faults)
                changed = True
            if changed:
                self.publish()

    def _make(self, now: state.State, first: bool) -> tuple[Tree, str, list[str] | None]:
        """The site, what is wrong, and which of its pages are others than those that are shown; None: maybe all."""
        whole = self._whole
        if whole is not None and whole.state.frame == now.frame and self.tree is not None:
            names = {name for name in now.inputs if now.inputs[name].content != whole.state.inputs[name].content}
            edit = self._edit(whole, names)
            if edit is not None:
                library = whole.library.edited(edit)
                parts = assembling.after(
                    edit, self.settings, library, whole.folder, pages=whole.pages, serve_url=self._url
                )
                made = Tree(output for part in parts for output in part().values())
                tree = whole.tree.changed(made.values(), assembling.gone(whole.tree, made))
                others = [p for p in made if p not in self.tree or self.tree[p].fingerprint != made[p].fingerprint]
                self._whole = _Whole(now, library, whole.folder, tree, whole.pages)
                return tree, "", others
        library, problems = site.load(self.settings, keep_going=first, cache=self._cache)
        folder = builders.output(self.settings, self._builder, state.of_builder(now.inputs))
        tree = site.assemble(self.settings, library, folder, serve_url=self._url)
        pages = sum(path.endswith(".html") for path in tree)
        self._whole = None if problems else _Whole(now, library, folder, tree, pages)
        return tree, _report(problems), None

    def _edit(self, whole: _Whole, names: set[str]) -> Edit | None:
        """The edit since `whole` that the inputs `names` are; None where they are more."""
        if not all(state.is_paper(name) and name in whole.state.inputs for name in names):
            return None
        return editing.of_files(whole.library, [state.paper(self.settings, name) for name in names])

    def _show(self, tree: Tree, others: list[str] | None) -> None:
        """Serve `tree`. others: the files that are others than those that were served; None: maybe all."""
        before, self.tree = self.edition, tree
        self._number += 1
        pages = None if others is None else [addresses.address_of(path) for path in others if path.endswith(".html")]
        self._same = before, pages

    def _script(self) -> str:
        return f'<script type="module" src="{SCRIPT}?edition={self.edition}"></script>'

    def _warn_of_code(self, now: state.State) -> None:
        code = {name for name in now.inputs if name.startswith("generator/") and name.endswith(".py")}
        changed = [name for name in code if name in self._state.inputs and now.inputs[name] != self._state.inputs[name]]
        if changed:
            self._tell(f"{min(changed)}: changed; code is read at the start only, so start the preview again")


def app(preview: Preview) -> Starlette:
    """The web application that serves `preview`."""

    async def script(_: Request) -> Response:
        content = (state.PACKAGE / "static" / "preview.js").read_bytes()
        return Response(content, media_type=_TYPES[".js"], headers={"Cache-Control": "no-cache"})

    async def events(_: Request) -> Response:
        return StreamingResponse(
            preview.events(), media_type="text/event-stream", headers={"Cache-Control": "no-cache"}
        )

    async def page(request: Request) -> Response:
        address = request.path_params["path"]
        path = addresses.path_of(address)
        found = preview.content(path)
        if found is None and preview.content(f"{address}/index.html") is not None:
            return RedirectResponse(f"/{address}/", status_code=302)
        status = 200 if found is not None else 404
        content, tag = found or preview.content(addresses.NOT_FOUND) or (b"Not found\n", "none")
        # What has its version in its address need not be asked for again: so a page is back the sooner.
        lasting = "v" in request.query_params or _VERSIONED.search(path)
        headers = {"ETag": f'"{tag}"', "Cache-Control": "max-age=31536000, immutable" if lasting else "no-cache"}
        if status == 200 and request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(content, status, headers, media_type=content_type(path if status == 200 else "404.html"))

    return Starlette(
        routes=[Route(SCRIPT, script), Route(EVENTS, events), Route("/{path:path}", page, methods=["GET", "HEAD"])]
    )


def content_type(path: str) -> str:
    """The media type of a file of the site."""
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def serve(
    settings: Settings,
    *,
    port: int = 8000,
    host: str = "127.0.0.1",
    builder: str = "mkdocs",
    open_browser: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve the site and keep it up to date, until Ctrl-C. Raises PreviewError."""
    tell = tell or _print
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{listening.getsockname()[1]}/"
        preview = Preview(settings, url=url, builder=builder, tell=tell)
        preview.refresh()
        server = _Server(preview, url, tell, open_browser)
        with suppress(KeyboardInterrupt):  # uvicorn ends in order, and then raises it again
            asyncio.run(server.run(listening))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port`. Raises PreviewError, with the next free port if this one is taken."""
    if not 0 <= port <= 65535:
        raise PreviewError(f"{port} is not a port; write a number from 0 to 65535")
    try:
        return _bound(host, port)
    except socket.gaierror as error:
        raise PreviewError(f'"{host}" is not an address of this machine: {error.strerror}') from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PreviewError(f"port {port} is in use; try papers serve --port {_next_free(host, port)}") from None
        if error.errno == errno.EACCES:
            raise PreviewError(f"port {port} is not for you; try papers serve --port 8000") from None
        raise PreviewError(f"cannot serve on {host}, port {port}: {error.strerror}") from None


class _Server(uvicorn.Server):
    def __init__(self, preview: Preview, url: str, tell: Callable[[str], None], open_browser: bool) -> None:
        self._preview, self._url, self._tell, self._open = preview, url, tell, open_browser
        super().__init__(
            uvicorn.Config(app(preview), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        )

    async def run(self, listening: socket.socket) -> None:  # type: ignore[override]  # ours is awaited
        watching = asyncio.create_task(self._preview.watch())
        try:
            await self.serve(sockets=[listening])
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell(f"serving {self._preview.settings.name} at {self._url} (Ctrl-C ends it)")
        if self._open:
            await asyncio.to_thread(webbrowser.open, self._url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._preview.close()
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two programs have the same port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(100)
    except BaseException:
        bound.close()
        raise
    return bound


def _next_free(host: str, port: int) -> int:
    for candidate in [*range(port + 1, min(port + 100, 65536)), 0]:
        with suppress(OSError), _bound(host, candidate) as bound:
            return int(bound.getsockname()[1])
    return 0


def _report(problems: list[Problem]) -> str:
    return "\n".join(problem.text() for problem in problems)


def _print(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


_EMPTY = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>\n'
    "<body><h1>{name}</h1><p>There is nothing to show yet. This page loads again by itself.</p>{script}</body></html>\n"
)
