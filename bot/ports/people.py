"""The port to people and where they meet: persons, accounts, rooms, places, dialogues."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Person, Place, Role, Room
from bot.ports.knowledge import Change


class People(Protocol):
    """Persons and their accounts."""

    async def get(self, person: PersonId) -> Person | None:
        """Return a person."""
        ...

    async def of_account(self, account: AccountKey) -> Person | None:
        """Return the person behind an account, when it is known."""
        ...

    async def add(self, account: AccountKey, role: Role, change: Change) -> Person:
        """Add a person with this account, and append the revision.

        When the account is known by now (two messages at once), return its person as it is.
        """
        ...

    async def restore(self, person: Person, change: Change) -> None:
        """Add a person without any account under the number they had elsewhere, and append the revision.

        The number is never given to somebody else after this. Raise ValueError when somebody has it.
        """
        ...

    async def save(self, person: Person, change: Change) -> None:
        """Replace a person, and append the revision."""
        ...

    async def accounts(self, person: PersonId) -> tuple[AccountKey, ...]:
        """Return the accounts of a person, sorted."""
        ...

    async def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody with exactly this role, by id."""
        ...

    async def merge(self, source: PersonId, target: PersonId, change: Change) -> None:
        """Give everything of one person (accounts, entries, questions) to another; append the revisions.

        The target gets the higher of both roles. The source stays as a row that points at the target, so that
        history can be read. Raise ValueError unless both are there, differ, and were not merged before.
        """
        ...

    async def heirs(self, persons: Collection[PersonId]) -> Mapping[PersonId, PersonId]:
        """Return who each of these persons is now, of those whose accounts became somebody else's."""
        ...

    async def save_code(self, digest: str, person: PersonId, expires: datetime) -> None:
        """Remember a link code by its digest; a person has one code at a time."""
        ...

    async def take_code(self, digest: str, now: datetime) -> PersonId | None:
        """Use up a link code; None when it is unknown, used or expired."""
        ...


class Rooms(Protocol):
    """Places, rooms, who is in them and who talks with the bot there."""

    async def get(self, key: RoomKey) -> Room | None:
        """Return a room."""
        ...

    async def those(self, keys: Collection[RoomKey]) -> Mapping[RoomKey, Room]:
        """Return those of the rooms that are known."""
        ...

    async def save(self, room: Room, change: Change) -> None:
        """Add or replace a room, and append the revision."""
        ...

    async def got_other_readers(self, key: RoomKey, since: datetime) -> bool:
        """Say whether others may read in a room than at a moment, also when that was changed back."""
        ...

    async def named(self, name: str, place: PlaceKey) -> tuple[Room, ...]:
        """Return the rooms with this name, those in `place` first."""
        ...

    async def place(self, key: PlaceKey) -> Place | None:
        """Return a place."""
        ...

    async def save_place(self, place: Place, change: Change) -> None:
        """Add or replace a place, and append the revision when anything changed."""
        ...

    async def places(self) -> tuple[Place, ...]:
        """Return all places, by key."""
        ...

    async def waiting_places(self) -> tuple[Place, ...]:
        """Return the places that nobody admitted, by key."""
        ...

    async def direct_room(self, account: AccountKey) -> RoomKey | None:
        """Return the direct room with an account, when one is known."""
        ...

    async def save_direct_room(self, account: AccountKey, room: RoomKey) -> None:
        """Remember the direct room with an account."""
        ...

    async def join(self, room: RoomKey, account: AccountKey) -> None:
        """Note that an account is in a room; repeating it is harmless."""
        ...

    async def leave(self, room: RoomKey, account: AccountKey) -> None:
        """Note that an account is not in a room any more."""
        ...

    async def rooms_of(self, person: PersonId) -> Collection[RoomKey]:
        """Return the rooms that any account of a person is in."""
        ...

    async def note_talk(self, conversation: ConversationKey, account: AccountKey, now: datetime) -> None:
        """Note that the bot talks with an account in a conversation."""
        ...

    async def talks(self, conversation: ConversationKey, account: AccountKey) -> bool:
        """Say whether the bot talked with this account in this conversation."""
        ...


@dataclass(frozen=True)
class Dialogue:
    """A form somebody is filling by talking: the answers so far and the field that is next.

    It goes on in whatever direct conversation of the account. A paused dialogue waits until its form is asked
    for again.
    """

    account: AccountKey
    form: str
    values: tuple[tuple[str, str], ...]
    field: int
    updated: datetime
    paused: bool = False


@dataclass(frozen=True)
class Bearing:
    """What bears on a line: who says it and where, as far as known, their open form, and what went before.

    `talking`: the bot talked with them in this conversation; `answered`: it said something because of this
    very message.
    """

    person: Person | None
    room: Room | None
    dialogue: Dialogue | None
    talking: bool
    answered: bool


@dataclass(frozen=True)
class HandedIn:
    """A file that somebody would like to import, until they say yes or no."""

    person: PersonId
    name: str
    content: bytes
    at: datetime


class Dialogues(Protocol):
    """What people began and did not finish: open forms, of which an account has at most one, and files."""

    async def get(self, account: AccountKey) -> Dialogue | None:
        """Return the open form of an account."""
        ...

    async def save(self, dialogue: Dialogue) -> None:
        """Add or replace it."""
        ...

    async def asks(self, dialogue: Dialogue, place: PlaceKey, message: str) -> bool:
        """Say whether a message of ours in this place is the question that the form asks now."""
        ...

    async def delete(self, account: AccountKey) -> None:
        """Forget it; harmless when there is none."""
        ...

    async def keep_file(self, file: HandedIn) -> None:
        """Keep a file, in the place of another one of that person."""
        ...

    async def file_of(self, person: PersonId) -> HandedIn | None:
        """Return the file of a person, when one waits."""
        ...

    async def take_file(self, person: PersonId) -> HandedIn | None:
        """Forget the file of a person and return it; None when none waits (any more)."""
        ...
