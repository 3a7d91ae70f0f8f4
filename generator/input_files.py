"""The files of the input: which there are, their bytes, and what was read of them before."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, TypeVar

from generator.names import fold
from generator.problems import Fault, Problem, rule
from generator.source_text import NOWHERE, Check, Source
from generator.vocabulary import FILES

T = TypeVar("T")
# Path → (size, time of change, inode) and what was read: a second load reads only what changed.
Cache = MutableMapping[str, tuple[tuple[int, int, int], Any]]
README = "README.md"
METRICS = "_metrics"


@rule("file-name", wrong="Keller_2023.md", right="keller-2023.md", part="name")
def file_name(name: str) -> Fault:
    """The name of a paper file is its key and `.md`: the letters a to z, digits, and single hyphens, at most 100."""
    stem = name[: -len(".md")] if name.lower().endswith(".md") else name
    better = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(stem)).split())[:100].strip("-")
    advice = f"rename it to {better}.md" if better else "use a to z, 0 to 9 and hyphens"
    return Fault(f'"{name}" is not the name of a paper file', advice)


@rule("stray-file", wrong="notes.txt", right="notes.md", part="name")
def stray_file(name: str) -> Fault:
    """In `papers/` and its folders are paper files, in `papers/` itself the vocabulary files, and perhaps a README.md
    and the folder `_metrics`.

    Files whose name begins with a dot are left alone.
    """
    advice = "move it elsewhere; a paper's file ends in .md"
    if name.startswith("_"):
        advice = f"the vocabulary files are {', '.join(FILES.values())}, in papers/ itself"
    elif name.endswith((".yml", ".yaml")):
        advice = "the names of vocabulary files begin with _ and end in .yml"
    return Fault("this is neither a paper file nor a vocabulary file", advice)


@rule("unreadable-file", wrong="a folder named notes.md", right="notes.md", part="name")
def unreadable_file(why: str) -> Fault:
    """A file is a regular file that can be read: no folder with a file's name, no broken or circular link."""
    return Fault(f"the file cannot be read: {why}", "make it a file that can be read")


def files(papers_dir: Path, root: Path) -> Iterator[tuple[str, Path, Problem | None]]:
    """Every paper file below `papers_dir`, as (path from `root` with `/`, path, None), in order of the path's text.

    Beside them what cannot be one: (path, path, problem).
    """
    base = relative(papers_dir, root)
    found: list[tuple[str, Path, Problem | None]] = []
    folders = [(base, papers_dir)]
    while folders:
        shown, folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            found.append((shown, folder, _problem(shown, unreadable_file, _reason(error))))
            continue
        for entry in entries:
            path, here = f"{shown}/{_text(entry.name)}", folder / entry.name
            if entry.name.startswith(".") or (shown == base and entry.name == METRICS):
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".md"):
                folders.append((path, here))
            elif shown == base and entry.name in {*FILES.values(), README}:
                continue
            elif entry.is_symlink() and os.path.isdir(here):
                found.append((path, here, _problem(path, unreadable_file, "it is a link to a folder")))
            elif not entry.name.endswith(".md"):
                check = file_name if entry.name.lower().endswith(".md") else stray_file
                found.append((path, here, _problem(path, check, _text(entry.name))))
            else:
                found.append((path, here, None))
    yield from sorted(found, key=lambda item: item[0])


def stamp(state: os.stat_result) -> tuple[int, int, int]:
    """What tells that a file was not touched: size, time of change in nanoseconds, inode."""
    return state.st_size, state.st_mtime_ns, state.st_ino


def cached(cache: Cache | None, path: str, file: Path, read: Callable[[Path, str], T]) -> T:
    """What `read` gives for a file; from the cache where size, time of change and inode are as they were."""
    if cache is None:
        return read(file, path)
    try:
        now = stamp(os.stat(file))
    except OSError:
        return read(file, path)
    known = cache.get(path)
    if known is not None and known[0] == now:
        return known[1]  # type: ignore[no-any-return]  # what this function put there
    value = read(file, path)
    cache[path] = (now, value)
    return value


def is_cached(cache: Cache, path: str, file: Path) -> bool:
    """Whether `cached` would find the file's value in the cache."""
    try:
        return path in cache and cache[path][0] == stamp(os.stat(file))
    except OSError:
        return False


def file_bytes(file: Path, path: str, limit: int) -> bytes | Source:
    """The bytes of a regular file, at most `limit` + 1; a Source with the problem where that fails."""
    source = Source(path)
    try:
        with open(file, "rb", opener=_open) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                source.add(unreadable_file, NOWHERE, "it is not a regular file")
                return source
            return stream.read(limit + 1)
    except OSError as error:
        source.add(unreadable_file, NOWHERE, _reason(error))
        return source


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe that nobody writes to must not stop us


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _problem(path: str, check: Check, *args: object) -> Problem:
    source = Source(path)
    source.add(check, NOWHERE, *args)
    return source.problems[0]


def _text(name: str) -> str:
    """A file's name as text that can be written: bytes that are no characters become the replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def relative(path: Path, root: Path) -> str:
    """`path` from `root`, with `/`; as it is where it lies elsewhere."""
    try:
        return _text(path.relative_to(root).as_posix())
    except ValueError:
        return _text(path.as_posix())
