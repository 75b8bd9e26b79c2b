"""What the repositories share: upserts on both databases, fencing by claim, and the lock of the feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Executable, Insert, Table, Update, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import ClaimLostError

T = TypeVar("T")
S = TypeVar("S", bound=Executable)

BRIEF = "brief"
"""The option of a statement that takes SQLite less time than a trip to the thread that it has."""

_FEED_LOCK = 0x566F6F72  # any constant will do, as long as no other program on this database uses it
_SCHEMA_LOCK = _FEED_LOCK + 1
_BEGINNING_LOCK = _FEED_LOCK + 2
_POSTING_LOCK = _FEED_LOCK + 3
_AT_ONCE = 1000  # databases take some 32,000 parameters in one statement


def on_postgresql(connection: AsyncConnection) -> bool:
    """Say whether this is PostgreSQL, where other transactions write at the same time."""
    return connection.dialect.name == "postgresql"


def brief(statement: S) -> S:
    """Return the statement as one that finds or makes a few rows by their keys: SQLite runs it at once."""
    return statement.execution_options(**{BRIEF: True})


async def insert_or_ignore(connection: AsyncConnection, table: Table, **values: object) -> bool:
    """Insert a row; False when one with the same key is there."""
    statement = _ignoring(table, connection.dialect.name)
    return (await connection.execute(statement, values)).rowcount > 0


async def insert_or_update(
    connection: AsyncConnection, table: Table, key: dict[str, object], **values: object
) -> None:
    """Insert a row, or give the one with this key these values."""
    statement = _updating(table, connection.dialect.name, tuple(key), tuple(values))
    await connection.execute(statement, {**key, **values})


@cache
def _ignoring(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return brief(upsert(table, dialect).on_conflict_do_nothing())


@cache
def _updating(
    table: Table, dialect: str, key: tuple[str, ...], names: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    statement = upsert(table, dialect)
    new = {name: statement.excluded[name] for name in names}
    return brief(statement.on_conflict_do_update(index_elements=list(key), set_=new))


def upsert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that can say what to do when the row is there already."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


async def insert_all(connection: AsyncConnection, statement: Insert, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, when there are any."""
    if rows:
        await connection.execute(statement, rows)


async def fenced(
    connection: AsyncConnection, statement: Update, values: Mapping[str, object] | None = None
) -> None:
    """Change a row that the claim in values or statement holds; raise ClaimLostError when it holds none."""
    if (await connection.execute(statement, values)).rowcount == 0:
        raise ClaimLostError


async def hold_feed(connection: AsyncConnection) -> None:
    """Let nobody else append a revision until this transaction ends, so that numbers are in commit order.

    Whoever changes rows that are in the feed takes this lock before any other of those rows: always the same
    lock first means that no two transactions wait for each other. SQLite has one writer anyway.
    """
    if on_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(_FEED_LOCK)))


async def count_as_given_out(connection: AsyncConnection, column: Column[int]) -> None:
    """See to it that the database gives out no number that a row has, when one was put in by hand.

    SQLite looks at its rows by itself.
    """
    if on_postgresql(connection):
        sequence = func.pg_get_serial_sequence(column.table.name, column.name)
        highest = select(func.max(column)).scalar_subquery()
        await connection.execute(
            select(func.setval(sequence, func.greatest(func.nextval(sequence), highest)))
        )


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into pieces that fit in one statement."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


async def hold_schema(connection: AsyncConnection) -> None:
    """Let nobody else change the schema until this transaction ends. SQLite has one writer anyway."""
    if on_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


async def hold_beginnings(connection: AsyncConnection) -> None:
    """Let nobody else begin a protected dialogue until this transaction ends.

    One lock for everybody: one of an account would show whose it is to who can see locks.
    """
    if on_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(_BEGINNING_LOCK)))


async def hold_posting(connection: AsyncConnection) -> None:
    """Let nobody else post prompts until this transaction ends.

    Who posts holds its due rows before this and no lock of the feed after it, so that nobody waits in a ring.
    """
    if on_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(_POSTING_LOCK)))
