"""`papers tags`, `categories`, `venues` and `authors`: list, rename, merge, split, each change shown first."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.cli.project import PAPERS, failed, project
from generator.core.text.counting import counted

if TYPE_CHECKING:
    from generator.checks.formatting import Change
    from generator.curation.curating import Collection, Kind

F = TypeVar("F", bound=Callable[..., Any])
_SHOWN = 20  # files whose changes are shown in full, before a question


def _changing(command: F) -> F:
    for option in (
        click.option("--yes", is_flag=True, help="Do not ask before writing."),
        click.option("--dry-run", is_flag=True, help="Write nothing; show every change."),
    ):
        command = option(command)
    return command


def _collection() -> Collection:
    from generator.curation import curating
    from generator.importing import drafts

    root = project()
    try:
        return curating.Collection(root / PAPERS, root, (root / PAPERS, root / drafts.FOLDER))
    except curating.CannotCurate as error:
        failed(str(error))


def _make(change: Callable[[Collection], Sequence[Change]], yes: bool, dry_run: bool) -> None:
    """Show the changes, ask, and write all of them or none."""
    from generator.checks import formatting
    from generator.curation import curating

    collection = _collection()
    try:
        changes = [one for one in change(collection) if one.before != one.after]
    except curating.CannotCurate as error:
        failed(str(error))
    if not changes:
        click.echo("nothing to change: everything is so already")
        return
    shown = changes if dry_run or not yes else changes[:_SHOWN]
    for one in shown:
        click.echo(one.diff("curated"), nl=False)
    if len(shown) < len(changes):
        click.echo(f"... and {counted(len(changes) - len(shown), 'file')} more")
    if dry_run:
        click.echo(f"{counted(len(changes), 'file')} would change")
        return
    if not yes and not click.confirm(f"Write {counted(len(changes), 'file')}?"):
        click.echo("nothing was written")
        sys.exit(1)
    try:
        formatting.write_all(changes, collection.root)
    except formatting.FileChanged as error:
        failed(str(error))
    click.echo(f"{counted(len(changes), 'file')} written")


def _listed(kind: Kind, only_variants: bool) -> None:
    from generator.curation import curating, variants

    collection = _collection()
    uses = curating.used(collection, kind)
    entries = getattr(collection.vocabulary, kind)
    words = {**dict.fromkeys(entries, 0), **uses}
    if only_variants:
        also = {key: [entry.title, *entry.aliases] for key, entry in entries.items()}
        groups = variants.variants(words, also)
        for group in groups:
            click.echo("  ".join(f"{word} ({words[word]})" + ("" if word in entries else " new") for word in group))
            click.echo(f"    papers {kind} merge {' '.join(map(_quoted, group[1:]))} {_quoted(group[0])}")
        click.echo(f"{counted(len(groups), 'group')} of words that may be one")
        return
    for word in sorted(words, key=lambda word: (-words[word], word)):
        title = getattr(entries[word], "title", "") if word in entries else "not in the vocabulary"
        click.echo(f"{words[word]:>6,}  {word}" + (f"  {title}" if title != word else ""))


def _quoted(word: str) -> str:
    from shlex import quote

    return quote(word)


def _group(kind: Kind, noun: str) -> click.Group:
    about_it = "kind" if kind == "venues" else "definition"

    @click.group(kind, help=f"List, rename, merge and split {kind}, in the vocabulary and all files at once.")
    def group() -> None:
        pass

    @group.command("list", help=f"Every {noun} with the number of papers and drafts that use it.")
    @click.option(
        "--variants", is_flag=True, help="Only words that may be one, each with the command that merges them."
    )
    def list_(variants: bool) -> None:
        _listed(kind, variants)

    @group.command(help=f"Give a {noun} another key or name; the old one stays as an alias, and its address leads on.")
    @click.argument("old")
    @click.argument("new")
    @click.option("--title", default="", help="Another title too.")
    @_changing
    def rename(old: str, new: str, title: str, yes: bool, dry_run: bool) -> None:
        from generator.curation import curating

        _make(lambda collection: curating.rename(collection, kind, old, new, title), yes, dry_run)

    @group.command(help=f"Make WORDs one {noun}, the last that is named; their words become its aliases.")
    @click.argument("words", nargs=-1, required=True, metavar="WORD...")
    @click.argument("into")
    @click.option("--title", default="", help=f"The title, where the {noun} is new.")
    @click.option(f"--{about_it}", "about", default="", help=f"{about_it.capitalize()}, where the {noun} is new.")
    @_changing
    def merge(words: tuple[str, ...], into: str, title: str, about: str, yes: bool, dry_run: bool) -> None:
        from generator.curation import curating

        if bool(title) != bool(about):
            raise click.UsageError(f"a new {noun} needs both --title and --{about_it}")
        new = {"title": title, about_it: about} if title else None
        _make(lambda collection: curating.merge(collection, kind, words, into, new), yes, dry_run)

    @group.command(help=f"Put the {noun} NEW in the place of OLD in the papers that are named.")
    @click.argument("old")
    @click.argument("new")
    @click.option("--paper", "papers", multiple=True, required=True, help="The key of a paper; may be given often.")
    @_changing
    def split(old: str, new: str, papers: tuple[str, ...], yes: bool, dry_run: bool) -> None:
        from generator.curation import curating

        _make(lambda collection: curating.split(collection, kind, old, new, papers), yes, dry_run)

    return group


tags = _group("tags", "tag")
categories = _group("categories", "category")
venues = _group("venues", "venue")


@click.group()
def authors() -> None:
    """List authors, and bring together the names of one person, in papers/_people.yml."""


@authors.command("list")
@click.option("--variants", is_flag=True, help="Only names that may be one person's.")
@click.option("--doubtful", is_flag=True, help="Only what is doubtful: who is one person, and who two.")
def list_authors(variants: bool, doubtful: bool) -> None:
    """Every author with the number of papers, and what is doubtful about who they are."""
    from generator.curation import doubtful_persons
    from generator.curation.variants import same_people
    from generator.files import loading

    root = project()
    library = loading.load(root / PAPERS, root)[0]
    people = library.people
    doubts = list(doubtful_persons.iter_doubts(library))
    if doubtful:
        for doubt in doubts:
            click.echo(doubt)
        click.echo(f"{counted(len(doubts), 'doubt')} about who is who")
        return
    if variants:
        # Two ORCID iDs are two persons, whatever the names.
        groups = [
            group
            for group in same_people({p.name: len(p.papers) for p in people.values() if not p.filed.group})
            if len({p.orcid for p in people.values() if p.name in group} | {""}) <= 2
        ]
        for group in groups:
            click.echo("  ".join(group))
            click.echo(f"    papers authors merge {' '.join(map(_quoted, group[1:]))} {_quoted(group[0])}")
        click.echo(f"{counted(len(groups), 'group')} of names that may be one person's: look before you merge")
        return
    for person in sorted(people.values(), key=lambda person: (-len(person.papers), person.sort_key)):
        also = [variant for variant in person.variants if variant != person.name]
        orcid = f"  {person.orcid}" if person.orcid else ""
        click.echo(f"{len(person.papers):>6,}  {person.name}{orcid}" + (f"  (also {', '.join(also)})" if also else ""))
    if doubts:
        click.echo(f"{counted(len(doubts), 'doubt')} about who is who: papers authors list --doubtful")


@authors.command("merge")
@click.argument("variants", nargs=-1, required=True, metavar="VARIANT...")
@click.argument("name")
@_changing
def merge_authors(variants: tuple[str, ...], name: str, yes: bool, dry_run: bool) -> None:
    """Say that the VARIANTs are ways to write NAME, which is shown from now on. Papers stay as they are."""
    from generator.curation import person_names

    _make(lambda collection: person_names.merge(collection, variants, name), yes, dry_run)


@authors.command("rename")
@click.argument("old")
@click.argument("new")
@_changing
def rename_author(old: str, new: str, yes: bool, dry_run: bool) -> None:
    """Show a person under another name; the old one stays as a variant, and its address leads on."""
    from generator.curation import person_names

    _make(lambda collection: person_names.rename(collection, old, new), yes, dry_run)


@authors.command("split")
@click.argument("name")
@click.argument("variant")
@_changing
def split_author(name: str, variant: str, yes: bool, dry_run: bool) -> None:
    """Say that VARIANT is not a way to write NAME but another person."""
    from generator.curation import person_names

    _make(lambda collection: person_names.split(collection, name, variant), yes, dry_run)
