"""The whole site of a toy project: built, built again, refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import builders, site, state
from generator.build.builders import BuilderError
from generator.core import folders
from generator.core.tree import Output, PathTaken
from generator.files import settings
from generator.files.settings import Settings, SettingsError
from tests import toy_site

ROOT = Path(__file__).parent.parent


def contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in folders.scan(folder)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What MkDocs makes of the toy project, made once."""
    project = toy_site.project(tmp_path_factory.mktemp("toy"))
    return builders.output(project, "mkdocs", {})


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path) -> Settings:
    """A toy project whose builder has run already."""
    toy_site.stand_in(monkeypatch)
    monkeypatch.setattr(builders, "output", lambda *_: built)
    return toy_site.project(tmp_path / "toy")


def paper(project: Settings, name: str, text: str) -> None:
    (project.papers_dir / f"{name}.md").write_text(text)


def test_a_site_from_nothing(toy: Settings) -> None:
    report = site.build(toy)
    files = contents(toy.site_dir)
    assert (report.papers, report.pages, report.files) == (6, 14, len(files))
    assert (report.written, report.removed, report.unchanged) == (len(files), 0, 0)
    assert report.size == sum(map(len, files.values()))
    assert b'<h1 id="title">Paper 0</h1>' in files["papers/a-000/index.html"]
    assert b'<a href="./papers/a-000/">a-000</a>' in files["index.html"]
    assert b"{%" not in b"".join(text for path, text in files.items() if path.endswith(".html"))
    assert not [path for path in files if path.endswith((".map", ".gz")) or "lunr" in path or "workers" in path]


def test_every_page_has_the_same_policy(toy: Settings) -> None:
    site.build(toy)
    pages = [text.decode() for path, text in contents(toy.site_dir).items() if path.endswith(".html")]
    assert len({page.partition('Content-Security-Policy" content="')[2].partition('"')[0] for page in pages}) == 1
    assert all("Content-Security-Policy" in page for page in pages)


def test_the_sitemap_is_complete_and_sorted(toy: Settings) -> None:
    site.build(toy)
    text = (toy.site_dir / "sitemap.xml").read_text()
    where = [line.partition("<loc>")[2].partition("</loc>")[0] for line in text.splitlines() if "<loc>" in line]
    pages = [path for path in folders.scan(toy.site_dir) if path.endswith("index.html")]
    assert sorted(where) == sorted(f"https://toy.example/list/{path.removesuffix('index.html')}" for path in pages)
    assert "lastmod" not in text
    robots = (toy.site_dir / "robots.txt").read_text()
    assert robots.endswith("User-agent: *\nAllow: /\nSitemap: https://toy.example/list/sitemap.xml\n")


def test_a_large_sitemap_gets_an_index(toy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.build.robots.SITEMAP_LIMIT", 6)
    site.build(toy)
    index = (toy.site_dir / "sitemap.xml").read_text()
    assert "<sitemapindex" in index
    assert [index.count(f"<loc>https://toy.example/list/sitemap-{n}.xml</loc>") for n in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert sum((toy.site_dir / f"sitemap-{n}.xml").read_text().count("<url>") for n in (1, 2, 3)) == 13


def test_a_site_without_an_address_has_an_empty_sitemap_that_nobody_is_sent_to(toy: Settings) -> None:
    site.build(replace(toy, url=""))
    assert "<url>" not in (toy.site_dir / "sitemap.xml").read_text()
    assert "Sitemap" not in (toy.site_dir / "robots.txt").read_text()
    assert "Sitemap" not in (toy.site_dir / "robots.txt").read_text()


def test_nothing_changed_does_nothing(toy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.build(toy)
    monkeypatch.setattr(site, "load", None)
    again = site.build(toy)
    assert (again.written, again.removed, again.unchanged) == (0, 0, first.files)
    assert (again.papers, again.pages, again.size) == (first.papers, first.pages, first.size)
    for path in toy.papers_dir.iterdir():  # other times, same text
        os.utime(path, (1, 1))
    assert site.build(toy).written == 0


def test_nothing_changed_imports_little() -> None:
    code = (
        "import sys; from generator.build import site; "
        "print([name for name in ('pydantic', 'jinja2', 'mkdocs') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_one_edit_writes_what_shows_it(toy: Settings) -> None:
    site.build(toy)
    paper(toy, "b-001", "Another text")
    report = site.build(toy)
    assert (report.written, report.removed) == (1, 0)
    assert b"Another text" in contents(toy.site_dir)["papers/b-001/index.html"]


def test_an_edit_within_the_tick_of_a_build_is_seen(toy: Settings) -> None:
    site.build(toy)
    path = toy.papers_dir / "b-001.md"
    stat = path.stat()
    path.write_text("Pager 1\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert site.build(toy).written == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda toy: paper(toy, "d-900", "New"),
        lambda toy: (toy.papers_dir / "a-000.md").unlink(),
        lambda toy: (toy.papers_dir / "a-000.md").rename(toy.papers_dir / "c-777.md"),
        lambda toy: (toy.site_dir / "index.html").write_text("touched"),
        lambda toy: (toy.site_dir / "stray.html").write_text("stray"),
        lambda toy: (toy.site_dir / "papers/index.html").unlink(),
        lambda toy: [path.unlink() for path in toy.cache_dir.glob("state-*")],
        lambda toy: [path.write_text("{}") for path in toy.cache_dir.glob("state-*")],
    ],
    ids=["new", "gone", "renamed", "touched", "stray", "missing", "no state", "broken state"],
)
def test_every_change_ends_in_what_a_build_from_nothing_gives(toy: Settings, change: Callable[[Settings], Any]) -> None:
    site.build(toy)
    change(toy)
    site.build(toy)
    site.build(toy, site_dir=toy.root / "fresh", fresh=True)
    assert contents(toy.site_dir) == contents(toy.root / "fresh")


def test_faults_keep_the_old_site(toy: Settings) -> None:
    site.build(toy)
    before = contents(toy.site_dir)
    paper(toy, "a-000", "a fault")
    with pytest.raises(site.Faults) as error:
        site.build(toy)
    assert [problem.path for problem in error.value.problems] == ["papers/a-000.md"]
    assert contents(toy.site_dir) == before


def test_keep_going_leaves_out_and_says_so_each_time(toy: Settings) -> None:
    paper(toy, "a-000", "a fault")
    for _ in range(2):
        report = site.build(toy, keep_going=True)
        assert (report.papers, [problem.path for problem in report.left_out]) == (5, ["papers/a-000.md"])
    with pytest.raises(site.Faults):
        site.build(toy)


def test_no_good_paper_is_no_site(toy: Settings) -> None:
    for path in toy.papers_dir.iterdir():
        path.write_text("fault")
    with pytest.raises(site.Faults):
        site.build(toy, keep_going=True)
    assert not toy.site_dir.exists()


def test_a_folder_that_is_not_a_site_is_refused(toy: Settings) -> None:
    home = toy.root.parent / "home"
    home.mkdir()
    (home / "thesis.tex").write_text("years of work")
    with pytest.raises(site.SiteError, match="home: holds files, and nothing says that they are a built site; name"):
        site.build(toy, site_dir=home)
    for folder in (toy.root, toy.docs_dir, toy.papers_dir / "x", toy.root.parent):
        with pytest.raises(site.SiteError, match="holds the sources or lies among them"):
            site.build(toy, site_dir=folder)
    assert [path.name for path in home.iterdir()] == ["thesis.tex"]


def test_two_sources_for_one_path_are_refused(toy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def outputs(*arguments: Any, **options: Any) -> Any:
        yield from toy_site.outputs(*arguments, **options)
        yield Output("about/index.html", "1", lambda: b"", "papers/about.md")

    monkeypatch.setattr("generator.site.pages.outputs", outputs)
    with pytest.raises(PathTaken) as error:
        site.build(toy)
    assert (
        str(error.value) == "about/index.html: wanted by papers/about.md and by docs/about/index.md; rename one of them"
    )


def test_a_placeholder_that_nothing_fills_is_refused(toy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = toy_site.outputs
    monkeypatch.setattr(
        "generator.site.pages.outputs",
        lambda *a, **o: (one for one in outputs(*a, **o) if one.path != "tags/index.html"),
    )
    with pytest.raises(site.SiteError, match=r"docs/tags/index.md: has `template: shell.html`, but no page"):
        site.build(toy)


def test_large_sites_have_no_instant_navigation(toy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build(toy)
    assert '"navigation.instant"' in (toy.site_dir / "tags/index.html").read_text()
    monkeypatch.setattr("generator.build.shell.INSTANT_LIMIT", 5)
    assert site.build(replace(toy, variables=(("X", "1"),))).written == 14
    for page in toy.site_dir.rglob("*.html"):
        assert '"navigation.instant"' not in page.read_text()


def test_the_preview_s_address(toy: Settings, built: Path) -> None:
    tree = site.assemble(toy, toy_site.load(toy.papers_dir, toy.root)[0], built, serve_url="http://127.0.0.1:8000/")  # type: ignore[arg-type]  # a stand-in
    assert b"<loc>http://127.0.0.1:8000/papers/a-000/</loc>" in tree["sitemap.xml"].make()
    assert b'href="/papers/"' in tree["404.html"].make()


def test_progress_is_told(toy: Settings) -> None:
    told: list[str] = []
    site.build(toy, progress=lambda what, _done, _of: told.append(what))
    assert list(dict.fromkeys(told)) == ["papers", "theme", "pages", "writing"]


def test_racy_inputs_are_read_again(toy: Settings) -> None:
    first = state.gather(toy, state.State())
    later = replace(first, noted=time.time_ns() + 10 * state.RACY)
    name = "papers/a-000.md"
    changed = first.inputs[name]._replace(content="other")
    later.inputs[name] = first.inputs[name] = changed
    assert state.gather(toy, later).inputs[name].content == "other"
    assert state.gather(toy, first).inputs[name].content != "other"


# The builders themselves: each takes about a second.


def run(project: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_a_builder_typed_by_hand_gives_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    toy_site.stand_in(monkeypatch)
    project = toy_site.project(tmp_path)
    site.build(project, builder=builder, site_dir=tmp_path / "ours")
    assert run(project, builder, "build", "-q").returncode == 0
    assert contents(project.site_dir) == contents(tmp_path / "ours")
    before = contents(project.site_dir)
    paper(project, "a-000", "a fault")
    done = run(project, builder, "build", "-q")
    assert done.returncode == 1
    assert "papers/a-000.md:1:1: toy: is faulty\n    write another" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(project.site_dir) == before


def test_zensical_gives_the_same_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy_site.stand_in(monkeypatch)
    project = toy_site.project(tmp_path)
    for builder in ("mkdocs", "zensical"):
        site.build(project, builder=builder, site_dir=tmp_path / builder)
    ours, theirs = contents(tmp_path / "mkdocs"), contents(tmp_path / "zensical")
    assert {path for path in ours if path.endswith(".html")} == {path for path in theirs if path.endswith(".html")}

    def text(page: bytes) -> bytes:
        article = page.partition(b"<article")[2].partition(b"</article>")[0]
        return article.partition(b"<h1")[2]

    for path in ours:
        if path.endswith(".html") and path.startswith(("papers/", "tags/")):
            assert text(ours[path]) == text(theirs[path]) != b""
    assert not (tmp_path / ".cache" / "papers" / "builder" / "zensical.toml").exists()


def test_site_name_and_titles_with_jinja_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy_site.stand_in(monkeypatch)
    project = toy_site.project(tmp_path, papers=1)
    strange = "A {{ 7*7 }} {% raw %} {# b #} {"
    text = project.config_file.read_text().replace("Toy", f'"{strange}"').replace("Tags:", f'"{strange}":')
    project.config_file.write_text(text)
    site.build(settings.read(tmp_path, {}))
    page = (project.site_dir / "papers/a-000/index.html").read_text()
    assert page.count(strange) > 3


def test_the_builder_runs_again_only_when_its_sources_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []

    def fake(_settings: Settings, builder: str, folder: Path) -> subprocess.Popen[str]:
        runs.append(builder)
        (folder / "site").mkdir()
        (folder / "site" / "index.html").touch()
        return subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE, text=True)

    monkeypatch.setattr(builders, "_start", fake)
    project = toy_site.project(tmp_path)
    first = builders.output(project, "mkdocs", {"docs/a.md": "1"})
    assert builders.output(project, "mkdocs", {"docs/a.md": "1"}) == first
    builders.output(project, "mkdocs", {"docs/a.md": "2"})
    builders.output(replace(project, variables=(("SITE_URL", "https://b.example/"),)), "mkdocs", {"docs/a.md": "1"})
    builders.output(project, "zensical", {"docs/a.md": "1"})
    assert runs == ["mkdocs", "mkdocs", "mkdocs", "zensical"]


def test_a_builder_that_fails_or_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = toy_site.project(tmp_path)
    (project.docs_dir / "papers" / "index.md").write_text("---\ntemplate: nowhere.html\n---\n")
    with pytest.raises(BuilderError) as error:
        builders.output(project, "mkdocs", {})
    assert str(error.value).startswith("mkdocs could not build docs/:\n    ")
    assert "nowhere.html" in str(error.value)
    assert "Traceback" not in str(error.value)
    with pytest.raises(BuilderError, match='"hugo" is not a builder; write one of mkdocs, properdocs, zensical'):
        builders.output(project, "hugo", {})
    absent = builders._Command("no_such_builder", "pip install no-such-builder", ("build",))
    monkeypatch.setitem(builders._COMMANDS, "zensical", absent)
    with pytest.raises(BuilderError) as error:
        builders.output(project, "zensical", {})
    assert str(error.value) == (
        "zensical is not installed; install it with `pip install no-such-builder`, or take another builder"
    )
    assert [path.name for path in (project.cache_dir / "builder").iterdir()] == []


# The settings.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [\n", "mkdocs.yml:2:1: is not YAML: did not find expected node content"),
        ("", "mkdocs.yml: holds no settings; write at least `site_name: Name of the list`"),
        ("- a\n", "mkdocs.yml: holds no settings; write at least `site_name: Name of the list`"),
        ("site_url: https://a.example/\n", "mkdocs.yml: has no site_name; write `site_name: Name of the list`"),
        ("site_name: [a]\n", "mkdocs.yml:1:12: site_name is not text"),
        (
            'site_name: "A\\x02B"\n',
            "mkdocs.yml:1:12: site_name holds a control character (U+0002); take it out",
        ),
        (
            "site_name: A\nsite_url: papers.example\n",
            (
                'mkdocs.yml:2:11: site_url: "papers.example" is not an address of a site; write it whole, such as '
                "https://papers.example.org/"
            ),
        ),
        (
            "site_name: A\nextra:\n  repository: ftp://x.example/\n",
            (
                'mkdocs.yml:3:15: extra.repository: "ftp://x.example/" is not an address of a site; write it whole, '
                "such as https://papers.example.org/"
            ),
        ),
        (
            "site_name: A\nsite_url: !ENV {A: 1}\n",
            "mkdocs.yml:2:11: !ENV takes names, such as `!ENV [SITE_URL, default]`",
        ),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    with pytest.raises(SettingsError) as error:
        settings.read(tmp_path, {})
    assert str(error.value) == message


def test_no_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"mkdocs.yml: is not there; run this in the folder of a paper list"):
        settings.read(tmp_path, {})
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    with pytest.raises(SettingsError, match=r"mkdocs\.yml: is not UTF-8 at byte 11; save it as UTF-8"):
        settings.read(tmp_path, {})


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "https://default.example/x/"),
        ({"A": "https://a.example"}, "https://a.example/"),
        ({"B": "https://b.example/b"}, "https://b.example/b/"),
        ({"B": "https://b.example/", "A": "https://a.example/"}, "https://a.example/"),
        ({"A": ""}, ""),
    ],
)
def test_settings_from_the_environment(tmp_path: Path, environment: dict[str, str], url: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: A\nsite_url: !ENV [A, B, https://default.example/x]\nextra: {repository: !ENV C}\n"
        "markdown_extensions:\n  - a: {b: !!python/name:nothing.there }\n"
    )
    read = settings.read(tmp_path, environment)
    assert (read.url, read.repository) == (url, "")
    assert [name for name, _ in read.variables] == ["A", "B", "C"]
    assert read.base_path in ("/", "/b/", "/x/")
