"""Icons, from the theme's package: as SVG in the page, or in a sheet that all pages of the site share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from markupsafe import Markup

from generator.core.tree import Output, digest
from generator.model import addresses

# What many pages show, name → icon of the theme; it stands in the sheet.
SHARED = {
    "arxiv": "material/text-box-outline",
    "blog": "material/note-text-outline",
    "code": "material/code-tags",
    "data": "material/database-outline",
    "demo": "material/play-circle-outline",
    "doi": "material/link-variant",
    "feed": "material/rss",
    "model": "material/cube-outline",
    "page": "material/open-in-new",
    "pdf": "material/file-document-outline",
    "poster": "material/post-outline",
    "project": "material/web",
    "slides": "material/presentation",
    "video": "material/video-outline",
}


def icon(name: str) -> Markup:
    """An icon of the theme (`material/web`) as SVG, for eyes only: the word stands beside it or in a label."""
    return Markup(  # noqa: S704 - from the theme's package, nothing of the input in it
        f'<svg class="p-icon" viewBox="0 0 24 24" aria-hidden="true">{_path(name)}</svg>'
    )


@lru_cache(maxsize=256)
def shared_icon(name: str, base: str) -> Markup:
    """An icon of the sheet, a name of SHARED, for a page from which `base` leads to the root. Raises KeyError.

    It is referred to by `xlink:href`: the theme's script writes to everything with an `href`, and cannot here.
    """
    return Markup(  # noqa: S704 - names of SHARED only; `base` is made of dots and slashes
        f'<svg class="p-icon" viewBox="0 0 24 24" aria-hidden="true">'
        f'<use xlink:href="{base}{addresses.ICONS}#{_known(name)}"/></svg>'
    )


def sheet(others: Mapping[str, str]) -> Iterator[Output]:
    """The sheet as a file of the site. others: name → path element of the icons that the theme's shell shows."""
    paths = {name: _path(icon) for name, icon in SHARED.items()} | dict(sorted(others.items()))
    symbols = "\n".join(f'<symbol id="{name}" viewBox="0 0 24 24">{path}</symbol>' for name, path in paths.items())
    content = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'.encode()
    yield Output(addresses.ICONS, digest(content), lambda: content, "the theme's icons")


def _known(name: str) -> str:
    if name not in SHARED:
        raise KeyError(name)
    return name


@cache
def _path(name: str) -> str:
    text = files("material").joinpath("templates", ".icons", f"{name}.svg").read_text(encoding="utf-8")
    match = re.search(r"<path[^>]*?(?:/>|></path>)", text)
    if not match:
        raise ValueError(f"the icon {name} has no path")
    return match[0]
