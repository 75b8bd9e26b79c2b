"""Answers in the threads of prompts: counted, and whose they are only until they are summed up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.domain.model import EntryId
from bot.domain.prompt import SAID, PromptId, occurrence_of
from bot.ports.harvest import Answer, Gathered, Posted
from storage import tables
from storage.sql import batches, insert_or_ignore
from storage.tables import Sending

_ANSWER: Final = tables.answer
_SENT: Final = tables.sent
_OCCURRENCE: Final = tables.occurrence


class SqlHarvest:
    """Implements `bot.ports.harvest.Harvest`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def posted_in(self, conversation: ConversationKey) -> Posted | None:
        """Return the posting whose thread this is; None when it is another conversation."""
        if conversation.thread is None:
            return None
        # where a message is known by its room too, a thread is still named by the message alone
        roots = (conversation.thread, f"{conversation.room.id} {conversation.thread}")
        room = ConversationKey(conversation.room, None)
        said = (_SENT.c.message.in_(roots), _SENT.c.conversation == room, _SENT.c.kind == Sending.POST)
        for cause in await self._connection.scalars(select(_SENT.c.cause).where(*said)):
            found = occurrence_of(cause)
            if found:
                return Posted(*found)
        return None

    async def note(self, answer: Answer, now: datetime) -> bool:
        """Count an answer; say whether it was not counted yet."""
        return await insert_or_ignore(
            self._connection,
            _ANSWER,
            prompt=answer.posted.prompt,
            planned=answer.posted.planned,
            author=answer.author,
            conversation=answer.conversation,
            message=answer.message,
            at=now,
        )

    async def counts(self, room: RoomKey, message: str) -> bool:
        """Say whether a message is counted as an answer, in whichever thread of the room it stands."""
        return bool(await self._in_room(room, message))

    async def take_away(self, room: RoomKey, message: str) -> None:
        """Count a message no more, because it was deleted; harmless when it was not counted."""
        for number in await self._in_room(room, message):
            await self._connection.execute(delete(_ANSWER).where(_ANSWER.c.id == number))

    async def _in_room(self, room: RoomKey, message: str) -> list[int]:
        said = select(_ANSWER.c.id, _ANSWER.c.conversation).where(_ANSWER.c.message == message)
        return [row.id for row in await self._connection.execute(said) if row.conversation.room == room]

    async def became(self, room: RoomKey, message: str, entry: EntryId) -> None:
        """Note that an answer became a lesson; harmless when it was no answer or is summed up."""
        for number in await self._in_room(room, message):
            await self._connection.execute(update(_ANSWER).where(_ANSWER.c.id == number).values(entry=entry))

    async def by_others(self, posted: Posted, own: Collection[AccountKey]) -> int:
        """Return how many answers came until now that are not from these accounts."""
        theirs = select(func.count()).where(*_of(posted), _ANSWER.c.author.not_in(own))
        return (await self._connection.scalars(theirs)).one()

    async def gathered(self, posted: Posted) -> Gathered:
        """Return what came of one posting until now."""
        (gathered,) = await self._gathered([posted])
        return gathered

    async def answered(self, postings: Collection[Posted]) -> Collection[Posted]:
        """Return those of the postings to which an answer came until now."""
        found: set[Posted] = set()
        for batch in batches(sorted({each.prompt for each in postings})):
            theirs = select(_ANSWER.c.prompt, _ANSWER.c.planned).where(_ANSWER.c.prompt.in_(batch)).distinct()
            found |= {Posted(*row) for row in await self._connection.execute(theirs)}
        return found.intersection(postings)

    async def conversation(self, posted: Posted) -> ConversationKey | None:
        """Return where the answers to a posting stand; None when there are none, or they are summed up."""
        here = select(_ANSWER.c.conversation).where(*_of(posted), _ANSWER.c.conversation.is_not(None))
        return (await self._connection.scalars(here.limit(1))).first()

    async def close(self, posted: Posted) -> None:
        """Forget who answered and in which messages; the numbers stay."""
        nobody = {"author": None, "conversation": None, "message": None}
        await self._connection.execute(update(_ANSWER).where(*_of(posted)).values(nobody))

    async def over_time(self, prompt: PromptId, most: int) -> Sequence[Gathered]:
        """Return what came of the newest postings of a prompt, the newest first, also where nothing came."""
        said = _OCCURRENCE.c.outcome.in_(SAID)
        newest = select(_OCCURRENCE.c.planned).where(_OCCURRENCE.c.prompt == prompt, said)
        ordered = newest.order_by(_OCCURRENCE.c.planned.desc()).limit(most)
        moments = (await self._connection.scalars(ordered)).all()
        return await self._gathered([Posted(prompt, planned) for planned in moments])

    async def _gathered(self, postings: Sequence[Posted]) -> list[Gathered]:
        """Return what came of each of these postings of one prompt, in their order."""
        numbers = {each.prompt for each in postings}
        here = (_ANSWER.c.prompt.in_(numbers), _ANSWER.c.planned.in_([each.planned for each in postings]))
        found: dict[Posted, list[Row[Any]]] = {each: [] for each in postings}
        for row in await self._connection.execute(select(_ANSWER).where(*here)):
            found[Posted(row.prompt, row.planned)].append(row)
        return [_counted(posted, rows) for posted, rows in found.items()]


def _counted(posted: Posted, rows: Sequence[Row[Any]]) -> Gathered:
    people = {row.author for row in rows}
    known = None if None in people else len(people)
    return Gathered(posted, len(rows), known, tuple(sorted({row.entry for row in rows if row.entry})))


def _of(posted: Posted) -> tuple[ColumnElement[bool], ...]:
    return _ANSWER.c.prompt == posted.prompt, _ANSWER.c.planned == posted.planned
