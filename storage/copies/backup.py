"""Making a backup while the program runs: the database, the settings and the key stores, in one file.

The form of the file is in `archive.py`, putting it back in `restoring.py`.
"""

from __future__ import annotations

import asyncio
import errno
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import SchemaOutdatedError, StoreUnavailableError
from storage.copies.archive import (
    DATABASE,
    FORMAT,
    KEYS,
    SETTINGS,
    BackupError,
    Manifest,
    examine,
    members,
    pack,
)
from storage.copies.copying import copy_table, give_out_after, given_out
from storage.copies.scratch import MAKING, scratch
from storage.database.engine import database_url, open_engines, transaction
from storage.database.schema import SchemaState, migrate, require_current, schema_state
from storage.tables import metadata

_SQLITE_HEADER = b"SQLite format 3\0"
_WAIT = 60  # seconds for a lock of another process


@dataclass(frozen=True)
class Source:
    """What a backup is made of: the database by its URL, the settings as text without secrets, the keys."""

    url: str
    settings: str
    key_stores: Sequence[Path]
    program: str


async def make_backup(source: Source, file: Path, now: datetime) -> Manifest:
    """Write a backup of everything as it is at this moment to a new file; return what is in it.

    Raise BackupError when it cannot be written or is there already, SchemaOutdatedError when the database
    belongs to another program, StoreUnavailableError when it cannot be reached. Then no file is left.
    """
    with _room_beside(file) as folder:
        await _copy_database(source.url, folder / DATABASE)
        (folder / SETTINGS).write_text(source.settings, encoding="utf-8")
        await asyncio.to_thread(_copy_keys, source.key_stores, folder / KEYS)
        return await asyncio.to_thread(_pack, source, folder, file, now)


def _pack(source: Source, folder: Path, file: Path, now: datetime) -> Manifest:
    schema, rows = examine(folder / DATABASE)
    manifest = Manifest(FORMAT, source.program, schema, now, rows, members(folder), len(source.key_stores))
    pack(folder, file, manifest)
    return manifest


@contextmanager
def _room_beside(file: Path) -> Iterator[Path]:
    """Give a folder of our own where the file will be, gone at the end; say why when there can be none."""
    try:
        if file.exists():
            raise BackupError(f"{file} is there already. Give another name.")
        with scratch(MAKING, file.parent) as folder:
            yield folder
    except FileNotFoundError:
        raise BackupError(f"There is no folder {file.parent} to put the backup in.") from None
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise BackupError(f"There is no room for the backup in {file.parent}. Make room there.") from None
        raise BackupError(f"The backup cannot be written to {file}: {error.strerror}.") from None


async def _copy_database(url: str, copy: Path) -> None:
    state = await schema_state(url)
    on_sqlite = database_url(url).get_backend_name() == "sqlite"
    if on_sqlite and state is SchemaState.BEHIND:
        state = SchemaState.CURRENT  # it is copied as it is, for whoever makes a backup before an upgrade
    if state is SchemaState.EMPTY:
        raise SchemaOutdatedError("The database is empty: there is nothing to make a backup of.")
    if state is not SchemaState.CURRENT:
        await require_current(url)
    if on_sqlite:
        await asyncio.to_thread(_copy_file, Path(database_url(url).database or ""), copy)
    else:
        await _copy_tables(url, copy)


def _copy_file(source: Path, copy: Path) -> None:
    """Copy an SQLite file, in use or not, as it is at one moment."""
    address = f"{source.absolute().as_uri()}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=_WAIT)) as reading,
            closing(sqlite3.connect(copy)) as writing,
        ):
            reading.backup(writing)  # in one step: everybody else reads and writes on meanwhile
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise BackupError(f"There is no room for the backup in {copy.parent.parent}.") from None
        raise StoreUnavailableError(f"{source} cannot be copied: {error}.") from None


async def _copy_tables(url: str, copy: Path) -> None:
    """Copy every table of one moment into a new SQLite file."""
    there = f"sqlite:///{copy}"
    await migrate(there)
    source, target = open_engines(url), open_engines(there)
    try:
        async with transaction(source.reading) as reading, transaction(target.writing) as writing:
            await _copy_all(reading, writing)
    finally:
        await target.close()
        await source.close()


async def _copy_all(reading: AsyncConnection, writing: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        await copy_table(reading, writing, table)
    await give_out_after(writing, await given_out(reading))


def _copy_keys(stores: Sequence[Path], folder: Path) -> None:
    """Copy every file of these folders; what is an SQLite file as it is at one moment, in use or not."""
    for number, store in enumerate(stores):
        for path in sorted(path for path in store.rglob("*") if path.is_file()):
            copy = folder / str(number) / path.relative_to(store)
            copy.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as file:
                database = file.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER
            if database:
                _copy_file(path, copy)
            elif not _companion(path):
                shutil.copyfile(path, copy)


def _companion(path: Path) -> bool:
    """Say whether a file is a part of the SQLite file beside it, which is copied with that."""
    return any(path.name.endswith(end) for end in ("-wal", "-shm", "-journal")) and (
        path.with_name(path.name.rpartition("-")[0]).exists()
    )
