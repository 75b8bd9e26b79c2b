"""Encrypting what is sent: only after all who may read it were given the key, and never in clear instead."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

import aiohttp
from nio import EncryptionError, MegolmEvent
from nio.crypto import InboundGroupSession, Olm

from adapters.matrix.config import Encryption
from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError, NoKeysError
from adapters.matrix.sharing import learn_members, share_key
from adapters.matrix.transport import Homeserver, Json
from adapters.matrix.trust import Trust

_log = logging.getLogger(__name__)

_TRIES = 4
_PAUSE = 0.3
"""Seconds before the key is given again, twice as long each time."""

ENCRYPTED = "m.room.encrypted"


class Secrecy:
    """The encryption of one device. `trust` is there when only devices signed by their owner may read."""

    def __init__(self, connection: Homeserver, policy: Encryption, trust: Trust) -> None:
        self._connection = connection
        self._trust = trust if policy is Encryption.VERIFIED else None
        if policy is Encryption.ANY:
            trust.let_all()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def encrypted(self, room: str, kind: str, content: Json) -> Json:
        """Return the content as everybody in the room can read it, and nobody else.

        Raise NoKeysError when they cannot be given the key now, HomeserverAwayError when it does not answer.
        """
        async with self._turns[room]:
            try:
                await self._share(room)
                _, hidden = self._connection.encrypt(room, kind, content)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise HomeserverAwayError(f"keys could not be given ({type(error).__name__})") from None
            except (HomeserverAwayError, HomeserverRefusedError, NoKeysError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever keys others give, what is said must wait, not die
                raise NoKeysError(f"it cannot be encrypted ({type(error).__name__})") from None
        return dict(hidden)

    async def _share(self, room: str) -> None:
        """Share the key of the room with every device that may read, and see that it went well."""
        connection, olm = self._connection, self._connection.olm
        if olm is None or room not in connection.rooms:
            raise NoKeysError("the room is not known yet")
        members = connection.rooms[room]
        for attempt in range(_TRIES):
            if not members.members_synced:
                await learn_members(connection, room)
            if connection.should_query_keys:
                await connection.keys_query()
            if not olm.should_share_group_session(room):
                return
            if self._trust:
                await self._trust.look_at(members.users.keys())
            await share_key(connection, room)
            if self._reached(room, olm):
                return
            connection.invalidate_outbound_session(room)
            await asyncio.sleep(_PAUSE * 2**attempt)
        raise NoKeysError("not everybody could be given the key")

    def _reached(self, room: str, olm: Olm) -> bool:
        """Say whether the key went to every device in reach: the library takes failures for success."""
        session = olm.outbound_group_sessions[room]
        devices = {
            (user, device.id)
            for user in self._connection.rooms[room].users
            for device in self._connection.device_store.active_user_devices(user)
            if device.id != self._connection.device_id
            and not olm.is_device_blacklisted(device)
            and olm.session_store.get(device.curve25519)
        }
        return bool(devices <= session.users_shared_with | session.users_ignored)

    async def decrypted(self, room: str, event: Json) -> Json | None:
        """Return an encrypted event in clear; None when it cannot be read, or its device is not trusted."""
        session = self._session(room, session_of(event))
        if session is None:
            return None
        # newer clients leave these two out, which the library does not know
        content = {"device_id": "", **event["content"], "sender_key": session.sender_key}
        parsed = MegolmEvent.from_dict({**event, "content": content})
        if not isinstance(parsed, MegolmEvent):
            return None
        parsed.room_id = room
        try:
            clear = self._connection.decrypt_event(parsed).source
        except EncryptionError:
            return None
        sender = str(event.get("sender"))
        if self._is_of_another(session.sender_key, sender):
            _log.warning("a message in a session of somebody else's device is left out")
            return None
        if self._trust and not await self._trust.vouches(sender, session.sender_key, session.ed25519):
            _log.warning("a message of a device that its owner did not sign is left out")
            return None
        return {**event, "type": clear.get("type"), "content": clear.get("content")}

    def _is_of_another(self, identity: str, sender: str) -> bool:
        """Say whether a device is somebody else's than the sender's: the library does not look."""
        store = self._connection.device_store
        if store.device_from_sender_key(sender, identity):
            return False
        return any(store.device_from_sender_key(user, identity) for user in store.users if user != sender)

    def has_key(self, room: str, session: str) -> bool:
        """Say whether the key of a session is here."""
        return self._session(room, session) is not None

    def _session(self, room: str, session: str | None) -> InboundGroupSession | None:
        olm = self._connection.olm
        every = olm.inbound_group_store[room].values() if olm else ()
        return next((known[session] for known in every if session in known), None)


def session_of(event: Json) -> str | None:
    """Return the session that an encrypted event belongs to."""
    content = event.get("content")
    session = content.get("session_id") if isinstance(content, dict) else None
    return session if isinstance(session, str) else None
