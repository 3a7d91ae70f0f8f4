"""A formula wider than a phone scrolls in a box of its own; the page never scrolls sideways."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from generator.core.text import mathml
from tests.project import papers, toy_project

WIDE = (
    r"\sum_{i=1}^{n} \frac{\alpha_i \beta_i}{\delta_i} = \int_0^{\infty} f(x_1, x_2, x_3, x_4, x_5, x_6, x_7, x_8) dx"
)

KEY = "euler-2020-math"


def test_only_wide_formulas_get_a_box() -> None:
    assert 'class="p-wide" tabindex="0"' in mathml.html(f"${WIDE}$")
    assert "p-wide" not in mathml.boxed(WIDE, "block")
    assert "p-wide" not in mathml.html(r"$O(n^2)$ and $\alpha$")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a paper that has the formula in its title, tldr and summary."""
    project = toy_project(tmp_path_factory.mktemp("wide") / "project")
    file = project / "papers" / f"{KEY}.md"
    quoted = WIDE.replace("\\", "\\\\")
    text = re.sub("^title: .*$", lambda _: f'title: "On ${quoted}$ and More"', file.read_text(), flags=re.MULTILINE)
    text = re.sub("^tldr: .*$", lambda _: f'tldr: "A sentence with ${quoted}$ in it."', text, flags=re.MULTILINE)
    file.write_text(text.replace("The toy paper asks", f"The ${WIDE}$ toy paper asks", 1))
    papers("build", cwd=project)
    handler = functools.partial(_Quiet, directory=str(project / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_with_a_wide_formula_scrolls_sideways(told: Any, site: str, width: int, scheme: str) -> None:
    page = told(site, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for where in (f"papers/{KEY}/", "papers/", "categories/decoding/", "years/2020/", "new/", "", "papers/?q=More"):
        page.goto(site + where, wait_until="load")
        page.locator("math.p-wide").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
    scrolls = "document.querySelector('math.p-wide').scrollWidth > document.querySelector('math.p-wide').clientWidth"
    page.wait_for_function(f"({scrolls}) === {str(width == 360).lower()}")  # results are drawn again as they come
