"""The published site in a real Chromium: as a reader sees it, phone-wide and wide, light and dark, by keyboard."""

from __future__ import annotations

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.project import papers, toy_project

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "papers": "papers/",
    "paper": "papers/keller-2023-traveling-waves/",
    "category": "categories/{category}/",
    "tag": "tags/{tag}/",
    "author": "authors/t-anderson-keller/",
}


def _where(name: str, repository_site: Path) -> str:
    address = PAGES[name]
    if "{" in address:
        folder = repository_site / address.split("/")[0]
        sizes = {p.parent.name: p.stat().st_size for p in folder.glob("*/index.html")}
        address = address.split("/")[0] + "/" + max(sorted(sizes), key=lambda key: sizes[key]) + "/"
    return address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_ask_nobody_and_are_accessible(
    told: Any, address: str, repository_site: Path, name: str, width: int, scheme: str
) -> None:
    page = told(address, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address + _where(name, repository_site), wait_until="load")
    assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_a_click_from_list_to_paper_to_tag_is_one_instant_hop_each(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + "papers/")
    expect(page.locator(".md-tabs__item--active")).to_have_text("Papers")
    expect(page.locator(".p-finder input")).to_be_visible()
    page.evaluate("window.__same = true")
    page.locator(".p-row .p-title a").first.click()
    expect(page.locator(".p-paper h1")).to_be_visible()
    assert page.evaluate("window.__same") is True
    page.locator(".p-tags .p-tag").first.click()
    expect(page.locator(".p-kind")).to_have_text("Tag")
    expect(page.locator(".md-tabs__item--active")).to_have_text("Tags")
    assert page.evaluate("window.__same") is True
    page.locator(".md-tabs__link", has_text="Authors").click()
    expect(page.locator("h1")).to_contain_text("Authors")
    assert page.evaluate("window.__same") is True
    # Scripts of the page still start: the filter is there and filters.
    page.locator(".p-filter input").fill("keller anderson")
    expect(page.locator(".p-entries > li:visible")).to_have_count(1)
    page.go_back()
    expect(page.locator(".p-kind")).to_have_text("Tag")
    assert page.evaluate("window.__same") is True


def test_icons_are_there_and_of_the_size_of_their_words(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + PAGES["paper"])
    boxes = [icon.bounding_box() for icon in page.locator(".p-actions .p-icon").all()]
    assert len(boxes) > 1
    assert all(box and 10 <= box["width"] <= 24 and 10 <= box["height"] <= 24 for box in boxes)
    drawn = "[...document.querySelectorAll('.p-actions use')].map((use) => use.getBBox().width > 0)"
    assert all(page.evaluate(drawn))


def test_the_palette_is_chosen_and_kept(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800}, color_scheme="light")
    page.goto(address)
    before = page.evaluate("document.body.dataset.mdColorScheme")
    for _ in range(3):  # automatic → light → dark → automatic
        page.locator("label[for^=__palette]:visible").click()
        if page.evaluate("document.body.dataset.mdColorScheme") != before:
            break
    after = page.evaluate("document.body.dataset.mdColorScheme")
    assert after != before
    page.goto(address + "tags/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == after


def test_without_scripts_everything_is_there(told: Any, address: str, repository_site: Path) -> None:
    page = told(address, viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto(address + "papers/")
    assert page.locator(".p-row").count() == len(list((repository_site / "papers").glob("*/index.html")))
    page.goto(address + PAGES["paper"])
    expect(page.locator(".p-summary")).to_be_visible()
    expect(page.locator(".md-tabs__item--active")).to_contain_text("Papers")


def test_the_keyboard_reaches_the_content_first(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + PAGES["paper"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#title"
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('.p-paper') !== null"
    assert page.evaluate(inside)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) != "none"


def test_the_first_screen_of_a_phone_holds_title_to_tldr(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 360, "height": 740})
    page.goto(address + PAGES["paper"])
    box = page.locator(".p-paper > .p-tldr").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 740


def test_a_missing_page_says_so_and_leads_on(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "404.html")
    expect(page.locator("h1")).to_be_visible()
    page.close()


def test_a_list_without_a_url_asks_for_nothing_that_is_not_there(told: Any, tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    config = project / "mkdocs.yml"
    text = re.sub(r"^site_url: .*\n", "", config.read_text(encoding="utf-8"), flags=re.MULTILINE)
    config.write_text(text, encoding="utf-8")
    papers("build", cwd=project)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(project / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        page = told(address)
        for path in ("", "papers/", "papers/keller-2023-traveling-waves/"):
            with page.expect_response("**/sitemap.xml") as sitemap:
                page.goto(address + path)
            assert sitemap.value.status == 200
            page.wait_for_load_state("networkidle")
        page.close()  # before the server
        server.shutdown()
