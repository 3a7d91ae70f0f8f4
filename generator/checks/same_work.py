"""Whether two entries are one work, judged by all that is known of them: titles, authors, years, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.model import group_names, names, titles
from generator.model.field_rules import OTHERS
from generator.model.paper import Paper

IDENTIFIERS = ("arxiv", "doi", "pmid", "openreview")
YEARS = 3  # at most between a preprint and the published version of one work, where nothing else is against it
# Prefixes that servers of preprints and repositories register with Crossref and DataCite. Cold Spring Harbor's journals
# share 10.1101 with bioRxiv and medRxiv, whose own DOIs go on with a digit.
_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/\d|64898/|48550/|31234/|31219/|31222/|31235/|20944/|21203/|36227/|2139/|26434/|22541/|5281/|6084/"
    r"|32942/|35542/|17605/|14293/|55458/)"
)
_VERSION = re.compile(r"(?<=10\.7554/elife\.\d{5})\.\d$|(?<=\d)/v\d{1,2}$|(?<=\d)\.v\d{1,2}$")
_BOOK_DOI = re.compile(r"10\.\d+/(?:[a-z]+[./])?97[89]-?(?:\d-?){9}\d$")
_SEVERAL_WORDS = 4  # of a title that two works hardly share by chance
_MANY_YEARS = 8  # between two works with one title: nobody publishes one so much later


@dataclass(frozen=True, slots=True)
class Work:
    """What tells an entry from others. path: of its file, or another word for where it is.

    years: those in which it may have been published, as texts. venue: name, volume, number, pages; empty texts where
    they are not known.
    """

    key: str
    path: str
    title: str
    authors: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    not_same_as: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    venue: tuple[str, str, str, str] = ("", "", "", "")

    @classmethod
    def of(cls, paper: Paper) -> Work:
        """A paper of the list as a work."""
        ids = {name: value for name in IDENTIFIERS if (value := getattr(paper, name))}
        people = tuple(author.name for author in paper.people)
        at = paper.venue
        venue = (at.name, at.volume or "", at.number or "", at.pages or "") if at else ("", "", "", "")
        years = tuple(year for year in (paper.date[:4], (at and at.year) or "") if year)
        return cls(paper.key, paper.path, paper.title, people, ids, paper.not_same_as, years, venue)

    @classmethod
    def of_fields(cls, values: Mapping[str, Any], key: str, path: str) -> Work:
        """The same of fields as a file holds them, some of which may be missing or wrong."""
        ids = {name: value for name in IDENTIFIERS if (value := _text(values, name))}
        people = [
            author.get("name", author.get("group")) if isinstance(author, dict) else author
            for author in _list(values, "authors")
        ]
        authors = tuple(name for name in people if isinstance(name, str) and name != OTHERS)
        others = tuple(other for other in _list(values, "not_same_as") if isinstance(other, str))
        at = values.get("venue")
        at = at if isinstance(at, dict) else {"name": at}
        venue = (_text(at, "name"), _text(at, "volume"), _text(at, "number"), _text(at, "pages"))
        years = tuple(year for year in (_text(values, "date")[:4], _text(at, "year")) if year)
        return cls(key, path, _text(values, "title"), authors, ids, others, years, venue)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def is_same_by_title(one: Work, other: Work) -> bool:
    """Return whether two works whose titles are the same, or the same but for a subtitle of one, are one work."""
    whole = titles.title_key(one.title) == titles.title_key(other.title)
    shared, gap = share_author(one, other), _years_between(one, other)
    if not whole and (shared is False or titles.is_about_another(one.title, other.title)):
        return False
    differing = differing_identifiers(one, other)
    if shared is False:
        # Names may be garbled: a title of several words in one year is a coincidence otherwise.
        known = bool(one.years and other.years) and len(one.title.split()) >= _SEVERAL_WORDS
        return known and not (titles.is_generic(one.title) or differing or gap or _differs_in_venue(one, other))
    if titles.is_generic(one.title) or titles.is_generic(other.title):
        alone = shared is None and bool(one.authors or other.authors)
        return whole and not (alone or differing or gap or _differs_in_venue(one, other))
    if differing:
        # Of one work a preprint and a published version, or two published in different places, have two identifiers.
        elsewhere = _are_elsewhere(one, other)
        return whole and shared is True and differing == {"doi"} and elsewhere and gap <= YEARS
    if shared is None or not whole:
        return gap <= YEARS
    return gap <= _MANY_YEARS


def is_same_by_identifier(one: Work, other: Work, kinds: Iterable[str]) -> bool:
    """Return whether two works that share identifiers are one, or one of them has an identifier that is not its own.

    kinds: of the identifiers that they share. Chapters often have the DOI of their book, records that of another paper.
    """
    kinds = set(kinds)
    if titles.title_key(one.title) == titles.title_key(other.title) or not one.title or not other.title:
        return True
    shared = share_author(one, other)
    alike = titles.are_alike(one.title, other.title)
    if shared is False:
        return False
    if kinds <= {"doi"} and (_differs(one.venue[3], other.venue[3]) or (not alike and _is_of_book(one))):
        return False
    if alike or len(kinds) > 1:
        return True
    if differing_identifiers(one, other) - kinds or _years_between(one, other) > YEARS:
        return False
    if shared is None:
        return min(len(one.title.split()), len(other.title.split())) < 3  # one may be a short name of the paper
    return not titles.is_about_another(one.title, other.title)


def differing_identifiers(one: Work, other: Work) -> set[str]:
    """Return the kinds of identifiers of which both works have one, and not the same.

    Of one work there may be a preprint and a published version: two DOIs, two PubMed identifiers, and it may have been
    submitted more than once. None of these counts where one of the DOIs is that of a preprint.
    """
    found = {
        name
        for name in ("arxiv", "doi")
        if (ours := one.identifiers.get(name)) and (theirs := other.identifiers.get(name))
        and _bare(ours) != _bare(theirs)
    }  # fmt: skip
    if "doi" in found and any(_PREPRINT_DOI.match(work.identifiers["doi"].lower()) for work in (one, other)):
        found.remove("doi")
    ours, theirs = one.identifiers.get("pmid"), other.identifiers.get("pmid")
    if ours and theirs and ours != theirs and not ("doi" in one.identifiers and "doi" in other.identifiers):
        found.add("pmid")
    return found


def _bare(identifier: str) -> str:
    return _VERSION.sub("", identifier.lower())


def _is_of_book(work: Work) -> bool:
    return bool(_BOOK_DOI.match(work.identifiers.get("doi", "").lower()))


def _are_elsewhere(one: Work, other: Work) -> bool:
    """Whether both works say where they were published, and not in the same place."""
    return _differs(one.venue[0], other.venue[0])


def _differs_in_venue(one: Work, other: Work) -> bool:
    return any(_differs(ours, theirs) for ours, theirs in zip(one.venue, other.venue, strict=True))


def _differs(one: str, other: str) -> bool:
    return bool(one and other) and one != other and names.slug(one) != names.slug(other)


def _years_between(one: Work, other: Work) -> int:
    """The least number of years between the works; 0 where it is not known."""
    ours, theirs = ([int(year) for year in work.years if re.fullmatch(r"[0-9]{4}", year)] for work in (one, other))
    return min((abs(a - b) for a in ours for b in theirs), default=0)


def share_author(one: Work, other: Work) -> bool | None:
    """Return whether two works have an author in common; None where that cannot be known.

    Names agree in the family name and in an initial, as far as there are any, or in all words in any order. Where one
    work names nobody, or writes its names in other scripts, or names groups only, it may be anybody.
    """
    if not one.authors or not other.authors:
        return None
    ours, theirs = _people(one.authors), _people(other.authors)
    if not ours.words.isdisjoint(theirs.words):
        return True
    for family in ours.initials.keys() & theirs.initials.keys():
        mine, yours = ours.initials[family], theirs.initials[family]
        if not mine or not yours or not mine.isdisjoint(yours):
            return True
    comparable = not ours.scripts.isdisjoint(theirs.scripts) and bool(ours.initials) == bool(theirs.initials)
    return False if comparable else None


@dataclass(frozen=True, slots=True)
class _People:
    """Authors as they are compared: all words of each name; word of a family name → initials; scripts of the names."""

    words: frozenset[str]
    initials: Mapping[str, frozenset[str]]
    scripts: frozenset[str]


@lru_cache(maxsize=1 << 12)
def _people(authors: tuple[str, ...]) -> _People:
    words: set[str] = set()
    initials: dict[str, set[str] | None] = {}  # None: somebody of this name has no initial that is known
    scripts: set[str] = set()
    for author in authors:
        words.add(" ".join(sorted(names.slug(author).split("-"))))
        scripts.add(names.script(author))
        if group_names.looks_like_group(author):
            continue
        parts = names.split(author)
        own = {names.fold(word)[:1] for word in re.split(r"[\s.‐‑-]+", parts.given) if word} - {""}
        for word in names.slug(parts.family).split("-"):
            known = initials.setdefault(word, set())
            if not own:
                initials[word] = None
            elif known is not None:
                known |= own
    return _People(
        frozenset(words - {""}), {w: frozenset(known or ()) for w, known in initials.items() if w}, frozenset(scripts)
    )
