"""What only shows when papers and vocabularies are looked at together; and the load that includes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from generator import checks_vocabulary, loading, names, reading, vocabulary_files
from generator.duplicates import Index, Match, Work, may_be_same
from generator.input_files import Cache
from generator.library import Library
from generator.paper import Paper
from generator.problems import Fault, Problem, rule
from generator.source_text import name_of
from generator.vocabulary import FILES, nearest
from generator.yaml_document import Path as FieldPath


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a paper at one of its fields. beside: another paper with its field, whose place ends the message."""

    paper: Paper
    field: FieldPath
    fault: Fault
    beside: tuple[Paper, FieldPath] | None = None


Findings = Iterator[Finding]
Kind = Literal["categories", "tags", "venues"]
KINDS: tuple[Kind, ...] = ("categories", "tags", "venues")


@rule("unknown-category", wrong="categories: [neural-dynamic]", right="categories: [neural-dynamics]")
def unknown_category(library: Library) -> Findings:
    """A category is one of `papers/_categories.yml`."""
    yield from _unknown(library, "categories", "category")


@rule("unknown-tag", wrong="tags: [travelling-wave]", right="tags: [traveling-waves]")
def unknown_tag(library: Library) -> Findings:
    """A tag is one of `papers/_tags.yml`."""
    yield from _unknown(library, "tags", "tag")


@rule("unknown-venue", wrong="venue: {name: ICRL}", right="venue: {name: ICLR}")
def unknown_venue(library: Library) -> Findings:
    """The name of a venue is one of `papers/_venues.yml`."""
    yield from _unknown(library, "venues", "venue")


@rule("alias", wrong="tags: [functional-mri]", right="tags: [fmri]")
def alias(library: Library) -> Findings:
    """Tags, categories and venues are named by their own key or name, not by an alias; `papers format` rewrites it."""
    for kind in KINDS:
        meant = partial(library.vocabulary.meant, kind)
        for paper, field, word in _words(library, kind, lambda word, meant=meant: meant(word) in (None, word)):  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            fault = Fault(f'"{word}" is an alias of "{meant(word)}"', f'write "{meant(word)}"; papers format does it')
            yield Finding(paper, field, fault)


def _words(library: Library, kind: Kind, right: Callable[[str], bool]) -> Iterator[tuple[Paper, FieldPath, str]]:
    """Every use of a word of a vocabulary that is not right: the paper, the place in its fields, the word."""
    if kind == "venues":
        used = {paper.venue.name for paper in library.papers if paper.venue}
    else:
        used = {word for paper in library.papers for word in getattr(paper, kind)}
    wrong = {word for word in used if not right(word)}  # few words are used by many papers
    for paper in library.papers if wrong else ():
        if kind == "venues":
            if paper.venue and paper.venue.name in wrong:
                yield paper, ("venue", "name"), paper.venue.name
        else:
            for place, word in enumerate(getattr(paper, kind)):
                if word in wrong:
                    yield paper, (kind, place), word


def _unknown(library: Library, kind: Kind, noun: str) -> Findings:
    vocabulary = library.vocabulary
    told: dict[str, Fault] = {}  # looking for the nearest takes long
    for paper, field, word in _words(library, kind, lambda word: vocabulary.meant(kind, word) is not None):
        if word not in told:
            near = nearest(names.slug(word), vocabulary.meanings[kind])
            meant = vocabulary.meanings[kind][near] if near else ""
            file = f"papers/{FILES[kind]}"
            advice = f'write "{meant}", or add it to {file}' if meant else f"add it to {file}, or take one from there"
            told[word] = Fault(f'"{word}" is not a {noun}', advice)
        yield Finding(paper, field, told[word])


@rule("key-twice", wrong="a/keller-2023.md\nb/keller-2023.md", right="a/keller-2023.md\nb/keller-2024.md", part="name")
def key_twice(library: Library) -> Findings:
    """A key is the name of one file only, whatever the folder."""
    first: dict[str, Paper] = {}
    for paper in sorted(library.papers, key=lambda paper: paper.path):
        other = first.setdefault(paper.key, paper)
        if other is not paper:
            fault = Fault(f'the key "{paper.key}" is that of {other.path} too', "rename one of them")
            yield Finding(paper, (), fault)


@rule("same-identifier", wrong="arxiv: 2309.08045\ntitle: Waves\n***\ndoi: 10.48550/arXiv.2309.08045",
      right="arxiv: 2309.08045\ntitle: Waves\n***\ndoi: 10.48550/arXiv.2309.08046",
      part="papers")  # fmt: skip
def same_identifier(library: Library) -> Findings:
    """No two papers have the same `arxiv`, `doi`, `pmid` or `openreview`, but where `not_same_as` says they are two.

    The DOI that arXiv gives is the arXiv identifier.
    """
    if may_be_same(library.papers, by_title=False):
        yield from _same(library, Index.by_identifier)


@rule("same-title", wrong='title: "Traveling Waves: A Study"\n***\ntitle: "Traveling waves"',
      right='title: "Traveling Waves: A Study"\n***\ntitle: "Traveling waves"\nnot_same_as: [first-2023]',
      part="papers")  # fmt: skip
def same_title(library: Library) -> Findings:
    """No two papers have the same title, but where `not_same_as` says they are two. Letter case, accents, punctuation
    and LaTeX make no difference, nor, with an author in common, a subtitle.
    """
    if may_be_same(library.papers, by_title=True):
        yield from _same(library, _by_title_only)


def _by_title_only(index: Index, work: Work) -> Iterator[Match]:
    matches = list(index.by_title(work))
    told = {match.work.path for match in index.by_identifier(work)} if matches else set()
    yield from (match for match in matches if match.work.path not in told)


def _same(library: Library, same: Callable[[Index, Work], Iterator[Match]]) -> Findings:
    """Each paper that is an earlier one once more: preprint and published version, the same entry twice."""
    index = Index()
    by_path = {paper.path: paper for paper in library.papers}
    for paper in sorted(library.papers, key=lambda paper: (paper.added, paper.path)):
        work = Work.of(paper)
        for match in same(index, work):
            fault = Fault(
                f"the same {match.field} as in" if match.field == match.their_field else "the same work as in",
                f"make one file of the two, or write not_same_as: [{match.work.key}]",
            )
            yield Finding(paper, (match.field,), fault, (by_path[match.work.path], (match.their_field,)))
        index.add(work)


@rule("former-key-taken", wrong="former_keys: [second-2024]\n***\ntitle: Waves again",
      right="former_keys: [old-2024]\n***\ntitle: Waves again", part="papers")  # fmt: skip
def former_key_taken(library: Library) -> Findings:
    """A former key is nobody's key today, and only one paper had it."""
    first: dict[str, Paper] = {}
    removed = {entry.key for entry in library.vocabulary.removed}
    for paper in sorted(library.papers, key=lambda paper: paper.path):
        for place, key in enumerate(paper.former_keys):
            holder = library.by_key.get(key) or first.setdefault(key, paper)
            if holder is paper and key == paper.key:
                fault = Fault(f'"{key}" is the key of the file itself', "take it out")
            elif holder is not paper:
                fault = Fault(f'"{key}" belongs to {holder.path}', "take it out of one of them")
            elif key in removed:
                fault = Fault(f'"{key}" stands in papers/_removed.yml', "take it out of one of them")
            else:
                continue
            yield Finding(paper, ("former_keys", place), fault)


@rule("unknown-key", wrong="not_same_as: [nobody-2023]\n***\ntitle: Waves again",
      right="not_same_as: [second-2024]\n***\ntitle: Waves again", part="papers")  # fmt: skip
def unknown_key(library: Library) -> Findings:
    """`not_same_as` names other papers of the list by their keys."""
    for paper in library.papers:
        for place, key in enumerate(paper.not_same_as):
            if key == paper.key:
                yield Finding(paper, ("not_same_as", place), Fault(f'"{key}" is the paper itself', "take it out"))
            elif key not in library.by_key:
                moved = library.former.get(key)
                near = moved.key if moved else nearest(key, library.by_key) if len(library.papers) < 2000 else None
                advice = f'write "{near}"' if near else "write the key of a paper that is there, or take it out"
                yield Finding(paper, ("not_same_as", place), Fault(f'there is no paper "{key}"', advice))


@rule(
    "updated-before-added",
    wrong="added: 2026-11-23\nupdated: 2026-11-01",
    right="added: 2026-11-01\nupdated: 2026-11-23",
)
def updated_before_added(library: Library) -> Findings:
    """`updated` is not before `added`."""
    for paper in library.papers:
        if paper.updated and paper.updated < paper.added:
            message = f"the entry was updated before it was added ({paper.added})"
            yield Finding(paper, ("updated",), Fault(message, "correct one of the two days"))


@rule("future-date", wrong="date: 2199-01-01", right="date: 2023-09-03", warning=True)
def future_date(library: Library, today: str) -> Findings:
    """`date`, `added` and `updated` are not in the future."""
    for paper in library.papers:
        for name in ("date", "added", "updated"):
            value = getattr(paper, name)
            if value and value > today[: len(value)]:
                yield Finding(paper, (name,), Fault(f"{value} is in the future", f"correct the date; today is {today}"))


CHECKS: tuple[Callable[[Library], Findings], ...] = (
    unknown_category,
    unknown_tag,
    unknown_venue,
    alias,
    key_twice,
    same_identifier,
    same_title,
    former_key_taken,
    unknown_key,
    updated_before_added,
)

# Rules that are only warned of; each is given the library and the day, `YYYY-MM-DD`.
WARNINGS: tuple[Callable[[Library, str], Findings], ...] = (future_date,)

# The vocabulary that a rule looks into. A faulty file of it is a problem itself, so its missing entries are not told.
_LOOKS_INTO = {"unknown-category": "categories", "unknown-tag": "tags", "unknown-venue": "venues"}


def findings(found: Library) -> list[tuple[str, Finding]]:
    """What is wrong with the papers of a library, seen together, each with the name of the rule."""
    return [(name_of(check), finding) for check in CHECKS for finding in check(found)]


def located(found: Iterable[tuple[str, Finding]], root: Path) -> list[Problem]:
    """The findings with their places. `root`: where the paths of papers start."""
    by_path: dict[str, list[tuple[str, Finding]]] = {}
    for name, finding in found:
        by_path.setdefault(finding.paper.path, []).append((name, finding))
    problems: list[Problem] = []
    for path, of_path in sorted(by_path.items()):
        document, source = reading.again(root / path, path)
        for name, finding in of_path:
            fault = _with_place(finding.fault, *finding.beside, root) if finding.beside else finding.fault
            source.add_fault(name, reading.place_in_paper(document, finding.field), fault)
        problems += source.problems
    return problems


def _with_place(fault: Fault, paper: Paper, field: FieldPath, root: Path) -> Fault:
    document, _ = reading.again(root / paper.path, paper.path)
    line, column, _ = reading.place_in_paper(document, field)
    return Fault(f"{fault.message} {paper.path}:{line}:{column}", fault.advice)


def load(papers_dir: Path, root: Path, cache: Cache | None = None) -> tuple[Library, list[Problem]]:
    """The papers without any fault with their vocabulary, and all problems, in the order of their places.

    Arguments as of `loading.load`. A list is fit to be published when there are no problems.
    """
    cache = {} if cache is None else cache
    found, problems = loading.load(papers_dir, root, cache)
    if not papers_dir.is_dir():
        return found, problems
    files = vocabulary_files.read(papers_dir, root, cache)
    problems += checks_vocabulary.check(files, found)
    faulty_kinds = {file.kind for file in files if file.problems}
    faults = findings(found)
    problems += located([fault for fault in faults if _LOOKS_INTO.get(fault[0]) not in faulty_kinds], root)
    faulty = {finding.paper.path for _, finding in faults}
    if faulty:
        found = Library.of(
            [paper for paper in found.papers if paper.path not in faulty], found.vocabulary, found.snapshots
        )
    return found, sorted(set(problems))


def load_all(papers_dir: Path, root: Path, today: str) -> tuple[Library, list[Problem]]:
    """Return what `load` does, with the warnings among the problems.

    today: the day that dates are compared with, `YYYY-MM-DD`.
    """
    library, problems = load(papers_dir, root)
    pairs = [(name_of(check), finding) for check in WARNINGS for finding in check(library, today)]
    return library, sorted({*problems, *located(pairs, root)})
