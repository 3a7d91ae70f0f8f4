"""`papers serve`: the preview over HTTP, to this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import mimetypes
import re
import socket
import sys
import webbrowser
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.build import state
from generator.build.preview.preview import SCRIPT, Preview
from generator.build.preview.preview_hosts import HostCheck
from generator.files.settings import Settings
from generator.model import addresses

if TYPE_CHECKING:
    from starlette.requests import Request

EVENTS = "/_preview/events"
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


class ServingError(Exception):
    """The preview cannot start. The message says why, and what to type."""


def app(preview: Preview, allowed: Collection[str] = ()) -> HostCheck:
    """The web application that serves `preview`. allowed: names to answer to, besides those of this machine."""

    async def script(_: Request) -> Response:
        content = (state.PACKAGE / "site" / "static" / "preview.js").read_bytes()
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

    routes = [Route(SCRIPT, script), Route(EVENTS, events), Route("/{path:path}", page, methods=["GET", "HEAD"])]
    return HostCheck(Starlette(routes=routes), allowed)


def content_type(path: str) -> str:
    """The media type of a file of the site."""
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def serve(
    settings: Settings,
    *,
    port: int = 8000,
    host: str = "127.0.0.1",
    allowed: Collection[str] = (),
    builder: str = "mkdocs",
    open_browser: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve the site and keep it up to date, until Ctrl-C. Raises ServingError.

    allowed: names and addresses to answer to, besides `host` and those of this machine.
    """
    tell = tell or _print
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{listening.getsockname()[1]}/"
        preview = Preview(settings, url=url, builder=builder, tell=tell)
        preview.refresh()
        names = {name.lower().strip("[]").rstrip(".") for name in (host, *allowed)}
        server = _Server(preview, url, tell, open_browser, names)
        with suppress(KeyboardInterrupt):  # uvicorn ends in order, and then raises it again
            asyncio.run(server.run(listening))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port`. Raises ServingError, with the next free port if this one is taken."""
    if not 0 <= port <= 65535:
        raise ServingError(f"{port} is not a port; write a number from 0 to 65535")
    try:
        return _bound(host, port)
    except socket.gaierror as error:
        raise ServingError(f'"{host}" is not an address of this machine: {error.strerror}') from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServingError(f"port {port} is in use; try papers serve --port {_next_free(host, port)}") from None
        if error.errno == errno.EACCES:
            raise ServingError(f"port {port} is not for you; try papers serve --port 8000") from None
        raise ServingError(f"cannot serve on {host}, port {port}: {error.strerror}") from None


class _Server(uvicorn.Server):
    def __init__(
        self, preview: Preview, url: str, tell: Callable[[str], None], open_browser: bool, names: Collection[str]
    ) -> None:
        self._preview, self._url, self._tell, self._open = preview, url, tell, open_browser
        super().__init__(
            uvicorn.Config(
                app(preview, names), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
            )
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


def _print(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
