"""One part of something the bot says, on its way to the homeserver; the same part is never there twice.

The transaction id is the row and the part, so that the homeserver gives a repetition the event it has
already. What stands somewhere is known to the core by its room and event.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from adapters.matrix.config import Encryption
from adapters.matrix.direct import ROOM_COMES, DirectRooms
from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError
from adapters.matrix.link import Link
from adapters.matrix.media import upload
from adapters.matrix.render import choices, render, replacing
from adapters.matrix.secrecy import ENCRYPTED
from adapters.matrix.signs import sign_of
from adapters.matrix.transport import Json, room_path, segment
from bot.domain.errors import MessageRefusedError, RoomUnavailableError
from bot.messages.outgoing import Delete, Edit, OpenDirect, Outgoing, Post, Private, React, Together, Upload
from bot.messages.unchecked import listed
from bot.ports.mailbox import Delivery

MESSAGE, REACTION = "m.room.message", "m.reaction"

_POISON = 6
"""After so many attempts, a message on which the homeserver fails while it is well is the cause of it."""

_WELL = 30.0
_TOO_LARGE = "M_TOO_LARGE"
_BROKEN = 500


class Sender:
    """Sends for one logged-in device. `under` is called with room and event of words that have choices."""

    def __init__(self, link: Link, under: Callable[[str, str, int], None]) -> None:
        self._link = link
        self._direct = DirectRooms(link)
        self._under = under

    @property
    def direct(self) -> DirectRooms:
        """The direct rooms of this device."""
        return self._direct

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return where it stands (see `Chat.send`)."""
        try:
            return await self._send(delivery, part, json.loads(content))
        except HomeserverRefusedError as error:
            raise error.as_sending() from None
        except HomeserverAwayError as error:
            if error.status == _BROKEN and delivery.attempts >= _POISON and self._is_well():
                raise MessageRefusedError("the homeserver fails on it") from None
            raise

    async def _send(self, delivery: Delivery, part: int, content: Json) -> str:
        await self._link.ready.wait()
        outgoing, transaction = delivery.outgoing, f"{delivery.token}-{part}"
        room = outgoing.conversation.room.id
        match outgoing:
            case Post():
                return await self._say(room, content, transaction, self._choices(delivery, part))
            case Private(account=account, together=Together() as together):
                both, again = (account.id, together.account.id), delivery.attempts > 0
                shared = await self._direct.room_for_both(both, together.title, delivery.token, again=again)
                if shared:
                    return await self._say(shared, for_both(outgoing, together), transaction)
                room = await self._direct.room_with(account.id)
                return await self._say(room, content, transaction)
            case Private(account=account):
                room = await self._direct.room_with(account.id)
                return await self._say(room, content, transaction, self._choices(delivery, part))
            case Edit():
                return await self._edit(delivery, outgoing, part, content, transaction)
            case Delete():
                return await self._take_back(delivery.targets, transaction)
            case React(message=message):
                return await self.react(room, message, str(content.get("key", "")), transaction)
            case Upload():
                return await self._upload(outgoing, content, transaction)
            case OpenDirect(account=account):
                return await self._direct.room_with(account.id)
            case _:
                assert_never(outgoing)

    def _choices(self, delivery: Delivery, part: int) -> int:
        """Return how many choices stand under this part: they are with the last words."""
        return choices(delivery.outgoing) if part == delivery.count - 1 else 0

    async def _say(self, room: str, content: Json, transaction: str, offered: int = 0) -> str:
        event = await self.put(room, MESSAGE, content, transaction)
        if offered:
            self._under(room, event, offered)
        return f"{room} {event}"

    async def _edit(
        self, delivery: Delivery, outgoing: Edit, part: int, content: Json, transaction: str
    ) -> str:
        """Put the words in the place of what was there; more goes behind it, what is left over goes."""
        places, last = delivery.targets, part == delivery.count - 1
        if part < len(places):
            room, _, event = places[part].partition(" ")
            await self.put(room, MESSAGE, replacing(content, event), transaction)
            if last and choices(delivery.outgoing):
                self._under(room, event, choices(delivery.outgoing))
            stands = places[part]
        else:
            account = outgoing.account
            room = await self._direct.room_with(account.id) if account else outgoing.conversation.room.id
            stands = await self._say(room, content, transaction, self._choices(delivery, part))
        if last and places[part + 1 :]:
            await self._take_back(places[part + 1 :], transaction)
        return stands

    async def _take_back(self, places: tuple[str, ...], transaction: str) -> str:
        for number, place in enumerate(places):
            room, _, event = place.partition(" ")
            newer = await self._replacements(room, event)
            for which, each in enumerate((event, *newer)):
                await self._redact(room, each, f"{transaction}-{number}-{which}")
        return f"{transaction}-back"

    async def _replacements(self, room: str, event: str) -> list[str]:
        """Return the events of ours that changed a message: each holds all its words."""
        path = f"/_matrix/client/v1/rooms/{segment(room)}/relations/{segment(event)}/m.replace?limit=100"
        try:
            found = listed((await self._link.connection.ask("GET", path)).get("chunk"))
        except HomeserverRefusedError as error:
            if error.passing:
                raise
            return []
        ours = [each for each in found if each.get("sender") == self._link.me]
        return [str(each.get("event_id")) for each in reversed(ours)]

    async def _redact(self, room: str, event: str, transaction: str) -> None:
        try:
            await self._link.connection.ask("PUT", room_path(room, "redact", event, transaction))
        except HomeserverRefusedError as error:
            if error.status not in {403, 404}:  # gone, or in a room that we are not in any more
                raise

    async def react(self, room: str, event: str, key: str, transaction: str) -> str:
        """Put a sign under a message; one that stands there already is fine."""
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}}
        try:
            made = await self._ask_to_put(room, REACTION, content, transaction)
        except HomeserverRefusedError as error:
            if error.code != "M_DUPLICATE_ANNOTATION":
                raise
            made = f"{event}-{key}"
        return f"{room} {made}"

    async def offer(self, room: str, event: str, count: int) -> None:
        """Put the numbers of the choices under a message, for people to press."""
        for number in range(1, count + 1):
            await self.react(room, event, sign_of(number), f"{event}-choice-{number}")

    async def _upload(self, outgoing: Upload, content: Json, transaction: str) -> str:
        room, file = outgoing.conversation.room.id, outgoing.file
        if content.get("msgtype") == "m.notice":  # words for which there was no room beside the file
            return await self._say(room, content, transaction)
        await self._known(room)
        secret = self._link.rooms.get(room).encrypted
        where = await upload(self._link.connection, file.name, file.media_type, file.content, secret=secret)
        return await self._say(room, {**content, **where}, transaction)

    async def put(self, room: str, kind: str, content: Json, transaction: str) -> str:
        """Put an event in a room, encrypted where the room is; return its id.

        A thread that cannot be is left out: the answer then stands beside its question. Raise as
        `Homeserver.ask`.
        """
        await self._known(room)
        try:
            return await self._put(room, kind, content, transaction)
        except HomeserverRefusedError as error:
            relation = content.get("m.relates_to")
            thread = isinstance(relation, dict) and relation.get("rel_type") == "m.thread"
            if error.status != 400 or error.code == _TOO_LARGE or not thread:  # noqa: PLR2004 - as HTTP names it
                raise
            bare = {name: value for name, value in content.items() if name != "m.relates_to"}
            return await self._put(room, kind, bare, transaction)

    async def _known(self, room: str) -> None:
        if not await self._link.rooms.wait_for(room, ROOM_COMES):
            raise RoomUnavailableError("not in the room")
        known = self._link.rooms.get(room)
        if known.encrypted and self._link.config.encryption is Encryption.OFF:
            raise RoomUnavailableError("the room is encrypted, and [matrix] encryption is off")

    async def _put(self, room: str, kind: str, content: Json, transaction: str) -> str:
        if room not in self._link.rooms:  # left since: nothing is known of it, also not that it is encrypted
            raise RoomUnavailableError("not in the room")
        if self._link.rooms.get(room).encrypted:
            hidden = await self._link.secrecy.encrypted(room, kind, content)
            return await self._ask_to_put(room, ENCRYPTED, hidden, transaction)
        return await self._ask_to_put(room, kind, content, transaction)

    async def _ask_to_put(self, room: str, kind: str, content: Json, transaction: str) -> str:
        path = room_path(room, "send", kind, transaction)
        event = (await self._link.connection.ask("PUT", path, content)).get("event_id")
        if not isinstance(event, str):
            raise HomeserverAwayError("the homeserver did not say where it stands")
        return event

    def _is_well(self) -> bool:
        synced = self._link.synced
        return synced is not None and self._link.steady() - synced < _WELL


def for_both(outgoing: Private, together: Together) -> Json:
    """Return the content that two people read in a room of theirs."""
    words, *_ = render(replace(outgoing, reply=together.reply, together=None), threads=False)
    content: Json = json.loads(words)
    return content


def says(outgoing: Outgoing) -> bool:
    """Say whether words go out, after which nobody waits any more."""
    return isinstance(outgoing, Post | Private | Edit | Upload)
