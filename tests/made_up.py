"""Made-up collections of any size that look like real ones: for measuring, and for tests that need many papers.

How long titles, tldrs and summaries are, how many authors, tags and categories a paper has, of which year it is, and
which words are frequent is drawn from the project's own collection. Which authors and tags is drawn by Zipf's law.
"""

from __future__ import annotations

import random
import shutil
from bisect import bisect
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from generator.files import loading

ROOT = Path(__file__).parent.parent


def _listed(text: str) -> list[str]:
    return text.split()


GIVEN = _listed(
    """
    Anna Wei José Søren Priya Kenji Fatima Ivan Chloé Ludwig Amir Mei Olga Tariq Jürgen Maria Yuki Ahmed Elena
    Noah 李 Łukasz Zoë Björn Ngozi Carlos Hana Omar Ingrid Rafael
    """
)
FAMILY = _listed(
    """
    Keller Müller Wang Zhang García Nguyen Kim Sato Ivanov Löwe Haddad Okafor Silva Novák Rossi Dubois Jansen
    Andersson Kowalski Tanaka Patel Singh Chen Liu Martin Schmidt Costa Yilmaz Berg O'Neill
    """
)
SYLLABLES = _listed(
    """
    neu ro syn ax den cor vi mo ka lu sen tor qua ph ix ary eme oid lex ume bra dyn
    """
)
NOT_LATIN = ("神经网络的动力学", "Динамика нейронных сетей", "신경망의 동역학", "Δυναμική νευρωνικών δικτύων")


class Measured(NamedTuple):
    """What was counted in the project's own collection; each list is drawn from."""

    words: list[str]
    weights: list[int]  # of the words, summed up
    titles: list[int]  # words
    tldrs: list[int]  # characters
    summaries: list[int]  # words
    authors: list[int]
    tags: list[int]
    categories: list[int]
    years: list[str]


@cache
def measured() -> Measured:
    """The project's collection, counted."""
    papers = loading.load(ROOT / "papers", ROOT)[0].papers
    plain = [paper for paper in papers if "$" not in paper.tldr + paper.summary]
    words = Counter(word for paper in plain for word in f"{paper.tldr} {paper.summary}".lower().split())
    known = sorted((word, n) for word, n in words.items() if word.strip(".,").replace("-", "").isalpha())

    def each(of: str) -> list[int]:
        return [len(getattr(paper, of).split()) for paper in papers]

    return Measured(
        words=[word.strip(".,") for word, _ in known],
        weights=list(accumulate(n for _, n in known)),
        titles=each("title"),
        tldrs=[len(paper.tldr) for paper in papers],
        summaries=each("summary"),
        authors=[len(paper.people) for paper in papers],
        tags=[len(paper.tags) for paper in papers],
        categories=[len(paper.categories) for paper in papers],
        years=[paper.year for paper in papers],
    )


def tags_for(papers: int) -> int:
    """How many tags a collection of `papers` has: as the first one where it is as large, and growing ever slower."""
    return max(3, round(26 * float(papers**0.35)))


def make(folder: Path, papers: int, seed: int = 1) -> Path:
    """Fill `folder` with a project of `papers` made-up papers; the site's own pages and theme are the project's.

    The same `papers` and `seed` give the same files while the project's own collection stays. Returns `folder`.
    """
    draw = random.Random(seed)  # noqa: S311 - made-up data, no secret
    target = folder / "papers"
    target.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "generator").symlink_to(ROOT / "generator")
    copy_docs(folder)
    categories = [f"category-{n:02d}" for n in range(14)]
    tags = [f"tag-{n:03d}" for n in range(tags_for(papers))]
    _vocabularies(target, categories, tags)
    # Three names for each paper, of which two are drawn in a list of 10,000: about as many as in real bibliographies.
    people = [_person(n) for n in range(max(50, papers * 3))]
    author_of, tag_of = _zipf(len(people), 0.6), _zipf(len(tags), 0.9)
    of = measured()
    titles: set[str] = set()
    for n in range(papers):
        year = draw.choice(of.years)
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        title = _words(draw, draw.choice(of.titles)).capitalize()
        while title in titles:  # two papers of one title would be a fault
            title += f" {_words(draw, 1)}"
        titles.add(title)
        if n % 40 == 0:
            title += " in $O(n^2)$"
        if n % 100 == 7:
            title = f"{NOT_LATIN[n // 100 % len(NOT_LATIN)]}: {title}"
        authors = list(dict.fromkeys(people[author_of(draw)] for _ in range(draw.choice(of.authors))))
        own = list(dict.fromkeys(tags[tag_of(draw)] for _ in range(draw.choice(of.tags))))
        body = [f"{_words(draw, min(draw.choice(of.summaries), 130) // 2).capitalize()}." for _ in range(2)]
        body[1] += " It grows as $\\alpha n^2$." if n % 25 == 0 else ""
        lines = [
            "---",
            f'title: "{title}"',
            f"authors: [{', '.join(authors)}]" if authors else "",
            f"date: {year}-{month:02d}-{day:02d}",
            f"added: 2026-{n * 11 // max(papers, 1) + 1:02d}-{draw.randint(1, 28):02d}",
            f"categories: [{', '.join(draw.sample(categories, draw.choice(of.categories)))}]",
            f"tags: [{', '.join(own)}]",
            f"arxiv: {int(year) % 100:02d}{month:02d}.{n % 100000:05d}" if year > "2014" else "",
            f"venue: {{name: {draw.choice(VENUES)}, year: {year}}}" if draw.random() < 0.5 else "",
            f"links:\n  code: https://github.com/made-up/{n}" if draw.random() < 0.3 else "",
            f"tldr: {_sentence(draw, draw.choice(of.tldrs))}",
            "---",
            "\n\n".join(body),
            "",
        ]
        (target / f"made-{year}-{n:06d}.md").write_text("\n".join(x for x in lines if x) + "\n", encoding="utf-8")
    return folder


VENUES = ("ICLR", "NeurIPS", "ICML", "Neuron", "PNAS")


def _vocabularies(target: Path, categories: list[str], tags: list[str]) -> None:
    (target / "_categories.yml").write_text(
        "".join(
            f"- key: {key}\n  title: {key.replace('-', ' ').capitalize()}\n"
            f"  definition: Papers of the made-up {key}.\n  order: {n}\n"
            for n, key in enumerate(categories, 1)
        ),
        encoding="utf-8",
    )
    (target / "_tags.yml").write_text(
        "".join(
            f"- key: {key}\n  title: {key.replace('-', ' ').capitalize()}\n"
            f"  definition: Papers that deal with the made-up {key}.\n  aliases: [{key}-alias]\n"
            for key in tags
        ),
        encoding="utf-8",
    )
    (target / "_venues.yml").write_text(
        "".join(f"- name: {name}\n  title: The {name} venue\n  kind: conference\n" for name in VENUES),
        encoding="utf-8",
    )


def _person(n: int) -> str:
    """The person of that number: the first 23,400 differ in two given names, later ones in a second family name."""
    given, family = GIVEN[n % len(GIVEN)], FAMILY[n // len(GIVEN) % len(FAMILY)]
    second = n // 23400
    more = f"-{FAMILY[second % len(FAMILY)]}" if second else ""
    more += f"-{FAMILY[second // len(FAMILY) % len(FAMILY)]}" if second >= len(FAMILY) else ""
    return f"{given} {chr(65 + n // 900 % 26)}. {family}{more}"


def _words(draw: random.Random, count: int) -> str:
    """Words by their frequency; one in 40 is coined, for real vocabularies grow with the collection."""
    of = measured()
    words = draw.choices(of.words, cum_weights=of.weights, k=count)
    for place in range(count):
        if draw.random() < 0.025:
            words[place] = "".join(draw.choices(SYLLABLES, k=4))
    return " ".join(words)


def _sentence(draw: random.Random, characters: int) -> str:
    """A sentence of at most `characters`, and of 20 at least."""
    text = _words(draw, characters // 5).capitalize()
    return text[: max(characters - 1, 20)].rpartition(" ")[0].ljust(20, "n") + "."


def copy_docs(folder: Path) -> None:
    """The project's hand-written pages into `folder`, without its reading lists: they name papers of its own."""

    def lists(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place).name == "lists" and name != "index.md"]

    shutil.copytree(ROOT / "docs", folder / "docs", ignore=lists)


def _zipf(size: int, exponent: float) -> Callable[[random.Random], int]:
    """Draws a number from 0 to `size` - 1; the one of rank r with a probability in proportion to r**-exponent."""
    totals = list(accumulate(1 / (rank + 1) ** exponent for rank in range(size)))
    return lambda draw: int(min(bisect(totals, draw.random() * totals[-1]), size - 1))
