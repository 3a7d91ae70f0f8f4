"""The page that says how to subscribe: without a provider, and with each."""

from __future__ import annotations

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from generator.files import settings
from generator.files.settings import SettingsError
from generator.files.subscribing import Provider, ProviderFault, provider
from generator.site.slots import Slots
from tests.project import ROOT, papers, toy_project
from tests.small_list import library, paper

UUID = "01234567-89ab-cdef-0123-456789abcdef"
FORM = "https://example.us1.list-manage.com/subscribe/post?u=1&id=2"


def test_each_provider_has_its_form() -> None:
    assert provider("buttondown", "toy") == Provider(
        "Buttondown", "https://buttondown.com/api/emails/embed-subscribe/toy", "email"
    )
    listmonk = provider("listmonk", "https://lists.example.org:8443/", UUID)
    assert listmonk.action == "https://lists.example.org:8443/subscription/form"
    assert listmonk.hidden == (("l", UUID), ("nonce", ""))
    assert listmonk.origin == "https://lists.example.org:8443"
    assert provider("mailchimp", FORM).origin == "https://example.us1.list-manage.com"
    mailto = provider("mailto", "subscribe@example.org")
    assert (mailto.action, mailto.origin) == ("mailto:subscribe@example.org?subject=subscribe", "")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("pigeon", "x"), '"pigeon" is not a provider; write buttondown, listmonk, mailchimp or mailto'),
        (("buttondown", "a/b"), '"a/b" is no user name of Buttondown; write what stands behind buttondown.com/'),
        (("listmonk", "https://l.example", "1"),
         '"1" is not the UUID of a list; Listmonk shows it on the page of the list'),
        (("listmonk", "http://l.example", UUID),
         '"http://l.example" is not an address that begins with https://; write one such as https://lists.example.org'),
        (("mailchimp", "https://evil.example/?u=1&id=2"),
         '"https://evil.example/?u=1&id=2" is no form of Mailchimp; take the action of its embedded form'),
        (("mailto", "a@b?cc=x"), '"a@b?cc=x" is not an address to write to; write it as subscribe@example.org'),
    ],
)  # fmt: skip
def test_a_wrong_provider_is_told(values: tuple[str, ...], message: str) -> None:
    with pytest.raises(ProviderFault) as fault:
        provider(*values)
    assert str(fault.value) == message


@pytest.mark.parametrize("address", ["https://l.example;x", "https://l.example 'unsafe-inline'", "https://u@l.example"])
def test_nothing_comes_into_the_policy_with_an_address(address: str) -> None:
    with pytest.raises(ProviderFault):
        provider("listmonk", address, UUID)


def test_the_settings_name_the_place_of_a_wrong_provider(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nextra:\n  subscribe: {provider: mailto, address: nobody}\n")
    with pytest.raises(SettingsError) as error:
        settings.read(tmp_path, {})
    assert str(error.value) == (
        'mkdocs.yml:3:14: extra.subscribe: "nobody" is not an address to write to; write it as subscribe@example.org'
    )


def slot(who: Provider | None, url: str = "https://toy.example/") -> str:
    return Slots(library([paper(1)]), {"name": "Toy", "url": url}, who).render("subscribe", "", "../")


def test_without_a_provider_the_page_says_how_to_get_feeds_by_mail() -> None:
    assert "<code>https://toy.example/feed.xml</code>" in slot(None)
    assert "<form" not in slot(None)
    assert "feed.xml" not in slot(None, "")


def test_the_form_goes_to_the_provider() -> None:
    html = slot(provider("mailchimp", FORM))
    assert 'action="https://example.us1.list-manage.com/subscribe/post?u=1&amp;id=2"' in html
    assert 'type="email" name="EMAIL"' in html
    assert "Your address goes to Mailchimp" in html


def test_the_project_s_own_policy_lets_forms_go_nowhere_else(repository_site: Path) -> None:
    page = (repository_site / "subscribe" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"form-action ([^\"&;]*)", page.replace("&#x27;", "'")) == ["'self'"]
    assert settings.read(ROOT).subscribe is None


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_can_be_used_and_only_its_host_is_allowed(browser: Browser, tmp_path: Path, scheme: str) -> None:
    root = toy_project(tmp_path / "toy")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    chosen = f"extra:\n  subscribe: {{provider: listmonk, address: 'https://lists.example', list: {UUID}}}\n"
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").write_text(config.replace("extra:\n", chosen, 1), encoding="utf-8")
    papers("build", cwd=root)
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(root / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page(viewport={"width": 320, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        sent: list[str | None] = []

        def answer(route: object) -> None:
            sent.append(route.request.post_data)  # type: ignore[attr-defined]  # Playwright's Route
            route.fulfill(status=200, body="thanks")  # type: ignore[attr-defined]

        page.route("https://lists.example/**", answer)
        page.goto(f"http://127.0.0.1:{server.server_port}/subscribe/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        violations = Axe().run(page, context=".md-content").response["violations"]
        assert [(v["id"], n["html"]) for v in violations for n in v["nodes"]] == []
        page.get_by_label("Your address").fill("ada@example.org")
        page.keyboard.press("Enter")
        page.wait_for_url("https://lists.example/**")
        assert sent == [f"email=ada%40example.org&l={UUID}&nonce="]
        page.close()
        server.shutdown()
