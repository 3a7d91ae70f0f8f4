"""The same input gives the same bytes, wherever and whenever it is built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project import papers, toy_project, tree

pytestmark = pytest.mark.slow


def test_clock_language_hash_seed_folder_and_order_of_files_leave_no_trace(tmp_path: Path) -> None:
    one = toy_project(tmp_path / "one")
    other = toy_project(tmp_path / "a folder" / "ünother")
    files = sorted((path for path in (other / "papers").rglob("*") if path.is_file()), reverse=True)
    for path in files:  # written anew, in the other order
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    papers("build", cwd=one, env={"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
    papers(
        "build",
        cwd=other,
        env={"TZ": "America/Adak", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    )
    first, second = tree(one / "site"), tree(other / "site")
    assert list(first) == list(second)
    assert [path for path in first if first[path] != second[path]] == []
    assert not any(str(tmp_path).encode() in content for content in first.values())


def test_an_incremental_build_equals_one_from_nothing(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    papers("build", cwd=project)
    folder = project / "papers"
    victim = min(path for path in folder.glob("*.md") if path.name != "README.md")
    text = victim.read_text(encoding="utf-8")
    victim.write_text(text.replace('title: "', 'title: "Renamed: ', 1), encoding="utf-8")
    (project / "docs" / "about" / "index.md").write_text("# About\n\nSomething else.\n", encoding="utf-8")
    papers("build", cwd=project)
    built = tree(project / "site")
    shutil.rmtree(project / ".cache")
    papers("build", "--site-dir", "reference", cwd=project)
    assert built == tree(project / "reference")
