"""An issue *Add a paper* as a pull request with the checked file, or a comment that says what is missing.

The check runs here: a pull request that a workflow opens with its own token starts no other workflow. Nothing of the
issue's text becomes part of a command, a branch's name or a title; it travels as a value inside JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.checks import checks
from generator.checks.revision import brought
from generator.core.problems import Problem, count, report
from generator.github import issue_form, posting
from generator.github.client import Client, fenced
from generator.github.posting import Plan
from generator.importing import facts
from generator.importing.services import Answers
from generator.model import identifiers
from generator.model.vocabulary import Vocabulary

_MOST = 30  # problems in a comment


_VALID = {"arxiv": identifiers.is_arxiv, "doi": identifiers.is_doi, "openreview": identifiers.is_openreview}
Find = Callable[[Mapping[str, str]], Answers]


def from_issue(
    event: Mapping[str, Any],
    papers_dir: Path,
    root: Path,
    client: Client,
    base: str,
    today: str,
    find: Find | None = None,
) -> str:
    """Open a pull request from the issue, bring it up to date, or comment. Gives what was done, in words.

    base: the commit that is checked out in `root`, on which the change is made. Raises GitHubError, OSError.
    """
    plan = prepare(event, papers_dir, root, today, find)
    return posting.post(event, plan, client, base) if plan else nothing(event)


def nothing(event: Mapping[str, Any]) -> str:
    """Say, in words, that the issue is none of ours."""
    return f"#{int(event['issue']['number'])} is no open issue of the form *Add a paper*"


def prepare(
    event: Mapping[str, Any], papers_dir: Path, root: Path, today: str, find: Find | None = None
) -> Plan | None:
    """Make the paper file of the issue, or the comment that says what is missing; None where it is no open form.

    event: GitHub's payload of `issues`. root: the project, with the commit checked out that the change is made on.
    find: asks the services for what the form leaves open, by its identifiers; None: nobody is asked.
    The file is written into `papers_dir`, where the check wants it. Raises OSError.
    """
    issue = event["issue"]
    body = issue["body"] or ""
    if not issue_form.is_form(body) or issue["state"] != "open":
        return None
    filled = issue_form.read(body)
    library, before = checks.load(papers_dir, root)
    taken = {*library.by_key, *library.former, *(removed.key for removed in library.vocabulary.removed)}
    taken |= {path.stem for path in papers_dir.rglob("*.md")}
    values = issue_form.fields(filled, library.vocabulary, today)
    told = _looked_up(values, find, library.vocabulary, today) if find else []
    key, text = issue_form.file(values, filled.get("summary", ""), taken)
    (papers_dir / f"{key}.md").write_text(text, encoding="utf-8", errors="replace")
    problems = brought(checks.load(papers_dir, root)[1], before)
    if problems:
        return Plan(_missing(problems, told))
    return Plan(path=f"{papers_dir.relative_to(root).as_posix()}/{key}.md", text=text)


def _looked_up(values: dict[str, Any], find: Find, vocabulary: Vocabulary, today: str) -> list[str]:
    """Fill what the form leaves open with what the services say; gives what they could not say."""
    ids = {name: values[name] for name in ("arxiv", "doi", "openreview") if _VALID[name](values[name])}
    if not ids or all(values.get(name) for name in ("title", "authors", "date")):
        return []
    answers = find(ids)
    said = facts.draft(answers.facts, vocabulary, today).values
    for name in ("title", "authors", "date", "arxiv", "doi", "pmid", "openreview", "venue"):
        if said.get(name) and not values.get(name):
            values[name] = said[name]
    return answers.told


def _missing(problems: list[Problem], told: list[str]) -> str:
    more = f"\n\n… and {count(problems[_MOST:]):,} more" if len(problems) > _MOST else ""
    words = "\n\n".join([report(problems[:_MOST], "text").strip() + more, *told])
    return (
        "Thank you. Before this can become a pull request, the check asks for:\n\n"
        f"{fenced(words)}\n\n"
        "Please edit the issue (*… → Edit*): it is looked at again after each edit."
    )
