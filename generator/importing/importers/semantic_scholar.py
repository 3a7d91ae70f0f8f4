"""Papers of Semantic Scholar as its Academic Graph API gives them (https://api.semanticscholar.org/api-docs/)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.text import mending
from generator.importing import author_entries
from generator.importing.facts import Facts
from generator.importing.importers.record import Record, text_of
from generator.importing.source_fields import SourceFields, leaves

_IDENTIFIERS = {"DOI": "doi", "ArXiv": "arxiv", "PubMed": "pmid"}

_IGNORED = frozenset({"authorId", "id", "type", "issn", "status", "license", "disclaimer", "alternate_names"})


def is_paper(value: Mapping[str, Any]) -> bool:
    """Return whether an object is a paper of Semantic Scholar, or one that cites or is cited."""
    return bool({"paperId", "externalIds", "corpusId", "citingPaper", "citedPaper"} & set(value))


def record(line: int, value: Mapping[str, Any]) -> Record:
    """Return the record of a paper. Its tldr is a machine's and is left out."""
    inner = value.get("citingPaper") or value.get("citedPaper")
    paper = inner if isinstance(inner, dict) else value
    fields = SourceFields.of_object(paper)
    title = mending.text(fields.first("title"))
    label = fields.first("paperId")
    if not title:
        return Record(line, label, reason="it has no title", unknown=tuple(paper))
    facts = Facts(title=title, abstract=fields.first("abstract"))
    dates = [mending.date(text_of(paper.get(name))) for name in ("publicationDate", "year")]
    facts.date = dates[0] or dates[1]
    for name, date in zip(("publicationDate", "year"), dates, strict=True):
        if date and facts.date.startswith(date):
            fields.all(name)
    people = paper.get("authors")
    for person in people if isinstance(people, list) else []:
        values = {"name": person.get("name")} if isinstance(person, dict) else {"name": person}
        entry = author_entries.from_mapping(values)
        facts.authors = [*facts.authors, *([entry] if entry else [])]
    ids = paper.get("externalIds")
    ids = ids if isinstance(ids, dict) else {}
    facts.identifiers = {name: text for theirs, name in _IDENTIFIERS.items() if (text := text_of(ids.get(theirs)))}
    if set(ids) <= {*_IDENTIFIERS, "CorpusId"}:
        fields.all("externalIds")
    used = ("authors", "journal", "publicationVenue", "openAccessPdf")
    fields.all("corpusId", *used)
    journal, venue, pdf = (
        found if isinstance(found := paper.get(name), dict) else {}
        for name in ("journal", "publicationVenue", "openAccessPdf")
    )
    facts.addresses = [text for text in (text_of(pdf.get("url")), text_of(paper.get("url"))) if text]
    facts.venue = {
        "name": fields.first("venue") or text_of(venue.get("name")) or text_of(journal.get("name")),
        "year": facts.date[:4],
        "volume": text_of(journal.get("volume")),
        "pages": text_of(journal.get("pages")),
    }
    facts.unused = [*fields.unused(), *(leaf for name in used for leaf in leaves(paper.get(name), name, _IGNORED))]
    return Record(line, title[:60], facts)
