"""The summary of a paper: Markdown (CommonMark, tables, `$math$`) → HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from generator.core.text import mathml
from generator.files.body import DOLLARS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

# Paragraphs on one line each, in which no sign means anything to Markdown: the parser would only put each into a <p>.
_LINE = r"[^\W\d_][^\x00-\x1f\x7f\\`*_\[\]<>&!$|]*(?<!\s)"
_PROSE = re.compile(rf"{_LINE}(?:\n\n{_LINE})*\n?")
_SCHEMES = ("http://", "https://", "mailto:")


@cache
def parser() -> MarkdownIt:
    """The Markdown of summaries: no HTML, no images, links only to http, https and mailto."""
    return _parser({"html": False}, _inline, _block)


@cache
def portable_parser() -> MarkdownIt:
    """The same for readers that know no MathML: formulas as LaTeX in `<code>`, and HTML that is XML too."""
    return _parser({"html": False, "xhtmlOut": True}, _code, _code_block)


def _parser(options: dict[str, bool], inline: Callable[..., str], block: Callable[..., str]) -> MarkdownIt:
    # Most summaries are prose, and a build that renders a few may do without importing these.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown = MarkdownIt("commonmark", options).enable("table").disable("image")
    markdown.validateLink = lambda url: url.lower().startswith(_SCHEMES)  # type: ignore[method-assign]
    markdown.use(dollarmath_plugin, **DOLLARS)
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("td_open", _cell)
    markdown.add_render_rule("th_open", _cell)
    markdown.add_render_rule("math_inline", inline)
    markdown.add_render_rule("math_block", block)
    markdown.add_render_rule("math_block_label", block)  # `$$ ... $$ (name)`: the name would be an id
    return markdown


def html(text: str) -> str:
    """`text` as safe HTML."""
    return _prose(text) or str(parser().render(text))


def portable(text: str) -> str:
    """`text` as safe HTML for feeds and mail."""
    return _prose(text) or str(portable_parser().render(text))


def _prose(text: str) -> str:
    """`text` as HTML where no sign of it means anything to Markdown; else nothing."""
    if not _PROSE.fullmatch(text):
        return ""
    return f"<p>{text.rstrip()}</p>\n".replace('"', "&quot;").replace("\n\n", "</p>\n<p>")


def phrase(text: str) -> str:
    """One line of Markdown as safe HTML without a paragraph around it."""
    return str(parser().renderInline(text))


def _fence(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block of code, without a class made of what stands behind the fence."""
    return f"<pre><code>{escape(tokens[index].content)}</code></pre>\n"


def _cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The start of a table's cell, aligned by an attribute: the policy of the pages allows no style."""
    token = tokens[index]
    style = str(token.attrGet("style") or "")
    aligned = f' align="{style.removeprefix("text-align:")}"' if style.startswith("text-align:") else ""
    return f"<{token.tag}{aligned}>"


def _inline(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return _math(tokens[index].content, "inline")


def _block(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<p>{_math(tokens[index].content.strip(), 'block')}</p>\n"


def _code(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<code>{escape(tokens[index].content)}</code>"


def _code_block(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<p><code>{escape(tokens[index].content.strip())}</code></p>\n"


def _math(latex: str, display: str) -> str:
    try:
        return mathml.boxed(latex, display)
    except mathml.BadFormula:
        return f"<code>${escape(latex)}$</code>"
