"""A database that cannot do its work for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def inbox_away(database_url: str) -> AsyncIterator[None]:
    """Take the inbox away during the block."""
    await _execute(database_url, "ALTER TABLE inbox RENAME TO away")
    try:
        yield
    finally:
        await _execute(database_url, "ALTER TABLE away RENAME TO inbox")


async def _execute(database_url: str, statement: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
