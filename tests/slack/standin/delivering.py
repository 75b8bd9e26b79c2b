"""What Slack does with events, commands and interactions: give them, wait for acknowledgement, try again.

How it travels is a road: `sockets.py` or `posting.py`. Only events are given again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.platforms.waiting import PATIENCE
from tests.slack.standin.pieces import Json, News

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Rhythm:
    """How long Slack waits for an acknowledgement and, after a failure, before the next try; in seconds."""

    ack_within: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)


QUICK = Rhythm(retries=(0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0))
"""As long for an acknowledgement as Slack, but not as long between tries, of which there are more."""


@dataclass(frozen=True)
class Acked:
    """An acknowledgement, with what it answered: an object, a text, or nothing."""

    answer: Json | str | None = None


@dataclass(frozen=True)
class Failed:
    """No acknowledgement, why in Slack's words, and whether the receiver wants no other try."""

    reason: str
    final: bool = False


@dataclass(eq=False)
class Attempt:
    """One try; `road` says over which connection, `seconds` how long the acknowledgement took."""

    number: int
    reason: str
    began: float
    road: str = ""
    seconds: float | None = None
    outcome: Acked | Failed | None = None


@dataclass(eq=False)
class Delivery:
    """Something for the app, what was tried, and what came of it."""

    kind: Kind
    payload: Json
    attempts: list[Attempt] = field(default_factory=list)
    done: bool = False

    @property
    def event_id(self) -> str:
        """The id of an event; nothing for what is no event."""
        return str(self.payload.get("event_id", ""))

    @property
    def acked(self) -> bool:
        """Whether it was acknowledged in time, at last."""
        return bool(self.attempts) and isinstance(self.attempts[-1].outcome, Acked)

    @property
    def answer(self) -> Json | str | None:
        """What the acknowledgement answered."""
        outcome = self.attempts[-1].outcome if self.attempts else None
        return outcome.answer if isinstance(outcome, Acked) else None


class Road(Protocol):
    """How deliveries reach the app."""

    async def carry(self, delivery: Delivery, attempt: Attempt, within: float) -> Acked | Failed:
        """Give it to the app and say what came back within so many seconds."""
        ...


class Nowhere:
    """The road of an app that listens nowhere."""

    async def carry(self, delivery: Delivery, attempt: Attempt, within: float) -> Acked | Failed:
        """Fail."""
        del delivery, attempt, within
        return Failed("connection_failed")


class Dispatcher:
    """Gives everything to the app, each thing by itself, and remembers it."""

    def __init__(self, news: News, rhythm: Rhythm) -> None:
        self.rhythm = rhythm
        self.road: Road = Nowhere()
        self.deliveries: list[Delivery] = []
        self._news = news
        self._held: list[Delivery] | None = None
        self._losing = 0
        self._hurry = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, kind: Kind, payload: Json) -> Delivery:
        """Give something to the app, soon."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        if self._held is not None and kind == "events_api":
            self._held.append(delivery)
        else:
            self._start(delivery)
        return delivery

    def again(self, delivery: Delivery) -> None:
        """Give something again although it was acknowledged, as Slack sometimes does."""
        delivery.done = False
        self._start(delivery, "unknown_error")

    def hold(self) -> None:
        """Give no more events, until they are released."""
        self._held = self._held or []

    async def release_last(self) -> None:
        """Give the newest event that is held before all others, and wait until it is acknowledged."""
        delivery = (self._held or []).pop()
        self._start(delivery)
        await self._news.until(lambda: delivery.done, PATIENCE)

    def release(self, order: Iterable[int] | None = None) -> None:
        """Give the events that were held, in the order in which they came or in another one."""
        held, self._held = self._held or [], None
        for number in range(len(held)) if order is None else order:
            self._start(held[number])

    def lose_acks(self, times: int) -> None:
        """Hear nothing of the next so many acknowledgements."""
        self._losing += times

    def hurry(self) -> None:
        """Try at once again whatever waits for its next try."""
        self._hurry.set()
        self._hurry = asyncio.Event()

    def events(self, kind: str = "") -> list[Delivery]:
        """Return the events of one type, or of all."""
        return [
            each
            for each in self.deliveries
            if each.kind == "events_api" and kind in ("", each.payload.get("event", {}).get("type"))
        ]

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until everything was acknowledged or given up; raise TimeoutError when it takes too long."""
        await self._news.until(lambda: all(each.done for each in self.deliveries), seconds)

    async def close(self) -> None:
        """Stop giving."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, delivery: Delivery, reason: str = "") -> None:
        task = asyncio.create_task(self._deliver(delivery, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery, reason: str) -> None:
        waits = self.rhythm.retries if delivery.kind == "events_api" else ()
        for wait in (*waits, None):
            outcome = await self._attempt(delivery, reason)
            if isinstance(outcome, Acked) or outcome.final or wait is None:
                break
            reason = outcome.reason
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._hurry.wait()
        delivery.done = True
        self._news.stir()

    async def _attempt(self, delivery: Delivery, reason: str) -> Acked | Failed:
        attempt = Attempt(len(delivery.attempts), reason, time.monotonic())
        delivery.attempts.append(attempt)
        outcome = await self.road.carry(delivery, attempt, self.rhythm.ack_within)
        if isinstance(outcome, Acked) and self._losing:
            self._losing -= 1
            outcome = Failed("timeout")
        if isinstance(outcome, Acked):
            attempt.seconds = time.monotonic() - attempt.began
        attempt.outcome = outcome
        self._news.stir()
        return outcome
