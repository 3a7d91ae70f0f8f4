"""Authors as entries of a paper file: persons whose parts are stated, groups, and what becomes of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.github import issue_form
from generator.importing import author_entries, author_lists, facts, importers
from generator.importing.author_entries import AuthorEntry, person
from generator.importing.facts import Facts
from generator.importing.importers import bibtex_names
from generator.model import names
from generator.model.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("parts", "entry"),
    [
        (("Ann", "", "Lee", "", ""), "Ann Lee"),
        (("Laurens", "van der", "Maaten", "", ""), "Laurens van der Maaten"),
        (("Jean", "d'", "Alembert", "", ""), "Jean d'Alembert"),
        (("Robert", "", "Downey", "Jr.", ""), "Robert Downey Jr."),
        (("Gabriel", "", "García Márquez", "", ""), {"name": "Gabriel García Márquez", "family": "García Márquez"}),
        (("Vincent", "Van", "Gogh", "", ""), "Vincent Van Gogh"),
        (("Ann", "", "Lee", "", "0000-0002-1825-0097"), {"name": "Ann Lee", "orcid": "0000-0002-1825-0097"}),
        (("", "", "Sejnowski", "", ""), "Sejnowski"),
        (("Aristotle", "", "", "", ""), "Aristotle"),
    ],
)
def test_a_person_whose_parts_are_stated(parts: tuple[str, ...], entry: AuthorEntry) -> None:
    assert person(*parts) == entry


def test_a_group() -> None:
    assert author_entries.group(" ENIGMA  Consortium ") == {"group": "ENIGMA Consortium"}
    assert names.of_group("ENIGMA Consortium").filed == "ENIGMA Consortium"


def test_entries_are_checked_and_what_is_wrong_is_reported() -> None:
    said = Facts(
        title="Waves",
        authors=[
            "Ann Lee",
            {"group": "ENIGMA Consortium"},
            {"name": "Josiah Carberry", "orcid": "0000-0002-1825-0098"},
            {"name": "Gabriel García Márquez", "family": "García Márquez"},
            {"name": "Max Welling", "family": "Meer"},
            {"group": "ENIGMA Consortium"},
            {"group": "et al."},
            {"name": "Wei Wang", "orcid": "0000-0002-1825-0097"},
            {"name": "Wei Wang", "orcid": "0000-0003-1484-2121"},
        ],
    )
    draft = facts.draft(said, Vocabulary(), "2026-11-30")
    assert draft.values["authors"] == [
        "Ann Lee",
        {"group": "ENIGMA Consortium"},
        "Josiah Carberry",
        {"name": "Gabriel García Márquez", "family": "García Márquez"},
        "Max Welling",
        {"name": "Wei Wang", "orcid": "0000-0002-1825-0097"},
        {"name": "Wei Wang", "orcid": "0000-0003-1484-2121"},
        "others",
    ]
    assert [told.partition(": ")[0] for told in draft.left_out] == ["authors"] * 4


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (r"{ENIGMA Consortium} and Lee, Ann", [{"group": "ENIGMA Consortium"}, "Ann Lee"]),
        (r"{{ENIGMA Consortium}}", [{"group": "ENIGMA Consortium"}]),
        (r"{OpenAI} and Suharto", [{"group": "OpenAI"}, "Suharto"]),
        (r"{Barnes and Noble, Inc.}", [{"group": "Barnes and Noble, Inc."}]),
        (r"{\'Equipe {R}ouge}", [{"group": "Équipe Rouge"}]),
        (r"{Lee, Ann and Ray, Bob}", ["Ann Lee", "Bob Ray"]),
        (r"Ram{\'o}n y Cajal, Santiago and {Ram{\'o}n y Cajal}, S.", ["Santiago Ramón y Cajal", "S. Ramón y Cajal"]),
        (r"King, Jr., Martin Luther and King, Martin Luther, Jr.", ["Martin Luther King Jr."] * 2),
        (r"Gabriel {Garc{\'i}a M{\'a}rquez}", [{"name": "Gabriel García Márquez", "family": "García Márquez"}]),
        (r"Garc{\'i}a M{\'a}rquez, Gabriel", [{"name": "Gabriel García Márquez", "family": "García Márquez"}]),
        (r"family=Maaten, given=Laurens, prefix=van der and others", ["Laurens van der Maaten", "others"]),
        (r"d'Alembert, Jean and ibn {al-Haytham}, Hasan", ["Jean d'Alembert", "Hasan ibn al-Haytham"]),
        (r"{\'E}va Lee and {\'E}tienne and {\L}ukasz Kaiser", ["Éva Lee", "Étienne", "Łukasz Kaiser"]),
        (r"{\relax Иванов}, {\relax Ю}рий and {\relax 李飞飞} and 名前, 太郎", ["Юрий Иванов", "李飞飞", "名前 太郎"]),
    ],
)
def test_what_bibtex_states_of_its_authors(field: str, expected: list[AuthorEntry]) -> None:
    assert bibtex_names.entries(field) == expected


@given(st.text(st.sampled_from("{}\\'\",=- aBé李and others"), max_size=40))
def test_any_field_of_names_is_read(field: str) -> None:
    assert all(author_entries.name_of(entry) for entry in bibtex_names.entries(field))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"literal": "ENIGMA Consortium"}, {"group": "ENIGMA Consortium"}),
        ({"name": "ENIGMA Consortium", "sequence": "first"}, {"group": "ENIGMA Consortium"}),
        ({"literal": "others"}, "others"),
        ({"family": "Suharto"}, "Suharto"),
        ({"given": "Suharto", "family": "."}, "Suharto"),
        ({"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"}, "Laurens van der Maaten"),
        ({"family": "Alembert", "given": "Jean", "dropping-particle": "d’"}, "Jean d’Alembert"),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr."}, "Martin Luther King Jr."),
        ({"family": "名前", "given": "太郎"}, "名前 太郎"),
        ({"family": "Carreño Quiñones", "given": "María José"},
         {"name": "María José Carreño Quiñones", "family": "Carreño Quiñones"}),
        ({"given": "Ann", "family": "Lee", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
         {"name": "Ann Lee", "orcid": "0000-0002-1825-0097"}),
    ],
)  # fmt: skip
def test_what_csl_json_and_crossref_state_of_an_author(author: dict[str, str], expected: AuthorEntry) -> None:
    (record,) = importers.records(importers.File("csl-json", json.dumps([{"title": "Waves", "author": [author]}])))
    assert record.facts
    assert record.facts.authors == [expected]


@pytest.mark.parametrize(
    ("names_of_record", "expected"),
    [
        (["Lee, Ann", "ENIGMA Consortium", "Suharto"], ["Ann Lee", {"group": "ENIGMA Consortium"}, "Suharto"]),
        (["Small Brains,"], [{"group": "Small Brains"}]),
        (["Ann Lee", "Human Brain Project"], ["Ann Lee", {"group": "Human Brain Project"}]),
        (["King, Martin Luther, Jr.", "others"], ["Martin Luther King Jr.", "others"]),
        (["García Márquez, Gabriel"], [{"name": "Gabriel García Márquez", "family": "García Márquez"}]),
    ],
)
def test_what_ris_states_of_its_authors(names_of_record: list[str], expected: list[AuthorEntry]) -> None:
    lines = ["TY  - JOUR", "TI  - Waves", *(f"AU  - {name}" for name in names_of_record), "ER  - "]
    (record,) = importers.records(importers.File("ris", "\n".join(lines)))
    assert record.facts
    assert record.facts.authors == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": "Ann Lee", "id": "ann-lee"}, "Ann Lee"),
        ({"name": "ENIGMA Consortium", "id": "enigma-consortium", "group": True}, {"group": "ENIGMA Consortium"}),
        ({"@type": "Organization", "name": "Small Lab"}, {"group": "Small Lab"}),
        ({"name": "Mao Zedong", "family": "Mao"}, {"name": "Mao Zedong", "family": "Mao"}),
        ({"name": "Lee, Ann"}, "Ann Lee"),
        ({}, None),
    ],
)
def test_authors_whose_parts_have_names(values: dict[str, object], expected: AuthorEntry | None) -> None:
    assert author_entries.from_mapping(values) == expected


def test_the_form_of_an_issue_takes_groups() -> None:
    values = issue_form.fields({"authors": "Ann Able\ngroup: ENIGMA Consortium\nothers"}, Vocabulary(), "2026-11-30")
    assert values["authors"] == ["Ann Able", {"group": "ENIGMA Consortium"}, "others"]
    filled = {"authors": "Group: The ENIGMA Consortium", "title": "Waves", "date": "2023"}
    key, text = issue_form.file(issue_form.fields(filled, Vocabulary(), "2026-11-30"), "", set())
    assert key == "enigma-2023-waves"
    assert "authors: [{group: The ENIGMA Consortium}]" in text


def test_json_lines_of_a_list_come_back() -> None:
    authors = [
        {"name": "ENIGMA Consortium", "id": "enigma-consortium", "group": True},
        {"name": "Mao Zedong", "family": "Mao", "orcid": "0000-0002-1825-0097", "id": "mao-zedong"},
        "Carreño Quiñones, María José",
    ]
    (record,) = importers.records(importers.File("json-lines", json.dumps({"title": "Waves", "authors": authors})))
    assert record.facts
    assert record.facts.authors == [
        {"group": "ENIGMA Consortium"},
        {"name": "Mao Zedong", "family": "Mao", "orcid": "0000-0002-1825-0097"},
        {"name": "María José Carreño Quiñones", "family": "Carreño Quiñones"},
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee, Bob Ray, Cy Fox", ["Ann Lee", "Bob Ray", "Cy Fox"]),
        ("Lee, Ann; García Márquez, Gabriel; et al.",
         ["Ann Lee", {"name": "Gabriel García Márquez", "family": "García Márquez"}, "others"]),
        ("Lee, Ann; ENIGMA Consortium; Suharto", ["Ann Lee", {"group": "ENIGMA Consortium"}, "Suharto"]),
        ("Ann Lee; Human Brain Project; Bob Ray", ["Ann Lee", {"group": "Human Brain Project"}, "Bob Ray"]),
        ("Ann Lee, Bob Ray and Cy Fox et al.", ["Ann Lee", "Bob Ray", "Cy Fox", "others"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("Martin Luther King, Jr.; van der Maaten, Laurens", ["Martin Luther King Jr.", "Laurens van der Maaten"]),
    ],
)  # fmt: skip
def test_names_in_one_text(text: str, expected: list[AuthorEntry]) -> None:
    assert author_lists.people(text) == expected
