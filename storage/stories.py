"""What was told protected: words, how far they are, and by what their author opens them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.locks import Lock
from bot.domain.model import EntryId, PersonId
from bot.ports.stories import Story, Told
from storage import tables
from storage.payloads import ANSWERS
from storage.sql import insert_or_ignore

_STORY: Final = tables.protected_story
_RELEASE: Final = tables.protected_release
_WEEK: Final = timedelta(days=7)
_NO_LOCK: Final = {"lookup": None, "salt": None, "digest": None}


class SqlStories:
    """Implements `bot.ports.stories.Stories`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hand_in(self, story: Story, lock: Lock, now: datetime) -> None:
        """Let a story wait for who reads it first; of when it came, only the week is kept."""
        locked = {"lookup": lock.lookup, "salt": lock.salt, "digest": lock.digest}
        await self._connection.execute(insert(_STORY).values(**_waits(story, now), **locked))

    async def amend(self, number: int, story: Story, now: datetime) -> int | None:
        """Let other words wait in its place, to be read anew; return their number, None when it is gone.

        What is listed stays so until the others are, so that nobody sees when they came.
        """
        query = select(_STORY).where(_STORY.c.id == number, _STORY.c.replaced_by.is_(None))
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        this = _STORY.c.id == number
        await self._connection.execute(update(_STORY).where(this).values(**_NO_LOCK))
        locked = {"lookup": row.lookup, "salt": row.salt, "digest": row.digest}
        values = {**_waits(story, now), **locked, "entry": row.entry}
        adding = insert(_STORY).values(**values).returning(_STORY.c.id)
        new: int = (await self._connection.scalars(adding)).one()
        before = or_(this, _STORY.c.replaced_by == number)
        await self._connection.execute(update(_STORY).where(before).values(replaced_by=new))
        unseen = or_(_STORY.c.words.is_(None), _STORY.c.week > now - _WEEK)
        await self._connection.execute(delete(_STORY).where(this, unseen))
        return new

    async def clear(self, now: datetime) -> Sequence[Told]:
        """Forget what was listed until others are in its place, once they are; return it."""
        outdated = await self._told(select(_STORY).where(_is_outdated(now)))
        await self._connection.execute(delete(_STORY).where(_is_outdated(now)))
        return outdated

    async def replaced_by(self, number: int) -> Sequence[Told]:
        """Return what is listed until this is."""
        return await self._told(select(_STORY).where(_STORY.c.replaced_by == number))

    async def behind(self, lookup: str) -> tuple[int, Lock] | None:
        """Return which story has this mark, and its lock."""
        found = await self._connection.execute(select(_STORY).where(_STORY.c.lookup == lookup))
        row = found.one_or_none()
        return (row.id, Lock(row.lookup, row.salt, row.digest)) if row else None

    async def get(self, number: int) -> Told | None:
        """Return a story; None when there is none, or it cannot be read."""
        found = await self._told(select(_STORY).where(_STORY.c.id == number))
        return found[0] if found else None

    async def waiting(self, now: datetime) -> Sequence[Told]:
        """Return what waits to be read, in order: nothing of this week, so that nobody sees when it came."""
        here = (
            _STORY.c.words.is_not(None),
            _STORY.c.released.is_(False),
            _STORY.c.week <= now - _WEEK,
            ~_is_outdated(now),
        )
        return await self._told(select(_STORY).where(*here).order_by(_STORY.c.week, _STORY.c.id))

    async def release(self, number: int, person: PersonId) -> None:
        """Note that somebody read it and would release it."""
        await insert_or_ignore(self._connection, _RELEASE, story=number, person=person)

    async def released(self, number: int) -> None:
        """Note that enough did, and forget who."""
        await self._connection.execute(update(_STORY).where(_STORY.c.id == number).values(released=True))
        await self._forget_readers(number)

    async def published(self, number: int, entry: EntryId) -> None:
        """Note as what it was published; the entry has its words from now on."""
        done = {"words": None, "released": False, "entry": entry}
        await self._connection.execute(update(_STORY).where(_STORY.c.id == number).values(**done))

    async def drop(self, number: int) -> None:
        """Forget the words that wait; of what was not published before, nothing is left."""
        this = _STORY.c.id == number
        nothing_else = or_(_STORY.c.entry.is_(None), _STORY.c.replaced_by.is_not(None))
        await self._connection.execute(delete(_STORY).where(this, nothing_else))
        await self._connection.execute(update(_STORY).where(this).values(words=None, released=False))
        await self._forget_readers(number)

    async def remove(self, number: int) -> None:
        """Forget a story whole; its entry stays."""
        await self._connection.execute(delete(_STORY).where(_STORY.c.id == number))

    async def _forget_readers(self, number: int) -> None:
        await self._connection.execute(delete(_RELEASE).where(_RELEASE.c.story == number))

    async def _told(self, query: Select[Any]) -> Sequence[Told]:
        rows = (await self._connection.execute(query)).all()
        return [
            Told(
                row.id,
                story,
                row.week,
                await self._readers(row.id),
                row.released,
                row.entry,
                row.replaced_by is not None,
            )
            for row in rows
            for story in _stories(row.language, row.words)
        ]

    async def _readers(self, number: int) -> frozenset[PersonId]:
        who = select(_RELEASE.c.person).where(_RELEASE.c.story == number)
        return frozenset((await self._connection.scalars(who)).all())


def _is_outdated(now: datetime) -> ColumnElement[bool]:
    """Return the condition that others are listed in the place of a story."""
    newer = _STORY.alias()
    return exists().where(newer.c.id == _STORY.c.replaced_by, newer.c.week <= now - _WEEK)


def _waits(story: Story, now: datetime) -> dict[str, object]:
    """Return the values of words that wait to be read."""
    day = datetime.combine(now.date(), time(), now.tzinfo)
    monday = day - timedelta(days=day.weekday())
    words = ANSWERS.write(story.words)
    return {"language": story.language, "words": words, "week": monday, "released": False}


def _stories(language: str, words: str | None) -> Sequence[Story | None]:
    """Return the words that wait, None when there are none; nothing when they cannot be read."""
    if words is None:
        return [None]
    return [Story(language, tuple(read)) for read in ANSWERS.read_all([words])]


async def move_releases(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Give what one person released to another: two that turn out to be one count once."""
    twice = select(_RELEASE.c.story).where(_RELEASE.c.person == target)
    theirs = _RELEASE.c.person == source
    await connection.execute(delete(_RELEASE).where(theirs, _RELEASE.c.story.in_(twice)))
    await connection.execute(update(_RELEASE).where(theirs).values(person=target))
