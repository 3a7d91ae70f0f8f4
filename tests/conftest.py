"""What many tests need: a paper file that is right, and small projects made from examples."""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.examples import bytes_of
from tests.project import papers as command
from tests.project import repository_project

# How long anything takes depends on the machine, and on what else it does: limits are there to end what hangs.
PATIENCE = 120_000  # milliseconds that the browser gets for anything
settings.register_profile("papers", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("papers")
expect.set_options(timeout=PATIENCE)
# Where a shell starts the tests in the background, Ctrl-C is ignored, also by the programs that they stop with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `long`, unless `-m` asks for it: another `-m` alone must not bring hours of tests.

    Files with slow tests come first: where files are shared out, none of them begins when the others have ended.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)
    if "long" not in config.getoption("markexpr"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


Project = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Makes a project of files, path → text as `examples.bytes_of` reads it; gives its root."""

    def make(files: Mapping[str, str]) -> Path:
        (tmp_path / "mkdocs.yml").write_text("site_name: Toy\n", encoding="utf-8")
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bytes_of(text))
        return tmp_path

    return make


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open, as with the servers that sites are published on

    def log_message(self, *args: Any) -> None:
        """Say nothing: the tests' output is for the tests."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The project's own site, built once for where it is served: (address, folder)."""
    root = repository_project(tmp_path_factory.mktemp("repository"))
    handler = functools.partial(_Quiet, directory=str(root / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        command("build", cwd=root, env={"SITE_URL": address})
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address, root / "site"
        server.shutdown()


@pytest.fixture(scope="session")
def address(served: tuple[str, Path]) -> str:
    """Where the project's own site is served."""
    return served[0]


@pytest.fixture(scope="session")
def repository_site(served: tuple[str, Path]) -> Path:
    """The folder of the project's own site."""
    return served[1]


def _patient(make: Callable[..., Any]) -> Callable[..., Any]:
    """The method of a browser that makes a page or a context, which waits for everything as long as PATIENCE."""

    def made(**options: Any) -> Any:
        found = make(**options)
        found.set_default_timeout(PATIENCE)
        return found

    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium, started once for a module: while it runs, nothing else can have an event loop in this process."""
    path = chromium.find()
    if path is None:
        pytest.fail("there is no Chromium: run make test, or install one with .venv/bin/python -m tests.chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS), timeout=PATIENCE)
        for name in ("new_context", "new_page"):  # a browser has no time limit of its own for its pages
            setattr(started, name, _patient(getattr(started, name)))
        yield started
        started.close()


WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""


@pytest.fixture
def told(browser: Browser) -> Iterator[Any]:
    """Makes pages whose console errors, failed or foreign requests and policy violations fail the test at its end."""
    contexts = []

    def make(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.add_init_script(WATCH)
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(f"exception: {error}"))
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else faults.append(f"asks {r.url}"))
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        contexts.append((context, page, faults))
        return page

    yield make
    for context, page, faults in contexts:
        if not page.is_closed():
            faults.extend(page.evaluate("window.__violations || []"))
        context.close()
        assert faults == []
