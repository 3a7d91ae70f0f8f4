"""Our own styles and scripts, as files of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator.core.tree import Output, digest

FOLDER = Path(__file__).parent / "static"
# Where a script names another of ours: `from "./rows.js"`, `import("./finder.js")`.
_NAMED = re.compile(rb"""((?:\bfrom |\bimport |\bimport\()"\./[\w-]+\.js)(?=")""")


def files() -> Iterator[Output]:
    """Everything in `static/`, below `assets/`; what starts with `preview` is served by the preview alone.

    Where scripts name one another, the version is added: else a cache could mix old ones with new ones.
    """
    contents = _contents()
    version = _version(contents)
    for name, content in contents.items():
        made_from = digest(content, version) if name.endswith(".js") else digest(content)
        yield Output(f"assets/{name}", made_from, partial(_made, name, content, version), f"static/{name}")


def versions() -> dict[str, str]:
    """Path of each → a few digits that change when any of them does."""
    contents = _contents()
    version = _version(contents)
    return {f"assets/{name}": version for name in contents}


def address(name: str) -> str:
    """Address of one of them, with the version."""
    return f"assets/{name}?v={_version(_contents())}"


def _contents() -> dict[str, bytes]:
    paths = [path for path in sorted(FOLDER.iterdir()) if path.is_file()]
    return {path.name: path.read_bytes() for path in paths if not path.name.startswith(("preview", "."))}


def _version(contents: dict[str, bytes]) -> str:
    return digest(sorted(contents.items()))[:8]


def _made(name: str, content: bytes, version: str) -> bytes:
    return _NAMED.sub(rb"\1?v=" + version.encode(), content) if name.endswith(".js") else content
