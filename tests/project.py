"""Projects for tests, and the command line run on them as a person runs it: in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests import made_up

ROOT = Path(__file__).parent.parent
TOY = Path(__file__).parent / "toy"


def papers(
    *args: str, cwd: Path, check: bool = True, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `papers ARGS` in `cwd`. With `check` the exit status must be 0."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *args],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def toy_project(folder: Path) -> Path:
    """A copy of the toy collection, with the theme and the hand-written pages of the project itself."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(TOY / "papers", folder / "papers")
    made_up.copy_docs(folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "generator").symlink_to(ROOT / "generator")
    return folder


def repository_project(folder: Path) -> Path:
    """A folder that is built as the project itself, and holds nothing that was built before."""
    for name in ("papers", "docs"):
        shutil.copytree(ROOT / name, folder / name)  # a project has no links to files elsewhere
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "generator").symlink_to(ROOT / "generator")
    return folder


def tree(site: Path) -> dict[str, bytes]:
    """Every file of a site: path → content."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def whole(site: Path) -> list[str]:
    """The files of a site that are not whole: an HTML page must end as it should, no file may be empty."""
    return [
        path
        for path, content in tree(site).items()
        if not content or (path.endswith(".html") and not content.rstrip().endswith(b"</html>"))
    ]
