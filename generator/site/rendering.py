"""Filling templates: plain values → HTML, and the fingerprint of what a page is made from."""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from generator.core.program import code_digest
from generator.core.text import mathml
from generator.core.text.counting import counted
from generator.core.tree import Output, digest
from generator.files import summary as markdown
from generator.model import addresses
from generator.site.icons import icon, shared_icon
from generator.site.template_fault import TemplateFault

TEMPLATES = Path(__file__).parent / "templates"
# Stands for the way to the root in all HTML until a page is whole: pieces of it are used at several depths. A control:
# the paper files cannot hold it (rule `control-character`), and what holds it needs no more than a byte a character.
BASE = "\x01"  # which static/search.js knows too
# Stands between the blocks of a page. A control too.
_MARK = "\x02"
_NAMES_TEMPLATE = re.compile(r"""\{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Shells(Protocol):
    """The theme's page of each tab, cut where a page's title, head and content belong."""

    @property
    def icons(self) -> Mapping[str, str]:
        """Name → path element of the icons that the shells take from the sheet."""

    def pieces(self, tab: str, base: str) -> list[str]:
        """The four pieces, for pages from which `base` leads to the root of the site."""

    def digest(self, tab: str) -> str:
        """Fingerprint of the shell of `tab`."""


class Row(Protocol):
    """A paper in a list: HTML that is made when it is asked for.

    Its `repr` is the fingerprint of what it is made from, so that it can stand among the values of a page.
    """

    @property
    def html(self) -> str:
        """The HTML."""


class Rendering:
    """The templates of the site, bound to its shells.

    made_with: fingerprint of the program and of what every template sees.
    """

    def __init__(self, shells: Shells | None, site: Mapping[str, Any]) -> None:
        """`shells`: None where only fragments are made. `site`: what every template sees as `site`: plain values."""
        self._shells = shells
        self.site = site
        self._pieces: dict[tuple[str, str], list[bytes]] = {}
        self._env = _environment(templates_digest())
        self._values = SimpleNamespace(**site)
        self.made_with = digest(program_digest(), sorted(site.items()))

    def page(self, address: str, tab: str, template: str, source: str, *, listed: bool = True, **values: Any) -> Output:
        """A page of the site as an Output that is rendered when it is asked for.

        values: what the template sees, besides `base`, `address` and `site`: plain values whose `repr` says all.
        """
        return self.lazy_page(address, tab, template, source, values, lambda: values, listed)

    def lazy_page(
        self,
        address: str,
        tab: str,
        template: str,
        source: str,
        made_from: object,
        values: Callable[[], Mapping[str, Any]],
        listed: bool = True,
    ) -> Output:
        """The same where the values are many, or take time to gather: they are asked for when the page is rendered.

        made_from: something whose `repr` is another whenever the values would be others. What is not in it is not
        seen to have changed.
        """
        shell_digest = self._shells.digest(tab) if self._shells else ""
        fingerprint = digest(self.made_with, shell_digest, template, address, made_from)
        make = _Page(self, address, tab, template, values)
        return Output(addresses.path_of(address), fingerprint, make, source, listed)

    def bare(self, address: str, template: str, source: str, **values: Any) -> Output:
        """A page without the theme, that only leads on."""
        path = addresses.path_of(address)

        def make() -> bytes:
            return self._render(template, base=BASE, **values).replace(BASE, addresses.base_of(path)).encode()

        return Output(path, digest(self.made_with, template, address, values), make, source, listed=False)

    def fragment(self, template: str, **values: Any) -> str:
        """A piece of a page; its addresses start with BASE."""
        return self._render(template, base=BASE, **values)

    def _render(self, template: str, **values: Any) -> str:
        try:
            return self._env.get_template(template).render(site=self._values, **values)
        except TemplateError as error:
            raise TemplateFault(_place_and_reason(error, template)) from None

    def in_shell(self, text: str, tab: str, base: str) -> bytes:
        """A page of a tab, from the blocks of `text`; `base` leads from it to the root.

        The shell, 13 kB of each page, is rendered once for all of them.
        """
        pieces = self._pieces.get((tab, base))
        if pieces is None:
            if self._shells is None:
                raise LookupError(tab)
            pieces = self._pieces[tab, base] = [piece.encode() for piece in self._shells.pieces(tab, base)]
        title, head, content = text.split(_MARK)
        return b"".join((pieces[0], title.encode(), pieces[1], head.encode(), pieces[2], content.encode(), pieces[3]))


@dataclass(frozen=True, slots=True)  # a site has them by the hundred thousand: functions take five times the memory
class _Page:
    """What makes a page of the site."""

    rendering: Rendering
    address: str
    tab: str
    template: str
    values: Callable[[], Mapping[str, Any]]

    def __call__(self) -> bytes:
        base = addresses.base_of(addresses.path_of(self.address))
        text = self.rendering.fragment(self.template, address=self.address, **self.values())
        return self.rendering.in_shell(text.replace(BASE, base), self.tab, base)


class _Templates(FileSystemLoader):
    """The files, with `{{ base }}` as text: a fourth of all that templates would have to put in, page for page."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, uptodate = super().get_source(environment, template)
        return source.replace("{{ base }}", BASE), name, uptodate


@lru_cache(maxsize=1)
def _environment(_templates: str) -> Environment:
    """The templates, compiled; kept while they do not change."""
    environment = Environment(
        loader=_Templates(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(icon=icon, card=addresses.CARD, cut=_MARK)
    environment.filters.update(  # which are called directly; a function among the globals takes a way around
        absolute=lambda address, site_url: addresses.absolute(site_url, address),
        mark=mark,
        shared_icon=shared_icon,
        math=lambda text: Markup(mathml.html(text)),  # noqa: S704 - escaped there
        plain=mathml.plain,
        # Between tags quotation marks are letters like others (HTML, section 13.3), and BibTeX is full of them.
        as_text=lambda text: Markup(html.escape(text, quote=False)),  # noqa: S704 - escaped here
        summary=lambda text: Markup(markdown.html(text)),  # noqa: S704 - made from Markdown without HTML
        portable=lambda text: Markup(mathml.portable(text)),  # noqa: S704 - escaped there
        phrase=lambda text: Markup(markdown.phrase(text)),  # noqa: S704 - the same
        long_date=long_date,
        short_date=short_date,
        number=lambda n: f"{n:,}",
        counted=counted,
        joined=joined,
    )
    _check_templates(environment)
    return environment


def _check_templates(environment: Environment) -> None:
    """Raise TemplateFault for the first template that cannot be read, or names one that is not there."""
    for path in sorted(TEMPLATES.glob("*.html")):
        try:
            environment.get_template(path.name)
        except TemplateError as error:
            raise TemplateFault(_place_and_reason(error, path.name)) from None
        source = path.read_text(encoding="utf-8")
        for named in _NAMES_TEMPLATE.finditer(source):
            if not (TEMPLATES / named[1]).is_file():
                line = source.count("\n", 0, named.start()) + 1
                raise TemplateFault(f"{_shown(path.name)}:{line}: there is no template {named[1]}")


def _place_and_reason(error: TemplateError, template: str) -> str:
    """The message of a fault: the template's line as the exception or its traceback has it, and what is wrong."""
    name, line = template, 0
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or template, error.lineno
    else:
        for frame in traceback.extract_tb(error.__traceback__):  # Jinja puts the lines of templates there
            if Path(frame.filename).parent == TEMPLATES:
                name, line = Path(frame.filename).name, frame.lineno or 0
    reason = f"there is no template {error.name}" if isinstance(error, TemplateNotFound) else error.message
    return f"{_shown(name)}:{line}: {reason}"


def _shown(template: str) -> str:
    return f"generator/site/templates/{template}"


def templates_digest() -> str:
    """Fingerprint of all templates as they are now."""
    return digest(*(path.read_bytes() for path in sorted(TEMPLATES.glob("*.html"))))


def program_digest() -> str:
    """Return the fingerprint of all templates as they are now, and of all code: what a page is made with."""
    return digest(code_digest(), templates_digest())


@lru_cache(maxsize=1 << 14)
def long_date(date: str) -> str:
    """`2023-09-03` → `3 September 2023`; `2023-09` → `September 2023`; `2023` stays."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([MONTHS[int(rest[0]) - 1]] if rest else []), year])


@lru_cache(maxsize=1 << 14)
def short_date(date: str) -> str:
    """`2023-09-03` → `Sep 2023`; `2023` stays."""
    year, *rest = date.split("-")
    return f"{MONTHS[int(rest[0]) - 1][:3]} {year}" if rest else year


# Shapes beside hues: no two categories of the first 32 look alike, also without colour.
_SHAPES = (
    '<circle cx="6" cy="6" r="5"/>',
    '<path d="M1 1h10v10H1z"/>',
    '<path d="M6 .5 11.5 11H.5z"/>',
    '<path d="M6 0l6 6-6 6-6-6z"/>',
)


@lru_cache(maxsize=256)
def mark(number: int) -> Markup:
    """The coloured mark of the category that stands at `number` (from 0)."""
    hue, shape = number % 8, (number + number // 8) % 4
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="p-mark p-hue-{hue}" viewBox="0 0 12 12" aria-hidden="true">{_SHAPES[shape]}</svg>'
    )


def joined(rows: Iterable[Row]) -> Markup:
    """The rows one after another."""
    return Markup("".join(row.html for row in rows))  # noqa: S704 - each was rendered with autoescape
