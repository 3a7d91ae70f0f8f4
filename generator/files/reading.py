"""The files of papers, each read into a value, with every problem of it at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from generator.core.problems import Fault, rule
from generator.files import body, fields, front_matter, source_text
from generator.files.input_files import file_bytes, file_name
from generator.files.source_text import NOWHERE, Place, Source
from generator.files.yaml_document import Document
from generator.files.yaml_document import Path as FieldPath
from generator.model import field_rules, model, paper
from generator.model.identifiers import is_key
from generator.model.names import is_device
from generator.model.paper import Paper


@rule("not-a-mapping", wrong="---\n- title\n- date\n---\n(and so on, for 100 words)",
      right='---\ntitle: "Waves"\ndate: 2023\nadded: 2026-11-23\ncategories: [agents-control]\n'
      "tldr: Waves that travel remember.\n---\n(and so on, for 100 words)", part="file")  # fmt: skip
def not_a_mapping(wanted: str) -> Fault:
    """Front matter is fields, `name: value` on each line; a vocabulary file is a list of entries that are fields."""
    if wanted == "list":
        return Fault("the file is not a list of entries", "begin each entry with a hyphen: - key: …")
    return Fault("this is not made of fields", "write name: value on each line")


def paper_file(file: Path, path: str) -> tuple[Paper | None, Source]:
    """The paper in `file`, None where it has faults, and the source with all its problems.

    path: of the file, from the root of the project, with `/`.
    """
    data = file_bytes(file, path, source_text.PAPER_LIMIT)
    return (None, data) if isinstance(data, Source) else paper_text(data, path)


def paper_text(data: bytes, path: str) -> tuple[Paper | None, Source]:
    """The same of a file's bytes."""
    source = source_text.decode(data, path)
    name = path.rpartition("/")[2]
    key = name.removesuffix(".md")
    if not is_key(key) or is_device(key):
        source.add(file_name, NOWHERE, name)
    if not source.text and source.problems:
        return None, source
    parts = front_matter.split(source)
    if parts is None:
        return None, source
    document, summary, line = parts
    made = _front_matter(document, source)
    body.check(summary, line, source)
    if made is None or source.problems:
        return None, source
    digest = hashlib.blake2b(data, digest_size=12, key=path.encode()[-64:]).hexdigest()
    return Paper(**made, key=key, path=path, summary=summary, digest=digest), source


def _front_matter(document: Document, source: Source) -> dict[str, Any] | None:
    """The fields of the paper, by their names."""
    if document.unread:
        return None
    if document.value is None or document.value == "":
        document.value = {}
    if not isinstance(document.value, dict):
        source.add(not_a_mapping, document.place(()), "mapping")
        return None
    checked: model.FrontMatter | None = fields.validate(model.front_matter, model.FrontMatter, document, source)
    made = paper.fields_of(checked) if checked else None
    try:
        field_rules.status_and_notice(document.value)
    except Fault as fault:
        there = "status" if "status" in document.value else "notice"
        if not document.broken & {"status", "notice"} and not any(p.rule == "bad-status" for p in source.problems):
            source.add_fault(source_text.name_of(field_rules.status_and_notice), document.place((there,)), fault)
    return made


def again(file: Path, path: str) -> tuple[Document, Source]:
    """A paper file's front matter and its source without problems, to place faults that others found."""
    data = file_bytes(file, path, source_text.PAPER_LIMIT)
    return parse_again(b"" if isinstance(data, Source) else data, path)


def parse_again(data: bytes, path: str) -> tuple[Document, Source]:
    """The same of a file's bytes."""
    source = source_text.decode(data, path)
    parts = front_matter.split(source) if source.text else None
    source.forget_problems()
    return (parts[0] if parts else Document()), source


def place_in_paper(document: Document, field: FieldPath) -> Place:
    """Where a field of a paper stands; the file as a whole for none."""
    return document.place(field) if field else NOWHERE
