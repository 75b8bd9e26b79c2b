"""Counts what stands in the database, for whoever watches over it: numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Kind
from bot.ports.condition import Overview
from storage import tables
from storage.due import SqlDue
from storage.inbox import QUEUE as INBOX
from storage.revisions import SqlRevisions
from storage.too_late import QUEUE as OUTBOX


async def overview(connection: AsyncConnection) -> Overview:
    """Count."""
    by_place = select(tables.inbox.c.place, func.count().label("rows")).where(INBOX.open())
    waiting: Counter[str] = Counter()
    for row in await connection.execute(by_place.group_by(tables.inbox.c.place)):
        waiting[row.place.platform] += row.rows
    by_platform = select(tables.outbox.c.platform, func.count().label("rows")).where(OUTBOX.open())
    leaving = await connection.execute(by_platform.group_by(tables.outbox.c.platform))
    return Overview(
        open_in=dict(waiting),
        open_out={row.platform: row.rows for row in leaving},
        entries=await _entries(connection),
        due=await SqlDue(connection).next_at(),
        revision=await SqlRevisions(connection).last(),
    )


async def _entries(connection: AsyncConnection) -> Mapping[Kind, int]:
    query = select(tables.entry.c.kind, func.count().label("entries")).group_by(tables.entry.c.kind)
    return dict.fromkeys(Kind, 0) | {row.kind: row.entries for row in await connection.execute(query)}
