"""Serves one of our small platforms on a port that the system chooses; as a program it prints its address."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.platforms.board import Board
from tests.platforms.lookup import Lookup
from tests.platforms.parent import die_with_parent
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


async def _serve(platform: str, seed: int, faults: float) -> None:
    async with served(platform, seed, faults) as url:
        print(url, flush=True)  # noqa: T201 - it is how the parent learns the address
        await asyncio.Event().wait()


def main() -> None:
    """Read the arguments and serve until the parent ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=sorted(_SERVERS))
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--faults", type=float, required=True)
    arguments = parser.parse_args()
    die_with_parent()
    asyncio.run(_serve(arguments.platform, arguments.seed, arguments.faults))


if __name__ == "__main__":
    main()
