"""`papers check` and `papers format`: the files of the papers."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.project import PAPERS, chosen, failed, project, today

if TYPE_CHECKING:
    from generator.core.problems import Problem
    from generator.model.library import Library

_SINCE = click.option("--since", default="", metavar="REVISION",
                      help="Only what changed since this revision of git, such as main.")  # fmt: skip


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True,
              help="How problems are printed: for people, as annotations of GitHub Actions, or as JSON.")  # fmt: skip
@_SINCE
def check(files: tuple[str, ...], form: str, since: str) -> None:
    """Say what is wrong with the papers, vocabularies, settings and documents: where, what, and what to write instead.

    With FILEs, only their problems are reported. Exit status: 0 clean or only warnings, 1 problems, 2 wrong usage.
    """
    from generator.checks import report
    from generator.checks.revision import RevisionError

    root = project()
    try:
        text, status = report.checked(
            root / PAPERS, root, chosen(files, root), form, today(), since, lambda library: _besides(root, library)
        )
    except RevisionError as error:
        failed(str(error))
    # JSON is UTF-8 wherever it is printed (RFC 8259, section 8.1).
    click.echo(text.encode() if form == "json" else text)
    sys.exit(status)


def _besides(root: Path, library: Library) -> list[Problem]:
    """The problems of the settings and the documents."""
    from generator.build import site, sources
    from generator.files import settings

    if not os.path.lexists(root / settings.CONFIG_FILE):
        return []
    try:
        read = settings.read(root)
    except settings.SettingsError as error:
        return [error.problem()]
    found = sources.check(read, library)
    # A list without documents has no site; a build without papers ends before the documents are read.
    if not read.docs_dir.is_dir() or not library.papers or any(p.rule == "unreadable-file" for p in found):
        return found
    known = {(problem.path, problem.line, problem.rule) for problem in found}
    return found + [p for p in site.rehearse(read, library) if (p.path, p.line, p.rule) not in known]


@click.command("format")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print what would change as a diff.")
@_SINCE
def format_(files: tuple[str, ...], only_check: bool, dry_run: bool, since: str) -> None:
    """Bring paper files into canonical order and quoting and rewrite aliases; summaries stay as they are.

    A file with other faults is left alone, and its problems are told. Exit status: 0 done, 1 problems, or with
    --check files that would change, 2 wrong usage.
    """
    from generator.checks import report, revision

    root = project()
    mode = "check" if only_check else "dry-run" if dry_run else "write"
    status = 0
    only = chosen(files, root)
    if since:
        try:
            changed = revision.changed(since, root / PAPERS, root)
        except revision.RevisionError as error:
            failed(str(error))
        only = changed if only is None else only & changed
    for told in report.formatted(root / PAPERS, root, only, mode):
        click.echo(told.text, err=told.problem)
        status |= told.failed
    sys.exit(status)
