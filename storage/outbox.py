"""The outbox: everything the bot says, in order per conversation, and what of it was sent.

`sent` outlives its outbox row: edits, taking back and "your lesson was shown" need it as long as the entries
it shows exist. What came in is in `inbox.py`; who may claim which row in `claiming.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import ConversationKey, PlaceKey, RoomKey
from bot.messages.outgoing import Delete, Edit, Outgoing, reply_of
from bot.ports.mailbox import Claim, Delivery
from storage import tables
from storage.claiming import Queue, claim_heads
from storage.payloads import OUTGOING, PARTS, Damage, UnreadablePayloadError
from storage.sql import batches, fenced, insert_all
from storage.tables import Departure, Sending

_OUTBOX: Final = tables.outbox
_SENT: Final = tables.sent
QUEUE: Final = Queue(_OUTBOX, Departure.WAITING, counts=True)
_SAYS: Final = (Sending.POST, Sending.PRIVATE, Sending.EDIT, Sending.UPLOAD)


class SqlOutbox:
    """Implements `bot.ports.mailbox.Outbox`."""

    def __init__(self, connection: AsyncConnection, damage: Damage | None = None) -> None:
        self._connection = connection
        self._damage = damage or Damage()

    async def add(self, outgoing: Outgoing, cause: str | None, now: datetime, not_after: datetime) -> int:
        """Add a row behind the others of its conversation; return its id."""
        room = outgoing.conversation.room
        statement = insert(_OUTBOX).values(
            token=secrets.token_hex(16),
            kind=outgoing.type,
            platform=room.place.platform,
            place=room.place,
            room=room,
            conversation=outgoing.conversation,
            cause=cause,
            state=QUEUE.state,
            payload=OUTGOING.write(outgoing),
            added_at=now,
            not_after=not_after,
            attempts=0,
        )
        number: int = (await self._connection.scalars(statement.returning(_OUTBOX.c.id))).one()
        return number

    async def claim(
        self,
        claim: Claim,
        now: datetime,
        platforms: Collection[str],
        limit: int,
        conversation: ConversationKey | None = None,
        busy: Collection[int] = (),
    ) -> tuple[Delivery, ...]:
        """Claim the first waiting row of up to `limit` conversations (or of the one named).

        `busy` are rows that the caller is still working on: they are left alone.
        Counts as an attempt. A row that is claimed and not yet expired blocks its conversation. What a newer
        program wrote is left to that program; a damaged row is dead at once.
        """
        only: list[ColumnElement[bool]] = [_OUTBOX.c.platform.in_(sorted(platforms))]
        if busy:
            only.append(_OUTBOX.c.id.not_in(busy))
        if conversation is not None:
            only.append(_OUTBOX.c.conversation == conversation)
        claimed = []
        for row in await claim_heads(self._connection, QUEUE, claim, now, limit, *only):
            try:
                claimed.append(await self._delivery(row, claim))
            except UnreadablePayloadError as error:
                if not error.newer:
                    await self._bury(row["id"], claim, str(error), now)
                    self._damage.rows += 1
        return tuple(claimed)

    async def _delivery(self, row: RowMapping, claim: Claim) -> Delivery:
        outgoing = OUTGOING.read(row["payload"])
        sent = select(_SENT.c.message).where(_SENT.c.delivery == row["id"]).order_by(_SENT.c.part)
        return Delivery(
            id=row["id"],
            token=row["token"],
            outgoing=outgoing,
            cause=row["cause"],
            attempts=row["attempts"] - 1,
            first_attempt=row["first_attempt"] if row["attempts"] > 1 else None,
            parts=None if row["parts"] is None else PARTS.read(row["parts"]),
            sent=tuple((await self._connection.scalars(sent)).all()),
            targets=await self._targets(outgoing),
            not_after=row["not_after"],
            claim=claim,
        )

    async def _targets(self, outgoing: Outgoing) -> tuple[str, ...]:
        if not isinstance(outgoing, (Edit, Delete)):
            return ()
        about = (
            _SENT.c.cause == outgoing.cause,
            _SENT.c.conversation == outgoing.conversation,
            _SENT.c.kind.in_(_SAYS),
        )
        first = func.min(_SENT.c.id)
        query = select(_SENT.c.message).where(*about).group_by(_SENT.c.message).order_by(first)
        return tuple((await self._connection.scalars(query)).all())

    async def answered(self, cause: str) -> bool:
        """Say whether anything was said, or waits to be said, because of this message (`Origin.cause`)."""
        waits = exists().where(_OUTBOX.c.cause == cause, _OUTBOX.c.kind.in_(_SAYS), QUEUE.open())
        said = exists().where(_SENT.c.cause == cause, _SENT.c.kind.in_(_SAYS))
        return bool(await self._connection.scalar(select(or_(waits, said))))

    async def fix_parts(self, delivery: Delivery, parts: Sequence[str]) -> None:
        """Remember the rendered parts, so that every later attempt sends the same.

        Raise ClaimLostError when the claim is not ours any more.
        """
        await fenced(
            self._connection, QUEUE.held(delivery.id, delivery.claim).values(parts=PARTS.write(tuple(parts)))
        )

    async def part_sent(self, delivery: Delivery, message: str, now: datetime) -> None:
        """Record that the next part is out, under the platform's message id, with the entries it shows.

        Raise ClaimLostError when the claim is not ours any more: who took over finds the part out there.
        """
        await fenced(
            self._connection, QUEUE.held(delivery.id, delivery.claim).values(claim=delivery.claim.token)
        )
        parts = select(func.count()).where(_SENT.c.delivery == delivery.id).scalar_subquery()
        statement = insert(_SENT).values(
            delivery=delivery.id,
            part=parts,
            kind=delivery.outgoing.type,
            conversation=delivery.outgoing.conversation,
            cause=delivery.cause,
            message=message,
            at=now,
        )
        number = (await self._connection.scalars(statement.returning(_SENT.c.id))).one()
        reply = reply_of(delivery.outgoing)
        shown = sorted(set(reply.shown)) if reply else ()
        rows = [{"sent": number, "entry": entry} for entry in shown]
        await insert_all(self._connection, insert(tables.sent_entry), rows)

    async def finish(self, delivery: Delivery, now: datetime) -> None:
        """Mark the row sent; raise ClaimLostError when the claim is not ours any more.

        What a Delete took back is not there any more: it leaves `sent`, and its words leave the outbox.
        """
        done = {"state": Departure.SENT, "reason": None, "claim": None, "closed_at": now}
        await fenced(self._connection, QUEUE.held(delivery.id, delivery.claim).values(**done))
        if isinstance(delivery.outgoing, Delete):
            await self._take_back(delivery.outgoing, delivery.targets)

    async def _take_back(self, outgoing: Delete, targets: Sequence[str]) -> None:
        here = _SENT.c.conversation == outgoing.conversation
        await self._connection.execute(delete(_SENT).where(here, _SENT.c.message.in_(targets)))
        about = (_OUTBOX.c.cause == outgoing.cause, _OUTBOX.c.conversation == outgoing.conversation)
        closed = update(_OUTBOX).where(*about, _OUTBOX.c.state != Departure.WAITING)
        await self._connection.execute(closed.values(payload=None, parts=None))

    async def bury(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Mark the row dead, which frees the rest of its conversation. Raise ClaimLostError as above."""
        await self._bury(delivery.id, delivery.claim, reason, now)

    async def _bury(self, number: int, claim: Claim, reason: str, now: datetime) -> None:
        dead = {"state": Departure.DEAD, "reason": reason, "claim": None, "closed_at": now}
        await fenced(self._connection, QUEUE.held(number, claim).values(**dead))

    async def postpone(self, delivery: Delivery, reason: str, until: datetime) -> None:
        """Let go of the row until a moment; it stays first of its conversation.

        Raise ClaimLostError as above.
        """
        await fenced(
            self._connection,
            QUEUE.held(delivery.id, delivery.claim).values(reason=reason, claim=None, free_at=until),
        )

    async def park(self, room: RoomKey, until: datetime) -> None:
        """Let every waiting row of a room wait until a moment; what waits longer goes on waiting."""
        free_at = _OUTBOX.c.free_at
        sooner = or_(free_at.is_(None), free_at < until)
        waiting = (QUEUE.open(), _OUTBOX.c.room == room, sooner)
        await self._connection.execute(update(_OUTBOX).where(*waiting).values(free_at=until))

    async def expire(self, now: datetime) -> tuple[tuple[Outgoing, str | None], ...]:
        """Mark dead what still waits, too late to be said, and is held by no valid claim; return it in order.

        With each its cause. What somebody else is changing at this moment is passed over; what cannot be read
        is only marked dead.
        """
        row = _OUTBOX.c
        free = or_(row.claim.is_(None), row.free_at <= now)
        late = select(row.id, row.payload, row.cause).where(QUEUE.open(), row.not_after <= now, free)
        locked = late.order_by(row.id).with_for_update(skip_locked=True)
        rows = (await self._connection.execute(locked)).all()
        dead = {"state": Departure.DEAD, "reason": "too late", "claim": None, "closed_at": now}
        for batch in batches([each.id for each in rows]):
            await self._connection.execute(update(_OUTBOX).where(row.id.in_(batch)).values(**dead))
        return tuple(
            (outgoing, each.cause)
            for each in rows
            for outgoing in OUTGOING.read_all([each.payload], self._damage)
        )

    async def open(self, place: PlaceKey) -> int:
        """Return how many rows for a place are waiting to go out."""
        query = select(func.count()).where(QUEUE.open(), _OUTBOX.c.place == place)
        return (await self._connection.scalars(query)).one()
