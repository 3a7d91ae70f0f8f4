"""Citing in a real Chromium: formats, copy, save, by keyboard, without scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAPER = "papers/keller-2023-traveling-waves/"


@pytest.fixture
def citations(repository_site: Path) -> dict[str, Any]:
    path = repository_site / "api" / "v1" / "papers" / "keller-2023-traveling-waves.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["citations"]
    return found


def bar(page: Page, word: str) -> Any:
    return page.locator(".p-cite-bar").get_by_role("button", name=word, exact=True)


def test_every_format_is_shown_copied_and_saved(told: Any, address: str, citations: dict[str, Any]) -> None:
    page = told(address, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address + PAPER)
    code = page.locator(".p-cite pre code")
    expect(code).to_have_text(citations["bibtex"])
    for name, key, suffix in (("BibLaTeX", "biblatex", "bib"), ("RIS", "ris", "ris"), ("APA", "apa", "txt")):
        bar(page, name).click()
        expect(bar(page, name)).to_have_attribute("aria-pressed", "true")
        expect(code).to_contain_text(citations[key].split("\n")[0].strip())
        bar(page, "Copy").click()
        expect(page.locator(".p-cite-bar output")).to_have_text(f"{name} copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.replace("\r\n", "\n").strip() == citations[key].replace("\r\n", "\n").strip()
        with page.expect_download() as saved:
            bar(page, "Download").click()
        assert saved.value.suggested_filename == f"keller-2023-traveling-waves.{suffix}"
        content = Path(saved.value.path()).read_bytes().decode()
        assert content.rstrip("\n") == citations[key].rstrip("\n")
    bar(page, "CSL-JSON").click()
    expect(bar(page, "CSL-JSON")).to_have_attribute("aria-pressed", "true")
    assert json.loads(code.text_content() or "") == [citations["csl"]]
    bar(page, "BibTeX").click()
    expect(code).to_have_text(citations["bibtex"])


def test_citing_by_keyboard_alone_after_an_instant_hop(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + "years/2023/")
    page.locator('.p-row[data-key="keller-2023-traveling-waves"] .p-title a').click()
    expect(bar(page, "BibTeX")).to_be_visible()
    assert page.locator(".p-cite-bar").count() == 1
    bar(page, "BibTeX").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".p-cite pre")).to_have_attribute("aria-label", "BibLaTeX")


def test_icons_of_the_header_stay_when_the_page_is_exchanged(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + PAPER)
    page.locator(".md-header a.md-logo").click()
    expect(page).to_have_url(address)
    page.locator("label[for^=__palette]:visible").click()
    shown = "[...document.querySelectorAll('.md-header svg use')].filter((use) => use.checkVisibility())"
    drawn = page.evaluate(f"{shown}.map((use) => use.getBBox().width > 0)")
    assert drawn
    assert all(drawn)


def test_what_cannot_be_fetched_is_told(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + PAPER)
    page.route("**/api/v1/papers/*", lambda route: route.fulfill(status=200, body="not JSON"))
    bar(page, "RIS").click()
    expect(page.locator(".p-cite-bar output")).to_have_text("RIS could not be fetched. Try again.")
    page.unroute("**/api/v1/papers/*")
    bar(page, "RIS").click()
    expect(page.locator(".p-cite pre")).to_contain_text("TY  - CPAPER")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_citation_fits_a_phone_and_is_accessible(told: Any, address: str, scheme: str) -> None:
    page = told(address, viewport={"width": 320, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address + PAPER)
    expect(bar(page, "Copy")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_without_scripts_bibtex_and_the_printed_form_are_there(
    told: Any, address: str, citations: dict[str, Any]
) -> None:
    page = told(address, java_script_enabled=False)
    page.goto(address + PAPER)
    expect(page.locator(".p-reference")).to_have_text(citations["apa"])
    expect(page.locator(".p-cite pre code")).to_have_text(citations["bibtex"])
    expect(page.locator(".p-cite-bar")).to_have_count(0)
