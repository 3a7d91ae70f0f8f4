"""Folders of files as they are on the disk: what is in one, two that change names, what was left behind."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

KEPT = ".git"  # of a person who publishes from a branch
_ROOM = 1 << 18  # bytes of a file that are compared at once


class Stat(NamedTuple):
    """What tells that a file was not touched: inode, size, time of modification in nanoseconds."""

    inode: int
    size: int
    modified: int


File = tuple[str, Stat]  # fingerprint of what it is made from, and what is on the disk


class Seen(NamedTuple):
    """What tells that nothing came into a folder or went out of it: inode, time of modification in nanoseconds."""

    inode: int
    modified: int


def scan(site: Path) -> dict[str, Stat]:
    """The files of a built site with their Stat. A symbolic link counts as a file that is not ours."""
    found: dict[str, Stat] = {}
    todo = [(str(site), "")]
    while todo:
        folder, prefix = todo.pop()
        with suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if prefix or entry.name != KEPT:
                        todo.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    inode = stat.st_ino if entry.is_file(follow_symlinks=False) else -1
                    found[prefix + entry.name] = Stat(inode, stat.st_size, stat.st_mtime_ns)
    return found


def around(site: Path, files: Iterable[str]) -> dict[str, Seen]:
    """Return the folders of a built site that hold `files`, and those above them, as they are now: path → Seen."""
    found: dict[str, Seen] = {}
    for path in files:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in found:
                break
            stat = os.stat(f"{site}/{folder}")
            found[folder] = Seen(stat.st_ino, stat.st_mtime_ns)
    return found


def untouched(site: Path, files: Mapping[str, File], folders: Mapping[str, Seen]) -> bool:
    """Return whether `site` holds these files as they were written, and no other.

    folders: those of the files. Where they are as they were, nothing came into them: so they need not be listed, which
    takes twice as long.
    """
    try:
        with _opened(site) as folder:  # from which a name is found in three fourths of the time
            for path, seen in folders.items():
                stat = os.lstat(path or ".", dir_fd=folder)
                if seen != (stat.st_ino, stat.st_mtime_ns):
                    return False
            for path, (_, known) in files.items():
                stat = os.lstat(path, dir_fd=folder)
                if known != (stat.st_ino, stat.st_size, stat.st_mtime_ns):
                    return False
    except OSError:
        return False
    return bool(folders)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Open a folder, as names are looked up from. Raises OSError."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


class Folders:
    """The folders below one, each made once, when a file is going to stand in it."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._made: set[str] = set()

    def file(self, path: str) -> str:
        """The whole name of the file `path`; its folder is there."""
        folder = f"{self._root}/{path}".rpartition("/")[0]
        if folder not in self._made:
            try:
                os.mkdir(folder)
            except FileExistsError:
                pass
            except FileNotFoundError:
                os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        return f"{self._root}/{path}"


def write(target: str, content: bytes) -> Stat:
    """Write a file."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        stat = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    return Stat(stat.st_ino, stat.st_size, stat.st_mtime_ns)


def stat_of(path: str) -> Stat:
    """The Stat of a file."""
    stat = os.lstat(path)
    return Stat(stat.st_ino, stat.st_size, stat.st_mtime_ns)


def holds(path: str, content: bytes, stat: Stat | None) -> bool:
    """Whether the file at `path` holds `content` already."""
    if stat is None or stat.inode == -1 or stat.size != len(content):
        return False
    at, room = 0, memoryview(bytearray(min(len(content) + 1, _ROOM)))
    with open(path, "rb", buffering=0) as file:
        while got := file.readinto(room):
            if not content.startswith(room[:got], at):
                return False
            at += got
    return at == len(content)


def link(source: str, target: str) -> None:
    """Give a file a second name; where the file system has no such thing, make a copy."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV):
            raise
        shutil.copy2(source, target)


def exchange(new: Path, old: Path) -> None:
    """`new` and `old` change names in one step; where the system has no such step, in two.

    The old folder stands under the name of the new one afterwards.
    """
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    names = os.fsencode(new), os.fsencode(old)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        here, exchange_flag = -100, 2  # AT_FDCWD of fcntl.h, RENAME_EXCHANGE of stdio.h
        if libc.renameat2(here, names[0], here, names[1], exchange_flag) == 0:  # type: ignore[union-attr]  # hasattr
            return
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        swap_flag = 2  # RENAME_SWAP of stdio.h
        if libc.renamex_np(*names, swap_flag) == 0:
            return
    aside = new.with_name(new.name + "-old")
    old.rename(aside)
    try:
        new.rename(old)
    except BaseException:
        aside.rename(old)
        raise
    aside.rename(new)


def clear(site: Path) -> None:
    """Delete what killed builds left beside the site; bring back the old site if one was killed between two renames."""
    site = Path(os.path.realpath(site))
    for path in site.parent.glob(f".{site.name}.new-*"):
        if path.name.endswith("-old") and not site.exists():
            path.rename(site)
        else:
            shutil.rmtree(path, ignore_errors=True)


def remove_empty(site: Path, gone: Iterable[str]) -> None:
    """Delete the folders in `site` that hold nothing now that the files `gone` are not there."""
    for path in gone:
        folder = (site / path).parent
        with suppress(OSError):  # it holds something, or is gone already
            while folder != site:
                folder.rmdir()
                folder = folder.parent
