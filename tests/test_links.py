"""`papers links`: what is asked, how often, and what it takes for a link to be dead; and the issue that is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli.program import main
from generator.curation import outside_links
from generator.curation.outside_links import Kept, Link
from generator.files import loading
from generator.importing.services import Manners
from generator.importing.services.services import Answer
from generator.importing.services.web import asker
from tests.conftest import Project
from tests.examples import files_of
from tests.project import ROOT

DAYS = ("2026-11-02", "2026-11-09", "2026-11-10")


def checked(known: dict[str, Kept], today: str, url: str, answers: dict[str, Answer]) -> list[str]:
    asked: list[str] = []

    def ask(method: str, address: str) -> Answer:
        asked.append(f"{method} {address}")
        return answers.get(f"{method} {address}", Answer(404))

    due = outside_links.due([url], known, today)
    outside_links.check(due, known, today, ask, sleep=lambda seconds: None)
    return asked


@pytest.mark.parametrize(
    ("answers", "state", "why"),
    [
        ({"HEAD x": Answer(200)}, "good", ""),
        ({"HEAD x": Answer(405), "GET x": Answer(200)}, "good", ""),
        ({"HEAD x": Answer(403), "GET x": Answer(403)}, "unknown", "status 403"),
        ({"HEAD x": Answer(429), "GET x": Answer(429)}, "unknown", "status 429"),
        ({}, "failing", "status 404"),
        ({"HEAD x": Answer(0), "GET x": Answer(0, why="no connection")}, "failing", "no connection"),
        ({"HEAD x": Answer(301, "y"), "HEAD y": Answer(200)}, "good", ""),
        ({"HEAD x": Answer(301, "x"), "GET x": Answer(301, "x")}, "failing", "it leads in a circle"),
        ({"HEAD x": Answer(301, "file"), "GET x": Answer(301, "file")}, "unknown", "it leads to what is no address"),
    ],
)
def test_what_an_answer_means(answers: dict[str, Answer], state: str, why: str) -> None:
    full = {"x": "https://a.example.org/x", "y": "https://b.example.org/y", "file": "file:///etc/passwd"}
    said = {
        f"{key.split()[0]} {full[key.split()[1]]}": Answer(answer.status, full.get(answer.location, ""), answer.why)
        for key, answer in answers.items()
    }
    known: dict[str, Kept] = {}
    checked(known, DAYS[0], full["x"], said)
    assert (known[full["x"]].state, known[full["x"]].why) == (state, why)


def test_dead_only_after_failures_on_two_days() -> None:
    known: dict[str, Kept] = {}
    url = "https://a.example.org/x"
    assert checked(known, DAYS[0], url, {}) == [f"HEAD {url}", f"GET {url}"]
    assert checked(known, DAYS[0], url, {}) == []  # once a day
    assert known[url].state == "failing"
    checked(known, DAYS[1], url, {})
    assert known[url].state == "dead"
    assert known[url].failed == DAYS[:2]
    checked(known, DAYS[2], url, {f"HEAD {url}": Answer(200)})
    assert known[url].state == "good"
    assert checked(known, "2026-11-20", url, {}) == []  # it was good a short while ago
    assert checked(known, "2026-11-24", url, {}) != []


def test_one_host_is_asked_slowly_and_several_at_once() -> None:
    slept: list[float] = []
    urls = [f"https://{host}.example.org/{n}" for host in "ab" for n in range(3)]
    known: dict[str, Kept] = {}
    outside_links.check(urls, known, DAYS[0], lambda method, url: Answer(200), pause=2.5, sleep=slept.append)
    assert slept == [2.5] * 4
    assert {kept.state for kept in known.values()} == {"good"}


def no_network(method: str, url: str) -> Answer:
    return Answer(0, why="no connection", reached=False)


def test_without_a_network_nothing_is_learned() -> None:
    other = "https://x.example.org/"
    urls = [f"https://{host}.example.org/{n}" for host in "abcdefghij" for n in range(50)]
    before = {urls[0]: Kept(DAYS[0], "failing", "status 404", DAYS[:1])}
    for some in (urls, urls[::50][:2], urls[:1]):
        asked: list[tuple[str, str]] = []
        given_up, last = threading.Event(), threading.local()

        def ask(method: str, url: str, asked: list[tuple[str, str]] = asked, last: Any = last) -> Answer:
            asked.append((method, url))
            last.method = method
            return no_network(method, url)

        def sleep(seconds: float, given_up: threading.Event = given_up, last: Any = last) -> None:
            if last.method == "GET":  # between two links of a host
                given_up.wait(60)

        known = dict(before)
        with pytest.raises(outside_links.NoNetwork):
            outside_links.check(some, known, DAYS[1], ask, sleep=sleep, others=[other])
        given_up.set()
        assert known == before
        assert ("HEAD", other) in asked
        assert len(asked) <= 2 * 10 + 1  # of each host one link


def test_one_link_that_is_reached_says_that_there_is_a_network() -> None:
    def ask(method: str, url: str) -> Answer:
        return Answer(200) if "good" in url else no_network(method, url)

    urls = [f"https://{host}.example.org/" for host in "abcd"]
    known: dict[str, Kept] = {}
    outside_links.check(urls, known, DAYS[0], ask, others=["https://x.example.org/", "https://good.example.org/"])
    assert {kept.state for kept in known.values()} == {"failing"}
    known = {}
    outside_links.check(["https://good.example.org/"], known, DAYS[0], ask)
    assert known["https://good.example.org/"].state == "good"


def test_every_link_is_counted_as_it_is_asked_for() -> None:
    counts: list[int] = []
    urls = [f"https://a.example.org/{n}" for n in range(5)]
    outside_links.check(
        urls, {}, DAYS[0], lambda method, url: Answer(200), sleep=lambda s: None, progress=counts.append
    )
    assert counts == [0, 1, 2, 3, 4, 5]


def test_what_an_asker_raises_ends_the_check() -> None:
    def ask(method: str, url: str) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outside_links.check(["https://a.example.org/"], {}, DAYS[0], ask)


def test_the_command_without_a_network(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(files_of("field", "links: {code: 'https://code.invalid/', pdf: 'https://pdf.invalid/'}"))
    monkeypatch.chdir(root)
    monkeypatch.setattr("generator.importing.services.web.asker", lambda manners: no_network)
    done = CliRunner().invoke(main, ["links", "--pause", "0"])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == (
        "papers: no link can be reached; is there a network? Nothing was noted; try again, or use --no-network\n"
    )
    assert not (root / ".cache/papers/links.json").exists()
    assert CliRunner().invoke(main, ["links", "--no-network"]).exit_code == 0


def test_state_that_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    for text in ("", "{", "[]", '{"a": {}}', '{"a": 1}'):
        file.write_text(text)
        assert outside_links.read(file) == {}
    known = {"https://example.org/": Kept(DAYS[0], "dead", "status 404", DAYS[:2])}
    outside_links.write(file, known)
    assert outside_links.read(file) == known


def test_the_report() -> None:
    link = Link("papers/a.md", "code", "https://example.org/a|b?c=d")
    known = {link.url: Kept(DAYS[1], "dead", "status 404", DAYS[:2])}
    assert outside_links.report([link], {}) == ""
    assert outside_links.report([link], known) == (
        "1 outside link failed on two days.\n\n| file | link | why | instead |\n|---|---|---|---|\n"
        "| `papers/a.md` | code: <https://example.org/a%7Cb?c=d> | status 404, 2026-11-02 and 2026-11-09 "
        "| [archived copies](<https://web.archive.org/web/*/https://example.org/a%7Cb?c=d>) |\n"
        "\nCorrect each link in its file, put an archived copy in its place, or take it out. "
        "This report is made anew every week, and closed when no link is dead.\n"
    )


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response({"/moved": 302, "/gone": 404}.get(self.path, 200))
            if self.path == "/moved":
                self.send_header("Location", "/here")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815  # the name that http.server calls

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_asking_a_server(server: str) -> None:
    ask = asker(Manners(timeout=120))
    assert ask("HEAD", f"{server}/here") == Answer(200)
    assert ask("HEAD", f"{server}/moved") == Answer(302, f"{server}/here")
    assert ask("GET", f"{server}/gone") == Answer(404)
    refused = ask("GET", "http://127.0.0.1:1/")
    assert (refused.why, refused.reached) == ("no connection (ConnectionError)", True)
    assert not ask("GET", "https://nobody.invalid/").reached


def test_the_command(project: Project, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = f"links: {{code: '{server}/gone', data: '{server}/moved'}}"
    root = project(files_of("field", fields))
    monkeypatch.chdir(root)
    first = CliRunner().invoke(main, ["links", "--pause", "0", "--report", "r.md"])
    assert first.exit_code == 0, first.output
    assert (
        first.stdout
        == f"papers/first-2023.md: code: {server}/gone: failing (status 404)\n2 links: 1 good, 0 unknown, 1 failing, 0 dead\n"
    )
    assert (root / "r.md").read_text() == ""
    kept = root / ".cache/papers/links.json"
    values = json.loads(kept.read_text())
    values[f"{server}/gone"] |= {"day": "2020-01-01", "failed": ["2020-01-01"]}
    kept.write_text(json.dumps(values))
    second = CliRunner().invoke(main, ["links", "--pause", "0", "--report", "r.md"])
    assert second.exit_code == 1
    assert f"archived copies: https://web.archive.org/web/*/{server}/gone\n" in second.stdout
    assert "1 outside link failed on two days" in (root / "r.md").read_text()
    third = CliRunner().invoke(main, ["links", "--no-network"])
    assert third.stdout == second.stdout


def test_links_of_the_list_itself() -> None:
    found = outside_links.links(loading.load(ROOT / "papers", ROOT)[0])
    assert len(found) > 144
    assert all(link.url.startswith(("https://", "http://")) for link in found)


Keep = Callable[[str, list[dict[str, Any]]], list[tuple[list[str], str]]]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Runs the script that keeps the issue, with a `gh` that notes its calls; gives these without the listing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    recorder = folder / "gh"
    recorder.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        "if sys.argv[1:3] == ['issue', 'list']:\n"
        "    limit = int(sys.argv[sys.argv.index('--limit') + 1])\n"
        "    print(json.dumps(json.loads(os.environ['ISSUES'])[:limit]))\n"
        "else:\n    text = '' if sys.stdin.isatty() else sys.stdin.read()\n"
        "    open(os.environ['CALLS'], 'a').write(json.dumps([sys.argv[1:], text]) + '\\n')\n"
    )
    recorder.chmod(0o755)

    def run(report: str, issues: list[dict[str, Any]]) -> list[tuple[list[str], str]]:
        calls = tmp_path / "calls"
        calls.write_text("")
        (tmp_path / "report.md").write_text(report)
        env = {
            **os.environ,
            "PATH": f"{folder}:{os.environ['PATH']}",
            "CALLS": str(calls),
            "ISSUES": json.dumps(issues),
        }
        script = [sys.executable, str(ROOT / ".ci/keep-issue"), "Dead links", str(tmp_path / "report.md")]
        subprocess.run(script, env=env, check=True, stdin=subprocess.DEVNULL)
        return [(call, text) for call, text in map(json.loads, calls.read_text().splitlines())]

    return run


def test_one_issue_is_opened_updated_and_closed(keep: Keep) -> None:
    mark = "<!-- kept by a workflow -->\n"
    ours = {"number": 7, "title": "Dead links", "body": f"{mark}one\n", "author": {"is_bot": True}}
    strangers = {**ours, "number": 8, "author": {"is_bot": False}}
    assert keep("", []) == []
    assert keep("one\n", [strangers]) == [
        (["issue", "create", "--title", "Dead links", "--body-file", "-"], f"{mark}one\n")
    ]
    assert keep("one\n", [ours]) == []
    assert keep("two\n", [strangers, ours]) == [(["issue", "edit", "7", "--body-file", "-"], f"{mark}two\n")]
    assert keep("", [ours, strangers]) == [(["issue", "close", "7", "--comment", "No link is dead any more."], "")]
    others = [{**strangers, "number": number} for number in range(10, 300)]
    assert keep("one\n", [*others, ours]) == []  # ours is the oldest of many
    long = keep("| a row |\n" * 20_000, [])
    assert len(long[0][1]) < 65_536
