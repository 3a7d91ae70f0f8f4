"""Folders of front matter and YAML: values of every shape are understood or reported, every file is read or listed."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing import facts, importers
from generator.importing.facts import Facts
from generator.importing.importers import Record
from tests.conftest import Project
from tests.examples import files_of
from tests.small_list import VOCABULARY
from tests.test_importers import Run, drafts_of, run

__all__ = ["run"]  # a fixture

BOTH = ["Ann Lee", "Bob Roe"]


def read(folder: Path, files: dict[str, str | bytes]) -> list[Record]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(importers.records(importers.opened(folder, None)))


def facts_of(folder: Path, front_matter: str, name: str = "a.md") -> Facts:
    (one,) = read(folder, {name: f"---\n{front_matter}\n---\nBody.\n"})
    assert one.facts is not None, one.reason
    return one.facts


def people(found: Facts) -> list[Any]:
    from generator.importing import author_lists

    return list(found.authors) or author_lists.people(found.author_list)


@pytest.mark.parametrize(
    "text",
    [
        "[Ann Lee, Bob Roe]", "Ann Lee and Bob Roe", "Ann Lee; Bob Roe", "['Lee, Ann', 'Roe, Bob']", "[[Ann Lee, Bob Roe]]",
        "[[Ann, Lee], [Bob, Roe]]", "[{given: Ann, family: Lee}, {first: Bob, last: Roe}]",
        "[{first_name: Ann, last_name: Lee}, {firstName: Bob, lastName: Roe}]", "[{name: Ann Lee}, {full_name: Bob Roe}]",
        "[{name: {given: Ann, family: Lee}}, {name: {first: Bob, last: Roe}}]", "[{author: {display_name: Ann Lee}}, Bob Roe]",
        "{given: [Ann, Bob], family: [Lee, Roe]}", "{names: [Ann Lee, Bob Roe]}", "{list: [Ann Lee, Bob Roe]}",
        "{1: Ann Lee, 2: Bob Roe}", "{Ann Lee: , Bob Roe: }",
    ],
)  # fmt: skip
def test_authors_in_every_shape(tmp_path: Path, text: str) -> None:
    assert people(facts_of(tmp_path, f"title: Waves\nauthors: {text}")) == BOTH


def test_what_is_said_of_authors_besides_is_kept_or_reported(tmp_path: Path) -> None:
    found = facts_of(
        tmp_path,
        "title: Waves\nauthors:\n- {name: Ann Lee, orcid: https://orcid.org/0000-0002-1825-0097, affiliation: MIT}\n"
        "- {first: Bob, middle: C., last: Roe, email: b@example.org}\n- {group: The Wave Group}\n- {Cy Ode: {institute: ETH}}\n"
        "- {x: 1}\n",
    )
    assert people(found) == [
        {"name": "Ann Lee", "orcid": "0000-0002-1825-0097"}, "Bob C. Roe", {"group": "The Wave Group"}, "Cy Ode",
    ]  # fmt: skip
    told = "\n".join([*found.left_out, *map(str, found.unused)])
    assert all(part in told for part in ("MIT", "b@example.org", "ETH", "authors.x")), told


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("year: 2020", "2020"), ("year: 2020.0", "2020"), ("year: '2020a'", "2020"), ("date: 2020-03-12", "2020-03-12"),
        ("date: 2020-03-12 10:00:00 +0000", "2020-03-12"), ("date: {year: 2020, month: 3}", "2020-03"),
        ("date: {year: 2020, month: 3, day: 12}", "2020-03-12"), ("date: [2020, 3, 12]", "2020-03-12"),
        ("date: {date-parts: [[2020, 3]]}", "2020-03"), ("year: [2020]", "2020"),
    ],
)  # fmt: skip
def test_dates_in_every_shape(tmp_path: Path, text: str, date: str) -> None:
    assert facts_of(tmp_path, f"title: Waves\n{text}").date == date


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("ICLR", {"name": "ICLR"}), ("[ICLR]", {"name": "ICLR"}), ("{name: ICLR, year: 2020}", {"name": "ICLR", "year": "2020"}),
        ("[{name: ICLR}]", {"name": "ICLR"}), ("{short: ICLR, vol: 3, issue: 2, page: 1-9}",
                                               {"name": "ICLR", "volume": "3", "number": "2", "pages": "1-9"}),
        ("{journal: {title: ICLR, volume: 3}}", {"name": "ICLR", "volume": "3"}), ("{series: ICLR}", {"name": "ICLR"}),
    ],
)  # fmt: skip
def test_venues_in_every_shape(tmp_path: Path, text: str, venue: dict[str, str]) -> None:
    found = facts_of(tmp_path, f"title: Waves\nvenue: {text}")
    assert {name: value for name, value in found.venue.items() if value} == venue
    assert [*found.left_out, *map(str, found.unused)] == []


def test_the_rest_of_a_venue_is_reported(tmp_path: Path) -> None:
    found = facts_of(
        tmp_path, "title: Waves\nvenue: {name: ICLR, full: Learning Representations, series: LNCS 5, city: Bern}"
    )
    told = "\n".join([*found.left_out, *map(str, found.unused)])
    assert all(part in told for part in ("Learning Representations", "LNCS 5", "Bern")), told
    found = facts_of(tmp_path, "title: Waves\nvenue: [ICLR, {name: CVPR}]")
    assert "CVPR" in "\n".join([*found.left_out, *map(str, found.unused)])


@pytest.mark.parametrize(
    "text",
    [
        "links: {code: 'https://e.org/c', project: 'https://e.org/p'}",
        "links: {Code: {url: 'https://e.org/c'}, Website: {href: 'https://e.org/p'}}",
        "links: {code: ['https://e.org/c'], project: ['https://e.org/p']}",
        "links: [{name: Code, url: 'https://e.org/c'}, {label: Project page, link: 'https://e.org/p'}]",
        "links: [{code: 'https://e.org/c'}, {project: 'https://e.org/p'}]",
        "links: [{code: {url: 'https://e.org/c'}}, {project: ['https://e.org/p']}]",
        "links: [[Code, 'https://e.org/c'], [Project, 'https://e.org/p']]",
        "links: ['[Code](https://e.org/c)', '[Project](https://e.org/p)']",
        "links: ['Code: https://e.org/c', 'Project: https://e.org/p']",
        "links: {github: 'https://e.org/c', homepage: 'https://e.org/p'}",
        "code: {url: 'https://e.org/c'}\nproject: ['https://e.org/p']",
    ],
)
def test_links_in_every_shape(tmp_path: Path, text: str) -> None:
    found = facts_of(tmp_path, f"title: Waves\n{text}")
    assert found.links == {"code": "https://e.org/c", "project": "https://e.org/p"}


@pytest.mark.parametrize(
    "text",
    ["eeg, fmri", "[eeg, fmri]", "eeg; fmri", "[{name: eeg}, {tag: fmri}]", "{eeg: true, fmri: }", "[[eeg], [fmri]]",
     "{methods: [eeg], topics: fmri}"],
)  # fmt: skip
def test_tags_in_every_shape(tmp_path: Path, text: str) -> None:
    assert facts_of(tmp_path, f"title: Waves\ntags: {text}").keywords == ["eeg", "fmri"]


def test_titles_and_identifiers_in_lists_and_mappings(tmp_path: Path) -> None:
    found = facts_of(
        tmp_path,
        "title: [Waves, Vagues]\ndoi: ['https://doi.org/10.1000/x', 10.1000/y]\narxiv: {id: 2001.00001, class: cs}\n"
        "abstract: [One., Two.]\npages: [1-9]\nvenue: ICLR\n",
    )
    assert (found.title, found.identifiers) == ("Waves", {"doi": "https://doi.org/10.1000/x", "arxiv": "2001.00001"})
    assert (found.abstract, found.venue["pages"]) == ("One.\n\nTwo.", "1-9")
    told = "\n".join([*found.left_out, *map(str, found.unused)])
    assert all(part in told for part in ("Vagues", "10.1000/y", "cs")), told
    assert facts_of(tmp_path, "title: {title: Waves, subtitle: A study}").title == "Waves: A study"


FIELDS = ("title", "authors", "date", "doi", "arxiv", "venue", "volume", "pages", "url", "links", "tags", "categories",
          "tldr", "status", "code", "pdf", "abstract")  # fmt: skip
KEYS = ("name", "title", "url", "value", "id", "first", "last", "given", "family", "year", "month", "volume", "series", "x",
        "Ann Lee", "1", "names", "type", "orcid", "journal")  # fmt: skip


def leaves(numbers: itertools.count[int]) -> st.SearchStrategy[Any]:
    word = st.builds(lambda: f"word{next(numbers)}x")
    return st.recursive(
        word | st.builds(lambda: f"https://e.org/{next(numbers)}x"),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(st.sampled_from(KEYS), inner, min_size=1, max_size=3)
        ),
        max_leaves=4,
    )


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    return [text for inner in value for text in texts(inner)] if isinstance(value, list) else [str(value)]


@settings(max_examples=300, derandomize=True)
@given(st.sampled_from(FIELDS), st.data())
def test_no_value_of_any_shape_vanishes(field: str, data: st.DataObject) -> None:
    value = data.draw(leaves(itertools.count(100)))
    line = json.dumps({**({} if field == "title" else {"title": "Waves"}), field: value})
    (one,) = importers.records(importers.File("json-lines", line))
    # What a link is called only tells its kind.
    wanted = [text for text in texts(value) if field != "links" or "://" in text]
    if one.facts is None:  # without a title the whole record is reported
        return
    shown = repr(facts.draft(one.facts, VOCABULARY, "2026-12-01"))
    assert [text for text in wanted if text not in shown] == [], (field, value, one)


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "Waves"\nauthors = ["Ann Lee", "Bob Roe"]\ndate = 2020-03-12T10:00:00Z\n[params]\ndoi = "10.1000/x"\n+++\nText.\n',
        '{\n  "title": "Waves",\n  "authors": ["Ann Lee", "Bob Roe"],\n  "date": "2020-03-12",\n  "doi": "10.1000/x"\n}\n\nText.\n',
        '---json\n{"title": "Waves", "authors": ["Ann Lee", "Bob Roe"], "date": "2020-03-12", "doi": "10.1000/x"}\n---\nText.\n',
        "\n---  \ntitle: Waves\nauthors: [Ann Lee, Bob Roe]\ndate: 2020-03-12\nextra: {doi: 10.1000/x}\n...\nText.\n",
        "---\r\ntitle: Waves\r\nauthors: [Ann Lee, Bob Roe]\r\ndate: 2020-03-12\r\ndoi: 10.1000/x\r\n---\r\nText.\r\n",
    ],
)
def test_front_matter_of_every_kind(tmp_path: Path, text: str) -> None:
    (one,) = read(tmp_path, {"content/lee/index.md": text})
    assert one.facts is not None, one.reason
    assert (one.facts.title, people(one.facts), one.facts.date) == ("Waves", BOTH, "2020-03-12")
    assert one.facts.identifiers == {"doi": "10.1000/x"}
    assert one.facts.abstract == "Text."
    assert not one.unknown


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("no front matter", 1, "it has no front matter"),
        ("---\ntitle: x", 1, "it has no front matter"),
        ("---\na: [\n---\n", 2, "its front matter is not YAML"),
        ("---\n- a\n---\n", 1, "its front matter has no fields"),
        ("---\n---\n", 1, "its front matter has no fields"),
        ('+++\ntitle = "x"\nb = ]\n+++\n', 3, "its front matter is not TOML"),
        ('{\n"title": \n}\n', 3, "its front matter is not JSON"),
        (f"---\ntitle: {'[' * 3000}\n---\n", 2, "its front matter is not YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_is_reported(tmp_path: Path, text: str, line: int, reason: str) -> None:
    (one,) = read(tmp_path, {"a.md": text})
    assert one.facts is None
    assert one.reason.startswith(reason)
    assert abs(one.line - line) <= 1


def test_the_date_in_the_name_of_a_post_is_taken_where_there_is_no_other(tmp_path: Path) -> None:
    found = facts_of(tmp_path, "title: Waves", "_posts/2020-03-12-waves.md")
    assert found.date == "2020-03-12"
    assert "which may be the day of a post" in found.doubts[0]
    (tmp_path / "_posts/2020-03-12-waves.md").unlink()
    found = facts_of(tmp_path, "title: Waves\nyear: 2013", "_posts/2020-03-12-waves.md")
    assert (found.date, found.doubts) == ("2013", [])


def test_yaml_files_of_every_structure(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "a.yml": "title: One wave\n",
            "b.yml": "- title: Two waves\n- text\n",
            "c.yml": "papers:\n- title: Three waves\n",
            "d.yml": "2013:\n- title: Four waves\n2014:\n- title: Five waves\nseas:\n- title: Six waves\n",
            "e.yml": "lee2020:\n  title: Seven waves\n  year: 2020\nroe2021:\n  title: Eight waves\n  year: 2021\n",
            "f.yml": "title: Nine waves\n---\ntitle: Ten waves\n",
            "g.yml": "",
        },
    )
    titles = [(one.facts.title.split()[0], one.facts.date, one.facts.keywords) for one in found if one.facts]
    assert titles == [
        ("One", "", []), ("Two", "", []), ("Three", "", []), ("Four", "2013", []), ("Five", "2014", []), ("Six", "", ["seas"]),
        ("Seven", "2020", []), ("Eight", "2021", []), ("Nine", "", []), ("Ten", "", []),
    ]  # fmt: skip
    assert [(one.file, one.reason) for one in found if not one.facts] == [
        ("b.yml", "entry 2 has no fields"),
        ("g.yml", "it has no fields"),
    ]


WORDS = ("types", "names", "loops", "tests", "edits", "clones")


def authors(number: int) -> list[str]:
    letters = "".join(chr(97 + int(digit)) for digit in f"{number:02}")
    return [f"Ann{letters} Lee", f"Bob Roe{letters}", "Cy van der Ode", "Dee Q. Fox"][: 1 + number % 7]


def ml4code(number: int) -> str:
    """Return a file in the shape of ml4code's, all of it made up: front matter with links, the abstract as body."""
    links = [("ArXiV", f"https://arxiv.org/abs/2001.{number:05}"), ("code", f"https://github.com/made-up/c{number}"),
             ("website", f"https://example.org/site/{number}"), ("dataset", f"https://example.org/data/{number}"),
             ("ACM DL", f"https://example.org/paper/{number}")]  # fmt: skip
    chosen = links[: 1 + number % 5]
    return (
        f'---\nlayout: publication\ntitle: "A Model of {WORDS[number % 6].title()} in Programs: Study {number}"\n'
        f"authors: {', '.join(authors(number))}\n"
        f"conference: {['ICSE', 'Journal of Made-up Software', 'ArXiV', 'MadeConf Workshop'][number % 4]}\n"
        f"year: {2000 + number % 24}\nadditional_links:\n"
        + "".join(f'   - {{name: "{name}", url: "{url}"}}\n' for name, url in chosen)
        + f'tags: ["{WORDS[number % 6]}", "program analysis"]\n---\n'
        f"We propose a made-up abstract, number {number}, of two sentences. It *should* not become our words.\n"
    )


def test_a_list_in_the_shape_of_ml4code_keeps_everything(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    folder = root / "_publications"
    folder.mkdir()
    for number in range(60):
        (folder / f"lee{number}.markdown").write_text(ml4code(number))
    done = run(root, "import", "_publications")
    assert done.stdout == "60 records: 60 came in as drafts, 0 listed\n", done.stdout + done.stderr
    drafts = {int(text.partition("Study ")[2].partition('"')[0]): text for text in drafts_of(root).values()}
    assert sorted(drafts) == list(range(60))
    for number, text in drafts.items():
        assert f"A Model of {WORDS[number % 6].title()} in Programs: Study {number}" in text
        for author in authors(number):
            assert author in text
        venue = ["ICSE", "Journal of Made-up Software", "", "MadeConf Workshop"][number % 4]
        assert f"date: {2000 + number % 24}" in text
        assert (f"name: {venue}, year: {2000 + number % 24}" in text) if venue else ("venue" not in text)
        assert f"arxiv: 2001.{number:05}" in text.replace('"', "")
        wanted = [f"code: https://github.com/made-up/c{number}", f"project: https://example.org/site/{number}",
                  f"data: https://example.org/data/{number}", f"page: https://example.org/paper/{number}"]  # fmt: skip
        for line in wanted[: number % 5]:
            assert line in text
        assert WORDS[number % 6] in text
        assert "program analysis" in text
        assert "made-up abstract" not in text
        assert text.endswith("---\n")
