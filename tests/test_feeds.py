"""The feeds: valid, the same as the data, the same whatever builds them, and readable in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser, expect

from generator.checks import checks
from generator.core.text import mathml
from generator.export.feeds import NEWEST, Feeds, atom
from generator.export.feeds.entries import xml_text
from generator.files import reading_lists, settings
from generator.files.reading_lists import ReadingList
from generator.files.settings import Settings
from generator.model import moves
from generator.model.library import Library
from tests.project import ROOT, TOY
from tests.small_list import VOCABULARY, paper
from tests.small_list import library as of_papers

SETTINGS = Settings(
    root=Path(), name="Toy & <list>", description="Papers ]]> of toys.", url="https://toy.example/list/",
    first_url="https://toy.example/list/",
)  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.fixture(scope="module")
def library() -> Library:
    """The first collection."""
    return checks.load(ROOT / "papers", ROOT)[0]


@pytest.fixture(scope="module")
def toy() -> Library:
    return checks.load(TOY / "papers", TOY)[0]


def made(library: Library, options: Settings = SETTINGS) -> dict[str, bytes]:
    named = [one for one in reading_lists.read(ROOT / "docs") if set(one.papers) <= set(library.by_key)]
    return {output.path: output.make() for output in Feeds(library, options, named).outputs()}


def living(library: Library) -> dict[str, bytes]:
    """The feeds but for those at addresses that lists had."""
    old = {move.old for move in moves.of_lists(library)}
    return {path: data for path, data in made(library).items() if f"{path.rpartition('/')[0]}/" not in old}


def of(kind: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((path, data) for path, data in files.items() if path.endswith(kind))


@pytest.mark.parametrize("name", ["library", "toy"])
def test_every_atom_feed_is_valid(name: str, schema: etree.RelaxNG, request: pytest.FixtureRequest) -> None:
    files = made(request.getfixturevalue(name))
    count = 0
    for path, data in of(".xml", files):
        document = etree.fromstring(data)
        assert schema.validate(document), f"{path}: {schema.error_log}"
        links = [(link.get("rel"), link.get("href")) for link in document.findall(f"{ATOM}link")]
        assert ("self", SETTINGS.url + path) in links
        for entry in document.findall(f"{ATOM}entry"):  # RFC 4287, 4.1.2: an author there or in the feed; one alternate
            assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        ids = [element.text for element in document.iterfind(f"{ATOM}entry/{ATOM}id")]
        # What is in no part of the archive yet stands in the feed of the whole list too: fewer than one part.
        most = NEWEST if path != "feed.xml" else 2 * NEWEST - 1
        assert len(ids) == len(set(ids)) <= most
        count += 1
    assert count > 10


@pytest.mark.parametrize("name", ["library", "toy"])
def test_every_json_feed_is_valid(name: str, request: pytest.FixtureRequest) -> None:
    for path, data in of(".json", made(request.getfixturevalue(name))):
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == SETTINGS.url + path
        assert feed["home_page_url"].startswith("https://")
        known = {"id", "url", "external_url", "title", "content_html", "summary", "date_published", "date_modified",
                 "authors", "tags"}  # fmt: skip
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
        for item in feed["items"]:
            assert set(item) <= known
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert all(isinstance(tag, str) for tag in item["tags"])
            assert all(author["name"] and author["url"] for author in item.get("authors", [{"name": 1, "url": 1}]))
            for date in (item["date_published"], item["date_modified"]):
                assert datetime.fromisoformat(date).tzinfo == UTC


def test_read_back_it_is_what_the_data_say(library: Library) -> None:
    files = living(library)
    by_id = {f"{SETTINGS.url}papers/{paper.key}/": paper for paper in library.papers}
    for path, data in of("feed.xml", files):
        read = feedparser.parse(data)
        assert not read.bozo, path
        other = {item["id"]: item for item in json.loads(files[path.replace(".xml", ".json")])["items"]}
        assert [entry.id for entry in read.entries] == list(other)
        for entry in read.entries:
            paper, item = by_id[entry.id], other[entry.id]
            assert entry.title == item["title"] == mathml.plain(paper.title)
            assert entry.summary == item["summary"] == mathml.plain(paper.tldr)
            assert entry.link == item["url"] == entry.id
            assert entry.published == item["date_published"] == f"{paper.added}T00:00:00Z"
            assert [author.name for author in entry.get("authors", [])] == [person.name for person in paper.people]
            assert [tag.term for tag in entry.tags] == [*paper.categories, *paper.tags]
            assert paper.summary.split()[0] in entry.content[0].value
            urls = {url for _, url in paper.links.items()}
            assert urls <= {link.href for link in entry.links if link.rel == "related"}


def test_every_part_has_its_papers_and_no_other(library: Library) -> None:
    files = living(library)
    expected = {"categories": library.in_category, "tags": library.with_tag}
    for kind, groups in expected.items():
        for key, papers in groups.items():
            items = json.loads(files[f"{kind}/{key}/feed.json"])["items"]
            assert len(items) == min(len(papers), NEWEST)
            assert {item["id"].split("/")[-2] for item in items} <= {paper.key for paper in papers}
    authors = {identity for identity, papers in library.by_author.items() if len(papers) >= 3}
    assert {path.split("/")[1] for path in files if path.startswith("authors/")} == authors
    assert authors


def keys(data: bytes) -> list[str]:
    return [str(element.text).split("/")[-2] for element in etree.fromstring(data).iterfind(f"{ATOM}entry/{ATOM}id")]


def follow(files: Mapping[str, bytes]) -> list[str]:
    """Every entry that a reader finds that walks from the feed through the archive (RFC 5005, section 4)."""
    path, found = "feed.xml", []
    while path:
        found += keys(files[path])
        document = etree.fromstring(files[path])
        before = document.find(f"{ATOM}link[@rel='prev-archive']")
        path = "" if before is None else before.get("href").removeprefix(SETTINGS.url)
    return found


def test_the_archive_holds_the_rest_and_stays_as_it_is() -> None:
    papers = [paper(n, f"2026-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(130)]
    before = made(of_papers(papers))
    assert set(follow(before)) == {p.key for p in papers}
    assert [path for path in before if "archive" in path] == ["feeds/archive-1.xml", "feeds/archive-2.xml"]
    assert b"<fh:archive/>" in before["feeds/archive-1.xml"]
    assert b"<fh:archive/>" not in before["feed.xml"]
    after = made(of_papers([*papers, *(paper(n, "2026-12-01") for n in range(130, 140))]))
    assert before["feeds/archive-1.xml"] == after["feeds/archive-1.xml"]
    assert before["feeds/archive-2.xml"] == after["feeds/archive-2.xml"]


def test_news_of_old_papers_displaces_no_paper_that_the_archive_lacks() -> None:
    papers = [paper(n, "2026-01-01", updated="2026-06-01" if n >= 60 else None) for n in range(120)]
    files = made(of_papers(papers))
    assert set(follow(files)) == {p.key for p in papers}
    shown = keys(files["feed.xml"])
    assert min(shown[:NEWEST]) == "p-0060"  # what is news again stands first
    assert shown[NEWEST:] == [f"p-{n:04}" for n in range(20)]


def test_a_retraction_is_news_again() -> None:
    old = paper(1, "2026-01-01", status="retracted", notice="https://x.example/?a=1&b=2", updated="2026-03-01")
    data = made(of_papers([old, paper(2, "2026-02-01")]))["feed.xml"]
    assert keys(data) == ["p-0001", "p-0002"]
    entry = feedparser.parse(data).entries[0]
    assert entry.title == "[Retracted] Paper 1"
    assert entry.published == "2026-01-01T00:00:00Z"
    assert entry.updated == "2026-03-01T00:00:00Z"
    assert 'href="https://x.example/?a=1&amp;b=2"' in entry.content[0].value


def test_ids_stay_when_the_site_moves_or_a_paper_is_renamed() -> None:
    before = made(of_papers([paper(1)]))["feed.xml"]
    moved = replace(SETTINGS, url="https://elsewhere.example/")
    renamed = replace(paper(1, former_keys=["p-0001"]), key="p-new")
    after = made(of_papers([renamed]), moved)["feed.xml"]
    ids = [element.text for element in etree.fromstring(before).iter(f"{ATOM}id")]
    assert [element.text for element in etree.fromstring(after).iter(f"{ATOM}id")] == ids
    assert b'href="https://elsewhere.example/papers/p-new/"' in after


def test_the_address_of_the_first_site_is_read_from_the_settings(tmp_path: Path) -> None:
    config = "site_name: T\nsite_url: https://b.example/x\nextra: {first_url: https://a.example}\n"
    (tmp_path / "mkdocs.yml").write_text(config)
    assert settings.read(tmp_path, {}).first_url == "https://a.example/"
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nsite_url: https://b.example/x\n")
    assert settings.read(tmp_path, {}).first_url == "https://b.example/x/"


def test_a_site_without_an_address_has_no_feeds(toy: Library) -> None:
    assert made(toy, replace(SETTINGS, url="", first_url="")) == {}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives_in_a_title(text: str) -> None:
    odd = replace(paper(1), title=f"x{text}x")
    kept = xml_text(mathml.plain(odd.title)).replace("\r\n", "\n").replace("\r", "\n")
    files = made(of_papers([odd]))
    title = etree.fromstring(files["feed.xml"]).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == kept
    assert json.loads(files["feed.json"])["items"][0]["title"] == xml_text(mathml.plain(odd.title))


@pytest.mark.parametrize("title", ["a ]]> b & c", "<script>alert(1)</script>", "نص من اليمين \u202e abc", "q \" ' q"])
def test_hostile_titles_stay_text(title: str, schema: etree.RelaxNG) -> None:
    data = made(of_papers([replace(paper(1), title=title)]))["feed.xml"]
    document = etree.fromstring(data)
    assert schema.validate(document), schema.error_log
    assert document.findtext(f"{ATOM}entry/{ATOM}title") == title


def test_formulas_of_titles_are_text_and_those_of_summaries_code() -> None:
    odd = replace(paper(1, title="Order $O(n^2)$"), summary="It is $a<b$ **here**.\n\n$$c$$")
    item = json.loads(made(of_papers([odd]))["feed.json"])["items"][0]
    assert item["title"] == "Order O(n²)"
    assert "<p>It is <code>a&lt;b</code> <strong>here</strong>.</p>\n<p><code>c</code></p>" in item["content_html"]


def test_a_tag_without_papers_has_an_empty_feed(schema: etree.RelaxNG) -> None:
    document = etree.fromstring(made(of_papers([paper(1)]))["tags/eeg/feed.xml"])
    assert schema.validate(document), schema.error_log
    assert document.find(f"{ATOM}entry") is None


def test_who_follows_a_list_that_was_renamed_is_told_where_it_is(schema: etree.RelaxNG) -> None:
    renamed = {"fmri": replace(VOCABULARY.tags["fmri"], aliases=("fMR <I>",)), "eeg": VOCABULARY.tags["eeg"]}
    library = Library.of([paper(1, "2026-03-01", tags=["fmri"]), paper(2)], replace(VOCABULARY, tags=renamed))
    files = made(library, replace(SETTINGS, first_url="https://first.example/"))
    document = etree.fromstring(files["tags/fmr-i/feed.xml"])
    assert schema.validate(document), schema.error_log
    assert [(link.get("rel"), link.get("href")) for link in document.findall(f"{ATOM}link")] == [
        ("self", "https://toy.example/list/tags/fmr-i/feed.xml"),
        ("alternate", "https://toy.example/list/tags/fmri/"),
        ("current", "https://toy.example/list/tags/fmri/feed.xml"),
    ]
    read = feedparser.parse(files["tags/fmr-i/feed.xml"])
    assert read.feed.id == "https://first.example/tags/fmr-i/feed.xml"  # as it was before
    (entry,) = read.entries
    assert entry.title == "This feed has moved: Toy & <list>: FMRI"
    assert entry.summary == "Follow https://toy.example/list/tags/fmri/feed.xml instead: nothing new comes here."
    assert entry.link == "https://toy.example/list/tags/fmri/"
    assert entry.id == "https://first.example/tags/fmr-i/feed.xml#2026-03-01"
    assert entry.updated == "2026-03-01T00:00:00Z"  # of the last news: it is told anew then
    other = json.loads(files["tags/fmr-i/feed.json"])
    assert other["feed_url"] == "https://toy.example/list/tags/fmr-i/feed.json"
    assert [item["summary"] for item in other["items"]] == [
        "Follow https://toy.example/list/tags/fmri/feed.json instead: nothing new comes here."
    ]
    assert b"fmr-i" not in files["feeds/feeds.opml"]


def test_a_reading_list_has_the_papers_that_it_names() -> None:
    one = ReadingList("Waves", "What waves do.", "lists/waves/", ("p-0002", "missing", "p-0001"))
    outputs = Feeds(of_papers([paper(n) for n in range(4)]), SETTINGS, [one]).outputs()
    files = {output.path: output.make() for output in outputs}
    assert sorted(keys(files["lists/waves/feed.xml"])) == ["p-0001", "p-0002"]
    assert json.loads(files["lists/waves/feed.json"])["title"] == "Toy & <list>: Waves"


def test_the_order_of_files_leaves_no_trace(toy: Library) -> None:
    assert made(toy) == made(Library.of(toy.papers[::-1], toy.vocabulary))


def test_what_a_feed_shows_is_in_its_fingerprint(toy: Library) -> None:
    def prints(library: Library) -> dict[str, str]:
        return {output.path: output.fingerprint for output in Feeds(library, SETTINGS).outputs()}

    before, bytes_before = prints(toy), made(toy)
    changes: dict[str, Any] = {
        "title": "New", "tldr": "A new tldr of the paper.", "summary": "New.", "why": "For a reason.",
        "updated": "2030-01-01", "doi": "10.1234/new", "tags": (),
    }  # fmt: skip
    for name, value in changes.items():
        papers = (replace(toy.papers[0], digest="", **{name: value}), *toy.papers[1:])
        changed = Library.of(papers, toy.vocabulary)
        after, bytes_after = prints(changed), made(changed)
        different = {path for path, data in bytes_after.items() if bytes_before.get(path) != data}
        assert different
        assert different <= {path for path in after if before.get(path) != after[path]}, name


def test_the_opml_has_every_feed(library: Library) -> None:
    files = living(library)
    outlines = etree.fromstring(files["feeds/feeds.opml"]).iterfind(".//outline[@xmlUrl]")
    assert {o.get("xmlUrl").removeprefix(SETTINGS.url) for o in outlines} == {
        path for path in files if path.endswith("feed.xml")
    }


def test_a_moment_is_the_day_in_utc() -> None:
    assert atom.moment("2026-11-24") == "2026-11-24T00:00:00Z"


def test_pages_name_their_feeds(repository_site: Path, library: Library) -> None:
    tag = max(library.with_tag, key=lambda key: len(library.with_tag[key]))
    own = r'<link rel="alternate feed" type="application/(?:atom\+xml|feed\+json)" title="[^"]+" href="([^"]+)">'
    for path, feeds in {
        "index.html": ["feed.xml", "feed.json"],
        "about/index.html": ["../feed.xml", "../feed.json"],
        f"papers/{library.papers[0].key}/index.html": ["../../feed.xml", "../../feed.json"],
        f"tags/{tag}/index.html": ["../../feed.xml", "../../feed.json", f"../../tags/{tag}/feed.xml",
                                   f"../../tags/{tag}/feed.json"],
    }.items():  # fmt: skip
        found = re.findall(own, (repository_site / path).read_text(encoding="utf-8"))
        assert [link.removeprefix("./") for link in found] == feeds


@pytest.mark.browser
def test_a_feed_is_readable_in_a_browser(browser: Browser, address: str, repository_site: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{address}feed.xml")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = page.evaluate("getComputedStyle(document.querySelector('entry > title')).display")
    assert box == "block"
    assert page.evaluate("getComputedStyle(document.querySelector('entry > id')).display") == "none"
    expect(page.locator("entry").first.locator("p a").first).to_be_visible()
    asks = "getComputedStyle(document.documentElement, '::before').content"
    assert "give its address to a feed reader" in page.evaluate(asks)
    page.goto(f"{address}tags/relu/feed.xml")  # an alias: the feed is elsewhere
    expect(page.locator("entry > title")).to_contain_text("This feed has moved")
    assert page.evaluate(asks) == "none"
    page.close()


@pytest.mark.browser
def test_the_page_of_feeds_lists_and_filters_them(browser: Browser, address: str, library: Library) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(f"{address}feeds/")
    assert page.locator(".p-feed-list > li").count() > len(library.vocabulary.tags)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".p-filter input").fill("fmri")
    assert 0 < page.locator(".p-feed-list > li:visible").count() < 10
    page.close()
