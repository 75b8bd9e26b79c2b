"""What waited too long to be said is given up. All else that the bot says is in `outbox.py`."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages.outgoing import Outgoing
from storage import tables
from storage.claiming import Queue
from storage.payloads import OUTGOING, Damage
from storage.sql import batches
from storage.tables import Departure

_OUTBOX: Final = tables.outbox
QUEUE: Final = Queue(_OUTBOX, Departure.WAITING, counts=True)


async def give_up(
    connection: AsyncConnection, now: datetime, damage: Damage
) -> tuple[tuple[Outgoing, str | None], ...]:
    """Mark dead what is too late, as `bot.ports.mailbox.Outbox.expire` promises; return it with its cause."""
    row = _OUTBOX.c
    free = or_(row.claim.is_(None), row.free_at <= now)
    late = select(row.id, row.payload, row.cause, row.sealed).where(QUEUE.open(), row.not_after <= now, free)
    locked = late.order_by(row.id).with_for_update(skip_locked=True)
    rows = (await connection.execute(locked)).all()
    dead = {"state": Departure.DEAD, "reason": "too late", "claim": None, "closed_at": now}
    for batch in batches([each.id for each in rows]):
        await connection.execute(update(_OUTBOX).where(row.id.in_(batch)).values(**dead))
    return tuple(
        (outgoing, each.cause)
        for each in rows
        if each.sealed is None
        for outgoing in OUTGOING.read_all([each.payload], damage)
    )
