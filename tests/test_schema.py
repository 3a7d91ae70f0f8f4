"""The JSON Schema of a paper file: right by its own standard, and as strict as the check where a schema can be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.checks import checks
from generator.files import schema, writing
from generator.model.field_reference import FIELDS
from tests.project import ROOT, TOY


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    library, problems = checks.load(ROOT / "papers", ROOT)
    assert problems == []
    found = schema.paper_file(library.vocabulary, "https://papers.example/api/v1/schemas/paper-file.json")
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def faults(validator: Draft202012Validator, values: Any) -> set[str]:
    return {".".join(str(step) for step in error.absolute_path) for error in validator.iter_errors(values)}


def test_every_paper_of_the_list_passes(validator: Draft202012Validator) -> None:
    for paper in checks.load(ROOT / "papers", ROOT)[0].papers:
        assert faults(validator, writing.plain(paper)) == set(), paper.path


def test_a_file_as_an_editor_types_its_values_passes(validator: Draft202012Validator) -> None:
    text = "date: 2023\narxiv: 2309.08045\npmid: 37138088\ndoi:\ntags:\nvenue: {name: ICLR, year: 2024, volume: 3}\n"
    values = {"title": "W", "added": "2026-11-23", "tldr": "Waves that travel remember.", **yaml.safe_load(text)}
    assert faults(validator, {**values, "categories": ["decoding-brain-activity"]}) == set()


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("tags", ["travelling-wave"], "tags.0"),
        ("categories", [], "categories"),
        ("categories", ["decoding-brain-activity"] * 2, "categories"),
        ("tldr", "Short.", "tldr"),
        ("date", "2023/09/03", "date"),
        ("arxiv", "arXiv:2309.08045", "arxiv"),
        ("doi", "https://doi.org/10.1038/x", "doi"),
        ("author", ["Max Welling"], ""),
        ("venue", {"name": "ICRL"}, "venue"),
        ("links", {"code": "github.com/x"}, "links"),
        ("status", "retracted", ""),
        ("former_keys", ["Keller_2023"], "former_keys.0"),
    ],
)
def test_what_is_wrong_is_found(validator: Draft202012Validator, field: str, value: Any, place: str) -> None:
    good = {"title": "W", "date": "2023", "added": "2026-11-23", "tldr": "Waves that travel remember."}
    assert faults(validator, {**good, "categories": ["decoding-brain-activity"], field: value}) == {place}


def test_fields_are_described_in_their_order() -> None:
    found = schema.paper_file()
    assert list(found["properties"]) == list(FIELDS)
    assert set(found["required"]) == {field.name for field in FIELDS.values() if field.required}
    assert all(field["description"] and field["examples"] for field in found["properties"].values())


def test_the_same_vocabulary_gives_the_same_text() -> None:
    vocabulary = checks.load(TOY / "papers", TOY)[0].vocabulary
    assert schema.text(vocabulary) == schema.text(vocabulary)
    assert json.loads(schema.text(vocabulary))["properties"]["tags"]["items"]["enum"] == list(vocabulary.tags)


def test_the_task_of_vs_code_reads_what_the_check_prints() -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]["regexp"]
    for file in sorted((Path(__file__).parent / "faulty").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(papers/\S+?\.(?:md|yml))(?::(\d+))?(?::(\d+))?: ([a-z0-9-]+): (.+)$", line):
                found = re.match(pattern, line)
                assert found, line
                assert found.groups() == match.groups()
