"""What lies near what: neighbours with their reasons, co-authors, nearest tags."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from generator.analysis import similar, terms
from generator.analysis.reasons import enumeration, reason
from generator.analysis.together import co_authors, together
from generator.checks import checks
from generator.core import workers
from generator.files.fragments import Fragments
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.vocabulary import Vocabulary
from tests.project import ROOT, TOY, papers, toy_project


@pytest.fixture
def toy() -> Library:
    """The toy collection."""
    library, problems = checks.load(TOY / "papers", TOY)
    assert problems == []
    return library


def made(key: str, title: str, summary: str = "", tags: tuple[str, ...] = ()) -> Paper:
    """A paper of which only the words matter."""
    return Paper(
        title=title, tldr="", tags=tags, categories=("c",), date="2024", added="2026-01-01",
        key=key, path=f"papers/{key}.md", summary=summary,
    )  # fmt: skip


def reasons(library: Library, key: str, cache: Path) -> list[tuple[str, str]]:
    """The neighbours of a paper: (key, why)."""
    of = library.by_key
    near = similar.neighbours(library, cache, Fragments())[key]
    return [(other, reason(library, of[key], of[other], words)) for other, words in near]


def test_neighbours_of_the_toy_collection_and_their_reasons(toy: Library, tmp_path: Path) -> None:
    assert {key: reasons(toy, key, tmp_path) for key in toy.by_key} == {
        "chapter-1987-a-book": [("keller-2024-waves-again", "Both speak of “identifier”")],
        "euler-2020-math": [
            ("less-2022-html-characters", "Both speak of “title” and “quotes”"),
            ("keller-2023-traveling-waves", "Both speak of “Learning”"),
        ],
        "forty-2022-many-authors": [
            ("no-2024-on-y", "Both speak of “list”"),
            ("li-2025-names-of-the-world", "Both tagged fMRI"),
            ("lowe-2021-corrected", "Both tagged fMRI"),
            ("keller-2023-traveling-waves", "Both tagged Recurrent networks"),
            ("lion-2019-retracted", "Both within Imaging"),
        ],
        "keller-2023-traveling-waves": [
            (
                "keller-2024-waves-again",
                "Both by T. Anderson Keller; both tagged Traveling waves; both speak of “Encode” and “Past”",
            ),
            ("forty-2022-many-authors", "Both tagged Recurrent networks"),
            ("euler-2020-math", "Both speak of “Learning”"),
        ],
        "keller-2024-waves-again": [
            (
                "keller-2023-traveling-waves",
                "Both by T. Anderson Keller; both tagged Traveling waves; both speak of “Encode” and “Past”",
            ),
            ("chapter-1987-a-book", "Both speak of “identifier”"),
        ],
        "less-2022-html-characters": [
            ("euler-2020-math", "Both speak of “title” and “quotes”"),
            ("li-2025-names-of-the-world", "Both speak of “scripts”"),
        ],
        "li-2025-names-of-the-world": [
            ("less-2022-html-characters", "Both speak of “scripts”"),
            ("forty-2022-many-authors", "Both tagged fMRI"),
            ("lowe-2021-corrected", "Both tagged fMRI"),
            ("lion-2019-retracted", "Both within Imaging"),
        ],
        "lion-2019-retracted": [
            ("forty-2022-many-authors", "Both within Imaging"),
            ("li-2025-names-of-the-world", "Both within Imaging"),
            ("lowe-2021-corrected", "Both by Frieda Löwe; both within Imaging"),
        ],
        "lowe-2021-corrected": [
            ("forty-2022-many-authors", "Both tagged fMRI"),
            ("li-2025-names-of-the-world", "Both tagged fMRI"),
            ("lion-2019-retracted", "Both by Frieda Löwe; both within Imaging"),
        ],
        "maaten-2008-particles": [],
        "no-2024-on-y": [("forty-2022-many-authors", "Both speak of “list”")],
        "noname-1999-anonymous-report": [],
    }


def test_every_paper_of_the_list_has_six_neighbours_each_with_a_reason(tmp_path: Path) -> None:
    library, _ = checks.load(ROOT / "papers", ROOT)
    for key in library.by_key:
        found = reasons(library, key, tmp_path)
        assert len(found) == 6
        assert all(why for _, why in found), key


def test_a_reason_says_how_many_more_there_are() -> None:
    assert enumeration(["a"], 2) == "a"
    assert enumeration(["a", "b"], 2) == "a and b"
    assert enumeration(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_the_words_of_a_reason_are_not_those_of_a_shared_tag_and_no_word_comes_twice(tmp_path: Path) -> None:
    filler = [made(f"filler-{n}", f"Different matters number{n}") for n in range(9)]
    one = made("a-one", "Retinotopic maps in voxels", "The retinotopic mapping of a voxel.")
    two = made("b-two", "Mapping voxels", "A retinotopic map. Retinotopic maps.")
    library = Library.of([one, two, *filler], Vocabulary())
    near = similar.neighbours(library, tmp_path, Fragments())
    assert near["a-one"] == [("b-two", ["voxels", "retinotopic", "maps"])]


def test_equals_go_by_key(tmp_path: Path) -> None:
    rows = [made(f"paper-{n:02}", "Dendritic spines") for n in range(9)]
    others = [made(f"x-{n:02}", f"nothing{'abcde'[n]} shared{'abcde'[n]}") for n in range(5)]
    random.Random(1).shuffle(rows)  # noqa: S311 - any order
    library = Library.of([*rows, *others], Vocabulary())
    near = similar.neighbours(library, tmp_path, Fragments())
    assert [key for key, _ in near["paper-03"]] == [f"paper-{n:02}" for n in (0, 1, 2, 4, 5, 6)]
    assert near["x-01"] == []


def test_the_order_of_the_papers_and_what_was_kept_do_not_matter(toy: Library, tmp_path: Path) -> None:
    def found(library: Library, folder: str) -> object:
        near = similar.neighbours(library, tmp_path / folder, Fragments())
        return json.loads(json.dumps(near))  # as it is read back

    fresh = found(toy, "a")
    assert found(toy, "a") == fresh
    assert found(Library(tuple(reversed(toy.papers)), toy.vocabulary), "b") == fresh
    assert (tmp_path / "a" / "neighbours.json").read_bytes() == (tmp_path / "b" / "neighbours.json").read_bytes()


@pytest.mark.parametrize("spoiled", [b"", b"[]", b"{", b'{"key": 1}', b"\n", b"ONE LETTER"])
def test_a_spoiled_cache_is_computed_anew(toy: Library, tmp_path: Path, spoiled: bytes) -> None:
    similar.neighbours(toy, tmp_path, Fragments())
    right = similar.neighbours(toy, tmp_path, Fragments())
    file = tmp_path / similar.FILE
    kept = file.read_bytes()
    file.write_bytes(kept.replace(b"fier", b"fire") if spoiled == b"ONE LETTER" else spoiled)
    similar.neighbours(toy, tmp_path, Fragments())
    assert file.read_bytes() == kept
    assert similar.neighbours(toy, tmp_path, Fragments()) == right


def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = checks.load(ROOT / "papers", ROOT)
    alone = similar.neighbours(library, tmp_path / "alone", Fragments())
    monkeypatch.setattr(workers, "FEW", 1)
    monkeypatch.setattr(workers, "_BLOCK", 1)
    assert similar.neighbours(library, tmp_path / "several", Fragments()) == alone


def test_a_build_that_changes_no_text_imports_neither_numpy_nor_scikit_learn(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copytree(ROOT / "papers", project / "papers")
    shutil.copytree(ROOT / "docs", project / "docs")
    shutil.copy(ROOT / "mkdocs.yml", project / "mkdocs.yml")
    (project / "generator").symlink_to(ROOT / "generator")
    papers("build", cwd=project)
    trap = tmp_path / "trap"
    for name in ("numpy", "scipy", "sklearn"):
        (trap / name).mkdir(parents=True)
        (trap / name / "__init__.py").write_text(f"raise SystemExit('{name} was imported')\n", encoding="utf-8")
    env = {"PYTHONPATH": os.pathsep.join([str(trap), str(ROOT)])}
    edited = project / "papers" / "keller-2023-traveling-waves.md"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(
        text.replace("\nadded: 2026-11-25\n", "\nadded: 2026-11-25\nupdated: 2026-11-26\n"), encoding="utf-8"
    )
    done = papers("build", cwd=project, env=env)
    assert "written" in done.stdout
    min((project / "papers").glob("[a-z]*.md")).unlink()
    assert papers("build", cwd=project, env=env, check=False).stderr.endswith("numpy was imported\n")


def test_terms_fold_case_accents_and_plurals_and_leave_out_the_idle() -> None:
    found = terms.of("The Neurons' théories of RNNs", "", "$x_i$ and `code`", ("fmri",), Vocabulary())
    assert dict(found.counts) == {"neuron": 3, "theory": 3, "neuron theory": 3, "rnn": 3, "#fmri": 3}
    assert terms.folded("classes") == terms.folded("class") == "class"
    assert terms.folded("analysis") == "analysis"
    assert terms.folded("李飞飞") == "李飞飞"


def test_a_formula_or_a_comma_parts_two_words() -> None:
    found = terms.of("", "", "sparse codes, dendritic $n$ spines", (), Vocabulary())
    assert set(found.counts) == {"sparse", "dendritic", "spine"}


def test_what_occurs_together_comes_with_how_often(toy: Library) -> None:
    assert together("traveling-waves", toy.with_tag, lambda paper: paper.tags) == (("recurrent-networks", 1),)
    assert together("none", toy.with_tag, lambda paper: paper.tags) == ()


def test_co_authors_the_most_frequent_then_the_nearest_first(toy: Library) -> None:
    identity = toy.vocabulary.identity

    def found(who: str) -> object:
        papers = toy.people[who].papers
        return co_authors(who, papers, lambda paper: [identity(author.name) for author in paper.people], most=2)

    assert found("t-anderson-keller") == ((("lyle-muller", 1), ("terrence-sejnowski", 1)), 3)
    assert found("ida-able") == ((("hal-able", 1), ("jo-able", 1)), 39)
    assert found("conor-oneill") == ((("jane-q-public", 1),), 1)


def test_pages_show_neighbours_co_authors_and_years(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "toy")
    papers("build", cwd=project)
    paper_page = (project / "site/papers/keller-2023-traveling-waves/index.html").read_text(encoding="utf-8")
    assert '<h2 id="near">Near it</h2>' in paper_page
    author = (project / "site/authors/t-anderson-keller/index.html").read_text(encoding="utf-8")
    assert "<dt>Active</dt><dd>2023 to 2024" in author
    assert 'href="../../authors/lyle-muller/">Lyle Muller</a>' in author


def test_what_a_fifth_or_thousands_of_papers_have_ties_nothing() -> None:
    assert terms.rarity(18, 100, tag=False) > 0 == terms.rarity(23, 100, tag=False)
    assert terms.rarity(terms.MANY, 100_000, tag=False) > 0 == terms.rarity(terms.MANY + 1, 100_000, tag=False)
    assert terms.rarity(terms.MANY + 1, 100_000, tag=True) > 0
