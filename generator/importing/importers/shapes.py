"""Values of any shape, as YAML, TOML and JSON have them, in the shapes that our fields are read from.

A field of a paper is a text, a list of texts, or for authors, venue and links a list or mapping of known names. Others
write the same in other shapes: a title as a list, a date as `{year, month}`, links as a list of pairs. Whatever has no
place in the usual shape is given back, to be reported.
"""

from __future__ import annotations

import datetime as dt
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator.model import identifiers

# Names of mappings that only group fields: Hugo's and Zola's own, and those that people choose.
_CONTAINERS = frozenset({"params", "extra", "taxonomies", "meta", "metadata", "paper", "publication", "bibliography",
                         "bib", "reference", "citation", "info", "details", "frontmatter", "attributes"})  # fmt: skip
_TEXT_NAMES = (
    "value",
    "text",
    "title",
    "name",
    "label",
    "main",
    "full",
    "raw",
    "content",
    "id",
    "en",
    "default",
    "url",
)
_AUTHOR_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("given", "givenname", "first", "firstname", "forename", "fname", "given_names"), "given"),
    **dict.fromkeys(("family", "familyname", "last", "lastname", "surname", "lname"), "family"),
    **dict.fromkeys(("middle", "middlename", "middleinitial"), "middle"),
    **dict.fromkeys(("name", "fullname", "displayname", "author", "person", "creator", "names"), "name"),
    **dict.fromkeys(("orcid", "orcidid", "@id"), "orcid"),
    "suffix": "suffix", "prefix": "prefix", "literal": "literal", "group": "group", "@type": "@type", "type": "type",
    "nametype": "nameType", "droppingparticle": "dropping-particle", "nondroppingparticle": "non-dropping-particle",
    "particle": "non-dropping-particle",
}  # fmt: skip
_KINDS_OF_AUTHORS = frozenset(
    ("person", "personal", "author", "organization", "organizational", "organisation", "group", "individual")
)
_VENUE_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("name", "short", "shortname", "acronym", "abbr", "abbreviation", "label", "title", "full",
                     "fullname", "longname", "journal", "conference", "booktitle", "proceedings", "event",
                     "containertitle", "value", "text", "id"), "name"),
    **dict.fromkeys(("year", "date"), "year"),
    **dict.fromkeys(("volume", "vol"), "volume"),
    **dict.fromkeys(("number", "issue", "no"), "number"),
    **dict.fromkeys(("pages", "page"), "pages"),
    "publisher": "publisher",
}  # fmt: skip
_URL_NAMES = ("url", "href", "link", "uri", "src", "value")
_LABEL_NAMES = ("name", "title", "label", "type", "kind", "text")
_MARKDOWN_LINK = re.compile(r"\s*\[([^\[\]]*)\]\((\S+?)\)\s*")
_NAMED_LINK = re.compile(r"\s*([^\W\d_][\w ]{0,30}):\s+(https?://\S+)\s*")
_DEEP = 20  # levels of nesting that are looked at
_MANY = 20_000  # values in one field; by aliases a short file may hold more than any memory
_BRIEF = reprlib.Repr()
_BRIEF.maxlevel, _BRIEF.maxlist, _BRIEF.maxdict, _BRIEF.maxstring = 3, 4, 6, 200

Left = list[tuple[str, str]]  # what has no place: (name, value in words)
FieldOf = Callable[[str], str | None]  # a name of a field → ours; None where it is not known


def usual(values: Iterable[tuple[Any, Any]], field_of: FieldOf) -> tuple[list[tuple[str, Any]], Left]:
    """Return the fields of a record with their values in usual shapes, and what has no place in these.

    values: pairs of a name and a value: a text, number, truth value, date, list or mapping, which may hold itself.
    """
    found: list[tuple[str, Any]] = []
    left: Left = []
    for name, value in _flat(values, field_of, 0):
        field = field_of(name)
        if field and _size(value, {}) > _MANY:
            left.append((name, f"more than {_MANY:,} values"))
            continue
        shape = _SHAPES.get(field or "", _text_of if field else None)
        found.append((name, _plain(value) if shape is None else shape(name, value, left)))
    return found, left


def short(value: Any) -> str:
    """Return the beginning of a value, which may hold itself, or by aliases more than any memory."""
    text = value if isinstance(value, str) else _BRIEF.repr(value)
    return text if len(text) <= 300 else f"{text[:299]}…"


def _flat(values: Iterable[tuple[Any, Any]], field_of: FieldOf, depth: int) -> Iterator[tuple[str, Any]]:
    for name, value in values:
        plain = str(name)
        inside = isinstance(value, dict) and value and depth < _DEEP
        if inside and _bare(plain) in _CONTAINERS and any(field_of(str(inner)) for inner in value):
            venue = field_of(plain) == "venue" and not any(field_of(str(inner)) == "authors" for inner in value)
            if not venue:
                yield from _flat(value.items(), field_of, depth + 1)
                continue
        yield plain, value


def _size(value: Any, known: dict[int, int], depth: int = 0) -> int:
    """Return how many values are in a list or mapping, those that stand in several places counted in each.

    known: what was counted already, by the `id` of a list or mapping; one that holds itself counts nothing inside.
    """
    if not isinstance(value, list | dict) or depth > 2 * _DEEP:  # what is so deep is not looked at
        return 1
    if id(value) not in known:
        known[id(value)] = 1
        inside = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_size(entry, known, depth + 1) for entry in inside)
    return known[id(value)]


def _bare(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.strip().lower())


def _plain(value: Any) -> Any:
    """Return dates as text, and others as they are."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float | dt.date | dt.time) and not isinstance(value, bool)


def _texts(name: str, value: Any, left: Left, depth: int = 0) -> list[str]:
    """Return the texts in a value: itself, those of a list, the one of a mapping that names it."""
    if _is_text(value):
        text = str(_plain(value)).strip()
        return [text] if text else []
    if value is None or value in ([], {}):
        return []
    if depth >= _DEEP:
        left.append((name, short(value)))
        return []
    if isinstance(value, list):
        return [text for entry in value for text in _texts(name, entry, left, depth + 1)]
    if isinstance(value, dict):
        return _of_mapping(name, value, left, depth)
    left.append((name, short(value)))
    return []


def _of_mapping(name: str, value: Mapping[Any, Any], left: Left, depth: int) -> list[str]:
    by_name = {_bare(str(inner)): inner for inner in value}
    own = next(
        (by_name[key] for key in (*_TEXT_NAMES, _bare(name)) if key in by_name and _is_text(value[by_name[key]])), None
    )
    own = next(iter(value)) if own is None and len(value) == 1 else own
    found: list[str] = []
    for inner, held in value.items():
        if inner == own:
            found += _texts(name, held, left, depth + 1)
        elif _bare(str(inner)) == "subtitle" and found and _is_text(held):
            found[-1] = f"{found[-1]}: {held}"
        elif held not in (None, "", [], {}):
            left.append((f"{name}.{inner}", short(_plain(held))))
    return found


def _text_of(name: str, value: Any, left: Left) -> str:
    """Return the first text of a value; the others are left."""
    texts = _texts(name, value, left)
    left += [(name, text) for text in texts[1:]]
    return texts[0] if texts else ""


def _paragraphs(name: str, value: Any, left: Left) -> str:
    return "\n\n".join(_texts(name, value, left))


def _date(name: str, value: Any, left: Left) -> str:
    """Return the date of a text, of `{year, month, day}`, of `[2020, 3, 1]` and of CSL's `date-parts`."""
    if isinstance(value, dict):
        by_name = {_bare(str(inner)): held for inner, held in value.items()}
        if "dateparts" in by_name:
            return _date(name, by_name["dateparts"], left)
        if "year" in by_name:
            left += [(f"{name}.{inner}", short(held)) for inner, held in by_name.items()
                     if inner not in ("year", "month", "day")]  # fmt: skip
            parts = [_text_of(name, by_name.get(part), left) for part in ("year", "month", "day")]
            return _joined_date([part for part in parts if part])
    if isinstance(value, list) and value:
        if isinstance(value[0], list) and len(value) == 1:
            return _date(name, value[0], left)
        if len(value) <= 3 and all(_is_text(part) and re.fullmatch(r"\d{1,4}", str(part).strip()) for part in value):
            return _joined_date([str(part).strip() for part in value])
    return _text_of(name, value, left)


def _joined_date(parts: list[str]) -> str:
    if all(part.isdigit() for part in parts):
        return "-".join(part.zfill(2) for part in parts)
    return " ".join(reversed(parts))  # 12 March 2020


def _words(name: str, value: Any, left: Left) -> Any:
    """Return tags: a text as it is, a list of texts of anything that is listed, the names that a mapping sets."""
    if isinstance(value, dict):
        flags = all(held in (None, "", True, "true", "yes", "1", [], {}) for held in value.values())
        if flags:
            return [str(key) for key in value]
        if not set(map(_bare, map(str, value))) & {*_TEXT_NAMES, "tag", "slug"}:
            return [text for held in value.values() for text in _texts(name, held, left)]
    if _is_text(value):
        return str(_plain(value))
    entries = value if isinstance(value, list) else [value]
    return [text for entry in entries for text in _texts(name, _tag(entry), left)]


def _tag(entry: Any) -> Any:
    if isinstance(entry, dict) and (held := entry.get("tag") or entry.get("slug")) and len(entry) == 1:
        return held
    return entry


def _authors(name: str, value: Any, left: Left, depth: int = 0) -> Any:
    """Return authors: a text as it is, or a list of texts and of mappings with the names of CSL-JSON."""
    if _is_text(value) or value is None:
        return "" if value is None else str(_plain(value))
    if depth >= _DEEP:
        left.append((name, short(value)))
        return []
    if isinstance(value, dict):
        return _author_mapping(name, value, left, depth)
    found: list[Any] = []
    for entry in value if isinstance(value, list) else [value]:
        if _is_text(entry):
            found.append(str(_plain(entry)))
        elif (
            isinstance(entry, list) and entry and all(_is_text(part) and " " not in str(part).strip() for part in entry)
        ):
            found.append(" ".join(str(part) for part in entry))  # [Ann, Lee]
        elif isinstance(entry, list | dict):
            inner = _authors(name, entry, left, depth + 1)
            found += inner if isinstance(inner, list) else [inner]
        elif entry not in (None, "", [], {}):
            left.append((name, short(entry)))
    return found


def _author_mapping(name: str, value: Mapping[Any, Any], left: Left, depth: int) -> list[Any]:
    """Return the authors of a mapping: one person's parts, lists of parts, or persons by their names or numbers."""
    named = {inner: _AUTHOR_NAMES.get(_bare(str(inner)).removeprefix("author")) or _AUTHOR_NAMES.get(_bare(str(inner)))
             for inner in value}  # fmt: skip
    parts: dict[str, Any] = {}
    for inner, ours in named.items():
        if ours and ours in parts and value[inner] not in (None, "", [], {}, parts[ours]):
            left.append((f"{name}.{inner}", short(value[inner])))
        elif ours and value[inner] not in (None, "", [], {}):
            parts[ours] = value[inner]
    left_here = [(inner, held) for inner, held in value.items() if not named[inner] and held not in (None, "", [], {})]
    lists = {ours: held for ours, held in parts.items() if isinstance(held, list)}
    if not parts.keys() & {"name", "given", "family", "literal", "group"}:
        keys = [str(inner) for inner in value]
        if all(key.strip().isdigit() or _bare(key) in ("list", "authors", "people", "items") for key in keys):
            return [one for held in value.values() for one in _listed(_authors(name, held, left, depth + 1))]
        if all(" " in key.strip() for key in keys):  # names, and what is said of each
            left += [
                (f"{name}.{key}", short(held)) for key, held in value.items() if held and not isinstance(held, dict)
            ]
            people = [{"name": key, **(held if isinstance(held, dict) else {})} for key, held in value.items()]
            return [one for person in people for one in _listed(_authors(name, person, left, depth + 1))]
        left += [(f"{name}.{inner}", short(held)) for inner, held in value.items() if held not in (None, "", [], {})]
        return []
    left += [(f"{name}.{inner}", short(held)) for inner, held in left_here]
    if "name" in parts and isinstance(parts["name"], list | dict):
        inner = _listed(_authors(name, parts["name"], left, depth + 1))
        if len(inner) == 1 and isinstance(inner[0], dict):
            outer = {key: _text_of(name, held, left) for key, held in parts.items() if key != "name"}
            left += [(f"{name}.{key}", held) for key, held in outer.items() if held != inner[0].get(key, held)]
            return [_told_person(name, {**outer, **inner[0]}, left)]
        for key, held in parts.items():
            if key != "name":
                left.append((f"{name}.{key}", short(held)))
        return inner
    if len(lists) > 1 and len({len(held) for held in lists.values()}) == 1:
        rows = zip(*lists.values(), strict=True)
        return [dict(zip(lists, map(str, row), strict=True)) for row in rows]
    person = {
        key: held if key == "group" and held is True else _text_of(name, held, left) for key, held in parts.items()
    }
    if middle := person.pop("middle", ""):
        person["given"] = f"{person.get('given', '')} {middle}".strip()
    return [_told_person(name, {key: held for key, held in person.items() if held}, left)]


def _told_person(name: str, person: dict[str, Any], left: Left) -> dict[str, Any]:
    """Return a person as it is, and give back the parts that `author_entries.from_mapping` has no use for."""
    parts = f"{person.get('given', '')} {person.get('family', '')}".split()
    if person.get("literal") or person.get("group"):
        used = {"group"} if isinstance(person.get("group"), str) else {"literal", "group", "name"}
    elif parts:
        used = {*person} - {"name", "literal", "group"}
        own = str(person.get("name", "")).split()
        if person.get("family") and person["family"] in person.get("name", ""):
            used = {"name", "family", "orcid", *({"given"} if set(parts) <= set(own) else ())}
        elif set(own) <= set(parts):
            used.add("name")
    else:
        used = {"name", "orcid"}
    if person.get("orcid") and identifiers.find_orcid(str(person["orcid"])) is None:
        used.discard("orcid")
    for key in ("type", "@type", "nameType"):
        if str(person.get(key, "")).casefold() in _KINDS_OF_AUTHORS:
            used.add(key)
        else:
            used.discard(key)
    left += [(f"{name}.{key}", str(held)) for key, held in person.items() if key not in used]
    return person


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _venue(name: str, value: Any, left: Left) -> Any:
    """Return a venue: a text, or a mapping with the names of a paper file."""
    if isinstance(value, list):
        first, *others = value or [""]
        left += [(name, text) for entry in others for text in _texts(name, entry, left)]
        value = first
    if not isinstance(value, dict):
        return _text_of(name, value, left)
    found: dict[str, str] = {}
    for inner, held in value.items():
        ours = _VENUE_NAMES.get(_bare(str(inner)))
        if isinstance(held, dict) and ours == "name":
            nested = _venue(f"{name}.{inner}", held, left)
            for key, text in nested.items() if isinstance(nested, dict) else [("name", nested)]:
                _set(found, key, text, f"{name}.{inner}", left)
        elif ours:
            _set(found, ours, _text_of(f"{name}.{inner}", held, left), f"{name}.{inner}", left)
        elif held not in (None, "", [], {}):
            left.append((f"{name}.{inner}", short(_plain(held))))
    if "name" not in found:
        return _rescued(name, value, found, left)
    return found


def _rescued(name: str, value: Mapping[Any, Any], found: dict[str, str], left: Left) -> dict[str, str]:
    """Give a venue without a name that of its series."""
    series = next((held for inner, held in value.items() if _bare(str(inner)) == "series" and _is_text(held)), None)
    if series is not None:
        left[:] = [one for one in left if one != (f"{name}.series", short(series))]
        return {"name": str(series), **found}
    left += [(f"{name}.{key}", text) for key, text in found.items()]
    return {}


def _set(found: dict[str, str], key: str, text: str, name: str, left: Left) -> None:
    if text and found.setdefault(key, text) != text:
        left.append((name, text))


def _links(name: str, value: Any, left: Left) -> Any:
    """Return links as a list of URLs and of `{name, url}`, from mappings, lists of pairs, and texts of Markdown."""
    if isinstance(value, dict) and not {_bare(str(inner)) for inner in value} & set(_URL_NAMES):
        entries: list[Any] = [_with_label(str(label), held) for label, held in value.items()]
    else:
        entries = value if isinstance(value, list) else [value]
    found: list[Any] = []
    for entry in entries:
        if (
            isinstance(entry, list)
            and len(entry) == 2
            and all(map(_is_text, entry))
            and "://" in str(entry[1])
            and "://" not in str(entry[0])
        ):
            found.append({"name": str(entry[0]), "url": str(entry[1])})
        elif isinstance(entry, str) and (match := _MARKDOWN_LINK.fullmatch(entry) or _NAMED_LINK.fullmatch(entry)):
            found.append({"name": match[1], "url": match[2]})
        elif isinstance(entry, dict):
            found += _link(name, entry, left)
        elif entry not in (None, "", [], {}):
            found += _texts(name, entry, left)
    return found


def _with_label(label: str, held: Any) -> Any:
    """Return the links of one label, each with it: the held value may be a URL, a list, or `{url}`."""
    if not isinstance(held, dict) or (key := _url_key(held)) is None:
        return {"name": label, "url": held}
    others = {k: v for k, v in held.items() if k != key and (_bare(str(k)) != "name" or "://" in str(v))}
    return {**{f"{label}.{k}": v for k, v in others.items()}, "name": label, "url": held[key]}


def _url_key(entry: Mapping[Any, Any]) -> Any:
    return next((key for wanted in _URL_NAMES for key in entry if _bare(str(key)) == wanted and entry[key]), None)


def _link(name: str, entry: Mapping[Any, Any], left: Left) -> list[Any]:
    key = _url_key(entry)
    if key is None:
        if len(entry) == 1:  # - code: https://…
            label, held = next(iter(entry.items()))
            return _links(name, [_with_label(str(label), held)], left) if held else []
        return [{"name": str(label), "url": url} for label, held in entry.items() for url in _texts(name, held, left)]
    label = next((k for wanted in _LABEL_NAMES for k in entry if _bare(str(k)) == wanted and _is_text(entry[k])), None)
    shown = "" if label is None else str(entry[label])
    left += [(name, shown)] if "://" in shown else []
    left += [(f"{name}.{k}", short(_plain(v))) for k, v in entry.items()
             if k not in (key, label) and v not in (None, "", [], {})]  # fmt: skip
    return [{"name": shown, "url": url} for url in _texts(name, entry[key], left)]


def _parts(name: str, value: Any, left: Left) -> Any:
    return _texts(name, value, left) if isinstance(value, list) else _text_of(name, value, left)


_SHAPES: Mapping[str, Callable[[str, Any, Left], Any]] = {
    "authors": _authors,
    "date": _date,
    "venue": _venue,
    "links": _links,
    "url": _texts,
    "tags": _words,
    "categories": _words,
    "abstract": _paragraphs,
    "tldr": _paragraphs,
    "family": _parts,
    "given": _parts,
}
