"""Records of other programs' files, read: BibTeX, RIS, CSL-JSON, CSV, JSON, Markdown, a pasted listing."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.text.counting import counted
from generator.importing.importers.record import CannotRead, Record

__all__ = ["FORMATS", "CannotRead", "File", "Record", "records"]

FORMATS = (
    "bibtex", "ris", "csl-json", "json", "csv", "json-lines", "folder", "markdown", "listing",
    "pubmed", "web-of-science", "endnote",
)  # fmt: skip
LIMIT = 64 * 1024 * 1024  # bytes of a file; 10,000 entries with abstracts have about 20


@dataclass(frozen=True)
class File:
    """What is imported: its format, its text or folder, and what had to be assumed about it, in words.

    notes: what was found out about it while its records were read, in words; `records` fills it.
    """

    form: str
    text: str
    folder: Path | None = None
    assumed: str = ""
    notes: list[str] = field(default_factory=list, compare=False)


def opened(path: Path, form: str | None) -> File:
    """The file at `path`. form: one of FORMATS; None: told from the content. Raises CannotRead, OSError."""
    if path.is_dir():
        if form not in (None, "folder"):
            raise CannotRead(f"{path} is a folder; only --format folder reads one")
        return File("folder", "", path)
    if form == "folder":
        raise CannotRead(f"{path} is not a folder")
    if not path.is_file():
        raise CannotRead(f"{path} is not a regular file")
    with path.open("rb") as stream:
        data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise CannotRead(f"{path} is larger than {LIMIT // 1024 // 1024} MiB; part it into several files")
    text, assumed = decoded(data, str(path))
    if not text.strip():
        raise CannotRead(f"{path} is empty")
    found = form or told_from(text)
    if found is None:
        formats = ", ".join(FORMATS)
        if text.lstrip().startswith("<"):
            raise CannotRead(
                f"{path} is XML or HTML, which is not read; export records as BibTeX or RIS instead, or say what it is "
                f"with --format ({formats})"
            )
        raise CannotRead(
            f"{path} is of no kind that can be recognized; say which with --format ({formats}); "
            "the columns of a table are named with --fields"
        )
    return File(found, text, assumed=assumed)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and what was assumed: UTF-8, UTF-16 by its mark or its zeros, else Windows-1252."""
    if data[:4] == b"%PDF" or data[:2] == b"PK" or data[:8] == b"\x89PNG\r\n\x1a\n":
        raise CannotRead(
            f"{name} is a PDF, a spreadsheet, an archive or an image; save a spreadsheet as CSV, "
            "and export records as BibTeX or RIS instead"
        )
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _lines(data.decode("utf-16")), ""
        if data[1:200:2].count(0) > 60 or (len(data) > 20 and data[1:20:2].count(0) > 8):
            return _lines(data.decode("utf-16-le")), "read as UTF-16"
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise CannotRead(f"{name} is not text") from None
        cut = len(data) - 4
        try:  # cut off in the middle of a character
            return _lines(data[:cut].decode("utf-8-sig") + data[cut:].decode("utf-8", "ignore")), ""
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            return _lines(text), "read as Windows-1252, since it is not UTF-8: look at letters with accents"
    if zeros := text.count("\0"):
        if zeros * 100 > len(text):
            raise CannotRead(f"{name} is not text")
        return _lines(text.replace("\0", "")), f"without {counted(zeros, 'character')} of code zero"
    return _lines(text), ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def told_from(text: str) -> str | None:
    """The format of a text, whatever the name of its file; None where it cannot be told."""
    start = text.lstrip("\ufeff \t\n")[:20_000]
    lines = [line for line in start.split("\n") if line.strip()]
    if _is_markdown(start):
        return "markdown"
    if lines and re.search(r"\S[,;\t|]\S", lines[0]) and _has_header(lines[0]):
        return "csv"  # its cells may hold BibTeX
    if re.search(r"^\s*@\s*[A-Za-z][\w-]*\s*[{(]", start, re.MULTILINE):
        return "bibtex"
    if re.search(r"^\s{0,2}TY {0,2}- ?", start, re.MULTILINE):
        return "ris"
    if _is_tab_delimited(start) or re.match(r"(?:FN .*\n(?:.*\n)?\s*)?PT \w", start):
        return "web-of-science"
    if re.match(r"PMID ?- ?\d", start):
        return "pubmed"
    if re.match(r"%[0A-Z] \S", start) and re.search(r"^%T ", start, re.MULTILINE):
        return "endnote"
    if re.match(r"\[\s*[{\]]|\{", start):
        return _json_form(text)
    if _has_header(start):
        return "csv"
    if re.search(
        r"^\s*(?:[-*+]|\d+[.)、]|\|)\s.*(?:\]\(|https?://)|^\s*\*\*.*\]\(|<(?:li|td)\b.*<a\s", text, re.MULTILINE
    ):
        return "markdown"
    if start.startswith("<") or _is_table(lines) or _is_tagged(lines):
        return None
    return "listing" if _is_listing(lines) else None


def _is_listing(lines: list[str]) -> bool:
    """Return whether lines are titles with abstracts below them: many long ones, each below words that may be a title.

    A list of citations has long lines only, and a text has headings of a word or two.
    """
    long = [number for number, line in enumerate(lines) if len(line) >= 250]
    titled = [
        number for number in long if number and len(lines[number - 1]) < 250 and len(lines[number - 1].split()) > 3
    ]
    return len(long) * 3 >= len(lines) > 1 and len(titled) * 3 >= len(long) * 2


def _is_markdown(start: str) -> bool:
    """Return whether a heading and links are outside of fences, which may show BibTeX."""
    bare = re.sub(r"^(```+|~~~+).*?(?:^\1|\Z)", "", start, flags=re.MULTILINE | re.DOTALL)
    if re.search(r"^\s*@\s*[A-Za-z][\w-]*\s*[{(]|^TY  - ", bare, re.MULTILINE):
        return False
    heading = re.search(r"^#{1,6}\s+\S", bare, re.MULTILINE)
    return bool(heading and re.search(r"\]\(|https?://|^\s*[-*+]\s.*\barXiv:", bare, re.MULTILINE))


def _is_tagged(lines: list[str]) -> bool:
    """Return whether most lines begin with a tag, so that they are records in a format that is not known."""
    tagged = sum(re.match(r"(?:[A-Z][A-Z0-9]{1,3} ?[-:]|<\d+>|%.) ", line) is not None for line in lines[:60])
    return tagged > 3 and tagged * 3 > len(lines[:60])


def _is_tab_delimited(text: str) -> bool:
    from generator.importing.importers import tagged

    return tagged.is_tab_delimited(text)


def _json_form(text: str) -> str:
    from generator.importing.importers import json_files

    return json_files.form_of(text)


def _has_header(text: str) -> bool:
    from generator.importing.importers import table

    return table.has_header(text)


def _is_table(lines: list[str]) -> bool:
    """Return whether the first rows have as many cells as a first row of several short cells."""
    for delimiter in ",;\t|":
        try:
            rows = [row for row in csv.reader(lines[:6], delimiter=delimiter) if row]
        except csv.Error:
            continue
        if len(rows) > 1 and len(rows[0]) > 2 and len({*map(len, rows)}) == 1 and max(map(len, rows[0])) <= 40:
            return True
    return False


def records(file: File, mapping: Mapping[str, str] | None = None, author_style: str = "") -> Iterator[Record]:
    """Return the records of a file, in its order.

    mapping: their names of fields → ours, for names and values. author_style: of `author_lists.STYLES`, for lists of
    authors in one text; empty: the lists show it.
    """
    found = _records(file, mapping or {})
    return _with_authors(found, author_style, file.notes) if file.form in _WITH_AUTHOR_LISTS else found


_WITH_AUTHOR_LISTS = frozenset(
    {"csv", "json", "json-lines", "folder", "csl-json", "ris", "pubmed", "web-of-science", "endnote"}
)


def _with_authors(found: Iterable[Record], stated: str, notes: list[str]) -> Iterator[Record]:
    """Yield the records with their lists of authors read, once all lists of the file have shown their style."""
    from generator.importing import author_lists

    every = list(found)
    lists = [record.facts.author_list for record in every if record.facts and record.facts.author_list]
    style = author_lists.Style(stated) if stated else author_lists.find_style(lists)
    notes += [style.text] if style.text else []
    for record in every:
        if (facts := record.facts) and facts.author_list:
            read = author_lists.read(facts.author_list, style)
            if read is None:
                facts.doubts.append(author_lists.doubt(facts.author_list))
            else:
                facts.authors = [*read.authors, *facts.authors]
                facts.left_out += read.left_out
        yield record


def _records(file: File, mapping: Mapping[str, str]) -> Iterator[Record]:
    from generator.importing.importers import bibtex, csl_json, folder, json_files, markdown, ris, table, tagged

    names = {name.strip().lower(): ours for name, ours in mapping.items()}
    if file.form == "folder":
        assert file.folder is not None
        return folder.read(file.folder, names)
    if file.form == "bibtex":
        return bibtex.read(file.text)
    if file.form == "ris":
        return ris.read(file.text)
    if file.form == "csl-json":
        return csl_json.read(file.text)
    if file.form == "json":
        return json_files.read(file.text, names)
    if file.form == "csv":
        return table.csv_records(file.text, names)
    if file.form == "json-lines":
        return table.json_lines(file.text, names)
    if file.form in tagged.DIALECTS:
        return tagged.read(file.text, file.form)
    return iter(markdown.awesome(file.text)) if file.form == "markdown" else markdown.listing(file.text)
