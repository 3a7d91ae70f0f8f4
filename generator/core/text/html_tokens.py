"""The HTML of a builder's pages as tokens: needless white space cut, and the addresses in attributes moved.

The pages come of the theme and of `docs/`: what is not understood is left as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

_ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
TOKEN = re.compile(
    rf"<!--(?P<comment>.*?)-->"
    rf"|<(?P<raw>script|style|textarea|title)\b(?P<raw_attributes>{_ATTRIBUTES})>(?P<text>.*?)</(?P=raw)\s*>"
    rf"|<(?P<tag>[a-zA-Z][^\s/>]*)(?P<attributes>{_ATTRIBUTES})>",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
_SPACE = re.compile(r"[ \t\r\n]+")
_XMLNS = ' xmlns="http://www.w3.org/2000/svg"'  # in HTML every svg element has it
_BLOCKS = "div|ul|li|nav|header|main|article|footer|form"
_BLOCK_START = re.compile(rf"<(?:{_BLOCKS}|meta|link)\b")
_START = re.compile(rf"<(?:{_BLOCKS}|meta|link|a|span|label)\b")
_LINK_END = re.compile(r"\n(</(?:a|span|label)>)")
_BLOCK_END = re.compile(rf"\n?(</(?:{_BLOCKS})>)\n?")
_ADDRESSES = frozenset({"href", "src", "action", "poster", "data-search"})
_SOCIAL = frozenset({"og:url", "og:image", "twitter:image"})


def squeezed(text: str) -> str:
    """`text` with the white space between its tags cut to what counts: a fifth of the theme is indentation."""
    if "<pre" in text:
        return text
    pieces: list[str] = []
    end = 0
    for match in TOKEN.finditer(text):
        pieces += [_SPACE.sub(_cut, text[end : match.start()]), match[0].replace(_XMLNS, "")]
        end = match.end()
    pieces.append(_SPACE.sub(_cut, text[end:]))
    return "".join(_between_blocks(pieces))


def _between_blocks(pieces: list[str]) -> Iterator[str]:
    """The pieces, text and tags in turn, without the line breaks at the edges of blocks, which nobody sees."""
    for number, piece in enumerate(pieces):
        if number % 2:
            yield piece
            continue
        before, behind = pieces[max(number - 1, 0)], pieces[min(number + 1, len(pieces) - 1)]
        text = _BLOCK_END.sub(r"\1", piece)
        text = _LINK_END.sub(r"\1", text)
        text = text.removeprefix("\n") if number and _START.match(before) else text
        yield text.removesuffix("\n") if _BLOCK_START.match(behind) else text


def moved_attributes(tag: str, attributes: str, moved: Callable[[str], str]) -> str:
    """The attributes of a tag, as they stand in it, with every address put through `moved`."""
    if "=" not in attributes:
        return attributes
    social = tag.lower() == "meta" and any(f'"{name}"' in attributes for name in _SOCIAL)

    def move(match: re.Match[str]) -> str:
        name, quoted = match[1].lower(), match[3]
        value = html.unescape(quoted[1:-1] if quoted[0] in "\"'" else quoted)
        if name in _ADDRESSES or (name == "data" and tag.lower() == "object") or (name == "content" and social):
            new = moved(value)
        elif name == "srcset":
            new = ", ".join(_moved_candidate(candidate, moved) for candidate in _candidates(value))
        else:
            return match[0]
        return match[0] if new == value else f'{match[1]}="{html.escape(new)}"'

    return ATTRIBUTE.sub(move, attributes)


def _candidates(srcset: str) -> Iterable[str]:
    """The candidates of a `srcset` (HTML, section 4.8.4.2): a comma before white space parts them."""
    return filter(None, (part.strip().rstrip(",") for part in re.split(r",\s+", srcset)))


def _moved_candidate(candidate: str, moved: Callable[[str], str]) -> str:
    address, space, descriptor = candidate.partition(" ")
    return moved(address) + space + descriptor


def _cut(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "
