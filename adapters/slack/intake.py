"""From what Slack says to the inbox: several events at a time, and each is told when it is stored.

Slack gives events in any order; those that are taken in together are put in the order in which they happened.
Words come too late once it is known that their message was deleted, or says something else to us.
It tells of a post that mentions the bot twice, and again what it heard no acknowledgement of: what was stored
a moment ago is not brought to the inbox again, which would find that out as well, but later. A double click
is one click.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.errors import StoreUnavailableError
from bot.domain.keys import AccountKey, PlaceKey
from bot.messages.incoming import Click, Deleted, Edited, FileShared, Incoming, Message
from bot.messages.recent import Recent
from bot.ports.chat import Core

_Waiting = tuple[Incoming, "asyncio.Future[None]"]
_Key = tuple[PlaceKey, str]
_Post = tuple[PlaceKey, str | None]
_Button = tuple[AccountKey, str | None, str]

_MOST = 2_000
_DOUBLE = timedelta(seconds=1)
"""Who uses a button again within this time meant to use it once."""


class Intake:
    """Stores what comes in. One transaction takes in all that came while the one before it was busy."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._waiting: list[_Waiting] = []
        self._storing: asyncio.Task[None] | None = None
        self._told: Recent[_Key, tuple[int, asyncio.Future[None]]] = Recent(_MOST)
        self._became: Recent[_Post, tuple[datetime, asyncio.Future[None]]] = Recent(_MOST)
        self._used: Recent[_Button, tuple[datetime, asyncio.Future[None]]] = Recent(_MOST)

    async def accept(self, event: Incoming) -> None:
        """Return when the event is durable; raise as `Core.accept`, and nothing may be acknowledged then."""
        twin = self._click_before(event) if isinstance(event, Click) else self._twin(event)
        await asyncio.shield(twin or self._overtaking(event) or self._given(event))

    def _given(self, event: Incoming) -> asyncio.Future[None]:
        """Give an event to be stored; return what is told when it is."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, stored))
        if isinstance(event, Message) and event.addressed:
            self._told[_key(event)] = (hash(event), stored)  # the words themselves are not kept
        if isinstance(event, Click):
            self._used[_button(event)] = (event.origin.at, stored)
        if isinstance(event, Deleted) or (isinstance(event, Edited) and event.addressed):
            self._became[_post(event)] = (event.origin.at, stored)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store())
        return stored

    def _overtaking(self, event: Incoming) -> asyncio.Future[None] | None:
        """Return what is told of what a message became after this, unless it could not be stored."""
        if not isinstance(event, Message | FileShared | Edited | Deleted):
            return None
        at, stored = self._became.get(_post(event), (event.origin.at, None))
        return stored if stored and event.origin.at < at and _holds(stored) else None

    def _twin(self, event: Incoming) -> asyncio.Future[None] | None:
        """Return what is told of the same event that came before, unless it could not be stored."""
        same, stored = self._told.get(_key(event), (0, None))
        return stored if stored and same == hash(event) and _holds(stored) else None

    def _click_before(self, event: Click) -> asyncio.Future[None] | None:
        """Return what is told of the first click of a double one, unless it could not be stored."""
        at, stored = self._used.get(_button(event), (event.origin.at, None))
        return stored if stored and event.origin.at - at < _DOUBLE and _holds(stored) else None

    async def _store(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = sorted(self._waiting, key=_when), []
                await self._take(taken)
        finally:
            self._storing = None

    async def _take(self, taken: Sequence[_Waiting]) -> None:
        try:
            await self._core.accept([event for event, _ in taken])
        except Exception as error:  # noqa: BLE001 - each that waits gets it
            if len(taken) == 1 or isinstance(error, StoreUnavailableError):
                _tell(taken, error)
                return
            for each in taken:  # one that cannot be stored does not keep out the others
                await self._take([each])
        else:
            _tell(taken, None)


def _key(event: Incoming) -> _Key:
    return event.origin.place, event.origin.event


def _post(event: Incoming) -> _Post:
    return event.origin.place, event.origin.message


def _button(event: Click) -> _Button:
    return event.origin.sender.account, event.origin.message, event.command


def _holds(stored: asyncio.Future[None]) -> bool:
    return not stored.done() or stored.exception() is None


def _when(waiting: _Waiting) -> datetime:
    return waiting[0].origin.at


def _tell(taken: Sequence[_Waiting], error: Exception | None) -> None:
    for _, stored in taken:
        if stored.done():
            continue
        if error:
            stored.set_exception(error)
        else:
            stored.set_result(None)
