"""Sending the digest to a real mail server with TLS and login, with everything that can go wrong on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest

from generator.digest.content import Writer
from generator.digest.ledger import Ledger
from generator.digest.message import Envelope
from generator.digest.selection import Wish, unseen
from generator.digest.sending import TRIES, Count, Sending
from generator.digest.server import Connection, Server, ServerError
from generator.digest.subscribers import Subscriber
from generator.files.settings import Settings
from generator.model.library import Library
from tests.mail_server import MailServer, started
from tests.project import papers as command
from tests.project import toy_project
from tests.small_list import library, paper

SETTINGS = Settings(root=Path(), name="Toy", url="https://toy.example/", first_url="https://toy.example/")
PEOPLE = [Subscriber(n, f"reader-{n}@example.org") for n in range(1, 6)]
OLD, NEW = [paper(1), paper(2)], [paper(3, "2026-02-01"), paper(4, "2026-02-02")]


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with started(tmp_path) as server:
        yield server


def envelope(**more: Any) -> Envelope:
    values = {"secret": b"0123456789abcdef", "mailto": "mailto:digest@toy.example?subject=unsubscribe", **more}
    return Envelope(SETTINGS, Address("Toy", addr_spec="digest@toy.example"), **values)


def begun(path: Path, papers: Library) -> Ledger:
    """A ledger with the old papers, and a digest of the others planned."""
    book = Ledger(path)
    if not book.begun:
        book.begin(p.key for p in OLD)
    new = unseen(papers, book.seen)
    if new:
        book.plan(p.key for p in new)
    return book


def run(mail: Any, path: Path, people: list[Subscriber] = PEOPLE, papers: Any = None, **options: Any) -> Count:
    """One run, without waiting."""
    everything = library(papers or [*OLD, *NEW])
    server = options.pop("server", None) or mail.server()
    sending = Sending(
        everything, begun(path, everything), envelope(), Writer(SETTINGS), people, pause=lambda _: None,
        now=lambda: datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC), **options,
    )  # fmt: skip
    try:
        return sending.run(Connection(server))
    except ServerError as error:
        sending.count.told.append(str(error))
        return sending.count


def got(mail: MailServer) -> Counter[str]:
    return Counter(address for address, _ in mail.received)


ONCE = {person.address: 1 for person in PEOPLE}


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_everybody_gets_the_new_papers_once_through_one_connection(tmp_path: Path, tls: str) -> None:
    with started(tmp_path, tls) as mail:
        # The tests' server knows a login only after STARTTLS.
        server = mail.server(tls=tls) if tls == "starttls" else mail.server(tls=tls, user="", password="")
        count = run(mail, tmp_path / "ledger", server=server)
        assert (count.sent, count.refused, count.later, count.told) == (5, 0, 0, [])
        assert got(mail) == ONCE
        if tls == "starttls":
            assert mail.connections == 2  # one asks whether the server is up
        again = run(mail, tmp_path / "ledger", server=server)
        assert again.sent == 0


def test_the_message_has_what_it_must_have(mail: MailServer, tmp_path: Path) -> None:
    run(mail, tmp_path / "ledger", PEOPLE[:1])
    message = mail.received[0][1]
    assert message["From"] == "Toy <digest@toy.example>"
    assert message["To"] == "reader-1@example.org"
    assert message["Subject"] == "2 new papers: Paper 4"
    assert message["Date"] == "Tue, 03 Feb 2026 04:05:06 +0000"
    assert message["List-Id"] == '"Toy" <daily.toy.example>'
    assert message["List-Unsubscribe"] == "<mailto:digest@toy.example?subject=unsubscribe>"
    assert "List-Unsubscribe-Post" not in message
    assert message["Message-ID"].endswith("@toy.example>")
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in message.iter_parts())
    for part in (text, html):
        assert "Paper 3" in part
        assert "Paper 4" in part
        assert "Paper 1" not in part
        assert "https://toy.example/papers/p-0003/" in part
        assert "https://toy.example/digest/2026-02-02/" in part


def test_each_gets_what_it_asked_for(mail: MailServer, tmp_path: Path) -> None:
    papers = [*OLD, paper(3, categories=["vision"]), paper(4, tags=["fmri"]), paper(5)]
    people = [
        Subscriber(1, "vision@example.org", wish=Wish(categories=frozenset({"vision"}))),
        Subscriber(2, "fmri@example.org", wish=Wish(tags=frozenset({"fmri"}))),
        Subscriber(3, "eeg@example.org", wish=Wish(tags=frozenset({"eeg"}))),
        Subscriber(4, "all@example.org"),
    ]
    run(mail, tmp_path / "ledger", people, papers, skip_empty=True)
    subjects = {address: message["Subject"] for address, message in mail.received}
    assert subjects == {
        "vision@example.org": "1 new paper: Paper 3",
        "fmri@example.org": "1 new paper: Paper 4",
        "all@example.org": "3 new papers: Paper 3",
    }


def test_a_later_paper_comes_in_the_next_digest_whatever_its_day(mail: MailServer, tmp_path: Path) -> None:
    run(mail, tmp_path / "ledger", PEOPLE[:1])
    late = paper(9, "2025-12-31")  # dated before all others, merged after them
    run(mail, tmp_path / "ledger", PEOPLE[:1], [*OLD, *NEW, late])
    assert [message["Subject"] for _, message in mail.received] == ["2 new papers: Paper 4", "1 new paper: Paper 9"]


def test_a_renamed_paper_is_no_news(mail: MailServer, tmp_path: Path) -> None:
    run(mail, tmp_path / "ledger", PEOPLE[:1])
    renamed = replace(NEW[0], key="other", former_keys=("p-0003",))
    assert run(mail, tmp_path / "ledger", PEOPLE[:1], [*OLD, NEW[1], renamed]).sent == 0


FAULTS = {
    "not now, then yes": ("at_rcpt", ["450 busy"]),
    "closes, then yes": ("at_rcpt", ["421 closing"]),
    "closes at data": ("at_data", ["421 closing"]),
    "content not now": ("at_data", ["451 later"]),
    "drops in the middle of DATA": ("at_data", ["drop"]),
    "drops twice": ("at_data", ["drop", "drop"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_passing_fault_costs_nobody_anything(mail: MailServer, tmp_path: Path, name: str) -> None:
    where, replies = FAULTS[name]
    getattr(mail, where)[PEOPLE[2].address] += replies
    count = run(mail, tmp_path / "ledger")
    assert (count.sent, count.refused, count.later, count.told) == (5, 0, 0, [])
    assert got(mail) == ONCE


def test_a_reply_that_is_lost_repeats_one_message_with_the_same_id(mail: MailServer, tmp_path: Path) -> None:
    mail.at_data[PEOPLE[2].address] += ["drop-after"]
    assert run(mail, tmp_path / "ledger").sent == 5
    assert got(mail) == {**ONCE, PEOPLE[2].address: 2}
    first, second = mail.to(PEOPLE[2].address)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_an_address_that_is_refused_is_passed_over_for_this_digest(mail: MailServer, tmp_path: Path) -> None:
    mail.at_rcpt[PEOPLE[1].address] += ["550 5.1.1 <reader-2@example.org>: no such user reader-2@example.org"]
    count = run(mail, tmp_path / "ledger")
    assert (count.sent, count.refused) == (4, 1)
    assert count.told == ["line 2 of the subscribers: refused: 550 5.1.1 (address): no such user (address)"]
    assert run(mail, tmp_path / "ledger").sent == 0
    assert got(mail) == {address: n for address, n in ONCE.items() if address != PEOPLE[1].address}
    run(mail, tmp_path / "ledger", papers=[*OLD, *NEW, paper(9)])
    assert [m["Subject"] for m in mail.to(PEOPLE[1].address)] == ["1 new paper: Paper 9"]


def test_what_a_server_does_not_take_today_comes_tomorrow(mail: MailServer, tmp_path: Path) -> None:
    mail.at_rcpt[PEOPLE[0].address] += ["450 greylisted"] * TRIES
    count = run(mail, tmp_path / "ledger")
    assert (count.sent, count.later) == (4, 1)
    assert count.told == ["line 1 of the subscribers: tried again in the next run: 450 greylisted"]
    run(mail, tmp_path / "ledger", papers=[*OLD, *NEW, paper(9)])
    assert [m["Subject"] for m in mail.to(PEOPLE[0].address)] == ["2 new papers: Paper 4", "1 new paper: Paper 9"]
    assert [m["Subject"] for m in mail.to(PEOPLE[1].address)] == ["2 new papers: Paper 4", "1 new paper: Paper 9"]


def test_a_silent_server_is_given_up_after_its_time(mail: MailServer, tmp_path: Path) -> None:
    mail.at_rcpt[PEOPLE[0].address] += ["silent"]
    assert run(mail, tmp_path / "ledger", server=mail.server(timeout=2.0)).sent == 5
    assert got(mail) == ONCE


def test_a_server_that_always_closes_ends_the_run_and_the_next_goes_on(mail: MailServer, tmp_path: Path) -> None:
    for person in PEOPLE:
        mail.at_rcpt[person.address] += ["421 too busy"]
    count = run(mail, tmp_path / "ledger")
    assert count.told == [
        "the mail server cannot be used: 421 too busy; 5 messages are left, and the next run goes on with them"
    ]
    for replies in mail.at_rcpt.values():
        replies.clear()
    assert run(mail, tmp_path / "ledger").sent == 5
    assert got(mail) == ONCE


def test_faults_of_the_server_are_one_message_each_and_nothing_is_sent(mail: MailServer, tmp_path: Path) -> None:
    where = f"127.0.0.1:{mail.port}"
    cases = {
        f"{where}: refuses the login: 535 5.7.8 Authentication credentials invalid; "
        "look at SMTP_USER and SMTP_PASSWORD": {"password": "wrong"},
        f"{where}: its certificate is not to be trusted (unable to get local issuer certificate); nothing was sent; "
        "look at SMTP_HOST, or name its authority in SMTP_CA_FILE": {"authorities": ""},
        f"{where}: does not speak TLS as SMTP_TLS=implicit has it (WRONG_VERSION_NUMBER); nothing was sent": {
            "tls": "implicit"
        },
        "SMTP_CA_FILE: /missing: no such file or directory": {"authorities": "/missing"},
    }
    for message, wrong in cases.items():
        assert run(mail, tmp_path / "ledger", server=mail.server(**wrong)).told == [message]
    assert mail.received == []
    (tmp_path / "bare").mkdir()
    with started(tmp_path / "bare", "none") as bare:
        told = run(bare, tmp_path / "ledger", server=bare.server()).told
        assert told == [f"127.0.0.1:{bare.port}: does not offer STARTTLS; nothing was sent"]
    wrong_name = Server("127.0.0.1", mail.port, "starttls", authorities=str(mail.authorities))
    assert run(mail, tmp_path / "ledger", server=wrong_name).told[0].startswith(f"{where}: refuses the sender: 530")


def test_the_certificate_must_be_for_the_host(
    mail: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda address, *a, **k: real(("127.0.0.1", address[1]), *a, **k))
    other = Server("mail.example.org", mail.port, "starttls", authorities=str(mail.authorities))
    assert "Hostname mismatch" in run(mail, tmp_path / "ledger", server=other).told[0]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "SMTP_HOST is not set: name the mail server in the environment, such as smtp.example.org"),
        ({"SMTP_HOST": "h", "SMTP_TLS": "none"},
         'SMTP_TLS is "none"; write starttls or implicit (nothing is sent without TLS)'),
        ({"SMTP_HOST": "h", "SMTP_PORT": "smtp"}, 'SMTP_PORT is "smtp"; write a number such as 587'),
        ({"SMTP_HOST": "h", "SMTP_TIMEOUT": "soon"}, 'SMTP_TIMEOUT is "soon"; write seconds, such as 60'),
        ({"SMTP_HOST": "h", "SMTP_USER": "u"}, "SMTP_USER and SMTP_PASSWORD come together: set both, or neither"),
    ],
)  # fmt: skip
def test_wrong_settings_of_the_server_are_told(values: dict[str, str], message: str) -> None:
    with pytest.raises(ServerError) as error:
        Server.of(values)
    assert str(error.value) == message


def test_a_password_is_in_no_message() -> None:
    assert "hush" not in repr(Server("h", 1, password="hush"))  # noqa: S106 - made up


CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from generator.digest.server import Server
from generator.digest.subscribers import Subscriber
from tests import test_digest_sending as t
people = [Subscriber(n, f"reader-{n}@example.org") for n in range(200)]
server = Server("127.0.0.1", int(sys.argv[2]), "starttls", "papers", t.PASSWORD, sys.argv[3], 120.0)
print(t.run(None, Path(sys.argv[4]), people, server=server).told)
"""
PASSWORD = "a secret of the tests"  # noqa: S105 - of the tests' server


@pytest.mark.slow
@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_killed_at_any_moment_nobody_misses_a_paper(kills: int, tmp_path: Path) -> None:
    draw = random.Random(6)  # noqa: S311 - moments, no secrets
    root = str(Path(__file__).parent.parent)
    with started(tmp_path) as mail:
        killed = 0
        while True:
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD, root, str(mail.port), str(mail.authorities), str(tmp_path / "ledger")],
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            left = draw.randint(1, 12) if killed < kills else 10**6

            def kill(_: str, child: subprocess.Popen[str] = child) -> None:
                nonlocal left, killed
                left -= 1
                if left == 0:
                    os.kill(child.pid, signal.SIGKILL)  # the server has the message, and the ledger not yet
                    killed += 1

            mail.on_message = kill
            child.communicate(timeout=300)
            assert child.returncode in (0, -signal.SIGKILL)
            if child.returncode == 0:
                break
        assert killed == kills
        ids: dict[str, set[str]] = {}
        for address, message in mail.received:
            ids.setdefault(address, set()).add(message["Message-ID"])
        assert len(ids) == 200
        assert all(len(of_one) == 1 for of_one in ids.values())
        assert len(mail.received) <= 200 + kills
        book = Ledger(tmp_path / "ledger")
        assert book.done == {1}
        assert book.settled[1] == {envelope().mark(f"reader-{n}@example.org") for n in range(200)}


def test_the_command_sends_to_the_subscribers_of_a_file(mail: MailServer, tmp_path: Path) -> None:
    root = toy_project(tmp_path / "toy")
    people = ["address,frequency,categories,tags", "", "Ada <ada@example.org>", "weekly@example.org,weekly", "broken"]
    (tmp_path / "people.csv").write_text("\n".join([*people, "ADA@example.org", ""]))
    arguments = ("digest", "--send", "--subscribers", str(tmp_path / "people.csv"), "--skip-empty")
    first = command(*arguments, cwd=root, env=mail.environment())
    assert first.stdout.startswith("began digest-daily.ledger: the ")
    source = (root / "papers" / "keller-2023-traveling-waves.md").read_text(encoding="utf-8")
    title = "A New Paper\\r\\nBcc: evil@example.org"
    new = source.replace("Traveling Waves Encode the Recent Past and Enhance Sequence Learning", title)
    new = "\n".join(line for line in new.splitlines() if not line.startswith(("arxiv:", "doi:", "former_keys:")))
    (root / "papers" / "new-2026-paper.md").write_text(new.replace("\\r\\n", " ") + "\n", encoding="utf-8")
    preview = command("digest", cwd=root)
    assert preview.stdout.startswith("Subject: 1 new paper: A New Paper Bcc: evil@example.org\n")
    plan = command(*arguments[:1], "--dry-run", *arguments[2:], cwd=root, env=mail.environment(), check=False)
    assert plan.stdout == (
        "line 3 of the subscribers: 1 new paper: A New Paper Bcc: evil@example.org\n  new-2026-paper\n"
    )
    done = command(*arguments, cwd=root, env=mail.environment(), check=False)
    assert done.returncode == 1
    assert done.stdout == "1 mail sent, 0 refused, 0 to be tried again\n"
    assert done.stderr == (
        "papers: line 5 of the subscribers: this is not an address; write it as name@example.org\n"
        "papers: line 6 of the subscribers: the address stands in line 3 already\n"
    )
    [(address, message)] = mail.received
    assert address == "ada@example.org"
    assert message["Bcc"] is None
    book = (root / "digest-daily.ledger").read_text()
    assert "@" not in book
    again = command(*arguments, cwd=root, env=mail.environment(), check=False)
    assert again.stdout.startswith("0 mails sent")
    other = mail.environment() | {"DIGEST_SECRET": "fedcba9876543210"}
    assert "another DIGEST_SECRET" in command(*arguments, cwd=root, env=other, check=False).stderr
