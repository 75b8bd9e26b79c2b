"""How to reach the database: its settings, and what its errors mean to us.

SQLite has one connection that writes and several that read. On PostgreSQL both kinds share a pool.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import StoreUnavailableError, VoorloperError
from bot.domain.paths import is_path
from storage.database import sqlite
from storage.database.sqlite import SqliteEngine

_DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg"}
URL_FORM: Final = "write sqlite:///file or postgresql://user:password@host/name"
"""What an address of a database looks like."""

_ENCRYPTED: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_OPTIONS: Final = {"host", "port", "user", "password", "ssl"}
"""What may stand behind the ? of an address of PostgreSQL."""

_LOG_PAGES = 4000
"""Pages of 4 KiB in SQLite's log from which they go to the tables, which takes whoever commits then tens of
milliseconds. The more there are the less often, and what was written several times goes there once."""

_IN_THE_WAY: Final = 1.0
"""Seconds that emptying the log waits for readers: whoever had something removed waits as long."""

_GONE: Final = ("08", "25P03", "40", "53", "57", "58")
"""SQLSTATEs of PostgreSQL after which the same work may be tried again: connection lost, idle too long,
deadlock, out of resources, shut down, broken disk."""

_SQLITE_SAYS: Final = {
    sqlite3.SQLITE_FULL: "The disk with the database is full. Make room there; nothing that came in is lost.",
    sqlite3.SQLITE_READONLY: (
        "The database cannot be written. Give the user that runs Voorloper the right to write its file "
        "and the folder around it."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The file of the database cannot be opened. See that it is there, and that the user that runs "
        "Voorloper may write it and the folder around it. A backup is put back with: voorloper restore"
    ),
    sqlite3.SQLITE_NOTADB: "The file of the database is no database. Put another one there, or a backup.",
    sqlite3.SQLITE_CORRUPT: "The database is damaged. Move its file away and put a backup back.",
    sqlite3.SQLITE_IOERR: "The disk with the database cannot be read or written. See whether it is full.",
    sqlite3.SQLITE_BUSY: (
        "The database is held by another program for too long, most likely an import or a restore that runs. "
        "Wait for its end, or end it."
    ),
}
"""What SQLite means, by its code, and what to do. The work may be tried again after each of them."""


class RefusedError(VoorloperError):
    """The database refused a value: a mistake of ours. Names the rule, never the value."""


@dataclass(frozen=True)
class Engines:
    """The engine for writing transactions and the one for reading transactions."""

    writing: AsyncEngine
    reading: AsyncEngine

    @property
    def one_writer(self) -> bool:
        """Whether one transaction at a time may write, as on SQLite."""
        return self.writing.dialect.name == "sqlite"

    async def drop_log(self, *, patient: bool = True) -> bool:
        """Empty SQLite's write-ahead log, which still holds what was removed from the tables.

        Return whether it is: a reader may be in the way, for too long or, if not `patient`, at all; or a
        disk fail.
        """
        if not self.one_writer:
            return True
        with suppress(SQLAlchemyError, sqlite3.Error, StoreUnavailableError):
            async with self.writing.connect() as connection:
                return await connection.run_sync(_truncate_log, _IN_THE_WAY if patient else 0.0)
        return False

    async def close(self) -> None:
        """Close every connection."""
        try:
            await self.reading.dispose()
        finally:
            await self.writing.dispose()


def _truncate_log(connection: Connection, wait: float) -> bool:
    cursor = connection.connection.cursor()  # SQLAlchemy would begin a transaction, in which this cannot be
    cursor.execute(f"PRAGMA busy_timeout = {round(wait * 1000)}")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (busy, *_) = cursor.fetchone() or (True,)
    cursor.execute(f"PRAGMA busy_timeout = {round(sqlite.WAIT * 1000)}")
    cursor.close()
    return not busy


def database_url(text: str) -> URL:
    """Read `sqlite:///file` or `postgresql://…`, with or without the name of the driver.

    `?sslmode=require`, as other programs write it, is `?ssl=require`. Raise ValueError for another database,
    for SQLite without a file or with one that cannot be, and for an option that there is not.
    """
    url = make_url(text)
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise ValueError(f"{backend} is not supported; {URL_FORM}")
    if backend == "sqlite":
        if url.query or url.database in {None, "", ":memory:"} or not is_path(str(url.database)):
            raise ValueError(f"SQLite needs a file; {URL_FORM}")
        return url.set(drivername=_DRIVERS[backend])
    options = dict(url.query)
    if "sslmode" in options:
        options["ssl"] = options.pop("sslmode")
    if not options.keys() <= _OPTIONS or options.get("ssl", "prefer") not in _ENCRYPTED:
        raise ValueError(f"this option is not supported; {URL_FORM}")
    return url.set(drivername=_DRIVERS[backend], query=options)


def open_engines(text: str) -> Engines:
    """Prepare the engines; nothing is connected yet."""
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        return Engines(_sqlite(url, 1), _sqlite(url, 8, reading=True))
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=sqlite.WAIT,
    )
    return Engines(
        engine.execution_options(isolation_level="READ COMMITTED"),
        engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
    )


def open_for_migration(text: str) -> AsyncEngine:
    """Prepare the engine that changes the schema.

    SQLite changes a table by making a new one and dropping the old; with foreign keys on, that would take the
    rows of other tables along.
    """
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, 1, foreign_keys=False, make=True)
    return create_async_engine(url, hide_parameters=True)


def _identity(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one that gets its name."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sqlite(
    url: URL, size: int, *, reading: bool = False, foreign_keys: bool = True, make: bool = False
) -> SqliteEngine:
    file = Path(url.database or "").absolute()
    engine = SqliteEngine(file, size, make=make, reading=reading)

    @event.listens_for(engine.sync_engine, "checkout")
    def look_again(connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: object) -> None:
        del connection, proxy
        if entry.info.get("file") != _identity(file):
            raise DisconnectionError  # what is written now would be in a file that has no name any more

    @event.listens_for(engine.sync_engine, "commit")
    def look_once_more(connection: Connection) -> None:
        if not reading and connection.connection.info["file"] != _identity(file):
            raise StoreUnavailableError("the file of the database was moved or replaced while it was written")

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = _identity(file)
        cursor = connection.cursor()
        for pragma in (
            "synchronous = FULL",
            f"wal_autocheckpoint = {_LOG_PAGES}",
            f"foreign_keys = {int(foreign_keys)}",
            "secure_delete = ON",
            f"query_only = {int(reading)}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction: all of it is committed at the end of the block, or none of it.

    Raise StoreUnavailableError when there is no connection to be had, or when it is lost.
    """
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(engine.connect())
        except (
            DBAPIError,
            PoolTimeoutError,
            OSError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
        ) as error:
            raise StoreUnavailableError(_no_connection(error)) from None
        with database_errors():
            async with connection.begin():
                yield connection


def _no_connection(error: Exception) -> str:
    driver = _driver(error) if isinstance(error, DBAPIError) else error
    return (
        _in_words(driver) if isinstance(driver, sqlite3.Error) else f"no connection: {type(driver).__name__}"
    )


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the database raises into errors of ours, which never hold what was being stored."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(error) from None


def _ours(error: DBAPIError) -> VoorloperError:
    """Choose the error: the work may be tried again, or the value is wrong.

    Only SQLite's own words are passed on, for they name rules and never values.
    """
    driver = _driver(error)
    state: str | None = getattr(driver, "sqlstate", None)
    name = type(driver).__name__
    said = str(driver) if isinstance(driver, sqlite3.Error) else state
    if isinstance(driver, sqlite3.Error) and _code(driver) in _SQLITE_SAYS:
        return StoreUnavailableError(_in_words(driver))
    if isinstance(driver, asyncpg.DataError):
        return RefusedError(name)
    stale = isinstance(driver, asyncpg.InvalidCachedStatementError)  # the schema changed under us
    gone = isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated
    if stale or gone or (state is not None and state.startswith(_GONE)):
        return StoreUnavailableError(f"{name}: {said}")
    return RefusedError(f"{name}: {getattr(driver, 'constraint_name', None) or said}")


def _code(error: sqlite3.Error) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF  # without what only SQLite's makers need


def _in_words(error: sqlite3.Error) -> str:
    return _SQLITE_SAYS.get(_code(error) or 0, f"{type(error).__name__}: {error}")


def _driver(error: DBAPIError) -> object:
    """Return what the driver itself raised."""
    return getattr(error.orig, "driver_exception", error.orig)
