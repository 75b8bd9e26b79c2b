"""The feed of changes: appending to it, and reading it. What is in a state is in `bot.ports.knowledge`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Entry, Theme
from bot.domain.people import Person, Place, Room
from bot.ports.knowledge import Change, Revision, State, Subject, Trace
from storage import tables
from storage.columns import write_parts
from storage.payloads import STATE
from storage.sql import hold_feed, insert_all

_REVISION: Final = tables.revision


async def append(
    connection: AsyncConnection, change: Change, before: State | None, after: State | None
) -> None:
    """Append a revision; at least one of the states is there.

    Its number is higher than that of every revision that was committed before, and lower than that of every
    one that will be committed later.
    """
    await append_all(connection, change, [(before, after)])


async def append_all(
    connection: AsyncConnection, change: Change, states: Sequence[tuple[State | None, State | None]]
) -> None:
    """Append a revision for each pair of states before and after, in their order, as `append` does."""
    rows = [_row(change, before, after) for before, after in states]
    await hold_feed(connection)
    await insert_all(connection, insert(_REVISION), rows)


def _row(change: Change, before: State | None, after: State | None) -> dict[str, object]:
    state = after or before
    if state is None:
        raise ValueError("a revision without any state")
    subject, key = _about(state)
    return {
        "at": change.at,
        "actor": change.actor,
        "subject": subject,
        "key": key,
        "before": None if before is None else STATE.write(before),
        "after": None if after is None else STATE.write(after),
    }


def _about(state: State) -> tuple[Subject, str]:
    match state:
        case Entry(id=entry):
            return Subject.ENTRY, str(entry)
        case Theme(id=number):
            return Subject.THEME, str(number)
        case Person(id=number):
            return Subject.PERSON, str(number)
        case Room(key=room):
            return Subject.ROOM, write_parts(room.place.platform, room.place.id, room.id)
        case Place(key=place):
            return Subject.PLACE, write_parts(place.platform, place.id)


class SqlRevisions:
    """Implements `bot.ports.knowledge.Revisions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def after(self, number: int, limit: int) -> tuple[Revision, ...]:
        """Return up to `limit` revisions after a number, in order; none that commits later is lower."""
        query = select(_REVISION).where(_REVISION.c.number > number).order_by(_REVISION.c.number).limit(limit)
        return tuple(
            Revision(
                number=row.number,
                at=row.at,
                actor=row.actor,
                subject=row.subject,
                key=row.key,
                before=None if row.before is None else STATE.read(row.before),
                after=None if row.after is None else STATE.read(row.after),
            )
            for row in await self._connection.execute(query)
        )

    async def traces(self, number: int, limit: int) -> tuple[Trace, ...]:
        """Return the traces of the revisions that `after` would return."""
        row = _REVISION.c
        query = select(row.number, row.at, row.subject, row.key).where(row.number > number)
        rows = await self._connection.execute(query.order_by(row.number).limit(limit))
        return tuple([Trace(*each) for each in rows])

    async def last(self) -> int:
        """Return the highest number, 0 when there is none."""
        highest: int | None = await self._connection.scalar(select(func.max(_REVISION.c.number)))
        return highest or 0
