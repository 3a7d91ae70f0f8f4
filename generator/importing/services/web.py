"""A session with a service: our name on each request, pauses between them, no redirects, no endless answers."""

from __future__ import annotations

import errno
import json
import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import requests

from generator.importing.services.services import Answer, Manners, NotThere, Passing, Trouble, patiently

LARGEST = 10_000_000  # bytes of an answer
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH})


class Session(requests.Session):
    """Requests that keep the manners. Raises Passing, Trouble and NotThere instead of requests' own errors."""

    def __init__(self, name: str, manners: Manners) -> None:
        super().__init__()
        self._name = name
        self._manners = manners
        self._last: float | None = None
        self.trust_env = True

    def get(self, url: str | bytes, **words: Any) -> requests.Response:  # type: ignore[override]  # all words are passed on
        """The whole answer to one request."""
        if self._last is not None:
            self._manners.sleep(max(0.0, self._manners.pause - (time.monotonic() - self._last)))
        words["headers"] = {**(words.get("headers") or {}), "user-agent": self._manners.user_agent}
        words |= {"timeout": self._manners.timeout, "allow_redirects": False, "stream": True}
        try:
            answer = super().get(url, **words)
            content = answer.raw.read(LARGEST + 1, decode_content=True)
        except requests.exceptions.Timeout:
            raise Passing("did not answer in time") from None
        except (requests.exceptions.RequestException, OSError) as error:
            raise Passing(f"cannot be reached ({type(error).__name__})") from None
        finally:
            self._last = time.monotonic()
        if len(content) > LARGEST:
            raise Trouble(f"{self._name} sent an answer that does not end")
        answer._content = content  # noqa: SLF001  # what requests itself sets when it reads an answer
        return self._good(answer)

    def _good(self, answer: requests.Response) -> requests.Response:
        status = answer.status_code
        if status == requests.codes.not_found:
            raise NotThere
        if status == requests.codes.too_many_requests or status >= 500:
            after = answer.headers.get("Retry-After", "")
            why = "has had too many requests" if status == 429 else f"has a fault (status {status})"
            raise Passing(why, float(after) if after.isdigit() else 0.0)
        if 300 <= status < 400:
            raise Trouble(
                f"{self._name} sends us elsewhere, to {answer.headers.get('Location', '')[:100]}: not followed"
            )
        if status != requests.codes.ok:
            raise Trouble(f"{self._name} refuses the request (status {status})")
        return answer

    def json(self, url: str, **words: Any) -> Any:
        """The JSON of an answer, asked for patiently."""

        def ask() -> Any:
            answer = self.get(url, **words)
            try:
                return json.loads(answer.content)
            except ValueError:
                raise Passing("sent no JSON") from None

        return patiently(self._manners, self._name, ask)


def asker(manners: Manners) -> Callable[[str, str], Answer]:
    """What asks for an address, method first, and reads no more of the answer than its head."""
    session = requests.Session()

    def ask(method: str, url: str) -> Answer:
        headers = {"user-agent": manners.user_agent, "accept": "text/html,*/*;q=0.8"}
        try:
            with session.request(
                method, url, headers=headers, timeout=manners.timeout, allow_redirects=False, stream=True
            ) as answer:
                location = answer.headers.get("Location", "")
                return Answer(answer.status_code, urljoin(url, location) if location else "")
        except requests.exceptions.Timeout:
            return Answer(0, why="no answer in time", reached=False)
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            return Answer(0, why=f"no connection ({type(error).__name__})", reached=not _is_unreached(error))

    return ask


def _is_unreached(error: BaseException | None) -> bool:
    """Whether an error says that nothing was reached: no name server, no route, no proxy."""
    while error is not None:
        if isinstance(error, socket.gaierror | requests.exceptions.ProxyError):
            return True
        if isinstance(error, OSError) and error.errno in _NO_ROUTE:
            return True
        error = error.__cause__ or error.__context__
    return False
