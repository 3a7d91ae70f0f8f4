"""The fields of an entry of each vocabulary file, as they are checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from generator.core.problems import Fault, quoted, rule
from generator.core.text.counting import counted
from generator.model import names, vocabulary
from generator.model.model import Day, Key, Orcid, PersonName, Text, TextWithFormulas, Url, Value, checked


@rule(
    "definition-form",
    wrong="- key: fmri\n  title: fMRI\n  definition: Functional magnetic resonance imaging",
    right="- key: fmri\n  title: fMRI\n  definition: Functional magnetic resonance imaging, the blood-oxygen signal.",
    part="tags",
)
def sentence(value: str) -> str:
    """A definition is a sentence of 20 to 300 characters that ends with a full stop."""
    if not 20 <= len(value) <= 300:
        raise Fault(
            f"the definition has {counted(len(value), 'character')}", "write one sentence of 20 to 300 characters"
        )
    if not value.endswith((".", "!", "?")):
        whole = f"{value}."
        bare = re.fullmatch(r"[\w(](?!.*(?:: | #)).*", whole)
        raise Fault("the definition does not end with a full stop", f"write {whole if bare else quoted(whole)}")
    return value


@rule(
    "bad-order",
    wrong="- key: theory\n  title: Theory\n  definition: What brains and machines compute, and why.\n  order: first",
    right="- key: theory\n  title: Theory\n  definition: What brains and machines compute, and why.\n  order: 1",
    part="categories",
)
def whole_number(value: str) -> int:
    """`order` is a whole number; categories are shown from the lowest to the highest."""
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise Fault(f'"{value}" is not a whole number', "write a number such as 1")
    return int(value)


@rule(
    "bad-kind",
    wrong="- name: ICLR\n  title: International Conference on Learning Representations\n  kind: meeting",
    right="- name: ICLR\n  title: International Conference on Learning Representations\n  kind: conference",
    part="venues",
)
def known_kind(value: str) -> str:
    """The kind of a venue is `conference`, `journal`, `workshop` or `book`."""
    if value not in ("conference", "journal", "workshop", "book"):
        raise Fault(f'"{value}" is not a kind of venue', "write conference, journal, workshop or book")
    return value


Definition = Annotated[Text, AfterValidator(checked(sentence))]


@rule(
    "reserved-key",
    wrong="- key: aux\n  title: Auxiliary losses\n  definition: Further losses that shape what a network learns.",
    right="- key: auxiliary\n  title: Auxiliary losses\n  definition: Further losses that shape what a network learns.",
    part="tags",
)
def portable_key(value: str) -> str:
    """The key of a category or tag, which is a folder of the site, is no name that Windows keeps for a device."""
    if names.is_device(value):
        raise Fault(f'"{value}" is a name that Windows keeps for a device', f"write {value}-1, or a longer word")
    return value


PageKey = Annotated[Key, AfterValidator(checked(portable_key))]


class Category(Value):
    """A category: an entry of `_categories.yml`."""

    key: Annotated[PageKey, Field(description="the name in paper files and addresses")]
    title: Annotated[Text, Field(description="as it is shown")]
    definition: Annotated[Definition, Field(description="one sentence: what belongs there")]
    order: Annotated[str, AfterValidator(checked(whole_number)), Field(description="its place, from the lowest")]
    aliases: Annotated[tuple[Text, ...], Field(description="other names, former keys among them")] = ()


class Tag(Value):
    """A tag: an entry of `_tags.yml`."""

    key: Annotated[PageKey, Field(description="the name in paper files and addresses")]
    title: Annotated[Text, Field(description="as it is shown")]
    definition: Annotated[Definition, Field(description="one sentence: what it means")]
    aliases: Annotated[
        tuple[Text, ...], Field(description="abbreviations, variants and former keys; `papers format` rewrites them")
    ] = ()
    parent: Annotated[Key | None, Field(description="key of the broader tag")] = None


class VenueEntry(Value):
    """A venue: an entry of `_venues.yml`."""

    name: Annotated[Text, Field(description="short name, as paper files write it")]
    title: Annotated[Text, Field(description="full title")]
    kind: Annotated[
        Literal["conference", "journal", "workshop", "book"],
        BeforeValidator(checked(known_kind)),
        Field(description="`conference`, `journal`, `workshop` or `book`"),
    ]
    aliases: Annotated[tuple[Text, ...], Field(description="other names; `papers format` rewrites them")] = ()


class PersonEntry(Value):
    """A person of several names, or with a name that others have: an entry of `_people.yml`."""

    name: Annotated[PersonName, Field(description="the name that is shown on the person's page")]
    variants: Annotated[tuple[PersonName, ...], Field(description="other ways papers write it")] = ()
    orcid: Annotated[Orcid | None, Field(description="ORCID iD")] = None
    homepage: Annotated[Url | None, Field(description="address of a page about the person")] = None
    papers: Annotated[
        tuple[Key, ...],
        Field(description="keys of the person's papers, where others have the name too; then no other is"),
    ] = ()


class Removed(Value):
    """A paper that was taken off the list: an entry of `_removed.yml`."""

    key: Annotated[Key, Field(description="the key that it had")]
    title: Annotated[TextWithFormulas, Field(description="its title")]
    reason: Annotated[Text, Field(description="why it was removed, in one sentence")]
    day: Annotated[Day, Field(description="the day of its removal")]


MODELS: Mapping[str, type[Value]] = {
    "categories": Category,
    "tags": Tag,
    "venues": VenueEntry,
    "people": PersonEntry,
    "removed": Removed,
}


def entry(model: Value) -> Any:
    """The entry as the value that the program works with, of the same name in `vocabulary`."""
    return getattr(vocabulary, type(model).__name__)(**model.__dict__)
