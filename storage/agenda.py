"""Topics of agendas and the votes for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.agenda import Topic, TopicId
from bot.domain.keys import RoomKey
from bot.domain.model import PersonId
from storage import tables
from storage.sql import batches, insert_or_ignore

_TOPIC: Final = tables.topic
_VOTE: Final = tables.topic_vote
_VOTES: Final = select(func.count()).where(_VOTE.c.topic == _TOPIC.c.id).scalar_subquery()


class SqlAgenda:
    """Implements `bot.ports.agenda.Agenda`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def propose(self, topic: Topic, proposer: PersonId) -> Topic:
        """Store a topic under a new number (the id given is ignored), with the vote of who proposes it."""
        values = {"room": topic.room, "words": topic.words, "proposer": proposer, "at": topic.proposed}
        number = (await self._connection.scalars(insert(_TOPIC).returning(_TOPIC.c.id), values)).one()
        await self.vote(number, proposer)
        return replace(topic, id=number, votes=1)

    async def get(self, number: TopicId) -> Topic | None:
        """Return a topic with its votes."""
        return next(iter(await self._topics(_counted().where(_TOPIC.c.id == number))), None)

    async def open_in(self, room: RoomKey) -> tuple[Topic, ...]:
        """Return what stands open in a room: the most votes first, then the oldest."""
        return tuple((await self.open_in_each([room])).get(room, ()))

    async def open_in_each(self, rooms: Collection[RoomKey]) -> Mapping[RoomKey, Sequence[Topic]]:
        """Return the same of each of these rooms in which anything stands open."""
        found: dict[RoomKey, list[Topic]] = {}
        for batch in batches(sorted(set(rooms))):
            here = _counted().where(_TOPIC.c.room.in_(batch), _TOPIC.c.taken_at.is_(None))
            for topic in await self._topics(here.order_by(_VOTES.desc(), _TOPIC.c.id)):
                found.setdefault(topic.room, []).append(topic)
        return found

    async def taken_in(self, room: RoomKey, since: datetime) -> tuple[Topic, ...]:
        """Return what had its turn in a room since a moment, the newest first."""
        here = _counted().where(_TOPIC.c.room == room, _TOPIC.c.taken_at >= since)
        return await self._topics(here.order_by(_TOPIC.c.taken_at.desc(), _TOPIC.c.id))

    async def _topics(self, query: Select[Any]) -> tuple[Topic, ...]:
        rows = await self._connection.execute(query)
        return tuple(Topic(row.id, row.room, row.words, row.at, row.votes, row.taken_at) for row in rows)

    async def vote(self, number: TopicId, person: PersonId) -> bool:
        """Count somebody's vote; say whether they had none for it before."""
        return await insert_or_ignore(self._connection, _VOTE, topic=number, person=person)

    async def withdraw(self, number: TopicId, person: PersonId) -> bool:
        """Count somebody's vote no more; say whether there was one."""
        theirs = delete(_VOTE).where(_VOTE.c.topic == number, _VOTE.c.person == person)
        return (await self._connection.execute(theirs)).rowcount > 0

    async def remove(self, number: TopicId) -> None:
        """Take a topic away with its votes; harmless when it is not there."""
        await self._connection.execute(delete(_TOPIC).where(_TOPIC.c.id == number))

    async def take(self, number: TopicId, cause: str, now: datetime) -> bool:
        """Let a topic have its turn, for what is said because of `cause`; False when it is open no more."""
        standing = update(_TOPIC).where(_TOPIC.c.id == number, _TOPIC.c.taken_at.is_(None))
        return (await self._connection.execute(standing.values(taken_at=now, cause=cause))).rowcount > 0

    async def give_back(self, cause: str) -> None:
        """Let what had its turn because of this stand open again: it was never said."""
        said = update(_TOPIC).where(_TOPIC.c.cause == cause)
        await self._connection.execute(said.values(taken_at=None, cause=None))

    async def move(self, old: RoomKey, new: RoomKey) -> None:
        """Let the agenda of one room be that of another, which replaces it.

        What stands open in both, in the same words, is one topic then, with the votes for either.
        """
        there = {topic.words.casefold(): topic.id for topic in await self.open_in(new)}
        for topic in await self.open_in(old):
            same = there.get(topic.words.casefold())
            if same is not None:
                await self._join(topic.id, same)
        await self._connection.execute(update(_TOPIC).where(_TOPIC.c.room == old).values(room=new))

    async def _join(self, source: TopicId, target: TopicId) -> None:
        """Give the votes for one topic to another, each person's once, and take the first away."""
        voted = select(_VOTE.c.person).where(_VOTE.c.topic == target)
        theirs = update(_VOTE).where(_VOTE.c.topic == source, _VOTE.c.person.not_in(voted))
        await self._connection.execute(theirs.values(topic=target))
        await self.remove(source)


async def move_agenda(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Give what one person proposed and voted for to another; of two votes for one topic, one stays."""
    twice = select(_VOTE.c.topic).where(_VOTE.c.person == target)
    theirs = _VOTE.c.person == source
    for statement in (
        delete(_VOTE).where(theirs, _VOTE.c.topic.in_(twice)),
        update(_VOTE).where(theirs).values(person=target),
        update(_TOPIC).where(_TOPIC.c.proposer == source).values(proposer=target),
    ):
        await connection.execute(statement)


async def erase_agenda(connection: AsyncConnection, person: PersonId) -> None:
    """Remove what a person proposed, and their votes for what others did.

    Of what stands open, that goes too for which nobody else voted.
    """
    theirs = select(_VOTE.c.topic).where(_VOTE.c.person == person)
    voted = (await connection.scalars(theirs)).all()
    await connection.execute(delete(_VOTE).where(_VOTE.c.person == person))
    await connection.execute(delete(_TOPIC).where(_TOPIC.c.proposer == person))
    left = select(_VOTE.c.topic).where(_VOTE.c.topic == _TOPIC.c.id).exists()
    for batch in batches(voted):
        alone = (_TOPIC.c.id.in_(batch), _TOPIC.c.taken_at.is_(None), ~left)
        await connection.execute(delete(_TOPIC).where(*alone))


def _counted() -> Select[Any]:
    return select(_TOPIC, _VOTES.label("votes"))
