"""The JSON Schema of a paper file's front matter: what editors complete and check by, and the form on the site too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.files.body import WORDS
from generator.model.field_rules import OTHERS
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Digits and dates that editors' YAML readers type as numbers: this format reads every value as text.
_NUMBERS = frozenset({"date", "arxiv", "pmid", "year", "volume", "number", "pages"})


def paper_file(vocabulary: Vocabulary | None = None, address: str = "") -> dict[str, Any]:
    """The schema (draft 2020-12) of the fields of a paper file, as plain values.

    vocabulary: its keys become the only values of categories, tags and venues, as far as it has any; None: any key is
    right. address: of the schema itself, where it has one.
    What a schema cannot say (the calendar, check digits, names) stands in the keyword `format`; the lengths of the
    summary, which no front matter holds, in `x-summary-words`.
    """
    # Importing pydantic takes a tenth of a second, and most builds make no schema.
    from generator.model.field_reference import examples_in
    from generator.model.model import FrontMatter

    schema = FrontMatter.model_json_schema()
    known = vocabulary or Vocabulary()
    definitions = schema["$defs"]
    for part in (schema, *definitions.values()):
        part["properties"] = {name: _field(name, field) for name, field in part["properties"].items()}
        part.pop("title", None)
    properties = schema["properties"]
    for name, entries in (("categories", known.categories), ("tags", known.tags)):
        properties[name] = {**properties[name], "uniqueItems": True, "items": _words(entries, properties[name])}
    properties["categories"] |= {"minItems": 1, "maxItems": 3}
    for name, example in examples_in(known).items():
        properties[name]["examples"] = [example]
    author = properties["authors"]
    author |= {"items": {"anyOf": [_author_name(definitions), *author["items"]["oneOf"]]}, "uniqueItems": True}
    if known.venues:
        definitions["Venue"]["properties"]["name"]["enum"] = list(known.venues)
    top = {"$schema": DIALECT, **({"$id": address} if address else {}), "title": "A paper of the list"}
    for name in properties:
        if name not in schema["required"]:  # a field without a value counts as left out
            properties[name] = _or_nothing(properties[name])
    return {
        **top,
        **schema,
        "dependentRequired": {"status": ["notice"], "notice": ["status"]},
        "x-summary-words": list(WORDS),
    }


def text(vocabulary: Vocabulary | None = None, address: str = "") -> str:
    """The same as the text of a JSON file."""
    return json.dumps(paper_file(vocabulary, address), ensure_ascii=False, indent=2) + "\n"


def known_papers(papers: Iterable[Paper]) -> str:
    """What a form tells a paper by that is there already, as JSON: rows of key, title, and identifiers."""
    return "[" + ",\n".join(known_paper(paper) for paper in papers) + "]\n"


def known_paper(paper: Paper) -> str:
    """The row of one of them."""
    ids = (paper.arxiv, paper.doi, paper.pmid, paper.openreview)
    return json.dumps([paper.key, paper.title, *filter(None, ids)], ensure_ascii=False)


def _field(name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    """A field as an editor shows it: the choice of null taken out, the example as JSON Schema's own keyword."""
    choices: list[dict[str, Any]] = field.get("anyOf", [])
    real = next((one for one in choices if one.get("type") != "null"), {})
    left = {key: value for key, value in field.items() if key not in {"anyOf", "title", "default", "form", "example"}}
    made = {**real, **left}
    if "example" in field:
        made["examples"] = [field["example"]]
        made["description"] = f"{field['description']} ({field['form']})"
    if name in _NUMBERS and made.get("type") == "string":
        made["type"] = ["string", "number"]
    return made


def _or_nothing(field: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in field:
        return {**{key: value for key, value in field.items() if key != "$ref"},
                "anyOf": [{"$ref": field["$ref"]}, {"type": "null"}]}  # fmt: skip
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    made = {**field, "type": [*kinds, "null"]}
    return made | {"enum": [*made["enum"], None]} if "enum" in made else made


def _words(entries: Mapping[str, Any], field: Mapping[str, Any]) -> dict[str, Any]:
    return {"enum": list(entries)} if entries else dict(field["items"])


def _author_name(definitions: Mapping[str, Any]) -> dict[str, Any]:
    name = definitions["Author"]["properties"]["name"]
    return {**name, "description": f"a name as it is read, or {OTHERS} at the end"}
