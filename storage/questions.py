"""What people asked, and which entries were found for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import ConversationKey
from bot.domain.model import PersonId
from bot.domain.people import Question, QuestionId
from bot.domain.question import Filters
from storage import tables
from storage.payloads import FILTERS
from storage.sql import insert_all

_QUESTION: Final = tables.question
_FOUND: Final = tables.question_entry
_NEWEST: Final = (_QUESTION.c.asked_at.desc(), _QUESTION.c.id.desc())


class SqlQuestions:
    """Implements `bot.ports.knowledge.Questions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, question: Question) -> Question:
        """Store a question under a new number (the id given is ignored) and return it with that number."""
        statement = insert(_QUESTION).values(_values(question)).returning(_QUESTION.c.id)
        added = replace(question, id=(await self._connection.scalars(statement)).one())
        await self._write_found(added)
        return added

    async def save(self, question: Question) -> None:
        """Replace a stored question."""
        statement = update(_QUESTION).where(_QUESTION.c.id == question.id).values(_values(question))
        await self._connection.execute(statement)
        await self._connection.execute(delete(_FOUND).where(_FOUND.c.question == question.id))
        await self._write_found(question)

    async def _write_found(self, question: Question) -> None:
        rows = [
            {"question": question.id, "position": position, "entry": entry}
            for position, entry in enumerate(question.found)
        ]
        await insert_all(self._connection, insert(_FOUND), rows)

    async def get(self, number: QuestionId) -> Question | None:
        """Return a question."""
        return await self._first(_QUESTION.c.id == number)

    async def because_of(self, cause: str) -> Question | None:
        """Return the question that was asked in this message (`Origin.cause`)."""
        return await self._first(_QUESTION.c.cause == cause)

    async def delete(self, number: QuestionId) -> None:
        """Forget a question and its follow-ups, because its message was deleted."""
        gone = or_(_QUESTION.c.id == number, _QUESTION.c.follows == number)
        await self._connection.execute(delete(_QUESTION).where(gone))

    async def latest(
        self,
        asker: PersonId,
        conversation: ConversationKey,
        since: datetime,
        before: QuestionId | None = None,
    ) -> Question | None:
        """Return what this person asked last in this conversation, when it is not older than `since`.

        With `before`, only questions with a lower number than this one count.
        """
        earlier = () if before is None else (_QUESTION.c.id < before,)
        return await self._first(
            _QUESTION.c.asker == asker,
            _QUESTION.c.conversation == conversation,
            _QUESTION.c.asked_at >= since,
            *earlier,
        )

    async def told(self, limit: int) -> tuple[Question, ...]:
        """Return the last questions that have their text, the newest first, without what was found."""
        query = select(_QUESTION).where(_QUESTION.c.text.is_not(None), _QUESTION.c.follows.is_(None))
        rows = await self._connection.execute(query.order_by(*_NEWEST).limit(limit))
        return tuple(_question(row) for row in rows)

    async def _first(self, *conditions: ColumnElement[bool]) -> Question | None:
        query = select(_QUESTION).where(*conditions).order_by(*_NEWEST).limit(1)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        found = select(_FOUND.c.entry).where(_FOUND.c.question == row.id).order_by(_FOUND.c.position)
        return replace(_question(row), found=tuple((await self._connection.scalars(found)).all()))


def _question(row: Row[tuple[object, ...]]) -> Question:
    return Question(
        id=row.id,
        asker=row.asker,
        conversation=row.conversation,
        text=row.text,
        language=row.language,
        asked_at=row.asked_at,
        shown=row.shown,
        open=row.open,
        cause=row.cause,
        filters=_filters(row.filters),
        follows=row.follows,
    )


def _filters(stored: str | None) -> Filters:
    """Read the filters; those of a newer program are left out, which costs a follow-up and no answer."""
    return next(iter(FILTERS.read_all([stored] if stored else [])), None) or Filters()


def _values(question: Question) -> dict[str, object]:
    return {
        "asker": question.asker,
        "conversation": question.conversation,
        "text": question.text,
        "language": question.language,
        "asked_at": question.asked_at,
        "shown": question.shown,
        "open": question.open,
        "cause": question.cause,
        "filters": FILTERS.write(question.filters) if question.filters.narrow else None,
        "follows": question.follows,
    }
