"""The sources of a site, watched: what changed, as it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from pathlib import Path

import watchfiles

from generator.build import state
from generator.files import input_files
from generator.files.settings import Settings

# How long a change waits for the rest of it, milliseconds: an editor writes a file in a few steps.
STEP, DEBOUNCE = 10, 100


async def changes(settings: Settings) -> AsyncIterator[list[Path]]:
    """Changes of the sources, as they come."""
    queue: asyncio.Queue[list[Path]] = asyncio.Queue()

    async def follow(places: list[Path], recursive: bool) -> None:
        async for changes in watchfiles.awatch(*places, step=STEP, debounce=DEBOUNCE, recursive=recursive):
            paths = [path for _, text in changes if not input_files.is_temporary((path := Path(text)).name)]
            if not paths:
                continue
            if recursive:
                queue.put_nowait(paths)
            elif wanted := [path for path in paths if path in top]:
                queue.put_nowait(wanted)

    # The folder of mkdocs.yml, not the file: an editor that saves puts another file in its place. For the same reason
    # folders that come anew are watched anew.
    root = settings.root.resolve()
    folders = {settings.papers_dir, settings.docs_dir, state.PACKAGE, *filter(None, [settings.theme_dir])}
    top = {root / settings.config_file.name, *(folder for folder in folders if folder.parent == root)}
    above = asyncio.create_task(follow([root], False))
    below = _followed(folders, follow)
    try:
        while True:
            paths = await queue.get()
            while not queue.empty():
                paths += queue.get_nowait()
            if top.intersection(paths) - {root / settings.config_file.name}:
                await _ended(below)
                below = _followed(folders, follow)
            yield paths
    finally:
        await _ended([above, *below])


def _followed(
    folders: Iterable[Path], follow: Callable[[list[Path], bool], Coroutine[None, None, None]]
) -> list[asyncio.Task[None]]:
    found = sorted({folder.resolve() for folder in folders if folder.is_dir()})
    watched = [folder for folder in found if not any(other in folder.parents for other in found)]
    return [asyncio.create_task(follow(watched, True))] if watched else []


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
