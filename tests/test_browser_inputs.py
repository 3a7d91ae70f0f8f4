"""Hostile values where the scripts read: the browser's storage, the address, a library that is taken in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.project import toy_project
from tests.served_preview import preview

pytestmark = pytest.mark.browser

KELLER = "keller-2023-traveling-waves"
ENTRY = "papers.marks:/"
SCRIPT = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
PAGES = ("papers/", f"papers/{KELLER}/", "library/", "years/2023/")


def marks(**values: Any) -> str:
    return json.dumps({"version": 1, "marks": values})


def whole(note: str, **values: Any) -> dict[str, Any]:
    return {
        "title": SCRIPT,
        "status": "read",
        "star": True,
        "note": note,
        "changed": "2026-01-01T00:00:00.000Z",
        **values,
    }


STORED = {
    "no marks": "null",
    "a number": "1",
    "a list": "[]",
    "deep": "[" * 20_000 + "]" * 20_000,
    "a version that is text": '{"version": "1", "marks": {}}',
    "marks in a list": '{"version": 1, "marks": [1]}',
    "marks of no form": marks(
        **{KELLER: 1, "a": None, "b": [], "c": "text", "d": {"status": {}, "star": [], "note": 1, "title": {}}}
    ),
    "markup": marks(**{KELLER: whole(SCRIPT), "gone-1999-from-the-list": whole(SCRIPT)}),
    "keys that are none": marks(
        **{"../../x": whole("n"), 'a"]': whole("n"), "javascript:alert(1)": whole("n"), SCRIPT: whole("n")}
    ),
    "names of every object": (
        '{"version": 1, "marks": {"__proto__": {"star": true}, "constructor": {"star": true, "note": "n"}}}'
    ),
    "times": marks(
        **{KELLER: whole("n", changed="+999999-01-01"), "a": whole("n", changed={}), "b": whole("n", changed=SCRIPT)}
    ),
    "parts of characters": (
        '{"version": 1, "marks": {"a": {"star": true, "note": "\\ud800", "title": "\\udfff\\u0000\\u202e"}}}'
    ),
}
ASKED = {
    "markup": "?" + "&".join(f"{name}={quote(SCRIPT)}" for name in ("q", "tag", "-author", "papers", "x")),
    "names of every object": "?__proto__=1&tag=__proto__&sort=constructor&mark=toString&papers=constructor",
    "bytes that are none": "?q=%ff%fe&tag=%c3%28&papers=%ff#papers=%ff%",
    "years that are none": "?from=0000&to=9999&year=1e99&year=-1&from=NaN",
    "very long": "?q=" + "a" * 20_000,
    "very many": "?" + "&".join(f"tag=t{number}" for number in range(2_000)),
    "papers that are none": "#papers=" + ",".join(f"{number}" for number in range(3_000)),
    "a path": "?papers=../../x,//evil.example,javascript:alert(1)",
    "a selector": '#papers=a"],*{}\\',
    "a fragment of markup": f"#{SCRIPT}",
    "a fragment of a script": "#javascript:document.title='run'",
    "a half escape": "#%",
    "a backslash": "#a\\",
    "a quote": "#\"]'",
}


def nothing_ran(page: Page) -> None:
    assert page.title() != "run"
    assert page.locator("img[src=x], .md-content [onerror], .p-bar [onerror]").count() == 0
    assert page.evaluate("({}).star === undefined && ({}).note === undefined")


@pytest.mark.parametrize("stored", STORED, ids=list(STORED))
def test_a_hostile_storage_runs_nothing_and_breaks_no_page(told: Any, address: str, stored: str) -> None:
    page = told(address)
    for where in PAGES:
        page.goto(address + "library/")
        page.evaluate("([entry, text]) => localStorage.setItem(entry, text)", [ENTRY, STORED[stored]])
        page.goto(address + where)
        if where == "library/":
            expect(page.get_by_label("Order", exact=True)).to_be_visible()
            expect(page.locator("[data-library]")).to_contain_text("marked")
        else:
            marked = page.locator('.p-marks [data-mark="to-read"]').first
            expect(marked).to_be_visible()
            marked.click()
            expect(marked).to_have_attribute("aria-pressed", "true")
        nothing_ran(page)


@pytest.mark.parametrize("asked", ASKED, ids=list(ASKED))
def test_a_hostile_address_runs_nothing_and_breaks_no_page(told: Any, address: str, asked: str) -> None:
    page = told(address)
    for where in PAGES:
        page.goto("about:blank")
        page.goto(address + where + ASKED[asked])
        expect(page.locator('.p-marks [data-mark="to-read"], [data-library] select').first).to_be_attached()
        nothing_ran(page)
        if where == "papers/":
            field = page.locator(".p-finder input[data-search-field]")
            field.fill("waves")
            expect(page.locator(".p-said").first).not_to_be_empty()


def test_a_taken_in_library_runs_nothing(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + "library/")
    field = page.get_by_label("A library that was saved")
    said = page.locator("[data-library] [role=status]").first
    for text in STORED.values():
        field.set_input_files({"name": "library.json", "mimeType": "application/json", "buffer": text.encode()})
        expect(said).not_to_be_empty()
        nothing_ran(page)
        page.evaluate("document.querySelector('[data-library] [role=status]').textContent = ''")
    expect(page.locator(".p-note").first).to_be_visible()


COUNT = """window.__read = 0;
const was = JSON.parse;
JSON.parse = (text, ...rest) => {
  if (String(text).includes('"marks"')) window.__read += 1;
  return was(text, ...rest);
};"""


def test_large_marks_are_read_once_for_all_rows(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + "library/")
    page.evaluate(
        "([entry, text]) => localStorage.setItem(entry, text)", [ENTRY, marks(**{KELLER: whole("n" * 10_000)})]
    )
    page.add_init_script(COUNT)
    page.goto(address + "papers/?mark=unread")
    expect(page.locator(".p-finder .p-said, .p-said").first).to_contain_text("papers")
    assert 1 <= page.evaluate("window.__read") <= 3


@pytest.mark.parametrize("kept", ["{", "null", "1", '"text"', "{}", '[{}, "a", []]'])
def test_the_preview_works_whatever_its_storage_holds(preview_address: str, browser: Browser, kept: str) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(preview_address)
    page.evaluate("(text) => sessionStorage.setItem('papers-preview-place', text)", kept)
    with page.expect_request("**/_preview/events"):
        page.reload()
    assert page.evaluate("sessionStorage.getItem('papers-preview-place')") is None
    assert faults == []
    page.close()


@pytest.fixture(scope="module")
def preview_address(tmp_path_factory: pytest.TempPathFactory) -> Any:
    project: Path = toy_project(tmp_path_factory.mktemp("preview") / "project")
    with preview(project) as (address, _):
        yield address
