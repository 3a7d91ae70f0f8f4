"""What a file within its limits can cost: work that grows with its size only, and a report of bounded length."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.checks import checks, report
from generator.core import problems
from generator.files.yaml_builder import Builder
from tests.conftest import Project
from tests.examples import VOCABULARY, paper
from tests.project import papers

TAG = "- key: k{0}\n  title: T{0}\n  definition: What belongs to this tag of the list.\n"


def repeated(text: str, by: str = "") -> Callable[[int], str]:
    """`text` n times, with its number in it."""
    return lambda n: by.join(text.format(number) for number in range(n))


def listed(field: str, text: str) -> Callable[[int], str]:
    """A field that is a list of n entries."""
    entries = repeated(text, ", ")
    return lambda n: f"{field}: [{entries(n)}]"


FIELDS: dict[str, Callable[[int], str]] = {
    "aliases of YAML": lambda n: f"x: &a b\ntags: [{', '.join(['*a'] * n)}]",
    "aliases on lines of their own": repeated("k{0}: *a\n"),
    "anchors": listed("tags", "&a{0} x"),
    "tags of YAML": listed("tags", "!!t{0} x"),
    "unknown fields": repeated("k{0}: 1\n"),
    "one field often": repeated("doi: 1\n"),
    "unknown tags": listed("tags", "t{0}"),
    "one tag often": listed("tags", "t"),
    "empty entries": listed("tags", "''"),
    "unknown keys": listed("not_same_as", "k-{0}"),
    "authors": listed("authors", "A B{0}"),
    "wrong authors": listed("authors", "{{name: x@y, z{0}: 1}}"),
    "mappings in a list": listed("tags", "a: {0}"),
    "tabs": repeated("\t: 1\n"),
    "lines that are no fields": repeated("abc def\n"),
    "colons": repeated("k{0}: b: c\n"),
    "hashes": repeated("why: b #c\n"),
    "backslashes": listed("authors", '"\\q"'),
    "quotes that do not close": repeated('k{0}: "b\n'),
    "dollars": lambda n: f"why: '{'$a ' * n}'",
    "spaces": lambda n: f"why: '{'a  ' * n}'",
    "names in one entry": lambda n: f"authors: ['{'a and ' * n}b']",
}
BODIES: dict[str, Callable[[int], str]] = {
    "control characters": repeated("\\u0001"),
    "HTML": repeated("<b>"),
    "HTML on lines": repeated("<b>\n\n"),
    "links": repeated("[a](b) "),
    "images": repeated("![a](b)\n"),
    "headings": repeated("# a\n\n"),
    "formulas": repeated("$\\\\x$ "),
    "emphasis": repeated("*a **b "),
    "quotes": repeated("> a\n"),
    "rows of a table": lambda n: f"a|b\n-|-\n{'<b>|b' * n}",
    "fences": repeated("---\n"),
}
VOCABULARIES = {
    "unknown fields": ("tags", repeated(TAG + "  foo: 1\n")),
    "entries": ("tags", repeated(TAG)),
    "one entry often": ("tags", repeated(TAG.replace("{0}", ""))),
    "parents in a chain": ("tags", lambda n: "".join(f"{TAG.format(i)}  parent: k{i + 1}\n" for i in range(n))),
    "unknown parents": ("tags", repeated(TAG + "  parent: z{0}\n")),
    "aliases": ("tags", lambda n: f"{TAG.format(0)}  aliases: [{repeated('a{0}', ', ')(n)}]\n"),
    "words": ("tags", repeated("- a\n")),
    "comments": ("tags", repeated("#\n")),
    "wrong keys": ("tags", repeated("- key: K {0}\n  title: T\n  definition: short\n")),
    "persons of one name": ("people", repeated("- name: A B{0}\n  variants: [C B]\n")),
    "removed": ("removed", repeated("- key: first-2023\n  title: T\n  reason: None\n  day: 2026-11-24\n")),
}  # fmt: skip
Case = tuple[str, str, Callable[[int], str]]
CASES: list[Case] = [
    *((name, "papers/first-2023.md", lambda n, of=of: paper(of(n))) for name, of in FIELDS.items()),
    *((f"{name} in the summary", "papers/first-2023.md", lambda n, of=of: paper(body=of(n)))
      for name, of in BODIES.items()),
    *((f"{name} in _{kind}.yml", f"papers/_{kind}.yml", of) for name, (kind, of) in VOCABULARIES.items()),
]  # fmt: skip


def calls(work: Callable[[], Any]) -> int:
    """How many functions `work` calls, those of C among them."""
    count = 0

    def note(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def check(root: Path) -> str:
    return report.checked(root / "papers", root, None, "text", "2026-12-01")[0]


@pytest.mark.parametrize(("path", "text"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_work_grows_with_the_size_of_a_file(project: Project, path: str, text: Callable[[int], str]) -> None:
    counts = []
    for number in (0, 250, 1000):
        root = project({**VOCABULARY, "papers/first-2023.md": paper(), path: text(number)})
        check(root)  # what is loaded once is loaded
        counts.append(calls(lambda root=root: check(root)))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    none, some, many = counts
    # Work that grows with the square would grow sixteenfold.
    assert many - none < 6 * max(some - none, 1000), counts


@pytest.mark.parametrize(("path", "text"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_report_has_at_most_twenty_problems_of_a_rule(
    project: Project, path: str, text: Callable[[int], str]
) -> None:
    root = project({**VOCABULARY, "papers/first-2023.md": paper(), path: text(3000)})
    _, found = checks.load(root / "papers", root)
    assert max((sum(p.rule == rule for p in found) for rule in {p.rule for p in found}), default=0) <= problems.MOST
    assert len(check(root)) < 40_000


def test_what_is_not_listed_is_counted_in_every_form(project: Project) -> None:
    root = project({**VOCABULARY, "papers/first-2023.md": paper(FIELDS["unknown fields"](2000))})
    done = papers("check", cwd=root, check=False)
    assert done.returncode == 1
    assert done.stdout.endswith(
        "former_keys, not_same_as\n    and 1,980 more of unknown-field in this file\n\n"
        "2,000 problems in 1 file, 2 warnings\n"
    )
    annotations = papers("check", "--format", "github", cwd=root, check=False).stdout.splitlines()
    annotations = [line for line in annotations if not line.startswith("::warning")]
    assert len(annotations) == 21
    assert annotations[-2].endswith("%0Aand 1,980 more of unknown-field in this file")
    values = json.loads(papers("check", "--format", "json", cwd=root, check=False).stdout)
    assert [value["more"] for value in values if value["rule"] == "unknown-field"] == [0] * 19 + [1980]


def test_a_very_long_line_is_shown_around_the_problem(project: Project) -> None:
    root = project({**VOCABULARY, "papers/first-2023.md": paper(FIELDS["unknown tags"](5000))})
    assert len(papers("check", "--format", "json", cwd=root, check=False).stdout) < 40_000


class Counted(str):
    """A line that counts how many characters are cut out of it."""

    __slots__ = ()
    cut = 0

    def __getitem__(self, key: Any) -> str:
        part = super().__getitem__(key)
        Counted.cut += len(part)
        return part


@pytest.mark.parametrize("text", ["*a, ", "&a x, ", "a: b, ", "!!x y, ", '"a\\\\b", ', "b "])
def test_what_is_cut_out_of_one_long_line_grows_with_its_length(text: str) -> None:
    counts = []
    for number in (500, 2000):
        lines = ["x: &a b", f"tags: [{text * number}]"]
        Counted.cut = 0
        Builder([Counted(line) for line in lines], 1).run("\n".join(lines))
        counts.append(Counted.cut)
    assert counts[1] <= 5 * counts[0] + 5000
