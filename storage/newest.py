"""What was recorded last, for many audiences at once: only the ids, of what each of them may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audience import Audience, Readership
from bot.domain.keys import RoomKey
from bot.domain.model import EntryId, Outcome, Visibility
from storage import tables
from storage.knowledge import visible_to
from storage.sql import batches

_ENTRY: Final = tables.entry
_ORDER: Final = (_ENTRY.c.recorded.desc(), _ENTRY.c.kind, _ENTRY.c.number)

Found = Sequence[tuple[EntryId, datetime]]


async def newest(
    connection: AsyncConnection, audiences: Collection[Audience], limit: int, outcomes: Collection[Outcome]
) -> Mapping[Audience, Sequence[EntryId]]:
    """Return for each of the audiences what it may see, the newest first, then by id.

    What belongs to no room is looked up once for all that may see the same.
    """
    of_these = [_ENTRY.c.outcome.in_(outcomes)] if outcomes else []
    shared = {
        each: await _of_all(connection, (visible_to(each), *of_these), limit)
        for each in {_without_rooms(each) for each in audiences}
    }
    rooms = {room for each in audiences for room in each.rooms}
    own = await _of_rooms(connection, rooms, of_these, limit)
    return {each: _first(shared[_without_rooms(each)], each, own, limit) for each in audiences}


def _without_rooms(audience: Audience) -> Audience:
    return replace(audience, rooms=frozenset())


async def _of_all(
    connection: AsyncConnection, conditions: Collection[ColumnElement[bool]], limit: int
) -> Found:
    query = select(_ENTRY.c.id, _ENTRY.c.recorded).where(*conditions)
    newest = await connection.execute(query.order_by(*_ORDER).limit(limit))
    return [(row.id, row.recorded) for row in newest]


async def _of_rooms(
    connection: AsyncConnection,
    rooms: Collection[RoomKey],
    conditions: Collection[ColumnElement[bool]],
    limit: int,
) -> Mapping[RoomKey, Found]:
    """Return what belongs to each of the rooms, the newest of it."""
    found: dict[RoomKey, list[tuple[EntryId, datetime]]] = {}
    nth = func.row_number().over(partition_by=_ENTRY.c.room, order_by=_ORDER).label("nth")
    columns = (_ENTRY.c.id, _ENTRY.c.recorded, _ENTRY.c.room, nth)
    for batch in batches(sorted(rooms)):
        readers = Audience(Readership.MIXED, frozenset(batch))
        here = (visible_to(readers), _ENTRY.c.visibility == Visibility.ROOM, _ENTRY.c.room.in_(batch))
        counted = select(*columns).where(*here, *conditions).subquery()
        for row in await connection.execute(select(counted).where(counted.c.nth <= limit)):
            found.setdefault(row.room, []).append((row.id, row.recorded))
    return found


def _first(shared: Found, audience: Audience, own: Mapping[RoomKey, Found], limit: int) -> list[EntryId]:
    theirs = [own[room] for room in audience.rooms if room in own]
    rows = sorted(chain(shared, *theirs), key=_place) if theirs else shared
    return [id_ for id_, _ in rows[:limit]]


def _place(found: tuple[EntryId, datetime]) -> tuple[float, str, int]:
    id_, recorded = found
    return -recorded.timestamp(), id_.kind, id_.number
