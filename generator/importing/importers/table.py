"""Files of named values: tables and lines of JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from generator.core.text.counting import counted
from generator.importing.importers import columns, json_files
from generator.importing.importers.named_fields import record
from generator.importing.importers.record import CannotRead, Record

_DELIMITERS = ",;\t|"
_ABOVE = 5  # lines that may stand above the names of the columns
_LIMIT = 10_000_000  # characters of a cell
_FAILURES = (
    1000  # rows that are no CSV, after which the rest of a table is not read: each may cost a reading of the rest
)


def csv_records(text: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Yield the records of a table whose first row names its columns, or whose rows each hold one field of a record.

    Cells are separated by commas, semicolons, tabs or bars. Raises CannotRead where no column is the title.
    """
    bare, separator = _without_separator_line(text)
    delimiter = separator or _delimiter(bare, mapping)
    first = text.count("\n") - bare.count("\n")
    if is_by_row(_some_rows(bare, delimiter, 12)):
        yield from _by_row(bare, delimiter, mapping, first)
        return
    head: list[str] = []
    above: list[Record] = []
    for line, row, reason in _rows(bare, delimiter):
        if not any(cell.strip() for cell in row) and not reason:
            continue
        if not head and not reason and not columns.is_header(row, mapping):
            above.append(Record(line + first, row[0][:60], reason="it stands above the names of the columns"))
            if len(above) < _ABOVE:
                continue
            break
        if not head and not reason:
            head = row
            yield from above
        elif reason or len(row) > len(head):
            many = f"it has {counted(len(row), 'value')} for {counted(len(head), 'column')}: one may hold the delimiter"
            yield Record(line + first, row[0][:60] if row else "", reason=reason or many)
        else:
            yield record(line + first, zip(head, row, strict=False), mapping)
    if not head:
        names = ", ".join(f'"{cell.strip()[:40]}"' for cell in next(iter(_some_rows(bare, delimiter, 1)), [])[:12])
        raise CannotRead(
            f"no column of the table is known to be the title: the first row is {names}; "
            "write lines such as Headline: title into a file and give it with --fields"
        )


def is_by_row(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether each row holds one field of a record, its name in the first cell, as Embase exports it, too."""
    named = [row for row in rows if row and row[0].strip()]
    if len(named) < 3 or columns.field_of(named[0][0], {}) != "title" or len(named[0]) < 2:
        return False
    if any(columns.field_of(cell, {}) for cell in named[0][1:]):
        return False
    known = sum(columns.field_of(row[0], {}) is not None for row in named)
    return known * 2 > len(named) and all(len(row) > 1 for row in named)


def has_header(text: str) -> bool:
    """Return whether one of the first lines of a text names columns, the title among them."""
    bare, separator = _without_separator_line(text)
    if bare.lstrip().startswith("|"):
        return False  # a table of Markdown
    for delimiter in separator or _DELIMITERS:
        rows = _some_rows(bare, delimiter, _ABOVE)
        if delimiter == "|":
            rows = rows[:1]  # elsewhere a row of a table of Markdown
        if any(columns.is_header(row) for row in rows if row is rows[0] or len(row) > 1) or is_by_row(
            _some_rows(bare, delimiter, 12)
        ):
            return True
    return False


def _without_separator_line(text: str) -> tuple[str, str]:
    """Return the text without the line `sep=;` that Excel writes and reads, and the separator that it states."""
    match = re.match(r"\ufeff?\"?sep=([,;\t|])\"?\n", text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _delimiter(text: str, mapping: Mapping[str, str]) -> str:
    """Return the delimiter that gives the most names of columns that are known; of equal ones, the more frequent."""

    def known(delimiter: str) -> tuple[int, int]:
        rows = _some_rows(text, delimiter, _ABOVE)
        named = (sum(columns.field_of(cell, mapping) is not None for cell in row if cell.strip()) for row in rows)
        return max(named, default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=known)


def _some_rows(text: str, delimiter: str, number: int) -> list[list[str]]:
    """Return the first rows that are not empty, as far as they can be read."""
    found: list[list[str]] = []
    for _, row, reason in _rows("\n".join(text[:200_000].split("\n")[: number * 20]), delimiter):
        if reason or len(found) == number:
            break
        if any(cell.strip() for cell in row):
            found.append(row)
    return found


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield the line, the cells and, in the place of cells that cannot be read, the reason."""
    csv.field_size_limit(_LIMIT)
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="").readlines()
    start = failed = 0
    rows = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # A quote that is not closed takes the lines after it along: they are read once more, each from its start.
            failed += 1
            if failed > _FAILURES:
                yield start + before + 1, [], f"it is not CSV: {error}; nothing after it could be read"
                return
            yield start + before + 1, [], f"it is not CSV: {error}"
            start += before + 1
            before = 0
            rows = csv.reader(iter(lines[start:]), delimiter=delimiter, strict=True)
            continue
        line, before = before + 1, rows.line_num
        yield start + line, row, ""


def _by_row(text: str, delimiter: str, mapping: Mapping[str, str], first: int) -> Iterator[Record]:
    """Yield the records of a table in which a row has the name of a field and its values; the title begins a record."""
    start, fields = 0, list[tuple[str, str]]()
    for line, row, reason in _rows(text, delimiter):
        name = row[0].strip() if row else ""
        begins = bool(name) and columns.field_of(name, mapping) == "title" and any(
            columns.field_of(known, mapping) == "title" for known, _ in fields
        )  # fmt: skip
        if (begins or reason or not any(cell.strip() for cell in row)) and fields:
            yield record(start + first, fields, mapping)
            fields = []
        if reason:
            yield Record(line + first, "", reason=reason)
        elif name:
            start = start if fields else line
            fields.append((name, "; ".join(cell.strip() for cell in row[1:] if cell.strip())))
    if fields:
        yield record(start + first, fields, mapping)


def json_lines(text: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """An object on each line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "nested too deep"
            yield Record(number, "", reason=f"it is not JSON: {reason}")
            continue
        if isinstance(value, dict):
            yield json_files.record(number, value, mapping)
        else:
            yield Record(number, "", reason="it is not an object with fields")
