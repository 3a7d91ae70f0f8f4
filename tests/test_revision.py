"""What a change brought: compared with a revision of git, on the command line and as the report on a pull request."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.program import main
from tests.conftest import Project
from tests.examples import VOCABULARY, bytes_of, paper

BAD = "date: 2023-13"


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list with a good and a faulty entry, committed."""
    root = project({**VOCABULARY, "papers/good-2023.md": paper(), "papers/old-2023.md": paper(BAD, title="Old")})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "base")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def write(root: Path, name: str, text: str) -> None:
    (root / "papers" / name).write_bytes(bytes_of(text))


def test_only_new_faults_count(repository: Path) -> None:
    assert run("check").exit_code == 1
    result = run("check", "--since", "main")
    assert (result.exit_code, result.output) == (0, "no new problem since main, 1 that was there before\n")
    write(repository, "old-2023.md", paper("why: A line more.\n" + BAD, title="Old"))  # the fault moves down a line
    assert run("check", "--since", "main").exit_code == 0
    write(repository, "new-2024.md", paper("date: 2024-14\narxiv: 2401.00001", title="New"))
    result = run("check", "--since", "HEAD", "--format", "github")
    assert result.exit_code == 1
    assert result.output == (
        "::error file=papers/new-2024.md,line=2,col=7,title=bad-date,endColumn=14::"
        '"2024-14" is not in the calendar%0Acorrect the day or month, or leave it out\n'
        "1 problem in 1 file, 1 that was there before\n"
    )


def test_a_vocabulary_that_breaks_an_old_entry_counts(repository: Path) -> None:
    (repository / "papers/_categories.yml").write_text(
        "- key: other\n  title: Other\n  definition: What belongs to no other category.\n  order: 1\n", encoding="utf-8"
    )
    result = run("check", "--since", "main")
    assert result.exit_code == 1
    assert "papers/good-2023.md:6:14: unknown-category" in result.output


def test_formatting_looks_at_what_changed(repository: Path) -> None:
    write(repository, "new-2024.md", paper(title="New").replace("[T. Anderson Keller]", "[ T. Anderson Keller ]"))
    assert "new-2024.md: would change" in run("format", "--check", "--since", "main").output
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "new")
    assert run("format", "--check", "--since", "HEAD").exit_code == 0
    assert run("format", "--check", "--since", "HEAD^").exit_code == 1


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "main:papers"])
def test_a_revision_that_is_none(repository: Path, revision: str) -> None:
    for arguments in (["check", f"--since={revision}"], ["changes", "--", revision]):
        result = run(*arguments)
        assert result.exit_code == 1
        assert result.output == f'papers: "{revision}" is no revision of this repository\n'
    assert not (repository / "x").exists()


def test_outside_of_git(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project({**VOCABULARY, "papers/good-2023.md": paper()}))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    result = run("check", "--since", "main")
    assert result.exit_code == 1
    assert result.output.startswith("papers: fatal: not a git repository")


def test_links_in_an_old_revision_lead_nowhere(repository: Path) -> None:
    (repository / "papers/link-2023.md").symlink_to("/etc/passwd")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "link")
    (repository / "papers/link-2023.md").unlink()
    assert run("check", "--since", "HEAD").exit_code == 0


def test_the_report_of_a_change(repository: Path) -> None:
    write(repository, "old-2023.md", paper(title="Old"))
    write(
        repository,
        "new-2024.md",
        paper("tags: [fmri]\nvenue: {name: ICLR, year: 2024}", title="Traveling  waves".replace("  ", " ")),
    )
    (repository / "papers/good-2023.md").unlink()
    write(repository, "good-2023.md", paper("tldr: Another sentence of the right length.", title="Traveling Wavelets"))
    result = run("changes", "main")
    assert result.exit_code == 0
    assert (
        "New entry: papers/new-2024.md\n\n"
        "    Traveling waves\n"
        "    T. Anderson Keller · 3 September 2023 · ICLR 2024\n"
        "    A recurrent network whose activity travels as waves.\n"
        "    Category neural-dynamics · fMRI\n"
        "\n"
        "    word word"
    ) in result.output
    assert "Changed entry: papers/good-2023.md (title, tldr)\n" in result.output
    assert "Possibly the same work: 1\n    papers/new-2024.md and papers/good-2023.md\n" in result.output
    assert "New pages: " in result.output
    assert "    /papers/new-2024/\n" in result.output
    assert "    /tags/fmri/\n" in result.output.partition("Changed pages: ")[2]


def test_nothing_changes(repository: Path) -> None:
    assert run("changes", "main").output == "No page of the site changes.\n"


def test_a_paper_that_is_gone_or_renamed_keeps_its_url(repository: Path) -> None:
    good = repository / "papers/good-2023.md"
    text = good.read_text(encoding="utf-8")
    good.rename(repository / "papers/better-2023.md")
    expected = (
        'papers/better-2023.md: lost-paper: the URL of "good-2023" is lost\n    add a line former_keys: [good-2023]'
    )
    result = run("check", "--since", "main")
    assert result.exit_code == 1
    assert result.output.startswith(expected)
    assert expected in run("changes", "main").output
    assert "::error file=papers/better-2023.md" in run("check", "--since", "main", "--format", "github").output
    # It is found in a file with other problems too.
    write(repository, "better-2023.md", text.replace("date: 2023-09-03", "date: 2023-13"))
    assert expected in run("check", "--since", "main").output
    write(repository, "better-2023.md", text.replace("date:", "former_keys: [good-2023]\ndate:"))
    assert run("check", "--since", "main").exit_code == 0
    (repository / "papers/better-2023.md").unlink()
    result = run("check", "--since", "main")
    assert result.output.startswith('papers/good-2023.md: lost-paper: the URL of "good-2023" is lost\n')
    line = result.output.split("_removed.yml: ")[1].split("; or")[0].replace("WHY", "It was a copy.")
    write(repository, "_removed.yml", f"{line}\n")
    assert "lost-paper" not in run("check", "--since", "main").output
    write(repository, "good-2023.md", "no paper")  # a file with problems is not lost
    (repository / "papers/_removed.yml").unlink()
    assert "lost-paper" not in run("check", "--since", "main").output


def test_a_word_whose_page_is_gone_is_warned_of(repository: Path) -> None:
    write(repository, "good-2023.md", paper("tags: [fmri]"))
    git(repository, "commit", "-qam", "tag")
    write(repository, "good-2023.md", paper("tags: [functional-imaging]"))
    tags = VOCABULARY["papers/_tags.yml"].replace("key: fmri", "key: functional-imaging")
    write(repository, "_tags.yml", tags.replace("functional MRI", "BOLD").replace("title: fMRI", "title: Imaging"))
    result = run("check", "--since", "main")
    assert result.exit_code == 0
    assert 'papers/_tags.yml: warning: lost-word: the URL of "fmri" is lost\n' in result.output
    write(repository, "_tags.yml", tags.replace("functional MRI", "fmri"))
    assert "lost-word" not in run("check", "--since", "main").output
