"""Dark pages from the first paint on a dark system, before the theme's script has chosen a scheme, or without scripts.

The theme writes the scheme into attributes of `<body>`, and a script at the end of the page exchanges them by the
system's setting or the reader's choice. Until then a page has the scheme of the settings, which is light. So `<body>`
also says which scheme belongs to a dark system (`data-p-dark`), and each rule of a style sheet for that scheme is
repeated for pages whose scheme is not chosen yet, which lack `data-md-color-media`. A choice that the reader made
before is put into `<body>` by an inline script of the theme before anything is painted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPTION = re.compile(r"<input\b[^>]*\bdata-md-color-media=[^>]*>")
_DARK = re.compile(r"""data-md-color-media=["']?\(prefers-color-scheme: ?dark\)""")
_SCHEME = re.compile(r"""\bdata-md-color-scheme=["']?([\w-]+)""")
_BODY = re.compile(r"<body\b[^>]*>")
_SELECTED = re.compile(r"""\[data-md-color-scheme=(["']?)([\w-]+)\1\]""")
_UNDECIDED = r"[data-p-dark=\2]:where(:not([data-md-color-media]))"  # as specific as what it stands for
_TOKEN = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]""", re.DOTALL)
_GROUPS = ("@media", "@supports", "@layer", "@container", "@scope")


def find_dark_scheme(page: str) -> str:
    """Return the scheme of a dark system, that the theme's page offers; empty where it has none, or has it anyway."""
    body = _BODY.search(page)
    first = _SCHEME.search(body[0]) if body else None
    if first is None:
        return ""
    for option in _OPTION.finditer(page):
        scheme = _SCHEME.search(option[0])
        if scheme and _DARK.search(option[0]):
            return scheme[1] if scheme[1] != first[1] else ""
    return ""


def add_undecided_rules(css: str) -> str:
    """Return a style sheet with each rule for a scheme repeated for dark systems where none is chosen yet."""
    if "data-md-color-scheme" not in css:
        return css
    pieces: list[str] = []
    end = 0
    for start, opening, close in _rules(css):
        selectors = [one for one in _split(css[start:opening]) if _SELECTED.search(one) and ":not([data-md" not in one]
        if selectors:
            copies = ",".join(_SELECTED.sub(_UNDECIDED, one.strip()) for one in selectors)
            pieces += [css[end:close], f"@media screen and (prefers-color-scheme:dark){{{copies}{css[opening:close]}}}"]
            end = close
    return "".join([*pieces, css[end:]])


def _rules(css: str) -> Iterator[tuple[int, int, int]]:
    """The rules with selectors, also those inside of groups: where each begins, its brace, and where it ends."""
    start = depth = 0
    opening = first = -1  # of the rule that is being read; a rule inside of it belongs to it
    for token in _TOKEN.finditer(css):
        sign = token[0]
        if sign == "{" and opening < 0:
            prelude = css[start : token.start()].strip()
            if not prelude.startswith(_GROUPS):
                opening, first, depth = token.start(), start, 1
            start = token.end()
        elif sign == "{":
            depth += 1
        elif sign == "}" and opening >= 0:
            depth -= 1
            if not depth:
                if not css[first:opening].strip().startswith("@"):
                    yield first, opening, token.end()
                opening, start = -1, token.end()
        elif (sign in "};" or sign.startswith("/*")) and opening < 0:
            start = token.end()


def _split(selectors: str) -> list[str]:
    """A list of selectors at its commas, those inside of parentheses left out."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(selectors):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append(selectors[start:place])
            start = place + 1
    return [*found, selectors[start:]]
