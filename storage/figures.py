"""Figures about the use of the base: counted, never listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from sqlalchemy import Column, ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Kind, Outcome, Status
from storage import tables

_ENTRY: Final = tables.entry
_QUESTION: Final = tables.question
_NUMBER: Final = func.count().label("number")
_TOLD: Final = (Kind.LESSON, Kind.PROJECT)


class SqlFigures:
    """Implements `bot.ports.figures.Figures`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def came_in(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many lessons and projects came in between each moment and the next.

        What is a draft or archived counts too; what came from elsewhere, under an external id, does not.
        """
        own = (_ENTRY.c.kind.in_(_TOLD), _ENTRY.c.external_id.is_(None))
        return await self._between(moments, _ENTRY.c.recorded, *own)

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

    async def _between(
        self, moments: Sequence[datetime], column: Column[datetime], *where: ColumnElement[bool]
    ) -> tuple[int, ...]:
        """Count the rows of each span in one look."""
        counts = [func.count().filter(column >= begin, column < end) for begin, end in pairwise(moments)]
        row = (await self._connection.execute(select(*counts).where(column >= moments[0], *where))).one()
        return tuple(row)
