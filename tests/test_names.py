"""Names of persons: taken apart, sorted, made into addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import names, surnames


@pytest.mark.parametrize(
    ("text", "given_name", "particle", "family", "suffix"),
    [
        ("T. Anderson Keller", "T. Anderson", "", "Keller", ""),
        ("Laurens van der Maaten", "Laurens", "van der", "Maaten", ""),
        ("David Van Essen", "David", "", "Van Essen", ""),
        ("Guy Van den Broeck", "Guy", "", "Van den Broeck", ""),
        ("Charles de Gaulle", "Charles", "de", "Gaulle", ""),
        ("Robert Downey Jr.", "Robert", "", "Downey", "Jr."),
        ("Robert Downey, Jr.", "Robert", "", "Downey", "Jr."),
        ("Henry Ford III", "Henry", "", "Ford", "III"),
        ("Sejnowski", "", "", "Sejnowski", ""),
        ("Fatima Al-Zahra", "Fatima", "", "Al-Zahra", ""),
        ("Yann Le Cun", "Yann", "", "Le Cun", ""),
        ("名前 太郎", "太郎", "", "名前", ""),
        ("김 민수", "민수", "", "김", ""),
        ("李飞飞", "", "", "李飞飞", ""),
        ("Юрий Иванов", "Юрий", "", "Иванов", ""),
        ("  Max   Welling ", "Max", "", "Welling", ""),
    ],
)
def test_split(text: str, given_name: str, particle: str, family: str, suffix: str) -> None:
    name = names.split(text)
    assert (name.given, name.particle, name.family, name.suffix) == (given_name, particle, family, suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("Gabriel García Márquez", "García Márquez", "Gabriel"),
        ("Nguyen Van Anh", "Nguyen", "Van Anh"),
        ("Laurens van der Maaten", "Maaten", "Laurens"),
        ("Robert Downey Smith Jr.", "Downey Smith", "Robert"),
    ],
)
def test_the_family_name_that_a_curator_gives(text: str, family: str, given_name: str) -> None:
    name = names.split(text, family)
    assert (name.family, name.given) == (family, given_name)


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("Laurens van der Maaten", "Maaten, Laurens van der"),
        ("Robert Downey Jr.", "Downey, Robert, Jr."),
        ("名前 太郎", "名前 太郎"),
        ("Sejnowski", "Sejnowski"),
    ],
)
def test_filed(text: str, filed: str) -> None:
    assert names.split(text).filed == filed


def test_order_of_an_index() -> None:
    people = ["Юрий Иванов", "Zoë Zürich", "Ann Löwe", "Bo Lowe", "Laurens van der Maaten", "李飞飞", "Łukasz Kaiser"]
    ordered = sorted(people, key=lambda text: names.split(text).sort_key)
    assert ordered[:5] == ["Łukasz Kaiser", "Ann Löwe", "Bo Lowe", "Laurens van der Maaten", "Zoë Zürich"]
    assert set(ordered[5:]) == {"Юрий Иванов", "李飞飞"}


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Ann Löwe", "L"),
        ("Łukasz Øster", "O"),
        ("李飞飞", "Han"),
        ("Юрий Иванов", "Cyrillic"),
        ("김민수", "Hangul"),
        ("3PO", "Other"),
    ],
)
def test_heading(text: str, heading: str) -> None:
    assert names.split(text).heading == heading


@pytest.mark.parametrize(
    ("text", "folded"),
    [("LÖWE", "lowe"), ("Straße", "strasse"), ("Ærø", "aero"), ("Łódź", "lodz"), ("İpek", "ipek"), ("ﬁne", "fine")],
)
def test_fold(text: str, folded: str) -> None:
    assert names.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Conor O'Neill", "conor-oneill"),
        ("Jean-Luc  Godard", "jean-luc-godard"),
        ("李飞飞", "李飞飞"),
        ("فاطمة الزهراء", "فاطمة-الزهراء"),
        ("!!!", ""),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert names.slug(text) == slug


@given(st.text(max_size=40))
def test_any_text_is_folded_once(text: str) -> None:
    assert names.slug(names.slug(text)) == names.slug(text)
    assert not set(names.slug(text)) & set("/\\?#% \n")
    if text.strip():
        name = names.split(text)
        assert name.family
        assert name.filed
        assert name.heading


WORDS = ("Ann", "Van", "Le", "B.", "C", "Nguyen", "Jr.", "III", "Lee", "Filho", "de", "In", "Smith,", "Öz")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_plain_names_are_taken_apart_as_all_others(words: list[str]) -> None:
    if surnames.are_plain(words):
        fast = names.split(" ".join(words))
        names.split.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(surnames, "are_plain", lambda words: False)
            assert names.split(" ".join(words)) == fast
        names.split.cache_clear()
