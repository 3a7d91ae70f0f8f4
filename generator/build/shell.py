"""The theme: the builder's pages of the tabs as templates, and its hand-written pages made fit for the site.

The builder renders `theme/shell.html` once for each tab, with the blocks `title`, `head` and `content` of Jinja left
standing in the page. That page, its addresses moved to another depth and cut where the blocks stand, is put around
every generated page. Hand-written pages keep their addresses; their slots are filled.

Every page gets the same Content-Security-Policy, with the hashes of all inline scripts of all pages: after a hop of
instant navigation the policy of the page before is still in force, and one that changed would be added to it.
For the same reason `__md_scope`, which only names the theme's entries in the browser's storage, is made the path of the
site in every page: so that this script is the same at every depth.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.build import color_schemes
from generator.core.text.html_tokens import ATTRIBUTE, TOKEN, moved_attributes
from generator.core.tree import digest
from generator.model import addresses

BLOCKS = ("title", "head", "content")
KEPT_PAGES = 500  # hand-written pages that a preview keeps as they were before their slots were filled
INSTANT_LIMIT = 2000  # pages; above, the sitemap that instant navigation fetches first is too large

_BLOCK = re.compile(r"\{% block (title|head|content) %\}\{% endblock %\}")
_BLOCK_LINE = re.compile(rf"{_BLOCK.pattern}\n?")
# How Markdown aligns the cells of a table; the policy allows no style attribute.
_ALIGNED = re.compile(r"""\s+style=["']text-align: ?(left|right|center);?["']""")
_LANGUAGE = re.compile(r'(<html\b[^>]*?\slang=)"[^"]*"')
_SCOPE = re.compile(r'(__md_scope=new URL\()"[^"]*"')
_SKIP = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
_ICON = re.compile(r'<svg viewBox="0 0 24 24">(<path d="[^"<>]*"\s*/>)</svg>')
_TABBED = re.compile(r"<script>[^<]*__tabbed_[^<]*</script>")  # opens tabbed boxes of Markdown, which no page here has
_HERE = "\ufdd1"  # a noncharacter: no page holds it (HTML, section 13.2.3.5)


class ShellError(Exception):
    """The builder's pages cannot be used. The message says which, why, and what to do."""


@dataclass(slots=True)
class Theme:
    """What holds for all pages of one site.

    base_path: the path of the site's address, with which absolute addresses of the builder's pages start.
    versions: own assets, address → a few digits of its content, so that no cache mixes an old one with a new page.
    policy: whether pages get a Content-Security-Policy.
    instant: whether instant navigation is on; decided when it is known how many pages there are.
    forms: where forms may go beside this site, a scheme and host; empty: nowhere.
    serve_path: what absolute addresses start with where the site is served, where that is not `base_path`.
    scripts: the hashes of inline scripts that every page's policy allows.
    """

    base_path: str = "/"
    versions: Mapping[str, str] = field(default_factory=dict)
    policy: bool = True
    instant: bool = True
    serve_path: str = ""
    forms: str = ""
    scripts: set[str] = field(default_factory=set)

    def learn(self, text: str) -> None:
        """Take the inline scripts of a page of the builder as ours: every page's policy will allow them."""
        self.scripts |= _inline_scripts(self._scoped(text))

    @property
    def root(self) -> str:
        """What absolute addresses start with."""
        return self.serve_path or self.base_path

    @property
    def content_security_policy(self) -> str:
        """The policy of every page. It allows no style in a page, neither as an element nor as an attribute."""
        hashes = "".join(f" 'sha256-{value}'" for value in sorted(self.scripts))
        return (
            f"default-src 'none'; script-src 'self'{hashes}; style-src 'self'; "
            "img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; "
            "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
            + (f" {self.forms}" if self.forms else "")
        )

    @property
    def digest(self) -> str:
        """Fingerprint of everything here that pages show."""
        return digest(self.root, sorted(self.versions.items()), self.policy and sorted(self.scripts), self.forms)

    def page(self, text: str, moved: Callable[[str], str]) -> str:
        """The page `text` with every internal address put through `moved`, own assets with their version, and policy.

        moved: address as it stands in the page → as it shall stand.
        """
        pieces: list[str] = []
        end = 0
        text = self._scoped(text)
        dark = color_schemes.find_dark_scheme(text)
        for match in TOKEN.finditer(text):
            pieces.append(text[end : match.start()])
            pieces.append(self._token(match, moved))
            if dark and (match["tag"] or "").lower() == "body":
                pieces[-1] = f'{pieces[-1][:-1]} data-p-dark="{dark}">'
            end = match.end()
        pieces.append(text[end:])
        return "".join(pieces)

    def version(self, path: str) -> str:
        """`?v=…` for the file `path` of the site if it is one of our assets, else nothing."""
        return f"?v={self.versions[path]}" if path in self.versions else ""

    def _scoped(self, text: str) -> str:
        return _SCOPE.sub(lambda scope: scope[1] + json.dumps(self.root), text)

    def _token(self, match: re.Match[str], moved: Callable[[str], str]) -> str:
        if match["comment"] is not None or (match["raw"] and match["raw"].lower() != "script"):
            return match[0]
        if match["tag"]:
            attributes = _ALIGNED.sub(r' align="\1"', match["attributes"])
            tag = f"<{match['tag']}{moved_attributes(match['tag'], attributes, moved)}>"
            if self.policy and match["tag"].lower() == "meta" and "charset=" in match["attributes"]:
                # Behind the encoding, which must stand in a page's first 1024 bytes; before all that loads something.
                tag += f'\n      <meta http-equiv="Content-Security-Policy" content="{self.content_security_policy}">'
            return tag
        attributes, script = match["raw_attributes"], match["text"]
        if 'id="__config"' in attributes:
            script = self._config(script, moved)
        return f"<{match['raw']}{moved_attributes('script', attributes, moved)}>{script}</{match['raw']}>"

    def _config(self, script: str, moved: Callable[[str], str]) -> str:
        """The theme's settings, which its script reads: addresses at this depth, instant navigation on or off."""
        try:
            values: dict[str, Any] = json.loads(script)
        except ValueError:
            raise ShellError("the theme's __config is not JSON; this version of the theme is not known") from None
        for name in ("base", "search"):
            if isinstance(values.get(name), str):
                values[name] = moved(values[name] + ("/" if name == "base" and not values[name].endswith("/") else ""))
        if isinstance(values.get("translations"), dict):  # those of the theme's search, which is not there
            values["translations"] = {k: v for k, v in values["translations"].items() if not k.startswith("search.")}
        if not self.instant:
            values["features"] = [f for f in values["features"] if not f.startswith("navigation.instant")]
        data = json.dumps(values, separators=(",", ":"))
        return data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class Shells:
    """The pages of the tabs, to be put around the pages of the generator."""

    def __init__(self, pages: Mapping[str, str], theme: Theme) -> None:
        """pages: path of a placeholder → HTML that the builder made of it, `squeezed`."""
        self._theme = theme
        self._pages = {path.partition("/")[0]: (path, text) for path, text in pages.items()}
        self._digests = {tab: digest(path, text, theme.digest) for tab, (path, text) in self._pages.items()}
        for path, text in pages.items():
            found = tuple(match[1] for match in _BLOCK.finditer(text))
            if found != BLOCKS or not re.search(rf"<title>{_BLOCK.pattern}</title>", text):
                raise ShellError(
                    f"{path}: theme/shell.html must leave the blocks {', '.join(BLOCKS)} in the page, each once and "
                    f"in this order; found: {', '.join(found) or 'none'}"
                )

    @property
    def tabs(self) -> tuple[str, ...]:
        """The tabs there are a shell for, by the folder of their placeholder."""
        return tuple(sorted(self._pages))

    @property
    def icons(self) -> dict[str, str]:
        """The icons of the theme in the shells, which pages take from the sheet: name → path element."""
        return {_icon(icon): icon[1] for _, text in self._pages.values() for icon in _ICON.finditer(text)}

    def digest(self, tab: str) -> str:
        """Fingerprint of the shell of `tab`. Raises ShellError where there is none."""
        self._of(tab)
        return self._digests.get(tab) or self._digests["papers"]

    def pieces(self, tab: str, base: str) -> list[str]:
        """The shell of `tab` for pages from which `base` leads to the site's root: what stands before the title of a
        page, before its head, before its content, and behind it. Raises ShellError where there is none.
        """
        path, text = self._of(tab)
        text = _SKIP.sub(lambda skip: skip[1] + re.sub(r'href="[^"]*"', 'href="#title"', skip[0][len(skip[1]) :]), text)
        text = self._theme.page(_TABBED.sub("", text), mover(path, self._theme, base))
        # The words of generated pages are English; the theme's language is that of what the curators wrote.
        text = _LANGUAGE.sub(r'\1"en"', text, count=1)
        # The header stays when the theme exchanges pages: static/papers.js makes these addresses whole before that.
        where = base + addresses.ICONS
        text = _ICON.sub(
            lambda icon: f'<svg viewBox="0 0 24 24"><use xlink:href="{where}#{_icon(icon)}"/></svg>',
            text,
        )
        return _BLOCK_LINE.sub(_HERE, text).split(_HERE)

    def _of(self, tab: str) -> tuple[str, str]:
        """The page of the tab; where it has none, as in a list older than the tab, that of the papers."""
        try:
            return self._pages.get(tab) or self._pages["papers"]
        except KeyError:
            raise ShellError(
                "docs/papers/index.md: is not there, or its front matter lacks `template: shell.html`; "
                "the generator fills that page and those below it"
            ) from None


def _icon(icon: re.Match[str]) -> str:
    return f"t{digest(icon[1])[:6]}"


def is_shell(text: str) -> bool:
    """Whether a page of the builder is a placeholder."""
    return "{% block content %}{% endblock %}" in text


@lru_cache(maxsize=KEPT_PAGES)
def _inline_scripts(text: str) -> frozenset[str]:
    """The hashes of the inline scripts of a page, as a policy names them."""
    return frozenset(
        base64.b64encode(hashlib.sha256(match["text"].encode()).digest()).decode()
        for match in TOKEN.finditer(text)
        if match["raw"] and match["raw"].lower() == "script" and _runs(match["raw_attributes"])
    )


def mover(path: str, theme: Theme, base: str | None) -> Callable[[str], str]:
    """What moves the addresses of the builder's page at `path` to a page from which `base` leads to the site's root.

    With base None they stay relative to where they are; only absolute ones follow the site to where it is served.
    """
    here = theme.base_path if path == addresses.NOT_FOUND else theme.base_path + addresses.address_of(path)

    def moved(address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            return address
        target = urljoin(here, parts.path)
        if not (target + "/").startswith(theme.base_path):
            return address
        target = target[len(theme.base_path) :]
        rest = theme.version(target) if not parts.query else f"?{parts.query}"
        rest += f"#{parts.fragment}" if parts.fragment else ""
        if base is not None:
            return base + target + rest
        if parts.path.startswith("/"):
            return theme.root + target + rest
        return parts.path + rest

    return moved


def _runs(attributes: str) -> bool:
    """Whether a script with these attributes is inline and is code, not data."""
    values = {m[1].lower(): m[3].strip("\"'").lower() for m in ATTRIBUTE.finditer(attributes)}
    return "src" not in values and values.get("type", "text/javascript") in (
        "", "module", "text/javascript", "application/javascript",
    )  # fmt: skip
