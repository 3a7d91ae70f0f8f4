"""What citations say of retracted papers and of preprints, in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from generator.export.citations import apa, bibtex, csl, ris
from generator.export.citations.work import Work, work
from generator.model.paper import Links, Paper, Venue
from generator.site import metadata
from tests import torture

BARE = replace(torture.papers()[0], title="Waves", arxiv=None, doi=None, pmid=None, openreview=None, links=Links())
UNPUBLISHED = replace(BARE, venue=None)
NOTICE = "https://example.org/a_notice"


def cited(paper: Paper) -> Work:
    return work(paper, torture.VOCABULARY)


@pytest.mark.parametrize("venue", [None, Venue("NN"), Venue("ICLR"), Venue("Waves")])
@pytest.mark.parametrize("status", ["retracted", "withdrawn", "corrected"])
def test_every_format_says_the_status(status: Any, venue: Venue | None) -> None:
    paper = replace(BARE, status=status, notice=NOTICE, venue=venue)
    one, word = cited(paper), status.capitalize()
    assert f"  note = {{{word}, see https://example.org/a\\_notice}}" in bibtex.bibtex(one)
    assert f"  note = {{{word}, see https://example.org/a\\_notice}}" in bibtex.biblatex(one)
    assert csl.csl(one)["status"] == status
    assert csl.csl(one)["note"] == f"{word}, see {NOTICE}"
    assert f"N1  - {word}, see {NOTICE}\r\n" in ris.ris(one)
    assert f"Waves [{word}]." in apa.apa(one) or f"Waves [{word}] (" in apa.apa(one)
    head = metadata.article(paper, one, "", [""] * len(paper.people), [])
    assert json.loads(re.sub("<[^>]*>", "", head))["@graph"][0]["creativeWorkStatus"] == word


def test_no_format_says_a_status_that_there_is_not() -> None:
    one = cited(BARE)
    assert "note" not in bibtex.bibtex(one) + bibtex.biblatex(one)
    assert not {"note", "status"} & set(csl.csl(one))
    assert "N1" not in ris.ris(one)
    assert "[" not in apa.apa(one)


@pytest.mark.parametrize(
    ("fields", "server", "kind", "identifier"),
    [
        ({"arxiv": "2309.10500"}, "arXiv", "arxiv", "2309.10500"),
        ({"doi": "10.1101/2020.01.02.123456"}, "bioRxiv", "biorxiv", "2020.01.02.123456"),
        ({"doi": "10.1101/123456"}, "bioRxiv", "biorxiv", "123456"),
        ({"doi": "10.64898/2026.01.01.123456"}, "bioRxiv", "biorxiv", "2026.01.01.123456"),
        ({"doi": "10.1101/19001234"}, "medRxiv", "medrxiv", "19001234"),
        ({"doi": "10.1101/2020.01.02.20123456"}, "medRxiv", "medrxiv", "2020.01.02.20123456"),
        ({"doi": "10.31234/osf.io/ab3de"}, "PsyArXiv", "psyarxiv", "ab3de"),
        ({"doi": "10.31219/osf.io/ab3de"}, "OSF Preprints", "osfpreprints", "ab3de"),
        ({"doi": "10.2139/ssrn.1234567"}, "SSRN", "ssrn", "ssrn.1234567"),
        ({"openreview": "p4S5Z6Sah4"}, "OpenReview", "openreview", "p4S5Z6Sah4"),
    ],
)
def test_preprints_say_what_they_are_and_where(fields: dict[str, Any], server: str, kind: str, identifier: str) -> None:
    one = cited(replace(UNPUBLISHED, **fields))
    assert bibtex.biblatex(one).startswith("@misc{")
    assert f"  howpublished = {{{server}}}" in bibtex.biblatex(one)
    assert f"  eprint = {{{identifier}}},\n  eprinttype = {{{kind}}}" in bibtex.biblatex(one)
    assert f"  howpublished = {{{server}}}" in bibtex.bibtex(one)
    item = csl.csl(one)
    assert (item["type"], item["genre"], item["publisher"]) == ("article", "Preprint", server)
    entry = ris.ris(one)
    assert entry.startswith("TY  - UNPB\r\n")
    assert f"PB  - {server}\r\nM3  - Preprint\r\n" in re.sub(r"DO  -.*\r\n", "", entry)
    assert f" {server}." in apa.apa(one)


def test_every_format_names_the_language_of_the_paper_where_it_is_known() -> None:
    one, unknown = cited(replace(BARE, language="de")), cited(BARE)
    assert "  langid = {german}" in bibtex.biblatex(one)
    assert csl.csl(one)["language"] == "de"
    assert "LA  - de\r\n" in ris.ris(one)
    assert '"inLanguage":"de"' in metadata.article(BARE, one, "", [""] * len(BARE.people), [])
    assert ("citation_language", "de") in metadata.highwire(BARE, one, [], "")
    assert "langid" not in bibtex.biblatex(unknown)
    assert "language" not in csl.csl(unknown)
    assert "LA  -" not in ris.ris(unknown)
    assert "citation_language" not in dict(metadata.highwire(BARE, unknown, [], ""))


def test_what_is_published_or_of_no_server_is_no_preprint() -> None:
    journal = "10.1101/gr.123456.111"  # of the first publisher of bioRxiv
    unpublished = [replace(UNPUBLISHED, doi=doi) for doi in ("10.1000/182", journal)]
    for paper in (replace(BARE, arxiv="2309.10500", venue=Venue("NN")), *unpublished):
        one = cited(paper)
        assert one.preprint is None
        assert "genre" not in csl.csl(one)
        assert "UNPB" not in ris.ris(one)
        assert "howpublished" not in bibtex.biblatex(one)
