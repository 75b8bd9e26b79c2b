"""SQLite's connection in its thread, with at most one trip to it for each statement.

aiosqlite makes four: a cursor, the statement, its rows, the end of the cursor. At the small statements of a
conversation even one costs more than SQLite itself. So what is said to be brief is run where it is asked for:
in a transaction it waits for no other process, and not for the disk until the commit. Who only reads waits
for nobody, thanks to the write-ahead log; who is to write waits in the thread when another process writes.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, Self, cast

from aiosqlite import Connection

Rows = list[Any]
Result = tuple[Rows, object, int, int | None]

_LOOK_AGAIN: Final = 0.01
"""Seconds between two tries to give a file its log; the thread of the connection waits, not the loop."""


class QuickCursor:
    """What SQLAlchemy needs of a cursor: the statement is run wholly, and its rows are kept."""

    arraysize = 1

    def __init__(self, connection: QuickConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> Self:
        """Run a statement."""
        return await self._run(lambda cursor: cursor.execute(statement, values))

    async def executemany(self, statement: str, values: Sequence[Sequence[Any]]) -> Self:
        """Run a statement once for each row of values."""
        return await self._run(lambda cursor: cursor.executemany(statement, values))

    async def fetchall(self) -> Rows:
        """Return the rows of the statement; they are kept no longer."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: what SQLite held for the statement was let go of with its last row."""

    async def _run(self, statement: Callable[[sqlite3.Cursor], object]) -> Self:
        self._rows, self.description, self.rowcount, self.lastrowid = await self._connection.whole(statement)
        return self


class QuickConnection(Connection):
    """An aiosqlite connection whose cursors take one trip, and that makes none for nothing.

    `reading`: nothing is ever written, so that the end of a transaction waits for nothing.
    """

    reading = False

    wait = 0.0
    """Seconds for which the beginning of a transaction waits for another process."""

    _beginning = ""
    """How the transaction begins that nothing is done in yet."""

    _brief = False
    """Whether the next statement is not worth a trip."""

    _ending: asyncio.Future[None] | None = None
    """Done when the thread has ended."""

    _asked = _done = 0
    """How many trips were begun and ended; only the loop counts the first, only the thread the second."""

    async def _connect(self) -> Self:
        """Connect; when that fails, the thread is not left to tell so to a loop that may be gone by then."""
        try:
            await super()._connect()
        except BaseException:
            if self._ending is not None:
                await self._ending
            raise
        return self

    def stop(self) -> asyncio.Future[None] | None:
        """Let the thread end."""
        self._ending = super().stop()
        return self._ending

    def begin(self, statement: str) -> None:
        """Begin a transaction with the next statement."""
        self._beginning = statement

    def brief(self) -> None:
        """Run the next statement without a trip, unless it would wait for another process."""
        self._brief = True

    async def commit(self) -> None:
        """Commit the transaction, if anything was done in it."""
        if self.reading and self._idle:
            self._conn.commit()
        elif not self._beginning:
            await super().commit()
        self._beginning = ""

    async def rollback(self) -> None:
        """Roll the transaction back, if there is one; a pool asks for that each time to be sure."""
        self._beginning = ""
        if not self._idle or self._conn.in_transaction:
            await super().rollback()

    @property
    def _idle(self) -> bool:
        """Whether the thread does nothing with the connection, so that the loop may."""
        return self._asked == self._done

    def cursor(self) -> QuickCursor:  # type: ignore[override]
        """Return a cursor; nothing is done in SQLite yet."""
        return QuickCursor(self)

    async def whole(self, statement: Callable[[sqlite3.Cursor], object]) -> Result:
        """Run a statement to its end; return its rows, what they are, how many changed, and the last id."""
        beginning, self._beginning = self._beginning, ""
        brief, self._brief = self._brief, False
        if brief and self._idle and self._begun(beginning):
            return _run(self._conn, statement)
        self._asked += 1

        def run() -> Result:
            try:
                if beginning and not self._conn.in_transaction:
                    self._conn.execute(beginning)
                return _run(self._conn, statement)
            finally:
                self._done += 1

        execute = cast("Callable[[object], Awaitable[Result]]", self._execute)
        return await execute(run)

    def _begun(self, statement: str) -> bool:
        """Begin the transaction that is to begin, if any; False when that would wait for another process."""
        if not statement:
            return True
        if self.reading:
            self._conn.execute(statement)
            return True
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            self._conn.execute(statement)
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {round(1000 * self.wait)}")
        return True


def _run(connection: sqlite3.Connection, statement: Callable[[sqlite3.Cursor], object]) -> Result:
    cursor = connection.cursor()
    try:
        statement(cursor)
        rows = cursor.fetchall() if cursor.description else []
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


def _open(address: str, wait: float) -> sqlite3.Connection:
    opened = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=wait)
    until = monotonic() + wait
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


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def connect(file: Path, *, wait: float, make: bool, reading: bool = False) -> QuickConnection:
    """Return a connection to the file, that is made when it is awaited; its thread ends with the program.

    `wait`: seconds for a lock of another process. `reading`: nothing is written through it.
    `make`: when there is no file, make one. Otherwise that is an error, as it must be while the program runs.
    """
    address = f"{file.as_uri()}?mode={'rwc' if make else 'rw'}"
    connection = QuickConnection(lambda: _open(address, wait), 64)
    connection.reading, connection.wait = reading, wait
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with those that it makes itself
    return connection
