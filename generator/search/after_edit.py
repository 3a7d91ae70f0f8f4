"""The index after an edit: the files that were there, with the words of the edited papers exchanged.

What comes out is what indexing everything anew would give; where that is not sure, None does.
"""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from functools import cached_property

from generator.edit import Edit
from generator.library import Library
from generator.search.entries import Entries, numbered
from generator.search.facets import as_json, title_order
from generator.search.former import VERSION, Former
from generator.search.tokens import deltas, undeltas, unvarints, varint
from generator.search.words import SUGGESTED, bucket_of, fields_of, places_of, start_of, suggests
from generator.tree import digest

Change = tuple[int, int, int]  # number of a paper; the fields in which a word stood in it and stands now, 0: in none


class AfterEdit:
    """The files of the index after an edit."""

    def __init__(self, library: Library, edit: Edit, former: Former) -> None:
        """former: the index before, of as many papers and buckets."""
        self._library = library
        self._edit = edit
        self._former = former
        self._buckets = len(former.words)

    def same(self, name: str, *fields: str) -> bytes | None:
        """A file that is made of these fields of papers, beside what no edit changes."""
        return None if self._edit.changes(*fields) else self._former.file(name)

    def order(self) -> bytes | None:
        """The ranks by which papers are sorted: of the edited papers, and of those between."""
        content = self._former.file("order.json")
        if content is None or not self._edit.changes("title"):
            return content
        papers = numbered(self._library)
        orders = json.loads(content)
        ranks = unvarints(orders["title"])
        if sorted(ranks) != list(range(len(papers))):
            return None
        by_title = sorted(range(len(papers)), key=ranks.__getitem__)
        edited = [number for number, paper in enumerate(papers) if paper.key in self._edit.after]
        by_title = [number for number in by_title if number not in edited]
        for number in edited:
            insort(by_title, number, key=lambda number: title_order(papers[number]))
        for rank, number in enumerate(by_title):
            ranks[number] = rank
        return as_json({**orders, "title": "".join(map(varint, ranks))})

    @cached_property
    def versions(self) -> list[str] | None:
        """The versions of all buckets."""
        found = list(self._former.words)
        for number in self._changes:
            if (content := self.bucket(number)) is None:
                return None
            found[number] = digest(content)[:VERSION]
        return found

    def bucket(self, number: int) -> bytes | None:
        """A bucket of words."""
        if number not in self._made:
            self._made[number] = self._bucket(number)
        return self._made[number]

    @cached_property
    def _made(self) -> dict[int, bytes | None]:
        return {}

    def _bucket(self, number: int) -> bytes | None:
        content = self._former.bucket(number)
        if content is None or number not in self._changes:
            return content
        lines = content.decode().split("\n") if content else []
        for word, of_word in self._changes[number].items():
            at = bisect_left(lines, word, key=_word)
            there = at < len(lines) and _word(lines[at]) == word
            line = _changed(word, lines[at] if there else word, of_word)
            if line is None or (word[0] == "=" and there and len(_groups(lines[at])) + len(_groups(line)) > 2):
                return None
            lines[at : at + there] = [line] if "\t" in line else []
        return "\n".join(lines).encode()

    def suggestions(self) -> bytes | None:
        """The words that are suggested."""
        content = self._former.file("suggest.txt")
        if content is None:
            return None
        lines = content.decode().split("\n") if content else []
        counts: dict[str, int] = {}
        for of_bucket in self._changes.values():
            for word, of_word in of_bucket.items():
                if suggests(word):
                    counts[word] = sum(bool(now & SUGGESTED) - bool(was & SUGGESTED) for _, was, now in of_word)
        known = self._counts({word for word, more in counts.items() if more})
        for word, more in counts.items():
            if not more:
                continue
            before = known.get(word, 0)
            if before:
                at = bisect_left(lines, (-before, word), key=_rank)
                if at == len(lines) or lines[at] != f"{word} {before}":
                    return None
                del lines[at]
            if before + more:
                insort(lines, f"{word} {before + more}", key=_rank)
        return "\n".join(lines).encode()

    def _counts(self, words: set[str]) -> dict[str, int]:
        """How many papers had each of `words` where it is suggested from."""
        found: dict[str, int] = {}
        for word in words:
            lines = (self._former.bucket(bucket_of(word, self._buckets)) or b"").decode().split("\n")
            at = bisect_left(lines, word, key=_word)
            if at < len(lines) and _word(lines[at]) == word:
                groups = _groups(lines[at])
                found[word] = sum(len(numbers) for fields, numbers in groups.items() if fields & SUGGESTED)
        return found

    @cached_property
    def _changes(self) -> Mapping[int, Mapping[str, list[Change]]]:
        """Bucket → word → what is another in it."""
        found: dict[int, dict[str, list[Change]]] = {}
        entry = Entries(self._library)
        numbers = {paper.key: number for number, paper in enumerate(numbered(self._library))}
        for key, after in self._edit.after.items():
            was, now = entry(self._edit.before[key]), entry(after)
            had, has = fields_of(was), fields_of(now)
            for word in had.keys() | has.keys():
                if had.get(word) != has.get(word):
                    change = numbers[key], had.get(word, 0), has.get(word, 0)
                    for place in places_of(word, [start_of(was) if word in had else start_of(now)], self._buckets):
                        found.setdefault(place, {}).setdefault(word, []).append(change)
        return found


def or_else(made: Callable[[], bytes | None], full: Callable[[], bytes]) -> Callable[[], bytes]:
    """What gives what `made` gives, or else what `full` does."""

    def make() -> bytes:
        content = made()
        return full() if content is None else content

    return make


def _word(line: str) -> str:
    return line.partition("\t")[0]


def _rank(line: str | tuple[int, str]) -> tuple[int, str]:
    if isinstance(line, tuple):
        return line
    word, _, count = line.rpartition(" ")
    return -int(count), word


def _groups(line: str) -> dict[int, list[int]]:
    """The papers of a word by the fields in which it stands."""
    groups = (group.partition(" ") for group in line.split("\t")[1:])
    return {int(fields): undeltas(numbers) for fields, _, numbers in groups}


def _changed(word: str, line: str, changes: list[Change]) -> str | None:
    """The line of a word after `changes`; None where it does not say what was."""
    groups = _groups(line)
    for number, was, now in changes:
        if was:
            if number not in groups.get(was, ()):
                return None
            groups[was].remove(number)
        if now:
            insort(groups.setdefault(now, []), number)
    return word + "".join(f"\t{fields} {deltas(groups[fields])}" for fields in sorted(groups) if groups[fields])
