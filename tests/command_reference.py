"""The page of the commands, made from the program: `python -m tests.command_reference` writes it."""

from __future__ import annotations

import inspect

import click

from generator.cli.program import main
from tests.project import ROOT

PAGE = ROOT / "docs" / "reference" / "commands.md"
INTRODUCTION = """\
# Commands

`papers COMMAND`, in the folder of the list or below it: `.venv/bin/papers`, or `papers` after
`. .venv/bin/activate`. `papers COMMAND --help` says in the terminal what stands here.

Exit status: 0 when all is well, 1 when problems were found or the work could not be done, 2 for wrong usage. A fault in
the input is told with its place, what is wrong, and what to write instead.
"""


def text() -> str:
    """The page, from the help of every command and option."""
    parts = [INTRODUCTION]
    for path, command in _commands(main, "papers"):
        context = click.Context(command, info_name=path)
        usage = " ".join(command.collect_usage_pieces(context))
        parts.append(f"## {path}\n\n```text\n{path} {usage}\n```\n")
        parts += [f"{paragraph}\n" for paragraph in _paragraphs(command.help or "")]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        if options:
            rows = [_row(option, context) for option in options if not option.hidden]
            parts.append("\n".join(["| option | meaning |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _commands(group: click.Group, path: str) -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        here = f"{path} {name}"
        found += _commands(command, here) if isinstance(command, click.Group) else [(here, command)]
    return found


def _paragraphs(words: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in inspect.cleandoc(words).split("\n\n")]


def _row(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    assert record
    names, meaning = record
    if isinstance(option.type, click.Choice):
        names = " / ".join(option.opts)
        meaning += f" One of {', '.join(f'`{choice}`' for choice in option.type.choices)}."
    return f"| `{names}` | {meaning.replace('|', '&#124;').replace('<', '&lt;')} |"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
