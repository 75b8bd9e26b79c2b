"""The parts of what is said that went out already, and which entries were shown by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages.outgoing import reply_of
from bot.ports.mailbox import Delivery
from storage import tables
from storage.sql import brief, insert_all

_SENT: Final = tables.sent
_BEFORE: Final = select(func.count()).where(_SENT.c.delivery == bindparam("of"))
_ADDED: Final = brief(insert(_SENT).values(part=_BEFORE.scalar_subquery()).returning(_SENT.c.id))
_SHOWN: Final = brief(insert(tables.sent_entry))
_PARTS: Final = brief(
    select(_SENT.c.message).where(_SENT.c.delivery == bindparam("of")).order_by(_SENT.c.part)
)


async def note_sent(connection: AsyncConnection, delivery: Delivery, message: str, now: datetime) -> None:
    """Add the next part, under the id of its message as it is stored, with the entries that it shows."""
    row = {
        "of": delivery.id,
        "delivery": delivery.id,
        "kind": delivery.outgoing.type,
        "conversation": delivery.line,
        "cause": delivery.cause,
        "message": message,
        "at": now,
    }
    number = (await connection.scalars(_ADDED, row)).one()
    reply = reply_of(delivery.outgoing)
    shown = sorted(set(reply.shown)) if reply else ()
    await insert_all(connection, _SHOWN, [{"sent": number, "entry": entry} for entry in shown])


async def parts_sent(connection: AsyncConnection, delivery: int) -> Sequence[str]:
    """Return the ids of the messages that are out, as they are stored, in order."""
    return (await connection.scalars(_PARTS, {"of": delivery})).all()
