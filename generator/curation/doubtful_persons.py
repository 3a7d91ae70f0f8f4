"""Persons of a list of whom it is not sure that they are one, or that they are two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import names
from generator.model.library import Library, Person


def iter_doubts(library: Library) -> Iterator[str]:
    """Yield a sentence for each doubt, with what settles it."""
    yield from _differing_in_accents(library)
    for key, name in library.identities.unsure:
        yield (
            f"{key}: several persons are called {name}, and the paper gives no ORCID iD; add the iD, or put "
            "the key into papers of one of them in papers/_people.yml"
        )
    yield from _sharing_an_orcid(library)


def _sharing_an_orcid(library: Library) -> Iterator[str]:
    """Names that have little in common and one ORCID iD."""
    of_orcid: dict[str, dict[str, str]] = {}
    for paper in library.papers:
        for author in paper.people:
            if author.orcid:
                family = names.fold(names.split(author.name, author.family or "").family)
                of_orcid.setdefault(author.orcid, {}).setdefault(family, author.name)
    for orcid, of in sorted(of_orcid.items()):
        if len(of) > 1:
            yield (
                f"{orcid} is the ORCID iD of {' and '.join(of.values())}; correct one of them, or join them with: "
                f"papers authors merge {_quoted(of.values())}"
            )


def _differing_in_accents(library: Library) -> Iterator[str]:
    """Names that are alike but for accents, where no ORCID iDs tell the persons apart."""
    alike: dict[str, list[Person]] = {}
    for person in library.people.values():
        alike.setdefault(names.slug(person.name), []).append(person)
    for _, persons in sorted(alike.items()):
        if len(persons) > 1 and sum(bool(person.orcid) for person in persons) < len(persons):
            spelled = list(dict.fromkeys(person.name for person in persons))
            if len(spelled) > 1:
                yield (
                    f"{' and '.join(spelled)} differ in accents only; if they are one person, join them with: "
                    f"papers authors merge {_quoted(reversed(spelled))}"
                )


def _quoted(words: Iterable[str]) -> str:
    return " ".join(f'"{word}"' for word in words)
