"""The schema: the migrations make what `storage.tables` says, and every state of a database is recognised."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from bot.domain.errors import SchemaOutdatedError, StoreUnavailableError, VoorloperError
from storage.database.engine import open_for_migration
from storage.database.schema import SchemaState, _config, _revisions, migrate, require_current, schema_state
from storage.tables import metadata
from tests.conftest import DATABASES

Described = Mapping[str, Mapping[str, object]]


async def inside(url: str, work: Callable[[Connection], object]) -> object:
    """Do something with a connection to a database."""
    engine = open_for_migration(url)
    async with engine.begin() as connection:
        result = await connection.run_sync(work)
    await engine.dispose()
    return result


def describe(connection: Connection) -> Described:
    """Return everything a database knows of its own tables."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [column | {"type": repr(column["type"])} for column in inspector.get_columns(table)],
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted(inspector.get_foreign_keys(table), key=str),
            "unique": sorted(inspector.get_unique_constraints(table), key=str),
            "checks": sorted(inspector.get_check_constraints(table), key=str),
            "indexes": sorted(
                str((index["name"], index["column_names"], index["unique"], partly(index)))
                for index in inspector.get_indexes(table)
            ),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def partly(index: ReflectedIndex) -> list[str]:
    """Return the condition of an index over a part of the rows."""
    return [str(value) for name, value in index.get("dialect_options", {}).items() if name.endswith("_where")]


def differences(connection: Connection) -> object:
    """Return what Alembic would still change."""
    return compare_metadata(MigrationContext.configure(connection), metadata)


@pytest.mark.parametrize("kind", DATABASES)
async def test_the_migrations_make_the_tables(
    kind: str, fresh_database: Callable[[str], str], empty_database: Callable[[str], str]
) -> None:
    """Columns, keys, checks and indexes are the same as when they are made from `storage.tables`."""
    migrated = await asyncio.to_thread(fresh_database, kind)
    made = await asyncio.to_thread(empty_database, kind)
    assert await inside(migrated, differences) == []
    await inside(made, metadata.create_all)
    assert await inside(migrated, describe) == await inside(made, describe)


def test_every_constraint_has_a_name() -> None:
    """A migration can only change what it can name."""
    assert all(rule.name for table in metadata.tables.values() for rule in table.constraints)


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    """A database that is up to date stays as it is."""
    before = await inside(database_url, describe)
    await migrate(database_url)
    assert await inside(database_url, describe) == before
    await require_current(database_url)


@pytest.mark.parametrize("kind", DATABASES)
async def test_several_processes_may_migrate_at_once(kind: str, empty_database: Callable[[str], str]) -> None:
    """One does it, the others wait and find it done."""
    url = await asyncio.to_thread(empty_database, kind)
    await asyncio.gather(*(migrate(url) for _ in range(4)))
    assert await schema_state(url) is SchemaState.CURRENT


async def test_migrating_waits_for_who_makes_the_file(empty_database: Callable[[str], str]) -> None:
    """SQLite itself does not wait while another process writes to a file that has no log yet."""
    url = await asyncio.to_thread(empty_database, "sqlite")
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE of_another (x INTEGER)")
        asyncio.get_running_loop().call_later(0.3, other.execute, "COMMIT")
        await migrate(url)
    assert await schema_state(url) is SchemaState.CURRENT


@pytest.mark.parametrize("kind", DATABASES)
async def test_a_migration_that_fails_leaves_nothing(kind: str, empty_database: Callable[[str], str]) -> None:
    """The last table is in the way: none of the others is made."""
    url = await asyncio.to_thread(empty_database, kind)
    await inside(url, lambda connection: connection.execute(text("CREATE TABLE due (x INTEGER)")))
    with pytest.raises(VoorloperError):
        await migrate(url)
    assert await inside(url, lambda connection: inspect(connection).get_table_names()) == ["due"]


@pytest.mark.parametrize("kind", DATABASES)
async def test_an_empty_database_asks_for_migrate(kind: str, empty_database: Callable[[str], str]) -> None:
    """The sentence says which command makes the tables."""
    url = await asyncio.to_thread(empty_database, kind)
    assert await schema_state(url) is SchemaState.EMPTY
    with pytest.raises(SchemaOutdatedError, match="voorloper migrate"):
        await require_current(url)


@pytest.mark.parametrize("kind", DATABASES)
async def test_another_version_is_recognised(kind: str, empty_database: Callable[[str], str]) -> None:
    """A database of an older or newer program is refused with a sentence, also by migrate."""
    url = await asyncio.to_thread(empty_database, kind)
    await migrate(url)
    for version, state in (("0001", SchemaState.BEHIND), ("9999", SchemaState.NEWER)):
        await stamp(url, version)
        assert await schema_state(url) is state
        with pytest.raises(SchemaOutdatedError, match="older" if state is SchemaState.BEHIND else "newer"):
            await require_current(url)
    with pytest.raises(SchemaOutdatedError, match="newer"):
        await migrate(url)


async def stamp(url: str, version: str) -> None:
    statement = text("UPDATE alembic_version SET version_num = :version")
    await inside(url, lambda connection: connection.execute(statement, {"version": version}))


def test_the_files_of_the_migrations_say_their_numbers() -> None:
    """How far a database is can be seen without loading them."""
    walked = [revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions()]
    assert _revisions() == walked[::-1]


async def test_asking_makes_no_file(tmp_path: Path) -> None:
    """Looking whether there is a SQLite database leaves the folder as it was; migrating makes it."""
    file = tmp_path / "new folder" / "voorloper 100%.db"
    url = f"sqlite:///{file}"
    assert await schema_state(url) is SchemaState.EMPTY
    assert not file.parent.exists()
    await migrate(url)
    assert await schema_state(url) is SchemaState.CURRENT


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@/nothing?host=/does-not-exist", "postgresql://nobody@127.0.0.1:1/nothing"]
)
async def test_an_unreachable_database_is_recognised(url: str) -> None:
    """No server there: say so instead of failing."""
    assert await schema_state(url) is SchemaState.UNREACHABLE
    with pytest.raises(StoreUnavailableError):
        await require_current(url)
    with pytest.raises(StoreUnavailableError):
        await migrate(url)


async def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    """It is not overwritten either."""
    file = tmp_path / "notes.txt"
    file.write_text("no database at all, but long enough to be looked at" * 100)
    assert await schema_state(f"sqlite:///{file}") is SchemaState.UNREACHABLE
    assert file.read_text().startswith("no database")


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite://", "sqlite:///:memory:"])
async def test_other_databases_are_refused(url: str) -> None:
    """Only SQLite with a file and PostgreSQL are supported."""
    with pytest.raises(ValueError, match="write sqlite:///file"):
        await migrate(url)
