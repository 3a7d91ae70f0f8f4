"""The command line: `papers COMMAND`. What a command does stands in the module of its name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from generator import __version__

CONFIG = "mkdocs.yml"
PAPERS = "papers"


class Commands(click.Group):
    """The group of commands. What the operating system refuses is told in one line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            sys.stderr.close()  # nobody reads on, as with `papers check | head`; Python must not complain at its end
            ctx.exit(1)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"papers: {where}{(error.strerror or str(error)).lower()}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papers")
def main() -> None:
    """Check, format, preview and build a curated list of papers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter must not end us


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
        if path.is_dir():
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


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True,
              help="How problems are printed: for people, as annotations of GitHub Actions, or as JSON.")  # fmt: skip
def check(files: tuple[str, ...], form: str) -> None:
    """Say what is wrong with the papers and vocabularies: where, what, and what to write instead.

    With FILEs only the problems of these are told. Exit status: 0 clean, 1 problems, 2 wrong usage.
    """
    from generator import report

    root = project()
    text, status = report.checked(root / PAPERS, root, chosen(files, root), form)
    # JSON is UTF-8 wherever it is printed (RFC 8259, section 8.1).
    click.echo(text.encode() if form == "json" else text)
    sys.exit(status)


@main.command("format")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print what would change as a diff.")
def format_(files: tuple[str, ...], only_check: bool, dry_run: bool) -> None:
    """Bring paper files into canonical order and quoting and rewrite aliases; summaries stay as they are.

    A file with other faults is left alone, and its problems are told. Exit status: 0 done, 1 problems, or with
    --check files that would change, 2 wrong usage.
    """
    from generator import report

    root = project()
    mode = "check" if only_check else "dry-run" if dry_run else "write"
    status = 0
    for told in report.formatted(root / PAPERS, root, chosen(files, root), mode):
        click.echo(told.text, err=told.problem)
        status |= told.failed
    sys.exit(status)
