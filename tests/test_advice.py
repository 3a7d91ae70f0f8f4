"""Advice is itself right: written as it says, a problem is gone and no new one of YAML is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from generator.checks import checks
from generator.core.problems import Problem
from generator.files import reading, vocabulary_files
from generator.files.writing import quoted_line
from tests.conftest import Project
from tests.examples import CATEGORIES, bytes_of, paper

VALUES = [
    "a", "fmri, eeg", "A: b", "it's", 'say "hi"', "# hash", "x # y", "yes", "no", "null", "1", "1e5", "2020", "0x1f",
    "~", "- a", "- A: b", "a: ", "ends:", "[x]", "{y}", "&a", "*a", "!t", "%p", "@at", "`b`", "|", "> z", "a\\b",
    "Ünïcö 名前", "$\\alpha$ b", "a  b", " lead", "a,b;c", "?", "? q", ": c", "a, 'b', c", '"q", r', "C#", "12:30", "=",
    "F# and C# code", "<<", "O'Neil, A. and Lee, B.", "Ann Lee, Bob Roe", "Lee, Ann", "Ann Lee et al.", "emoji 😀",
    "Ann: Lee et al.", "NIPS 2023", "ICLR, 2020", "Nature: Physics 2020", "https://e.org/a b", "https://e.org/a#b",
    "http://x.y/?a=1&b=2,3", "x.org/a,b", "arXiv:2309.08045v2", "https://doi.org/10.1000/182", "2023/9/3", "2023-9",
    "a\"b'c",
]  # fmt: skip
TEXTS = ("title", "tldr", "why", "date", "added", "updated", "arxiv", "doi", "pmid", "openreview", "status", "notice")
LISTS = ("tags", "authors", "categories", "former_keys", "not_same_as")
# What stands behind the text to be written, and what is no text but says how one is to be written.
BEHIND = re.compile(
    r", or (?:the value itself|put the comment|add it|leave)|, and others as|; papers format|; of a person|; or add"
)
PROSE = re.compile(
    r"it bare|which link|one text|one sentence|one of |an? |the |four digits|two back|spaces|name: value|YYYY"
    r"|others as|three |retracted|its |.*with the #|.*\bKEY\b"
)
OF_YAML = {
    "yaml-syntax", "unquoted-colon", "unquoted-hash", "backslash", "anchor-or-alias", "yaml-tag", "duplicate-field",
    "wrong-form", "empty-entry",
}  # fmt: skip


def written(problem: Problem) -> str:
    """The text that the advice says to write; empty where it is not such an advice."""
    match = re.match(r"(?:write|write its value, such as|add a line such as) (.+)$", problem.advice)
    text = BEHIND.split(match[1])[0] if match else ""
    return "" if PROSE.match(text) else text


def applied(text: str, problem: Problem) -> str:
    """The file with the advice followed: a whole field in its line, a new line, or a value in the place of another."""
    advice, lines = written(problem), text.split("\n")
    line = lines[problem.line - 1]
    name = re.match(r"\s*(?:- )?([\w-]+):", line)
    if name and advice.startswith(f"{name[1]}:"):
        lines[problem.line - 1] = line[: name.start(1)] + advice
    elif problem.advice.startswith("add a line"):
        lines.insert(1, advice)
    elif problem.rule == "backslash":  # of it the escape is shown, and the whole text between quotes is to be written
        old = next(quoted for quoted in re.findall(r'"(?:[^"\\]|\\.)*"', line) if "\\" in quoted)
        lines[problem.line - 1] = line.replace(old, advice)
    else:
        start, end = problem.column - 1, problem.column - 1 + problem.length
        if line[start] in "[{":  # a list or mapping is shown by its bracket
            end = line.index({"[": "]", "{": "}"}[line[start]], start) + 1
        field = re.match(r"[\w-]+: ", advice)
        if field and line[:start].endswith(field[0]):
            start -= len(field[0])
        lines[problem.line - 1] = line[:start] + advice + line[end:]
    return "\n".join(lines)


def wrong_advice(text: str, problems_of: Callable[[str], Iterable[Problem]]) -> Iterator[tuple[str, str, str]]:
    before = list(problems_of(text))
    known = {problem.message for problem in before}
    for problem in before:
        if not written(problem):
            continue
        after = list(problems_of(applied(text, problem)))
        again = [p for p in after if (p.rule, p.line, p.message) == (problem.rule, problem.line, problem.message)]
        same = sum((p.rule, p.line, p.message) == (problem.rule, problem.line, problem.message) for p in before)
        new = [p for p in after if p.rule in OF_YAML and p.message not in known]
        if len(again) >= same or new:
            yield problem.message, problem.advice, "; ".join(p.message for p in new)


def _of_paper(text: str) -> list[Problem]:
    return reading.paper_text(text.encode(), "papers/first-2023.md")[1].problems


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


FIELDS = [
    *(f"{name}: {{}}" for name in (*TEXTS, *LISTS, "language", "venue", "links")),
    *(f"{name}: [{{}}]" for name in LISTS),
    *(f"{name}: [{{}}, b]" for name in LISTS),
    *(f"{name}: [{{}}]" for name in ("title", "tldr")),
    *(f"venue: {{{{name: x, {name}: {{}}}}}}" for name in ("year", "pages")),
    "venue: {{name: {}, year: 2020}}",
    "links: {{code: {}}}",
    *(
        f"authors: [{{{{{part}}}}}]"
        for part in ("name: {}", "group: {}", "name: A B, orcid: {}", "name: A B, family: {}")
    ),
]


@pytest.mark.parametrize("field", FIELDS)
def test_of_a_paper_file(field: str) -> None:
    found: list[tuple[str, str, str]] = []
    for value in VALUES:
        for form in (value, quoted_line(value), _single(value)):
            if field.startswith(("title: [", "tldr: [")) and form is value and not value.isalnum():
                continue  # a text is wanted: what is wrong within the list is told beside that
            text = bytes_of(paper(field.format(form))).decode()
            found += wrong_advice(text, _of_paper)
    assert found == []


TAG = "- key: {}\n  title: {}\n  definition: {}\n  aliases: {}\n"


@pytest.mark.parametrize("place", range(4))
def test_of_a_vocabulary_file(place: int) -> None:
    def problems_of(text: str) -> list[Problem]:
        return list(vocabulary_files.parse(text.encode(), "papers/_tags.yml", "tags").problems)

    found: list[tuple[str, str, str]] = []
    for value in VALUES:
        for form in (value, quoted_line(value), _single(value), f"[{value}]"):
            values = ["fmri", "fMRI", "Functional imaging of the brain.", "[x]"]
            values[place] = form if place < 3 or form[:1] == "[" else f"[{form}]"
            if place < 3 and form.startswith("["):
                values[place] = quoted_line(f"Functional imaging: {value} of the brain")
            found += wrong_advice(TAG.format(*values), problems_of)
    assert found == []


@pytest.mark.parametrize("name", ["Ann's", 'The "Best"', "A: B", "C # D", "yes", "1", "[x]", "Ünï", "a, b", "{y}"])
def test_with_the_words_of_a_list(project: Project, name: str) -> None:
    """Names of venues, aliases and keys that a message proposes are right as they are proposed."""
    titled = f"A Venue {name}"
    venues = f"- name: {quoted_line(titled)}\n  title: A Conference\n  kind: conference\n  aliases: [Venue X]\n"
    tags = TAG.format("functional-mri", "fMRI", "Functional imaging of the brain.", "[Imaging]")
    files = {"papers/_categories.yml": CATEGORIES, "papers/_tags.yml": tags, "papers/_venues.yml": venues}
    for fields in (
        "venue: {name: Venue X}",
        f"venue: {{name: {quoted_line(titled + 'x')}}}",
        f"venue: {quoted_line(titled + ' 2023')}",
        "venue: Venue X 2023",
        "tags: [Imaging]",
        "tags: [functional-mrx]",
        "categories: [neural-dynamicz]",
        "not_same_as: [secnd-2024]",
        f"authors: [{quoted_line(name + ' Research Group')}]",
        f"authors: [{quoted_line('Doe, ' + name + ' et al.')}]",
    ):
        other = paper("date: 2024\ndoi: 10.1000/182", title="Others")
        text = bytes_of(paper(f"{fields}\narxiv: 2309.08045")).decode()
        root = project({**files, "papers/keller-2023.md": text, "papers/second-2024.md": other})

        def problems_of(text: str, root: object = root) -> list[Problem]:
            (root / "papers/keller-2023.md").write_text(text, encoding="utf-8")  # type: ignore[operator]  # a path
            found = checks.load_all(root / "papers", root, "2026-12-01")[1]  # type: ignore[operator, arg-type]
            return [problem for problem in found if problem.path == "papers/keller-2023.md"]

        assert any(map(written, problems_of(text))), fields
        assert list(wrong_advice(text, problems_of)) == []


@pytest.mark.parametrize("name", ["title", "date", "added", "categories", "tldr"])
@pytest.mark.parametrize("there", [True, False])
def test_a_missing_field(project: Project, name: str, there: bool) -> None:
    right = bytes_of(paper("arxiv: 2309.08045")).decode()
    text = re.sub(rf"^{name}: .*\n", f"{name}:\n" if there else "", right, flags=re.MULTILINE)
    (problem,) = (one for one in _of_paper(text) if one.rule == "missing-field")
    line = (
        problem.advice.partition(" such as ")[2].replace("YYYY-MM-DD", "2026-12-01").replace("KEY", "neural-dynamics")
    )
    lines = text.split("\n")
    lines[problem.line - 1 : problem.line] = [line] if there else ["---", line]
    assert _of_paper("\n".join(lines)) == []
