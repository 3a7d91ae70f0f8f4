"""Categories and tags for a text, by the papers of the list that it is most like. No network, the same each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from math import log, sqrt

from generator.model import names
from generator.model.library import Library
from generator.model.paper import Paper

NEAREST = 12  # papers that are asked
TAGS = 4
_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_ENDING = re.compile(r"(?:ies|s)$")


class Suggester:
    """Asks the nearest papers of a library, by the cosine of their weighted terms (tf-idf)."""

    def __init__(self, library: Library) -> None:
        self._library = library
        counts = {paper.key: _terms(f"{paper.title} {paper.tldr} {paper.summary}") for paper in library.papers}
        found = Counter(term for terms in counts.values() for term in terms)
        self._rarity = {term: log((1 + len(counts)) / number) for term, number in found.items()}
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for key, terms in counts.items():
            for term, weight in self._weighted(terms).items():
                self._postings.setdefault(term, []).append((key, weight))

    def categories(self, text: str) -> list[str]:
        """Keys of categories, the likeliest first; at most two, none where no paper is like the text."""
        scores = self._asked(text, lambda paper: paper.categories[:1])
        return [key for key, score in scores[:2] if score >= scores[0][1] / 2]

    def tags(self, text: str) -> list[str]:
        """Keys of tags that the text names, by title or alias, then those of the papers it is most like."""
        words = f"-{names.slug(text)}-"
        named = [
            (words.index(f"-{form}-"), key)
            for key, forms in self._forms.items()
            for form in forms
            if f"-{form}-" in words
        ]
        likely = [key for key, score in self._asked(text, lambda paper: paper.tags) if score >= 0.25]
        return list(dict.fromkeys([*(key for _, key in sorted(named)), *likely]))[:TAGS]

    @cached_property
    def _forms(self) -> Mapping[str, list[str]]:
        return {
            tag.key: [form for word in (tag.key, tag.title, *tag.aliases) if len(form := names.slug(word)) > 2]
            for tag in self._library.vocabulary.tags.values()
        }

    def _asked(self, text: str, of: Callable[[Paper], Iterable[str]]) -> list[tuple[str, float]]:
        near: dict[str, float] = {}
        for term, weight in self._weighted(_terms(text)).items():
            for key, other in self._postings.get(term, ()):
                near[key] = near.get(key, 0.0) + weight * other
        nearest = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:NEAREST]
        scores: dict[str, float] = {}
        for key, score in nearest:
            for word in of(self._library.by_key[key]):
                scores[word] = scores.get(word, 0.0) + score
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

    def _weighted(self, terms: Mapping[str, int]) -> dict[str, float]:
        weights = {term: (1 + log(n)) * self._rarity[term] for term, n in terms.items() if term in self._rarity}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}


def _terms(text: str) -> Counter[str]:
    words = [_ENDING.sub("", word) for word in _WORD.findall(names.fold(text))]
    return Counter(_pairs(words))


def _pairs(words: list[str]) -> Iterable[str]:
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))
