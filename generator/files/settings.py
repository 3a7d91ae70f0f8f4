"""The settings of the site, read from mkdocs.yml: the one place where its address and the repository's stand."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from generator.core.problems import Problem
from generator.files import input_files
from generator.files.subscribing import Provider, ProviderFault, provider

UNESCAPED = re.compile('[<>"]')  # the theme puts the name of the site into attributes as it stands
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
CONFIG_FILE = "mkdocs.yml"
# Names the folder of our theme to a list that does not hold it: `custom_dir: !ENV [PAPERS_THEME, theme]`.
THEME_VARIABLE = "PAPERS_THEME"
ABSTRACTS_VARIABLE = "PAPERS_ABSTRACTS"
THEME = Path(__file__).parent.parent / "site" / "theme"


class SettingsError(Exception):
    """The settings cannot be used. The message says where, what, and what to write."""

    def problem(self) -> Problem:
        """The same as a problem of mkdocs.yml."""
        match = re.fullmatch(r"[^:]*(?::(\d+):(\d+))?: (.*)", str(self), re.DOTALL)
        line, column, message = match.groups() if match else (None, None, str(self))
        return Problem(CONFIG_FILE, int(line or 0), int(column or 0), "settings", str(message))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the generator takes from mkdocs.yml.

    url: the site's address, ends with `/`; empty where the site has none.
    base_path: the path of `url`, `/` or `/neuroai-papers/`: what the addresses of 404.html start with.
    first_url: the address that the site had first, ends with `/`; ids in feeds come from it. `url` where none is set.
    repository: address of the repository without a slash at its end; empty where there is none.
    summaries: a sentence that says who wrote the summaries, and from what; shown on each paper's page. Empty: none.
    search: whether the site gets a search index.
    subscribe: who takes subscriptions to the mail; None where nobody does.
    abstracts: the file in which abstracts are kept, outside the repository; None where there shall be none.
    variables: the environment variables that the file names with `!ENV`, with their present values.
    """

    root: Path
    name: str
    description: str = ""
    url: str = ""
    first_url: str = ""
    repository: str = ""
    branch: str = "main"
    language: str = "en"
    papers_dir: Path = Path("papers")
    docs_dir: Path = Path("docs")
    site_dir: Path = Path("site")
    theme_dir: Path | None = None
    config_file: Path = Path(CONFIG_FILE)
    summaries: str = ""
    search: bool = True
    subscribe: Provider | None = None
    abstracts: Path | None = None
    variables: tuple[tuple[str, str | None], ...] = field(default=())

    @property
    def base_path(self) -> str:
        """The path of the site's address."""
        return urlsplit(self.url).path or "/"

    @property
    def cache_dir(self) -> Path:
        """Where things are kept that can be made again."""
        return self.root / ".cache" / "papers"


def read(root: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the project in the folder `root`. Raises SettingsError."""
    root = root.resolve()
    path = root / CONFIG_FILE
    environment = {THEME_VARIABLE: str(THEME), **(os.environ if environment is None else environment)}
    if why := _why_not_read(path, root):
        raise SettingsError(f"{CONFIG_FILE}: cannot be read: {why}; put the file itself here")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(f"{path}: is not there; run this in the folder of a paper list") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{CONFIG_FILE}: is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{CONFIG_FILE}: cannot be read: {error.strerror}") from None
    return _File(text, environment).settings(root, path)


def _why_not_read(path: Path, root: Path) -> str:
    """Why the file is none to read: only a regular file inside the project is one. Empty also where it is not there."""
    if path.is_symlink() and (why := input_files.why_no_target(path, root)):
        return why
    return "it is no regular file" if path.exists() and not path.is_file() else ""


def _abstracts(environment: Mapping[str, str]) -> Path | None:
    """Where PAPERS_ABSTRACTS says, else in the user's cache (XDG Base Directory Specification)."""
    if ABSTRACTS_VARIABLE in environment:
        return Path(environment[ABSTRACTS_VARIABLE]) if environment[ABSTRACTS_VARIABLE] else None
    home, cache = environment.get("HOME", ""), environment.get("XDG_CACHE_HOME", "")
    folder = Path(cache) if cache else Path(home, ".cache")
    return folder / "papers" / "abstracts.json" if folder.is_absolute() else None


class _File:
    """One mkdocs.yml. Nodes of the parser are kept, so that a message can name the place of a value."""

    def __init__(self, text: str, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.variables: dict[str, str | None] = {}
        loader = getattr(yaml, "CLoader", yaml.Loader)(text)
        try:
            node = loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise SettingsError(f"{_place(mark)}: is not YAML: {error.problem or error.context}") from None
        except yaml.YAMLError as error:
            raise SettingsError(f"{CONFIG_FILE}: is not YAML: {error}") from None
        finally:
            loader.dispose()
        if not isinstance(node, yaml.MappingNode):
            raise SettingsError(f"{CONFIG_FILE}: holds no settings; write at least `site_name: Name of the list`")
        self.top = node

    def settings(self, root: Path, path: Path) -> Settings:
        name = self._text("site_name")
        if not name:
            raise SettingsError(f"{CONFIG_FILE}: has no site_name; write `site_name: Name of the list`")
        if found := UNESCAPED.search(name):
            place = _place(self._node("site_name").start_mark)  # type: ignore[union-attr]  # there is a name
            raise SettingsError(f"{place}: site_name holds {found[0]}; leave it out, or write “ and ” for quotes")
        url = self._address("site_url")
        self._walk(self.top)
        first = self._address("extra", "first_url") or url
        repository = self._address("extra", "repository").rstrip("/")
        custom = self._text("theme", "custom_dir")
        return Settings(
            root=root,
            name=name,
            description=self._text("site_description"),
            url=url and url.rstrip("/") + "/",
            first_url=first and first.rstrip("/") + "/",
            repository=repository,
            subscribe=self._provider("extra", "subscribe"),
            branch=self._text("extra", "branch") or "main",
            language=self._text("theme", "language") or "en",
            summaries=_sentence(self._text("extra", "summaries")),
            papers_dir=root / (self._text("extra", "papers_dir") or "papers"),
            docs_dir=root / (self._text("docs_dir") or "docs"),
            site_dir=root / (self._text("site_dir") or "site"),
            theme_dir=root / custom if custom else None,
            config_file=path,
            abstracts=_abstracts(self.environment),
            variables=tuple(sorted(self.variables.items())),
        )

    def _node(self, *keys: str) -> yaml.Node | None:
        node: yaml.Node | None = self.top
        for key in keys:
            if not isinstance(node, yaml.MappingNode):
                return None
            node = next((v for k, v in node.value if isinstance(k, yaml.ScalarNode) and k.value == key), None)
        return node

    def _text(self, *keys: str) -> str:
        """The value as text, as it was written; empty where there is none."""
        node = self._node(*keys)
        value = self._environment(node) if node is not None and node.tag == "!ENV" else node
        if isinstance(value, yaml.ScalarNode):
            text = "" if value.tag == "tag:yaml.org,2002:null" else str(value.value).strip()
        elif value is None or isinstance(value, str):
            text = value or ""
        else:
            raise SettingsError(f"{_place(value.start_mark)}: {'.'.join(keys)} is not text")
        if node is not None and (found := _CONTROL.search(text)):  # some of them mean something in templates
            what = f"a control character (U+{ord(found[0]):04X})"
            raise SettingsError(f"{_place(node.start_mark)}: {'.'.join(keys)} holds {what}; take it out")
        return text

    def _address(self, *keys: str) -> str:
        text, node = self._text(*keys), self._node(*keys)
        if not text or node is None:
            return ""
        if not _is_address(text):
            raise SettingsError(
                f'{_place(node.start_mark)}: {".".join(keys)}: "{text}" is not an address of a site; '
                f"write it whole, such as https://papers.example.org/"
            )
        return text

    def _environment(self, node: yaml.Node) -> yaml.Node | str | None:
        """What MkDocs makes of `!ENV NAME` and `!ENV [NAME, NAME, default]`."""
        names, default = _names(node)
        for name in names:
            if name in self.environment:
                return self.environment[name].strip()
        return default

    def _provider(self, *keys: str) -> Provider | None:
        """The provider of subscriptions; None where none is set."""
        node = self._node(*keys)
        kind = self._text(*keys, "provider")
        if node is None or not kind:
            return None
        try:
            return provider(kind, self._text(*keys, "address"), self._text(*keys, "list"))
        except ProviderFault as fault:
            raise SettingsError(f"{_place(node.start_mark)}: {'.'.join(keys)}: {fault}") from None

    def _walk(self, top: yaml.Node) -> None:
        todo = [top]
        while todo:
            node = todo.pop()
            if node.tag == "!ENV":
                for name in _names(node)[0]:
                    self.variables[name] = self.environment.get(name)
            elif isinstance(node, yaml.MappingNode):
                todo += [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                todo += node.value


def _sentence(text: str) -> str:
    """Return a text on one line, with a full stop where it has no sign at its end."""
    line = " ".join(text.split())
    return f"{line}." if line and unicodedata.category(line[-1])[0] in "LN" else line


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return valid and not parts.query and not parts.fragment and not any(c.isspace() or c in "\"'<>" for c in text)


def _names(node: yaml.Node) -> tuple[list[str], yaml.Node | None]:
    children: list[Any] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    default = children.pop() if len(children) > 1 and (children := list(children)) else None
    if isinstance(node, yaml.MappingNode) or not all(isinstance(child, yaml.ScalarNode) for child in children):
        raise SettingsError(f"{_place(node.start_mark)}: !ENV takes names, such as `!ENV [SITE_URL, default]`")
    return [str(child.value) for child in children], default


def _place(mark: yaml.Mark | None) -> str:
    return f"{CONFIG_FILE}:{mark.line + 1}:{mark.column + 1}" if mark else CONFIG_FILE
