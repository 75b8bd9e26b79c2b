"""What bears on a line that somebody says, read in one statement: every line needs all of it at once.

Each part by itself, and how it is written, is in the repository of its subject.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, Row, Table, bindparam, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Room
from bot.messages.incoming import Origin
from bot.ports.people import Bearing
from storage import tables
from storage.dialogues import dialogue_of
from storage.outbox import ANSWERED
from storage.people import person_of
from storage.rooms import TALKS
from storage.sql import brief

_PERSON: Final = tables.person
_ACCOUNT: Final = tables.account
_ROOM: Final = tables.room
_DIALOGUE: Final = tables.dialogue
_ALWAYS: Final = select(literal(1).label("one")).subquery()
"""One row, for what is not there to be joined to."""

_BEARING: Final = brief(
    select(_PERSON, _ROOM, _DIALOGUE, TALKS.label("talking"), ANSWERED.label("answered"))
    .select_from(
        _ALWAYS.outerjoin(_ACCOUNT, _ACCOUNT.c.key == bindparam("account"))
        .outerjoin(_PERSON, _PERSON.c.id == _ACCOUNT.c.person)
        .outerjoin(_ROOM, _ROOM.c.key == bindparam("room"))
        .outerjoin(_DIALOGUE, _DIALOGUE.c.account == bindparam("account"))
    )
    .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
)


async def bearing(connection: AsyncConnection, origin: Origin) -> Bearing:
    """Return what bears on a line from here, as `bot.ports.store.Transaction` promises."""
    values = {
        "account": origin.sender.account,
        "room": origin.room,
        "conversation": origin.conversation,
        "cause": origin.cause,
    }
    row = (await connection.execute(_BEARING, values)).one()
    person, room, dialogue = (_part(row, table) for table in (_PERSON, _ROOM, _DIALOGUE))
    return Bearing(
        person=person_of(person) if person else None,
        room=Room(**room) if room else None,
        dialogue=dialogue_of(dialogue) if dialogue else None,
        talking=bool(row.talking),
        answered=bool(row.answered),
    )


def _part(row: Row[Any], table: Table) -> dict[str, Any] | None:
    """Return the row of one table by its columns, when there is one: its key is there then."""
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's name for it
    here = {column.name: found[column] for column in table.c}
    return here if any(here[column.name] is not None for column in table.primary_key) else None
