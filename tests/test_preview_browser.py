"""The preview in a real Chromium: an edit shows by itself, and so does a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

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
        for number in range(3):
            file.write_text(text.replace('title: "', f'title: "Edit {number}: ', 1), encoding="utf-8")
            expect(shown.locator("h1")).to_contain_text(f"Edit {number}: ")
            expect(listed.locator(".p-list-page")).to_contain_text(f"Edit {number}: ")
        assert other.evaluate("window.untouched") is True
        (project / "docs" / "about" / "scope.md").write_text("# Another scope\n", encoding="utf-8")
        other.wait_for_function("window.untouched === undefined")
        for page in (shown, listed, other):
            page.close()
