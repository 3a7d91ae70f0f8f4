"""Writing the site into a folder, so that whoever reads it at any moment sees whole pages and live links.

Whole: a new folder is put together beside the old one, with hard links to what stays, and the two change names in one
step. Single: files are written beside the site and renamed into it, each in one step. What can link to a page that is
not there yet, or no longer, is published whole; single is for what changes in place.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.core import folders, workers
from generator.core.folders import KEPT, File, Folders, Stat, clear, holds, link, remove_empty, scan, stat_of, write
from generator.core.tree import Output, Tree

MARKER = b"# This folder is made by `papers build`; whatever else is put into it is deleted."
CHEAP = 2000  # files; up to here a whole exchange takes a fifth of a second


class PublishError(Exception):
    """The site cannot be written. The message says where, why, and what to do; the old site is as it was."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the site holds now.

    files: path → (fingerprint, Stat). written, removed, unchanged: numbers of files; size: bytes of the site.
    """

    files: Mapping[str, File]
    written: int
    removed: int
    unchanged: int
    size: int


@dataclass(slots=True)
class _Plan:
    keep: dict[str, Stat] = field(default_factory=dict)
    make: list[Output] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def publish(
    tree: Tree,
    site_dir: Path,
    before: Mapping[str, File],
    *,
    in_place: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Published:
    """Make `site_dir` hold exactly `tree`.

    before: what the last build left there. in_place: never exchange the folder, for one that belongs to another
    program. progress: called with files done and files to do. Raises PublishError; the old site is then as it was,
    but for single files that were published already, each of them whole.
    """
    site = Path(os.path.realpath(site_dir))
    if site.exists() and not site.is_dir():
        raise PublishError(f"{site_dir}: is a file; the site needs a folder of that name")
    with _told(site_dir):
        clear(site)
        there = scan(site)
        plan = _plan(tree, there, before)
        if not plan.make and not plan.gone:
            return _published(tree, plan.keep, 0, 0)
        site.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(site)
        try:
            if not in_place and _wants_whole(plan, there, site):
                return _whole(tree, plan, site, beside, there, progress)
            done, written = _single(plan, site, beside, there, progress)
            return _published(tree, done, written, len(plan.gone))
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _beside(site: Path) -> Path:
    """A folder of this process for what is not in the site yet; `clear` deletes it if it stays."""
    return site.parent / f".{site.name}.new-{os.getpid()}"


def is_ours(site: Path, known: bool) -> bool:
    """Whether it is safe to delete what is in `site`: nothing is, a build of ours left it, or it has our mark."""
    if known or not site.is_dir():
        return True
    try:
        if MARKER in (site / "robots.txt").read_bytes():
            return True
    except OSError:
        pass
    return all(entry.name == KEPT for entry in site.iterdir())


def _plan(tree: Tree, there: Mapping[str, Stat], before: Mapping[str, File]) -> _Plan:
    plan = _Plan()
    for path in tree:
        output = tree[path]
        stat, known = there.get(path), before.get(path)
        if stat is not None and known is not None and known == (output.fingerprint, stat):
            plan.keep[path] = stat
        else:
            plan.make.append(output)
    plan.gone = [path for path in there if path not in tree]
    return plan


def _wants_whole(plan: _Plan, there: Mapping[str, Stat], site: Path) -> bool:
    if (site / KEPT).exists() or os.path.ismount(site):
        return False
    if not there:
        return True
    come_or_go = sum(_is_page(o.path) for o in plan.make if o.path not in there) + sum(map(_is_page, plan.gone))
    if come_or_go > 1 or len(plan.make) > len(plan.keep):
        return True
    # Links to places inside pages may change too; where it is cheap that is made safe as well.
    return len(there) <= CHEAP and sum(_is_page(o.path) for o in plan.make) > 1


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _whole(
    tree: Tree,
    plan: _Plan,
    site: Path,
    beside: Path,
    there: Mapping[str, Stat],
    progress: Callable[[int, int], None] | None,
) -> Published:
    made_in = Folders(beside)
    done: dict[str, Stat] = {}
    old = str(site) + "/"

    def make(output: Output) -> Stat | None:
        """Write one file; None where the old one holds the same and was linked."""
        content, target = output.make(), made_in.file(output.path)
        if holds(old + output.path, content, there.get(output.path)):
            link(old + output.path, target)
            return None
        return write(target, content)

    made = workers.each(plan.make, make, progress)
    for path in plan.keep:
        link(old + path, made_in.file(path))
        done[path] = there[path]
    for output, stat in zip(plan.make, made, strict=True):
        done[output.path] = stat or there[output.path]
    written = sum(stat is not None for stat in made)
    if not site.is_dir():
        beside.rename(site)
    elif written or plan.gone:
        shutil.copymode(site, beside)
        folders.exchange(beside, site)
        # Where a file system has no hard links the copies have inodes of their own.
        linked = next((path for path, stat in done.items() if stat == there.get(path)), None)
        if linked and os.stat(site / linked).st_ino != there[linked].inode:
            done = {path: stat for path, stat in scan(site).items() if path in done}
    return _published(tree, done, written, len(plan.gone))


def _single(
    plan: _Plan,
    site: Path,
    beside: Path,
    there: Mapping[str, Stat],
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, Stat], int]:
    """Assets first, then pages that are new, then pages that change and may link to them, deletions last.

    Returns the files of the site, and how many were written.
    """
    done = dict(plan.keep)
    order = sorted(plan.make, key=lambda output: (_is_page(output.path), output.path in there))
    gone = set(plan.gone)
    blocking = {str(folder) for output in order if gone for folder in PurePosixPath(output.path).parents} & gone
    for path in blocking:  # a file where a folder has to be
        (site / path).unlink()
    waiting, placed = Folders(beside), Folders(site)
    written = 0
    for number, output in enumerate(order):
        if progress and not number % 100:
            progress(number, len(order))
        content, target = output.make(), placed.file(output.path)
        if holds(target, content, there.get(output.path)):
            done[output.path] = there[output.path]
            continue
        new = waiting.file(f"{number}")
        write(new, content)
        if os.path.isdir(target) and not os.path.islink(target):
            shutil.rmtree(target)
        os.replace(new, target)
        done[output.path] = stat_of(target)
        written += 1
    for path in sorted(gone - blocking, key=lambda path: not _is_page(path)):
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(site / path)
    remove_empty(site, plan.gone)
    return done, written


def _published(tree: Tree, done: Mapping[str, Stat], written: int, removed: int) -> Published:
    return _numbers({path: (tree[path].fingerprint, stat) for path, stat in done.items()}, written, removed)


def _numbers(files: dict[str, File], written: int, removed: int) -> Published:
    size = sum([stat.size for _, stat in files.values()])
    return Published(files, written, removed, len(files) - written, size)


@contextmanager
def _told(site_dir: Path) -> Iterator[None]:
    """What the system refuses as a PublishError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise PublishError(f"{site_dir}: no space left to write the site; the old one is as it was") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            where = error.filename2 or error.filename or site_dir
            raise PublishError(f"{site_dir}: cannot be written ({where}: {reason}); the old one is as it was") from None
        raise PublishError(f"{site_dir}: cannot be written: {error}; the old one is as it was") from None
