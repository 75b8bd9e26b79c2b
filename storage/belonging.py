"""What of everything that is stored belongs to one person: accounts, direct rooms, entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, RoomKey
from bot.domain.model import EntryId, PersonId
from bot.messages.outgoing import Outgoing, told_of
from storage import tables
from storage.shown import account_of

_ENTRY: Final = tables.entry


@dataclass(frozen=True)
class Belongings:
    """A person with the keys by which what is theirs is found."""

    person: PersonId
    accounts: tuple[AccountKey, ...]
    direct_rooms: tuple[RoomKey, ...]
    entries: tuple[EntryId, ...]

    def told(self, outgoing: Outgoing) -> bool:
        """Say whether something was said to this person alone, or they alone hear what becomes of it."""
        told = told_of(outgoing)
        alone = told.account if told else account_of(outgoing)
        return alone in self.accounts or outgoing.conversation.room in self.direct_rooms


async def belongings(connection: AsyncConnection, person: PersonId) -> Belongings:
    """Find what belongs to a person."""
    account, direct = tables.account.c, tables.direct_room.c
    accounts = (await connection.scalars(select(account.key).where(account.person == person))).all()
    rooms = (await connection.scalars(select(direct.room).where(direct.account.in_(accounts)))).all()
    theirs = or_(_ENTRY.c.author == person, _ENTRY.c.person == person)
    entries = (await connection.scalars(select(_ENTRY.c.id).where(theirs))).all()
    return Belongings(person, tuple(sorted(accounts)), tuple(sorted(rooms)), tuple(sorted(entries)))
