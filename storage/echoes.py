"""What came of what people shared: where it was shown, how often it was used, and who is not to hear it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import EntryId, PersonId
from bot.ports.echoes import Seen
from storage import tables
from storage.shown import SAYS
from storage.sql import insert_or_ignore

_SENT: Final = tables.sent
_USED: Final = tables.used_entry
_SILENT: Final = tables.no_echo


class SqlEchoes:
    """Implements `bot.ports.echoes.Echoes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def seen(self, since: datetime, until: datetime) -> Sequence[Seen]:
        """Return where entries were shown after a moment, up to another one; each once."""
        shows = tables.sent_entry
        query = (
            select(shows.c.entry, _SENT.c.conversation, _SENT.c.cause)
            .join(shows, shows.c.sent == _SENT.c.id)
            .where(
                _SENT.c.at > since, _SENT.c.at <= until, _SENT.c.cause.is_not(None), _SENT.c.kind.in_(SAYS)
            )
        )
        rows = await self._connection.execute(query)
        return [*dict.fromkeys(Seen(row.entry, row.conversation.room, row.cause) for row in rows)]

    async def note_use(self, entry: EntryId, now: datetime) -> None:
        """Note that an entry was used as the answer to a question."""
        await self._connection.execute(insert(_USED).values(entry=entry, at=now))

    async def uses(self, until: datetime) -> Mapping[EntryId, int]:
        """Return how often entries were used up to a moment, and forget it."""
        counted = select(_USED.c.entry, func.count().label("times")).where(_USED.c.at <= until)
        rows = (await self._connection.execute(counted.group_by(_USED.c.entry))).all()
        await self._connection.execute(delete(_USED).where(_USED.c.at <= until))
        return {row.entry: row.times for row in rows}

    async def silence(self, person: PersonId, now: datetime) -> None:
        """Note that somebody does not want to hear it; repeating it is harmless."""
        await insert_or_ignore(self._connection, _SILENT, person=person, at=now)

    async def unsilence(self, person: PersonId) -> None:
        """Note that somebody wants to hear it."""
        await self._connection.execute(delete(_SILENT).where(_SILENT.c.person == person))

    async def silenced(self, person: PersonId) -> bool:
        """Say whether somebody does not want to hear it."""
        return bool(await self._connection.scalar(select(exists().where(_SILENT.c.person == person))))


async def move_silence(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Let one person hear nothing when another one did not want to, who becomes the same."""
    same = select(_SILENT.c.person).where(_SILENT.c.person == target)
    theirs = _SILENT.c.person == source
    await connection.execute(update(_SILENT).where(theirs, ~same.exists()).values(person=target))
    await connection.execute(delete(_SILENT).where(theirs))
