"""`papers format`: paper files in canonical order and quoting, aliases rewritten, the summary untouched."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal, NamedTuple

from generator.checks import checks
from generator.checks.paper_rules import alias
from generator.core.problems import Problem
from generator.files import input_files, reading, vocabulary_files, writing
from generator.files.source_text import name_of
from generator.files.yaml_comments import iter_comments
from generator.files.yaml_document import Document
from generator.model.vocabulary import Vocabulary

SHOWN = 80  # characters of a line that would change
_CLOSING = re.compile(rb"^---[ ]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is not in canonical form: its path from the root, its bytes, and what they should be."""

    path: str
    before: bytes
    after: bytes

    def diff(self, after_name: str = "formatted") -> str:
        """What changes, as a unified diff. after_name: what the file is called as it should be."""
        before, after = ([f"{line}\n" for line in data.decode().split("\n")[:-1]] for data in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, self.path, self.path, "as it is", after_name))

    def what(self) -> str:
        """The first line that changes, as it should be."""
        before, after = (data.decode().splitlines() for data in (self.before, self.after))
        pairs = enumerate(zip_longest(before, after, fillvalue=""), 1)
        number, new = next(((number, new) for number, (old, new) in pairs if old != new), (0, ""))
        shown = new if len(new) <= SHOWN else f"{new[:SHOWN]}…"
        return f"line {number} to {shown}" if number else "line ends"


@dataclass(frozen=True, slots=True)
class Found:
    """What formatting would do: the changes, and the problems of files that are left alone because of them."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    looked_at: int


def changes(papers_dir: Path, root: Path, only: Iterable[str] | None = None) -> Found:
    """What would change in the paper files.

    only: paths from `root` of the files to look at; None: all. A file with faults other than aliases is left alone.
    """
    cache: input_files.Cache = {}
    _, problems = checks.load(papers_dir, root, cache)
    faulty = [problem for problem in problems if problem.rule != name_of(alias) and not problem.repeats]
    vocabulary = vocabulary_files.vocabulary(vocabulary_files.read(papers_dir, root, cache))
    bad = {problem.path for problem in faulty}
    wanted = set(only) if only is not None else None
    found: list[Change] = []
    count = 0
    for path, file, problem in input_files.files(papers_dir, root):
        if problem is not None or (wanted is not None and path not in wanted):
            continue
        count += 1
        if path in bad:
            continue
        before = file.read_bytes()
        after = formatted(before, path, vocabulary)
        if after != before:
            found.append(Change(path, before, after))
    told = [fault for fault in faulty if wanted is None or fault.path in wanted]
    return Found(tuple(found), tuple(told), count)


def formatted(data: bytes, path: str, vocabulary: Vocabulary) -> bytes:
    """The bytes of a paper file without faults (aliases may be there) in canonical form."""
    return rewritten(data, path, lambda values: _without_aliases(values, vocabulary))


def rewritten(
    data: bytes, path: str, change: Callable[[Mapping[str, Any]], Mapping[str, Any]], document: Document | None = None
) -> bytes:
    """The bytes of a paper file with its fields changed, in canonical form; comments and the summary stay.

    change: fields as the file holds them → as it shall hold them. The file's front matter must be readable.
    document: the front matter, where it has been read already.
    """
    document = document or reading.parse_again(data, path)[0]
    fences = list(_CLOSING.finditer(data))[:2]
    body = data[fences[1].start() :]
    values = change(document.value)
    front = writing.front_matter_of(values, _comments(document, values))
    end = "\r\n" if data[: fences[0].end() + 1].endswith(b"\r\n") or fences[0][0].endswith(b"\r") else "\n"
    text = f"---\n{front}".replace("\n", end).encode()
    return text + re.sub(rb"\A---[ ]+", b"---", body)


def _without_aliases(values: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    result = dict(values)
    kinds: tuple[Literal["categories", "tags"], ...] = ("categories", "tags")
    for kind in kinds:
        words = values.get(kind, [])
        result[kind] = list(dict.fromkeys(vocabulary.meant(kind, word) or word for word in words))
    venue = values.get("venue")
    if venue:
        result["venue"] = {**venue, "name": vocabulary.meant("venues", venue["name"]) or venue["name"]}
    return result


def _comments(document: Document, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Name of a field → the comments that stand in and above it; "" for those behind the last field."""
    starts = sorted((event.start_mark.line, str(path[0])) for path, event in document.names.items() if len(path) == 1)
    found: dict[str, list[str]] = {}
    last = {name: line for line, name in starts}
    for path, event in document.values.items():
        if path and path[0] in last:
            last[str(path[0])] = max(last[str(path[0])], event.end_mark.line)
    for number, at in iter_comments(document):
        line = document.lines[number]
        before = [name for start, name in starts if start <= number]
        inside = bool(before) and number <= last[before[-1]]
        candidates = [name for start, name in starts if start > number]
        if inside or (before and line[:at].strip()):
            candidates = [before[-1], *candidates]
        owner = next((name for name in candidates if values.get(name)), "")
        found.setdefault(owner, []).append(line[at:].rstrip())
    return found


class _Staged(NamedTuple):
    """A change whose new content lies beside the file. is_new: there is no such file yet."""

    change: Change
    temporary: Path
    target: Path
    is_new: bool

    def put_back(self) -> None:
        """Give the file the content that it had."""
        if self.is_new:
            self.target.unlink()
        else:
            self.target.write_bytes(self.change.before)


class FileChanged(Exception):
    """A file is no longer as it was when its change was made; the message says which."""


def write_all(changes: Sequence[Change], root: Path) -> None:
    """Write all changes or none: whatever fails, every file is as it was. Permissions stay, and a link stays a link.

    A change of a file that was empty or not there may make it. Raises OSError and FileChanged.
    """
    staged: list[_Staged] = []
    replaced: list[_Staged] = []
    try:
        with ThreadPoolExecutor(max_workers=8) as workers:  # the disk lets one wait
            waiting = [workers.submit(_stage, change, root, staged.append) for change in changes]
        for future in waiting:
            future.result()
        for one in staged:
            if (one.target.read_bytes() if one.target.exists() else b"") != one.change.before:
                raise FileChanged(f"{one.change.path} was changed meanwhile; nothing was written")
        for one in staged:
            one.temporary.replace(one.target)
            replaced.append(one)
    except BaseException:
        for one in replaced:
            with suppress(OSError):
                one.put_back()
        raise
    finally:
        for one in staged:
            with suppress(OSError):
                one.temporary.unlink()


def write(change: Change, root: Path) -> None:
    """Write a change, whole or not at all; the rest as of `write_all`."""
    write_all([change], root)


def _stage(change: Change, root: Path, note: Callable[[_Staged], None]) -> None:
    """Write the new content of a file beside it, and `note` where."""
    target = (root / change.path).resolve()
    is_new = not target.exists()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    note(_Staged(change, Path(name), target, is_new))
    with os.fdopen(handle, "wb") as stream:
        stream.write(change.after)
    Path(name).chmod(0o644 if is_new else target.stat().st_mode & 0o7777)
