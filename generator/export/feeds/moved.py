"""What stands where a feed was: one entry that leads to where it is now.

A server of files cannot redirect, and no feed reader follows a page that does. The entry comes anew when the feed has
news, so that nobody who follows the old address misses them for long.
"""

from __future__ import annotations

from html import escape

from generator.export.feeds.entries import Entry


def entry(old: str, title: str, page: str, feed: str, day: str) -> Entry:
    """The entry. old: the address that the feed had, whole. title: of the feed, as text of XML.

    page, feed: whole addresses of the list and its feed today. day: of the last news in the feed.
    """
    link = f'<a href="{escape(feed)}">{escape(feed)}</a>'
    return Entry(
        id=f"{old}#{day}",
        url=page,
        title=f"This feed has moved: {title}",
        tldr=f"Follow {feed} instead: nothing new comes here.",
        html=f"<p>Follow {link} instead: nothing new comes here.</p>",
        added=day,
        news=day,
        authors=(),
        categories=(),
        tags=(),
        links=(),
    )
