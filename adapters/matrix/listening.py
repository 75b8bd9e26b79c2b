"""The loop that hears: what happened since the last time, stored by the core before the next is asked for.

The library's own loop loses messages; this one reads gaps back, and moves on only once the core has stored
what there was.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import chain, repeat
from typing import TypeVar
from urllib.parse import urlencode

from adapters.matrix.config import PLATFORM
from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError
from adapters.matrix.invitations import Invitations
from adapters.matrix.learning import learn
from adapters.matrix.link import Link
from adapters.matrix.reading import Reader
from adapters.matrix.transport import CLIENT, Json
from adapters.matrix.upkeep import keep_up
from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.messages.incoming import Cursor, Incoming
from bot.ports.chat import Core

T = TypeVar("T")

_log = logging.getLogger(__name__)

_POLL = 30.0
"""Seconds that the homeserver may wait for something to happen."""

_SLACK = 15.0
"""Seconds that its answer may be later than that."""

_AT_ONCE = 100
"""Events of one room that come with a synchronisation; of what is more, the gap is read back."""

_NOTHING: Json = {"types": []}
_FILTER: Json = {
    "presence": _NOTHING,
    "account_data": {"types": ["m.direct"]},
    "room": {
        "timeline": {"limit": _AT_ONCE},
        "ephemeral": _NOTHING,
        "account_data": _NOTHING,
    },
}
_ONLY_INVITATIONS: Json = {
    **_FILTER,
    "room": {"timeline": _NOTHING, "state": _NOTHING, "ephemeral": _NOTHING, "account_data": _NOTHING},
}
_STORED_AT_ONCE = 100
"""Events in one transaction: others wait for it, and a room may have thousands of members."""

_PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to reach the database."""

_AGAIN = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts to reach the homeserver."""

_FIRST = 60.0
"""Seconds that a first synchronisation may take; twice as long after each one that was too slow."""

_LONGEST_FIRST = 900.0
_SYNC = f"{CLIENT}/sync"
_REFUSAL = 400


class Listener:
    """Hears for one logged-in device. `stored` is told what the core has taken in."""

    def __init__(
        self,
        link: Link,
        core: Core,
        reader: Reader,
        invitations: Invitations,
        stored: Callable[[Sequence[Incoming]], None],
    ) -> None:
        self._link = link
        self._core = core
        self._reader = reader
        self._invitations = invitations
        self._stored = stored
        self._cursor = f"{PLATFORM} {link.me}"
        self._allowed = _FIRST

    async def run(self) -> None:
        """Hear until something is wrong: HomeserverAwayError, HomeserverRefusedError, ClaimLostError."""
        since = await self._core.cursor(self._cursor)
        around = await self._look_around()
        first = True
        while True:
            batch, since = await self._heard(since, first=first)
            events = await _patiently(partial(self._reader.read, batch, since))
            following = str(batch["next_batch"])
            await self._accept(events, Cursor(self._cursor, following), moved=_tells(batch) or since is None)
            self._reader.stored()
            since, first = following, False
            self._link.ready.set()
            self._link.synced = self._link.steady()
            for news in (around, batch):  # only now: what is said in a room we enter is heard from here on
                self._invitations.take(news)
            around = {}
            await self._link.rooms.announce()
            await keep_up(self._link.connection, batch)

    async def _look_around(self) -> Json:
        """Return which invitations are open, and see which rooms are direct: neither is told twice."""
        asked = urlencode({"filter": json.dumps(_ONLY_INVITATIONS), "timeout": _anew()})
        batch = await _patiently(partial(self._everything, f"{_SYNC}?{asked}"))
        self._reader.take_account(batch)
        return batch

    async def _heard(self, since: str | None, *, first: bool) -> tuple[Json, str | None]:
        """Return what happened, and since when. Where we were may not be known any more: then from now on."""
        try:
            return await _patiently(partial(self._next, since, first=first)), since
        except HomeserverRefusedError as error:
            if error.status != _REFUSAL or since is None:
                raise
            _log.error("the homeserver does not know where we were: what came meanwhile is not answered")
            return await _patiently(partial(self._next, None, first=first)), None

    async def _next(self, since: str | None, *, first: bool) -> Json:
        """Return what happened since, or what is there at first; the library learns of it for its keys."""
        seconds = self._link.unread.patience(_POLL)
        asked = {"filter": json.dumps(_FILTER), "timeout": 0 if first else int(1000 * seconds)}
        asked |= {"since": since} if since else {"timeout": _anew()}
        asked |= {"full_state": "true"} if first else {}
        path = f"{_SYNC}?{urlencode(asked)}"
        if first:
            batch = await self._everything(path)
        else:
            batch = await self._link.connection.ask("GET", path, seconds=seconds + _SLACK)
        await learn(self._link.connection, batch)
        return batch

    async def _everything(self, path: str) -> Json:
        """Ask for what there is in all rooms, which may take long; what takes for ever is asked for again."""
        try:
            return await self._link.connection.ask("GET", path, seconds=self._allowed)
        except HomeserverAwayError:
            self._allowed = min(2 * self._allowed, _LONGEST_FIRST)
            raise

    async def _accept(self, events: Sequence[Incoming], cursor: Cursor, *, moved: bool) -> None:
        """Have the core store events and cursor. One event that it cannot take is left out, and said."""
        if not (events or moved):
            return
        starts = range(0, len(events), _STORED_AT_ONCE)
        *before, last = [events[start : start + _STORED_AT_ONCE] for start in starts] or [events]
        try:
            for some in before:
                await self._patiently(some)
            await self._patiently(last, cursor)
        except ClaimLostError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one event does, the others must be heard
            _log.error("a batch of %d events is taken one by one: %s", len(events), type(error).__name__)
            events = await self._one_by_one(events)
            await self._patiently((), cursor)
        self._stored(events)

    async def _patiently(self, events: Sequence[Incoming], cursor: Cursor | None = None) -> None:
        """Have them stored, as soon as the database can be reached; nothing more is heard until then."""
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            try:
                await self._core.accept(events, cursor)
            except StoreUnavailableError as error:
                _log.warning("what was heard cannot be stored yet: %s", error)
            else:
                return
            await asyncio.sleep(pause)

    async def _one_by_one(self, events: Sequence[Incoming]) -> list[Incoming]:
        taken: list[Incoming] = []
        for event in events:
            try:
                await self._patiently((event,))
            except ClaimLostError:
                raise
            except Exception as error:  # noqa: BLE001 - idem
                _log.error("an event of kind %s is left out: %s", event.type, type(error).__name__)
            else:
                taken.append(event)
        return taken


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask the homeserver until it can be reached, with longer pauses each time."""
    for pause in chain(_AGAIN, repeat(_AGAIN[-1])):
        try:
            return await ask()
        except HomeserverAwayError as error:
            _log.warning("not heard: %s", error)
        except HomeserverRefusedError as error:
            if error.retry_after is None:
                raise
            await asyncio.sleep(error.retry_after)
        await asyncio.sleep(pause)
    raise AssertionError("it is tried for ever")


def _anew() -> int:
    """Return milliseconds for a first synchronisation, which waits for nothing anyway.

    Synapse answers what was asked a minute ago with the same words, and then tells of that minute again.
    """
    return secrets.randbelow(1000)


def _tells(batch: Json) -> bool:
    """Say whether anything happened that must not come again."""
    rooms, direct = batch.get("rooms"), batch.get("to_device")
    return bool(rooms or (isinstance(direct, dict) and direct.get("events")))
