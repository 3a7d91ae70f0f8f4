"""The form "Suggest a paper" in a Chromium: its verdict is the command line's, and what it makes passes the check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from generator.checks import checks
from generator.files import reading, writing
from generator.model import keys, names
from generator.model.library import Library
from generator.model.vocabulary import Vocabulary
from tests.project import ROOT

pytestmark = pytest.mark.browser
WORDS = " ".join(["word"] * 70)
ENTRIES = 300
# One rule for what the form cannot tell apart.
_SAME = {"alias": "unknown", "unknown-tag": "unknown", "unknown-category": "unknown", "unknown-venue": "unknown"}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return checks.load(ROOT / "papers", ROOT)[0].vocabulary


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}about/suggest/")
    expect(page.locator("form.p-suggest")).to_be_visible()
    yield page
    context.close()
    assert faults == []


def entries(vocabulary: Vocabulary) -> st.SearchStrategy[tuple[dict[str, Any], str]]:
    """Entries that are mostly right, with every kind of fault now and then."""
    categories, tags, venues = (list(kind)[:6] for kind in (vocabulary.categories, vocabulary.tags, vocabulary.venues))

    def some(right: st.SearchStrategy[Any], *wrong: Any) -> st.SearchStrategy[Any]:
        return st.integers(0, 11).flatmap(lambda draw: right if draw else st.sampled_from(wrong))

    text = st.text(st.sampled_from(":#-,[]{}\"'\\ ab?&*!|>%@`~0.1eñ脑 "), min_size=1, max_size=25).map(
        lambda value: " ".join(value.split()) or "x"
    )
    odd = ["no", "1.10", "0x1f", "1_000", "12:30", "2023-01-01", ".5_0", "=", "a: b", "a #b", "x:", "-", "~", "\u00e9"]
    title = st.one_of(text, st.sampled_from(odd))
    names = st.sampled_from(["Ada Lovelace", "José García", "李 飞飞", "John Smith, Jr.", "Anne-Marie O'Neill"])
    more_names = some(names, "Keller, T.", "a@b.org", "et al.", "others", "A and B and C D", "...", "Max  Welling")
    groups = some(st.sampled_from(["ENIGMA Lab", "Lab: A, B", "Équipe 3"]), "et al.", "X and others", "a@b.org", "...")
    more_names = st.one_of(more_names, more_names, groups.map(lambda name: {"group": name}))
    url = some(
        st.sampled_from(["", "https://example.org/a", "http://a.example.org:80/?q=1#x", "HTTPS://EXAMPLE.ORG/ä"]),
        "example.org", "javascript:alert(1)", "https://user@example.org/", "https://localhost/", "https://a b.org",
        "https://a.org:99999/", "https://", "https://a.org/<x>",
    )  # fmt: skip
    piece = st.sampled_from(
        ["word", "$a < b$", "**bold**", "2 <3", "`<b>`", "[x](https://example.org)", "x_y", "\\<b>", "ß 脑"]
    )
    bad = st.sampled_from(
        ["<b>x</b>", "<!-- x -->", "![x](https://e.org/x.png)", "[x](javascript:x)", "[x](/a)", "\n\n# H\n\n", "\u200b",
         "\n\nA line\n===\n\n", "\u202e", "<javascript:x>", "</div>"]
    )  # fmt: skip
    summary = st.builds(
        lambda parts, extra, count: " ".join([*parts, *extra, *["word"] * count]),
        st.lists(piece, max_size=8),
        st.integers(0, 5).flatmap(lambda draw: st.just([]) if draw else st.lists(bad, max_size=2)),
        some(st.integers(62, 120), 0, 40, 200),
    )
    values = st.fixed_dictionaries(
        {
            "title": some(title, "", "two  spaces", "bidi \u202e", "soft\u00adhyphen"),
            "authors": st.integers(0, 5).flatmap(
                lambda draw: st.lists(names, max_size=4, unique=True) if draw else st.lists(more_names, max_size=4)
            ),
            "date": some(st.sampled_from(["2023", "2023-09", "2024-02-29"]), "", "2023-02-29", "23", "2023/1", "0999"),
            "added": st.just("2026-11-25"),
            "categories": some(
                st.lists(st.sampled_from(categories), min_size=1, max_size=3, unique=True),
                [],
                categories[:4],
                [categories[0]] * 2,
                ["waves"],
            ),
            "tags": some(st.lists(st.sampled_from(tags), max_size=5, unique=True), ["no"], [tags[0]] * 2, ["a  b"]),
            "arxiv": some(st.sampled_from(["", "2309.10500", "q-bio/0501001"]), "arXiv:2309.08045", "2309.1", "1"),
            "doi": some(st.sampled_from(["", "10.1038/s41586-023-06031-6", "10.1/x"]), "https://doi.org/10.1038/x"),
            "pmid": some(st.sampled_from(["", "37138088"]), "PMID 3", "0"),
            "openreview": some(st.sampled_from(["", "p4S5Z6Sah4"]), "abc", "a b c d e f"),
            "venue": st.fixed_dictionaries(
                {
                    "name": some(st.sampled_from(["", *venues]), "ICRL"),
                    "year": some(st.sampled_from(["", "2024"]), "24"),
                }
            ),
            "links": st.fixed_dictionaries({"pdf": url, "code": url}),
            "tldr": some(
                st.one_of(text.map(lambda value: (value + " and waves that remember")[:200]), st.just("y" * 200)),
                "",
                "Waves.",
                "y" * 201,
                "Waves  that remember what was there.",
            ),
        }
    )
    return st.tuples(values, summary)


def made_up(vocabulary: Vocabulary) -> list[tuple[dict[str, Any], str]]:
    found: list[tuple[dict[str, Any], str]] = []

    @seed(20261125)
    @settings(max_examples=ENTRIES, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(entries(vocabulary))
    def collect(entry: tuple[dict[str, Any], str]) -> None:
        found.append(entry)

    collect()
    return found


def verdict(text: str, vocabulary: Vocabulary) -> set[str]:
    """The rules that `papers check` finds broken in one file."""
    paper, source = reading.paper_text(text.encode(), "papers/made-up-2023.md")
    rules = {problem.rule for problem in source.problems}
    if paper is not None:
        rules |= {name for name, _ in checks.findings(Library.of([paper], vocabulary))}
    return {_SAME.get(rule, rule) for rule in rules}


COMPARE = """
async (entries) => {
  const base = document.querySelector('script[type=module]').src;
  const rules = await import(new URL('suggest-rules.js', base));
  const yaml = await import(new URL('suggest-yaml.js', base));
  const schema = await (await fetch(document.querySelector('form.p-suggest').dataset.schema)).json();
  return entries.map(([values, summary]) => {
    const faults = rules.faults(values, summary, schema);
    return [yaml.fileText(values, summary, schema), faults];
  });
}
"""


def test_the_verdict_and_the_text_are_the_program_s(page: Page, vocabulary: Vocabulary) -> None:
    given_entries = made_up(vocabulary)
    assert len(given_entries) >= ENTRIES
    clean = 0
    for (values, summary), (text, faults) in zip(given_entries, page.evaluate(COMPARE, given_entries), strict=True):
        plain = {**values, "venue": {k: v for k, v in values["venue"].items() if v},
                 "links": {k: v for k, v in values["links"].items() if v}}  # fmt: skip
        assert text == f"---\n{writing.front_matter_of(plain)}---\n{summary.strip()}\n"
        early = {fault["rule"] for fault in faults if not fault["late"]}
        told = early or {_SAME.get(fault["rule"], fault["rule"]) for fault in faults}
        assert told == verdict(text, vocabulary), text
        clean += not told
    assert 20 < clean < ENTRIES - 20  # both verdicts are there to be compared


def fill(page: Page, **fields: str) -> None:
    """Fill the form with the keyboard alone, from its first field to the link at its end."""
    page.locator("#suggest-title").focus()
    for _ in range(60):
        name = page.evaluate("document.activeElement.name || document.activeElement.dataset.part || ''")
        if name == "open":
            return
        if name in fields:
            page.keyboard.insert_text(fields[name])
        elif page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    pytest.fail("the link at the end of the form is not reached with the Tab key")


def test_filled_with_the_keyboard_it_leads_to_a_file_that_passes(page: Page, vocabulary: Vocabulary) -> None:
    category, tag = next(iter(vocabulary.categories)), next(iter(vocabulary.tags))
    fill(
        page,
        title='Waves: "again" & \\tau #1',
        authors="Ada Lovelace\nJosé García\nothers",
        date="2024-05",
        arxiv="2405.10500",
        categories=category,
        tags=f"{tag}, ",
        tldr="No: waves that travel remember what was # there.",
        summary=f"{WORDS}\n\nA second paragraph with ümlauts, 50% and $a < b$.",
        code="https://example.org/code?a=1&b=2",
    )
    expect(page.locator("[data-part=state]")).to_have_text("Ready.")
    link = page.locator("[data-part=open]").get_attribute("href")
    assert link
    assert len(link) <= 8000
    asked = parse_qs(urlsplit(link).query)
    assert re.fullmatch(r"papers/[a-z0-9-]+\.md", asked["filename"][0])
    assert urlsplit(link).path.endswith("/new/main")
    text = asked["value"][0]
    assert verdict(text, vocabulary) == set()
    paper, _ = reading.paper_text(text.encode(), asked["filename"][0])
    assert paper is not None
    assert (paper.title, paper.tags) == ('Waves: "again" & \\tau #1', (tag,))
    assert writing.text_of(paper, paper.summary) == text


def test_faults_and_duplicates_are_told_as_one_types(page: Page) -> None:
    known = json.loads(
        page.evaluate("fetch(document.querySelector('form.p-suggest').dataset.known).then(a => a.text())")
    )
    key, title = known[0][:2]
    page.locator("#suggest-title").fill(title.upper())
    expect(page.locator("[data-part=same] a")).to_have_text(title)
    assert page.locator("[data-part=same] a").get_attribute("href").endswith(f"papers/{key}/")  # type: ignore[union-attr]  # it has one
    page.locator("#suggest-arxiv").fill("arXiv:2309.08045")
    expect(page.locator("#suggest-arxiv-fault")).to_have_text("Write it bare, such as 2309.08045.")
    assert page.locator("#suggest-arxiv").get_attribute("aria-invalid") == "true"
    page.locator("#suggest-date").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#suggest-date-fault")).to_have_text("This is needed.")
    assert page.locator("[data-part=open]").get_attribute("href") is None


def test_tags_are_completed_one_after_another(page: Page, vocabulary: Vocabulary) -> None:
    tags = list(vocabulary.tags)
    page.locator("#suggest-tags").fill(f"{tags[0]}, ")
    options = page.locator("#suggest-tags-words option").evaluate_all("all => all.map(option => option.value)")
    assert options == [f"{tags[0]}, {tag}" for tag in tags[1:]]


def test_a_text_too_long_for_an_address_goes_into_an_issue(page: Page) -> None:
    found = page.evaluate(
        """async () => {
          const base = document.querySelector('script[type=module]').src;
          const { addressOf } = await import(new URL('suggest.js', base));
          const place = { repository: 'https://github.example/o/r', branch: 'main' };
          return [addressOf(place, 'k', 'ä'.repeat(2000)), addressOf({ repository: '' }, 'k', 'x')];
        }"""
    )
    assert found == [
        {"address": "https://github.example/o/r/issues/new?title=Add%20k", "long": True},
        {"address": "", "long": False},
    ]


def test_without_scripts_it_is_a_list_of_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}about/suggest/")
    links = page.locator(".md-content a[href*='github']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    context.close()
    assert [link.partition("neuroai-papers/neuroai-papers/")[2] for link in links] == [
        "issues/new?template=add-paper.yml",
        "new/main/papers",
        "issues/new?template=correct-paper.yml",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_narrow(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}about/suggest/")
    page.locator("#suggest-arxiv").fill("wrong")
    page.locator("form.p-suggest summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_the_page_of_a_toy_without_a_repository(tmp_path: Path) -> None:
    from generator.site.slots import Slots

    html = Slots(Library(), {"repository": "", "branch": "main"}).render("suggest", "", "../")
    assert "This site names no repository." in html
    assert 'data-part="open"' not in html
    assert "Copy the file" in html


@pytest.mark.parametrize(("author", "title"), [("Anna Löwe", "Straße Waves"), ("Søren Ægir", "Łatwe Þórsmörk")])
def test_the_form_proposes_the_key_that_the_command_proposes(page: Page, author: str, title: str) -> None:
    page.locator("[name=title]").fill(title)
    page.locator("[name=authors]").fill(author)
    page.locator("[name=date]").fill("2023-01-01")
    key = keys.proposed(title, names.split(author).family, "2023-01-01")
    expect(page.locator('[data-part="name"]')).to_have_text(f"papers/{key}.md")
