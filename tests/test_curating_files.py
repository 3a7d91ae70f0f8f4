"""What curating commands leave in the files: they pass the check, and all that was not to change stays."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.checks import checks, formatting
from generator.cli.program import main
from generator.files import vocabulary_files
from tests.conftest import Project
from tests.examples import VENUES, VOCABULARY, paper
from tests.project import tree

Run = Callable[..., Result]
TAGS = """\
# The tags of the list.

- key: imaging # the broadest
  title: "Imaging"
  definition: 'What shows the brain, or a part of it.'

# Of people:
- key: fmri
  title: fMRI
  definition: "Functional imaging: the \\"BOLD\\" signal."
  # older names
  aliases:
    - "functional MRI" # with a space
    - 'no'
  parent: imaging   # for now
- parent: fmri
  key: layer-fmri
  title: Layer fMRI
  definition: Functional imaging that tells the layers of the cortex apart.

-
  key: eeg
  title: EEG
  # a note within
  definition: >-
    Electrical activity recorded
    from the scalp of a person.
  parent: imaging
- {key: meg, title: MEG, definition: Magnetic activity recorded outside of the head., parent: imaging} # short
-   key: waves
    title: Waves
    definition: Activity that moves over a sheet of neurons.

# The end.
"""
CATEGORIES = """\
- key: neural-dynamics
  title: Dynamics
  order: 2
  definition: What changes with time in a brain or a network.
- key: theory
  title: Theory
  order: 5
  definition: What is said of brains and networks in general.
- key: vision
  title: Vision
  order: 9
  definition: What is seen, and how it is recognized by machines.
"""
PEOPLE = """\
# Persons.
- name: "Max Welling" # ok
  variants: [M. Welling]
  orcid: 0000-0002-1825-0097
- name: Maximilian Welling
  homepage: https://example.org/welling
  variants:
    - Maxi Welling
"""


@pytest.fixture
def root(project: Project) -> Path:
    first = (
        "tags: [fmri, eeg]\ncategories: [theory, neural-dynamics]\nvenue: {name: ICLR, year: 2023}\n"
        "authors: [Max Welling, T. Keller]"
    )
    second = (
        "tags: [layer-fmri, Brain Waves] # why\nauthors: [{group: The Waves}, Maxi Welling, T. Anderson Keller]\n"
        "venue: {name: Learning Conf}"
    )
    files = {
        **VOCABULARY,
        "papers/_tags.yml": TAGS,
        "papers/_categories.yml": CATEGORIES,
        "papers/_people.yml": PEOPLE,
        "papers/_venues.yml": VENUES
        + "- name: Learning Conf\n  title: A Conference on Learning\n  kind: conference\n"
        + "- name: Unused\n  title: A Workshop That Nobody Names\n  kind: workshop\n",
        "papers/_removed.yml": "- key: old-2020\n  title: Old\n  reason: It is of no use here.\n  day: 2026-11-23\n",
        "papers/first-2023.md": paper(first),
        "papers/second-2024.md": paper(second.replace("Brain Waves", "waves"), title="Seas"),
        "drafts/third-2024.md": '---\ntitle: "A draft"\nadded: 2026-11-23\ntags: [Brain Waves, waves]\n'
        "venue: {name: 'L: C'}\nauthors: [Max Welling]\n---\n",
    }
    root = project(files)
    assert checks.load(root / "papers", root)[1] == []
    return root


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(root: Path, *args: str, text: str = "") -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args), input=text)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


# Each does something; what a second run of it says.
DONE = [
    ("tags rename fmri functional-imaging", "it is an alias of"),
    ("tags rename imaging brain-imaging --title Brain", "it is an alias of"),
    ("tags rename layer-fmri laminar", "it is an alias of"),
    ("tags rename eeg scalp", "it is an alias of"),
    ("tags rename meg magneto", "it is an alias of"),
    ("tags rename waves travelling-waves", "it is an alias of"),
    ("tags merge fmri eeg", "nothing to change"),
    ("tags merge eeg meg waves", "nothing to change"),
    ("tags merge imaging fmri", "nothing to change"),
    ("tags merge imaging layer-fmri", "nothing to change"),
    ("tags merge imaging fmri layer-fmri", "nothing to change"),
    ("tags merge layer-fmri fmri", "nothing to change"),
    ("tags merge meg imaging", "nothing to change"),
    ("tags merge eeg waves meg imaging fmri layer-fmri", "nothing to change"),
    (("tags", "merge", "Brain Waves", "waves"), "nothing to change"),
    (("tags", "merge", "fmri", "eeg", "signals", "--title", "S: #1", "--definition", "It is measured: \"all\"."),
     "nothing to change"),
    ("tags split fmri meg --paper first-2023", "there is no paper first-2023 with the tag fmri"),
    ("tags split waves eeg --paper third-2024 --paper second-2024", "there is no paper second-2024 or third-2024"),
    ("categories rename theory general-theory", "it is an alias of"),
    ("categories merge theory neural-dynamics", "nothing to change"),
    ("categories merge theory neural-dynamics vision", "nothing to change"),
    (("categories", "merge", "theory", "vision", "new", "--title", "New", "--definition", "All that is new on it."),
     "nothing to change"),
    ("categories split theory vision --paper first-2023", "there is no paper first-2023"),
    (("venues", "rename", "ICLR", "Learning: Representations"), "it is an alias of"),
    (("venues", "merge", "Learning Conf", "ICLR"), "nothing to change"),
    (("venues", "merge", "ICLR", "Unused"), "nothing to change"),
    (("venues", "merge", "L: C", "New #1", "--title", "The New Conference", "--kind", "conference"),
     "nothing to change"),
    (("venues", "split", "ICLR", "Unused", "--paper", "first-2023"), "there is no paper first-2023"),
    (("authors", "merge", "T. Keller", "T. Anderson Keller"), "nothing to change"),
    (("authors", "merge", "Maxi Welling", "Max Welling"), "nothing to change"),
    (("authors", "merge", "Max Welling", "Maximilian Welling"), "nothing to change"),
    (("authors", "merge", "T. Keller", "T. Anderson Keller", "Thomas Keller"), "nothing to change"),
    (("authors", "rename", "T. Keller", "Tom Keller"), "nothing to change"),
    (("authors", "rename", "The Waves", "The Wave Group"), "nothing to change"),
    (("authors", "rename", "M. Welling", "Max E. Welling"), "nothing to change"),
    (("authors", "split", "Max Welling", "M. Welling"), "has no entry"),
    (("authors", "split", "Maximilian Welling", "Maxi Welling"), "has no entry"),
]  # fmt: skip
ALL = [args.split() if isinstance(args, str) else list(args) for args, _ in DONE]


def comments(text: str) -> list[str]:
    return sorted(f"#{line.partition('#')[2].strip()}" for line in text.splitlines() if "# " in line)


@pytest.mark.parametrize(("args", "again"), list(zip(ALL, [again for _, again in DONE], strict=True)), ids=str)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_written_passes_the_check(root: Path, run: Run, args: list[str], again: str, end: str) -> None:
    for file in (root / "papers").rglob("*"):
        file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    before = tree(root)
    library, _ = checks.load(root / "papers", root)
    shown = run(root, *args, "--dry-run")
    assert shown.exit_code == 0
    assert tree(root) == before
    done = run(root, *args, "--yes")
    assert (done.exit_code, done.stderr) == (0, "")
    checked = run(root, "check")
    assert "2 papers, no problem" in checked.output, checked.output
    after = tree(root)
    assert after.keys() - before.keys() == set()
    for path, data in after.items():
        assert b"\r\r" not in data
        if path.startswith("papers/"):
            assert data.count(b"\r\n") == (data.count(b"\n") if end == "\r\n" else 0), path
        kept, now = (set(comments(one.decode())) for one in (before[path], data))
        assert kept <= now, path
    repeated = run(root, *args, "--yes")
    assert again in repeated.output
    assert tree(root) == after
    # Nobody loses a word: all that a paper was found by still means something.
    vocabulary = checks.load(root / "papers", root)[0].vocabulary
    for kind in ("categories", "tags", "venues"):
        for slug in library.vocabulary.meanings[kind]:
            if "rename" not in args or "--title" not in args:
                assert slug in vocabulary.meanings[kind], slug


def test_only_the_lines_of_the_entry_change(root: Path, run: Run) -> None:
    assert run(root, "tags", "rename", "waves", "moving-waves", "--yes").exit_code == 0
    text = TAGS.replace(
        "-   key: waves\n    title: Waves\n    definition: Activity that moves over a sheet of neurons.\n",
        "-   key: moving-waves\n    title: Waves\n    definition: Activity that moves over a sheet of neurons.\n",
    )
    assert (root / "papers/_tags.yml").read_text() == text
    assert run(root, "tags", "rename", "fmri", "functional", "--yes").exit_code == 0
    text = text.replace("- key: fmri\n", "- key: functional\n").replace("- parent: fmri\n", "- parent: functional\n")
    assert (root / "papers/_tags.yml").read_text() == text
    assert run(root, "tags", "merge", "moving-waves", "functional", "--yes").exit_code == 0
    start = text.index("-   key: moving-waves")
    text = text[:start] + text[text.index("\n# The end.") :]
    text = text.replace(
        """\
  aliases:
    - "functional MRI" # with a space
    - 'no'
""",
        """\
  # with a space
  aliases: [functional MRI, "no", moving-waves, Waves]
""",
    )
    assert (root / "papers/_tags.yml").read_text() == text


def test_a_merged_tag_takes_the_place_of_its_ancestor(root: Path, run: Run) -> None:
    assert run(root, "tags", "merge", "imaging", "layer-fmri", "--yes").exit_code == 0
    tags = checks.load(root / "papers", root)[0].vocabulary.tags
    assert {key: tag.parent for key, tag in tags.items()} == {
        "layer-fmri": None, "fmri": "layer-fmri", "eeg": "layer-fmri", "meg": "layer-fmri", "waves": None
    }  # fmt: skip


def test_a_new_entry_takes_the_place_of_those_merged_into_it(root: Path, run: Run) -> None:
    new = ("--title", "New", "--definition", "All that is new on the list.", "--yes")
    assert run(root, "tags", "merge", "layer-fmri", "eeg", "new", *new).exit_code == 0
    assert run(root, "categories", "merge", "theory", "vision", "new", *new).exit_code == 0
    vocabulary = checks.load(root / "papers", root)[0].vocabulary
    assert vocabulary.tags["new"].parent == "fmri"
    assert vocabulary.categories["new"].order == 5
    assert run(root, "categories", "merge", "Theory2", "vision", *new).exit_code == 1


def test_facts_of_both_persons_stay(root: Path, run: Run) -> None:
    assert run(root, "authors", "merge", "Maximilian Welling", "Max Welling", "--yes").exit_code == 0
    (person,) = checks.load(root / "papers", root)[0].vocabulary.people
    assert person.name == "Max Welling"
    assert (person.orcid, person.homepage) == ("0000-0002-1825-0097", "https://example.org/welling")
    assert person.variants == ("M. Welling", "Maximilian Welling", "Maxi Welling")


def test_papers_of_a_person_are_kept_apart_and_brought_together(root: Path, run: Run) -> None:
    people = root / "papers/_people.yml"
    people.write_text("- name: Max Welling\n  variants: [Maxi Welling]\n  papers: [first-2023, second-2024]\n")
    assert run(root, "authors", "split", "Max Welling", "Maxi Welling", "--yes").exit_code == 0
    assert people.read_text() == "- name: Max Welling\n  papers: [first-2023]\n"
    assert run(root, "authors", "merge", "Maxi Welling", "Max Welling", "--yes").exit_code == 0
    assert people.read_text() == (
        "- name: Max Welling\n  papers: [first-2023, second-2024]\n  variants: [Maxi Welling]\n"
    )
    assert run(root, "check").exit_code == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("tags merge nobody-has-it fmri", '"nobody-has-it" is not a tag, and no paper or draft uses it'),
        ("tags merge eeg nobody-has-it fmri", '"nobody-has-it" is not a tag'),
        ("categories merge nobody-has-it theory", '"nobody-has-it" is not a category'),
        ("venues merge Nobody ICLR", '"Nobody" is not a venue'),
        ("authors merge Nobody Max", 'no paper or draft has an author "Nobody"'),
        ("authors rename Nobody Max", 'no paper or draft has an author "Nobody"'),
        (("authors", "rename", "T. Keller", "Max Welling"), "is another author already"),
        (("authors", "split", "Max Welling", "Maxi Welling"), "has no entry"),
        ("tags merge fmri EEG", '"EEG" is not a tag but stands for "eeg"'),
        (("tags", "merge", "functional MRI", "eeg"), '"functional MRI" stands for "fmri" already'),
        ("tags rename nothing new", '"nothing" is not a tag'),
        ("tags rename waves EEG", '"EEG" stands for "eeg" already'),
        (("tags", "rename", "waves", "new", "--title", "EEG"), '"EEG" stands for'),
        (("tags", "merge", "fmri", "new", "--title", "New", "--definition", "Short."),
         "the definition has 6 characters"),
        (("tags", "merge", "fmri", "New One", "--title", "New", "--definition", "A definition of it all."),
         "is not a key; write new-one"),
        (("venues", "merge", "ICLR", "new", "--title", "New", "--kind", "meeting"), "is not a kind of venue"),
        ("tags split fmri fmri --paper first-2023", "cannot be split off from itself"),
        ("tags split fmri nothing --paper first-2023", '"nothing" is not a tag'),
        ("tags split fmri eeg --paper nobody --paper first-2023", "there is no paper nobody with the tag fmri"),
        (("authors", "rename", "T. Keller", " "), "would have a problem"),
    ],
    ids=str,
)  # fmt: skip
def test_an_error_changes_nothing(root: Path, run: Run, args: str | tuple[str, ...], words: str) -> None:
    before = tree(root)
    done = run(root, *(args.split() if isinstance(args, str) else args), "--yes")
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert tree(root) == before


def test_persons_with_orcids_of_their_own_are_two(root: Path, run: Run) -> None:
    first, second = (root / "papers" / f"{key}.md" for key in ("first-2023", "second-2024"))
    first.write_text(first.read_text().replace("T. Keller", "{name: T. Keller, orcid: 0000-0002-1825-0097}"))
    second.write_text(
        second.read_text().replace("T. Anderson Keller", "{name: T. Anderson Keller, orcid: 0000-0001-5109-3700}")
    )
    before = tree(root)
    done = run(root, "authors", "merge", "T. Keller", "T. Anderson Keller", "--yes")
    assert "they are two persons" in done.stderr
    assert tree(root) == before


def test_a_file_that_cannot_be_read_whole_is_not_rewritten(root: Path, run: Run) -> None:
    """Also of a draft: what its reader does not know would be lost."""
    for text in ("abstract: Words.\ntags: [fmri]\n", "tags: [fmri]\nvenue: {name: ICLR, town: Rome}\n",
                 "tags: [fmri]\ndate: : x\n"):  # fmt: skip
        (root / "drafts/fourth-2024.md").write_text(f'---\ntitle: "X"\nadded: 2026-11-23\n{text}---\n')
        before = tree(root)
        done = run(root, "tags", "rename", "fmri", "functional", "--yes")
        assert done.exit_code == 1
        assert "drafts/fourth-2024.md:" in done.stderr
        assert tree(root) == before


def test_what_fails_half_way_is_undone(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(root)
    replace = Path.replace
    calls = []

    def full(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    done = run(root, "tags", "merge", "fmri", "waves", "eeg", "--yes")
    assert done.exit_code == 1
    assert "no space left on device" in done.stderr
    assert len(calls) == 2
    assert tree(root) == before


def test_a_file_that_changes_meanwhile_is_not_overwritten(root: Path) -> None:
    path = "papers/first-2023.md"
    (root / path).write_text("by another program")
    before = tree(root)
    changes = [formatting.Change("papers/_tags.yml", TAGS.encode(), b""), formatting.Change(path, b"as it was", b"new")]
    with pytest.raises(formatting.FileChanged, match=r"first-2023\.md was changed meanwhile"):
        formatting.write_all(changes, root)
    assert tree(root) == before


def test_entries_between_brackets_are_left_to_the_person(root: Path, run: Run) -> None:
    tags = root / "papers/_tags.yml"
    tags.write_text("[{key: fmri, title: fMRI, definition: Functional imaging of the brain.}]\n")
    done = run(root, "tags", "rename", "fmri", "functional", "--yes")
    assert "the entries stand between brackets" in done.stderr
    assert tags.read_text().startswith("[{key: fmri")


@pytest.mark.parametrize("empty", ["", "# Nothing yet.\n", "[]\n", "---\n", None])
def test_a_first_entry(root: Path, run: Run, empty: str | None) -> None:
    people = root / "papers/_people.yml"
    people.unlink()
    if empty is not None:
        people.write_text(empty)
    assert run(root, "authors", "merge", "T. Keller", "T. Anderson Keller", "--yes").exit_code == 0
    (entry,) = (entry for _, entry in vocabulary_files.read(root / "papers", root)[-2].entries)
    assert (entry.name, entry.variants) == ("T. Anderson Keller", ("T. Keller",))
    assert "# Nothing yet." in people.read_text() or empty != "# Nothing yet.\n"
