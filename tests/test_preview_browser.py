"""The preview in a real Chromium: an edit shows by itself, and so does a fault."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.project import toy_project
from tests.served_preview import preview

pytestmark = pytest.mark.browser


def test_edits_and_faults_show_by_themselves(browser: Browser, tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    file = project / "papers" / "keller-2023-traveling-waves.md"
    text = file.read_text(encoding="utf-8")
    with preview(project) as (address, _):
        page = browser.new_page(viewport={"width": 1280, "height": 300})
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address + "papers/keller-2023-traveling-waves/")
        heading, overlay = page.locator("h1"), page.locator("papers-preview")
        old = heading.inner_text()
        page.evaluate("scrollTo(0, 150)")

        file.write_text(text.replace('title: "', 'title: "Edited: ', 1), encoding="utf-8")
        expect(heading).to_have_text(f"Edited: {old}")
        page.wait_for_function("scrollY === 150")  # the page keeps its place
        expect(overlay).to_be_hidden()

        file.write_text(text.replace("tags: [", "tags: [nonsense, ", 1), encoding="utf-8")
        expect(overlay).to_be_visible()
        expect(overlay).to_contain_text("papers/keller-2023-traveling-waves.md:")
        expect(overlay).to_contain_text('unknown-tag: "nonsense" is not a tag')
        expect(heading).to_have_text(f"Edited: {old}")  # the last good page

        file.write_text(text, encoding="utf-8")
        expect(overlay).to_be_hidden()
        expect(heading).to_have_text(old)

        (project / "docs" / "about" / "scope.md").write_text("# Another scope\n", encoding="utf-8")
        page.goto(address + "about/scope/")
        expect(heading).to_contain_text("Another scope")

        tags = project / "papers" / "_tags.yml"
        tags.write_text(tags.read_text(encoding="utf-8").replace("title: ", "title: New ", 1), encoding="utf-8")
        page.goto(address + "tags/")
        expect(page.locator(".p-index-page")).to_contain_text("New ")
        assert problems == []
        page.close()


def test_an_edit_shows_at_once_and_a_page_that_is_as_it_was_stays(browser: Browser, tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    file = project / "papers" / "keller-2023-traveling-waves.md"
    text = file.read_text(encoding="utf-8")
    with preview(project) as (address, _):
        shown, listed, other = (browser.new_page(bypass_csp=True) for _ in range(3))
        shown.goto(address + "papers/keller-2023-traveling-waves/")
        listed.goto(address + "tags/traveling-waves/")
        other.goto(address + "papers/maaten-2008-particles/")
        other.evaluate("window.untouched = true")
        document = browser.new_page(bypass_csp=True)
        document.goto(address + "about/scope/")
        for number in range(3):
            file.write_text(text.replace('title: "', f'title: "Edit {number}: ', 1), encoding="utf-8")
            expect(shown.locator("h1")).to_contain_text(f"Edit {number}: ")
            expect(listed.locator(".p-list-page")).to_contain_text(f"Edit {number}: ")
        (project / "docs" / "about" / "scope.md").write_text("# Another scope\n", encoding="utf-8")
        expect(document.locator("h1")).to_contain_text("Another scope")
        assert other.evaluate("window.untouched") is True
        for page in (shown, listed, other, document):
            page.close()


def test_a_page_is_exchanged_where_it_stands_as_if_it_had_been_loaded(browser: Browser, tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    file = project / "papers" / "keller-2023-traveling-waves.md"
    text = file.read_text(encoding="utf-8")
    with preview(project) as (address, process):
        page, other = (browser.new_page(bypass_csp=True) for _ in range(2))
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        page.evaluate("window.untouched = true")
        page.locator("a[href$='keller-2023-traveling-waves/']").first.click()  # the theme exchanges pages too
        for number in range(3):
            file.write_text(text.replace('title: "', f'title: "Edit {number}: ', 1), encoding="utf-8")
            expect(page.locator("h1")).to_contain_text(f"Edit {number}: ")
            _until_built(process)
        other.goto(address + "papers/keller-2023-traveling-waves/")
        expect(other.locator(".p-cite-bar button")).to_have_count(7)
        page.wait_for_function("document.title.includes('Edit 2: ')")
        assert _visible(page) == _visible(other)
        assert _head(page) == _head(other)
        page.locator(".p-cite-bar").get_by_role("button", name="RIS", exact=True).click()
        expect(page.locator(".p-cite pre")).to_contain_text("Edit 2: ")
        assert page.evaluate("window.untouched") is True  # it was never loaded again, and its scripts are at work

        file.write_text(text, encoding="utf-8")  # scripts keep what they fetched of the paper: all is loaded again
        page.wait_for_function("window.untouched === undefined")
        expect(page.locator("h1")).not_to_contain_text("Edit")
        assert problems == []
        page.close()
        other.close()


def _until_built(process: subprocess.Popen[str]) -> None:
    assert process.stderr
    for line in process.stderr:
        if "built in" in line:
            return
    raise AssertionError("the preview ended")


def _visible(page: Page) -> str:
    return page.locator("body").inner_text()


def _head(page: Page) -> list[str]:
    """What the head says of the page."""
    said = "title, meta, link[rel=canonical], script[type='application/ld+json']"
    found: list[str] = page.locator(said).evaluate_all("(all) => all.map((element) => element.outerHTML).sort()")
    return found
