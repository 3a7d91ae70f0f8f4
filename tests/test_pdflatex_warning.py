"""What `papers check` says of characters that pdfLaTeX cannot print."""

from __future__ import annotations

import pytest

from generator.checks import checks
from generator.core.text import latex
from tests.conftest import Project
from tests.examples import VOCABULARY, paper


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Gödel, Ważny, Nguyễn, Ḥasan: α-synuclein ≥ 5 µm → ℝ² “quoted” – €", ""),
        ("脑与机器, 脑", "脑与机器"),
        ("Иван", "Иван"),
        ("Waves \U0001f9e0", "\U0001f9e0"),
        ("Ↄ", "Ↄ"),
        ("wide\u00a0space, joined\u200d", ""),
    ],
)
def test_characters_that_pdflatex_cannot_print(text: str, letters: str) -> None:
    assert latex.unprintable(text) == letters


@pytest.mark.parametrize(
    ("changed", "field", "shown"),
    [
        ("title: 脑与机器", "title", "脑与机器"),
        ("title: Имена и их порядок в тексте", "title", "Именаихпор…"),
        ("authors: [Ann Able, 李 飞飞]", "authors", "李飞"),
    ],
)
def test_the_check_warns_once_of_each_paper(project: Project, changed: str, field: str, shown: str) -> None:
    root = project({**VOCABULARY, "papers/able-2023.md": paper(changed)})
    library, problems = checks.load_all(root / "papers", root, "2026-12-01")
    (found,) = (problem for problem in problems if problem.rule == "not-in-pdflatex")
    assert (found.severity, found.message) == ("warning", f'pdfLaTeX cannot print "{shown}"')
    assert "XeLaTeX or LuaLaTeX" in (found.advice or "")
    line = (root / "papers/able-2023.md").read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert line.startswith(field)
    assert len(library.papers) == 1


def test_what_pdflatex_prints_is_not_warned_of(project: Project) -> None:
    changed = "title: Ångström’s α-waves ≥ 5 µm in Đà Nẵng\nauthors: [Łukasz Ważny, Nguyễn Văn An]"
    root = project({**VOCABULARY, "papers/able-2023.md": paper(changed)})
    _, problems = checks.load_all(root / "papers", root, "2026-12-01")
    assert not [problem for problem in problems if problem.rule == "not-in-pdflatex"]
