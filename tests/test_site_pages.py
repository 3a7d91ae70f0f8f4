"""Paper pages of a built site: what every one of them has, and what the settings decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.files import settings
from tests.project import papers, toy_project

BARE = "papers/noname-1999-anonymous-report/index.html"  # neither a link nor an identifier
CLAIM = "Summary written from the abstract by the list's curators."


def test_a_paper_without_links_has_a_row_of_actions(tmp_path: Path) -> None:
    project = toy_project(tmp_path)
    text = (project / "papers/noname-1999-anonymous-report.md").read_text()
    assert not any(f"\n{field}:" in text for field in ("links", "arxiv", "doi", "pmid", "openreview"))
    papers("build", cwd=project)
    page = (project / "site" / BARE).read_text()
    assert '<ul class="p-actions" aria-label="Read and use">' in page
    assert '<a href="#cite">Cite</a>' in page


def test_who_wrote_the_summaries_is_a_setting(tmp_path: Path) -> None:
    project = toy_project(tmp_path)
    papers("build", cwd=project)
    assert f"<p>{CLAIM} Added" in (project / "site" / BARE).read_text()
    config = (project / "mkdocs.yml").read_text()
    line = f"  summaries: {CLAIM}\n"
    assert line in config
    (project / "mkdocs.yml").write_text(config.replace(line, ""))
    papers("build", cwd=project)
    page = (project / "site" / BARE).read_text()
    assert "<p>Added" in page
    assert "curators" not in page.partition("<article")[2]
    (project / "mkdocs.yml").write_text(config.replace(line, "  summaries: Written by <b>two</b> students\n"))
    papers("build", cwd=project)
    assert "<p>Written by &lt;b&gt;two&lt;/b&gt; students. Added" in (project / "site" / BARE).read_text()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", ""),
        ("By us", "By us."),
        ("By us?", "By us?"),
        ("'By   us\n\n    all (so far)'", "By us all (so far)"),
        ("著者", "著者."),
    ],
)
def test_the_sentence_about_the_summaries_is_one_line(tmp_path: Path, value: str, said: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: T\nextra: {{summaries: {value}}}\n", encoding="utf-8")
    assert settings.read(tmp_path, {}).summaries == said


def test_a_sentence_about_the_summaries_must_be_text(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nextra: {summaries: [By us]}\n")
    with pytest.raises(settings.SettingsError, match=r"mkdocs\.yml:2:20: extra\.summaries is not text"):
        settings.read(tmp_path, {})
