"""Citations: the exact text of each format, and what other programs read back from it."""

from __future__ import annotations

import csv
import io
import json
import re
import string
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
import rispy
from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core.text import formula_text, languages, latex, tex_shapes
from generator.export.citations import apa, bibtex, csl, ris, table, tex_formulas
from generator.export.citations.capitals import pieces, sentence_case
from generator.export.citations.work import Work, work
from generator.files import loading
from generator.importing.importers.bibtex import read as read_bibtex
from generator.model import names
from generator.model.paper import Author, Links, Paper, Venue
from generator.model.vocabulary import Vocabulary
from generator.site import metadata
from tests import torture
from tests.project import ROOT, TOY

Pair = tuple[Paper, Work]


def collection(root: Any) -> list[Pair]:
    found, _ = loading.load(root / "papers", root)
    return [(paper, work(paper, found.vocabulary)) for paper in found.papers]


OWN = collection(ROOT)
TOYS = {paper.key: one for paper, one in collection(TOY)}
TORTURE = [(paper, work(paper, torture.VOCABULARY)) for paper in torture.papers()]
EVERY = [*OWN, *TORTURE]


def text(value: str) -> str:
    """What stays of a text on its way through a format: letters as one reads them, one kind of quote and of dash."""
    value = unicodedata.normalize("NFKC", value.replace("¡", "!'").replace("¿", "?'").replace("´", "'"))
    return " ".join(re.sub(r"[-‐‑–—−]+", "-", re.sub("[“”‘’`´\"']+", "'", value)).split())


# BibTeX, read by bibtexparser: names split, then our LaTeX taken back to Unicode by rules of this test's own.

_COMMANDS = {
    **{command: character for character, command in latex._SPECIAL.items()},
    **{
        command: character
        for character, command in {**latex._LETTERS, **latex._SIGNS, **latex._BIBTEX}.items()
        if re.search(r"[\\$]", command)  # others are read as what they look like
    },
    **{form: letter for letter, word in tex_shapes.GREEK.items() for form in (f"{{$\\{word}$}}", f"$\\{word}$")},
}
_LETTER_OF = {word: letter for letter, word in tex_shapes.GREEK.items()}
_KNOWN = re.compile("|".join(map(re.escape, sorted(_COMMANDS, key=len, reverse=True))))
_ACCENT = re.compile(
    r"\\([`'^~=.\"])(?:([A-Za-z])|\{([A-Za-z][\u0300-\u036f]*)\})|\\([uvHrdckb])\{([A-Za-z][\u0300-\u036f]*)\}"
)
_MARKS = {command: mark for mark, command in latex._ACCENTS.items()}


def decoded(value: str) -> str:
    """The text that a value of our BibTeX or BibLaTeX stands for."""
    found = []
    for formula, part in [(n % 2, part) for n, part in enumerate(re.split(r"\{(\$[^$]*\$)\}", value))]:
        if formula and f"{{{part}}}" not in _COMMANDS:
            found.append(part)
        else:
            found.append(_prose(f"{{{part}}}" if formula else part))
    return unicodedata.normalize("NFC", "".join(found))


def _prose(value: str) -> str:
    value = value.replace("\\relax ", "")
    value = _ACCENT.sub(lambda m: (m[2] or m[3] or m[5]) + _MARKS[m[1] or m[4]], value)
    value = _ACCENT.sub(lambda m: (m[2] or m[3] or m[5]) + _MARKS[m[1] or m[4]], value)
    held = _KNOWN.sub(lambda m: "".join(chr(0xE000 + ord(c)) if c in "{}" else c for c in _COMMANDS[m[0]]), value)
    bare = held.replace("{", "").replace("}", "")
    return bare.replace(chr(0xE000 + ord("{")), "{").replace(chr(0xE000 + ord("}")), "}")


def parsed(source: str) -> dict[str, dict[str, Any]]:
    """Key → fields, as bibtexparser reads them."""
    found = parse_string(source, append_middleware=[middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()])
    assert found.failed_blocks == []
    return {
        entry.key: {field.key: field.value for field in entry.fields} | {"kind": entry.entry_type}
        for entry in found.entries
    }


def whole(parts: Any) -> str:
    """A name from the parts that bibtexparser gives."""
    first, von, last, jr = (decoded(" ".join(part)) for part in (parts.first, parts.von, parts.last, parts.jr))
    return " ".join(part for part in (first, von, last, jr) if part)


def spelled(name: names.Name) -> str:
    """A name in the order of its parts."""
    return " ".join(part for part in (names.given_names(name), name.surname, name.suffix) if part)


def letters(value: str) -> str:
    """The text in which a formula of one Greek letter is that letter: BibTeX writes both alike."""
    return re.sub(r"\$\\([A-Za-z]+)\$", lambda formula: _LETTER_OF.get(formula[1], formula[0]), text(value))


def assert_bibtex(source: str, expected: list[Pair], biblatex: bool = False) -> None:
    found = parsed(source)
    assert list(found) == [one.key for _, one in expected]
    for paper, one in expected:
        fields = found[one.key]
        assert letters(decoded(fields["title"])) == letters(_as_in_tex(one).replace("\\$", "$"))
        authors = [whole(author) for author in fields.get("author", [])]
        assert [text(author) for author in authors] == [
            text(name) for name in [*map(spelled, one.names), *["others"] * one.and_others]
        ]
        year, month = (fields["date"] + "-").split("-")[:2] if biblatex else (fields["year"], fields.get("month", ""))
        assert year == (paper.venue.year if paper.venue and paper.venue.year else paper.year)
        assert bool(month) == bool(one.month)
        container = fields.get("booktitle") or fields.get("journaltitle") or fields.get("journal") or ""
        assert text(decoded(container)) == text(one.container)
        assert fields.get("doi", "") == latex.verbatim(one.doi)
        assert one.arxiv in (fields.get("eprint", ""), "")
        if not biblatex:
            assert fields.get("pmid", "") == one.pmid
            assert fields.get("openreview", "") == one.openreview


def assert_ris(source: str, expected: list[Pair]) -> None:
    found = rispy.loads(source)
    assert [entry["id"] for entry in found] == [one.key for _, one in expected]
    for entry, (_, one) in zip(found, expected, strict=True):
        assert text(entry["title"]) == text(one.plain_title)
        assert [sorted(text(author.replace(",", "")).split()) for author in entry.get("authors", [])] == [
            sorted(text(name.replace(",", "")).split()) for name in map(spelled, one.names)
        ]
        assert entry["year"] == one.year
        assert entry.get("secondary_title", "") == one.container
        assert entry.get("doi", "") == one.doi
        number = one.preprint.identifier if one.preprint else ""
        assert entry.get("accession_number", "") == (f"arXiv:{one.arxiv}" if one.arxiv else number)
        for identifier in (one.openreview, one.pmid):
            assert any(identifier in url for url in entry.get("urls", [""]))


def _without_markup(title: str) -> str:
    """A title without the tags of CSL's rich text, and without the joiners that break what only looks like one."""
    bare = re.sub(r"</?(?:sup|sub)>|<span class=\"nocase\">|</span>", "", title)
    return re.sub("<\u2060", "<", bare)


def _as_in_tex(one: Work) -> str:
    """The title with the formulas that compile, and the others as text."""
    found = []
    for piece in one.pieces:
        formula = tex_formulas.compiling(piece.text) if piece.formula else ""
        words = formula_text.plain(piece.text) if piece.formula else piece.text
        found.append(f"${formula}$" if formula else words)
    return "".join(found)


def _unscripted(one: Work) -> str:
    """The title with the text of its formulas, scripts on the line."""
    return "".join(
        "".join(run.text for run in formula_text.runs(piece.text)) if piece.formula else piece.text
        for piece in one.pieces
    )


def assert_csl(items: list[dict[str, Any]], expected: list[Pair]) -> None:
    for item, (_, one) in zip(items, expected, strict=True):
        assert text(_without_markup(item["title"])) == text(_unscripted(one))
        order = ("given", "non-dropping-particle", "family", "suffix")
        authors = [
            author.get("literal") or " ".join(author[part] for part in order if part in author)
            for author in item.get("author", [])
        ]
        assert authors == [*map(spelled, one.names)]
        assert item["issued"]["date-parts"][0][0] == int(one.year)
        assert item.get("container-title", "") == one.container
        assert item.get("DOI", "") == one.doi
        assert item.get("PMID", "") == one.pmid


def test_other_programs_read_back_what_bibtex_was_given() -> None:
    source = "\n".join(bibtex.bibtex(one) for _, one in EVERY)
    assert_bibtex(latex.preamble(source) + source, EVERY)


def test_other_programs_read_back_what_biblatex_was_given() -> None:
    assert_bibtex("\n".join(bibtex.biblatex(one) for _, one in EVERY), EVERY, biblatex=True)


def test_other_programs_read_back_what_ris_was_given() -> None:
    assert_ris("".join(ris.ris(one, ("a tag",)) for _, one in EVERY), EVERY)


def test_csl_json_holds_what_it_was_given() -> None:
    assert_csl(json.loads(json.dumps([csl.csl(one) for _, one in EVERY])), EVERY)


def test_no_cell_of_a_csv_file_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(table.head() + "".join(table.row(paper, one) for paper, one in EVERY))))
    assert all(len(row) == len(table.COLUMNS) for row in rows)
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r\n]", cell)]
    titles = [row[1].removeprefix("'") for row in rows[1:]]
    assert titles == [one.plain_title.removeprefix("'") for _, one in EVERY]


def test_every_collection_has_its_reasons() -> None:
    reasons = [reason for reason, _ in torture.CASES]
    assert len(reasons) == len(set(reasons)) == 62
    assert len(OWN) >= 144


# Made-up papers.

_TITLES = st.text(
    st.one_of(
        st.sampled_from("{}\"%&#\\$@~^_<>|'` -–—éöłßαΩ李بЖ🧠\u0301"),
        st.sampled_from(string.ascii_letters + string.digits + " "),
        st.characters(exclude_categories=("C", "Z")),
    ),
    min_size=1,
    max_size=60,
).map(lambda value: " ".join(value.split()) or "x")
_WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéöłşñ"), min_size=1, max_size=9).map(str.capitalize)
_NAMES = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)


_VENUES = [Venue(name=name, year="2024", pages="1–9") for name in torture.VOCABULARY.venues]


@st.composite
def made_up(draw: st.DrawFn) -> Pair:
    authors = draw(st.lists(_NAMES, max_size=4, unique_by=str.casefold))
    values: dict[str, Any] = {
        "title": draw(_TITLES),
        "authors": tuple(Author(name) for name in authors),
        "date": draw(st.sampled_from(["1999", "2024-02", "2023-09-03"])),
        "added": "2026-11-23",
        "updated": None, "categories": ("theory",), "tags": (), "tldr": draw(_TITLES), "why": None, "status": None,
        "notice": None, "former_keys": (), "not_same_as": (), "links": Links(),
        "arxiv": draw(st.sampled_from([None, "2309.08045", "q-bio/0501001"])),
        "doi": draw(st.sampled_from([None, "10.1000/182", "10.1002/(SICI)1<1::AID>3.0.CO;2-7#_%{}\\"])),
        "pmid": draw(st.sampled_from([None, "37138088"])),
        "openreview": draw(st.sampled_from([None, "p4S5Z6Sah4"])),
        "venue": draw(st.sampled_from([None, *_VENUES])),
    }  # fmt: skip
    paper = Paper(**values, key="made-up", path="papers/made-up.md", summary="", digest="")
    return paper, work(paper, torture.VOCABULARY)


_MU = replace(torture.papers()[0], title="$\\mu$", authors=(), venue=None)


@pytest.mark.slow
@settings(max_examples=1000)
@example((_MU, work(_MU, torture.VOCABULARY)))
@given(made_up())
def test_made_up_papers_come_back_from_every_format(pair: Pair) -> None:
    paper, one = pair
    source = bibtex.bibtex(one)
    assert_bibtex(latex.preamble(source) + source, [pair])
    assert_bibtex(bibtex.biblatex(one), [pair], biblatex=True)
    assert_ris(ris.ris(one), [pair])
    assert_csl([csl.csl(one)], [pair])
    (row,) = csv.reader(io.StringIO(table.row(paper, one)))
    assert row[1].removeprefix("'") == one.plain_title.removeprefix("'")
    assert apa.apa(one)


# The exact text.


def test_bibtex_of_a_paper_at_a_conference() -> None:
    assert bibtex.bibtex(TOYS["keller-2023-traveling-waves"]) == (
        "@inproceedings{keller-2023-traveling-waves,\n"
        "  title = {Traveling Waves Encode the Recent Past and Enhance Sequence Learning},\n"
        "  author = {Keller, T. Anderson and Muller, Lyle and Sejnowski, Terrence and Welling, Max},\n"
        "  booktitle = {International Conference on Learning Representations},\n"
        "  year = {2024},\n"
        "  eprint = {2309.08045},\n"
        "  archivePrefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2309.08045}\n"
        "}\n"
    )


def test_bibtex_of_a_paper_in_a_journal() -> None:
    assert bibtex.bibtex(TOYS["lion-2019-retracted"]) == (
        "@article{lion-2019-retracted,\n"
        "  title = {A Result That Did Not Hold},\n"
        "  author = {Lion, Frieda},\n"
        "  journal = {Nature Neuroscience},\n"
        "  year = {2019},\n"
        "  volume = {22},\n"
        "  number = {1},\n"
        "  pages = {1--9},\n"
        "  note = {Retracted, see https://example.org/retraction},\n"
        "  doi = {10.1038/s41586-019-00000-1}\n"
        "}\n"
    )


def test_bibtex_and_biblatex_of_a_chapter_with_an_old_identifier() -> None:
    chapter = TOYS["chapter-1987-a-book"]
    assert bibtex.bibtex(chapter) == (
        "@inproceedings{chapter-1987-a-book,\n"  # without a publisher, which @incollection must have
        "  title = {A Chapter of a Book},\n"
        "  author = {Sejnowski},\n"
        "  booktitle = {A Handbook of Waves: From Sea to Cortex},\n"
        "  year = {1987},\n"
        "  pages = {10--20},\n"
        "  eprint = {q-bio/0501001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {q-bio},\n"
        "  url = {https://arxiv.org/abs/q-bio/0501001}\n"
        "}\n"
    )
    assert bibtex.bibtex(replace(chapter, publisher="Press")).startswith("@incollection{")
    assert "@inbook{" in bibtex.biblatex(chapter)
    assert "eprinttype = {arxiv},\n  eprintclass = {q-bio}" in bibtex.biblatex(chapter)


def test_bibtex_of_names_and_biblatex_of_the_same() -> None:
    one = TOYS["maaten-2008-particles"]
    authors = (
        "van der Maaten, Laurens and Van Essen, David and {Van den Broeck}, Guy and de Gaulle, Charles and "
        "Downey, Jr., Robert and Garc{\\'i}a M{\\'a}rquez, Gabriel and Carberry, Josiah"
    )
    assert f"  author = {{{authors}}},\n  year = {{2008}},\n  month = nov\n" in bibtex.bibtex(one)
    plain = authors.replace("{\\'i}", "í").replace("{\\'a}", "á")
    assert f"  author = {{{plain}}},\n  date = {{2008-11}},\n  options = {{useprefix=true}}\n" in bibtex.biblatex(one)


def test_formulas_stay_as_they_are_and_quotes_are_typeset() -> None:
    assert "  title = {Learning in {$O(n^2)$} Steps: The Rate {$\\tau_{m} < 20$} ms \\& ``More''},\n" in bibtex.bibtex(
        TOYS["euler-2020-math"]
    )


def test_letters_without_a_command_are_named_for_pdflatex() -> None:
    source = bibtex.bibtex(TOYS["li-2025-names-of-the-world"])
    assert "author = {{\\relax 李飞飞} and {\\relax Иванов}, {\\relax Ю}рий and " in source
    assert "Kaiser, {\\L}ukasz" in source
    assert "\\bibcharD{李}{674E}{\\textsf{U+674E}}" in latex.preamble(source)
    assert latex.preamble("@misc{a, title = {A}}") == ""


def test_what_styles_warn_of_is_written_in_another_field() -> None:
    article = TOYS["lion-2019-retracted"]
    assert "  number = {1},\n" in bibtex.bibtex(article)
    assert "  issue = {1},\n" in bibtex.bibtex(replace(article, volume=""))
    assert "  issue = {1},\n" in bibtex.bibtex(replace(article, kind="inproceedings"))
    assert "  number = {1},\n" in bibtex.biblatex(replace(article, volume=""))
    nameless = bibtex.bibtex(replace(article, names=()))
    assert nameless.startswith("@misc{")
    assert "  howpublished = {Nature Neuroscience, 22(1):1--9, Springer Nature},\n" in nameless
    assert "  journal = {Nature Neuroscience},\n" in nameless  # for programs that read the fields of all types
    assert "  key = {A Result That Did Not Hold},\n" in nameless


@pytest.mark.parametrize("language", ["en", "de", "pt-BR", "en-GB", "fr-BE", "zh-Hant", "ja"])
def test_the_language_comes_back_from_bibtex_and_biblatex(language: str) -> None:
    one = replace(TOYS["lion-2019-retracted"], language=language)
    for written in (bibtex.bibtex(one), bibtex.biblatex(one)):
        (record,) = read_bibtex(written)
        assert record.facts is not None
        assert languages.code(record.facts.language) == language


@pytest.mark.parametrize(
    ("letter", "drawn"),
    [
        ("ộ", r"\bibcharA{\d{o}}{\^{}}"),  # LaTeX sets two accents beside each other
        ("ĩ", r"\bibcharA{\i{}}{\~{}}"),  # without the dot
        ("ģ", r"\c{g}"),
        ("ǆ", r"d\bibcharA{z}{\v{}}"),
        ("đ", r"{\fontencoding{T1}\selectfont\dj}"),
        ("ℝ", r"\bibcharF{msb}{R}"),
        ("Ά", r"\bibcharA{A}{\'{}}"),
        ("≔", "$:=$"),
        ("中", r"\textsf{U+4E2D}"),
    ],
)
def test_letters_that_latex_has_no_command_for_are_drawn(letter: str, drawn: str) -> None:
    assert latex.ascii_text(letter) == letter
    code = f"{ord(letter):04X}"
    assert f"\\bibcharD{{{letter}}}{{{code}}}{{{drawn}}}" in latex.preamble(letter)


def test_commands_of_another_encoding_are_said_for_all_documents() -> None:
    assert latex.ascii_text("ą") == r"{\k{a}}"
    assert r"\csname ?\string\k\endcsname[1]{{\fontencoding{T1}\selectfont\k{#1}}}" in latex.preamble(r"{\k{a}}")


def test_ris_ends_lines_and_records_as_readers_expect() -> None:
    assert ris.ris(TOYS["lion-2019-retracted"], ("Imaging",)) == (
        "TY  - JOUR\r\nID  - lion-2019-retracted\r\nTI  - A Result That Did Not Hold\r\nAU  - Lion, Frieda\r\n"
        "PY  - 2019\r\nT2  - Nature Neuroscience\r\nVL  - 22\r\nIS  - 1\r\nSP  - 1\r\nEP  - 9\r\n"
        "PB  - Springer Nature\r\nDO  - 10.1038/s41586-019-00000-1\r\n"
        "N1  - Retracted, see https://example.org/retraction\r\nKW  - Imaging\r\nER  - \r\n\r\n"
    )


def test_csl_of_a_preprint_names_its_server() -> None:
    item = csl.csl({one.key: one for _, one in TORTURE}["torture-47"])
    assert item == {
        "id": "torture-47",
        "type": "article",
        "title": "An Ordinary Title",
        "author": [
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"},
            {"family": "Van Essen", "given": "David"},
        ],
        "issued": {"date-parts": [[2023, 9]]},
        "publisher": "arXiv",
        "number": "arXiv:2309.00047",
        "genre": "Preprint",
        "URL": "https://arxiv.org/abs/2309.00047",
    }


PRINTED = {
    "keller-2023-traveling-waves": (
        "Keller, T. A., Muller, L., Sejnowski, T., & Welling, M. (2024). Traveling waves encode the recent past and "
        "enhance sequence learning. In *International Conference on Learning Representations*. "
        "https://arxiv.org/abs/2309.08045"
    ),
    "lion-2019-retracted": (
        "Lion, F. (2019). A result that did not hold [Retracted]. *Nature Neuroscience, 22*(1), 1–9. "
        "https://doi.org/10.1038/s41586-019-00000-1"
    ),
    "chapter-1987-a-book": (
        "Sejnowski. (1987). A chapter of a book. In *A Handbook of Waves: From Sea to Cortex* (pp. 10–20). "
        "https://arxiv.org/abs/q-bio/0501001"
    ),
    "noname-1999-anonymous-report": "*An anonymous report*. (1999).",
    "maaten-2008-particles": (
        "van der Maaten, L., Van Essen, D., Van den Broeck, G., de Gaulle, C., Downey, R., Jr., García Márquez, G., "
        "& Carberry, J. (2008). *Particles in family names*."
    ),
}


@pytest.mark.parametrize("key", PRINTED)
def test_the_printed_form(key: str) -> None:
    found = "".join(f"*{part}*" if italic else part for part, italic in apa.runs(TOYS[key]))
    assert found == PRINTED[key]


@pytest.mark.parametrize(
    ("title", "prose", "kept", "sentence"),
    [
        ("BrainSCUBA: Fine-Grained Captions", "", ["BrainSCUBA"], "BrainSCUBA: Fine-grained captions"),
        ("hvEEGNet and fMRI with GPT2", "", ["hvEEGNet", "fMRI", "GPT2"], "hvEEGNet and fMRI with GPT2"),
        ("Homogenized C. elegans Data", "", ["C"], "Homogenized C. elegans data"),
        ("Toward A Theory of Waves", "", [], "Toward a theory of waves"),
        ("The Learning of Oja", "What Oja learned.", [], "The learning of oja"),
        ("The Learning of Oja", "It is what Oja learned, in Delft.", ["Oja"], "The learning of Oja"),
        ("Why? Because: A Theory", "", [], "Why? Because: A theory"),
        ("The brain of Oja meets that of a mouse", "", ["Oja"], "The brain of Oja meets that of a mouse"),
        ("Alzheimer's Disease", "", ["Alzheimer's"], "Alzheimer's disease"),
        ("The Brain Transformer", "We call it the Brain Transformer.", [], "The brain transformer"),
    ],
)  # fmt: skip
def test_capitals_that_must_stay(title: str, prose: str, kept: list[str], sentence: str) -> None:
    found = pieces(title, prose)
    assert "".join(piece.text for piece in found) == title
    assert [piece.text for piece in found if piece.kept] == kept
    assert sentence_case(found) == sentence


def test_a_venue_that_the_vocabulary_lacks_is_a_journal_of_that_name() -> None:
    paper = torture.papers()[-1]
    one = work(paper, Vocabulary())
    assert (one.kind, one.container) == ("article", "Löwe")


def test_letters_with_two_accents_come_back() -> None:
    letters = "Ḉǖḗṩ"
    assert decoded(latex.ascii_text(letters)) == letters


# Groups, and authors who are not named.

_GROUPS = (Author("Ann Able"), Author("ENIGMA Consortium", group=True), Author("others"))
_GROUP_PAPER = replace(torture.papers()[0], title="Waves", authors=_GROUPS, venue=None)
_GROUP_WORK = work(_GROUP_PAPER, torture.VOCABULARY)


def test_a_group_is_written_whole_in_every_format() -> None:
    assert "author = {Able, Ann and {ENIGMA Consortium} and others}" in bibtex.bibtex(_GROUP_WORK)
    assert "author = {Able, Ann and {ENIGMA Consortium} and others}" in bibtex.biblatex(_GROUP_WORK)
    assert csl.csl(_GROUP_WORK)["author"] == [{"family": "Able", "given": "Ann"}, {"literal": "ENIGMA Consortium"}]
    assert "AU  - ENIGMA Consortium\r\n" in ris.ris(_GROUP_WORK)
    assert apa.apa(_GROUP_WORK).startswith("Able, A., ENIGMA Consortium, et al. (2023).")
    assert ("citation_author", "ENIGMA Consortium") in metadata.highwire(_GROUP_PAPER, _GROUP_WORK, (), "")
    article = metadata.article(_GROUP_PAPER, _GROUP_WORK, "", ["", ""], [])
    assert '{"@type":"Organization","name":"ENIGMA Consortium"}' in article
    many = replace(_GROUP_PAPER, authors=(*(Author(f"Ann Able{n}") for n in range(30)), *_GROUPS[1:]))
    article = metadata.article(many, work(many, torture.VOCABULARY), "", [""] * 31, [])
    assert '{"@type":"Organization","name":"ENIGMA Consortium"}' in article


def test_the_plain_url_of_a_paper_is_cited_where_no_identifier_has_one() -> None:
    url = "https://example.org/paper"
    paper = replace(
        torture.papers()[0],
        authors=(Author(name="Ann Lee"),),
        arxiv=None,
        doi=None,
        pmid=None,
        openreview=None,
        venue=None,
        links=Links(page=url, pdf="https://example.org/a.pdf"),
    )
    cited = work(paper, Vocabulary())
    assert cited.url == url
    assert url in bibtex.bibtex(cited)
    assert url in bibtex.biblatex(cited)
    assert url in ris.ris(cited)
    assert csl.csl(cited)["URL"] == url
    assert f'"sameAs":["{url}"]' in metadata.article(paper, cited, "https://toy.example/", [""], [])
    assert work(replace(paper, arxiv="2001.00001"), Vocabulary()).url == "https://arxiv.org/abs/2001.00001"


def test_others_are_no_person() -> None:
    assert "others" not in ris.ris(_GROUP_WORK)
    assert "others" not in json.dumps(csl.csl(_GROUP_WORK))
    assert "Ann Able; ENIGMA Consortium; et al." in table.row(_GROUP_PAPER, _GROUP_WORK)


def test_parts_that_the_file_states_stand_in_the_head() -> None:
    paper = replace(_GROUP_PAPER, authors=(Author("Mao Zedong", family="Mao"), Author("Ann Lee")))
    one = work(paper, torture.VOCABULARY)
    assert ("citation_author", "Mao, Zedong") in metadata.highwire(paper, one, (), "")
    article = metadata.article(paper, one, "", ["", ""], [])
    assert '{"@type":"Person","name":"Mao Zedong","givenName":"Zedong","familyName":"Mao"}' in article
    assert '{"@type":"Person","name":"Ann Lee"}' in article
