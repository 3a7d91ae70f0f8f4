"""`python -m tests.benchmarks.search [PAPERS]`: what a search costs a reader of a made-up list; 10,000 unless said.

A site is built and served with gzip on this machine; a Chromium with a cold cache opens the dialog and the finder. Told
are bytes as they come over the wire, times from the press of a key to the first result on the screen, and long tasks.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from generator.build.preview.serving import content_type
from tests import chromium, made_up
from tests.project import papers

RUNS = 20
QUERY = "synaptic plasticity"
LONG_TASKS = """
window.__long = [];
new PerformanceObserver((list) => list.getEntries().forEach((e) => window.__long.push(Math.round(e.duration))))
  .observe({ type: "longtask", buffered: true });
"""
# From a press of a key to the next frame in which there are results that were not there before.
TIMED = """([field, rows, text]) => new Promise((done) => {
  const input = document.querySelector(field);
  const start = performance.now();
  const before = document.querySelector(rows);
  const look = () => {
    const now = document.querySelector(rows);
    if (now && now !== before) done(performance.now() - start);
    else requestAnimationFrame(look);
  };
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  requestAnimationFrame(look);
})"""


def main() -> None:
    """Build, serve, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        project = made_up.make(Path(folder) / "project", count)
        server = Server(("127.0.0.1", 0), handler(project / "site"))
        address = f"http://127.0.0.1:{server.server_port}/"
        print(papers("build", cwd=project, env={"SITE_URL": address}).stdout.strip())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            path = chromium.find()
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
            for name, where, field, rows in (
                ("dialog", "about/scope/", "dialog.p-search input", "dialog.p-search .p-row"),
                ("finder", "papers/", ".p-finder input", ".p-finder-results .p-row"),
            ):
                print(measure(browser, name, f"{address}{where}", field, rows))
            browser.close()
        server.shutdown()


class Server(ThreadingHTTPServer):
    """A server for browsers, which drop a connection whenever they close a page: that is no error."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of all other errors."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def handler(site: Path) -> type[BaseHTTPRequestHandler]:
    """What serves `site`, text with gzip as servers do."""

    @cache
    def packed(path: Path) -> bytes:
        return gzip.compress(path.read_bytes(), 6)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """One file of the site."""
            name = self.path.partition("?")[0].lstrip("/")
            path = site / (f"{name}index.html" if not name or name.endswith("/") else name)
            content = packed(path) if path.is_file() else b""
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", content_type(path.name))
            self.send_header("Content-Length", str(len(content)))
            if content:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


def measure(browser: Browser, name: str, address: str, field: str, rows: str) -> str:
    """One way of searching: bytes of the first, times of all."""
    first: list[float] = []
    further: list[float] = []
    tasks: list[int] = []
    size = whole = 0
    for run in range(RUNS):
        context = browser.new_context()
        context.add_init_script(LONG_TASKS)
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        counted: dict[str, int] = {}
        count(page, counted)
        if name == "finder":
            page.reload(wait_until="networkidle")  # what the finder itself fetches counts as well
        else:
            page.keyboard.press("/")
        page.locator(field).wait_for()
        first.append(page.evaluate(TIMED, [field, rows, QUERY[0]]))
        page.wait_for_load_state("networkidle")
        if run == 0:
            size = sum(n for url, n in counted.items() if ours(url))
        ends = [end for end in range(2, len(QUERY) + 1) if QUERY[end - 1] != " "]
        further.extend(page.evaluate(TIMED, [field, rows, QUERY[:end]]) for end in ends)
        if run == 0:
            whole = sum(n for url, n in counted.items() if ours(url))
        tasks.append(max([0, *page.evaluate("window.__long")]))
        context.close()
    return (
        f"{name}: {size / 1000:.0f} kB to the first results, {whole / 1000:.0f} kB with {QUERY!r} typed; "
        f"first results {statistics.median(first):.0f} ms, each further key {statistics.median(further):.0f} ms "
        f"(medians of {len(first)} and {len(further)}); longest task {statistics.median(tasks):.0f} ms (median of the "
        f"longest, that of the page itself among them; the longest of all {max(tasks)} ms)"
    )


def ours(url: str) -> bool:
    """Whether an address is that of the search, not of the page and the theme."""
    return "/assets/" in url and not any(part in url for part in ("/javascripts/", "/stylesheets/", "/images/", ".svg"))


def count(page: Page, counted: dict[str, int]) -> None:
    """Note for each address how many bytes come over the wire."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: counted.update({urls.get(event["requestId"], "?"): int(event["encodedDataLength"])}),
    )


if __name__ == "__main__":
    main()
