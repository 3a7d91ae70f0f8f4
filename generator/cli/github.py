"""`papers changes` and `papers github`: what a change does, and what the workflows do on GitHub."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from generator.cli.project import PAPERS, failed, project, today


@click.command()
@click.argument("revision")
def changes(revision: str) -> None:
    """Say what differs from REVISION, such as main: new problems, entries as they will look, pages of the site.

    Also which new entries may be the same work as others. Exit status: 0 told, 1 not to be found out, 2 wrong usage.
    """
    from generator.checks import checks, stable_urls
    from generator.checks import revision as git
    from generator.files import settings
    from generator.github import changes as report

    root = project()
    try:
        before, known = git.load(revision, root / PAPERS, root, today())
        after, problems = checks.load_all(root / PAPERS, root, today())
        lost = stable_urls.find_lost(before, after, root / PAPERS, root, today())
        click.echo(report.text(before, after, [*lost, *git.brought(problems, known)], settings.read(root)), nl=False)
    except (git.RevisionError, settings.SettingsError) as error:
        failed(str(error))


PLAN = click.option(
    "--plan",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what is to be posted to this file, and post nothing: a job with a write token does that.",
)


@click.group()
def github() -> None:
    """What the workflows in .github/ do on GitHub; without --plan they need its program gh and a token in GH_TOKEN."""


@github.command()
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("report", type=click.Path(path_type=Path))
@PLAN
def comment(event: Path, report: Path, plan: Path | None) -> None:
    """Keep the comment on a pull request up to date.

    EVENT is GitHub's payload of workflow_run (GITHUB_EVENT_PATH), REPORT the text of `papers changes` that the run
    left. Exit status: 0 done or nothing to do, 1 GitHub refused, 2 wrong usage.
    """
    from generator.files import input_files
    from generator.github import client, posting
    from generator.github import comment as pull_request

    if report.is_symlink():  # what stands in an artifact of the pull request's run may lead anywhere
        failed(f"{report}: is a link; the report is a file")
    text = input_files.file_bytes(report, str(report), 4 * client.SHOWN)
    if not isinstance(text, bytes):
        failed(f"{report}: {text.problems[0].message}")
    try:
        found, words, repository = _read(event), text.decode("utf-8", "replace"), _client(client)
        if plan is None:
            click.echo(pull_request.update(found, words, repository))
        else:
            posting.write(posting.Plan(pull_request.words(found, words, repository.repository)), plan)
    except client.GitHubError as error:
        failed(_named(str(error)))
    except (KeyError, TypeError):
        failed(f"{event}: is not what GitHub sends for workflow_run")


@github.command()
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--base", help="The commit that is checked out, on which the change is made; not with --plan.")
@click.option("--no-network", is_flag=True, help="Ask no service for what the form leaves open.")
@PLAN
def issue(event: Path, base: str | None, no_network: bool, plan: Path | None) -> None:
    """Make a pull request from an issue of the form Add a paper, or comment what is missing.

    EVENT is GitHub's payload of issues (GITHUB_EVENT_PATH). The file is left in papers/. With --plan nothing is
    written where there is nothing to post. Exit status: 0 done or nothing
    to do, 1 GitHub refused, 2 wrong usage.
    """
    from generator.cli import services
    from generator.cli.project import today
    from generator.github import client, posting, pull_request

    if bool(base) == bool(plan):
        raise click.UsageError("write either --base or --plan")
    root = project()
    try:
        found = _read(event)
        find = None if no_network else services.lookup(root, None).find
        if plan is None:
            done = pull_request.from_issue(found, root / PAPERS, root, _client(client), str(base), today(), find)
            click.echo(done)
        elif prepared := pull_request.prepare(found, root / PAPERS, root, today(), find):
            posting.write(prepared, plan)
        else:
            click.echo(pull_request.nothing(found))
    except client.GitHubError as error:
        failed(_named(str(error)))
    except (KeyError, TypeError):
        failed(f"{event}: is not what GitHub sends for issues")


def _read(event: Path) -> Any:
    try:
        return json.loads(event.read_text(encoding="utf-8"))
    except ValueError as error:
        return failed(f"{event}: is not JSON: {error}")


def _client(client: Any) -> Any:
    """The API of the repository that GITHUB_REPOSITORY names. Ends with a message where that is missing."""
    repository = os.environ.get("GITHUB_REPOSITORY", "").strip()
    if not repository:
        failed(_named("GITHUB_REPOSITORY is not set; it names the repository: owner/name"))
    try:
        return client.Client(repository)
    except client.GitHubError as error:
        return failed(f"GITHUB_REPOSITORY: {error}; write owner/name")


def _named(message: str) -> str:
    """The message, with the name of the variable for the token where there is none."""
    if any(os.environ.get(name) for name in ("GH_TOKEN", "GITHUB_TOKEN")):
        return message
    return f"{message}\npapers: GH_TOKEN is not set; gh takes the token from there, unless it is logged in"
