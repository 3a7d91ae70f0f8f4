"""`papers build` and `papers serve`: the site."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.build import page_weight
from generator.cli.progress import Progress
from generator.cli.project import count_of, failed, project
from generator.core.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.build.site import Report
    from generator.core.problems import Problem
    from generator.files.settings import Settings

HEAVY_SHOWN = 5  # heavy pages that are named
PAGES_LIMIT = 10**9  # bytes (GitHub Docs, "GitHub Pages limits")
_STAGES = {
    "papers": "reading the papers",
    "theme": "rendering the theme",
    "pages": "gathering the pages",
    "writing": "writing the site",
}
_builder = click.option(
    "--builder", type=click.Choice(["mkdocs", "properdocs", "zensical"]), default="mkdocs", show_default=True,
    help="What renders the theme and the hand-written pages.",
)  # fmt: skip


@click.command()
@_builder
@click.option("--site-dir", metavar="FOLDER", help="Where the site goes, instead of the site_dir of mkdocs.yml.")
@click.option("--keep-going", is_flag=True, help="Build the papers that have no fault, and say which were left out.")
@click.option("--fresh", is_flag=True, help="Build everything anew, whatever an earlier build left.")
@click.option("--no-search", is_flag=True, help="Leave the search index out; the finder then is the list alone.")
@click.option("--no-abstracts", is_flag=True, help="Leave out the abstracts that papers lookup --abstracts has kept.")
def build(
    builder: str, site_dir: str | None, keep_going: bool, fresh: bool, no_search: bool, no_abstracts: bool
) -> None:
    """Build the site. Only what changed is made again, and the old site stays until the new one is whole.

    Exit status: 0 built, 1 not built, or with --keep-going papers left out, 2 wrong usage.
    """
    from generator.build import site

    settings = replace(_settings(), search=not no_search)
    if no_abstracts:
        settings = replace(settings, abstracts=None)
    where = Path.cwd() / site_dir if site_dir else settings.site_dir
    with Progress() as progress:

        def tell(stage: str, done: int, of: int) -> None:
            progress(_STAGES[stage], done, of)

        try:
            report = site.build(
                settings, builder=builder, site_dir=where, keep_going=keep_going, fresh=fresh, progress=tell
            )
        except site.Faults as error:
            progress.end()
            click.echo(_problems(error.problems), err=True)
            failed(f"{_in_files(error.problems)}; nothing was built, and the old site is as it was")
        except site.ERRORS as error:
            progress.end()
            failed(str(error))
        except KeyboardInterrupt:
            progress.end()
            click.echo("papers: stopped; the next build goes on where this one ended", err=True)
            sys.exit(130)  # 128 and the number of SIGINT, as shells say it
    if report.left_out:
        click.echo(_problems(report.left_out), err=True)
        files = sorted({problem.path for problem in report.left_out})
        click.echo(f"left out: {', '.join(files)}", err=True)
    click.echo(_made(report, where))
    if report.heavy:
        click.echo(too_heavy(report), err=True)
    if report.size > 0.9 * PAGES_LIMIT:
        click.echo(too_large(report), err=True)
    sys.exit(int(bool(report.left_out)))


@click.command()
@click.option("--port", type=int, default=8000, show_default=True, help="The port to serve on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to serve on.")
@click.option("--allow-host", "allowed", multiple=True, metavar="NAME",
              help="Answer to this name or address too; without it only localhost is answered.")  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@_builder
def serve(port: int, host: str, allowed: tuple[str, ...], open_browser: bool, builder: str) -> None:
    """Preview the site. Every edit shows in the open browser by itself, and so does every fault.

    It answers to the names and addresses of this machine (localhost, 127.0.0.1, ::1), to that of --host, and to those
    of --allow-host, so that no other site can read it. On another machine's request for http://NAME:8000 it needs
    --host 0.0.0.0 --allow-host NAME.

    Exit status: 0 ended with Ctrl-C, 1 could not start, 2 wrong usage.
    """
    from generator.build import site
    from generator.build.preview import serving

    try:
        serving.serve(_settings(), port=port, host=host, allowed=allowed, builder=builder, open_browser=open_browser)
    except (serving.ServingError, *site.ERRORS) as error:
        failed(str(error))


def _settings() -> Settings:
    from generator.files import settings

    try:
        return settings.read(project())
    except settings.SettingsError as error:
        failed(str(error))


def _made(report: Report, where: Path) -> str:
    """What a build made, in a line."""
    try:
        shown = where.relative_to(Path.cwd()).as_posix()
    except ValueError:
        shown = str(where)
    changes = [
        f"{number:,} {word}"
        for number, word in ((report.written, "written"), (report.removed, "removed"), (report.unchanged, "unchanged"))
        if number
    ]
    return (
        f"{counted(report.papers, 'paper')}, {counted(report.pages, 'page')}, {_bytes(report.size)} in {shown}/ "
        f"({', '.join(changes)}; {report.seconds:.2f} s)"
    )


def too_large(report: Report) -> str:
    """What to do about a site that GitHub Pages will soon not take, or does not take any more."""
    state = "is more than" if report.size > PAGES_LIMIT else "comes near"
    return (
        f"papers: {_bytes(report.size)} {state} the 1 GB that GitHub Pages allows a site; --no-search makes it "
        "smaller, and another host, or a server of your own, has no such limit"
    )


def too_heavy(report: Report) -> str:
    """Which pages of papers are heavier than a page should be, at most five of them by name."""
    lines = [
        f"  {page.path}: {page.size / 1024:.1f} KiB"
        + (f", compressed {page.compressed / 1024:.1f} KiB" * bool(page.compressed))
        for page in report.heavy[:HEAVY_SHOWN]
    ]
    if len(report.heavy) > HEAVY_SHOWN:
        lines.append(f"  and {len(report.heavy) - HEAVY_SHOWN:,} more")
    count = counted(len(report.heavy), "paper page")
    most, compressed = page_weight.LIMIT // 1024, page_weight.COMPRESSED_LIMIT // 1024
    head = f"papers: {count} above {most} KiB, or {compressed} KiB compressed:"
    return "\n".join([head, *lines])


def _bytes(size: int) -> str:
    """A number of bytes in the unit that suits it (SI: 1 MB is 1,000,000 bytes)."""
    for unit, value in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= value:
            return f"{size / value:.1f} {unit}"
    return counted(size, "byte")


def _problems(problems: Sequence[Problem]) -> str:
    return "\n\n".join(problem.text() for problem in problems)


def _in_files(problems: Sequence[Problem]) -> str:
    return f"{count_of(problems)} in {counted(len({problem.path for problem in problems}), 'file')}"
