"""What the world says of the papers on a day: citations and stars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NAMES = ("citations", "stars")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known on a day. counts: key of a paper → name of NAMES → number."""

    day: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
