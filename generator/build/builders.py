"""The site builder as a program: docs/, mkdocs.yml and the theme → a folder of HTML, kept until one of them changes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.core.folders import exchange
from generator.core.installed import installed
from generator.core.tree import digest
from generator.files.settings import THEME, THEME_VARIABLE, Settings

BUILDERS = ("mkdocs", "properdocs", "zensical")
ONLY = "PAPERS_BUILDER_ONLY"  # set for the builder that we start: our hook shall not fill its output
KEPT = 3  # outputs of the builder that are kept besides those used in the last hour
_PACKAGES = (
    "mkdocs", "mkdocs_material", "properdocs", "zensical", "markdown", "pymdown_extensions", "pygments", "jinja2",
)  # fmt: skip
_TEMPLATE_LINE = re.compile(r'File "([^"]+\.html)", line (\d+)')
_ANSI = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")


class BuilderError(Exception):
    """The builder is not there or failed. The message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class _Command:
    module: str
    install: str
    arguments: tuple[str, ...]


_QUIETLY = ("build", "--quiet", "-f", "{config}", "-d", "{out}")
_COMMANDS = {
    "mkdocs": _Command("mkdocs", "pip install mkdocs-material", _QUIETLY),
    "properdocs": _Command("properdocs", "pip install properdocs", _QUIETLY),
    "zensical": _Command("zensical", "pip install zensical", ("build", "-f", "{config}")),
}


def output(settings: Settings, builder: str, inputs: Mapping[str, str], fresh: bool = False) -> Path:
    """The folder with what `builder` makes of the project; the builder runs only if it is not there yet.

    inputs: file → fingerprint, of all that the builder reads (docs/, mkdocs.yml, the theme). fresh: let it run anyway.
    Raises BuilderError.
    """
    with running(settings, builder, inputs, fresh) as wait:
        return wait()


@contextmanager
def running(
    settings: Settings, builder: str, inputs: Mapping[str, str], fresh: bool = False
) -> Iterator[Callable[[], Path]]:
    """`output` beside other work: the builder is started, and what is given waits for it. Ends it if nobody waited."""
    if builder not in _COMMANDS:
        raise BuilderError(f'"{builder}" is not a builder; write one of {", ".join(BUILDERS)}')
    key = digest(builder, sorted(inputs.items()), settings.variables, installed(_PACKAGES))
    folder = settings.cache_dir / "builder" / f"{builder}-{key}"
    if folder.is_dir() and not fresh:
        with suppress(OSError):
            os.utime(folder)
        yield lambda: folder
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".run-", dir=folder.parent) as name,
        _start(settings, builder, Path(name)) as process,
    ):

        def wait() -> Path:
            _put(_finished(process, builder, Path(name)), folder, fresh)
            return folder

        try:
            yield wait
        finally:
            process.kill()
            process.wait()  # leaving the block waits but a moment where Ctrl-C ends it, and the folder goes next


def _put(out: Path, folder: Path, fresh: bool) -> None:
    """Give what was made the name `folder`."""
    if fresh and folder.is_dir():
        exchange(out, folder)
        return
    try:
        out.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another build was quicker, with the same result
            raise
    _prune(folder)


def _start(settings: Settings, builder: str, folder: Path) -> subprocess.Popen[str]:
    """Start the builder with its output below `folder`."""
    command = _COMMANDS[builder]
    out, config = folder / "site", settings.config_file
    if builder == "zensical":
        config = _project_of_its_own(settings, folder)
    arguments = [part.format(config=config, out=out) for part in command.arguments]
    environment = os.environ | {
        ONLY: "1",
        THEME_VARIABLE: os.environ.get(THEME_VARIABLE, str(THEME)),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Our hook is imported there too, also where this package is not installed but lies in the project.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")])),
    }
    return subprocess.Popen(
        [sys.executable, "-m", command.module, *arguments],
        cwd=folder if builder == "zensical" else settings.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _finished(process: subprocess.Popen[str], builder: str, folder: Path) -> Path:
    """Wait for the builder; returns the folder of its output."""
    command, out = _COMMANDS[builder], folder / "site"
    text, _ = process.communicate()
    if process.returncode == 0 and (out / "index.html").is_file():
        return out
    said = [line for line in _ANSI.sub("", text).splitlines() if line.strip()]
    if any(line.endswith(f"No module named {command.module}") for line in said):
        raise BuilderError(f"{builder} is not installed; install it with `{command.install}`, or take another builder")
    lines = [f"    {line}" for line in _told(said, folder)]
    raise BuilderError("\n".join([f"{builder} could not build docs/:", *lines]))


def _told(lines: list[str], folder: Path) -> list[str]:
    """The lines of the builder's output that matter to a person."""
    if not lines:
        return ["it said nothing, and made no index.html: is there a docs/index.md?"]
    told = [line.rstrip().replace(f"{folder}{os.sep}", "") for line in lines]
    if any(line.startswith("Traceback") for line in told):
        # Jinja puts the lines of templates into the traceback; the last one is where it went wrong.
        places = [match for line in told if (match := _TEMPLATE_LINE.search(line))]
        reason = told[-1]
        return [f"{places[-1][1]}:{places[-1][2]}: {reason.partition(': ')[2] or reason}"] if places else [reason]
    faults = [line for line in told if re.search(r"error|abort|fail|critical", line, re.IGNORECASE)]
    return (faults or told)[-6:]


def _project_of_its_own(settings: Settings, folder: Path) -> Path:
    """A copy of what Zensical reads. It takes no folders but those beside its configuration, and knows no `-d`.

    The classic variant is the look of Material; its own search and our hook stay out.
    """
    shutil.copytree(settings.docs_dir, folder / "docs")
    theme = "variant: classic"
    if settings.theme_dir is not None:
        shutil.copytree(settings.theme_dir, folder / "theme")
        theme += ", custom_dir: theme"
    config = folder / "mkdocs.yml"
    shutil.copyfile(settings.config_file, folder / "parent.yml")
    config.write_text(
        "INHERIT: parent.yml\ndocs_dir: docs\nsite_dir: site\n"
        f"theme: {{{theme}}}\nplugins: {{search: {{enabled: false}}}}\nhooks: []\n",
        encoding="utf-8",
    )
    return config


def _prune(used: Path) -> None:
    """Delete old outputs, and what killed runs left behind."""
    hour_ago = time.time() - 3600
    entries: list[tuple[float, Path]] = []
    for path in used.parent.iterdir():
        with suppress(OSError):
            if path.suffix == ".checked":  # it goes with the folder that was checked
                continue
            entries.append((path.stat().st_mtime, path))
    entries.sort(reverse=True)
    for number, (modified, path) in enumerate(entries):
        if path != used and number > KEPT and modified < hour_ago:
            shutil.rmtree(path, ignore_errors=True)
            path.with_name(f"{path.name}.checked").unlink(missing_ok=True)
