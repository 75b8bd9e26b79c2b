"""Who may work on which row of inbox and outbox: one row at a time per conversation, in order.

A row once begun stays first of its conversation, even when a lower number is committed after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import itemgetter

from sqlalchemy import (
    ColumnElement,
    FromClause,
    RowMapping,
    Select,
    Table,
    Update,
    and_,
    case,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.mailbox import Claim
from storage.sql import on_postgresql

_LONGEST = timedelta(hours=1)
"""No row is ever held or put off for longer: what is free only later comes from a clock that was wrong."""


def is_free(table: Table, now: datetime) -> ColumnElement[bool]:
    """Say that nobody holds a row and that its moment has come, also when the clock was set back since."""
    free_at = table.c.free_at
    return or_(free_at.is_(None), free_at <= now, free_at > now + _LONGEST)


@dataclass(frozen=True)
class Queue:
    """A table whose rows are worked on in order per conversation, as long as they are in its open state.

    `counts`: a claim counts as an attempt at once, not only when it fails or runs out.
    """

    table: Table
    state: str
    counts: bool = False

    def open(self, rows: FromClause | None = None) -> ColumnElement[bool]:
        """Say that a row is open. The state is a literal, for a partial index serves no parameter."""
        return (self.table if rows is None else rows).c.state == literal_column(f"'{self.state}'")

    def held(self, number: int, claim: Claim) -> Update:
        """Return an update of the row with this number, as long as it is open and the claim holds it."""
        mine = (self.table.c.id == number, self.table.c.claim == claim.token, self.open())
        return update(self.table).where(*mine)

    def attempts(self) -> ColumnElement[int]:
        """Return the attempts that a row has at its next claim; a claim that is still there has run out."""
        row = self.table.c
        return row.attempts + (1 if self.counts else case((row.claim.is_not(None), 1), else_=0))

    def free_heads(self, now: datetime, limit: int, *only: ColumnElement[bool]) -> Select[int]:
        """Return the query for the ids of the rows that could be claimed, oldest first."""
        row = self.table.c
        return select(row.id).where(self.free_head(now), *only).order_by(row.id).limit(limit)

    def free_head(self, now: datetime) -> ColumnElement[bool]:
        """Say that a row is the first of its conversation, and that nothing keeps it from being claimed."""
        return and_(self._first, is_free(self.table, now))

    @cached_property
    def _first(self) -> ColumnElement[bool]:
        row, other = self.table.c, self.table.alias()
        begun, other_begun = row.first_attempt.is_not(None), other.c.first_attempt.is_not(None)
        sooner = or_(and_(other_begun, not_(begun)), and_(other_begun == begun, other.c.id < row.id))
        return and_(
            self.open(), ~exists().where(other.c.conversation == row.conversation, self.open(other), sooner)
        )


async def claim_heads(
    connection: AsyncConnection,
    queue: Queue,
    claim: Claim,
    now: datetime,
    limit: int,
    *only: ColumnElement[bool],
) -> Sequence[RowMapping]:
    """Claim the first row of up to `limit` conversations; return these rows in order, as they are now.

    Nobody ever waits here for another transaction: what somebody else is claiming is passed over.
    """
    row = queue.table.c
    first = queue.free_heads(now, limit, *only)
    chosen = await _alone(connection, queue, first) if on_postgresql(connection) else first
    claimed = {
        "claim": claim.token,
        "free_at": claim.until,
        "first_attempt": func.coalesce(row.first_attempt, now),
        "attempts": queue.attempts(),
    }
    statement = update(queue.table).where(row.id.in_(chosen), queue.free_head(now)).values(**claimed)
    rows = await connection.execute(statement.returning(queue.table))
    return sorted(rows.mappings(), key=itemgetter("id"))


async def _alone(connection: AsyncConnection, queue: Queue, first: Select[int]) -> list[int]:
    """Return those of the first rows whose conversation nobody else is claiming from at this moment.

    Two transactions may each see another row as the first, when a row was committed in between. With this
    lock the second of them looks again after the first has committed, and then sees what it claimed.
    """
    row = queue.table.c
    ids = (await connection.scalars(first.with_for_update(skip_locked=True, of=queue.table))).all()
    if not ids:
        return []
    alone = func.pg_try_advisory_xact_lock(func.hashtext(queue.table.name), func.hashtext(row.conversation))
    rows = await connection.execute(select(row.id, alone.label("alone")).where(row.id.in_(ids)))
    return [each.id for each in rows if each.alone]
