"""Lists of authors in one text: every usual style, the style of a file, and what stays in doubt."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import bringing
from generator.importing import author_entries, author_lists, importers
from generator.importing.author_entries import AuthorEntry
from tests.conftest import Project
from tests.examples import files_of
from tests.test_importers import drafts_of, run

__all__ = ["run"]  # a fixture

Run = Callable[..., Result]
WHO = {"group": "World Health Organization"}
MARQUEZ = {"name": "Gabriel García Márquez", "family": "García Márquez"}


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("Ann Lee|Bob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee | Bob Roe |", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee; Bob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee\nBob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee / Bob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Lee, Ann; Roe, Bob", "family-given", ["Ann Lee", "Bob Roe"]),
        ("Lee A., Roe B.C.", "family-initials", ["A. Lee", "B.C. Roe"]),
        ("Lee A, Roe BC", "family-initials", ["A Lee", "BC Roe"]),
        ("Lee A.; Roe B.C.", "family-initials", ["A. Lee", "B.C. Roe"]),
        ("Lee A and Roe BC", "family-initials", ["A Lee", "BC Roe"]),
        ("de la Cruz AB, van der Berg A, King ML Jr, Lee MD.", "family-initials",
         ["AB de la Cruz", "A van der Berg", "ML King Jr", "MD Lee"]),
        ("Roe J.-P., O'Neil C.D., Ode E.", "family-initials", ["J.-P. Roe", "C.D. O'Neil", "E. Ode"]),
        ("Иванов И.И., Петров П.", "family-initials", ["И.И. Иванов", "П. Петров"]),
        ("Lee, A., Roe, B.", "family-given", ["A. Lee", "B. Roe"]),
        ("Lee, A., Roe, B. C., & Ode, D.", "family-given", ["A. Lee", "B. C. Roe", "D. Ode"]),
        ("Lee, Ann, Roe, Bob, and Ode, Cy", "family-given", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Lee, Ann and Roe, Bob", "family-given", ["Ann Lee", "Bob Roe"]),
        ("Lee, Ann", "family-given", ["Ann Lee"]),
        ("van der Berg, A.", "family-given", ["A. van der Berg"]),
        ("Berg, A. van der; Lee, B.", "family-given", ["A. van der Berg", "B. Lee"]),
        ("García Márquez, Gabriel", "family-given", [MARQUEZ]),
        ("King, Martin Luther, Jr.", "family-given", ["Martin Luther King Jr."]),
        ("King, Jr., Martin Luther; Lee, Ann", "family-given", ["Martin Luther King Jr.", "Ann Lee"]),
        ("King, M. L., Jr., Lee, A.", "family-given", ["M. L. King Jr.", "A. Lee"]),
        ("Lee, Ann, 1970-; Roe, Bob", "family-given", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee and Bob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee, Bob Roe and Cy Ode", "natural", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Ann Lee, Bob Roe, and Cy Ode", "natural", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Ann Lee and Bob Roe, Cy Ode", "natural", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Ann Lee & Bob Roe", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ana López y Luis Gómez", "natural", ["Ana López", "Luis Gómez"]),
        ("Santiago Ramón y Cajal", "natural", ["Santiago Ramón y Cajal"]),
        ("Dr. Ann Lee, J. R. Roe, Martin Luther King, Jr.", "natural",
         ["Ann Lee", "J. R. Roe", "Martin Luther King Jr."]),
        ("Ann Lee, PhD, Bob Roe, MD, Cy Ode", "natural", ["Ann Lee PhD", "Bob Roe MD", "Cy Ode"]),
        ("Lee, Ann, Bob Roe, and Cy Ode", "first-inverted", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Suharto", "natural", ["Suharto"]),
        ("Ann Lee, Suharto, Bob Roe", "natural", ["Ann Lee", "Suharto", "Bob Roe"]),
        ("['Ann Lee', 'Bob Roe']", "natural", ["Ann Lee", "Bob Roe"]),
        ('["Lee, Ann", "Roe, Bob"]', "family-given", ["Ann Lee", "Bob Roe"]),
        ("Rufin VanRullen, Yann LeCun, Ann McDonald Roe", "natural",
         ["Rufin VanRullen", "Yann LeCun", "Ann McDonald Roe"]),
        ("DUPONT Jean, Ann Lee, Bob Roe", "natural", ["Jean DUPONT", "Ann Lee", "Bob Roe"]),
        ("Lee A, Roe B; on behalf of the Lake Group", "family-given", ["A Lee", "B Roe", {"group": "the Lake Group"}]),
        ("Ann Lee, Bob Roe for the ENIGMA Consortium", "natural",
         ["Ann Lee", "Bob Roe", {"group": "the ENIGMA Consortium"}]),
        # Lists that are known to be incomplete.
        ("Lee, A., et al. (2020)", "family-given", ["A. Lee", "others"]),
        ("Ann Lee, Bob Roe, Cy Ode, +3 more", "natural", ["Ann Lee", "Bob Roe", "Cy Ode", "others"]),
        ("Thomas More and Ann Lee", "natural", ["Thomas More", "Ann Lee"]),
        ("Ann Lee and colleagues", "natural", ["Ann Lee", "others"]),
        ("Ann Lee and 12 others", "natural", ["Ann Lee", "others"]),
        ("Ann Lee et al.", "natural", ["Ann Lee", "others"]),
        ("Lee, Ann; et al.", "family-given", ["Ann Lee", "others"]),
        ("Lee A, Roe B, et al", "family-initials", ["A Lee", "B Roe", "others"]),
        ("Lee, A., Roe, B., ...", "family-given", ["A. Lee", "B. Roe", "others"]),
        ("Ann Lee, Bob Roe, Cy Ode, …", "natural", ["Ann Lee", "Bob Roe", "Cy Ode", "others"]),
        ("Ann Lee and others", "natural", ["Ann Lee", "others"]),
        ("Lee, Ann and Roe, Bob and others", "family-given", ["Ann Lee", "Bob Roe", "others"]),
        ("et al.", "natural", ["others"]),
        ("[No authors listed]", "natural", []),
        ("Anonymous", "natural", []),
        # Numbered affiliations and other marks.
        ("Ann Lee1,2", "natural", ["Ann Lee"]),
        ("Ann Lee1,2, Bob Roe2,* and Cy Ode†", "natural", ["Ann Lee", "Bob Roe", "Cy Ode"]),
        ("Ann Lee¹ and Bob Roe²", "natural", ["Ann Lee", "Bob Roe"]),
        ("Ann Lee<sup>1</sup>, Bob Roe<sup>2,3</sup>", "natural", ["Ann Lee", "Bob Roe"]),
        ("Lee, A.1, Roe, B.2", "family-given", ["A. Lee", "B. Roe"]),
        ("Lee, Ann (57190000000); Roe, Bob (57190000001)", "family-given", ["Ann Lee", "Bob Roe"]),
        ("King ML 3rd, Lee A", "family-initials", ["ML King 3rd", "A Lee"]),
        # Names in CJK scripts, family name first.
        ("王小明、李华", "natural", ["王小明", "李华"]),
        ("王小明，李华", "natural", ["王小明", "李华"]),
        ("王小明·李华", "natural", ["王小明", "李华"]),
        ("王小明, 李华, 等", "natural", ["王小明", "李华", "others"]),
        ("王小明 李华明 张三", "natural", ["王小明", "李华明", "张三"]),
        ("马克·吐温", "natural", ["马克·吐温"]),
        ("王, 小明", "family-given", ["王 小明"]),
        ("山田, 太郎; 鈴木, 花子", "family-given", ["山田 太郎", "鈴木 花子"]),
        ("김철수, 이영희", "natural", ["김철수", "이영희"]),
        # Groups.
        ("World Health Organization", "natural", [WHO]),
        ("World Health Organization, Geneva", "natural", [WHO]),
        ("World Health Organization and Ann Lee", "natural", [WHO, "Ann Lee"]),
        ("Ann Lee, Bob Roe, ENIGMA Consortium", "natural", ["Ann Lee", "Bob Roe", {"group": "ENIGMA Consortium"}]),
        ("Lee, A., ENIGMA Consortium, Roe, B.", "family-given", ["A. Lee", {"group": "ENIGMA Consortium"}, "B. Roe"]),
        ("ENIGMA Consortium, Lee A, Roe B", "family-initials", [{"group": "ENIGMA Consortium"}, "A Lee", "B Roe"]),
        ("Ministry of Health and Welfare", "natural", [{"group": "Ministry of Health and Welfare"}]),
    ],
)  # fmt: skip
def test_lists_that_can_be_read_in_one_way(text: str, style: str, expected: list[AuthorEntry]) -> None:
    found = author_lists.readings(text)
    assert {name: reading.authors for name, reading in found.items()} == {style: expected}


@pytest.mark.parametrize(
    "text",
    [
        "Lee, Ann, Bob",
        "Lee, Roe and Ode",
        "University of Oxford, United Kingdom",
        "Department of Health and Human Services",
        "Ann LEE; Bob ROE",
        "Ann Lee - Bob Roe",
        "Ann LeeBob Roe",
        "The authors are listed in the paper",
        "https://example.org/authors",
        "Sanne, 17",
    ],
)
def test_a_list_in_doubt_is_not_guessed(text: str) -> None:
    assert author_lists.read(text) is None
    assert text.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0] in author_lists.doubt(text)


def test_what_stands_beside_names_is_reported() -> None:
    for text, word in (("World Health Organization, Geneva", "Geneva"), ("Ann Lee (MIT), Bob Roe", "(MIT)"),
                       ("Ann Lee, MIT; Bob Roe, ETH", "ETH")):  # fmt: skip
        found = author_lists.read(text)
        assert found
        assert any(word in left for left in found.left_out)
        assert all(word not in author_entries.name_of(entry) for entry in found.authors)


@pytest.mark.parametrize(
    ("lists", "text", "expected"),
    [
        (["Lee, Ann", "Roe, Bob; Ode, Cy"], "García Márquez, Gabriel José",
         [{"name": "Gabriel José García Márquez", "family": "García Márquez"}]),
        (["Ann Lee, Bob Roe and Cy Ode"], "Di Poe, Ed Ray", ["Di Poe", "Ed Ray"]),
        ([], "Di Poe, Ed Ray", ["Di Poe", "Ed Ray"]),
        (["Lee A, Roe BC", "Ode C"], "Kim JAE, Roe BCD", ["JAE Kim", "BCD Roe"]),
        (["Ann SMITH", "Bob JONES; Cy ODEN"], "Kim LEE; Roe OBI", ["Kim LEE", "Roe OBI"]),
    ],
)  # fmt: skip
def test_clear_lists_of_a_file_decide_the_others(lists: list[str], text: str, expected: list[AuthorEntry]) -> None:
    found = author_lists.read(text, author_lists.find_style([*lists, text]))
    assert found
    assert found.authors == expected


def test_a_file_in_several_styles_decides_nothing() -> None:
    style = author_lists.find_style(["Lee, Ann", "Ann Lee, Bob Roe and Cy Ode"])
    assert style.name == ""
    assert "several styles" in style.text
    assert author_lists.read("Di Poe, Ed Ray", style) is None


@given(st.text(st.sampled_from("Ab.,;|&()[]1* 王明、·'and\net al")))
def test_any_text_is_read_or_in_doubt(text: str) -> None:
    found = author_lists.read(text)
    assert author_lists.doubt(text) if found is None else all(map(author_entries.name_of, found.authors))


def table(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def records_of(text: str, form: str = "csv") -> list[list[AuthorEntry]]:
    return [list(record.facts.authors) for record in importers.records(importers.File(form, text)) if record.facts]


def test_the_command_says_which_style_it_took_and_keeps_doubts_in_drafts(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    cells = ["Lee, Ann", "Roe, Bob; Ode, Cy", "Poe, Di, Ray", "García Márquez, Gabriel José"]
    text = table([{"Title": f"Lakes number {n}", "Authors": cell, "Year": "2020"} for n, cell in enumerate(cells)])
    (root / "a.csv").write_text(text)
    done = run(root, "import", "a.csv", "--category", "a")
    assert (
        'a.csv: lists of authors are read in the style family-given ("Lee, Ann, Roe, Bob"), as 2 of 2 lists show'
        in (done.stderr)
    )
    assert 'left out: authors: "Poe, Di, Ray" cannot be read as a list of names' in done.stderr
    drafts = drafts_of(root)
    doubtful = next(draft for draft in drafts.values() if "Lakes number 2" in draft)
    assert '# to settle: authors: "Poe, Di, Ray"' in doubtful
    assert "authors: [" not in doubtful
    assert any("family: García Márquez" in draft for draft in drafts.values())
    # Complete but for the doubt: what is settled becomes a paper, what is not stays.
    for file in (root / "drafts").glob("*.md"):
        words = "tldr: A sentence about waves that is long enough.\n---\n" + "word " * 100
        file.write_text(file.read_text().removesuffix("---\n") + words + "\n")
    accepted = run(root, "drafts", "--accept")
    assert "to-settle: authors:" in accepted.output
    assert "4 drafts: 1 to be written, 3 complete" in accepted.output
    assert "4 papers, no problem" in run(root, "check").output
    file = next((root / "drafts").glob("*.md"))
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("# to settle")))
    assert run(root, "drafts", "--accept").exit_code == 0
    assert "5 papers, no problem" in run(root, "check").output


def test_a_style_can_be_set(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.csv").write_text('title,authors\nWaves of lakes,"Sue Poe, Ed Ray"\n')
    done = run(root, "import", "a.csv", "--author-style", "family-given")
    assert "style" not in done.stderr
    assert "name: Ed Ray Sue Poe, family: Sue Poe" in "".join(drafts_of(root).values())
    assert tuple(author_lists.STYLES) == bringing._AUTHOR_STYLES  # so that the program starts quickly


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("csv", "title,family name,given name\nLakes,王,小明\n", ["王 小明"]),
        ("csv", "title,Last name,First name\nLakes,Lee; van der Berg,Ann; Bo\n", ["Ann Lee", "Bo van der Berg"]),
        ("json-lines", json.dumps({"title": "Lakes", "authors": [{"family": "王", "given": "小明"}]}), ["王 小明"]),
        ("json-lines", json.dumps({"title": "Lakes", "authors": [
            {"firstName": "小明", "lastName": "王"}, {"first_name": "Ann", "last_name": "Lee"},
            {"Forename": "Bo", "Surname": "van der Berg"}]}), ["王 小明", "Ann Lee", "Bo van der Berg"]),
        ("json-lines", json.dumps({"title": "Lakes", "authors": [
            "Lee A.", "García Márquez, Gabriel José", "Ann Lee1", "et al."]}),
         ["A. Lee", {"name": "Gabriel José García Márquez", "family": "García Márquez"}, "Ann Lee", "others"]),
        ("json-lines", json.dumps({"title": "Lakes", "authors": "Lee A, Roe BC"}), ["A Lee", "BC Roe"]),
        ("csl-json", json.dumps([{"title": "Lakes", "author": "Lee, A., Roe, B."}]), ["A. Lee", "B. Roe"]),
        ("ris", "TY  - JOUR\nTI  - Lakes\nAU  - Lee A.B.\nAU  - van der Berg B.\nER  - \n",
         ["A.B. Lee", "B. van der Berg"]),
        ("ris", "TY  - JOUR\nTI  - Lakes\nAU  - Lee, Ann; Roe, Bob\nER  - \n", ["Ann Lee", "Bob Roe"]),
        ("ris", "TY  - JOUR\nTI  - Lakes\nAU  - Ann Lee and Bob Roe\nER  - \n", ["Ann Lee", "Bob Roe"]),
        ("pubmed", "PMID- 1\nTI  - Lakes\nAU  - Lee AB\nAU  - Roe B\nCN  - Lake Group\n",
         ["AB Lee", "B Roe", {"group": "Lake Group"}]),
        ("csl-json", json.dumps([{"title": "Lakes", "author": [
            {"family": "Berg", "given": "Ann", "dropping-particle": "van", "non-dropping-particle": "der"},
            {"family": "Berg", "non-dropping-particle": "van den"}, {"given": "Ann", "non-dropping-particle": "de"},
            {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}]}]),
         ["Ann van der Berg", "van den Berg", "de Ann", "Alexander von Humboldt"]),
    ],
)  # fmt: skip
def test_parts_of_names_in_fields_of_their_own(form: str, text: str, expected: list[AuthorEntry]) -> None:
    assert records_of(text, form) == [expected]


def test_family_and_given_names_that_do_not_pair_are_in_doubt() -> None:
    (record,) = importers.records(importers.File("csv", "title,last name,first name\nLakes,Lee; Roe,Ann\n"))
    assert record.facts
    assert list(record.facts.authors) == []
    assert record.facts.doubts == [
        "authors: there are 2 family names and 1 given name; write the authors, one person an entry"
    ]


def test_what_is_imported_of_any_style_passes_the_check(project: Project, run: Run, tmp_path: Path) -> None:
    root = project(files_of("field", ""))
    cells = [
        "Ann Lee|Bob Roe", "Lee A., Roe B.C.", "Lee, A., Roe, B.", "Ann Lee and Bob Roe, Cy Ode",
        "Ann Lee1,2, Bob Roe2", "World Health Organization, Geneva", "王小明、李华", "King, Martin Luther, Jr.",
        "Lee, Ann, and Bob", "a@b.org, 17, ;;", "Ann Lee, Bob Roe, et al.",
        "Ann Lee; Ann Lee", "https://example.org/authors", "Lee, Ann, Bob Roe, Cy Ode",
    ]  # fmt: skip
    for number, cell in enumerate(cells):
        (root / f"{number}.csv").write_text(
            table([{"title": f"Lakes number {number}", "authors": cell, "year": "2020"}])
        )
        assert ": 1 came in as drafts" in run(root, "import", f"{number}.csv", "--category", "a").stdout
    for file in (root / "drafts").glob("*.md"):
        lines = [line for line in file.read_text().splitlines(True) if not line.startswith("# to settle")]
        words = "tldr: A sentence about waves that is long enough.\n---\n" + "word " * 100
        file.write_text("".join(lines).removesuffix("---\n") + words + "\n")
    done = run(root, "drafts", "--accept")
    assert f"{len(cells)} drafts: 0 to be written" in done.output, done.output
    assert f"{len(cells) + 1} papers, no problem" in run(root, "check").output
