"""The language that pages and mail state: of the words that stand there."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from generator.digest.content import Writer
from generator.files import loading, settings
from tests.project import papers, toy_project

PAPER = "keller-2023-traveling-waves"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy list with German curators, and one paper written in Portuguese."""
    root = toy_project(tmp_path_factory.mktemp("german") / "project")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("language: en", "language: de"), encoding="utf-8")
    file = root / "papers" / f"{PAPER}.md"
    file.write_text(file.read_text(encoding="utf-8").replace("\ntldr:", "\nlanguage: pt-BR\ntldr:"), encoding="utf-8")
    papers("build", "--no-search", cwd=root)
    return root


def languages(page: Path) -> set[tuple[str, str]]:
    """(class or tag, language) of every element of a page that states one."""
    tree = lxml_html.fromstring(page.read_text(encoding="utf-8"))
    return {(str(element.get("class") or element.tag), element.get("lang", "")) for element in tree.iter()}


def test_generated_pages_state_the_language_of_each_part(project: Path) -> None:
    found = languages(project / "site" / "papers" / PAPER / "index.html")
    assert found >= {("no-js", "en"), ("p-tldr", "de"), ("p-summary", "de"), ("h1", "pt-BR")}
    assert languages(project / "site" / "categories" / "neural-dynamics" / "index.html") >= {
        ("no-js", "en"),
        ("p-tldr", "de"),
    }


def test_pages_written_by_hand_are_in_the_language_of_the_theme(project: Path) -> None:
    assert ("no-js", "de") in languages(project / "site" / "index.html")


def test_mail_states_the_language_of_each_part(project: Path) -> None:
    found, _ = loading.load(project / "papers", project)
    made = Writer(settings.read(project)).content(found.papers[:3])
    assert '<html lang="en">' in made.html
    assert '<p style="margin:0 0 8px" lang="de">' in made.html
