"""The preview: what it serves, and what it does when sources change."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from generator.build import builders
from generator.build.preview import serving, watching
from generator.build.preview.preview import Preview
from generator.build.preview.serving import ServingError
from generator.files import settings as settings_module
from generator.model import addresses
from tests import toy_site
from tests.project import toy_project

ROOT = Path(__file__).parent.parent
URL = "http://127.0.0.1:8000/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What MkDocs makes of the toy project, made once."""
    return builders.output(toy_site.project(tmp_path_factory.mktemp("toy")), "mkdocs", {})


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path, told: list[str]) -> Preview:
    """A preview of the toy project, made once; a builder that counts its runs in `told`."""
    toy_site.stand_in(monkeypatch)
    known: set[str] = set()

    def output(_settings: Any, _builder: str, inputs: dict[str, str]) -> Path:
        if repr(sorted(inputs.items())) not in known:
            told.append("builder")
            known.add(repr(sorted(inputs.items())))
        return built

    monkeypatch.setattr(builders, "output", output)
    return Preview(toy_site.project(tmp_path), url=URL, tell=told.append)


def get(shown: Preview, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """What the application answers."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [(b"host", b"127.0.0.1:8000"), *named],
             "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 8000)}  # fmt: skip
    asyncio.run(serving.app(shown)(scope, receive, send))  # type: ignore[arg-type]  # plain dicts are what ASGI is
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]).decode(errors="replace")


def write(shown: Preview, name: str, text: str) -> bool:
    path = shown.settings.root / name
    path.write_text(text)
    return shown.refresh([path])


def test_pages_and_files_are_served(shown: Preview) -> None:
    shown.refresh()
    status, headers, page = get(shown, "/papers/a-000/")
    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/html; charset=utf-8", "no-cache")
    assert '<h1 id="title">Paper 0</h1>' in page
    assert f'<meta name="papers-preview" content="{shown.edition}"></head>' in page
    assert '<script type="module" src="/_preview/preview.js"></script></body>' in page
    assert "Content-Security-Policy" in page
    for path, kind in [
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/assets/images/favicon.png", "image/png"),
        ("/_preview/preview.js", "text/javascript; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
    ]:
        assert get(shown, path)[1]["content-type"] == kind
    assert f"<loc>{URL}papers/a-000/</loc>" in get(shown, "/sitemap.xml")[2]


def test_what_has_its_version_in_its_address_is_kept_by_the_browser(shown: Preview) -> None:
    shown.refresh()
    assert shown.tree
    theme = next(path for path in shown.tree if path.startswith("assets/stylesheets/main."))
    assert get(shown, f"/{theme}")[1]["cache-control"] == "max-age=31536000, immutable"
    assert get(shown, "/assets/papers.css")[1]["cache-control"] == "no-cache"


def test_a_page_that_the_browser_has_is_not_sent_again(shown: Preview) -> None:
    shown.refresh()
    tag = get(shown, "/papers/a-000/")[1]["etag"]
    assert get(shown, "/papers/a-000/", if_none_match=tag)[::2] == (304, "")
    write(shown, "papers/a-000.md", "Another")
    assert get(shown, "/papers/a-000/", if_none_match=tag)[0] == 200


@pytest.mark.parametrize(
    "path", ["/nothing/", "/../mkdocs.yml", "/papers/../../mkdocs.yml", "//etc/passwd", "/papers/%2e%2e/"]
)
def test_what_is_not_there(shown: Preview, path: str) -> None:
    shown.refresh()
    status, headers, page = get(shown, path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Page not found" in page
    assert "/_preview/preview.js" in page


def test_an_address_without_its_slash(shown: Preview) -> None:
    shown.refresh()
    assert get(shown, "/papers/a-000")[1]["location"] == "/papers/a-000/"


def test_an_edit_shows_without_the_builder(shown: Preview, told: list[str]) -> None:
    shown.refresh()
    edition = shown.edition
    told.clear()
    assert write(shown, "papers/a-000.md", "Another")
    assert shown.edition != edition
    assert "Another" in get(shown, "/papers/a-000/")[2]
    assert len(told) == 1
    assert told[0].startswith("a-000.md: built in 0.")
    assert not write(shown, "papers/a-000.md", "Another")
    write(shown, "docs/index.md", "# Other\n")
    assert "builder" in told


def test_a_fault_is_told_and_the_last_good_site_stays(shown: Preview, told: list[str]) -> None:
    shown.refresh()
    told.clear()
    write(shown, "papers/a-000.md", "fault <b>")
    message = "papers/a-000.md:1:1: toy: is faulty\n    write another"
    news = json.loads(shown.news())
    assert (news["edition"], news["faults"], news["shown"]) == (shown.edition, message, "the last good site")
    assert told == [f"{message}\nserved meanwhile: the last good site"]
    assert "Paper 0" in get(shown, "/papers/a-000/")[2]
    write(shown, "papers/a-000.md", "Paper 0\n")
    assert shown.faults == ""
    assert told[-1].startswith("a-000.md: mended, and built in")


def test_faults_at_the_start_leave_the_good_papers(shown: Preview, told: list[str]) -> None:
    write(shown, "papers/a-000.md", "fault")
    assert get(shown, "/papers/a-000/")[0] == 404
    assert get(shown, "/papers/b-001/")[0] == 200
    assert json.loads(shown.news())["shown"] == "what has no fault"
    assert told[-1].endswith("served meanwhile: what has no fault")


def test_nothing_to_show_yet(shown: Preview) -> None:
    for path in shown.settings.papers_dir.iterdir():
        path.write_text("fault")
    shown.refresh()
    assert json.loads(shown.news())["shown"] == "nothing yet"
    assert "There is nothing to show yet." in get(shown, "/")[2]
    assert "preview.js" in get(shown, "/papers/a-000/")[2]
    write(shown, "papers/a-000.md", "Mended")
    assert "Mended" in get(shown, "/papers/a-000/")[2]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mkdocs.yml", "a: [\n", "mkdocs.yml:2:1: is not YAML: did not find expected node content"),
        ("papers/a-000.md", "fault", "papers/a-000.md:1:1: toy: is faulty\n    write another"),
    ],
)
def test_faults_of_every_source_are_shown_and_mended(shown: Preview, name: str, text: str, message: str) -> None:
    shown.refresh()
    before = (shown.settings.root / name).read_text()
    write(shown, name, text)
    assert shown.faults == message
    assert get(shown, "/papers/b-001/")[0] == 200
    write(shown, name, before)
    assert shown.faults == ""


def test_browsers_are_told(shown: Preview) -> None:
    shown.refresh()

    async def follow() -> list[str]:
        events = shown.events()
        heard = [await anext(events)]
        for text in ("One", "fault"):
            write(shown, "papers/a-000.md", text)
            shown.publish()
            heard.append(await anext(events))
        shown.close()
        return heard + [event async for event in events]

    first, second, third = asyncio.run(follow())
    assert first.startswith("retry: 500\ndata: {")
    assert first.endswith("\n\n")
    editions = [json.loads(event.partition("data: ")[2])["edition"] for event in (first, second, third)]
    assert editions[0] != editions[1] == editions[2]
    assert "is faulty" in third
    assert "\n" not in third.partition("data: ")[2].rstrip("\n")


def run_with_watcher(shown: Preview, steps: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
    """Let the watcher run while `steps` do something and wait for news."""

    async def main() -> None:
        watching = asyncio.create_task(shown.watch())
        events = shown.events()
        await anext(events)

        async def after(change: Callable[[], Any]) -> dict[str, str]:
            """The news that follow a change; it is made until the watcher, which takes a moment to start, sees it."""
            news = asyncio.ensure_future(anext(events))
            while not news.done():
                change()
                await asyncio.wait([news], timeout=0.2)
            found: dict[str, str] = json.loads(news.result().partition("data: ")[2])
            return found

        try:
            await steps(after)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(asyncio.wait_for(main(), 300))


def test_the_watcher_sees_edits(shown: Preview) -> None:
    shown.refresh()
    paper = shown.settings.papers_dir / "a-000.md"

    async def steps(after: Any) -> None:
        first = await after(lambda: paper.write_text("Seen"))
        assert "Seen" in get_in_thread(shown, "papers/a-000/index.html")
        assert first["faults"] == ""
        broken = await after(lambda: paper.write_text("fault"))
        assert "is faulty" in broken["faults"]
        config = shown.settings.config_file
        wrong = await after(lambda: config.write_text("a: [\n"))
        assert "is not YAML" in wrong["faults"]

    run_with_watcher(shown, steps)


def get_in_thread(shown: Preview, path: str) -> str:
    found = shown.content(path)
    assert found is not None
    return found[0].decode()


def test_a_bug_does_not_end_the_preview(shown: Preview, monkeypatch: pytest.MonkeyPatch, told: list[str]) -> None:
    shown.refresh()

    async def once(_: Any) -> Any:
        yield [Path("papers/a-000.md")]

    def broken(_: Any) -> bool:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(watching, "changes", once)
    monkeypatch.setattr(shown, "refresh", broken)
    asyncio.run(shown.watch())
    assert shown.faults == "ZeroDivisionError: division by zero"
    assert told[-1] == shown.faults


def test_a_port_in_use_is_told_with_the_next_free_one() -> None:
    with serving.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError) as error:
            serving.listen("127.0.0.1", port)
    words, _, free = str(error.value).rpartition(" ")
    assert words == f"port {port} is in use; try papers serve --port"
    with serving.listen("127.0.0.1", int(free)):
        pass


def test_ports_and_hosts_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServingError, match="70000 is not a port; write a number from 0 to 65535"):
        serving.listen("127.0.0.1", 70000)

    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ServingError, match='"nowhere" is not an address of this machine: Name or service not known'):
        serving.listen("nowhere", 8000)


SERVE = """
import sys, pytest
from pathlib import Path
from tests import toy_site
from tests.project import toy_project
from generator.build.preview import serving
from generator.files import settings
toy_site.stand_in(pytest.MonkeyPatch())
serving.serve(settings.read(Path(sys.argv[1]), {}), port=0, tell=lambda text: print(text, flush=True))
print("ended")
"""


def test_ctrl_c_ends_it_with_a_browser_connected(tmp_path: Path) -> None:
    toy_site.project(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            words = process.stdout.readline().split()
            assert words[:3] == ["serving", "Toy", "at"]
            assert words[4:] == ["(Ctrl-C", "ends", "it)"]
            with urllib.request.urlopen(words[3] + "_preview/events", timeout=120) as events:  # noqa: S310 - http, by the line above
                assert events.readline() == b"retry: 500\n"
                os.kill(process.pid, signal.SIGINT)
                out, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "ended\n", "")


def test_news_name_the_pages_that_changed(tmp_path: Path) -> None:
    project = toy_project(tmp_path / "project")
    file = project / "papers" / "keller-2023-traveling-waves.md"
    shown = Preview(settings_module.read(project), url="http://127.0.0.1:8000/", tell=lambda _: None)
    shown.refresh()
    text = file.read_text(encoding="utf-8")
    for number in range(2):
        file.write_text(text.replace('title: "', f'title: "Edit {number}: ', 1), encoding="utf-8")
        before = shown.edition
        assert shown.refresh([file])
        news = json.loads(shown.news())
        assert news["before"] == before
        assert {"papers/keller-2023-traveling-waves/", "tags/traveling-waves/"} <= set(news["changed"])
        assert "papers/maaten-2008-particles/" not in news["changed"]
        assert f"Edit {number}: " in get(shown, "/papers/keller-2023-traveling-waves/")[2]
        fresh = Preview(shown.settings, url="http://127.0.0.1:8000/", tell=lambda _: None)
        fresh.refresh()
        assert shown.tree
        assert fresh.tree
        assert list(shown.tree) == list(fresh.tree)
        other = [path for path in fresh.tree if shown.tree[path].make() != fresh.tree[path].make()]
        assert other == []


@pytest.mark.parametrize(
    ("name", "old", "new", "shown_too"),
    [
        ("keller-2023-traveling-waves.md", 'title: "', 'title: "Edited ', "tags/traveling-waves/"),
        ("keller-2023-traveling-waves.md", "date: 2023-09-03", "date: 2022", "authors/max-welling/"),
        ("keller-2023-traveling-waves.md", "tags: [", "tags: [fmri, ", "tags/fmri/"),
        ("_tags.yml", "title: Traveling waves", "title: Waves that travel", "papers/keller-2023-traveling-waves/"),
    ],
    ids=["words", "date", "tags", "title of a tag"],
)
def test_changed_papers_are_shown_ahead_of_everything_else(
    tmp_path: Path, name: str, old: str, new: str, shown_too: str
) -> None:
    project = toy_project(tmp_path / "project")
    file = project / "papers" / name
    shown = Preview(settings_module.read(project), url="http://127.0.0.1:8000/", tell=lambda _: None)
    assert not shown.show_ahead([file])
    shown.refresh()
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert shown.show_ahead([file])
    changed = json.loads(shown.news())["changed"]
    assert {"papers/keller-2023-traveling-waves/", shown_too} <= set(changed)
    assert shown.tree
    ahead = {path: shown.tree[addresses.path_of(path)].make() for path in changed}
    shown.refresh([file])
    fresh = Preview(shown.settings, url="http://127.0.0.1:8000/", tell=lambda _: None)
    fresh.refresh()
    assert fresh.tree
    assert [path for path in fresh.tree if shown.tree[path].make() != fresh.tree[path].make()] == []
    # Only neighbours may differ.
    assert [
        p for p in ahead if not p.startswith("papers/") and ahead[p] != fresh.tree[addresses.path_of(p)].make()
    ] == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("papers/keller-2023-traveling-waves.md", "tags: [", "tags: [nonsense, "),
        ("papers/keller-2023-traveling-waves.md", 'title: "', "title: 'a: "),
        ("docs/about/scope.md", "", "\nMore.\n"),
    ],
    ids=["unknown tag", "not YAML", "document"],
)
def test_nothing_is_shown_ahead_of_the_checks_that_it_needs(tmp_path: Path, name: str, old: str, new: str) -> None:
    project = toy_project(tmp_path / "project")
    shown = Preview(settings_module.read(project), url="http://127.0.0.1:8000/", tell=lambda _: None)
    shown.refresh()
    file = project / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not shown.show_ahead([file])
