"""Leases: which process alone serves something, fenced by an epoch. Claims on rows are in `claiming.py`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Update, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ClaimLostError
from bot.ports.lease import Lease
from storage import tables
from storage.sql import fenced, on_postgresql, upsert

_LEASE: Final = tables.lease
_LONGEST: Final = timedelta(hours=1)
"""Nobody holds anything for longer without renewing it: what ends later comes from a clock that was wrong."""


_LET_GO: Final = func.set_config("idle_in_transaction_session_timeout", "5000", True)
"""PostgreSQL ends a transaction that does nothing for so many milliseconds: a process that stands still with
the row locked would keep everybody from taking over."""


class SqlLeases:
    """Implements `bot.ports.lease.Leases`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, name: str, holder: str, now: datetime, until: datetime) -> Lease | None:
        """Take a lease, or hold it longer when it is the holder's already; None while it is another's.

        Its epoch goes up by one whenever the holder changes or a lease that ran out is taken.
        """
        row, free = _LEASE.c, _is_free(now)
        statement = upsert(_LEASE, self._connection.dialect.name)
        fresh = statement.values(name=name, epoch=1, holder=holder, until=until)
        taken = fresh.on_conflict_do_update(
            index_elements=[row.name],
            set_={"epoch": row.epoch + case((free, 1), else_=0), "holder": holder, "until": until},
            where=or_(free, row.holder == holder),
        )
        epoch: int | None = await self._connection.scalar(taken.returning(row.epoch))
        return None if epoch is None else Lease(name, epoch)

    async def renew(self, lease: Lease, now: datetime, until: datetime) -> None:
        """Hold it until a later moment; raise ClaimLostError when it ran out or this epoch is over."""
        await fenced(self._connection, _held(lease).where(~_is_free(now)).values(until=until))

    async def release(self, lease: Lease) -> None:
        """Let go of it, so that anybody may take it at once. Raise ClaimLostError when this epoch is over."""
        await fenced(self._connection, _held(lease).values(holder=None, until=None))

    async def check(self, lease: Lease) -> None:
        """See to it that nobody takes it over before this transaction ends: its row stays locked till then.

        Raise ClaimLostError when this epoch is over.
        """
        query = select(_LEASE.c.epoch).where(_in_this_epoch(lease)).with_for_update(read=True)
        if on_postgresql(self._connection):
            query = query.add_columns(_LET_GO)
        if await self._connection.scalar(query) is None:
            raise ClaimLostError


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Say that nobody holds a lease, also when the clock was set back since it was taken."""
    until = _LEASE.c.until
    return or_(until.is_(None), until <= now, until > now + _LONGEST)


def _in_this_epoch(lease: Lease) -> ColumnElement[bool]:
    row = _LEASE.c
    return and_(row.name == lease.name, row.epoch == lease.epoch, row.holder.is_not(None))


def _held(lease: Lease) -> Update:
    return update(_LEASE).where(_in_this_epoch(lease))
