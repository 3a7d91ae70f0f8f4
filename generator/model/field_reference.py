"""What the documents and messages say of the fields of a paper file: taken from the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.model import FrontMatter
from generator.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FieldReference:
    """What the documents say of a field."""

    name: str
    form: str
    meaning: str
    example: str
    required: bool


def _reference() -> dict[str, FieldReference]:
    fields = {}
    for name, info in FrontMatter.model_fields.items():
        extra = info.json_schema_extra
        assert isinstance(extra, dict)
        fields[name] = FieldReference(
            name, str(extra["form"]), info.description or "", str(extra["example"]), info.is_required()
        )
    return fields


FIELDS: Mapping[str, FieldReference] = _reference()


def examples_in(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the examples of fields, by name, in words of `vocabulary` as far as it has any."""
    first = {"categories": list(vocabulary.categories)[:1], "tags": list(vocabulary.tags)[:2]}
    own = {name: f"[{', '.join(words)}]" for name, words in first.items() if words}
    for venue in list(vocabulary.venues)[:1]:
        own["venue"] = f"{{name: {venue}, year: 2024}}"
    return {name: own.get(name, field.example) for name, field in FIELDS.items()}
