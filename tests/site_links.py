"""A checker of built sites: every internal address and anchor of every page must lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_SILENT = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s=>/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_REFRESH = re.compile(r"\d+\s*;\s*url=(.*)", re.IGNORECASE)


class Page:
    """What a page links to and what can be linked to in it."""

    def __init__(self, html: str) -> None:
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()  # what a browser fetches to show the page
        self.headings = 0
        without = _SILENT.sub(lambda match: re.match(r"<script[^>]*>|", match[0])[0], html)  # type: ignore[index]
        for tag, rest in _TAG.findall(without):
            self._tag(tag.lower(), {n.lower(): unescape(a or b or c) for n, a, b, c in _ATTRIBUTE.findall(rest)})

    def _tag(self, tag: str, attributes: dict[str, str]) -> None:
        self.headings += tag == "h1"
        self.ids.update(attributes[name] for name in ("id", "name") if name in attributes)
        if tag in ("a", "area") and "href" in attributes:
            self.links.add(attributes["href"])
        elif tag == "link" and "href" in attributes:
            fetched = {"stylesheet", "icon", "preload", "modulepreload", "manifest"} & set(attributes["rel"].split())
            (self.loads if fetched else self.links).add(attributes["href"])
        elif tag == "form" and "action" in attributes:
            self.links.add(attributes["action"])
        elif tag == "use" and "href" in attributes:
            self.links.add(attributes["href"])
        elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.fullmatch(attributes.get("content", ""))
            if match:
                self.links.add(match[1])
        if "src" in attributes:
            self.loads.add(attributes["src"])


def pages(site: Path) -> dict[str, Page]:
    """Every HTML file of `site`: path from its root → Page."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def faults(site: Path, url: str = "") -> Iterator[str]:
    """Each link of the pages of `site` that leads nowhere, in words. `url`: addresses below it are internal too."""
    known = pages(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    base_path = urlsplit(url).path or "/"
    for path, page in known.items():
        for link in sorted(page.links | page.loads):
            text = link.removeprefix(url) if url and link.startswith(url) else link
            parts = urlsplit(text)
            if parts.scheme or parts.netloc:
                continue
            target = unquote(parts.path)
            if url and link.startswith(url):
                target = "/" + target
            elif target.startswith(base_path):
                target = "/" + target.removeprefix(base_path)
            if target.startswith("/"):
                target = target.lstrip("/")
            elif target:
                folder = "" if target == "." else target
                target = join(dirname(path), folder)
                slash = target.endswith("/") or folder in ("", "..") or folder.endswith("/..")
                target = normpath(target) if target else ""
                target = ("" if target == "." else target) + ("/" if slash and target not in ("", ".") else "")
                if target.startswith(".."):
                    yield f"{path}: {link} leads out of the site"
                    continue
            else:
                target = path
            file = target + "index.html" if target == "" or target.endswith("/") else target
            if file not in files:
                yield f"{path}: {link} leads to {file}, which is not there"
            elif parts.fragment and file in known and unquote(parts.fragment) not in known[file].ids:
                yield f"{path}: {link}: {file} has no #{parts.fragment}"
