"""The inbox: events, each stored before it is acknowledged and handled exactly once. And adapters' cursors.

What goes out is in `outbox.py`; who may claim which row in `claiming.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ClaimLostError
from bot.domain.keys import ConversationKey, PlaceKey
from bot.messages.incoming import Cursor, Incoming, Origin, Unreadable
from bot.ports.mailbox import Claim, Received, line_of
from storage import tables
from storage.claiming import NOW, Heads, Queue, mine
from storage.columns import write_parts
from storage.key_folder import DialogueKey
from storage.payloads import INCOMING, Damage, UnreadablePayloadError
from storage.sealing import EVENT, Keys
from storage.sql import batches, brief, fenced, insert_or_ignore, insert_or_update
from storage.tables import Arrived

_INBOX: Final = tables.inbox
QUEUE: Final = Queue(_INBOX, Arrived.RECEIVED)
_IDLE: Final = _INBOX.c.id.not_in(bindparam("busy", expanding=True))
_HEADS: Final = Heads(QUEUE, _IDLE)
_HEADS_OF_ONE: Final = Heads(QUEUE, _IDLE, _INBOX.c.conversation == bindparam("one"))
_DONE: Final = brief(
    QUEUE.held.values(state=Arrived.DONE, payload=None, conversation=None, claim=None, closed_at=NOW)
)


def inbox_key(event: Incoming) -> str:
    """Return the digest that stands for an event once it is handled: SHA-256 over (platform, place, id)."""
    return origin_key(event.origin)


def origin_key(origin: Origin) -> str:
    """Return the digest that stands for an event, by where it comes from."""
    place = origin.place
    return hashlib.sha256(write_parts(place.platform, place.id, origin.event).encode()).hexdigest()


async def open_events(connection: AsyncConnection) -> tuple[Incoming, ...]:
    """Return the events that are not handled yet and that the program can read, in order."""
    rows = await connection.execute(
        select(_INBOX.c.payload).where(QUEUE.open(), _INBOX.c.sealed.is_(None)).order_by(_INBOX.c.id)
    )
    return INCOMING.read_all(row.payload for row in rows)


class SqlInbox:
    """Implements `bot.ports.mailbox.Inbox`."""

    def __init__(
        self, connection: AsyncConnection, damage: Damage | None = None, keys: Keys | None = None
    ) -> None:
        self._connection = connection
        self._keys = keys or Keys()
        self._damage = damage or Damage()

    async def receive(self, event: Incoming, now: datetime, sealed: str | None = None) -> bool:
        """Store an event; False when its key (place, event id) was stored before.

        `sealed`: of a protected dialogue, under whose key it is stored; False too when that key is gone.
        """
        place, key, payload = event.origin.place, inbox_key(event), INCOMING.write(event)
        if sealed is None:
            return await self._insert(now, key, place, event.origin.conversation.line, payload)
        own = self._keys.get(sealed, now)
        if own is None:
            return False
        hidden = own.sealed(payload, EVENT)
        new = await self._insert(now, own.event_mark(key), place, line_of(place, sealed), hidden, sealed)
        if isinstance(event, Unreadable):
            await self._expect(event.origin, own, now)
        return new

    async def _expect(self, origin: Origin, own: DialogueKey, now: datetime) -> None:
        """Note a message that nobody could read under the id with which it may come later, as dealt with."""
        message = replace(origin, event=origin.message or origin.event)
        row = {"key": own.event_mark(origin_key(message)), "place": origin.place, "sealed": own.handle}
        done = {"state": Arrived.DONE, "received_at": now, "closed_at": now, "attempts": 0}
        await insert_or_ignore(self._connection, _INBOX, **row, **done)

    async def was_apart(self, event: Incoming, now: datetime) -> bool:
        """Say whether an event was stored before in a protected dialogue, open or ended within the hour."""
        key = inbox_key(event)
        marks = [*self._keys.marks(key, now), *(own.event_mark(key) for own in self._keys.all(now))]
        if not marks:
            return False
        query = select(_INBOX.c.id).where(_INBOX.c.key.in_(marks)).limit(1)
        return await self._connection.scalar(query) is not None

    async def _insert(
        self,
        now: datetime,
        key: str,
        place: PlaceKey,
        conversation: ConversationKey,
        payload: str,
        sealed: str | None = None,
    ) -> bool:
        return await insert_or_ignore(
            self._connection,
            _INBOX,
            key=key,
            place=place,
            conversation=conversation,
            state=QUEUE.state,
            payload=payload,
            sealed=sealed,
            received_at=now,
            attempts=0,
        )

    async def claim(
        self,
        claim: Claim,
        now: datetime,
        limit: int,
        conversation: ConversationKey | None = None,
        busy: Collection[int] = (),
    ) -> tuple[Received, ...]:
        """Claim the oldest open row of up to `limit` conversations (or of the one named).

        `busy` are rows that the caller is still working on: they are left alone.
        A row that is claimed and not yet expired blocks its conversation; a claim that ran out counts as an
        attempt. An event that a newer program stored is left to that program, which counts as none; one that
        is damaged is dead at once.
        """
        heads = _HEADS if conversation is None else _HEADS_OF_ONE
        only = {"busy": list(busy), "one": conversation and conversation.line}
        claimed = []
        for row in await heads.claim(self._connection, claim, now, limit, **only):
            payload = self._opened(row, now)
            if payload is None:  # its key is gone: nobody can read it, and nobody needs to hear of it
                await self._bury(row["id"], claim, "its dialogue has ended", now)
                continue
            try:
                event = INCOMING.read(payload)
                claimed.append(Received(row["id"], event, row["attempts"], claim, row["sealed"]))
            except UnreadablePayloadError as error:
                if error.newer:
                    await fenced(self._connection, QUEUE.held.values(claim=None), mine(row["id"], claim))
                else:
                    await self._bury(row["id"], claim, str(error), now)
                    self._damage.rows += 1
        return tuple(claimed)

    def _opened(self, row: RowMapping, now: datetime) -> str | None:
        payload: str = row["payload"]
        if row["sealed"] is None:
            return payload
        key = self._keys.get(row["sealed"], now)
        return key.opened(payload, EVENT) if key else None

    async def finish(self, received: Received, now: datetime) -> None:
        """Mark it done and drop its text; raise ClaimLostError when the claim is not ours any more."""
        await fenced(self._connection, _DONE, {**mine(received.id, received.claim), "now": now})

    async def fail(self, received: Received, error: str, retry_at: datetime) -> int:
        """Count a failed attempt, let go until `retry_at`, and return the number of attempts so far.

        Raise ClaimLostError when the claim is not ours any more.
        """
        failed = {"attempts": _INBOX.c.attempts + 1, "error": error, "claim": None, "free_at": retry_at}
        statement = QUEUE.held.values(**failed).returning(_INBOX.c.attempts)
        ours = mine(received.id, received.claim)
        attempts: int | None = await self._connection.scalar(statement, ours)
        if attempts is None:
            raise ClaimLostError
        return attempts

    async def leave(self, received: Received, until: datetime) -> None:
        """Let go until `until`, so that another process can take it; it counts as no attempt.

        Raise ClaimLostError when the claim is not ours any more.
        """
        left = QUEUE.held.values(claim=None, free_at=until)
        await fenced(self._connection, left, mine(received.id, received.claim))

    async def bury(self, received: Received, error: str, now: datetime) -> None:
        """Give up: the row is dead, the next of the conversation may go. Raise ClaimLostError as above."""
        await self._bury(received.id, received.claim, error, now)

    async def _bury(self, number: int, claim: Claim, error: str, now: datetime) -> None:
        dead = {"state": Arrived.DEAD, "error": error, "claim": None, "closed_at": now}
        await fenced(self._connection, QUEUE.held.values(**dead), mine(number, claim))

    async def expire(self, before: datetime, now: datetime) -> tuple[Incoming, ...]:
        """Give up every event received at that moment or earlier and not handled yet; return them in order.

        Their text goes at once, and who had claimed one saves nothing. What cannot be read is only buried.
        """
        old = (QUEUE.open(), _INBOX.c.received_at <= before)
        query = (
            select(_INBOX.c.id, _INBOX.c.payload, _INBOX.c.sealed)
            .where(*old)
            .order_by(_INBOX.c.id)
            .with_for_update()
        )
        rows = (await self._connection.execute(query)).all()
        dead = {"state": Arrived.DEAD, "payload": None, "conversation": None, "claim": None}
        statement = update(_INBOX).values(**dead, error="too old", closed_at=now)
        for batch in batches([row.id for row in rows]):
            await self._connection.execute(statement.where(_INBOX.c.id.in_(batch)))
        return INCOMING.read_all((row.payload for row in rows if row.sealed is None), self._damage)

    async def open(self, place: PlaceKey) -> int:
        """Return how many events of a place are not handled yet."""
        query = select(func.count()).where(QUEUE.open(), _INBOX.c.place == place)
        return (await self._connection.scalars(query)).one()

    async def waiting(self, conversation: ConversationKey) -> bool:
        """Say whether an event of this conversation is not handled yet."""
        query = select(exists().where(QUEUE.open(), _INBOX.c.conversation == conversation.line))
        return bool(await self._connection.scalar(query))

    async def waits(self, origin: Origin) -> bool:
        """Say whether an event about this message (`Origin.cause`), in no dialogue, is not handled yet."""
        here = (QUEUE.open(), _INBOX.c.conversation == origin.conversation.line, _INBOX.c.sealed.is_(None))
        rows = await self._connection.execute(select(_INBOX.c.payload).where(*here))
        return any(event.origin.cause == origin.cause for event in INCOMING.read_all(row[0] for row in rows))

    async def cursor(self, name: str) -> str | None:
        """Return an adapter's saved cursor."""
        query = select(tables.cursor.c.value).where(tables.cursor.c.name == name)
        return (await self._connection.scalars(query)).one_or_none()

    async def save_cursor(self, cursor: Cursor) -> None:
        """Remember how far an adapter has read."""
        await insert_or_update(self._connection, tables.cursor, {"name": cursor.name}, value=cursor.value)
