"""The composition root: builds the store, the index and the program from the settings.

Only this module, `cli` and `checking` know concrete adapters and storage.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.clock import Clock
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.errors import IndexUnavailableError
from bot.indexing import LiveIndex
from bot.ports.chat import Chat
from bot.ports.store import Store
from bot.program import Program
from bot.settings import Settings
from storage.schema import migrate, require_current
from storage.search_index import TantivyIndex
from storage.starter import load_starter_base
from storage.store import SqlStore


def now() -> datetime:
    """Return the time; everything else is told it."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_program(settings: Settings, chats: Sequence[Chat]) -> AsyncIterator[Program]:
    """Open everything that one process of the bot needs, with its clock running."""
    async with open_store(settings) as store:
        if settings.network.starter_base:
            await load_starter_base(store, now())
        index = _index(settings.index_folder)
        try:
            desk = Desk(store, LiveIndex(index, store), COMMANDS, settings.policy, settings.kept)
            program = Program(desk, FORMS, chats, now)
            await program.prepare()
            await desk.index.current()
            clock = Clock(program.tick)
            clock.start()
            try:
                yield program
            finally:
                await clock.stop()
        finally:
            index.close()


def _index(folder: Path) -> TantivyIndex:
    try:
        return TantivyIndex.open(folder)
    except OSError as error:
        raise IndexUnavailableError(
            f"The search index cannot be kept in {folder} ({error.strerror}); see [search] index."
        ) from error


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the database: SQLite is brought up to date at once, PostgreSQL only by `migrate`."""
    url = settings.database_url
    if url.startswith("sqlite"):
        await migrate(url)
    else:
        await require_current(url)
    store = SqlStore(url)
    try:
        yield store
    finally:
        await store.close()
