"""The finder, the search dialog and the keys in a real Chromium, as a reader uses them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

FIELD = ".p-finder input[type=search]"
ROWS = ".p-finder-results .p-row"
SAID = ".p-finder .p-said"
KELLER = "Traveling Waves Encode the Recent Past and Enhance Sequence Learning"


def count(page: Page) -> int:
    """How many papers the finder says that there are."""
    words = page.locator(SAID).inner_text()
    found = re.match(r"([\d,]+) papers?\.", words)
    assert found, words
    return int(found[1].replace(",", ""))


def facet(page: Page, name: str) -> Any:
    """An opened facet, with its values."""
    box = page.locator(f".p-facets [data-facet={name}]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.locator("li").first.wait_for()
    return box


@pytest.fixture
def page(told: Any, address: str) -> Page:
    page: Page = told(address, viewport={"width": 1280, "height": 900})
    page.goto(address + "papers/")
    expect(page.locator(FIELD)).to_be_visible()
    return page


def test_what_is_typed_is_found_with_its_words_marked_and_told(page: Page) -> None:
    page.locator(FIELD).press_sequentially("traveling wav")
    expect(page.locator(f"{ROWS} .p-title").first).to_have_text(KELLER)
    expect(page.locator(f"{ROWS} mark").first).to_have_text("Traveling")
    expect(page.locator(SAID)).to_have_attribute("role", "status")
    assert count(page) == page.locator(ROWS).count()
    expect(page.locator(".p-finder-list")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?q=traveling\+wav$"))
    page.locator(FIELD).fill("")
    expect(page.locator(".p-finder-list")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/papers/$"))


def test_what_is_slow_or_finds_nothing_is_told(page: Page) -> None:
    held: list[Any] = []
    page.route("**/words/*", lambda route: held.append(route))  # noqa: PLW0108 - a route takes no builtin
    page.locator(FIELD).fill("zzzzqqqq")
    expect(page.locator(SAID)).to_have_text("Searching …")
    for route in held:
        route.continue_()
    expect(page.locator(SAID)).to_have_text("No paper found.")
    expect(page.locator(".p-finder-results .p-empty")).to_have_text("Try fewer words, or others.")


def test_a_better_word_is_offered_and_taken(page: Page) -> None:
    page.locator(FIELD).fill("spikng")
    page.locator(f"{SAID} .p-meant").click()
    expect(page.locator(FIELD)).to_have_value("spiking")
    expect(page).to_have_url(re.compile(r"\?q=spiking$"))


def test_facets_narrow_with_numbers_that_come_true(page: Page) -> None:
    box = facet(page, "category")
    line = box.locator("li", has_text="Spiking and neuromorphic")
    promised = int(line.locator(".p-count").inner_text())
    line.locator("input").check()
    expect(page.locator(SAID)).to_have_text(f"{promised} papers.")
    # Any of two: as many as the second one's number says.
    other = box.locator("li", has_text="Plasticity and learning")
    promised = int(other.locator(".p-count").inner_text())
    other.locator("input").check()
    expect(page.locator(SAID)).to_have_text(f"{promised} papers.")
    # All of them: only those that are in both.
    box.get_by_label("only papers with all").check()
    expect(page.locator(SAID)).not_to_have_text(f"{promised} papers.")
    both = count(page)
    assert 0 < both < promised
    expect(page).to_have_url(re.compile(r"category\.match=all"))
    # Left out: of the first without the second.
    other.get_by_role("button").click()
    expect(other.locator(".p-count")).to_have_text("left out")
    expect(page.locator(".p-chip")).to_have_text(
        ["Spiking and neuromorphic computing ×", "not Plasticity and learning rules ×", "Take all away"]
    )
    page.locator(".p-chip").nth(1).click()
    expect(page.locator(".p-chip")).to_have_count(2)
    page.get_by_text("Take all away").click()
    expect(page.locator(".p-chip")).to_have_count(0)
    expect(page.locator(".p-finder-list")).to_be_visible()


def test_long_facets_come_when_they_are_opened_and_can_be_searched(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert not any("authors.json" in url for url in asked)
    box = facet(page, "author")
    assert any("authors.json" in url for url in asked)
    expect(box.locator("li")).to_have_count(10)
    box.locator("input[type=search]").fill("lowe")
    expect(box.locator("li")).to_have_count(1)
    expect(box.locator(".p-word")).to_have_text("Sindy Löwe")
    box.locator("li input").check()
    expect(page.locator(ROWS)).to_have_count(int(box.locator("li .p-count").inner_text()))
    expect(page).to_have_url(re.compile(r"author=sindy-lowe"))
    box.locator("input[type=search]").fill("")
    box.locator(".p-more-values").click()
    expect(box.locator("li")).to_have_count(60)


def test_a_selection_of_papers_and_a_chip_for_it(page: Page, address: str) -> None:
    page.goto(address + "papers/?papers=keller-2023-traveling-waves,adeli-2025-transformer-brain&sort=title")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator(".p-chip").first).to_have_text("2 papers that were selected ×")
    page.locator(".p-chip").first.click()
    expect(page.locator(ROWS)).to_have_count(20)
    expect(page.locator(FIELD)).to_be_focused()


def test_years_are_a_range(page: Page) -> None:
    box = facet(page, "year")
    line = box.locator("li[data-value='2023']")
    number = int(line.locator(".p-count").inner_text())
    line.get_by_role("button").click()
    expect(page.locator(SAID)).to_have_text(f"{number} papers.")
    box.get_by_label("To year").select_option("0")
    expect(page.locator(".p-chip").first).to_have_text("from 2023 ×")
    assert count(page) > number
    expect(page).to_have_url(re.compile(r"\?from=2023$"))


def test_orders_and_views_are_in_the_address_and_stay(page: Page, address: str) -> None:
    page.goto(address + "papers/?q=brain&sort=title&view=compact")
    expect(page.locator(ROWS)).to_have_count(20)
    titles = page.locator(f"{ROWS} .p-title").all_inner_texts()
    assert titles == sorted(titles, key=str.casefold)
    expect(page.locator(f"{ROWS} .p-tldr").first).to_be_hidden()
    page.get_by_role("button", name="Compact").click()
    expect(page.locator(f"{ROWS} .p-tldr").first).to_be_visible()
    in_order = """(way) => {
      const rows = [...document.querySelectorAll(".p-finder-results time")];
      const years = rows.map((time) => Number(time.getAttribute("datetime").slice(0, 4)));
      return years.length === 20 && years.every((year, at) => at === 0 || way * (year - years[at - 1]) >= 0);
    }"""
    for sort, way in (("date", -1), ("oldest", 1)):
        page.get_by_label("Order", exact=True).select_option(sort)
        expect(page).to_have_url(re.compile(f"sort={sort}"))
        page.wait_for_function(in_order, arg=way)
    page.locator(".p-show-more").click()
    expect(page.locator(ROWS)).to_have_count(40)
    assert page.evaluate("document.activeElement.closest('.p-row') !== null")


def test_a_link_gives_the_same_page_and_back_and_forward_go_through_it(page: Page, address: str, told: Any) -> None:
    page.locator(FIELD).fill("spiking")
    expect(page).to_have_url(re.compile(r"\?q=spiking$"))
    facet(page, "tag").locator("li input").first.check()
    expect(page).to_have_url(re.compile(r"\?q=spiking&tag="))
    expect(page.locator(".p-chip")).to_have_count(2)
    shared, titles = page.url, page.locator(f"{ROWS} .p-title").all_inner_texts()
    other = told(address)
    other.goto(shared)
    expect(other.locator(ROWS)).to_have_count(len(titles))
    assert other.locator(f"{ROWS} .p-title").all_inner_texts() == titles
    page.go_back()
    expect(page.locator(".p-chip")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?q=spiking$"))
    page.go_back()
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(".p-finder-list")).to_be_visible()
    page.go_forward()
    page.go_forward()
    expect(page.locator(ROWS)).to_have_count(len(titles))
    # To a paper by instant navigation, and back.
    page.evaluate("window.__same = true")
    page.locator(f"{ROWS} .p-title a").first.click()
    expect(page.locator(".p-paper h1")).to_be_visible()
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(len(titles))
    assert page.evaluate("window.__same") is True
    # The tab leads to the whole list, on the same page.
    page.locator(".md-tabs__link", has_text="Papers").click()
    expect(page.locator(".p-finder-list")).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("")


def test_names_that_changed_and_names_that_nobody_knows_in_a_link(page: Page, address: str) -> None:
    page.goto(address + "papers/?tag=SNN")
    expect(page.locator(".p-chip").first).to_have_text("Spiking neural networks ×")
    assert count(page) > 3
    page.goto(address + "papers/?tag=nonsense&q=brain&colour=red&from=abcd&x=%E0%A4%A&category=%zz")
    expect(page.locator(SAID)).to_contain_text("This address also asks for what is not here:")
    expect(page.locator(SAID)).to_contain_text("tag=nonsense")
    assert page.locator(ROWS).count() == 20
    page.goto(address + "papers/?papers=keller-2023-traveling-waves,no-such-paper")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(SAID)).to_contain_text("papers=no-such-paper")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("brain " * 1700, "Only the first 300 characters were searched."),
        ("?!… — ;;", "There is no letter or digit in this to search for."),
        ("神经科学", "No paper"),
        ("<script>alert(1)</script>", "No paper"),
        ("' OR 1=1 --", "paper"),
        ("\u202e\u0000x\ud83e\udde0", "paper"),
        ("zzzzqqqq", "No paper found."),
    ],
)
def test_bad_queries_get_a_plain_sentence(page: Page, query: str, says: str) -> None:
    page.locator(FIELD).fill(query)
    expect(page.locator(SAID)).to_contain_text(says)
    page.locator(".md-tabs__link", has_text="Venues").click()
    expect(page.locator("h1")).to_contain_text("Venues")
    page.locator("a.p-search-open").click()
    page.locator("dialog.p-search input").fill(query)
    expect(page.locator("dialog.p-search .p-said")).to_contain_text(says)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.p-search")).to_be_hidden()


def test_storage_off_changes_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, { get() { throw new DOMException('off', 'SecurityError'); } });"
    )
    page = context.new_page()
    page.goto(address + "papers/?q=traveling+waves")
    expect(page.locator(f"{ROWS} .p-title").first).to_have_text(KELLER)
    context.close()


@pytest.mark.parametrize("missing", ["index.json", "words/*", "rows/*", "facets.json"])
def test_without_the_index_or_a_part_of_it_the_list_stays(browser: Browser, address: str, missing: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route(f"**/assets/search/**/{missing}", lambda route: route.fulfill(status=404, body="not here"))
    page.route(f"**/assets/search/{missing}", lambda route: route.fulfill(status=404, body="not here"))
    page.goto(address + "papers/?q=waves")
    expect(page.locator(SAID)).to_contain_text("The search cannot be loaded just now. The list works without it.")
    expect(page.locator(".p-finder-list .p-row").first).to_be_visible()
    page.unroute_all()
    page.locator(f"{SAID} .p-meant").click()
    expect(page.locator(ROWS).first).to_be_visible()
    assert faults == []
    context.close()


HALF = '{"papers": 144, "buck'
EARLIER = '{"papers": 144, "edition": "0123456789", "buckets": 8, "block": 10, "rows": "", "stop": []}'


@pytest.mark.parametrize("index", [HALF, EARLIER])
def test_an_index_that_is_not_whole_or_another_and_a_network_that_is_gone(
    browser: Browser, address: str, index: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/assets/search/index.json", lambda route: route.fulfill(body=index))
    page.goto(address + "papers/")
    expect(page.locator(SAID)).to_contain_text("The search cannot be loaded just now.")
    page.unroute_all()
    page.goto(address + "papers/")
    expect(page.locator(".p-facets[data-live]")).to_be_attached()
    context.set_offline(True)
    page.locator(FIELD).fill("waves")
    expect(page.locator(SAID)).to_contain_text("The search cannot be loaded just now.")
    expect(page.locator(".p-finder-list .p-row").first).to_be_visible()
    context.set_offline(False)
    page.goto(address + "venues/")
    page.locator("a.p-search-open").click()
    page.locator("dialog.p-search input").wait_for()
    context.set_offline(True)
    page.locator("dialog.p-search input").fill("waves")
    expect(page.locator("dialog.p-search .p-said")).to_contain_text("The search cannot be loaded just now.")
    assert faults == []
    context.close()


def test_a_site_published_anew_meanwhile_is_searched_as_it_is_now(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    state = {"old": True}

    def index(route: Any) -> None:
        response = route.fetch()
        values = response.json()
        route.fulfill(json={**values, "edition": "0123456789"} if state["old"] else values)

    page.route("**/assets/search/index.json", index)
    page.route("**/assets/search/0123456789/*", lambda route: route.fulfill(status=404))
    page.goto(address + "tags/")
    page.keyboard.press("/")
    page.locator("dialog.p-search input").wait_for()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((r) => r.name.endsWith('search/index.json'))"
    )
    state["old"] = False
    page.locator("dialog.p-search input").fill("traveling waves")
    expect(page.locator("dialog.p-search .p-title").first).to_have_text(KELLER)
    context.close()


def test_the_dialog_finds_papers_and_pages_from_anywhere(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + "about/scope/")
    page.locator("a.p-search-open").click()
    field = page.locator("dialog.p-search input")
    expect(field).to_be_focused()
    field.press_sequentially("brain")
    expect(page.locator("dialog.p-search .p-row")).to_have_count(8)
    expect(page.locator("dialog.p-search .p-said")).to_contain_text("papers.")
    field.fill("pull request")
    expect(page.locator("dialog.p-search .p-place a").first).to_contain_text("Contributing")
    page.locator("dialog.p-search .p-place a").first.click()
    expect(page.locator("h1")).to_contain_text("Contributing")
    expect(page.locator("dialog.p-search")).to_be_hidden()
    # Once more after the hop, to the finder with Enter.
    page.keyboard.press("s")
    expect(field).to_be_focused()
    field.fill("traveling waves")
    field.press("Enter")
    expect(page).to_have_url(address + "papers/?q=traveling+waves")
    expect(page.locator(f"{ROWS} .p-title").first).to_have_text(KELLER)


def test_no_letter_is_lost_while_the_dialog_is_fetched(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address + "tags/")

    def typed_meanwhile(route: Any) -> None:
        page.keyboard.type("sjkx waved")
        page.keyboard.press("Backspace")
        route.continue_()

    page.route("**/search-box.js*", typed_meanwhile)
    page.keyboard.press("/")
    expect(page.locator("dialog.p-search input")).to_have_value("sjkx wave")


@pytest.mark.parametrize("asked", ["", "?q=brain"])
def test_back_from_a_paper_leads_to_where_one_was(page: Page, address: str, asked: str) -> None:
    page.goto(address + "papers/" + asked)
    rows = page.locator(ROWS if asked else ".p-finder-list .p-title")
    last = rows.nth(19 if asked else 120)
    expect(last).to_be_attached()
    last.scroll_into_view_if_needed()  # further down than a paper's page is long
    page.wait_for_function("() => scrollY > 1500 && Math.abs(history.state?.y - scrollY) < 1")
    there = last.bounding_box()
    assert there
    last.locator("a").first.click()
    expect(page.locator(".p-paper h1")).to_be_visible()
    held: list[Any] = []
    page.route(lambda url: url.endswith("/papers/" + asked), lambda route: held.append(route))  # noqa: PLW0108 - a route takes no builtin
    page.go_back()
    # The theme has scrolled as far as the paper's page goes, and written that down, before the list comes.
    page.wait_for_function("() => history.state?.y < 1500")
    held[0].continue_()
    expect(page.locator(".p-facets[data-live]")).to_be_attached()
    back = "([row, y]) => Math.abs(row.getBoundingClientRect().y - y) < 50"
    page.wait_for_function(back, arg=[last.element_handle(), there["y"]])


@pytest.mark.parametrize("where", ["papers/", "tags/fmri/"])
def test_rows_stay_where_they_are_when_boxes_and_marks_come(told: Any, address: str, where: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 900})
    held: list[Any] = []
    page.route(re.compile(r"/(marks|selection)[.]js"), lambda route: held.append(route))  # noqa: PLW0108 - a route takes no builtin
    page.goto(address + where)
    if where == "papers/":
        expect(page.locator(".p-facets[data-live]")).to_be_attached()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    last = page.locator(".md-content .p-row").last
    before = last.bounding_box()
    assert len(held) == 2
    for route in held:
        route.continue_()
    expect(last.locator(".p-marks")).to_be_attached()
    expect(last.locator(".p-select")).to_be_attached()
    assert last.bounding_box() == before


def test_every_key_does_what_the_list_of_keys_says(told: Any, address: str) -> None:
    page = told(address, viewport={"width": 1280, "height": 800})
    page.goto(address + "tags/fmri/")
    page.evaluate(
        "window.__rows = [];document.addEventListener('papers:select', (e) => __rows.push(e.target.dataset.key))"
    )
    page.keyboard.press("?")
    expect(page.locator("dialog.p-keys")).to_contain_text("select the paper")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.p-keys")).to_have_count(0)
    title = "document.activeElement.closest('.p-row')?.dataset.key"
    page.keyboard.press("j")
    first = page.evaluate(title)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(title)
    assert None not in (first, second)
    assert first != second
    page.keyboard.press("x")
    page.keyboard.press("k")
    assert page.evaluate(title) == first
    page.keyboard.press("x")
    assert page.evaluate("window.__rows") == [second, first]
    page.keyboard.press("/")
    field = page.locator("dialog.p-search input")
    expect(field).to_be_focused()
    page.keyboard.type("sjkx?/ brain")  # letters are letters here
    expect(field).to_have_value("sjkx?/ brain")
    field.fill("traveling waves")
    expect(page.locator("dialog.p-search .p-title").first).to_have_text(KELLER)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(title) == "keller-2023-traveling-waves"
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".p-paper h1")).to_have_text(KELLER)
    assert page.evaluate("window.__rows.length") == 2


def test_the_whole_finder_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("spiking")
    expect(page.locator(ROWS).first).to_be_visible()
    focused = "document.activeElement.matches('.p-facets li:not(.p-none) input[type=checkbox]')"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(focused):
            break
    assert page.evaluate(focused)
    before = count(page)
    page.keyboard.press("Space")
    expect(page.locator(".p-chip")).to_have_count(2)
    assert page.evaluate(focused), "the focus stays where it was"
    assert count(page) <= before
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # leave out instead
    expect(page.locator(".p-chip").first).to_contain_text("not ")
    page.keyboard.press("Enter")  # and not even that
    expect(page.locator(".p-chip")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".p-chip").first).to_contain_text("not ")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".p-paper h1")).to_be_visible()


def test_the_box_of_the_home_page_goes_on_in_the_dialog_and_works_without_scripts(told: Any, address: str) -> None:
    page = told(address)
    page.goto(address)
    page.locator(".p-search-form input").press_sequentially("traveling waves")
    expect(page.locator("dialog.p-search .p-title").first).to_have_text(KELLER)
    plain = told(address, java_script_enabled=False)
    plain.goto(address)
    plain.locator(".p-search-form input").fill("waves")
    plain.locator(".p-search-form button").click()
    expect(plain).to_have_url(address + "papers/?q=waves")
    expect(plain.locator(".p-row").first).to_be_visible()


def test_without_scripts_the_list_is_whole_with_ways_into_it(told: Any, address: str, repository_site: Path) -> None:
    page = told(address, java_script_enabled=False)
    page.goto(address + "papers/")
    assert page.locator(".p-row").count() == len(list((repository_site / "papers").glob("*/index.html")))
    expect(page.locator(".p-finder")).to_be_hidden()
    for kind in ("categories", "years", "tags", "venues", "authors"):
        expect(page.locator(f".p-facets a[href*='/{kind}/']").first).to_be_attached()
    page.locator("a.p-search-open").click()
    expect(page).to_have_url(address + "papers/")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_finder_and_dialog_fit_and_are_accessible(told: Any, address: str, scheme: str, width: int) -> None:
    page = told(address, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")

    def fine() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        result = Axe().run(page)
        assert result.violations_count == 0, result.generate_report()

    for search, state in (
        ("", ".p-facets[data-live]"),
        ("?q=spiking&tag=spiking-neural-networks&-category=network-interpretability&from=2022", ROWS),
        ("?q=spikng", ".p-meant"),
        ("?q=zzzzqqqq", ".p-said:has-text('No paper')"),
    ):
        page.goto(f"{address}papers/{search}")
        page.locator(state).first.wait_for(state="attached")
        if width == 320 and search.startswith("?q=spiking"):
            page.get_by_role("button", name="Filters").click()
        if "tag=" in search:
            facet(page, "tag")
            facet(page, "year")
        fine()
    page.goto(address + "tags/")
    page.keyboard.press("/")
    page.locator("dialog.p-search input").fill("decoding")
    page.locator("dialog.p-search .p-row").first.wait_for()
    page.locator("dialog.p-search .p-place").first.wait_for()
    fine()
    page.locator("dialog.p-search").get_by_role("button", name="Close").click()
    expect(page.locator("dialog.p-search")).to_be_hidden()
    page.keyboard.press("?")
    page.locator("dialog.p-keys").wait_for()
    fine()
