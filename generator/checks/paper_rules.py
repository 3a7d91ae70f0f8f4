"""Rules that only show when the papers of a list are looked at together, or beside its vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from generator.checks.duplicates import Index, Match, Work, may_be_same
from generator.core.problems import MOST, Fault, flow_text, quoted, rule
from generator.files.yaml_document import Path as FieldPath
from generator.model import names
from generator.model.identifiers import is_key
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.vocabulary import FILES, Vocabulary, nearest


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
            fault = Fault(
                f'"{word}" is an alias of "{meant(word)}"', f"write {quoted(str(meant(word)))}; papers format does it"
            )
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
        return f"write {quoted(vocabulary.meanings[kind][near])}, or add it to {file}"
    if 0 < len(there) <= FEW:
        return f"write one of {', '.join(map(flow_text, there))}; or add it to {file}"
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

    The DOI that arXiv gives is the arXiv identifier. A chapter does not have the DOI of its book.
    """
    if may_be_same(library.papers, by_title=False):
        yield from _same(library, Index.by_identifier)


@rule("same-title", wrong='title: "Traveling Waves: A Study"\n***\ntitle: "Traveling waves"',
      right='title: "Traveling Waves: A Study"\n***\ntitle: "Traveling waves"\nnot_same_as: [first-2023]',
      part="papers")  # fmt: skip
def same_title(library: Library) -> Findings:
    """No two papers have the same title, but where `not_same_as` says they are two. Letter case, accents, punctuation
    and LaTeX make no difference, nor does a subtitle. Papers with other authors, identifiers of their own, or many
    years between them are two; so are editorials and other parts that many journals have, unless all is the same.
    """
    if may_be_same(library.papers, by_title=True):
        yield from _same(library, _by_title_only)


def _by_title_only(index: Index, work: Work) -> Iterator[Match]:
    """The earliest of the entries that have the title of `work` and none of its identifiers."""
    told: set[str] | None = None
    for match in index.by_title(work):
        told = {other.work.path for other in index.by_identifier(work)} if told is None else told
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
            what = what if match.same else f"the {match.reason(work)} as in"
            advise = _one_of_two if match.same else _wrong_identifier
            other = by_path[match.work.path]
            here, there = (paper, (match.field,)), (other, (match.their_field,))
            yield Finding(*here, Fault(what, advise(other)), there)
            yield Finding(*there, Fault(what, advise(paper)), here, paper.path)
        index.add(work)


def _wrong_identifier(other: Paper) -> str:
    advice = "they look like two papers: correct it in one of them"
    return f"{advice}, or write not_same_as: [{other.key}]" if is_key(other.key) else advice


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
