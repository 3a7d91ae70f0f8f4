"""Who is who: persons told apart by ORCID iDs, accents and `_people.yml`, and what stays doubtful."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

from generator.curation import doubtful_persons
from generator.model.identities import Identities
from generator.model.library import Library
from generator.model.paper import Author, Paper
from generator.model.vocabulary import PersonEntry, Vocabulary
from tests.examples import bytes_of, paper
from tests.project import papers as command
from tests.project import toy_project, tree

ONE, TWO = "0000-0001-5109-3700", "0000-0003-1484-2121"
THREE = "0000-0002-1825-0097"


def a_paper(number: int, *authors: Author) -> Paper:
    return Paper(
        title=f"Paper {number}", authors=authors, date="2023", added=f"2026-11-{number:02d}", categories=("theory",),
        tldr="-", key=f"p{number}", path=f"papers/p{number}.md", summary="",
    )  # fmt: skip


def who(papers: list[Paper], *people: PersonEntry) -> dict[str, tuple[str, ...]]:
    """Key → identities of the authors."""
    library = Library.of(papers, Vocabulary(people=people))
    assert set(library.by_author) == {one for paper in papers for one in library.authors(paper)} == set(library.people)
    assert library.number_of_authors == len(library.people)
    return {paper.key: library.authors(paper) for paper in papers}


def test_two_orcids_are_two_persons_of_one_name() -> None:
    papers = [
        a_paper(1, Author("Wei Wang", ONE)),
        a_paper(2, Author("Wei Wang", TWO)),
        a_paper(3, Author("Wei Wang", ONE)),
    ]
    expected = {"p1": ("wei-wang",), "p2": (f"wei-wang-{TWO.lower()}",), "p3": ("wei-wang",)}
    for order in permutations(papers):
        assert who(list(order)) == expected
    library = Library.of(papers, Vocabulary())
    assert library.people["wei-wang"].orcid == ONE
    assert library.people[f"wei-wang-{TWO.lower()}"].orcid == TWO


def test_two_persons_of_one_name_on_one_paper() -> None:
    assert who([a_paper(1, Author("Wei Wang", ONE), Author("Wei Wang", TWO))]) == {
        "p1": ("wei-wang", f"wei-wang-{TWO.lower()}")
    }


def test_one_orcid_is_one_person_of_several_names() -> None:
    papers = [a_paper(1, Author("T. A. Keller", ONE)), a_paper(2, Author("T. Anderson Keller", ONE))]
    assert who(papers) == {"p1": ("t-a-keller",), "p2": ("t-a-keller",)}


def test_a_mistaken_orcid_joins_no_strangers() -> None:
    papers = [a_paper(1, Author("Ann Able", ONE)), a_paper(2, Author("Bo Baker", ONE)), a_paper(3, Author("Bo Baker"))]
    assert who(papers) == {"p1": ("ann-able",), "p2": ("bo-baker",), "p3": ("bo-baker",)}
    assert who([a_paper(1, Author("Ann Able", ONE)), a_paper(2, Author("Ann Baker", ONE))])["p2"] == ("ann-able",)
    assert who([a_paper(1, Author("李飞飞", ONE)), a_paper(2, Author("Fei-Fei Li", ONE))])["p2"] == ("李飞飞",)


def test_a_name_without_orcid_is_the_only_person_of_the_name() -> None:
    papers = [a_paper(1, Author("Wei Wang")), a_paper(2, Author("Wei Wang", ONE))]
    assert who(papers) == {"p1": ("wei-wang",), "p2": ("wei-wang",)}


def test_a_name_without_orcid_stays_with_the_first_of_several() -> None:
    papers = [a_paper(1, Author("Wei Wang", ONE)), a_paper(2, Author("Wei Wang", TWO)), a_paper(3, Author("Wei Wang"))]
    assert who(papers)["p3"] == ("wei-wang",)
    assert Library.of(papers, Vocabulary()).identities.unsure == (("p3", "Wei Wang"),)


def test_names_that_differ_in_accents_are_two_persons() -> None:
    papers = [a_paper(1, Author("José García")), a_paper(2, Author("Jose Garcia")), a_paper(3, Author("JOSÉ GARCÍA"))]
    assert who(papers) == {"p1": ("jose-garcia",), "p2": ("jose-garcia-2",), "p3": ("jose-garcia",)}


def test_an_entry_or_an_orcid_joins_names_that_differ_in_accents() -> None:
    papers = [a_paper(1, Author("José García")), a_paper(2, Author("Jose Garcia"))]
    assert set(who(papers, PersonEntry("José García")).values()) == {("jose-garcia",)}
    papers = [a_paper(1, Author("José García", ONE)), a_paper(2, Author("Jose Garcia", ONE))]
    assert set(who(papers).values()) == {("jose-garcia",)}


def test_full_stops_case_and_hyphens_make_no_other_person() -> None:
    papers = [a_paper(1, Author("T. A. Keller")), a_paper(2, Author("T A Keller")), a_paper(3, Author("T. A. KELLER"))]
    assert set(who(papers).values()) == {("t-a-keller",)}


def test_an_entry_says_which_papers_are_whose() -> None:
    papers = [a_paper(n, Author("Wei Wang")) for n in (1, 2, 3)]
    second = PersonEntry("Wei Wang", papers=("p2",))
    assert who(papers, PersonEntry("Wei Wang"), second) == {
        "p1": ("wei-wang",), "p2": ("wei-wang-2",), "p3": ("wei-wang",)
    }  # fmt: skip
    # An entry with papers alone keeps the slug; the others are another person.
    assert who(papers, second) == {"p1": ("wei-wang-2",), "p2": ("wei-wang",), "p3": ("wei-wang-2",)}


def test_entries_with_orcids_are_told_apart() -> None:
    papers = [a_paper(1, Author("Wei Wang", TWO)), a_paper(2, Author("Wei Wang", ONE))]
    entries = (PersonEntry("Wei Wang", orcid=ONE), PersonEntry("Wei Wang", orcid=TWO))
    assert who(papers, *entries) == {"p1": (f"wei-wang-{TWO.lower()}",), "p2": ("wei-wang",)}


def test_identities_are_kept_as_plain_values() -> None:
    papers = [a_paper(n, Author("Wei Wang", orcid)) for n, orcid in ((1, ONE), (2, TWO), (3, None))]
    library = Library.of(papers, Vocabulary(people=(PersonEntry("Wei Wang", papers=("p3",)),)))
    read = Identities.of_plain(json.loads(json.dumps(library.identities.plain())))
    assert read == library.identities
    assert [read.of(paper, paper.authors[0]) for paper in papers] == [library.authors(paper)[0] for paper in papers]


def test_a_number_is_not_the_slug_of_another_name() -> None:
    papers = [
        a_paper(1, Author("José 2")),
        a_paper(2, Author("Jose")),
        a_paper(3, Author("José")),
        a_paper(4, Author("Jose 2")),
    ]
    found = who(papers)
    assert len({one for of in found.values() for one in of}) == 4


def test_what_is_doubtful_is_listed() -> None:
    papers = [
        a_paper(1, Author("José García"), Author("Wei Wang", ONE)),
        a_paper(2, Author("Jose Garcia"), Author("Wei Wang", TWO)),
        a_paper(3, Author("Wei Wang"), Author("Ann Able", THREE)),
        a_paper(4, Author("Bo Baker", THREE)),
    ]
    doubts = list(doubtful_persons.iter_doubts(Library.of(papers, Vocabulary())))
    assert len(doubts) == 3
    assert doubts[0].startswith("José García and Jose Garcia differ in accents only;")
    assert doubts[1].startswith("p3: several persons are called Wei Wang,")
    assert doubts[2].startswith(f"{THREE} is the ORCID iD of ")


def test_each_of_two_persons_of_one_name_has_a_page_and_an_orcid(tmp_path: Path) -> None:
    root = toy_project(tmp_path / "project")
    for number, orcid, name in ((3, ONE, "José Garcia"), (4, TWO, "Jose Garcia")):
        fields = f"authors: [{{name: Wei Wang, orcid: {orcid}}}, {name}]"
        (root / f"papers/wang-202{number}.md").write_bytes(bytes_of(paper(fields, title=f"Paper {number}")))
    command("build", "--no-search", cwd=root)
    first, second = (root / "site/authors" / name / "index.html" for name in ("wei-wang", f"wei-wang-{TWO.lower()}"))
    assert ONE in first.read_text(encoding="utf-8")
    assert TWO not in first.read_text(encoding="utf-8")
    assert TWO in second.read_text(encoding="utf-8")
    assert (root / "site/authors/jose-garcia-2/index.html").is_file()
    listed = command("authors", "list", "--doubtful", cwd=root).stdout
    assert "José Garcia and Jose Garcia differ in accents only" in listed
    assert "1 doubt about who is who" in listed
    # An edit takes over who is who.
    file = root / "papers/wang-2024.md"
    file.write_text(file.read_text(encoding="utf-8").replace("travels as waves", "moves as waves"), encoding="utf-8")
    command("build", "--no-search", cwd=root)
    edited = tree(root / "site")
    command("build", "--no-search", "--fresh", cwd=root)
    assert edited == tree(root / "site")
