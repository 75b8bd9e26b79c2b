"""The composition root: builds the store, the index and the program from the settings.

Only this module, `cli` and `checking` know concrete adapters and storage.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from adapters.clock import Clock
from adapters.files.kinds import EntryFiles
from adapters.metrics import MeasuredIndex, PrometheusMeter
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.errors import IndexUnavailableError, SchemaOutdatedError
from bot.indexing import LiveIndex, Progress, untold
from bot.ports.chat import Chat
from bot.ports.condition import Condition, Part
from bot.ports.meter import UNMEASURED
from bot.ports.store import Store
from bot.program import Program
from bot.settings import Settings
from storage.database.schema import SchemaState, migrate, require_current, schema_state
from storage.key_folder import KeyFolder
from storage.search.sound import SoundIndex
from storage.starter import load_starter_base
from storage.store import SqlStore

_log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the time; everything else is told it."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_program(
    settings: Settings,
    chats: Sequence[Chat],
    meter: PrometheusMeter | None = None,
    progress: Progress = untold,
) -> AsyncIterator[Program]:
    """Open everything that one process of the bot needs, with its clock running; measured when asked.

    An index that has much to take in goes on with that meanwhile (see `Program.ready`).
    """
    async with open_store(settings) as store:
        if settings.network.starter_base:
            await load_starter_base(store, now())
        index = _index(settings.index_folder)
        live = LiveIndex(MeasuredIndex(index, meter.searching) if meter else index, store, progress)
        try:
            kept, files = settings.kept, EntryFiles()
            desk = Desk(store, live, COMMANDS, settings.policy, kept, files, meter or UNMEASURED)
            program = Program(desk, FORMS, chats, now)
            await program.prepare()
            await live.begin()
            clock = Clock(program.tick)
            clock.start()
            try:
                yield program
            finally:
                await clock.stop()
        finally:
            await live.close()
            index.close()


def settle_memory() -> None:
    """Let the collector of garbage pass over what is here now: to look at all of it holds a question up."""
    gc.collect()
    gc.freeze()


def _index(folder: Path) -> SoundIndex:
    try:
        return SoundIndex(folder)
    except (OSError, ValueError) as error:  # the second is how the search library says that a disk is full
        reason = getattr(error, "strerror", None) or "the disk is full, or takes no files of it"
        raise IndexUnavailableError(
            f"The search index cannot be kept in {folder} ({reason}); see [search] index."
        ) from error


async def condition(program: Program, url: str) -> Condition:
    """Say how a program is doing, and whether its database is still that of this program."""
    seen = await program.condition()
    if seen.overview is None:
        return seen
    state = await schema_state(url)
    fits = state in {SchemaState.CURRENT, SchemaState.UNREACHABLE}  # out of reach is told by another part
    return replace(seen, parts=(*seen.parts, Part("schema", "" if fits else state.value)))


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database: SQLite is brought up to date at once, PostgreSQL only by `migrate`."""
    url = settings.database_url
    if url.startswith("sqlite"):
        new = await schema_state(url) is SchemaState.EMPTY
        await migrate(url)
        if new:  # so that nobody wonders why the bot knows nothing when a disk was not mounted
            _log.info("a new database was made: %s", make_url(url).database)
    else:
        await require_current(url)
    keys = settings.protected.keys
    async with _opened(url, KeyFolder(keys) if keys else None) as store:
        yield store


@asynccontextmanager
async def open_store_to_read(settings: Settings) -> AsyncIterator[Store]:
    """Open the database as it is, for who only reads: nothing is made, and no writer is waited for.

    Raise SchemaOutdatedError when there is none, or it is not that of this program.
    """
    url = settings.database_url
    if await schema_state(url) is SchemaState.EMPTY:
        raise SchemaOutdatedError(
            "There is no database where [database] url says, or it is empty. See that the url is right; "
            "a new one is made with: voorloper migrate"
        )
    await require_current(url)
    async with _opened(url) as store:
        yield store


@asynccontextmanager
async def _opened(url: str, keys: KeyFolder | None = None) -> AsyncIterator[Store]:
    store = SqlStore(url, keys)
    try:
        yield store
    finally:
        await store.close()
