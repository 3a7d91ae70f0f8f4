"""Drafts: entries whose facts are there and whose words are not yet written. They lie in `drafts/`, beside the list.

A draft is a paper file that may lack what only a person can write: a date nobody knew, categories, tldr, summary. It is
not published and not part of `papers check`; it becomes an entry when it is complete and moved into `papers/`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.checks import checks, partial_papers
from generator.checks.duplicates import Index, Match, Work
from generator.core.problems import Problem
from generator.core.text import mending
from generator.files import input_files, loading, reading, writing
from generator.importing import facts, merging
from generator.importing.facts import Draft, Facts
from generator.model import group_names, keys, names
from generator.model.library import Library
from generator.model.vocabulary import Vocabulary

FOLDER = "drafts"
DOUBT = "# to settle: "  # the beginning of a comment that keeps a draft from becoming a paper
# What a draft may lack, and what may be wrong with words that came with it. Every other rule holds for it too.
OPEN = frozenset(
    {"missing-field", "missing-summary", "summary-length", "heading", "image", "raw-html", "bad-link", "tldr-length"}
)


@dataclass(frozen=True)
class Known:
    """All entries and drafts there are: to tell what is there already, and which keys are taken.

    root: of the project, where paths begin. new: path → each draft that was made since. merged: the paths of those that
    are made of several records.
    """

    index: Index
    taken: set[str]
    root: Path
    new: dict[str, Draft] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)

    def fields(self, path: str) -> Mapping[str, Any]:
        """Return the fields of an entry or draft that was there before, as far as they can be read."""
        return _fields(self.root / path, path)

    def put(self, work: Work) -> None:
        """Take one more in."""
        self.index.add(work)
        self.taken.add(work.key)


@dataclass(frozen=True)
class Made:
    """A draft ready to be written: path from the root, text; or, with an empty path, why there is none.

    left_out: what was not taken from its source. unused: names of its fields that have no place in a paper file.
    there: the path of the entry that is the same paper.
    """

    path: str
    text: str = ""
    reason: str = ""
    left_out: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    there: str = ""


def known(found: Library, papers_dir: Path, root: Path) -> Known:
    """The papers of the list, those with faults too, and the drafts below `root`."""
    works = [Work.of(paper) for paper in found.papers]
    good = {paper.path for paper in found.papers}
    others = [(path, _fields(file, path)) for path, file, wrong in input_files.files(papers_dir, root)
              if path not in good and wrong is None] if papers_dir.is_dir() else []  # fmt: skip
    others += [(path, values) for path, values, _ in read(root)]
    works += [Work.of_fields(values, path.rpartition("/")[2].removesuffix(".md"), path) for path, values in others]
    taken = set(found.former) | {entry.key for entry in found.vocabulary.removed}
    return Known(Index(works), taken | {work.key for work in works}, root)


def _fields(file: Path, path: str) -> Mapping[str, Any]:
    """The fields of a file, as far as they can be read."""
    value = reading.again(file, path)[0].value
    return value if isinstance(value, dict) else {}


def read(root: Path) -> Iterator[tuple[str, Mapping[str, Any], tuple[Problem, ...]]]:
    """Every draft: its path from `root`, its fields as far as they can be read, and what it lacks or has wrong."""
    folder = root / FOLDER
    if not folder.is_dir():
        return
    for path, file, problem in input_files.files(folder, root):
        if problem is not None:
            if not path.endswith("/README.md"):
                yield path, {}, (problem,)
            continue
        data = input_files.file_bytes(file, path, 1 << 16)
        if not isinstance(data, bytes):
            yield path, {}, tuple(data.problems)
            continue
        document, _ = reading.parse_again(data, path)
        _, source = reading.paper_text(data, path)
        problems = (*source.problems, *_doubts(data, path))
        yield path, document.value if isinstance(document.value, dict) else {}, problems


def _doubts(data: bytes, path: str) -> Iterator[Problem]:
    """Yield a problem for every comment of the front matter that says what a person has to settle."""
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.startswith(DOUBT):
            advice = "correct the field if need be, and remove this comment"
            yield Problem(path, number, 1, "to-settle", line.removeprefix(DOUBT), advice)
        elif number > 1 and line.rstrip() == "---":
            return


def make(said: Facts, there: Known, vocabulary: Vocabulary, added: str, folder: str = FOLDER) -> Made:
    """The draft of what is said of a paper, unless the paper is there already. It counts as there from now on."""
    return of_draft(facts.draft(said, vocabulary, added), there, folder)


def of_draft(
    draft: Draft, there: Known, folder: str = FOLDER, schema: str = "", also: bool = False, key: str = ""
) -> Made:
    """The same of a draft's fields. schema: where editors find the JSON Schema of the fields; empty: it names none.

    also: whether it is made although the paper seems to be there; then `not_same_as` names what seems to be it. key: of
    one without a title; without a key it needs one.
    """
    if not draft.values.get("title") and not key:
        return Made("", reason="; ".join(draft.left_out) or "it has no title")
    work = Work.of_fields(draft.values, "", "")
    same = list(there.index.same(work))
    if same and not also:
        return _of_both(draft, same[0].work.path, reason(same[0], work), there)
    draft = _not_same_as(draft, work, there) if also else _without_foreign_identifiers(draft, work, there)
    if not key or key in there.taken:
        key = _key(draft.values, there)
    path = f"{folder}/{key}.md"
    text = text_of(draft, schema)
    _, source = reading.paper_text(text.encode(), path)
    wrong = [problem for problem in source.problems if problem.rule not in OPEN]
    if wrong:
        return Made("", reason="; ".join(f"{problem.rule}: {problem.message}" for problem in wrong))
    there.put(Work.of_fields(draft.values, key, path))
    if folder == FOLDER:
        there.new[path] = replace(draft, abstract="")
    return Made(path, text, left_out=draft.left_out, unused=draft.unused)


def reason(match: Match, work: Work) -> str:
    """Return why there is no entry of `work`, which is that of `match`."""
    return f"it is there already: {match.work.path} ({match.reason(work)})"


def _of_both(draft: Draft, path: str, why: str, there: Known) -> Made:
    """Return why there is no draft of a paper that is at `path`; the facts of one that is new are added to it."""
    if path not in there.new:
        more = ", ".join(merging.gaps(there.fields(path), draft.values))
        return Made("", reason=f"{why}; only here: {more}" if more else why, there=path)
    merged = merging.merge(there.new[path], draft)
    _, source = reading.paper_text(text_of(merged.draft).encode(), path)
    if all(problem.rule in OPEN for problem in source.problems):
        there.new[path] = merged.draft
        there.merged.add(path)
        there.put(Work.of_fields(merged.draft.values, Path(path).stem, path))
        why += f"; taken from here: {', '.join(merged.taken)}" if merged.taken else ""
        why += "".join(f"; {differing}" for differing in merged.differing)
    return Made("", reason=why, there=path, unused=draft.unused)


def text_of(draft: Draft, schema: str = "") -> str:
    """Return the text of a draft's file. schema: as for `of_draft`."""
    head = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    head += "".join(f"{DOUBT}{mending.text(doubt)}\n" for doubt in draft.doubts)
    return f"---\n{head}{writing.front_matter_of(draft.values)}---\n{draft.summary}\n".replace("---\n\n", "---\n")


def _key(values: Mapping[str, Any], there: Known) -> str:
    work = Work.of_fields(values, "", "")
    entry = next(iter(values.get("authors", ())), "")
    stated = entry if isinstance(entry, dict) else {}
    family = group_names.short(stated["group"]) if "group" in stated else stated.get("family", "")
    first = next(iter(work.authors), "")
    return keys.proposed(
        work.title, family or names.split(first).family, values.get("date", ""), there.taken.__contains__
    )


def _not_same_as(draft: Draft, work: Work, there: Known) -> Draft:
    """Return the draft with the keys of all entries that a check would take for the same paper."""
    found = [*there.index.by_identifier(work), *there.index.by_title(work)]
    others = dict.fromkeys(match.work.key for match in found)
    values = {**draft.values, "not_same_as": list(others)} if others else draft.values
    return replace(draft, values=values)


def _without_foreign_identifiers(draft: Draft, work: Work, there: Known) -> Draft:
    """Return the draft without identifiers of other papers: the DOI of its book, or one that is there by mistake."""
    values = dict(draft.values)
    told = [
        f'{match.field}: "{values.pop(match.field)}" is that of {match.work.path} ({match.reason(work)})'
        for match in there.index.by_identifier(work)
    ]
    return replace(draft, values=values, left_out=(*draft.left_out, *told))


def write(root: Path, path: str, text: str) -> None:
    """Write a new file, whole or not at all. Raises OSError; FileExistsError where there is one."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        Path(name).chmod(0o644)
        os.link(name, target)  # unlike a renaming, this refuses to replace a file
    finally:
        with suppress(OSError):
            Path(name).unlink()


@dataclass(frozen=True)
class Accepted:
    """A draft that was looked at: where it lies, where it went, or what it lacks."""

    path: str
    to: str = ""
    problems: tuple[Problem, ...] = ()


def accept(papers_dir: Path, root: Path, wanted: Callable[[str], bool], move: bool) -> Iterable[Accepted]:
    """Each draft that is `wanted` by its path, with what it lacks; with `move` those that lack nothing become entries.

    What only shows beside the other papers counts too. Raises OSError where a file cannot be moved.
    """
    entries, _ = loading.load(papers_dir, root)
    shown = input_files.relative(papers_dir, root)
    own = {path: problems for path, _, problems in read(root) if wanted(path)}
    papers = {
        path: partial_papers.read(root / path, path) if problems else reading.paper_file(root / path, path)[0]
        for path, problems in own.items()
    }
    found = checks.of_drafts([paper for paper in papers.values() if paper], entries, own, root)
    for path, paper in papers.items():
        if paper is None or found[path]:
            yield Accepted(path, problems=tuple(found.get(path, own[path])))
            continue
        to = f"{shown}/{paper.key}.md"
        if move:
            write(root, to, (root / path).read_bytes().decode())
            (root / path).unlink()
        yield Accepted(path, to)
