"""The search index, as the files that the scripts fetch: what stands in them, and what changes them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks import checks
from generator.core.tree import Output
from generator.files.fragments import Fragments
from generator.model import addresses
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site.rendering import BASE
from generator.site.search import files, handwritten
from generator.site.search.entries import Entry, entries, plain, plain_id
from generator.site.search.facets import Facets
from generator.site.search.tokens import deltas, hash32, telling, tokens
from generator.site.search.words import Words, bucket_of, words_of
from tests.project import TOY, papers, toy_project, tree


@pytest.fixture(scope="module")
def toy() -> Library:
    return checks.load(TOY / "papers", TOY)[0]


def numbers(text: str) -> list[int]:
    """What `deltas` wrote."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    found, value, shift, total = [], 0, 1, 0
    for digit in map(digits.index, text):
        value += digit % 32 * shift
        shift *= 32
        if digit < 32:
            total += value
            found.append(total)
            value, shift = 0, 1
    return found


def entry(**texts: str) -> Entry:
    fields = dict.fromkeys(("key", "title", "family", "authors", "tags", "tldr", "summary", "other"), "") | texts
    return Entry(**fields, ids=())


def lines(words: Words) -> list[str]:
    return [line for n in range(words.buckets) for line in words.bucket(n).decode().split("\n") if line]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spike-timing: the brain's C3PO", ["spike", "timing", "the", "brains", "c3po"]),
        ("Löwe, Øystein & O’Neill", ["lowe", "oystein", "oneill"]),
        ("脑 und 机器 学习", ["脑", "und", "机", "器", "学", "习"]),
        ("Τεχνητή νοημοσύνη", ["τεχνητη", "νοημοσυνη"]),
        ("“…” — ?!", []),
    ],
)
def test_words_are_folded_and_parted(text: str, found: list[str]) -> None:
    assert tokens(text) == found


FORMULAS = (
    ("α", "alpha", "Alpha", "$\\alpha$", "\\alpha", "Α", "ά", "𝛼"),
    ("β₁", "beta1", "beta_1", "beta-1", "β1", "$\\beta_1$", "\\beta_{1}"),
    ("ε", "ϵ", "epsilon", "$\\varepsilon$", "$\\epsilon$"),
    ("θ", "ϑ", "theta", "$\\vartheta$", "$\\hat{\\theta}$"),
    ("μ", "µ", "mu", "$\\mu$"),
    ("ω", "Ω", "\u2126", "omega", "$\\Omega$"),
    ("σ", "ς", "Σ", "sigma", "$\\sigma$"),
    ("∞", "infinity", "infty", "$\\infty$"),
    ("∇", "nabla", "$\\nabla$"),
    ("∂", "partial", "$\\partial$"),
    ("ℓ1", "ℓ₁", "L1", "l_1", "$\\ell_1$", "\\ell_{1}"),
    ("ℓ∞", "L infinity", "$\\ell_\\infty$", "$L^{\\infty}$"),
    ("x₁", "x_1", "$\\mathbf{x}_1$", "$x_{1}$"),
    ("O(n²)", "O(n^2)", "$O(n^{2})$"),
    ("2π", "2pi", "2 pi", "$2\\pi$"),
    ("ΔF/F", "Delta F/F", "$\\Delta F/F$", "∆F/F"),
    ("TGF-β1", "TGF-beta 1", "TGF-$\\beta_1$"),
    ("√n", "sqrt n", "$\\sqrt{n}$"),
    ("ℝⁿ", "$\\mathbb{R}^n$", "R^n"),
)


@pytest.mark.parametrize("forms", FORMULAS)
def test_every_form_of_a_formula_is_the_same_words(forms: tuple[str, ...]) -> None:
    made = {form: tokens(form) for form in forms} | {f"{form} (plain)": tokens(plain(form)) for form in forms}
    assert len({tuple(words) for words in made.values()}) == 1, made


def test_words_of_greek_and_names_with_an_underscore_stay() -> None:
    assert tokens("Παπαδόπουλος και snake_case variance pi") == [
        "παπαδοπουλοσ", "και", "snake", "case", "variance", "pi",
    ]  # fmt: skip


def test_words_that_say_nothing_are_no_words_of_a_summary() -> None:
    assert telling("the waves of the brain") == {"waves", "brain"}


@given(st.lists(st.integers(0, 10**7), unique=True).map(sorted))
def test_numbers_come_back(values: list[int]) -> None:
    assert numbers(deltas(values)) == values


def test_a_bucket_tells_where_each_word_stands() -> None:
    found = [entry(title="Waves", summary="Waves in cortex"), entry(title="A net", family="Wu", authors="Li Wu")]
    words = Words(2, lambda: map(words_of, found))
    assert sorted(lines(words)) == sorted(
        [
            "a\t1 B",
            "a*\t1 B",
            "cortex\t16 A",
            "li\t2 B",
            "l*\t2 B",
            "net\t1 B",
            "n*\t1 B",
            "waves\t17 A",
            "w*\t1 A\t66 B",
            "wu\t66 B",
            f"={hash32('waves'):08x}\t1 A",
            f"={hash32('a net'):08x}\t1 B",
        ]
    )
    assert "waves\t17 A" in words.bucket(bucket_of("wa", words.buckets)).decode().split("\n")


def test_identifiers_tag_aliases_venues_and_variants_find_their_paper(toy: Library) -> None:
    found = list(entries(toy))
    words = dict(line.split("\t", 1) for line in lines(Words(len(found), lambda: map(words_of, found))))
    papers = [paper for paper in toy.papers if paper.arxiv]
    assert papers
    for paper in toy.papers:
        number = [e.key for e in found].index(paper.key)
        ids = [paper.arxiv, paper.doi, paper.openreview, paper.pmid, *(url for _, url in paper.links.items())]
        for identifier in filter(None, ids):
            assert number in numbers(words[f"#{plain_id(identifier)}"].split(" ")[1])
        for tag in paper.tags:
            for alias in toy.vocabulary.tags[tag].aliases:
                for word in telling(alias):
                    groups = [group.split(" ")[1] for group in words[word].split("\t")]
                    assert number in [n for group in groups for n in numbers(group)]


def test_facets_hold_the_papers_of_each_value(toy: Library) -> None:
    facets = Facets(toy)
    keys = facets.keys().decode().split("\n")
    short = json.loads(facets.short())
    for name, groups in (("category", toy.in_category), ("year", toy.in_year)):
        assert {tuple(sorted(keys[n] for n in numbers(of))) for _, _, of, _ in short[name]} == {
            tuple(sorted(paper.key for paper in of)) for of in groups.values()
        }
    tags = {key or addresses.tag(title): of for key, title, of, _ in json.loads(facets.tags())}
    assert len(tags) == len(toy.with_tag)
    assert len(json.loads(facets.authors())) == len(toy.people)


class Row:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.html = f"<li>{paper.key}</li>"

    def __repr__(self) -> str:
        return repr(self._paper)


def made(library: Library) -> dict[str, Output]:
    words = files.library_words(library, Fragments())
    return {output.path: output for output in files.SearchFiles(library, Row, lambda: words).outputs()}


def test_names_of_files_change_with_what_they_hold(toy: Library) -> None:
    first = made(toy)
    again = made(toy)
    assert {path: output.make() for path, output in first.items()} == {p: o.make() for p, o in again.items()}
    changed = replace(toy.papers[0], summary=f"{toy.papers[0].summary} Zzyzx.")
    other = made(Library((changed, *toy.papers[1:]), toy.vocabulary))
    index = addresses.SEARCH
    rows = {path for path in first if path.startswith("assets/search/rows/")}
    words = {path for path in first if path.startswith("assets/search/words/")}
    stay = {path for path in words if path in other}
    # The newest paper is the last: the rows of the others stay where they are, and so do words that it has not.
    assert set(first) & set(other) == {index, *sorted(rows)[:-1], *stay}
    assert 0 < len(stay) < len(words)
    assert all(first[path].make() == other[path].make() for path in stay)
    assert first[index].fingerprint != other[index].fingerprint


def test_the_first_file_names_all_others(toy: Library) -> None:
    there = made(toy)
    index = json.loads(there[addresses.SEARCH].make())

    def versions(name: str) -> list[str]:
        return [index[name][at : at + files.VERSION] for at in range(0, len(index[name]), files.VERSION)]

    others = ("facets.json", "tags.json", "authors.json", "order.json", "keys.txt", "suggest.txt")
    assert there.keys() - {addresses.SEARCH} == {
        *(addresses.search_words(number, version) for number, version in enumerate(versions("words"))),
        *(addresses.search_rows(number, version) for number, version in enumerate(versions("rows"))),
        *(addresses.search_file(index["edition"], name) for name in others),
    }


def test_sections_of_a_page_are_read_without_lists_and_marks() -> None:
    html = (
        '<nav>no</nav><article class="md-content__inner"><h1 id="a">Ask &amp; tell<a class="headerlink">¶</a></h1>'
        "<p>One "
        '<b>two</b><br>three</p><ol class="p-rows"><li>no<li>no</ol><script>no</script><h2 id="b">B</h2>text'
        "<svg><path/></svg></article>no"
    )
    assert handwritten.read(html) == ("Ask & tell", [["a", "Ask & tell", "One two three"], ["b", "B", "text"]])


@pytest.mark.slow
def test_without_search_there_is_no_index_and_with_it_an_edit_changes_what_it_must(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    papers("build", "--no-search", cwd=project)
    assert [path for path in tree(project / "site") if path.startswith("assets/search/")] == []
    papers("build", cwd=project)
    first = {p: c for p, c in tree(project / "site").items() if p.startswith("assets/search/")}
    assert {addresses.SEARCH, addresses.SEARCH_PAGES} <= set(first)
    words = [file for name in ("words/*", "*/suggest.txt") for file in (project / "site/assets/search").glob(name)]
    assert len(words) > 8
    made = [file.stat() for file in words]
    about = project / "docs" / "about" / "index.md"
    about.write_text(about.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    papers("build", cwd=project)
    assert [file.stat() for file in words] == made, "no text of a paper changed: nothing was indexed"
    file = project / "papers" / "keller-2023-traveling-waves.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nIt says blahblah too.\n", encoding="utf-8")
    papers("build", cwd=project)
    second = {p: c for p, c in tree(project / "site").items() if p.startswith("assets/search/")}
    assert not any(b"blahblah" in content for content in first.values())
    assert any(b"blahblah" in content for content in second.values())


def test_the_script_puts_the_way_to_the_root_where_rows_have_its_mark() -> None:
    script = (TOY.parents[1] / "generator/site/static/search.js").read_text(encoding="utf-8")
    assert f'.replaceAll("\\x{ord(BASE):02x}", base)' in script
