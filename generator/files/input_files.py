"""The files of the input: which there are, their bytes, and what was read of them before."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, TypeVar

from generator.core.problems import Fault, Problem, rule
from generator.files.source_text import NOWHERE, Check, Source
from generator.model.names import fold, is_device
from generator.model.vocabulary import FILES

T = TypeVar("T")
# Path → (size, time of change, inode) and what was read: a second load reads only what changed.
Cache = MutableMapping[str, tuple[tuple[int, int, int], Any]]
README = "README.md"
_OF_VIM = range(4913, 4913 + 123 * 20, 123)
_TEMPORARY = re.compile(
    r"~$|^\.#|^#.*#$|^\.~lock\.|\.(?:sw[a-p]|swx|tmp|crswap)$|___jb_(?:tmp|old)___$|^\.goutputstream-|\.sb-[0-9a-f]+-\w+$"
)
METRICS = "_metrics"


@rule("file-name", wrong="Keller_2023.md", right="keller-2023.md", part="name")
def file_name(name: str) -> Fault:
    """The name of a paper file is its key and `.md`: the letters a to z, digits, and single hyphens, at most 100. It is
    no name that Windows keeps for a device, such as `aux.md`.
    """
    stem = name[: -len(".md")] if name.lower().endswith(".md") else name
    better = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(stem)).split())[:100].strip("-")
    if is_device(better):
        return Fault(f'"{name}" is a name that Windows keeps for a device', f"rename it, such as to {better}-1.md")
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


@rule("portable-name", wrong="con/notes.md", right="notes/notes.md", part="name")
def portable_name(name: str, other: str = "") -> Fault:
    r"""The name of a folder of `papers/`, or of a file or folder of `docs/`, is one that every system can hold: none
    that Windows keeps for a device (`con`, `aux.md`), none that ends in a dot or a space or holds one of `<>:"|?*\` or
    a control character, and none that differs from another one beside it in case alone.
    """
    if other:
        return Fault(
            f'"{name}" and "{other}" differ in case alone, and are one name on many systems', "rename one of them"
        )
    if is_device(name):
        return Fault(f'"{name}" is a name that Windows keeps for a device', "rename it")
    return Fault(f'"{name}" is no name on Windows', 'end it in no dot or space, and use none of < > : " | ? * \\')


@rule("unreadable-file", wrong="a folder named notes.md", right="notes.md", part="name")
def unreadable_file(why: str) -> Fault:
    """A file is a regular file inside the project that can be read: no folder with a file's name, no pipe or device, no
    link that is broken, leads back to itself, or leads to a folder or out of the project.
    """
    return Fault(f"the file cannot be read: {why}", "put the file itself here, or remove it")


def is_temporary(name: str) -> bool:
    """Return whether a file's name is one that an editor gives to what it writes on the way, and takes away again.

    Those of Vim (`4913` and every 123rd number above, `.x.swp`, `x~`), Emacs (`.#x`, `#x#`, `x~`), JetBrains
    (`x___jb_tmp___`), GNOME and macOS.
    """
    return _TEMPORARY.search(name) is not None or (name.isdecimal() and name.isascii() and int(name[:6]) in _OF_VIM)


def files(papers_dir: Path, root: Path) -> Iterator[tuple[str, Path, Problem | None]]:
    """Every paper file below `papers_dir`, as (path from `root` with `/`, path, None), in order of the path's text.

    Beside them what cannot be one: (path, path, problem).
    """
    base = relative(papers_dir, root)
    if why := why_outside(papers_dir, root):
        yield base, papers_dir, _problem(base, unreadable_file, why)
        return
    found: list[tuple[str, Path, Problem | None]] = []
    folders = [(base, papers_dir)]
    while folders:
        shown, folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            found.append((shown, folder, _problem(shown, unreadable_file, _reason(error))))
            continue
        beside: dict[str, str] = {}
        for entry in sorted(entries, key=lambda entry: entry.name):
            path, here = f"{shown}/{_text(entry.name)}", folder / entry.name
            if entry.name.startswith(".") or is_temporary(entry.name) or (shown == base and entry.name == METRICS):
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".md"):
                if problem := _why_not_portable(path, entry.name, beside):
                    found.append((path, here, problem))
                folders.append((path, here))
            elif shown == base and entry.name in {*FILES.values(), README}:
                continue
            elif why := _why_not_input(entry, root):
                found.append((path, here, _problem(path, unreadable_file, why)))
            elif not entry.name.endswith(".md"):
                check = file_name if entry.name.lower().endswith(".md") else stray_file
                found.append((path, here, _problem(path, check, _text(entry.name))))
            else:
                found.append((path, here, None))
    yield from sorted(found, key=lambda item: item[0])


def document_problems(folder: Path, root: Path) -> list[Problem]:
    """Return a problem for each file below `folder`, of documents or a theme, that is no regular file of the project.

    The builders read and copy whatever is there: a pipe would stop them, a link bring in files from elsewhere.
    """
    base = relative(folder, root)
    if why := why_outside(folder, root):
        return [_problem(base, unreadable_file, why)]
    found: list[Problem] = []
    folders = [(base, folder)]
    while folders:
        shown, here = folders.pop()
        try:
            entries = list(os.scandir(here))
        except FileNotFoundError:
            continue
        except OSError as error:
            found.append(_problem(shown, unreadable_file, _reason(error)))
            continue
        beside: dict[str, str] = {}
        for entry in sorted(entries, key=lambda entry: entry.name):
            if is_temporary(entry.name):
                continue
            path = f"{shown}/{_text(entry.name)}"
            if problem := _why_not_portable(path, entry.name, beside):
                found.append(problem)
            if entry.is_dir(follow_symlinks=False):
                folders.append((path, here / entry.name))
            elif why := _why_not_input(entry, root):
                found.append(_problem(path, unreadable_file, why))
    return sorted(found)


def why_outside(folder: Path, root: Path) -> str:
    """Return why a folder of the project is no input: because it is a link out of the project; else empty."""
    if not folder.is_symlink():
        return ""
    try:
        inside = _is_inside(os.path.realpath(folder, strict=True), root)
    except OSError as error:
        return _reason(error)
    return "" if inside else "it is a link to a folder outside the project"


def _why_not_input(entry: os.DirEntry[str], root: Path) -> str:
    """Why an entry of a folder is no regular file inside the project; empty where it is one."""
    try:
        if entry.is_symlink():
            return why_no_target(Path(entry.path), root)
        return "" if entry.is_file(follow_symlinks=False) else _kind(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return _reason(error)


def why_no_target(link: Path, root: Path) -> str:
    """Return why a symbolic link is no input; empty where it leads to a regular file inside the project."""
    try:
        target = os.path.realpath(link, strict=True)
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return "it is a link to a file that is not there"
    except OSError as error:
        return "it is a link that leads back to itself" if error.errno == errno.ELOOP else _reason(error)
    if stat.S_ISDIR(mode):
        return "it is a link to a folder"
    if not _is_inside(target, root):
        return "it is a link to a file outside the project"
    return "" if stat.S_ISREG(mode) else _kind(mode)


def _is_inside(path: str, root: Path) -> bool:
    return path.startswith(os.path.realpath(root).rstrip(os.sep) + os.sep)


_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')


def _why_not_portable(path: str, name: str, beside: dict[str, str]) -> Problem | None:
    """What is wrong with a name on other systems. beside: the names before it in its folder, by their folded forms."""
    shown = _text(name)
    if is_device(shown) or _NOT_ON_WINDOWS.search(shown):
        return _problem(path, portable_name, shown)
    other = beside.setdefault(unicodedata.normalize("NFC", shown.casefold()), shown)
    return _problem(path, portable_name, shown, other) if other != shown else None


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return f"it is {kinds.get(stat.S_IFMT(mode), 'a device')}"


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


def project_file(file: Path, path: str, limit: int) -> bytes | Source:
    """The bytes of a file as of `file_bytes`, if it is no link that leads elsewhere.

    path: of the file, from the root of the project, which `file` therefore ends with.
    """
    if file.is_symlink():
        root = file.parents[path.count("/")]
        if why := why_no_target(file, root):
            source = Source(path)
            source.add(unreadable_file, NOWHERE, why)
            return source
    return file_bytes(file, path, limit)


def file_bytes(file: Path, path: str, limit: int) -> bytes | Source:
    """The bytes of a regular file, at most `limit` + 1; a Source with the problem where that fails."""
    source = Source(path)
    try:
        mode = os.stat(file).st_mode
        if stat.S_ISREG(mode):
            with open(file, "rb", opener=_open) as stream:
                mode = os.fstat(stream.fileno()).st_mode  # another file may have taken its place
                if stat.S_ISREG(mode):
                    return stream.read(limit + 1)
        source.add(unreadable_file, NOWHERE, _kind(mode))
        return source
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
