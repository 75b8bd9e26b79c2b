"""`voorloper run` as a service manager runs it: watched over HTTP, ended by SIGTERM, several at once."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from aiohttp import ClientConnectionError, ClientSession
from pydantic import SecretStr

from bot.cli.talk import serve
from bot.settings import Database, Monitor, Network, Search, Settings
from storage.store import SqlStore
from tests.e2e.counting import Talks, assert_calm, at_rest
from tests.platforms.assembly import PLATFORMS, chats
from tests.platforms.driving import Platform, platform_process
from tests.platforms.processes import Child, child
from tests.platforms.program import voorloper
from tests.platforms.waiting import until


@dataclass(frozen=True)
class Service:
    """Which database and platform a process serves, where its index is, and on which port it is watched."""

    database: str
    platform: str
    url: str
    index: Path
    port: int


def run(service: Service) -> None:
    """Do what `voorloper run` does, on a platform of ours."""
    asyncio.run(_run(service))


async def _run(service: Service) -> None:
    settings = Settings(
        database=Database(url=SecretStr(service.database)),
        network=Network(admins=(f"{service.platform}:home:ada",), starter_base=False),
        search=Search(index=service.index),
        monitor=Monitor(port=service.port),
    )
    store = SqlStore(service.database)
    async with ClientSession() as session:
        await serve(settings, chats({service.platform: service.url}, session))
    await store.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


async def healthy(port: int) -> None:
    """Wait until whoever is on this port says that all is well."""
    async with ClientSession() as session:

        async def fine() -> bool:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health") as response:
                    return response.status == 200
            except ClientConnectionError:
                return False

        await until(fine, seconds=30)


def service_on(database: str, platform: Platform, folder: Path) -> Service:
    return Service(database, platform.name, platform.url, folder / "index", free_port())


async def terminated(process: Child) -> int:
    """End a process as a service manager does; return its exit code."""
    os.kill(process.pid, signal.SIGTERM)
    return await process.end(30)


async def test_a_service_that_is_stopped_and_started_loses_nothing(
    database_url: str, tmp_path: Path, seed: int, log: Path
) -> None:
    """SIGTERM ends it cleanly, exit code 0, in the middle of conversations; the next goes on."""
    async with platform_process(PLATFORMS[1], seed, 0.0, log) as platform:
        talks = Talks(platform, 6, Random(seed))  # noqa: S311 - repeatable, not secret
        await talks.begin()
        for _ in range(3):
            service = service_on(database_url, platform, tmp_path)
            async with child(run, service, log) as process:
                await healthy(service.port)
                await talks.wave(10)
                await platform.requests(5)
                assert await terminated(process) == 0
        service = service_on(database_url, platform, tmp_path)
        async with child(run, service, log) as process:
            await at_rest(database_url, [platform], seconds=60)
            assert await talks.loss() is None
            assert await terminated(process) == 0
    assert_calm(log)


async def test_several_processes_on_postgresql_step_by_step(
    settings: dict[str, str], empty_database: Callable[[str], str], tmp_path: Path, seed: int, log: Path
) -> None:
    """As docs/operating.md says: migrate once, start each with its own port, stop one, the others go on."""
    url = await asyncio.to_thread(empty_database, "postgresql")
    here = settings | {"VOORLOPER_DATABASE__URL": url}
    migrated = await asyncio.to_thread(voorloper, here, "migrate")
    assert migrated.returncode == 0, migrated.stderr
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(platform_process(PLATFORMS[1], seed, 0.0, log))
        talks = Talks(platform, 6, Random(seed))  # noqa: S311 - repeatable, not secret
        await talks.begin()
        services = [service_on(url, platform, tmp_path) for _ in range(2)]
        first, second = [await stack.enter_async_context(child(run, each, log)) for each in services]
        for each in services:
            await healthy(each.port)
        await talks.wave(20)
        await platform.requests(5)
        assert await terminated(first) == 0
        await talks.wave(10)
        await at_rest(url, [platform], seconds=60)
        assert await talks.loss() is None
        await healthy(services[1].port)
        assert await terminated(second) == 0
    assert_calm(log)
