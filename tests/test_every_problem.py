"""Every problem of a file is reported at once: none hides another."""

from __future__ import annotations

import pytest

from generator import reading
from tests.examples import bytes_of, paper


def test_every_bad_formula_of_a_text_has_its_place() -> None:
    title = r"title: 'Of $\foo{x}$, ''$\bar$'' and $\frac{1}{2$ and $\foo{x}$'"
    tldr = r'tldr: "A network whose activity travels: $\\foo{\"x\"}$ and  $\\baz$ of $\\alpha$."'
    why = "why: >-\n  First $\\foo$ and\n  then $\\foo$ and\n  $\\qux$."
    body = "Of $\\foo$, `$\\foo$` and $x$ then $\\foo$\nand $\\baz$. (and so on, for 100 words)"
    _, source = reading.paper_text(bytes_of(paper(f"{title}\n{tldr}\n{why}", body)), "papers/first-2023.md")
    found = [(p.rule, p.line, p.excerpt[p.column - 1 :][: p.length]) for p in source.problems]
    assert found == [
        ("bad-formula", 2, r"$\foo{x}$"),
        ("bad-formula", 2, r"$\bar$"),
        ("bad-formula", 2, r"$\frac{1}{2$"),
        ("bad-formula", 2, r"$\foo{x}$"),
        ("untidy-text", 3, source.lines[2][6:]),
        ("bad-formula", 3, r"$\\foo{\"x\"}$"),
        ("bad-formula", 3, r"$\\baz$"),
        ("bad-formula", 5, r"$\foo$"),
        ("bad-formula", 6, r"$\foo$"),
        ("bad-formula", 7, r"$\qux$"),
        ("bad-formula-in-summary", 13, r"$\foo$"),
        ("bad-formula-in-summary", 13, r"$\foo$"),
        ("bad-formula-in-summary", 14, r"$\baz$"),
    ]
    places = [(p.line, p.column) for p in source.problems]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        ("tags: [a, b, a, b, a]", ["named-twice"] * 3),
        ("tags: [a, 'b ', a]", ["named-twice", "untidy-text"]),
        ("categories: [a, b, c, a, b]", ["categories-number", "named-twice", "named-twice"]),
        ("title: '  Waves $\\foo$'", ["bad-formula", "untidy-text"]),
        ("tldr: 'Short  $\\foo$'", ["bad-formula", "tldr-length", "untidy-text"]),
        ("authors: [{name: A B, family: C, orcid: x}, A B, A B]", ["bad-family", "bad-orcid", *["named-twice"] * 2]),
        ("authors: [' A B', {name: 'D  E', family: 'F  G'}]", ["bad-family", *["untidy-text"] * 3]),
        ("venue: {name: 'A  B', year: 20, pages: ' 1'}", ["bad-year", "untidy-text", "untidy-text"]),
        ("former_keys: [A, A, b, b]", ["bad-key", "bad-key", "named-twice", "named-twice"]),
    ],
)  # fmt: skip
def test_every_problem_of_a_value_is_reported(field: str, rules: list[str]) -> None:
    _, source = reading.paper_text(bytes_of(paper(field)), "papers/first-2023.md")
    assert sorted(problem.rule for problem in source.problems) == rules
