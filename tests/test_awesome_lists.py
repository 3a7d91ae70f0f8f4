"""Markdown "awesome" lists: the shapes in which people write papers down, each read or reported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.importing import importers
from generator.importing.facts import Facts
from generator.importing.importers import CannotRead, Record
from generator.importing.importers.markdown import MANY
from tests.conftest import Project
from tests.examples import files_of
from tests.test_importers import Run, drafts_of, run

__all__ = ["run"]  # a fixture

A, B = "https://arxiv.org/abs/2001.00001", "https://arxiv.org/abs/2002.00002"
CODE = "https://github.com/a/b"
BADGE = "https://img.shields.io"
BOTH = ["Ann Lee", "Bob Roe"]


def records(text: str) -> list[Record]:
    return list(importers.records(importers.File("markdown", f"# List\n\n{text}\n")))


def facts_of(text: str) -> Facts:
    (record,) = records(text)
    assert record.facts is not None, record.reason
    return record.facts


TITLES = [
    f"- [Waves of lakes]({A})",
    f"- [**Waves** of lakes]({A}).",
    f"- [*Waves of lakes*]( {A} 'title' )",
    f"- [Waves of lakes][1]\n\n[1]: {A}",
    f"- Waves of lakes [[Paper]]({A})",
    f"- Waves of lakes [[Paper]({A})]",
    f"- Waves of\n  lakes [[pdf]({A})]",
    f"- Waves of lakes: <{A}>",
    f"1. Waves of lakes {A}",
    "- Waves of lakes. arXiv:2001.00001",
    f"1) Waves of *lakes* [`pdf`]({A})",
    f"1、Waves of lakes [pdf]({A})",
    f"- [1] Waves of lakes [pdf]({A})",
    f"- [ ] Waves of lakes [`[pdf]`]({A})",
    f"- [x] ~~[Waves of lakes]({A})~~",
    f"- 🔥 [Waves of lakes]({A}) :star:",
    f"- Waves of lakes ❗️ [pdf]({A})",
    f"- [ 📄 Paper ]({A}) | **Waves of lakes**",
    f"- [Paper]({A}) Waves of lakes",
    f"- [[Paper]({A})] [[Code]({CODE})] Waves of lakes",
    f"- [![arXiv]({BADGE}/badge/arXiv-2001.00001-b31b1b.svg)]({A}) Waves of lakes",
    f"- [Waves of lakes]({A}) [![Star]({BADGE}/github/stars/a/b)]({CODE}) ![x]({BADGE}/x)",
    f"- \"Waves of lakes\" [pdf]({A})",
    f"- 《Waves of lakes》[论文]({A})",
    f"**Waves of lakes** \\\n[[Paper]({A})]",
    f"- **Waves of lakes**\n  - [Paper]({A})",
    f"### Waves of lakes\n[[paper]({A})] [[code]({CODE})]",
    f"### [Waves of lakes]({A})",
    f"Waves of lakes\n{A}",
    f"| 1) **Waves of lakes** - how they move | [Paper]({A}) |",
    f"| [Waves of lakes]({A}) | 1 |\n|---|---|\n",
    f"| No | What | Paper |\n|--|--|--|\n| 1 | Waves of lakes | [x]({A}) |",
    f"<ul>\n<li><a href=\"{A}\">Waves of lakes</a></li>\n</ul>",
    f"<table><tr><td>1</td><td><b><a href='{A}'>Waves of lakes</a></b></td></tr></table>",
    f"- [Waves of lakes]({A}) – how they move. It is good.",
    f"- **Lakes**: [Waves of lakes]({A})",
    f"- **ICLR** [Waves of lakes]({A})",
    f"- (2020) [Waves of lakes]({A})",
    f"- 2020.03 [Waves of lakes]({A})",
    f"- [Waves of lakes (2020)]({A})",
    f"- Waves of lakes, 2020 [pdf]({A})",
    f"> - [Waves of lakes]({A})",
    f"- [Waves of lakes]({A}), [slides](https://example.org/s.pdf)",
]  # fmt: skip


@pytest.mark.parametrize("text", TITLES)
def test_the_title_and_the_paper_are_found_in_every_shape(text: str) -> None:
    found = facts_of(text)
    assert found.title == "Waves of lakes"
    assert A in found.addresses
    assert not found.authors
    assert not found.venue


AUTHORS = [
    f"- Waves of lakes. Ann Lee, Bob Roe. ICLR 2020. [[pdf]({A})]",
    f"- Waves of lakes, *Ann Lee, Bob Roe*, **ICLR 2020**. [[pdf]({A})]",
    f"- Waves of lakes - Ann Lee, Bob Roe - ICLR 2020 - [pdf]({A})",
    f"- Waves of lakes | Ann Lee, Bob Roe | ICLR 2020 | [pdf]({A})",
    f"- Waves of lakes; Ann Lee and Bob Roe; ICLR 2020; [pdf]({A})",
    f"- Waves of lakes，Ann Lee、Bob Roe，ICLR 2020。[论文]({A})",
    f"- [Waves of lakes]({A}), Ann Lee, Bob Roe, ICLR 2020",
    f"- [Waves of lakes]({A}) (Ann Lee, Bob Roe; ICLR 2020)",
    f"- [Waves of lakes. Ann Lee, Bob Roe. ICLR 2020]({A})",
    f"- `ICLR 2020` [Waves of lakes]({A}) - Ann Lee, Bob Roe",
    f"- `[ICLR 2020]` **Waves of lakes** *Ann Lee, Bob Roe* [[paper]]({A})",
    f"- **[ICLR 2020 Oral]** Waves of lakes. *Ann Lee*, *Bob Roe* [[arXiv]]({A})",
    f"- \\[ICLR'20\\] [Waves of lakes]({A}) _Ann Lee & Bob Roe_",
    f"- 【ICLR 2020】**Waves of lakes** _Ann Lee, Bob Roe_ [论文]({A})",
    f"- Waves of lakes. _Ann Lee, Bob Roe_ [[ICLR 2020]({A})]",
    f"* **Waves of lakes**, Ann Lee\\*, Bob Roe\\*, ICLR, 2020 [[paper]]({A})",
    f"- *Waves of lakes* by Ann Lee and Bob Roe, in ICLR 2020 [link]({A})",
    f"- Ann Lee, Bob Roe. Waves of lakes. In ICLR, 2020. [pdf]({A})",
    f"- Ann Lee and Bob Roe. \"Waves of lakes\", ICLR 2020. [pdf]({A})",
    f"- Ann Lee, Bob Roe, **Waves of lakes**, *ICLR*, 2020. [pdf]({A})",
    f"**[Waves of lakes]({A})**  \nAnn Lee, Bob Roe  \nICLR 2020  \n[[Code]({CODE})]",
    f"**Waves of lakes** \\\n*Ann Lee, Bob Roe* \\\nICLR 2020 [[Paper]({A})]",
    f"**[Waves of lakes]({A})** <br> *Ann Lee, Bob Roe* <br> ICLR 2020 (Spotlight)",
    f"**[Waves of lakes]({A})**\n\n*Ann Lee, Bob Roe*\n\nICLR 2020",
    f"### Waves of lakes\nAnn Lee, Bob Roe. ICLR 2020.\n[[paper]({A})]",
    f"- **Waves of lakes**\n    - Authors: Ann Lee, Bob Roe\n    - Venue: ICLR 2020\n    - Paper: [link]({A})",
    f"- **Title**: Waves of lakes\n  **Authors**: Ann Lee; Bob Roe\n  **Published**: ICLR 2020\n  **Link**: {A}",
    f"1. Waves of lakes\n\n   Ann Lee, Bob Roe\n\n   ICLR 2020 [Paper]({A})",
    f"| Title | Authors | Venue | Year | PDF |\n|-|-|-|-|-|\n|Waves of lakes|Ann Lee, Bob Roe|ICLR|2020|[x]({A})|",
    f"| Paper | Pub. |\n|--|--|\n| [Waves of lakes]({A})<br>*Ann Lee, Bob Roe* | ICLR'20 |",
    f"| 论文 | 作者 | 会议 |\n|--|--|--|\n| [Waves of lakes]({A}) | Ann Lee, Bob Roe | ICLR 2020 |",
]  # fmt: skip


@pytest.mark.parametrize("text", AUTHORS)
def test_authors_and_venue_are_found_where_they_are_sure(text: str) -> None:
    found = facts_of(text)
    assert (found.title, list(found.authors)) == ("Waves of lakes", BOTH)
    assert (found.venue.get("name"), found.venue.get("year"), found.date) == ("ICLR", "2020", "2020")
    assert A in found.addresses


@pytest.mark.parametrize(
    ("text", "title", "authors", "venue"),
    [
        (f"- Waves: do lakes move? Ann Lee and Bob Roe. [pdf]({A})", "Waves: do lakes move?", BOTH, ""),
        (f"- Waves of lakes. Deep Lakes. [pdf]({A})", "Waves of lakes. Deep Lakes", [], ""),
        (f"- Waves of the U.S. and more [pdf]({A})", "Waves of the U.S. and more", [], ""),
        (f"- Lakes 4.0: 2.5 waves. Version 2 [pdf]({A})", "Lakes 4.0: 2.5 waves. Version 2", [], ""),
        (f"- Waves $x^2_a$ of `lakes` &amp; seas [pdf]({A})", "Waves $x^2_a$ of lakes & seas", [], ""),
        (f"- **WAVE**: models of lakes [[paper]]({A})", "WAVE: models of lakes", [], ""),
        (f"- 基于深度学习的湖泊波动研究 [论文]({A})", "基于深度学习的湖泊波动研究", [], ""),
        (f"- [Waves of lakes]({A}) - Visual Attention, Deep Learning", "Waves of lakes", [], ""),
        (f"- [Waves of lakes]({A}) - Visual Attention, Deep Learning, 2020", "Waves of lakes", [], ""),
        (f"* [Waves of lakes]({A}) - Keller et al.", "Waves of lakes", [], ""),
        (f"- [Waves of lakes]({A}), Keller et al., 2020", "Waves of lakes", [], ""),
        (f"- [Waves of lakes (Lee and Roe, 2020)]({A})", "Waves of lakes", [], ""),
        (f"- [Waves of lakes]({A}) - Ann Lee et al. (2020)", "Waves of lakes", ["Ann Lee", "others"], ""),
        (f"- Ann Lee et al., **Waves of lakes**, ICLR 2020. [x]({A})", "Waves of lakes", ["Ann Lee", "others"], "ICLR"),
        (f"- Waves of lakes. Phys. Rev. Lett. 12(3), 2020. [pdf]({A})", "Waves of lakes", [], "Phys. Rev. Lett"),
        (f"- Waves of lakes. A. Lee, B. Roe. [pdf]({A})", "Waves of lakes", ["A. Lee", "B. Roe"], ""),
        (f"- Waves of lakes. Nature Neuroscience, 2020. [pdf]({A})", "Waves of lakes", [], "Nature Neuroscience"),
        (f"- [Waves of lakes]({A}), *Journal of Lakes*, 2020.", "Waves of lakes", [], "Journal of Lakes"),
        (f"- Lee, A., & Roe, B. (2020). Waves of lakes. *J. Lakes*, 12(3), 1-9. [x]({A})", "Waves of lakes",
         ["A. Lee", "B Roe"], "J. Lakes"),
        ("- [Waves of lakes](https://example.org/x) Ann Lee, Bob Roe, Lakes 2020", "Waves of lakes", BOTH, "Lakes"),
    ],
)  # fmt: skip
def test_what_looks_like_names_or_a_venue(text: str, title: str, authors: list[str], venue: str) -> None:
    found = facts_of(text)
    assert (found.title, list(found.authors), found.venue.get("name", "")) == (title, authors, venue)


def test_words_and_links_without_a_field_are_reported() -> None:
    found = facts_of(
        f"- [Waves of lakes]({A}) by Keller et al. - how they move, in 12 steps. [[Code]({CODE})] [[code](https://github.com/c/d)]"
        f" [[Video](https://youtu.be/x)] [thread](https://x.com/a), see [Seas of old]({B}) [[notes](notes/a.md)]"
    )
    assert found.links == {"code": CODE, "video": "https://youtu.be/x"}
    told = "\n".join(found.left_out)
    for part in (
        "Keller et al",
        "how they move, in 12 steps",
        "github.com/c/d",
        "x.com/a",
        "Seas of old",
        B,
        "notes/a.md",
    ):
        assert part in told, (part, told)


def test_volume_number_pages_and_a_table_of_other_columns() -> None:
    found = facts_of(f"* Ann Lee, Bob Roe, **Waves of lakes**, *Lakes* 12(3):1-9, March 2020. [link]({A})")
    assert found.venue == {"name": "Lakes", "year": "2020", "volume": "12", "number": "3", "pages": "1-9"}
    assert found.date == "2020-03"
    found = facts_of(
        "| Date | Paper | Code | Keywords | Score |\n|--|--|--|--|--|\n"
        f"| 2020-03-01 | [Waves of lakes]({A}) | [![Star]({BADGE}/x)]({CODE}) | eeg, fmri | 12 points |"
    )
    assert (found.date, found.links, found.keywords) == ("2020-03-01", {"code": CODE}, ["eeg", "fmri"])
    assert found.left_out == ['text: "12 points" has no field']


def test_abstracts_are_kept_apart_and_nothing_of_a_bullet_is_lost() -> None:
    found = facts_of(
        f"- [Waves of lakes]({A})\n  - Abstract: We study lakes. They move.\n  > quoted words\n\n  other words\n"
    )
    assert found.abstract == "We study lakes. They move."
    assert sorted(found.left_out) == ['text: "other words" has no field', 'text: "quoted words" has no field']


def test_headings_folds_and_bullets_above_are_tags_and_years_are_dates() -> None:
    found = records(
        f"## Seas\n### 2021\n- [Waves of lakes]({A})\n## Tides (2020)\n- Deep\n  - Low\n    - [Waves of seas]({B})\n"
        f"<details>\n<summary><b>Shores</b> 🔥</summary>\n\n- [Sand]({A}1)\n\n</details>\n\n- [Wind of old]({A}2)\n"
        f"\nRocks\n===\n- [Rocks of old]({A}3)\n"
    )
    facts = [record.facts for record in found if record.facts]
    assert [(one.title, one.keywords, one.date) for one in facts] == [
        ("Waves of lakes", ["Seas"], "2021"),
        ("Waves of seas", ["Tides (2020)", "Deep", "Low"], "2020"),
        ("Sand", ["Tides (2020)", "Shores"], "2020"),
        ("Wind of old", ["Tides (2020)"], "2020"),
        ("Rocks of old", ["Rocks"], ""),
    ]
    assert len(facts) == len(found)


def test_several_papers_in_a_bullet_each_become_one() -> None:
    found = records(f"- [Waves of lakes]({A}) and [Seas of old]({B})\n- [x](#seas) [y](#lakes)")
    assert [record.facts.title for record in found if record.facts] == ["Waves of lakes", "Seas of old"]


def test_what_is_no_paper_is_reported_with_its_line() -> None:
    found = records(
        "- no link\n"  # line 3
        f"- [Tool]({CODE})\n"
        f"- [paper]({A})\n"
        f"\nSee the survey [Waves of lakes]({A}) of us.\n\n"
        "| Title | Link |\n|---|---|\n| Seas | none |\n\n"
        f"<!-- - [Hidden]({A}) -->\n```\n- [in code]({A})\n```\n"
    )
    assert [(record.line, record.reason.split(",")[0]) for record in found] == [
        (3, "it has no link"),
        (4, "no link in it leads to a paper (arXiv"),
        (5, "it has no title"),
        (7, "it has a link to a paper"),
        (11, "it has no link"),
    ]


def test_a_long_list_without_a_paper_is_an_error(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "b.md").write_text("- [Tool](https://example.org/x)\n" * 300)
    done = run(root, "import", "b.md")
    assert done.exit_code == 1
    assert "none of the 300 bullets, table rows and paragraphs is a paper" in done.stderr
    with pytest.raises(CannotRead):
        records("- no link\n" * MANY)


def test_a_list_that_says_how_to_cite_it_is_no_bibtex(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.md").write_text(
        f"# Waves\n\n```bibtex\n@misc{{a, title = {{A list}}}}\n```\n\n- [Waves of lakes]({A})\n"
    )
    assert run(root, "import", "a.md").stdout == "1 record: 1 came in as drafts, 0 listed\n"
    (draft,) = drafts_of(root).values()
    assert "Waves of lakes" in draft


@pytest.mark.parametrize("text", [*TITLES, *AUTHORS])
def test_a_list_with_a_heading_is_told_by_its_structure(text: str) -> None:
    assert importers.told_from(f"# Lakes\n\n{text}\n") == "markdown"


def test_a_second_identifier_of_one_kind_is_reported(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    (root / "a.md").write_text(f"- Waves of lakes [[arXiv]({A})] [[v0]({B})]\n")
    assert f"address: {B} has no field, since arxiv is 2001.00001" in run(root, "import", "a.md").stderr


def shapes() -> Iterator[str]:
    yield from TITLES
    yield from AUTHORS


def test_all_shapes_in_one_list_give_as_many_records() -> None:
    separate = [text for text in shapes() if not text.startswith("#") and "\n\n" not in text]
    found = records("\n\n<br>\n\n".join(separate))
    assert [record.reason for record in found if record.facts is None] == []
    assert {record.facts.title for record in found if record.facts} == {"Waves of lakes"}
    assert len(found) == len(separate)
