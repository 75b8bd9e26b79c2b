"""`voorloper check`: what is in order, what is missing, and how to mend each of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from bot.domain.errors import StoreUnavailableError, VoorloperError
from bot.domain.people import Role
from bot.ports.store import Store
from bot.releasing import READERS
from bot.settings import Settings
from bot.written_settings import without_password
from storage.database.engine import open_engines, transaction
from storage.database.schema import SchemaState, require_current, schema_state
from storage.key_folder import KeyFolder
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from storage.tables import due

_SCHEMA = {
    SchemaState.CURRENT: ("up to date", ""),
    SchemaState.EMPTY: ("empty", "Make its tables with: voorloper migrate"),
    SchemaState.BEHIND: ("older than this program", "Bring it up to date with: voorloper migrate"),
    SchemaState.NEWER: ("newer than this program", "Install the newest version of the program."),
    SchemaState.UNREACHABLE: ("out of reach", "See that it runs and that [database] url is right."),
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `fix` says what to do when it is not in order."""

    what: str
    fix: str = ""

    @property
    def fine(self) -> bool:
        """Say whether nothing needs to be done."""
        return not self.fix

    def __str__(self) -> str:
        return f"ok    {self.what}" if self.fine else f"mend  {self.what}\n      {self.fix}"


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at settings, database, people and index, in the order in which they need one another."""
    yield Finding(f"settings: {settings.network.name}, {', '.join(settings.network.languages)}")
    if not settings.network.admins:
        fix = 'Name the first admins under [network] admins, such as admins = ["slack:T123:U456"].'
        yield Finding("settings: no admins", fix)
    if settings.protected.keys:
        yield _keys(settings.protected.keys)
    url = settings.database_url
    shown = without_password(url)
    state = await schema_state(url)
    described, fix = _SCHEMA[state]
    if state is SchemaState.UNREACHABLE:
        fix = await _trouble(url) or fix
    elif state is SchemaState.CURRENT and (fix := await _unwritable(url)):
        described = "cannot be written"
    yield Finding(f"database: {described} ({shown})", fix)
    if state is SchemaState.CURRENT:
        store = SqlStore(url)
        try:
            async for finding in _stored(store, settings):
                yield finding
        finally:
            await store.close()


async def _trouble(url: str) -> str:
    """Return what is wrong with SQLite's file, and what to do; nothing for PostgreSQL."""
    try:
        await require_current(url)
    except StoreUnavailableError as error:
        return str(error) if url.startswith("sqlite") else ""
    return ""


async def _unwritable(url: str) -> str:
    """Return why a database that can be read cannot be written; nothing when it can."""
    engines = open_engines(url)
    try:
        async with transaction(engines.writing) as connection:
            await connection.execute(update(due).values(at=due.c.at))  # written, and as it was
    except VoorloperError as error:
        return str(error) if url.startswith("sqlite") else "See that its user may write there."
    finally:
        await engines.close()
    return ""


async def _stored(store: Store, settings: Settings) -> AsyncIterator[Finding]:
    async with store.read() as tx:
        admins = await tx.people.with_role(Role.ADMIN)
        last = await tx.revisions.last()
        waiting = await tx.rooms.waiting_places()
    yield Finding(
        f"people: {len(admins)} with the role admin", "" if admins else "Start the bot once with admins set."
    )
    if settings.protected.keys and len(admins) + bool(settings.protected.second_reader) < READERS:
        fix = "Make a second admin, or name somebody under [protected] second_reader."
        yield Finding("protected sharing: nobody can release a story, as that takes two people", fix)
    for place in waiting:
        yield Finding(
            f"place: {place.key} waits to be admitted", f"An admin types: plaats toelaten {place.key}"
        )
    yield _index(settings, last)


def _keys(folder: Path) -> Finding:
    """Say whether keys of protected dialogues can be kept in a folder."""
    keys = KeyFolder(folder)
    try:
        keys.remove(keys.make(datetime.now(UTC)).handle)
    except OSError as error:
        fix = "Give [protected] keys a folder that can be read and written."
        return Finding(f"protected sharing: {folder} cannot be used ({type(error).__name__})", fix)
    return Finding(f"protected sharing: keys in {folder}")


def _index(settings: Settings, last: int) -> Finding:
    folder = settings.index_folder
    try:
        behind = last - TantivyIndex.newest_revision(folder)
    except OSError as error:
        fix = "Give [search] index a folder that can be read and written."
        return Finding(f"search index: {folder} cannot be used ({type(error).__name__})", fix)
    if behind < 0:
        return Finding(f"search index: of another database, made anew at the next start ({folder})")
    if behind > 0:
        # nothing to mend: whatever starts takes in what is missing
        return Finding(f"search index: {behind} changes behind, taken in at the next start ({folder})")
    return Finding(f"search index: up to date ({folder})")
