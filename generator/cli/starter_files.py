"""A list of one's own: the files it begins with, and how those that came with the program are brought up to date.

Theme, templates, styles and scripts stay in the program, so that few files are copied. What a curator writes (settings,
papers, pages) is written once and never touched again; workflows and the like follow the program where nobody changed
them.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator import __version__
from generator.files.settings import UNESCAPED

STARTER = Path(__file__).parent / "starter"
RECORD = ".papers.json"  # what was written, with fingerprints, so that an upgrade knows what was changed since
REQUIREMENT = f"papers-generator=={__version__}"
# The tabs of the navigation, each with a page that the program fills.
TABS = {
    "papers": "Papers",
    "years": "Years",
    "categories": "Categories",
    "tags": "Tags",
    "authors": "Authors",
    "venues": "Venues",
    "new": "New",
    "feeds": "Feeds",
    "digest": "Digests",
}
# The part of the program that the workflows run with a write token, without an install: see `github.posting`.
_POSTING = (
    "__init__.py",
    *(f"github/{module}.py" for module in ("__init__", "client", "comment", "issue_branch", "posting")),
)
# The rest belongs to the curator from the first day.
_FOLLOWS = (".github/", ".vscode/", ".pre-commit-config.yaml", "requirements.lock")

What = Literal["new", "updated", "kept", "same"]


class StartError(Exception):
    """The list cannot be made or upgraded. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with one file. diff: of a file that was kept, from what is there to what the program has."""

    path: str
    what: What
    diff: str = ""


def files(name: str, requirement: str = REQUIREMENT) -> dict[str, str]:
    """Every file of a new list: path → text. name: of the list. requirement: what pip installs the program from."""
    found: dict[str, str] = {}
    for path in sorted(STARTER.rglob("*")):
        if path.is_file():
            where = "/".join(part.replace("dot-", ".", 1) for part in path.relative_to(STARTER).parts)
            quoted = json.dumps(name, ensure_ascii=False)[1:-1] if where == "mkdocs.yml" else name
            found[where] = (
                path.read_text(encoding="utf-8").replace("@NAME@", quoted).replace("@GENERATOR@", requirement)
            )
    for module in _POSTING:
        found[f".github/scripts/generator/{module}"] = (STARTER.parent.parent / module).read_text(encoding="utf-8")
    for tab, title in TABS.items():
        found[f"docs/{tab}/index.md"] = (
            f"---\ntemplate: shell.html\nhide: [navigation, toc]\n---\n\n# {title} {{#title}}\n\n"
            "The generator fills this page and those below it.\n"
        )
    return found


def start(folder: Path, name: str, requirement: str = REQUIREMENT) -> list[Done]:
    """Write a new list into `folder`, which must be empty or not there. Raises StartError, OSError."""
    if folder.exists() and (not folder.is_dir() or any(entry.name != ".git" for entry in folder.iterdir())):
        raise StartError(f"{folder}: is not empty; name a folder that is not there yet, or use --upgrade")
    if not name.strip() or not name.isprintable():
        raise StartError("the name of the list is empty, or has characters that cannot be seen")
    if wrong := UNESCAPED.search(name):
        raise StartError(f"the name of the list holds {wrong[0]}; leave it out, or write “ and ” for quotes")
    wanted = files(name, requirement)
    for path, text in wanted.items():
        _write(folder / path, text)
    _record(folder, name, requirement, wanted)
    return [Done(path, "new") for path in wanted]


def upgrade(folder: Path, dry_run: bool = False) -> list[Done]:
    """Bring the files that came with the program up to date. Raises StartError, OSError.

    A file that was changed since it was written is kept, and told with the difference; one that was taken out stays
    out.
    """
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        name, requirement, written = str(record["name"]), str(record["requirement"]), dict(record["files"])
    except FileNotFoundError:
        raise StartError(f"{folder}: has no {RECORD}; it was not made by papers init") from None
    except (ValueError, KeyError, TypeError):
        raise StartError(f"{folder / RECORD}: cannot be read; take it back from git") from None
    wanted = {path: text for path, text in files(name, requirement).items() if path.startswith(_FOLLOWS)}
    done = list(_upgraded(folder, wanted, written))
    if not dry_run:
        for one in done:
            if one.what in {"new", "updated"}:
                _write(folder / one.path, wanted[one.path])
        kept = {one.path for one in done if one.what == "kept"}
        now = {path: text for path, text in wanted.items() if path not in kept}
        _record(folder, name, requirement, now, written)
    return done


def _upgraded(folder: Path, wanted: dict[str, str], written: dict[str, str]) -> Iterator[Done]:
    for path, text in wanted.items():
        try:
            there = (folder / path).read_text(encoding="utf-8")
        except FileNotFoundError:
            if path not in written:
                yield Done(path, "new")
            continue
        except UnicodeDecodeError:
            there = ""
        if there == text:
            yield Done(path, "same")
        elif _digest(there) == written.get(path):
            yield Done(path, "updated")
        else:
            mine, ours = there.splitlines(keepends=True), text.splitlines(keepends=True)
            diff = difflib.unified_diff(mine, ours, path, path, "as it is", "the program's")
            yield Done(path, "kept", "".join(diff))


def _record(
    folder: Path, name: str, requirement: str, files: dict[str, str], before: dict[str, str] | None = None
) -> None:
    digests = {**(before or {}), **{path: _digest(text) for path, text in files.items()}}
    record = {"name": name, "requirement": requirement, "version": __version__, "files": dict(sorted(digests.items()))}
    _write(folder / RECORD, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
