"""A site that was built for one URL and is read at another: every page works there and lacks nothing."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.project import papers, repository_project

BUILT_FOR = "https://example.org/sub/"
# Where a page names its own site by the whole address, or from the root of the host.
_WHOLE = re.compile(
    r"""<(\w+)\b[^>]*?\s(?:xlink:)?(?:href|src|action|content|srcset|data-[\w-]+)="[^"]*(?:/sub/)[^>]*>"""
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site built for BUILT_FOR, served below another path: (address, folder)."""
    root = repository_project(tmp_path_factory.mktemp("built"))
    papers("build", cwd=root, env={"SITE_URL": BUILT_FOR})
    top = tmp_path_factory.mktemp("served")
    (top / "deep").mkdir()
    (root / "site").rename(top / "deep" / "copy")
    handler = functools.partial(_Quiet, directory=str(top))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/deep/copy/", top / "deep" / "copy"
        server.shutdown()


def test_whole_addresses_stand_only_where_they_must(copied: tuple[str, Path]) -> None:
    wrong = set()
    for path in copied[1].rglob("*.html"):
        for tag in _WHOLE.finditer(path.read_text()):
            meta = tag[1] == "meta" and re.search('"(og:|citation_|twitter:)', tag[0])
            if path.name != "404.html" and not meta and 'rel="canonical"' not in tag[0]:
                wrong.add(f"{path.relative_to(copied[1])}: {tag[0][:150]}")
    assert sorted(wrong)[:5] == []


KINDS = [
    "", "papers/", "papers/keller-2023-traveling-waves/", "categories/", "tags/", "tags/recurrent-networks/",
    "authors/", "authors/max-welling/", "venues/", "venues/iclr/", "years/", "years/2023/", "new/", "map/",
    "statistics/", "feeds/", "digest/", "subscribe/", "library/", "lists/", "about/", "about/suggest/",
    "reference/fields/",
]  # fmt: skip


@pytest.mark.browser
def test_pages_of_a_copy_elsewhere_lack_nothing(told: Any, copied: tuple[str, Path]) -> None:
    address, _ = copied
    page = told(
        address, viewport={"width": 1280, "height": 800}
    )  # which fails on a request that fails or leaves the copy
    for where in KINDS:
        page.goto(address + where, wait_until="load")
        assert page.locator("h1").count() == 1
        drawn = """[...document.querySelectorAll("svg > use")]
          .filter((use) => use.getClientRects().length).map((use) => use.getBBox().width > 0)"""
        assert all(page.evaluate(drawn)), where


@pytest.mark.browser
def test_icons_of_the_header_stay_when_pages_are_exchanged(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800}, color_scheme="light")
    page.goto(address + "papers/")
    page.evaluate("window.__same = true")
    page.locator(".p-row .p-title a").first.click()
    page.locator(".p-paper h1").wait_for()
    page.locator(".md-tabs__link", has_text="Tags").click()
    page.locator(".p-index-page").wait_for()
    assert page.evaluate("window.__same") is True
    page.locator("label[for^=__palette]:visible").click()  # shows an icon that was hidden
    icons = page.locator(".md-header svg:visible use")
    assert icons.count() > 0
    assert all(icons.nth(n).evaluate("(use) => use.getBBox().width > 0") for n in range(icons.count()))
    found = page.evaluate("[...document.querySelectorAll('svg > use')].map((use) => use.getAttribute('xlink:href'))")
    assert all(use.startswith(address + "assets/icons.svg#") for use in found)
