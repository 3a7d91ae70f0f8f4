"""OPML 2.0 (https://opml.org/spec2.opml): all feeds in one file that feed readers import."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from generator.export.feeds.entries import xml_text


def document(title: str, groups: Iterable[tuple[str, list[tuple[str, str, str]]]]) -> bytes:
    """groups: (heading, [(title, URL of the feed, URL of the page)]); one without heading stands at the top."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(title)}</title></head>",
        "<body>",
    ]
    for heading, feeds in groups:
        lines += [f'<outline text="{escape(heading)}">'] if heading else []
        lines += [
            f'<outline type="rss" text="{escape(name)}" title="{escape(name)}" '
            f'xmlUrl="{escape(feed)}" htmlUrl="{escape(page)}"/>'
            for name, feed, page in feeds
        ]
        lines += ["</outline>"] if heading else []
    return xml_text("\n".join([*lines, "</body>", "</opml>", ""])).encode()
