"""Our citations in the programs that typeset them: biber, pandoc, BibTeX, pdfLaTeX. `make test-tex` runs these.

`python -m tests.tex_programs` installs what is absent, where that needs no password, and runs them.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from generator.core.text import latex
from generator.export.citations import bibtex, csl
from generator.export.citations.work import Kind, Work, work
from generator.files import loading
from generator.model import names
from tests import torture
from tests.project import ROOT

PACKAGES = {
    "biber": "biber",
    "pandoc": "pandoc",
    "pdflatex": "texlive-latex-base",
    "bibtex": "texlive-binaries",
    "pdftotext": "poppler-utils",
}
FONTS = "lmodern"
DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\begin{document}\nocite{*}\bibliographystyle{STYLE}\bibliography{papers}\end{document}
"""
# With a font and tables by which pdftotext knows the glyphs. Those of the large operators are in no table of pdfTeX.
READABLE = DOCUMENT.replace(
    "\\begin",
    "\\usepackage{lmodern}\n\\input{glyphtounicode}\\pdfgentounicode=1\n"
    "\\pdfglyphtounicode{summationtext}{2211}\\pdfglyphtounicode{producttext}{220F}"
    "\\pdfglyphtounicode{integraltext}{222B}\n\\begin",
    1,
)


@pytest.fixture(scope="module")
def works() -> list[Work]:
    """The project's own papers, and those that break formats."""
    own, problems = loading.load(ROOT / "papers", ROOT)
    assert not problems
    return [work(paper, own.vocabulary) for paper in own.papers] + [
        work(paper, torture.VOCABULARY) for paper in torture.papers()
    ]


@pytest.fixture(scope="module")
def folder(works: list[Work], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """papers.bib, papers-biblatex.bib and papers.json."""
    where = tmp_path_factory.mktemp("tex")
    text = "\n".join(map(bibtex.bibtex, works))
    (where / "papers.bib").write_text(latex.preamble(text) + text, encoding="utf-8")
    (where / "papers-biblatex.bib").write_text("\n".join(map(bibtex.biblatex, works)), encoding="utf-8")
    (where / "papers.json").write_text(json.dumps([csl.csl(one) for one in works]), encoding="utf-8")
    return where


def run(*command: str, cwd: Path) -> str:
    """What the program says; the test fails where it is absent or fails."""
    assert shutil.which(command[0]), f"{command[0]} is not installed: run make test-tex"
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=240, check=False, stdin=subprocess.DEVNULL)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, output[-3000:]
    return output


def test_biber_finds_nothing_to_warn_of(folder: Path) -> None:
    output = run("biber", "--tool", "--validate-datamodel", "papers-biblatex.bib", cwd=folder)
    assert [line for line in output.splitlines() if line and not line.startswith("INFO")] == []


@pytest.mark.parametrize("style", ["plain", "abbrv", "unsrt", "ieeetr"])
def test_bibtex_and_pdflatex_take_the_file_without_an_error(folder: Path, works: list[Work], style: str) -> None:
    (folder / f"{style}.tex").write_text(DOCUMENT.replace("STYLE", style), encoding="utf-8")
    latex_ = ("pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", style)
    run(*latex_, cwd=folder)
    run("bibtex", style, cwd=folder)
    output = run(*latex_, cwd=folder)
    assert not re.search(r"^!|Undefined control|Missing character", output, re.MULTILINE)
    assert (folder / f"{style}.bbl").read_text(encoding="utf-8").count("\\bibitem") == len(works)


def kinds_of_entries(one: Work) -> list[Work]:
    """A paper with every combination of what may be known of its venue."""
    made: list[Work] = []
    kinds: tuple[Kind, ...] = ("article", "inproceedings", "incollection", "misc")
    for kind in kinds:
        known = product(("", "3"), ("", "4"), ("", "5-9", "e12"), ("", "Press")) if kind != "misc" else [("",) * 4]
        for (volume, number, pages, publisher), status, authors in product(known, ("", "retracted"), (one.names, ())):
            other = replace(
                one, kind=kind, names=authors, volume=volume, number=number, pages=pages, publisher=publisher,
                status=status, container=one.container if kind != "misc" else "", preprint=None,
                key=f"kind-{len(made)}", year=str(1900 + len(made)),
            )  # fmt: skip
            made.append(other)
    return made


@pytest.mark.parametrize("style", ["plain", "abbrv", "unsrt", "alpha", "acm", "apalike", "ieeetr", "siam"])
def test_bibtex_finds_nothing_to_warn_of(works: list[Work], style: str, tmp_path: Path) -> None:
    entries = [*works, *kinds_of_entries(next(one for one in works if one.kind == "article"))]
    entries = [replace(one, year=str(1500 + number)) for number, one in enumerate(entries)]  # labels are a to z a year
    text = "\n".join(map(bibtex.bibtex, entries))
    (tmp_path / "papers.bib").write_text(latex.preamble(text) + text, encoding="utf-8")
    aux = f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{papers}}\n"
    (tmp_path / "papers.aux").write_text(aux, encoding="utf-8")
    output = run("bibtex", "papers", cwd=tmp_path)
    assert not re.search("warning|error", output, re.IGNORECASE), output


def test_biber_finds_nothing_to_warn_of_in_any_kind_of_entry(works: list[Work], tmp_path: Path) -> None:
    entries = kinds_of_entries(next(one for one in works if one.kind == "article"))
    entries = [one for one in entries if one.names or one.kind == "misc"]  # no other type of BibLaTeX can be without
    (tmp_path / "papers.bib").write_text("\n".join(map(bibtex.biblatex, entries)), encoding="utf-8")
    output = run("biber", "--tool", "--validate-datamodel", "papers.bib", cwd=tmp_path)
    assert [line for line in output.splitlines() if line and not line.startswith("INFO")] == []


def test_bibtex_shortens_every_name_of_the_table(tmp_path: Path) -> None:
    from tests import test_names_of_the_world as names_table  # pytest has to be running when it imports hypothesis

    rows = [row for row in names_table.ROWS if row.initials and not re.search('[("]', row.text)]  # no nicknames
    entries = [
        bibtex.bibtex(names_table.cited(row)[1]).replace("{waves-2023,", f"{{n{number},", 1)
        for number, row in enumerate(rows)
    ]
    text = "\n".join(entries)
    (tmp_path / "papers.bib").write_text(latex.preamble(text) + text, encoding="utf-8")
    (tmp_path / "names.aux").write_text("\\citation{*}\n\\bibstyle{abbrv}\n\\bibdata{papers}\n", encoding="utf-8")
    output = run("bibtex", "names", cwd=tmp_path)
    assert "Warning" not in output
    printed = (tmp_path / "names.bbl").read_text(encoding="utf-8")
    found = dict(re.findall(r"\\bibitem\{n(\d+)\}\n((?:.*\n)+?)\\newblock", printed))
    wrong = {}
    for number, row in enumerate(rows):
        author = " ".join(re.sub(r"(?<!\\)~", " ", found[str(number)]).split())
        author = names_table.plain(author).removesuffix(".")
        expected = f"{row.initials} {row.surname}" + (f", {row.suffix}" if row.suffix else "")
        if author != names_table.plain(expected).removesuffix("."):
            wrong[row.text] = author
    assert wrong == {}, wrong


def test_biber_takes_every_name_of_the_table_apart(tmp_path: Path) -> None:
    from tests import test_names_of_the_world as names_table  # as above
    from tests.test_citations import text as as_text

    entries = [
        bibtex.biblatex(names_table.cited(row)[1]).replace("{waves-2023,", f"{{n{number},", 1)
        for number, row in enumerate(names_table.ROWS)
    ]
    (tmp_path / "names.bib").write_text("\n".join(entries), encoding="utf-8")
    run("biber", "--tool", "--output-format=biblatexml", "names.bib", cwd=tmp_path)
    space = "{http://biblatex-biber.sourceforge.net/biblatexml}"
    tree = etree.parse(tmp_path / "names_bibertool.bltxml")
    wrong = {}
    for entry in tree.iter(f"{space}entry"):
        row = names_table.ROWS[int(entry.get("id", "")[1:])]
        parts = {part.get("type"): part for part in entry.iter(f"{space}namepart") if part.get("type")}
        texts = {kind: " ".join(word.strip("{} \n") for word in part.itertext()) for kind, part in parts.items()}
        found = [" ".join(texts.get(kind, "").split()) for kind in ("prefix", "family", "given", "suffix")]
        # A clipped particle, 't, is part of the family name for biber, and is printed in the same place.
        surname = " ".join(filter(None, found[:2]))
        given = names.given_names(names.split(row.text, row.family if row.stated else ""))
        initials = " ".join(
            "-".join(f"{letter}." for letter in re.split("[-~ ]+", part.get("initial", "")))
            for part in ([*parts["given"]] or [parts["given"]] if "given" in parts else [])
        )
        read = [as_text(word) for word in (surname, *found[2:])]
        if read != [as_text(word) for word in (row.surname, given, row.suffix)]:
            wrong[row.text] = str(found)
        if row.initials and not re.search('[("]', row.text) and as_text(initials) != row.initials:
            wrong[row.text] = initials
    assert wrong == {}, wrong


BLOCKS = {  # of Unicode 15.0
    "Latin-1": (0x00A0, 0x00FF),
    "Latin Extended-A": (0x0100, 0x017F),
    "Latin Extended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "Latin Extended Additional": (0x1E00, 0x1EFF),
    "General Punctuation": (0x2000, 0x206F),
    "Superscripts and Subscripts": (0x2070, 0x209F),
    "Currency Symbols": (0x20A0, 0x20CF),
    "Letterlike Symbols": (0x2100, 0x214F),
    "Arrows": (0x2190, 0x21FF),
    "Mathematical Operators": (0x2200, 0x22FF),
}


def printable(first: int, last: int) -> list[str]:
    """The letters, digits, punctuation marks and symbols of a block that are assigned; no spaces, no controls."""
    return [letter for letter in map(chr, range(first, last + 1)) if unicodedata.category(letter)[0] in "LNPS"]


@pytest.mark.parametrize("block", BLOCKS)
def test_pdflatex_prints_every_character_as_itself(block: str, tmp_path: Path) -> None:
    letters = printable(*BLOCKS[block])
    titles = {f"{ord(letter):04X}": latex.ascii_text(letter) for letter in letters}
    text = "".join(f"@misc{{{key}, title = {{{{x{key}: q {title} q;}}}}}}\n" for key, title in titles.items())
    (tmp_path / "papers.bib").write_text(latex.preamble(text) + text, encoding="utf-8")
    (tmp_path / "signs.tex").write_text(READABLE.replace("STYLE", "unsrt"), encoding="utf-8")
    command = ("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "signs")
    run(*command, cwd=tmp_path)
    run("bibtex", "signs", cwd=tmp_path)
    output = run(*command, cwd=tmp_path)
    assert not re.search(r"^!|Undefined control|Missing character", output, re.MULTILINE)
    run("pdftotext", "-enc", "UTF-8", "-raw", "signs.pdf", cwd=tmp_path)
    printed = " ".join((tmp_path / "signs.txt").read_text(encoding="utf-8").split())
    found = dict(re.findall(r"x([0-9A-F]{4}): ?q ?(.*?) ?q;", printed))
    wrong = {letter: found.get(f"{ord(letter):04X}") for letter in letters}
    wrong = {letter: text for letter, text in wrong.items() if text is None or not same(letter, text)}
    assert wrong == {}, wrong
    unseen = {letter for letter in letters if f"U+{ord(letter):04X}" in latex.preamble(latex.ascii_text(letter))}
    assert unseen == NUMBERED.intersection(letters)


def test_a_document_needs_no_package_for_any_character(tmp_path: Path) -> None:
    titles = [latex.ascii_text(letter) for block in BLOCKS.values() for letter in printable(*block)]
    text = "".join(f"@misc{{k{number}, title = {{{{{title}}}}}}}\n" for number, title in enumerate(titles))
    (tmp_path / "papers.bib").write_text(latex.preamble(text) + text, encoding="utf-8")
    document = DOCUMENT.replace("\\usepackage[T1]{fontenc}\n", "").replace("STYLE", "unsrt")
    assert "usepackage" not in document
    (tmp_path / "signs.tex").write_text(document, encoding="utf-8")
    command = ("pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "signs")
    run(*command, cwd=tmp_path)
    run("bibtex", "signs", cwd=tmp_path)
    assert not re.search(r"^!|Missing character", run(*command, cwd=tmp_path), re.MULTILINE)


READ_AS = {  # what pdftotext reads where the right sign is printed
    "\u2206": "\u0394",  # Adobe's list of glyphs calls the increment Delta
    "-": "\u2010",  # TeX has one hyphen
    "\u0338=": "\u2260",  # TeX sets the slash first
    "...": "\u2026",
}
NUMBERED = set(  # printed as U+XXXX: no font of a plain installation of LaTeX has a glyph that could be taken for these
    "ƄƅƢƣƪƷƸƹƺƼƽƾƿǮǯǷȜȝȢȣɁɂͱͲͳϏϗϘϙϚϛϞϟϠϡϢϣϤϥϦϧϨϩϪϫϬϭϮϯϷϸϻẜẝỺỻỼỽỾỿ⁊⁕⁜₪₰₻₾℈ℊ℥℮ℯℴ℺⅌⅏↯↴↵↸⇦⇧⇨⇩⇪⇫⇬⇭⇮⇯⇰⇱⇲⇳⇽⇾⇿∱∲∳∿⊹⊾⊿⋿"
)


def same(letter: str, text: str) -> bool:
    """Whether the text of the PDF is the letter, in any form that is compatible with it (NFKC)."""
    read = unicodedata.normalize("NFKC", text).replace(" ", "")
    return unicodedata.normalize("NFKC", letter).replace(" ", "") in (read, READ_AS.get(read))


def references(folder: Path, form: str, file: str, *options: str) -> dict[str, str]:
    """Key → the reference that pandoc prints, in Chicago's style."""
    output = run("pandoc", "-f", form, "-t", "html", "--wrap=none", "--citeproc", *options, file, cwd=folder)
    found = dict(re.findall(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>', output, re.DOTALL))
    return {key: plain(text) for key, text in found.items()}


def plain(text: str) -> str:
    """A reference without markup, without what depends on its neighbours, and without capitals: styles change those."""
    text = text.replace("$", "")
    text = unicodedata.normalize("NFKC", html.unescape(re.sub(r"<[^>]+>", "", text)))
    text = re.sub(r"(?<=\b\d{4})[a-z]{1,2}\b(?=\. )", "", text)
    return unicodedata.normalize("NFKC", text.replace("i\u0307", "i").casefold().replace("i\u0307", "i"))


def test_pandoc_prints_the_same_reference_from_every_format(folder: Path, works: list[Work]) -> None:
    ours = references(folder, "bibtex", "papers.bib")
    other = references(folder, "biblatex", "papers-biblatex.bib")
    third = references(folder, "csljson", "papers.json")
    keys = {one.key for one in works}
    assert set(ours) == set(other) == set(third) == keys
    assert {key: (ours[key], other[key]) for key in keys if ours[key] != other[key]} == {}
    # BibTeX has no word for the genre. Formulas are text in CSL-JSON, and their spaces are pandoc's own elsewhere.
    third = {key: text.replace(" preprint. ", " ") for key, text in third.items()}
    # What looks like the markup of CSL-JSON cannot be said in it. In names pandoc reads no formulas, as which BibTeX
    # needs lone braces.
    texts = {one.key for one in works if "<i>" not in one.title}
    texts -= {one.key for one in works if any("{" in name.text for name in one.names)}
    texts -= {one.key for one in works if one.and_others}  # nor can others
    texts -= {one.key for one in works if any(piece.formula for piece in one.pieces)}
    assert {key: (ours[key], third[key]) for key in texts if ours[key] != third[key]} == {}


def missing() -> dict[str, str]:
    """The programs and fonts that are absent, and the packages of Debian that have them."""
    found = {program: package for program, package in PACKAGES.items() if not shutil.which(program)}
    search = ["kpsewhich", "lmodern.sty"]
    if not shutil.which(search[0]) or subprocess.run(search, capture_output=True, check=False).returncode:
        found["Latin Modern"] = FONTS
    return found


def main() -> int:
    """Install what is absent, run the tests; say what is missing where it could not be installed."""
    if absent := missing():
        print(f"Installing {', '.join(absent.values())} ...", file=sys.stderr)
        install = ["apt-get", "install", "-y", "--no-install-recommends", *absent.values()]
        for command in (["apt-get", "update"], install):
            if os.geteuid() == 0 and shutil.which("apt-get"):
                subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if absent := missing():
        listed = ", ".join(f"{program} ({package})" for program, package in absent.items())
        print(f"These tests need programs that are absent: {listed}. Debian's packages are named in ", end="")
        print(f"brackets: sudo apt-get install {' '.join(PACKAGES.values())} {FONTS}")
        return 1
    return pytest.main(["-q", __file__, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
