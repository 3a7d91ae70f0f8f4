"""What is wrong with hand-written documents by themselves: front matter, links between them, images, navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml

from generator.core.problems import MOST, Problem
from generator.files.reading_lists import CODE
from generator.files.settings import CONFIG_FILE
from generator.model.vocabulary import nearest

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
# Markdown's inline links and images, and definitions of links (CommonMark, sections 6.3, 6.4 and 4.7).
# Each part is bounded: a document may hold anything, and no search may take the square of its length.
_LINK = re.compile(
    r"(!?)\[[^\[\]\n]{0,300}\]\([ \t]*<?"
    r"""([^\s()<>]{1,500}(?:\([^\s()]{0,100}\))?)>?(?:[ \t]+["'(].{0,300}?)?[ \t]*\)"""
)
_DEFINITION = re.compile(r"^ {0,3}()\[[^\]\n]{1,300}\]:[ \t]*<?([^\s<>]{1,500})>?", re.MULTILINE)
_FRONT_MATTER_LIMIT = 1 << 16  # characters that are read


def check_document(name: str, text: str, file: Path, docs_dir: Path) -> Iterator[Problem]:
    """Yield what is wrong with a document. name: of it, from the root of the project."""
    lines = text.split("\n")
    front = _FRONT_MATTER.match(text)
    if front is not None and len(front[1]) < _FRONT_MATTER_LIMIT and (fault := _front_matter_fault(front[1])):
        line, message = fault
        yield Problem(name, line, 0, "document-front-matter", message, "write name: value on each line between the ---")
    body = _without_comments(CODE.sub(lambda match: _blank(match[0]), text))
    found = sorted(
        (match.start(2), match[1] == "!", match[2]) for by in (_LINK, _DEFINITION) for match in by.finditer(body)
    )
    told = 0
    for start, is_image, target in found:
        broken = _why_broken(target, is_image, file, docs_dir)
        if broken is None:
            continue
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        told += 1
        advice = _near(target, file, docs_dir) if told <= MOST else "correct it"  # of the others the number is shown
        yield Problem(name, line, column, "document-link", broken, advice, lines[line - 1], len(target))


def check_navigation(root: Path, docs_dir: Path) -> Iterator[Problem]:
    """Yield the documents that `nav` of mkdocs.yml names and that are not there. The file must be YAML."""
    text = (root / CONFIG_FILE).read_text(encoding="utf-8-sig")
    top = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    todo = [value for key, value in pairs if getattr(key, "value", "") == "nav"]
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.MappingNode):
            todo += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            todo += node.value
        elif _is_missing(node.value, docs_dir):
            mark = node.start_mark
            message = f'nav names "{node.value}", which is not in {docs_dir.name}/'
            advice = _near(node.value, docs_dir / "index.md", docs_dir)
            excerpt = text.split("\n")[mark.line]
            yield Problem(CONFIG_FILE, mark.line + 1, mark.column + 1, "nav", message, advice, excerpt, len(node.value))


def _is_missing(target: str, docs_dir: Path) -> bool:
    return target.endswith(".md") and not urlsplit(target).scheme and not (docs_dir / target).is_file()


def _front_matter_fault(text: str) -> tuple[int, str] | None:
    """The line of a document and what is wrong with its front matter; None where that is nothing."""
    try:
        value = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (mark.line + 2 if mark else 1), f"the front matter is not YAML: {error.problem or error.context}"
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a day that is not in the calendar, for one
        return 1, f"the front matter cannot be read: {error}"
    return None if value is None or isinstance(value, dict) else (2, "the front matter is not made of fields")


def _why_broken(target: str, is_image: bool, file: Path, docs_dir: Path) -> str | None:
    """Why a link to a document, or an image, leads nowhere; None where it does not, or where that is not known here."""
    parts = urlsplit(target)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or not (is_image or path.endswith(".md")):
        return None  # pages of the generator have URLs that end in a slash
    there = (file.parent / path).resolve()
    if not there.is_relative_to(docs_dir.resolve()):
        return f'the {"image" if is_image else "link"} leads out of {docs_dir.name}/: "{target}"'
    return None if there.is_file() else f'there is no {"image" if is_image else "document"} "{target}"'


def _near(target: str, file: Path, docs_dir: Path) -> str:
    """The document or image that a broken link may mean."""
    wanted, here = (file.parent / unquote(urlsplit(target).path)).resolve(), file.parent.resolve()
    others = sorted(docs_dir.resolve().rglob(f"*{wanted.suffix}")) if wanted.suffix else []
    near = nearest(_relative(wanted, here), [_relative(other, here) for other in others])
    return f"write {near}" if near else "correct it, or take it out"


def _relative(path: Path, start: Path) -> str:
    common = next(parent for parent in (start, *start.parents) if path.is_relative_to(parent))
    return "/".join([*[".."] * len(start.relative_to(common).parts), *path.relative_to(common).parts])


def _without_comments(text: str) -> str:
    """The text with blanks for comments, so that all else keeps its place."""
    parts = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[at:start], _blank(text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
