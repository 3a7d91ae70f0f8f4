"""The summary of a paper file: what its Markdown may hold, and how long it is."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from generator.core.problems import Fault, rule
from generator.core.text import mathml
from generator.core.text.counting import counted
from generator.files.source_text import Check, Place, Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

WORDS = (60, 150)
_WORD = re.compile(r"\w+")
# A text without any of these has no HTML, image, heading, formula or odd link, and need not be parsed.
_MARKUP = re.compile(
    r"<[A-Za-z/!?]|!\[|\$|\](?:[\[:]|\((?!https?://|mailto:))|^ {0,3}(?:>.*|[-*+] .*)?(?:#|=+ *$|-+ *$)", re.MULTILINE
)
# What counts as a formula: no space inside the dollars, no digit behind the second, `$$` only around a block.
DOLLARS = {"allow_space": False, "allow_digits": False, "double_inline": False}
_SCHEMES = ("http://", "https://", "mailto:")


@rule("missing-summary", wrong="", right="(and so on, for 100 words)", part="body")
def missing_summary() -> Fault:
    """Below the front matter stands a summary."""
    return Fault("there is no summary below the front matter", f"write one of {WORDS[0]} to {WORDS[1]} words")


@rule("summary-length", wrong="Waves remember.", right="(and so on, for 100 words)", part="body")
def summary_length(words: int) -> Fault:
    """The summary has 60 to 150 words; a word is a run of letters and digits."""
    what = f"{WORDS[0] - words} more" if words < WORDS[0] else f"{words - WORDS[1]} fewer"
    return Fault(f"the summary has {counted(words, 'word')}", f"write {what}: a summary has {WORDS[0]} to {WORDS[1]}")


@rule("raw-html", wrong="Waves <b>remember</b>.\n\n(and so on, for 100 words)",
      right="Waves **remember**, if $a < b$.\n\n(and so on, for 100 words)", part="body")  # fmt: skip
def raw_html(html: str) -> Fault:
    """No HTML in the summary: Markdown has what it needs. A comparison such as `a < b` is not HTML."""
    advice = (
        "take the comment out" if html.startswith("<!--") else "use Markdown, or write \\< for the character itself"
    )
    return Fault(f"{html[:40]} is HTML", advice)


@rule("bad-link", wrong="See [the code](javascript:alert).\n\n(and so on, for 100 words)",
      right="See [the code](https://example.org/code).\n\n(and so on, for 100 words)", part="body")  # fmt: skip
def bad_link(target: str) -> Fault:
    """A link in the summary is a whole address that starts with `https://`, `http://` or `mailto:`."""
    return Fault(f'the link leads to "{target}"', "write a whole address such as https://example.org/page")


@rule("image", wrong="![A wave](https://example.org/wave.png)\n\n(and so on, for 100 words)",
      right="[A wave](https://example.org/wave.png)\n\n(and so on, for 100 words)", part="body")  # fmt: skip
def image(target: str) -> Fault:
    """No images in the summary: no page of the site asks another site for anything."""
    return Fault("an image stands in the summary", f"link to it: [what it shows]({target})")


@rule("heading", wrong="# Waves\n\n(and so on, for 100 words)", right="**Waves.**\n\n(and so on, for 100 words)",
      part="body")  # fmt: skip
def heading(underlined: bool) -> Fault:
    """No headings in the summary: it is a few paragraphs below the page's own heading."""
    advice = "put an empty line before the line of = or -" if underlined else "write a sentence"
    return Fault("a heading stands in the summary", advice)


@rule("bad-formula-in-summary", wrong="The rate is $\\frac{1}{2$.\n\n(and so on, for 100 words)",
      right="The rate is $\\frac{1}{2}$, for \\$5.\n\n(and so on, for 100 words)", part="body")  # fmt: skip
def formula(latex: str, wrong: str) -> Fault:
    """A formula in the summary, between dollar signs, is LaTeX that can be shown, as `bad-formula` says for fields."""
    return Fault(f"the formula ${latex}$ cannot be shown: {wrong}", mathml.ADVICE)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # which a plain summary does without
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.use(dollarmath_plugin, **DOLLARS)
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # what is wrong with it is told here
    return markdown


def check(body: str, line: int, source: Source) -> None:
    """Note in `source` what is wrong with `body`, whose first line is line `line` of the file."""
    if not body.strip():
        source.add(missing_summary, Place(max(1, len(source.lines) - (not source.lines[-1]))))
        return
    words = len(_WORD.findall(body))
    if not WORDS[0] <= words <= WORDS[1]:
        source.add(summary_length, Place(line), words)
    if _MARKUP.search(body):
        lines = body.split("\n")
        for token in _parser().parse(body):
            start, end = token.map or (0, len(lines))
            _block(token, lines, start, end, line, source)


def _block(token: Token, lines: list[str], start: int, end: int, line: int, source: Source) -> None:
    if token.type == "html_block":
        html = token.content.strip().split("\n")[0]
        source.add(raw_html, _Block(lines, start, end, line).find(html), _tag(html))
    elif token.type in ("math_block", "math_block_label") and (wrong := mathml.why_not(token.content.strip(), "block")):
        source.add(formula, Place(line + start, 1, len(lines[start])), token.content.strip(), wrong)
    elif token.type == "heading_open":
        underlined = token.markup in ("=", "-")
        at = end - 1 if underlined else start
        source.add(heading, Place(line + at, 1, len(lines[at])), underlined)
    wrong_pieces = list(_inline(token.children or ()))
    block = _Block(lines, start, end, line) if wrong_pieces else None
    for text, check_of, said in wrong_pieces:
        assert block
        source.add(check_of, block.find(text), *said)


def _inline(children: Iterable[Token]) -> Iterator[tuple[str, Check, tuple[str, ...]]]:
    """(text to be found in the source, check, what it is told) for the pieces of a paragraph that may not stand."""
    for token in children:
        if token.type == "html_inline":
            yield token.content, raw_html, (_tag(token.content),)
        elif token.type == "image":
            yield "![", image, (str(token.attrGet("src") or ""),)
        elif token.type == "math_inline" and (wrong := mathml.why_not(token.content)):
            yield f"${token.content}$", formula, (token.content, wrong)
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            if not target.lower().startswith(_SCHEMES):
                yield target, bad_link, (target,)


def _tag(html: str) -> str:
    return html.split("\n", maxsplit=1)[0]


class _Block:
    """The lines from `start` to `end`, of which the first of all is line `line` of the file; finds texts in them."""

    def __init__(self, lines: list[str], start: int, end: int, line: int) -> None:
        self._text = "\n".join(lines[start:end])
        self._starts = [0, *(match.end() for match in re.finditer("\n", self._text))]
        self._line = line + start
        self._found: dict[str, int] = {}  # text → where it was found last

    def find(self, text: str) -> Place:
        """Where the next occurrence of a text stands; the last one again where no other follows."""
        first = text.split("\n", maxsplit=1)[0]
        before = self._found.get(first)
        at = self._text.find(first, 0 if before is None else before + len(first)) if first else -1
        if at < 0:
            if before is None:
                return Place(self._line)
            at = before
        self._found[first] = at
        row = bisect.bisect_right(self._starts, at) - 1
        return Place(self._line + row, at - self._starts[row] + 1, len(first))
