"""Who takes subscriptions to the mail: a provider's form, or an address to write to; mkdocs.yml names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PROVIDERS = ("buttondown", "listmonk", "mailchimp", "mailto")


class ProviderFault(ValueError):
    """The settings name no provider that can be used. The message says why, and what to write."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider, and where it takes subscriptions.

    name: as a reader knows it; empty for plain mail. action: where the form goes, or the whole address of mail.
    field: the name of the form's field for the address. hidden: other fields that the provider asks for, (name, value).
    """

    name: str
    action: str
    field: str = ""
    hidden: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """The scheme and host that the form goes to; empty for plain mail."""
        parts = urlsplit(self.action)
        return f"{parts.scheme}://{parts.netloc}" if self.field else ""


def provider(kind: str, address: str, list_id: str = "") -> Provider:
    """The provider `kind` of PROVIDERS.

    address: for Buttondown the user name, for Listmonk the address of its site, for Mailchimp the address of its form,
    for mailto the address to write to. list_id: for Listmonk the list's UUID. Raises ProviderFault.
    """
    if kind == "buttondown":
        if not re.fullmatch(r"[A-Za-z0-9_-]+", address):
            raise ProviderFault(f'"{address}" is no user name of Buttondown; write what stands behind buttondown.com/')
        return Provider("Buttondown", f"https://buttondown.com/api/emails/embed-subscribe/{address}", "email")
    if kind == "listmonk":
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", list_id):
            raise ProviderFault(f'"{list_id}" is not the UUID of a list; Listmonk shows it on the page of the list')
        base = _https(address, "https://lists.example.org").rstrip("/")
        return Provider(urlsplit(base).netloc, f"{base}/subscription/form", "email", (("l", list_id), ("nonce", "")))
    if kind == "mailchimp":
        whole = _https(address, "https://example.us1.list-manage.com/subscribe/post?u=1&id=2")
        if not (urlsplit(whole).hostname or "").endswith(".list-manage.com") or "u=" not in whole or "id=" not in whole:
            raise ProviderFault(f'"{address}" is no form of Mailchimp; take the action of its embedded form')
        return Provider("Mailchimp", whole, "EMAIL")
    if kind == "mailto":
        if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", address):
            raise ProviderFault(f'"{address}" is not an address to write to; write it as subscribe@example.org')
        return Provider("", f"mailto:{quote(address, safe='@+')}?subject=subscribe")
    raise ProviderFault(f'"{kind}" is not a provider; write {", ".join(PROVIDERS[:-1])} or {PROVIDERS[-1]}')


def _https(address: str, example: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\s\"'<>;,]", address) or "@" in parts.netloc:
        raise ProviderFault(f'"{address}" is not an address that begins with https://; write one such as {example}')
    return address
