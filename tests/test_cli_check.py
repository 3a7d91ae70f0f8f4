"""`papers check` and `papers format` as a person runs them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.checks import checks
from generator.cli.program import main
from generator.core.problems import count
from tests.conftest import Project
from tests.examples import VOCABULARY, files_of, paper
from tests.project import papers as command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]  # a closure; its use is below and plain
    def run(root: Path, *args: str) -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


def test_clean(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project({**VOCABULARY, "papers/keller-2023.md": paper("arxiv: 2309.08045")})
    result = run(root, "check")
    assert (result.exit_code, result.output) == (0, "1 paper, no problem\n")
    assert run(root / "papers", "check", "keller-2023.md").output == "1 file, no problem\n"
    assert run(root, "check", "--format", "json").stdout == "[]\n"


def test_problems(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project({**files_of("field", "date: 2023-13"), "papers/second-2024.md": paper("date: x", title="Others")})
    result = run(root, "check")
    assert result.exit_code == 1
    assert "papers/first-2023.md:2:7: bad-date" in result.output
    assert result.output.endswith("\n2 problems in 2 files, 2 warnings\n")
    only = run(root, "check", "papers/first-2023.md")
    assert only.exit_code == 1
    assert "second-2024" not in only.output
    plain = json.loads(run(root, "check", "--format", "json").stdout)
    assert list(dict.fromkeys(one["path"] for one in plain)) == ["papers/first-2023.md", "papers/second-2024.md"]
    github = run(root, "check", "--format", "github")
    assert github.exit_code == 1
    assert "\n::error file=papers/first-2023.md,line=2,col=7,title=bad-date" in github.output


def test_a_folder_may_be_named(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project({**files_of("field", ""), "papers/older/second-2024.md": paper("date: x", title="Others")})
    assert run(root, "check", "papers/older").exit_code == 1
    assert run(root, "check", "papers").exit_code == 1
    assert run(root, "check", "papers/first-2023.md").exit_code == 0


def test_a_duplicate_is_reported_whichever_of_the_two_files_is_checked(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    older, newer = paper("arxiv: 2309.08045", title="One"), paper("arxiv: 2309.08045\nadded: 2026-11-24", title="Two")
    root = project({**VOCABULARY, "papers/older-2023.md": older, "papers/newer-2023.md": newer})
    for name, other in (("older-2023", "newer-2023"), ("newer-2023", "older-2023")):
        result = run(root, "check", f"papers/{name}.md")
        assert result.exit_code == 1
        assert f"papers/{name}.md:2:8: same-identifier: the same arxiv as in papers/{other}.md:2:8" in result.output
        assert f"not_same_as: [{other}]" in result.output
    first, second = (line for line in run(root, "check").output.splitlines() if "same-identifier" in line)
    assert first.startswith("papers/newer-2023.md")
    assert second.startswith("papers/older-2023.md")
    assert [p.key for p in checks.load(root / "papers", root)[0].papers] == ["older-2023"]


def test_a_thousand_papers_with_one_title_are_no_million_problems(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project({**VOCABULARY, **{f"papers/waves-{number}.md": paper() for number in range(1000)}})
    assert count(checks.load(root / "papers", root)[1]) == 2 * 999


def test_usage(project: Project, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    root = project(files_of("field", ""))
    for args in (["papers/nothing.md"], ["mkdocs.yml"], ["--format", "xml"], [".."]):
        assert run(root, "check", *args).exit_code == 2
        assert "Traceback" not in run(root, "check", *args).output
    empty = tmp_path.parent / f"{tmp_path.name}-empty"
    empty.mkdir()
    assert run(empty, "check").exit_code == 2


def test_no_papers(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project({"README.md": ""})
    result = run(root, "check")
    assert result.exit_code == 1
    assert result.output.startswith("papers: no-papers: there is no folder papers/")
    (root / "papers").write_text("a file", encoding="utf-8")
    assert run(root, "check").exit_code == 1


def test_format(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project(files_of("field", "tags: [fMRI]"))
    file = root / "papers/first-2023.md"
    before = file.read_bytes()
    checked = run(root, "format", "--check")
    assert checked.exit_code == 1
    assert checked.output.startswith("papers/first-2023.md: would change: line 2 to title: ")
    dry = run(root, "format", "--dry-run")
    assert dry.exit_code == 0
    assert "-tags: [fMRI]\n" in dry.output
    assert "+tags: [fmri]\n" in dry.output
    assert file.read_bytes() == before
    assert run(root, "format").output == "papers/first-2023.md: formatted\n"
    assert run(root, "format").output == "1 paper, nothing to change\n"
    assert run(root, "format", "--check").exit_code == 0
    assert run(root, "check").exit_code == 0


def test_format_leaves_faulty_files(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project(files_of("field", "date: 2023-13"))
    before = (root / "papers/first-2023.md").read_bytes()
    result = run(root, "format")
    assert result.exit_code == 1
    assert "bad-date" in result.stderr
    assert (root / "papers/first-2023.md").read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_gives_one_line(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project(files_of("field", "tags: [fMRI]"))
    (root / "papers").chmod(0o500)
    result = run(root, "format")
    (root / "papers").chmod(0o700)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_names_of_files_that_are_not_text(project: Project, run) -> None:  # type: ignore[no-untyped-def]
    root = project(files_of("field", ""))
    try:
        Path(os.fsdecode(os.fsencode(root / "papers") + b"/caf\xe9.md")).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system takes text only")
    for form in ("text", "json", "github"):
        result = run(root, "check", "--format", form)
        assert result.exit_code == 1
        assert "file-name" in result.output


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_a_terminal_without_the_letters(project: Project, form: str) -> None:
    root = project(files_of("field", 'title: "Ünïcödé  名前"'))
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = command("check", "--format", form, cwd=root, check=False, env=env)
    assert done.returncode == 1
    assert form != "json" or 'title: "Ünïcödé  名前"' in [one["excerpt"] for one in json.loads(done.stdout)]


def test_in_a_process_of_its_own(project: Project) -> None:
    root = project({**VOCABULARY, "papers/keller-2023.md": paper("arxiv: 2309.08045")})
    assert command("check", cwd=root).stdout == "1 paper, no problem\n"
    assert command("--version", cwd=root).stdout.startswith("papers, version ")
