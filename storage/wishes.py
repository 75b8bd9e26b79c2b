"""Wishes that a message is kept, and who does not want to be asked for that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey
from bot.domain.model import PersonId
from bot.ports.wishes import Wish
from storage import tables
from storage.columns import write_parts
from storage.sql import insert_or_ignore

_WISH: Final = tables.wish
_ASKED: Final = tables.asked_about
_ALONE: Final = tables.left_alone


class SqlWishes:
    """Implements `bot.ports.wishes.Wishes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, wish: Wish, now: datetime) -> int:
        """Store a wish and return its number."""
        values = {
            "author": wish.author,
            "conversation": wish.conversation,
            "message": wish.message,
            "at": now,
        }
        number: int = (await self._connection.scalars(insert(_WISH).returning(_WISH.c.id), values)).one()
        return number

    async def number_of(self, wish: Wish) -> int | None:
        """Return the number of the first wish about this message that nobody answered; None without one."""
        about = select(_WISH).where(_WISH.c.author == wish.author, _WISH.c.message == wish.message)
        rows = await self._connection.execute(about.order_by(_WISH.c.id))
        return next((row.id for row in rows if row.conversation.room == wish.conversation.room), None)

    async def of(self, number: int, author: AccountKey) -> Wish | None:
        """Return a wish about a message of this account; None when there is none."""
        theirs = select(_WISH).where(_WISH.c.id == number, _WISH.c.author == author)
        return _wish((await self._connection.execute(theirs)).one_or_none())

    async def take(self, number: int, accounts: Collection[AccountKey]) -> Wish | None:
        """Forget a wish whose author has one of these accounts and return it; None when there is none."""
        theirs = (_WISH.c.id == number, _WISH.c.author.in_(sorted(accounts)))
        row = (await self._connection.execute(delete(_WISH).where(*theirs).returning(_WISH))).one_or_none()
        return _wish(row)

    async def is_first(self, wish: Wish) -> bool:
        """Say whether nobody was asked yet whether this message may be kept, and remember that now."""
        room = wish.conversation.room
        key = write_parts(room.place.platform, room.place.id, room.id, wish.message)
        return await insert_or_ignore(self._connection, _ASKED, message=sha256(key.encode()).hexdigest())

    async def leave_alone(self, person: PersonId, now: datetime) -> None:
        """Note that a person does not want to be asked; repeating it is harmless."""
        await insert_or_ignore(self._connection, _ALONE, person=person, at=now)

    async def ask_again(self, person: PersonId) -> None:
        """Note that a person may be asked."""
        await self._connection.execute(delete(_ALONE).where(_ALONE.c.person == person))

    async def left_alone(self, person: PersonId) -> bool:
        """Say whether a person does not want to be asked."""
        return bool(await self._connection.scalar(select(exists().where(_ALONE.c.person == person))))


def _wish(row: Row[Any] | None) -> Wish | None:
    return None if row is None else Wish(row.author, row.conversation, row.message)


async def move_wishes(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Let one person be left alone when another one was, who becomes the same."""
    same = select(_ALONE.c.person).where(_ALONE.c.person == target)
    theirs = _ALONE.c.person == source
    await connection.execute(update(_ALONE).where(theirs, ~same.exists()).values(person=target))
    await connection.execute(delete(_ALONE).where(theirs))
