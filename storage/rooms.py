"""Places, rooms, who is in them and who talks with the bot there. Open forms are in `dialogues.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Place, Room
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.columns import ROOM
from storage.revisions import SqlRevisions, append
from storage.sql import batches, brief, hold_feed, insert_or_ignore, insert_or_update

_ROOM: Final = tables.room
_PLACE: Final = tables.place
_MEMBER: Final = tables.member
_DIRECT: Final = tables.direct_room
_TALK: Final = tables.talk

# Made once: making a statement costs more than running it, and these are run for every message.
_ROOM_OF_KEY: Final = brief(select(_ROOM).where(_ROOM.c.key == bindparam("key")))
_PLACE_OF_KEY: Final = brief(select(_PLACE).where(_PLACE.c.key == bindparam("key")))
_DIRECT_ROOM: Final = brief(select(_DIRECT.c.room).where(_DIRECT.c.account == bindparam("account")))
_ACCOUNTS: Final = select(tables.account.c.key).where(tables.account.c.person == bindparam("person"))
_ROOMS_OF: Final = brief(select(_MEMBER.c.room).where(_MEMBER.c.account.in_(_ACCOUNTS)))
TALKS: Final = exists().where(
    _TALK.c.conversation == bindparam("conversation"), _TALK.c.account == bindparam("account")
)
"""That the bot talked with an account in a conversation."""

_TALKS: Final = brief(select(TALKS))


class SqlRooms:
    """Implements `bot.ports.people.Rooms`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, key: RoomKey) -> Room | None:
        """Return a room."""
        rows = await self._connection.execute(_ROOM_OF_KEY, {"key": key})
        row = rows.mappings().one_or_none()
        return None if row is None else Room(**row)

    async def those(self, keys: Collection[RoomKey]) -> Mapping[RoomKey, Room]:
        """Return those of the rooms that are known."""
        found: dict[RoomKey, Room] = {}
        for batch in batches(sorted(set(keys))):
            rows = await self._connection.execute(select(_ROOM).where(_ROOM.c.key.in_(batch)))
            found |= {row["key"]: Room(**row) for row in rows.mappings()}
        return found

    async def save(self, room: Room, change: Change) -> None:
        """Add or replace a room, and append the revision."""
        await hold_feed(self._connection)
        before = await self.get(room.key)
        await insert_or_update(
            self._connection,
            _ROOM,
            {"key": room.key},
            direct=room.direct,
            name=room.name,
            mode=room.mode,
            language=room.language,
            zone=room.zone,
            readers=room.readers,
            mandate=room.mandate,
            lamp=room.lamp,
        )
        await append(self._connection, change, before, room)

    async def got_other_readers(self, key: RoomKey, since: datetime) -> bool:
        """Say whether others may read in a room than at a moment, also when that was changed back."""
        changes = await SqlRevisions(self._connection).of(Subject.ROOM, ROOM.write(key))
        states = [(each.before or Room(key), each.after) for each in changes if each.at > since]
        return any(
            isinstance(before, Room) and isinstance(after, Room) and before.readers != after.readers
            for before, after in states
        )

    async def named(self, name: str, place: PlaceKey) -> tuple[Room, ...]:
        """Return the rooms with this name in any case, those in `place` first, then by key."""
        query = select(_ROOM).where(func.lower(_ROOM.c.name) == func.lower(name))
        rows = await self._connection.execute(query)
        rooms = [Room(**row) for row in rows.mappings()]
        return tuple(sorted(rooms, key=lambda room: (room.key.place != place, room.key)))

    async def place(self, key: PlaceKey) -> Place | None:
        """Return a place."""
        row = (await self._connection.execute(_PLACE_OF_KEY, {"key": key})).one_or_none()
        return None if row is None else Place(row.key, row.admitted)

    async def save_place(self, place: Place, change: Change) -> None:
        """Add or replace a place, and append the revision when anything changed."""
        await hold_feed(self._connection)
        before = await self.place(place.key)
        if before != place:
            await insert_or_update(self._connection, _PLACE, {"key": place.key}, admitted=place.admitted)
            await append(self._connection, change, before, place)

    async def places(self) -> tuple[Place, ...]:
        """Return all places, by key."""
        rows = await self._connection.execute(select(_PLACE.c.key, _PLACE.c.admitted))
        return tuple(sorted((Place(row.key, row.admitted) for row in rows), key=lambda each: each.key))

    async def waiting_places(self) -> tuple[Place, ...]:
        """Return the places that nobody admitted, by key."""
        keys = await self._connection.scalars(select(_PLACE.c.key).where(_PLACE.c.admitted.is_(False)))
        return tuple(Place(key) for key in sorted(keys))

    async def direct_room(self, account: AccountKey) -> RoomKey | None:
        """Return the direct room with an account, when one is known."""
        return (await self._connection.scalars(_DIRECT_ROOM, {"account": account})).one_or_none()

    async def save_direct_room(self, account: AccountKey, room: RoomKey) -> None:
        """Remember the direct room with an account."""
        await insert_or_update(self._connection, _DIRECT, {"account": account}, room=room)

    async def join(self, room: RoomKey, account: AccountKey) -> None:
        """Note that an account is in a room; repeating it is harmless."""
        await insert_or_ignore(self._connection, _MEMBER, room=room, account=account)

    async def leave(self, room: RoomKey, account: AccountKey) -> None:
        """Note that an account is not in a room any more."""
        here = (_MEMBER.c.room == room, _MEMBER.c.account == account)
        await self._connection.execute(delete(_MEMBER).where(*here))

    async def rooms_of(self, person: PersonId) -> Collection[RoomKey]:
        """Return the rooms that any account of a person is in."""
        return frozenset((await self._connection.scalars(_ROOMS_OF, {"person": person})).all())

    async def note_talk(self, conversation: ConversationKey, account: AccountKey, now: datetime) -> None:
        """Note that the bot talks with an account in a conversation."""
        key: dict[str, object] = {"conversation": conversation, "account": account}
        await insert_or_update(self._connection, _TALK, key, at=now)

    async def talks(self, conversation: ConversationKey, account: AccountKey) -> bool:
        """Say whether the bot talked with this account in this conversation."""
        here = {"conversation": conversation, "account": account}
        return bool(await self._connection.scalar(_TALKS, here))
