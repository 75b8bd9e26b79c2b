"""The adapters to our two small platforms, as the ones to Matrix and Slack will be: accept first, then acknowledge."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import assert_never

from bot.domain.errors import PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Cursor, Deleted, Edited, Incoming, Message, Origin, Sender
from bot.messages.outgoing import Delete, Edit, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.plaintext import render_plain
from bot.messages.reply import Reply
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery
from tests.platforms.connection import Connection
from tests.platforms.wire import FEED, ID, POSTING, Posting, Said

LONGEST = 40
"""How many characters go in one message, so that most replies have several parts."""

_AGAIN_AFTER = 0.1  # seconds
_PIECE = re.compile(rf"(?s).{{1,{LONGEST}}}(?!\S)|.{{1,{LONGEST}}}")


def incoming(platform: str, said: Said) -> Incoming:
    """Turn what was said into an event."""
    place = PlaceKey(platform, said.place)
    if said.at is None:
        raise ValueError("the platform did not say when")
    origin = Origin(
        event=said.event,
        conversation=ConversationKey(RoomKey(place, said.room), said.thread),
        sender=Sender(AccountKey(place, said.account)),
        at=said.at,
        message=said.message,
        direct=said.direct,
    )
    match said.what:
        case "message":
            return Message(origin, said.text, addressed=True)
        case "edited":
            return Edited(origin, said.text, addressed=True)
        case "deleted":
            return Deleted(origin)


def pieces(outgoing: Outgoing) -> tuple[str, ...]:
    """Return the words in pieces that fit in a message; joined they are the whole again."""
    match outgoing:
        case Post(reply=reply) | Private(reply=reply) | Edit(reply=reply):
            return tuple(_PIECE.findall(render_plain(reply)))
        case Upload(file=file):
            return (render_plain(Reply((file,))),)
        case React() | Delete() | OpenDirect():
            return ("",)
        case _:
            assert_never(outgoing)


class Speaker:
    """What both adapters do the same: everything but posting something new, which `post` does."""

    def __init__(self, connection: Connection, post: Callable[[Delivery, int, Posting], Awaitable[str]]) -> None:
        self._connection = connection
        self._post = post

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return the platform's id for it."""
        outgoing = delivery.outgoing
        room, thread = outgoing.conversation.room, outgoing.conversation.thread
        posting = Posting(content, room.place.id, room.id, thread, token=f"{delivery.token}-{part}")
        match outgoing:
            case Post():
                return await self._post(delivery, part, posting)
            case Private(account=account):
                return await self._post(delivery, part, _to(posting, account))
            case Upload(file=file):
                return await self._post(delivery, part, _with(posting, file.content))
            case Edit():
                return await self._edit(delivery, part, posting)
            case Delete():
                return await self._delete(delivery.targets)
            case React(message=message, mark=mark):
                return await self._connection.ask("PUT", f"/marks/{message}/{mark}", ID)
            case OpenDirect(account=account):
                return await self._connection.ask("POST", f"/direct/{account.id}", ID)
            case _:
                assert_never(outgoing)

    async def _edit(self, delivery: Delivery, part: int, posting: Posting) -> str:
        await self._delete(delivery.targets[len(pieces(delivery.outgoing)) :])
        if part >= len(delivery.targets):
            return await self._post(delivery, part, posting)
        target = delivery.targets[part]
        return await self._connection.ask("PUT", f"/messages/{target}", ID, POSTING.dump_json(posting))

    async def _delete(self, targets: tuple[str, ...]) -> str:
        for target in targets:
            await self._connection.tell("DELETE", f"/messages/{target}")
        return targets[0] if targets else ""


def _to(posting: Posting, account: AccountKey) -> Posting:
    return Posting(posting.text, posting.place, posting.room, posting.thread, account.id, posting.token)


def _with(posting: Posting, content: bytes) -> Posting:
    return Posting(
        posting.text, posting.place, posting.room, posting.thread, token=posting.token, file=content
    )


class RedeliveringChat:
    """Matrix's way: the cursor goes with the events, a post carries a transaction id."""

    platform = "redelivering"
    cursor = "redelivering"

    def __init__(self, connection: Connection, saved: Callable[[], Awaitable[str | None]]) -> None:
        self._connection = connection
        self._saved = saved
        self._send = Speaker(connection, self._post).send

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return pieces(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; a repeated transaction shows nothing."""
        return await self._send(delivery, part, content)

    async def _post(self, delivery: Delivery, part: int, posting: Posting) -> str:
        transaction = f"/transactions/{delivery.token}-{part}"
        return await self._connection.ask("PUT", transaction, ID, POSTING.dump_json(posting))

    async def run(self, core: Core) -> None:
        """Read on from the cursor until the platform closes; what was not stored is read again."""
        since = None
        while True:
            try:
                since = since or await self._saved() or "0"
                feed = await self._connection.ask("GET", f"/events?since={since}", FEED)
                if feed.closed:
                    return
                if feed.events:
                    events = [incoming(self.platform, said) for said in feed.events]
                    await core.accept(events, Cursor(self.cursor, str(feed.next)))
                since = str(feed.next)
            except (PlatformUnavailableError, StoreUnavailableError):
                await asyncio.sleep(_AGAIN_AFTER)


class LookupChat:
    """Slack's way: each event is acknowledged by itself; a post that may be there already is looked up first."""

    platform = "lookup"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._send = Speaker(connection, self._post).send

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return pieces(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; one that may have been sent before only when it is not there."""
        return await self._send(delivery, part, content)

    async def _post(self, delivery: Delivery, part: int, posting: Posting) -> str:
        if delivery.attempts:
            found = await self._connection.ask("GET", f"/tokens/{posting.token}", ID)
            if found:
                return found
        return await self._connection.ask("POST", "/messages", ID, POSTING.dump_json(posting))

    async def run(self, core: Core) -> None:
        """Take event after event until the platform closes; what was not stored is given again."""
        while True:
            try:
                feed = await self._connection.ask("GET", "/events", FEED)
                if feed.closed:
                    return
                for said in feed.events:
                    await core.accept([incoming(self.platform, said)])
                    await self._connection.tell("POST", f"/acknowledged/{said.event}")
            except (PlatformUnavailableError, StoreUnavailableError):
                await asyncio.sleep(_AGAIN_AFTER)
