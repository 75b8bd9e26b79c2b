"""The adapters to our two small platforms, as those to Matrix and Slack will be: accept, then acknowledge."""

from __future__ import annotations

import asyncio

from bot.domain.errors import MessageRefusedError, PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Cursor, Deleted, Edited, Incoming, Message, Origin, Sender
from bot.messages.outgoing import Outgoing
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery
from tests.platforms.connection import Connection
from tests.platforms.speaking import Speaker
from tests.platforms.wire import FEED, ID, POSTING, Posting, Said

_AGAIN_AFTER = 0.1  # seconds


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


class RedeliveringChat:
    """Matrix's way: the cursor goes with the events, a post carries a transaction id."""

    platform = "redelivering"
    exclusive = False
    trouble = ""
    cursor = "redelivering"

    def __init__(self, connection: Connection, longest: int) -> None:
        self._connection = connection
        self._speaker = Speaker(connection, self._post, longest)

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return self._speaker.render(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; a repeated transaction shows nothing."""
        return await self._speaker.send(delivery, part, content)

    async def _post(self, delivery: Delivery, posting: Posting) -> str:
        del delivery  # the transaction id makes every attempt the same
        transaction = f"/transactions/{posting.token}"
        return await self._connection.ask("PUT", transaction, ID, POSTING.dump_json(posting))

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Refuse: nobody can share a file here."""
        raise MessageRefusedError(f"{place} has no file {file}")

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> None:
        """Recall nothing: what was said is not kept here."""
        del conversation, message, author

    async def run(self, core: Core) -> None:
        """Read on from the cursor until the platform closes; what was not stored is read again."""
        since = None
        while True:
            try:
                since = since or await core.cursor(self.cursor) or "0"
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
    """Slack's way: each event is acknowledged by itself; a post that may be there is looked up first."""

    platform = "lookup"
    exclusive = False
    trouble = ""

    def __init__(self, connection: Connection, longest: int) -> None:
        self._connection = connection
        self._speaker = Speaker(connection, self._post, longest)

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return self._speaker.render(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; one that may have been sent before only when it is not there."""
        return await self._speaker.send(delivery, part, content)

    async def _post(self, delivery: Delivery, posting: Posting) -> str:
        if delivery.attempts:
            found = await self._connection.ask("GET", f"/tokens/{posting.token}", ID)
            if found:
                return found
        return await self._connection.ask("POST", "/messages", ID, POSTING.dump_json(posting))

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Refuse: nobody can share a file here."""
        raise MessageRefusedError(f"{place} has no file {file}")

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> None:
        """Recall nothing: what was said is not kept here."""
        del conversation, message, author

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
