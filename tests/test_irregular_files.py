"""Inputs are regular files inside the project: pipes, devices and links elsewhere are problems, and stop nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up import copy_docs
from tests.project import ROOT, TOY, papers

SECRET = "secret: [of another project"  # noqa: S105 - looks like YAML with a mistake, so that a message could quote it


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _link_outside(path: Path) -> None:
    outside = path.parents[len(path.parts) - len(_root(path).parts) - 1].parent / "outside.md"
    outside.write_text(f"---\n{SECRET}\n---\n", encoding="utf-8")
    path.symlink_to(outside)


def _root(path: Path) -> Path:
    return next(folder for folder in path.parents if (folder / "project-root").exists())


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe": (_pipe, "it is a pipe"),
    "a socket": (_socket, "it is a socket"),
    "a device": (_link_to("/dev/zero"), "it is a link to a file outside the project"),
    "a link to a folder": (_link_to("/usr"), "it is a link to a folder"),
    "a link outside": (_link_outside, "it is a link to a file outside the project"),
    "a circle": (lambda path: path.symlink_to(path.name), "it is a link that leads back to itself"),
    "a broken link": (_link_to("nowhere"), "it is a link to a file that is not there"),
}
FOLDERS = ["papers", "papers/sub", "docs", "docs/lists", "docs/img"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "list"
    shutil.copytree(TOY / "papers", root / "papers")
    copy_docs(root)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / "generator").symlink_to(ROOT / "generator")
    (root / "project-root").write_text("", encoding="utf-8")
    return root


def put(root: Path, place: str, kind: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind][0](path)


def test_the_check_reports_what_is_no_file_of_the_project(project: Path) -> None:
    expected = []
    for folder in FOLDERS:
        for number, kind in enumerate(KINDS):
            put(project, f"{folder}/odd-{number}.md", kind)
            expected.append(f"{folder}/odd-{number}.md: unreadable-file: the file cannot be read: {KINDS[kind][1]}\n")
    for name, kind in zip(("people", "removed", "tags"), ("a pipe", "a socket", "a link outside"), strict=True):
        put(project, f"papers/_{name}.yml", kind)
        expected.append(f"papers/_{name}.yml: unreadable-file: the file cannot be read: {KINDS[kind][1]}\n")
    done = papers("check", cwd=project, check=False)
    assert done.returncode == 1
    assert [line for line in expected if line not in done.stdout] == []
    assert "    put the file itself here, or remove it" in done.stdout
    assert SECRET not in done.stdout


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("docs/lists/odd.md", "a pipe"),
        ("papers/odd-2023.md", "a pipe"),
        ("docs/odd.md", "a link to a folder"),
        ("papers/usr.md", "a link to a folder"),
        ("papers/odd-2023.md", "a link outside"),
        ("docs/odd.md", "a circle"),
    ],
)
def test_a_build_and_every_other_command_end_with_it(project: Path, kind: str, place: str) -> None:
    put(project, place, kind)
    for command in (("build",), ("format", "--check"), ("drafts",), ("links", "--no-network")):
        done = papers(*command, cwd=project, check=False)
        said = done.stdout + done.stderr
        assert SECRET not in said
        if command == ("build",):
            assert done.returncode == 1
            assert f"{place}: unreadable-file" in said
            assert not (project / "site").exists()


def test_a_build_that_had_nothing_to_do_sees_it_too(project: Path) -> None:
    papers("build", cwd=project)
    for place in ("papers/odd-2023.md", "docs/img/odd.png"):
        for kind in ("a pipe", "a broken link"):
            put(project, place, kind)
            assert papers("build", cwd=project, check=False).returncode == 1
            (project / place).unlink()
    assert papers("build", cwd=project).returncode == 0


@pytest.mark.parametrize("kind", ["a pipe", "a link outside", "a circle", "a link to a folder"])
def test_the_settings_are_a_file_of_the_project(project: Path, kind: str) -> None:
    put(project, "mkdocs.yml", kind)
    done = papers("build", cwd=project, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("papers: mkdocs.yml: cannot be read: it is ")
    assert SECRET not in done.stderr


@pytest.mark.parametrize("folder", ["papers", "docs"])
def test_a_folder_that_is_a_link_out_of_the_project(project: Path, folder: str) -> None:
    shutil.rmtree(project / folder)
    (project / folder).symlink_to("/usr")
    done = papers("build", cwd=project, check=False)
    assert done.returncode == 1
    assert (
        f"{folder}: unreadable-file: the file cannot be read: it is a link to a folder outside the project"
        in done.stderr
    )


def test_a_link_inside_the_project_is_its_file(project: Path) -> None:
    (project / "docs/other.md").symlink_to("index.md")
    assert "unreadable-file" not in papers("check", cwd=project, check=False).stdout


def test_a_link_that_is_named_is_not_followed(project: Path) -> None:
    put(project, "papers/usr.md", "a link to a folder")
    done = papers("check", "papers/usr.md", cwd=project, check=False)
    assert (done.returncode, done.stdout.count("unreadable-file")) == (1, 1)


def test_mkdocs_by_hand_is_stopped_too(project: Path) -> None:
    put(project, "docs/odd.md", "a pipe")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert "docs/odd.md: unreadable-file" in done.stderr


def test_the_check_looks_at_settings_and_slots_too(project: Path) -> None:
    page = project / "docs/index.md"
    page.write_text("# List\n\n`<!-- papers: x -->` <!-- papers: newst 3 -->\n", encoding="utf-8")
    done = papers("check", cwd=project, check=False)
    assert done.returncode == 1
    assert 'docs/index.md:3:22: unknown-slot: "newst" is not a slot\n' in done.stdout
    (project / "mkdocs.yml").write_text("site_name: List\nsite_url: nowhere\n", encoding="utf-8")
    done = papers("check", cwd=project, check=False)
    assert done.returncode == 1
    assert 'mkdocs.yml:2:11: settings: site_url: "nowhere" is not an address of a site' in done.stdout


def test_a_folder_to_import_is_read_without_its_links_pipes_and_bombs(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.mkfifo(folder / "pipe.md")
    (folder / "out.md").symlink_to("/etc/passwd")
    (folder / "round.yml").symlink_to("round.yml")
    (folder / "itself.md").write_text("---\ntitle: Waves of ink\nlinks: &a [*a]\nauthors: [Ann Lee]\n---\n", "utf-8")
    aliases = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 10))
    bomb = f"title: Waves of milk\nx0: &x0 [a, a, a]\n{aliases}links: *x9\nvenue: *x9\nauthors: *x9\ntags: *x9\n"
    (folder / "bomb.yaml").write_text(bomb, "utf-8")
    result = papers("import", str(folder), cwd=project, check=False)
    said = result.stdout + result.stderr
    assert "pipe.md: not read: it is no regular file\n" in said
    assert "out.md: not read: it is a link out of the folder\n" in said
    assert "round.yml: not read: Too many levels of symbolic links\n" in said
    assert "Traceback" not in said
    assert "root:" not in said
    assert "waves" in said
