"""SQLite in trouble: who gives up halfway, a file that is replaced, a disk that fails at the worst moment."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import make_url

from bot.domain.errors import StoreUnavailableError
from bot.ports.people import Dialogue
from storage.database.engine import open_engines
from storage.database.sqlite import SqliteEngine
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, NOW, SLACK, message


@pytest.fixture
async def store(sqlite_url: str, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """Open a store over SQLite, with a folder for keys."""
    store = SqlStore(sqlite_url, KeyFolder(tmp_path / "keys"))
    yield store
    await store.close()


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """Return where the database is."""
    return Path(str(make_url(sqlite_url).database))


async def receive(store: SqlStore, name: str) -> None:
    async with store.begin() as tx:
        assert await tx.inbox.receive(message(name), NOW)


async def count(store: SqlStore) -> int:
    async with store.read() as tx:
        return await tx.inbox.open(SLACK)


def put_in_place(other: Path, file: Path) -> None:
    """Put another file in the place of the database, as who puts a copy back by hand."""
    other.replace(file)
    for log in ("-wal", "-shm"):
        Path(f"{file}{log}").unlink(missing_ok=True)


async def test_who_gives_up_while_a_connection_is_made_keeps_none(store: SqlStore) -> None:
    """It is given back at once, also when somebody still has what became of the work."""
    for work, engine in ((receive(store, "a"), "writing"), (count(store), "reading")):
        started = asyncio.ensure_future(work)
        await asyncio.sleep(0)  # until it waits for the connection
        started.cancel()
        await asyncio.wait([started])
        assert started.cancelled()
        pool = getattr(store._engines, engine).sync_engine.pool  # noqa: SLF001 - who else counts
        assert (pool.checkedin(), pool.checkedout()) == (1, 0)


async def test_who_closes_and_gives_up_leaves_no_thread(sqlite_url: str) -> None:
    """The threads are gone, also of the engine that was not yet closed."""
    store = SqlStore(sqlite_url)
    await receive(store, "a")
    assert await count(store) == 1
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)  # until it has begun
    closing.cancel()
    await asyncio.wait([closing])
    assert closing.cancelled()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sqlite")]


async def test_nobody_waits_for_a_connection_where_all_would_wait(store: SqlStore) -> None:
    """Should there be none, as while the store closes, then that is said at once."""
    engine = store._engines.writing  # noqa: SLF001 - to take what nobody else would
    assert isinstance(engine, SqliteEngine)
    taken = await engine.in_thread(engine.sync_engine.connect)
    begun = monotonic()
    with pytest.raises(StoreUnavailableError):
        await receive(store, "a")
    assert monotonic() - begun < 10
    taken.close()
    await receive(store, "a")


async def test_a_new_file_is_opened_without_holding_up_anything(
    store: SqlStore, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program writes to the file that came in the place of the database, and has no log yet."""
    await receive(store, "a")
    shutil.copy(file, copy := file.with_suffix(".new"))
    other = sqlite3.connect(copy, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    put_in_place(copy, file)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("storage.database.sqlite.WAIT", 5)
    started = asyncio.Event()

    async def write() -> None:
        started.set()
        await receive(store, "b")

    writing = asyncio.create_task(write())
    await started.wait()
    other.execute("ROLLBACK")  # never, if nothing else could be done in the meantime
    other.close()
    await writing
    assert await count(store) == 1


async def test_what_went_to_a_file_that_is_not_there_any_more_is_not_durable(
    store: SqlStore, file: Path
) -> None:
    """Whoever writes while the file is replaced hears so, and the next one writes to the new file."""
    shutil.copy(file, copy := file.with_suffix(".new"))

    async def write() -> None:
        async with store.begin() as tx:
            assert await tx.inbox.receive(message("a"), NOW)
            put_in_place(copy, file)

    with pytest.raises(StoreUnavailableError, match="replaced"):
        await write()
    assert await count(store) == 0
    await receive(store, "a")
    assert await count(store) == 1


async def test_a_log_that_cannot_be_emptied_takes_nothing_back(store: SqlStore, file: Path) -> None:
    """What was written is durable before that, so its writer hears of nothing else."""
    await receive(store, "a")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = 1 << 16  # between that of the log and that of the tables
    try:
        async with store.begin() as tx:
            assert await tx.inbox.receive(message("b"), NOW)
            tx.forgot = True
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, limit[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert 0 < os.path.getsize(f"{file}-wal") < size < file.stat().st_size  # noqa: ASYNC240, PTH202 - quick
    assert await count(store) == 2


async def test_keys_follow_what_became_of_the_transaction(store: SqlStore, tmp_path: Path) -> None:
    """Who gives up once all is written is not undone: what was made is kept, what was discarded goes."""
    folder = KeyFolder(tmp_path / "keys")
    async with store.begin() as tx:
        old = await tx.protected.begin(Dialogue(ANNA, "protected", (), 0, NOW), NOW)
    assert old
    in_line, made, others = asyncio.Event(), asyncio.Event(), asyncio.Event()
    new: str | None = None

    async def write() -> None:
        nonlocal new
        async with store.begin() as tx:
            await in_line.wait()
            await tx.protected.end(old)
            await tx.protected.sweep(NOW)
            new = await tx.protected.begin(Dialogue(BEN, "protected", (), 0, NOW), NOW)

    async def go_on() -> None:
        in_line.set()
        async with store.begin():
            made.set()
            await others.wait()

    writing, going_on = asyncio.create_task(write()), asyncio.create_task(go_on())
    await made.wait()
    writing.cancel()
    await asyncio.wait([writing])
    assert writing.cancelled()
    others.set()
    await going_on
    assert [key.handle for key in folder.all(NOW)] == [new]
    async with store.read() as tx:
        assert await tx.protected.of(BEN, NOW)
        assert await tx.protected.of(ANNA, NOW) is None


async def test_who_comes_after_the_end(sqlite_url: str) -> None:
    """Who writes or reads once the store is closed hears that it cannot be reached."""
    store = SqlStore(sqlite_url)
    await receive(store, "in time")
    await store.close()
    with pytest.raises(StoreUnavailableError):
        await receive(store, "late")
    with pytest.raises(StoreUnavailableError):
        async with store.read() as tx:
            await tx.inbox.waiting(message("late").origin.conversation)


async def test_the_log_cannot_be_emptied_after_the_end(sqlite_url: str) -> None:
    """What was made durable before is not said to be lost because of its log."""
    engines = open_engines(sqlite_url)
    await engines.close()
    assert not await engines.drop_log()
