"""Keeping order: a category, tag or venue renamed, merged or split, a person's names brought together.

Each gives the changes it would make, in the vocabulary, the papers and the drafts; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generator import input_files, names, reading, vocabulary_files
from generator.formatting import Change, rewritten
from generator.vocabulary import FILES, Vocabulary
from generator.vocabulary_files import VocabularyFile
from generator.vocabulary_model import MODELS
from generator.vocabulary_writing import VocabularyText

Kind = Literal["categories", "tags", "venues"]
NOUNS = {"categories": "category", "tags": "tag", "venues": "venue"}
_KEY = {"categories": "key", "tags": "key", "venues": "name"}


class CannotCurate(Exception):
    """What was asked for cannot be done; the message says why, and what to do instead."""


@dataclass
class Collection:
    """The files of a list: its vocabularies, and every file in `folders`, papers and drafts."""

    papers_dir: Path
    root: Path
    folders: Sequence[Path]

    def __post_init__(self) -> None:
        files = vocabulary_files.read(self.papers_dir, self.root)
        self.files: Mapping[str, VocabularyFile] = {file.kind: file for file in files}
        for file in files:
            if file.problems:
                raise CannotCurate(f"{file.source.path} has faults: mend what papers check says of it first")
        self.vocabulary: Vocabulary = vocabulary_files.vocabulary(files)

    def entry(self, kind: str, key: str) -> tuple[int, Any] | None:
        """The entry of a vocabulary with this key or name, and its number in the file."""
        file = self.files.get(kind)
        field = _KEY.get(kind, "name")
        return next(((n, entry) for n, entry in (file.entries if file else ()) if getattr(entry, field) == key), None)

    def change_of(self, kind: str, text: str) -> Change:
        """The change of a vocabulary file to `text`."""
        file = self.files.get(kind)
        path = f"{input_files.relative(self.papers_dir, self.root)}/{FILES[kind]}"
        before = (self.root / path).read_bytes() if file else b""
        return Change(path, before, text.encode())

    def papers(self) -> Iterator[tuple[str, bytes]]:
        """Every paper file and draft: its path, its bytes."""
        for folder in self.folders:
            if folder.is_dir():
                for path, file, problem in input_files.files(folder, self.root):
                    if problem is None:
                        yield path, file.read_bytes()


def used(collection: Collection, kind: Kind) -> dict[str, int]:
    """Every word that papers and drafts use, and how many use it."""
    found: dict[str, int] = {}
    for path, data in collection.papers():
        value = reading.parse_again(data, path)[0].value
        for word in _words(value if isinstance(value, dict) else {}, kind):
            found[word] = found.get(word, 0) + 1
    return found


def rename(collection: Collection, kind: Kind, old: str, new: str, title: str = "") -> list[Change]:
    """The key (of a venue: the name) becomes another; the old one stays as an alias, so that its address leads on."""
    found = _entry(collection, kind, old)
    _check_key(kind, new)
    taken = collection.vocabulary.meant(kind, new)
    if taken is not None and taken != old:
        raise CannotCurate(
            f'"{new}" stands for "{taken}" already; to make one of the two: papers {kind} merge {old} {taken}'
        )
    number, entry = found
    text = VocabularyText(collection.files[kind], kind)
    aliases = _without([*entry.aliases, old], [new, title or entry.title])
    text.change(number, {_KEY[kind]: new, "aliases": aliases} | ({"title": title} if title else {}))
    _parents(collection, kind, text, {old: new})
    return [collection.change_of(kind, text.text()), *_rewritten(collection, kind, {old: new})]


def merge(
    collection: Collection, kind: Kind, words: Sequence[str], into: str, new: Mapping[str, str] | None = None
) -> list[Change]:
    """Each of `words`, an entry or a word that is only used, becomes `into`, and its words the aliases of that.

    new: title and definition (of a venue: kind) of an entry `into` that is not there yet.
    """
    target = collection.entry(kind, into)
    if target is None and not new:
        raise CannotCurate(
            f'"{into}" is not a {NOUNS[kind]}; give it a title and a definition, or add it to papers/{FILES[kind]}'
        )
    if into in words:
        raise CannotCurate(f'"{into}" cannot be merged into itself')
    text = VocabularyText(collection.files.get(kind), kind)
    aliases = list(target[1].aliases) if target else []
    for word in words:
        found = collection.entry(kind, word)
        meant = collection.vocabulary.meant(kind, word)
        if found is None and meant not in (None, into):
            raise CannotCurate(f'"{word}" stands for "{meant}" already; name that one')
        aliases += [word, *((found[1].title, *found[1].aliases) if found else ())]
    title = target[1].title if target else (new or {}).get("title", into)
    aliases = _without(aliases, [into, title])
    if target is not None:
        text.change(target[0], {"aliases": aliases})
    else:
        _check_key(kind, into)
        text.add({_KEY[kind]: into, **(new or {}), "aliases": aliases})
    mapping = dict.fromkeys(words, into)
    _parents(collection, kind, text, mapping)
    for word in words:
        if (found := collection.entry(kind, word)) is not None:
            text.remove(found[0])
    return [collection.change_of(kind, text.text()), *_rewritten(collection, kind, mapping)]


def split(collection: Collection, kind: Kind, old: str, new: str, keys: Iterable[str]) -> list[Change]:
    """In the papers with these keys, `new` takes the place of `old`. Both must be there."""
    for word in (old, new):
        _entry(collection, kind, word)
    wanted = set(keys)
    changes = list(_rewritten(collection, kind, {old: new}, lambda path: Path(path).stem in wanted))
    missing = wanted - {Path(change.path).stem for change in changes}
    if missing:
        raise CannotCurate(f"there is no paper {min(missing)} with the {NOUNS[kind]} {old}")
    return changes


def same_person(collection: Collection, variants: Sequence[str], name: str) -> list[Change]:
    """The names are ways to write `name`, which is shown from now on."""
    people = collection.vocabulary.person_of
    entry = collection.entry("people", getattr(people.get(names.slug(name)), "name", ""))
    text = VocabularyText(collection.files.get("people"), "people")
    known = [name] if entry is None else [entry[1].name, *entry[1].variants]
    gathered: list[str] = []
    for variant in variants:
        other = people.get(names.slug(variant))
        if other is not None and (entry is None or other != entry[1]):
            found = collection.entry("people", other.name)
            assert found is not None
            if entry is None:
                entry, known = found, [other.name, *other.variants]
                continue
            if other.orcid and entry[1].orcid and other.orcid != entry[1].orcid:
                raise CannotCurate(f'"{variant}" and "{name}" have ORCID iDs of their own: they are two persons')
            gathered += [other.name, *other.variants]
            text.remove(found[0])
        gathered.append(variant)
    all_names = _without([*known, *gathered], [name], by=names.spelling)
    if entry is None:
        text.add({"name": name, "variants": all_names})
    else:
        text.change(entry[0], {"name": name, "variants": all_names})
    return [collection.change_of("people", text.text())]


def other_person(collection: Collection, name: str, variant: str) -> list[Change]:
    """The variant is another person's name: it is taken out of the entry of `name`."""
    found = collection.entry("people", name)
    if found is None or variant not in found[1].variants:
        raise CannotCurate(f'papers/_people.yml has no entry "{name}" with the variant "{variant}"')
    text = VocabularyText(collection.files["people"], "people")
    text.change(found[0], {"variants": [other for other in found[1].variants if other != variant]})
    return [collection.change_of("people", text.text())]


def _entry(collection: Collection, kind: Kind, key: str) -> tuple[int, Any]:
    found = collection.entry(kind, key)
    if found is None:
        meant = collection.vocabulary.meant(kind, key)
        raise CannotCurate(f'"{key}" is not a {NOUNS[kind]}' + (f'; it is an alias of "{meant}"' if meant else ""))
    return found


def _check_key(kind: Kind, key: str) -> None:
    from pydantic import ValidationError

    sample = {"key": key, "name": key, "title": "-", "definition": "-" * 30 + ".", "order": "1", "kind": "journal"}
    try:
        MODELS[kind].model_validate({field: sample[field] for field in MODELS[kind].model_fields if field in sample})
    except ValidationError as error:
        context = error.errors(include_url=False)[0].get("ctx", {})
        raise CannotCurate(f"{context.get('message', key)}; {context.get('advice', '')}") from None


def _without(words: Iterable[str], others: Iterable[str], by: Callable[[str], str] = names.slug) -> list[str]:
    """The words, each once, without those that mean the same as one of the others."""
    told = {by(other) for other in others}
    kept: list[str] = []
    for word in words:
        if by(word) not in told:
            told.add(by(word))
            kept.append(word)
    return kept


def _parents(collection: Collection, kind: Kind, text: VocabularyText, mapping: Mapping[str, str]) -> None:
    if kind == "tags" and kind in collection.files:
        for number, entry in collection.files[kind].entries:
            if entry.parent in mapping:
                parent = mapping[entry.parent]
                text.change(number, {"parent": "" if parent == entry.key else parent})


def _words(values: Mapping[str, Any], kind: Kind) -> list[str]:
    if kind == "venues":
        venue = values.get("venue")
        name = venue.get("name") if isinstance(venue, dict) else None
        return [name] if isinstance(name, str) else []
    words = values.get(kind)
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


def _rewritten(
    collection: Collection, kind: Kind, mapping: Mapping[str, str], wanted: Callable[[str], bool] = lambda path: True
) -> Iterator[Change]:
    looked_for = [word.encode() for word in mapping]

    def change(values: Mapping[str, Any]) -> dict[str, Any]:
        if kind == "venues":
            venue = values["venue"]
            return {**values, "venue": {**venue, "name": mapping.get(venue["name"], venue["name"])}}
        return {**values, kind: list(dict.fromkeys(mapping.get(word, word) for word in values[kind]))}

    for path, before in collection.papers():
        # Reading 10,000 files takes a second, taking them apart ten.
        if not any(word in before for word in looked_for) or not wanted(path):
            continue
        document, _ = reading.parse_again(before, path)
        value = document.value
        if isinstance(value, dict) and any(word in mapping for word in _words(value, kind)):
            yield Change(path, before, rewritten(before, path, change, document))
