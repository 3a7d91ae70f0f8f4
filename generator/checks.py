"""What only shows when papers and vocabularies are looked at together; and the load that includes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from generator import (
    checks_vocabulary,
    fields,
    group_names,
    keys,
    loading,
    names,
    partial_papers,
    reading,
    vocabulary_files,
)
from generator.duplicates import IDENTIFIERS, Index, Match, Work, may_be_same
from generator.identifiers import is_key
from generator.input_files import Cache, relative
from generator.library import Library
from generator.paper import Paper
from generator.problems import MOST, Fault, Problem, limited, rule
from generator.source_text import name_of
from generator.vocabulary import FILES, Vocabulary, nearest
from generator.yaml_document import Path as FieldPath


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a paper at one of its fields.

    beside: another paper with its field, whose place ends the message. repeats: of a fault between two papers that is
    reported on both, in the older one: the path of the newer one.
    """

    paper: Paper
    field: FieldPath
    fault: Fault
    beside: tuple[Paper, FieldPath] | None = None
    repeats: str = ""


Findings = Iterator[Finding]
Kind = Literal["categories", "tags", "venues"]
FEW = 30  # words of a vocabulary that a message lists
KINDS: tuple[Kind, ...] = ("categories", "tags", "venues")


@rule("unknown-category", wrong="categories: [agent-control]", right="categories: [agents-control]")
def unknown_category(library: Library) -> Findings:
    """A category is one of `papers/_categories.yml`."""
    yield from _unknown(library, "categories", "category")


@rule("unknown-tag", wrong="tags: [recurrent-network]", right="tags: [recurrent-networks]")
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
    counts: Counter[str] = Counter()
    for paper, field, word in _words(library, kind, lambda word: vocabulary.meant(kind, word) is not None):
        counts[paper.path] += 1
        if word not in told:
            shown = counts[paper.path] <= MOST  # of the others only the number is shown
            told[word] = Fault(f'"{word}" is not a {noun}', _instead(word, kind, noun, vocabulary) if shown else "")
        yield Finding(paper, field, told[word])


def _instead(word: str, kind: Kind, noun: str, vocabulary: Vocabulary) -> str:
    """What to write instead of a word that is not in the vocabulary: the nearest one, or one of a few."""
    there: Sequence[str] = list(getattr(vocabulary, kind))
    file = f"papers/{FILES[kind]}"
    near = nearest(names.slug(word), vocabulary.meanings[kind])
    if near:
        return f'write "{vocabulary.meanings[kind][near]}", or add it to {file}'
    if 0 < len(there) <= FEW:
        return f"write one of {', '.join(there)}; or add it to {file}"
    return f"write a {noun} of {file}, or add it there"


@rule("key-twice", wrong="a/keller-2023.md\nb/keller-2023.md", right="a/keller-2023.md\nb/keller-2024.md", part="name")
def key_twice(library: Library) -> Findings:
    """A key is the name of one file only, whatever the folder."""
    first: dict[str, Paper] = {}
    for paper in sorted(library.papers, key=lambda paper: paper.path):
        other = first.setdefault(paper.key, paper)
        if other is not paper:
            for one, two in ((paper, other), (other, paper)):
                fault = Fault(f'the key "{one.key}" is that of {two.path} too', "rename one of them")
                yield Finding(one, (), fault, repeats=paper.path if one is other else "")


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
    """The earliest of the entries that have the title of `work` and none of its identifiers."""
    told: set[str] | None = None
    for match in index.by_title(work):
        told = {same.work.path for same in index.by_identifier(work)} if told is None else told
        if match.work.path not in told:
            yield match  # the others are reported beside it too: of a thousand, no million pairs
            return


def _same(library: Library, same: Callable[[Index, Work], Iterator[Match]]) -> Findings:
    """Each paper that is an earlier one once more: preprint and published version, the same entry twice.

    It is reported on both, so that whoever checks one of the files sees it.
    """
    index = Index()
    by_path = {paper.path: paper for paper in library.papers}
    # A day that cannot be read, of a file with problems, is most likely that of a new paper.
    for paper in sorted(library.papers, key=lambda paper: (not paper.added, paper.added, paper.path)):
        work = Work.of(paper)
        for match in same(index, work):
            what = f"the same {match.field} as in" if match.field == match.their_field else "the same work as in"
            other = by_path[match.work.path]
            here, there = (paper, (match.field,)), (other, (match.their_field,))
            yield Finding(*here, Fault(what, _one_of_two(other)), there)
            yield Finding(*there, Fault(what, _one_of_two(paper)), here, paper.path)
        index.add(work)


def _one_of_two(other: Paper) -> str:
    advice = "make one file of the two"
    return f"{advice}, or write not_same_as: [{other.key}]" if is_key(other.key) else advice


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
                others = sorted(library.by_key.keys() - {paper.key}) if place < MOST else []
                near = moved.key if moved else nearest(key, others)
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


@rule("no-identifier", wrong="links: {pdf: https://example.org/waves.pdf}", right="arxiv: 2309.08045", warning=True)
def no_identifier(library: Library, today: str) -> Findings:
    """A paper has an identifier: `arxiv`, `doi`, `pmid` or `openreview`. Without one it is found twice less easily, and
    no service can be asked about it.
    """
    for paper in library.papers:
        if not any(getattr(paper, name) for name in IDENTIFIERS):
            yield Finding(paper, (), Fault("the paper has no identifier", "add arxiv, doi, pmid or openreview"))


@rule("unusual-key", wrong="muller-2023.md", right="keller-2023.md", part="name", warning=True)
def unusual_key(library: Library, today: str) -> Findings:
    """A key begins with the first author's family name (with no author, a word of the title), and holds the year of the
    paper or of its venue.
    """
    for paper in library.papers:
        parts = paper.key.split("-")
        first = names.slug(paper.people[0].name if paper.people else paper.title).split("-")
        years = {paper.year, paper.venue.year if paper.venue else None}
        if parts[0] in first and years & {*parts}:
            continue
        better = keys.proposed(paper.title, _family(paper), paper.date, library.by_key.__contains__)
        yield Finding(
            paper, (), Fault(f'the key "{paper.key}" does not fit the first author and the year',
                             f"rename a new file to {better}.md; a paper that is on the list keeps its key")
        )  # fmt: skip


def _family(paper: Paper) -> str:
    """What stands for the first author in a key."""
    if not paper.people:
        return ""
    first = paper.people[0]
    return group_names.short(first.name) if first.group else first.family or names.split(first.name).family


@rule("possible-group", wrong="authors: [Small Brain Lab]", right="authors: [{group: Small Brain Lab}]", warning=True)
def possible_group(library: Library, today: str) -> Findings:
    """A consortium, team, laboratory or other group is an author of its own kind, `{group: NAME}`: a name that looks
    like one is asked about, unless `family` says which part of it is a person's family name.
    """
    for paper in library.papers:
        for place, author in enumerate(paper.people):
            if author.group or author.family not in (None, author.name):
                continue
            if group_names.looks_like_group(author.name):
                message = f'"{author.name}" looks like the name of a group'
                advice = f"write {{group: {author.name}}}; of a person, state the family name with family"
                yield Finding(paper, ("authors", place), Fault(message, advice))


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
WARNINGS: tuple[Callable[[Library, str], Findings], ...] = (future_date, no_identifier, unusual_key, possible_group)

_NO_CATEGORY, _NO_DAY = (("missing-field", f'"{name}" is missing') for name in ("categories", "added"))
# Rules that compare papers: what they find at a value that is wrong in itself is no other word for the same.
_BETWEEN_PAPERS = frozenset({"key-twice", "same-identifier", "same-title"})
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
            problem = source.problem(name, reading.place_in_paper(document, finding.field), fault)
            problems.append(replace(problem, repeats=finding.repeats))
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
    partial = _partial_papers(problems, found, papers_dir, root)
    together = Library.of([*found.papers, *partial.values()], found.vocabulary) if partial else found
    faults = findings(together)
    looked_up = [fault for fault in faults if _LOOKS_INTO.get(fault[0]) not in faulty_kinds]
    problems += _not_said_yet(located(looked_up, root), problems)
    faulty = {finding.paper.path for _, finding in faults if not finding.repeats}
    if faulty:
        found = Library.of(
            [paper for paper in found.papers if paper.path not in faulty], found.vocabulary, found.snapshots
        )
    problems = [_with_vocabulary(problem, partial.get(problem.path), found.vocabulary) for problem in problems]
    return found, limited(sorted(set(problems), key=lambda problem: problem.order))


def of_drafts(
    drafts: Sequence[Paper], entries: Library, own: Mapping[str, Sequence[Problem]], root: Path
) -> dict[str, list[Problem]]:
    """Return all problems of papers that are to join the `entries` of a list: path → problems in order of place.

    drafts: the papers, or what can be read of those with problems of their `own` (path → problems). Where two of them
    are one work, the older may join. root: where paths of papers start.
    """
    paths = {paper.path for paper in drafts}
    together = Library.of([*entries.papers, *drafts], entries.vocabulary)
    faults = [
        (name, finding)
        for name, finding in findings(together)
        if finding.paper.path in paths and finding.repeats not in paths
    ]
    before = [problem for problems in own.values() for problem in problems]
    by_path: dict[str, list[Problem]] = {path: list(own.get(path, ())) for path in paths}
    for problem in _not_said_yet(located(faults, root), before):
        by_path[problem.path].append(problem)
    return {
        paper.path: limited(sorted(_with_vocabulary(p, paper, entries.vocabulary) for p in by_path[paper.path]))
        for paper in drafts
    }


def _not_said_yet(found: Iterable[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Return the problems `found` between files, without those of values that have a problem `before`."""
    known = {(problem.path, problem.line, problem.column) for problem in before}
    return [p for p in found if p.rule in _BETWEEN_PAPERS or (p.path, p.line, p.column) not in known]


def _with_vocabulary(problem: Problem, partial: Paper | None, vocabulary: Vocabulary) -> Problem:
    """The problem with advice in words of this list, where it was found without knowing them."""
    if partial is None:
        return problem
    if (problem.rule, problem.message) == _NO_CATEGORY and 0 < len(vocabulary.categories) <= FEW:
        there = ", ".join(vocabulary.categories)
        return replace(problem, advice=f"add a line such as categories: [KEY], with one to three of {there}")
    if problem.rule == "wrong-form" and problem.advice.startswith("write venue: ") and partial.venue:
        name = vocabulary.meant("venues", partial.venue.name) or partial.venue.name
        return replace(problem, advice=f"write {fields.venue_line(name, partial.venue.year or '')}")
    return problem


def _partial_papers(problems: Iterable[Problem], found: Library, papers_dir: Path, root: Path) -> dict[str, Paper]:
    """Path → what can be read of a paper file that has problems of its own."""
    good = {paper.path for paper in found.papers}
    start = f"{relative(papers_dir, root)}/"
    paths = {p.path for p in problems if p.path.startswith(start) and p.path.endswith(".md")} - good
    read = {path: partial_papers.read(root / path, path) for path in sorted(paths)}
    return {path: paper for path, paper in read.items() if paper is not None}


def load_all(papers_dir: Path, root: Path, today: str) -> tuple[Library, list[Problem]]:
    """Return what `load` does, with the warnings among the problems.

    today: the day that dates are compared with, `YYYY-MM-DD`.
    """
    library, problems = load(papers_dir, root)
    pairs = [(name_of(check), finding) for check in WARNINGS for finding in check(library, today)]
    problems = [
        replace(problem, advice=f"add a line such as added: {today}") if _is_no_day(problem) else problem
        for problem in problems
    ]
    return library, limited(sorted({*problems, *located(pairs, root)}, key=lambda problem: problem.order))


def _is_no_day(problem: Problem) -> bool:
    """Whether the problem is that a paper file does not say on which day it was added."""
    return (problem.rule, problem.message) == _NO_DAY
