"""Works of OpenAlex as its API and its downloads give them in JSON (https://docs.openalex.org/api-entities/works)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.text import mending
from generator.importing import author_entries
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, text_of
from generator.importing.source_fields import SourceFields, leaves

# Keys of parts of a work: what is the same in other words, and identifiers of OpenAlex and of institutions.
_IGNORED = frozenset(
    {"id", "ror", "lineage", "type", "country_code", "countries", "author_position", "raw_author_name", "score", "issn",
     "issn_l", "host_organization", "host_organization_lineage", "host_organization_lineage_names", "version",
     "orcid", "institution_ids"}
)  # fmt: skip


def is_work(value: Mapping[str, Any]) -> bool:
    """Return whether an object is a work of OpenAlex."""
    named = {"authorships", "primary_location", "abstract_inverted_index"} & set(value)
    return bool(named) or text_of(value.get("id")).startswith("https://openalex.org/W")


def record(line: int, work: Mapping[str, Any]) -> Record:
    """Return the record of a work."""
    fields = SourceFields.of_object(work)
    title = mending.text(fields.first("title", "display_name"))
    if not title:
        return Record(line, text_of(work.get("id")), reason="it has no title", unknown=tuple(work))
    dates = [mending.date(text_of(work.get(name))) for name in ("publication_date", "publication_year")]
    facts = Facts(title=title, date=dates[0] or dates[1])
    for name, date in zip(("publication_date", "publication_year"), dates, strict=True):
        if date and facts.date.startswith(date):
            fields.all(name)
    for authorship in _list(work.get("authorships")):
        author = _mapping(authorship.get("author"))
        name = text_of(author.get("display_name")) or text_of(authorship.get("raw_author_name"))
        entry = author_entries.from_mapping({"name": name, "orcid": author.get("orcid")})
        facts.authors = [*facts.authors, *([entry] if entry else [])]
    ids = _mapping(work.get("ids"))
    for kind in ("doi", "pmid"):
        if value := fields.first(kind) or text_of(ids.get(kind)):
            facts.identifiers[kind] = value
    if set(ids) <= {"openalex", "doi", "pmid"}:
        fields.all("ids")
    used = ("authorships", "primary_location", "biblio", "keywords")
    fields.all("id", "locations", "best_oa_location", *used)
    primary = _mapping(work.get("primary_location"))
    places = [primary, *_list(work.get("locations")), _mapping(work.get("best_oa_location"))]
    facts.addresses = list(dict.fromkeys(url for place in places for url in _urls(place, arxiv=place is not primary)))
    source, biblio = _mapping(primary.get("source")), _mapping(work.get("biblio"))
    first, last = text_of(biblio.get("first_page")), text_of(biblio.get("last_page"))
    facts.venue = {
        "name": text_of(source.get("display_name")) if source.get("type") != "repository" else "",
        "year": facts.date[:4],
        "volume": text_of(biblio.get("volume")),
        "number": text_of(biblio.get("issue")),
        "pages": f"{first}–{last}" if first and last and first != last else first,
        "publisher": text_of(source.get("host_organization_name")),
    }
    facts.language = fields.first("language")
    facts.keywords = [text_of(word.get("display_name")) for word in _list(work.get("keywords"))]
    fields.all("abstract_inverted_index")  # an abstract is never written
    facts.unused = [*fields.unused(), *(leaf for name in used for leaf in leaves(work.get(name), name, _IGNORED))]
    return Record(line, title[:60], facts)


def _urls(place: Mapping[str, Any], arxiv: bool) -> list[str]:
    """Return the URLs of a place; with `arxiv` only those that tell the identifier of a preprint."""
    urls = [text_of(place.get(name)) for name in ("landing_page_url", "pdf_url")]
    return [url for url in urls if url and (not arxiv or "arxiv.org" in url)]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
