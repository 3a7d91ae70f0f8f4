"""Abstracts: fetched, kept outside the repository, shown folded in the sites of who has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.files import settings
from generator.importing import abstracts
from tests.conftest import Project
from tests.examples import files_of, paper
from tests.played_services import Played
from tests.project import papers, toy_project
from tests.test_lookup import Run, no_other_host, run, server

__all__ = ["no_other_host", "run", "server"]  # fixtures

KEY = "keller-2023-traveling-waves"
PAGE = f"site/papers/{KEY}/index.html"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "cache" / "papers" / "abstracts.json"
    monkeypatch.delenv("PAPERS_ABSTRACTS")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return file


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One\nline, and\n another.", ("One line, and another.",)),
        ("One.\n\n  Two.", ("One.", "Two.")),
        (
            "<jats:title>Abstract</jats:title><jats:p>In <jats:i>vivo</jats:i>.</jats:p><jats:p>Many.</jats:p>",
            ("In vivo.", "Many."),
        ),
        ("<script>alert(1)</script> p < 0.05", ("<script>alert(1)</script> p < 0.05",)),  # the page escapes it
        (r"L\"owe's $x^2$ \emph{rule}", ("Löwe's $x^2$ rule",)),
        ("\u202eABSTRACT\n\n", ()),
    ],
)
def test_what_services_give_becomes_paragraphs(text: str, paragraphs: tuple[str, ...]) -> None:
    assert abstracts.clean(text) == paragraphs


def test_where_they_are_kept(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Toy\n")
    root = tmp_path
    assert settings.read(root, {"HOME": "/home/me"}).abstracts == Path("/home/me/.cache/papers/abstracts.json")
    assert settings.read(root, {"HOME": "/h", "XDG_CACHE_HOME": "/c"}).abstracts == Path("/c/papers/abstracts.json")
    assert settings.read(root, {"HOME": "/h", "PAPERS_ABSTRACTS": "/x.json"}).abstracts == Path("/x.json")
    assert settings.read(root, {"HOME": "/h", "PAPERS_ABSTRACTS": ""}).abstracts is None
    assert settings.read(root, {}).abstracts is None


def test_lookup_fetches_what_is_not_kept(project: Project, run: Run, server: tuple[Played, str], kept: Path) -> None:
    root = project({
        **files_of("field", ""),
        "papers/waves-2023.md": paper("arxiv: 2309.00001", title="Standing waves of cortex"),
        "papers/mind-2023.md": paper("openreview: abcdefghij", title="Another title"),
        "papers/none-2023.md": paper("doi: 10.1000/waves.1", title="A third title"),
    })  # fmt: skip
    server[0].work["abstract"] = "<jats:p></jats:p>"
    before = {file: file.read_bytes() for file in (root / "papers").iterdir()}
    done = run(root, "lookup", "--abstracts", "waves-2023", "mind-2023", "none-2023")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"2 abstracts fetched, 0 kept before, 1 not found: {kept}"
    assert json.loads(kept.read_bytes()) == {
        "arxiv:2309.00001": ["Waves of fMRI that stand. Their words, not ours."],
        "openreview:abcdefghij": ["Theirs."],
    }
    assert {file: file.read_bytes() for file in (root / "papers").iterdir()} == before
    asked = len(server[0].asked)
    done = run(root, "lookup", "--abstracts", "waves-2023", "mind-2023")
    assert done.stdout == f"0 abstracts fetched, 2 kept before, 0 not found: {kept}\n"
    assert len(server[0].asked) == asked
    kept.unlink()
    kept.mkdir()
    done = run(root, "lookup", "--abstracts", "waves-2023")
    assert (done.exit_code, done.stderr) == (1, f"papers: {kept}: cannot be written: Is a directory\n")


def test_lookup_says_when_nothing_shall_be_kept(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    done = run(root, "lookup", "--abstracts")
    assert done.exit_code == 1
    assert done.stderr == "papers: PAPERS_ABSTRACTS is empty: it says that no abstracts are kept\n"


def test_a_build_shows_what_is_kept_and_follows_it(tmp_path: Path, kept: Path) -> None:
    project = toy_project(tmp_path / "toy")
    papers("build", cwd=project)
    without = (project / PAGE).read_bytes()
    assert b"p-abstract" not in without
    others = {file: file.read_bytes() for file in project.glob("site/**/*.html") if "keller" not in str(file)}
    abstracts.keep(kept, "arxiv", "2309.08045", "<b>Waves</b> & <a onclick=x>$x^2$</a>.\n\n<script>alert(1)</script>")
    papers("build", cwd=project)
    page = (project / PAGE).read_text(encoding="utf-8")
    assert (
        '<details class="p-abstract">\n<summary>Abstract, in the authors\' words</summary>\n<p>Waves &amp; &lt;a'
    ) in page
    assert "<math" in page
    assert "<script>alert" not in page
    assert '<p class="p-source">From <a href="https://arxiv.org/abs/2309.08045">arXiv</a>.</p>' in page
    assert {file: file.read_bytes() for file in others} == others
    papers("build", "--no-abstracts", cwd=project)
    assert (project / PAGE).read_bytes() == without
    papers("build", cwd=project)
    assert (project / PAGE).read_text(encoding="utf-8") == page
    kept.write_text('{"arxiv:2309.08045": [1], "x": {}')
    papers("build", cwd=project)
    assert (project / PAGE).read_bytes() == without
