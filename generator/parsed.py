"""Papers as they were read, and the vocabulary, kept from build to build: what did not change is not parsed again.

They are kept as JSON, in several files of which only those with a change are written again. What is read back is as
it was after the check, so it is not checked again; a change of the program's code makes all of it void. The library is
kept too: which papers stand in which order and group. An edit changes none of that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from generator import plain, workers
from generator.edit import STRUCTURE, venue_name
from generator.input_files import Cache, stamp
from generator.library import Library
from generator.metrics import Snapshot
from generator.paper import Paper
from generator.plain import KeptPaper, Unreadable
from generator.tree import digest
from generator.vocabulary import Vocabulary

FOLDER = "parsed"  # in the folder of caches
FILES = 32
VOCABULARY = "vocabulary.json"
LIBRARY = "library.json"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one of the files holds.

    contents: fingerprint of the content of each paper's file. structure: fingerprint of all that no edit changes.
    columns, lines: the papers, as of `plain.kept`. code: whether each has a link to code.
    """

    structure: str
    contents: list[str]
    columns: list[list[Any]]
    code: list[bool]
    lines: list[bytes]

    @property
    def paths(self) -> list[str]:
        """The paths of the papers' files."""
        return self.columns[_PATH]


_PATH = plain.SOON.index("path")
_NONE = _Part("", [], [[] for _ in plain.SOON], [], [])


def read(folder: Path, program: str, files: Mapping[str, tuple[Path, str]]) -> Cache:
    """The papers that were kept and whose files did not change, as a cache for `loading.load`.

    folder: where they are kept. program: fingerprint of the code that read them.
    files: path of a paper file, as papers name it → (where it is, fingerprint of its content).
    """
    cache: Cache = {}
    for number in range(FILES):
        part = _part(folder, program, number)
        for paper, content in zip(_papers(part), part.contents, strict=True):
            where, now = files.get(paper.path, (None, ""))
            if where is not None and content == now:
                with suppress(OSError, Unreadable):
                    whole = paper.whole()
                    cache[whole.path] = (stamp(os.stat(where)), (whole, ()))  # noqa: PTH116 - ten thousand of them
    return cache


def replace(folder: Path, program: str, edited: Mapping[str, tuple[str, Paper]]) -> None:
    """Keep the papers as they are after an edit: path → (fingerprint of the file's content, the paper)."""
    for number in {_number(path) for path in edited}:
        part = _part(folder, program, number)
        for at, path in enumerate(part.paths):
            if path in edited:
                part.contents[at], paper = edited[path]
                part.code[at], part.lines[at] = bool(paper.links.code), _line(paper)
                for column, value in zip(part.columns, plain.soon(paper), strict=True):
                    column[at] = value
        _write(folder, program, number, part)


def write(
    folder: Path, program: str, papers: Iterable[Paper], files: Mapping[str, tuple[Path, str]], known: Cache
) -> None:
    """Keep `papers` for the next build. known: what `read` gave; the rest as there."""
    parts: list[dict[str, Paper]] = [{} for _ in range(FILES)]
    for paper in papers:
        if paper.path in files:
            parts[_number(paper.path)][paper.path] = paper
    there = [0] * FILES
    for path in known:
        there[_number(path)] += 1
    todo = []
    for number, part in enumerate(parts):
        unchanged = there[number] == len(part) and all(
            path in known and known[path][1][0] is paper for path, paper in part.items()
        )
        # One that is gone from the list is not among the known, and may stand there yet.
        if not unchanged or not _file(folder, number).exists() or _part(folder, program, number).paths != [*part]:
            todo.append(number)

    def write_one(number: int) -> None:
        of = list(parts[number].values())
        contents = [files[paper.path][1] for paper in of]
        columns = [*map(list, zip(*map(plain.soon, of), strict=True))] or _NONE.columns
        code = [bool(paper.links.code) for paper in of]
        _write(folder, program, number, _Part(_structure(of), contents, columns, code, [*map(_line, of)]))

    with workers.begun(todo, write_one, sum(len(parts[number]) for number in todo)) as finish:
        finish(None)


def vocabulary(folder: Path, program: str, files: Mapping[str, str]) -> Vocabulary | None:
    """The vocabulary that was kept, None where there is none of this program and of these files (→ fingerprint)."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((folder / VOCABULARY).read_bytes())
        if kept["program"] == program and kept["files"] == files:
            return plain.vocabulary(kept["entries"])
    return None


def keep_vocabulary(folder: Path, program: str, files: Mapping[str, str], of: Vocabulary) -> None:
    """Keep a vocabulary for the next build. The rest as there."""
    if vocabulary(folder, program, files) != of:
        _put(folder / VOCABULARY, {"program": program, "files": files, "entries": plain.of_vocabulary(of)})


def library(
    folder: Path,
    program: str,
    vocabulary_files: Mapping[str, str],
    contents: Mapping[str, str],
    snapshots: tuple[Snapshot, ...],
) -> Library | None:
    """The library that was kept, None where it is not the one of these files.

    vocabulary_files: as of `vocabulary`. contents: path of a paper file, as papers name it → fingerprint of what is in
    it. Its papers are read when they are asked for: that may raise Unreadable.
    """
    words = vocabulary(folder, program, vocabulary_files)
    parts = [_part(folder, program, number) for number in range(FILES)]
    known = {p: content for part in parts for p, content in zip(part.paths, part.contents, strict=True)}
    if words is None or known != contents:
        return None
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        papers = [paper for part in parts for paper in _papers(part)]
        kept = json.loads((folder / LIBRARY).read_bytes())
        if kept["made_from"] == _made_from(program, vocabulary_files, parts) and len(kept["order"]) == len(papers):
            with_code = sum(sum(part.code) for part in parts)
            ordered = [papers[number] for number in kept["order"]]
            return Library.kept(ordered, words, snapshots, kept["groups"], with_code)
    return None


def keep_library(folder: Path, program: str, vocabulary_files: Mapping[str, str], of: Library) -> None:
    """Keep a library whose papers were kept already. The rest as there."""
    parts = [_part(folder, program, number) for number in range(FILES)]
    made_from = _made_from(program, vocabulary_files, parts)
    with suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads((folder / LIBRARY).read_bytes())["made_from"] == made_from:
            return
    places = {path: place for place, path in enumerate(path for part in parts for path in part.paths)}
    order = [places[paper.path] for paper in of.papers]
    _put(folder / LIBRARY, {"made_from": made_from, "order": order, "groups": of.numbers()})


def _made_from(program: str, vocabulary_files: Mapping[str, str], parts: Iterable[_Part]) -> str:
    return digest(program, sorted(vocabulary_files.items()), [part.structure for part in parts])


def _structure(papers: Iterable[Paper]) -> str:
    return digest([([getattr(paper, name) for name in STRUCTURE], venue_name(paper)) for paper in papers])


def _line(paper: Paper) -> bytes:
    return json.dumps(plain.values(paper), separators=(",", ":")).encode()


def _papers(part: _Part) -> list[KeptPaper]:
    return plain.kept(part.columns, part.lines)


def _part(folder: Path, program: str, number: int) -> _Part:
    with suppress(OSError, ValueError, KeyError, TypeError):
        first, *lines = _file(folder, number).read_bytes().split(b"\n")
        head = json.loads(first)
        part = _Part(head["structure"], head["contents"], head["columns"], head["code"], lines)
        if (
            head["program"] == program
            and head["length"] == sum(map(len, lines))
            and len(part.columns) == len(plain.SOON)
            and {len(lines)} == {*map(len, part.columns), len(part.contents), len(part.code)}
        ):
            return part
    return _NONE


def _write(folder: Path, program: str, number: int, part: _Part) -> None:
    head = {name: getattr(part, name) for name in ("structure", "contents", "columns", "code")}
    head |= {"program": program, "length": sum(map(len, part.lines))}
    _put(_file(folder, number), head, part.lines)


def _put(file: Path, values: Mapping[str, Any], lines: Iterable[bytes] = ()) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    new.write_bytes(b"\n".join([json.dumps(values, separators=(",", ":")).encode(), *lines]))
    new.replace(file)


def _file(folder: Path, number: int) -> Path:
    return folder / f"papers-{number:02d}.json"


def _number(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % FILES
