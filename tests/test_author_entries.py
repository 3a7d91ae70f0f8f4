"""Authors as entries of a paper file: persons whose parts are stated, groups, and what becomes of them."""

from __future__ import annotations

import pytest

from generator import author_entries, facts, names
from generator.author_entries import AuthorEntry, person
from generator.facts import Facts
from generator.vocabulary import Vocabulary


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
        ],
    )
    draft = facts.draft(said, Vocabulary(), "2026-11-30")
    assert draft.values["authors"] == [
        "Ann Lee",
        {"group": "ENIGMA Consortium"},
        "Josiah Carberry",
        {"name": "Gabriel García Márquez", "family": "García Márquez"},
        "Max Welling",
        "others",
    ]
    assert [told.partition(": ")[0] for told in draft.left_out] == ["authors"] * 4
