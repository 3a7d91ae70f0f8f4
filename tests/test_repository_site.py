"""The project's own site, as it is published."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from tests import site_links
from tests.project import ROOT


def test_every_link_and_anchor_leads_somewhere(address: str, repository_site: Path) -> None:
    pages = site_links.pages(repository_site)
    assert len(pages) > 1000
    assert list(site_links.faults(repository_site, address)) == []


def test_every_paper_has_its_page(repository_site: Path) -> None:
    keys = {path.stem for path in (ROOT / "papers").rglob("*.md") if path.name != "README.md"}
    assert {path.parent.name for path in (repository_site / "papers").glob("*/index.html")} == keys


def test_every_page_has_one_heading_of_the_first_level(repository_site: Path) -> None:
    assert [path for path, page in site_links.pages(repository_site).items() if page.headings != 1] == []


def test_pages_load_nothing_from_elsewhere(repository_site: Path) -> None:
    pages = site_links.pages(repository_site)
    assert [
        (path, load) for path, page in pages.items() for load in page.loads if re.match(r"(https?:)?//", load)
    ] == []


def test_a_paper_s_page_is_light(repository_site: Path) -> None:
    for path in (repository_site / "papers").glob("*/index.html"):
        content = path.read_bytes()
        assert len(content) <= 24_000, path
        assert len(gzip.compress(content, 6)) <= 8_000, path
