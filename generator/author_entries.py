"""Authors as entries of a paper file, from what other programs and services state of them."""

from __future__ import annotations

from generator import names

# As in a paper file: a name as it is read, `{"name": …, "family": …, "orcid": …}`, or `{"group": …}`.
AuthorEntry = str | dict[str, str]


def person(given: str = "", particle: str = "", family: str = "", suffix: str = "", orcid: str = "") -> AuthorEntry:
    """Return the entry of a person whose parts are stated: plain text where `names.split` finds the same parts in it.

    Parts are one line each, empty where the source has none; without a family name the given name is the whole name.
    A particle that ends in an apostrophe or a hyphen (`d'`, `al-`) stands before the family name without a space.
    orcid: bare.
    """
    given, particle, family, suffix = (" ".join(part.split()) for part in (given, particle, family, suffix))
    if not family:
        family, given = given, ""
    surname = names.joined(particle, family)
    text = " ".join(part for part in (given, surname, suffix) if part)
    found = names.split(text)
    same = (found.given, found.surname, found.suffix) == (given, surname, suffix)
    stated = "" if same or not family else family
    if stated and particle and particle[:1].isupper():
        stated = surname  # with a capital it belongs to the family name
    entry = {"name": text, "family": stated, "orcid": orcid}
    entry = {name: value for name, value in entry.items() if value}
    return text if len(entry) == 1 else entry


def group(name: str) -> AuthorEntry:
    """Return the entry of a group, such as a consortium."""
    return {"group": " ".join(name.split())}


def name_of(entry: AuthorEntry) -> str:
    """Return the name of a person or group."""
    return entry if isinstance(entry, str) else entry.get("group") or entry.get("name", "")
