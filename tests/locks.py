"""Waiting until a transaction on PostgreSQL waits for a lock of another one."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from storage.database.engine import open_engines

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND wait_event LIKE :lock AND datname = current_database()"
)


async def somebody_waits(url: str, lock: str = "%") -> None:
    """Return when a transaction waits for a lock of this kind (`advisory`, `transactionid` …), or of any."""
    engines = open_engines(url)
    async with asyncio.timeout(30):
        waiting = 0
        while not waiting:
            async with engines.writing.connect() as connection:
                waiting = (await connection.scalars(_WAITING, {"lock": lock})).one()
    await engines.close()
