"""Fields without a fault, found without pydantic: no other values than the model gives, and none that it refuses."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from generator import model, paper, reading
from generator.model import Author, FrontMatter, Links, Venue
from generator.right_fields import right_fields
from tests.project import ROOT, TOY

RIGHT: dict[str, Any] = {
    "title": "Waves",
    "authors": ["T. Anderson Keller", {"name": "Max Welling", "orcid": "0000-0003-1484-2121"}, "others"],
    "date": "2023-09",
    "added": "2026-11-23",
    "updated": "2026-11-24",
    "categories": ["theory"],
    "tags": ["fmri", "eeg"],
    "arxiv": "2309.08045",
    "doi": "10.1038/s41586-023-06031-6",
    "pmid": "37138088",
    "openreview": "p4S5Z6Sah4",
    "venue": {"name": "ICLR", "year": "2024", "volume": "1", "number": "2", "pages": "1-9", "publisher": "P"},
    "links": {"code": "https://example.org/code", "pdf": "http://example.org/p.pdf"},
    "tldr": "A network that remembers waves.",
    "why": "The first of its kind.",
    "language": "pt-BR",
    "status": "retracted",
    "notice": "https://example.org/notice",
    "former_keys": ["keller-2023"],
    "not_same_as": ["keller-2024-waves"],
}
TEXTS = st.sampled_from(
    ["", " ", "x", "a  b", "a b ", "\ud800", "Ünïcödé 名前", "others", "Keller, T.", "2023-02-30", "2024", "999", "a-b",
     "A_b", "x" * 201, "https://example.org", "javascript:alert(1)", "withdrawn", "10.1/x", "2309.08045v2", "0", "\0",
     "a\nb", "$x$", "Max Welling", "0000-0002-1825-0098", "0000-0002-1825-0097", "fmri"]
)  # fmt: skip
INNER = st.sampled_from(["name", "year", "orcid", "family", "group", "pages", "code", "pdf", "doi", "x"])
VALUES = st.recursive(
    TEXTS | st.none() | st.integers(0, 3) | st.sampled_from([v for v in RIGHT.values() if isinstance(v, str)]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(INNER, inner, max_size=3),
    max_leaves=5,
)
CHANGES = st.dictionaries(st.sampled_from([*RIGHT, "year", "url"]), VALUES, max_size=3)


def by_model(written: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return paper.fields_of(model.front_matter(written))
    except ValidationError:
        return None


def whole(fields: dict[str, Any]) -> paper.Paper:
    return paper.Paper(**fields, key="k", path="papers/k.md", summary="")


@given(CHANGES, st.sets(st.sampled_from([*RIGHT]), max_size=6))
@example({"authors": [{"name": "Laurens van der Maaten", "family": "Meer"}]}, set())
@example({"authors": ["Max Welling", "Max Welling"]}, set())
@example({"authors": [{"orcid": "0000-0002-1825-0097"}]}, set())
@example({"authors": [{"group": "ENIGMA Consortium"}, "others"]}, set())
@example({"authors": [{"group": "ENIGMA Consortium", "name": "Ann Lee"}]}, set())
@example({"authors": [{"group": "ENIGMA Consortium"}, "ENIGMA Consortium"]}, set())
@example({"authors": [{"group": "others"}]}, set())
@example({"authors": [{"group": ["ENIGMA Consortium"]}]}, set())
@example({"links": {}}, set())
@example({"links": ""}, set())
@example({"venue": {}}, set())
@example({"venue": "ICLR"}, set())
@example({"categories": []}, set())
@example({"categories": ["a", "b", "c", "d"]}, set())
@example({"title": "\ud800"}, set())
@example({}, {"title"})
def test_what_is_right_is_what_the_model_says(changes: dict[str, Any], without: set[str]) -> None:
    written = {name: value for name, value in {**RIGHT, **changes}.items() if name not in without}
    found = right_fields(written)
    if found is not None:
        expected = by_model(written)
        assert expected is not None
        assert whole(found) == whole(expected)


@given(st.sets(st.sampled_from([*RIGHT])))
def test_fields_without_a_fault_are_found_in_any_number(names: set[str]) -> None:
    required = {"title", "date", "added", "categories", "tldr"}
    written = {name: value for name, value in RIGHT.items() if name in names | required}
    found = right_fields(written)
    assert found is not None
    assert whole(found) == whole(by_model(written) or {})


def test_every_field_of_the_models_is_known() -> None:
    assert set(RIGHT) == set(FrontMatter.model_fields)
    assert set(RIGHT["venue"]) == set(Venue.model_fields)
    everything = {
        **RIGHT,
        "links": dict.fromkeys(Links.model_fields, "https://example.org"),
        "authors": [{"name": "Anna van Dyck", "orcid": "0000-0002-1825-0097", "family": "van Dyck"}],
    }
    assert set(everything["authors"][0]) == set(Author.model_fields)
    found = right_fields(everything)
    assert found is not None
    assert whole(found) == whole(by_model(everything) or {})


def test_the_papers_of_both_lists_are_right() -> None:
    for root in (ROOT, TOY):
        for file in sorted((root / "papers").glob("[a-z]*.md")):
            document, source = reading.again(file, f"papers/{file.name}")
            assert source.problems == []
            found = right_fields(document.value)
            assert found is not None
            assert whole(found) == whole(by_model(document.value) or {})


def test_a_file_without_a_fault_is_read_without_pydantic() -> None:
    file = min((ROOT / "papers").glob("[a-z]*.md"))
    program = (
        "import sys; from pathlib import Path; from generator import reading; "
        f"found, source = reading.paper_file(Path({str(file)!r}), 'papers/{file.name}'); "
        "print(found.key, source.problems, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == f"{file.stem} [] False\n"
