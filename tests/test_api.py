"""What machines read: the API, the files of lists, and the heads of pages, in the project's own site."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
import rispy
from jsonschema import Draft202012Validator
from lxml import html

from generator.export.citations.work import work
from generator.files import loading
from generator.model.library import Library
from generator.model.paper import Paper
from tests.project import ROOT
from tests.test_citations import parsed


@pytest.fixture(scope="module")
def own() -> Library:
    return loading.load(ROOT / "papers", ROOT)[0]


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def page(site: Path, address: str) -> Any:
    return html.fromstring((site / address / "index.html").read_bytes())


def test_every_file_of_the_api_is_what_its_schema_says(repository_site: Path, own: Library) -> None:
    api = repository_site / "api" / "v1"
    schemas = {path.stem: loaded(path) for path in (api / "schemas").glob("*.json")}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    files = {path: path.stem for path in api.glob("*.json")}
    files |= dict.fromkeys((api / "papers").glob("*.json"), "paper")
    assert len(files) == len(own.papers) + 7
    for path, name in files.items():
        assert [error.message for error in Draft202012Validator(schemas[name]).iter_errors(loaded(path))] == [], path


def test_the_api_knows_every_paper_and_where_everything_is(repository_site: Path, own: Library, address: str) -> None:
    api = repository_site / "api" / "v1"
    keys = [paper.key for paper in own.papers]
    assert [paper["key"] for paper in loaded(api / "papers.json")["papers"]] == keys
    assert {path.stem for path in (api / "papers").iterdir()} == set(keys)
    assert list(loaded(api / "references.json")) == keys
    index = loaded(api / "index.json")
    for url in [*index["files"].values(), *index["schemas"].values(), *index["exports"].values()]:
        assert (repository_site / url.removeprefix(address)).is_file(), url
    authors = {entry["id"]: entry["papers"] for entry in loaded(api / "authors.json")["authors"]}
    assert authors == {who: [paper.key for paper in person.papers] for who, person in own.people.items()}


def test_a_paper_in_the_api_is_its_file(repository_site: Path, own: Library) -> None:
    for paper in own.papers:
        found = loaded(repository_site / "api" / "v1" / "papers" / f"{paper.key}.json")
        assert found["title"] == paper.title
        assert [author["name"] for author in found.get("authors", [])] == [author.name for author in paper.people]
        assert found["summary"] == paper.summary.strip()
        for field in ("date", "added", "updated", "arxiv", "doi", "pmid", "openreview", "tldr", "why", "status"):
            assert found.get(field) == getattr(paper, field)
        assert found.get("links", {}) == dict(paper.links.items())
        assert (found["categories"], found.get("tags", [])) == (list(paper.categories), list(paper.tags))


def lists(own: Library) -> dict[str, list[str]]:
    """Address of a list that has files → the keys of its papers."""
    found = {"export/": [paper.key for paper in own.papers]}
    for kind, groups in (("categories", own.in_category), ("tags", own.with_tag), ("years", own.in_year)):
        found |= {f"{kind}/{key}/": [paper.key for paper in papers] for key, papers in groups.items()}
    return found


def test_every_list_is_there_in_every_format(repository_site: Path, own: Library) -> None:
    for address, keys in lists(own).items():
        folder = repository_site / address
        assert list(parsed((folder / "papers.bib").read_text(encoding="utf-8"))) == keys
        assert [one["id"] for one in rispy.loads((folder / "papers.ris").read_text(encoding="utf-8"))] == keys
        assert [one["id"] for one in loaded(folder / "papers.json")] == keys
        rows = csv.DictReader(io.StringIO((folder / "papers.csv").read_text(encoding="utf-8-sig")))
        assert [row["key"] for row in rows] == keys
        lines = (folder / "papers.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["key"] for line in lines] == keys


def test_files_of_the_whole_list_are_compressed_too(repository_site: Path) -> None:
    for suffix in ("bib", "ris", "json", "csv", "jsonl"):
        plain = (repository_site / "export" / f"papers.{suffix}").read_bytes()
        packed = (repository_site / "export" / f"papers.{suffix}.gz").read_bytes()
        assert gzip.decompress(packed) == plain
        assert packed[4:8] == bytes(4)  # no clock in it


def test_authors_with_three_papers_have_files_and_others_have_none(repository_site: Path, own: Library) -> None:
    for who, person in own.people.items():
        assert (repository_site / "authors" / who / "papers.bib").exists() == (len(person.papers) >= 3)


def metas(tree: Any, attribute: str = "name") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iterfind(".//head/meta"):
        if meta.get(attribute):
            found.setdefault(meta.get(attribute), []).append(meta.get("content"))
    return found


def graph(tree: Any) -> dict[str, dict[str, Any]]:
    (data,) = tree.xpath('//head/script[@type="application/ld+json"]/text()')
    values = json.loads(data)
    assert values["@context"] == "https://schema.org"
    return {node["@type"]: node for node in values["@graph"]}


def test_the_head_of_every_paper_equals_the_data(repository_site: Path, own: Library, address: str) -> None:
    for paper in own.papers:
        tree = page(repository_site, f"papers/{paper.key}")
        assert_head(tree, paper, own, f"{address}papers/{paper.key}/", address)


def assert_head(tree: Any, paper: Paper, own: Library, url: str, address: str) -> None:
    one, found, social, nodes = work(paper, own.vocabulary), metas(tree), metas(tree, "property"), graph(tree)
    authors = [author.name for author in paper.people]
    assert found["citation_title"] == [paper.title]
    assert found.get("citation_author", []) == [name.inverted for name in one.names]
    date = [one.year] if paper.venue else [paper.date.replace("-", "/")]
    assert found["citation_publication_date"] == date
    kinds = ("journal", "conference", "inbook")
    assert [value for kind in kinds for value in found.get(f"citation_{kind}_title", [])] == (
        [one.container] if paper.venue else []
    )
    assert found.get("citation_doi", []) == [paper.doi or ""][: bool(paper.doi)]
    assert found.get("citation_arxiv_id", []) == [paper.arxiv or ""][: bool(paper.arxiv)]
    assert bool(found.get("citation_pdf_url")) == bool(paper.arxiv or paper.links.pdf)
    assert found["citation_abstract_html_url"][0].startswith("http")
    assert found["citation_keywords"] == ["; ".join(own.vocabulary.tags[tag].title for tag in paper.tags)]
    assert found.get("citation_language", []) == [paper.language or ""][: bool(paper.language)]
    article = nodes["ScholarlyArticle"]
    assert article["headline"] == paper.title
    found_authors = article.get("author", [])
    assert [author if isinstance(author, str) else author["name"] for author in found_authors] == authors
    assert (article["datePublished"], article["url"]) == (paper.date, url)
    category = own.vocabulary.categories[paper.categories[0]]
    assert [(item["name"], item["item"]) for item in nodes["BreadcrumbList"]["itemListElement"]] == [
        ("NeuroAI Papers", address),
        (category.title, f"{address}categories/{category.key}/"),
    ]
    assert (social["og:title"], social["og:url"]) == ([paper.title], [url])
    assert (social["og:description"], found["description"]) == ([paper.tldr], [paper.tldr])
    assert (social["og:type"], social["og:image"]) == (["article"], [f"{address}assets/card.png"])
    assert [link.get("href") for link in tree.xpath('//head/link[@rel="canonical"]')] == [url]


def test_the_citation_in_the_page_is_that_of_the_api(repository_site: Path, own: Library) -> None:
    for paper in own.papers:
        section = page(repository_site, f"papers/{paper.key}").xpath('//section[@class="p-cite"]')[0]
        found = loaded(repository_site / "papers" / paper.key / section.get("data-api"))["citations"]
        assert section.xpath(".//pre/code")[0].text_content() == found["bibtex"]
        assert section.xpath('.//p[@class="p-reference"]')[0].text_content() == found["apa"]


def test_lists_say_what_they_are(repository_site: Path, own: Library, address: str) -> None:
    for key, papers in own.in_category.items():
        tree = page(repository_site, f"categories/{key}")
        node = graph(tree)["CollectionPage"]
        assert node["name"] == own.vocabulary.categories[key].title
        assert node["mainEntity"]["numberOfItems"] == len(papers)
        assert node["url"] == f"{address}categories/{key}/"
        assert metas(tree, "property")["og:type"] == ["website"]


def test_hand_written_pages_have_their_card(repository_site: Path, address: str) -> None:
    social = metas(page(repository_site, "about"), "property")
    assert social["og:image"] == [f"{address}assets/card.png"]
    assert social["og:url"] == [f"{address}about/"]


def test_the_card_is_a_small_picture_of_the_usual_size(repository_site: Path) -> None:
    picture = (repository_site / "assets" / "card.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)
    assert len(picture) < 40_000
