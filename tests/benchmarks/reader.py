"""What a reader pays, for a page, a first visit and a search, and what a contributor waits for in the preview."""

from __future__ import annotations

import gzip
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.benchmarks import search
from tests.benchmarks.processes import median
from tests.served_preview import preview

EDITS = 20


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as playwright:
        path = chromium.find()
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


def pages(site: Path) -> str:
    """The weight of the pages of papers."""
    texts = [file.read_bytes() for file in site.glob("papers/*/index.html")]
    raw = [len(text) / 1000 for text in texts]
    packed = [len(gzip.compress(text, 6)) / 1000 for text in texts]
    return (
        f"A paper's page has {median(raw):.1f} kB, the heaviest {max(raw):.1f}; "
        f"compressed {median(packed):.1f} kB, the heaviest {max(packed):.1f}."
    )


def visits(site: Path) -> list[str]:
    """A first visit to a paper's page, and a search, over a server on this machine that compresses as servers do."""
    server = search.Server(("127.0.0.1", 0), search.handler(site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    first = min(site.glob("papers/*/index.html")).parent.name
    try:
        with browser() as started:
            page = started.new_page()
            counted: dict[str, int] = {}
            search.count(page, counted)
            page.goto(f"{address}papers/{first}/", wait_until="networkidle")
            size = sum(counted.values()) / 1000
            told = [f"A first visit to it fetches {size:.0f} kB over the wire in {len(counted)} requests."]
            page.close()
            told.append(
                search.measure(
                    started, "dialog", f"{address}about/scope/", "dialog.p-search input", "dialog.p-search .p-row"
                )
            )
            told.append(
                search.measure(started, "finder", f"{address}papers/", ".p-finder input", ".p-finder-results .p-row")
            )
            return told
    finally:
        server.shutdown()


def edits(project: Path) -> float:
    """Seconds from saving a paper file to its new page in the browser, with its scripts at work; the median of EDITS.

    Each is made when the preview is done with the one before: with all the other files too.
    """
    file = min(project.glob("papers/[a-z]*.md"))
    text = file.read_text(encoding="utf-8")
    title = text.split("title: ", 1)[1].split("\n", 1)[0]
    seconds = []
    with preview(project) as (address, process), browser() as started:
        page = started.new_page(bypass_csp=True)  # so that it may wait for a condition
        page.goto(f"{address}papers/{file.stem}/")
        for number in range(EDITS):
            start = time.perf_counter()
            file.write_text(text.replace(f"title: {title}", f'title: "Edited {number}"', 1), encoding="utf-8")
            page.wait_for_function(
                f"document.querySelector('h1')?.textContent === 'Edited {number}'"
                " && document.readyState === 'complete' && document.querySelector('.p-cite-bar') !== null",
                polling=5,
                timeout=120_000,
            )
            seconds.append(time.perf_counter() - start)
            assert process.stderr
            while "built in" not in process.stderr.readline():
                pass
    file.write_text(text, encoding="utf-8")
    return statistics.median(seconds)
