"""Wishes that a message is kept, and who does not want to be asked for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Row, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import EntryId, PersonId
from bot.ports.wishes import Wish
from storage import tables
from storage.columns import write_parts
from storage.sql import insert_or_ignore, insert_or_update

_WISH: Final = tables.wish
_ASKED: Final = tables.asked_about
_ALONE: Final = tables.left_alone
_STILL: Final = tables.still_left_alone
_ACCOUNT: Final = tables.account
_OPEN: Final = _WISH.c.entry.is_(None)


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
        return next((row.id for row in await self._about(wish) if row.entry is None), None)

    async def of(self, number: int, author: AccountKey) -> Wish | None:
        """Return a wish about a message of this account; None when there is none."""
        theirs = select(_WISH).where(_WISH.c.id == number, _WISH.c.author == author, _OPEN)
        row = (await self._connection.execute(theirs)).one_or_none()
        return None if row is None else _wish(row)

    async def became(
        self, number: int, accounts: Collection[AccountKey], entry: EntryId, now: datetime
    ) -> Wish | None:
        """Note what an open wish whose author has one of these accounts became, and return it; or None."""
        theirs = (_WISH.c.id == number, _WISH.c.author.in_(sorted(accounts)), _OPEN)
        answered = update(_WISH).where(*theirs).values(entry=entry, at=now).returning(_WISH)
        row = (await self._connection.execute(answered)).one_or_none()
        return None if row is None else _wish(row)

    async def wait_again(self, entries: Collection[EntryId], now: datetime) -> Mapping[int, Wish]:
        """Let wishes be open again that became these entries; return those of which nothing else was made."""
        theirs = _WISH.c.entry.in_(sorted(entries))
        waiting = update(_WISH).where(theirs).values(entry=None, at=now).returning(_WISH)
        again = {row.id: _wish(row) for row in (await self._connection.execute(waiting)).all()}
        return {
            number: wish
            for number, wish in sorted(again.items())
            if all(row.entry is None for row in await self._about(wish))
        }

    async def _about(self, wish: Wish) -> list[Row[Any]]:
        """Return all wishes about the same message, the first one first."""
        same = select(_WISH).where(_WISH.c.author == wish.author, _WISH.c.message == wish.message)
        rows = (await self._connection.execute(same.order_by(_WISH.c.id))).all()
        return [row for row in rows if row.conversation.room == wish.conversation.room]

    async def is_first(self, wish: Wish) -> bool:
        """Say whether nobody was asked yet whether this message may be kept, and remember that now."""
        room = wish.conversation.room
        key = write_parts(room.place.platform, room.place.id, room.id, wish.message)
        return await insert_or_ignore(self._connection, _ASKED, message=sha256(key.encode()).hexdigest())

    async def offered_in(self, conversation: ConversationKey, author: AccountKey) -> bool:
        """Say whether there is a wish about a message that this account wrote in this conversation."""
        theirs = exists().where(_WISH.c.author == author, _WISH.c.conversation == conversation)
        return bool(await self._connection.scalar(select(theirs)))

    async def leave_alone(self, person: PersonId, now: datetime) -> None:
        """Note that a person does not want to be asked; repeating it is harmless."""
        said = {"at": now, "again": False, "carried": False}
        await insert_or_update(self._connection, _ALONE, {"person": person}, **said)

    async def ask_again(self, person: PersonId, now: datetime) -> None:
        """Note that a person may be asked, who did not want that before."""
        said = {"at": now, "again": True, "carried": False}
        await self._connection.execute(update(_ALONE).where(_ALONE.c.person == person).values(said))

    async def left_alone(self, account: AccountKey) -> bool:
        """Say whether whoever has an account does not want to be asked, also when they were forgotten."""
        alone = (_ALONE.c.person == _ACCOUNT.c.person, ~_ALONE.c.again)
        theirs = exists().where(*alone, _ACCOUNT.c.key == account)
        still = exists().where(_STILL.c.account == _hash_of(account))
        return bool(await self._connection.scalar(select(or_(theirs, still))))


def _wish(row: Row[Any]) -> Wish:
    return Wish(row.author, row.conversation, row.message)


def _hash_of(account: AccountKey) -> str:
    key = write_parts(account.place.platform, account.place.id, account.id)
    return sha256(f"left alone\n{key}".encode()).hexdigest()


async def stay_left_alone(
    connection: AsyncConnection, person: PersonId, accounts: Collection[AccountKey]
) -> None:
    """Remember by a hash of each account that somebody who is forgotten does not want to be asked, if so."""
    said = delete(_ALONE).where(_ALONE.c.person == person).returning(_ALONE.c.again)
    if False in (await connection.scalars(said)).all():
        for account in accounts:
            await insert_or_ignore(connection, _STILL, account=_hash_of(account))


async def come_back(
    connection: AsyncConnection, account: AccountKey, person: PersonId, now: datetime
) -> None:
    """Let who was forgotten be left alone as before, under the number that they have now."""
    still = delete(_STILL).where(_STILL.c.account == _hash_of(account))
    if (await connection.execute(still)).rowcount:
        await insert_or_ignore(connection, _ALONE, person=person, at=now, carried=True)


async def move_wishes(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Give one person what another said about being left alone, who becomes the same.

    What was said last counts; what was only carried on from before they were forgotten never does over it.
    """
    both = delete(_ALONE).where(_ALONE.c.person.in_((source, target))).returning(_ALONE)
    said = (await connection.execute(both)).mappings().all()
    if said:
        last = max(said, key=lambda row: (not row["carried"], row["at"]))
        await connection.execute(insert(_ALONE).values({**last, "person": target}))
