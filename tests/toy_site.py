"""A small project, with stand-ins for the checks and the pages: what the site is made of without what makes it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import Environment

import generator
from generator.core.problems import Problem
from generator.core.tree import Output, digest
from generator.files import settings as settings_module
from generator.files.settings import Settings
from generator.model.vocabulary import Vocabulary
from generator.site import static_files

CONFIG = """\
site_name: Toy
site_url: !ENV [SITE_URL, "https://toy.example/list/"]
theme: {name: material, font: false, features: [navigation.tabs, navigation.instant], custom_dir: theme}
plugins: []
hooks: [hook.py]
nav: [Home: index.md, Papers: papers/index.md, Tags: tags/index.md, About: about/index.md]
"""
HOOK = """\
import pytest
from tests import toy_site
toy_site.stand_in(pytest.MonkeyPatch())
from generator.build.mkdocs_hook import *
"""
SHELL = "---\ntemplate: shell.html\nhide: [navigation, toc]\n---\n# Tab {#title}\n"
PAGE = """\
{{ title }}<!-- cut --><meta name="description" content="{{ title }}"><!-- cut --><h1 id="title">{{ title }}</h1>
{% for link in links %}<a href="{{ base }}{{ link }}">{{ link }}</a>
{% endfor %}
"""


@dataclass(frozen=True)
class ToyLibrary:
    """Papers as (key, text)."""

    papers: tuple[tuple[str, str], ...]
    vocabulary = Vocabulary()


class ToySlots:
    """One slot: `newest N`."""

    names = ("newest",)

    def __init__(self, library: ToyLibrary) -> None:
        self._library = library

    def render(self, name: str, args: str, base: str) -> str:
        """The newest papers as links."""
        if name not in self.names:
            raise KeyError(name)
        if not args.isdecimal():
            raise ValueError(f'"{args}" is not a number; write `newest 10`')
        return "".join(f'<a href="{base}papers/{key}/">{key}</a>' for key, _ in self._library.papers[: int(args)])


def load(papers_dir: Path, root: Path, _cache: Any = None) -> tuple[ToyLibrary, list[Problem]]:
    """Every file is a paper; one with the word `fault` has a fault."""
    papers, problems = [], []
    for path in sorted(papers_dir.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "fault" in text:
            problems.append(Problem(path.relative_to(root).as_posix(), 1, 1, "toy", "is faulty", "write another"))
        else:
            papers.append((path.stem, text.strip()))
    return ToyLibrary(tuple(papers)), problems


def outputs(library: ToyLibrary, settings: Settings, shells: Any, _fragments: Any) -> Iterator[Output]:
    """A page for each paper, one for each first letter as a tag, and the lists of both."""
    tags: dict[str, list[str]] = {}
    for key, _ in library.papers:
        tags.setdefault(f"tags/{key[0]}/", []).append(f"papers/{key}/")
    for key, text in library.papers:
        yield _page(shells, f"papers/{key}/", "papers", text, [f"tags/{key[0]}/", "papers/"])
    yield _page(shells, "papers/", "papers", "Papers", [f"papers/{key}/" for key, _ in library.papers])
    for tag, papers in tags.items():
        yield _page(shells, tag, "tags", tag, papers)
    yield _page(shells, "tags/", "tags", "Tags", list(tags))
    yield from static_files.files()


def in_shell(pieces: list[str], blocks: list[str]) -> str:
    """The page with these blocks: title, head, content."""
    return "".join(piece + block for piece, block in zip(pieces, [*blocks, ""], strict=True))


def _page(shells: Any, address: str, tab: str, title: str, links: list[str]) -> Output:
    path = f"{address}index.html"
    base = "../" * path.count("/")

    def make() -> bytes:
        environment = Environment(autoescape=True)
        text = environment.from_string(PAGE).render(base=base, title=title, links=links)
        return in_shell(shells.pieces(tab, base), text.split("<!-- cut -->")).encode()

    return Output(path, digest(shells.digest(tab), title, links), make, address)


def project(root: Path, papers: int = 6) -> Settings:
    """A project in `root` with made-up papers."""
    files = {
        "mkdocs.yml": CONFIG,
        "hook.py": HOOK,
        "docs/index.md": "# Home\n\n<!-- papers: newest 2 -->\n",
        "docs/about/index.md": "# About\n\nSee [the papers](../papers/index.md).\n",
        "docs/papers/index.md": SHELL,
        "docs/tags/index.md": SHELL,
    }
    files |= {f"papers/{'abc'[n % 3]}-{n:03d}.md": f"Paper {n}\n" for n in range(papers)}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "theme").symlink_to(Path(generator.__file__).parent / "site" / "theme")
    return settings_module.read(root, {})


def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stand-ins take the places of the checks and the pages."""
    for name, members in (
        ("checks.checks", {"load": load}),
        ("files.parsed", {"read": lambda *_: {}, "write": lambda *_: None}),
        ("site.pages", {"outputs": outputs, "slots": lambda library, _settings: ToySlots(library)}),
    ):
        module = ModuleType(f"generator.{name}")
        for member, value in members.items():
            setattr(module, member, value)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        package, _, base = name.rpartition(".")
        monkeypatch.setattr(importlib.import_module(f"generator.{package}"), base, module, raising=False)
