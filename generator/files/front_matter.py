"""The front matter of a paper file: split off by python-frontmatter, with a handler that says what is wrong."""

from __future__ import annotations

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from generator.core.problems import Fault, rule
from generator.files import yaml_source
from generator.files.source_text import Place, Source
from generator.files.yaml_document import Document

_FENCE = re.compile(r"^---[ ]*$", re.MULTILINE)
_FIELD_LINE = re.compile(r"[\w-]+\s*:(\s|$)|[ \]}#]|- ")


@rule(
    "no-front-matter",
    wrong="title: Waves\n\nWaves remember.",
    right='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    part="file",
)
def no_front_matter(message: str, advice: str) -> Fault:
    """A paper file begins with its front matter: the first line is `---`."""
    return Fault(message, advice)


@rule(
    "unclosed-front-matter",
    wrong='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n\n(and so on, for 100 words)",
    right='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
    "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)",
    part="file",
)
def unclosed_front_matter(advice: str) -> Fault:
    """The front matter ends with a line `---`."""
    return Fault("the front matter is not closed", advice)


@rule("tab-in-front-matter", wrong="title:\\x09Waves", right="title: Waves")
def tab_in_front_matter(times: int) -> Fault:
    """No tabs in the front matter and the vocabulary files: YAML does not indent with them."""
    more = "" if times == 1 else f", {times} lines in all"
    return Fault(f"a tab stands in the front matter{more}", "write spaces")


class Handler(BaseHandler):
    """The format of a paper file, for python-frontmatter; one for each file.

    After parsing: document: what the front matter holds; body_line: where the text below it begins.
    """

    FM_BOUNDARY = _FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self.document = Document()
        self.body_line = 0

    def split(self, text: str) -> tuple[str, str]:
        """Front matter and the text below it. `text` begins with a fence."""
        fences = _FENCE.finditer(text)
        opening = next(fences)
        closing = next(fences, None)
        if closing is not None:
            front, body = text[opening.end() + 1 : closing.start()], text[closing.end() + 1 :]
        else:
            front, body = self._unclosed(text)
        self.body_line = text.count("\n", 0, len(text) - len(body)) + 1
        return front, body

    def load(self, fm: str) -> dict[str, object]:
        """The fields; none where the front matter is not a mapping. All faults are noted in the source."""
        text = without_tabs(fm, self._source, 2)
        self.document = yaml_source.read(text, self._source, 2)
        value = self.document.value
        return value if isinstance(value, dict) else {}

    def _unclosed(self, text: str) -> tuple[str, str]:
        """Where the front matter most likely ends: at a line like a fence, else at the first that is not a field's."""
        lines = text.split("\n")
        end = next((n for n, line in enumerate(lines) if n and re.fullmatch(r"[-–—=*]{2,}\s*", line)), 0)
        if end:
            place = Place(end + 1, 1, len(lines[end].rstrip()))
            self._source.add(unclosed_front_matter, place, "write three hyphens, ---, on this line")
            return "\n".join([*lines[1:end], ""]), "\n".join(lines[end + 1 :])
        end = next((n for n, line in enumerate(lines) if n and not _FIELD_LINE.match(line)), len(lines))
        place = Place(min(end + 1, len(lines)), 1 if end < len(lines) and lines[end] else 0)
        advice = "write a line --- before this line" if end < len(lines) else "write a line --- after this line"
        self._source.add(unclosed_front_matter, place, advice)
        return "\n".join([*lines[1:end], ""]), "\n".join(lines[end:])


def without_tabs(text: str, source: Source, first_line: int) -> str:
    """`text` with spaces for tabs, which are noted in `source`."""
    if "\t" not in text:
        return text
    lines = text.split("\n")
    with_tab = [number for number, line in enumerate(lines) if "\t" in line]
    place = Place(with_tab[0] + first_line, lines[with_tab[0]].index("\t") + 1)
    source.add(tab_in_front_matter, place, len(with_tab))
    return text.replace("\t", " ")


def split(source: Source) -> tuple[Document, str, int] | None:
    """What the front matter of a paper file holds, the text below it, and the line that the text begins on.

    None where there is no front matter. All faults are noted in `source`.
    """
    text = source.text
    bare = text.lstrip("\n ")
    if not _FENCE.match(bare):
        _tell_missing(source, bare)
        return None
    if len(bare) < len(text):
        source.add(no_front_matter, Place(1), "the front matter does not begin on the first line",
                   "take away what stands before the line ---")  # fmt: skip
        # Lines keep their numbers: what stood before the fence is now inside it.
        source.text = text = "---" + "\n" * text.count("\n", 0, len(text) - len(bare)) + bare[3:].lstrip(" ")
    handler = Handler(source)
    _, body = frontmatter.parse(text, handler=handler)
    whole = text.split("\n", handler.body_line - 1)[handler.body_line - 1] if handler.body_line > 1 else ""
    skipped = whole[: len(whole) - len(whole.lstrip())].count("\n")
    return handler.document, body, handler.body_line + skipped


def _tell_missing(source: Source, text: str) -> None:
    first = text.split("\n", 1)[0]
    if not text.strip():
        source.add(no_front_matter, Place(1), "the file is empty", "write the front matter, between two lines ---")
    elif re.fullmatch(r"[-–—+=]{2,}\s*", first):
        advice = "write three hyphens, ---" if "+" not in first else "write YAML between two lines ---"
        source.add(no_front_matter, Place(1, 1, len(first)), "the first line is not ---", advice)
    elif re.match(r"[\w-]+:(\s|$)", first):
        source.add(no_front_matter, Place(1, 1), "the front matter is not opened", "write a line --- before this line")
    else:
        source.add(no_front_matter, Place(1, 1, len(first)), "the file has no front matter",
                   "begin it with a line ---, the fields, and a line ---")  # fmt: skip
