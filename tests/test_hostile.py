"""Hostile strings, each in every field, vocabulary and setting: what comes out holds them as text and as nothing else.

The strings and the reason of each stand in `hostile.txt`. They are put into values that no check has looked at, and the
pages are read without their policy, so that neither of them is what keeps a page safe here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html

from generator.build import assembling, builders, state
from generator.core.text import math_markup
from generator.files import settings
from generator.files.settings import Settings
from generator.model import identifiers, names
from generator.model.library import Library
from generator.model.paper import Author, Links, Paper, Venue
from generator.model.vocabulary import Category, PersonEntry, Removed, Tag, VenueEntry, Vocabulary
from tests.made_up import copy_docs
from tests.project import ROOT

ESCAPE = re.compile(r"\\(?:U([0-9a-f]{8})|(.))")
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
MATHML = {f"{name}[{key}]" for name, keys in math_markup.ELEMENTS.items() for key in (*keys, "xmlns")}
MATHML |= {*math_markup.ELEMENTS, "math[class]", "math[tabindex]"}  # of a wide formula, which has a box of its own
# What a summary's Markdown may make; `markdown_it` with HTML, images and other schemes switched off.
MARKDOWN = set(
    "p em strong sup sub code pre ul ol ol[start] li blockquote hr br a a[href] a[title] h1 h2 h3 h4 h5 h6 "  # noqa: SIM905 - to be read
    "table thead tbody tr th td th[align] td[align]".split()
)
XHTML = "http://www.w3.org/1999/xhtml"
SCHEMES = {"", "http", "https", "mailto"}


def corpus() -> list[tuple[str, str]]:
    """(reason, string) of every hostile string."""
    found, reason = [], ""
    for line in (Path(__file__).parent / "hostile.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not line.startswith("# Another"):
            reason = line[2:]
            continue
        text = line[1:-1] if line.startswith('"') and line.endswith('"') and len(line) > 1 else line
        found.append((reason, ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else ESCAPED[m[2]], text)))
    return found


STRINGS = [text for _, text in corpus()]


def url(text: str) -> str:
    """The string as a URL, or in one, as far as the rule of URLs lets it."""
    for candidate in (text, f"https://example.org/{text}", f"https://example.org/{quote(text, errors='replace')}"):
        if identifiers.url_fault(candidate) is None:
            return candidate
    raise AssertionError(text)


def paper(text: str, number: int) -> Paper:
    """A paper with the string wherever one can stand; values whose form has a rule (URLs, DOIs) keep to it."""
    links = Links(**dict.fromkeys(Links.__slots__, url(text)))
    doi = f"10.1000/{text}"
    return Paper(
        title=text,
        authors=(
            Author(text or "x"),
            Author(f"Ann {text}"),
            Author(f"{text} Lee", family="Lee"),
            Author(text, group=True),
        ),
        date="2023-09-03",
        added="2026-11-23",
        categories=(f"category-{number % 7}",),
        tags=(f"tag-{number}",),
        doi=doi if identifiers.is_doi(doi) else None,
        venue=Venue(f"venue-{number}", "2024", text, text, text, text),
        links=links,
        tldr=text,
        why=text,
        status="retracted",
        notice=url(text),
        key=f"lee-2023-{number}",
        path=f"papers/lee-2023-{number}.md",
        summary=text if number % 2 else f"A sentence. {text}\n\n{text}",
        digest=str(number),
    )


def library(strings: list[str]) -> Library:
    """A list whose papers and vocabularies hold these strings."""
    papers = [paper(text, number) for number, text in enumerate(strings)]
    tags = {f"tag-{n}": Tag(f"tag-{n}", text or "x", text, (text,)) for n, text in enumerate(strings)}
    kinds = ("conference", "journal", "workshop", "book")
    venues = {
        f"venue-{n}": VenueEntry(f"venue-{n}", text or "x", kinds[n % 4], (text,))  # type: ignore[arg-type]  # one of them
        for n, text in enumerate(strings)
    }
    categories = {
        f"category-{n}": Category(f"category-{n}", " ".join(strings[n::7])[:2000], " ".join(strings[n::7])[:2000], n)
        for n in range(7)
    }
    people = tuple(
        PersonEntry(f"Bob {text}", (f"Ann {text}",), None, url(text)) for text in strings if names.slug(text)
    )
    removed = tuple(Removed(f"gone-{n}", text, text, "2026-11-24") for n, text in enumerate(strings))
    return Library.of(papers, Vocabulary(categories, tags, venues, people, removed))


def project(root: Path, text: str) -> Settings:
    """A project whose settings hold `text`."""
    (root / "papers").mkdir(parents=True)
    copy_docs(root)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    words = json.dumps(text, ensure_ascii=False)
    name = json.dumps(re.sub('[<>"]', " ", text), ensure_ascii=False)  # the theme escapes none of these three
    config = re.sub(r"^site_name: .*", lambda _: f"site_name: {name}", config, flags=re.MULTILINE)
    config = re.sub(r"^site_description: .*", lambda _: f"site_description: {words}", config, flags=re.MULTILINE)
    config = re.sub(r"^  branch: .*", lambda _: f"  branch: {words}", config, flags=re.MULTILINE)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    (root / "generator").symlink_to(ROOT / "generator")
    return settings.read(root, {"SITE_URL": "https://list.example/x/", "REPOSITORY_URL": "https://code.example/x/y"})


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """All files of a site of harmless words, and of one of the hostile strings."""
    harmless = [f"word{number} and $x$" for number in range(len(STRINGS))]
    shown = " ".join(text for text in STRINGS if text.isprintable())
    made = []
    for name, strings, setting in (("harmless", harmless, "A list"), ("hostile", STRINGS, shown)):
        of = project(tmp_path_factory.mktemp(name) / "list", setting)
        inputs = state.of_builder(state.gather(of, state.State()).inputs)
        folder = builders.output(of, "mkdocs", inputs)
        tree = assembling.assemble(of, library(strings), folder, policy=False)
        made.append({path: output.make() for path, output in tree.items()})
    return made[0], made[1]


def parts(markup: str) -> Iterator[tuple[str, Any]]:
    """(`tag` or `tag[attribute]`, element) of everything in a page or a piece of one, as a browser reads it."""
    for element in lxml_html.fromstring(markup or "<p></p>").iter():
        if isinstance(element.tag, str):
            tag = element.tag.rpartition("}")[2]
            yield tag, element
            for name in element.attrib:
                yield f"{tag}[{name}]", element


def check_urls(path: str, element: Any) -> None:
    for name in ("href", "src", "action", "formaction", "data", "xlink:href"):
        value = element.get(name)
        if value is not None:
            scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", re.sub(r"[\x00-\x20]", "", value))
            assert (scheme[1].lower() if scheme else "") in SCHEMES, (path, value)


def test_there_are_enough_strings_and_each_has_a_reason() -> None:
    assert len(set(STRINGS)) == len(STRINGS) >= 300
    assert all(reason for reason, _ in corpus())


def test_pages_hold_only_what_the_templates_make(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    harmless, hostile = site
    known = {part for path, data in harmless.items() if path.endswith(".html") for part, _ in parts(data.decode())}
    assert "img[onerror]" not in known
    count = 0
    for path, data in hostile.items():
        if path.endswith(".html"):
            count += 1
            for part, element in parts(data.decode()):
                assert part in known | MARKDOWN | MATHML, (path, part, etree.tostring(element)[:300])
                check_urls(path, element)
                assert not part.startswith("math[") or element.get("class", "p-wide") == "p-wide", path
                assert not any(name.startswith("on") or name == "style" for name in element.attrib), path
                if element.tag == "script" and element.get("type") == "application/ld+json":
                    json.loads(element.text)
    assert count > 1500


def test_scripts_of_pages_are_those_of_the_theme(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    def scripts(files: dict[str, bytes]) -> set[str]:
        return {
            element.text or element.get("src").rpartition("/")[2]
            for path, data in files.items()
            if path.endswith(".html")
            for part, element in parts(data.decode())
            if part == "script" and element.get("type") != "application/ld+json" and element.get("id") != "__config"
        }

    harmless, hostile = site
    assert scripts(hostile) == scripts(harmless)


def test_rows_of_the_search_hold_only_what_the_templates_make(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    known: set[str] = set()
    for files in site:
        found = set()
        for path, data in files.items():
            if path.startswith("assets/search/rows/"):
                for row in texts(json.loads(data)):
                    if row.startswith("<"):
                        for part, element in parts(row):
                            found.add(part)
                            check_urls(path, element)
        assert found
        known = known or found
    assert found <= known | MATHML | {"code"}  # a formula that cannot be shown


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def test_feeds_and_other_xml_are_well_formed_and_of_their_own_elements(
    site: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    harmless, hostile = site
    suffixes = (".xml", ".opml")
    known = {
        (etree.QName(element).namespace, etree.QName(element).localname, name)
        for path, data in harmless.items()
        if path.endswith(suffixes)
        for element in etree.fromstring(data).iter(etree.Element)
        for name in ("", *element.attrib)
    }
    contents = 0
    for path, data in hostile.items():
        if path.endswith(suffixes):
            for element in etree.fromstring(data).iter(etree.Element):
                name = etree.QName(element)
                contents += name.localname == "content"
                for attribute in ("", *element.attrib):
                    part = f"{name.localname}[{attribute}]" if attribute else name.localname
                    own = (name.namespace, name.localname, attribute) in known
                    assert own or (name.namespace == XHTML and part in MARKDOWN), (path, part)
                check_urls(path, element)
    assert contents > 1000


def test_exports_are_read_back_by_their_formats(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    _, hostile = site
    for path, data in hostile.items():
        text = data.decode() if path.endswith((".json", ".jsonl", ".csv", ".ris", ".bib")) else ""
        if path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".jsonl"):
            for line in text.split("\n")[:-1]:
                json.loads(line)
        elif path.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}, path
            assert not any(cell[:1] in "=+-@\t\r\n＝＋－＠" for row in rows[1:] for cell in row if cell), path
        elif path.endswith(".ris"):
            lines = text.split("\r\n")
            assert sum(line.startswith("TY  - ") for line in lines) == sum(line == "ER  - " for line in lines), path
            assert [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == [], path
            assert "\n" not in text.replace("\r\n", ""), path


def test_bibtex_of_the_whole_list_has_one_entry_a_paper(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    from bibtexparser.splitter import Splitter

    text = next(data for path, data in site[1].items() if path.endswith("export/papers.bib")).decode()
    parsed = Splitter(text).split()
    assert [block.raw for block in parsed.failed_blocks] == []
    assert sorted(entry.key for entry in parsed.entries) == sorted(f"lee-2023-{n}" for n in range(len(STRINGS)))


def test_the_mail_holds_only_what_its_templates_make(tmp_path: Path) -> None:
    from generator.digest.content import Writer

    of = project(tmp_path / "list", " ".join(text for text in STRINGS if text.isprintable()))
    known: set[str] = set()
    for strings in ([f"word{number}" for number in range(40)], STRINGS):
        found = library(strings)
        for start in range(0, len(strings), 40):
            made = Writer(of).content(found.newest[start : start + 40])
            for part, element in parts(made.html):
                if strings is STRINGS:
                    assert part in known | {"sup", "sub"}, part  # raised and lowered parts of formulas
                    check_urls("mail", element)
                else:
                    known.add(part)
            assert "\r" not in made.subject
            assert "\n" not in made.subject


def test_urls_of_pages_are_parts_of_the_site(site: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for path in site[1]:
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert not urlsplit(path).scheme
        assert path.isprintable()


@pytest.mark.parametrize("sign", ['"', "<", ">"])
def test_a_name_of_the_site_that_the_theme_would_not_escape_is_refused(tmp_path: Path, sign: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: 'A {sign}list'\n", encoding="utf-8")
    with pytest.raises(settings.SettingsError) as error:
        settings.read(tmp_path, {})
    assert str(error.value) == (f"mkdocs.yml:1:12: site_name holds {sign}; leave it out, or write “ and ” for quotes")
