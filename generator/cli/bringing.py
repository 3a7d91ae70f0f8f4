"""`papers import` and `papers drafts`: entries from other programs' files, and what is still to be written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.progress import Progress
from generator.cli.project import PAPERS, failed, project, today
from generator.core.text.counting import counted

_FORMATS = (
    "bibtex", "ris", "csl-json", "json", "csv", "json-lines", "folder", "markdown", "listing",
    "pubmed", "web-of-science", "endnote",
)  # fmt: skip
_AUTHOR_STYLES = ("natural", "family-given", "family-initials", "first-inverted")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="What the file is; without it, the content decides."
)
@click.option("--fields", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file of lines theirs: ours, for the names of columns and fields.")  # fmt: skip
@click.option("--author-style", type=click.Choice(_AUTHOR_STYLES),
              help="How lists of authors in one cell are written; without it, the lists tell.")  # fmt: skip
@click.option("--category", "categories", multiple=True, help="A category for every record; may be given three times.")
@click.option("--tag", "tags", multiple=True, help="A tag for every record; may be given several times.")
@click.option("--also", multiple=True, metavar="RECORD",
              help="A record, by its line or name, that is not the paper it is taken for; repeatable.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would come in and what would not.")
def import_(
    file: Path, form: str | None, fields: Path | None, author_style: str | None, categories: tuple[str, ...],
    tags: tuple[str, ...], also: tuple[str, ...], dry_run: bool,
) -> None:  # fmt: skip
    """Bring in the records of a FILE (or folder) as drafts, files in drafts/ that wait for their words.

    Each record comes in, or is listed with its line and the reason. What is on the list already is not brought in
    again. Exit status: 0 every record came in or was there, 1 some could not be read, 2 wrong usage.
    """
    from generator.importing import importers, imports

    root = project()
    try:
        opened = importers.opened(file, form)
        names = imports.field_names(fields) if fields else {}
        with Progress() as progress:
            records = importers.records(opened, names, author_style or "")
            done = imports.plan(
                records,
                root / PAPERS,
                root,
                today(),
                categories,
                tags,
                lambda n: progress("reading the records", n, 0),
                also,
            )
            if not dry_run:
                of = len(done.brought)
                imports.write(done, root, lambda n: progress("writing the drafts", n, of))
    except imports.CannotRead as error:
        failed(str(error))
    except KeyboardInterrupt:
        click.echo(
            "papers: stopped; what was written is whole, and the same import goes on where this one ended", err=True
        )
        sys.exit(130)
    if opened.assumed:
        click.echo(f"{file}: {opened.assumed}", err=True)
    for note in opened.notes:
        click.echo(f"{file}: {note}", err=True)
    for line in imports.report(done, str(file)):
        click.echo(line, err=True)
    would = "would come in" if dry_run else "came in"
    click.echo(
        f"{counted(len(done.outcomes), 'record')}: {len(done.brought):,} {would} as drafts, {len(done.listed):,} listed"
    )
    there = [outcome for outcome in done.listed if outcome.made.there]
    sys.exit(int(len(there) < len(done.listed)))


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--accept", is_flag=True, help="Move the drafts that lack nothing into papers/.")
def drafts(keys: tuple[str, ...], accept: bool) -> None:
    """Say what each draft in drafts/ still lacks; with --accept make those that lack nothing entries of the list.

    Exit status: 0 no draft lacks anything, 1 some do, 2 wrong usage.
    """
    from generator.importing import drafts as work

    root = project()
    lacking = complete = 0
    wanted = set(keys)
    seen: set[str] = set()
    for draft in work.accept(root / PAPERS, root, lambda path: not wanted or Path(path).stem in wanted, accept):
        seen.add(Path(draft.path).stem)
        if draft.problems:
            lacking += 1
            click.echo("\n".join(problem.text() for problem in draft.problems) + "\n")
        else:
            complete += 1
            click.echo(f"{draft.path}: " + (f"moved to {draft.to}" if accept else "lacks nothing"))
    if wanted - seen:
        raise click.UsageError(f"there is no draft {min(wanted - seen)}")
    click.echo(f"{counted(lacking + complete, 'draft')}: {lacking:,} to be written, {complete:,} complete")
    sys.exit(int(bool(lacking)))
