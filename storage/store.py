"""`SqlStore`: transactions over everything that is remembered, on SQLite or PostgreSQL.

What is remembered and how is in the repositories, one per subject.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports.condition import Overview
from bot.ports.knowledge import Entries, Questions, Revisions
from bot.ports.mailbox import Inbox, Outbox
from bot.ports.people import Dialogues, People, Rooms
from bot.ports.store import Due, Retention
from storage.dialogues import SqlDialogues
from storage.due import SqlDue
from storage.engine import open_engines, transaction
from storage.inbox import SqlInbox
from storage.knowledge import SqlEntries
from storage.outbox import SqlOutbox
from storage.overview import overview
from storage.payloads import Damage
from storage.people import SqlPeople
from storage.questions import SqlQuestions
from storage.retention import forget
from storage.revisions import SqlRevisions
from storage.rooms import SqlRooms
from storage.sql import hold_feed


class SqlTransaction:
    """Everything that is remembered, over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._damage = Damage()
        self.forgot = False
        """Whether anything was removed that must not be found back anywhere."""

    @property
    def inbox(self) -> Inbox:
        """Events that came in."""
        return SqlInbox(self._connection, self._damage)

    @property
    def outbox(self) -> Outbox:
        """What the bot says."""
        return SqlOutbox(self._connection, self._damage)

    @property
    def entries(self) -> Entries:
        """Lessons, projects and pioneers."""
        return SqlEntries(self._connection)

    @property
    def questions(self) -> Questions:
        """What people asked."""
        return SqlQuestions(self._connection)

    @property
    def revisions(self) -> Revisions:
        """The feed of changes."""
        return SqlRevisions(self._connection)

    @property
    def people(self) -> People:
        """Persons and accounts."""
        return SqlPeople(self._connection)

    @property
    def rooms(self) -> Rooms:
        """Places and rooms."""
        return SqlRooms(self._connection)

    @property
    def dialogues(self) -> Dialogues:
        """Open forms."""
        return SqlDialogues(self._connection)

    @property
    def due(self) -> Due:
        """Work that waits for a moment."""
        return SqlDue(self._connection)

    @property
    def damaged(self) -> int:
        """How many rows this transaction gave up because nobody can read them."""
        return self._damage.rows

    async def overview(self) -> Overview:
        """Count what stands in the database."""
        return await overview(self._connection)

    async def hold(self) -> None:
        """Let nobody else save anything that has revisions until this transaction ends."""
        await hold_feed(self._connection)

    async def forget(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Remove what is older than it may be; return how many rows of each kind were removed or blanked."""
        self.forgot = True
        return await forget(self._connection, retention, now)


class SqlStore:
    """The database behind a URL: `sqlite:///file` or `postgresql://…`.

    Its schema is there already (`storage.schema.migrate`). One store belongs to one event loop.
    """

    def __init__(self, url: str) -> None:
        self._engines = open_engines(url)
        one_writer = self._engines.writing.dialect.name == "sqlite"
        self._turn: AbstractAsyncContextManager[object] = asyncio.Lock() if one_writer else nullcontext()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlTransaction]:
        """Open a writing transaction: all of it is durable at the end of the block, or none of it.

        Raise StoreUnavailableError when the database cannot be reached.
        """
        async with self._turn:
            async with transaction(self._engines.writing) as connection:
                tx = SqlTransaction(connection)
                yield tx
            if tx.forgot:
                await self._engines.drop_log()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlTransaction]:
        """Open a reading transaction: one consistent view, nothing may be written.

        Raise StoreUnavailableError when the database cannot be reached.
        """
        async with transaction(self._engines.reading) as connection:
            yield SqlTransaction(connection)

    async def close(self) -> None:
        """Close every connection."""
        await self._engines.close()
