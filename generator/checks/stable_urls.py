"""Pages that a change takes off the site without a redirect: their URLs, which others link to, would be dead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.checks import partial_papers
from generator.checks.duplicates import Index, Work
from generator.checks.paper_rules import KINDS, Kind
from generator.core.problems import Fault, Problem, quoted, rule
from generator.files import input_files
from generator.files.source_text import NOWHERE, Check, Source
from generator.model.library import Library
from generator.model.vocabulary import FILES


@rule(
    "lost-paper",
    wrong="keller-2023.md becomes keller-2023-waves.md",
    right="keller-2023.md becomes keller-2023-waves.md, with the line former_keys: [keller-2023]",
    part="change",
)
def lost_paper(key: str, now: str, removed: str) -> Fault:
    """A paper that is renamed keeps its old key in `former_keys`; one that is removed stands in `papers/_removed.yml`.

    Its URL then leads to the new page, or to one that says why it is gone. Seen only with `--since`, and on a pull
    request.
    """
    if now:
        return Fault(f'the URL of "{key}" is lost', f"add a line former_keys: [{key}]")
    return Fault(
        f'the URL of "{key}" is lost', f"add to papers/_removed.yml: {removed}; or former_keys: [{key}] to its new file"
    )


@rule(
    "lost-word",
    wrong="the tag spiking becomes spiking-networks",
    right="the tag spiking becomes spiking-networks, with aliases: [spiking]",
    part="change",
    warning=True,
)
def lost_word(key: str, kind: Kind) -> Fault:
    """A category, tag or venue that is renamed or merged keeps its old key as an alias, so that its URL is redirected.

    Seen only with `--since`, and on a pull request.
    """
    command = f"papers {kind} rename and papers {kind} merge do it"
    return Fault(f'the URL of "{key}" is lost', f"add it to the aliases of what takes its place; {command}")


def find_lost(before: Library, after: Library, papers_dir: Path, root: Path, today: str) -> list[Problem]:
    """Return a problem for each page of `before` whose URL the change to `after` loses.

    before, after: the papers without problems and the vocabularies. papers_dir: where the files of `after` are; those
    with problems are no lost pages. root: paths of problems start there. today: `YYYY-MM-DD`.
    """
    return sorted(
        [*_lost_papers(before, after, papers_dir, root, today), *_lost_words(before, after, papers_dir, root)]
    )


def _lost_papers(before: Library, after: Library, papers_dir: Path, root: Path, today: str) -> Iterator[Problem]:
    there = {
        path.rpartition("/")[2].removesuffix(".md"): (path, file)
        for path, file, problem in input_files.files(papers_dir, root)
        if problem is None
    }
    kept = {*there, *after.former, *(entry.key for entry in after.vocabulary.removed)}
    lost = [paper for paper in before.papers if paper.key not in kept]
    if not lost:
        return
    new = [
        after.by_key.get(key) or partial_papers.read(file, path)
        for key, (path, file) in sorted(there.items())
        if key not in before.by_key
    ]
    index = Index(Work.of(paper) for paper in new if paper is not None)
    for paper in lost:
        match = next(index.same(Work.of(paper)), None)
        entry = f"- {{key: {paper.key}, title: {quoted(paper.title)}, reason: WHY, day: {today}}}"
        path = match.work.path if match else paper.path
        yield _problem(path, lost_paper, paper.key, path if match else "", entry)


def _lost_words(before: Library, after: Library, papers_dir: Path, root: Path) -> Iterator[Problem]:
    for kind in KINDS:
        had_a_page = {"categories": before.in_category, "tags": before.with_tag, "venues": before.at_venue}[kind]
        for key in had_a_page:
            if key in getattr(before.vocabulary, kind) and after.vocabulary.meant(kind, key) is None:
                yield _problem(input_files.relative(papers_dir / FILES[kind], root), lost_word, key, kind)


def _problem(path: str, check: Check, *args: object) -> Problem:
    source = Source(path)
    source.add(check, NOWHERE, *args)
    return source.problems[0]
