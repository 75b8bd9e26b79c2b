"""What prompts posted in rooms, for many rooms at once. Prompts and their moments are in `prompts.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Label, String, and_, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import RoomKey
from bot.domain.model import EntryId
from bot.domain.prompt import SAID, Occurrence
from storage import tables
from storage.columns import ROOM
from storage.sql import batches

_OCCURRENCE: Final = tables.occurrence
_SHOWN: Final = tables.occurrence_entry
_NEWEST: Final = (_OCCURRENCE.c.at.desc(), _OCCURRENCE.c.prompt.desc())
_ROOM: Final[Label[Any]] = type_coerce(_OCCURRENCE.c.room, String).label("key")
"""The room as it is written: reading a key takes longer than all the rest of a row."""

_LIKE: Final = tuple(_OCCURRENCE.c[name] for name in ("room", "kind", "text", "question"))


async def postings(
    connection: AsyncConnection, rooms: Collection[RoomKey], since: datetime
) -> Mapping[RoomKey, Sequence[Occurrence]]:
    """Return what was posted in each of the rooms, the newest first; of what is alike only the last."""
    found: dict[RoomKey, list[Occurrence]] = {room: [] for room in rooms}
    nth = func.row_number().over(partition_by=_LIKE, order_by=_NEWEST).label("nth")
    columns = [column for column in _OCCURRENCE.c if column.name != "room"]
    for batch in batches(sorted(found)):
        written = {ROOM.write(room): room for room in batch}
        all_of_it = select(_ROOM, *columns, nth).where(_said(batch, since)).subquery()
        last = select(all_of_it).where(all_of_it.c.nth == 1)
        newest = last.order_by(all_of_it.c.at.desc(), all_of_it.c.prompt.desc())
        for key, prompt, planned, at, outcome, kind, text, question, _ in await connection.execute(newest):
            room = written[key]
            posted = Occurrence(prompt, planned, at, outcome, room, kind, text, question=question)
            found[room].append(posted)
    return found


async def shown(
    connection: AsyncConnection, rooms: Collection[RoomKey], since: datetime
) -> Mapping[RoomKey, Sequence[tuple[EntryId, datetime]]]:
    """Return the entries that were shown in each of the rooms, each once, and when last, the newest first."""
    found: dict[RoomKey, list[tuple[EntryId, datetime]]] = {room: [] for room in rooms}
    its_own = and_(_SHOWN.c.prompt == _OCCURRENCE.c.prompt, _SHOWN.c.planned == _OCCURRENCE.c.planned)
    for batch in batches(sorted(found)):
        written = {ROOM.write(room): room for room in batch}
        last = func.max(_OCCURRENCE.c.at).label("last")
        entries = select(_ROOM, _SHOWN.c.entry, last).join_from(_OCCURRENCE, _SHOWN, its_own)
        each_once = entries.where(_said(batch, since)).group_by(_OCCURRENCE.c.room, _SHOWN.c.entry)
        for key, entry, at in await connection.execute(each_once.order_by(last.desc(), _SHOWN.c.entry)):
            found[written[key]].append((entry, at))
    return found


def _said(rooms: Sequence[RoomKey], since: datetime) -> ColumnElement[bool]:
    row = _OCCURRENCE.c
    return and_(row.room.in_(rooms), row.outcome.in_(SAID), row.at >= since)
