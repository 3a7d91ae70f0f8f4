"""The mail server: its settings from the environment, and a connection that says in plain words what goes wrong."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

TLS = ("starttls", "implicit")
TIMEOUT = 60.0  # seconds that the server may be silent
_PORTS = {"starttls": 587, "implicit": 465}


class ServerError(Exception):
    """Nothing can be sent through this server now. The message says why, and what to do."""


class ConnectionLost(Exception):
    """The server closed the connection, or said nothing for too long: whether it took the message is not known."""


class Rejected(Exception):
    """The server did not take a message. final: it never will (a reply of 500 and more)."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.final = code >= 500


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how mail is sent. authorities: a file of certificates to trust; empty: those of the system."""

    host: str
    port: int
    tls: Literal["starttls", "implicit"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""
    timeout: float = TIMEOUT

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Server:
        """The server that the variables SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASSWORD, SMTP_CA_FILE and
        SMTP_TIMEOUT describe. Raises ServerError.
        """
        host = environment.get("SMTP_HOST", "").strip()
        if not host:
            raise ServerError("SMTP_HOST is not set: name the mail server in the environment, such as smtp.example.org")
        tls = environment.get("SMTP_TLS", "").strip().lower() or TLS[0]
        if tls not in TLS:
            raise ServerError(f'SMTP_TLS is "{tls}"; write starttls or implicit (nothing is sent without TLS)')
        port = environment.get("SMTP_PORT", "").strip() or str(_PORTS[tls])
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ServerError(f'SMTP_PORT is "{port}"; write a number such as {_PORTS[tls]}')
        wait = environment.get("SMTP_TIMEOUT", "").strip() or str(TIMEOUT)
        if not re.fullmatch(r"\d+(\.\d+)?", wait, re.ASCII) or float(wait) <= 0:
            raise ServerError(f'SMTP_TIMEOUT is "{wait}"; write seconds, such as 60')
        user, password = environment.get("SMTP_USER", ""), environment.get("SMTP_PASSWORD", "")
        if bool(user) != bool(password):
            raise ServerError("SMTP_USER and SMTP_PASSWORD come together: set both, or neither")
        return cls(
            host, int(port), tls, user, password, environment.get("SMTP_CA_FILE", ""), float(wait)  # type: ignore[arg-type]  # one of TLS, as checked above
        )  # fmt: skip


class Connection:
    """A connection to a server, opened when the first message is sent, and again after it was lost."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: str, to: str) -> None:
        """Send `message`; when this returns, the server has it. Raises Rejected, ConnectionLost, ServerError."""
        smtp = self._smtp or self._connect()
        try:
            smtp.sendmail(sender, [to], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            self._rejected(*next(iter(error.recipients.values())), to=to)
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code >= 500:
                words = _reply(error.smtp_code, error.smtp_error)
                raise ServerError(f"{self._name}: refuses the sender: {words}; look at DIGEST_FROM") from None
            self._rejected(error.smtp_code, error.smtp_error, to=to)
        except smtplib.SMTPResponseException as error:
            self._rejected(error.smtp_code, error.smtp_error, to=to)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            raise ConnectionLost(_reason(error)) from None

    def close(self) -> None:
        """End the connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _rejected(self, code: int, words: bytes | str, *, to: str) -> None:
        if code == 421:  # the server closes (RFC 5321, section 3.8)
            self.close()
            raise ConnectionLost(_reply(code, words, to))
        smtp = self._smtp
        if smtp is not None:
            try:
                smtp.rset()
            except (smtplib.SMTPException, OSError):
                self.close()
        raise Rejected(code, _reply(code, words, to).partition(" ")[2])

    @property
    def _name(self) -> str:
        return f"{self._server.host}:{self._server.port}"

    def _connect(self) -> smtplib.SMTP:
        server, name = self._server, self._name
        try:
            context = ssl.create_default_context(cafile=server.authorities or None)
        except OSError as error:
            raise ServerError(f"SMTP_CA_FILE: {server.authorities}: {_reason(error)}") from None
        smtp: smtplib.SMTP | None = None
        try:
            if server.tls == "implicit":
                smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
        except ssl.SSLCertVerificationError as error:
            _drop(smtp)
            raise ServerError(
                f"{name}: its certificate is not to be trusted ({error.verify_message}); "
                f"nothing was sent; look at SMTP_HOST, or name its authority in SMTP_CA_FILE"
            ) from None
        except ssl.SSLError as error:
            _drop(smtp)
            why = error.reason or error
            told = f"{name}: does not speak TLS as SMTP_TLS={server.tls} has it ({why}); nothing was sent"
            raise ServerError(told) from None
        except smtplib.SMTPAuthenticationError as error:
            _drop(smtp)
            raise ServerError(
                f"{name}: refuses the login: {_reply(error.smtp_code, error.smtp_error)}; "
                f"look at SMTP_USER and SMTP_PASSWORD"
            ) from None
        except smtplib.SMTPNotSupportedError as error:
            _drop(smtp)
            what = "a login" if "AUTH" in str(error) else "STARTTLS"
            raise ServerError(f"{name}: does not offer {what}; nothing was sent") from None
        except smtplib.SMTPResponseException as error:
            _drop(smtp)
            raise ConnectionLost(_reply(error.smtp_code, error.smtp_error)) from None
        except socket.gaierror:
            raise ServerError(f"{server.host}: there is no server of this name; look at SMTP_HOST") from None
        except OSError as error:  # smtplib's own are of this kind too
            _drop(smtp)
            if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
                raise ServerError(f"{name}: {_reason(error)}; nothing was sent") from None
            raise ConnectionLost(_reason(error)) from None
        self._smtp = smtp
        return smtp


def _drop(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def _reply(code: int, words: bytes | str, to: str = "") -> str:
    """A server's reply in one line, without addresses: servers like to repeat them."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    text = re.sub(r"<?[^\s<>@]+@[^\s<>@:;,]+>?", "(address)", text)
    if to:
        text = re.sub(re.escape(to), "(address)", text, flags=re.IGNORECASE)
    return f"{code} " + " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it closed the connection"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
