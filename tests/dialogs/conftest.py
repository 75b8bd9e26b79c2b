"""A town in which people talk with the bot, over each kind of database."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from storage.database.schema import migrate
from storage.starter import load_starter_base
from storage.store import SqlStore
from tests.conftest import DATABASES, on_server
from tests.platforms.plaza import Town, town


@pytest.fixture
async def empty_town(store: SqlStore) -> AsyncIterator[Town]:
    """Open a town whose base is empty."""
    async with town(store) as opened:
        yield opened


@pytest.fixture(scope="session")
def starter_model(empty_database: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that gives the URL of a database with the starter base, to be copied."""
    made: dict[str, str] = {}

    def give(kind: str) -> str:
        if kind not in made:
            made[kind] = empty_database(kind)
            asyncio.run(_fill(made[kind]))
        return made[kind]

    return give


async def _fill(url: str) -> None:
    await migrate(url)
    store = SqlStore(url)
    await load_starter_base(store, datetime(2026, 1, 1, tzinfo=UTC))
    await store.close()


@pytest.fixture(params=DATABASES)
def starter_url(
    request: pytest.FixtureRequest, starter_model: Callable[[str], str], tmp_path: Path
) -> Iterator[str]:
    """Give a copy of the starter base, of each kind of database in turn."""
    model = make_url(starter_model(request.param))
    if request.param == "sqlite":
        shutil.copy(str(model.database), tmp_path / "starter.db")
        yield f"sqlite:///{tmp_path / 'starter.db'}"
        return
    server: URL = request.getfixturevalue("postgresql_server")
    name = f"starter_{secrets.token_hex(4)}"
    asyncio.run(on_server(server, f"CREATE DATABASE {name} TEMPLATE {model.database} STRATEGY FILE_COPY"))
    yield server.set(database=name).render_as_string(hide_password=False)
    asyncio.run(on_server(server, f"DROP DATABASE {name}"))


@pytest.fixture
def starter_sqlite(starter_model: Callable[[str], str], tmp_path: Path) -> str:
    """Give a copy of the starter base in SQLite, for what does not depend on the kind of database."""
    shutil.copy(str(make_url(starter_model("sqlite")).database), tmp_path / "starter.db")
    return f"sqlite:///{tmp_path / 'starter.db'}"


@pytest.fixture
async def here(starter_sqlite: str) -> AsyncIterator[Town]:
    """Open a town over that copy."""
    store = SqlStore(starter_sqlite)
    async with town(store) as opened:
        yield opened
    await store.close()


@pytest.fixture
async def starter_town(starter_url: str) -> AsyncIterator[Town]:
    """Open a town whose base holds the starter base."""
    store = SqlStore(starter_url)
    async with town(store) as opened:
        yield opened
    await store.close()
