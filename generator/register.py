"""Names and what is said of each, in bytes that are searched and not read whole; and with changes laid over them."""

from __future__ import annotations

from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")
_END, _SEP = b"\0\n", b"\0"  # around entries, and between a name and what is said: no name of a file has the first byte


def dumped(entries: Mapping[str, str]) -> bytes:
    """Name → words, as `Register` takes them. Neither holds U+0000, and words begin with no line break."""
    lines = [f"{name}\0{words}" for name, words in sorted(entries.items())]
    return _coded("\0\n".join(["", *lines, ""])) if lines else b""


class _InParts(Mapping[str, T], Generic[T]):
    """A mapping whose entries are read part by part, and not each by its name."""

    def part(self, part: int, of: int) -> Iterator[tuple[str, T]]:
        """The entries of one of so many parts, from 0; all parts together have each entry once."""
        raise NotImplementedError

    def said(self, part: int, of: int, words: Callable[[T], str]) -> list[list[str]]:
        """The same with the words of each value, each entry a list of the two."""
        raise NotImplementedError

    def starting(self, start: str) -> Iterator[str]:
        """The names that begin so."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.part(0, 1))

    def items(self) -> ItemsView[str, T]:
        """All entries."""
        return _Items(self, lambda: self.part(0, 1))


class Register(_InParts[T]):
    """Name → value, as `dumped` wrote them; an entry is read when it is asked for.

    To find one takes as long as to read ten: who wants most of them makes a dict of it.
    """

    def __init__(
        self, content: bytes, make: Callable[[str], T], start: int = 0, end: int | None = None, count: int | None = None
    ) -> None:
        """content: what `dumped` gave stands in it from `start` to `end`. make: the value from its words.

        count: of the entries, where that is known.
        """
        self._content = content
        self._make = make
        self._start = start
        self._end = len(content) if end is None else end
        self._count = max(0, content.count(_END, self._start, self._end) - 1) if count is None else count

    def __getitem__(self, name: str) -> T:
        content, wanted = self._content, _coded(name)
        at = self._first(wanted) + len(_END)
        stop = content.find(_SEP, at, self._end)
        if stop < 0 or content[at:stop] != wanted:
            raise KeyError(name)
        return self._make(_decoded(content[stop + 1 : content.index(_END, stop)]))

    def _first(self, wanted: bytes) -> int:
        """The mark before the first entry whose name is not less."""
        content = self._content
        low, high = self._start, self._end - len(_END)
        while low < high:
            middle = content.rfind(_END, low, (low + high) // 2 + len(_END))
            stop = content.index(_SEP, middle + len(_END))
            if content[middle + len(_END) : stop] < wanted:
                low = content.index(_END, stop)
            else:
                high = middle
        return low

    def __len__(self) -> int:
        return self._count

    def part(self, part: int, of: int) -> Iterator[tuple[str, T]]:
        """The entries of one of so many parts, from 0, that are about as long."""
        make = self._make
        return ((name, make(words)) for name, words in self._lines(part, of))

    def said(self, part: int, of: int, words: Callable[[T], str]) -> list[list[str]]:  # noqa: ARG002 - these have theirs
        """The same with the words of each value, as they stand here."""
        return self._lines(part, of)

    def _lines(self, part: int, of: int) -> list[list[str]]:
        length = self._end - self._start
        low, high = (self._bound(self._start + length * number // of) for number in (part, part + 1))
        lines = _decoded(self._content[low:high]).split("\0\n")
        return [line.split("\0", 1) for line in lines if line]

    def starting(self, start: str) -> Iterator[str]:
        """The names that begin so."""
        wanted, at = _coded(start), self._first(_coded(start)) + len(_END)
        while at < self._end and self._content.startswith(wanted, at):
            stop = self._content.index(_SEP, at)
            yield _decoded(self._content[at:stop])
            at = self._content.index(_END, stop) + len(_END)

    def _bound(self, at: int) -> int:
        """The last mark at or before `at`; behind all entries their end."""
        if at >= self._end:
            return self._end
        return max(self._start, self._content.rfind(_END, self._start, at + 1))


class Changed(_InParts[T]):
    """Another mapping with some entries new and some gone; `changed` makes it."""

    def __init__(self, base: Mapping[str, T], new: dict[str, T], gone: set[str]) -> None:
        """gone: none of the names in `new`. Neither is copied."""
        self.base, self.new, self.gone = base, new, gone
        inside = [name for name in (*self.new, *self.gone) if name in self.base]
        self._count = len(self.base) + len(self.new) - len(inside)
        self._out = frozenset(inside)  # what the base says of these does not hold

    def __getitem__(self, name: str) -> T:
        if name in self.new:
            return self.new[name]
        if name in self.gone:
            raise KeyError(name)
        return self.base[name]

    def __len__(self) -> int:
        return self._count

    def part(self, part: int, of: int) -> Iterator[tuple[str, T]]:
        """The entries of one of so many parts, from 0."""
        out = self._out
        yield from (entry for entry in share(self.base, part, of) if entry[0] not in out)
        yield from islice(self.new.items(), part, None, of)

    def said(self, part: int, of: int, words: Callable[[T], str]) -> list[list[str]]:
        """The same with the words of each value."""
        out = self._out
        found = [entry for entry in said(self.base, part, of, words) if entry[0] not in out]
        return found + [[name, words(value)] for name, value in islice(self.new.items(), part, None, of)]

    def starting(self, start: str) -> Iterator[str]:
        """The names that begin so."""
        yield from (name for name in starting(self.base, start) if name not in self._out)
        yield from (name for name in self.new if name.startswith(start))


def changed(base: Mapping[str, T], changes: Iterable[tuple[Mapping[str, T], Collection[str]]]) -> Mapping[str, T]:
    """The mapping after several changes, each (what is new, what is gone)."""
    over = base if isinstance(base, Changed) else None
    all_new: dict[str, T] = dict(over.new) if over else {}
    all_gone: set[str] = set(over.gone) if over else set()
    for new, gone in changes:
        for name in gone:
            all_new.pop(name, None)
        all_new |= new
        all_gone.update(gone)
        all_gone.difference_update(new)
    return Changed(over.base if over else base, all_new, all_gone) if all_new or all_gone else base


def starting(entries: Mapping[str, T], start: str) -> Iterator[str]:
    """The names of any mapping that begin so."""
    if isinstance(entries, _InParts):
        return entries.starting(start)
    return (name for name in entries if name.startswith(start))


def share(entries: Mapping[str, T], part: int, of: int) -> Iterator[tuple[str, T]]:
    """The entries of one of so many parts of any mapping, from 0; all parts together have each entry once."""
    if isinstance(entries, _InParts):
        return entries.part(part, of)
    return islice(entries.items(), part, None, of)


def said(entries: Mapping[str, T], part: int, of: int, words: Callable[[T], str]) -> list[list[str]]:
    """The same as lists of a name and the words of its value; those of a `Register` are as they stand there, and need
    not be made.
    """
    if isinstance(entries, _InParts):
        return entries.said(part, of, words)
    return [[name, words(value)] for name, value in share(entries, part, of)]


def difference(before: Mapping[str, T], now: Mapping[str, T]) -> tuple[dict[str, T], list[str]]:
    """What is another now than before, and what is gone."""
    if isinstance(now, Changed) and now.base is (before.base if isinstance(before, Changed) else before):
        before_too = (before.new.keys() | before.gone) if isinstance(before, Changed) else set[str]()
        names = [*dict.fromkeys([*now.new, *sorted(now.gone | before_too)])]
    else:
        before, now = dict(before.items()), dict(now.items())
        names = [*now, *(name for name in before if name not in now)]
    other = {name: now[name] for name in names if name in now and before.get(name) != now[name]}
    return other, [name for name in names if name not in now and name in before]


class _Items(ItemsView[str, T]):
    """Entries that come one after another, not each by its name."""

    def __init__(self, of: Mapping[str, T], entries: Callable[[], Iterator[tuple[str, T]]]) -> None:
        super().__init__(of)
        self._entries = entries

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return self._entries()


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")
