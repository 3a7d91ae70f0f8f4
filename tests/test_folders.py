"""Folders on the disk: what tells that a site was not touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import folders

FILES = ("index.html", "papers/index.html", "papers/a-2020/index.html", "assets/a.css")
Known = tuple[dict[str, tuple[str, folders.Stat]], dict[str, folders.Seen]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was made a while ago: clocks of file systems tick a few times in a hundredth of a second."""
    for path in FILES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("as it was")
    for made in (*tmp_path.rglob("*"), tmp_path):
        os.utime(made, (1e9, 1e9))
    return tmp_path


def known(site: Path) -> Known:
    """What a build notes of it."""
    return {path: ("", stat) for path, stat in folders.scan(site).items()}, folders.around(site, FILES)


def untouched(site: Path, as_it_was: Known) -> bool:
    """Whether it is as it was."""
    return folders.untouched(site, *as_it_was)


def test_the_folders_around_files_are_those_that_hold_them_and_those_above(site: Path) -> None:
    assert set(folders.around(site, FILES)) == {"", "papers", "papers/a-2020", "assets"}


@pytest.mark.parametrize(
    "touch",
    [
        lambda site: (site / "papers/a-2020/stray.txt").write_text("stray"),
        lambda site: (site / "stray").mkdir(),
        lambda site: (site / "assets/a.css").unlink(),
        lambda site: (site / "assets/a.css").write_text("as it is."),
        lambda site: ((site / "index.html").unlink(), (site / "index.html").symlink_to("papers/index.html")),
        lambda site: (site / "papers").rename(site / "articles"),
        lambda site: ((site / "new").write_text("as it was"), (site / "new").replace(site / "index.html")),
    ],
    ids=["stray file", "stray folder", "missing", "written to", "link", "renamed", "replaced"],
)
def test_whatever_is_touched_is_seen(site: Path, touch: Callable[[Path], object]) -> None:
    as_it_was = known(site)
    assert untouched(site, as_it_was)
    touch(site)
    assert not untouched(site, as_it_was)


def test_of_nothing_known_nothing_is_untouched(site: Path) -> None:
    assert not untouched(site, ({}, {}))
