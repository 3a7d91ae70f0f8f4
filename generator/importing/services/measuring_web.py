"""Asking a service for JSON, politely: one request at a time, at a pace, waiting as long as it asks for."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.core.text.counting import counted

TRIES = 5
LONGEST_WAIT = 120  # seconds; who asks for more is asked again another day
LIMIT = 20_000_000  # bytes of an answer
TIMEOUT = 30  # seconds
_PASSING = frozenset({429, 500, 502, 503, 504})


class ServiceError(Exception):
    """A service gave no answer that can be used. The message says which and why."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Redirects are followed by hand: a token must not go to another host."""


@dataclass(slots=True)
class Web:
    """The way to the services. pause and now: the clock, so that tests need none. pace: seconds between requests."""

    agent: str = "papers (a curated list of papers)"
    pace: float = 0.2
    pause: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _opener: Any = field(default_factory=lambda: urllib.request.build_opener(_NoRedirect))

    def json(self, url: str, headers: Mapping[str, str], name: str) -> Any:
        """The answer to GET `url`; None where there is no such thing (404). name: of the service, for messages.

        Raises ServiceError.
        """
        for attempt in range(1, TRIES + 1):
            self.pause(self.pace)
            status, answer_headers, data = self._ask(url, headers, name)
            if status == 200:
                try:
                    return json.loads(data)
                except ValueError:
                    raise ServiceError(f"{name}: the answer is not JSON") from None
            if status in (404, 410, 451):
                return None
            limited = status == 403 and answer_headers.get("x-ratelimit-remaining") == "0"
            if status not in _PASSING and not limited:
                raise ServiceError(f"{name}: answers {status}{self._why(data)}")
            wait = self._wait(answer_headers, attempt)
            if wait > LONGEST_WAIT:
                raise ServiceError(
                    f"{name}: answers {status} and asks to wait {counted(round(wait / 60), 'minute')}; try again then"
                )
            if attempt < TRIES:
                self.pause(wait)
        raise ServiceError(f"{name}: answered {status} {counted(TRIES, 'time')}; try again later")

    def _ask(self, url: str, headers: Mapping[str, str], name: str) -> tuple[int, Mapping[str, str], bytes]:
        for _ in range(5):
            request = urllib.request.Request(url, headers={"User-Agent": self.agent, **headers})  # noqa: S310 - http only
            try:
                with self._opener.open(request, timeout=TIMEOUT) as answer:
                    return answer.status, _lower(answer.headers), _body(answer, name)
            except urllib.error.HTTPError as error:
                with error:
                    target = urljoin(url, error.headers.get("Location") or "")
                    if error.code not in (301, 302, 307, 308) or target == url:
                        return error.code, _lower(error.headers), error.read(2000)
                if urlsplit(target)[:2] != urlsplit(url)[:2]:
                    raise ServiceError(f"{name}: leads to another host, {urlsplit(target).netloc}") from None
                url = target
            except (OSError, http.client.HTTPException) as error:
                reason = getattr(error, "reason", None) or error
                return 503, {}, str(getattr(reason, "strerror", None) or reason or type(reason).__name__).encode()
        raise ServiceError(f"{name}: leads in a circle")

    def _wait(self, headers: Mapping[str, str], attempt: int) -> float:
        """Seconds to wait: what the service says (Retry-After, GitHub's x-ratelimit-reset), else longer each time."""
        after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
        if after.isascii() and after.isdigit():
            return float(after[:9])
        if headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdigit():
            return max(1.0, float(reset[:15]) - self.now())
        return float(2**attempt)

    @staticmethod
    def _why(data: bytes) -> str:
        try:
            words = json.loads(data)["message"]
        except (ValueError, KeyError, TypeError):
            return ""
        return f" ({' '.join(str(words).split())[:200]})"


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _body(answer: Any, name: str) -> bytes:
    data: bytes = answer.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise ServiceError(f"{name}: the answer is larger than {LIMIT // 1_000_000} MB")
    return data
