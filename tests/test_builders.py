"""Every builder gives the same site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests.project import ROOT, papers, toy_project, tree

pytestmark = pytest.mark.slow


def article(html: bytes) -> str:
    """The text of a page's article, white space folded."""
    match = re.search(r"<article\b[^>]*>(.*)</article>", html.decode(), re.DOTALL)
    assert match
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", match[1])).split())


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The site of the toy collection by each builder."""
    built = {}
    for builder in ("mkdocs", "properdocs", "zensical"):
        project = toy_project(tmp_path_factory.mktemp(builder) / "project")
        done = papers("build", "--builder", builder, cwd=project)
        assert "WARNING" not in done.stdout + done.stderr
        built[builder] = tree(project / "site")
    return built


@pytest.mark.parametrize("builder", ["properdocs", "zensical"])
def test_generated_pages_have_the_same_text(sites: dict[str, dict[str, bytes]], builder: str) -> None:
    folders = ("papers/", "categories/", "tags/", "authors/", "venues/", "years/", "new/")
    generated = [path for path in sites["mkdocs"] if path.startswith(folders) and path.endswith(".html")]
    assert len(generated) > 50
    assert [path for path in generated if path not in sites[builder]] == []
    for path in generated:
        if b'http-equiv="refresh"' in sites["mkdocs"][path]:
            assert sites["mkdocs"][path] == sites[builder][path]
        else:
            assert article(sites["mkdocs"][path]) == article(sites[builder][path]), path


def test_mkdocs_typed_by_hand_gives_the_same_site(sites: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        check=True,
        timeout=300,
    )
    by_hand = tree(project / "site")
    assert sorted(by_hand) == sorted(sites["mkdocs"])
    assert [path for path in by_hand if by_hand[path] != sites["mkdocs"][path]] == []
