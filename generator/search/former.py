"""The index that the last build left, as far as it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import addresses
from generator.register import starting
from generator.tree import Old, Output

VERSION = 6  # hex digits, of a bucket or block in its name
OF_EDITION = ("facets.json", "tags.json", "authors.json", "order.json", "keys.txt", "suggest.txt")


@dataclass(frozen=True, slots=True)
class Former:
    """An index by the file that names its others.

    papers: how many it has. edition: what names its files. words, rows: the versions of its buckets and of its blocks,
    which name these. old: gives a file of the site.
    """

    papers: int
    edition: str
    words: Sequence[str]
    rows: Sequence[str]
    old: Old

    @classmethod
    def of(cls, old: Old) -> Former | None:
        """The index of the site whose files `old` gives; None where there is none that can be read."""
        content = old(addresses.SEARCH)
        if content is None:
            return None
        try:
            index = json.loads(content)
            words, rows = (_versions(str(index[name])) for name in ("words", "rows"))
            return cls(int(index["papers"]), str(index["edition"]), words, rows, old)
        except (ValueError, KeyError, TypeError):
            return None

    def paths(self) -> set[str]:
        """The paths of all files that it names."""
        return {
            *(addresses.search_words(number, version) for number, version in enumerate(self.words)),
            *(addresses.search_rows(number, version) for number, version in enumerate(self.rows)),
            *(addresses.search_file(self.edition, name) for name in OF_EDITION),
        }

    def file(self, name: str) -> bytes | None:
        """One of the files that the edition names."""
        return self.old(addresses.search_file(self.edition, name))

    def bucket(self, number: int) -> bytes | None:
        """A bucket of words."""
        return self.old(addresses.search_words(number, self.words[number])) if number < len(self.words) else None


def gone(before: Mapping[str, object], tree: Mapping[str, Output]) -> list[str]:
    """Which files of the index were there `before`, and are not named any more in `tree`, the files that are others."""
    index = Former.of(lambda path: tree[path].make() if path in tree else None)
    if index is None:
        return []
    named, inside = index.paths(), len(addresses.SEARCH_FILES)
    return [p for p in starting(before, addresses.SEARCH_FILES) if "/" in p[inside:] and p not in named]


def _versions(text: str) -> list[str]:
    return [text[start : start + VERSION] for start in range(0, len(text), VERSION)]
