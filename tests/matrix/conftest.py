"""People on the homeserver that the tests share, and a bot that they share."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.matrix.crypto_peer import SecretPeer, secret_person
from tests.matrix.installing import Install, installing
from tests.matrix.peer import Peer, person
from tests.matrix.proxy import FaultProxy, road
from tests.matrix.resident import Resident, resident
from tests.matrix.synapse import Synapse


@pytest.fixture
async def newcomer(synapse: Synapse) -> AsyncIterator[Callable[[str], Awaitable[Peer]]]:
    """Return a function that gives a new person, in a client, whose account begins with this name."""
    async with AsyncExitStack() as stack:

        async def come(name: str) -> Peer:
            account = synapse.register(unique(name))
            return await stack.enter_async_context(person(synapse.url, account))

        yield come


@pytest.fixture
async def secret_newcomer(synapse: Synapse) -> AsyncIterator[Callable[[str], Awaitable[SecretPeer]]]:
    """Return a function that gives a new person, in a client with end-to-end encryption."""
    async with AsyncExitStack() as stack:

        async def come(name: str) -> SecretPeer:
            account = synapse.register(unique(name))
            return await stack.enter_async_context(secret_person(synapse.url, account))

        yield come


@pytest.fixture
def install(synapse: Synapse, fresh_database: Callable[[str], str], tmp_path: Path) -> Install:
    """Return a function that sets up a bot of the test's own, with a new account."""
    fresh_database("sqlite")  # the first is migrated, which cannot be done while a test runs
    return installing(synapse, fresh_database, tmp_path, unique("voorloper"))


@pytest.fixture(scope="session")
def database_of_all(fresh_database: Callable[[str], str]) -> str:
    """Return the URL of the database of the bot that all tests share."""
    return fresh_database("sqlite")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(
    synapse: Synapse, database_of_all: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Resident]:
    """Run one bot with the starter base, for all tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("resident")
    async with resident(synapse, database_of_all, folder, unique("voorloper")) as bot:
        yield bot


@pytest.fixture
async def ada(bot: Resident, synapse: Synapse) -> AsyncIterator[Peer]:
    """Let the admin of that bot sit at a client."""
    async with person(synapse.url, bot.admin) as ada:
        yield ada


@pytest.fixture
async def proxy(synapse: Synapse) -> AsyncIterator[FaultProxy]:
    """Open a road to the homeserver on which things can go wrong."""
    async with road(synapse.url) as proxy:
        yield proxy


def unique(name: str) -> str:
    """Return a name that nobody on the homeserver has."""
    return f"{name}-{secrets.token_hex(4)}"
