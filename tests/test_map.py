"""The map: where papers stand, that they stay there, and the page in a real Chromium."""

from __future__ import annotations

import statistics
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from generator.analysis.layout import Places, places
from generator.analysis.similar import neighbours
from generator.checks import checks
from generator.files.fragments import Fragments
from generator.model.library import Library
from tests.project import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    """The list itself."""
    return checks.load(ROOT / "papers", ROOT)[0]


def laid_out(library: Library, cache: Path) -> Places:
    """Where the papers of `library` stand."""
    return places(library, neighbours(library, cache, Fragments()), cache)


def test_alike_is_near_and_equal_input_gives_equal_bytes(library: Library, tmp_path: Path) -> None:
    near = neighbours(library, tmp_path / "a", Fragments())
    found = places(library, near, tmp_path / "a")
    again = laid_out(Library(tuple(reversed(library.papers)), library.vocabulary), tmp_path / "b")
    assert found == again
    assert (tmp_path / "a/map.json").read_bytes() == (tmp_path / "b/map.json").read_bytes()
    assert places(library, near, tmp_path / "a") == found
    assert all(0 < x < 1 and 0 < y < 1 for x, y in found.values())
    hits = 0
    for key, (x, y) in found.items():
        order = sorted(found, key=lambda other, x=x, y=y: hypot(found[other][0] - x, found[other][1] - y))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        hits += sum(other in order[1:11] for other, _ in near[key])
    assert hits / (6 * len(found)) > 0.45  # by chance: 0.07


def test_one_paper_more_moves_the_others_by_at_most_two_percent(library: Library, tmp_path: Path) -> None:
    found = laid_out(library, tmp_path / "all")
    width = max(x for x, _ in found.values()) - min(x for x, _ in found.values())
    for number, paper in enumerate(library.papers[::24]):
        others = Library.of([other for other in library.papers if other is not paper], library.vocabulary)
        before = laid_out(others, tmp_path / str(number))
        moved = [hypot(found[key][0] - x, found[key][1] - y) for key, (x, y) in before.items()]
        assert statistics.median(moved) <= 0.02 * width, paper.key


def test_of_no_paper_and_of_one(library: Library, tmp_path: Path) -> None:
    assert laid_out(Library((), library.vocabulary), tmp_path / "none") == {}
    assert len(laid_out(Library(library.papers[:1], library.vocabulary), tmp_path / "one")) == 1


@pytest.fixture
def page(browser: Browser, address: str) -> Any:
    """The map, wide and light; whatever the console says against it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, color_scheme="light")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{address}map/")
    expect(opened.locator(".p-map-controls")).to_be_visible()
    yield opened
    context.close()
    assert faults == []


@pytest.mark.browser
def test_hover_tells_and_click_opens(page: Page) -> None:
    dot = page.locator(".p-dot[data-key=keller-2023-traveling-waves]")
    dot.locator(".p-hit").hover(force=True)
    expect(page.locator(".p-map-told")).to_contain_text("Traveling Waves")
    dot.locator(".p-hit").click(force=True)
    expect(page.locator(".p-paper h1")).to_contain_text("Traveling Waves")


@pytest.mark.browser
def test_the_keyboard_goes_from_paper_to_paper_and_opens(page: Page) -> None:
    page.locator(".p-plane").focus()
    first = page.locator(".p-map-told").text_content()
    assert first
    for key in ("ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    told = page.locator(".p-map-told").text_content() or ""
    assert told
    page.keyboard.press("Enter")
    expect(page.locator(".p-paper h1")).to_be_visible()
    assert told.startswith((page.locator(".p-paper h1").text_content() or "x")[:20])


@pytest.mark.browser
def test_filters_search_and_list(page: Page, library: Library) -> None:
    page.locator("select[name=category]").select_option("decoding-brain-activity")
    count = len(library.in_category["decoding-brain-activity"])
    expect(page.locator(".p-map-told")).to_have_text(f"{count} of {len(library.papers)} papers")
    assert page.locator(".p-dot:not(.p-away)").count() == count
    page.locator("select[name=from]").select_option("2024")
    shown = sum(1 for paper in library.in_category["decoding-brain-activity"] if paper.year >= "2024")
    expect(page.locator(".p-dot:not(.p-away)")).to_have_count(shown)
    page.get_by_role("button", name="List what is shown").press("Enter")
    expect(page.locator(".p-map-found li")).to_have_count(shown)
    expect(page.locator(".p-map-found")).to_contain_text("Commonest tags: ")
    page.locator("select[name=category]").select_option("")
    page.locator("select[name=from]").select_option("")
    page.locator("input[name=q]").fill("traveling waves")
    expect(page.locator(".p-match")).not_to_have_count(0)
    page.locator("input[name=q]").fill("nothing has these words")
    page.get_by_role("button", name="List what is shown").click()
    expect(page.locator(".p-map-found")).to_contain_text("No paper is there.")


@pytest.mark.browser
def test_a_rectangle_lists_what_is_in_it_and_opens_it_in_the_finder(page: Page) -> None:
    page.locator(".p-plane").scroll_into_view_if_needed()
    box = page.locator(".p-plane").bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    rows = page.locator(".p-map-found li")
    expect(rows).not_to_have_count(0)
    count = rows.count()
    expect(page.locator(".p-map-found h2")).to_have_text(f"{count} papers")
    page.get_by_role("link", name="Open them in the finder").click()
    expect(page.locator("h1")).to_contain_text("papers")
    assert page.url.count(",") + page.url.count("%2C") == count - 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_map_fits_and_is_accessible(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(f"{address}map/")
    expect(opened.locator(".p-map-controls")).to_be_visible()
    opened.get_by_role("button", name="List what is shown").click()
    opened.locator(".p-as-table summary").press("Enter")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    result = Axe().run(opened)
    assert result.violations_count == 0, result.generate_report()
    context.close()


@pytest.mark.browser
def test_without_scripts_points_are_links_and_the_table_is_there(
    browser: Browser, address: str, library: Library
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(f"{address}map/")
    assert opened.locator(".p-dot").count() == len(library.papers)
    assert opened.locator(".p-as-table tbody tr").count() == len(library.papers)
    opened.locator(".p-dot .p-hit").first.click(force=True)
    expect(opened.locator(".p-paper")).to_be_visible()
    context.close()
