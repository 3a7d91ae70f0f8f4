"""What the last build left, noted for the next one."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.build import state
from generator.build.state import Input, State
from generator.core.folders import Seen, Stat
from generator.files import settings as settings_module
from generator.files.settings import Settings

FILES = {f"{n}.html": (f"print{n}", Stat(n, 10, 20)) for n in range(100)}
WHOLE = State(
    inputs={"a": Input(1, 2, "x"), "b": Input(3, 4, "y")}, noted=5, key="k", files=FILES, numbers={"papers": 2}
)


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project in which nothing was built."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\n")
    return settings_module.read(tmp_path)


def test_what_was_noted_comes_back(project: Settings) -> None:
    assert state.read(project, project.site_dir) == State()
    state.write(project, project.site_dir, WHOLE)
    assert state.read(project, project.site_dir) == WHOLE
    assert state.read(project, project.site_dir / "elsewhere") == State()
    now = dataclasses.replace(WHOLE, noted=9, files={"new.html": ("new", Stat(200, 1, 1))})
    state.write(project, project.site_dir, now)
    assert state.read(project, project.site_dir) == now


@pytest.mark.parametrize("part", ["print50", "print99", "papers/b", "noted"])
def test_a_state_with_a_wrong_byte_is_none(project: Settings, part: str) -> None:
    seen = {"": Seen(1, 2), "papers/a": Seen(3, 4), "papers/b": Seen(5, 6)}
    state.write(project, project.site_dir, dataclasses.replace(WHOLE, folders=seen))
    assert state.read(project, project.site_dir).folders == seen
    [whole] = project.cache_dir.glob("state-*.json")
    content = whole.read_bytes()
    assert content.count(part.encode()) == 1
    whole.write_bytes(content.replace(part.encode(), part[:-1].encode() + b"\x01"))
    assert state.read(project, project.site_dir) == State()
