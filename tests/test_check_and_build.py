"""`papers check` fails wherever `papers build` does, and says the same: each input of a build is broken once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.program import main
from tests.project import toy_project

Break = Callable[[Path], object]


def _write(path: str, text: str | bytes) -> Break:
    def change(root: Path) -> None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    return change


def _replace(path: str, old: str, new: str) -> Break:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, old
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _link(root: Path) -> None:
    (root / "mkdocs.yml").rename(root.parent / "mkdocs.yml")
    (root / "mkdocs.yml").symlink_to(root.parent / "mkdocs.yml")


def _theme(path: str, text: str) -> Break:
    """Override a template of the theme with a copy of ours."""

    def change(root: Path) -> None:
        shutil.copytree(root / "generator" / "site" / "theme", root / "overrides")
        _write(f"overrides/{path}", text)(root)
        config = root / "mkdocs.yml"
        lines = config.read_text(encoding="utf-8")
        config.write_text(re.sub(r"custom_dir: .*", "custom_dir: overrides", lines), encoding="utf-8")

    return change


# Every kind of input of a build, broken: what the message of both has in common.
INPUTS: dict[str, tuple[Break, str]] = {
    "a paper": (_replace("papers/euler-2020-math.md", "date: ", "date: x"), "bad-date"),
    "a vocabulary": (_write("papers/_tags.yml", "- key: ["), "papers/_tags.yml:1"),
    "metrics": (_write("papers/_metrics/2026-11-23.json", "{"), "papers/_metrics/2026-11-23.json"),
    "no papers": (lambda root: shutil.rmtree(root / "papers"), "there is no folder papers/"),
    "settings that are not YAML": (_write("mkdocs.yml", "a: [\n"), "is not YAML: did not find expected node content"),
    "settings without a name": (_replace("mkdocs.yml", "site_name", "name_of_site"), "has no site_name"),
    "settings that are a link elsewhere": (_link, "cannot be read"),
    "an address of the site": (_replace("mkdocs.yml", "site_name:", "site_url: here\nsite_name:"), "is not an address"),
    "a slot": (_write("docs/about/scope.md", "# Scope\n\n<!-- papers: newst 3 -->\n"), "scope.md:3:1: unknown-slot"),
    "a paper of a reading list": (_write("docs/lists/mine.md", "# Mine\n\n<!-- papers: paper no-2020 -->\n"),
                                  'docs/lists/mine.md:3:1: slot: paper: there is no paper "no-2020"'),
    "a document that is a link": (lambda root: (root / "docs/x.md").symlink_to("nowhere.md"), "x.md: unreadable-file"),
}  # fmt: skip
NOT_BUILT = "could not build docs/"
OF_BUILDER: dict[str, tuple[Break, str]] = {
    "a template of a document": (_write("docs/tags/index.md", "---\ntemplate: nowhere.html\n---\n"), NOT_BUILT),
    "a document in the place of a page": (_write("docs/papers/euler-2020-math.md", "# Mine\n"),
                                          "papers/euler-2020-math/index.html: wanted by"),
    "a tab without pages": (_write("docs/more/index.md", "---\ntemplate: shell.html\n---\n# More\n"),
                            "but no page of the generator takes its place"),
    "an extension": (_replace("mkdocs.yml", "markdown_extensions:", "markdown_extensions:\n  - nothing.x"), NOT_BUILT),
    "a plugin": (_replace("mkdocs.yml", "plugins:", "plugins:\n  - nothing-at-all"), NOT_BUILT),
    "a template of the theme": (_theme("main.html", "{% block"), NOT_BUILT),
    "the template of tabs": (_theme("shell.html", "no blocks"), ""),
    "a hook": (_replace("mkdocs.yml", "hooks:", "hooks:\n  - nowhere.py"), NOT_BUILT),
}  # fmt: skip


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def run(root: Path, *args: str) -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def _both_fail(root: Path, run: Callable[..., Result], words: str) -> None:
    built = run(root, "build", "--no-search")
    checked = run(root, "check")
    assert built.exit_code in (1, 2)
    assert checked.exit_code == built.exit_code
    shown = " ".join(checked.output.split())
    assert words in " ".join(built.output.split())
    assert words in shown
    # What the build says is among what the check says; the file that a message names is its place there.
    for line in built.stderr.splitlines():
        if line.strip() and "nothing was built" not in line and not line.endswith(" ..."):
            place, _, message = line.removeprefix("papers: ").partition(": ")
            whole = message if re.match(r"(?:docs/|mkdocs\.yml)\S*$", place) else line.removeprefix("papers: ")
            assert " ".join(whole.split()) in shown


@pytest.mark.parametrize("name", INPUTS)
def test_what_a_build_reads_is_checked(name: str, tmp_path: Path, run: Callable[..., Result]) -> None:
    root = toy_project(tmp_path / "toy")
    change, words = INPUTS[name]
    change(root)
    _both_fail(root, run, words)


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_BUILDER)
def test_what_the_builder_reads_is_checked(name: str, tmp_path: Path, run: Callable[..., Result]) -> None:
    root = toy_project(tmp_path / "toy")
    change, words = OF_BUILDER[name]
    change(root)
    _both_fail(root, run, words)


def test_documents_are_checked_beyond_what_a_build_needs(tmp_path: Path, run: Callable[..., Result]) -> None:
    """A build goes on with a link that leads nowhere; a reader would not."""
    root = toy_project(tmp_path / "toy")
    assert run(root, "check").exit_code == 0
    text = """---
title: A: b
---
# Page

[one](nowhere.md), [two](../about/scop.md#part "Title"), ![A wave](wave.png), [ok](../index.md), [page](../tags/fmri/).

`[code](not.md)` <!-- [comment](not.md) --> [web](https://example.org/x.md) [part](#part)

[out](../../README.md) and [three][]

[three]: <nothing.md>

    [indented](code.md)
"""
    (root / "docs/about/page.md").write_text(text, encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(config.replace("nav:\n", "nav:\n  - Lost: about/lost.md\n", 1), encoding="utf-8")
    done = run(root, "check")
    assert done.exit_code == 1
    found = re.findall(
        r"^(?:docs/about/page\.md|mkdocs\.yml):(\d+)(?::\d+)?: ([\w-]+): (.*)$", done.output, re.MULTILINE
    )
    number = config.splitlines().index("nav:") + 2
    assert sorted(found) == sorted([
        ("2", "document-front-matter", "the front matter is not YAML: mapping values are not allowed in this context"),
        ("6", "document-link", 'there is no document "nowhere.md"'),
        ("6", "document-link", 'there is no document "../about/scop.md#part"'),
        ("6", "document-link", 'there is no image "wave.png"'),
        ("10", "document-link", 'the link leads out of docs/: "../../README.md"'),
        ("12", "document-link", 'there is no document "nothing.md"'),
        (str(number), "nav", 'nav names "about/lost.md", which is not in docs/'),
    ])  # fmt: skip
    assert "write scope.md" in done.output


def test_the_builder_runs_only_when_documents_change(
    tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = toy_project(tmp_path / "toy")
    assert run(root, "check").exit_code == 0

    def refuse(*args: object) -> None:
        raise AssertionError("the builder runs again")

    monkeypatch.setattr("generator.build.builders._start", refuse)
    monkeypatch.setattr("generator.build.site.assemble", refuse)
    paper = root / "papers/euler-2020-math.md"
    paper.write_text(paper.read_text(encoding="utf-8").replace("title: ", "title:  ", 1), encoding="utf-8")
    assert run(root, "check").exit_code == 0
