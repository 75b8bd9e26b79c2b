"""Who may ask the bot into a room, and getting there; also into the room that replaces one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from adapters.matrix.direct import DirectRooms
from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError
from adapters.matrix.fields import room_id, user_id
from adapters.matrix.link import Link
from adapters.matrix.rooms import Tombstone
from adapters.matrix.transport import CLIENT, Json, room_path, segment
from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.messages.incoming import Origin, RoomChanged, Sender
from bot.messages.unchecked import listed, mapping
from bot.ports.chat import Core

_log = logging.getLogger(__name__)

_JOIN = f"{CLIENT}/join/"
_PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds between attempts to come in; an invitation is told only once, so it is ours to try again."""

_WAIT = 429


class Invitations:
    """Accepts and declines in the background, while the bot goes on hearing."""

    def __init__(self, link: Link, core: Core, direct: DirectRooms, now: Callable[[], datetime]) -> None:
        self._link = link
        self._core = core
        self._direct = direct
        self._now = now
        self._going: dict[str, asyncio.Task[None]] = {}

    def take(self, batch: Json) -> None:
        """Answer the invitations in a synchronisation, and follow rooms that were replaced."""
        for room, part in mapping(mapping(batch.get("rooms")).get("invite")).items():
            inviter, direct = invited_by(part, self._link.me)
            if inviter is not None and room not in self._link.rooms:  # the homeserver may tell of an old one
                self._begin(room, self._answer(room, inviter, direct=direct))
        for room in self._link.rooms:
            closed = self._link.rooms.get(room).tombstone
            if closed:
                self._begin(room, self._follow(room, closed))

    async def stop(self) -> None:
        """End what is going on; open invitations are found again at the next start."""
        for task in self._going.values():
            task.cancel()
        await asyncio.gather(*self._going.values(), return_exceptions=True)

    def _begin(self, room: str, work: Any) -> None:  # noqa: ANN401 - a coroutine
        if room in self._going:
            work.close()
        else:
            self._going[room] = asyncio.create_task(work)

    async def _answer(self, room: str, inviter: str, *, direct: bool) -> None:
        try:
            if not self._link.config.belongs(inviter):
                await self._link.connection.ask("POST", room_path(room, "leave"))
                _log.warning("an invitation is declined: who sent it is not of [matrix] allowed_servers")
            elif await self._enter(room) and direct:
                await self._direct.mark(inviter, room)
        except (HomeserverAwayError, HomeserverRefusedError) as error:
            _log.warning("an invitation could not be answered: %s", error)
        finally:
            self._going.pop(room, None)

    async def _follow(self, room: str, closed: Tombstone) -> None:
        """Go to the room that replaces one, and leave that one; when it may not be, the admins hear of it.

        Its settings go along either way: somebody may invite us there later.
        """
        replacement = closed.replacement
        was_there = replacement in self._link.rooms
        entered = await self._entered_after(closed)
        if entered and not await self._succeeds(replacement, room):
            _log.warning("a room that another one named as its successor is none")
            if not was_there:
                await self._leave_again(replacement)
            entered, replacement = False, ""
        me = self._link.config.place
        origin = Origin(
            event=f"replaced {closed.event}",
            conversation=ConversationKey(RoomKey(me, room), None),
            sender=Sender(AccountKey(me, self._link.me)),
            at=self._now(),
        )
        new = RoomKey(me, replacement) if room_id(replacement) else None
        try:
            await self._core.accept((RoomChanged(origin, replaced_by=new, closed=not entered),))
            if entered:  # nobody can write in the old one; who serves this next need not look at it again
                await self._link.connection.ask("POST", room_path(room, "leave"))
        except (ClaimLostError, StoreUnavailableError, HomeserverAwayError, HomeserverRefusedError) as error:
            _log.info("a room that was replaced is looked at again later: %s", type(error).__name__)

    async def _entered_after(self, closed: Tombstone) -> bool:
        """Come into the room that is said to replace one, if somebody who belongs says so."""
        if not room_id(closed.replacement) or not self._link.config.belongs(closed.by):
            return False
        self._link.rooms.followed.add(closed.replacement)
        return await self._enter(closed.replacement)

    async def _succeeds(self, replacement: str, room: str) -> bool:
        """Say whether a room that we are in was made to replace another one."""
        made = await self._insist("GET", f"{room_path(replacement, 'state')}/m.room.create/")
        return mapping((made or {}).get("predecessor")).get("room_id") == room

    async def _leave_again(self, room: str) -> None:
        await self._insist("POST", room_path(room, "leave"))
        self._link.rooms.followed.discard(room)

    async def _enter(self, room: str) -> bool:
        """Come into a room; say whether it went well."""
        return await self._insist("POST", _JOIN + segment(room)) is not None

    async def _insist(self, method: str, path: str) -> Json | None:
        """Return what the homeserver answers, None when it says no. What fails for a while is tried again."""
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            try:
                return await self._link.connection.ask(method, path)
            except HomeserverRefusedError as error:
                if error.status != _WAIT:
                    _log.warning("a room could not be entered or left: %s", error)
                    return None
            except HomeserverAwayError as error:
                _log.warning("a room could not be entered or left yet: %s", error)
            await asyncio.sleep(pause)
        raise AssertionError("it is tried for ever")


def invited_by(part: object, me: str) -> tuple[str | None, bool]:
    """Return who invited us, and whether it is to talk directly. Invitations of others are in there too.

    The last one counts: our own homeserver puts it behind what another one says of the room.
    """
    for event in reversed(listed(mapping(mapping(part).get("invite_state")).get("events"))):
        content, sender = mapping(event.get("content")), user_id(event.get("sender"))
        ours = event.get("type") == "m.room.member" and event.get("state_key") == me
        if ours and content.get("membership") == "invite":
            return sender, content.get("is_direct") is True
    return None, False
