"""Bringing a database to the schema of this program, and saying how far it is; the schema is in `tables`.

Alembic takes a third of a second to load: only who changes a schema waits for it. How far a database is
stands in a table, and what this program knows in the names of its migrations.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from bot.domain.errors import SchemaOutdatedError, StoreUnavailableError, VoorloperError
from storage.database.engine import database_url, open_engines, open_for_migration, transaction
from storage.sql import hold_schema

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


class SchemaState(StrEnum):
    """How the schema of a database compares with that of this program."""

    CURRENT = "current"
    EMPTY = "empty"
    BEHIND = "behind"
    NEWER = "newer"
    UNREACHABLE = "unreachable"


async def migrate(url: str) -> None:
    """Bring the database to the schema of this program, wholly or not at all; harmless when it is there.

    SQLite's file and folder are made when they are missing. Raise SchemaOutdatedError when the database
    belongs to a newer program, StoreUnavailableError when it cannot be reached.
    """
    file = _file(url)
    if file:
        _make_folder(file.parent)
    engine = open_for_migration(url)
    try:
        async with transaction(engine) as connection:
            await hold_schema(connection)
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailableError(f"The folder {folder} for the database cannot be made.") from error


def _upgrade(connection: Connection) -> None:
    state = _state(connection)
    if state is SchemaState.NEWER:
        raise SchemaOutdatedError(_ADVICE[SchemaState.NEWER])
    if state is not SchemaState.CURRENT:
        _change(connection)
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise SchemaOutdatedError("The database holds rows that refer to nothing; restore a backup.")


def _change(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def schema_state(url: str) -> SchemaState:
    """Say how the database compares with this program; nothing is made or changed."""
    try:
        return await _found(url)
    except VoorloperError:
        return SchemaState.UNREACHABLE


async def _found(url: str) -> SchemaState:
    file = _file(url)
    if file and not (file.exists() and file.stat().st_size):  # to open an empty file would write to it
        return SchemaState.EMPTY
    engines = open_engines(url)
    try:
        async with transaction(engines.reading) as connection:
            return await connection.run_sync(_state)
    finally:
        await engines.close()


def _state(connection: Connection) -> SchemaState:
    if not inspect(connection).has_table("alembic_version"):
        return SchemaState.EMPTY
    at = set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
    known = _revisions()
    if not at:
        return SchemaState.EMPTY
    if at == {known[-1]}:
        return SchemaState.CURRENT
    return SchemaState.BEHIND if at.issubset(known) else SchemaState.NEWER


def _revisions() -> list[str]:
    """Return the numbers of the migrations, each one after the other: their files begin with them."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


_ADVICE: Final = {
    SchemaState.EMPTY: "The database is empty. Make its tables with: voorloper migrate",
    SchemaState.BEHIND: "The database is older than this program. Renew it with: voorloper migrate",
    SchemaState.NEWER: "The database is newer than this program. Install the newest version of the program.",
}


async def require_current(url: str) -> None:
    """Raise SchemaOutdatedError, saying what to do, unless the database fits this program.

    Raise StoreUnavailableError when it cannot be reached.
    """
    try:
        state = await _found(url)
    except StoreUnavailableError as error:
        if _file(url):
            raise
        raise StoreUnavailableError(
            f"The database cannot be reached ({error}). See that it runs and that [database] url is right."
        ) from None
    if state is not SchemaState.CURRENT:
        raise SchemaOutdatedError(_ADVICE[state])


def _file(text_of_url: str) -> Path | None:
    url = database_url(text_of_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
