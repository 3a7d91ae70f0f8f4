"""What is trending: growth over the last days against the age of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from generator.files.metrics import WINDOW, days_between
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.snapshots import Snapshot

STARS = 10  # that weigh as much as one citation
MONTH = 30  # days


@dataclass(frozen=True, slots=True)
class Trend:
    """A paper that trends: what it gained between the two snapshots, and its score."""

    paper: Paper
    citations: int
    stars: int
    score: float


def trending(library: Library) -> tuple[Trend, ...]:
    """The papers that gained something, the highest score first; none where two snapshots do not say so.

    The score is `(citations + stars / 10) * 30 / days / sqrt(1 + age / 30)`: what was gained, in 30 days, against the
    age of the paper in days on the day of the newest snapshot. A gain counts only where both snapshots have the number.
    """
    if len(library.snapshots) < 2:
        return ()
    before, now = library.snapshots
    found = [_trend(paper, before, now) for paper in library.papers]
    return tuple(sorted((t for t in found if t.score > 0), key=lambda trend: (-trend.score, trend.paper.order)))


def _trend(paper: Paper, before: Snapshot, now: Snapshot) -> Trend:
    gained = {"citations": 0, "stars": 0}
    for key in (paper.key, *paper.former_keys):
        for name, number in now.counts.get(paper.key, {}).items():
            if name in before.counts.get(key, {}):
                gained[name] = max(gained[name], number - before.counts[key][name])
    first_day = "-".join((*paper.date.split("-"), "01", "01")[:3])
    age = max(0, days_between(first_day, now.day))
    growth = (gained["citations"] + gained["stars"] / STARS) * WINDOW / days_between(before.day, now.day)
    return Trend(paper, gained["citations"], gained["stars"], round(growth / sqrt(1 + age / MONTH), 6))
