"""Word → papers: the buckets of the index."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

from generator.core import workers
from generator.site.search.entries import Entry
from generator.site.search.tokens import deltas, hash32, telling, tokens

# Where a word stands; the sum of a paper's fields is the group that it is listed in.
TITLE, AUTHORS, TAGS, TLDR, SUMMARY, OTHER, FAMILY = 1, 2, 4, 8, 16, 32, 64
_FIELDS = 7  # bits
_MASK = (1 << _FIELDS) - 1
SUGGESTED = TITLE | AUTHORS | TAGS | OTHER  # where the words stand that are suggested


PaperWords = tuple[str, dict[str, int]]  # the first word of the title; words, each with the fields that it stands in


class Words:
    """The words of all papers, made when they are first asked for.

    A bucket is lines of text: a word, then for each group of fields a tab and its papers, as `deltas` with the fields
    before them. Beside words there are: `=` with the hash of a whole title; `#` with an identifier; a letter with `*`
    for all words of titles and names that begin with it.
    """

    def __init__(self, papers: int, words: Callable[[], Iterable[PaperWords]]) -> None:
        """papers: how many there are. words: gives their words; called once, when they are needed."""
        self._gather = words
        self._papers = papers
        self.buckets = buckets(papers)

    @contextmanager
    def made_beside(self) -> Iterator[None]:
        """Make everything in a process of its own while the block runs; else each that writes files would make it."""
        with workers.beside(lambda: (self.made, self.suggestions), self._papers) as wait:
            yield
            if (result := wait()) is not None:
                self.made, self.suggestions = result

    def bucket(self, number: int) -> bytes:
        """The content of a bucket."""
        return self.made[number]

    @cached_property
    def suggestions(self) -> bytes:
        """Words of titles, names, tags and venues, folded, with the number of their papers, the most frequent first."""
        counts: dict[str, int] = {}
        for word, papers in self._words.items():
            count = sum(1 for one in papers if one & SUGGESTED)
            if count and suggests(word):
                counts[word] = count
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        return "\n".join(f"{word} {counts[word]}" for word in ranked).encode()

    @property
    def _words(self) -> dict[str, array[int]]:
        """Word → the numbers of its papers, each with the fields that it stands in, as `_FIELDS` bits below it."""
        return self._found[0]

    @cached_property
    def _found(self) -> tuple[dict[str, array[int]], list[str]]:
        """The words, and the first word of each title."""
        words: dict[str, array[int]] = {}
        starts: list[str] = []
        for number, (start, found) in enumerate(self._gather()):
            starts.append(start)
            for word, where in found.items():
                papers = words.get(word)
                if papers is None:
                    papers = words[word] = array("Q")
                papers.append(number << _FIELDS | where)
        return words, starts

    @cached_property
    def made(self) -> list[bytes]:
        """The content of all buckets."""
        lines: list[list[str]] = [[] for _ in range(self.buckets)]
        words, starts = self._found
        for word in sorted(words):
            groups: dict[int, list[int]] = {}
            for one in words[word]:
                groups.setdefault(one & _MASK, []).append(one >> _FIELDS)
            line = word + "".join(f"\t{fields} {deltas(groups[fields])}" for fields in sorted(groups))
            begin = [starts[one >> _FIELDS] for one in words[word]] if word[0] == "=" else ()
            for place in places_of(word, begin, self.buckets):
                lines[place].append(line)
        return ["\n".join(of).encode() for of in lines]


def words_of(entry: Entry) -> PaperWords:
    """Return the words of an entry."""
    return (tokens(entry.title) or [""])[0], fields_of(entry)


def fields_of(entry: Entry) -> dict[str, int]:
    """Return the words of an entry, each with the fields that it stands in."""
    fields: dict[str, int] = {}
    letters: dict[str, int] = {}
    title = tokens(entry.title)
    for field, words in (
        (TITLE, set(title)),
        (AUTHORS, set(tokens(entry.authors))),
        (FAMILY, set(tokens(entry.family))),
    ):
        for word in words:
            fields[word] = fields.get(word, 0) | field
    for word, where in fields.items():
        letter = f"{word[0]}*"
        letters[letter] = letters.get(letter, 0) | where
    for field, words in (
        (TAGS, telling(entry.tags)),
        (TLDR, telling(entry.tldr)),
        (OTHER, telling(entry.other)),
        (SUMMARY, telling(entry.summary)),
    ):
        for word in words:
            fields[word] = fields.get(word, 0) | field
    fields |= letters
    fields[f"={hash32(' '.join(title)):08x}"] = TITLE
    fields |= {f"#{identifier}": OTHER for identifier in entry.ids}
    return fields


def suggests(word: str) -> bool:
    """Whether a word of the index is one that a reader would type."""
    return len(word) > 2 and word[0] not in "=#" and not word.isdigit() and word[-1] != "*"


def places_of(word: str, starts: Iterable[str], count: int) -> set[int]:
    """The buckets in which a word of the index stands. starts: of the titles, for the hash of one."""
    if word[0] == "=":
        return {bucket_of(start, count) for start in starts}
    return {bucket_of(word[-2:] if word[0] == "#" else word.rstrip("*"), count)}


def buckets(papers: int) -> int:
    """How many buckets the words of so many papers fill."""
    count = 8
    while count * 64 < papers and count < 256:
        count *= 2
    return count


def bucket_of(word: str, count: int) -> int:
    """The bucket of a word: by its first two letters, so that what is typed on finds its words in the same."""
    return hash32(word[:2]) % count
