"""Papers as they were read, kept from build to build: a paper file whose text did not change is not parsed again.

They are kept as JSON, in several files of which only those with a change are written again. What is read back is as
it was after the check, so it is not checked again; a change of the program's code makes all of it void.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from generator.paper import Author, Links, Paper, Venue
from generator.reading import Cache, stamp

FILES = 32
_NO_LINKS = Links()
_LISTS = ("categories", "tags", "former_keys", "not_same_as")


def read(folder: Path, program: str, files: Mapping[str, tuple[Path, str]]) -> Cache:
    """The papers that were kept and whose files did not change, as a cache for `library.load`.

    folder: where they are kept. program: fingerprint of the code that read them.
    files: path of a paper file, as papers name it → (where it is, fingerprint of its content).
    """
    cache: Cache = {}
    for number in range(FILES):
        for path, (content, values) in _kept(folder, program, number).items():
            where, now = files.get(path, (None, ""))
            if where is not None and content == now:
                with suppress(OSError, KeyError, TypeError, ValueError):
                    cache[path] = (stamp(os.stat(where)), (_paper(values), ()))  # noqa: PTH116 - ten thousand of them
    return cache


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
    for number, part in enumerate(parts):
        unchanged = there[number] == len(part) and all(
            path in known and known[path][1][0] is paper for path, (paper, _) in part.items()
        )
        if unchanged and _file(folder, number).exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        new = _file(folder, number).with_suffix(f".{os.getpid()}")
        kept = {path: [content, _plain(paper)] for path, (paper, content) in part.items()}
        new.write_text(json.dumps({"program": program, "papers": kept}, separators=(",", ":")), encoding="utf-8")
        new.replace(_file(folder, number))


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


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        **paper.__dict__,
        "authors": [list(_parts(author)) for author in paper.authors],
        "venue": paper.venue and paper.venue.__dict__,
        "links": dict(paper.links.items()),
    }


def _parts(author: Author) -> Iterator[str | None]:
    yield author.name
    if author.orcid or author.family:
        yield author.orcid
        yield author.family


def _paper(values: dict[str, Any]) -> Paper:
    values["authors"] = tuple(_author(*parts) for parts in values["authors"])
    values["venue"] = values["venue"] and Venue.model_construct(**values["venue"])
    values["links"] = Links.model_construct(**values["links"]) if values["links"] else _NO_LINKS
    for name in _LISTS:
        values[name] = tuple(values[name])
    return Paper.model_construct(**values)


def _author(name: str, orcid: str | None = None, family: str | None = None) -> Author:
    return Author.model_construct(name=name, orcid=orcid, family=family)
