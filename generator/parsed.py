"""Papers as they were read, and the vocabulary, kept from build to build: what did not change is not parsed again.

They are kept as JSON, in several files of which only those with a change are written again. What is read back is as
it was after the check, so it is not checked again; a change of the program's code makes all of it void.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from generator import plain, workers
from generator.input_files import Cache, stamp
from generator.paper import Paper
from generator.vocabulary import Vocabulary

FOLDER = "parsed"  # in the folder of caches
FILES = 32
VOCABULARY = "vocabulary.json"


def papers(folder: Path, program: str) -> dict[str, tuple[str, Paper]]:
    """All papers that were kept: path of the file, as papers name it → (fingerprint of its content, the paper).

    folder: where they are kept. program: fingerprint of the code that read them.
    """
    found: dict[str, tuple[str, Paper]] = {}
    for number in range(FILES):
        for path, kept in _kept(folder, program, number).items():
            with suppress(KeyError, TypeError, ValueError, IndexError):
                found[path] = kept[0], plain.paper(kept[1])
    return found


def read(folder: Path, program: str, files: Mapping[str, tuple[Path, str]]) -> Cache:
    """The papers that were kept and whose files did not change, as a cache for `loading.load`.

    files: path of a paper file, as papers name it → (where it is, fingerprint of its content). The rest as of `papers`.
    """
    cache: Cache = {}
    for path, (content, paper) in papers(folder, program).items():
        where, now = files.get(path, (None, ""))
        if where is not None and content == now:
            with suppress(OSError):
                cache[path] = (stamp(os.stat(where)), (paper, ()))  # noqa: PTH116 - ten thousand of them
    return cache


def replace(folder: Path, program: str, edited: Mapping[str, tuple[str, Paper]]) -> None:
    """Keep other papers under paths that are kept already: path → (fingerprint of the file's content, the paper)."""
    for number in {_number(path) for path in edited}:
        kept = _kept(folder, program, number)
        new = {path: [content, plain.values(paper)] for path, (content, paper) in edited.items() if path in kept}
        _write(folder, program, number, kept | new)


def write(
    folder: Path, program: str, papers: Iterable[Paper], files: Mapping[str, tuple[Path, str]], known: Cache
) -> None:
    """Keep `papers` for the next build. known: what `read` gave; the rest as there."""
    parts: list[dict[str, tuple[Paper, str]]] = [{} for _ in range(FILES)]
    for paper in papers:
        if paper.path in files:
            parts[_number(paper.path)][paper.path] = (paper, files[paper.path][1])
    there = [0] * FILES
    for path in known:
        there[_number(path)] += 1
    todo = []
    for number, part in enumerate(parts):
        unchanged = there[number] == len(part) and all(
            path in known and known[path][1][0] is paper for path, (paper, _) in part.items()
        )
        if not unchanged or not _file(folder, number).exists():
            todo.append(number)

    def write_one(number: int) -> None:
        kept = {path: [content, plain.values(paper)] for path, (paper, content) in parts[number].items()}
        _write(folder, program, number, kept)

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


def _write(folder: Path, program: str, number: int, kept: Mapping[str, Any]) -> None:
    _put(_file(folder, number), {"program": program, "papers": kept})


def _put(file: Path, values: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(values, separators=(",", ":")), encoding="utf-8")
    new.replace(file)


def _kept(folder: Path, program: str, number: int) -> dict[str, Any]:
    try:
        kept = json.loads(_file(folder, number).read_bytes())
        return dict(kept["papers"]) if kept["program"] == program else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _file(folder: Path, number: int) -> Path:
    return folder / f"papers-{number:02d}.json"


def _number(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % FILES
