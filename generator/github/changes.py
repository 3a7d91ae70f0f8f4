"""What a change does to the site, as text for the people who decide about it: pages, entries, possible duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import NamedTuple

from generator.checks.duplicates import Index, Work, title_key
from generator.core.problems import Problem, count, visible
from generator.files.fragments import Fragments
from generator.files.settings import Settings
from generator.model import addresses
from generator.model.library import Library
from generator.model.model import FrontMatter
from generator.model.paper import Paper
from generator.site import pages
from generator.site.rendering import long_date

MOST = 20  # of each kind are named; the rest are counted
ALIKE = 0.85  # titles from here on are worth a look


class Difference(NamedTuple):
    """The pages of two sites against one another: paths that are new, that changed, and that are gone."""

    new: Sequence[str]
    changed: Sequence[str]
    gone: Sequence[str]


class _NoTheme:
    """Stands for the theme, which a change of papers leaves as it is."""

    icons: Mapping[str, str] = MappingProxyType({})

    def pieces(self, tab: str, base: str) -> list[str]:  # noqa: ARG002 - as Shells has it
        raise LookupError(tab)  # nothing is rendered to find out what changed

    def digest(self, tab: str) -> str:  # noqa: ARG002 - as Shells has it
        return ""


def difference(before: Library, after: Library, settings: Settings) -> Difference:
    """What differs between the pages of two libraries, by what they are made from; nothing is rendered."""
    old, new = (_pages(library, settings) for library in (before, after))
    return Difference(
        sorted(new.keys() - old.keys()),
        sorted(path for path in new.keys() & old.keys() if new[path] != old[path]),
        sorted(old.keys() - new.keys()),
    )


def _pages(library: Library, settings: Settings) -> dict[str, str]:
    outputs = pages.outputs(library, replace(settings, search=False), _NoTheme(), Fragments())
    return {output.path: output.fingerprint for output in outputs if output.path.endswith(".html")}


def text(before: Library, after: Library, problems: Sequence[Problem], settings: Settings) -> str:
    """The whole report, plain text. problems: those that the change brought, warnings among them."""
    parts = [*_problems(problems), *_entries(before, after), *_duplicates(before, after)]
    parts += _site(difference(before, after, settings))
    return visible("\n\n".join(parts) + "\n", keep="\n")


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    for title, severity in (("Problems", "error"), ("Warnings", "warning")):
        of = [problem for problem in problems if problem.severity == severity]
        if of:
            yield f"{title}: {count(of):,}"
            yield from (problem.text() for problem in of[:MOST])


def _entries(before: Library, after: Library) -> Iterator[str]:
    for paper in after.papers:
        old = before.by_key.get(paper.key)
        if old is None:
            yield f"New entry: {paper.path}\n\n{_entry(paper, after)}"
        elif differs := _fields(old, paper):
            yield f"Changed entry: {paper.path} ({', '.join(differs)})\n\n{_entry(paper, after)}"
    gone = [paper.path for paper in before.papers if paper.key not in after.by_key]
    if gone:
        yield _listed("Entries that are gone, or cannot be read", gone)


def _fields(old: Paper, new: Paper) -> list[str]:
    names = (*FrontMatter.model_fields, "summary", "path")
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def _entry(paper: Paper, library: Library) -> str:
    """An entry as a list of the site shows it, in words."""
    vocabulary = library.vocabulary
    people = [author.name for author in paper.people]
    authors = ", ".join(people[:3]) + (f", and {len(people) - 3} more" if len(people) > 3 else "")
    venue = paper.venue.label if paper.venue else ""
    categories = [vocabulary.categories[key].title for key in paper.categories]
    tags = [vocabulary.tags[key].title for key in paper.tags]
    lines = [
        paper.title + (f" [{paper.status}]" if paper.status else ""),
        " · ".join(part for part in (authors, long_date(paper.date), venue) if part),
        paper.tldr,
        " · ".join([", ".join(categories), *([", ".join(tags)] if tags else [])]),
        "",
        *paper.summary.strip().splitlines(),
    ]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _duplicates(before: Library, after: Library) -> Iterator[str]:
    """Entries that a new one may be the same work as: by identifier or title, or with a title much like its."""
    new = [paper for paper in after.papers if paper.key not in before.by_key]
    others = [paper for paper in after.papers if paper.key in before.by_key]
    index = Index(Work.of(paper) for paper in others)
    found = []
    for paper in new:
        same = {match.work.path for match in index.same(Work.of(paper))}
        same |= {other.path for other in others if other.key not in paper.not_same_as and _alike(paper, other)}
        found += [f"{paper.path} and {path}" for path in sorted(same)]
    if found:
        yield _listed("Possibly the same work", found)


def _alike(one: Paper, other: Paper) -> bool:
    matcher = SequenceMatcher(None, title_key(one.title), title_key(other.title), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _site(found: Difference) -> Iterator[str]:
    if not any(found):
        yield "No page of the site changes."
        return
    for what, paths in zip(("New pages", "Changed pages", "Pages that are gone"), found, strict=True):
        if paths:
            yield _listed(what, [f"/{addresses.address_of(path)}" for path in paths])


def _listed(what: str, lines: Sequence[str]) -> str:
    shown: Iterable[str] = lines[:MOST]
    more = [f"and {len(lines) - MOST:,} more"] if len(lines) > MOST else []
    return "\n".join([f"{what}: {len(lines):,}", *(f"    {line}" for line in (*shown, *more))])
