"""What the services share: who asks, how often, how long an answer is waited for, and what can go wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from generator import __version__
from generator.importing.facts import Facts

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a server says: its status, and where it sends us; status 0 where there is no answer, and why.

    reached: whether anything was reached: a refusal says that there is a network, a name that is not found does not.
    """

    status: int
    location: str = ""
    why: str = ""
    reached: bool = True


class Trouble(Exception):
    """A service gave no answer that can be used. The message is for a person: which service, and what it did."""


class NotThere(Exception):
    """A service does not know the identifier."""


class Passing(Exception):
    """What may be over in a moment: no connection, too many requests, a fault of the server. wait: seconds, or 0."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


@dataclass(frozen=True)
class Manners:
    """How services are asked.

    contact: an email address, for the User-Agent. page: an address that says who asks. timeout: seconds for an answer.
    pause: seconds between two requests to one service; arXiv asks for three (https://info.arxiv.org/help/api/tou.html).
    tries: at most so many requests for one answer; before each further one comes a pause of `backoff`, twice as long
    each time. sleep: replaced by tests.
    """

    contact: str = ""
    page: str = ""
    timeout: float = 20.0
    pause: float = 3.0
    tries: int = 3
    backoff: float = 3.0
    longest_wait: float = 60.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def user_agent(self) -> str:
        """What the services see of us."""
        about = "; ".join(part for part in (self.page, f"mailto:{self.contact}" if self.contact else "") if part)
        return f"papers-generator/{__version__}" + (f" ({about})" if about else "")


class Service(Protocol):
    """One service: what it is called, which identifiers it knows, and what it says of one."""

    name: str
    field: str

    def find(self, identifier: str) -> Facts:
        """What is known of a paper. Raises NotThere, Trouble."""


def patiently(manners: Manners, name: str, ask: Callable[[], T]) -> T:
    """The answer of `ask`, which is asked again after what may pass. Raises Trouble, and what `ask` raises else."""
    wait = manners.backoff
    for number in range(1, manners.tries + 1):
        try:
            return ask()
        except Passing as passing:
            if number == manners.tries or passing.wait > manners.longest_wait:
                times = f", {number} times" if number > 1 else ""
                raise Trouble(f"{name} {passing.why}{times}; try again later") from None
            manners.sleep(max(wait, passing.wait))
            wait *= 2
    raise AssertionError  # the last try has returned or raised
