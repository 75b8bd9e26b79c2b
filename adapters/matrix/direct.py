"""The direct room with somebody, found among those there are or opened, and rooms for two people."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from adapters.matrix.config import Encryption
from adapters.matrix.errors import HomeserverRefusedError
from adapters.matrix.link import Link
from adapters.matrix.transport import CLIENT, Json, room_path, segment
from bot.domain.errors import RoomUnavailableError

_log = logging.getLogger(__name__)

OURS = "io.github.voorloper.direct"
"""In what a room was made with: for whom we opened it, or because of which row for two people."""

MEGOLM = "m.megolm.v1.aes-sha2"

ROOM_COMES = 10.0
"""Seconds that a room we were just let into, or made, may take to be known."""


class DirectRooms:
    """Finds and opens direct rooms, one for each person."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def room_with(self, user: str) -> str:
        """Return the room in which only this person reads. Raise RoomUnavailableError if there is none."""
        async with self._turns[user]:
            await self._link.ready.wait()
            known = self._link.rooms.direct_with(user) or await self._opened_before(user)
            try:
                return known or await self._open(user)
            except HomeserverRefusedError as error:
                if error.status in {400, 403, 404}:
                    raise RoomUnavailableError(f"no direct room can be opened ({error.code})") from None
                raise error.as_sending() from None

    async def room_for_both(self, both: tuple[str, str], name: str, token: str, *, again: bool) -> str | None:
        """Return a room that was opened for two people because of `token`; None where that may not be.

        `again`: it may have been opened before, just before we were killed.
        """
        async with self._turns[token]:
            await self._link.ready.wait()
            try:
                known = await self._opened_before(token, also_known=True) if again else None
                return known or await self._open_for_both(both, name, token)
            except HomeserverRefusedError as error:
                if error.status in {400, 403, 404}:
                    return None
                raise error.as_sending() from None

    async def _open_for_both(self, both: tuple[str, str], name: str, token: str) -> str | None:
        """Open a room that both read with us, encrypted when both can.

        With a name it is nobody's direct room with us, also when one of them has left.
        """
        return await self._create(both, {"name": name, "creation_content": {OURS: token}})

    async def _create(self, invited: tuple[str, ...], more: Json) -> str | None:
        """Make a room for people, encrypted when all of them can read that; None when it has no id."""
        asked: Json = {"preset": "trusted_private_chat", "invite": [*invited], **more}
        if all([await self._reads_encrypted(user) for user in invited]):
            content = {"algorithm": MEGOLM}
            asked["initial_state"] = [{"type": "m.room.encryption", "state_key": "", "content": content}]
        room = (await self._link.connection.ask("POST", f"{CLIENT}/createRoom", asked)).get("room_id")
        return room if isinstance(room, str) else None

    async def _opened_before(self, whom: str, *, also_known: bool = False) -> str | None:
        """Return the room that we opened for `whom` just before we were killed, if there is one.

        A direct room is known once the synchronisation told of it, so unless `also_known` this only looks at
        rooms of which we have no more than that they are there.
        """
        answer = await self._link.connection.ask("GET", f"{CLIENT}/joined_rooms")
        rooms = answer.get("joined_rooms")
        for room in rooms if isinstance(rooms, list) else []:
            new = isinstance(room, str) and (also_known or room not in self._link.rooms)
            if new and await self._made_for(room, whom):
                return str(room)
        return None

    async def _made_for(self, room: str, whom: str) -> bool:
        path = f"{room_path(room, 'state')}/m.room.create/"
        try:
            return (await self._link.connection.ask("GET", path)).get(OURS) == whom
        except HomeserverRefusedError:
            return False

    async def _open(self, user: str) -> str:
        room = await self._create((user,), {"is_direct": True, "creation_content": {OURS: user}})
        if room is None:
            raise RoomUnavailableError("no direct room can be opened")
        await self.mark(user, room)
        await self._link.rooms.wait_for(room, ROOM_COMES, user)  # or the next words would open another
        return room

    async def _reads_encrypted(self, user: str) -> bool:
        """Say whether somebody has a client that can read what is encrypted."""
        if self._link.config.encryption is Encryption.OFF:
            return False
        asked: Json = {"device_keys": {user: []}}
        keys = (await self._link.connection.ask("POST", f"{CLIENT}/keys/query", asked)).get("device_keys")
        return isinstance(keys, dict) and bool(keys.get(user))

    async def mark(self, user: str, room: str) -> None:
        """Mark a room as direct in the bot's own account, where it is found after a restart."""
        content = self._link.rooms.note_direct(user, room)
        path = f"{CLIENT}/user/{segment(self._link.me)}/account_data/m.direct"
        try:
            await self._link.connection.ask("PUT", path, content)
        except HomeserverRefusedError as error:
            _log.warning("a direct room could not be marked: %s", error)
