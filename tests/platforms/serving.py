"""Serves one of our small platforms on a port that the system chooses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from aiohttp import web

from tests.platforms.board import Board
from tests.platforms.lookup import Lookup
from tests.platforms.redelivering import Redelivering

_SERVERS: dict[str, type[Redelivering | Lookup]] = {"redelivering": Redelivering, "lookup": Lookup}


@asynccontextmanager
async def served(platform: str, seed: int, faults: float) -> AsyncIterator[str]:
    """Serve a platform and give its address."""
    application = _SERVERS[platform](Board(seed, faults)).application()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class Service:
    """Which platform to serve, with which troubles, and whom to tell its address."""

    platform: str
    seed: int
    faults: float
    address: Connection


def serve(service: Service) -> None:
    """Serve until killed."""
    asyncio.run(_serve(service))


async def _serve(service: Service) -> None:
    async with served(service.platform, service.seed, service.faults) as url:
        service.address.send(url)
        await asyncio.Event().wait()
