"""Lets `mkdocs build` and `mkdocs serve`, typed by hand, make the whole site: a hook of MkDocs and ProperDocs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.build.builders import ONLY
from generator.files import settings

if TYPE_CHECKING:
    from generator.model.library import Library

_serving = False
_libraries: dict[str, Library] = {}


def on_startup(*, command: str, **_: Any) -> None:
    """Note whether the site is served: then no policy stands in its pages, which would stop MkDocs's reload script."""
    global _serving  # noqa: PLW0603 - MkDocs gives hooks no other place
    _serving = command == "serve"


def on_serve(server: Any, config: Any, **_: Any) -> Any:
    """Watch what MkDocs does not know of."""
    from generator.build import state

    project = settings.read(_root(config))
    for folder in (project.papers_dir, state.PACKAGE / "site" / "templates", state.PACKAGE / "site" / "static"):
        if folder.is_dir():
            server.watch(str(folder))
    return server


def on_pre_build(config: Any) -> None:
    """Refuse papers with faults before MkDocs empties the folder of the site."""
    from generator.build import site

    if not os.environ.get(ONLY):
        with _told(config):
            _libraries[config["config_file_path"]] = site.load(settings.read(_root(config)))[0]


def on_post_build(config: Any) -> None:
    """Put the generated pages into the folder that MkDocs has just filled, and fill the hand-written ones."""
    from generator.build import site

    if not os.environ.get(ONLY):
        project = replace(settings.read(_root(config)), url=config["site_url"] or "")  # `serve` has one of its own
        with _told(config):
            site.fill(project, _libraries[config["config_file_path"]], Path(config["site_dir"]), policy=not _serving)


def _root(config: Any) -> Path:
    return Path(config["config_file_path"]).parent


@contextmanager
def _told(config: Any) -> Iterator[None]:
    """What is wrong as one message of MkDocs, or of ProperDocs, which has a package of its own."""
    from importlib import import_module

    from generator.build import site

    try:
        yield
    except (site.Faults, *site.ERRORS) as error:
        message = str(error)
        if isinstance(error, site.Faults):
            message = "\n".join(problem.text() for problem in error.problems)
        exceptions = import_module(f"{type(config).__module__.partition('.')[0]}.exceptions")
        raise exceptions.PluginError(message) from None
