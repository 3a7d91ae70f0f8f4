"""Numbers in words: `1 paper`, `2 papers`, wherever the program, the site or the mail says how many there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from generator.analysis import statistics
from generator.core.problems import Fault
from generator.core.text.counting import counted
from generator.curation.outside_links import Kept, Link
from generator.curation.outside_links import report as report_links
from generator.digest.content import Writer
from generator.files.body import summary_length
from generator.files.settings import Settings
from generator.model.field_rules import one_to_three, tldr
from generator.model.vocabulary_model import sentence
from generator.site.charts import chart
from generator.site.slots import Slots
from tests import small_list

PROGRAM = Path(__file__).parent.parent / "generator"
# A number one and a word in the plural; what is not a plural ends in an s, too.
WRONG = re.compile(r"(?<![\d,.:/-])1 (?!is\b|was\b|has\b)[a-z]+s\b")
WRONG_TWO = re.compile(r"(?<![\d,.:/-])[02] (paper|author|tag|category|venue|file|problem|word|character|time)\b")
# The number of an issue, or one that is always larger than one.
RIGHT = {
    "{number} says so already",
    "{number} what is missing",
    "{len(found)} bullets, table rows and paragraphs is a paper: ",
    "{self.counted:,} lists show",
    "{limit:,} bytes",
    "{len(marks)} marks stand on one letter",
}


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (1200, "1,200 papers")],
)
def test_a_number_and_its_noun(number: int, words: str) -> None:
    assert counted(number, "paper") == words
    assert counted(number, "category", "categories") == words.replace("papers", "categories").replace(
        "paper", "category"
    )


def _messages(number: int) -> Iterator[str]:
    """What is said of a list with so many papers, each at a venue of its own."""
    papers = [small_list.paper(n, tags=["fmri"], venue={"name": f"V{n}"}) for n in range(number)]
    library = small_list.library(papers)
    for figure in statistics.figures(library):
        yield figure.description
        yield from (box.words for box in chart(figure).boxes)
    slots = Slots(library, {"name": "List", "url": "https://example.org/", "repository": "", "branch": "main"})
    for slot in ("summary", "exports"):
        yield re.sub(r"<[^>]*>", "", slots.render(slot, "", ""))
    writer = Writer(Settings(Path(), "List", url="https://example.org/"), "daily", [], "")
    content = writer.content(papers)
    yield from (content.subject, content.text)
    links = [Link(f"papers/{n}.md", "code", f"https://example.org/{n}") for n in range(number)]
    yield report_links(links, {link.url: Kept("2026-11-02", "dead", "status 404", ("2026-11-01",)) for link in links})
    for check in (
        lambda: tldr("x" * number),
        lambda: sentence("x" * number),
        lambda: one_to_three(("a", "b", "c", "d", "e")[: number + 3]),
    ):
        try:
            check()
        except Fault as fault:
            yield fault.message
    yield summary_length(number).message


@pytest.mark.parametrize("number", [0, 1, 2])
def test_messages_with_a_few(number: int) -> None:
    messages = list(_messages(number))
    assert len(messages) > 5
    assert any(re.search(rf"\b{number} [a-z]", message) for message in messages)
    assert [message for message in messages if WRONG.search(message) or WRONG_TWO.search(message)] == []


def _counts(node: ast.FormattedValue) -> bool:
    """Whether a value in a text is most likely a number that may be one."""
    if isinstance(node.value, ast.Call):
        function = node.value.func
        return isinstance(function, ast.Name) and function.id in ("len", "sum", "round")
    spec = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    named = isinstance(node.value, ast.Name | ast.Attribute)
    name = ast.unparse(node.value).rpartition(".")[2] if named else ""
    many = any(isinstance(part, ast.Constant) and part.value == "," for part in spec)
    return not name.isupper() and (many or name in ("count", "number", "total", "days", "times", "words", "asked"))


def _faulty_texts(parts: Sequence[ast.expr]) -> Iterator[str]:
    for one, other in pairwise(parts):
        if not (isinstance(one, ast.FormattedValue) and isinstance(other, ast.Constant) and _counts(one)):
            continue
        if re.match(r" (?!is\b|was\b|has\b|times\b|lines in all\b)([a-z]+ )?[a-z]+s\b", str(other.value)):
            yield ast.unparse(one) + str(other.value)


def test_no_text_of_the_program_has_its_plural_built_in() -> None:
    """Behind a number that may be one no word stands in the plural but by `counted`."""
    found = {
        text
        for path in sorted(PROGRAM.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for text in _faulty_texts(node.values)
    }
    assert found <= RIGHT, "write the number and its noun with generator.core.text.counting.counted"


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        (
            "site/templates",
            r"\|(?:number|length) \}\} [a-z]*s\b|numbers\.\w+ \}\} [a-z]+s\b|(?:count|days) \}\} [a-z]+s\b",
        ),
        ("site/static", r"\$\{[^}]*(?:length|size|count|total|number)\b[^}]*\} (?!is\b|was\b)[a-z]*s\b"),
    ],
)
def test_no_page_and_no_script_has_its_plural_built_in(folder: str, pattern: str) -> None:
    files = [path for path in sorted((PROGRAM / folder).iterdir()) if path.suffix in (".html", ".js")]
    assert files
    assert [(path.name, found) for path in files for found in re.findall(pattern, path.read_text("utf-8"))] == []
