"""`papers new` and `papers lookup`: what services say of a paper."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import services
from generator.cli.project import PAPERS, failed, project, today
from generator.core.text.counting import counted

if TYPE_CHECKING:
    from generator.importing.facts import Facts
    from generator.importing.services import Lookup
    from generator.model.library import Library

_contact = click.option("--contact", metavar="EMAIL", envvar="PAPERS_CONTACT",
                        help="Told to the services, so that they can reach you. Also: PAPERS_CONTACT.")  # fmt: skip


@click.command()
@click.argument("what", required=False)
@click.option("--no-network", is_flag=True, help="Ask no service; write what WHAT itself says, to be filled in.")
@click.option("--also", is_flag=True, help="Write the file although the paper seems to be there, with not_same_as.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the file.")
@click.option("--category", "categories", multiple=True, help="A category; may be given three times.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@_contact
def new(what: str | None, no_network: bool, also: bool, dry_run: bool, categories: tuple[str, ...],
        tags: tuple[str, ...], contact: str | None) -> None:  # fmt: skip
    """Write the file of a new paper: an arXiv id, a DOI, or an address at arXiv, OpenReview or PubMed.

    WHAT may also be - for a BibTeX entry on standard input. Without it the fields are asked for, one by one. What is
    left for you, such as a tldr and a summary in your own words, is told. Exit status: 0 written, 1 not written, 2
    wrong usage.
    """
    from generator.importing import entries

    root = project()
    try:
        facts = _said(what, root, no_network, also, contact)
        facts.categories = [*categories, *facts.categories]
        facts.keywords = [*tags, *facts.keywords]
        entry = entries.new(facts, root / PAPERS, root, today(), schema=_schema(root), also=also)
        if not entry.made.path:
            failed(entry.made.reason)
        if dry_run:
            click.echo(entry.made.text, nl=False)
        else:
            from generator.importing import drafts

            drafts.write(root, entry.made.path, entry.made.text)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\npapers: stopped; nothing was written", err=True)
        sys.exit(130)
    for left in entry.made.left_out:
        click.echo(f"left out: {left}", err=True)
    for note in entry.notes:
        click.echo(note, err=True)
    for name, words in entry.suggested.items():
        click.echo(f"{name} are a guess from the text, look at them: {', '.join(words)}", err=True)
    click.echo(f"{entry.made.path}: {'would be written' if dry_run else 'written'}", err=dry_run)
    if entry.lacking:
        click.echo(f"left for you: {', '.join(entry.lacking)}", err=dry_run)


def _schema(root: Path) -> str:
    """Where editors find the JSON Schema of a paper file: on the site, or in the one that is built here."""
    from generator.files import settings
    from generator.model import addresses

    try:
        url = settings.read(root).url
    except settings.SettingsError:
        url = ""
    return addresses.absolute(url, addresses.PAPER_FILE_SCHEMA) or f"../site/{addresses.PAPER_FILE_SCHEMA}"


def _said(what: str | None, root: Path, no_network: bool, also: bool, contact: str | None) -> Facts:
    from generator.importing import entries
    from generator.importing import services as lookup

    if what == "-" or (what is None and not sys.stdin.isatty() and not sys.stdin.closed and _piped()):
        return _bibtex(sys.stdin.read())
    if what is None:
        return _asked(root)
    ids = lookup.identified(what)
    if not ids:
        raise click.UsageError(f'"{what}" is no arXiv identifier, DOI, or address at arXiv, OpenReview or PubMed')
    if not also and (there := entries.reason_against(ids, root / PAPERS, root)):
        failed(there)
    if no_network:
        return entries.facts_of(ids)
    answers = services.lookup(root, contact).find(ids)
    for told in answers.told:
        click.echo(told, err=True)
    if not answers.facts.title:
        failed(
            "nothing was found, and nothing was written; try again later, or write a file to fill in with --no-network"
        )
    return answers.facts


def _piped() -> bool:
    return os.environ.get("PAPERS_ASK") != "1"  # the tests of the questions have no terminal


def _bibtex(text: str) -> Facts:
    from generator.importing import importers

    try:
        records = list(importers.records(importers.File("bibtex", text)))
    except importers.CannotRead as error:
        failed(str(error))
    if len(records) != 1:
        failed(f"standard input holds {counted(len(records), 'record')}; give one BibTeX entry, or use papers import")
    if records[0].facts is None:
        failed(f"standard input: line {records[0].line}: {records[0].reason}")
    return records[0].facts


def _asked(root: Path) -> Facts:
    """The fields, asked one by one; what breaks a rule is asked again."""
    from generator.files import loading
    from generator.importing import author_lists, facts
    from generator.importing.facts import Facts

    vocabulary = loading.load(root / PAPERS, root)[0].vocabulary
    said = Facts()

    def ask(question: str, wrong: Callable[[str], str], required: bool = False) -> str:
        while True:
            answer = str(click.prompt(question, default="", show_default=False)).strip()
            if not answer and not required:
                return ""
            fault = wrong(answer) if answer else "this is needed"
            if not fault:
                return answer
            click.echo(f"  {fault}")

    def rule(name: str) -> Callable[[str], str]:
        return lambda answer: facts.fault_of(name, answer)

    def words(kind: Any) -> Callable[[str], str]:
        def wrong(answer: str) -> str:
            return next((f'"{w}" is not there; look into papers/_{kind}.yml' for w in facts.keywords(answer)
                         if vocabulary.meant(kind, w) is None), "")  # fmt: skip

        return wrong

    said.title = ask("Title", rule("title"), required=True)
    said.authors = author_lists.people(ask("Authors (given names first, commas between)", lambda _: ""))
    said.date = ask("Date of the first public version (2023-09-03, 2023-09 or 2023)", rule("date"), required=True)
    for question in ("arXiv identifier (empty if it has none)", "DOI (empty if it has none)"):
        value = ask(question, lambda answer: "" if lookup_of(answer) else "this is no arXiv identifier and no DOI")
        said.identifiers |= lookup_of(value) if value else {}
    said.categories = facts.keywords(ask("Categories (one to three, the main one first)", words("categories")))
    said.keywords = facts.keywords(ask("Tags (commas between)", words("tags")))
    said.tldr = ask("The paper in one sentence of yours (20 to 200 characters; empty: later)", rule("tldr"))
    return said


def lookup_of(answer: str) -> dict[str, str]:
    """The identifier in an answer."""
    from generator.importing import services as lookup

    return lookup.identified(answer)


@click.command("lookup")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--write", is_flag=True, help="Fill the gaps, after showing each change as a diff.")
@click.option("--yes", is_flag=True, help="With --write: do not ask before writing.")
@click.option("--abstracts", is_flag=True, help="Only fetch the abstracts that are not kept yet, for your own builds.")
@_contact
def lookup_(keys: tuple[str, ...], write: bool, yes: bool, abstracts: bool, contact: str | None) -> None:
    """Ask the services about papers of the list: fill gaps, and say where they and the entry do not agree.

    A new DOI, a venue, a withdrawal or a retraction is found this way. Without KEYs all papers are looked up. Nothing
    that a person wrote is changed. Exit status: 0 nothing to tell, 1 something, 2 wrong usage.

    With --abstracts the authors' abstracts are kept outside the repository, and sites that are built on this machine
    show them. Exit status: 0 all are kept that the services have, 1 a service did not answer.
    """
    from generator.checks import formatting
    from generator.files import loading
    from generator.importing import comparing

    root = project()
    found, _ = loading.load(root / PAPERS, root)
    for key in keys:
        if key not in found.by_key:
            raise click.UsageError(f"there is no paper {key}")
    asked = services.lookup(root, contact)
    if abstracts:
        sys.exit(_abstracts(root, keys, found, asked))
    changes: list[formatting.Change] = []
    told = 0
    for key in keys or list(found.by_key):
        paper = found.by_key[key]
        ids = {name: value for name in ("arxiv", "doi", "pmid", "openreview") if (value := getattr(paper, name))}
        if not ids:
            continue
        answers = asked.find(ids)
        compared = comparing.compared(paper, answers.facts, answers.by_field, found.vocabulary)
        for line in (*answers.told, *compared.told):
            click.echo(f"{paper.path}: {line}")
            told += 1
        if compared.gaps:
            before = (root / paper.path).read_bytes()
            after = formatting.rewritten(before, paper.path, compared.fill)
            changes.append(formatting.Change(paper.path, before, after))
            click.echo(changes[-1].diff("looked up"), nl=False)
    if changes and write and (yes or click.confirm(f"Write {counted(len(changes), 'file')}?")):
        for change in changes:
            formatting.write(change, root)
        click.echo(f"{counted(len(changes), 'file')} written")
    elif changes and not write:
        click.echo(f"{counted(len(changes), 'file')} would change; papers lookup --write writes them")
    elif not changes and not told:
        click.echo("nothing to tell")
    sys.exit(int(bool(told or (changes and not write))))


def _abstracts(root: Path, keys: tuple[str, ...], found: Library, asked: Lookup) -> int:
    """Fetch what is not kept yet; the exit status."""
    from generator.files import settings
    from generator.importing import abstracts

    kept = settings.read(root).abstracts
    if kept is None:
        failed("PAPERS_ABSTRACTS is empty: it says that no abstracts are kept")
    papers = [found.by_key[key] for key in keys] or list(found.papers)
    there = abstracts.of_papers(kept, papers)
    new = troubles = 0
    try:
        for paper in papers:
            for name, identifier in abstracts.ids(paper).items() if paper.key not in there else ():
                answers = asked.find({name: identifier})
                for told in answers.told:
                    click.echo(f"{paper.path}: {told}")
                facts = answers.by_field.get(name)
                troubles += facts is None and not any("does not know" in told for told in answers.told)
                if facts and abstracts.keep(kept, name, identifier, facts.abstract):
                    new += 1
                    break
    except OSError as error:
        failed(f"{kept}: cannot be written: {error.strerror}")
    missing = len(papers) - new - len(there)
    click.echo(f"{counted(new, 'abstract')} fetched, {len(there)} kept before, {missing} not found: {kept}")
    return int(bool(troubles))
