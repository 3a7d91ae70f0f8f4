"""`papers init`: a list of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.project import failed
from generator.core.text.counting import counted


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="Papers", show_default=True, help="The name of the list.")
@click.option("--generator", "requirement", metavar="REQUIREMENT",
              help="What pip installs this program from; without it, this version by its name.")  # fmt: skip
@click.option("--upgrade", is_flag=True, help="Bring the files that came with the program up to date.")
@click.option("--dry-run", is_flag=True, help="With --upgrade: change nothing; say what would change.")
def init(folder: Path, name: str, requirement: str | None, upgrade: bool, dry_run: bool) -> None:
    """Make an empty list in FOLDER that stands by itself: settings, vocabularies, pages, workflows, an example paper.

    With --upgrade FOLDER is a list that was made so. What you write is never touched, and a file that you changed is
    kept, with the difference printed. Exit status: 0 done, 1 not done, 2 wrong usage.
    """
    from generator.cli import starter_files as starting

    if dry_run and not upgrade:
        raise click.UsageError("--dry-run goes with --upgrade")
    try:
        if not upgrade:
            done = starting.start(folder, name, requirement or starting.REQUIREMENT)
            click.echo(f"{folder}: a new list of {counted(len(done), 'file')}")
            click.echo(f"next: cd {folder}, and what its README.md says")
            return
        done = starting.upgrade(folder, dry_run)
    except starting.StartError as error:
        failed(str(error))
    words = {"new": "would be written", "updated": "would be updated"} if dry_run else {"new": "written"}
    for one in done:
        if one.what == "kept":
            click.echo(f"{one.path}: kept, because you changed it\n{one.diff}")
        elif one.what != "same":
            click.echo(f"{one.path}: {words.get(one.what, one.what)}")
    changed = sum(one.what in {"new", "updated"} for one in done)
    click.echo(f"{counted(changed, 'file')} {'would change' if dry_run else 'changed'}")
