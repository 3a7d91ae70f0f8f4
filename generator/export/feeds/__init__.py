"""The feeds of newly added papers: Atom and JSON Feed of the whole list and of its parts, the archive, the OPML.

Ids of entries are addresses below `Settings.first_url`, with the first key that the paper had: they stay when the site
moves, and they depend on nothing but the data. Days become moments in UTC: the data know no hours.
A site without an address has no feeds: their ids and links have to be whole addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import nsmallest

from generator.core.tree import Output, digest
from generator.export.feeds import atom, json_feed, moved, opml
from generator.export.feeds.entries import Entries, Entry, news, xml_text
from generator.files.fragments import FragmentKind, Fragments
from generator.files.reading_lists import ReadingList
from generator.files.settings import Settings
from generator.model import addresses, moves, names
from generator.model.library import Library, Person
from generator.model.paper import Paper

NEWEST = 50  # entries of a feed, and of each part of the archive
AUTHOR_FROM = 3  # papers; an author with fewer has no feed
FAVICON = "assets/images/favicon.png"
STYLESHEET = "assets/feed.css"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of papers. address: of the page whose papers it has. name: of that page, empty for the whole list."""

    address: str
    name: str
    description: str
    papers: Sequence[Paper]


Links = list[tuple[str, str, str]]  # (relation, media type, URL)
Groups = list[tuple[str, list[Feed]]]


class Feeds:
    """The feeds of one library."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        lists: Sequence[ReadingList] = (),
        fragments: Fragments | None = None,
    ) -> None:
        """`lists`: the reading lists of the site. `fragments`: where entries are kept; None: in memory."""
        self._fragments = fragments or Fragments()
        self._library = library
        self._lists = lists
        self._settings = settings
        self._entries = Entries(library, settings)
        self.kind = FragmentKind("feed entry", ("atom", "json"), self._entries.fingerprint, self._fragments_of)
        # `_by_age`: the oldest first, so that what comes later changes no part of the archive that is full.
        by_news = sorted(library.newest, key=news, reverse=True)
        self._by_age = library.newest[::-1]
        self._rank = {paper.key: rank for rank, paper in enumerate(by_news)}
        self._last = news(by_news[0]) if by_news else ""

    @cached_property
    def _old_addresses(self) -> Mapping[str, Sequence[str]]:
        """Address of a list → those that it had."""
        found: dict[str, list[str]] = {}
        for move in moves.of_lists(self._library):
            found.setdefault(move.new, []).append(move.old)
        return found

    @cached_property
    def groups(self) -> Groups:
        """Every feed there is, by kind: (heading, feeds); none where the site has no address."""
        if not self._settings.url or not self._library.papers:
            return []
        library, vocabulary = self._library, self._library.vocabulary
        tags = sorted(vocabulary.tags.values(), key=lambda tag: (names.fold(tag.title), tag.key))
        return [
            ("", [Feed("", "", self._settings.description, library.papers)]),
            ("Categories", [
                Feed(addresses.category(key), entry.title, entry.definition, library.in_category.get(key, ()))
                for key, entry in vocabulary.categories.items()
            ]),
            ("Reading lists", [
                Feed(one.address, one.title, one.description, tuple(
                    library.by_key[key] for key in one.papers if key in library.by_key
                ))
                for one in self._lists
            ]),
            ("Tags", [
                Feed(addresses.tag(tag.key), tag.title, tag.definition, library.with_tag.get(tag.key, ()))
                for tag in tags
            ]),
            ("Venues", [
                Feed(addresses.venue(name), name, vocabulary.venues[name].title, papers)
                for name, papers in sorted(library.at_venue.items(), key=lambda item: names.fold(item[0]))
            ]),
            ("Authors", [
                Feed(addresses.author(person.identity), person.name, "", person.papers)
                for person in self._people()
            ]),
        ]  # fmt: skip

    def outputs(self) -> Iterator[Output]:
        """Every file of the feeds."""
        for _, feeds in self.groups:
            for feed in feeds:
                yield from self._feed(feed)
        if self.groups:
            yield from self._archive()
            yield self._opml()

    def _people(self) -> list[Person]:
        """Return the authors with a feed, in their order."""
        people = [person for person in self._library.people.values() if len(person.papers) >= AUTHOR_FROM]
        return sorted(people, key=lambda person: person.sort_key)

    def title(self, feed: Feed) -> str:
        """The title of a feed, plain."""
        name = xml_text(self._settings.name)
        return f"{name}: {feed.name}" if feed.name else name

    def newest(self, papers: Sequence[Paper]) -> list[Paper]:
        """The NEWEST of `papers`, the last news first."""
        rank = self._rank
        if len(papers) <= NEWEST:
            return sorted(papers, key=lambda paper: rank[paper.key])
        return nsmallest(NEWEST, papers, key=lambda paper: rank[paper.key])

    def _feed(self, feed: Feed) -> Iterator[Output]:
        papers = self.newest(feed.papers)
        if not feed.address:  # what no full part of the archive holds stays here, or a reader could miss it
            rest = {paper.key for paper in self._by_age[len(self._by_age) // NEWEST * NEWEST :]}
            inside = {paper.key for paper in papers}
            papers += [p for p in self._by_age[::-1] if p.key in rest and p.key not in inside]
        last = "" if papers else self._last
        full = len(self._by_age) // NEWEST if not feed.address else 0
        made_from = self._fingerprint(papers, feed.address, feed.name, feed.description, last, full)
        source = f"the feed of {feed.address or 'the whole list'}"
        path = addresses.feed(feed.address)
        yield Output(path, made_from, partial(self._atom_feed, feed, papers), source)
        path = addresses.json_feed(feed.address)
        yield Output(path, made_from, partial(self._json_feed, feed, papers), source)
        for old in self._old_addresses.get(feed.address, ()):
            yield from self._moved(old, feed, self._day(papers))

    def _moved(self, old: str, feed: Feed, day: str) -> Iterator[Output]:
        """The feeds at an address that the list had. day: of its last news."""
        made_from = self._fingerprint((), old, feed.address, feed.name, feed.description, day)
        source = f"the feed of {feed.address}"
        was, page, title = replace(feed, address=old), self._absolute(feed.address), self.title(feed)

        def entry(path: str, now: str) -> Entry:
            return moved.entry(addresses.absolute(self._settings.first_url, path), title, page, now, day)

        path, now = addresses.feed(old), self._absolute(addresses.feed(feed.address))
        links = [
            ("self", atom.TYPE, self._absolute(path)),
            ("alternate", "text/html", page),
            ("current", atom.TYPE, now),
        ]
        item = atom.entry(entry(path, now), self._settings.url).encode()
        yield Output(path, made_from, partial(self._atom_document, path, was, day, links, [item]), source)
        path, now = addresses.json_feed(old), self._absolute(addresses.json_feed(feed.address))
        item = json_feed.item(entry(path, now)).encode()
        yield Output(path, made_from, partial(self._json_document, was, page, [item]), source)

    def _fingerprint(self, papers: Sequence[Paper], *values: object) -> str:
        settings = self._settings
        site = (settings.url, settings.first_url, settings.name, settings.language)
        return digest(site, values, [self._entries.fingerprint(paper) for paper in papers])

    def _atom_feed(self, feed: Feed, papers: Sequence[Paper]) -> bytes:
        links = [
            ("self", atom.TYPE, self._absolute(addresses.feed(feed.address))),
            ("alternate", "text/html", self._absolute(feed.address)),
            ("alternate", json_feed.TYPE, self._absolute(addresses.json_feed(feed.address))),
        ]
        if not feed.address and (full := len(self._by_age) // NEWEST):
            links.append(("prev-archive", atom.TYPE, self._absolute(addresses.feed_archive(full))))
        return self._atom_of(papers, addresses.feed(feed.address), feed, links)

    def _atom_of(self, papers: Sequence[Paper], path: str, feed: Feed, links: Links, archive: bool = False) -> bytes:
        return self._atom_document(
            path, feed, self._day(papers), links, self._fragments.get(self.kind, papers, "atom"), archive
        )

    def _day(self, papers: Sequence[Paper]) -> str:
        """The day of the last news among `papers`; where there are none, of the whole list."""
        return max(map(news, papers), default=self._last)

    def _atom_document(
        self, path: str, feed: Feed, updated: str, links: Links, entries: list[bytes], archive: bool = False
    ) -> bytes:
        return atom.document(
            feed_id=addresses.absolute(self._settings.first_url, addresses.feed(feed.address)),
            title=self.title(feed),
            subtitle=xml_text(feed.description),
            author=xml_text(self._settings.name),
            updated=updated,
            links=links,
            stylesheet=addresses.base_of(path) + STYLESHEET,
            language=self._settings.language,
            entries=entries,
            archive=archive,
        )

    def _json_feed(self, feed: Feed, papers: Sequence[Paper]) -> bytes:
        return self._json_document(feed, self._absolute(feed.address), self._fragments.get(self.kind, papers, "json"))

    def _json_document(self, feed: Feed, home: str, items: list[bytes]) -> bytes:
        return json_feed.document(
            title=self.title(feed),
            description=xml_text(feed.description),
            home=home,
            feed_url=self._absolute(addresses.json_feed(feed.address)),
            icon=self._absolute(FAVICON),
            author=xml_text(self._settings.name),
            language=self._settings.language,
            items=items,
        )

    def _archive(self) -> Iterator[Output]:
        """The parts of the archive that are full: of them it is true that they do not change any more."""
        whole = self.groups[0][1][0]
        full = len(self._by_age) // NEWEST
        for number in range(1, full + 1):
            papers = self._by_age[(number - 1) * NEWEST : number * NEWEST][::-1]
            address = addresses.feed_archive(number)
            links = [
                ("self", atom.TYPE, self._absolute(address)),
                ("alternate", "text/html", self._absolute("")),
                ("current", atom.TYPE, self._absolute(addresses.feed(""))),
            ]
            links += [("prev-archive", atom.TYPE, self._absolute(addresses.feed_archive(number - 1)))] * (number > 1)
            links += [("next-archive", atom.TYPE, self._absolute(addresses.feed_archive(number + 1)))] * (number < full)
            made_from = self._fingerprint(papers, links, whole.description)
            make = partial(self._atom_of, papers, address, whole, links, archive=True)
            yield Output(address, made_from, make, "the archive of the feed")

    def _opml(self) -> Output:
        groups = [
            (
                heading,
                [
                    (self.title(feed), self._absolute(addresses.feed(feed.address)), self._absolute(feed.address))
                    for feed in feeds
                ],
            )
            for heading, feeds in self.groups
        ]
        make = partial(opml.document, xml_text(self._settings.name), groups)
        return Output(addresses.OPML, digest(self._settings.name, groups), make, "the list of feeds")

    def _absolute(self, address: str) -> str:
        return addresses.absolute(self._settings.url, address)

    def _fragments_of(self, paper: Paper) -> list[bytes]:
        entry = self._entries(paper)
        return [atom.entry(entry, self._settings.url).encode(), json_feed.item(entry).encode()]
