"""Group commit on SQLite: who waits shares a transaction, and is undone or made durable as if alone."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoreUnavailableError
from storage.database.group_commit import MOST
from storage.store import SqlStore, SqlTransaction
from tests.contract.examples import NOW, SLACK, message

Work = Callable[[SqlTransaction], Coroutine[object, object, None]]


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """Open a store over SQLite."""
    store = SqlStore(sqlite_url)
    yield store
    await store.close()


def receiving(name: str) -> Work:
    async def receive(tx: SqlTransaction) -> None:
        assert await tx.inbox.receive(message(name), NOW)

    return receive


async def together(store: SqlStore, *works: Work) -> list[BaseException | None]:
    """Do all of it in transactions of which the others wait for the first; return what each raised."""
    missing, complete = len(works), asyncio.Event()

    async def do(work: Work) -> None:
        nonlocal missing
        missing -= 1
        if not missing:
            complete.set()
        async with store.begin() as tx:
            await complete.wait()  # until the others are in line
            await work(tx)

    return [await settled(task) for task in [asyncio.create_task(do(work)) for work in works]]


async def settled(task: asyncio.Task[None]) -> BaseException | None:
    await asyncio.wait([task])
    return asyncio.CancelledError() if task.cancelled() else task.exception()


def log_of(url: str) -> int:
    """Return how large SQLite's write-ahead log is."""
    return os.path.getsize(f"{make_url(url).database}-wal")  # noqa: PTH202 - quick


async def stored(url: str) -> int:
    """Count what another process finds in the inbox."""
    store = SqlStore(url)
    async with store.read() as tx:
        found = await tx.inbox.open(SLACK)
    await store.close()
    return found


def commits(store: SqlStore) -> list[object]:
    """Return a list that has one more of something after each commit."""
    seen: list[object] = []
    event.listen(store._engines.writing.sync_engine, "commit", seen.append)  # noqa: SLF001 - who else counts
    return seen


def connection_of(tx: SqlTransaction) -> AsyncConnection:
    """Return what a transaction writes with, to do to it what nobody else would."""
    return tx._connection  # noqa: SLF001 - idem


async def test_who_waits_is_made_durable_with_who_went_before(store: SqlStore, sqlite_url: str) -> None:
    """Transactions that wait for one another are one on the disk, and so many of them at most."""
    seen = commits(store)
    assert await together(store, *[receiving(f"e{number}") for number in range(MOST + 1)]) == [None] * (
        MOST + 1
    )
    assert len(seen) == 2
    assert await stored(sqlite_url) == MOST + 1


async def test_who_fails_is_undone_alone(store: SqlStore, sqlite_url: str) -> None:
    """An error in one, wherever it stands among them, undoes what that one wrote and nothing else."""

    async def failing(tx: SqlTransaction) -> None:
        await receiving("failing")(tx)
        raise LookupError

    for number, place in enumerate((0, 1, 3)):
        works = [receiving(f"e{number}.{each}") for each in range(3)]
        works.insert(place, failing)
        raised = await together(store, *works)
        assert [type(each) for each in raised].index(LookupError) == place
        assert [each for each in raised if not isinstance(each, LookupError)] == [None] * 3
        assert await stored(sqlite_url) == 3 * (number + 1)


async def test_who_is_cancelled_is_undone_alone(store: SqlStore, sqlite_url: str) -> None:
    """Who gives up leaves the others as they are."""

    async def giving_up(tx: SqlTransaction) -> None:
        await receiving("cancelled")(tx)
        raise asyncio.CancelledError

    raised = await together(store, receiving("a"), giving_up, receiving("b"))
    assert [type(each) for each in raised] == [type(None), asyncio.CancelledError, type(None)]
    assert await stored(sqlite_url) == 2


async def test_who_is_cut_off_is_undone_alone(store: SqlStore, sqlite_url: str) -> None:
    """Who is cancelled within a statement that takes long leaves the others as they are, too."""

    async def cut_off(tx: SqlTransaction) -> None:
        await receiving("cancelled")(tx)
        task = asyncio.current_task()
        assert task
        asyncio.get_running_loop().call_soon(task.cancel)
        await connection_of(tx).execute(text("SELECT 1"))

    raised = await together(store, receiving("a"), cut_off, receiving("b"))
    assert [type(each) for each in raised] == [type(None), asyncio.CancelledError, type(None)]
    assert await stored(sqlite_url) == 2


async def test_nobody_is_told_that_it_is_durable_when_it_is_not(store: SqlStore, sqlite_url: str) -> None:
    """When the commit fails, everybody who was in it hears so, nothing is left, and others go on."""

    async def spoiling(tx: SqlTransaction) -> None:
        await connection_of(tx).execute(text("PRAGMA defer_foreign_keys = ON"))
        await connection_of(tx).execute(text("INSERT INTO sent_entry (sent, entry) VALUES (1, 'L1')"))

    raised = await together(store, receiving("a"), spoiling, receiving("b"))
    assert all(raised)
    assert await stored(sqlite_url) == 0
    assert await together(store, receiving("c"), receiving("d")) == [None, None]
    assert await stored(sqlite_url) == 2


@pytest.mark.parametrize("spare", range(0, 12, 3))
async def test_a_full_disk_loses_nothing_that_was_promised(
    store: SqlStore, sqlite_url: str, spare: int
) -> None:
    """Wherever the disk is full, what is there afterwards is what its writer was told is there."""

    async def limiting(tx: SqlTransaction) -> None:
        pages = await connection_of(tx).scalar(text("PRAGMA page_count"))
        await connection_of(tx).execute(text(f"PRAGMA max_page_count = {pages + spare}"))

    def large(name: str) -> Work:
        async def receive(tx: SqlTransaction) -> None:
            assert await tx.inbox.receive(message(name, text="x" * 6000), NOW)

        return receive

    raised = await together(store, limiting, *[large(f"e{number}") for number in range(8)])
    lost = [each for each in raised if each is not None]
    assert lost
    assert all(isinstance(each, StoreUnavailableError) for each in lost)
    assert await stored(sqlite_url) == raised[1:].count(None)


async def test_what_is_forgotten_is_not_in_the_log(store: SqlStore, sqlite_url: str) -> None:
    """Who had something removed hears that it is done when it is in no file any more."""

    async def forgetting(tx: SqlTransaction) -> None:
        tx.forgot = True

    assert await together(store, receiving("a"), forgetting, receiving("b")) == [None] * 3
    assert log_of(sqlite_url) == 0


async def test_what_a_reader_keeps_in_the_log_goes_later(store: SqlStore, sqlite_url: str) -> None:
    """What was removed while another program reads leaves the log with what is written after that."""
    await together(store, receiving("a"))
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM inbox").fetchall()

    async def forgetting(tx: SqlTransaction) -> None:
        await receiving("b")(tx)
        tx.forgot = True

    assert await together(store, forgetting) == [None]
    assert log_of(sqlite_url) > 0
    assert await together(store, receiving("c")) == [None]
    assert log_of(sqlite_url) > 0
    other.execute("ROLLBACK")
    other.close()
    assert await together(store, receiving("d")) == [None]
    assert log_of(sqlite_url) == 0


async def test_whoever_waits_for_another_program_holds_up_nothing_else(
    store: SqlStore, sqlite_url: str
) -> None:
    """While another program writes, what is to be written waits, and what is read does not."""
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(together(store, receiving("a"), receiving("b")))
    assert await stored(sqlite_url) == 0
    other.execute("ROLLBACK")
    other.close()
    assert await writing == [None, None]
