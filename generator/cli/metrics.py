"""`papers metrics`: a snapshot of citations and stars."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from generator.cli.progress import Progress
from generator.cli.project import count_of, failed, project
from generator.core.text.counting import counted


@click.command()
@click.option("--dry-run", is_flag=True, help="Ask the services, and print the snapshot instead of writing it.")
def metrics(dry_run: bool) -> None:
    """Take a snapshot of citations (OpenAlex) and stars (GitHub) into papers/_metrics/, named for the day.

    The environment may hold OPENALEX_API_KEY and GITHUB_TOKEN: with them the services answer more often. A snapshot is
    written whole or not at all.

    Exit status: 0 written, 1 not written, 2 wrong usage.
    """
    from generator.checks import checks
    from generator.files import metrics as snapshots
    from generator.files import settings
    from generator.files.input_files import METRICS
    from generator.importing.services import metrics as measuring

    try:
        site = settings.read(project())
    except settings.SettingsError as error:
        failed(str(error))
    library, problems = checks.load(site.papers_dir, site.root)
    if problems:
        failed(f"{count_of(problems)} in the papers; run papers check to see them")
    agent = f"papers ({site.url or site.repository or 'a curated list of papers'})"
    with Progress() as progress:
        try:
            found = measuring.measure(library, measuring.Web(agent), os.environ, progress)
        except measuring.ServiceError as error:
            progress.end()
            failed(f"{error}; nothing was written")
    for line in found.told:
        click.echo(line, err=True)
    text = snapshots.text(found.counts)
    if dry_run:
        click.echo(text, nl=False)
        return
    file = site.papers_dir / METRICS / f"{datetime.now(UTC):%Y-%m-%d}.json"
    file.parent.mkdir(exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
    click.echo(f"wrote {file.relative_to(site.root).as_posix()}: {counted(len(found.counts), 'paper')}")
