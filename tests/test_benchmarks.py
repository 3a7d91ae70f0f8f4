"""The parts of `make bench` that do not depend on the machine, and the whole of it on a tiny list."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from generator.files import loading
from tests import made_up
from tests.benchmarks import memory, ours, rivals, tables
from tests.benchmarks.processes import Case, interleaved
from tests.project import ROOT, papers


def row(who: str, name: str, size: int, wall: float) -> dict[str, object]:
    return {"who": who, "name": name, "size": size, "wall": wall, "least": wall, "most": wall, "cpu": wall, "peak": 9,
            "files": 1200, "bytes": 2_000_000, "runs": 3}  # fmt: skip


ROWS = [
    row("ours", "pages alone, from nothing", 100, 1.0),
    row("ours", "pages alone, from nothing", 1000, 3.0),
    row("ours", "nothing changed", 1000, 0.3),
    row("ours, on disk", "all, from nothing", 100, 2.0),
    row("ours, on disk", "all, from nothing", 1000, 21.0),
    row("ours, on disk", "pages alone, from nothing", 1000, 4.0),
    row("Hugo", "from nothing", 1000, 6.0),
]


def test_a_table_has_a_row_for_each_case() -> None:
    assert tables.table(ROWS).splitlines()[-1] == (
        "| Hugo | from nothing | 1,000 | 6.00 | 6.00, 6.00 | 6.00 | 9 | 1,200 | 2 | 3 |"
    )


def test_ratios_are_of_one_size_and_tell_growth() -> None:
    assert tables.ratios(ROWS) == {
        "pages alone / Hugo, 1,000 papers": 0.5,
        "nothing changed / pages alone, 1,000 papers": 0.1,
        "all, from nothing / pages alone, 1,000 papers, on disk": 5.25,
        "growth from 100 to 1,000 papers, pages alone": 3.0,
        "growth from 100 to 1,000 papers, all, on disk": 10.5,
    }


def test_what_got_slower_by_more_than_a_fifth_is_told() -> None:
    assert tables.slips({"a": 1.0, "b": 1.0, "gone": 1.0}, {"a": 1.19, "b": 1.21, "new": 9.0}) == [
        "b: 1.0 before, 1.21 now"
    ]


def test_growth_is_scaled_by_its_own_power() -> None:
    assert tables.scaled({10: 1.0, 100: 10.0, 1000: 1000.0}, 10_000) == pytest.approx(100_000)
    with pytest.raises(ValueError, match="two sizes are needed"):
        tables.scaled({10: 1.0}, 100)


def test_a_plot_is_an_image_with_every_line_and_name() -> None:
    drawing = tables.plot("a <b>", "seconds", {"ours & all": [(1000, 3.0), (100, 1.0)], "Hugo": [(1000, 6.0)]})
    image = ET.fromstring(drawing)  # noqa: S314 - ours
    texts = [element.text for element in image.iter() if element.tag.endswith("text")]
    assert {"ours & all", "Hugo", "papers", "seconds", "100", "1,000"} <= set(texts)
    assert sum(element.tag.endswith("circle") for element in image.iter()) == 3
    assert all(0 <= float(e.get("cx", "0")) <= tables.WIDTH for e in image.iter())


def test_cases_run_in_turn_and_a_rival_that_fails_is_told_once(tmp_path: Path) -> None:
    ran: list[str] = []

    def case(who: str, code: str) -> Case:
        return Case(
            who, "x", 1, tmp_path, (sys.executable, "-c", code), lambda _, number: ran.append(f"{who} {number}")
        )

    good, bad = case("good", "pass"), case("bad", "raise SystemExit('no such theme')")
    interleaved([good, bad], 2, lambda _: None)
    assert ran == ["good 0", "bad 0", "good 1"]
    assert (len(good.walls), len(bad.walls), bad.failed) == (2, 0, "no such theme")
    assert len(good.peaks) == 2
    endless = case("endless", "import time; time.sleep(1000)")
    endless.patience = 0.2
    endless.run(0)
    assert endless.failed.startswith("status ")
    with pytest.raises(SystemExit, match="ours, x, 1: no such theme"):
        case("ours", "raise SystemExit('no such theme')").run(0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_memory_is_that_of_all_processes_together() -> None:
    code = "import sys; held = b'x' * 50_000_000; print(flush=True); sys.stdin.read()"
    before = memory.together(os.getpid())
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for process in started:
        assert process.stdout
        process.stdout.readline()
    held = memory.together(os.getpid())
    for process in started:
        process.communicate()
    assert before > 0
    assert held - before > 90_000  # KiB


def test_made_up_lists_are_right_and_the_same_each_time(tmp_path: Path) -> None:
    made_up.make(tmp_path / "a", 120)
    made_up.make(tmp_path / "b", 120)
    files = sorted((tmp_path / "a/papers").iterdir())
    assert len(files) == 123
    assert all(file.read_bytes() == (tmp_path / "b/papers" / file.name).read_bytes() for file in files)
    assert papers("check", cwd=tmp_path / "a").returncode == 0
    for number in range(7):
        ours.rename_tag(tmp_path / "a", number)
        ours.edit_paper(tmp_path / "a", number)
    assert papers("check", cwd=tmp_path / "a").returncode == 0
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert "$O(n^2)$" in text
    assert "神经网络" in text
    assert [made_up.tags_for(n) for n in (144, 1_000, 10_000, 100_000)] == [148, 292, 653, 1462]


def test_rivals_get_the_same_papers_and_lists(tmp_path: Path) -> None:
    made_up.make(tmp_path / "ours", 30)
    found, _ = loading.load(tmp_path / "ours/papers", tmp_path / "ours")
    rivals.hugo(found, tmp_path / "hugo")
    rivals.mkdocs(found, tmp_path / "usual", usual=True)
    rivals.mkdocs(found, tmp_path / "bare", usual=False)
    for paper in found.papers:
        head = (tmp_path / f"hugo/content/papers/{paper.key}.md").read_text(encoding="utf-8").split("---\n")[1]
        fields = yaml.safe_load(head)
        assert (fields["title"], fields["authors"]) == (paper.title, [author.name for author in paper.people])
    for project in ("usual", "bare"):
        docs = tmp_path / project / "docs"
        counts = [len(list((docs / kind).glob("*.md"))) - 1 for kind in ("categories", "tags", "authors", "years")]
        assert counts == [len(found.in_category), len(found.with_tag), len(found.people), len(found.in_year)]
        assert len(list((docs / "papers").glob("*.md"))) == 30
    assert "papers/" in (tmp_path / "usual/mkdocs.yml").read_text(encoding="utf-8")
    assert "papers/" not in (tmp_path / "bare/mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_bench_runs_and_its_page_stays_as_it_is_unless_asked() -> None:
    before = (ROOT / "docs/developing/performance.md").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "BENCH_SIZES": "20", "BENCH_RUNS": "1", "BENCH_RIVALS": "0", "BENCH_READER": "0"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    for name in ("pages alone, from nothing", "all, from nothing", "nothing changed", "one template edited"):
        assert f"| ours | {name} | 20 |" in done.stdout
    assert (ROOT / "docs/developing/performance.md").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value", "usual"),
    [("BENCH_SIZES", "144,1000", "144 1000 10000"), ("BENCH_SIZES", "", "144 1000 10000"), ("BENCH_RUNS", "-1", "5")],
)
def test_what_is_no_number_is_told(name: str, value: str, usual: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, name: value},
    )  # fmt: skip
    told = f'{name}="{value}": write {name}="{usual}", or other whole numbers\n'
    assert (done.returncode, done.stderr) == (1, told)


@pytest.mark.parametrize("on_disk", [True, False])
def test_those_of_a_large_list_are_told_from_the_others(tmp_path: Path, on_disk: bool) -> None:
    found = [(case.who, case.name) for case in ours.large(tmp_path / "ours-9", 9, on_disk=on_disk)]
    who = "ours, on disk" if on_disk else "ours, in memory"
    assert found == [(who, name) for name in (tables.PAGES, tables.ALL, "nothing changed", "one paper edited")]


def _built(project: Path, what: str) -> None:
    (project / "site").mkdir(parents=True)
    (project / "site" / f"{what}.html").write_text("built")


def test_a_large_build_on_disk_finds_new_ground_and_what_was_built_goes_where_there_is_no_room(tmp_path: Path) -> None:
    project = tmp_path / "ours-9"
    whole = next(case for case in ours.large(project, 9, on_disk=True) if case.name == tables.ALL)
    for number in range(2):
        _built(project, f"{number}")
        whole.before(project, number)
        assert not (project / "site").exists()
    assert sorted(path.name for path in tmp_path.rglob("*.html")) == ["0.html", "1.html"]
    next(ours.large(project, 1 << 60, on_disk=True)).before(project, 2)
    assert not list(tmp_path.rglob("*.html"))


def test_a_large_build_in_memory_is_alone_there(tmp_path: Path) -> None:
    for size in (9, 90):
        _built(tmp_path / f"ours-{size}", "page")
    next(ours.large(tmp_path / "ours-90", 90, on_disk=False)).before(tmp_path / "ours-90", 0)
    assert not list(tmp_path.rglob("*.html"))
