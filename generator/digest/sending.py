"""Sending a digest: to everybody who waits for it, through one connection, at a pace, with every step in the ledger.

What happens to a message: taken by the server, it is `sent`. Refused for good (5xx), the address is passed over for
this digest. Refused for now (4xx), or lost with the connection, it is tried again after the others, and at last in the
next run. The same message always has the same Message-ID: a run that was killed repeats at most the one in flight.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from generator.core.text.counting import counted
from generator.digest.content import Writer
from generator.digest.ledger import Ledger
from generator.digest.message import Envelope
from generator.digest.selection import by_key
from generator.digest.server import Connection, ConnectionLost, Rejected, ServerError
from generator.digest.subscribers import Subscriber
from generator.model.library import Library
from generator.model.paper import Paper

TRIES = 3  # of a message in one run
LOST_IN_A_ROW = 4  # connections, before a run ends
WAITS = (5.0, 30.0, 120.0)  # seconds before the second, third, ... try

Queue = deque[tuple[Subscriber, tuple[Paper, ...], int]]  # whose message, with what, for the how manieth time


@dataclass(slots=True)
class Count:
    """What became of the messages of a run. told: what the maintainer has to know, without an address in it."""

    sent: int = 0
    refused: int = 0
    later: int = 0
    told: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sending:
    """One run. per_minute: messages, at most. pause and now: the clock, so that tests need none."""

    library: Library
    ledger: Ledger
    envelope: Envelope
    writer: Writer
    subscribers: Sequence[Subscriber]
    skip_empty: bool = False
    per_minute: float = 600
    pause: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone()
    count: Count = field(default_factory=Count)

    def waiting(self, number: int) -> Iterable[tuple[Subscriber, tuple[Paper, ...]]]:
        """Who still gets the digest `number`, and with which papers."""
        papers = by_key(self.library, self.ledger.digests[number])
        for subscriber in self.subscribers:
            if self.ledger.open_for(number, self.envelope.mark(subscriber.address)):
                own = subscriber.wish.of(papers)
                if own or not self.skip_empty:
                    yield subscriber, own

    def run(self, connection: Connection) -> Count:
        """Send every digest that somebody waits for. Raises ServerError; the ledger has what was done before it."""
        try:
            for number in self.ledger.unfinished:
                self._digest(number, connection)
                if number not in self.ledger.done:
                    self.ledger.record(**{"is": "done", "number": number})
        finally:
            connection.close()
        return self.count

    def _digest(self, number: int, connection: Connection) -> None:
        queue: Queue = deque((subscriber, papers, 1) for subscriber, papers in self.waiting(number))
        round_, lost = 1, 0
        while queue:
            subscriber, papers, attempt = queue.popleft()
            if attempt > round_:
                self.pause(WAITS[min(round_, len(WAITS)) - 1])
                round_ = attempt
            try:
                self._send(number, subscriber, papers, connection)
                lost = 0
                self.pause(60 / self.per_minute)
            except Rejected as error:
                lost = 0
                if error.final:
                    self._settle("refused", number, subscriber, f"refused: {error}")
                else:
                    self._again(queue, number, subscriber, papers, attempt, str(error))
            except ConnectionLost as error:
                lost += 1
                if lost >= LOST_IN_A_ROW:
                    raise ServerError(
                        f"the mail server cannot be used: {error}; "
                        + counted(
                            len(queue) + 1,
                            "message is left, and the next run goes on with it",
                            "messages are left, and the next run goes on with them",
                        )
                    ) from None
                self._again(queue, number, subscriber, papers, attempt, str(error))
                self.pause(WAITS[min(lost, len(WAITS)) - 1])

    def _again(
        self, queue: Queue, number: int, subscriber: Subscriber, papers: tuple[Paper, ...], attempt: int, why: str
    ) -> None:
        """Try a message again after the others, or, when it was tried often, in the next run."""
        if attempt < TRIES:
            queue.append((subscriber, papers, attempt + 1))
        else:
            self._settle("deferred", number, subscriber, f"tried again in the next run: {why}")

    def _send(self, number: int, subscriber: Subscriber, papers: tuple[Paper, ...], connection: Connection) -> None:
        content = self.writer.content(papers)
        message = self.envelope.message(content, subscriber.address, number, self.now())
        connection.send(message, self.envelope.sender.addr_spec, subscriber.address)
        self.ledger.record(**{"is": "sent", "number": number, "to": self.envelope.mark(subscriber.address)})
        self.count.sent += 1

    def _settle(self, kind: str, number: int, subscriber: Subscriber, words: str) -> None:
        mark = self.envelope.mark(subscriber.address)
        if kind == "refused":
            self.count.refused += 1
        else:
            self.count.later += 1
        if kind == "refused" or mark not in self.ledger.deferred.get(number, ()):
            self.ledger.record(**{"is": kind, "number": number, "to": mark})
        self.count.told.append(f"{subscriber.words}: {words}")
