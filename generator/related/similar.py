"""The papers that are most like a paper, and the words that tie them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from generator.edit import Edit
from generator.library import Library
from generator.paper import Paper
from generator.related import terms
from generator.related.kept import Kept
from generator.related.terms import TAG, Terms, Written

MOST = 6  # papers
LEAST = 0.01  # similarity (a cosine, 0 to 1); below, two papers have only chance in common
DIGITS = 6  # to which a similarity is rounded before it is compared, so that no last bit decides
WORDS = 3
STEM = 6  # letters; words that begin with the same ones say the same
LEAST_SHARE = 0.04  # of the similarity; a word that adds less is no reason
LARGE = 300  # papers; from here on it is computed with numpy, and only what an edit changes

FILE = "neighbours.json"


class Neighbours(Mapping[str, Sequence[tuple[str, Sequence[str]]]]):
    """Key of a paper → its neighbours, the nearest first, each with the words that tie the two."""

    def keys_of(self, key: str) -> Sequence[str]:
        """The neighbours without the words."""
        return [other for other, _ in self[key]]

    def beside(self, keys: Iterable[str]) -> set[str]:
        """The papers that have one of the papers `keys` among their neighbours."""
        wanted = frozenset(keys)
        return {key for key in self if not wanted.isdisjoint(self.keys_of(key))}

    def others_than(self, before: Neighbours) -> frozenset[str]:
        """The papers that have other neighbours, or other words, than `before`."""
        return frozenset(key for key, near in self.items() if before.get(key) != near)

    def marks(self, parents: str) -> Mapping[str, str]:  # noqa: ARG002 - of the one that keeps some
        """Fingerprint of a paper's file → that of its terms, as far as they are kept. parents: as of `of_parents`."""
        return {}


class Listed(Neighbours):
    """The neighbours in a dict."""

    def __init__(self, of: Mapping[str, Sequence[tuple[str, Sequence[str]]]]) -> None:
        self._of = of

    def __getitem__(self, key: str) -> Sequence[tuple[str, Sequence[str]]]:
        return self._of[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


_found: dict[Path, tuple[Neighbours, str]] = {}  # folder of caches → what was found last, and from which texts


@dataclass(frozen=True, slots=True)
class Near:
    """of: key of a paper → its neighbours, as `neighbours` says.

    changed: the papers that had others before an edit; None where that is not known.
    """

    of: Neighbours
    changed: frozenset[str] | None = None


def neighbours(library: Library, cache_dir: Path, edit: Edit | None = None) -> Near:
    """The neighbours of all papers: the keys of the MOST papers that are most like it, each with words of both.

    The nearest go first. The measure is the cosine of tf-idf (see `terms`); ties go by key. The words are those that
    add most to it, without those that stand in the title of a shared tag. Computed only when a text, a tag of a paper
    or the vocabulary of tags is another than the last time.
    """
    papers = ordered(library)
    before, before_from = _found.get(cache_dir) or _read(cache_dir, len(papers))
    marks = prints(papers, library, before)
    made_from = _made_from(library, marks)
    found = before if before_from == made_from else _neighbours(library, papers, marks, made_from, cache_dir, before)
    _found.clear()
    _found[cache_dir] = found, made_from
    if edit is None:
        return Near(found)
    was = dict(zip(edit.before, prints(edit.before.values(), library, before), strict=True))
    marks_before = [was.get(paper.key, mark) for paper, mark in zip(papers, marks, strict=True)]
    if before_from != _made_from(library, marks_before):
        return Near(found, frozenset() if marks == marks_before else None)
    return Near(found, found.others_than(before))


def last(cache_dir: Path) -> Neighbours:
    """The neighbours that this process found last; none where it found none."""
    return _found.get(cache_dir, (Listed({}), ""))[0]


def _read(cache_dir: Path, papers: int) -> tuple[Neighbours, str]:
    if papers >= LARGE:
        from generator.related import many

        return many.kept(cache_dir) or (Listed({}), "")
    kept: Kept[dict[str, list[tuple[str, list[str]]]]] = Kept(cache_dir / FILE).read()
    found = {key: [(other, words) for other, words in of] for key, of in (kept.result or {}).items()}
    return Listed(found), kept.made_from


def ordered(library: Library) -> list[Paper]:
    """The papers in the order in which they are numbered here."""
    return sorted(library.papers, key=lambda paper: paper.key)


def prints(papers: Iterable[Paper], library: Library, before: Neighbours) -> list[str]:
    """The fingerprint of the terms of each paper; `before` knows them of papers whose files did not change."""
    parents = _parents(library)
    known = before.marks(of_parents(library))
    return [
        (known.get(p.digest) if p.digest else None)
        or blake2b(
            "\0".join((p.title, p.tldr, p.summary, *(parents.get(tag, tag) for tag in p.tags))).encode(),
            digest_size=12,
        ).hexdigest()
        for p in papers
    ]


def of_parents(library: Library) -> str:
    """The fingerprint of what stands above each tag: a paper's terms hold that too."""
    return blake2b(repr(sorted(_parents(library).values())).encode(), digest_size=12).hexdigest()


def _parents(library: Library) -> dict[str, str]:
    return {key: f"{key} {tag.parent or ''}" for key, tag in library.vocabulary.tags.items()}


def _made_from(library: Library, marks: Sequence[str]) -> str:
    titles = sorted((tag.key, tag.title) for tag in library.vocabulary.tags.values())
    lines = "\n".join([*sorted([paper.key for paper in library.papers]), *marks, repr(titles)])
    return blake2b(lines.encode(), digest_size=16).hexdigest()


def _neighbours(
    library: Library,
    papers: Sequence[Paper],
    marks: Sequence[str],
    made_from: str,
    cache_dir: Path,
    before: Neighbours,
) -> Neighbours:
    ties = Ties(library)
    if len(papers) >= LARGE:
        from generator.related import many

        return many.found(papers, marks, (made_from, of_parents(library)), ties, cache_dir, before)
    found = {
        paper.key: [(papers[other].key, words) for other, words in near]
        for paper, near in zip(papers, few(papers, ties), strict=True)
    }
    Kept[dict[str, list[tuple[str, list[str]]]]](cache_dir / FILE).write(made_from, found)
    return Listed(found)


def few(papers: Sequence[Paper], ties: Ties) -> list[list[tuple[int, list[str]]]]:
    """For each paper the numbers of its neighbours, each with the words: for lists in which that takes no time."""
    texts = [ties.terms(paper) for paper in papers]
    weights = terms.weighted(texts)
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, of in enumerate(weights):
        for term, weight in of.items():
            postings.setdefault(term, []).append((number, weight))

    def words(number: int, other: int, similarity: float) -> list[str]:
        own, others = weights[number], weights[other]
        shares = [(own[term] * others[term], term) for term in own.keys() & others.keys()]
        return ties.words(shares, similarity, texts[number].written, texts[other].written)

    result = []
    for number, of in enumerate(weights):
        sums: dict[int, float] = {}
        for term, weight in of.items():
            for other, others in postings[term]:
                sums[other] = sums.get(other, 0.0) + weight * others
        sums.pop(number, None)
        near = sorted((-round(value, DIGITS), other) for other, value in sums.items())[:MOST]
        result.append([(other, words(number, other, -value)) for value, other in near if -value >= LEAST])
    return result


class Ties:
    """The words that tie papers."""

    def __init__(self, library: Library) -> None:
        self._vocabulary = library.vocabulary
        self._titles = {TAG + key: frozenset(_parts(tag.title)) for key, tag in library.vocabulary.tags.items()}

    def terms(self, paper: Paper) -> Terms:
        """The terms of a paper."""
        return terms.of(paper.title, paper.tldr, paper.summary, paper.tags, self._vocabulary)

    def words(
        self, shares: Sequence[tuple[float, str]], similarity: float, written: Written, others_written: Written
    ) -> list[str]:
        """The words that tie two papers: a pair of words rather than each, none that a shared tag already says.

        shares: what each term of both adds to their similarity. written, others_written: how each writes its terms, as
        of `terms.shown`.
        """
        said = {part for _, term in shares if term[0] == TAG for part in self._titles.get(term, ())}
        least = LEAST_SHARE * similarity
        words = sorted((-round(share, DIGITS), term) for share, term in shares if term[0] != TAG)
        strong = [term for share, term in words if -share >= least]
        if not strong and len(words) == len(shares):  # no tag is shared, so the word that adds most is all there is
            strong = [term for _, term in words[:1]]
        found: list[str] = []
        for term in strong:
            parts = {part[:STEM] for part in term.split(" ")}
            if parts <= said:
                continue
            found.append(terms.shown(term, written, others_written))
            said |= parts
            if len(found) == WORDS:
                break
        return found


def _parts(title: str) -> list[str]:
    words = [*title.replace("-", " ").split(), *title.split()]
    return [terms.folded(word)[:STEM] for word in words]
