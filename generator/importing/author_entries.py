"""Authors as entries of a paper file, from what other programs and services state of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.text import mending
from generator.model import group_names, identifiers, names, surnames
from generator.model.field_rules import OTHERS

# As in a paper file: a name as it is read, `{"name": …, "family": …, "orcid": …}`, or `{"group": …}`.
AuthorEntry = str | dict[str, str]
_AND_OTHERS = frozenset({"others", "et al", "and others", "et al and others"})


def person(given: str = "", particle: str = "", family: str = "", suffix: str = "", orcid: str = "") -> AuthorEntry:
    """Return the entry of a person whose parts are stated: plain text where `names.split` finds the same parts in it.

    Parts are one line each, empty where the source has none; without a family name the given name is the whole name.
    A particle that ends in an apostrophe or a hyphen (`d'`, `al-`) stands before the family name without a space.
    orcid: bare.
    """
    given, particle, family, suffix = (" ".join(part.split()) for part in (given, particle, family, suffix))
    # A dash or a full stop stands for the part that a person of one name does not have.
    given, family = (part if any(map(str.isalnum, part)) else "" for part in (given, family))
    if not family:
        family, given = given, ""
    surname = names.joined(particle, family)
    before, behind = (surname, given) if names.is_family_first(surname) else (given, surname)
    text = " ".join(part for part in (before, behind, suffix) if part)
    found = names.split(text)
    stated = "" if (found.given, found.surname, found.suffix) == (given, surname, suffix) else family
    if stated and particle[:1].isupper():
        stated = surname  # with a capital it belongs to the family name
    entry = {"name": text, "family": stated, "orcid": orcid}
    entry = {name: value for name, value in entry.items() if value}
    return text if len(entry) == 1 else entry


def group(name: str) -> AuthorEntry:
    """Return the entry of a group, such as a consortium."""
    return {"group": " ".join(name.split())}


def from_text(text: str) -> AuthorEntry:
    """Return the entry of one name as text: `Keller, T. Anderson`, `King, Jr., Martin Luther`, or as it is read.

    What stands before the comma is stated to be the family name. `et al.` gives `others`.
    """
    text = " ".join(text.split()).strip(" ,;")
    if is_others(text):
        return OTHERS
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return text
    suffix = " ".join(part for part in parts[1:] if surnames.is_suffix(part))
    rest = [part for part in parts[1:] if not surnames.is_suffix(part)]
    if len(rest) > 1:
        return text  # several names, or something else: the rules report it
    if not rest:
        return f"{parts[0]} {suffix}"
    particle, family = surname(parts[0])
    words = rest[0].split()
    while len(words) > 1 and surnames.is_particle(words[-1]):  # Berg, A. van der
        particle = f"{words.pop()} {particle}".strip()
    return person(" ".join(words), particle, family, suffix)


def from_names(written: Iterable[str]) -> list[AuthorEntry]:
    """Return the entries of names that should be `Last, First, Suffix` each, as in RIS and in Zotero's tables.

    There a name of several words without a comma, or with one at its end, is a group's. Some programs write persons
    without a comma, too: where no name has one, only what looks like a group is one.
    """
    written = list(written)
    commas = any("," in name.rstrip(" ,") for name in written)
    found: list[AuthorEntry] = []
    for name in written:
        bare = name.strip(" ,;")
        entry = from_text(bare)
        whole = entry != OTHERS and "," not in bare and " " in bare and not names.is_family_first(bare)
        alone = surnames.is_particle(bare.split()[0]) if bare else False  # a family name
        whole = whole and (not alone or group_names.looks_like_group(bare))
        marked = commas or name.rstrip().endswith(",") or group_names.looks_like_group(bare)
        found.append(group(bare) if whole and marked else entry)
    return found


def surname(text: str) -> tuple[str, str]:
    """Return particle and family name of a surname: `van der Maaten` gives `van der` and `Maaten`."""
    words = text.split()
    start = 0
    while start < len(words) - 1 and surnames.is_particle(words[start]):
        start += 1
    return " ".join(words[:start]), " ".join(words[start:])


# What the parts of a name are called, in small letters without other signs.
_GIVEN = ("given", "givenname", "givennames", "first", "firstname", "forename", "forenames")
_FAMILY = ("family", "familyname", "familynames", "last", "lastname", "surname")
_WHOLE = ("name", "fullname", "displayname", "authorname", "text")
_GROUPS = frozenset({"organization", "organizational", "organisation", "group", "institution"})


def from_mapping(values: Mapping[str, Any]) -> AuthorEntry | None:
    """Return the entry of an author whose parts have names, as in CSL-JSON, Crossref, schema.org and our own files.

    None where nothing is named. Crossref and CSL-JSON give only groups one name of one piece (`name`, `literal`); where
    other formats have `name`, it is told apart by `group`, `type` or the parts beside it.
    """
    found: dict[str, str] = {}
    for key, value in values.items():
        if isinstance(value, str) and (line := mending.text(value)):
            found.setdefault("".join(filter(str.isalpha, str(key).casefold())), line)

    def text(*keys: str) -> str:
        return next((found[key] for key in keys if key in found), "")

    marked = values.get("group")
    if isinstance(marked, str) and marked.strip():
        return group(mending.text(marked))
    name = text("literal", *_WHOLE)
    if name and is_others(name):
        return OTHERS
    if name and (text("literal") or marked is True or text("type", "nametype").casefold() in _GROUPS):
        return group(name)
    orcid = identifiers.find_orcid(text("orcid", "id")) or ""
    given, family = text(*_GIVEN), text(*_FAMILY)
    given = " ".join(part for part in (given, text("middle", "middlename", "middlenames")) if part)
    particles = (text("droppingparticle"), text("nondroppingparticle", "prefix"))
    if name and family and family in name:
        entry = {"name": name, "family": family} | ({"orcid": orcid} if orcid else {})
        return name if len(entry) == 2 and names.split(name).family == family else entry
    if given or family:
        particle = _joined_particles(*particles)
        if not family:
            family, given = given, ""
        if not particle:
            particle, family = surname(family)
        return person(given, particle, family, text("suffix"), orcid)
    if not name:
        return None
    entry_of_text = from_text(name)
    if not orcid:
        return entry_of_text
    return {**({"name": entry_of_text} if isinstance(entry_of_text, str) else entry_of_text), "orcid": orcid}


def _joined_particles(dropping: str, non_dropping: str) -> str:
    return f"{dropping} {non_dropping}".strip() if dropping != non_dropping else dropping


def with_orcids(entries: Iterable[AuthorEntry], text: str) -> list[AuthorEntry]:
    """Return the entries with the ORCID iDs of a text such as Web of Science's `Lee, Ann/0000-0002-1825-0097; …`.

    An iD belongs to the one person with its family name and first initial; where there are two, to none.
    """
    known: dict[tuple[str, str], list[str]] = {}
    for part in text.split(";"):
        written, _, number = part.rpartition("/")
        if written.strip() and (orcid := identifiers.find_orcid(number)):
            known.setdefault(_initialed(name_of(from_text(mending.text(written)))), []).append(orcid)
    found = list(entries)
    persons = [_initialed(name_of(entry)) for entry in found]
    for place, (entry, person) in enumerate(zip(found, persons, strict=True)):
        orcids = known.get(person, [])
        if len(orcids) == 1 and persons.count(person) == 1 and not (isinstance(entry, dict) and "group" in entry):
            found[place] = {**({"name": entry} if isinstance(entry, str) else entry), "orcid": orcids[0]}
    return found


def _initialed(name: str) -> tuple[str, str]:
    parts = names.split(name)
    return names.fold(parts.surname), names.fold(parts.given[:1])


def is_others(text: str) -> bool:
    """Return whether a text stands for authors that are not named."""
    return text.casefold().replace(".", "").strip(" ,") in _AND_OTHERS


def name_of(entry: AuthorEntry) -> str:
    """Return the name of a person or group."""
    return entry if isinstance(entry, str) else entry.get("group") or entry.get("name", "")
