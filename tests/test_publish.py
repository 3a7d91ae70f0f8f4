"""Writing the site into a folder."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.build import publish
from generator.build.publish import Published, PublishError
from generator.core import folders, workers
from generator.core.tree import Output, Tree, digest


def tree(files: Mapping[str, str]) -> Tree:
    return Tree(Output(path, digest(text), lambda text=text: text.encode(), path) for path, text in files.items())  # type: ignore[misc]


def held(site: Path) -> dict[str, str]:
    return {path: (site / path).read_text() for path in folders.scan(site)}


def site_of(count: int) -> dict[str, str]:
    return {"index.html": "home", "assets/a.css": "a"} | {f"p/{n}/index.html": f"page {n}" for n in range(count)}


class Watched:
    """Publishes into a folder, and knows how that was done."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = folder / "site"
        self.before: Mapping[str, Any] = {}
        self.exchanged = 0
        exchange = folders.exchange

        def counted(new: Path, old: Path) -> None:
            self.exchanged += 1
            exchange(new, old)

        monkeypatch.setattr(folders, "exchange", counted)

    def __call__(self, files: Mapping[str, str], **options: Any) -> Published:
        done = publish.publish(tree(files), self.site, self.before, **options)
        self.before = done.files
        assert held(self.site) == files
        assert [path.name for path in self.site.parent.iterdir()] == ["site"]
        return done


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def numbers(done: Published) -> tuple[int, int, int]:
    return done.written, done.removed, done.unchanged


def test_from_nothing_and_again(put: Watched) -> None:
    assert numbers(put(site_of(5))) == (7, 0, 0)
    inode = put.site.stat().st_ino
    assert numbers(put(site_of(5))) == (0, 0, 7)
    assert (put.site.stat().st_ino, put.exchanged) == (inode, 0)


def test_pages_that_come_or_go_exchange_the_whole(put: Watched) -> None:
    put(site_of(5))
    kept = (put.site / "p/1/index.html").stat()
    assert numbers(put(site_of(8))) == (3, 0, 7)
    assert numbers(put(site_of(4))) == (0, 4, 6)
    assert put.exchanged == 2
    after = (put.site / "p/1/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert not (put.site / "p/7").exists()


def test_one_change_replaces_one_file(put: Watched) -> None:
    put(site_of(5))
    inode = put.site.stat().st_ino
    assert numbers(put(site_of(5) | {"index.html": "other"})) == (1, 0, 6)
    assert (put.site.stat().st_ino, put.exchanged) == (inode, 0)


def test_single_files_come_in_an_order_that_leaves_no_dead_link(put: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "CHEAP", 0)
    put(site_of(9))
    steps: list[str] = []
    replace, unlink = os.replace, os.unlink

    def noted(step: str, real: Any) -> Any:
        def call(*names: Any, **options: Any) -> None:
            name = os.fspath(names[-1])
            if f"{os.sep}site{os.sep}" in name:
                steps.append(f"{step} {name.partition(f'{os.sep}site{os.sep}')[2]}")
            real(*names, **options)

        return call

    monkeypatch.setattr(os, "replace", noted("put", replace))
    monkeypatch.setattr(os, "unlink", noted("delete", unlink))
    files = site_of(9) | {"a-new/index.html": "new", "assets/a.css": "b", "index.html": "links to new"}
    assert numbers(put(files)) == (3, 0, 9)
    del files["assets/a.css"]
    files["index.html"] = "no link"
    assert numbers(put(files)) == (1, 1, 10)
    assert steps == [
        "put assets/a.css", "put a-new/index.html", "put index.html", "put index.html", "delete assets/a.css",
    ]  # fmt: skip
    assert put.exchanged == 0


def test_a_file_becomes_a_folder_and_back(put: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    for cheap in (0, 2000):
        monkeypatch.setattr(publish, "CHEAP", cheap)
        put(site_of(5) | {"x": "file"})
        put(site_of(5) | {"x/y.txt": "below"})
        put(site_of(5) | {"x": "file"})


def test_what_somebody_else_did_to_the_site_is_undone(put: Watched) -> None:
    put(site_of(3))
    (put.site / "p/1/index.html").write_text("touched")
    (put.site / "stray.txt").write_text("stray")
    (put.site / "p/2/index.html").unlink()
    (put.site / "link.html").symlink_to("/etc/passwd")
    (put.site / "empty").mkdir()
    assert numbers(put(site_of(3))) == (2, 2, 3)
    assert Path("/etc/passwd").exists()


def test_without_knowledge_equal_files_stay(put: Watched) -> None:
    put(site_of(3))
    kept = (put.site / "index.html").stat()
    put.before = {}
    assert numbers(put(site_of(3))) == (0, 0, 5)
    assert (put.site / "index.html").stat().st_mtime_ns == kept.st_mtime_ns
    put.before = {}
    assert numbers(put(site_of(3), in_place=True)) == (0, 0, 5)


def test_a_repository_in_the_folder_is_left_alone(put: Watched) -> None:
    put.site.mkdir()
    (put.site / ".git").mkdir()
    (put.site / ".git" / "HEAD").write_text("ref")
    put(site_of(3))
    put(site_of(9))
    put(site_of(1))
    assert (put.site / ".git" / "HEAD").read_text() == "ref"


def test_file_systems_without_hard_links_and_exchange(put: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    put(site_of(3))
    assert numbers(put(site_of(6))) == (3, 0, 5)
    assert numbers(put(site_of(6))) == (0, 0, 8)
    assert put.exchanged == 1


def test_left_overs_of_killed_builds_are_removed(put: Watched) -> None:
    put(site_of(3))
    (put.site.parent / ".site.new-99999").mkdir()
    (put.site.parent / ".site.new-99999" / "x").write_text("x")
    put(site_of(3) | {"index.html": "other"})


def test_a_build_killed_between_two_renames_loses_nothing(put: Watched) -> None:
    put(site_of(3))
    put.site.rename(put.site.parent / ".site.new-7-old")
    assert numbers(put(site_of(3))) in [(5, 0, 0), (0, 0, 5)]


def failing(error: BaseException, after: int) -> Tree:
    made = []

    def make(text: str) -> bytes:
        made.append(text)
        if len(made) > after:
            raise error
        return text.encode()

    return Tree(Output(f"{n}/index.html", str(n), lambda n=n: make(f"new {n}"), "test") for n in range(9))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "SITE: no space left to write the site; the old one is as it was",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "SITE/x"),
            "SITE: cannot be written (SITE/x: Permission denied); the old one is as it was",
        ),
        (KeyboardInterrupt(), ""),
    ],
)
def test_a_build_that_fails_leaves_the_old_site(put: Watched, error: BaseException, message: str) -> None:
    put(site_of(3))
    with pytest.raises(PublishError if message else KeyboardInterrupt) as caught:
        publish.publish(failing(error, 4), put.site, put.before)
    assert str(caught.value).replace(str(put.site), "SITE") == message
    assert held(put.site) == site_of(3)
    assert [path.name for path in put.site.parent.iterdir()] == ["site"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(PublishError, match="site: is a file; the site needs a folder of that name"):
        publish.publish(tree(site_of(1)), tmp_path / "site", {})
    (tmp_path / "site").unlink()
    (tmp_path / "a").write_text("mine")
    with pytest.raises(PublishError, match="a/site: cannot be written"):
        publish.publish(tree(site_of(1)), tmp_path / "a" / "site", {})


def test_whose_folder_it_is(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish.is_ours(site, known=False)
    site.mkdir()
    assert publish.is_ours(site, known=False)
    (site / ".git").mkdir()
    assert publish.is_ours(site, known=False)
    (site / "thesis.tex").write_text("years of work")
    assert not publish.is_ours(site, known=False)
    assert publish.is_ours(site, known=True)
    (site / "robots.txt").write_bytes(publish.MARKER + b"\nUser-agent: *\n")
    assert publish.is_ours(site, known=False)


def test_several_processes_give_what_one_gives(put: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 10)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    put(site_of(300))
    assert numbers(put(site_of(300) | {f"q/{n}.html": "q" for n in range(400)})) == (400, 0, 302)
    assert workers.each(range(100), lambda n: n * n) == [n * n for n in range(100)]


def test_what_fails_in_another_process_fails_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FEW", 10)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    here = os.getpid()

    def wait() -> None:
        """Until the other process has ended: it has to get its share."""
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)

    def fail(_: int) -> None:
        if os.getpid() != here:
            raise OSError(errno.ENOSPC, "No space left on device")
        wait()

    def die(_: int) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        wait()

    with pytest.raises(OSError, match="No space left on device"):
        workers.each(range(100), fail)
    with pytest.raises(OSError, match="ended before its work was done"):
        workers.each(range(100), die)
    with pytest.raises(ChildProcessError):  # none is left behind
        os.waitpid(-1, os.WNOHANG)
