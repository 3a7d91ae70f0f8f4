"""Which entries are one work, judged by all that is known, in an import and in the check alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.checks import same_work
from generator.checks.duplicates import Index, Work, title_key
from generator.cli.program import main
from tests.conftest import Project
from tests.examples import files_of

Import = Callable[..., tuple[Path, Result]]
WAVES = "Traveling Waves of the Cortex"


def entry(key: str = "x", title: str = WAVES, **fields: str) -> str:
    given = {"title": title, **fields}
    return f"@article{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in given.items()) + "}\n"


@pytest.fixture
def bring(project: Project, monkeypatch: pytest.MonkeyPatch) -> Import:
    root = project(files_of("field", ""))
    monkeypatch.chdir(root)

    def run(text: str, *options: str) -> tuple[Path, Result]:
        (root / "in.bib").write_text(text, encoding="utf-8")
        return root, CliRunner().invoke(main, ["import", "in.bib", *options])

    return run


def drafts(root: Path) -> list[Path]:
    return sorted((root / "drafts").glob("*.md")) if (root / "drafts").is_dir() else []


LEE = {"author": "Lee, Ann and Roe, Bob", "year": "2020"}
ONE_WORK = {
    "preprint and published": (
        {**LEE, "eprint": "2001.00001"},
        {**LEE, "year": "2021", "doi": "10.1000/a", "journal": "J. Waves"},
    ),
    "DOI of a preprint": ({**LEE, "doi": "10.1101/2020.01.01.000001"}, {**LEE, "year": "2022", "doi": "10.1000/a"}),
    "two preprint servers": ({**LEE, "doi": "10.48550/arXiv.2001.00001"}, {**LEE, "doi": "10.31234/osf.io/abcde"}),
    "versions": ({**LEE, "doi": "10.7554/eLife.12345.2"}, {**LEE, "doi": "10.7554/eLife.12345", "year": "2021"}),
    "conference and journal": (
        {**LEE, "doi": "10.1000/a", "booktitle": "Conference on Waves"},
        {**LEE, "year": "2022", "doi": "10.2000/b", "journal": "J. Waves"},
    ),
    "names cut short": ({"author": "A. Lee and B. Roe", "year": "2020"}, {"author": "Lee, Ann B.", "year": "2021"}),
    "names turned round": ({"author": "Wei, Li", "year": "2020"}, {"author": "Li, Wei", "year": "2020"}),
    "no authors": ({"year": "2020"}, {**LEE}),
    "no year": ({"author": "Ann Lee"}, {**LEE}),
    "subtitle": ({**LEE}, {**LEE, "title": f"{WAVES}: A Study of Ferrets"}),
    "one identifier, retitled": (
        {**LEE, "eprint": "2001.00001"},
        {**LEE, "eprint": "2001.00001", "title": "Ferrets Show What Spreads"},
    ),
    "one identifier, other names": (
        {**LEE, "doi": "10.1000/a"},
        {"author": "Zed, Zoe", "year": "2020", "doi": "10.1000/A"},
    ),
    "editorial": (
        {**LEE, "title": "Editorial", "journal": "J. Waves"},
        {**LEE, "title": "EDITORIAL", "journal": "J. Waves"},
    ),
    "signs": ({**LEE, "title": "???"}, {**LEE, "title": "??? "}),
}
TWO_WORKS = {
    "authors, year, DOI": ({**LEE, "doi": "10.1000/a"}, {"author": "Zed, Zoe", "year": "2011", "doi": "10.1000/b"}),
    "authors and year": ({**LEE}, {"author": "Zed, Zoe", "year": "2011"}),
    "namesakes": ({**LEE, "doi": "10.1000/a"}, {"author": "Lee, Carl", "year": "2011", "doi": "10.1000/b"}),
    "authors and DOI": ({**LEE, "doi": "10.1000/a"}, {**LEE, "author": "Zed, Zoe", "doi": "10.1000/b"}),
    "two of one journal": (
        {**LEE, "doi": "10.1000/a", "journal": "J. Waves", "volume": "1"},
        {**LEE, "year": "2021", "doi": "10.1000/b", "journal": "J. Waves", "volume": "2"},
    ),
    "two on arXiv": ({**LEE, "eprint": "2001.00001"}, {**LEE, "eprint": "2001.00002"}),
    "DOIs, no authors": ({"year": "2020", "doi": "10.1000/a"}, {"year": "2020", "doi": "10.1000/b"}),
    "twelve years": ({**LEE}, {**LEE, "year": "2008"}),
    "years, no authors": ({"year": "2001"}, {"year": "2020"}),
    "chapters of a book": (
        {**LEE, "doi": "10.1007/978-3-16-148410-0"},
        {"author": "Zed, Zoe", "year": "2020", "doi": "10.1007/978-3-16-148410-0", "title": "Standing Waves of Seas"},
    ),
    "chapters by the same authors": (
        {**LEE, "doi": "10.1007/978-3-16-148410-0", "title": "Vision in Ferrets"},
        {**LEE, "doi": "10.1007/978-3-16-148410-0", "title": "Hearing in Ferrets"},
    ),
    "chapters with pages": (
        {**LEE, "doi": "10.1000/book", "title": "Memory", "booktitle": "A Book", "pages": "1--20"},
        {**LEE, "doi": "10.1000/book", "title": "Memory and Sleep", "booktitle": "A Book", "pages": "21--40"},
    ),
    "a stray DOI": (
        {**LEE, "doi": "10.1000/a"},
        {"author": "Zed, Zoe", "year": "2019", "doi": "10.1000/a", "title": "Sleep in Dolphins"},
    ),
    "a stray arXiv identifier": (
        {**LEE, "eprint": "2001.00001", "doi": "10.1000/a"},
        {"author": "Zed, Zoe", "eprint": "2001.00001", "doi": "10.1000/b", "title": "Sleep in Dolphins"},
    ),
    "parts": ({**LEE, "title": f"{WAVES}: Part I"}, {**LEE, "title": f"{WAVES}: Part II"}),
    "a second part": ({**LEE}, {**LEE, "title": f"{WAVES}: Part II"}),
    "a correction": ({**LEE}, {**LEE, "title": f"Correction to: {WAVES}"}),
    "a correction behind": ({**LEE}, {**LEE, "title": f"{WAVES} -- Erratum"}),
    "a correction with the DOI": (
        {**LEE, "doi": "10.1000/a"},
        {"author": "Zed, Zoe", "year": "2020", "doi": "10.1000/a", "title": f"Reply to: {WAVES}"},
    ),
    "editorials": (
        {"title": "Editorial", "author": "Lee, Ann", "year": "2019", "journal": "J. Waves"},
        {"title": "Editorial", "author": "Lee, Ann", "year": "2020", "journal": "J. Waves"},
    ),
    "editorials of nobody": ({"title": "Editorial"}, {"title": "Editorial", "author": "Lee, Ann", "year": "2020"}),
    "introductions": (
        {**LEE, "title": "Introduction", "booktitle": "Waves"},
        {**LEE, "title": "Introduction", "booktitle": "Seas"},
    ),
}


@pytest.mark.parametrize("case", ONE_WORK)
@pytest.mark.parametrize("turned", [False, True])
def test_records_of_one_work_make_one_draft(bring: Import, case: str, turned: bool) -> None:
    one, other = reversed(ONE_WORK[case]) if turned else ONE_WORK[case]
    root, done = bring(entry("one", **one) + entry("other", **other))
    assert done.exit_code == 0, done.output
    assert len(drafts(root)) == 1, done.output
    assert "2 records: 1 came in as drafts, 1 listed" in done.stdout
    assert re.search(r"in.bib:\d+: other: it is there already: drafts/\S+\.md \(same .+\)", done.stderr)


@pytest.mark.parametrize("case", TWO_WORKS)
@pytest.mark.parametrize("turned", [False, True])
def test_records_of_two_works_make_two_and_a_second_run_adds_none(bring: Import, case: str, turned: bool) -> None:
    one, other = reversed(TWO_WORKS[case]) if turned else TWO_WORKS[case]
    text = entry("one", **one) + entry("other", **other)
    root, done = bring(text)
    assert len(drafts(root)) == 2, done.output
    for value in (*one.values(), *other.values()):
        if value.startswith("10."):  # an identifier of another paper is not lost either
            assert value in done.output + "".join(draft.read_text() for draft in drafts(root))
    before = [draft.read_bytes() for draft in drafts(root)]
    _, again = bring(text)
    assert "2 records: 0 came in as drafts, 2 listed" in again.stdout, again.output
    assert [draft.read_bytes() for draft in drafts(root)] == before
    # As papers of the list they are no duplicates for the check.
    for draft in drafts(root):
        draft.rename(root / "papers" / draft.name)
    told = CliRunner().invoke(main, ["check"]).output
    assert "same-title" not in told
    assert "same-identifier" not in told


def test_a_record_that_is_another_paper_comes_in_all_the_same(bring: Import) -> None:
    text = entry("one", **LEE, doi="10.1000/a") + entry("other", **LEE, doi="10.1000/a")
    root, done = bring(text)
    assert "a record that is another paper comes in with --also" in done.stderr
    (first,) = drafts(root)
    root, done = bring(text, "--also", "other")
    assert len(drafts(root)) == 2, done.output
    (second,) = {*drafts(root)} - {first}
    assert f"not_same_as: [{first.stem}]" in second.read_text()
    assert "doi: 10.1000/a" in second.read_text()
    line = text[: text.index("@article{other")].count("\n") + 1
    _, done = bring(text, "--also", str(line), "--dry-run")
    assert "1 would come in" in done.stdout


def test_the_facts_of_two_records_of_one_work_are_put_together(bring: Import) -> None:
    preprint = entry("pre", author="Lee, A. and others", year="2020", eprint="2001.00001", keywords="sleep")
    published = entry(
        "pub", author="Lee, Ann and Roe, Bob", year="2021", journal="J. Waves", volume="7", doi="10.1000/a",
        keywords="dreams", publisher="Wave Press", eprint="2001.00001",
    )  # fmt: skip
    for text in (preprint + published, published + preprint):
        root, done = bring(text)
        (draft,) = drafts(root)
        for line in ("authors: [Ann Lee, Bob Roe]", "arxiv: 2001.00001", "doi: 10.1000/a", 'volume: "7"'):
            assert line in draft.read_text(), done.output
        assert re.search(r"tags: \[(sleep, dreams|dreams, sleep)\]", draft.read_text())
        assert "date: 2020\n" in draft.read_text()  # of the first public version
        draft.unlink()


def test_what_only_a_record_has_of_a_paper_that_is_there_is_told(bring: Import) -> None:
    root, _ = bring(entry("one", **LEE, doi="10.1000/a"))
    (draft,) = drafts(root)
    before = draft.read_bytes()
    _, done = bring(entry("one", **LEE, doi="10.1000/a", pmid="12345", journal="J. Waves"))
    assert "(same doi); only here: pmid, venue" in done.stderr
    assert draft.read_bytes() == before


def test_the_check_tells_a_wrong_identifier_from_a_duplicate(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = (
        '---\ntitle: "{}"\nauthors: [{}]\ndate: 2020\nadded: 2026-01-01\ncategories: [neural-dynamics]\n'
        "doi: 10.1000/a\ntldr: A network whose activity travels as waves.\n---\n"
    )
    root = project({
        **files_of("field", ""), "papers/lee-2020.md": paper.format(WAVES, "Ann Lee"),
        "papers/zed-2020.md": paper.format("Sleep in Dolphins", "Zoe Zed"),
    })  # fmt: skip
    monkeypatch.chdir(root)
    told = CliRunner().invoke(main, ["check"]).output
    assert "the same doi, another title, other authors as in papers/lee-2020.md" in told
    assert "they look like two papers: correct it in one of them, or write not_same_as: [lee-2020]" in told


@pytest.mark.parametrize("title", ["???", "…", "🧠", "+", "—", "( )", "$\\{\\}$", "∞", "?!", "👩‍🔬", "%"])
def test_a_title_without_letters_comes_in_once(bring: Import, title: str) -> None:
    text = entry("one", title.replace("%", r"\%"), **LEE)
    root, first = bring(text)
    _, again = bring(text)
    assert len(drafts(root)) == 1, first.output
    assert "0 came in as drafts" in again.stdout


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("???", "???!", False),
        ("…", "...", True),
        ("🧠", "🧠🧠", False),
        ("🧠", "🧪", False),
        ("กา", "กี", False),  # Thai vowels are marks
        ("किताब", "कताब", False),
        ("クラス", "グラス", False),
        ("کتاب‌ها", "کتابها", True),  # a zero-width non-joiner
        ("مُحَمَّد", "محمد", True),  # vowels, which most writers leave out
        ("שָׁלוֹם", "שלום", True),
        ("Ｗａｖｅｓ", "waves", True),
        ("神经元", "神經元", False),
        ("ក្រុង", "ក្រុងា", False),
        ("Ἀρχή", "αρχη", True),
    ],
)
def test_titles_of_every_script_are_compared(one: str, other: str, same: bool) -> None:
    assert (title_key(one) == title_key(other)) is same


def test_a_paper_among_thousands_with_its_title_is_found_and_few_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def waves(number: int, path: str) -> Work:
        return Work(path, path, WAVES, ("Ann Lee",), {"arxiv": f"2001.{number:05d}"}, (), ("2020",))

    index = Index(waves(number, f"papers/k{number}.md") for number in range(2000))
    judged: list[str] = []
    judge = same_work.is_same_by_title

    def counted(one: Work, other: Work) -> bool:
        judged.append(other.path)
        return judge(one, other)

    monkeypatch.setattr(same_work, "is_same_by_title", counted)
    assert not list(index.same(waves(3000, "new")))
    assert [match.work.path for match in index.by_title(waves(1999, "new"))] == ["papers/k1999.md"]
    assert len(judged) < 200


def test_a_thousand_chapters_with_the_doi_of_their_book_are_looked_at_quickly() -> None:
    index = Index(
        Work(f"k{n}", f"papers/k{n}.md", f"Chapter {n} on {n * 7}", (f"Ann Lee{n}",), {"doi": "10.1/b"})
        for n in range(1000)
    )
    assert not any(index.same(Work("z", "z", "Another subject", ("Zoe Zed",), {"doi": "10.1/b"})))
