"""The search engine in a real Chromium, on the project's own site: what it finds, and that its numbers are right."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page

from generator.checks import checks
from generator.model import names
from generator.model.library import Library
from generator.model.paper import Paper
from generator.site.search.entries import numbered
from generator.site.search.tokens import hash32, tokens
from tests.project import ROOT
from tests.search_cases import cases
from tests.test_search_index import FORMULAS

pytestmark = pytest.mark.browser

FIND = """async ([address, queries]) => {
  const { open } = await import(address + "assets/search.js");
  const search = await open(address + "assets/search/index.json");
  const found = [];
  for (const query of queries) {
    const { papers, unsure, all } = await search.find(query);
    found.push({ papers: papers === null ? null : [...papers], meant: await search.meant(unsure), all });
  }
  return found;
}"""
TEXTS = """async ([address, texts]) => {
  const { tokens, slug, hash32 } = await import(address + "assets/search-text.js");
  return texts.map((text) => [tokens(text), slug(text), hash32(text)]);
}"""
SELECT = """async ([address, choices]) => {
  const { open } = await import(address + "assets/search.js");
  const { Facet, FACETS, Selection } = await import(address + "assets/finder-facets.js");
  const search = await open(address + "assets/search/index.json");
  const facets = {};
  for (const [name, values] of Object.entries(await search.part("facets.json"))) facets[name] = new Facet(name, values);
  for (const name of ["tag", "author"]) facets[name] = new Facet(name, await search.part(`${name}s.json`));
  return choices.map(({ papers, years, chosen }) => {
    const of = Object.fromEntries(FACETS.map(({ name }) => {
      const { all = false, any = [], not = [] } = chosen[name] ?? {};
      return [name, { all, any: new Set(any), not: new Set(not) }];
    }));
    const selection = new Selection(search.papers, papers, { years, only: null, facets: of }, facets);
    const left = [...selection.marks].flatMap((mark, paper) => (mark ? [paper] : []));
    const counts = {};
    for (const { name } of FACETS) {
      const numbers = selection.counts(name);
      counts[name] = Object.fromEntries(facets[name].values.map(({ key }, place) => [key, numbers[place]]));
    }
    counts.year = Object.fromEntries(selection.perYear());
    return { left, counts };
  });
}"""


@pytest.fixture(scope="module")
def library() -> Library:
    return checks.load(ROOT / "papers", ROOT)[0]


@pytest.fixture
def page(told: Any, address: str) -> Page:
    page: Page = told(address)
    page.goto(address + "about/scope/")
    return page


def found(page: Page, address: str, *queries: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = page.evaluate(FIND, [address, list(queries)])
    return answers


def keys(library: Library, answer: dict[str, Any]) -> list[str]:
    papers = numbered(library)
    return [papers[number].key for number in answer["papers"]]


def test_every_paper_is_found(page: Page, address: str, library: Library) -> None:
    asked = list(cases(library))
    answers = found(page, address, *(case.query for case in asked))
    all_of, hit = Counter(case.kind for case in asked), Counter[str]()
    for case, answer in zip(asked, answers, strict=True):
        hit[case.kind] += case.paper in (answer["papers"] or [])[: case.within]
    shares = {kind: hit[kind] / count for kind, count in all_of.items()}
    assert shares["title"] == 1
    assert shares["summary"] >= 0.95
    assert shares["family name"] == 1
    assert shares["wrong letter"] >= 0.9


def test_identifiers_and_addresses_find_their_paper_alone(page: Page, address: str) -> None:
    from generator.model import identifiers

    library = checks.load(ROOT / "papers", ROOT)[0]
    asked: list[tuple[str, str]] = []
    for paper in library.papers:
        asked.append((f"{address}papers/{paper.key}/", paper.key))
        if paper.arxiv:
            asked += [(text, paper.key) for text in (
                paper.arxiv, f"arXiv:{paper.arxiv}v2", f" {identifiers.arxiv_url(paper.arxiv)} ",
                identifiers.arxiv_pdf_url(paper.arxiv) + "v1.pdf",
            )]  # fmt: skip
        if paper.doi:
            url = identifiers.doi_url(paper.doi)
            asked += [
                (text, paper.key) for text in (paper.doi, f"doi:{paper.doi.upper()}", url, f"http://dx.{url[8:]}")
            ]
        if paper.openreview:
            asked.append((identifiers.openreview_url(paper.openreview), paper.key))
        asked += [(url, paper.key) for _, url in paper.links.items()]
    answers = found(page, address, *(query for query, _ in asked))
    wrong = [
        (query, key)
        for (query, key), answer in zip(asked, answers, strict=True)
        if key not in keys(library, answer) or len(answer["papers"]) > 2  # two papers may share their code
    ]
    assert wrong == [], wrong


def test_an_identifier_that_nobody_has_finds_nothing(page: Page, address: str) -> None:
    for answer in found(page, address, "2401.99999", "10.1234/none", "https://example.org/brain"):
        assert answer["papers"] == []


def test_accents_case_and_forms_of_a_word_do_not_matter(page: Page, address: str, library: Library) -> None:
    accented = next(a.name for p in library.papers for a in p.people if names.fold(a.name) != a.name.lower())
    answers = found(page, address, accented, names.fold(accented), accented.upper(), "decoding brains", "DECODE brain")
    assert answers[0]["papers"] == answers[1]["papers"] == answers[2]["papers"] != []
    assert set(answers[3]["papers"][:3]) & set(answers[4]["papers"][:10])
    # With a space behind it a word is whole.
    for one, other in (("wave ", "waves "), ("memory ", "memories "), ("imaging ", "images "), ("spike ", "spiking ")):
        first, second = found(page, address, one, other)
        assert sorted(first["papers"]) == sorted(second["papers"]) != []


def test_an_abbreviation_finds_what_its_tag_means(page: Page, address: str, library: Library) -> None:
    with_tag = {paper.key for paper in library.with_tag["spiking-neural-networks"]}
    assert with_tag <= set(keys(library, found(page, address, "SNN")[0]))


def test_a_word_that_finds_nothing_gets_a_better_one(page: Page, address: str) -> None:
    answers = found(page, address, "spikng", "vizual cortex", "xpiking", "qqqqqqqq", "brain")
    assert [answer["meant"] for answer in answers] == [
        [{"word": "spikng", "meant": "spiking"}],
        [{"word": "vizual", "meant": "visual"}],
        [{"word": "xpiking", "meant": "spiking"}],
        [],
        [],
    ]
    assert answers[3]["papers"] == []


def test_words_are_made_as_in_the_index(page: Page, address: str, library: Library) -> None:
    draw = random.Random(7)  # noqa: S311 - made-up texts, no secret
    letters = "aAzZ09 -'’.éÉßẞøØłİıſŒǅΣσςЖё東京かなカナ한국नमस्ते𝔘½²ﬁÅ"
    texts = ["".join(draw.choice(letters) for _ in range(draw.randint(0, 12))) for _ in range(400)]
    signs = [
        *"αβγδεςωΔΣΩϑϕµℓ∞∇∂∑√∆ℝℏ₁₂ⁿx1n2_^{}$() -Αθήνα",
        "\\alpha",
        "\\infty",
        "\\ell",
        "\\mathbf{",
        "\\varphi",
        "pi",
        "beta",
    ]
    texts += ["".join(draw.choice(signs) for _ in range(draw.randint(0, 8))) for _ in range(1500)]
    texts += [form for forms in FORMULAS for form in forms]
    texts += ["Aux", "CON", "com1", "LPT\u00b9", "com", "auxiliary", "nul l"]
    texts += [paper.title for paper in library.papers] + [person.name for person in library.people.values()]
    made = page.evaluate(TEXTS, [address, texts])
    wrong = [
        (text, by_script)
        for text, by_script in zip(texts, made, strict=True)
        if by_script != [tokens(text), names.slug(text), hash32(text)]
    ]
    assert wrong == []


VALUES: dict[str, Any] = {
    "category": lambda paper, library: paper.categories,
    "tag": lambda paper, library: paper.tags,
    "venue": lambda paper, library: [names.slug(paper.venue.name)] if paper.venue else [],
    "author": lambda paper, library: [library.vocabulary.identity(author.name) for author in paper.people],
    "has": lambda paper, library: [kind for kind in ("code", "data", "project") if getattr(paper.links, kind)],
    "status": lambda paper, library: [paper.status] if paper.status else [],
}


def fits(paper: Paper, library: Library, choice: dict[str, Any]) -> bool:
    """Whether a paper is left by a choice: what the finder promises, in the plainest way."""
    years = choice["years"]
    if not (years["from"] or 0) <= int(paper.year) <= (years["to"] or 9999):
        return False
    for name, chosen in choice["chosen"].items():
        own = set(VALUES[name](paper, library))
        wanted = [value in own for value in chosen["any"]]
        if own & set(chosen["not"]) or (wanted and not (all(wanted) if chosen["all"] else any(wanted))):
            return False
    return True


def with_value(choice: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """The choice with one value more."""
    if name == "year":
        return {**choice, "years": {"from": int(value), "to": int(value)}}
    chosen = choice["chosen"].get(name, {"all": False, "any": [], "not": []})
    return {
        **choice,
        "chosen": {**choice["chosen"], name: {**chosen, "any": [*chosen["any"], value]}},
    }


def test_numbers_beside_facets_are_the_numbers_of_results(page: Page, address: str, library: Library) -> None:
    draw = random.Random(3)  # noqa: S311 - made-up choices, no secret
    papers = numbered(library)
    queries = ["", "", "brain", "spiking networks", "li", "decoding", "fmri visual", "learning"]
    answers = dict(zip(queries[2:], found(page, address, *queries[2:]), strict=True))
    values = {name: sorted({v for p in papers for v in of(p, library)}) for name, of in VALUES.items()}
    choices: list[dict[str, Any]] = []
    for _ in range(200):
        query = draw.choice(queries)
        years = sorted(draw.choice([0, 2019, 2021, 2022, 2023, 2024, 2025]) for _ in range(2))
        asked: dict[str, Any] = {}
        for name in draw.sample(sorted(VALUES), draw.randint(0, 3)):
            # Most choices start from a paper, so that something is left.
            paper = draw.choice(papers)
            likely = list(VALUES[name](paper, library)) or values[name][:1]
            pool = likely + draw.sample(values[name], min(2, len(values[name])))
            own = list(dict.fromkeys(draw.sample(pool, draw.randint(0, min(2, len(pool))))))
            out = [value for value in draw.sample(values[name], min(1, len(values[name]))) if value not in own]
            asked[name] = {"all": draw.random() < 0.4, "any": own, "not": out if draw.random() < 0.3 else []}
        choices.append(
            {
                "papers": answers[query]["papers"] if query else None,
                "years": {"from": years[0], "to": years[1] if years[1] != years[0] else 0},
                "chosen": asked,
            }
        )
    results = page.evaluate(SELECT, [address, choices])
    left_something = 0
    for choice, result in zip(choices, results, strict=True):
        base = range(len(papers)) if choice["papers"] is None else choice["papers"]

        def left(asked: dict[str, Any], base: Any = base) -> list[int]:
            return sorted(number for number in base if fits(papers[number], library, asked))

        expected = left(choice)
        assert result["left"] == expected, choice
        left_something += bool(expected)
        for name, numbers in result["counts"].items():
            chosen: dict[str, Any] = choice["chosen"].get(name, {"any": [], "not": []})
            some = draw.sample(sorted(numbers), min(15, len(numbers)))  # all of them would take a minute
            for value in {*some, *(chosen["any"] if name != "year" else [])}:
                count = numbers[value]
                if name != "year" and value in chosen["any"]:
                    having = [n for n in expected if value in VALUES[name](papers[n], library)]
                    assert count == len(having), (choice, name, value)
                elif name == "year" or value not in chosen["not"]:
                    assert count == len(left(with_value(choice, name, value))), (choice, name, value)
    assert left_something > 100
