"""What we measure of our own: builds from nothing, part for part, and builds after one change."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests import made_up
from tests.benchmarks.parts import PARTS
from tests.benchmarks.processes import Case
from tests.benchmarks.tables import ALL, PAGES

OWN = 144
ROOM = 400_000  # bytes for each paper, and more than its part of our site and of those of others takes
ROOM_OF_OURS = 160_000  # and than that of ours alone


def project(folder: Path, size: int) -> Path:
    """A project of `size` papers with a copy of the program: the first collection, or made-up papers."""
    made = folder / f"ours-{size}"
    if size == OWN:
        made.mkdir()
        shutil.copytree(made_up.ROOT / "papers", made / "papers")
        shutil.copytree(made_up.ROOT / "docs", made / "docs")
        shutil.copy(made_up.ROOT / "mkdocs.yml", made)
    else:
        made_up.make(made, size)
        (made / "generator").unlink()
    shutil.copytree(made_up.ROOT / "generator", made / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    return made


def cases(made: Path, size: int) -> Iterator[Case]:
    """The cases of one project, in an order in which each finds what it needs."""
    program = (sys.executable, "-m", "generator", "build")
    parts = (sys.executable, "-m", "tests.benchmarks.parts", "build")
    there = {"PYTHONPATH": str(made_up.ROOT), "PAPERS_ABSTRACTS": ""}

    def case(name: str, command: tuple[str, ...], before, made_folder: str = "") -> Case:  # type: ignore[no-untyped-def]  # as Case has it
        return Case("ours", name, size, made, command, before, made=made_folder, environment=there)

    yield case(PAGES, parts, from_nothing, "site")
    for part in PARTS:
        yield case(f"pages and {part}, from nothing", (*parts, part), from_nothing)
    yield case("all but the map, from nothing", (*parts, *(p for p in PARTS if p != "map")), from_nothing)
    yield case(ALL, program, from_nothing, "site")
    yield case("nothing changed", program, lambda folder, number: None)
    yield case("one paper edited", program, edit_paper)
    yield case("one tag renamed", program, rename_tag)
    yield case("one template edited", program, edit_template)


def large(made: Path, size: int, *, on_disk: bool) -> Iterator[Case]:
    """Those of a large list."""
    clean = partial(_on_new_ground, size * ROOM) if on_disk else _alone
    for case in cases(made, size):
        if case.name in (PAGES, ALL, "nothing changed", "one paper edited"):
            case.who = "ours, on disk" if on_disk else "ours, in memory"
            if case.before is from_nothing:
                case.before = clean
            yield case


def _alone(folder: Path, number: int) -> None:
    """Remove the site and all that was kept, here and of the lists beside: memory has no room for both."""
    for one in folder.parent.glob("ours-*"):
        from_nothing(one, number)


def _on_new_ground(room: int, folder: Path, number: int) -> None:
    """Put the site and all that was kept aside, and wait for the disk; of what lies aside as much stays as has room.

    A disk takes up to twice as long for what is made shortly after as many files were deleted (ext4 avoids their
    inodes), or while it is still busy with what was written before. room: bytes that are to be free.
    """
    for old in sorted(folder.parent.glob(f"{folder.name}-*")):
        if shutil.disk_usage(folder).free < room:
            shutil.rmtree(old)
    aside = folder.with_name(f"{folder.name}-{time.time_ns()}")
    aside.mkdir()
    for name in ("site", ".cache"):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    os.sync()


def from_nothing(folder: Path, number: int) -> None:
    """Remove the site and all that was kept."""
    for name in ("site", ".cache"):
        shutil.rmtree(folder / name, ignore_errors=True)


def edit_paper(folder: Path, number: int) -> None:
    """Another title for the first paper."""
    path = min(folder.glob("papers/[a-z]*.md"))
    text = path.read_text(encoding="utf-8")
    title = text.split("title: ", 1)[1].split("\n", 1)[0]
    path.write_text(text.replace(f"title: {title}", f'title: "Edited {number} {time.time_ns()}"', 1), encoding="utf-8")


def rename_tag(folder: Path, number: int) -> None:
    """Another title for the first tag."""
    path = folder / "papers/_tags.yml"
    head, mark, rest = path.read_text(encoding="utf-8").partition("  title: ")
    title, _, rest = rest.partition("\n")
    bare = re.sub(r"^Renamed \d+ ", "", title)
    path.write_text(f"{head}{mark}Renamed {number} {bare}\n{rest}", encoding="utf-8")


def edit_template(folder: Path, number: int) -> None:
    """Another word in the template of a paper's page."""
    path = folder / "generator/site/templates/paper.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('<div class="p-page p-paper', f'<div class="p-page p-paper edited-{number}'), encoding="utf-8"
    )
