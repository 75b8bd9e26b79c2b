"""The port to the agendas of rooms: which topics stand open, who voted for them, which had their turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.agenda import Topic, TopicId
from bot.domain.keys import RoomKey
from bot.domain.model import PersonId


class Agenda(Protocol):
    """Topics and the votes for them. Who proposed or voted is given to nobody."""

    async def propose(self, topic: Topic, proposer: PersonId) -> Topic:
        """Store a topic under a new number (the id given is ignored), with the vote of who proposes it."""
        ...

    async def get(self, number: TopicId) -> Topic | None:
        """Return a topic with its votes."""
        ...

    async def open_in(self, room: RoomKey) -> tuple[Topic, ...]:
        """Return what stands open in a room: the most votes first, then the oldest."""
        ...

    async def open_in_each(self, rooms: Collection[RoomKey]) -> Mapping[RoomKey, Sequence[Topic]]:
        """Return the same of each of these rooms in which anything stands open."""
        ...

    async def taken_in(self, room: RoomKey, since: datetime) -> tuple[Topic, ...]:
        """Return what had its turn in a room since a moment, the newest first."""
        ...

    async def vote(self, number: TopicId, person: PersonId) -> bool:
        """Count somebody's vote; say whether they had none for it before."""
        ...

    async def withdraw(self, number: TopicId, person: PersonId) -> bool:
        """Count somebody's vote no more; say whether there was one."""
        ...

    async def remove(self, number: TopicId) -> None:
        """Take a topic away with its votes; harmless when it is not there."""
        ...

    async def take(self, number: TopicId, cause: str, now: datetime) -> bool:
        """Let a topic have its turn, for what is said because of `cause`; False when it is open no more."""
        ...

    async def give_back(self, cause: str) -> None:
        """Let what had its turn because of this stand open again: it was never said."""
        ...

    async def move(self, old: RoomKey, new: RoomKey) -> None:
        """Let the agenda of one room be that of another, which replaces it.

        What stands open in both, in the same words, is one topic then, with the votes for either.
        """
        ...
