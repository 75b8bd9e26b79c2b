"""SQLite through SQLAlchemy, without a trip to a thread for what takes SQLite less time than the trip.

At the small statements of a conversation the trip costs more than SQLite itself. So what is said to be brief
is run where it is asked for: in a transaction it waits for no other process, and not for the disk until the
commit. Who only reads waits for nobody, thanks to the write-ahead log. Everything else runs in a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from sqlalchemy import URL, Connection, CursorResult, Executable, QueuePool, create_engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

from bot.domain.errors import StoreUnavailableError
from storage.sql import BRIEF

T = TypeVar("T")

WAIT = 60.0
"""Seconds for a lock of another process or for a free connection."""

_LOOK_AGAIN = 0.01
"""Seconds between two tries to write where another process writes, or to give a file its log."""


class SqliteEngine(AsyncEngine):
    """A file of SQLite, with so many connections to it. `reading`: nothing is ever written through them."""

    _connection_cls: type[AsyncConnection]

    def __init__(self, file: Path, size: int, *, make: bool = False, reading: bool = False) -> None:
        address = f"{file.as_uri()}?mode={'rwc' if make else 'rw'}"
        made = create_engine(
            URL.create("sqlite", database=str(file)),
            creator=lambda: _open(address),
            hide_parameters=True,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=0,  # for whom there is none waits at `free`; here all would wait
        )
        self.sync_engine = self._assign_proxied(made)
        self.reading = reading
        self.free = asyncio.Semaphore(size)
        self._threads = ThreadPoolExecutor(size, "sqlite")

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Do it in a thread. Who gives up waiting does so when it is done: it has the connection so long.

        Raise StoreUnavailableError once the engine is disposed of.
        """
        try:
            doing = asyncio.get_running_loop().run_in_executor(self._threads, work)
        except RuntimeError:  # the threads are gone
            raise StoreUnavailableError("the database is closed") from None
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            while not doing.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([doing])
            doing.exception()  # nobody else hears it
            raise

    async def dispose(self, close: bool = True) -> None:  # noqa: FBT001, FBT002 - as SQLAlchemy has it
        """Close all connections."""
        try:
            await self.in_thread(partial(self.sync_engine.dispose, close=close))
        finally:
            self._threads.shutdown()


class SqliteConnection(AsyncConnection):
    """A connection that does what is brief at once, and everything else in a thread."""

    engine: SqliteEngine

    @property
    def sync(self) -> Connection:
        """The connection of SQLAlchemy's that does the work."""
        return self._proxied

    async def start(self, is_ctxmanager: bool = False) -> Self:  # noqa: FBT001, FBT002 - idem
        """Have a connection; only one that is there already is had without a thread."""
        del is_ctxmanager
        engine = self.engine
        async with asyncio.timeout(WAIT if engine.free.locked() else None):
            await engine.free.acquire()
        try:
            try:
                self._connect()
            except _NotHereError:
                await engine.in_thread(self._connect)
        except BaseException:
            if self.sync_connection:  # it came after who asked for it gave up
                self.sync_connection.close()
            engine.free.release()
            raise
        return self

    def _connect(self) -> None:
        self.sync_connection = self.engine.sync_engine.connect()

    async def __aexit__(self, *_: object) -> None:
        """Give the connection back."""
        await self.close()

    async def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        try:
            self.sync.close()
        finally:
            self.engine.free.release()

    def begin(self) -> SqliteTransaction:
        """Return a transaction, that begins when it is entered."""
        return SqliteTransaction(self)

    async def begun(self) -> None:
        """Begin to read, or to write as soon as no other process does."""
        if self.engine.reading:
            self.sync.exec_driver_sql("BEGIN")
            return
        until = monotonic() + WAIT
        while not self._may_write(last_try=monotonic() >= until):  # noqa: ASYNC110 - nobody gives a sign
            await asyncio.sleep(_LOOK_AGAIN)

    def _may_write(self, *, last_try: bool) -> bool:
        driver = cast("sqlite3.Connection", self.sync.connection.driver_connection)
        driver.execute("PRAGMA busy_timeout = 0")  # SQLite itself would wait, and everything else with it
        try:
            self.sync.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if last_try or not _is_busy(error.orig):
                raise
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout = {round(WAIT * 1000)}")
        return True

    async def ended(self, end: Callable[[], None]) -> None:
        """End a transaction, which after writing waits for the disk."""
        if self.engine.reading:
            end()
        else:
            await self.engine.in_thread(end)

    async def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401 - as SQLAlchemy has it
        *,
        execution_options: Any = None,  # noqa: ANN401 - idem
    ) -> CursorResult[Any]:
        """Run a statement wholly."""
        work = partial(self.sync.execute, statement, parameters, execution_options=execution_options)
        return work() if BRIEF in statement.get_execution_options() else await self.engine.in_thread(work)

    async def exec_driver_sql(
        self,
        statement: str,
        parameters: Any = None,  # noqa: ANN401 - idem
        execution_options: Mapping[str, Any] | None = None,
    ) -> CursorResult[Any]:
        """Run a statement in SQLite's own words wholly."""
        work = partial(self.sync.exec_driver_sql, statement, parameters, execution_options)
        return work() if BRIEF in (execution_options or ()) else await self.engine.in_thread(work)

    async def run_sync(self, fn: Callable[..., T], *given: Any, **named: Any) -> T:  # noqa: ANN401 - idem
        """Do something with the connection in a thread."""
        return await self.engine.in_thread(partial(fn, self.sync, *given, **named))


class SqliteTransaction(AsyncTransaction):
    """A transaction that is committed at the end of the block, or undone when an error leaves it."""

    connection: SqliteConnection

    async def start(self, is_ctxmanager: bool = False) -> Self:  # noqa: FBT001, FBT002 - idem
        """Begin it."""
        del is_ctxmanager
        await self.connection.begun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """End it."""
        sync = self.connection.sync
        if kind is None:
            try:
                await self.connection.ended(sync.commit)
            except SQLAlchemyError:
                await self._undone(sync)
                raise
        else:
            await self._undone(sync)

    async def _undone(self, sync: Connection) -> None:
        """Undo it, also where SQLAlchemy thinks that it has ended: a commit that failed leaves it open."""

        def undo() -> None:
            with suppress(SQLAlchemyError, sqlite3.Error):  # then it is not there any more
                sync.rollback()
                sync.connection.rollback()

        await self.connection.ended(undo)


SqliteEngine._connection_cls = SqliteConnection  # noqa: SLF001 - where SQLAlchemy looks


class _Cursor(sqlite3.Cursor):
    """Runs a statement wholly where it is run, and keeps the rows."""

    _rows: deque[Any]

    def execute(self, statement: str, values: Any = (), /) -> Self:  # noqa: ANN401 - as sqlite3 has it
        super().execute(statement, values)
        return self._kept()

    def executemany(self, statement: str, values: Any, /) -> Self:  # noqa: ANN401 - idem
        super().executemany(statement, values)
        return self._kept()

    def _kept(self) -> Self:
        self._rows = deque(super().fetchall() if self.description else ())
        return self

    def fetchone(self) -> Any:  # noqa: ANN401 - idem
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size or 1, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows, self._rows = [*self._rows], deque()
        return rows


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:  # noqa: ANN401 - idem
        return super().cursor(factory)


class _NotHereError(Exception):
    """A file has to be opened, which may wait for another process: that is done in a thread."""


def _open(address: str) -> sqlite3.Connection:
    with suppress(RuntimeError):  # no event loop runs here
        asyncio.get_running_loop()
        raise _NotHereError
    opened = sqlite3.connect(
        address, uri=True, check_same_thread=False, timeout=WAIT, isolation_level=None, factory=_Connection
    )
    until = monotonic() + WAIT
    while not _has_log(opened, last_try=monotonic() >= until):
        sleep(_LOOK_AGAIN)
    return opened


def _has_log(opened: sqlite3.Connection, *, last_try: bool) -> bool:
    """Let the file have a write-ahead log.

    SQLite does not wait for who writes to a file that has none yet: it says at once that it is busy.
    """
    try:
        opened.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last_try or not _is_busy(error):
            opened.close()
            raise
        return False
    return True


def _is_busy(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
