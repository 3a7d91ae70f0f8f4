"""Keys that are proposed, and entries that are one work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.duplicates import IDENTIFIERS, Index, Work, is_same, may_be_same, title_key
from generator.files import loading
from generator.model import identifiers, keys, names
from generator.model.paper import Paper
from tests.project import ROOT


@pytest.mark.parametrize(
    ("title", "family", "date", "key"),
    [
        ("Traveling Waves Encode the Recent Past", "Keller", "2023-09-03", "keller-2023-traveling-waves"),
        ("Visualizing Data using t-SNE", "Maaten", "2008", "maaten-2008-visualizing-data"),
        ("The Ant: A Study", "", "1999", "ant-1999"),
        ("Waves", "Carreño Quiñones", "2023", "carreno-quinones-2023-waves"),
        ("Waves", "Ramón y Cajal", "2023", "ramon-y-cajal-2023-waves"),
        ("BrainBERT: Self-supervised learning", "Wang", "2023", "wang-2023-brainbert"),
        ("Ünïcode für $x^2$ Ærgern", "Ødegård", "2020", "odegard-2020-unicode-fur"),
        ("意識", "李明", "2024", "paper-2024"),
        ("", "", "", "paper"),
    ],
)
def test_a_key_is_made_by_the_rule(title: str, family: str, date: str, key: str) -> None:
    assert keys.proposed(title, family, date) == key


def test_a_key_that_is_taken_takes_more_words_then_a_number() -> None:
    taken: set[str] = set()
    for _ in range(5):
        taken.add(keys.proposed("Waves: in the sea of brains", "Keller", "2023", taken.__contains__))
    assert taken == {
        "keller-2023-waves",
        "keller-2023-waves-sea-brains",
        "keller-2023-waves-2",
        "keller-2023-waves-3",
        "keller-2023-waves-4",
    }


@given(st.text(), st.text(), st.sampled_from(["", "2023", "2023-09-03"]))
def test_a_proposed_key_is_always_a_key(title: str, author: str, date: str) -> None:
    assert identifiers.is_key(keys.proposed(title, author, date))


def test_the_keys_of_the_list_follow_the_rule() -> None:
    """Nine in ten do; the others were written by hand before it was."""
    papers = loading.load(ROOT / "papers", ROOT)[0].papers
    follow = 0
    for paper in papers:
        first = paper.people[0] if paper.people else None
        family = names.split(first.name, first.family or "").family if first else ""
        follow += keys.proposed(paper.title, family, paper.date) == paper.key
    assert follow >= 0.9 * len(papers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"The $\alpha$-rhythm of the M{\"u}ller cells", "the α rhythm of the Müller cells"),
        ("{B}rain-like {LLM}s", "Brain like LLMs"),
        ("What’s new?", "What's New"),
        (r"\emph{Drosophila} flies", "Drosophila Flies"),
    ],
)
def test_titles_that_say_the_same(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_titles_that_differ_stay_apart() -> None:
    assert len({title_key(t) for t in ("Neurons I", "Neurons II", "Neurons β", "Neurons γ", "神经元", "神經")}) == 6


def work(key: str, title: str = "", authors: tuple[str, ...] = (), **ids: str) -> Work:
    return Work(key, f"papers/{key}.md", title, authors, ids)


def test_the_doi_of_an_arxiv_paper_is_its_identifier() -> None:
    index = Index([work("a", arxiv="2309.08045")])
    (match,) = index.same(work("b", doi="10.48550/ARXIV.2309.08045"))
    assert (match.work.key, match.field, match.their_field) == ("a", "doi", "arxiv")


def test_a_subtitle_makes_no_difference_among_the_same_authors() -> None:
    index = Index([work("a", "Traveling waves: what they compute", ("T. A. Keller",))])
    assert [m.work.key for m in index.same(work("b", "Traveling Waves", ("Thomas Keller",)))] == ["a"]
    assert not list(index.same(work("c", "Traveling Waves", ("Frieda Löwe",))))
    assert not list(index.same(work("d", "Traveling waves: another part", ("T. A. Keller",))))


def test_a_work_that_says_so_is_another() -> None:
    index = Index([Work("a", "papers/a.md", "Waves", not_same_as=("b",))])
    assert not list(index.same(work("b", "Waves")))
    assert list(index.same(work("c", "Waves")))


TITLES = st.sampled_from(["Waves", "waves", "Waves: a study", "Waves again", "Waves again: a study", "Spikes", ""])
IDS = st.fixed_dictionaries(
    {
        "arxiv": st.sampled_from([None, "2309.08045", "q-bio/0501001"]),
        "doi": st.sampled_from([None, "10.48550/arXiv.2309.08045", "10.1000/ABC", "10.1000/abc"]),
        "pmid": st.sampled_from([None, "1"]),
        "openreview": st.sampled_from([None, "p4S5Z6Sah4", "P4S5Z6Sah4"]),
    }
)


@given(st.lists(st.tuples(TITLES, IDS), max_size=4))
def test_what_is_told_soon_is_never_another_than_what_an_index_tells(drawn: list[tuple[str, dict[str, Any]]]) -> None:
    assert set(IDENTIFIERS) == set(drawn[0][1]) if drawn else True
    papers = [
        Paper(title=title, date="2024", added="2026-01-01", categories=(), tldr="", key=f"p-{n}", path=f"p-{n}.md",
              summary="", **ids)
        for n, (title, ids) in enumerate(drawn)
    ]  # fmt: skip
    index, by_title, by_identifier = Index(), False, False
    for work in map(Work.of, papers):
        by_title |= any(index.by_title(work))
        by_identifier |= any(index.by_identifier(work))
        index.add(work)
    assert may_be_same(papers, by_title=True) or not by_title
    assert may_be_same(papers, by_title=False) or not by_identifier
    if len({title.split(":")[0].lower() for title, _ in drawn}) == len(drawn):
        assert not may_be_same(papers, by_title=True)


_TITLES = st.one_of(
    st.text(st.sampled_from("Aab1é\u0301ßαİ腦$\\{}:—’ -"), max_size=6),
    st.builds(
        "{}: {}".format, st.sampled_from(["Waves of", "waves", "$\\alpha$ of", "Α of", "É of"]), st.text(max_size=2)
    ),
)


@given(_TITLES, st.lists(_TITLES, max_size=4))
def test_an_edited_paper_is_held_against_all_others_as_an_index_does(title: str, titles: list[str]) -> None:
    one, *others = [
        Paper(title=text, date="2024", added="2026-01-01", categories=(), tldr="", key=f"p-{n}", path=f"p-{n}.md",
              summary="")
        for n, text in enumerate([title, *titles])
    ]  # fmt: skip
    index = Index(map(Work.of, others))
    assert is_same(one, [one, *others]) == any(index.same(Work.of(one)))
