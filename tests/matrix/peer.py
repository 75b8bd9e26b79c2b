"""A person in a Matrix client of their own, which knows nothing of the library that the bot uses."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiohttp import ClientSession

from tests.matrix.client import Client, Json, MatrixError, at
from tests.matrix.events import MESSAGE, REACTION, Event, edit, event, in_thread, reaction, standing, text
from tests.matrix.synapse import Account
from tests.matrix.watching import Watch, backwards
from tests.platforms.waiting import PATIENCE, meanwhile

ALGORITHM = "m.megolm.v1.aes-sha2"
_MISSING = 404


class Cipher(Protocol):
    """How a client keeps what it says in encrypted rooms secret."""

    troubles: list[str]

    async def heard(self, answer: Json) -> None:
        """Hear what the homeserver tells, before anybody else does."""
        ...

    async def sealed(self, room: str, kind: str, content: Json) -> Json:
        """Return the content of the encrypted event that says this."""
        ...

    def opened(self, seen: Event) -> Event:
        """Return an event that can be read, or as it is."""
        ...


class Peer:
    """Somebody in a client: what they do, and what they see.

    With a cipher, what they send in an encrypted room is encrypted, and what they see is decrypted.
    """

    def __init__(self, client: Client, account: Account, cipher: Cipher | None = None) -> None:
        self.client = client
        self.id = account.user_id
        self.account = account
        self._cipher = cipher
        self._encrypted: set[str] = set()
        self.watch = Watch(client, cipher.heard if cipher else None)

    # What they see.

    def timeline(self, room: str) -> list[Event]:
        """Return what was seen in a room, oldest first."""
        seen = self.watch.timelines[room]
        return [self._cipher.opened(each) for each in seen] if self._cipher else list(seen)

    def shown(self, room: str, sender: str | None = None) -> list[Event]:
        """Return the messages as a client shows them, of everybody or of one."""
        return [seen for seen in standing(self.timeline(room)) if sender in (None, seen.sender)]

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds of what they see; raise TimeoutError when it takes too long."""
        await self.watch.until(holds, seconds)

    async def sees(self, room: str, wanted: Callable[[Event], bool], seconds: float = PATIENCE) -> Event:
        """Return the first event in a room that is wanted, as soon as it is there."""

        def found() -> bool:
            return any(wanted(seen) for seen in self.timeline(room))

        try:
            await self.until(found, seconds)
        except TimeoutError:
            last = [(seen.sender, seen.type, seen.body) for seen in self.timeline(room)[-5:]]
            troubles = self._cipher.troubles if self._cipher else []
            raise TimeoutError(f"{self.id} saw at last: {last}; troubles: {troubles}") from None
        return next(seen for seen in self.timeline(room) if wanted(seen))

    async def reads(self, room: str, words: str, seconds: float = PATIENCE) -> Event:
        """Return the first message of somebody else in which these words stand."""
        return await self.sees(
            room,
            lambda seen: seen.type == MESSAGE and words in seen.body and seen.sender != self.id,
            seconds,
        )

    async def invited(self, seconds: float = PATIENCE) -> str:
        """Return the room to which they are invited, as soon as they are."""
        await self.until(lambda: bool(self.watch.invited), seconds)
        return next(iter(self.watch.invited))

    async def messages(self, room: str) -> list[Event]:
        """Return everything in a room that they may read, oldest first, asked of the homeserver now."""
        found = [event(room, raw) for raw in reversed(await backwards(self.client, room, None, None))]
        return [self._cipher.opened(each) for each in found] if self._cipher else found

    async def event(self, room: str, event_id: str) -> Event:
        """Return an event as it is now, asked of the homeserver."""
        return event(room, await self.client.ask("GET", f"v3/rooms/{at(room, 'event', event_id)}"))

    async def related(self, room: str, event_id: str, kind: str) -> list[Event]:
        """Return what relates to an event, such as `m.thread` or `m.annotation`, oldest first."""
        path = f"v1/rooms/{at(room, 'relations', event_id, kind)}"
        answer = await self.client.ask("GET", path, query={"limit": 1000, "dir": "f"})
        found = [event(room, raw) for raw in answer["chunk"]]
        return [self._cipher.opened(each) for each in found] if self._cipher else found

    # What they do in rooms.

    async def create_room(
        self,
        *invited: str,
        name: str | None = None,
        public: bool = False,
        direct: bool = False,
        encrypted: bool = False,
        version: str | None = None,
        **more: Any,  # noqa: ANN401 - it goes to the homeserver as it is
    ) -> str:
        """Make a room and return its id; a direct one is noted as such with the first who is invited."""
        encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": ALGORITHM}}
        asked: Json = {
            "invite": list(invited),
            "preset": "public_chat" if public else "trusted_private_chat" if direct else "private_chat",
            "is_direct": direct,
            "initial_state": [encryption] if encrypted else [],
        }
        asked |= {"name": name} if name else {}
        asked |= {"room_version": version} if version else {}
        room = str((await self.client.ask("POST", "v3/createRoom", asked | more))["room_id"])
        if direct:
            known = self.watch.account_data.get("m.direct", {})
            await self.set_account_data("m.direct", known | {invited[0]: [*known.get(invited[0], ()), room]})
        return room

    async def join(self, room: str) -> None:
        """Join a room by its id or alias, and wait until it is seen."""
        joined = (await self.client.ask("POST", f"v3/join/{at(room)}", {}))["room_id"]
        await self.until(lambda: joined in self.watch.joined)

    async def leave(self, room: str) -> None:
        """Leave a room, or decline an invitation."""
        await self.client.ask("POST", f"v3/rooms/{at(room)}/leave", {})

    async def invite(self, room: str, user_id: str) -> None:
        """Invite somebody."""
        await self.client.ask("POST", f"v3/rooms/{at(room)}/invite", {"user_id": user_id})

    async def kick(self, room: str, user_id: str) -> None:
        """Put somebody out of a room."""
        await self.client.ask("POST", f"v3/rooms/{at(room)}/kick", {"user_id": user_id})

    async def ban(self, room: str, user_id: str) -> None:
        """Put somebody out of a room for good."""
        await self.client.ask("POST", f"v3/rooms/{at(room)}/ban", {"user_id": user_id})

    async def upgrade(self, room: str, version: str) -> str:
        """Replace a room by one of another version; return the id of the new one."""
        asked = {"new_version": version}
        answer = await self.client.ask("POST", f"v3/rooms/{at(room)}/upgrade", asked)
        return str(answer["replacement_room"])

    async def members(self, room: str) -> set[str]:
        """Return who has joined a room."""
        return set((await self.client.ask("GET", f"v3/rooms/{at(room)}/joined_members"))["joined"])

    async def send(self, room: str, content: Json, kind: str = MESSAGE, *, txn: str | None = None) -> str:
        """Send any content and return the id of the event; encrypted where the room is and they can."""
        if self._cipher and kind != REACTION and await self.is_encrypted(room):
            content, kind = await self._cipher.sealed(room, kind, content), "m.room.encrypted"
        return await self.send_as_it_is(room, content, kind, txn=txn)

    async def send_as_it_is(
        self, room: str, content: Json, kind: str = MESSAGE, *, txn: str | None = None
    ) -> str:
        """Send any content in clear, whatever the room is; return the id of the event."""
        path = f"v3/rooms/{at(room, 'send', kind, txn or secrets.token_hex(8))}"
        return str((await self.client.ask("PUT", path, content))["event_id"])

    async def say(
        self, room: str, body: str, *, mentions: Sequence[str] | None = None, thread: str | None = None
    ) -> str:
        """Say something, in a thread if its root is given; return the id of the event."""
        content = text(body, mentions=mentions)
        return await self.send(room, in_thread(content, thread) if thread else content)

    async def edit(self, room: str, message: str, body: str) -> str:
        """Say something differently; return the id of the event that does it."""
        return await self.send(room, edit(message, text(body)))

    async def react(self, room: str, message: str, key: str) -> str:
        """React to a message; return the id of the reaction."""
        return await self.send(room, reaction(message, key), REACTION)

    async def redact(self, room: str, event_id: str) -> str:
        """Take back what was said; return the id of the redaction."""
        path = f"v3/rooms/{at(room, 'redact', event_id, secrets.token_hex(8))}"
        return str((await self.client.ask("PUT", path, {}))["event_id"])

    async def state(self, room: str, kind: str, key: str = "") -> Json | None:
        """Return the content of a state of a room, None where there is none."""
        try:
            return await self.client.ask("GET", f"v3/rooms/{at(room, 'state', kind, key)}")
        except MatrixError as error:
            if error.status != _MISSING:
                raise
            return None

    async def set_state(self, room: str, kind: str, content: Json, key: str = "") -> str:
        """Change a state of a room; return the id of the event."""
        answer = await self.client.ask("PUT", f"v3/rooms/{at(room, 'state', kind, key)}", content)
        return str(answer["event_id"])

    async def is_encrypted(self, room: str) -> bool:
        """Say whether a room is encrypted; once it is, it stays so."""
        if room not in self._encrypted and await self.state(room, "m.room.encryption"):
            self._encrypted.add(room)
        return room in self._encrypted

    # Files, and what belongs to a person.

    async def upload(self, content: bytes, kind: str = "application/octet-stream") -> str:
        """Give a file to the homeserver; return its address there."""
        answer = await self.client.sent("POST", "/_matrix/media/v3/upload", content, kind)
        return str(json.loads(answer)["content_uri"])

    async def download(self, address: str) -> bytes:
        """Return the bytes of a file at such an address."""
        path = "/_matrix/client/v1/media/download/" + address.removeprefix("mxc://")
        return await self.client.sent("GET", path, None, "")

    async def set_account_data(self, kind: str, content: Json) -> None:
        """Keep something at the homeserver that belongs to this account."""
        await self.client.ask("PUT", f"v3/user/{at(self.id, 'account_data', kind)}", content)

    async def call_oneself(self, name: str) -> None:
        """Choose the name that others see."""
        await self.client.ask("PUT", f"v3/profile/{at(self.id, 'displayname')}", {"displayname": name})

    async def devices_of(self, user_id: str) -> Json:
        """Return the devices of somebody, with their keys and who signed them, as the homeserver says."""
        answer = await self.client.ask("POST", "v3/keys/query", {"device_keys": {user_id: []}})
        devices: Json = answer["device_keys"].get(user_id, {})
        return devices


@asynccontextmanager
async def person(
    url: str, account: Account, make: Callable[[Client], Cipher] | None = None
) -> AsyncIterator[Peer]:
    """Let somebody sit at their client during the block."""
    async with ClientSession() as session:
        client = Client(url, account.access_token, session)
        peer = Peer(client, account, make(client) if make else None)
        async with meanwhile(peer.watch.run()):
            yield peer
