"""Putting a backup back, also while the program runs: everything in one transaction, or nothing.

What the network knows becomes what it was. What is on its way stays as it is: which messages came in, what
waits, what was said, how far each adapter has read. Of that the backup only adds what the database does not
have. So nothing that came in is lost, and nothing is answered or said again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoreUnavailableError
from bot.domain.people import Role
from bot.ports.knowledge import Change as Revised
from bot.ports.store import Transaction
from storage import tables
from storage.copies.archive import DATABASE, BackupError, Manifest, examine, unpack
from storage.copies.copying import (
    Row,
    as_is,
    copy_table,
    give_out_after,
    given_out,
    numbered,
    row_counts,
    stored,
)
from storage.copies.scratch import RESTORING, scratch
from storage.database.engine import Engines, database_url, open_engines, transaction
from storage.database.schema import SchemaState, migrate, require_current, schema_state
from storage.forgotten import forget_again, forgotten
from storage.inbox import open_events
from storage.merging import ON_ITS_WAY, Closed, Merge
from storage.people import SqlPeople
from storage.sealing import Keys
from storage.sql import hold_feed, insert_all, insert_or_update, on_postgresql
from storage.store import SqlTransaction
from storage.tables import metadata

_FORGOTTEN: Final = {"link_code", "handed_in"}
"""What is not put back: codes that are over, or were used since, and files that waited for a yes."""

_TRIES: Final = 5
"""How often it begins again when PostgreSQL ends it because it and somebody else waited for each other."""


@dataclass(frozen=True)
class Opened:
    """A backup that was taken apart, checked, and brought to the schema of this program."""

    manifest: Manifest
    folder: Path

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{self.folder / DATABASE}"


Afterwards = Callable[[Transaction, Closed], Awaitable[None]]
"""What is done in the same transaction, once everything is back."""


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Opened]:
    """Take a backup apart in a folder that is gone after the block.

    Raise BackupError when it cannot be put back; nothing of what is in it was used for anything then.
    """
    with scratch(RESTORING) as folder:
        manifest = await asyncio.to_thread(unpack, file, folder)
        schema, rows = await asyncio.to_thread(examine, folder / DATABASE)
        if (schema, rows) != (manifest.schema, manifest.rows):
            raise BackupError("The backup does not hold the rows that it says it holds. Use another one.")
        backup = Opened(manifest, folder)
        match await schema_state(backup.url):
            case SchemaState.BEHIND:
                await migrate(backup.url)
            case SchemaState.CURRENT:
                pass
            case _:
                raise BackupError(
                    f"This backup was made by a newer version of the program ({manifest.program}). "
                    "Install that version first."
                )
        yield backup


async def restore(
    backup: Opened, url: str, now: datetime, afterwards: Afterwards, *, replace: bool, moved: bool
) -> Closed:
    """Put the backup into a database that was prepared for it; return what of it will not be done any more.

    `replace`: also when there is something in it, which then goes. `moved`: nothing was done since the
    backup, so what waited in it goes on. Raise BackupError when there is something in it that may not go,
    SchemaOutdatedError when it belongs to another program, StoreUnavailableError when it cannot be reached.
    """
    await _prepare(url)
    source, target = open_engines(backup.url), open_engines(url)
    try:
        for tries in range(1, _TRIES + 1):
            try:
                closed = await _restored(source, target, now, afterwards, replace=replace, moved=moved)
            except StoreUnavailableError:
                if tries == _TRIES:
                    raise
            else:
                await target.drop_log()
                return closed
        raise AssertionError("the last try raises")
    finally:
        await source.close()
        await target.close()


async def _prepare(url: str) -> None:
    on_sqlite = database_url(url).get_backend_name() == "sqlite"
    if on_sqlite or await schema_state(url) is SchemaState.EMPTY:
        await migrate(url)
    await require_current(url)


async def _restored(
    source: Engines, target: Engines, now: datetime, afterwards: Afterwards, *, replace: bool, moved: bool
) -> Closed:
    async with transaction(source.reading) as reading, transaction(target.writing) as writing:
        await _hold_everything(writing)
        there = await row_counts(writing)
        if not replace:
            _refuse_to_replace(there)
        merge = await Merge.over(writing, now, moved=moved)
        numbers = await _numbers(writing, reading, merge)
        counters = (await writing.execute(select(tables.counter))).all()
        shows = await _shows(writing)
        gone = await forgotten(writing)
        await _empty(writing)
        await _copy(reading, writing, merge)
        await _show_again(writing, shows)
        await give_out_after(writing, numbers)
        for row in counters:
            await _count_on(writing, row.kind, row.last)
        await _introduce(writing, now)
        await _compare(reading, writing)
        merge.closed.people = await forget_again(writing, gone, now)
        await afterwards(SqlTransaction(writing, Keys()), merge.closed)
        return merge.closed


async def _hold_everything(writing: AsyncConnection) -> None:
    """Let nobody else write until the end; who reads goes on reading what was."""
    if on_postgresql(writing):
        await hold_feed(writing)
        await writing.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE"))


def _refuse_to_replace(there: Mapping[str, int]) -> None:
    entries, people, questions = there["entry"], there["person"], there["question"]
    if entries or people or questions:
        raise BackupError(
            f"The database is not empty (entries: {entries}, people: {people}, questions: {questions}). "
            "If all of that may be replaced, make a backup of it first and add --replace."
        )


async def _numbers(writing: AsyncConnection, reading: AsyncConnection, merge: Merge) -> Mapping[str, int]:
    """Return the highest number of each table that was given out here or in the backup."""
    here, there = await given_out(writing), await given_out(reading)
    return {name: max(here[name], there[name] + merge.shift.get(name, 0)) for name in numbered()}


async def _shows(writing: AsyncConnection) -> list[Row]:
    """Return which messages show which entries, for that goes with the entries."""
    rows = await writing.execute(select(stored(tables.sent_entry)))
    return [dict(row) for row in rows.mappings()]


async def _empty(writing: AsyncConnection) -> None:
    for table in reversed(metadata.sorted_tables):
        if table.name not in ON_ITS_WAY:
            await writing.execute(delete(table))
    await writing.execute(delete(tables.sent_entry))


async def _copy(reading: AsyncConnection, writing: AsyncConnection, merge: Merge) -> None:
    for table in metadata.sorted_tables:
        if table.name not in _FORGOTTEN:
            await copy_table(reading, writing, table, merge.changes.get(table.name, as_is))


async def _show_again(writing: AsyncConnection, shows: list[Row]) -> None:
    """Note again which messages show which entries, as far as the entries are there."""
    entries = set(await writing.scalars(select(stored(tables.entry).c.id)))
    kept = [row for row in shows if row["entry"] in entries]
    await insert_all(writing, stored(tables.sent_entry).insert(), kept)


async def _count_on(writing: AsyncConnection, kind: str, last: int) -> None:
    """Let no entry get an id that another one had."""
    counter = tables.counter
    known = await writing.scalar(select(counter.c.last).where(counter.c.kind == kind))
    await insert_or_update(writing, counter, {"kind": kind}, last=max(last, known or 0))


async def _introduce(writing: AsyncConnection, now: datetime) -> None:
    """Let whoever waits for an answer be somebody, also when the backup did not know them yet."""
    people = SqlPeople(writing)
    for event in await open_events(writing):
        sender = event.origin.sender
        if not sender.guest and await people.of_account(sender.account) is None:
            await people.add(sender.account, Role.MEMBER, Revised(None, now))


async def _compare(reading: AsyncConnection, writing: AsyncConnection) -> None:
    """See that everything arrived; what comes on top of it is of those who were introduced."""
    wanted, there = await row_counts(reading), await row_counts(writing)
    missing = [name for name in wanted if name not in _FORGOTTEN | ON_ITS_WAY and there[name] < wanted[name]]
    if missing:
        raise BackupError(f"Not every row arrived ({', '.join(missing)}); nothing was changed.")
