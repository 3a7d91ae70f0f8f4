"""What the last build was made from and what it left: so that a build with nothing to do does nothing."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, NamedTuple, cast
from zlib import crc32

from generator import input_files, register, workers
from generator.folders import File, Seen, file_of, words_of
from generator.installed import installed
from generator.register import Register, changed, difference
from generator.settings import Settings
from generator.tree import digest

FORMAT = 5
_SAID = ("noted", "frame", "key", "numbers")
RACY = 2_000_000_000  # nanoseconds; what was written so shortly before it was noted may have changed unseen, as in git
PACKAGE = Path(__file__).parent
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


_input = partial(cast("Callable[[type[Input], Iterable[Any]], Input]", tuple.__new__), Input)  # in a third of the time


@dataclass(slots=True)
class State:
    """inputs: name → Input. noted: when they were. key: fingerprint of everything that the site is made from.

    frame: the same without what the files of papers hold.

    files: what was published, path → (fingerprint, Stat). folders: those that hold it. numbers: what the report of that
    build said. since: which whole state on the disk this one was read from, with the changes behind it; 0: none.
    """

    inputs: dict[str, Input] = field(default_factory=dict)
    noted: int = 0
    frame: str = ""
    key: str = ""
    files: Mapping[str, File] = field(default_factory=dict)
    folders: Mapping[str, Seen] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    since: int = 0


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


def keys(settings: Settings, inputs: Mapping[str, Input], *options: object) -> tuple[str, str]:
    """Fingerprints of everything that the site is made from: without what the files of papers hold, and with it."""
    names = sorted(inputs)
    papers = [name for name in names if is_paper(name)]
    others = [(name, inputs[name].content) for name in names if not is_paper(name)]
    frame = digest(FORMAT, settings.variables, installed(_PACKAGES), options, others, papers)
    return frame, digest(frame, [inputs[name].content for name in papers])


def is_paper(name: str) -> bool:
    """Whether an input is the file of a paper."""
    return name.startswith("papers/") and name.endswith(".md") and name != "papers/README.md"


def papers(settings: Settings, state: State) -> dict[str, str]:
    """The inputs that are files of papers: name → path from the root of the project."""
    folder = _relative(settings.papers_dir, settings.root)
    return {name: f"{folder}/{name[7:]}" for name in state.inputs if is_paper(name)}


def of_paper(settings: Settings, state: State, path: str) -> Input:
    """The input that is the file of a paper. path: of it, from the root of the project. Raises KeyError."""
    return state.inputs[f"papers/{path.removeprefix(f'{_relative(settings.papers_dir, settings.root)}/')}"]


def paper(settings: Settings, name: str) -> tuple[str, Path]:
    """One of them: (path from the root of the project, where it is)."""
    path = name.removeprefix("papers/")
    return f"{_relative(settings.papers_dir, settings.root)}/{path}", settings.papers_dir / path


@cache
def _relative(folder: Path, root: Path) -> str:
    return os.path.relpath(folder, root).replace(os.sep, "/")


def read(settings: Settings, site_dir: Path) -> State:
    """The state that the last build into `site_dir` left; an empty one where there is none that can be read."""
    whole = _file(settings, site_dir)
    state = State()
    try:
        content = whole.read_bytes()
        start = content.index(b"\n") + 1
        values: dict[str, Any] = json.loads(content[:start])
        middle = start + values["length"]
        if values["format"] != FORMAT or crc32(content[start:]) != values["sum"]:
            return State()
        _take(state, values)
        state.files = Register(content, file_of, start, middle, values["counts"][0])
        state.folders = Register(content, Seen.of, middle, count=values["counts"][1])
        state.since = state.noted
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return State()
    lines: list[bytes] = []
    with suppress(OSError):
        lines = _changes(whole).read_bytes().splitlines()
    files: list[tuple[dict[str, File], list[str]]] = []
    seen: list[tuple[dict[str, Seen], list[str]]] = []
    for line in lines:
        with suppress(ValueError, KeyError, TypeError, IndexError):  # a line that a killed build wrote half
            values = json.loads(line)
            if values["since"] == state.since:
                made = {path: file_of(words) for path, words in values["files"].items()}
                found = {path: Seen.of(words) for path, words in values["folders"].items()}
                files.append((made, values["files_gone"]))
                seen.append((found, values["folders_gone"]))
                _take(state, values)
    state.files, state.folders = changed(state.files, files), changed(state.folders, seen)
    return state


def _take(state: State, values: Mapping[str, Any]) -> None:
    """Put into `state` what `values` say."""
    inputs = {name: _input(value) for name, value in values["inputs"].items()}
    if not {len(Input._fields)}.issuperset(map(len, inputs.values())):
        raise ValueError("another number of values")
    state.noted, state.frame, state.key = values["noted"], values["frame"], values["key"]
    state.numbers = values["numbers"]
    state.inputs.update(inputs)
    for name in values["inputs_gone"]:
        del state.inputs[name]


def write(settings: Settings, site_dir: Path, state: State, before: State | None = None) -> None:
    """Note `state` for the next build. before: what was read; where little is another, only that is added to it."""
    whole = _file(settings, site_dir)
    values: dict[str, Any] = {"format": FORMAT, **{name: getattr(state, name) for name in _SAID}}
    if before is not None and before.since:
        inputs, inputs_gone = difference(before.inputs, state.inputs)
        files, files_gone = difference(before.files, state.files)
        folders, folders_gone = difference(before.folders, state.folders)
        changes = _changes(whole)
        size = changes.stat().st_size if changes.exists() else 0
        if 8 * (len(inputs) + len(files)) < len(state.files) and 4 * size < whole.stat().st_size:
            values |= {"since": before.since, "inputs": inputs, "inputs_gone": inputs_gone}
            values |= {"files": {path: words_of(made) for path, made in files.items()}, "files_gone": files_gone}
            values |= {"folders": {path: seen.words() for path, seen in folders.items()}}
            values |= {"folders_gone": folders_gone}
            with open(changes, "a", encoding="utf-8") as file:
                file.write(f"\n{_dumped(values)}\n")  # behind a half line too
            state.since = before.since
            return
    made = register.dumped({path: words_of(of) for path, of in state.files.items()})
    seen = register.dumped({path: of.words() for path, of in state.folders.items()})
    values |= {"inputs": state.inputs, "inputs_gone": [], "length": len(made), "sum": crc32(seen, crc32(made))}
    values["counts"] = len(state.files), len(state.folders)
    whole.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{whole.name}-", dir=whole.parent)
    try:
        with open(descriptor, "wb") as file:
            file.writelines((f"{_dumped(values)}\n".encode(), made, seen))
        os.replace(name, whole)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    state.since = state.noted
    _changes(whole).unlink(missing_ok=True)


def _dumped(values: object) -> str:
    return json.dumps(values, separators=(",", ":"), check_circular=False)


def _changes(whole: Path) -> Path:
    return whole.with_suffix(".changes")


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
