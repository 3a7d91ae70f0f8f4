"""What was measured as tables, as drawings, and beside what was measured before."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from tests.benchmarks.processes import Case, median

SVG = "http://www.w3.org/2000/svg"
PAGES, ALL = "pages alone, from nothing", "all, from nothing"
SLIP = 1.2  # a ratio that grew by more than this is told
COLOURS = ("#0b57a4", "#b3541e", "#3c7d3c", "#7b3fa0", "#8a6d00", "#a02c5a", "#2b7a78", "#555555", "#d1495b")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 660, 360, 60, 220, 20, 40
Series = Mapping[str, Sequence[tuple[float, float]]]  # name → points (x, y), both above 0


def rows(cases: Iterable[Case]) -> list[dict[str, Any]]:
    """What is kept of each case: medians, and how far the runs lie apart."""
    return [
        {
            "who": case.who,
            "name": case.name,
            "size": case.size,
            "runs": len(case.walls),
            "wall": round(median(case.walls), 3),
            "least": round(min(case.walls), 3),
            "most": round(max(case.walls), 3),
            "cpu": round(median(case.cpus), 3),
            "peak": round(median(case.peaks)),
            "files": case.files,
            "bytes": case.size_made,
        }
        for case in cases
        if case.walls
    ]


def table(kept: Iterable[Mapping[str, Any]]) -> str:
    """The rows as a table in Markdown."""
    lines = [
        "| who | what | papers | wall s | from, to | CPU s | peak MiB | files | MB | runs |",
        "|---|---|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    for row in kept:
        made = (f"{row['files']:,}", f"{row['bytes'] / 1e6:.0f}") if row["files"] else ("", "")
        spread = f"{row['least']:.2f}, {row['most']:.2f}"
        lines.append(
            f"| {row['who']} | {row['name']} | {row['size']:,} | {row['wall']:.2f} | {spread} "
            f"| {row['cpu']:.2f} | {row['peak'] or ''} | {made[0]} | {made[1]} | {row['runs']} |"
        )
    return "\n".join(lines)


def ratios(kept: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """What a slower machine does not change: our times beside our pages alone, from nothing, and those beside others.

    Name → ratio. Smaller is better in all of them.
    """
    wall = {(row["who"], row["name"], row["size"]): row["wall"] for row in kept}
    found: dict[str, float] = {}
    for (who, name, size), seconds in sorted(wall.items()):
        base = wall.get((who if who.startswith("ours") else "ours", PAGES, size))
        if base and who.startswith("ours") and name != PAGES:
            found[f"{name} / pages alone, {size:,} papers{who.removeprefix('ours')}"] = round(seconds / base, 3)
        elif base and who[:4] != "ours":
            found[f"pages alone / {who}, {size:,} papers"] = round(base / seconds, 4)
    for key in sorted({(who, name) for who, name, _ in wall if who.startswith("ours") and name in (PAGES, ALL)}):
        part = "all" if key[1] == ALL else "pages alone"
        for small, large in pairwise(sorted(size for who, name, size in wall if (who, name) == key)):
            growth = wall[*key, large] / wall[*key, small]
            found[f"growth from {small:,} to {large:,} papers, {part}{key[0].removeprefix('ours')}"] = round(growth, 2)
    return found


def slips(before: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    """The ratios that have grown by more than a fifth since an earlier run, in words."""
    return [
        f"{name}: {before[name]} before, {value} now"
        for name, value in now.items()
        if name in before and before[name] > 0 and value / before[name] > SLIP
    ]


def scaled(seconds: Mapping[int, float], to: int) -> float:
    """Seconds at `to` papers, by the power law through the two largest sizes that were measured. Raises ValueError."""
    if len(seconds) < 2:
        raise ValueError("two sizes are needed")
    small, large = sorted(seconds)[-2:]
    exponent = math.log(seconds[large] / seconds[small]) / math.log(large / small)
    return float(seconds[large] * (to / large) ** exponent)


def plot(title: str, unit: str, series: Series) -> str:
    """Lines on two logarithmic axes as an SVG: x papers, y `unit`. The numbers stand in the table too."""
    series = {name: known for name, line in series.items() if (known := [point for point in line if point[1] > 0])}
    points = [point for line in series.values() for point in line]
    x0, x1 = _decades(x for x, _ in points)
    y0, y1 = _decades(y for _, y in points)

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - x0) / (x1 - x0)
        up = (math.log10(y) - y0) / (y1 - y0)
        return round(LEFT + across * (WIDTH - LEFT - RIGHT), 1), round(
            HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1
        )

    parts = [
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(x0, x1 + 1):
        x, _ = at(10**power, 10**y0)
        parts.append(f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        _, y = at(10**x0, 10**power)
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10**power:g}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">papers</text>')
    parts.append(f'<text text-anchor="middle" transform="translate(14 {HEIGHT / 2}) rotate(-90)">{escape(unit)}</text>')
    for number, (name, line) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [at(*point) for point in sorted(line)]
        path = "L".join(f"{x} {y}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
        label = TOP + 12 + 18 * number
        parts.append(f'<path d="M{WIDTH - RIGHT + 12} {label - 4}h16" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 34}" y="{label}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _decades(values: Iterable[float]) -> tuple[int, int]:
    """The powers of ten around the values, at least one apart."""
    listed = list(values)
    low = math.floor(math.log10(min(listed)))
    high = math.ceil(math.log10(max(listed)))
    return low, max(high, low + 1)
