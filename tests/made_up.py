"""Made-up collections of any size that look like real ones: for measuring, and for tests that need many papers."""

from __future__ import annotations

import random
import shutil
from bisect import bisect
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _words(text: str) -> list[str]:
    return text.split()


WORDS = _words(
    """
    neural network model learning brain representation dynamics spiking cortex visual memory plasticity decoding
    attention recurrent deep signal activity feature stimulus population latent inference prediction error reward
    temporal spatial encoding synaptic weight layer training transfer generative sparse code embedding graph motor
    language speech auditory hippocampus navigation reinforcement policy oscillation wave coupling noise variance
    bayesian estimate robust scalable benchmark dataset analysis framework method approach evidence theory human
    mouse macaque recording imaging resolution measure alignment similarity task behavior decision control
    adaptive
    """
)
GIVEN = _words(
    """
    Anna Wei José Søren Priya Kenji Fatima Ivan Chloé Ludwig Amir Mei Olga Tariq Jürgen Maria Yuki Ahmed Elena
    Noah 李 Łukasz Zoë Björn Ngozi Carlos Hana Omar Ingrid Rafael
    """
)
FAMILY = _words(
    """
    Keller Müller Wang Zhang García Nguyen Kim Sato Ivanov Löwe Haddad Okafor Silva Novák Rossi Dubois Jansen
    Andersson Kowalski Tanaka Patel Singh Chen Liu Martin Schmidt Costa Yilmaz Berg O'Neill
    """
)


def make(folder: Path, papers: int, seed: int = 1) -> Path:
    """Fill `folder` with a project of `papers` made-up papers; the site's own pages and theme are the project's.

    Authors and tags are drawn by Zipf's law, so that a few are on many papers and most on few. Returns `folder`.
    """
    draw = random.Random(seed)  # noqa: S311 - made-up data, no secret
    target = folder / "papers"
    target.mkdir(parents=True)
    for name in ("mkdocs.yml", "generator"):
        (folder / name).symlink_to(ROOT / name)
    copy_docs(folder)
    categories = [f"category-{n:02d}" for n in range(14)]
    tags = [f"tag-{n:03d}" for n in range(120 if papers < 2000 else 600)]
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
    venues = ["ICLR", "NeurIPS", "ICML", "Neuron", "PNAS"]
    (target / "_venues.yml").write_text(
        "".join(f"- name: {name}\n  title: The {name} venue\n  kind: conference\n" for name in venues),
        encoding="utf-8",
    )
    people = max(50, int(papers * 3))
    names = [
        f"{GIVEN[n % len(GIVEN)]} {chr(65 + n // 900 % 26)}. {FAMILY[n // len(GIVEN) % len(FAMILY)]}"
        + (f"-{FAMILY[n // 23400 % len(FAMILY)]}" if n >= 23400 else "")
        for n in range(people)
    ]
    author_of = _zipf(people, 0.6)
    tag_of = _zipf(len(tags), 0.9)
    for n in range(papers):
        year = 2026 - min(int(draw.expovariate(0.25)), 30)
        title = " ".join(draw.choice(WORDS) for _ in range(draw.randint(5, 14))).capitalize()
        if n % 40 == 0:
            title += " in $O(n^2)$"
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        authors = list(
            dict.fromkeys(names[author_of(draw)] for _ in range(min(1 + int(draw.gammavariate(2, 2.4)), 60)))
        )
        own = list(dict.fromkeys(tags[tag_of(draw)] for _ in range(draw.randint(3, 7))))
        body = " ".join(draw.choice(WORDS) for _ in range(draw.randint(75, 130))).capitalize() + "."
        lines = [
            "---",
            f'title: "{title}"',
            f"authors: [{', '.join(authors)}]",
            f"date: {year}-{month:02d}-{day:02d}",
            f"added: 2026-{n * 11 // max(papers, 1) + 1:02d}-{draw.randint(1, 28):02d}",
            f"categories: [{', '.join(draw.sample(categories, draw.choice((1, 1, 1, 2))))}]",
            f"tags: [{', '.join(own)}]",
            f"arxiv: {year % 100:02d}{month:02d}.{n % 100000:05d}" if year > 2015 else "",
            f"venue: {{name: {draw.choice(venues)}, year: {year}}}" if draw.random() < 0.5 else "",
            f"links:\n  code: https://github.com/made-up/{n}" if draw.random() < 0.4 else "",
            f"tldr: {' '.join(draw.choice(WORDS) for _ in range(14)).capitalize()}.",
            "---",
            body,
            "",
        ]
        (target / f"made-{year}-{n:06d}.md").write_text("\n".join(x for x in lines if x) + "\n", encoding="utf-8")
    return folder


def copy_docs(folder: Path) -> None:
    """The project's hand-written pages into `folder`, without its reading lists: they name papers of its own."""

    def lists(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place).name == "lists" and name != "index.md"]

    shutil.copytree(ROOT / "docs", folder / "docs", ignore=lists)


def _zipf(size: int, exponent: float):  # type: ignore[no-untyped-def]  # a closure; its use is below and plain
    totals = list(accumulate(1 / (rank + 1) ** exponent for rank in range(size)))
    return lambda draw: min(bisect(totals, draw.random() * totals[-1]), size - 1)
