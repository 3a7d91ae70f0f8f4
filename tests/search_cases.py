"""What readers may ask for each paper of a collection: the measure of the search's quality."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import names
from generator.model.library import Library
from generator.site.search.entries import numbered, plain
from generator.site.search.tokens import telling, tokens


@dataclass(frozen=True)
class Case:
    """A query, which paper it is for, and among how many of the first results that must be."""

    kind: str
    query: str
    paper: int
    within: int


def cases(library: Library) -> Iterator[Case]:
    """The title; three words of the summary that are the rarest of all; the first author's family name without accents;
    the title with a wrong letter in the middle of its longest word.
    """
    papers = numbered(library)
    summaries = [telling(plain(paper.summary)) for paper in papers]
    frequency = Counter(word for words in summaries for word in words)
    for number, paper in enumerate(papers):
        title = plain(paper.title)
        yield Case("title", title, number, 1)
        words = [word for word in dict.fromkeys(tokens(plain(paper.summary))) if word in summaries[number]]
        rare = sorted((word for word in words if len(word) > 3), key=lambda word: frequency[word])[:3]
        yield Case("summary", " ".join(rare), number, 3)
        if paper.people:
            author = paper.people[0]
            yield Case("family name", names.fold(names.split(author.name, author.family or "").family), number, 20)
        longest = max(re.findall(r"\w+", title), key=len)
        middle = len(longest) // 2
        wrong = longest[:middle] + ("x" if longest[middle] != "x" else "z") + longest[middle + 1 :]
        yield Case("wrong letter", title.replace(longest, wrong, 1), number, 3)
