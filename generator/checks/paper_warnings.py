"""Rules for papers that only warn: what breaks them is shown, and neither fails a check nor keeps a paper out."""

from __future__ import annotations

from collections.abc import Callable

from generator.checks.duplicates import IDENTIFIERS
from generator.checks.paper_rules import Finding, Findings
from generator.core.problems import Fault, rule
from generator.core.text import latex
from generator.files.writing import scalar
from generator.model import group_names, keys, names
from generator.model.library import Library
from generator.model.paper import Paper


@rule("future-date", wrong="date: 2199-01-01", right="date: 2023-09-03", warning=True)
def future_date(library: Library, today: str) -> Findings:
    """`date`, `added` and `updated` are not in the future."""
    for paper in library.papers:
        for name in ("date", "added", "updated"):
            value = getattr(paper, name)
            if value and value > today[: len(value)]:
                yield Finding(paper, (name,), Fault(f"{value} is in the future", f"correct the date; today is {today}"))


@rule("no-identifier", wrong="links: {pdf: https://example.org/waves.pdf}", right="arxiv: 2309.08045", warning=True)
def no_identifier(library: Library, today: str) -> Findings:
    """A paper has an identifier: `arxiv`, `doi`, `pmid` or `openreview`. Without one it is found twice less easily, and
    no service can be asked about it.
    """
    for paper in library.papers:
        if not any(getattr(paper, name) for name in IDENTIFIERS):
            yield Finding(paper, (), Fault("the paper has no identifier", "add arxiv, doi, pmid or openreview"))


@rule("unusual-key", wrong="muller-2023.md", right="keller-2023.md", part="name", warning=True)
def unusual_key(library: Library, today: str) -> Findings:
    """A key begins with the first author's family name (with no author, a word of the title), and holds the year of the
    paper or of its venue.
    """
    for paper in library.papers:
        if not paper.date or not (paper.title or paper.people):
            continue  # what a key is made from is missing, or cannot be read
        parts = paper.key.split("-")
        first = names.slug(paper.people[0].name if paper.people else paper.title).rstrip("_").split("-")
        years = {paper.year, paper.venue.year if paper.venue else None}
        if parts[0] in first and years & {*parts}:
            continue
        better = keys.proposed(paper.title, _family(paper), paper.date, library.by_key.__contains__)
        yield Finding(
            paper, (), Fault(f'the key "{paper.key}" does not fit the first author and the year',
                             f"rename a new file to {better}.md; a paper that is on the list keeps its key")
        )  # fmt: skip


def _family(paper: Paper) -> str:
    """What stands for the first author in a key."""
    if not paper.people:
        return ""
    first = paper.people[0]
    return group_names.short(first.name) if first.group else first.family or names.split(first.name).family


@rule("possible-group", wrong="authors: [Small Brain Lab]", right="authors: [{group: Small Brain Lab}]", warning=True)
def possible_group(library: Library, today: str) -> Findings:
    """A consortium, team, laboratory or other group is an author of its own kind, `{group: NAME}`: a name that looks
    like one is asked about, unless `family` says which part of it is a person's family name.
    """
    for paper in library.papers:
        for place, author in enumerate(paper.people):
            if author.group or author.family not in (None, author.name):
                continue
            if group_names.looks_like_group(author.name):
                message = f'"{author.name}" looks like the name of a group'
                bare = scalar(author.name, "group", flow=True)
                advice = f"write {{group: {bare}}}; of a person, state the family name with family"
                yield Finding(paper, ("authors", place), Fault(message, advice))


@rule("not-in-pdflatex", wrong="title: 脑与机器", right="title: Brains and Machines", warning=True)
def not_in_pdflatex(library: Library, today: str) -> Findings:
    """Title, authors and venue can be printed by pdfLaTeX, which most documents that cite the BibTeX export are made
    with. It has no letters but Latin and Greek ones; a title in another script is right as it is, and readers are
    better served with it: XeLaTeX and LuaLaTeX print it, and pdfLaTeX the numbers of its characters.
    """
    for paper in library.papers:
        venue = library.vocabulary.venues.get(paper.venue.name) if paper.venue else None
        names_ = [author.name for author in paper.people]
        texts = (("title", paper.title), ("authors", "".join(names_)), ("venue", venue.title if venue else ""))
        found = [(field, text) for field, text in texts if latex.unprintable(text)]
        if not found:
            continue
        letters = latex.unprintable("".join(text for _, text in found))
        shown = letters if len(letters) <= 10 else f"{letters[:10]}…"
        message = f'pdfLaTeX cannot print "{shown}"'
        advice = "leave what is spelled so; to print the BibTeX entry, XeLaTeX or LuaLaTeX is needed"
        yield Finding(paper, (found[0][0],), Fault(message, advice))


# Rules that are only warned of; each is given the library and the day, `YYYY-MM-DD`.
WARNINGS: tuple[Callable[[Library, str], Findings], ...] = (
    future_date,
    no_identifier,
    unusual_key,
    possible_group,
    not_in_pdflatex,
)
