"""The mail: a digest with its headers. Nothing of the papers or of the subscribers can add a header."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from generator.digest.content import Content, one_line
from generator.files.settings import Settings
from generator.model import addresses

# Only ASCII travels: every server takes it, and no line is longer than RFC 5321 allows.
POLICY = SMTP.clone(cte_type="7bit")
SUBSCRIBER = "{subscriber}"  # stands for the keyed hash of an address in the address to unsubscribe at


@dataclass(frozen=True, slots=True)
class Envelope:
    """What all mails of a run share.

    sender: who they come from. secret: the key of all hashes; empty where nothing is sent.
    unsubscribe: an https address at which one unsubscribes, with `{subscriber}` where the subscriber's hash belongs;
    for one click (RFC 8058) if it has that. mailto: an address of mail that does it.
    """

    settings: Settings
    sender: Address
    frequency: str = "daily"
    secret: bytes = b""
    unsubscribe: str = ""
    mailto: str = ""

    def mark(self, address: str) -> str:
        """What stands for an address wherever it could be seen: a keyed hash of it (24 hex digits)."""
        return self._hash("subscriber", address.casefold())[:24]

    def message_id(self, address: str, number: int, keys: tuple[str, ...]) -> str:
        """The same for the same digest to the same address, whenever and however often it is sent."""
        return f"<{self.frequency}.{number}.{self._hash('message', address.casefold(), number, keys)}@{self._domain}>"

    def message(self, content: Content, to: str, number: int, now: datetime) -> EmailMessage:
        """The mail with `content` to the address `to`. number: of the digest. now: when it is sent, with its zone."""
        name = one_line(self.settings.name)
        mail = EmailMessage(policy=POLICY)
        mail["From"] = self.sender
        mail["To"] = Address(addr_spec=to)
        mail["Subject"] = content.subject
        mail["Date"] = now
        mail["Message-ID"] = self.message_id(to, number, content.keys)
        mail["List-Id"] = f"{_phrase(name)} <{self.frequency}.{urlsplit(self.settings.url).hostname or self._domain}>"
        mail["List-Archive"] = f"<{addresses.absolute(self.settings.url, addresses.DIGESTS)}>"
        ways = [self.unsubscribe.replace(SUBSCRIBER, self.mark(to)), self.mailto]
        if any(ways):
            mail["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways if way)
        if SUBSCRIBER in self.unsubscribe:
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(content.text, cte="quoted-printable")
        mail.add_alternative(content.html, subtype="html", cte="quoted-printable")
        # Python draws a boundary at random: the same mail shall have the same bytes.
        mail.set_boundary(f"=_{self._hash('boundary', mail['Message-ID'])}_=")
        return mail

    @property
    def _domain(self) -> str:
        return self.sender.domain or "localhost"

    def _hash(self, *parts: object) -> str:
        text = "\0".join(map(str, parts)).encode()
        return hmac.new(self.secret, text, hashlib.sha256).hexdigest()[:32]


def _phrase(name: str) -> str:
    """`name` as RFC 2919 wants it before an identifier: quoted, ASCII only."""
    return '"' + name.encode("ascii", "replace").decode().replace("\\", "").replace('"', "'")[:60] + '"'
