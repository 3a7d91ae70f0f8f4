"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from generator.export.feeds.atom import moment
from generator.export.feeds.entries import Entry

TYPE = "application/feed+json"


def item(entry: Entry) -> str:
    """One item, as it stands in every feed that has it."""
    values: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.tldr,
        "content_html": entry.html,
        "date_published": moment(entry.added),
        "date_modified": moment(entry.news),
        "authors": [{"name": name, "url": url} for name, url in entry.authors],
        "tags": [word for _, word in (*entry.categories, *entry.tags)],
    }
    if entry.links:
        values["external_url"] = entry.links[0][1]
    if not entry.authors:
        del values["authors"]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def document(
    *, title: str, description: str, home: str, feed_url: str, icon: str, author: str, language: str, items: list[bytes]
) -> bytes:
    """A feed document; `items` are made by `item`."""
    values: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": feed_url,
        "description": description,
        "icon": icon,
        "language": language,
        "authors": [{"name": author, "url": home}],
    }
    head = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value]
    before = "{\n" + ",\n".join([*head, '"items": [\n'])
    return b"".join([before.encode(), b",\n".join(items), b"\n]\n}\n"])
