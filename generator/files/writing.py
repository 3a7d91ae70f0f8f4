"""A paper as the text of its file: canonical order, quoting and line breaks, the same each time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml.resolver import Resolver

from generator.core.problems import quoted
from generator.files import source_text
from generator.model.model import FrontMatter
from generator.model.paper import Paper

WIDTH = 110  # columns of a list; a text stays on one line whatever its length
# Written plain though YAML may take them for numbers or dates: readers of this format take every value as text.
_PLAIN_FIELDS = frozenset({"date", "added", "updated", "arxiv", "pmid", "year"})
_BLOCKS = frozenset({"links"})
# Cannot begin a plain text, or would end it (YAML 1.2.2, section 7.3.3); at the start also what YAML 1.1 has a use for.
_UNSAFE = re.compile(r"""[-?:,\[\]{}\#&*!|>'"%@`=<~\s]|.*(?::\s|\s\#|[:\s]$|[^\S ])""", re.DOTALL | re.VERBOSE)
_FLOW = re.compile(r"[,\[\]{}?]")
# What other readers make a number, boolean or null: YAML 1.2.2, section 10.3.2, and the y and n of YAML 1.1.
_TYPED = re.compile(
    r"[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?|0[oxb][\da-f_]+|[-+]?\.(?:inf|nan)|y|n|yes|no|on|off"
    r"|true|false|null|\d+(?::\d+)+(?:\.\d*)?",
    re.IGNORECASE,
)
_resolver = Resolver()


def text_of(fields: FrontMatter | Paper, summary: str) -> str:
    """The text of a paper file. `summary`: Markdown; space around it is dropped."""
    return f"---\n{front_matter_of(plain(fields))}---\n{summary.strip()}\n"


def plain(fields: FrontMatter | Paper) -> dict[str, Any]:
    """The fields as texts, lists and mappings of them, as a file holds them: empty ones are left out."""
    values = _of_paper(fields) if isinstance(fields, Paper) else fields.model_dump(exclude_none=True)
    values["authors"] = [author["name"] if set(author) == {"name"} else author for author in values.get("authors", ())]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def _of_paper(paper: Paper) -> dict[str, Any]:
    values = {name: getattr(paper, name) for name in FrontMatter.model_fields}
    values["authors"] = [
        {"group": author.name}
        if author.group
        else {"name": author.name}
        | ({"orcid": author.orcid} if author.orcid else {})
        | ({"family": author.family} if author.family else {})
        for author in paper.authors
    ]
    values["venue"] = dict(paper.venue.items()) if paper.venue else None
    values["links"] = dict(paper.links.items())
    return values


def front_matter_of(values: Mapping[str, Any], comments: Mapping[str, list[str]] | None = None) -> str:
    """The lines between the fences. values: as a file holds them; empty ones are left out, the order is the model's.

    comments: name of a field → lines to be put above it; those of "" come last.
    """
    comments = comments or {}
    lines: list[str] = []
    for name in FrontMatter.model_fields:
        value = values.get(name)
        if value:
            lines += comments.get(name, ())
            lines += _field(name, value)
    return "".join(f"{line}\n" for line in [*lines, *comments.get("", ())])


def _field(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [f"{name}: {quoted_line(value) if name == 'title' else scalar(value, name)}"]
    if name in _BLOCKS and isinstance(value, Mapping):
        model = FrontMatter.model_fields[name].annotation
        return [f"{name}:", *(f"  {kind}: {scalar(value[kind], kind)}" for kind in _ordered(value, model))]
    if isinstance(value, Mapping):
        parts = _pairs(value, FrontMatter.model_fields[name].annotation)
        return _wrapped(f"{name}: {{", parts, "}")
    return _wrapped(f"{name}: [", [_entry(entry, name) for entry in value], "]")


def _entry(entry: Any, name: str) -> str:
    if isinstance(entry, Mapping):
        return "{" + ", ".join(_pairs(entry, None)) + "}"
    return scalar(entry, name, flow=True)


def _pairs(value: Mapping[str, str], model: Any) -> list[str]:
    return [f"{name}: {scalar(value[name], name, flow=True)}" for name in _ordered(value, model) if value[name]]


def _ordered(value: Mapping[str, str], model: Any) -> list[str]:
    """The names in the order of the model; where that is an optional one, or an author, in the order they have."""
    known = next((list(m.model_fields) for m in (model, *getattr(model, "__args__", ())) if hasattr(m, "model_fields")),
                 ["name", "orcid", "family", "group"])  # fmt: skip
    return sorted(value, key=known.index)


def _wrapped(start: str, parts: list[str], end: str) -> list[str]:
    """The parts on one line, or on several of at most WIDTH columns, all but the first indented by two."""
    lines = [start]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        piece = part + (end if last else ",")
        blank = "" if lines[-1].endswith(start[-1]) and len(lines) == 1 and number == 0 else " "
        if number and len(lines[-1]) + len(blank) + len(piece) > WIDTH:
            lines.append(f"  {piece}")
        else:
            lines[-1] += blank + piece
    return lines if parts else [start + end]


def scalar(value: str, field: str, flow: bool = False) -> str:
    """`value` without quotes where every YAML reader takes it for this text (and for fields of digits), else quoted.

    flow: whether it stands between brackets.
    """
    unsafe = (
        _UNSAFE.match(value)
        or not value
        or (flow and _FLOW.search(value))
        or source_text.unseen(value)
        or (field not in _PLAIN_FIELDS and _is_typed(value))
    )
    return quoted_line(value) if unsafe else value


def _is_typed(value: str) -> bool:
    implicit = _resolver.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return implicit != "tag:yaml.org,2002:str" or _TYPED.fullmatch(value) is not None


def quoted_line(value: str) -> str:
    """`value` between double quotes on one line."""
    text = quoted(value).replace("\n", "\\n").replace("\t", "\\t")
    return re.sub(
        r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        text,
    )
