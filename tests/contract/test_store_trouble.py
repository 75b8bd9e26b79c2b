"""What the store promises in trouble: a killed process, a database that is gone, a very long history."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, Select, make_url, text

from bot.domain.errors import StoreUnavailableError
from bot.domain.keys import ConversationKey
from bot.messages.incoming import Message
from storage.claiming import moments
from storage.database.engine import Engines, database_url, open_engines
from storage.inbox import QUEUE as INBOX
from storage.store import SqlStore
from storage.too_late import QUEUE as OUTBOX
from tests.contract.examples import MINUTE, NOW, ROOM, SLACK, claim, message, post

KILLED_AFTER = 20
WRITER = """
import asyncio, sys
from storage.store import SqlStore
from tests.contract.examples import NOW, message

async def main():
    store = SqlStore(sys.argv[1])
    for number in range(10_000):
        async with store.begin() as tx:
            await tx.inbox.receive(message(f"e{number}"), NOW)
        print(number, flush=True)

asyncio.run(main())
"""


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(sqlite_url: str) -> None:
    """Every event whose transaction ended before the kill is there, and the database is whole."""
    root = Path(__file__).parents[2]
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, sqlite_url, cwd=root, stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout
    acknowledged = [await writer.stdout.readline() for _ in range(KILLED_AFTER)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += (await writer.stdout.read()).splitlines(keepends=True)
    await writer.wait()
    last = int(acknowledged[-1])
    store = SqlStore(sqlite_url)
    async with store.begin() as tx:
        assert [await tx.inbox.receive(message(f"e{n}"), NOW) for n in range(last + 1)] == [False] * (
            last + 1
        )
    await store.close()
    with sqlite3.connect(str(make_url(sqlite_url).database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


async def test_sqlite_writes_safely(sqlite_url: str) -> None:
    """Every connection keeps foreign keys, waits for locks, reaches the disk and wipes what is removed."""
    engines = open_engines(sqlite_url)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for engine, reads in ((engines.writing, 0), (engines.reading, 1)):
        async with engine.connect() as connection:
            for pragma, value in (wanted | {"query_only": reads}).items():
                assert await connection.scalar(text(f"PRAGMA {pragma}")) == value
            assert (await connection.scalar(text("PRAGMA busy_timeout"))) >= 5000
    await engines.close()


async def test_a_lock_of_another_process_is_waited_for(sqlite_url: str) -> None:
    """A writer of another program comes first, and then we go on."""
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = SqlStore(sqlite_url)
    started = asyncio.Event()

    async def receive() -> bool:
        started.set()
        async with store.begin() as tx:
            return await tx.inbox.receive(message("e1"), NOW)

    receiving = asyncio.create_task(receive())
    await started.wait()
    async with store.read() as tx:
        assert await tx.inbox.open(SLACK) == 0
    other.execute("ROLLBACK")
    assert await receiving
    await store.close()
    other.close()


async def test_a_lock_that_stays_is_an_unavailable_store(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work stays where it is, and is done when the lock is gone."""
    monkeypatch.setattr("storage.database.sqlite.WAIT", 0)
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = SqlStore(sqlite_url)
    with pytest.raises(StoreUnavailableError, match="most likely an import or a restore"):
        async with store.begin() as tx:
            await tx.inbox.receive(message("e1"), NOW)
    other.execute("ROLLBACK")
    async with store.begin() as tx:
        assert await tx.inbox.receive(message("e1"), NOW)
    await store.close()
    other.close()


async def test_a_lost_connection_is_an_unavailable_store(postgresql_url: str) -> None:
    """The transaction is rolled back, whatever it was doing, and the next one gets a new connection."""
    store, other = SqlStore(postgresql_url), open_engines(postgresql_url)

    async def receive(*events: Message) -> None:
        async with store.begin() as tx:
            for event in events:
                assert await tx.inbox.receive(event, NOW)
                await disconnect_all_others(other)

    with pytest.raises(StoreUnavailableError):
        await receive(message("e1"), message("e2"))
    with pytest.raises(StoreUnavailableError):
        await receive(message("e1"))
    async with store.begin() as tx:
        assert await tx.inbox.receive(message("e1"), NOW)
    await store.close()
    await other.close()


async def disconnect_all_others(engines: Engines) -> None:
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    async with engines.writing.connect() as connection:
        await connection.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
        )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@/nothing?host=/does-not-exist",
        "postgresql://nobody@127.0.0.1:1/nothing",
        "sqlite:////does-not-exist/voorloper.db",
    ],
)
async def test_a_database_that_is_not_there_is_an_unavailable_store(url: str) -> None:
    """Reading and writing say the same, and closing is harmless."""
    store = SqlStore(url)
    with pytest.raises(StoreUnavailableError):
        async with store.begin() as tx:
            await tx.inbox.open(SLACK)
    with pytest.raises(StoreUnavailableError):
        async with store.read() as tx:
            await tx.inbox.open(SLACK)
    await store.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sqlite")]


async def test_a_database_name_that_does_not_exist_is_an_unavailable_store(postgresql_url: str) -> None:
    """The server answers, but has no such database."""
    gone = make_url(postgresql_url).set(database="nothing").render_as_string(hide_password=False)
    store = SqlStore(gone)
    with pytest.raises(StoreUnavailableError):
        async with store.read() as tx:
            await tx.inbox.open(SLACK)
    await store.close()


@pytest.mark.parametrize("mode", ["disable", "prefer", "require", "verify-full"])
@pytest.mark.parametrize("key", ["ssl", "sslmode"])
async def test_how_a_connection_is_encrypted_is_written_as_elsewhere(mode: str, key: str) -> None:
    """`sslmode` is what PostgreSQL's own programs call it; without a server there it is a sentence."""
    url = f"postgresql://nobody@127.0.0.1:1/nothing?{key}={mode}"
    assert dict(database_url(url).query) == {"ssl": mode}
    store = SqlStore(url)
    with pytest.raises(StoreUnavailableError):
        async with store.read() as tx:
            await tx.inbox.open(SLACK)
    await store.close()


async def test_an_encrypted_connection_can_be_asked_for(postgresql_url: str) -> None:
    """What the address says of it reaches PostgreSQL's driver and does not break it."""
    store = SqlStore(f"{postgresql_url}&sslmode=prefer")
    async with store.read() as tx:
        assert await tx.inbox.open(SLACK) == 0
    await store.close()


NUMBERS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000)"
HANDLED = f"""
INSERT INTO inbox (key, place, state, received_at, attempts, closed_at)
{NUMBERS} SELECT 'k' || n, 'p', 'done', CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP FROM n
"""  # noqa: S608 - a constant
SENT = f"""
INSERT INTO outbox (token, kind, platform, place, room, conversation, state, payload, added_at, not_after,
                    attempts, closed_at)
{NUMBERS} SELECT 't' || n, 'post', 'slack', 'p', 'r', 'c' || n, 'sent', '', CURRENT_TIMESTAMP,
                 CURRENT_TIMESTAMP, 1, CURRENT_TIMESTAMP FROM n
"""  # noqa: S608 - a constant


async def test_a_long_history_costs_nothing(store: SqlStore, database_url: str) -> None:
    """Claiming looks only at what is open, however many rows were handled or sent before."""
    engines = open_engines(database_url)
    async with engines.writing.begin() as connection:
        await connection.execute(text(HANDLED))
        await connection.execute(text(SENT))
    async with store.begin() as tx:
        for number in range(20):
            await tx.inbox.receive(message(f"e{number}", ConversationKey(ROOM, str(number))), NOW)
            await tx.outbox.add(post("hoi"), None, NOW, NOW + MINUTE)
    async with engines.writing.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite is never told how many rows there are
            await connection.execute(text("ANALYZE"))
        for queue in (INBOX, OUTBOX):
            looks = await connection.run_sync(explain, queue.free_heads().params(**moments(NOW), most=5))
            assert looks
            assert all(re.search(rf"\bix_{queue.table.name}_", look) for look in looks)
    async with store.begin() as tx:
        assert len(await tx.inbox.claim(claim("a"), NOW, 5)) == 5
        assert len(await tx.outbox.claim(claim("a"), NOW, ["slack"], 5)) == 1
    await engines.close()


def explain(connection: Connection, query: Select[int]) -> list[str]:
    """Return how the database would look at the rows, one line for each time that it does."""
    sql = query.compile(connection, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    lines = [str(row[-1]) for row in connection.execute(text(f"{how} {sql}"))]
    return [
        line for line in lines if re.search(r"\b(Index Scan|Index Only Scan|Seq Scan|SCAN|SEARCH)\b", line)
    ]
