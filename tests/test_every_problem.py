"""Every problem of a file is reported at once: none hides another."""

from __future__ import annotations

import itertools
import re

import pytest

from generator.checks import checks
from generator.core.problems import RULES
from generator.files import reading
from generator.importing import drafts
from tests.conftest import Project
from tests.examples import VOCABULARY, bytes_of, paper


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


# Rule → lines of front matter, or a summary, that break it.
BROKEN = {name: (rule.part, rule.wrong) for name, rule in RULES.items() if rule.part in ("field", "body")} | {
    "same-identifier": ("field", "pmid: 37138088"),
    "former-key-taken": ("field", "former_keys: [other-2022]"),
    "unknown-key": ("field", "not_same_as: [nobody-2023]"),
}
OTHER = paper("pmid: 37138088\ndate: 2022\nadded: 2026-01-01", title="Seas")
# What is wrong with an identifier, or makes a field unreadable, explains that there is none.
EXPLAINED = {
    "no-identifier": {
        "bad-arxiv",
        "bad-doi",
        "bad-pmid",
        "bad-openreview",
        "duplicate-field",
        "yaml-tag",
        "same-identifier",
    }
}


def _is_warning(name: str) -> bool:
    return RULES[name].warning


def _names(fields: str) -> set[str]:
    return {match[1] for line in fields.split("\n") if (match := re.match(r"""["']?([\w-]+|<<)["']?:""", line))}


def _together(one: str, other: str) -> str | None:
    """A paper file that breaks two rules; None where no file can break both in these ways."""
    (part, broken), (other_part, other_broken) = BROKEN[one], BROKEN[other]
    if part == other_part == "body":
        if "missing-summary" in (one, other):
            return None
        if "summary-length" in (one, other):
            body = broken if other == "summary-length" else other_broken
            return paper(body=body.partition("\n\n(and so on")[0])
        return paper(body=f"{broken.partition('(and so on')[0]}{other_broken}")
    if part == other_part:
        return None if _names(broken) & _names(other_broken) else paper(f"{broken}\n{other_broken}")
    return paper(broken, other_broken) if part == "field" else paper(other_broken, broken)


@pytest.mark.parametrize("folder", ["papers", "drafts"])
def test_no_problem_hides_another(project: Project, folder: str) -> None:
    """Every two rules that one file can break are both reported, for an entry and for a draft."""
    root = project({**VOCABULARY, "papers/other-2022.md": OTHER, "drafts/README.md": ""})
    file = root / folder / "first-2023.md"

    def rules_of(text: str) -> set[str]:
        file.write_bytes(bytes_of(text))
        if folder == "papers":
            problems = checks.load_all(root / "papers", root, "2026-12-01")[1]
        else:
            found = drafts.accept(root / "papers", root, lambda path: True, move=False)
            problems = [problem for draft in found for problem in draft.problems]
        return {problem.rule for problem in problems if problem.path == f"{folder}/first-2023.md"}

    broken_rules = {name: of for name, of in BROKEN.items() if folder == "papers" or not _is_warning(name)}
    for name, (part, broken) in broken_rules.items():
        assert name in rules_of(paper(broken) if part == "field" else paper(body=broken))
    hidden = []
    pairs = 0
    for one, other in itertools.combinations(broken_rules, 2):
        if (text := _together(one, other)) is not None:
            pairs += 1
            expected = {name for name in (one, other) if not EXPLAINED.get(name, set()) & {one, other}}
            hidden += [(one, other, name) for name in expected - rules_of(text)]
    assert hidden == []
    assert pairs > 1000


def test_what_is_read_of_a_file_with_problems_keeps_its_places(project: Project) -> None:
    """Warnings of authors behind an entry that cannot be read are at the right one; a group is one."""
    authors = "authors: [{orcid: x}, {group: Small Brain Lab}, Other Brain Lab]\ndate: x"
    root = project({**VOCABULARY, "papers/keller-2023.md": paper(authors)})
    problems = checks.load_all(root / "papers", root, "2026-12-01")[1]
    (warning,) = (problem for problem in problems if problem.rule == "possible-group")
    assert warning.message == '"Other Brain Lab" looks like the name of a group'
    assert warning.excerpt[warning.column - 1 :].startswith("Other Brain Lab")
