"""The feed of changes: appending to it, and reading it. What is in a state is in `bot.ports.knowledge`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Boolean, Integer, Row, bindparam, func, insert, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Entry, PersonId, Theme
from bot.domain.people import Person, Place, Room
from bot.domain.prompt import OwnText, Prompt
from bot.domain.vocabulary import Phrasings, WordGroup
from bot.ports.knowledge import Action, Change, Revision, State, Subject, Trace
from storage import tables
from storage.columns import write_parts
from storage.leading import numbers_of
from storage.payloads import STATE, UnreadablePayloadError
from storage.sql import brief, hold_feed, insert_all

_REVISION: Final = tables.revision
WIPES: Final = "wipes"
"""Stands as the command of a revision by which words went that must be in no file of an index either."""

FORGETS: Final = "forgets"
"""Stands as the command of the revision by which a person was forgotten; it wipes as well."""

_TRACE: Final = (
    _REVISION.c.number,
    _REVISION.c.at,
    _REVISION.c.subject,
    _REVISION.c.key,
    type_coerce(func.coalesce(_REVISION.c.command, "").in_((WIPES, FORGETS)), Boolean),
)
_TRACES: Final = brief(
    select(*_TRACE)
    .where(_REVISION.c.number > bindparam("after"))
    .order_by(_REVISION.c.number)
    .limit(bindparam("most", type_=Integer()))
)


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
        case Phrasings(entry=entry):
            return Subject.PHRASING, str(entry)
        case WordGroup(id=number):
            return Subject.WORDS, str(number)
        case Prompt(id=number):
            return Subject.PROMPT, str(number)
        case OwnText(id=number):
            return Subject.PROMPT_TEXT, str(number)


async def mark_wiped(connection: AsyncConnection, after: int) -> None:
    """Let every index be made anew that holds what was before the revisions after this number."""
    await connection.execute(update(_REVISION).where(_REVISION.c.number > after).values(command=WIPES))


async def mark_forgotten(connection: AsyncConnection, person: PersonId) -> None:
    """Remember by the last revision of a person that they were forgotten, and let every index be made anew.

    It may hold words of theirs that went long before, such as how they once asked for an entry.
    """
    theirs = (_REVISION.c.subject == Subject.PERSON, _REVISION.c.key == str(person))
    last = select(func.max(_REVISION.c.number)).where(*theirs).scalar_subquery()
    await connection.execute(update(_REVISION).where(_REVISION.c.number == last).values(command=FORGETS))


class SqlRevisions:
    """Implements `bot.ports.knowledge.Revisions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def after(self, number: int, limit: int) -> tuple[Revision, ...]:
        """Return up to `limit` revisions after a number, in order; none that commits later is lower."""
        query = select(_REVISION).where(_REVISION.c.number > number).order_by(_REVISION.c.number).limit(limit)
        return tuple(_revision(row) for row in await self._connection.execute(query))

    async def traces(self, number: int, limit: int) -> tuple[Trace, ...]:
        """Return the traces of the revisions that `after` would return."""
        rows = await self._connection.execute(_TRACES, {"after": number, "most": limit})
        return tuple([Trace(*each) for each in rows])

    async def last(self) -> int:
        """Return the highest number, 0 when there is none."""
        highest: int | None = await self._connection.scalar(select(func.max(_REVISION.c.number)))
        return highest or 0

    async def of(self, subject: Subject, key: str) -> tuple[Revision, ...]:
        """Return every revision of one thing, in order; those that cannot be read are left out."""
        query = select(_REVISION).where(_REVISION.c.subject == subject, _REVISION.c.key == key)
        rows = await self._connection.execute(query.order_by(_REVISION.c.number))
        return _readable(rows)

    async def bind(self, after: int, command: str, undoes: int | None = None) -> None:
        """Let everything after a number be one action of this command; `undoes`: it takes that one back."""
        first = select(func.min(_REVISION.c.number)).where(_REVISION.c.number > after).scalar_subquery()
        named = func.coalesce(_REVISION.c.command, command)  # what wipes says so
        values = {"action": first, "command": named, "undoes": undoes}
        await self._connection.execute(update(_REVISION).where(_REVISION.c.number > after).values(values))

    async def undoable(self, actor: PersonId) -> Action | None:
        """Return the last action of a person that was not taken back and takes none back itself."""
        undone = select(_REVISION.c.undoes).where(_REVISION.c.undoes.is_not(None))
        theirs = select(func.max(_REVISION.c.action)).where(
            _REVISION.c.actor.in_(numbers_of([actor])),
            _REVISION.c.undoes.is_(None),
            _REVISION.c.action.not_in(undone),
        )
        number: int | None = await self._connection.scalar(theirs)
        if number is None:
            return None
        query = select(_REVISION).where(_REVISION.c.action == number, _REVISION.c.number >= number)
        rows = (await self._connection.execute(query.order_by(_REVISION.c.number))).all()
        readable = _readable(rows)
        return Action(number, rows[0].command, readable if len(readable) == len(rows) else ())


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(
        number=row.number,
        at=row.at,
        actor=row.actor,
        subject=row.subject,
        key=row.key,
        before=None if row.before is None else STATE.read(row.before),
        after=None if row.after is None else STATE.read(row.after),
    )


def _readable(rows: Iterable[Row[Any]]) -> tuple[Revision, ...]:
    found = []
    for row in rows:
        with suppress(UnreadablePayloadError):
            found.append(_revision(row))
    return tuple(found)
