"""Writing and formatting: what is written reads back the same, and formatting twice changes nothing."""

from __future__ import annotations

import stat
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.checks import checks, formatting
from generator.files import reading, source_text, writing, yaml_source
from generator.model import model, paper
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary
from tests.conftest import Project
from tests.examples import BODY, VOCABULARY, bytes_of, files_of
from tests.examples import paper as file_of

PATH = "papers/waves-2023.md"
SAMPLE = """\
---
title: "Traveling Waves Encode the Recent Past and Enhance Sequence Learning"
authors: [T. Anderson Keller, Lyle Muller, Terrence Sejnowski, Max Welling]
date: 2023-09-03
added: 2026-11-23
categories: [neural-dynamics]
tags: [traveling-waves, recurrent-networks, working-memory]
arxiv: 2309.08045
venue: {name: ICLR, year: 2024}
links:
  code: https://github.com/akandykeller/Wave_RNNs
tldr: A recurrent network whose activity travels as waves remembers sequences better and learns faster.
---
"""


def formatted(text: str) -> str:
    return formatting.formatted(text.encode(), PATH, Vocabulary()).decode()


def test_the_sample_is_in_canonical_form() -> None:
    text = SAMPLE + bytes_of(BODY).decode() + "\n"
    assert formatted(text) == text
    found, _ = reading.paper_text(text.encode(), PATH)
    assert found is not None
    assert writing.text_of(found, found.summary) == text


def test_order_quotes_and_empty_fields() -> None:
    text = "---\ntldr: 'x'\ndoi:\n'title': Waves\ntags: [ 'a',  b ]\nlinks: {code: https://a.org, pdf: https://b.org}\n---\nBody\r\n"
    assert formatted(text) == (
        '---\ntitle: "Waves"\ntags: [a, b]\nlinks:\n  pdf: https://b.org\n  code: https://a.org\ntldr: x\n---\nBody\r\n'
    )


def test_comments_survive_above_their_field() -> None:
    text = (
        "---\n# above all\ndate: 2023   # first version\n# of the title\ntitle: Waves\ntags: [a, # main\n  b]\n"
        "doi:   # none yet\ntldr: 'a # b'\n# the end\n---\nBody\n"
    )
    once = formatted(text)
    assert once == (
        '---\n# of the title\ntitle: "Waves"\n# above all\n# first version\ndate: 2023\n# main\ntags: [a, b]\n'
        '# none yet\ntldr: "a # b"\n# the end\n---\nBody\n'
    )
    assert formatted(once) == once


def test_line_ends_and_body_stay() -> None:
    text = "---\r\ntitle: Waves\r\n---\r\n  Body  \r\n\n\nwith\ttabs\n---\n"
    assert formatted(text) == '---\r\ntitle: "Waves"\r\n---\r\n  Body  \r\n\n\nwith\ttabs\n---\n'


def test_long_lists_are_wrapped() -> None:
    text = writing.front_matter_of({"authors": [f"Author Number{n}" for n in range(30)]})
    assert all(len(line) <= 110 for line in text.splitlines())
    assert all(line.startswith("  ") for line in text.splitlines()[1:])
    assert yaml.safe_load(text) == {"authors": [f"Author Number{n}" for n in range(30)]}


@pytest.mark.parametrize(
    "value",
    ["no", "y", "1.10", "null", "~", "0o17", "2023-01-01", "12:30", "-x", "a: b", "a #b", "[x", "x:", "=", "<<", ""],
)
def test_what_others_would_take_for_something_else_is_quoted(value: str) -> None:
    assert writing.scalar(value, "tldr") == f'"{value}"'


VALUES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Cf")), min_size=1, max_size=30)
TEXTS = st.one_of(VALUES, st.text(st.sampled_from(":#-,[]{}\"'\\ ab?&*!|>%@`~0.1e"), min_size=1, max_size=12))


@given(TEXTS, st.booleans())
def test_any_text_reads_back(value: str, flow: bool) -> None:
    value = " ".join(value.split()) or "x"
    written = writing.scalar(value, "tldr", flow)
    line = f"a: [{written}, {{b: {written}}}]" if flow else f"a: {written}"
    wanted: Any = [value, {"b": value}] if flow else value
    source = source_text.Source(PATH)
    document = yaml_source.read(line, source)
    assert document.value == {"a": wanted}
    assert yaml.safe_load(line) == {"a": wanted}


@given(st.lists(TEXTS, min_size=1, max_size=20), TEXTS, TEXTS)
def test_front_matter_reads_back_and_is_stable(names: list[str], title: str, why: str) -> None:
    neat = [" ".join(name.split()) or "x" for name in (title, why, *names)]
    values: dict[str, Any] = {"title": neat[0], "authors": neat[2:], "venue": {"name": neat[1]}, "why": neat[1]}
    text = f"---\n{writing.front_matter_of(values)}---\nBody\n"
    document, _ = reading.parse_again(text.encode(), PATH)
    assert document.value == values
    assert formatted(text) == text


def test_model_reads_back() -> None:
    fields = model.front_matter(
        {
            "title": 'Waves: "Again" $\\tau$',
            "authors": ["Max Welling", {"name": "A B", "orcid": "0000-0002-1825-0097"}, "others"],
            "date": "2023",
            "added": "2026-11-23",
            "categories": ["a"],
            "tldr": "no: this is a sentence # with signs.",
            "venue": {"name": "ICLR", "year": "2024", "pages": "1-9"},
        }
    )
    text = writing.text_of(fields, bytes_of(BODY).decode())
    found, source = reading.paper_text(text.encode(), PATH)
    assert source.problems == []
    assert found is not None
    given = paper.fields_of(fields)
    assert found == Paper(**given, key=found.key, path=PATH, summary=found.summary, digest=found.digest)


def test_aliases_are_rewritten_and_files_with_faults_left_alone(project: Project) -> None:
    good = file_of("tags: [fMRI, eeg, functional MRI]\nvenue: {name: iclr}")
    bad = file_of('title: "Others"\ntags: [fMRI]\ndate: 2023-13')
    root = project({**VOCABULARY, "papers/good-2023.md": good, "papers/bad-2023.md": bad})
    (root / "papers/good-2023.md").chmod(0o640)
    found = formatting.changes(root / "papers", root)
    assert [change.path for change in found.changes] == ["papers/good-2023.md"]
    assert {problem.path for problem in found.problems} == {"papers/bad-2023.md"}
    formatting.write(found.changes[0], root)
    text = (root / "papers/good-2023.md").read_text(encoding="utf-8")
    assert "tags: [fmri, eeg]\n" in text
    assert "venue: {name: ICLR}\n" in text
    assert stat.S_IMODE((root / "papers/good-2023.md").stat().st_mode) == 0o640
    assert formatting.changes(root / "papers", root).changes == ()
    assert not list((root / "papers").glob(".*"))


def test_formatting_mends_what_it_promises(project: Project) -> None:
    root = project(files_of("field", "tags: [functional-mri]"))
    for change in formatting.changes(root / "papers", root).changes:
        formatting.write(change, root)
    assert checks.load(root / "papers", root)[1] == []
