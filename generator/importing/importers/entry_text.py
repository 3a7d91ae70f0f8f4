"""What an entry of a Markdown list says: its title, links, and, where it is sure, authors, venue and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.core.text import mending
from generator.importing import author_lists
from generator.importing.facts import Facts, find_arxiv, keywords
from generator.importing.importers import entry_words
from generator.importing.importers.columns import KINDS
from generator.importing.importers.entry_pieces import (
    CODE,
    VIDEO,
    Cell,
    Entry,
    Piece,
    is_title,
    labelled,
    leads_to_paper,
    words_of,
)
from generator.importing.importers.entry_title import Words, find_title, split_words, title_of
from generator.importing.importers.entry_words import Said, clean, column, is_label, parse
from generator.importing.importers.record import Record

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s,;]+")


def read(entry: Entry) -> list[Record]:
    """Return the records of an entry: mostly one, none for a table of contents, several of links alone."""
    links = [piece for piece in entry.pieces if piece.kind == "link" and piece.url]
    label = clean(words_of(entry.pieces))[:60]
    if (links and all(link.url.startswith("#") for link in links)) or (not links and not label):
        return []
    if entry.prose:
        reason = "it has a link to a paper, but is no bullet, row or paragraph that begins with a title"
        return [Record(entry.line, label, reason=reason)]
    text = words_of(piece for piece in entry.pieces if piece.kind == "text")
    identified = bool(_DOI.search(text) or (re.search(r"(?i)arxiv", text) and find_arxiv(text)))
    if not links and not identified:
        return [Record(entry.line, label, reason="it has no link")]
    if not entry.cells and (several := _several(entry)):
        return [record for one in several for record in read(one)]
    facts = Facts(keywords=[tag for tag in entry.tags if re.sub(r"\W|年", "", tag) != entry_words.year_of(tag)])
    papers = [piece for words, piece in labelled(entry.pieces) if leads_to_paper(words, piece)]
    if entry.cells:
        _read_cells(entry.cells, facts)
        papers += [piece for cell in entry.cells for piece in cell.pieces if _is_paper_column(cell.head, piece)]
    else:
        _read_pieces(entry.pieces, facts)
    dated = bool(facts.authors or facts.venue)
    if not papers and not identified and not (dated and facts.title and links):
        reason = "no link in it leads to a paper (arXiv, DOI, OpenReview, PubMed, PDF)"
        return [Record(entry.line, label, reason=reason)]
    if len(facts.title) < 4:
        return [Record(entry.line, label, reason="it has no title")]
    if identified and not papers:
        facts.addresses += [text[match.start() : match.end()] for match in _DOI.finditer(text)]
        facts.addresses = [f"https://doi.org/{doi}" for doi in facts.addresses]
        if arxiv := find_arxiv(text):
            facts.addresses.append(f"https://arxiv.org/abs/{arxiv}")
    year = next((year for tag in reversed(entry.tags) if (year := entry_words.year_of(tag))), "")
    facts.date = facts.date or facts.venue.get("year", "") or year
    if facts.venue and not facts.venue.get("year") and facts.date:
        facts.venue["year"] = facts.date[:4]
    _add_links(entry, facts, papers or links[:1])
    return [Record(entry.line, facts.title[:60], facts)]


def _several(entry: Entry) -> list[Entry]:
    """Return the entries of a bullet that is a row of titles, each with a link: `[One](URL), [Two](URL)`."""
    titled = [n for n, p in enumerate(entry.pieces) if p.kind == "link" and is_title(p) and leads_to_paper("", p)]
    if len(titled) < 2:
        return []
    text = words_of(piece for piece in entry.pieces if piece.kind == "text")
    if re.search(r"[^\W\d_]{2}", re.sub(r"\b(?:and|see|also|extended|version)\b", "", text)):
        return []
    ends = [*titled[1:], len(entry.pieces)]
    starts = [0, *titled[1:]]
    return [replace(entry, pieces=entry.pieces[a:b]) for a, b in zip(starts, ends, strict=True)]


def _is_paper_column(head: str, piece: Piece) -> bool:
    role = column(head)
    return piece.kind == "link" and role in ("title", "url", "pdf", "arxiv", "doi") and leads_to_paper("paper", piece)


def _add_links(entry: Entry, facts: Facts, papers: Sequence[Piece]) -> None:
    """Add the links: those of the paper, and others by what they are called or lead to; report the rest."""
    links = list(labelled(entry.pieces))
    for cell in entry.cells:
        role = column(cell.head)
        links = [(role if role in KINDS and piece in cell.pieces else label, piece) for label, piece in links]
    seen: set[str] = set()
    identified = False
    for label, piece in links:
        url = piece.url
        if url in seen:
            continue
        seen.add(url)
        kind = KINDS.get(label) or KINDS.get(label.rpartition(" ")[2], "")
        if not url.lower().startswith(("http://", "https://")):
            facts.left_out.append(f"links: {url} is no URL")
        elif piece in papers and CODE.match(url):
            _add_link("pdf", url, facts)
        elif piece in papers and identified and is_title(piece) and clean(piece.text) != facts.title:
            facts.left_out.append(f'links: "{clean(piece.text)}" {url} has no field')
        elif piece in papers:
            facts.addresses.append(url)
            identified = True
        elif kind:
            _add_link(kind, url, facts)
        elif CODE.match(url) or VIDEO.match(url):
            _add_link("code" if CODE.match(url) else "video", url, facts)
        else:
            facts.left_out.append(f"links: {url} has no field")


def _add_link(kind: str, url: str, facts: Facts) -> None:
    if facts.links.setdefault(kind, url) != url:
        facts.left_out.append(f"links: {url} has no field, since {kind} is {facts.links[kind]}")


def _read_pieces(pieces: Sequence[Piece], facts: Facts) -> None:
    """Find the title, and what the rest of the text says; report the words that have no field."""
    facts.title, rest, title_ends = find_title(pieces)
    parts = [(words, parse(words.text)) for words in _grouped(rest)]
    dated = any(said and (said.venue or said.date) for _, said in parts)
    waiting = ""  # the field that the words before have begun
    for number, (words, said) in enumerate(parts):
        key, value = entry_words.key_value(words.text)
        if waiting and not key and words.gap in ("sentence", "line", ""):
            _add(waiting, words.text, facts)
            continue
        waiting = ""
        if key:
            if value:
                _add(key, value, facts)
            waiting = key if key in ("abstract", "tldr") or not value else ""
            continue
        behind = title_ends and number == 0 and said is not None and len(said.names) > 1
        sure = said is not None and (said.sure or words.italic or dated or behind)
        _take(words.text, said, facts, sure)


def _grouped(parts: Sequence[Words]) -> list[Words]:
    """Return the parts, those with emphasis between them as one where together they say more: `*Lakes* 12(3), 2020`."""
    found: list[Words] = []
    for part in parts:
        if found and part.gap == "":
            joined = parse(found[-1].text + part.glue + part.text)
            if joined is not None and not joined.rest:
                italic = found[-1].italic and part.italic
                found[-1] = replace(found[-1], text=found[-1].text + part.glue + part.text, italic=italic)
                continue
        found.append(part)
    return found


def _take(text: str, said: Said | None, facts: Facts, sure: bool) -> None:
    """Take over what a part of the text says where there is none of it yet; report the rest."""
    left = text
    if said is not None:
        left = said.rest
        if said.names and sure and not facts.authors:
            facts.authors = said.people()
        elif said.names:
            left = ", ".join([*said.names, *([left] if left else [])])
        if said.venue and not facts.venue:
            facts.venue = said.venue_fields()
        elif said.venue:
            left = text
        if said.date and len(said.date) > len(facts.date):
            facts.date = said.date
    words = clean(left)
    if re.search(r"[^\W\d_]{2}|\d", words) and not is_label(words):
        facts.left_out.append(f'text: "{words[:200]}" has no field')


def _add(field: str, value: str, facts: Facts) -> None:
    """Take over a value whose field is named, by a column or by words before a colon."""
    whole, value = value.strip(), clean(value)
    if not re.search(r"\w", value) or is_label(value) or value.lower() in ("n/a", "none", "na", "tbd"):
        return
    said = parse(value)
    if field == "authors" and not facts.authors:
        facts.authors = said.people() if said and said.names and not said.rest else author_lists.people(value)
    elif field == "venue" and not facts.venue:
        facts.venue = said.venue_fields() if said and said.venue else {"name": value}
        facts.date = facts.date or facts.venue.get("year", "")
    elif field == "date" and (date := said.date if said and said.date else mending.date(value)):
        facts.date = date if len(date) >= len(facts.date) else facts.date
        if said and said.venue:
            _take(value, said, facts, sure=True)
    elif field == "title" and not facts.title:
        facts.title = value
    elif field == "abstract":
        facts.abstract = f"{facts.abstract} {whole}".strip()
    elif field == "tldr":
        facts.tldr = f"{facts.tldr} {whole}".strip()
    elif field == "tags":
        facts.keywords = [*facts.keywords, *keywords(value)]
    elif field in ("doi", "arxiv", "pmid", "openreview"):
        facts.identifiers.setdefault(field, value)
    else:
        facts.left_out.append(f'{field}: "{value[:200]}" has no field')


def _read_cells(cells: Sequence[Cell], facts: Facts) -> None:
    """Read a row by the heads of its columns; without heads that are known, as if its cells were a bullet."""
    roles = [column(cell.head) for cell in cells]
    titles = [n for n, role in enumerate(roles) if role == "title" and title_of(cells[n].pieces)]
    if not titles:  # the column is called otherwise, or has no head
        open_ones = [n for n, role in enumerate(roles) if role in ("", "url", "pdf", "arxiv")]
        titles = [n for n in open_ones if title_of(cells[n].pieces)][:1]
    if titles:
        _read_pieces(cells[titles[0]].pieces, facts)
    for number, (cell, role) in enumerate(zip(cells, roles, strict=True)):
        if number in titles[:1]:
            continue
        words = words_of(piece for piece in cell.pieces if piece.kind != "link" or role not in (*KINDS, "url"))
        if role in ("authors", "venue", "date", "tags", "abstract", "tldr", "doi", "arxiv", "pmid", "openreview"):
            linked = any(piece.kind == "link" for piece in cell.pieces)
            if not (linked and role in ("doi", "arxiv", "pmid", "openreview")):
                _add(role, words, facts)
        else:
            for part in split_words(cell.pieces):
                _take(part.text, parse(part.text) if not role else None, facts, sure=False)
