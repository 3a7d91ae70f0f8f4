"""What the documents and messages say of the fields of a paper file: taken from the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import FrontMatter


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
