"""Work that waits for a moment, one row per (kind, subject). What the work is, the core decides."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import and_, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ClaimLostError
from bot.ports.due import DueTask, Ticked, Work
from bot.ports.mailbox import Claim
from storage import tables
from storage.claiming import is_free, moments
from storage.columns import Moment
from storage.sql import batches, insert_or_ignore, insert_or_update, upsert

_DUE: Final = tables.due
_CLOCK: Final = "voorloper:clock"
"""Under which name the last tick stands among the cursors: how far the clock was followed."""


_THIS: Final = (_DUE.c.kind == bindparam("which"), _DUE.c.subject == bindparam("about"))


def _key(kind: Work, subject: str) -> dict[str, object]:
    """Return the values by which `_THIS` finds a row."""
    return {"which": kind, "about": subject}


class SqlDue:
    """Implements `bot.ports.store.Due`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work, or move it when it was planned already."""
        await insert_or_update(self._connection, _DUE, {"kind": kind, "subject": subject}, at=at)

    async def plan_once(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work unless it was planned already."""
        await insert_or_ignore(self._connection, _DUE, kind=kind, subject=subject, at=at)

    async def plan_by(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work unless it was planned already, for this moment or earlier."""
        await self.plan_once(kind, subject, at)
        later = (_DUE.c.kind == kind, _DUE.c.subject == subject, _DUE.c.at > at)
        await self._connection.execute(update(_DUE).where(*later).values(at=at))

    async def hold(self, kind: Work, subjects: Collection[str], at: datetime) -> None:
        """Plan work as `plan_by` does, and let nobody else touch it until this transaction ends.

        In the order of `held`, so that nobody waits in a ring.
        """
        adding = upsert(_DUE, self._connection.dialect.name)
        earliest = case((_DUE.c.at > adding.excluded.at, adding.excluded.at), else_=_DUE.c.at)
        holding = adding.on_conflict_do_update(index_elements=["kind", "subject"], set_={"at": earliest})
        for subject in sorted(subjects):
            await self._connection.execute(holding, {"kind": kind, "subject": subject, "at": at})

    async def planned(self, kind: Work, subject: str) -> datetime | None:
        """Return the moment that work is planned for; None when it is not planned."""
        query = select(_DUE.c.at).where(_DUE.c.kind == kind, _DUE.c.subject == subject)
        return (await self._connection.scalars(query)).one_or_none()

    async def cancel(self, kind: Work, subject: str) -> None:
        """Plan it no more, whoever may be doing it; harmless when it was not planned."""
        await self._connection.execute(delete(_DUE).where(_DUE.c.kind == kind, _DUE.c.subject == subject))

    async def claim(
        self, claim: Claim, now: datetime, limit: int, kinds: Collection[Work] = tuple(Work)
    ) -> tuple[DueTask, ...]:
        """Claim work of these kinds whose moment has come, earliest first."""
        ripe = and_(_DUE.c.at <= now, is_free(_DUE), _DUE.c.kind.in_(kinds))
        query = select(_DUE.c.kind, _DUE.c.subject, _DUE.c.at).where(ripe)
        in_order = (_DUE.c.at, _DUE.c.kind, func.length(_DUE.c.subject), _DUE.c.subject)  # 9 before 10
        first = query.order_by(*in_order).limit(limit)
        rows = (await self._connection.execute(first.with_for_update(skip_locked=True), moments(now))).all()
        if rows:
            taking = update(_DUE).where(*_THIS).values(claim=claim.token, free_at=claim.until)
            await self._connection.execute(taking, [_key(row.kind, row.subject) for row in rows])
        return tuple(DueTask(row.kind, row.subject, row.at, claim) for row in rows)

    async def finish(self, task: DueTask, again: datetime | None = None) -> None:
        """Remove the work, or plan it again. Raise ClaimLostError when the claim is not ours any more.

        Work that was planned for another moment while it was being done stays planned for that moment.
        """
        ours = and_(
            _DUE.c.kind == task.kind, _DUE.c.subject == task.subject, _DUE.c.claim == task.claim.token
        )
        row = (await self._connection.execute(select(_DUE.c.at).where(ours).with_for_update())).one_or_none()
        if row is None:
            raise ClaimLostError
        if row.at == task.at and again is None:
            await self._connection.execute(delete(_DUE).where(ours))
            return
        at = row.at if again is None or row.at != task.at else again
        await self._connection.execute(update(_DUE).where(ours).values(at=at, claim=None, free_at=None))

    async def held(self, tasks: Collection[DueTask]) -> tuple[DueTask, ...]:
        """Return those of the tasks that their claim still holds; nobody else gets them before the end."""
        ours: set[tuple[Work, str, str]] = set()
        for kind in {task.kind for task in tasks}:
            for batch in batches(sorted(task.subject for task in tasks if task.kind is kind)):
                query = select(_DUE.c.subject, _DUE.c.claim).where(
                    _DUE.c.kind == kind, _DUE.c.subject.in_(batch), _DUE.c.claim.is_not(None)
                )
                rows = await self._connection.execute(query.order_by(_DUE.c.subject).with_for_update())
                ours |= {(kind, row.subject, row.claim) for row in rows}
        return tuple(task for task in tasks if (task.kind, task.subject, task.claim.token) in ours)

    async def finish_all(self, again: Mapping[DueTask, datetime | None]) -> None:
        """Remove all this work, or plan it again. What somebody else holds by now stays theirs."""
        held = (*_THIS, _DUE.c.claim == bindparam("token"))
        over = [_key(t.kind, t.subject) | {"token": t.claim.token} for t, at in again.items() if at is None]
        later = [
            _key(task.kind, task.subject) | {"token": task.claim.token, "again": at}
            for task, at in again.items()
            if at is not None
        ]
        if over:
            await self._connection.execute(delete(_DUE).where(*held), over)
        if later:
            values = {"at": bindparam("again", type_=Moment()), "claim": None, "free_at": None}
            await self._connection.execute(update(_DUE).where(*held).values(values), later)

    async def next_at(self) -> datetime | None:
        """Return the earliest moment at which work can be claimed: planned for, and claimed by nobody."""
        moment = case((_DUE.c.free_at > _DUE.c.at, _DUE.c.free_at), else_=_DUE.c.at)
        earliest: datetime | None = await self._connection.scalar(select(func.min(moment)))
        return earliest

    async def ticked(self) -> Ticked | None:
        """Return what was noted last; None when nothing was, or nothing that can be read."""
        kept = tables.cursor.c
        noted = await self._connection.scalar(
            select(kept.value).where(kept.name == _CLOCK).with_for_update()  # one process after the other
        )
        with suppress(ValueError, TypeError):
            at, doubt = json.loads(noted or "")
            return Ticked(datetime.fromisoformat(at).astimezone(UTC), str(doubt))
        return None

    async def note_tick(self, tick: Ticked) -> None:
        """Note it, instead of what was noted last."""
        value = json.dumps([tick.at.isoformat(), tick.doubt])
        await insert_or_update(self._connection, tables.cursor, {"name": _CLOCK}, value=value)
