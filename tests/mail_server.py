"""A mail server for tests: TLS, login, and the faults that servers have."""

from __future__ import annotations

import asyncio
import email
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from generator.digest.server import Server

USER, PASSWORD = "papers", "a secret of the tests"


class MailServer:
    """What it received, and what it shall do wrong: address → replies for the next RCPT or DATA.

    A reply is a text such as "450 busy", or "drop" (in the middle of DATA), "drop-after" (took it, but says nothing),
    or "silent" (never answers).
    """

    def __init__(self, folder: Path) -> None:
        self.port = 0
        self.received: list[tuple[str, EmailMessage]] = []
        self.at_rcpt: dict[str, list[str]] = defaultdict(list)
        self.at_data: dict[str, list[str]] = defaultdict(list)
        self.connections = 0
        self.on_message: Callable[[str], None] = lambda _: None
        authority = trustme.CA()
        self.authorities = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.authorities)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1", "localhost").configure_cert(self.context)

    def server(self, **other: Any) -> Server:
        """How to reach it."""
        values = {"tls": "starttls", "user": USER, "password": PASSWORD, "authorities": str(self.authorities),
                  "timeout": 120.0, **other}  # fmt: skip
        return Server("127.0.0.1", self.port, **values)

    def environment(self, **other: str) -> dict[str, str]:
        """The same as variables of the environment, with all that a digest needs beside."""
        return {
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port), "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD,
            "SMTP_CA_FILE": str(self.authorities), "SMTP_TIMEOUT": "120", "DIGEST_FROM": "Toy <digest@toy.example>",
            "DIGEST_SECRET": "0123456789abcdef", **other,
        }  # fmt: skip

    def to(self, address: str) -> list[EmailMessage]:
        """What an address got."""
        return [message for whom, message in self.received if whom == address]


class _Protocol(SMTP):
    mail: MailServer

    def connection_made(self, transport: Any) -> None:
        self.mail.connections += transport.get_extra_info("sslcontext") is None
        super().connection_made(transport)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 - as the library names it
        address = arg.partition("<")[2].partition(">")[0]
        reply = self.mail.at_rcpt[address].pop(0) if self.mail.at_rcpt[address] else ""
        if reply == "silent":
            await asyncio.Event().wait()
        elif reply:
            await self.push(reply)
        else:
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as the library names it
        assert self.envelope
        assert isinstance(self.transport, asyncio.Transport)
        address = self.envelope.rcpt_tos[0]
        if self.mail.at_data[address][:1] == ["drop"]:
            self.mail.at_data[address].pop(0)
            await self.push("354 go on")
            await self._reader.read(100)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, mail: MailServer) -> None:
        self.mail = mail

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802 - as the library names it
        address = envelope.rcpt_tos[0]
        assert len(envelope.rcpt_tos) == 1
        reply = self.mail.at_data[address].pop(0) if self.mail.at_data[address] else ""
        if reply and reply != "drop-after":
            return reply
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mail.received.append((address, message))
        self.mail.on_message(address)
        if reply == "drop-after":
            server.transport.abort()
        return "250 taken"


class _Controller(Controller):
    mail: MailServer

    def factory(self) -> SMTP:
        protocol = _Protocol(self.handler, **self.SMTP_kwargs)
        protocol.mail = self.mail
        return protocol


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def started(folder: Path, tls: str = "starttls") -> Iterator[MailServer]:
    """A mail server on 127.0.0.1 while the block runs. tls: `starttls`, `implicit`, or `none`."""
    mail = MailServer(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mail.port = free.getsockname()[1]
    options: dict[str, Any] = {"authenticator": _login, "auth_required": True, "ident": "test"}
    if tls == "starttls":
        options |= {"tls_context": mail.context, "require_starttls": True}
    elif tls == "implicit":
        options |= {"ssl_context": mail.context, "auth_required": False, "authenticator": None}
    else:
        options |= {"auth_required": False, "authenticator": None}
    controller = _Controller(_Handler(mail), hostname="127.0.0.1", port=mail.port, **options)
    controller.mail = mail
    if tls == "implicit":  # the library's own check of whether it is up speaks no TLS
        monkey = socket.create_connection
        controller._trigger_server = lambda: monkey(("127.0.0.1", mail.port)).close()  # type: ignore[method-assign]  # of a test
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()
        assert threading.active_count() < 20
