"""Who was forgotten, so that a backup from before that does not bring them back. How is in `erasing.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import PersonId
from bot.domain.people import Person
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.belonging import belongings
from storage.erasing import erase
from storage.leading import numbers_of
from storage.revisions import FORGETS


async def forgotten(connection: AsyncConnection) -> Mapping[PersonId, datetime]:
    """Return who was forgotten, under every number they had, and since when that number was known.

    That moment tells whether the number is of the same person elsewhere.
    """
    revision = tables.revision.c
    about_them = (revision.subject == Subject.PERSON, revision.command == FORGETS)
    ids = [int(key) for key in await connection.scalars(select(revision.key).where(*about_them).distinct())]
    known = (await connection.scalars(numbers_of(ids))).all()
    return {each: since for each in known if (since := await _known_since(connection, each))}


async def forget_again(
    connection: AsyncConnection, before: Mapping[PersonId, datetime], now: datetime
) -> int:
    """Forget those of them who are here again; return how many."""
    again = 0
    for person, since in sorted(before.items()):
        own = await belongings(connection, person)
        back = bool(own.accounts) and await _known_since(connection, person) == since
        if back:
            await erase(connection, Person(person), None, Change(person, now))
            again += 1
    return again


async def _known_since(connection: AsyncConnection, person: PersonId) -> datetime | None:
    revision = tables.revision.c
    first = select(func.min(revision.at)).where(
        revision.subject == Subject.PERSON, revision.key == str(person)
    )
    found: datetime | None = await connection.scalar(first)
    return found
