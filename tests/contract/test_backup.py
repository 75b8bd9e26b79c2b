"""Backups: made and put back on both kinds of database, from either to either, whole or not at all."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from bot.domain.model import Kind
from bot.ports.store import Transaction
from storage.copies.archive import DATABASE, SETTINGS, BackupError
from storage.copies.backup import make_backup
from storage.copies.restoring import opened, restore
from storage.database.engine import open_engines
from storage.merging import Closed
from storage.store import SqlStore
from tests.conftest import DATABASES
from tests.contract.everything import SETTINGS_TEXT, backup, fill, inside, put_back, rows, send, source
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    FULL_LESSON,
    MINUTE,
    NOW,
    claim,
    lesson,
    message,
    post,
)
from tests.contract.examples import DAY as ONE_DAY


@pytest.fixture
async def filled(store: SqlStore, database_url: str) -> str:
    """Return the URL of a database with something in every table."""
    await fill(store, database_url)
    empty = {name for name, there in (await rows(database_url)).items() if not there}
    assert empty == set()
    return database_url


async def test_a_backup_is_one_private_file_with_everything(filled: str, tmp_path: Path) -> None:
    """The zip is for its owner only and holds manifest, settings, and a database with every row."""
    file = tmp_path / "made.zip"
    manifest = await make_backup(source(filled), file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert inside(tmp_path) == [file]
    assert (manifest.program, manifest.made) == ("1.2.3", NOW)
    with ZipFile(file) as archive:
        assert archive.namelist() == ["manifest.json", SETTINGS, DATABASE]
        assert archive.read(SETTINGS).decode() == SETTINGS_TEXT
        archive.extract(DATABASE, tmp_path)
    there = await rows(f"sqlite:///{tmp_path / DATABASE}")
    assert there == await rows(filled)
    assert {name: len(each) for name, each in there.items()} == manifest.rows


@pytest.mark.parametrize("kind", DATABASES)
async def test_a_backup_of_either_kind_moves_to_either_kind(
    filled: str, kind: str, empty_database: Callable[[str], str], tmp_path: Path
) -> None:
    """A bot that moves goes on as if nothing happened: every row is there, only nobody holds one any more."""
    target = await asyncio.to_thread(empty_database, kind)
    closed = await put_back(await backup(filled, tmp_path), target, moved=True)
    await let_go(filled)
    before = dict(await rows(filled))
    assert before.pop("link_code")
    assert before.pop("handed_in")
    assert dict(await rows(target)) == before | {"link_code": [], "handed_in": []}
    assert closed == Closed()


async def let_go(url: str) -> None:
    """Take away every claim and every lease."""
    engines = open_engines(url)
    async with engines.writing.begin() as connection:
        for table in ("inbox", "outbox", "due"):
            await connection.execute(
                text(f"UPDATE {table} SET claim = NULL, free_at = NULL WHERE claim IS NOT NULL")  # noqa: S608 - ours
            )
        await connection.execute(text("UPDATE lease SET holder = NULL, until = NULL"))
    await engines.close()


async def test_a_restore_takes_no_lease_away(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    """Whoever serves a platform alone goes on with it; of a backup put elsewhere nobody holds anything."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        now = await tx.leases.take("matrix", "now", NOW + ONE_DAY, NOW + ONE_DAY + MINUTE)
    assert now
    await put_back(file, database_url, replace=True)
    async with store.begin() as tx:
        await tx.leases.check(now)
        assert await tx.leases.take("matrix", "other", NOW + ONE_DAY, NOW + ONE_DAY + MINUTE) is None


async def test_what_waited_in_a_backup_is_given_up(
    filled: str, empty_database: Callable[[str], str], tmp_path: Path
) -> None:
    """It may have been said since: it is counted and closed without its words, and a form begun is paused."""
    target = await asyncio.to_thread(empty_database, "sqlite")
    assert await put_back(await backup(filled, tmp_path), target) == Closed(messages=1, answers=1)
    store = SqlStore(target)
    async with store.begin() as tx:
        assert await tx.inbox.claim(claim("x"), NOW + ONE_DAY, 9) == ()
        assert await tx.outbox.claim(claim("x"), NOW, ["slack"], 9) == ()
        assert not await tx.inbox.receive(message("claimed"), NOW)
        dialogue = await tx.dialogues.get(ANNA)
        assert dialogue
        assert dialogue.paused
    await store.close()


async def test_no_number_is_given_out_twice(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    """What was made after the backup is gone, but its numbers stay taken."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        taken = await tx.entries.next_id(Kind.LESSON)
        await tx.entries.save(lesson(taken.number), BY_THE_PROGRAM)
        theme = await tx.entries.save_theme({"nl": "Water"}, BY_THE_PROGRAM)
        last = await tx.revisions.last()
    await put_back(file, database_url, replace=True)
    async with store.begin() as tx:
        assert taken not in await tx.entries.get([taken])
        assert (await tx.entries.next_id(Kind.LESSON)).number > taken.number
        assert (await tx.entries.save_theme({"nl": "Bodem"}, BY_THE_PROGRAM)).id > theme.id
        assert await tx.revisions.last() > last


@pytest.mark.parametrize("kind", DATABASES)
async def test_numbers_go_on_in_another_database(
    store: SqlStore, database_url: str, kind: str, empty_database: Callable[[str], str], tmp_path: Path
) -> None:
    """A number whose row is gone already is not given out again where the backup is put back."""
    await fill(store, database_url)
    async with store.begin() as tx:
        asked = await tx.questions.latest(2, message("e").origin.conversation, NOW)
        assert asked
        gone = await tx.questions.add(asked)
        await tx.questions.delete(gone.id)
    target = await asyncio.to_thread(empty_database, kind)
    await put_back(await backup(database_url, tmp_path), target)
    other = SqlStore(target)
    async with other.begin() as tx:
        assert (await tx.questions.add(asked)).id > gone.id
    await other.close()


async def test_what_is_on_its_way_survives_a_restore(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """Messages and answers of after the backup are still there, in the hands of who works on them."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        await tx.inbox.receive(message("later"), NOW)
        (claimed,) = await tx.inbox.claim(claim("inbox2"), NOW + 2 * ONE_DAY, 1)
        await tx.inbox.finish(claimed, NOW)
        (later,) = await tx.inbox.claim(claim("worker", NOW + 9 * ONE_DAY), NOW, 1)
        (waiting,) = await tx.outbox.claim(claim("sender", NOW + 9 * ONE_DAY), NOW + ONE_DAY, ["slack"], 1)
    await put_back(file, database_url, replace=True)
    async with store.begin() as tx:
        assert not await tx.inbox.receive(message("later"), NOW)
        assert not await tx.inbox.receive(message("done"), NOW)
        await tx.inbox.finish(later, NOW)
        await tx.outbox.part_sent(waiting, "m9", NOW)
        await tx.outbox.finish(waiting, NOW)
        assert await tx.inbox.claim(claim("x"), NOW + 9 * ONE_DAY, 9) == ()
        assert await tx.outbox.claim(claim("x"), NOW + 9 * ONE_DAY, ["slack"], 9) == ()


async def test_who_waits_for_an_answer_stays_somebody(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """A newcomer whose message waits is a member after the restore, not a stranger."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(), BY_THE_PROGRAM)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1"), NOW)
    await put_back(file, database_url, replace=True)
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) is not None


async def test_what_was_said_is_known_after_a_restore(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """Which messages show which entry is still known: of the backup, and of after it."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        (waiting,) = await tx.outbox.claim(claim("b"), NOW + ONE_DAY, ["slack"], 1)
        await tx.outbox.finish(waiting, NOW)
        await send(tx, "m2", FULL_LESSON.id)
    before = await rows(database_url)
    for _ in range(2):
        await put_back(file, database_url, replace=True)
    after = await rows(database_url)
    assert len(before["sent_entry"]) == 2
    assert [after[name] for name in ("sent", "sent_entry")] == [before[n] for n in ("sent", "sent_entry")]


async def test_the_mailbox_of_another_database_is_added(
    filled: str, fresh_database: Callable[[str], str], tmp_path: Path
) -> None:
    """Over a bot that was started afresh, what both have said and heard is kept, under numbers of its own."""
    file = await backup(filled, tmp_path)
    target = await asyncio.to_thread(fresh_database, "sqlite")
    store = SqlStore(target)
    async with store.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        await tx.inbox.receive(message("own"), NOW)
        await send(tx, "own", lesson(1).id)
    await put_back(file, target, replace=True)
    async with store.begin() as tx:
        (own,) = await tx.inbox.claim(claim("x"), NOW, 9)
        assert own.event == message("own")
        assert not await tx.inbox.receive(message("done"), NOW)
        assert (await tx.entries.get([lesson(1).id, FULL_LESSON.id])).keys() == {FULL_LESSON.id}
    there = await rows(target)
    assert sorted(str(row[6]) for row in there["sent"]) == ["m1", "own"]
    assert len(there["sent_entry"]) == 1
    await store.close()


async def test_a_database_with_something_in_it_is_not_replaced_unasked(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """It says how much would go and how to do it all the same; nothing has changed."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    before = await rows(database_url)
    with pytest.raises(BackupError, match=r"entries: 3, people: 3, questions: 1.* --replace"):
        await put_back(file, database_url)
    assert await rows(database_url) == before


async def test_a_restore_that_fails_changes_nothing(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """Everything is back or nothing is, whatever happens at the very end."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        await tx.entries.save(lesson(99), BY_THE_PROGRAM)
    before = await rows(database_url)

    async def fail(tx: Transaction, closed: Closed) -> None:
        del tx, closed
        raise RuntimeError

    async with opened(file) as found:
        with pytest.raises(RuntimeError):
            await restore(found, database_url, NOW, fail, replace=True, moved=False)
    assert await rows(database_url) == before


async def test_an_entry_may_be_replaced(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    """A changed text is what it was, once."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        (there,) = (await tx.entries.get([FULL_LESSON.id])).values()
        await tx.entries.save(replace(there, organisation="Anders"), BY_THE_PROGRAM)
        await tx.outbox.add(post("wacht ook"), None, NOW, NOW + ONE_DAY)
    await put_back(file, database_url, replace=True)
    async with store.read() as tx:
        assert (await tx.entries.get([FULL_LESSON.id]))[FULL_LESSON.id] == there
