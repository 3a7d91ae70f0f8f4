"""The issue form *Add a paper*, read back: the text that GitHub makes of it → the file of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from generator.files import writing
from generator.importing import author_entries
from generator.importing.author_entries import AuthorEntry
from generator.model import group_names, identifiers, keys, names
from generator.model.vocabulary import Vocabulary

# The form's labels, in its order, and the field of a paper file that each gives. `.github/ISSUE_TEMPLATE/add-paper.yml`
# has the same: a test compares them.
LABELS: Mapping[str, str] = {
    "Title": "title",
    "Authors": "authors",
    "First public version": "date",
    "arXiv identifier": "arxiv",
    "DOI": "doi",
    "OpenReview identifier": "openreview",
    "Venue": "venue",
    "Year of the venue": "year",
    "Categories": "categories",
    "Tags": "tags",
    "Web page of the paper": "page",
    "Code": "code",
    "Project page": "project",
    "In one sentence": "tldr",
    "Summary": "summary",
}
_NOTHING = "_No response_"  # what GitHub writes for a field that was left empty


def is_form(body: str) -> bool:
    """Whether the text of an issue is what GitHub makes of the form: it begins with its first heading."""
    return body.lstrip().partition("\n")[0].rstrip() == f"### {next(iter(LABELS))}"


def read(body: str) -> dict[str, str]:
    """The fields of the form as they were filled in, by the names of LABELS; those left empty are not there.

    body: of the issue, any text. A heading counts only where the form has it: once, in the form's order; every other
    one is text of the field that it stands in.
    """
    found: dict[str, list[str]] = {}
    waiting = list(LABELS)
    at: list[str] | None = None
    for line in body.replace("\r\n", "\n").split("\n"):
        label = line[4:].strip() if line.startswith("### ") else ""
        if label in waiting:
            waiting = waiting[waiting.index(label) + 1 :]
            at = found.setdefault(LABELS[label], [])
        elif at is not None:
            at.append(line)
    texts = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return {name: text for name, text in texts.items() if text and text != _NOTHING}


def fields(filled: Mapping[str, str], vocabulary: Vocabulary, today: str) -> dict[str, Any]:
    """The fields of the paper file, as a file holds them; what can be mended without guessing is mended.

    today: the day that becomes `added`, `2026-11-23`.
    """
    values: dict[str, Any] = {name: " ".join(filled.get(name, "").split()) for name in ("title", "date", "tldr")}
    values["added"] = today
    lines = _parts(filled.get("authors", ""), "\n" if "\n" in filled.get("authors", "") else ",")
    values["authors"] = list(map(_author, lines))
    kinds: tuple[Literal["categories", "tags"], ...] = ("categories", "tags")
    for kind in kinds:
        words = _parts(filled.get(kind, ""), "[,\n]")
        values[kind] = list(dict.fromkeys(vocabulary.meant(kind, word) or word for word in words))
    for name, find in _IDENTIFIERS.items():
        text = filled.get(name, "").strip()
        values[name] = find(text) or text
    venue = " ".join(filled.get("venue", "").split())
    if venue:
        values["venue"] = {"name": vocabulary.meant("venues", venue) or venue, "year": filled.get("year", "").strip()}
    values["links"] = {
        kind: filled[kind].strip() for kind in ("page", "code", "project") if filled.get(kind, "").strip()
    }
    return values


def file(values: Mapping[str, Any], summary: str, taken: set[str]) -> tuple[str, str]:
    """The key of the paper and the text of its file. taken: keys that belong to others."""
    first = values["authors"][0] if values["authors"] else ""
    if isinstance(first, dict):
        family = group_names.short(first["group"])
    else:
        family = names.split(first).family if first else ""
    year = values["date"][:4] if re.match(r"[0-9]{4}", values["date"]) else ""
    key = keys.proposed(values["title"], family, year, taken.__contains__)
    return key, f"---\n{writing.front_matter_of(values)}---\n{summary.strip()}\n"


def _author(line: str) -> AuthorEntry:
    """An author as in a file: a name, or a group where the line begins with `group:`."""
    group = re.fullmatch(r"group:\s*(.+)", line, re.IGNORECASE)
    return author_entries.group(group[1]) if group else line


def _parts(text: str, separator: str) -> list[str]:
    found = (" ".join(part.strip().removeprefix("- ").split()) for part in re.split(separator, text))
    return [part for part in found if part]


def _openreview(text: str) -> str | None:
    return text if identifiers.is_openreview(text) else identifiers.find_openreview(text)


_IDENTIFIERS = {"arxiv": identifiers.find_arxiv, "doi": identifiers.find_doi, "openreview": _openreview}
