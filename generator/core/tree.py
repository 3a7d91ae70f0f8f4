"""The site as a value: every path with what it is made from and how to make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass


def digest(*parts: object) -> str:
    """A short fingerprint (32 hex digits) of `parts`, bytes as they are, everything else by its `repr`.

    Parts must have a `repr` that does not depend on the process (no sets, no object addresses).
    """
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site.

    path: where, from the root of the site, with `/`: `papers/keller-2023/index.html`.
    fingerprint: of everything that the content is made from; equal fingerprints mean equal bytes.
    make: gives the content; called only when it is needed, and may be called again.
    source: what asked for this file, in words for a person: `papers/keller-2023.md`.
    listed: whether a page stands in the sitemap; what only leads on, or says that something is gone, does not.
    """

    path: str
    fingerprint: str
    make: Callable[[], bytes]
    source: str
    listed: bool = True


class PathTaken(Exception):
    """Two sources want the same path of the site. The message names the path and both."""


class Tree(Mapping[str, Output]):
    """Path → Output, in order of path. Two outputs for one path are refused.

    Paths that differ only in case count as one: the file systems of macOS and Windows would merge them.
    """

    def __init__(self, outputs: Iterable[Output] = ()) -> None:
        self._outputs: dict[str, Output] = {}
        self._folded: dict[str, str] = {}
        self._order: list[str] | None = None  # the paths, sorted; None: not known
        for output in outputs:
            self.add(output)

    def add(self, output: Output) -> None:
        """Put `output` in. Raises PathTaken."""
        folded = output.path.casefold()
        taken = self._folded.setdefault(output.path if folded == output.path else folded, output.path)
        if taken in self._outputs:
            raise PathTaken(
                f"{output.path}: wanted by {self._outputs[taken].source} and by {output.source}; rename one of them"
            )
        self._outputs[output.path] = output
        self._order = None

    def replace(self, output: Output) -> None:
        """Put `output` in, in the place of a placeholder that may be there."""
        taken = self._folded.pop(output.path.casefold(), None)
        if taken is not None:
            del self._outputs[taken]
        self.add(output)

    def changed(self, outputs: Iterable[Output]) -> Tree:
        """Return a tree with other outputs under some of its paths, and under new ones."""
        tree, new = Tree(), {output.path: output for output in outputs}
        tree._outputs = {**self._outputs, **new}
        tree._folded = {**self._folded, **{path.casefold(): path for path in new}}
        return tree

    def __getitem__(self, path: str) -> Output:
        return self._outputs[path]

    def __iter__(self) -> Iterator[str]:
        if self._order is None:
            self._order = sorted(self._outputs)
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._outputs)
