"""Figures about the use of the base: counted, never listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from sqlalchemy import Column, ColumnElement, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Consent, Kind, Outcome, Status
from bot.domain.people import Readers, Role
from bot.domain.prompt import PromptState
from bot.ports.figures import Begun
from storage import tables

_ENTRY: Final = tables.entry
_QUESTION: Final = tables.question
_NUMBER: Final = func.count().label("number")
_TOLD: Final = (Kind.LESSON, Kind.PROJECT)
_UNNAMED: Final = "row:%"  # what an import knows a row by that has no name of its own
_OWN: Final = (
    _ENTRY.c.kind.in_(_TOLD),
    or_(_ENTRY.c.external_id.is_(None), _ENTRY.c.external_id.like(_UNNAMED)),
)


class SqlFigures:
    """Implements `bot.ports.figures.Figures`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def came_in(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many lessons and projects came in between each moment and the next.

        What is a draft or archived counts too; what has a name of its own elsewhere, such as in a register,
        does not.
        """
        return await self._between(moments, _ENTRY.c.recorded, *_OWN)

    async def not_found(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many questions of between each moment and the next nobody answered yet."""
        waiting = (_QUESTION.c.open.is_(True), _QUESTION.c.text.is_not(None))
        return await self._between(moments, _QUESTION.c.asked_at, *waiting)

    async def published(self) -> Mapping[Kind, int]:
        """Return how many lessons and projects are published."""
        told = (_ENTRY.c.kind.in_(_TOLD), _ENTRY.c.status == Status.PUBLISHED)
        query = select(_ENTRY.c.kind, _NUMBER).where(*told).group_by(_ENTRY.c.kind)
        rows = await self._connection.execute(query)
        return dict.fromkeys(_TOLD, 0) | {row.kind: row.number for row in rows}

    async def outcomes(self) -> Mapping[Outcome | None, int]:
        """Return how many published lessons there are of each outcome; None: it is not told."""
        lessons = (_ENTRY.c.kind == Kind.LESSON, _ENTRY.c.status == Status.PUBLISHED)
        query = select(_ENTRY.c.outcome, _NUMBER).where(*lessons).group_by(_ENTRY.c.outcome)
        rows = await self._connection.execute(query)
        return dict.fromkeys((*Outcome, None), 0) | {row.outcome: row.number for row in rows}

    async def begun(self) -> Begun:
        """Return how far the network is."""
        room, person, prompt = tables.room, tables.person, tables.prompt
        roles = (Role.COORDINATOR, Role.ADMIN)
        found = (_ENTRY.c.status == Status.PUBLISHED, _ENTRY.c.consent == Consent.GIVEN)
        return Begun(
            own=await self._count(_ENTRY, *_OWN),
            rooms=await self._count(room, room.c.readers != Readers.UNKNOWN),
            organisers=await self._count(person, person.c.role.in_(roles), person.c.merged_into.is_(None)),
            pioneers=await self._count(_ENTRY, _ENTRY.c.kind == Kind.PIONEER, *found),
            prompts=await self._count(prompt, prompt.c.state == PromptState.ACTIVE),
        )

    async def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(*where)
        return (await self._connection.scalars(query)).one()

    async def _between(
        self, moments: Sequence[datetime], column: Column[datetime], *where: ColumnElement[bool]
    ) -> tuple[int, ...]:
        """Count the rows of each span in one look."""
        counts = [func.count().filter(column >= begin, column < end) for begin, end in pairwise(moments)]
        row = (await self._connection.execute(select(*counts).where(column >= moments[0], *where))).one()
        return tuple(row)
