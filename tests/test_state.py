"""What the last build left, noted whole or as changes to it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator import settings as settings_module
from generator import state
from generator.folders import Seen, Stat
from generator.settings import Settings
from generator.state import Input, State

FILES = {f"{n}.html": (f"print{n}", Stat(n, 10, 20)) for n in range(100)}
WHOLE = State(
    inputs={"a": Input(1, 2, "x"), "b": Input(3, 4, "y")}, noted=5, key="k", files=FILES, numbers={"papers": 2}
)


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project in which nothing was built."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\n")
    return settings_module.read(tmp_path)


def same(one: State, other: State) -> bool:
    """Whether both say the same, wherever they were read from."""
    return dataclasses.replace(one, since=0) == dataclasses.replace(other, since=0)


def changed(before: State) -> State:
    """One input and one file are others, one file is gone, and one came."""
    files = {path: value for path, value in before.files.items() if path != "1.html"}
    files |= {"2.html": ("other", Stat(2, 11, 21)), "new.html": ("new", Stat(200, 1, 1))}
    return State(inputs={"a": Input(9, 9, "z")}, noted=before.noted + 1, key="l", files=files, numbers={"papers": 1})


def test_a_small_change_is_added_to_what_was_noted(project: Settings) -> None:
    state.write(project, project.site_dir, WHOLE)
    [whole] = project.cache_dir.glob("state-*.json")
    content = whole.read_bytes()
    before = state.read(project, project.site_dir)
    assert same(before, WHOLE)
    for _ in range(3):
        now = changed(before)
        state.write(project, project.site_dir, now, before)
        before = state.read(project, project.site_dir)
        assert same(before, now)
    assert whole.read_bytes() == content


def test_many_changes_are_noted_whole(project: Settings) -> None:
    state.write(project, project.site_dir, WHOLE)
    before = state.read(project, project.site_dir)
    state.write(project, project.site_dir, changed(before), before)
    now = dataclasses.replace(WHOLE, noted=9, files={path: ("all", stat) for path, (_, stat) in FILES.items()})
    state.write(project, project.site_dir, now, state.read(project, project.site_dir))
    assert same(state.read(project, project.site_dir), now)
    assert not list(project.cache_dir.glob("state-*.changes"))


def test_a_line_that_was_written_half_is_left_aside(project: Settings) -> None:
    state.write(project, project.site_dir, WHOLE)
    before = state.read(project, project.site_dir)
    state.write(project, project.site_dir, changed(before), before)
    [changes] = project.cache_dir.glob("state-*.changes")
    changes.write_bytes(changes.read_bytes()[:-20])
    assert same(state.read(project, project.site_dir), WHOLE)
    after = state.read(project, project.site_dir)
    state.write(project, project.site_dir, changed(after), after)
    assert same(state.read(project, project.site_dir), changed(WHOLE))


def test_changes_to_another_state_are_left_aside(project: Settings) -> None:
    state.write(project, project.site_dir, WHOLE)
    before = state.read(project, project.site_dir)
    state.write(project, project.site_dir, changed(before), before)
    [changes] = project.cache_dir.glob("state-*.changes")
    lines = changes.read_bytes()
    now = dataclasses.replace(WHOLE, noted=99)
    state.write(project, project.site_dir, now)
    changes.write_bytes(lines)  # as where the build was killed between the two
    assert same(state.read(project, project.site_dir), now)


@pytest.mark.parametrize("part", ["print50", "print99", "papers/b", "noted"])
def test_a_state_with_a_wrong_byte_is_none(project: Settings, part: str) -> None:
    seen = {"": Seen(1, 2), "papers/a": Seen(3, 4), "papers/b": Seen(5, 6)}
    state.write(project, project.site_dir, dataclasses.replace(WHOLE, folders=seen))
    assert state.read(project, project.site_dir).folders == seen
    [whole] = project.cache_dir.glob("state-*.json")
    content = whole.read_bytes()
    assert content.count(part.encode()) == 1
    whole.write_bytes(content.replace(part.encode(), part[:-1].encode() + b"\x01"))
    assert same(state.read(project, project.site_dir), State())


def test_a_state_whose_inputs_say_more_is_none(project: Settings) -> None:
    state.write(project, project.site_dir, WHOLE)
    [whole] = project.cache_dir.glob("state-*.json")
    content = whole.read_bytes()
    assert content.count(b'"inputs":{"a":[') == 1
    whole.write_bytes(content.replace(b'"inputs":{"a":[', b'"inputs":{"a":[7,'))
    assert same(state.read(project, project.site_dir), State())
