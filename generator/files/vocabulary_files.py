"""The vocabulary files of a list, read: their entries, and every problem of each file at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator.core.problems import Problem
from generator.files import fields, front_matter, source_text, yaml_source
from generator.files.input_files import Cache, cached, project_file, relative
from generator.files.reading import not_a_mapping
from generator.files.source_text import Place, Source
from generator.files.yaml_document import Document
from generator.files.yaml_document import Path as FieldPath
from generator.model.vocabulary import FILES, Vocabulary
from generator.model.vocabulary_model import MODELS
from generator.model.vocabulary_model import entry as value_of


@dataclass(frozen=True)
class VocabularyFile:
    """One vocabulary file.

    kind: `categories`, `tags`, ...: a name of `vocabulary.FILES`. entries: the good ones, each with its number in the
    file. source: for the places of further problems; problems: those of reading it.
    """

    kind: str
    entries: tuple[tuple[int, Any], ...]
    document: Document
    source: Source
    problems: tuple[Problem, ...]

    def place(self, number: int, *field: str | int) -> Place:
        """Where a field of the entry `number` stands."""
        path: FieldPath = (number, *field)
        return self.document.place(path)


def parse(data: bytes, path: str, kind: str) -> VocabularyFile:
    """A vocabulary file from its bytes. path: from the root of the project."""
    source = source_text.decode(data, path, source_text.VOCABULARY_LIMIT)
    document = yaml_source.read(front_matter.without_tabs(source.text, source, 1), source)
    entries = tuple(_entries(document, source, MODELS[kind]))
    return VocabularyFile(kind, entries, document, source, tuple(source.problems))


def _entries(document: Document, source: Source, model: type[BaseModel]) -> Iterable[tuple[int, Any]]:
    if document.value is None or document.value == "":
        return
    if not isinstance(document.value, list):
        source.add(not_a_mapping, document.place(())._replace(length=1), "list")
        return
    for number, value in enumerate(document.value):
        if not isinstance(value, dict):
            source.add(not_a_mapping, document.place((number,)), "mapping")
            continue
        made = fields.validate(model.model_validate, model, document, source, (number,))
        if made is not None:
            yield number, value_of(made)


def read(papers_dir: Path, root: Path, cache: Cache | None = None) -> list[VocabularyFile]:
    """All vocabulary files that there are."""
    found = []
    for kind, name in FILES.items():
        file = papers_dir / name
        if os.path.lexists(file):
            found.append(cached(cache, relative(file, root), file, lambda f, p, kind=kind: _read(f, p, kind)))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    return found


def _read(file: Path, path: str, kind: str) -> VocabularyFile:
    data = project_file(file, path, source_text.VOCABULARY_LIMIT)
    if isinstance(data, Source):
        return VocabularyFile(kind, (), Document(), data, tuple(data.problems))
    return parse(data, path, kind)


def vocabulary(files: Iterable[VocabularyFile]) -> Vocabulary:
    """The vocabulary of the good entries; of two with one key the first stays. A file that is missing is empty."""
    entries = {file.kind: [entry for _, entry in file.entries] for file in files}
    return Vocabulary(
        categories=_by(sorted(entries.get("categories", ()), key=lambda entry: entry.order), "key"),
        tags=_by(entries.get("tags", ()), "key"),
        venues=_by(entries.get("venues", ()), "name"),
        people=tuple(entries.get("people", ())),
        removed=tuple(_by(entries.get("removed", ()), "key").values()),
    )


def _by(entries: Iterable[Any], field: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for entry in entries:
        made.setdefault(getattr(entry, field), entry)
    return made
