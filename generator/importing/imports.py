"""The import of a file: each of its records becomes a draft, or is listed with its line and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.files import loading, yaml_source
from generator.files.source_text import decode
from generator.importing import drafts, facts, importers
from generator.importing.drafts import Made
from generator.importing.importers import CannotRead, Record, columns

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a record."""

    record: Record
    made: Made

    def line(self, file: str) -> str:
        """The record for a person: its place, what it calls itself, and why it did not come in."""
        place = f"{file}/{self.record.file}" if self.record.file else file
        if self.record.line:
            place += f":{self.record.line}"
        label = f" {self.record.label}:" if self.record.label and not self.record.file else ""
        return f"{place}:{label} {self.made.reason}"


@dataclass(frozen=True)
class Imported:
    """What became of a file. unknown: fields that have no place in a paper file → how many records have them."""

    outcomes: Sequence[Outcome]
    unknown: Mapping[str, int]

    @property
    def brought(self) -> list[Outcome]:
        """The records that came in."""
        return [outcome for outcome in self.outcomes if outcome.made.path]

    @property
    def listed(self) -> list[Outcome]:
        """The records that did not."""
        return [outcome for outcome in self.outcomes if not outcome.made.path]


def plan(
    records: Iterable[Record], papers_dir: Path, root: Path, added: str,
    categories: Sequence[str] = (), tags: Sequence[str] = (), progress: Progress = lambda done: None,
    also: Collection[str] = (),
) -> Imported:  # fmt: skip
    """What an import would write. categories, tags: given to every record. Raises CannotRead for an unknown word.

    also: lines, labels or files of records that come in although they seem to be there.
    """
    found, _ = loading.load(papers_dir, root)
    for word in categories:
        if found.vocabulary.meant("categories", word) is None:
            raise CannotRead(f'"{word}" is not a category: look into papers/_categories.yml')
    there = drafts.known(found, papers_dir, root)
    outcomes: list[Outcome] = []
    unknown: Counter[str] = Counter()
    for number, record in enumerate(records, 1):
        if record.facts is None:
            made = Made("", reason=record.reason)
        else:
            said = record.facts
            said.categories = [*categories, *said.categories]
            said.keywords = [*said.keywords, *tags]
            wanted = not {str(record.line), record.label, record.file}.isdisjoint(also)
            made = drafts.of_draft(facts.draft(said, found.vocabulary, added), there, also=wanted)
        unknown.update({*record.unknown, *made.unused})
        # What was read is not needed any more, and of 10,000 records it is much.
        outcomes.append(Outcome(replace(record, facts=None), made))
        progress(number)
    # What later records say of a paper is in the draft of the first one.
    for number, outcome in enumerate(outcomes):
        if outcome.made.path in there.merged:
            draft = there.new[outcome.made.path]
            made = replace(outcome.made, text=drafts.text_of(draft), left_out=draft.left_out)
            outcomes[number] = replace(outcome, made=made)
    return Imported(outcomes, unknown)


def write(imported: Imported, root: Path, progress: Progress = lambda done: None) -> None:
    """Write the drafts, each whole. Raises OSError; what is written stays, and a second run adds the rest."""
    for number, outcome in enumerate(imported.brought, 1):
        drafts.write(root, outcome.made.path, outcome.made.text)
        progress(number)


def field_names(path: Path) -> dict[str, str]:
    """A file of field names, `theirs: ours` on each line. Raises CannotRead, OSError."""
    source = decode(path.read_bytes()[: 1 << 16], path.name)
    document = yaml_source.read(source.text, source)
    known = sorted(set(importers_names()))
    if source.problems:
        raise CannotRead(source.problems[0].text())
    if not isinstance(document.value, dict) or not all(isinstance(v, str) for v in document.value.values()):
        raise CannotRead(f"{path} is not made of lines such as creators: authors")
    for theirs, ours in document.value.items():
        if ours not in known:
            raise CannotRead(f'{path}: "{theirs}: {ours}": there is no field {ours}; the fields are {", ".join(known)}')
    return dict(document.value)


def importers_names() -> Iterable[str]:
    """Our names for what a record may say."""
    from generator.importing.importers.columns import NAMES

    return [*NAMES.values(), "summary"]


def report(imported: Imported, file: str) -> Iterable[str]:
    """Lines that say what was listed and what was left out of what came in."""
    for outcome in imported.listed:
        yield outcome.line(file)
    if any(outcome.made.there for outcome in imported.listed):
        yield "a record that is another paper comes in with --also and its line or name"
    for outcome in imported.brought:
        for left in outcome.made.left_out:
            place = outcome.record.file or str(outcome.record.line)
            yield f"{file}:{place}: {outcome.made.path}: left out: {left}"
    if imported.unknown:
        meant = {name: field for name in sorted(imported.unknown) if (field := columns.nearest(name))}
        fields = ", ".join(
            f"{name} ({number}; did you mean {meant[name]}?)" if name in meant else f"{name} ({number})"
            for name, number in sorted(imported.unknown.items())
        )
        lines = (
            "; lines such as {}: {} in a file for --fields say so".format(*next(iter(meant.items()))) if meant else ""
        )
        yield f"fields without a place in a paper file: {fields}{lines}"


__all__ = ["CannotRead", "Imported", "Outcome", "field_names", "importers", "plan", "report", "write"]
