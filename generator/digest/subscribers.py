"""The subscribers: who gets the digest, and of what. Read from a file that stays outside of the repository.

A file of comma-separated values (RFC 4180): `address,frequency,categories,tags`. Frequency is `daily` (where it is left
out) or `weekly`; categories and tags are keys with spaces between them; where neither is given, all papers are meant.
Lines that are blank or begin with `#` are passed over, a first line that names the columns too.
What is wrong with a line is told by its number, never with the address: it may end in a log that others read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from generator.core.text.counting import counted
from generator.digest.selection import Wish
from generator.model.vocabulary import Vocabulary, nearest

FREQUENCIES = ("daily", "weekly")
# RFC 5322, section 3.2.3 (dot-atom); RFC 1123, section 2.1.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_COLUMNS = ("address", "frequency", "categories", "tags")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who gets the digest.

    line: of the file, 0 for an address that was named on the command line. address: empty of nobody in particular.
    """

    line: int
    address: str
    frequency: str = "daily"
    wish: Wish = field(default_factory=Wish)

    @property
    def words(self) -> str:
        """How the subscriber is named in messages."""
        if not self.address:
            return "a subscriber"
        return f"line {self.line} of the subscribers" if self.line else "the address"


class AddressFault(ValueError):
    """Not an address that mail can be sent to. The message says why, without the address."""


def address(text: str) -> str:
    """The bare address of `text`, which may have a name: `Ada <ada@example.org>`. Raises AddressFault.

    The domain is written in ASCII (IDNA). What stands before the @ must be ASCII: other needs RFC 6531 of every server.
    """
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        raise AddressFault("a line break or control character stands in the address")
    match = re.fullmatch(r"(?:[^<>]*<\s*([^<>\s]+)\s*>|([^<>\s]+))", text.strip())
    bare = (match[1] or match[2]) if match else ""
    local, at, domain = bare.rpartition("@")
    if not (at and local and domain):
        raise AddressFault("this is not an address; write it as name@example.org")
    if not local.isascii():
        raise AddressFault("a letter before the @ is not ASCII; mail to such an address cannot be sent from here")
    try:
        ascii_domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        ascii_domain = ""
    if not _LOCAL.fullmatch(local) or not _HOST.fullmatch(ascii_domain):
        raise AddressFault("this is not an address; write it as name@example.org")
    if len(local) > 64 or len(bare) > 254:
        raise AddressFault("the address is longer than one can be (RFC 5321, section 4.5.3.1)")
    return f"{local}@{ascii_domain.lower()}"


def read(text: str, vocabulary: Vocabulary) -> tuple[list[Subscriber], list[str]]:
    """The subscribers of a file, and what is wrong with its other lines, in words."""
    found: dict[str, Subscriber] = {}
    problems: list[str] = []
    for number, cells in _rows(text, problems):
        try:
            made = _subscriber(number, cells, vocabulary)
        except AddressFault as fault:
            problems.append(f"line {number} of the subscribers: {fault}")
            continue
        before = found.setdefault(made.address.casefold(), made)
        if before is not made:
            problems.append(f"line {number} of the subscribers: the address stands in line {before.line} already")
    return list(found.values()), problems


def _rows(text: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    # Split by hand: a quoted cell must not run over lines and swallow other subscribers.
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], strict=True))]
        except csv.Error:
            problems.append(f"line {number} of the subscribers: a quotation mark is not closed")
            continue
        if not (number == 1 and cells[0].lower() == _COLUMNS[0]):
            yield number, cells


def _subscriber(number: int, cells: list[str], vocabulary: Vocabulary) -> Subscriber:
    if len(cells) > len(_COLUMNS):
        raise AddressFault(f"{counted(len(cells), 'cell')}, and there are only {', '.join(_COLUMNS)}")
    where, frequency, categories, tags = (*cells, *[""] * 4)[:4]
    bare = address(where)
    if frequency.lower() not in ("", *FREQUENCIES):
        raise AddressFault(f'"{frequency[:40]}" is not a frequency; write daily or weekly')
    return Subscriber(
        number,
        bare,
        frequency.lower() or FREQUENCIES[0],
        wish(vocabulary, categories.split(), tags.split()),
    )


def wish(vocabulary: Vocabulary, categories: list[str], tags: list[str]) -> Wish:
    """The wish for these keys; a former one stands for the present one. Raises AddressFault for one that is unknown."""
    found: dict[Literal["categories", "tags"], list[str]] = {}
    kinds: tuple[tuple[Literal["categories", "tags"], str, list[str]], ...] = (
        ("categories", "category", categories),
        ("tags", "tag", tags),
    )
    for kind, noun, keys in kinds:
        for key in keys:
            meant = vocabulary.meant(kind, key)
            if meant is None:
                near = nearest(key, getattr(vocabulary, kind))
                raise AddressFault(f'"{key[:60]}" is not a {noun}' + (f"; write {near}" if near else ""))
            found.setdefault(kind, []).append(meant)
    return Wish(frozenset(found.get("categories", ())), frozenset(found.get("tags", ())))
