"""A reader's marks and selections in a real Chromium: kept, shared by tabs, saved, taken in, and lost by no fault."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generator.export.api.files import FORMATS, Files
from generator.export.api.records import Records
from generator.files import loading
from generator.model.library import Library
from tests import torture
from tests.project import ROOT
from tests.test_citations import parsed

pytestmark = pytest.mark.browser

PAPER = "papers/keller-2023-traveling-waves/"
LIST = "years/2023/"
KELLER = "keller-2023-traveling-waves"
ENTRY = "papers.marks:/"


def mark(page: Page, key: str, word: str) -> Any:
    return page.locator(f'.p-marks[data-paper="{key}"] [data-mark="{word}"]').first


def stored(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate(f"localStorage.getItem('{ENTRY}')") or '{"marks": {}}')["marks"]
    return found


def keep(page: Page, marks: dict[str, Any]) -> None:
    text = json.dumps({"version": 1, "marks": marks})
    page.evaluate(f"(text) => localStorage.setItem('{ENTRY}', text)", text)


def made(title: str, **values: Any) -> dict[str, Any]:
    return {"title": title, "status": "", "star": False, "note": "", "changed": "2026-01-01T00:00:00.000Z", **values}


def box(page: Page, number: int) -> Any:
    return page.locator(".p-row > .p-select").nth(number)


def bar(page: Page) -> Any:
    return page.locator(".p-bar")


def saved(page: Page, act: Any) -> str:
    with page.expect_download() as found:
        act()
    return Path(found.value.path()).read_bytes().decode()


def test_a_mark_on_a_paper_is_kept_and_shown_in_lists(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + PAPER)
    mark(page, KELLER, "to-read").click()
    mark(page, KELLER, "star").click()
    mark(page, KELLER, "note").click()
    page.keyboard.type("Ask Lyle about waves")
    page.keyboard.press("Escape")
    expect(mark(page, KELLER, "note")).to_have_text("Note ✓")
    expect(mark(page, KELLER, "note")).to_be_focused()
    page.goto(address + LIST)
    expect(mark(page, KELLER, "to-read")).to_have_attribute("aria-pressed", "true")
    mark(page, KELLER, "read").click()
    expect(mark(page, KELLER, "to-read")).to_have_attribute("aria-pressed", "false")
    found = stored(page)[KELLER]
    assert (found["status"], found["star"], found["note"]) == ("read", True, "Ask Lyle about waves")
    assert found["title"] == "Traveling Waves Encode the Recent Past and Enhance Sequence Learning"
    mark(page, KELLER, "read").click()
    mark(page, KELLER, "star").click()
    mark(page, KELLER, "note").click()
    page.locator(".p-marks textarea").fill("")
    page.keyboard.press("Tab")
    assert stored(page) == {}


def test_marks_with_the_keyboard_alone(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + LIST)
    mark(page, KELLER, "to-read").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    found = stored(page)[KELLER]
    assert (found["status"], found["star"]) == ("to-read", True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Escape")
    assert stored(page)[KELLER]["note"] == "By keyboard"


def test_two_tabs_agree(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + LIST)
    expect(mark(page, KELLER, "read")).to_be_visible()
    other = page.context.new_page()
    other.goto(address + PAPER)
    mark(other, KELLER, "star").click()
    expect(mark(page, KELLER, "star")).to_have_attribute("aria-pressed", "true")
    mark(page, KELLER, "read").click()
    expect(mark(other, KELLER, "read")).to_have_attribute("aria-pressed", "true")
    assert stored(other)[KELLER]["star"] is True


def test_the_library_lists_filters_sorts_and_keeps_what_left_the_list(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + "library/")
    expect(page.locator("[data-library]")).to_contain_text("Nothing is marked yet.")
    keep(page, {
        KELLER: made("Traveling Waves", status="to-read", changed="2026-01-02T00:00:00.000Z"),
        "gone-2020-paper": made("A Paper <b>That</b> Left", star=True, note="Still *mine*"),
    })  # fmt: skip
    page.reload()
    rows = page.locator("[data-library] .p-row")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("T. Anderson Keller, Lyle Muller, Terrence Sejnowski et al.")
    expect(rows.nth(1)).to_contain_text("A Paper <b>That</b> Left")
    expect(rows.nth(1)).to_contain_text("No longer on the list.")
    expect(rows.nth(1).locator("a")).to_have_count(0)
    page.get_by_label("Order").select_option("title")
    expect(rows.nth(0)).to_contain_text("A Paper")
    page.get_by_label("Show").select_option("note")
    expect(rows).to_have_count(1)
    page.get_by_label("Show").select_option("")
    text = saved(page, lambda: page.get_by_label("Save as").select_option("Markdown"))
    assert "- [ ] A Paper \\<b\\>That\\</b\\> Left (starred)\n  Still \\*mine\\*\n" in text
    assert f"- [ ] [Traveling Waves Encode the Recent Past and Enhance Sequence Learning]({address}{PAPER})" in text
    bib = saved(page, lambda: page.get_by_label("Save as").select_option("BibTeX"))
    assert list(parsed(bib)) == [KELLER]
    expect(page.get_by_role("status").filter(has_text="1 of them left the list")).to_be_visible()
    ris = saved(page, lambda: page.get_by_label("Save as").select_option("RIS"))
    assert [one["id"] for one in rispy.loads(ris)] == [KELLER]
    table = saved(page, lambda: page.get_by_label("Save as").select_option("CSV"))
    assert [row["key"] for row in csv.DictReader(io.StringIO(table.lstrip("\ufeff")))] == [KELLER]


def test_a_saved_library_is_taken_in_and_merged(told: Any, address: str, tmp_path: Path) -> None:
    page = told(address)
    page.goto(address + "library/")
    keep(
        page, {KELLER: made("Waves", status="read", changed="2026-01-02T00:00:00.000Z"), "b-2020": made("B", star=True)}
    )
    page.reload()
    text = saved(page, lambda: page.get_by_label("Save as").select_option("marks"))
    file = tmp_path / "library.json"
    file.write_text(text, encoding="utf-8")
    keep(page, {KELLER: made("Waves", status="to-read", changed="2026-01-03T00:00:00.000Z")})
    page.reload()
    page.get_by_label("A library that was saved").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="1 of 2 marks taken in")).to_be_visible()
    found = stored(page)
    assert (found[KELLER]["status"], found["b-2020"]["star"]) == ("to-read", True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no JSON {", "This file is not JSON, so nothing was taken in."),
        (
            '{"version": 2, "marks": {}}',
            "This file was written by a newer version of this site, so nothing was taken in.",
        ),
        ("[1, 2]", "This file holds no library of this site, so nothing was taken in."),
        ('{"version": 1, "marks": []}', "This file holds no library of this site, so nothing was taken in."),
        ("x" * 50_000_000, "This file is larger than 20 MB and no library of this site, so nothing was taken in."),
    ],
    ids=["text", "newer", "other", "no marks", "50 MB"],
)
def test_a_file_that_is_no_library_is_told(told: Any, address: str, tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "library.json"
    file.write_text(content, encoding="utf-8")
    page = told(address)
    page.goto(address + "library/")
    page.get_by_label("A library that was saved").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text=message)).to_be_visible()
    assert stored(page) == {}


# Only our own entry: the theme does not survive a browser that forbids it the storage.
OFF = """for (const name of ["getItem", "setItem"]) {
  const was = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key.startsWith("papers.")) throw new DOMException("no", "SecurityError");
    return was.call(this, key, ...rest);
  };
}"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
FAULTS = {
    "off": (OFF, "This browser keeps nothing for this site, so marks are gone when the page is closed."),
    "full": (FULL, "The browser's storage for this site is full or switched off: the last change was not kept."),
    "damaged": (f"localStorage.setItem('{ENTRY}', '{{broken');", "Your marks could not be read and begin anew."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_storage_that_fails_is_told_and_breaks_nothing(told: Any, address: str, fault: str) -> None:
    script, message = FAULTS[fault]
    page = told(address)
    page.add_init_script(f"try {{ {script} }} catch {{}}")
    page.goto(address + PAPER)
    mark(page, KELLER, "star").click()
    if fault != "damaged":  # there the mark is kept, and what was wrong was told before
        expect(page.locator(".p-told")).to_have_text(message)
    expect(page.locator(".p-cite-bar")).to_be_visible()
    if fault == "damaged":
        assert page.evaluate(f"localStorage.getItem('{ENTRY}:damaged')") == "{broken"


def test_marks_of_a_newer_version_are_left_alone(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + "about/")
    page.evaluate(f"""localStorage.setItem('{ENTRY}', '{{"version": 2, "marks": {{}}}}')""")
    page.goto(address + PAPER)
    expect(page.locator(".p-told")).to_contain_text("written by a newer version of this site")
    mark(page, KELLER, "star").click()
    assert page.evaluate(f"localStorage.getItem('{ENTRY}')") == '{"version": 2, "marks": {}}'


def test_papers_are_selected_with_boxes_ranges_and_the_key_x(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + LIST)
    box(page, 1).click()
    box(page, 4).click(modifiers=["Shift"])
    expect(bar(page).locator("strong")).to_have_text("4 selected")
    page.locator(".p-row .p-title a").nth(0).focus()
    page.keyboard.press("x")
    expect(bar(page).locator("strong")).to_have_text("5 selected")
    page.keyboard.press("x")
    box(page, 2).click(modifiers=["Shift"])
    expect(bar(page).locator("strong")).to_have_text("2 selected")
    bar(page).get_by_role("button", name="Clear").click()
    expect(bar(page)).to_be_hidden()


def test_a_selection_is_cited_saved_marked_and_sent(told: Any, address: str, repository_site: Path) -> None:
    page = told(address, viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address + LIST)
    for number in (0, 3):
        box(page, number).click()
    keys = [page.locator(".p-row").nth(number).get_attribute("data-key") for number in (0, 3)]
    bar(page).get_by_role("button", name="Copy references").click()
    expect(bar(page)).to_contain_text("2 references copied.")
    references = json.loads((repository_site / "api" / "v1" / "references.json").read_text(encoding="utf-8"))
    assert page.evaluate("navigator.clipboard.readText()").strip().split("\n\n") == [references[key] for key in keys]
    text = saved(page, lambda: bar(page).get_by_label("Format").select_option("BibTeX"))
    assert set(parsed(text)) == set(keys)
    bar(page).get_by_label("Mark").select_option("to-read")
    expect(bar(page)).to_contain_text("Marked.")
    assert {key: value["status"] for key, value in stored(page).items()} == dict.fromkeys(keys, "to-read")
    bar(page).get_by_role("button", name="Copy link").click()
    expect(bar(page)).to_contain_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    expect(page.locator(".p-finder-results .p-row")).to_have_count(2)


def test_a_link_with_two_thousand_keys_some_of_them_gone(told: Any, address: str, repository_site: Path) -> None:
    keys = sorted(path.parent.name for path in (repository_site / "papers").glob("*/index.html"))
    gone = [f"gone-2020-paper-{number:04d}" for number in range(2000 - len(keys))]
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(f"{address}papers/#papers={','.join([*keys, *gone])}")
    expect(page.locator(".p-said")).to_contain_text(f"{len(keys)} papers.")
    expect(page.locator(".p-said")).to_contain_text("asks for what is not here: papers=gone-2020-paper-0000")
    page.get_by_role("button", name="Select all", exact=True).click()
    expect(bar(page).locator("strong")).to_have_text(f"{len(keys)} selected")
    bar(page).get_by_label("Mark").select_option("star")
    expect(bar(page)).to_contain_text("Marked.")
    found = stored(page)
    assert len(found) == len(keys)
    assert found[KELLER]["title"] == "Traveling Waves Encode the Recent Past and Enhance Sequence Learning"


def test_the_finder_filters_by_marks_and_hides_what_was_read(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + "about/")
    keep(page, {KELLER: made("Waves", status="read", star=True)})
    page.goto(address + "papers/")
    page.get_by_label("Your marks").select_option("star")
    expect(page.locator(".p-finder-results .p-row")).to_have_count(1)
    expect(page.locator(".p-said")).to_contain_text("1 paper")
    assert "mark=star" in page.url
    page.get_by_label("Your marks").select_option("unread")
    expect(page.locator(".p-said")).to_contain_text("143 papers")
    page.reload()
    expect(page.locator(".p-said")).to_contain_text("143 papers")


@pytest.mark.parametrize("collection", ["own", "torture"])
def test_entries_picked_by_the_script_are_those_of_the_generator(told: Any, address: str, collection: str) -> None:
    papers = loading.load(ROOT / "papers", ROOT)[0] if collection == "own" else torture_library()
    files = Files(
        Records(papers, address), {"name": "x", "description": "", "url": address}, "", lambda paper: paper.key
    )
    page = told(address)
    page.goto(address + "library/")
    picked = f"""async ([whole, keys, suffix]) =>
        (await import("{address}assets/pick.js")).picked(whole, new Set(keys), suffix)"""
    for some in (papers.papers[::3], papers.papers[1:2], papers.papers):
        for suffix in FORMATS:
            whole = files._joined(papers.papers, suffix).decode()
            found = page.evaluate(picked, [whole, [paper.key for paper in some], suffix])
            wanted = files._joined(some, suffix).decode()
            if suffix == "bib":  # the script's preamble may name more letters than these papers have
                found, wanted = (
                    text.partition("@preamble")[2].partition("\n\n")[2] or text for text in (found, wanted)
                )
            assert found == wanted


def torture_library() -> Library:
    return Library.of(torture.papers(), torture.VOCABULARY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["library/", LIST])
def test_marks_and_selections_fit_a_phone_and_are_accessible(told: Any, address: str, where: str, scheme: str) -> None:
    page = told(address, viewport={"width": 320, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address + "about/")
    keep(page, {KELLER: made("Waves", status="read", star=True, note="Mine")})
    page.goto(address + where)
    box(page, 0).click()
    expect(bar(page)).to_be_visible()
    mark(page, KELLER, "note").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
