"""Records that are names and values, from tables, JSON and front matter: which value goes into which of our fields."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.text import dates, mending
from generator.core.text.counting import counted
from generator.importing import author_entries, author_lists
from generator.importing.author_entries import AuthorEntry
from generator.importing.facts import Facts, keywords
from generator.importing.importers import columns, shapes
from generator.importing.importers.record import Record, page_range, text_of
from generator.model.model import Links

_BRIEF = reprlib.Repr()
_BRIEF.maxlevel, _BRIEF.maxlist, _BRIEF.maxdict, _BRIEF.maxstring = 2, 3, 3, 60
_URL_NAMES = ("url", "href", "link", "uri")
_LABEL_NAMES = ("name", "title", "label", "type", "kind", "text")


_Unused = list[tuple[str, str]]  # their name, value as text
_Fields = dict[str, list[tuple[str, Any]]]  # our field → (their name, value), the best one first


def record(
    line: int, values: Iterable[tuple[Any, Any]], mapping: Mapping[str, str], body: str = "", file: str = ""
) -> Record:
    """Return the record of names and values, which may come more than once.

    mapping: their name → ours, before the names of `columns`; "" leaves a field out. body: the text below front matter.
    Elsewhere that is mostly the abstract, which is not ours: it is the summary only of a file that has a tldr too, or
    where the mapping says so (`body: summary`).
    """
    usual, left = shapes.usual(values, lambda name: columns.field_of(name, mapping))
    fields, unused = _by_field(usual, mapping)
    unused += left
    title = mending.text(_first(fields, "title", unused))
    if not title:
        return Record(line, file, reason="it has no title", unknown=tuple(name for name, _ in unused), file=file)
    facts = Facts(title=title, abstract=_first(fields, "abstract", unused), tldr=_first(fields, "tldr", unused))
    if mapping.get("body", "summary" if facts.tldr else "abstract") == "summary":
        facts.summary = body
    else:
        facts.abstract = facts.abstract or body.strip()
    _add_authors(fields, facts, unused)
    facts.date = _with_month(_date(fields.get("date", ()), facts, unused), fields, unused)
    facts.identifiers = {
        name: value for name in ("arxiv", "doi", "pmid", "openreview") if (value := _first(fields, name, unused))
    }
    for _, value in fields.get("url", ()):
        facts.addresses += _urls(value, facts.left_out)
    # Texts that are no URL may hold an identifier; others are reported.
    unused += [("url", text) for text in facts.addresses if not text.lower().startswith(("http://", "https://"))]
    for name, value in fields.get("text", ()):
        if re.search(r"arxiv|doi\.org/|\bdoi:|openreview\.net", text := text_of(value), re.IGNORECASE):
            facts.addresses.append(text)
        unused.append((name, _shown(value)))
    for _, value in fields.get("links", ()):
        _add_links(value, facts)
    facts.links.update({kind: value for kind in Links.model_fields if (value := _first(fields, kind, unused))})
    facts.venue = _venue(fields, facts, unused)
    facts.language = _first(fields, "language", unused)
    facts.keywords = [word for _, value in fields.get("tags", ()) for word in _list(value)]
    facts.categories = [word for _, value in fields.get("categories", ()) for word in _list(value)]
    facts.status, facts.notice = _first(fields, "status", unused), _first(fields, "notice", unused)
    facts.unused = unused
    return Record(line, title[:60], facts, file=file)


def _by_field(values: Iterable[tuple[Any, Any]], mapping: Mapping[str, str]) -> tuple[_Fields, _Unused]:
    """Return what has a value by our fields, and the names and values that have no field."""
    ranked: dict[str, list[tuple[int, int, str, Any]]] = {}
    unused: _Unused = []
    for number, (name, value) in enumerate(values):
        if value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
            continue
        field = columns.field_of(str(name), mapping)
        if field is None:
            unused.append((str(name).strip(), _shown(value)))
        elif field:
            stated = str(name).strip().lower() in mapping
            ranked.setdefault(field, []).append((-1 if stated else columns.rank(str(name)), number, str(name), value))
    return {field: [(name, value) for _, _, name, value in sorted(found, key=lambda one: one[:2])]
            for field, found in ranked.items()}, unused  # fmt: skip


def _first(fields: _Fields, field: str, unused: _Unused) -> str:
    """Return the text of the best column of a field; others that say something else go to `unused`."""
    found = [(name, text) for name, value in fields.get(field, ()) if (text := text_of(value))]
    unused += [(name, _shown(value)) for name, value in fields.get(field, ()) if not text_of(value)]
    unused += found[1:]
    return found[0][1] if found else ""


def _add_authors(fields: _Fields, facts: Facts, unused: _Unused) -> None:
    """Add the authors of the best column, or of the columns of their family and given names, and the groups."""
    (name, people), *others = fields.get("authors") or [("", "")]
    # Another column mostly has the same persons, with less of their names.
    words = {*re.findall(r"\w{2,}", _shown(people))}
    for other, value in others:
        if not words >= {*re.findall(r"[^\W\d_]{4,}", _shown(value))}:
            unused.append((other, _shown(value)))
    facts.authors = _people(people) if isinstance(people, list | dict) else []
    facts.author_list = "" if facts.authors else text_of(people)
    family, given = (fields[part][0][1] if part in fields else "" for part in ("family", "given"))
    if not name and (family or given):
        facts.authors = _from_parts(family, given, facts.doubts)
    for part in ("family", "given"):
        unused += [(other, _shown(value)) for other, value in fields.get(part, ())[0 if name else 1 :]]
    for _, value in fields.get("groups", ()):
        entries = [author_entries.group(mending.text(part)) for part in text_of(value).split(";") if part.strip()]
        facts.authors = [*facts.authors, *entries]


def _date(found: Iterable[tuple[str, Any]], facts: Facts, unused: _Unused) -> str:
    """Return the most exact date of the columns; those that say another one go to `unused`."""
    texts = [(name, text) for name, value in found if (text := text_of(value))]
    best = dates.best(facts.left_out, *(text for _, text in texts))
    unused += [(name, text) for name, text in texts if (value := dates.read(text).value) and not best.startswith(value)]
    return best


def _with_month(date: str, fields: _Fields, unused: _Unused) -> str:
    """Return a year with the month and the day that stand in columns of their own."""
    month, day = (_first(fields, part, unused) for part in ("month", "day"))
    exact = dates.read(date, month, day).value if len(date) == 4 and month else date
    if exact == date:
        unused += [(part, text) for part, text in (("month", month), ("day", day)) if text]
    return exact


def _venue(fields: _Fields, facts: Facts, unused: _Unused) -> dict[str, str]:
    """Return the venue of the best column with its volume, number, pages and publisher."""
    values = [(name, value) for name, value in fields.get("venue", ()) if not _is_database(name, value)]
    unused += [(name, _shown(value)) for name, value in fields.get("venue", ()) if _is_database(name, value)]
    venue = values[0][1] if values else ""
    unused += [(other, _shown(value)) for other, value in values[1:]]
    if isinstance(venue, list):
        texts = [text for entry in venue if (text := text_of(entry))]
        facts.left_out += [f'venue: "{text[:80]}" is one more; a paper has one' for text in texts[1:]]
        facts.left_out += [f"venue: {_short(entry)} is no name" for entry in venue if not text_of(entry)]
        venue = texts[0] if texts else ""
    if isinstance(venue, dict):
        return {str(key): text_of(value) for key, value in venue.items()}
    own = {key: text for key in ("volume", "number", "publisher") if (text := _first(fields, key, unused))}
    parts = (_first(fields, key, unused) for key in ("pages", "first page", "last page", "article number"))
    own["pages"], others = page_range(*parts)
    unused += [("pages", text) for text in others]
    return {"name": text_of(venue), "year": facts.date[:4], **own}


def _is_database(name: str, value: Any) -> bool:
    """Return whether a column named source holds the database that exported it, or a whole citation."""
    text = text_of(value)
    return columns.plain(name) == "source" and (
        text.casefold() in columns.DATABASES or bool(re.search(r"\d{4}\W", text))
    )


def _add_links(value: Any, facts: Facts) -> None:
    """Add links in any usual shape: kind → URL, a URL, or a list of URLs and of `{name, url}`.

    A name that is no kind of link leaves the URL to what it leads to; a kind that is there already is reported.
    """
    if isinstance(value, dict) and not (set(map(str.lower, map(str, value))) & set(_URL_NAMES)):
        pairs = [(str(kind), url) for kind, url in value.items()]
    else:
        pairs = [_link(entry) for entry in (value if isinstance(value, list) else [value]) if entry not in (None, "")]
    for label, found in pairs:
        urls = _urls(found, facts.left_out)
        kind = columns.KINDS.get(label.strip().lower(), "")
        for url in urls:
            if not kind:
                facts.addresses.append(url)
            elif facts.links.setdefault(kind, url) != url:
                facts.left_out.append(f"links: {url} has no field, since {kind} is {facts.links[kind]}")


def _link(entry: Any) -> tuple[str, Any]:
    """Return the label and the URL of a link in a list; the label is empty where there is none."""
    if not isinstance(entry, dict):
        return "", entry
    values = {str(name).lower(): value for name, value in entry.items()}
    url = next((values[name] for name in _URL_NAMES if values.get(name)), None)
    if url is None and len(entry) == 1:  # - code: https://…
        return next((str(name), value) for name, value in entry.items())
    return next((text_of(values[name]) for name in _LABEL_NAMES if values.get(name)), ""), entry if url is None else url


def _urls(value: Any, left_out: list[str]) -> list[str]:
    """Return the URLs of a text or a list of texts; what is neither is reported."""
    found: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        if text := text_of(entry):
            found += re.split(r"[\s;|]+(?=https?://)|,\s*(?=https?://)", text)
        elif entry not in (None, "", [], {}):
            left_out.append(f"links: {_short(entry)} is no URL")
    return found


def _short(value: Any) -> str:
    """Return the beginning of a value of YAML, which may hold itself, or by aliases more than any memory."""
    text = _BRIEF.repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _shown(value: Any) -> str:
    return text_of(value) or _short(value)


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text_of(entry) for entry in value if text_of(entry)]
    return keywords(text_of(value))


def _from_parts(family: Any, given: Any, doubts: list[str]) -> list[AuthorEntry]:
    """Return the entries of authors whose family and given names stand in two fields, in the same order."""
    families, others = (
        [text_of(one) for one in value]
        if isinstance(value, list)
        else re.split(r"\s*[;|\n]\s*", text_of(value).strip(" ;|"))
        for value in (family, given)
    )
    if len(families) != len(others) and any(others):
        numbers = f"{counted(len(families), 'family name')} and {counted(len(others), 'given name')}"
        doubts.append(f"authors: there are {numbers}; write the authors, one person an entry")
        return []
    pairs = zip(families, others if any(others) else [""] * len(families), strict=True)
    found = (author_entries.from_mapping({"family": family, "given": given}) for family, given in pairs)
    return [entry for entry in found if entry]


def _people(value: list[Any] | dict[str, Any]) -> list[AuthorEntry]:
    """Return the entries of authors that are listed, each a name or a mapping of its parts."""
    found: list[AuthorEntry] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            found += [author] if (author := author_entries.from_mapping(entry)) else []
        elif text := text_of(entry):
            found += author_lists.people(text, one=True)
    return found
