"""Reading lists: pages below `docs/lists/` in which curators put papers in an order worth reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.files.input_files import file_bytes
from generator.files.source_text import CONTROL, Source
from generator.model import addresses

FOLDER = "lists"
LIMIT = 1 << 22  # bytes of a page; what is behind them names no paper
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HEADING = re.compile(r"^# +(.+?) *#*$", re.MULTILINE)
CODE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1|^(?: {4}|\t).*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_PAPER = re.compile(r"<!--\s*papers:\s*paper\s+(\S+)\s*-->")


@dataclass(frozen=True, slots=True)
class ReadingList:
    """One list. title, description: of its page. address: of the page. papers: the keys, in the list's order."""

    title: str
    description: str
    address: str
    papers: tuple[str, ...]


def read(docs_dir: Path) -> tuple[ReadingList, ...]:
    """The reading lists of a site: every page below `docs/lists/` that names a paper, in the order of their files.

    Whether the papers exist is found when the page is filled, and what cannot be read by `input_files`.
    """
    found = []
    for file in sorted((docs_dir / FOLDER).rglob("*.md")):
        data = file_bytes(file, file.name, LIMIT)
        try:
            text = "" if isinstance(data, Source) else data.decode("utf-8-sig").replace("\r\n", "\n")
        except ValueError:
            continue
        papers = tuple(dict.fromkeys(_PAPER.findall(CODE.sub("", text))))
        if papers:
            path = file.relative_to(docs_dir).with_suffix("").as_posix()
            heading = _HEADING.search(text)
            description = _description(text)
            title = heading[1] if heading else path.rpartition("/")[2]
            title, description = (CONTROL.sub(" ", words) for words in (title, description))
            found.append(ReadingList(title, description, addresses.hand_written(path), papers))
    return tuple(found)


def of_papers(lists: tuple[ReadingList, ...]) -> Mapping[str, tuple[tuple[str, str, int, int], ...]]:
    """Key of a paper → the lists that it is on: (title, address, its place from 1, how many papers)."""
    found: dict[str, tuple[tuple[str, str, int, int], ...]] = {}
    for one in lists:
        for place, key in enumerate(one.papers, 1):
            found[key] = (*found.get(key, ()), (one.title, one.address, place, len(one.papers)))
    return found


def _description(text: str) -> str:
    match = _FRONT_MATTER.match(text)
    try:
        values = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError:
        return ""
    return str(values.get("description") or "") if isinstance(values, dict) else ""
