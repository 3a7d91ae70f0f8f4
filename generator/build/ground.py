"""The ground of a site: what the builder made of `docs/` and the theme, and what is learned of all its pages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.tree import digest
from generator.files.settings import Settings

if TYPE_CHECKING:
    from generator.build.shell import Shells, Theme


@dataclass
class Ground:
    """What the builder made.

    files: all, by their paths. written: the hand-written pages. placeholders: the pages of the tabs, squeezed.
    """

    theme: Theme
    files: dict[str, Path]
    written: dict[str, str]
    placeholders: dict[str, str]

    @cached_property
    def shells(self) -> Shells:
        """The placeholders as what is put around pages. Raises ShellError."""
        from generator.build.shell import Shells

        return Shells(self.placeholders, self.theme)


_last: dict[object, Ground] = {}  # of a preview, where the same is asked for edit by edit


def ground_of(settings: Settings, folder: Path, policy: bool, serve_url: str) -> Ground:
    """What the builder made in `folder`. policy, serve_url: as of `assembling.assemble`."""
    from generator.site.static_files import versions

    own = versions()
    key = (folder, policy, serve_url, settings.base_path, settings.subscribe, sorted(own.items()))
    if serve_url and repr(key) in _last:  # then the folder is one of those that are named by what they hold
        return _last[repr(key)]
    from generator.build.shell import Theme, is_shell

    theme = Theme(settings.base_path, own, policy, serve_path="/" if serve_url else "")
    theme.forms = settings.subscribe.origin if settings.subscribe else ""
    files = dict(_walk(folder))
    texts = {path: file.read_text(encoding="utf-8") for path, file in files.items() if path.endswith(".html")}
    shells = {path: text for path, text in texts.items() if is_shell(text)}
    written = {path: text for path, text in texts.items() if path not in shells}
    ground = Ground(theme, files, written, _learned(settings, theme, texts, shells))
    _last.clear()
    _last[repr(key)] = ground
    return ground


def _learned(settings: Settings, theme: Theme, texts: dict[str, str], shells: dict[str, str]) -> dict[str, str]:
    """Let the theme learn all pages; returns the shells, squeezed. Kept: after an edit it would take longer than most
    lists do.
    """
    from generator.core.cache_file import read_cache, write_cache
    from generator.core.text.html_tokens import squeezed
    from generator.site.rendering import program_digest

    made_from = digest(program_digest(), theme.root, list(texts), *[text.encode() for text in texts.values()])
    kept = read_cache(settings.cache_dir / "shells.json", made_from)
    if kept is not None:
        scripts, found = json.loads(kept)
        theme.scripts.update(scripts)
    else:
        for text in texts.values():
            theme.learn(text)
        found = {path: squeezed(text) for path, text in shells.items()}
        write_cache(
            settings.cache_dir / "shells.json", made_from, [json.dumps((sorted(theme.scripts), found)).encode()]
        )
    return dict(found)


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, below, files in os.walk(folder):
        below.sort()
        for name in sorted(files):
            file = Path(where, name)
            yield file.relative_to(folder).as_posix(), file
