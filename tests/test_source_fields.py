"""Fields of a record are in its draft or in the report, whatever their names."""

from __future__ import annotations

import pytest

from generator.core.text import languages
from generator.importing import facts, source_fields
from generator.importing.facts import Facts
from generator.importing.source_fields import SourceFields
from generator.model.vocabulary import Vocabulary


def test_fields_that_nobody_asked_for_are_unused() -> None:
    fields = SourceFields([("AU", "Lee"), ("AU", "Roe"), ("T2", "Lakes"), ("JF", "Journal of Lakes"), ("C1", " ")])
    assert fields.first("JO", "T2") == "Lakes"
    assert fields.all("AU", "A1") == ["Lee", "Roe"]
    assert fields.first("ZZ") == ""
    assert fields.unused() == [("JF", "Journal of Lakes")]
    again = SourceFields([("AU", "Lee"), ("AU", "Roe")])
    assert (again.first("AU"), again.unused()) == ("Lee", [("AU", "Roe")])


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("Waves of the Lake", True), ("waves, of the LAKE!", True), ("Waves of the Sea", False), ("MIT", False),
        ("https://doi.org/10.1000/x.1", True), ("https://example.org/a", True), ("https://example.org/b", False),
        ("of the", False), ("--", True), ("3", True), ("20", False), ("2020", True), ("Ann Lée", True),
    ],
)  # fmt: skip
def test_a_value_is_held_or_not(value: str, held: bool) -> None:
    values = {"title": "Waves of the Lake", "authors": ["Ann Lee", {"group": "The Group"}], "date": "2020",
              "doi": "10.1000/x.1", "venue": {"name": "Lakes", "volume": 3},
              "links": {"page": "https://example.org/a"}}  # fmt: skip
    assert (list(source_fields.not_held([("x", value)], [values])) == []) is held


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"venue": {"publisher": "Lake Press", "pages": "3--9", "year": "2020"}},
         ['publisher: "Lake Press" has no field', 'pages: "3--9" has no field']),
        ({"venue": {"name": "bioRxiv", "year": "2020"}}, ['venue: "bioRxiv" has no field']),
        ({"venue": {"name": "CoRR", "volume": "abs/2309.00001"}, "identifiers": {"arxiv": "2309.00001"}}, []),
        ({"venue": {"name": "Lakes", "year": "in press"}}, ['venue: "in press" is not a year']),
        ({"language": "Klingon"}, ['language: "Klingon" has no field']),
        ({"language": "German", "unused": [("LA", "de"), ("ED", "Ann Lee"), ("XX", "Waves")]},
         ['ED: "Ann Lee" has no field']),
    ],
)  # fmt: skip
def test_what_a_draft_cannot_hold_is_reported(said: dict[str, object], told: list[str]) -> None:
    draft = facts.draft(Facts(title="Waves", date="2020", **said), Vocabulary(), "2026-01-01")  # type: ignore[arg-type]  # of several types
    assert list(draft.left_out) == told
    assert draft.unused == (("ED",) if "unused" in said else ())


def test_a_very_long_value_is_cut_in_the_report() -> None:
    assert len(source_fields.message("note", "ä" * 5000)) < 1100


@pytest.mark.parametrize(
    ("written", "code"),
    [("en", "en"), ("English", "en"), ("ngerman", "de"), ("ger", "de"), ("de_AT", "de-AT"), ("pt-br", "pt-BR"),
     ("zh-hant", "zh-Hant"),     ("zh-Hant-TW", "zh-Hant-TW"), ("", ""), ("French and German", ""), ("qq", "")],
)  # fmt: skip
def test_languages_by_name_and_code(written: str, code: str) -> None:
    assert languages.code(written) == code
