"""Dark systems get dark pages: from the first paint on, without scripts, and never against the reader's choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.build import color_schemes
from generator.site.static_files import FOLDER
from tests.project import ROOT, papers, toy_project

SYSTEM = "@media screen and (prefers-color-scheme:dark)"
PALETTE = """
<body dir="ltr" data-md-color-scheme="{first}" data-md-color-primary="indigo">
<input data-md-color-media="(prefers-color-scheme)" data-md-color-scheme="default" type="radio">
<input data-md-color-media="(prefers-color-scheme: dark)" data-md-color-scheme="{dark}" type="radio">
"""


@pytest.mark.parametrize(
    ("page", "scheme"),
    [
        (PALETTE.format(first="default", dark="slate"), "slate"),
        (PALETTE.format(first="default", dark="night"), "night"),
        (PALETTE.format(first="slate", dark="slate"), ""),  # dark in any case
        ('<body data-md-color-scheme="default"><p>One palette</p>', ""),
        ('<body dir="ltr">', ""),
    ],
)
def test_the_scheme_of_a_dark_system_is_found(page: str, scheme: str) -> None:
    assert color_schemes.find_dark_scheme(page) == scheme


@pytest.mark.parametrize(
    ("css", "added"),
    [
        ('[data-md-color-scheme="slate"]{--a:1}.b{c:d}', "{--a:1}"),
        (
            "@media screen{.x{y:z}[data-md-color-scheme=slate][data-md-color-primary=red],.q:is(a,b){--a:1}}",
            "[data-md-color-primary=red]{--a:1}",
        ),
        ("/* } */ [data-md-color-scheme=slate] img[src$='#{']{content:'}'}", " img[src$='#{']{content:'}'}"),
        ("@font-face{x:y}[data-md-color-scheme=slate]{a:b", ""),
        ("body:not([data-md-color-scheme=slate]){a:b}", ""),
        ("@keyframes slate{0%{--x:'[data-md-color-scheme=slate]'}}", ""),
        ("p{a:b}", ""),
    ],
)
def test_rules_are_repeated_behind_the_one_that_they_stand_for(css: str, added: str) -> None:
    made = color_schemes.add_undecided_rules(css)
    if added:
        added = f"{SYSTEM}{{[data-p-dark=slate]:where(:not([data-md-color-media])){added}}}"
    assert made.replace(added, "", 1) == css
    assert len(made) == len(css) + len(added)


def test_our_own_rules_for_a_dark_system_are_those_of_the_scheme() -> None:
    css = (FOLDER / "papers.css").read_text()
    scheme = css.partition('[data-md-color-scheme="slate"] {')[2].partition("}")[0]
    undecided = css.partition('[data-p-dark="slate"]:where(:not([data-md-color-media])) {')[2].partition("}")[0]
    assert scheme.split() == undecided.split()


def test_a_list_with_one_palette_keeps_it_on_a_dark_system(tmp_path: Path) -> None:
    project = toy_project(tmp_path)
    config = (project / "mkdocs.yml").read_text()
    start, end = config.index("  palette:\n"), config.index("\nplugins:")
    (project / "mkdocs.yml").write_text(config[:start] + "  palette: {scheme: default}\n" + config[end:])
    papers("build", cwd=project)
    assert all(b"data-p-dark" not in page.read_bytes() for page in (project / "site").rglob("*.html"))


COLOURS = """() => {
  const style = (place) => getComputedStyle(document.querySelector(place));
  const names = ["--md-default-bg-color", "--md-default-fg-color", "--md-typeset-a-color", "--p-link", "--p-soft",
    "--md-code-bg-color", "--md-primary-fg-color", "--md-footer-bg-color"];
  return [style("body").backgroundColor, style("body").color, style(".md-typeset a").color, style("body").colorScheme,
    ...names.map((name) => style("body").getPropertyValue(name).trim())];
}"""
PAGES = ["", "papers/", "papers/keller-2023-traveling-waves/", "about/", "tags/", "404.html", "about/suggest/"]


def brightness(colour: str) -> float:
    red, green, blue = (float(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return 0.3 * red + 0.6 * green + 0.1 * blue


@pytest.mark.browser
@pytest.mark.parametrize("where", PAGES)
def test_a_page_without_scripts_has_the_colours_of_the_system(told: Any, address: str, where: str) -> None:
    found = {}
    for scheme in ("light", "dark"):
        for scripts in (True, False):
            page = told(address, color_scheme=scheme, java_script_enabled=scripts)
            page.goto(address + where)
            if scripts:
                page.wait_for_function("document.body.dataset.mdColorMedia")
            found[scheme, scripts] = page.evaluate(COLOURS)
    assert found["dark", False] == found["dark", True]
    assert found["light", False] == found["light", True]
    assert brightness(found["dark", False][0]) < 60
    assert brightness(found["light", False][0]) > 230


@pytest.mark.browser
@pytest.mark.parametrize(
    ("system", "chosen"), [("dark", None), ("light", None), ("dark", "default"), ("light", "slate")]
)
def test_the_first_paint_has_the_colours_of_the_last(told: Any, address: str, system: str, chosen: str | None) -> None:
    page = told(address, color_scheme=system)
    page.goto(address)
    for _ in range(3 if chosen else 0):
        page.locator("label[for^=__palette]:visible").click()
        stored = page.evaluate("JSON.parse(localStorage.getItem('/.__palette'))")
        if stored["color"]["scheme"] == chosen and stored["color"]["media"] != "(prefers-color-scheme)":
            break
    held: list[Any] = []
    released: list[bool] = []
    # The theme's script and ours come later.
    page.route("**/*.js*", lambda route: route.continue_() if released else held.append(route))
    page.goto(address + "papers/keller-2023-traveling-waves/", wait_until="commit")
    page.locator(".p-paper .p-tldr").wait_for()
    first = page.evaluate(COLOURS)
    released.append(True)
    for route in held:
        route.continue_()
    page.wait_for_function("document.body.dataset.mdColorMedia")
    page.wait_for_load_state("load")
    assert page.evaluate(COLOURS) == first
    dark = (chosen or {"dark": "slate", "light": "default"}[system]) == "slate"
    assert (brightness(first[0]) < 60) is dark


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_every_page_of_either_builder_says_its_dark_scheme(tmp_path: Path, builder: str) -> None:
    project = toy_project(tmp_path)
    papers("build", "--builder", builder, cwd=project)
    site = project / "site"
    lacking = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if "<body" in (text := path.read_text())
        and "data-md-color-scheme" in text
        and 'data-p-dark="slate"' not in text
    ]
    assert lacking == []
    sheets = [path.read_text() for path in site.rglob("*.css")]
    assert any("[data-p-dark=slate]:where(:not([data-md-color-media])){" in text for text in sheets)


def test_our_settings_offer_a_dark_scheme() -> None:
    assert "(prefers-color-scheme: dark)" in (ROOT / "mkdocs.yml").read_text()
