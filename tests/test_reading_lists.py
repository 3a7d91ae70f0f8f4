"""Reading lists: which papers they hold, how they are shown, and what is said of a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.files import reading_lists
from tests.project import ROOT, papers, toy_project

LIST = """\
---
description: Two papers of waves.
hide: [navigation, toc]
---

# Waves & more

<!-- papers: paper keller-2024-waves-again -->

First, because it is short.

<!-- papers:  paper   keller-2023-traveling-waves -->

Second, because it is long.

```html
<!-- papers: paper not-meant -->
```
"""


def written(project: Path, text: str) -> None:
    """The page `docs/lists/waves.md`."""
    (project / "docs/lists/waves.md").write_text(text, encoding="utf-8")


def test_a_list_is_read_with_its_order(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    written(project, LIST)
    (project / "docs/lists/empty.md").write_text("# Nothing yet\n", encoding="utf-8")
    lists = reading_lists.read(project / "docs")
    assert [(one.title, one.description, one.address, one.papers) for one in lists] == [
        (
            "Waves & more",
            "Two papers of waves.",
            "lists/waves/",
            ("keller-2024-waves-again", "keller-2023-traveling-waves"),
        )
    ]
    assert reading_lists.of_papers(lists)["keller-2023-traveling-waves"] == (("Waves & more", "lists/waves/", 2, 2),)


def test_controls_in_the_words_of_a_list_are_spaces(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    text = '---\ndescription: "Words\\x02of it"\n---\n\n# A\x01list\n\n<!-- papers: paper keller-2023 -->\n'
    (tmp_path / "lists/one.md").write_text(text)
    [one] = reading_lists.read(tmp_path)
    assert (one.title, one.description) == ("A list", "Words of it")


def test_a_list_and_the_pages_of_its_papers_lead_to_each_other(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    written(project, LIST)
    papers("build", cwd=project)
    page = (project / "site/lists/waves/index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-key="([^"]+)"', page) == ["keller-2024-waves-again", "keller-2023-traveling-waves"]
    paper = (project / "site/papers/keller-2023-traveling-waves/index.html").read_text(encoding="utf-8")
    assert 'No. 2 of 2 on the reading list <a href="../../lists/waves/">Waves &amp; more</a>.' in paper
    index = (project / "site/lists/index.html").read_text(encoding="utf-8")
    assert '<a href="../lists/waves/">Waves &amp; more</a> <span class="p-count">2</span>' in index
    # A paper that leaves the list says so no more.
    written(project, LIST.replace("<!-- papers:  paper   keller-2023-traveling-waves -->", ""))
    papers("build", cwd=project)
    assert "reading list" not in (project / "site/papers/keller-2023-traveling-waves/index.html").read_text("utf-8")


def test_a_list_has_its_papers_as_files_in_its_order(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    written(project, LIST.replace("First, because", "<!-- papers: exports waves -->\n\nFirst, because"))
    papers("build", cwd=project)
    folder = project / "site/lists/waves"
    page = (folder / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'<a href="../../lists/waves/(papers\.\w+)" download>', page)
    assert linked == ["papers.bib", "papers.ris", "papers.json", "papers.csv", "papers.jsonl"]
    assert all((folder / name).is_file() for name in linked)
    keys = re.findall(r"^@\w+\{(.*),$", (folder / "papers.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert keys == ["keller-2024-waves-again", "keller-2023-traveling-waves"]
    # Another order is another file.
    first, second = (f"<!-- papers: paper {key} -->" for key in keys)
    written(
        project, LIST.replace(first, "").replace("<!-- papers:  paper   keller-2023", f"{second}\n\n{first}\n\n<!-- x")
    )
    papers("build", cwd=project)
    text = (folder / "papers.bib").read_text(encoding="utf-8")
    assert re.findall(r"^@\w+\{(.*),$", text, re.MULTILINE) == keys[::-1]


@pytest.mark.parametrize(
    ("slot", "fault"),
    [
        ("paper", "paper: write the key of one paper behind it, such as `paper li-2025-names-of-the-world`"),
        ("paper a b", "paper: write the key of one paper behind it, such as `paper li-2025-names-of-the-world`"),
        ("paper keller-2023-travelling-waves", ('paper: there is no paper "keller-2023-travelling-waves": write '
         "keller-2023-traveling-waves")),
        ("paper nobody", 'paper: there is no paper "nobody"'),
        ("paper keller-2023-waves", ('paper: the paper "keller-2023-waves" has another key now: write '
         "keller-2023-traveling-waves")),
        ("exports ripples", 'exports: "ripples" is not a reading list; write the name of its file without .md'),
        ("lists all", 'lists: "all" stands behind a slot that takes nothing'),
    ],
)  # fmt: skip
def test_a_wrong_slot_is_told_with_its_place(tmp_path: Path, slot: str, fault: str) -> None:
    project = toy_project(tmp_path / "toy")
    written(project, f"# Waves\n\n<!-- papers: {slot} -->\n")
    done = papers("build", cwd=project, check=False)
    assert done.returncode == 1
    assert f"docs/lists/waves.md:3:1: slot: {fault}\n" in done.stderr


def test_a_paper_that_was_left_out_for_a_fault_does_not_spoil_its_lists(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    written(project, LIST)
    file = project / "papers/keller-2024-waves-again.md"
    file.write_text(file.read_text(encoding="utf-8").replace("date: 2024", "date: 2024-13"), encoding="utf-8")
    done = papers("build", "--keep-going", cwd=project, check=False)
    assert "left out: papers/keller-2024-waves-again.md" in done.stderr
    page = (project / "site/lists/waves/index.html").read_text(encoding="utf-8")
    assert "A paper stands here whose file has a fault; it was left out." in page


def test_the_lists_of_the_project_have_eight_to_twelve_papers_each_with_its_reason() -> None:
    lists = reading_lists.read(ROOT / "docs")
    assert len(lists) >= 3
    for one in lists:
        assert 8 <= len(one.papers) <= 12
        assert one.description
        text = (ROOT / "docs" / f"{one.address.rstrip('/')}.md").read_text(encoding="utf-8")
        reasons = re.findall(r"<!-- papers: paper \S+ -->\n\n(.+?)\n(?:\n|\Z)", text, re.DOTALL)
        assert len(reasons) == len(one.papers)
        assert not any(reason.startswith(("<!--", "#")) for reason in reasons)
