"""Papers of thousands of authors: pages, rows, feeds and files stay small, and nothing grows with their square."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from generator.build import page_weight
from generator.model.paper import COLLABORATION, MOST_AUTHORS, SHOWN_AUTHORS
from tests.project import papers, toy_project

KEY = "euler-2020-math"


def names(count: int) -> list[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        f"{letters[i % 26].upper()}{letters[i // 26 % 26]}na Q. {letters[i // 676].upper()}{letters[i // 26 % 26]}mann"
        for i in range(count)
    ]


def with_authors(folder: Path, count: int, copies: int = 1) -> Path:
    """The toy project, in which `copies` papers have the same `count` authors."""
    project = toy_project(folder)
    file = project / "papers" / f"{KEY}.md"
    text = file.read_text()
    text = re.sub(r"^authors: .*$", f"authors: [{', '.join(names(count))}]", text, count=1, flags=re.MULTILINE)
    for number in range(copies):
        title = f'title: "Number {number} of the Same Team"' if number else re.search("^title: .*$", text, re.MULTILINE)
        path = project / "papers" / f"mathematics-{number}-team.md" if number else file
        other = re.sub(r"^title: .*$", title, text, count=1, flags=re.MULTILINE) if isinstance(title, str) else text
        path.write_text(re.sub(r"^pmid: .*$", f"pmid: {37138088 + number}", other, count=1, flags=re.MULTILINE))
    return project


def built(folder: Path, count: int, copies: int = 1) -> dict[str, int]:
    """Build the project; path → bytes of every file of its site."""
    project = with_authors(folder, count, copies)
    papers("build", cwd=project)
    site = project / "site"
    return {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}


def test_a_site_grows_in_proportion_to_the_authors_of_a_paper(tmp_path: Path) -> None:
    sizes = {count: sum(built(tmp_path / str(count), count).values()) for count in (100, 400, 700)}
    first, second = sizes[400] - sizes[100], sizes[700] - sizes[400]
    assert second < 1.1 * first, sizes
    assert first < 300 * 20_000, sizes


def test_files_of_authors_do_not_hold_the_whole_team(tmp_path: Path) -> None:
    sizes = built(tmp_path / "small", 150, copies=3)
    large = built(tmp_path / "large", 300, copies=3)
    assert max(size for path, size in large.items() if path.startswith("authors/") and path.count("/") == 2) < 40_000
    assert sum(large.values()) - sum(sizes.values()) < 150 * 80_000
    assert not any(path.endswith("papers.bib") for path in large if path.startswith("authors/"))
    assert any(path.endswith("feed.xml") for path in large if path.startswith("authors/"))


def test_the_page_of_a_large_team_is_light_and_leads_to_everybody(tmp_path: Path) -> None:
    project = with_authors(tmp_path, 3000)
    done = papers("build", cwd=project)
    page = (project / "site/papers" / KEY / "index.html").read_text()
    assert len(page.encode()) <= page_weight.LIMIT
    assert "above" not in done.stderr
    assert page.count('"citation_author"') == SHOWN_AUTHORS
    assert "<summary>and 2,992 more</summary>" in page
    assert '<a href="authors/">and 2,970 more</a>' in page
    assert "and others" in page
    assert 'class="p-cut"' in page
    everybody = (project / "site/papers" / KEY / "authors/index.html").read_text()
    assert all(name in everybody for name in names(3000))
    cited = json.loads((project / f"site/api/v1/papers/{KEY}.json").read_text())
    assert cited["citations"]["bibtex"].count(" and ") >= 2999
    row = (project / "site/authors/aana-q-aamann/index.html").read_text()
    assert "and 2,997 more" in row
    assert f'href="../../papers/{KEY}/authors/">and 2,970 more</a>' in row


@pytest.mark.parametrize("count", [MOST_AUTHORS, MOST_AUTHORS + 1])
def test_authors_are_cut_above_the_limit_alone(tmp_path: Path, count: int) -> None:
    project = with_authors(tmp_path, count)
    papers("build", cwd=project)
    page = (project / "site/papers" / KEY / "index.html").read_text()
    cut = count > MOST_AUTHORS
    assert ('class="p-cut"' in page) is cut
    assert (project / "site/papers" / KEY / "authors/index.html").is_file() is cut
    assert ("and others" in page) is cut


def test_an_edited_title_reaches_the_page_of_all_authors(tmp_path: Path) -> None:
    project = with_authors(tmp_path, COLLABORATION)
    papers("build", cwd=project)
    file = project / "papers" / f"{KEY}.md"
    file.write_text(re.sub("^title: .*$", 'title: "Another Title"', file.read_text(), count=1, flags=re.MULTILINE))
    papers("build", cwd=project)
    assert "Authors of Another Title" in (project / "site/papers" / KEY / "authors/index.html").read_text()


def test_a_build_reports_pages_that_are_too_heavy(tmp_path: Path) -> None:
    project = toy_project(tmp_path)
    file = project / "papers" / f"{KEY}.md"
    text = file.read_text()
    links = "".join(f"  {kind}: https://example.org/{'x' * 1800}\n" for kind in ("code", "data", "demo", "video"))
    file.write_text(text.replace("tldr:", f"links:\n{links}tldr:", 1))
    done = papers("build", cwd=project)
    assert "papers: 1 paper page above 24 KiB, or 8 KiB compressed:" in done.stderr
    assert re.search(rf"^  papers/{KEY}/index.html: \d\d\.\d KiB$", done.stderr, re.MULTILINE)
    file.write_text(text)
    assert "above 24 KiB" not in papers("build", cwd=project).stderr


def test_a_page_is_weighed_compressed_too(tmp_path: Path) -> None:
    (tmp_path / "papers/a").mkdir(parents=True)
    path = "papers/a/index.html"
    for content, found in ((bytes(range(256)) * 90, False), (random.Random(1).randbytes(23_000), True)):  # noqa: S311 - no secret
        (tmp_path / path).write_bytes(content)
        assert bool(page_weight.find_heavy_pages([(path, len(content))], tmp_path)) is found
    assert not page_weight.find_heavy_pages([("papers/a/authors/index.html", 10**6)], tmp_path)
