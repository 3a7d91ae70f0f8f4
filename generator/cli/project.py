"""What all commands share: the folder of the list, the files that were named, the words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.core.text.counting import counted

if TYPE_CHECKING:
    from generator.core.problems import Problem

CONFIG = "mkdocs.yml"
PAPERS = "papers"


def project() -> Path:
    """The root of the project: the current folder or the nearest one above it with a mkdocs.yml."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    if (here / PAPERS).is_dir():
        return here
    raise click.UsageError(
        f"neither {here} nor a folder above it has a {CONFIG}; run this in the folder of a paper list"
    )


def chosen(files: Sequence[str], root: Path) -> frozenset[str] | None:
    """The files that were named, as paths from `root`; None where none was."""
    if not files:
        return None
    found: set[str] = set()
    for name in files:
        path = Path.cwd() / name
        if not path.exists() and not path.is_symlink():
            raise click.UsageError(f"{name} does not exist")
        lies = path.parent.resolve() / path.name  # links in the folders resolved, the file itself kept
        folder = (root / PAPERS).resolve()
        if path.is_dir() and not path.is_symlink():
            lies = path.resolve()
            found.update(_shown(file, folder) for file in lies.rglob("*") if file.is_file() and folder in file.parents)
            if lies == folder or folder in lies.parents:
                continue
        if folder not in lies.parents:
            raise click.UsageError(f"{name} is not in {PAPERS}/")
        found.add(_shown(lies, folder))
    return frozenset(found)


def _shown(file: Path, folder: Path) -> str:
    return f"{PAPERS}/{file.relative_to(folder).as_posix()}"


def failed(message: str) -> NoReturn:
    """Say why the work ended, and end with exit status 1."""
    click.echo(f"papers: {message}", err=True)
    raise SystemExit(1)


def today() -> str:
    """The day of this command, `YYYY-MM-DD` in UTC, so that it is the same wherever it is given."""
    return datetime.now(UTC).date().isoformat()


def count_of(problems: Sequence[Problem]) -> str:
    """`1,200 problems`, with those that are only counted."""
    from generator.core import problems as words

    return counted(words.count(problems), "problem")
