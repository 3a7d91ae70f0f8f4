"""`papers import`: whatever the file, each record comes in or is listed, nothing is invented, and a second run adds none."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.program import main
from generator.core.text import mending
from generator.importing import facts, importers
from generator.model.paper import Venue
from generator.model.vocabulary import Vocabulary
from tests.conftest import Project
from tests.examples import files_of

BIBTEX = r"""
@string{jn = "Journal of Made-up"}
@comment{ @article{not, title={Not a record}} }
@preamble{"nothing"}
@article{one, title = {{A} f{\"u}r {\'e}l\`eve: 50\% of $x^2$ \& more}, author = {van der Maaten, Laurens and {The BIG Group, Inc.} and King, Jr., Martin and others},
  journal = jn # " Letters", month = sep # "~3", year = 2021, pages = {1--10}, doi = {https://doi.org/10.1000/ABC_1}, keywords = {fMRI; deep learning}, abstract = {SECRET}, zzz = {1}}
@article{bad, title = {One {brace too many}, year = 2020}
@inproceedings{child, title = {A child}, author = {Doe, J.}, crossref = {parent}}
@proceedings{parent, title = {Advances in Made-up Things}, year = 2019}
@article{one, title = {The same key}, year = {in press}, year = {2020}}
@misc{empty, year = 2020}
@misc{pre, title = {Preprint}, author = {Löwe, Frieda}, year = {2023}, journal = {arXiv preprint arXiv:2309.00001v3 [q-bio.NC]}}
@article{cut, title = {Cut off in the
"""
BIBLATEX = """
@online{x, title = {Waves}, subtitle = {A study}, author = {Anna M\\"{u}ller and Bo Li}, date = {2023-09-03/2023-10-01}, eprint = {2309.00002}, eprinttype = {arxiv}, journaltitle = {J. Waves}}
@article{y, title = "A ""quoted"" title", date = {2024-02-31}}
@article{z, title = {Quoted and cut}, date = {2024-02-31}}
"""
RIS = """\
TY  - JOUR
TI  - A proper record
AU  - Keller, T. Anderson
AU  - Welling, Max
PY  - 2023/09/03/
DO  - doi:10.1000/ris.1
SP  - 858
EP  - 866
KW  - fMRI
KW  - waves; seas
AB  - SECRET
ER  -

TY  - CONF
T1  - Another dialect
A1  - Löwe, Frieda, Jr.
Y1  - 2021
UR  - https://arxiv.org/abs/2101.00001v2
ER  -
TY - JOUR
TI - One space only
PY - 2020
ER -
TY  - JOUR
AU  - Nobody
ER  -
TY  - JOUR
TI  - Without an end
PY  - forthcoming
TY  - JOUR
TI  - Cut off
"""
CSL = json.dumps([
    {"id": "a", "title": ["<i>Waves</i> &amp; seas"], "author": [{"given": "Max", "family": "Welling"}, {"literal": "The Group"}],
     "issued": {"date-parts": [[2023, 9, 3]]}, "DOI": "10.1000/csl.1", "container-title": "Made-up Letters", "page": "1-9"},
    {"id": "b", "title": ""}, 7, {"id": "c", "title": "No \\"}, {"title": "Both", "author": "Max Welling", "issued": {"raw": "2020"}},
], indent=1)  # fmt: skip
CSV = 'Title;Authors;Year;URL;Rating\r\n"Semicolons; and ""quotes""";Keller, T. Anderson;2023;https://arxiv.org/pdf/2309.00003;5\r\n;;2020;;\r\nToo;many;2020;x;y;z\r\nA title: with # and \\;Anna Müller; 2019;https://example.org/x;\r\n'
JSONL = '{"title": "Waves", "authors": ["A. Müller"], "year": 2023, "github": "https://github.com/a/b"}\n{"title": "Cut\n[1]\n{"authors": "x"}\n'
AWESOME = """\
# Awesome waves
[![badge](https://example.org/b.svg)](https://example.org)
- [Contents](#contents)
## Reviews
* [Traveling **waves** of the brain](https://arxiv.org/abs/2309.00004) - Keller et al. [[code](https://github.com/a/b)]
* Standing waves in cortex. [paper](https://doi.org/10.1000/aw.1)
* [A tool](https://example.org/tool)
### Models
1. [Seas](https://openreview.net/forum?id=p4S5Z6Sah4)
| [In a table](https://arxiv.org/abs/2309.00005v1) | 2023 |
```
- [in code](https://arxiv.org/abs/2309.00006)
```
"""
LISTING = (
    "Get papers by mail!\nSubscribeA gap between ``waves'' and {seas}\n" + "We say that {20.97%} of approx0.5 Hz is so. " * 8
    + "\nWhat follows has no abstract\nThe eﬃcient co­ding of words\n" + "Another abstract, and long. " * 12 + "\n"
)  # fmt: skip

PUBMED = """
PMID- 12345678
DP  - 2020 Mar 12
TI  - Waves of a long title that
      goes on.
LID - 10.1000/pm.1 [doi]
FAU - Lee, Ann B
AU  - Lee AB
CN  - Lake Consortium
JT  - Journal of Lakes
VI  - 3

PMID- 12345679
TI  - Seas
XX  - what nobody knows

PMID- 12345680
"""
WEB_OF_SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Lee, A
   Roe, B
AF Lee, Ann
   Roe, Bob
TI A title that
   goes on
SO JOURNAL OF LAKES
PD MAR 12
PY 2020
BP 3
EP 9
DI 10.1000/ws.1
ER

PT J
TI Depths
ER

PT J
PY 2020
ER

EF
"""
ENDNOTE = "%0 Journal Article\n%T Tides and lakes\n%A Lee, Ann\n%A Roe, Bob\n%D 2020\n%J Lakes\n%R 10.1000/en.1\n\n%0 Book\n%D 2020\n"


def many(name: str, text: str | bytes, came: int, listed: int, words: str) -> tuple[str, bytes, int, int, str]:
    return name, text if isinstance(text, bytes) else text.encode(), came, listed, words


CASES = [
    many("dirt.bib", BIBTEX, 4, 4, "bad: its braces or quotes do not close"),
    many("latin.bib", BIBTEX.encode("cp1252"), 4, 4, "read as Windows-1252"),
    many("wrong-suffix.csv", BIBTEX, 4, 4, "cut: its braces"),
    many("biblatex.bib", BIBLATEX, 3, 0, "is not in the calendar; year and month were taken"),
    many("utf16.ris", RIS.encode("utf-16"), 5, 1, "it has no title"),
    many("windows.ris", RIS.replace("\n", "\r\n"), 5, 1, "no ER line"),
    many("zotero.json", CSL, 3, 2, "it is not an object"),
    many("cut.json", CSL[: CSL.index('"c"') + 3], 1, 3, "it is not JSON"),
    many("table.csv", CSV, 2, 2, "one may hold the delimiter"),
    many("open-quote.csv", 'title,year\nGood,2020\n"never closed,2021\n', 1, 1, "it is not CSV"),
    many("lines.jsonl", JSONL, 1, 3, "it has no title"),
    many("awesome.md", AWESOME, 4, 1, "no link in it leads to a paper"),
    many("listing.txt", LISTING, 2, 2, "it may be no title"),
    many("pubmed.nbib", PUBMED, 2, 1, "it has no title"),
    many("savedrecs.txt", WEB_OF_SCIENCE, 2, 1, "it has no title"),
    many("export.enw", ENDNOTE, 1, 1, "it has no title"),
    many("mark.bib", b"\xef\xbb\xbf@misc{a, title={With a mark}}", 1, 0, ""),
    many("nul-utf16.bib", "@misc{a, title={Without a mark}}".encode("utf-16-le"), 1, 0, "read as UTF-16"),
]

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(root: Path, *args: str) -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def drafts_of(root: Path) -> dict[str, str]:
    return {file.stem: file.read_text() for file in sorted((root / "drafts").glob("*.md"))}


@pytest.mark.parametrize(("name", "data", "came", "listed", "words"), CASES, ids=[case[0] for case in CASES])
def test_each_record_comes_in_or_is_listed(
    project: Project, run: Run, name: str, data: bytes, came: int, listed: int, words: str
) -> None:
    root = project(files_of("field", ""))
    (root / name).write_bytes(data)
    first = run(root, "import", name)
    end = first.stdout.splitlines()[-1]
    assert end == f"{came + listed:,} record{'s' * (came + listed != 1)}: {came} came in as drafts, {listed} listed"
    assert words in first.stderr
    assert first.exit_code == int(listed > 0)
    there = drafts_of(root)
    assert len(there) == came
    assert "SECRET" not in "".join(there.values())
    again = run(root, "import", name)
    assert ": 0 came in as drafts" in again.stdout
    assert drafts_of(root) == there
    # A draft lacks words, its own or the vocabulary's, and nothing else; the list itself is as it was.
    told = run(root, "drafts").output
    assert {line.split(": ")[1] for line in told.splitlines() if line.startswith("drafts/") and ": " in line} <= {
        "missing-field", "missing-summary", "lacks nothing", "unknown-tag", "unknown-venue",
    }  # fmt: skip
    assert "1 paper, no problem" in run(root, "check").output


def test_bibtex_is_mended_where_it_is_safe(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.bib").write_text(BIBTEX)
    told = run(root, "import", "a.bib").stderr
    assert drafts_of(root)["maaten-2021-fur-eleve"].replace(facts_added(root), "DAY") == (
        '---\ntitle: "A für élève: 50% of $x^2$ & more"\n'
        'authors: [Laurens van der Maaten, {group: "The BIG Group, Inc."}, Martin King Jr., others]\n'
        "date: 2021-09-03\nadded: DAY\n"
        "tags: [fmri, deep learning]\ndoi: 10.1000/ABC_1\nvenue: {name: Journal of Made-up Letters, year: 2021, pages: 1–10}\n---\n"
    )
    assert "arxiv: 2309.00001" in drafts_of(root)["lowe-2023-preprint"]
    assert "venue" not in drafts_of(root)["lowe-2023-preprint"]
    assert "name: Advances in Made-up Things, year: 2019" in drafts_of(root)["doe-2019-child"]
    assert "a.bib:7: bad: its braces or quotes do not close, or a comma is missing\n" in told
    assert "a.bib:9: parent: @proceedings is not a paper\n" in told
    assert 'left out: date: "in press" has no year in it\n' in told
    assert "fields without a place in a paper file: zzz (1)\n" in told


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.nbib", PUBMED, ["Waves of a long title that goes on", "date: 2020-03-12\n", "doi: 10.1000/pm.1\n",
                            "Ann B Lee", "group: Lake Consortium", "name: Journal of Lakes, year: 2020, volume: "]),
        ("a.txt", WEB_OF_SCIENCE, ["A title that goes on", "[Ann Lee, Bob Roe]", "date: 2020-03-12\n", "3–9"]),
        ("a.enw", ENDNOTE, ["Tides and lakes", "[Ann Lee, Bob Roe]", "doi: 10.1000/en.1\n", "name: Lakes"]),
    ],
)  # fmt: skip
def test_fields_of_tagged_exports(project: Project, run: Run, name: str, text: str, lines: list[str]) -> None:
    root = project(files_of("field", ""))
    (root / name).write_text(text)
    run(root, "import", name)
    draft = next(draft for draft in drafts_of(root).values() if lines[0] in draft)
    assert [line for line in lines if line not in draft] == [], draft


ARXIV = "https://arxiv.org/abs/2001.00001"


@pytest.mark.parametrize(
    ("entry", "title", "authors", "venue"),
    [
        (f"- Waves of lakes [[Paper]]({ARXIV})", "Waves of lakes", [], ""),
        (f"- Waves of lakes [[Paper]]({ARXIV}) [[Code]](https://github.com/a/b)", "Waves of lakes", [], ""),
        (f"**Waves of lakes** \\\n*Ann Lee, Bob Roe* \\\n[[Paper]({ARXIV})]", "Waves of lakes", ["Ann Lee", "Bob Roe"], ""),
        (f"| 1) **Waves of lakes** - how they move | [Paper]({ARXIV}) |", "Waves of lakes", [], ""),
        (f"| Waves of lakes | Ann Lee | [pdf]({ARXIV}) |", "Waves of lakes", [], ""),
        (f"- Waves of lakes. Ann Lee. NeurIPS 2020. [[pdf]({ARXIV})]", "Waves of lakes", ["Ann Lee"], "NeurIPS"),
        (f"- Waves: do lakes move? Ann Lee and Bob Roe. [pdf]({ARXIV})", "Waves: do lakes move?", ["Ann Lee", "Bob Roe"], ""),
        (f"- **Waves of lakes**\n  - [Paper]({ARXIV})", "Waves of lakes", [], ""),
        (f"- **ICLR 2020** Waves of lakes [paper]({ARXIV})", "Waves of lakes", [], "ICLR"),
        (f"- Waves of lakes. Deep Lakes. [pdf]({ARXIV})", "Waves of lakes. Deep Lakes", [], ""),
        (f"- [Waves of lakes]({ARXIV}) - Visual Attention, Deep Learning", "Waves of lakes", [], ""),
        (f"* [Waves of lakes]({ARXIV}) - Keller et al.", "Waves of lakes", [], ""),
        (f"1. [ ] **[Waves of lakes]({ARXIV})**", "Waves of lakes", [], ""),
    ],
)  # fmt: skip
def test_shapes_of_awesome_lists(entry: str, title: str, authors: list[str], venue: str) -> None:
    (record,) = importers.records(importers.File("markdown", f"# List\n\n{entry}\n"))
    assert record.facts is not None, record.reason
    found = record.facts
    assert (found.title, list(found.authors), found.venue.get("name", "")) == (title, authors, venue)
    assert ARXIV in found.addresses


def test_bullets_that_are_no_papers_are_listed(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.md").write_text(f"- no link\n- [A paper]({ARXIV})\n\n| Title | Link |\n|---|---|\n| Seas | none |\n")
    done = run(root, "import", "a.md")
    assert done.stdout == "3 records: 1 came in as drafts, 2 listed\n"
    assert done.stderr.count("it has no link") == 2
    (root / "b.md").write_text("- [Tool](https://example.org/x)\n" * 300)
    done = run(root, "import", "b.md")
    assert done.exit_code != 0
    assert "none of the 300 bullets, table rows and paragraphs is a paper" in done.stderr


def facts_added(root: Path) -> str:
    text = next(iter(drafts_of(root).values()))
    return text.partition("added: ")[2][:10]


def test_a_folder_of_markdown_with_names_of_its_own(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    notes = root / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(
        "---\nheadline: Waves of notes\nwho: [A. Müller]\ndate: 2020-01-02\ntopics: fMRI, seas\n---\nMy words.\n"
    )
    (notes / "b.md").write_text("no front matter")
    (notes / "c.md").write_text("---\na: [\n---\n")
    (notes / "d.md").write_text("---\n- a\n---\n")
    (notes / "e.md").write_bytes(b"---\ntitle: \xff\n---\n")
    (root / "names.yml").write_text("headline: title\nwho: authors\nbody: summary\n")
    done = run(root, "import", "notes", "--fields", "names.yml", "--category", "a", "--tag", "eeg")
    assert done.stdout == "5 records: 1 came in as drafts, 4 listed\n"
    assert drafts_of(root)["muller-2020-waves-notes"].endswith(
        "categories: [a]\ntags: [fmri, seas, eeg]\n---\nMy words.\n"
    )
    (root / "names.yml").write_text("headline: titel\n")
    assert "there is no field titel" in run(root, "import", "notes", "--fields", "names.yml").stderr
    assert '"q" is not a category' in run(root, "import", "notes", "--category", "q").stderr


def test_a_folder_keeps_every_title_author_venue_and_link(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    notes = root / "notes"
    (notes / "deep").mkdir(parents=True)
    suffixes = ("markdown", "md", "mdown", "qmd")
    for number in range(60):
        (notes / ("deep" if number % 2 else "") / f"p{number}.{suffixes[number % 4]}").write_text(
            f"---\nlayout: publication\ntitle: Lakes and seas number {number}\n"
            "authors: [Ann Lee, {given: Bob, family: Roe}, {first: Cy, last: Ode}]\n"
            f"conference: [Journal of Lakes]\nyear: {1960 + number}\nadditional_links:\n"
            f"- {{name: ArXiv, url: 'https://arxiv.org/abs/2001.{number:05}'}}\n"
            f"- {{name: Code, url: 'https://example.org/code/{number}'}}\n"
            f"- {{name: Website, url: 'https://example.org/site/{number}'}}\n"
            f"- {{name: publisher, url: 'https://example.org/a,b/{number}'}}\n---\nWe study lake {number}.\n"
        )
    done = run(root, "import", "notes")
    assert done.stdout == "60 records: 60 came in as drafts, 0 listed\n", done.stdout + done.stderr
    for draft in drafts_of(root).values():
        number = int(draft.partition("number ")[2].split()[0].strip('"'))
        assert "authors:\n  - Ann Lee\n  - Bob Roe\n  - Cy Ode\n" in draft or (
            "authors: [Ann Lee, Bob Roe, Cy Ode]" in draft
        ), draft
        assert f"name: Journal of Lakes, year: {1960 + number}" in draft
        assert f"arxiv: 2001.{number:05}" in draft.replace("'", "").replace('"', "")
        assert f"page: https://example.org/a,b/{number}\n" in draft
        assert f"code: https://example.org/code/{number}\n" in draft
        assert f"project: https://example.org/site/{number}\n" in draft
        assert "We study" not in draft


def test_a_folder_has_yaml_files_and_reports_what_it_does_not_read(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    notes = root / "notes"
    notes.mkdir()
    (notes / "one.yml").write_text("title: A first lake\nauthors: Ann Lee\n")
    (notes / "list.yaml").write_text("- title: A second lake\n- title: A third lake\n- text\n")
    (notes / "papers.yaml").write_text("papers:\n- title: A fourth lake\n  links: https://example.org/4\n")
    (notes / "wrong.yml").write_text("a: [\n")
    (notes / "key.yml").write_text("? [a]\n: b\n")
    (notes / "empty.yml").write_text("")
    (notes / "paper.pdf").write_bytes(b"%PDF")
    (notes / ".hidden").write_text("")
    done = run(root, "import", "notes")
    assert done.stdout == "9 records: 4 came in as drafts, 5 listed\n", done.stdout + done.stderr
    assert "paper.pdf" in done.stderr
    assert "not read" in done.stderr
    assert "entry 3 has no fields" in done.stderr
    assert any("page: https://example.org/4\n" in draft for draft in drafts_of(root).values())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.bib", b"", "is empty"),
        ("space.bib", b"\n \n", "is empty"),
        ("paper.pdf", b"%PDF-1.7 \x00", "export records as BibTeX or RIS"),
        ("page.html", b"<html><body>Not found</body></html>", "is XML or HTML"),
        ("dblp.xml", b"<?xml version='1.0'?><dblp><article/></dblp>", "export records as BibTeX or RIS"),
        ("other.csv", ("Naam,Jaar,Tekst\n" + f"Golven,2020,{'lang ' * 80}\n" * 4).encode(), "with --fields"),
        ("zeros.bib", b"\x00\x01" * 50 + b"\xff", "not text"),
    ],
)
def test_what_is_no_file_of_records(project: Project, run: Run, name: str, data: bytes, words: str) -> None:
    root = project(files_of("field", ""))
    (root / name).write_bytes(data)
    done = run(root, "import", name)
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_of_100_megabytes_is_refused_unread(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    with (root / "big.bib").open("wb") as stream:
        stream.truncate(100_000_000)
    done = run(root, "import", "big.bib")
    assert done.exit_code == 1
    assert "is larger than 64 MiB; part it into several files" in done.stderr


def test_a_draft_that_is_complete_becomes_an_entry(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.bib").write_text("@article{a, title={Waves again}, author={Doe, J.}, year=2020, doi={10.1000/a}}")
    assert run(root, "import", "a.bib", "--dry-run").stdout == "1 record: 1 would come in as drafts, 0 listed\n"
    assert not (root / "drafts").exists()
    run(root, "import", "a.bib", "--category", "a")
    draft = root / "drafts/doe-2020-waves-again.md"
    assert run(root, "drafts", "--accept").exit_code == 1
    assert draft.exists()
    text = draft.read_text().replace("doi:", "tldr: A sentence about waves that is long enough.\ndoi:")
    draft.write_text(text + "word " * 80 + "\n")
    assert run(root, "drafts", "doe-2020-waves-again").output.startswith(f"{draft.relative_to(root)}: lacks nothing\n")
    done = run(root, "drafts", "--accept")
    assert done.output.splitlines()[0] == "drafts/doe-2020-waves-again.md: moved to papers/doe-2020-waves-again.md"
    assert not draft.exists()
    assert "2 papers, no problem" in run(root, "check").output
    assert run(root, "drafts", "nobody").exit_code == 2


def test_a_draft_with_a_word_that_the_vocabulary_lacks_stays(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    paper = (
        (root / "papers/first-2023.md")
        .read_text()
        .replace("Traveling Waves", "Seas")
        .replace("tldr", "tags: [nowhere]\ntldr")
    )
    (root / "drafts").mkdir()
    (root / "drafts/seas-2023.md").write_text(paper)
    done = run(root, "drafts", "--accept")
    assert 'drafts/seas-2023.md:7:8: unknown-tag: "nowhere" is not a tag' in done.output
    assert (root / "drafts/seas-2023.md").exists()


def test_a_draft_that_lacks_words_shows_all_else_that_is_wrong_with_it(project: Project, run: Run) -> None:
    root = project({**files_of("field", "arxiv: 2309.08045"), "drafts/first-2023.md": (
        "---\ntitle: Seas\nauthors: [Ann Lee]\ntags: [nowhere]\narxiv: 2309.08045\n---\n")})  # fmt: skip
    rules = [line.split(": ")[1] for line in run(root, "drafts").output.splitlines() if line.startswith("drafts/")]
    assert rules == ["key-twice", *["missing-field"] * 4, "unknown-tag", "same-identifier", "missing-summary"]


@pytest.mark.parametrize(
    "spelling",
    [
        "2309.08045", "2309.08045v2", "arXiv:2309.08045", "arXiv:2309.08045v12 [q-bio.NC]", "ARXIV: 2309.08045",
        "https://arxiv.org/abs/2309.08045", "http://www.arxiv.org/pdf/2309.08045v1.pdf", "arxiv.org/abs/2309.08045?context=cs",
        "https://doi.org/10.48550/arXiv.2309.08045", "https://huggingface.co/papers/2309.08045",
        "https://www.alphaxiv.org/abs/2309.08045", "arXiv preprint arXiv:2309.08045", "CoRR, abs/2309.08045", "(arXiv:2309.08045)",
    ],
)  # fmt: skip
def test_arxiv_in_many_spellings(spelling: str) -> None:
    assert facts.find_arxiv(spelling) == "2309.08045"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (("2023",), "2023"), (("2023-09-03/2023-10",), "2023-09-03"), (("2023/9/3/",), "2023-09-03"), (("c. 2023",), "2023"),
        (("2023", "sep"), "2023-09"), (("2023", "September"), "2023-09"), (("2023", "9", "3"), "2023-09-03"),
        (("2023", "3~Sep."), "2023-09-03"), (("2023", "mar-apr"), "2023"), (("23",), ""), (("in press",), ""), (("2023-13",), "2023"),
    ],
)  # fmt: skip
def test_dates(written: tuple[str, ...], meant: str) -> None:
    assert mending.date(*written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("eﬃcient co­ding&amp;amp; <i>in</i>  vivo\u200b", "efficient coding& in vivo"), ("e\u0301", "é"),
        ("<i>a <b>c</b></i> <sub>2<br/>x</sub>", "a c 2 x"), ("a <i> b and c</b> < d", "a <i> b and c</b> < d"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("क्\u200dष ශ්\u200dරී", "क्\u200dष ශ්\u200dරී"), ("ه\u200d.ش", "ه\u200d.ش"),
        ("می\u200c\u200cخواهم", "می\u200cخواهم"), ("wa\u200cves \u200dx", "waves x"), ("a\u200d\u202eb", "ab"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
    ],
)  # fmt: skip
def test_text_is_mended(written: str, meant: str) -> None:
    assert mending.text(written) == meant


@given(st.text())
def test_mending_never_fails_and_leaves_one_line(value: str) -> None:
    mended = mending.text(value)
    assert mended == " ".join(mended.split())
    bare = mended.replace("\u200c", "").replace("\u200d", "")
    assert bare.isprintable() or not bare


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Lakes in the U.S.", "Lakes in the U.S."), ("A study of lakes.", "A study of lakes"), ("Wait...", "Wait..."),
        ("By Lee et al.", "By Lee et al."), ("A Ph.D.", "A Ph.D."), ("Version 1.2.", "Version 1.2"), ("Vitamin C.", "Vitamin C"),
    ],
)  # fmt: skip
def test_a_full_stop_is_no_part_of_a_title_unless_it_ends_an_abbreviation(title: str, kept: str) -> None:
    assert facts.draft(facts.Facts(title=title), Vocabulary(), "2026-01-01").values["title"] == kept


@pytest.mark.parametrize(
    ("name", "year", "venue"),
    [
        ("FSE 2024", "2024", {"name": "FSE", "year": "2024"}), ("FSE '24", "2024", {"name": "FSE", "year": "2024"}),
        ("Waves (ICML 2024)", "2024", {"name": "Waves (ICML)", "year": "2024"}),
        ("CHI’20", "", {"name": "CHI", "year": "2020"}), ("2024 IEEE Waves", "2023", {"name": "IEEE Waves", "year": "2024"}),
        ("Brain 2000", "2024", {"name": "Brain 2000", "year": "2024"}), ("Web3", "2024", {"name": "Web3", "year": "2024"}),
        ("Papers of 1900-1950", "1950", {"name": "Papers of 1900-1950", "year": "1950"}), ("2024", "2024", {"name": "2024", "year": "2024"}),
    ],
)  # fmt: skip
def test_the_year_in_a_venue_is_said_once(name: str, year: str, venue: dict[str, str]) -> None:
    said = facts.Facts(title="Waves", venue={"name": name, "year": year})
    assert facts.draft(said, Vocabulary(), "2026-01-01").values["venue"] == venue
    assert Venue("FSE 2024", "2024").label == Venue("FSE", "2024").label == Venue("FSE 2024").label == "FSE 2024"


@pytest.mark.parametrize(
    "name", ["ICLR 2024 (Poster)", "FSE'24", "AAAI-24", "ICML2024", "Waves (ICML 2024)", "2024 Waves"]
)
def test_a_badge_says_the_year_that_is_in_the_name_once(name: str) -> None:
    assert Venue(name, "2024").label == name
    assert Venue(name, "2019").label == f"{name} 2019"


@given(
    st.binary(max_size=300),
    st.sampled_from(
        ["bibtex", "ris", "csl-json", "csv", "json-lines", "markdown", "listing", "pubmed", "web-of-science", "endnote"]
    ),
)
def test_no_bytes_make_a_traceback(data: bytes, form: str) -> None:
    try:
        text, _ = importers.decoded(data, "x")
    except importers.CannotRead:
        return
    with suppress(importers.CannotRead):
        list(importers.records(importers.File(form, text)))


@given(
    st.lists(
        st.sampled_from(
            [
                "@article{",
                "a",
                ",",
                "title",
                "=",
                "{",
                "}",
                '"',
                "#",
                "\n",
                "@string{",
                "x",
                "TY  - J\n",
                "TI  - a\n",
                "[",
                '{"a":',
            ]
        )
    )
)
def test_no_pieces_make_a_traceback(pieces: list[str]) -> None:
    for form in ("bibtex", "ris", "csl-json", "csv", "json-lines", "markdown"):
        with suppress(importers.CannotRead):
            list(importers.records(importers.File(form, "".join(pieces))))
