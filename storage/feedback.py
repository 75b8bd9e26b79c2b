"""What readers say of entries: votes, reports and additions.

What was said of an entry that was merged into another one stays with its number, and counts for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Addition, Decision, Report, Usefulness
from bot.domain.model import EntryId, PersonId
from storage import tables
from storage.leading import leading_to
from storage.sql import insert_or_update

_VOTE: Final = tables.vote
_REPORT: Final = tables.report
_ADDITION: Final = tables.addition


class SqlFeedback:
    """Implements `bot.ports.feedback.Feedback`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def vote(self, entry: EntryId, person: PersonId, grade: int, now: datetime) -> None:
        """Note how useful a person calls an entry, instead of what they called it before."""
        key: dict[str, object] = {"entry": entry, "person": person}
        await insert_or_update(self._connection, _VOTE, key, grade=grade, at=now)

    async def usefulness(self, entry: EntryId) -> Usefulness:
        """Return how useful an entry was called; of two votes of one person, the last counts."""
        newest = func.row_number().over(
            partition_by=_VOTE.c.person, order_by=(_VOTE.c.at.desc(), _VOTE.c.entry)
        )
        each = (
            select(_VOTE.c.grade, newest.label("nth")).where(_VOTE.c.entry.in_(leading_to(entry))).subquery()
        )
        query = select(func.count(), func.sum(each.c.grade)).where(each.c.nth == 1)
        votes, total = (await self._connection.execute(query)).one()
        return Usefulness(votes, float(total) / votes) if votes else Usefulness()

    async def report(self, report: Report) -> Report:
        """Store a report under a new number (the id given is ignored) and return it with that number."""
        values = {
            "entry": report.entry,
            "reporter": report.reporter,
            "complaint": report.complaint,
            "at": report.at,
            "hid": report.hid,
            "closed_at": report.closed,
        }
        number = (await self._connection.scalars(insert(_REPORT).returning(_REPORT.c.id), values)).one()
        return replace(report, id=number)

    async def open_reports(self, limit: int, entry: EntryId | None = None) -> tuple[Report, ...]:
        """Return the reports that nobody settled, oldest first; with `entry`, those of that one."""
        query = select(_REPORT).where(_REPORT.c.closed_at.is_(None))
        if entry is not None:
            query = query.where(_REPORT.c.entry.in_(leading_to(entry)))
        rows = await self._connection.execute(query.order_by(_REPORT.c.id).limit(limit))
        return tuple(_report(row) for row in rows)

    async def reported_since(self, person: PersonId, since: datetime) -> int:
        """Return how often a person reported anything since a moment."""
        query = select(func.count()).where(_REPORT.c.reporter == person, _REPORT.c.at >= since)
        return (await self._connection.scalars(query)).one()

    async def close_reports(self, entry: EntryId, now: datetime) -> tuple[Report, ...]:
        """Settle the open reports of an entry and return them."""
        open_ones = (_REPORT.c.entry.in_(leading_to(entry)), _REPORT.c.closed_at.is_(None))
        statement = update(_REPORT).where(*open_ones).values(closed_at=now).returning(_REPORT)
        rows = (await self._connection.execute(statement)).all()
        return tuple(sorted((_report(row) for row in rows), key=lambda report: report.id))

    async def propose(self, addition: Addition) -> Addition:
        """Store an addition under a new number (the id given is ignored) and return it with that number."""
        values = {
            "entry": addition.entry,
            "author": addition.author,
            "language": addition.language,
            "text": addition.text,
            "at": addition.at,
            "decision": addition.decision,
        }
        number = (await self._connection.scalars(insert(_ADDITION).returning(_ADDITION.c.id), values)).one()
        return replace(addition, id=number)

    async def addition(self, number: int) -> Addition | None:
        """Return an addition."""
        return next(iter(await self._additions(select(_ADDITION).where(_ADDITION.c.id == number))), None)

    async def decide(self, number: int, decision: Decision) -> None:
        """Note what became of an addition."""
        statement = update(_ADDITION).where(_ADDITION.c.id == number).values(decision=decision)
        await self._connection.execute(statement)

    async def additions(self, entry: EntryId) -> tuple[Addition, ...]:
        """Return the accepted additions to an entry, oldest first."""
        accepted = (_ADDITION.c.entry.in_(leading_to(entry)), _ADDITION.c.decision == Decision.ACCEPTED)
        return await self._additions(select(_ADDITION).where(*accepted))

    async def proposed(self, limit: int) -> tuple[Addition, ...]:
        """Return the additions that nobody decided on, oldest first."""
        waiting = _ADDITION.c.decision == Decision.PROPOSED
        return await self._additions(select(_ADDITION).where(waiting).limit(limit))

    async def _additions(self, query: Select[Any]) -> tuple[Addition, ...]:
        rows: Sequence[Row[Any]] = (await self._connection.execute(query.order_by(_ADDITION.c.id))).all()
        return tuple(
            Addition(row.id, row.entry, row.author, row.language, row.text, row.at, row.decision)
            for row in rows
        )


async def move_feedback(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Give what one person said of entries to another; of two votes on one entry, the other's stays."""
    twice = select(_VOTE.c.entry).where(_VOTE.c.person == target)
    theirs = _VOTE.c.person == source
    for statement in (
        delete(_VOTE).where(theirs, _VOTE.c.entry.in_(twice)),
        update(_VOTE).where(theirs).values(person=target),
        update(_REPORT).where(_REPORT.c.reporter == source).values(reporter=target),
        update(_ADDITION).where(_ADDITION.c.author == source).values(author=target),
    ):
        await connection.execute(statement)


async def drop_own_votes(connection: AsyncConnection, person: PersonId) -> None:
    """Forget what somebody said of what turns out to be their own, by another account."""
    own = select(tables.entry.c.id).where(tables.entry.c.author == person)
    await connection.execute(delete(_VOTE).where(_VOTE.c.person == person, _VOTE.c.entry.in_(own)))


def _report(row: Row[Any]) -> Report:
    return Report(row.id, row.entry, row.reporter, row.complaint, row.at, row.hid, row.closed_at)
