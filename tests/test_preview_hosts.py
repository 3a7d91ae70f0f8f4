"""The preview answers requests for this machine, and none that a page of another site makes."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.build.preview.preview_hosts import host_name, is_this_machine
from tests.project import toy_project
from tests.served_preview import preview

OTHERS = [
    "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", "10.0.0.1",
    "192.168.1.1:80", "[2001:db8::1]", "localhost@evil.example", "evil.example#localhost", "", "localhost/x",
    "2130706433", "0x7f.1", "127.1",
]  # fmt: skip
OURS = [
    "localhost",
    "LOCALHOST:80",
    "localhost.",
    "list.localhost",
    "127.0.0.1",
    "127.8.9.1:1",
    "[::1]",
    "[::1]:80",
]


@pytest.mark.parametrize("host", OTHERS)
def test_other_names(host: str) -> None:
    assert not is_this_machine(host_name(host))


@pytest.mark.parametrize("host", OURS)
def test_names_of_this_machine(host: str) -> None:
    assert is_this_machine(host_name(host))


def ask(url: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Status and first kilobyte of an answer; `Host` is as the headers say."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    try:
        connection.putrequest("GET", path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, "" if answer.status == 200 else answer.read(1000).decode()
    finally:
        connection.close()


def test_pages_and_events_are_for_this_machine_only(tmp_path: Path) -> None:
    with preview(toy_project(tmp_path / "toy"), "--allow-host", "Desk.example") as (url, _):
        own = urlsplit(url).netloc
        for path in ("/", "/_preview/events", "/_preview/preview.js"):
            for headers in (
                {"Host": own},
                {"Host": "localhost:1"},
                {"Host": "desk.example"},
                {"Host": own, "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin"},
                {"Host": own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
            ):
                assert ask(url, path, headers)[0] == 200, (path, headers)
            for headers, why in (
                ({"Host": "evil.example"}, "papers serve answers to localhost only; to answer to another name: "),
                ({"Host": f"evil.example:{urlsplit(url).port}"}, "papers serve answers to localhost only"),
                ({"Host": own, "Origin": "https://evil.example"}, "papers serve does not answer pages of other sites"),
                ({"Host": own, "Origin": "null"}, "papers serve does not answer pages of other sites"),
                ({"Host": own, "Origin": "http://localhost:1"}, "papers serve does not answer pages of other sites"),
                ({"Host": own, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, "papers serve does not"),
            ):
                status, text = ask(url, path, headers)
                assert (status, text.startswith(why)) == (403, True), (path, headers, text)
