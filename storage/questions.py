"""What people asked, and which entries were found for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import ConversationKey
from bot.domain.model import PersonId
from bot.domain.people import Question, QuestionId
from bot.domain.question import Filters
from storage import tables
from storage.payloads import FILTERS
from storage.sql import brief, insert_all

_QUESTION: Final = tables.question
_FOUND: Final = tables.question_entry
_NEWEST: Final = (_QUESTION.c.asked_at.desc(), _QUESTION.c.id.desc())
_ADDED: Final = brief(insert(_QUESTION).returning(_QUESTION.c.id))
_WAITING: Final = select(_QUESTION).where(_QUESTION.c.open.is_(True), _QUESTION.c.text.is_not(None))
_OLDEST: Final = (_QUESTION.c.asked_at, _QUESTION.c.id)
_WORDS: Final = (
    select(_QUESTION.c.id, _QUESTION.c.text, _QUESTION.c.cause, _QUESTION.c.filters)
    .where(_QUESTION.c.open.is_(True), _QUESTION.c.text.is_not(None))
    .order_by(*_OLDEST)
    .limit(bindparam("most"))
)
_NARROWED: Final = _WORDS.where(_QUESTION.c.filters.is_not(None))
_NOT_NARROWED: Final = _WORDS.where(_QUESTION.c.filters.is_(None))
_FOUND_FOR: Final = brief(insert(_FOUND))
_BECAUSE_OF: Final = brief(
    select(_QUESTION).where(_QUESTION.c.cause == bindparam("cause")).order_by(*_NEWEST).limit(1)
)


_EARLIER: Final = _QUESTION.alias("earlier")
_AFTER_ANOTHER: Final = and_(
    _EARLIER.c.follows == _QUESTION.c.follows,
    _EARLIER.c.conversation == _QUESTION.c.conversation,
    _EARLIER.c.asker != _QUESTION.c.asker,
    _EARLIER.c.id < _QUESTION.c.id,
)


def with_follow_ups(whose: Callable[[FromClause], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Say which questions these are or may repeat their words: their follow-ups.

    What others ask in a thread after a follow-up has the same first question, and may have its words.
    """
    first = select(_EARLIER.c.id).where(whose(_EARLIER))
    after = exists().where(whose(_EARLIER), _AFTER_ANOTHER)
    return or_(whose(_QUESTION), _QUESTION.c.follows.in_(first), after)


class SqlQuestions:
    """Implements `bot.ports.knowledge.Questions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, question: Question) -> Question:
        """Store a question under a new number (the id given is ignored) and return it with that number."""
        number: QuestionId = (await self._connection.scalars(_ADDED, _values(question))).one()
        added = replace(question, id=number)
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
        await insert_all(self._connection, _FOUND_FOR, rows)

    async def get(self, number: QuestionId) -> Question | None:
        """Return a question."""
        return await self._first(select(_QUESTION).where(_QUESTION.c.id == number))

    async def because_of(self, cause: str) -> Question | None:
        """Return the question that was asked in this message (`Origin.cause`)."""
        return await self._first(_BECAUSE_OF, cause=cause)

    async def delete(self, number: QuestionId) -> None:
        """Forget a question and its follow-ups, because its message was deleted."""
        gone = with_follow_ups(lambda question: question.c.id == number)
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
        return await self._latest(_QUESTION.c.asker == asker, conversation, since, before)

    async def latest_openly(
        self, conversation: ConversationKey, since: datetime, before: QuestionId | None = None
    ) -> Question | None:
        """Return what anybody asked last in this conversation, as `latest`, whose answer all could read."""
        return await self._latest(_QUESTION.c.alone.is_(False), conversation, since, before)

    async def _latest(
        self,
        whose: ColumnElement[bool],
        conversation: ConversationKey,
        since: datetime,
        before: QuestionId | None,
    ) -> Question | None:
        earlier = () if before is None else (_QUESTION.c.id < before,)
        here = (whose, _QUESTION.c.conversation == conversation)
        query = select(_QUESTION).where(*here, _QUESTION.c.asked_at >= since, *earlier)
        return await self._first(query.order_by(*_NEWEST).limit(1))

    async def waiting(self, limit: int) -> tuple[Question, ...]:
        """Return questions that nobody answered yet, the oldest first, without what was found."""
        return await self._waiting(_WAITING, limit)

    async def waiting_openly(self, limit: int) -> tuple[Question, ...]:
        """Return those of `waiting` whose answer not the asker alone read."""
        return await self._waiting(_WAITING.where(_QUESTION.c.alone.is_(False)), limit)

    async def waiting_of(self, asker: PersonId, limit: int) -> tuple[Question, ...]:
        """Return the questions of a person that nobody answered yet, as `waiting` does."""
        return await self._waiting(_WAITING.where(_QUESTION.c.asker == asker), limit)

    async def _waiting(self, query: Select[Any], limit: int) -> tuple[Question, ...]:
        oldest = query.order_by(*_OLDEST).limit(limit)
        return tuple(_question(row) for row in await self._connection.execute(oldest))

    async def waiting_words(
        self, filters: Filters, cause: str, limit: int
    ) -> tuple[tuple[QuestionId, str], ...]:
        """Return the words of what waits within these filters, the oldest first."""
        narrow = filters.narrow
        query = _NARROWED if narrow else _NOT_NARROWED
        rows = await self._connection.execute(query, {"most": limit})
        return tuple(
            [
                (number, words)
                for number, words, because, within in rows
                if because != cause and (not narrow or _filters(within) == filters)
            ]
        )

    async def same_as(self, asked: Question) -> tuple[Question, ...]:
        """Return this question and those that are the same, by number, without what was found."""
        first = asked.alike or asked.id
        same = or_(_QUESTION.c.id == first, _QUESTION.c.alike == first)
        rows = await self._connection.execute(select(_QUESTION).where(same).order_by(_QUESTION.c.id))
        return tuple(_question(row) for row in rows)

    async def open_of(self, asker: PersonId) -> int:
        """Return how many questions of a person have no answer yet."""
        query = select(func.count()).where(_QUESTION.c.asker == asker, _QUESTION.c.open.is_(True))
        return (await self._connection.scalars(query)).one()

    async def told(self, limit: int) -> tuple[Question, ...]:
        """Return the last questions that have their text, the newest first, without what was found."""
        query = select(_QUESTION).where(_QUESTION.c.text.is_not(None), _QUESTION.c.follows.is_(None))
        rows = await self._connection.execute(query.order_by(*_NEWEST).limit(limit))
        return tuple(_question(row) for row in rows)

    async def _first(self, query: Select[Any], **values: object) -> Question | None:
        row = (await self._connection.execute(query, values)).one_or_none()
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
        alone=row.alone,
        alike=row.alike,
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
        "alone": question.alone,
        "alike": question.alike,
    }
