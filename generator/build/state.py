"""What the last build was made from and what it left: so that a build with nothing to do does nothing."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple

from generator.core import workers
from generator.core.cache_file import read_cache, write_cache
from generator.core.folders import File, Seen, Stat
from generator.core.installed import installed
from generator.core.tree import digest
from generator.files import input_files
from generator.files.settings import Settings

FORMAT = 6
RACY = 2_000_000_000  # nanoseconds; what was written so shortly before it was noted may have changed unseen, as in git
PACKAGE = Path(__file__).parent.parent
_OF_BUILDER = ("docs/", "theme/", "mkdocs.yml")
_PACKAGES = (
    "frontmatter", "python_frontmatter", "pyyaml", "pydantic", "pydantic_core", "jinja2", "markupsafe",
    "markdown_it_py", "mdit_py_plugins", "latex2mathml", "mkdocs", "mkdocs_material", "properdocs", "zensical",
    "markdown", "pymdown_extensions", "pygments",
)  # fmt: skip


class Input(NamedTuple):
    """One file that the site is made from."""

    size: int
    modified: int
    content: str


@dataclass(slots=True)
class State:
    """inputs: name → Input. noted: when they were. key: fingerprint of everything that the site is made from.

    files: what was published, path → (fingerprint, Stat). folders: those that hold it. numbers: what the report of that
    build said.
    """

    inputs: dict[str, Input] = field(default_factory=dict)
    noted: int = 0
    key: str = ""
    files: Mapping[str, File] = field(default_factory=dict)
    folders: Mapping[str, Seen] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


def gather(settings: Settings, before: State) -> State:
    """The inputs as they are now; a file is read only if it does not look as it did `before`."""
    now = State(noted=time.time_ns())
    unknown: list[tuple[str, str, os.stat_result]] = []
    for name, path, found in _files(settings):
        known = before.inputs.get(name)
        if (
            known is not None
            and known.size == found.st_size
            and known.modified == found.st_mtime_ns
            and known.modified < before.noted - RACY
        ):
            now.inputs[name] = known
        else:
            now.inputs[name] = Input(found.st_size, found.st_mtime_ns, "")
            unknown.append((name, path, found))
    for (name, _, info), content in zip(unknown, workers.each([path for _, path, _ in unknown], _content), strict=True):
        if content:
            now.inputs[name] = Input(info.st_size, info.st_mtime_ns, content)
        else:
            del now.inputs[name]
    return now


def _content(path: str) -> str:
    """The fingerprint of a file; empty where it is gone. Of what is no regular file its kind is what counts."""
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return "" if not os.path.lexists(path) else "a link that leads nowhere"
    except OSError as error:
        return type(error).__name__
    if not stat.S_ISREG(state.st_mode):
        return f"no regular file: {stat.S_IFMT(state.st_mode):o}"
    try:
        with open(path, "rb") as file:
            return hashlib.blake2b(file.read(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return type(error).__name__


def of_builder(inputs: Mapping[str, Input]) -> dict[str, str]:
    """What the builder reads, name → content."""
    return {name: i.content for name, i in inputs.items() if name.startswith(_OF_BUILDER)}


def of_generator(inputs: Mapping[str, Input]) -> dict[str, str]:
    """The rest: papers, vocabularies and the code, which most pages are made from."""
    return {name: i.content for name, i in inputs.items() if not name.startswith(_OF_BUILDER)}


def of_program(inputs: Mapping[str, Input]) -> str:
    """Fingerprint of the code, and of what it reads papers with."""
    code = sorted((name, i.content) for name, i in inputs.items() if name.startswith("generator/") and ".py" in name)
    return digest(FORMAT, installed(_PACKAGES), code)


def key_of(settings: Settings, inputs: Mapping[str, Input], *options: object) -> str:
    """Return the fingerprint of everything that the site is made from."""
    contents = [(name, inputs[name].content) for name in sorted(inputs)]
    return digest(FORMAT, settings.variables, installed(_PACKAGES), options, contents)


def is_paper(name: str) -> bool:
    """Whether an input is the file of a paper."""
    return name.startswith("papers/") and name.endswith(".md") and name != "papers/README.md"


def papers(settings: Settings, state: State) -> dict[str, str]:
    """The inputs that are files of papers: name → path from the root of the project."""
    folder = _relative(settings.papers_dir, settings.root)
    return {name: f"{folder}/{name[7:]}" for name in state.inputs if is_paper(name)}


def paper(settings: Settings, name: str) -> tuple[str, Path]:
    """One of them: (path from the root of the project, where it is)."""
    path = name.removeprefix("papers/")
    return f"{_relative(settings.papers_dir, settings.root)}/{path}", settings.papers_dir / path


@cache
def _relative(folder: Path, root: Path) -> str:
    return os.path.relpath(folder, root).replace(os.sep, "/")


def read(settings: Settings, site_dir: Path) -> State:
    """Return the state that the last build into `site_dir` left; an empty one where there is none that can be read."""
    content = read_cache(_file(settings, site_dir), str(FORMAT))
    if content is None:
        return State()
    values = json.loads(content)
    return State(
        inputs={name: Input(*value) for name, value in values["inputs"].items()},
        noted=values["noted"],
        key=values["key"],
        files={path: (fingerprint, Stat(*stat)) for path, fingerprint, *stat in values["files"]},
        folders={path: Seen(*seen) for path, *seen in values["folders"]},
        numbers=values["numbers"],
    )


def write(settings: Settings, site_dir: Path, state: State) -> None:
    """Keep `state` for the next build."""
    values = {
        "noted": state.noted,
        "key": state.key,
        "numbers": state.numbers,
        "inputs": state.inputs,
        "files": [(path, fingerprint, *stat) for path, (fingerprint, stat) in state.files.items()],
        "folders": [(path, *seen) for path, seen in state.folders.items()],
    }
    content = json.dumps(values, separators=(",", ":"), check_circular=False).encode()
    write_cache(_file(settings, site_dir), str(FORMAT), [content])


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Wait until no other build of this project runs, and keep others waiting. The lock dies with the process."""
    settings.cache_dir.mkdir(parents=True, exist_ok=True)
    with open(settings.cache_dir / "lock", "a") as file:
        _lock(file)
        yield


def _lock(file: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are on their own
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def _file(settings: Settings, site_dir: Path) -> Path:
    place = hashlib.blake2b(os.path.realpath(site_dir).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
    return settings.cache_dir / f"state-{place}.json"


def _files(settings: Settings) -> Iterator[tuple[str, str, os.stat_result]]:
    theme = settings.theme_dir
    places = [(settings.papers_dir, "papers/"), (settings.docs_dir, "docs/"), (PACKAGE, "generator/")]
    if theme is not None:
        places.append((theme, "theme/"))
    with suppress(FileNotFoundError):
        yield "mkdocs.yml", str(settings.config_file), settings.config_file.stat()
    if settings.abstracts is not None:
        with suppress(OSError):
            yield "abstracts", str(settings.abstracts), settings.abstracts.stat()
    for folder, name in places:
        yield from _below(str(folder), name)


def _below(folder: str, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name == "__pycache__" or input_files.is_temporary(entry.name):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{prefix}{entry.name}/")
                continue
            state = entry.stat()
            if not stat.S_ISREG(state.st_mode):  # a pipe, or a link to a folder, of which the input is the link
                state = entry.stat(follow_symlinks=False)
        except OSError:  # a link that leads nowhere, or an editor's file that is gone again
            try:
                state = entry.stat(follow_symlinks=False)
            except OSError:
                continue
        yield prefix + entry.name, entry.path, state
