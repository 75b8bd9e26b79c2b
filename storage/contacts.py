"""How pioneers can be reached, and who would like to reach them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import EntryId, PersonId
from bot.ports.contact import Answer, ContactRequest, RequestId
from storage import tables
from storage.sql import insert_or_update

_REACH: Final = tables.reach
_REQUEST: Final = tables.contact_request


class SqlContacts:
    """Implements `bot.ports.contact.Contacts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def reach(self, pioneer: EntryId) -> str:
        """Return what a pioneer wants to be shown of how to reach them; empty when they said nothing."""
        query = select(_REACH.c.words).where(_REACH.c.entry == pioneer)
        return (await self._connection.scalars(query)).one_or_none() or ""

    async def save_reach(self, pioneer: EntryId, words: str) -> None:
        """Remember it, instead of what was there; empty forgets it."""
        if words.strip():
            await insert_or_update(self._connection, _REACH, {"entry": pioneer}, words=words)
        else:
            await self._connection.execute(delete(_REACH).where(_REACH.c.entry == pioneer))

    async def add(self, request: ContactRequest) -> ContactRequest:
        """Store a request under a new number (the id given is ignored) and return it with that number."""
        statement = insert(_REQUEST).values(_values(request)).returning(_REQUEST.c.id)
        number: RequestId = (await self._connection.scalars(statement)).one()
        return replace(request, id=number)

    async def save(self, request: ContactRequest) -> None:
        """Replace a stored request."""
        this = update(_REQUEST).where(_REQUEST.c.id == request.id)
        await self._connection.execute(this.values(_values(request)))

    async def get(self, number: RequestId) -> ContactRequest | None:
        """Return a request."""
        row = (await self._connection.execute(select(_REQUEST).where(_REQUEST.c.id == number))).one_or_none()
        return None if row is None else request_of(row)

    async def open(self, asker: PersonId, pioneer: EntryId) -> ContactRequest | None:
        """Return the request of this person to this pioneer that is not over, refused by now or not."""
        going_on = _REQUEST.c.answer.in_((Answer.WAITING, Answer.DECLINED))
        query = select(_REQUEST).where(_REQUEST.c.asker == asker, _REQUEST.c.pioneer == pioneer, going_on)
        row = (await self._connection.execute(query.order_by(_REQUEST.c.id).limit(1))).one_or_none()
        return None if row is None else request_of(row)

    async def since(self, pioneer: EntryId, moment: datetime) -> int:
        """Return how many requests to this pioneer were made after a moment."""
        query = select(func.count()).where(_REQUEST.c.pioneer == pioneer, _REQUEST.c.asked_at > moment)
        return (await self._connection.scalars(query)).one()


def request_of(row: Row[Any]) -> ContactRequest:
    """Read a row of the table."""
    return ContactRequest(
        id=row.id,
        pioneer=row.pioneer,
        asker=row.asker,
        account=row.account,
        about=row.about,
        language=row.language,
        asked_at=row.asked_at,
        answer=row.answer,
    )


def _values(request: ContactRequest) -> dict[str, object]:
    return {
        "pioneer": request.pioneer,
        "asker": request.asker,
        "account": request.account,
        "about": request.about,
        "language": request.language,
        "asked_at": request.asked_at,
        "answer": request.answer,
    }
