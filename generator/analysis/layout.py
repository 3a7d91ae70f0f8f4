"""Where each paper stands on the map: papers that are alike stand together, and one paper more moves few.

A layout that starts from chance, or from principal components as t-SNE usually does, puts everything elsewhere when one
paper is added. Here every category has a fixed place; a paper starts between the places of its own categories and its
neighbours', is drawn to its neighbours, pushed away where many stand, and held back by a spring at its start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.analysis.similar import Neighbours
from generator.core.cache_file import read_cache, write_cache
from generator.core.program import code_digest
from generator.core.tree import digest
from generator.model.library import Library

Points = Any  # numpy's arrays, of numbers or indices: numpy is imported where it computes
STEPS = 150
OF_NEIGHBOURS = 0.35  # how much of a paper's start its neighbours' categories decide
PULL, PUSH, SPRING = 0.3, 0.5, 0.08
SPREAD = 1.8  # distance from the middle, in standard deviations, that is the edge of the map
EXTENT = 3.0  # of the plane in which the pushing is computed, in standard deviations
DRAWN = 3000  # papers; of a longer list the newest are on the map, and only what ties them counts
CELLS = 256  # at most, each way, of the plane in which the pushing is computed
DIGITS = 3

Places = Mapping[str, Sequence[float]]
Ties = tuple[str, Sequence[str], Sequence[str]]  # a paper, its categories, its neighbours


def places(library: Library, near: Neighbours, cache_dir: Path) -> Places:
    """Key of a paper that is drawn → (x, y), each from 0 to 1. Computed only when what ties them is another."""
    ties, categories = ties_of(library, near), list(library.vocabulary.categories)
    made_from = digest(code_digest(), ties, categories)
    kept = read_cache(cache_dir / "map.json", made_from)
    if kept is not None:
        known: Places = json.loads(kept)
        return known
    found = _places(ties, categories)
    write_cache(cache_dir / "map.json", made_from, [json.dumps(found).encode()])
    return found


def ties_of(library: Library, near: Neighbours) -> list[Ties]:
    """The papers that are drawn, by their keys."""
    drawn = {paper.key: paper for paper in library.papers[:DRAWN]}
    return [(key, drawn[key].categories, [other for other, _ in near[key] if other in drawn]) for key in sorted(drawn)]


def _places(ties: Sequence[Ties], categories: Sequence[str]) -> Places:
    if not ties:
        return {}
    import numpy as np

    number = {key: place for place, (key, _, _) in enumerate(ties)}
    column = {key: place for place, key in enumerate(categories)}
    one = np.array([number[key] for key, _, others in ties for _ in others], np.intp)
    other = np.array([number[key] for _, _, others in ties for key in others], np.intp)
    weight = np.array([1 / (2 + rank) for _, _, others in ties for rank in range(len(others))])
    total = np.bincount(one, weight, len(ties))
    weight = weight / total[one] if len(one) else weight
    own = np.zeros((len(ties), len(categories)))
    for place, (_, keys, _) in enumerate(ties):
        for rank, key in enumerate(keys):
            own[place, column[key]] = 1.0 if rank == 0 else 0.4
    own /= np.maximum(own.sum(1, keepdims=True), 1e-9)
    main = np.array([column[keys[0]] for _, keys, _ in ties], np.intp)
    beside = np.zeros_like(own)
    np.add.at(beside, (one, main[other]), weight)
    share = np.where(total > 0, OF_NEIGHBOURS, 0.0)[:, None]
    start = np.einsum("ij,jk->ik", (1 - share) * own + share * beside, _anchors(len(categories)))
    spread = np.sqrt((start**2).sum(1).mean()) or 1.0
    points = np.clip(0.5 + _settled(start / spread, one, other, weight) / (2 * SPREAD), 0, 1)
    return {
        key: [round(float(x), DIGITS), round(float(y), DIGITS)]
        for (key, _, _), (x, y) in zip(ties, points, strict=True)
    }


def _anchors(count: int) -> Points:
    """The place of each category: on two rings around each other, in the order of the vocabulary."""
    import numpy as np

    angle = 2 * np.pi * np.arange(count) / max(count, 1)
    return np.stack([np.cos(angle), np.sin(angle)], 1) * (0.6 + 0.4 * (np.arange(count) % 2))[:, None]


def _settled(start: Points, one: Points, other: Points, weight: Points) -> Points:
    """The points after pulling, pushing and the springs have settled."""
    import numpy as np

    count = len(start)
    reach = 2 / np.sqrt(max(count, 1))  # about the distance of points that are spread evenly
    cells = int(2 ** np.ceil(np.log2(2 * EXTENT / (reach / 3))))
    cells = min(max(cells, 16), CELLS)
    cell = 2 * EXTENT / cells
    offset = np.fft.fftfreq(cells) * cells * cell
    bump = np.fft.rfft2(np.exp(-(offset[:, None] ** 2 + offset[None] ** 2) / (2 * reach * reach)))
    slopes = (
        bump * 2j * np.pi * np.fft.fftfreq(cells, cell)[:, None],
        bump * 2j * np.pi * np.fft.rfftfreq(cells, cell)[None],
    )
    points = start.copy()
    for step in range(STEPS):
        at = np.clip((points + EXTENT) / cell, 1, cells - 2.001)
        corner = at.astype(np.intp)
        part = at - corner
        indices, shares = [], []
        for right in (0, 1):
            for down in (0, 1):
                indices.append((corner[:, 0] + right) * cells + corner[:, 1] + down)
                shares.append(np.abs(1 - right - part[:, 0]) * np.abs(1 - down - part[:, 1]))
        crowd = np.bincount(np.concatenate(indices), np.concatenate(shares), cells * cells).reshape(cells, cells)
        wave = np.fft.rfft2(crowd)
        push = np.zeros_like(points)
        for axis, slope in enumerate(slopes):
            field = np.fft.irfft2(wave * slope, s=(cells, cells)).ravel()
            for index, share in zip(indices, shares, strict=True):
                push[:, axis] -= share * field[index]
        apart = points[other] - points[one]
        tie = weight / (1 + (apart**2).sum(1) / (4 * reach) ** 2)
        pull = np.stack(
            [
                np.bincount(one, tie * apart[:, axis], count) - np.bincount(other, tie * apart[:, axis], count)
                for axis in (0, 1)
            ],
            1,
        )
        force = PUSH * reach * reach * push + PULL * pull + SPRING * (start - points)
        points = points + 0.5 * (1 - 0.8 * step / STEPS) * force
    return points
