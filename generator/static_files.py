"""Our own styles and scripts, as files of the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.tree import Output, digest

FOLDER = Path(__file__).parent / "static"


def files() -> Iterator[Output]:
    """Everything in `static/`, below `assets/`; what starts with `preview` is served by the preview alone."""
    for path in sorted(FOLDER.iterdir()):
        if path.is_file() and not path.name.startswith(("preview", ".")):
            content = path.read_bytes()
            yield Output(f"assets/{path.name}", digest(content), lambda content=content: content, f"static/{path.name}")  # type: ignore[misc]  # mypy cannot infer a lambda with a default
