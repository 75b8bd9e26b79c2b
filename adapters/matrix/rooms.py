"""What is known of the rooms that the bot is in, as the homeserver's events tell it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.matrix.transport import Json
from bot.messages.unchecked import mapping, text

_TWO = 2


@dataclass(frozen=True)
class Tombstone:
    """What closed a room: the event, who did it, and the room that replaces it (empty when none is named)."""

    event: str
    by: str
    replacement: str


@dataclass
class Known:
    """One room: who is in it, what it is called, and who else may read what is said in it."""

    joined: set[str] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    creator: str | None = None
    name: str | None = None
    alias: str | None = None
    encrypted: bool = False
    invited_only: bool = True
    peeked: bool = False
    replaces: str | None = None
    """The room that this one replaces."""
    tombstone: Tombstone | None = None

    def take(self, event: Mapping[str, Any]) -> None:
        """Learn from a state event; anything that is not as it should be is passed over."""
        content, key = event.get("content"), event.get("state_key")
        if not isinstance(content, dict) or not isinstance(key, str):
            return
        match event.get("type"):
            case "m.room.member":
                self._member(key, content.get("membership"))
            case "m.room.encryption":
                self.encrypted = True  # whatever it says: a room that was ever encrypted stays so
            case "m.room.join_rules" if key == "":
                self.invited_only = content.get("join_rule") in {"invite", "private"}
            case "m.room.history_visibility" if key == "":
                self.peeked = content.get("history_visibility") == "world_readable"
            case "m.room.name" if key == "":
                self.name = text(content.get("name")) or None
            case "m.room.canonical_alias" if key == "":
                self.alias = text(content.get("alias")) or None
            case "m.room.create":
                self.creator = text(event.get("sender"))
                self.replaces = text(mapping(content.get("predecessor")).get("room_id"))
            case "m.room.tombstone" if key == "":
                replacement = text(content.get("replacement_room")) or ""
                self.tombstone = Tombstone(str(event.get("event_id")), str(event.get("sender")), replacement)
            case _:
                pass

    def _member(self, user: str, membership: object) -> None:
        self.joined.discard(user)
        self.invited.discard(user)
        if membership == "join":
            self.joined.add(user)
        elif membership == "invite":
            self.invited.add(user)

    def others(self, me: str) -> set[str]:
        """Return everybody else who is in it, or may come in."""
        return (self.joined | self.invited) - {me}


class Rooms:
    """All rooms the bot is in, and which of them are direct."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._rooms: dict[str, Known] = {}
        self._direct: dict[str, set[str]] = {}
        """By person, the rooms that the account of the bot has as direct."""
        self.followed: set[str] = set()
        """Rooms that the bot went to because they replace one: nobody there needs to be told who it is."""
        self._news = asyncio.Condition()

    def __contains__(self, room: str) -> bool:
        return room in self._rooms

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._rooms))

    def get(self, room: str) -> Known:
        """Return what is known of a room that the bot is in; nothing of any other."""
        return self._rooms.get(room) or Known()

    def take(self, room: str, event: Mapping[str, Any]) -> None:
        """Learn from an event in a room that the bot is in."""
        self._rooms.setdefault(room, Known()).take(event)

    async def announce(self) -> None:
        """Say to who waits for a room that there may be new ones."""
        async with self._news:
            self._news.notify_all()

    async def wait_for(self, room: str, seconds: float, user: str | None = None) -> bool:
        """Wait until a room is known, and that somebody is there or invited; say whether it is in time.

        While a homeserver makes a room, a synchronisation may tell of the half that is there.
        """

        def told() -> bool:
            known = self._rooms.get(room)
            return known is not None and (user is None or user in known.others(self._me))

        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(told)
        except TimeoutError:
            return False
        return True

    def forget(self, room: str) -> None:
        """Forget a room that the bot is not in any more."""
        self._rooms.pop(room, None)

    def take_direct(self, content: object) -> None:
        """Learn which rooms are direct, from the account data `m.direct`."""
        told = content if isinstance(content, dict) else {}
        self._direct = {
            user: {room for room in rooms if isinstance(room, str)}
            for user, rooms in told.items()
            if isinstance(user, str) and isinstance(rooms, list)
        }

    def note_direct(self, user: str, room: str) -> Json:
        """Note a direct room, and return the account data as it is now."""
        self._direct.setdefault(user, set()).add(room)
        return {person: sorted(rooms) for person, rooms in sorted(self._direct.items())}

    def is_direct(self, room: str) -> bool:
        """Say whether only one other person reads here, in a room that is marked direct or has no name.

        Where people come in without being asked, or read from outside, it is not.
        """
        known = self._rooms.get(room)
        if known is None or not known.invited_only or known.peeked:
            return False
        if len(known.joined | known.invited) > _TWO:
            return False
        marked = any(room in rooms for rooms in self._direct.values())
        return marked or not (known.name or known.alias)

    def direct_with(self, user: str) -> str | None:
        """Return the direct room with somebody, the one they are in before one they are only invited to."""
        rooms = [room for room, known in self._rooms.items() if known.others(self._me) == {user}]
        direct = [room for room in rooms if self.is_direct(room) and self._rooms[room].tombstone is None]
        marked = self._direct.get(user, set())
        ranked = sorted(
            direct, key=lambda room: (user not in self._rooms[room].joined, room not in marked, room)
        )
        return ranked[0] if ranked else None
