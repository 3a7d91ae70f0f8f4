"""The command line: `papers COMMAND`. The commands stand in `commands/`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from generator import __version__

# Command → where in `commands/` it stands.
_WHERE = {
    "check": "papers.check",
    "format": "papers.format_",
    "changes": "github.changes",
    "github": "github.github",
    "init": "starting.init",
    "build": "site.build",
    "serve": "site.serve",
    "import": "bringing.import_",
    "drafts": "bringing.drafts",
    "digest": "digest.digest",
    "new": "asking.new",
    "lookup": "asking.lookup_",
    "metrics": "metrics.metrics",
    "tags": "curating.tags",
    "categories": "curating.categories",
    "venues": "curating.venues",
    "authors": "curating.authors",
    "links": "links.links_",
}


class _OnDemand(MutableMapping[str, click.Command]):
    """The commands by their names. Each is imported when it is asked for: no other waits for what it needs."""

    def __init__(self) -> None:
        self._where = dict(_WHERE)

    def __getitem__(self, name: str) -> click.Command:
        module, _, found = self._where[name].partition(".")
        command: click.Command = getattr(import_module(f"generator.cli.{module}"), found)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        raise TypeError(f"{name}: to be named where the others are")

    def __delitem__(self, name: str) -> None:
        del self._where[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)


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


@click.group(cls=Commands, commands=_OnDemand(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papers")
def main() -> None:
    """Check, format, preview and build a curated list of papers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter must not end us


def run() -> None:
    """The program `papers`: the command line, and then an end without delay."""
    gc.set_threshold(50_000)  # else a twelfth of all importing goes into looking through what stays, again and again
    try:
        main(prog_name="papers")
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        end(ended.code or 0)


def end(code: int) -> NoReturn:
    """End the process without delay: to take ten thousand papers apart one by one takes longer than an edit."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads on
            stream.flush()
    os._exit(code)
