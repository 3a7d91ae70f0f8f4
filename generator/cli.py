"""The command line: `papers COMMAND`. The commands stand in `commands/`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Any

import click

from generator import __version__
from generator.commands import asking, bringing, curating, digest, github, links, metrics, papers, site, starting


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


_COMMANDS = (
    papers.check,
    papers.format_,
    github.changes,
    github.github,
    starting.init,
    site.build,
    site.serve,
    bringing.import_,
    bringing.drafts,
    digest.digest,
    asking.new,
    asking.lookup_,
    metrics.metrics,
    curating.tags,
    curating.categories,
    curating.venues,
    curating.authors,
    links.links_,
)
for command in _COMMANDS:
    main.add_command(command)


def run() -> None:
    """The program `papers`: the command line, and then an end without delay."""
    try:
        main(prog_name="papers")
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # nobody reads on
                stream.flush()
        # To take ten thousand papers apart one by one takes a third of a second; the system does it at once.
        os._exit(ended.code or 0)
