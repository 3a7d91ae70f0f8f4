"""Whatever is edited, what the next build leaves is what a build from nothing gives, byte for byte."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import builders, site, state
from generator.checks import checks
from generator.core import workers
from generator.files import settings
from generator.site import rendering
from tests.project import toy_project, tree

pytestmark = pytest.mark.slow


class Editor:
    """Random edits of a project that leave it without faults."""

    def __init__(self, project: Path, templates: Path) -> None:
        self.draw = random.Random(7)  # noqa: S311 - choices, no secrets
        self.papers = project / "papers"
        self.project, self.templates = project, templates
        self.number = 0
        # The relations of a paper to others stay out: an edit of one could make another a fault.
        for path in self._files():
            text = re.sub(r"^(former_keys|not_same_as):.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            path.write_text(text, encoding="utf-8")
        for path in self._files():
            if "arxiv: 2309.08045" in path.read_text(encoding="utf-8") and "keller-2023" not in path.name:
                path.unlink()

    def edit(self) -> str:
        """Make one; returns which."""
        self.number += 1
        ways: list[Callable[[], None]] = [
            self.title, self.title, self.summary, self.words, self.words, self.two, self.authors, self.tags, self.date,
            self.added, self.add, self.add, self.rename, self.remove, self.tag, self.category, self.template,
            self.document,
        ]  # fmt: skip
        way = self.draw.choice(ways)
        way()
        return way.__name__

    def title(self) -> None:
        words = self.draw.choice(["of all kinds", "with a letter that pdfLaTeX lacks, 李", "and another, ₭"])
        self._field("title", f'"Title {self.number}: words {words}"')

    def words(self) -> None:
        """Some of what no list is made by."""
        for name, values in (
            ("tldr", [f"What this one says is another thing, number {self.number}, with $x_{{{self.number}}}$."]),
            ("why", ["Curators & friends <3 it.", ""]),
            ("links", ["{code: https://example.org/code, pdf: https://example.org/a.pdf}", ""]),
            ("arxiv", [f"2401.{self.number:05d}", ""]),
            ("updated", ["2026-12-31", ""]),
        ):
            if self.draw.random() < 0.4:
                self._field(name, self.draw.choice(values))
        path, status = self._file(), self.draw.choice(["corrected", ""])
        self._field("status", status, path)
        self._field("notice", "https://example.org/notice" if status else "", path)

    def two(self) -> None:
        """Two papers at once."""
        self.words()
        self.title()

    def authors(self) -> None:
        some = self.draw.sample(["Ada Able", "Bo Baker", "Cy Çelik", "Di Dvořák", "Laurens van der Maaten"], 3)
        self._field("authors", f"[{', '.join(some)}]")

    def tags(self) -> None:
        keys = re.findall(r"^- key: (\S+)", (self.papers / "_tags.yml").read_text(encoding="utf-8"), re.MULTILINE)
        self._field("tags", f"[{', '.join(self.draw.sample(keys, min(2, len(keys))))}]")

    def date(self) -> None:
        self._field("date", f"20{self.draw.randint(10, 26)}-0{self.draw.randint(1, 9)}")

    def added(self) -> None:
        path = self._file()
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^updated:.*\n", "", text, flags=re.MULTILINE)
        day = f"added: 2026-{self.draw.randint(1, 12):02d}-{self.draw.randint(1, 28):02d}"
        path.write_text(re.sub(r"^added:.*$", day, text, count=1, flags=re.MULTILINE), encoding="utf-8")

    def summary(self) -> None:
        path = self._file()
        text = path.read_text(encoding="utf-8").rstrip("\n").rsplit(" Edit ", 1)[0]
        path.write_text(f"{text} Edit {self.number}.\n", encoding="utf-8")

    def add(self) -> None:
        text = (self.papers / "less-2022-html-characters.md").read_text(encoding="utf-8")
        text = re.sub(r"^(arxiv|doi|pmid|openreview):.*\n", "", text, flags=re.MULTILINE)
        text = re.sub(r"^title:.*$", f'title: "Newcomer {self.number}"', text, count=1, flags=re.MULTILINE)
        (self.papers / f"new-2026-number-{self.number}.md").write_text(text, encoding="utf-8")

    def rename(self) -> None:
        path = self._other()
        if path is not None:
            path.rename(path.with_name(f"renamed-2026-number-{self.number}.md"))

    def remove(self) -> None:
        path = self._other()
        if path is not None:
            path.unlink()

    def tag(self) -> None:
        """Another title and another key for a tag; the old key becomes an alias, and the papers are rewritten."""
        file = self.papers / "_tags.yml"
        text = file.read_text(encoding="utf-8")
        key = self.draw.choice(re.findall(r"^- key: (\S+)", text, re.MULTILINE))
        new = f"tag-{self.number}"
        text = re.sub(rf"^- key: {key}$", f"- key: {new}", text, flags=re.MULTILINE)
        text = re.sub(rf"^(  parent: ){key}$", rf"\g<1>{new}", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
        for path in self._files():
            paper = path.read_text(encoding="utf-8")
            path.write_text(
                re.sub(rf"^(tags:.*[\[ ]){key}([,\]])", rf"\g<1>{new}\2", paper, flags=re.MULTILINE), "utf-8"
            )

    def category(self) -> None:
        file = self.papers / "_categories.yml"
        text = file.read_text(encoding="utf-8")
        titles = re.findall(r"^  title: .*$", text, re.MULTILINE)
        file.write_text(text.replace(self.draw.choice(titles), f"  title: Category {self.number}"), encoding="utf-8")

    def template(self) -> None:
        path = self.templates / self.draw.choice(["row.html", "paper.html", "index.html", "_authors.html"])
        text = path.read_text(encoding="utf-8")
        old = re.search(r'class="p-[a-z]+( edit-\d+)?', text)
        assert old
        new = old[0].split(" ")[0] if " " in old[0] else f"{old[0]} edit-{self.number}"
        path.write_text(text.replace(old[0], new, 1), encoding="utf-8")

    def document(self) -> None:
        path = self.project / "docs" / "about" / "scope.md"
        path.write_text(f"# Scope\n\nEdit {self.draw.randint(1, 3)}.\n", encoding="utf-8")

    def _files(self) -> list[Path]:
        return sorted(path for path in self.papers.rglob("*.md") if path.name != "README.md")

    def _file(self) -> Path:
        return self.draw.choice(self._files())

    def _other(self) -> Path | None:
        """A paper that was added by an edit."""
        found = [path for path in self._files() if path.name.startswith(("new-", "renamed-"))]
        return self.draw.choice(found) if found else None

    def _field(self, name: str, value: str, path: Path | None = None) -> None:
        """Another value for a field of a paper; without a value it goes."""
        path = path or self._file()
        text = path.read_text(encoding="utf-8")
        line = re.compile(rf"^{name}:.*\n(?:(?: |- ).*\n)*", re.MULTILINE)
        new = f"{name}: {value}\n" if value else ""
        if line.search(text):
            text = line.sub(lambda _: new, text, count=1)
        else:
            text = text.replace("\ntldr:", f"\n{new}tldr:", 1)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("edits", [30, pytest.param(200, marks=pytest.mark.long)])
def test_random_edits(edits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = toy_project(tmp_path / "project")
    package = tmp_path / "package"
    shutil.copytree(rendering.TEMPLATES, package / "templates")
    monkeypatch.setattr(rendering, "TEMPLATES", package / "templates")
    monkeypatch.setattr(state, "PACKAGE", package)
    project = settings.read(root)
    editor = Editor(root, package / "templates")
    site.build(project)
    for number in range(edits):
        if number == edits // 2:  # from here on as in a long list
            monkeypatch.setattr(workers, "FEW", 1)
        which = editor.edit()
        site.build(project)
        library, problems = checks.load(project.papers_dir, project.root)
        assert problems == [], (number, which)
        inputs = state.of_builder(state.gather(project, state.State()).inputs)
        expected = site.assemble(project, library, builders.output(project, "mkdocs", inputs))
        built = tree(project.site_dir)
        assert sorted(built) == sorted(expected), (number, which)
        assert [path for path in built if built[path] != expected[path].make()] == [], (number, which)
