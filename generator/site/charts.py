"""Charts as plain values: where in a drawing everything stands. The templates write them as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from generator.analysis.statistics import Asked, Figure
from generator.core.text.counting import counted

# All sizes in the units of the drawing, which is as wide as the text column of a page at its normal size.
WIDTH = 720
HEIGHT = 180  # of columns
TOP = 18
UNDER = 22
LABEL = 190  # room for the labels of rows
LINE = 22  # height of a row
LEVELS = 5
LETTER = 6.2  # width of a letter, about: text that is longer than its room is cut


@dataclass(frozen=True, slots=True)
class Box:
    """A bar or cell. words: what it says, whole. text: what is written on it. level: its shade, 0 to LEVELS."""

    x: float
    y: float
    width: float
    height: float
    words: str
    text: str
    asked: Asked
    level: int = LEVELS
    text_x: float = 0
    text_y: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside the bars. words: the whole of it where `text` is cut. kind: `column`, `turned` column, or `row`."""

    x: float
    y: float
    text: str
    words: str
    kind: str = "column"
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `width` by `height`."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]


def chart(figure: Figure) -> Chart:
    """The drawing of a figure."""
    return {"columns": _columns, "bars": _bars, "grid": _grid}[figure.form](figure)


def _columns(figure: Figure) -> Chart:
    entries = figure.rows[0].entries
    most = max((entry.count for entry in entries), default=1) or 1
    step = min(WIDTH / max(len(entries), 1), 60)
    every = ceil(38 / step)
    boxes, labels = [], []
    for number, entry in enumerate(entries):
        share = entry.count / entry.of if entry.of else entry.count / most
        height = round(share * HEIGHT, 1)
        x, y = round(number * step + step * 0.1, 1), round(TOP + HEIGHT - height, 1)
        text = f"{round(100 * share)} %" if entry.of else f"{entry.count:,}"
        words = f"{entry.label}: {entry.count:,} of {counted(entry.of, figure.unit)}, {text}" if entry.of else (
            f"{entry.label}: {counted(entry.count, figure.unit)}"
        )  # fmt: skip
        middle = round(x + step * 0.4, 1)
        shown = text if step >= 30 else ""
        if entry.count:
            boxes.append(
                Box(x, y, round(step * 0.8, 1), height, words, shown, entry.asked, text_x=middle, text_y=y - 4)
            )
        if number % every == 0:
            labels.append(Label(middle, TOP + HEIGHT + 15, entry.label, entry.label))
    return Chart(WIDTH, TOP + HEIGHT + UNDER, tuple(boxes), tuple(labels))


def _bars(figure: Figure) -> Chart:
    entries = figure.rows[0].entries
    most = max((entry.count for entry in entries), default=1) or 1
    room = WIDTH - LABEL - 50
    boxes, labels = [], []
    for number, entry in enumerate(entries):
        y, width = number * LINE + 3, round(entry.count / most * room, 1)
        words = f"{entry.label}: {counted(entry.count, figure.unit)}"
        boxes.append(
            Box(
                LABEL,
                y,
                width,
                LINE - 6,
                words,
                f"{entry.count:,}",
                entry.asked,
                text_x=LABEL + width + 6,
                text_y=y + 12,
            )
        )
        labels.append(Label(0, y + 12, _cut(entry.label, LABEL), entry.label, "row"))
    return Chart(WIDTH, len(entries) * LINE + 4, tuple(boxes), tuple(labels))


def _grid(figure: Figure) -> Chart:
    columns = figure.rows[0].entries
    most = max((entry.count for row in figure.rows for entry in row.entries), default=1) or 1
    step = round((WIDTH - LABEL) / max(len(columns), 1), 2)
    turned = any(len(entry.label) * LETTER > step for entry in columns)
    top = (min(max(len(entry.label) for entry in columns), 20) * LETTER + 8) if turned else LINE
    boxes, labels = [], []
    for number, entry in enumerate(columns):
        x = round(LABEL + (number + 0.5) * step, 1)
        text = _cut(entry.label, 21 * LETTER) if turned else entry.label
        labels.append(
            Label(x + 4 if turned else x, round(top - 7, 1), text, entry.label, "turned" if turned else "column")
        )
    for line, row in enumerate(figure.rows):
        y = round(top + line * LINE, 1)
        labels.append(Label(0, y + 15, _cut(row.label, LABEL - 18), row.label, "row", row.mark))
        for number, entry in enumerate(row.entries):
            if entry.count:
                x = round(LABEL + number * step, 1)
                words = f"{row.label}, {entry.label}: {counted(entry.count, figure.unit)}"
                boxes.append(
                    Box(
                        x + 1, y + 1, round(step - 2, 1), LINE - 2, words, f"{entry.count:,}", entry.asked,
                        ceil(LEVELS * entry.count / most), round(x + step / 2, 1), y + 15,
                    )
                )  # fmt: skip
    return Chart(WIDTH, ceil(top + len(figure.rows) * LINE), tuple(boxes), tuple(labels))


def _cut(words: str, room: float) -> str:
    most = int(room / LETTER)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
