"""Outside links, checked politely: which are dead, which are not known, and what could stand in their place.

A link is dead only when it failed on two days: servers have bad days. What was found is kept in a file, with its day.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Literal
from urllib.parse import quote, urlsplit

from generator.core.text.counting import counted
from generator.importing.services.services import Answer
from generator.model import identifiers
from generator.model.library import Library

State = Literal["good", "unknown", "failing", "dead"]
GOOD_DAYS = 14  # a link that was good is not asked for again before that
TRIED = 2  # days on which a link has to fail until it is dead
REDIRECTS = 6
FEW_HOSTS = 3  # where none of so many can be reached, there may be no network
# The answers that say the page is not there (RFC 9110, sections 15.5.5 and 15.5.11); a refusal says nothing of it.
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Link:
    """A link of a paper: the file it stands in, which of its links, and the address."""

    path: str
    kind: str
    url: str


@dataclass
class Kept:
    """What is known of an address. failed: the days on which it failed, since it was last good."""

    day: str
    state: State
    why: str = ""
    failed: tuple[str, ...] = ()


class NoNetwork(Exception):
    """Nothing at all could be reached, so nothing was learned of any link."""


Ask = Callable[[str, str], Answer]  # method, address


def links(library: Library) -> list[Link]:
    """Every outside link of the papers, those that are made from identifiers too, in the order of their files."""
    found: list[Link] = []
    for paper in sorted(library.papers, key=lambda paper: paper.path):
        made = (
            ("arxiv", identifiers.arxiv_url(paper.arxiv) if paper.arxiv else ""),
            ("doi", identifiers.doi_url(paper.doi) if paper.doi else ""),
            ("pmid", identifiers.pubmed_url(paper.pmid) if paper.pmid else ""),
            ("openreview", identifiers.openreview_url(paper.openreview) if paper.openreview else ""),
        )
        pairs = (*made, *paper.links.items(), ("notice", paper.notice or ""))
        found += [Link(paper.path, kind, url) for kind, url in pairs if url]
    return found


def read(file: Path) -> dict[str, Kept]:
    """What earlier checks found; nothing where the file is not there or cannot be read."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return {
            url: Kept(kept["day"], kept["state"], kept["why"], tuple(kept["failed"])) for url, kept in values.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write(file: Path, known: Mapping[str, Kept]) -> None:
    """Keep what was found, whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({url: asdict(kept) for url, kept in sorted(known.items())}, indent=1), encoding="utf-8")
    part.replace(file)


def due(urls: Iterable[str], known: Mapping[str, Kept], today: str) -> list[str]:
    """The addresses to ask for today: not those asked today, nor those that were good a short while ago."""
    return [url for url in dict.fromkeys(urls) if (kept := known.get(url)) is None or _due(kept, today)]


def _due(kept: Kept, today: str) -> bool:
    try:
        age = (date.fromisoformat(today) - date.fromisoformat(kept.day)).days
    except ValueError:
        return True
    return age >= (GOOD_DAYS if kept.state == "good" else 1) or age < 0


def check(
    urls: Iterable[str], known: dict[str, Kept], today: str, ask: Ask, pause: float = 1.0,
    sleep: Callable[[float], None] = time.sleep, at_once: int = 8, progress: Callable[[int], None] = lambda done: None,
    others: Sequence[str] = (),
) -> None:  # fmt: skip
    """Ask for each URL and note in `known` what was found.

    One host is asked for one URL at a time, with `pause` seconds between; several hosts at once. others: URLs that need
    not be asked for; where nothing can be reached, a few of them tell whether there is a network. Raises NoNetwork.
    """
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).hostname or "", []).append(url)
    found: Queue[tuple[str, State, str] | BaseException] = Queue()
    reached, stop = Event(), Event()

    def noting(method: str, url: str) -> Answer:
        answer = ask(method, url)
        if answer.reached:
            reached.set()
        return answer

    def ask_host(wanted: list[str]) -> None:
        try:
            for number, url in enumerate(wanted):
                if number:
                    sleep(pause)
                if stop.is_set():
                    return
                found.put((url, *_state(url, noting, lambda: sleep(pause))))
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits for what is found
            found.put(error)

    progress(0)
    workers = ThreadPoolExecutor(max_workers=at_once)
    try:
        for wanted in by_host.values():
            workers.submit(ask_host, wanted)
        total = sum(map(len, by_host.values()))
        waiting: list[tuple[str, State, str]] = []  # not noted before anything was reached
        for done in range(1, total + 1):
            result = found.get()
            if isinstance(result, BaseException):
                raise result
            waiting.append(result)
            hosts = {urlsplit(url).hostname for url, _, _ in waiting}
            if not reached.is_set() and (len(hosts) >= FEW_HOSTS or done == total):
                if not any(noting("HEAD", url).reached for url in others[:FEW_HOSTS]):
                    raise NoNetwork
                reached.set()
            if reached.is_set():
                for url, state, why in waiting:
                    known[url] = _noted(known.get(url), state, why, today)
                waiting.clear()
            progress(done)
    finally:
        stop.set()
        workers.shutdown(wait=False, cancel_futures=True)


def _noted(before: Kept | None, state: State, why: str, today: str) -> Kept:
    failed = before.failed if before else ()
    if state == "good":
        return Kept(today, "good")
    if state == "unknown":
        return Kept(today, "unknown", why, failed)
    failed = tuple(dict.fromkeys([*failed, today]))
    return Kept(today, "dead" if len(failed) >= TRIED else "failing", why, failed[-TRIED:])


def _state(url: str, ask: Ask, wait: Callable[[], None]) -> tuple[State, str]:
    """HEAD, and where that does not say that all is well, GET: many servers know only that."""
    answer = _followed("HEAD", url, ask)
    if not 200 <= answer.status < 300:
        wait()
        answer = _followed("GET", url, ask)
    if 200 <= answer.status < 300:
        return "good", ""
    if answer.status in _GONE or answer.status == 0 or answer.status >= 500:
        return "failing", answer.why or f"status {answer.status}"
    return "unknown", answer.why or f"status {answer.status}"


def _followed(method: str, url: str, ask: Ask) -> Answer:
    for _ in range(REDIRECTS):
        answer = ask(method, url)
        if not (300 <= answer.status < 400 and answer.location):
            return answer
        url = answer.location
        if identifiers.url_fault(url):
            return Answer(400, why="it leads to what is no address")
    return Answer(0, why="it leads in a circle")


def archive_url(url: str) -> str:
    """Where the Internet Archive's copies of an address are listed (made, not asked for)."""
    return f"https://web.archive.org/web/*/{quote(url, safe=':/?&=%#~+,;@')}"


def report(found: Iterable[Link], known: Mapping[str, Kept]) -> str:
    """The dead links as Markdown, in the order of files; empty where there is none."""
    dead = [(link, known[link.url]) for link in found if link.url in known and known[link.url].state == "dead"]
    if not dead:
        return ""
    return "".join([
        f"{counted(len(dead), 'outside link')} failed on two days.\n\n",
        "| file | link | why | instead |\n|---|---|---|---|\n",
        *_rows(dead),
        "\nCorrect each link in its file, put an archived copy in its place, or take it out. ",
        "This report is made anew every week, and closed when no link is dead.\n",
    ])  # fmt: skip


def _rows(dead: Iterable[tuple[Link, Kept]]) -> Iterator[str]:
    for link, kept in dead:
        yield (
            f"| `{link.path}` | {link.kind}: <{_cell(link.url)}> | {_cell(kept.why)}, {' and '.join(kept.failed)} "
            f"| [archived copies](<{_cell(archive_url(link.url))}>) |\n"
        )


def _cell(text: str) -> str:
    """Text in a cell of a table: addresses hold neither < nor >, and a | would end the cell."""
    return " ".join(text.split()).replace("|", "%7C")
