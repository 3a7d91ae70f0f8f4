"""Changes of a vocabulary in all files at once: a category, tag or venue renamed, merged or split.

Each function gives the changes that it would make, in the vocabulary, the papers and the drafts; nothing is written
here. Where the changed files would not pass `papers check`, it raises CannotCurate instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generator.checks import checks_vocabulary
from generator.checks.formatting import Change, rewritten
from generator.core.problems import Problem
from generator.files import input_files, reading, vocabulary_files
from generator.files.vocabulary_files import VocabularyFile
from generator.files.vocabulary_writing import UnusualLayout, VocabularyText
from generator.importing.drafts import OPEN
from generator.model import names
from generator.model.library import Library
from generator.model.vocabulary import FILES, Vocabulary

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
        if problems := [problem for file in files for problem in file.problems]:
            raise CannotCurate(f"{problems[0].path} has faults: correct what papers check reports of it first")
        self.vocabulary: Vocabulary = vocabulary_files.vocabulary(files)

    def entry(self, kind: str, key: str) -> tuple[int, Any] | None:
        """The entry of a vocabulary with this key or name, and its number in the file."""
        file = self.files.get(kind)
        field = _KEY.get(kind, "name")
        return next(((n, entry) for n, entry in (file.entries if file else ()) if getattr(entry, field) == key), None)

    def text(self, kind: str) -> VocabularyText:
        """The text of a vocabulary file, to be changed. Raises CannotCurate where it has problems already."""
        if kind in self.files and (problems := _problems(self.files, kind)):
            raise CannotCurate(f"{problems[0].path}:{problems[0].line}: correct this first: {_words_of(problems[0])}")
        return VocabularyText(self.files.get(kind), kind, self._bytes(kind))

    def change(self, kind: str, text: VocabularyText) -> Change:
        """The change of a vocabulary file to `text`. Raises CannotCurate where the new file has a problem."""
        path = f"{input_files.relative(self.papers_dir, self.root)}/{FILES[kind]}"
        try:
            after = text.encode()
        except UnusualLayout as error:
            raise CannotCurate(f"{path}: {error}") from None
        if problems := _problems({**self.files, kind: vocabulary_files.parse(after, path, kind)}, kind):
            raise CannotCurate(f"{path} would have a problem: {_words_of(problems[0])}")
        return Change(path, self._bytes(kind), after)

    def _bytes(self, kind: str) -> bytes:
        return (self.papers_dir / FILES[kind]).read_bytes() if kind in self.files else b""

    def papers(self) -> Iterator[tuple[str, bytes]]:
        """Every paper file and draft: its path, its bytes."""
        for folder in self.folders:
            if folder.is_dir():
                for path, file, problem in input_files.files(folder, self.root):
                    if problem is None:
                        yield path, file.read_bytes()


def _problems(files: Mapping[str, VocabularyFile], kind: str) -> list[Problem]:
    """The problems of one vocabulary file, by itself and beside the others."""
    library = Library.of((), vocabulary_files.vocabulary(files.values()))
    found = checks_vocabulary.check(files.values(), library)
    return [*files[kind].problems, *(problem for problem in found if problem.path == files[kind].source.path)]


def _words_of(problem: Problem) -> str:
    return f"{problem.message}; {problem.advice}" if problem.advice else problem.message


def used(collection: Collection, kind: Kind) -> dict[str, int]:
    """Every word that papers and drafts use, and how many use it."""
    found: dict[str, int] = {}
    for path, data in collection.papers():
        value = reading.parse_again(data, path)[0].value
        for word in _words(value if isinstance(value, dict) else {}, kind):
            found[word] = found.get(word, 0) + 1
    return found


def rename(collection: Collection, kind: Kind, old: str, new: str, title: str = "") -> list[Change]:
    """Give an entry another key (a venue: another name). The old one stays as an alias, so that its URL leads on."""
    number, entry = _entry(collection, kind, old)
    taken = collection.vocabulary.meant(kind, new)
    if taken is not None and taken != old:
        raise CannotCurate(
            f'"{new}" stands for "{taken}" already; to make one of the two: papers {kind} merge {old} {taken}'
        )
    text = collection.text(kind)
    aliases = without([*entry.aliases, old], [new, title or entry.title])
    text.change(number, {_KEY[kind]: new, "aliases": aliases} | ({"title": title} if title else {}))
    _change_parents(collection, kind, text, {old: new})
    return [collection.change(kind, text), *_changed_papers(collection, kind, {old: new})]


def merge(
    collection: Collection, kind: Kind, words: Sequence[str], into: str, new: Mapping[str, str] | None = None
) -> list[Change]:
    """Each of `words`, an entry or a word that is only used, becomes `into`, and its words the aliases of that.

    new: title and definition (of a venue: kind) of an entry `into` that is not there yet.
    """
    words = list(dict.fromkeys(words))
    target = collection.entry(kind, into)
    if into in words:
        raise CannotCurate(f'"{into}" cannot be merged into itself')
    if target is None:
        _check_new(collection, kind, words, into, new)
    found = {word: entry for word in words if (entry := collection.entry(kind, word)) is not None}
    for word in words:
        meant = collection.vocabulary.meant(kind, word)
        if word not in found and meant not in (None, into, *found):
            raise CannotCurate(f'"{word}" stands for "{meant}" already; name that one')
    mapping = dict.fromkeys(words, into)
    papers = list(_changed_papers(collection, kind, mapping))
    uses = {word for change in papers for word in _words(reading.parse_again(change.before, "")[0].value, kind)}
    for word in words:
        if word not in found and word not in uses and collection.vocabulary.meant(kind, word) is None:
            raise CannotCurate(f'"{word}" is not a {NOUNS[kind]}, and no paper or draft uses it{_near(word, uses)}')
    aliases = list(target[1].aliases) if target else []
    for word in words:
        aliases += [word, *((found[word][1].title, *found[word][1].aliases) if word in found else ())]
    text = collection.text(kind)
    if target is not None:
        text.change(target[0], {"aliases": without(aliases, [into, target[1].title])})
    else:
        values = {_KEY[kind]: into, **(new or {})}
        text.add({**_place(collection, kind, found), **values, "aliases": without(aliases, [into, values["title"]])})
    _change_parents(collection, kind, text, mapping)
    for number, _ in found.values():
        text.remove(number)
    return [collection.change(kind, text), *papers]


def _near(word: str, uses: Iterable[str]) -> str:
    like = next((other for other in uses if names.slug(other) == names.slug(word)), "")
    return f'; "{like}" is used' if like else "; check its spelling"


def _check_new(
    collection: Collection, kind: Kind, words: Sequence[str], into: str, new: Mapping[str, str] | None
) -> None:
    """Raise CannotCurate unless `words` may be merged into an entry that is not there yet."""
    meant = collection.vocabulary.meant(kind, into)
    if meant is not None and meant not in words:
        raise CannotCurate(f'"{into}" is not a {NOUNS[kind]} but stands for "{meant}"; merge into that one')
    if not new:
        more = "a kind (--title, --kind)" if kind == "venues" else "a definition (--title, --definition)"
        raise CannotCurate(
            f'"{into}" is not a {NOUNS[kind]}; give it a title and {more}, or add it to papers/{FILES[kind]}'
        )


def _place(collection: Collection, kind: Kind, found: Mapping[str, tuple[int, Any]]) -> dict[str, str]:
    """The place of a new entry among the others: that of the first that is merged into it, else the last."""
    first = next((entry for _, entry in found.values()), None)
    if kind == "categories":
        orders = [entry.order for entry in collection.vocabulary.categories.values()]
        return {"order": str(first.order if first else max(orders, default=0) + 1)}
    parents = [entry.parent for _, entry in found.values() if kind == "tags" and entry.parent not in found]
    return {"parent": parents[0]} if parents and parents[0] else {}


def split(collection: Collection, kind: Kind, old: str, new: str, keys: Iterable[str]) -> list[Change]:
    """In the papers with these keys, `new` takes the place of `old`. Both must be there."""
    if old == new:
        raise CannotCurate(f'"{old}" cannot be split off from itself')
    for word in (old, new):
        _entry(collection, kind, word)
    wanted = set(keys)
    changes = list(_changed_papers(collection, kind, {old: new}, lambda path: Path(path).stem in wanted))
    missing = sorted(wanted - {Path(change.path).stem for change in changes})
    if missing:
        raise CannotCurate(f"there is no paper {' or '.join(missing)} with the {NOUNS[kind]} {old}")
    return changes


def _entry(collection: Collection, kind: Kind, key: str) -> tuple[int, Any]:
    found = collection.entry(kind, key)
    if found is None:
        meant = collection.vocabulary.meant(kind, key)
        advice = f'it is an alias of "{meant}"' if meant else f"the entries are in papers/{FILES[kind]}"
        raise CannotCurate(f'"{key}" is not a {NOUNS[kind]}; {advice}')
    return found


def without(words: Iterable[str], others: Iterable[str], by: Callable[[str], str] = names.slug) -> list[str]:
    """The words, each once, without those that mean the same as one of the others."""
    seen = {by(other) for other in others}
    kept: list[str] = []
    for word in words:
        if by(word) not in seen:
            seen.add(by(word))
            kept.append(word)
    return kept


def _change_parents(collection: Collection, kind: Kind, text: VocabularyText, mapping: Mapping[str, str]) -> None:
    """Give the tags below those that are mapped their new parent; no tag becomes its own parent or grandparent."""
    if kind != "tags" or kind not in collection.files:
        return
    tags = collection.vocabulary.tags
    for number, entry in collection.files[kind].entries:
        into = mapping.get(entry.key, entry.key)
        if into != entry.key and mapping.keys() != {entry.key}:
            continue  # it is merged into another, and removed
        # Where one of its ancestors becomes this tag itself, it takes the place of that one.
        parent, chain = entry.parent, entry.parent
        while chain in tags:
            above = tags[chain].parent
            if mapping.get(chain) == entry.key:
                parent = above
            chain = above
        parent = mapping.get(parent or "", parent)
        if parent != entry.parent:
            text.change(number, {"parent": parent or ""})


def _words(values: Any, kind: Kind) -> list[str]:
    if not isinstance(values, dict):
        return []
    if kind == "venues":
        venue = values.get("venue")
        name = venue.get("name") if isinstance(venue, dict) else None
        return [name] if isinstance(name, str) else []
    words = values.get(kind)
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


def _changed_papers(
    collection: Collection, kind: Kind, mapping: Mapping[str, str], wanted: Callable[[str], bool] = lambda path: True
) -> Iterator[Change]:
    """The changes of papers and drafts that use a word that is mapped. Raises CannotCurate where one has problems."""
    looked_for = [word.encode() for word in mapping]

    def change(values: Mapping[str, Any]) -> dict[str, Any]:
        if kind == "venues":
            venue = values["venue"]
            return {**values, "venue": {**venue, "name": mapping.get(venue["name"], venue["name"])}}
        return {**values, kind: list(dict.fromkeys(mapping.get(word, word) for word in values[kind]))}

    for path, before in collection.papers():
        # Reading 10,000 files takes a second, taking them apart ten. Behind a backslash any letter may be written.
        if not any(word in before for word in looked_for) and b"\\" not in before:
            continue
        if not wanted(path):
            continue
        document, _ = reading.parse_again(before, path)
        if any(word in mapping for word in _words(document.value, kind)):
            problems = [p for p in reading.paper_text(before, path)[1].problems if p.rule not in OPEN]
            if problems:
                where = f"{path}:{problems[0].line}" if problems[0].line else path
                raise CannotCurate(
                    f"{where}: {_words_of(problems[0])}; the file has to be changed, so correct it first"
                )
            yield Change(path, before, rewritten(before, path, change, document))
