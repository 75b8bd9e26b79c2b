"""Who may work on which row of inbox and outbox: one row at a time per conversation, in order.

A row once begun stays first of its conversation, even when a lower number is committed after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    RowMapping,
    Select,
    Table,
    Update,
    and_,
    bindparam,
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
from sqlalchemy.sql.dml import ReturningUpdate

from bot.ports.mailbox import Claim
from storage.columns import Moment
from storage.sql import brief, on_postgresql

_LONGEST = timedelta(hours=1)
"""No row is ever held or put off for longer: what is free only later comes from a clock that was wrong."""

NOW: Final = bindparam("now", type_=Moment())
"""Stands for the present in a statement; `moments` gives it its value."""

_FAR: Final = bindparam("far", type_=Moment())


def moments(now: datetime) -> dict[str, object]:
    """Return the values of the moments that `is_free` compares with."""
    return {"now": now, "far": now + _LONGEST}


def is_free(table: Table) -> ColumnElement[bool]:
    """Say that nobody holds a row and that its moment has come, also when the clock was set back since."""
    free_at = table.c.free_at
    return or_(free_at.is_(None), free_at <= NOW, free_at > _FAR)


def mine(number: int, claim: Claim) -> dict[str, object]:
    """Return the values by which `Queue.held` finds its row."""
    return {"held": number, "held_by": claim.token}


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

    @cached_property
    def held(self) -> Update:
        """An update of one row, as long as it is open and the claim holds it; `mine` says which."""
        row = self.table.c
        return update(self.table).where(
            row.id == bindparam("held"), row.claim == bindparam("held_by"), self.open()
        )

    def attempts(self) -> ColumnElement[int]:
        """Return the attempts that a row has at its next claim; a claim that is still there has run out."""
        row = self.table.c
        return row.attempts + (1 if self.counts else case((row.claim.is_not(None), 1), else_=0))

    @cached_property
    def free_head(self) -> ColumnElement[bool]:
        """That a row is the first of its conversation, and that nothing keeps it from being claimed."""
        row, other = self.table.c, self.table.alias()
        begun, other_begun = row.first_attempt.is_not(None), other.c.first_attempt.is_not(None)
        sooner = or_(and_(other_begun, not_(begun)), and_(other_begun == begun, other.c.id < row.id))
        earlier = exists().where(other.c.conversation == row.conversation, self.open(other), sooner)
        return and_(self.open(), ~earlier, is_free(self.table))

    def free_heads(self, *only: ColumnElement[bool]) -> Select[int]:
        """Return the query for the ids of up to `most` rows that could be claimed, oldest first."""
        row = self.table.c
        most = bindparam("most", type_=Integer())
        in_order = (
            row.id + 0
        )  # by the id itself SQLite would go through all rows there ever were, in their order
        return select(row.id).where(self.free_head, *only).order_by(in_order).limit(most)


class Heads:
    """The statements that claim the first rows of conversations, of all or of those that `only` selects.

    They are made once: making them costs more than running them. What differs each time are their values.
    """

    def __init__(self, queue: Queue, *only: ColumnElement[bool]) -> None:
        self._queue = queue
        row = queue.table.c
        first = queue.free_heads(*only)
        alone = func.pg_try_advisory_xact_lock(
            func.hashtext(queue.table.name), func.hashtext(row.conversation)
        )
        these = row.id.in_(bindparam("these", expanding=True))
        self._alone = select(row.id, alone.label("alone")).where(these)
        self._first = first.with_for_update(skip_locked=True, of=queue.table)
        self._claim_first, self._claim_these = self._claiming(row.id.in_(first)), self._claiming(these)

    def _claiming(self, chosen: ColumnElement[bool]) -> ReturningUpdate[Any]:
        row = self._queue.table.c
        values = {
            "claim": bindparam("by"),
            "free_at": bindparam("until"),
            "first_attempt": func.coalesce(row.first_attempt, NOW),
            "attempts": self._queue.attempts(),
        }
        statement = update(self._queue.table).where(chosen, self._queue.free_head).values(values)
        return brief(statement.returning(self._queue.table))

    async def claim(
        self, connection: AsyncConnection, claim: Claim, now: datetime, limit: int, **only: object
    ) -> Sequence[RowMapping]:
        """Claim the first row of up to `limit` conversations; return these rows in order, as they are now.

        `only` are the values of what selects them. Nobody ever waits here for another transaction: what
        somebody else is claiming is passed over.
        """
        values = {**moments(now), **only, "most": limit, "by": claim.token, "until": claim.until}
        statement = self._claim_first
        if on_postgresql(connection):
            statement, values["these"] = self._claim_these, await self._ids_alone(connection, values)
        rows = await connection.execute(statement, values)
        return sorted(rows.mappings(), key=itemgetter("id"))

    async def _ids_alone(self, connection: AsyncConnection, values: dict[str, object]) -> list[int]:
        """Return those of the first rows whose conversation nobody else is claiming from at this moment.

        Two transactions may each see another row as the first, when a row was committed in between. With
        this lock the second of them looks again after the first has committed, and then sees what it
        claimed.
        """
        ids = (await connection.scalars(self._first, values)).all()
        if not ids:
            return []
        rows = await connection.execute(self._alone, {"these": ids})
        return [each.id for each in rows if each.alone]
