"""The addresses of the site: the one module that makes them.

An address is written from the root of the site without a slash in front: `papers/keller-2023/`; the home page is "".
Its file is the path of the site's tree: `papers/keller-2023/index.html`.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from generator.model.names import slug

_PLAIN = re.compile(r"[a-z0-9/.-]*").fullmatch  # nothing to encode, as in most: sooner seen than done
PAPERS = "papers/"
CATEGORIES = "categories/"
TAGS = "tags/"
AUTHORS = "authors/"
VENUES = "venues/"
YEARS = "years/"
NEW = "new/"
STATISTICS = "statistics/"
MAP = "map/"
FEEDS = "feeds/"
OPML = "feeds/feeds.opml"
DIGESTS = "digest/"
SUBSCRIBE = "subscribe/"
NOT_FOUND = "404.html"
ICONS = "assets/icons.svg"
CARD = "assets/card.png"
EXPORT = "export/"  # files of the whole list; the page that lists them is written by hand
API = "api/v1/"
SEARCH = "assets/search/index.json"
KNOWN_PAPERS = "assets/known-papers.json"
PAPER_FILE_SCHEMA = "api/v1/schemas/paper-file.json"
SEARCH_PAGES = "assets/search/pages.json"
SEARCH_FILES = "assets/search/"  # where what other files name is in folders


def paper(key: str) -> str:
    """Address of a paper's page."""
    return f"{PAPERS}{key}/"


def paper_authors(key: str) -> str:
    """Return the address of the page of all authors of a paper that has too many for its own page."""
    return f"{PAPERS}{key}/authors/"


def category(key: str) -> str:
    """Address of a category's page."""
    return f"{CATEGORIES}{key}/"


def tag(key: str) -> str:
    """Address of a tag's page."""
    return f"{TAGS}{key}/"


def author(identity: str) -> str:
    """Address of an author's page; `identity` as `library.Person.identity`."""
    return f"{AUTHORS}{identity}/"


def venue(name: str) -> str:
    """Address of a venue's page, by the venue's short name."""
    return f"{VENUES}{slug(name)}/"


def year(number: str) -> str:
    """Address of the page of a year, `2024`."""
    return f"{YEARS}{number}/"


def month(period: str) -> str:
    """Address of the papers that were added in a month, `2026-11`."""
    return f"{NEW}{period}/"


def finder(*choices: tuple[str, str]) -> str:
    """Address of the finder with what is asked of it, as (parameter, value): `("tag", "fmri"), ("year", "2023")`.

    The parameters are those of docs/reference/finder.md.
    """
    return f"{PAPERS}?{urlencode(choices)}" if choices else PAPERS


def search_file(edition: str, name: str) -> str:
    """Address of a file of the search index; `edition` changes with the papers."""
    return f"{SEARCH_FILES}{edition}/{name}"


def search_words(number: int, version: str) -> str:
    """Address of a bucket of words; `version` changes with its content."""
    return f"{SEARCH_FILES}words/{number}-{version}.txt"


def search_rows(number: int, version: str) -> str:
    """Address of a block of rows; `version` changes with its content."""
    return f"{SEARCH_FILES}rows/{number}-{version}.json"


def feed(address: str) -> str:
    """Address of the Atom feed of the list that stands at `address`; of the whole list at ""."""
    return f"{address}feed.xml"


def json_feed(address: str) -> str:
    """Address of the JSON Feed of the list that stands at `address`."""
    return f"{address}feed.json"


def feed_archive(number: int) -> str:
    """Address of the archived part `number` (from 1, the oldest) of the feed of the whole list."""
    return f"{FEEDS}archive-{number}.xml"


def digest_day(day: str) -> str:
    """Address of the papers of a day, `2026-11-23`."""
    return f"{DIGESTS}{day}/"


def digest_week(year: int, week: int) -> str:
    """Address of the papers of a week as ISO 8601 counts them: `digest/2026/48/`."""
    return f"{DIGESTS}{year}/{week:02d}/"


def export(address: str, suffix: str) -> str:
    """Address of the papers of the list at `address` as a file: `tags/fmri/papers.bib`."""
    return f"{address}papers.{suffix}"


def api(name: str) -> str:
    """Address of a file of the API: `index`, `papers`, `schemas/paper`."""
    return f"{API}{name}.json"


def api_paper(key: str) -> str:
    """Address of a paper in the API."""
    return f"{API}papers/{key}.json"


def part(address: str, number: int) -> str:
    """Address of the part `number` (from 1) of a list that is too long for one page."""
    return address if number == 1 else f"{address}page-{number}/"


def hand_written(path: str) -> str:
    """Address of the page that is made of a file of docs/; `path` without its suffix: `about/scope`, `about/index`."""
    return path.removesuffix("index") if path.rpartition("/")[2] == "index" else f"{path}/"


def path_of(address: str) -> str:
    """The file of an address: `tags/` → `tags/index.html`."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def address_of(path: str) -> str:
    """The address of a file: `tags/index.html` → `tags/`."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def base_of(path: str) -> str:
    """What leads from the page at `path` to the root of the site: `../` for each folder, `./` at the root."""
    return "../" * path.count("/") or "./"


def absolute(site_url: str, address: str) -> str:
    """The whole URL of an address; empty where the site has none. Letters outside ASCII are percent-encoded.

    site_url: the site's address, which ends with `/`.
    """
    if not site_url:
        return ""
    return site_url + (address if _PLAIN(address) else quote(address, safe="/.-_~%?#=&"))
