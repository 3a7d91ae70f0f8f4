"""Which requests the preview answers: those that ask for this machine by name, so that no page elsewhere reads it.

A page in the browser can make its own name stand for 127.0.0.1 (DNS rebinding) and would then read the preview as its
own site. The name that the browser asked for stands in `Host` (RFC 9110, section 7.2), and a page that asks from
elsewhere is named in `Origin` (Fetch Standard, section 3.2) and by `Sec-Fetch-Site`.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class HostCheck:
    """ASGI middleware that refuses requests for names that are not this machine's, and from pages elsewhere.

    allowed: further names and addresses to answer to, in small letters.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] = ()) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it with status 403."""
        if scope["type"] == "http" and (why := self._why_not(scope)):
            await PlainTextResponse(f"{why}\n", status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _why_not(self, scope: Scope) -> str:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        name = host_name(hosts[0]) if len(hosts) == 1 else ""
        if not is_this_machine(name) and name not in self._allowed:
            return "papers serve answers to localhost only; to answer to another name: papers serve --allow-host NAME"
        own = f"{scope['scheme']}://{hosts[0]}".lower()
        if any(origin.lower() != own for origin in headers.get("origin", [])):
            return "papers serve does not answer pages of other sites"
        # A link from elsewhere may lead here (navigate); a script or frame there may not ask.
        site, mode = headers.get("sec-fetch-site", ["none"])[0], headers.get("sec-fetch-mode", [""])[0]
        if site not in ("same-origin", "none") and mode != "navigate":
            return "papers serve does not answer pages of other sites"
        return ""


def host_name(host: str) -> str:
    """Return the name in a `Host` header, without port and brackets, in small letters; empty where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return ""
    return "" if parts.path or parts.query or parts.fragment or "@" in host else (parts.hostname or "").rstrip(".")


def is_this_machine(name: str) -> bool:
    """Return whether a name or address always stands for this machine (RFC 6761, section 6.3)."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
