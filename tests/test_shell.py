"""The theme around pages, and hand-written pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from generator.build.shell import ShellError, Shells, Theme, mover
from generator.build.slot_filling import SlotProblems, hand_written
from generator.core.text.html_tokens import squeezed
from tests.toy_site import in_shell

SCOPE = '<script>__md_scope=new URL("..",location),__md_get=1</script>'
CONFIG = '{"base": "..", "features": ["navigation.tabs", "navigation.instant"], "search": "../assets/s.js"}'
SHELL = (
    '<!doctype html>\n<html><head>\n  <meta charset="utf-8">\n  <link rel="icon" href="../assets/f.png">\n'
    '  <link rel="stylesheet" href="../assets/papers.css">\n'
    "<title>{% block title %}{% endblock %}</title>" + SCOPE + "{% block head %}{% endblock %}</head>\n<body>"
    '<div data-md-component="skip"><a href="#__skip" class="md-skip">Skip</a></div>'
    '<a href="../" title="{{ 7 * 7 }}">{% raw %}{# no #} {{name}}</a> <a href="./">here</a> '
    '<a href="../papers/#top">p</a>'
    '<a href="https://x.example/?a=1&amp;b=2">out</a><a href="#title">title</a><img srcset="../a.png 1x, ../b.png 2x">'
    "<article>{% block content %}{% endblock %}</article>"
    f'<script id="__config" type="application/json">{CONFIG}</script><script src="../assets/papers.js"></script>'
    "</body></html>"
)


class NoSlots:
    """Slots of a site that has none."""

    names: tuple[str, ...] = ()

    def render(self, name: str, args: str, base: str) -> str:
        """There is nothing to render."""
        raise KeyError(name, args, base)


class Echo:
    """One slot that says what it was asked for."""

    names = ("echo", "other")

    def render(self, name: str, args: str, base: str) -> str:
        """The words it got, or an error for the word `bad`."""
        if args == "bad":
            raise ValueError('"bad" is not a number')
        return f"[{name}|{args}|{base}]"


def rendered(base: str, theme: Theme | None = None, shell: str = SHELL) -> str:
    """A page of the tab `tags` at `base`."""
    theme = theme or Theme(base_path="/list/", versions={"assets/papers.css": "c0ffee"})
    theme.learn(shell)
    pieces = Shells({"tags/index.html": squeezed(shell)}, theme).pieces("tags", base)
    return in_shell(pieces, ["A title", "<meta name=x>", "<h1>&lt;&amp;&gt;</h1>"])


@pytest.mark.parametrize("base", ["../../", "../", "./", "/list/"])
def test_addresses_follow_the_depth_of_the_page(base: str) -> None:
    page = rendered(base)
    assert f'<link rel="icon" href="{base}assets/f.png">' in page
    assert f'href="{base}assets/papers.css?v=c0ffee"' in page
    assert f'<a href="{base}" title=' in page
    assert f'<a href="{base}tags/">here</a>' in page
    assert f'<a href="{base}papers/#top">p</a>' in page
    assert f'srcset="{base}a.png 1x, {base}b.png 2x"' in page
    assert '<a href="https://x.example/?a=1&amp;b=2">out</a><a href="#title">title</a>' in page
    config = re.search(r'application/json">(.*?)</script>', page)
    assert config is not None
    assert json.loads(config[1]) == {
        "base": base,
        "features": ["navigation.tabs", "navigation.instant"],
        "search": f"{base}assets/s.js",
    }


def test_the_shell_is_not_read_as_jinja() -> None:
    page = rendered("../../")
    assert "<title>A title</title>" in page
    assert "<h1>&lt;&amp;&gt;</h1>" in page
    assert 'title="{{ 7 * 7 }}">{% raw %}{# no #} {{name}}</a>' in page


def test_the_skip_link_leads_to_the_title() -> None:
    assert '<a href="#title" class="md-skip">Skip</a>' in rendered("../")


def test_generated_pages_do_without_the_script_of_tabbed_boxes() -> None:
    script = '<script>var target=document.getElementById(location.hash);target.name.startsWith("__tabbed_")</script>'
    with_it, without = (Shells({"papers/index.html": page}, Theme()) for page in (SHELL + script, SHELL))
    assert with_it.pieces("papers", "../") == without.pieces("papers", "../")


def test_a_block_that_is_missing_or_twice_is_refused() -> None:
    with pytest.raises(ShellError) as error:
        Shells({"tags/index.html": SHELL.replace("{% block head %}{% endblock %}", "")}, Theme())
    assert str(error.value) == (
        "tags/index.html: theme/shell.html must leave the blocks title, head, content in the page, each once and "
        "in this order; found: title, content"
    )
    with pytest.raises(ShellError, match="found: title, head, content, title"):
        Shells({"t/index.html": SHELL + "{% block title %}{% endblock %}"}, Theme())


def test_a_tab_without_a_placeholder_looks_like_that_of_the_papers() -> None:
    shells = Shells({"papers/index.html": SHELL}, Theme())
    assert shells.pieces("map", "./") == shells.pieces("papers", "./")
    assert shells.digest("map") == shells.digest("papers")


def test_a_site_without_any_placeholder_is_told() -> None:
    with pytest.raises(ShellError) as error:
        Shells({}, Theme()).pieces("tags", "./")
    assert str(error.value) == (
        "docs/papers/index.md: is not there, or its front matter lacks `template: shell.html`; "
        "the generator fills that page and those below it"
    )


def policies(page: str) -> list[str]:
    return re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)


def test_the_policy_allows_the_inline_scripts_and_no_others() -> None:
    theme = Theme(base_path="/list/")
    theme.learn(
        "<script>other()</script><script type=module>m()</script><script type='application/ld+json'>{}</script>"
    )
    (policy,) = policies(rendered("../../", theme))
    scripts = [match[1] for match in re.finditer(r"<script>(.*?)</script>", rendered("../../", theme))]
    for text in [*scripts, "other()", "m()"]:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.count("sha256-") == 3
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self' ")


def test_cells_of_a_documents_tables_are_aligned_without_a_style() -> None:
    page = SHELL.replace(
        "<title>", """<td style="text-align: right;">1</td><th style='text-align:center'>2</th><title>"""
    )
    text = hand_written(page, "about/index.html", Theme(base_path="/list/"), NoSlots(), lambda: ("", "")).decode()
    assert '<td align="right">1</td><th align="center">2</th>' in text


def test_the_policy_is_the_same_at_every_depth_and_in_hand_written_pages() -> None:
    theme = Theme(base_path="/list/")
    pages = [rendered(base, theme) for base in ("../../", "./", "/list/")]
    pages.append(hand_written(SHELL, "about/index.html", theme, NoSlots(), lambda: ("", "")).decode())
    assert len({policy for page in pages for policy in policies(page)}) == 1
    assert all('__md_scope=new URL("/list/",location)' in page for page in pages)


def test_the_policy_can_be_left_out() -> None:
    assert policies(rendered("../", Theme(policy=False))) == []


def test_the_policy_stands_before_all_that_loads() -> None:
    page = rendered("../")
    assert page.index("charset") < page.index("http-equiv") < page.index("<link")
    assert page.index("charset") < 1024


def test_without_instant_navigation() -> None:
    theme = Theme()
    theme.instant = False
    assert '"features":["navigation.tabs"]' in rendered("../", theme)


def test_the_digest_changes_with_what_pages_show() -> None:
    digests = {
        Shells({"tags/index.html": text}, theme).digest("tags")
        for text in (SHELL, SHELL.replace("Skip", "Jump"))
        for theme in (Theme(), Theme(base_path="/x/"), Theme(policy=False), Theme(versions={"assets/papers.css": "1"}))
    }
    assert len(digests) == 8


def hand(
    text: str, path: str = "about/index.html", source: str = "", base_path: str = "/", serve_path: str = ""
) -> str:
    """A hand-written page without a policy."""
    theme = Theme(base_path=base_path, policy=False, serve_path=serve_path)
    return hand_written(text, path, theme, Echo(), lambda: ("docs/about.md", source)).decode()


def test_a_hand_written_page_keeps_its_addresses() -> None:
    text = '<a href="../papers/">a</a><a href=".">b</a><img src="x.png"><a href="/list/c/">c</a><a href="/other/">d</a>'
    assert hand(text, base_path="/list/") == text


def test_absolute_addresses_follow_the_site_to_where_it_is_served() -> None:
    text = '<a href="/list/">a</a><a href="/list/papers/?q=1#x">b</a><a href="/list/.">c</a>'
    served = '<a href="/">a</a><a href="/papers/?q=1#x">b</a><a href="/">c</a>'
    assert hand(text, "404.html", base_path="/list/", serve_path="/") == served


def test_slots_are_filled() -> None:
    text = "<p>a</p><!-- papers: echo 10 --><!--papers:other--><!-- other: echo -->"
    assert hand(text) == "<p>a</p>[echo|10|../][other||../]<!-- other: echo -->"


def test_slots_in_code_stay() -> None:
    text = "<code>&lt;!-- papers: nothing --&gt;</code><script>x = '<!-- papers: nothing -->'</script>"
    assert hand(text) == text


def test_slots_that_cannot_be_filled_are_told_with_their_place() -> None:
    source = (
        "# About\n\n```\n<!-- papers: nix -->\n```\n"
        "`<!-- papers: nix -->` and <!-- papers: nix -->\n\n<!-- papers: echo bad -->\n"
    )
    with pytest.raises(SlotProblems) as error:
        hand("<code></code><!-- papers: nix --> <!-- papers: echo bad -->", source=source)
    assert str(error.value) == (
        'docs/about.md:6:28: unknown-slot: "nix" is not a slot\n'
        "    `<!-- papers: nix -->` and <!-- papers: nix -->\n"
        "                               ^^^^^^^^^^^^^^^^^^^^\n"
        "    the slots there are: echo, other\n"
        'docs/about.md:8:1: slot: echo: "bad" is not a number\n'
        "    <!-- papers: echo bad -->\n"
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    the slots there are: echo, other"
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("./", "../../tags/"),
        ("../", "../../"),
        (".", "../../tags/"),
        ("..", "../../"),
        ("../papers/", "../../papers/"),
        ("/list/papers/", "../../papers/"),
        ("/elsewhere/", "/elsewhere/"),
        ("//host/x", "//host/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#a", "#a"),
        ("", ""),
        ("../../../x", "../../../x"),
        ("?q=1", "?q=1"),
    ],
)
def test_mover(address: str, expected: str) -> None:
    assert mover("tags/index.html", Theme(base_path="/list/"), "../../")(address) == expected
