"""The list in numbers: what is counted, and the page that shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from generator.analysis import statistics
from generator.analysis.statistics import Asked, Figure
from generator.checks import checks
from generator.model.library import Library
from generator.site.charts import chart
from tests.project import ROOT, TOY


@pytest.fixture
def toy() -> dict[str, Figure]:
    """The figures of the toy collection."""
    library, _ = checks.load(TOY / "papers", TOY)
    return {figure.id: figure for figure in statistics.figures(library)}


def numbers(figure: Figure) -> list[tuple[str, list[int]]]:
    """The numbers of a figure by row, without those that are nought."""
    return [(row.label, [entry.count for entry in row.entries]) for row in figure.rows]


def test_figures_of_the_toy_collection(toy: dict[str, Figure]) -> None:
    assert list(toy) == ["years", "categories", "tags", "together", "venues", "authors", "code", "growth"]
    years = toy["years"].rows[0].entries
    assert (years[0].label, years[0].count, years[0].asked) == ("to 2005", 2, Asked(years=("", "2005")))
    assert (years[-1].label, years[-1].count) == ("2025", 1)
    assert len(years) == 21
    venues = [(entry.label, entry.count) for entry in toy["venues"].rows[0].entries]
    assert venues == [("ICLR", 2), ("Handbook of Waves", 1), ("Nature Neuroscience", 1), ("NeurIPS Workshop", 1)]
    assert [(e.label, e.count) for e in toy["authors"].rows[0].entries] == [
        ("Frieda Löwe", 3),
        ("T. Anderson Keller", 2),
    ]
    assert [(e.label, e.count, e.of) for e in toy["code"].rows[0].entries if e.count] == [
        ("2022", 1, 2),
        ("2023", 1, 1),
    ]
    assert [(e.label, e.count) for e in toy["growth"].rows[0].entries] == [
        ("2026-09", 3),
        ("2026-10", 4),
        ("2026-11", 12),
    ]
    assert numbers(toy["together"])[0] == ("fMRI", [0, 1, 0, 0, 0])


def test_every_number_is_the_number_of_its_papers() -> None:
    library, _ = checks.load(ROOT / "papers", ROOT)

    def counted(asked: Asked) -> int:
        return sum(
            1
            for paper in library.papers
            if (not asked.category or asked.category in paper.categories)
            and set(asked.tags) <= set(paper.tags)
            and (not asked.years[0] or paper.year >= asked.years[0])
            and (not asked.years[1] or paper.year <= asked.years[1])
            and (not asked.venue or (paper.venue and paper.venue.name == asked.venue))
            and (not asked.author or asked.author in {library.vocabulary.identity(a.name) for a in paper.people})
            and (not asked.code or paper.links.code)
        )

    for figure in statistics.figures(library):
        for row in figure.rows:
            for entry in row.entries:
                if figure.id != "growth" and not (figure.id == "together" and not entry.count):
                    assert entry.count == counted(entry.asked), (figure.id, row.label, entry.label)


def test_a_drawing_shows_every_number_that_is_not_nought(toy: dict[str, Figure]) -> None:
    for figure in toy.values():
        drawn = chart(figure)
        assert len(drawn.boxes) == sum(1 for row in figure.rows for entry in row.entries if entry.count)
        assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in drawn.boxes)
        assert all(box.y >= 0 and box.y + box.height <= drawn.height for box in drawn.boxes)


def test_of_an_empty_list_there_is_nothing_to_show() -> None:
    assert list(statistics.figures(Library())) == []


def test_the_page_has_title_description_links_and_table_for_each_drawing(repository_site: Path) -> None:
    page = (repository_site / "statistics/index.html").read_text(encoding="utf-8")
    assert page.count('<svg class="p-chart') == page.count("<table>") == 8
    assert (
        len(re.findall(r"<svg class=\"p-chart[^>]*>\s*<title[^>]*>[^<]+</title>\s*<desc[^>]*>[^<]+</desc>", page)) == 8
    )
    boxes = re.findall(r"<a xlink:href=\"([^\"]+)\" tabindex=\"-1\"><title>[^<]+</title><rect", page)
    assert len(boxes) == page.count("<rect") > 100
    for address in {box.partition("#")[0].partition("?")[0] for box in boxes}:
        assert (repository_site / "statistics" / address / "index.html").is_file(), address


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_and_is_accessible(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{address}statistics/")
    for summary in page.locator(".p-as-table summary").all():
        summary.press("Enter")
    expect(page.locator(".p-as-table table").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert faults == []
    context.close()


@pytest.mark.browser
def test_a_bar_and_a_cell_lead_to_their_papers(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}statistics/")
    page.locator("#venues ~ div svg a").first.click()
    expect(page.locator("h1")).to_contain_text("All papers")
    assert "?venue=iclr" in page.url
    expect(page.locator(".p-row").first).to_be_visible()
    page.go_back()
    page.locator("#categories ~ details summary").press("Enter")
    cell = page.locator("#categories ~ details td a").first
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".p-row").first).to_be_visible()
    page.close()
