"""A database that cannot do its work for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from storage.database.engine import open_engines


@asynccontextmanager
async def inbox_away(database_url: str) -> AsyncIterator[None]:
    """Take the inbox away during the block."""
    async with table_away(database_url, "inbox"):
        yield


@asynccontextmanager
async def table_away(database_url: str, table: str) -> AsyncIterator[None]:
    """Take a table away during the block."""
    await _execute(database_url, f"ALTER TABLE {table} RENAME TO away")
    try:
        yield
    finally:
        await _execute(database_url, f"ALTER TABLE away RENAME TO {table}")


async def _execute(database_url: str, statement: str) -> None:
    engines = open_engines(database_url)
    async with engines.writing.begin() as connection:
        await connection.execute(text(statement))
    await engines.close()
