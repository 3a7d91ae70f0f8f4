"""What robots ask a site for: robots.txt, and the sitemap."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from functools import partial

from generator.build.publish import MARKER
from generator.core.tree import Output, digest
from generator.model import addresses

SITEMAP_LIMIT = 50_000  # addresses in one file (https://www.sitemaps.org/protocol.html)


def outputs(site_url: str, paths: list[str]) -> Iterator[Output]:
    """sitemap.xml, with an index above SITEMAP_LIMIT addresses, and robots.txt; no dates, for nothing here knows them.

    site_url: URL of the site; empty where it has none: then the sitemap is empty, for it needs whole URLs, but it is
    there, since the theme's script asks for it on every page. paths: of the pages that are listed.
    """
    where = [addresses.absolute(site_url, addresses.address_of(path)) for path in paths] if site_url else []
    parts = [where[i : i + SITEMAP_LIMIT] for i in range(0, len(where), SITEMAP_LIMIT)]
    robots = b"\n".join([MARKER, b"User-agent: *", b"Allow: /", b""])
    if not site_url:
        yield _output("sitemap.xml", partial(_xml, "urlset", "url", []), digest("empty"))
    else:
        robots += f"Sitemap: {addresses.absolute(site_url, 'sitemap.xml')}\n".encode()
        names = ["sitemap.xml"] if len(parts) < 2 else [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield _output(name, partial(_xml, "urlset", "url", part), digest(part))
        if len(parts) > 1:
            indexed = [addresses.absolute(site_url, name) for name in names]
            yield _output("sitemap.xml", partial(_xml, "sitemapindex", "sitemap", indexed), digest(indexed))
    yield _output("robots.txt", lambda: robots, digest(robots))


def _xml(root: str, item: str, where: list[str]) -> bytes:
    lines = [f"<{item}><loc>{html.escape(address, quote=False)}</loc></{item}>" for address in where]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, f"</{root}>", ""]).encode()


def _output(path: str, make: Callable[[], bytes], fingerprint: str) -> Output:
    return Output(path, fingerprint, make, "the generator")
