"""Group commit: writing transactions on SQLite that wait for one another are made durable together.

To make a transaction durable takes longer than most of what is written in one. PostgreSQL does the same by
itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoreUnavailableError
from storage.database.engine import Engines, database_errors, transaction
from storage.database.turns import Turns
from storage.sql import BRIEF

MOST = 16
"""How many are made durable together: who went first waits for who goes last."""


class Settle(Protocol):
    """Does what is left to do once a transaction is durable, or is not."""

    def __call__(self, *, durable: bool) -> None:
        """Do it."""


class Group:
    """A transaction of the database that several of ours are in, one after another.

    They write with `connection`. `forgot`: something was removed that must not be found back anywhere.
    """

    def __init__(self, connection: AsyncConnection, opened: AsyncExitStack) -> None:
        self.connection = connection
        self.forgot = False
        self.ended: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()
        self._opened = opened
        self._members = 0
        self._broken: BaseException | None = None

    @property
    def full(self) -> bool:
        """Whether nobody may come in any more."""
        return self._broken is not None or self._members >= MOST

    @asynccontextmanager
    async def member(self) -> AsyncIterator[None]:
        """Be in it during the block: when that fails, what was written in it is undone, and nothing else."""
        first = self._members == 0
        try:
            if not first:
                await self._say("SAVEPOINT member")
            yield
            if not first:
                await self._say("RELEASE member")
        except BaseException as error:
            if first:
                self._broken = error
            else:
                await self._undo()
            raise
        self._members += 1

    async def _undo(self) -> None:
        """Undo what the last member wrote; where that cannot be, none of it is made durable."""
        self._broken = StoreUnavailableError("what was written together had to be undone")
        with suppress(SQLAlchemyError):
            await self._say("ROLLBACK TO member")
            await self._say("RELEASE member")
            self._broken = None

    async def _say(self, statement: str) -> None:
        await self.connection.exec_driver_sql(statement, execution_options={BRIEF: True})

    async def end(self, once_durable: Callable[[Group], Awaitable[None]]) -> None:
        """Make all of it durable, or none of it when it is broken; do what comes then, and tell so."""
        error = self._broken
        try:
            await self._opened.__aexit__(type(error) if error else None, error, None)
            await once_durable(self)
        except BaseException as raised:  # noqa: BLE001 - each that is in it gets it
            error = raised
        finally:
            self.ended.set_result(error)


class GroupCommit:
    """Lets one after another write through one connection."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._turns = Turns(self._ending)
        self._group: Group | None = None
        self._log_holds = False

    @asynccontextmanager
    async def transaction(self, settle: Settle, *, urgent: bool = False) -> AsyncIterator[Group]:
        """Write during the block; at its end that is durable, or undone when an error leaves the block.

        What is urgent begins before others that wait. Raise StoreUnavailableError when it cannot be made
        durable. Who gives up after the block is not undone any more, so `settle` is told what became of it.
        """
        group: Group | None = None
        written = False
        try:
            async with self._turns.one(urgent=urgent):
                group = self._group = self._group or await self._opened()
                with database_errors():
                    async with group.member():
                        yield group
                written = True
        finally:
            if group is not None and written:
                group.ended.add_done_callback(lambda ended: settle(durable=ended.result() is None))
            else:
                settle(durable=False)
            error = None if group is None else await asyncio.shield(group.ended)
        if error:
            raise error

    async def _opened(self) -> Group:
        opened = AsyncExitStack()
        return Group(await opened.enter_async_context(transaction(self._engines.writing)), opened)

    def _ending(self, awaited: bool) -> Coroutine[object, object, None] | None:  # noqa: FBT001 - see Turns
        group = self._group
        if group is None or (awaited and not group.full):
            return None
        self._group = None
        return group.end(self._see_to_log)

    async def _see_to_log(self, group: Group) -> None:
        """Empty the log when something was removed; what a reader kept in it goes after a later group."""
        if group.forgot or self._log_holds:
            self._log_holds = not await self._engines.drop_log(patient=group.forgot)
