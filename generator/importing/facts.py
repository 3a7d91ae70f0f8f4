"""What others say of a paper, as fields of a paper file: mended where it is safe, and told where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from types import SimpleNamespace
from typing import Any

from pydantic import ValidationError

from generator.core.problems import Fault
from generator.core.text import languages, mending
from generator.importing import author_entries, source_fields
from generator.importing.author_entries import AuthorEntry
from generator.model import field_rules, identifiers, model
from generator.model.field_rules import OTHERS
from generator.model.model import Links
from generator.model.vocabulary import Vocabulary

# What stands in for fields that only a person can fill, while the others are held against the model.
_STAND_INS = {"title": "-", "date": "2000", "added": "2000-01-01", "categories": ["-"], "tldr": "-" * 20}
_PREPRINT = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|psyarxiv|preprint|openreview)\b", re.IGNORECASE)
_ARXIV = re.compile(r"arxiv|alphaxiv|huggingface\.co/papers/|\babs/", re.IGNORECASE)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_NUMBER = re.compile(
    rf"\b(?:\d{{4}}|\d+(?:st|nd|rd|th)|(?:twenty-|thirty-|forty-)?(?:{_ORDINALS}))\b|[',]\s*\d{{2}}\b", re.IGNORECASE
)
_KEYWORDS = re.compile(r"\s*[;,\n•·|]\s*")


@dataclass
class Facts:
    """What one record says.

    authors: as in a paper file: names as they are read, persons with known parts, groups. date: mended already.
    language: a name or a code.
    venue, links: as in a paper file. addresses: URLs and other texts in which identifiers may stand. keywords:
    proposals for tags. abstract: as it is; never written into a paper file. left_out: what was not taken, and why.
    author_list: authors in one text, to be read in the style of its file. doubts: what a person has to settle.
    unused: fields of the source, (name, value as text), that are in none of the others; what the draft does not hold
    of them all the same is reported.
    """

    title: str = ""
    authors: Sequence[AuthorEntry] = ()
    date: str = ""
    identifiers: dict[str, str] = field(default_factory=dict)
    venue: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    abstract: str = ""
    tldr: str = ""
    summary: str = ""
    status: str = ""
    notice: str = ""
    language: str = ""
    left_out: list[str] = field(default_factory=list)
    author_list: str = ""
    doubts: list[str] = field(default_factory=list)
    unused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Draft:
    """The fields of a paper file as far as they are known, each right by itself.

    values: as a file holds them. summary: Markdown, empty where nobody has written one. left_out: what was not taken.
    doubts: what a person has to settle before it can become a paper, one line each. unused: names of fields of the
    source that have no place in a paper file.
    """

    values: Mapping[str, Any]
    summary: str = ""
    abstract: str = ""
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def draft(facts: Facts, vocabulary: Vocabulary, added: str) -> Draft:
    """The fields that `facts` hold. added: the day, `YYYY-MM-DD`.

    Tags and the venue take the vocabulary's own words where it knows them; others stay as they are, as proposals.
    """
    told = [*facts.left_out, *facts.doubts]
    found = _identifiers(facts, told)
    values: dict[str, Any] = {
        "title": _without_full_stop(mending.text(facts.title)),
        "authors": _authors(facts.authors, told),
        "date": _in_calendar(facts.date, told),
        "added": added,
        "categories": _categories(facts.categories, vocabulary, told),
        "tags": _tags(facts.keywords, vocabulary, told),
        **found,
        "venue": _venue(facts.venue, vocabulary),
        "links": _links(facts, told),
        "tldr": mending.text(facts.tldr),
        "status": facts.status,
        "notice": facts.notice,
        "language": languages.code(facts.language),
    }
    values = {name: value for name, value in values.items() if value}
    values = _valid(values, told)
    if mending.text(facts.language) and "language" not in values:
        told.append(source_fields.message("language", facts.language))
    told += _venue_left_out(facts.venue, values, "\n".join(told))
    unused = list(source_fields.not_held(facts.unused, [values, facts.summary]))
    told += [source_fields.message(name, value) for name, value in unused]
    return Draft(
        values, facts.summary.strip(), facts.abstract, tuple(dict.fromkeys(told)), tuple(facts.doubts),
        tuple(name for name, _ in unused),
    )  # fmt: skip


# Abbreviations that keep their full stop at the end of a title; those with one inside (U.S.) need not be here.
_ABBREVIATION = re.compile(
    r"(?:\.[^\W\d]{1,2}|(?:\b(?:al|bros|ca|cf|co|corp|dept|dr|ed|eds|etc|ff|fig|inc|jr|ltd|mr|mrs|ms|mt|nr|p|pp|prof|sp|spp"
    r"|sr|ssp|st|subsp|univ|var|viz|vol|vols|vs))|\.)\.$",
    re.IGNORECASE,
)


def _without_full_stop(title: str) -> str:
    """Return a title without the full stop that ends it as a sentence; one of an abbreviation or an ellipsis stays."""
    return title if _ABBREVIATION.search(title) else title.removesuffix(".")


def _valid(values: dict[str, Any], told: list[str]) -> dict[str, Any]:
    """The values without those that break a rule of their own field; each is told."""
    for _ in range(3):  # what is taken out of a list may show another fault of the list
        try:
            model.front_matter({**_STAND_INS, **values})
        except ValidationError as error:
            # From the end of a list to its beginning, so that the places of the others stay.
            for item in reversed(error.errors(include_url=False)):
                name = str(item["loc"][0])
                message = item.get("ctx", {}).get("message", item["msg"])
                if name not in values:
                    continue
                inner, where = values[name], item["loc"][1] if len(item["loc"]) > 1 else None
                lost = inner
                if isinstance(inner, dict) and where is not None and str(where) != "name":
                    lost = inner.get(str(where), "")
                    values[name] = {kind: v for kind, v in inner.items() if kind != str(where)}
                elif isinstance(inner, list) and isinstance(where, int) and name != "authors":
                    lost = inner[where]
                    values[name] = [word for number, word in enumerate(inner) if number != where]
                else:
                    del values[name]
                shown = source_fields.shown(lost)
                told.append(f"{name}: {message}" if shown in message else f'{name}: {message}: "{shown}"')
            continue
        break
    return {name: value for name, value in values.items() if value}


def _identifiers(facts: Facts, told: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    finders = {
        "arxiv": (identifiers.is_arxiv, find_arxiv),
        "doi": (identifiers.is_doi, identifiers.find_doi),
        "pmid": (
            identifiers.is_pmid,
            lambda value: identifiers.find_number(value) or identifiers.find_number(f"pmid:{value}"),
        ),
        "openreview": (identifiers.is_openreview, identifiers.find_openreview),
    }
    for name, value in facts.identifiers.items():
        bare = mending.text(value)
        valid, find = finders[name]
        identifier = bare if valid(bare) else find(bare)
        if identifier:
            found[name] = identifier
        elif bare:
            told.append(f'{name}: "{bare[:80]}" is not one')
    for address in facts.addresses:
        for name, identifier in _inside(address).items():
            if found.setdefault(name, identifier).lower() != identifier.lower():
                told.append(f"address: {address} has no field, since {name} is {found[name]}")
    doi = found.get("doi", "")
    if doi.lower().startswith("10.48550/arxiv."):  # arXiv's own: https://info.arxiv.org/help/doi.html
        arxiv = doi[len("10.48550/arxiv.") :]
        if identifiers.is_arxiv(arxiv):
            if found.setdefault("arxiv", arxiv) != arxiv:
                told.append(f"doi: {doi} has no field, since arxiv is {found['arxiv']}")
            del found["doi"]
    return found


def _inside(address: str) -> dict[str, str]:
    """Return the identifiers in a URL or another text, by their fields."""
    inside = {
        "arxiv": find_arxiv(address) if _ARXIV.search(address) else None,
        "doi": identifiers.find_doi(address) if re.search(r"doi\.org/|\bdoi:", address, re.IGNORECASE) else None,
        "openreview": identifiers.find_openreview(address),
        "pmid": identifiers.find_number(address),
    }
    return {name: identifier for name, identifier in inside.items() if identifier}


def find_arxiv(value: str) -> str | None:
    """The arXiv identifier in any of the spellings that records have: address, `arXiv:…`, with version or class."""
    value = re.sub(r"\[[\w.-]+\]", " ", mending.text(value))  # arXiv:2309.08045v2 [q-bio.NC]
    value = re.sub(r"(?i)\barxiv(?:\.org)?(?:preprint)?\s*[:.]?\s*(?=\d|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", " ", value)
    value = re.sub(r"(?<=\d)[,;)]|[(<>]", " ", value)
    return identifiers.find_arxiv(value)


def _authors(entries: Iterable[AuthorEntry], told: list[str]) -> list[AuthorEntry]:
    """The entries that name somebody; where one is left out, the list is known to be incomplete."""
    found: list[AuthorEntry] = []
    persons: list[SimpleNamespace] = []  # for each that was found its name and ORCID iD
    missing = False
    for entry in entries:
        if entry == OTHERS:
            missing = True
            continue
        name = author_entries.name_of(entry)
        try:
            if isinstance(entry, dict) and "group" in entry:
                field_rules.group_name(name)
                right: AuthorEntry = {"group": name}
            else:
                field_rules.person_name(name)
                right = _person(entry, told)
        except Fault as fault:
            told.append(f"authors: {fault.message}")
            missing = True
            continue
        orcid = right.get("orcid") if isinstance(right, dict) else None
        persons.append(SimpleNamespace(name=name, orcid=orcid))
        if field_rules.second(persons) is None:
            found.append(right)
        else:
            persons.pop()
            told.append(f'authors: "{name}" stands there twice')
    return [*found, OTHERS] if missing and found else found


def _person(entry: AuthorEntry, told: list[str]) -> AuthorEntry:
    """The entry without what breaks a rule beside its name."""
    if isinstance(entry, str):
        return entry
    kept = {"name": entry["name"]}
    for field_name, check in (("orcid", field_rules.orcid), ("family", field_rules.tidy)):
        value = entry.get(field_name, "")
        try:
            if value:
                check(value)
                if field_name == "family":
                    field_rules.family_in_name(SimpleNamespace(name=kept["name"], family=value))
                kept[field_name] = value
        except Fault as fault:
            told.append(f"authors: {fault.message}")
    return kept if len(kept) > 1 else kept["name"]


def _in_calendar(date: str, told: list[str]) -> str:
    """The date, without the part that the calendar does not have."""
    parts = date.split("-")
    if len(parts) == 3:
        try:
            calendar_date(*map(int, parts))
        except ValueError:
            told.append(f'date: "{date}" is not in the calendar; year and month were taken')
            return date[:7]
    return date


def _categories(words: Iterable[str], vocabulary: Vocabulary, told: list[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        meant = vocabulary.meant("categories", word)
        if meant is None:
            told.append(f'categories: "{word}" is not a category')
        elif meant not in found:
            found.append(meant)
    told += [f'categories: "{meant}" is one more; a paper has up to three' for meant in found[3:]]
    return found[:3]


def _tags(words: Iterable[str], vocabulary: Vocabulary, told: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for word in words:
        tidy = mending.text(word).strip(" .,;#")
        if len(tidy) > 80:
            told.append(source_fields.message("tags", tidy))
        elif tidy:
            found[vocabulary.meant("tags", tidy) or tidy] = None
    return list(found)


def _venue(venue: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, str]:
    values = {name: mending.text(value) for name, value in venue.items()}
    name = values.get("name", "")
    if not name or _PREPRINT.search(name):
        return {}
    if "pages" in values:
        values["pages"] = mending.pages(values["pages"])
    known = vocabulary.meant("venues", name)
    if not known:
        values |= _with_its_year(name, values.get("year", ""))
        known = vocabulary.meant("venues", values["name"]) or _venue_in(name, vocabulary)
    values["name"] = known or values["name"]
    return {name: value for name, value in values.items() if value}


_YEAR_IN_NAME = re.compile(
    r"(?P<first>(?:19|20)\d\d)\s+(?P<behind>\D.*)"
    r"|(?P<before>.*[^\W\d])(?:\s*[,:]?\s+|\s*['’]\s*|-)(?P<last>(?:19|20)\d\d|(?<=['’])\d\d)"
    r"|(?P<open>.*\([^()]*[^\W\d])(?:\s+|\s*['’]\s*|-)(?P<inside>(?:19|20)\d\d|(?<=['’])\d\d)(?P<rest>\))"
)


def _with_its_year(name: str, stated: str) -> dict[str, str]:
    """Return a venue's name without the year of its edition, and that year: `FSE 2024`, `FSE '24`, `2024 FSE`.

    stated: the year of the publication, which may be off by one; empty where none is known.
    """
    match = _YEAR_IN_NAME.fullmatch(name)
    if match is not None:
        digits = match["first"] or match["last"] or match["inside"]
        year = digits if len(digits) == 4 else f"20{digits}" if int(digits) < 70 else f"19{digits}"
        if not stated or (stated.isdigit() and abs(int(year) - int(stated)) <= 1):
            bare = match["behind"] or match["before"] or f"{match['open']}{match['rest']}"
            return {"name": bare, "year": year}
    return {"name": name}


def _venue_left_out(stated: Mapping[str, str], values: Mapping[str, Any], told: str) -> Iterator[str]:
    """Yield a line for each part of a venue that the draft lacks, unless `told` has its value already.

    The identifier of a preprint says its server.
    """
    held = values.get("venue", {})
    for part, value in stated.items():
        if not mending.text(value) or part in held or f'"{mending.text(value)}"' in told:
            continue
        if part == "year" and values.get("date", "").startswith(mending.text(value)):
            continue
        preprint = part in ("name", "volume") and not held and _PREPRINT.search(stated.get("name", ""))
        if preprint and not {"arxiv", "doi", "openreview"}.isdisjoint(values):
            continue
        yield source_fields.message("venue" if part == "name" else part, value)


def _venue_in(name: str, vocabulary: Vocabulary) -> str:
    """The venue that a proceedings' title means: `Proceedings of the 12th …`, `ICLR 2024`, `… (ICLR)`."""
    bare = re.sub(r"(?i)^(?:in\s+)?(?:proc(?:eedings|\.)?\s+(?:of\s+)?(?:the\s+)?)", "", name)
    bare = _NUMBER.sub(" ", bare)
    inside = re.search(r"\(([A-Z][\w-]+)[^)]*\)", bare)
    for candidate in (re.sub(r"\([^)]*\)", " ", bare), inside[1] if inside else ""):
        tidy = " ".join(candidate.split()).strip(" ,.")
        if tidy and (meant := vocabulary.meant("venues", tidy)):
            return meant
    return ""


def _links(facts: Facts, told: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, value in facts.links.items():
        wrong = identifiers.url_fault(value.strip())
        if kind in Links.model_fields and wrong is None:
            found[kind] = value.strip()
        elif value.strip():
            told.append(f'{kind}: "{value[:80]}" {wrong or "has no field"}')
    for address in map(str.strip, facts.addresses):
        if not address.lower().startswith(("http://", "https://")):
            continue
        if wrong := identifiers.url_fault(address):
            told.append(f"address: {address[:200]} {wrong}")
            continue
        if _inside(address):
            continue
        if re.match(r"https?://(?:www\.)?(?:github|gitlab)\.com/", address):
            kind = "code"
        else:
            kind = "pdf" if re.search(r"\.pdf(?:$|[?#])", address, re.IGNORECASE) else "page"
        if address not in found.values() and found.setdefault(kind, address) != address:
            told.append(f"address: {address} has no field, since {kind} is {found[kind]}")
    order = list(Links.model_fields)
    return {kind: found[kind] for kind in sorted(found, key=order.index)}


def keywords(value: str) -> list[str]:
    """The keywords in one text, parted by commas, semicolons, bullets or line ends."""
    return [word for word in _KEYWORDS.split(value) if word.strip()]


def fault_of(name: str, value: str) -> str:
    """What is wrong with a text as the field `name`, with what to write instead; empty where nothing is."""
    try:
        model.front_matter({**_STAND_INS, name: value})
    except ValidationError as error:
        context = error.errors(include_url=False)[0].get("ctx", {})
        return "; ".join(part for part in (str(context.get("message", "")), str(context.get("advice", ""))) if part)
    return ""
