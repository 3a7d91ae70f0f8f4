"""Atom 1.0 (RFC 4287), with the archive of RFC 5005, section 4."""

from __future__ import annotations

from html import escape

from generator.export.feeds.entries import Entry, xml_text
from generator.model import addresses

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
TYPE = "application/atom+xml"


def entry(item: Entry, site_url: str) -> str:
    """One entry, as it stands in every feed that has it."""
    lines = [
        "<entry>",
        f"<title>{escape(item.title)}</title>",
        f"<id>{escape(item.id)}</id>",
        f'<link rel="alternate" type="text/html" href="{escape(item.url)}"/>',
        *(f'<link rel="related" title="{escape(word)}" href="{escape(url)}"/>' for word, url in item.links),
        f"<published>{moment(item.added)}</published>",
        f"<updated>{moment(item.news)}</updated>",
        *(f"<author><name>{escape(name)}</name><uri>{escape(url)}</uri></author>" for name, url in item.authors),
    ]
    for address, terms in ((addresses.CATEGORIES, item.categories), (addresses.TAGS, item.tags)):
        scheme = escape(addresses.absolute(site_url, address))
        lines += [f'<category term="{key}" scheme="{scheme}" label="{escape(word)}"/>' for key, word in terms]
    lines += [
        f"<summary>{escape(item.tldr)}</summary>",
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{item.html}</div></content>',
        "</entry>\n",
    ]
    return xml_text("\n".join(lines))


def document(
    *,
    feed_id: str,
    title: str,
    subtitle: str,
    author: str,
    updated: str,
    links: list[tuple[str, str, str]],
    stylesheet: str,
    language: str,
    entries: list[bytes],
    archive: bool = False,
) -> bytes:
    """A feed document.

    updated: the day of its newest entry. links: (relation, media type, URL). stylesheet: address of the CSS, from
    the document. entries: made by `entry`. archive: whether it is an archived part, to be changed no more.
    """
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>',
        f'<feed xmlns="{ATOM}" xmlns:fh="{HISTORY}" xml:lang="{escape(language)}">',
        f"<title>{escape(title)}</title>",
        *([f"<subtitle>{escape(subtitle)}</subtitle>"] if subtitle else []),
        f"<id>{escape(feed_id)}</id>",
        f"<updated>{moment(updated)}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        *(f'<link rel="{relation}" type="{kind}" href="{escape(url)}"/>' for relation, kind, url in links),
        *(["<fh:archive/>"] if archive else []),
    ]
    return b"".join([xml_text("\n".join(head)).encode(), b"\n", *entries, b"</feed>\n"])


def moment(day: str) -> str:
    """The beginning of a day as RFC 3339 writes it. The data know days, and no time zone: it is taken as UTC."""
    return f"{day}T00:00:00Z"
