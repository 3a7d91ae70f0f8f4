"""`papers tags`, `categories`, `venues` and `authors`: changes in all files at once, shown before they are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.program import main
from generator.curation.variants import same_people, variants
from tests.conftest import Project
from tests.examples import files_of, paper
from tests.project import tree

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(root: Path, *args: str, text: str = "") -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args), input=text)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def root(project: Project) -> Path:
    files = files_of("field", "tags: [eeg, fmri]\nvenue: {name: ICLR, year: 2023}")
    tags = files["papers/_tags.yml"].replace(
        "  definition: Electrical", "  parent: fmri # mine\n  definition: Electrical"
    )
    return project({
        **files,
        "papers/_tags.yml": f"# The tags.\n{tags}# The end.\n",
        "papers/second-2024.md": paper("tags: [fmri] # why\nauthors: [T. Keller]", title="Seas"),
        "drafts/third-2024.md": '---\ntitle: "A draft"\nadded: 2026-11-23\ntags: [Functional-MRIs, EEGs, f-mri]\n---\n',
    })  # fmt: skip


def test_the_list(root: Path, run: Run) -> None:
    listed = run(root, "tags", "list").stdout.splitlines()
    assert listed[0] == "     2  fmri  fMRI"
    assert "     1  EEGs  not in the vocabulary" in listed
    assert run(root, "venues", "list").stdout == "     1  ICLR  International Conference on Learning Representations\n"
    assert run(root, "authors", "list").stdout == "     1  T. Keller\n     1  T. Anderson Keller\n"
    assert "papers authors merge 'T. Keller' 'T. Anderson Keller'" in run(root, "authors", "list", "--variants").stdout


def test_variants_are_found_and_merged_in_one_command(root: Path, run: Run) -> None:
    told = run(root, "tags", "list", "--variants").stdout
    assert "    papers tags merge Functional-MRIs f-mri fmri\n" in told
    before = tree(root)
    dry = run(root, "tags", "merge", "Functional-MRIs", "f-mri", "fmri", "--dry-run")
    assert "+tags: [fmri, EEGs]\n" in dry.stdout
    assert run(root, "tags", "merge", "Functional-MRIs", "f-mri", "fmri", text="n\n").exit_code == 1
    assert tree(root) == before
    done = run(root, "tags", "merge", "Functional-MRIs", "f-mri", "fmri", "--yes")
    assert done.stdout.endswith("2 files written\n")
    assert "tags: [fmri, EEGs]\n" in (root / "drafts/third-2024.md").read_text()
    assert "aliases: [functional MRI, Functional-MRIs, f-mri]\n" in (root / "papers/_tags.yml").read_text()
    assert run(root, "check").exit_code == 0


def test_rename_keeps_the_old_address(root: Path, run: Run) -> None:
    assert (
        run(root, "tags", "rename", "fmri", "functional-imaging", "--title", "Functional imaging", "--yes").exit_code
        == 0
    )
    text = (root / "papers/_tags.yml").read_text()
    assert text.startswith(
        "# The tags.\n- key: functional-imaging\n  title: Functional imaging\n  definition: Functional"
    )
    assert "  aliases: [functional MRI, fmri]\n" in text
    assert "  parent: functional-imaging\n" in text
    assert text.endswith("# The end.\n")
    second = (root / "papers/second-2024.md").read_text()
    assert "tags: [functional-imaging]\n" in second
    assert "# why\n" in second
    assert "2 papers, no problem" in run(root, "check").output
    assert run(root, "categories", "rename", "neural-dynamics", "dynamics", "--yes").exit_code == 0
    assert run(root, "venues", "rename", "ICLR", "Learning Representations", "--yes").exit_code == 0
    assert "name: Learning Representations, year: 2023" in (root / "papers/first-2023.md").read_text()
    assert "2 papers, no problem" in run(root, "check").output


def test_merge_of_two_entries_and_into_a_new_one(root: Path, run: Run) -> None:
    assert run(root, "tags", "merge", "eeg", "fmri", "--yes").exit_code == 0
    text = (root / "papers/_tags.yml").read_text()
    assert "- key: eeg" not in text
    assert "parent" not in text
    assert "aliases: [functional MRI, eeg]" in text
    assert "tags: [fmri]\n" in (root / "papers/first-2023.md").read_text()
    assert run(root, "check").exit_code == 0
    new = run(root, "tags", "merge", "EEGs", "scalp-recordings", "--title", "Scalp recordings",
              "--definition", "Recordings from the scalp of a person.", "--yes")  # fmt: skip
    assert new.exit_code == 0
    assert "- key: scalp-recordings\n  title: Scalp recordings\n" in (root / "papers/_tags.yml").read_text()
    assert run(root, "check").exit_code == 0


def test_split(root: Path, run: Run) -> None:
    assert run(root, "tags", "split", "fmri", "traveling-waves", "--paper", "second-2024", "--yes").exit_code == 0
    assert "tags: [traveling-waves]" in (root / "papers/second-2024.md").read_text()
    assert "tags: [eeg, fmri]" in (root / "papers/first-2023.md").read_text()


def test_persons(root: Path, run: Run) -> None:
    assert run(root, "authors", "merge", "T. Keller", "T. Anderson Keller", "--yes").exit_code == 0
    people = root / "papers/_people.yml"
    assert people.read_text() == "- name: T. Anderson Keller\n  variants: [T. Keller]\n"
    assert run(root, "authors", "list").stdout == "     2  T. Anderson Keller  (also T. Keller)\n"
    assert run(root, "authors", "rename", "T. Anderson Keller", "Thomas Keller", "--yes").exit_code == 0
    assert people.read_text() == "- name: Thomas Keller\n  variants: [T. Anderson Keller, T. Keller]\n"
    assert run(root, "authors", "split", "Thomas Keller", "T. Keller", "--yes").exit_code == 0
    assert people.read_text() == "- name: Thomas Keller\n  variants: [T. Anderson Keller]\n"
    assert run(root, "check").exit_code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["tags", "rename", "fmri", "eeg"], '"eeg" stands for "eeg" already'),
        (["tags", "rename", "functional MRI", "x"], 'it is an alias of "fmri"'),
        (["tags", "rename", "fmri", "Not A Key"], "is not a key; write not-a-key"),
        (["tags", "merge", "eeg", "nowhere"], '"nowhere" is not a tag; give it a title and a definition'),
        (["tags", "merge", "fmri", "fmri"], "cannot be merged into itself"),
        (["tags", "split", "fmri", "eeg", "--paper", "nobody"], "there is no paper nobody with the tag fmri"),
        (["authors", "split", "Nobody", "N."], "has no entry"),
    ],
)
def test_what_cannot_be_done(root: Path, run: Run, args: list[str], words: str) -> None:
    before = tree(root)
    done = run(root, *args, "--yes")
    assert done.exit_code == 1
    assert words in done.stderr
    assert tree(root) == before


def test_a_faulty_vocabulary_is_left_alone(root: Path, run: Run) -> None:
    (root / "papers/_tags.yml").write_text("- key: [\n")
    assert "papers/_tags.yml has faults" in run(root, "tags", "rename", "fmri", "x", "--yes").stderr


def test_words_that_may_be_one() -> None:
    words = dict.fromkeys(["fMRI", "fmri", "Deep-Learning", "deep learning", "Networks", "network", "RNNs", "bias"], 1)
    found = variants({**words, "large-language-models": 3, "LLM": 2, "LLMs": 1, "café": 1, "cafes": 1})
    assert found == [
        ("Deep-Learning", "deep learning"),
        ("Networks", "network"),
        ("cafes", "café"),
        ("fMRI", "fmri"),
        ("large-language-models", "LLM", "LLMs"),
    ]


def test_names_that_may_be_one_persons() -> None:
    people = dict.fromkeys(["Max Welling", "M. Welling", "Mia Welling", "Anna Li", "Bo Li", "T. Anderson Keller"], 1)
    assert same_people(people) == [("Max Welling", "M. Welling")]
