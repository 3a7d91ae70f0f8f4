"""The fields of a paper file in which nothing is wrong, found without pydantic: most files are such.

To import pydantic takes a tenth of a second, more than all the rest of reading one file. `model` says what the fields
are, and `fields` tells what is wrong with them; here is only told what is surely right. A test holds the two against
each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator import field_rules as rules
from generator import mathml
from generator.paper import NO_LINKS, Author, Links, Venue
from generator.problems import Fault

Checks = Sequence[Callable[[Any], Any]]

_TEXTS: Mapping[str, Checks] = {
    "title": (rules.tidy, mathml.showable_formulas),
    "date": (rules.partial_date,),
    "added": (rules.day,),
    "updated": (rules.day,),
    "arxiv": (rules.arxiv,),
    "doi": (rules.doi,),
    "pmid": (rules.pmid,),
    "openreview": (rules.openreview,),
    "tldr": (rules.tidy, mathml.showable_formulas, rules.tldr),
    "why": (rules.tidy, mathml.showable_formulas),
    "language": (rules.language,),
    "status": (rules.status,),
    "notice": (rules.url,),
}
_LISTS: Mapping[str, tuple[Checks, Checks]] = {  # of each entry, and of the whole
    "categories": ((rules.tidy,), (rules.distinct, rules.one_to_three)),
    "tags": ((rules.tidy,), (rules.distinct,)),
    "former_keys": ((rules.key,), (rules.distinct,)),
    "not_same_as": ((rules.key,), (rules.distinct,)),
}
_AUTHOR: Mapping[str, Checks] = {
    "name": (rules.tidy, rules.person_name),
    "orcid": (rules.orcid,),
    "family": (rules.tidy,),
}
_GROUP: Mapping[str, Checks] = {"group": (rules.tidy, rules.group_name)}
_AUTHORS: Checks = (rules.others_last, rules.distinct)
_VENUE: Mapping[str, Checks] = {
    "name": (rules.tidy,),
    "year": (rules.year,),
    "volume": (rules.tidy,),
    "number": (rules.tidy,),
    "pages": (rules.tidy,),
    "publisher": (rules.tidy,),
}
_LINKS: Mapping[str, Checks] = dict.fromkeys(Links.__slots__, (rules.url,))
_REQUIRED = {"title", "date", "added", "categories", "tldr"}


class _Doubt(Exception):
    """Something is not surely right."""


def right_fields(written: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of a Paper that stand in a file, as values; None where something may be wrong with one of them.

    written: names → text, list, or mapping of texts, as they stand in the file.
    """
    try:
        if not written.keys() >= _REQUIRED:
            return None
        return {name: _field(name, value) for name, value in written.items()}
    except (_Doubt, Fault):
        return None


def _field(name: str, value: Any) -> Any:
    if name in _TEXTS:
        return _text(value, _TEXTS[name])
    if name in _LISTS:
        of_entry, of_all = _LISTS[name]
        return _checked(tuple(_text(entry, of_entry) for entry in _list(value)), of_all)
    if name == "authors":
        return _checked(tuple(map(_author, _list(value))), _AUTHORS)
    if name == "venue":
        return Venue(**_mapping(value, _VENUE, "name"))
    if name == "links":
        links = _mapping(value, _LINKS)
        return Links(**links) if links else NO_LINKS
    raise _Doubt


def _author(value: Any) -> Author:
    if isinstance(value, dict) and "group" in value:
        return Author(_mapping(value, _GROUP)["group"], group=True)
    author = Author(**_mapping({"name": value} if isinstance(value, str) else value, _AUTHOR, "name"))
    rules.family_in_name(author)
    return author


def _mapping(value: Any, fields: Mapping[str, Checks], required: str = "") -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= fields.keys() or (required and required not in value):
        raise _Doubt
    return {name: _text(text, fields[name]) for name, text in value.items()}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Doubt
    return value


def _text(value: Any, checks: Checks) -> Any:
    if not isinstance(value, str) or not (value.isascii() or _is_unicode(value)):
        raise _Doubt
    return _checked(value, checks)


def _is_unicode(text: str) -> bool:
    """Whether a text can be written as UTF-8: half of a surrogate pair cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _checked(value: Any, checks: Checks) -> Any:
    for check in checks:
        value = check(value)
    return value
