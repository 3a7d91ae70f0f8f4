"""Changes of `papers/_people.yml`: the names of one person brought together, taken apart, or another one shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.checks import checks_vocabulary
from generator.checks.formatting import Change
from generator.curation.curating import CannotCurate, Collection, without
from generator.files import loading, reading, vocabulary_files
from generator.files.vocabulary_writing import VocabularyText
from generator.model import names
from generator.model.library import Library

_FILE = "papers/_people.yml"


@dataclass
class _Use:
    """Where a name is used: ORCID iDs that stand beside it, keys of papers."""

    orcids: set[str] = field(default_factory=set)
    papers: list[str] = field(default_factory=list)


class _Names:
    """Every name of an author in papers and drafts, by its slug."""

    def __init__(self, collection: Collection) -> None:
        self.library, _ = loading.load(collection.papers_dir, collection.root)
        self.uses: dict[str, _Use] = {}
        for paper in self.library.papers:
            for author in paper.people:
                self._note(author.name, author.orcid, paper.key)
        good = {paper.path for paper in self.library.papers}
        for path, data in collection.papers():
            if path not in good:
                self._note_fields(reading.parse_again(data, path)[0].value)

    def _note_fields(self, values: Any) -> None:
        authors = values.get("authors") if isinstance(values, dict) else None
        for author in authors if isinstance(authors, list) else ():
            fields = author if isinstance(author, dict) else {"name": author}
            name = fields.get("name", fields.get("group"))
            if isinstance(name, str):
                self._note(name, fields.get("orcid"), "")

    def _note(self, name: str, orcid: Any, key: str) -> None:
        use = self.uses.setdefault(names.slug(name), _Use())
        if isinstance(orcid, str):
            use.orcids.add(orcid)
        if key:
            use.papers.append(key)

    def of(self, words: Iterable[str]) -> list[_Use]:
        """The uses of these names."""
        slugs = dict.fromkeys(map(names.slug, words))
        return [self.uses[slug] for slug in slugs if slug in self.uses]


def merge(collection: Collection, variants: Sequence[str], name: str) -> list[Change]:
    """The variants become ways to write `name`, which is shown from now on."""
    used = _Names(collection)
    known = collection.vocabulary.entries_of
    for variant in variants:
        if names.slug(variant) not in used.uses and names.slug(variant) not in known:
            raise CannotCurate(f'no paper or draft has an author "{variant}", nor has {_FILE}; check its spelling')
    return _bring_together(collection, used, variants, name)


def rename(collection: Collection, old: str, new: str) -> list[Change]:
    """Show a person as `new`; the old name stays as a variant."""
    used = _Names(collection)
    slug, known = names.slug(new), collection.vocabulary
    if slug in {*used.uses, *known.entries_of} and known.identity(new) != known.identity(old):
        raise CannotCurate(f'"{new}" is another author already; to make one of the two: papers authors merge')
    if names.slug(old) not in used.uses and names.slug(old) not in known.entries_of:
        raise CannotCurate(f'no paper or draft has an author "{old}", nor has {_FILE}; check its spelling')
    return _bring_together(collection, used, (old,), new)


def split(collection: Collection, name: str, variant: str) -> list[Change]:
    """Take the variant out of the entry of `name`: it is another person's."""
    found = collection.entry("people", name)
    if found is None or variant not in found[1].variants:
        raise CannotCurate(f'{_FILE} has no entry "{name}" with the variant "{variant}"')
    number, entry = found
    variants = [other for other in entry.variants if other != variant]
    slugs = set(map(names.slug, (name, *variants)))
    if names.slug(variant) in slugs:
        raise CannotCurate(
            f'"{variant}" differs from another name of "{name}" in accents or case only, which tell no persons apart; '
            "give each of the two an entry with its orcid or papers"
        )
    used = _Names(collection)
    theirs = {key for use in used.of((name, *variants)) for key in use.papers}
    papers = [key for key in entry.papers if key in theirs]
    if entry.papers and not papers:
        raise CannotCurate(f'all papers of the entry "{name}" name the variant "{variant}"; rename the entry instead')
    text = collection.text("people")
    text.change(number, {"variants": variants, "papers": papers})
    return [_change(collection, text, used.library)]


def _bring_together(collection: Collection, used: _Names, variants: Sequence[str], name: str) -> list[Change]:
    entries = _entries(collection, [name, *variants])
    kept = entries[0][1] if entries else None
    both = [name, *variants, *(word for _, entry in entries for word in (entry.name, *entry.variants))]
    orcids = {entry.orcid for _, entry in entries if entry.orcid} | {o for use in used.of(both) for o in use.orcids}
    if len(orcids) > 1:
        raise CannotCurate(f'"{variants[0]}" and "{name}" have ORCID iDs of their own: they are two persons')
    own = (kept.name, *kept.variants) if kept else ()
    others = (word for _, entry in entries[1:] for word in (entry.name, *entry.variants))
    text = collection.text("people")
    values: dict[str, Any] = {
        "name": name,
        "variants": without([*own, *others, *variants], [name], by=names.spelling),
    }
    if kept is None:
        text.add(values)
    else:
        for field_name in ("orcid", "homepage"):
            stated = next((value for _, entry in entries if (value := getattr(entry, field_name))), "")
            if stated and not getattr(kept, field_name):
                values[field_name] = stated
        if any(entry.papers for _, entry in entries):
            values["papers"] = _papers(entries, used, both)
        text.change(entries[0][0], values)
        for number, _ in entries[1:]:
            text.remove(number)
    return [_change(collection, text, used.library)]


def _papers(entries: Sequence[tuple[int, Any]], used: _Names, both: Sequence[str]) -> list[str]:
    """The keys of a person's papers: those that the entries state, and those of names that no such entry has."""
    stated = [key for _, entry in entries for key in entry.papers]
    limited = {names.slug(word) for _, entry in entries if entry.papers for word in (entry.name, *entry.variants)}
    free = [word for word in both if names.slug(word) not in limited]
    return list(dict.fromkeys([*stated, *(key for use in used.of(free) for key in use.papers)]))


def _entries(collection: Collection, words: Sequence[str]) -> list[tuple[int, Any]]:
    """The entries that these names have, each with its number, in the order of the names."""
    file = collection.files.get("people")
    numbers = {id(entry): number for number, entry in (file.entries if file else ())}
    found: dict[int, Any] = {}
    for word in words:
        of = collection.vocabulary.entries_of.get(names.slug(word), ())
        if len(of) > 1:
            raise CannotCurate(f'"{word}" is a name of several entries of {_FILE}; change them there')
        for entry in of:
            found[numbers[id(entry)]] = entry
    return list(found.items())


def _change(collection: Collection, text: VocabularyText, library: Library) -> Change:
    """The change of the file. Raises CannotCurate where it would not fit the papers."""
    change = collection.change("people", text)
    new = vocabulary_files.parse(change.after, change.path, "people")
    before = {problem.message for problem in checks_vocabulary.check(collection.files.values(), library)}
    problems = checks_vocabulary.check([new], library)
    for problem in problems:
        if problem.message not in before:
            raise CannotCurate(f"{change.path} would have a problem: {problem.message}; {problem.advice}")
    return change
