"""A folder of records: front matter of Markdown files in YAML, TOML or JSON, and YAML files."""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.importing.importers.named_fields import record
from generator.importing.importers.record import Record

MARKDOWN = (".md", ".markdown", ".mdown", ".qmd")
YAML = (".yml", ".yaml")
_YAML_BLOCK = re.compile(r"---[ \t]*(?:yaml)?[ \t]*\n(.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML_BLOCK = re.compile(r"(\+\+\+|---(?=[ \t]*toml))[ \t]*(?:toml)?[ \t]*\n(.*?)(?<=\n)\1[ \t]*(?:\n|$)", re.DOTALL)
_JSON_BLOCK = re.compile(r"(---|;;;)[ \t]*(?:json)?[ \t]*\n(?=\s*\{)(.*?)(?<=\n)\1[ \t]*(?:\n|$)", re.DOTALL)
_POST = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))-")  # the name of a post of Jekyll


def read(path: Path, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Yield the records of a folder: front matter of Markdown, and YAML files with one record or several.

    A file that holds no records is reported, except for hidden files and files in hidden folders.
    """
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if not any(part.startswith(".") for part in inside.parts) and not file.is_dir():
            why = _why_not_regular(file, path)
            shown = inside.as_posix()
            yield from [Record(0, shown, reason=why, file=shown)] if why else _file(file, shown, mapping)


def _why_not_regular(file: Path, folder: Path) -> str:
    """Return why a path is no regular file of the folder; else empty. A link out of it would be read and quoted."""
    try:
        target = os.path.realpath(file, strict=True)
        if not target.startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep):
            return "not read: it is a link out of the folder"
        return "" if stat.S_ISREG(Path(target).stat().st_mode) else "not read: it is no regular file"
    except OSError as error:
        return f"not read: {error.strerror}"


def _file(file: Path, shown: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    suffix = file.suffix.lower()
    if suffix not in MARKDOWN and suffix not in YAML:
        reason = f"not read: a folder's records are in {', '.join((*MARKDOWN, *YAML))}"
        yield Record(0, shown, reason=reason, file=shown)
        return
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        yield Record(0, shown, reason="it cannot be read as UTF-8", file=shown)
    elif suffix in YAML:
        yield from _yaml(text, shown, mapping)
    else:
        yield _markdown(text, shown, mapping)


def _markdown(text: str, shown: str, mapping: Mapping[str, str]) -> Record:
    """Return the record of a Markdown file."""
    bare = text.lstrip("\ufeff \t\n")
    first = 1 + text[: len(text) - len(bare)].count("\n")
    try:
        values, body = _front_matter(bare)
    except _NoValues as error:
        return Record(first + error.line if error.line else 1, shown, reason=str(error), file=shown)
    if not isinstance(values, dict):
        return Record(first, shown, reason="its front matter has no fields", file=shown)
    fields, posted = values, ""
    if (
        "date" in values
        and re.match(r"\d{4}", year := str(values.get("year", "")))
        and year[:4] not in str(values["date"])
    ):
        posted = str(values["date"])  # of a post, where the year is the paper's
        fields = {name: value for name, value in values.items() if name != "date"}
    found = record(first, fields.items(), mapping, body=body, file=shown)
    if posted and found.facts is not None:
        found.facts.unused.append(("date", posted))
    post = _POST.match(shown.rpartition("/")[2])
    if post and found.facts is not None and not found.facts.date:
        found.facts.date = post[1]
        found.facts.doubts.append(f"date: {post[1]} is that of the file's name, which may be the day of a post")
    return found


class _NoValues(Exception):
    """There is no front matter, or it cannot be read. line: of the problem in it, from 1; 0 where there is none."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def _front_matter(text: str) -> tuple[Any, str]:
    """Return the values of the front matter of a text, and the text below it. Raises _NoValues."""
    if match := _JSON_BLOCK.match(text):
        return _json(match[2].strip(), 1)[0], text[match.end() :]
    if match := _TOML_BLOCK.match(text):
        return _toml(match[2]), text[match.end() :]
    if text.startswith("{"):  # front matter of Hugo in JSON has no lines around it
        values, end = _json(text, 0)
        return values, text[end:]
    if match := _YAML_BLOCK.match(text):
        try:
            documents = _load(match[1])
        except _NoValues as error:
            raise _NoValues(f"its front matter is not YAML: {error}", error.line) from None
        return (documents[0] if documents else None), text[match.end() :]
    raise _NoValues("it has no front matter between two lines --- (YAML) or +++ (TOML), or in braces (JSON)")


def _json(text: str, above: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        raise _NoValues(f"its front matter is not JSON: {error.msg.lower()}", error.lineno - 1 + above) from None
    except (ValueError, RecursionError):
        raise _NoValues("its front matter is not JSON: nested too deep, or a number too long") from None


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        line = re.search(r"at line (\d+)", reason)
        raise _NoValues(f"its front matter is not TOML: {reason}", int(line[1]) if line else 0) from None


def _yaml(text: str, shown: str, mapping: Mapping[str, str]) -> Iterator[Record]:
    """Yield the records of a YAML file: one, a list, a mapping of keys to records or of headings to lists of them."""
    try:
        documents = _load(text)
    except _NoValues as error:
        yield Record(error.line, shown, reason=f"it is not YAML: {error}", file=shown)
        return
    found = [entry for document in documents for entry in _records(document)]
    if not found:
        yield Record(1, shown, reason="it has no fields", file=shown)
    for number, (heading, values) in enumerate(found, 1):
        if isinstance(values, dict):
            one = record(number, values.items(), mapping, file=shown)
            if heading and one.facts is not None:
                if re.fullmatch(r"(?:19|20)\d\d", heading):
                    one.facts.date = one.facts.date or heading
                else:
                    one.facts.keywords = [*one.facts.keywords, heading]
            # A record without a title is named by its place: its line is not known.
            yield (
                replace(one, line=number)
                if one.facts is not None
                else replace(one, reason=f"entry {number}: {one.reason}")
            )
        else:
            yield Record(number, shown, reason=f"entry {number} has no fields", file=shown)


def _records(document: Any) -> list[tuple[str, Any]]:
    """Return the records of a document, each with the heading that it stands under."""
    if isinstance(document, list):
        return [("", entry) for entry in document]
    if not isinstance(document, dict) or not document:
        return []
    if all(isinstance(held, list) and any(isinstance(one, dict) for one in held) for held in document.values()):
        alone = len(document) == 1
        return [("" if alone else str(heading), entry) for heading, held in document.items() for entry in held]
    if all(isinstance(held, dict) and len(held) > 1 for held in document.values()) and "title" not in document:
        return [("", entry) for entry in document.values()]
    return [("", document)]


def _load(text: str) -> list[Any]:
    """Return the documents of YAML as texts, lists and mappings. Raises _NoValues."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return list(yaml.load_all(text, Loader=loader))  # the base loader makes texts only
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _NoValues(getattr(error, "problem", "") or "nested too deep", mark.line + 1 if mark else 1) from None
    except TypeError:
        raise _NoValues("a list or mapping is a key", 1) from None
