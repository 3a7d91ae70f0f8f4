"""The fields of a file against their model: what pydantic finds, told as problems with their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from generator.core.problems import Fault, rule
from generator.core.text import mathml
from generator.files.source_text import Place, Source, name_of
from generator.files.writing import quoted_line, scalar
from generator.files.yaml_document import Document, Path
from generator.model import field_rules
from generator.model.model import GROUP, PERSON, FrontMatter, Group, Links
from generator.model.vocabulary import nearest

# What people write, and the field it belongs to.
_ELSEWHERE: Mapping[str, str] = {
    "author": "authors",
    "year": "date",
    "published": "date",
    "category": "categories",
    "tag": "tags",
    "keywords": "tags",
    "topics": "tags",
    "journal": "venue",
    "conference": "venue",
    "booktitle": "venue",
    "url": "links",
    "summary": "tldr",
    **dict.fromkeys(Links.model_fields, "links"),
}
# What a line of a required field looks like: of no paper, and with no word of any list's vocabulary.
_LINES = {
    "title": '"The Title of the Paper"',
    "date": "YYYY-MM-DD",
    "added": "YYYY-MM-DD",
    "categories": "[KEY]",
    "tldr": "One sentence that says what the paper shows.",
}


@rule("missing-field", wrong="date:", right="date: 2023-09-03")
def missing_field(name: str, line: str, is_there: bool = False) -> Fault:
    """The required fields are there and not empty."""
    if not line:
        return Fault(f'"{name}" is missing', f"add {name}")
    start = "write its value, such as" if is_there else "add a line such as"
    return Fault(f'"{name}" is missing', f"{start} {name}: {line}")


@rule("unknown-field", wrong="author: [Max Welling]", right="authors: [Max Welling]")
def unknown_field(name: str, known: Iterable[str]) -> Fault:
    """Only the fields that are documented may stand in a file."""
    known = list(known)
    if known == list(Group.model_fields):
        return Fault(f'"{name}" is not a field of a group', 'leave it out, or write "name" for a person')
    lower = name.lower()
    elsewhere = _ELSEWHERE.get(lower)
    meant = nearest(name, known) or (elsewhere if elsewhere in known else None)
    if lower in Links.model_fields and meant == "links":
        return Fault(f'"{name}" is not a field', f"write it below links: {{{lower}: …}}")
    if lower == "abstract":
        return Fault(f'"{name}" is not a field', "leave it out: abstracts are their authors' text")
    fields = ", ".join(known)
    return Fault(f'"{name}" is not a field', f'write "{meant}"' if meant else f"use one of {fields}")


@rule("wrong-form", wrong="tags: fmri, eeg", right="tags: [fmri, eeg]")
def wrong_form(name: str, wanted: str, value: object, is_field: bool = True) -> Fault:
    """A field has the form that its description says: a text, a list, or fields of its own."""
    got = "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
    texts = [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
    only = value if isinstance(value, str) else texts[0] if len(texts) == 1 else ""
    start = f"{name}: " if is_field else ""  # else the advice takes the place of the value alone
    if wanted == "a list":
        listed = ", ".join(scalar(entry, name, flow=True) for entry in field_rules.split_entries(name, only))
        advice = f"write {start}[{listed}]" if listed else "write its values between [ and ], with commas"
    elif wanted == "text":
        advice = f"write {start}{quoted_line(', '.join(texts))}" if texts else "write one text"
    elif name == "links":
        advice = "write which link each is, such as links: {code: https://example.org/code}"
        if re.match(r"https?://\S+$", only, re.IGNORECASE):
            advice = f"write links: {{project: {scalar(only, 'project', flow=True)}}}"
    elif name == "venue" and only:
        advice = f"write {venue_line(*field_rules.name_and_year(only))}"
    else:
        advice = "write name: value"
    what = f'"{name}"' if is_field or name != "authors" else "an author"
    return Fault(f"{what} must be {wanted}, not {got}", advice)


def venue_line(name: str, year: str) -> str:
    """Return the field `venue` as a file holds it."""
    bare = scalar(name, "name", flow=True)
    return f"venue: {{name: {bare}, year: {year}}}" if year else f"venue: {{name: {bare}}}"


_WANTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
}


def validate(model: Callable[[Any], Any], kind: type[BaseModel], document: Document, source: Source,
             at: Path = ()) -> Any:  # fmt: skip
    """The model's value of the part of the document at `at`, or None; all faults are noted in `source`.

    model: makes the value from plain ones, raising pydantic.ValidationError. kind: the model that it makes.
    """
    values = document.value
    for step in at:
        values = values[step]
    try:
        made = model(values)
    except ValidationError as error:
        told: set[tuple[str, Path]] = set()
        for item in error.errors(include_url=False):
            loc = tuple(step for step in item["loc"] if step not in (PERSON, GROUP))
            told.add((item["type"], loc))
            _tell(item, loc, values, kind, document, source, at)
        _lists(told, values, kind, document, source, at)
        return None
    return made


def _tell(item: Any, loc: Path, values: Any, kind: type[BaseModel], document: Document, source: Source,
          at: Path) -> None:  # fmt: skip
    full = (*at, *loc)
    if not at and loc and loc[0] in document.broken:
        return
    if document.place(full).line in source.spoiled and item["type"] not in ("missing", "extra_forbidden"):
        return
    name = str(next((part for part in reversed(loc) if isinstance(part, str)), "entry"))
    if item["type"] == "missing":
        field = kind.model_fields.get(name) if len(loc) == 1 else None
        line = _LINES.get(name, "") if kind is FrontMatter and field else ""
        place = Place(1) if not full[:-1] else _at_start(document.place(full[:-1]))
        if full in document.names:  # it is there, and empty
            source.add(missing_field, document.name_place(full), name, line, True)
        else:
            source.add(missing_field, place, name, line)
    elif item["type"] == "extra_forbidden":
        known = _known(Group, loc[-1:]) if GROUP in item["loc"] else _known(kind, loc)
        source.add(unknown_field, document.name_place(full), name, known)
    elif item["type"] in _WANTED:
        is_field = isinstance(loc[-1] if loc else name, str)
        source.add(wrong_form, document.place(full), name, _WANTED[item["type"]], item["input"], is_field)
    else:
        if isinstance(item["input"], str) and _check_text(kind, loc, item["input"], document, source, full):
            return
        context = item.get("ctx", {})
        fault = Fault(str(context.get("message", item["msg"])), str(context.get("advice", "")))
        if item["type"] == name_of(field_rules.distinct):
            _note_repeated(item["input"], full, document, source)
            return
        source.add_fault(item["type"], document.place((*at, *loc)), fault)


def _check_text(kind: type[BaseModel], loc: Path, value: str, document: Document, source: Source, full: Path) -> bool:
    """Note all that is wrong with a text, of which pydantic finds the first. Returns whether that was anything."""
    found = False
    for check in _checks_of(kind, loc):
        try:
            check(value)
        except Fault as fault:
            found = True
            if check is mathml.showable_formulas:
                formulas = list(mathml.iter_bad_formulas(value))
                places = document.places_in(full, [formula for formula, _ in formulas])
                for place, (_, one) in zip(places, formulas, strict=True):
                    source.add_fault(name_of(check), place, one)
            else:
                source.add_fault(name_of(check), document.place(full), fault)
    return found


def _checks_of(kind: type[BaseModel], loc: Path) -> list[Callable[[Any], Any]]:
    """The checks of the text at `loc` of a model, in their order."""
    annotation: Any = kind
    metadata: Sequence[Any] = ()
    for step in loc:
        if isinstance(step, str):
            model = next((model for model in _models_in(annotation) if step in model.model_fields), None)
            if model is None:
                return []
            field = model.model_fields[step]
            annotation, metadata = field.annotation, field.metadata
        else:
            annotation = next(iter(get_args(annotation)), None)
            metadata = getattr(annotation, "__metadata__", ())
    optional = [one for part in get_args(annotation) for one in getattr(part, "__metadata__", ())]
    wrapped = (getattr(getattr(one, "func", None), "__wrapped__", None) for one in [*metadata, *optional])
    return [check for check in wrapped if check is not None]


def _at_start(place: Place) -> Place:
    return place._replace(length=1)


def _known(kind: type[BaseModel], loc: Path) -> list[str]:
    """The fields there are in the model that `loc`, the place of an unknown field, leads into."""
    for step in loc[:-1]:
        if isinstance(step, str):
            inner = next(_models_in(kind.model_fields[step].annotation), None)
            if inner is not None:
                kind = inner
    return list(kind.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


_LIST_CHECKS: Mapping[str, tuple[Callable[[Any], Any], ...]] = {
    "authors": (field_rules.others_last, field_rules.distinct),
    "categories": (field_rules.distinct, field_rules.one_to_three),
    "tags": (field_rules.distinct,),
    "former_keys": (field_rules.distinct,),
    "not_same_as": (field_rules.distinct,),
}


def _lists(told: set[tuple[str, Path]], values: Any, kind: type[BaseModel], document: Document, source: Source,
           at: Path) -> None:  # fmt: skip
    """The checks of whole lists, which pydantic leaves out where an entry is wrong."""
    if kind is not FrontMatter or not isinstance(values, dict):
        return
    faulty = {loc[0] for _, loc in told}
    for name, checks in _LIST_CHECKS.items():
        entries = values.get(name)
        if name not in faulty or name in document.broken or not isinstance(entries, list):
            continue
        words = [_author(entry) for entry in entries]
        for check in checks:
            if (name_of(check), (name,)) in told:
                continue
            if check is field_rules.distinct:
                _note_repeated(entries, (*at, name), document, source)
                continue
            try:
                check(words)
            except Fault as fault:
                source.add_fault(name_of(check), document.place((*at, name)), fault)
        for place, entry in enumerate(entries if name == "authors" else ()):
            if not isinstance(entry, dict) or (name_of(field_rules.family_in_name), (name, place)) in told:
                continue
            person, family = entry.get("name"), entry.get("family")
            if isinstance(person, str) and isinstance(family, str):
                try:
                    field_rules.family_in_name(SimpleNamespace(name=person, family=family))
                except Fault as fault:
                    source.add_fault(name_of(field_rules.family_in_name), document.place((*at, name, place)), fault)


def _note_repeated(entries: Sequence[Any], at: Path, document: Document, source: Source) -> None:
    """Note every entry of the list at `at` that repeats one before it."""
    of_authors = at[-1] == "authors"
    texts = [entry if isinstance(entry, str) and not of_authors else _author(entry) for entry in entries]
    for place, fault in field_rules.iter_repeated(texts):
        source.add_fault(name_of(field_rules.distinct), document.place((*at, place)), fault)


def _author(entry: Any) -> Any:
    """An entry of a list with the name of a person or group; without one, with what no other entry is like."""
    if not isinstance(entry, dict):
        return SimpleNamespace(name=str(entry), orcid=None)
    name, orcid = entry.get("group", entry.get("name", id(entry))), entry.get("orcid")
    return SimpleNamespace(name=str(name), orcid=None if orcid is None else str(orcid))
