"""What a test does with our small platforms: serve one, speak there, read what is shown, run a bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from multiprocessing import Pipe
from pathlib import Path

from aiohttp import ClientSession

from tests.platforms.bot_process import Orders, run_bot
from tests.platforms.connection import Connection
from tests.platforms.processes import Child, child
from tests.platforms.serving import Service, serve, served
from tests.platforms.waiting import PATIENCE, until
from tests.platforms.wire import EVENTS, NUMBER, RULES, WALL, YES, Rule, Said, Shown


class Platform:
    """One platform, as the people on it see it."""

    def __init__(self, name: str, url: str, session: ClientSession) -> None:
        self.name = name
        self.url = url
        self._control = Connection(url, session)

    async def say(self, *said: Said) -> tuple[Said, ...]:
        """Do these things, in this order; return them with what the platform filled in."""
        return await self._control.ask("POST", "/control/said", EVENTS, EVENTS.dump_json(said))

    async def shown(self) -> tuple[Shown, ...]:
        """Return what stands there now, oldest first."""
        return (await self._control.ask("GET", "/control/wall?seen=-1", WALL)).shown

    async def until_held(self, number: int, seconds: float = PATIENCE) -> None:
        """Wait until so many postings are held up; raise TimeoutError when it takes too long."""

        async def held() -> bool:
            return (await self._control.ask("GET", "/control/wall?seen=-1", WALL)).held >= number

        await until(held, seconds)

    async def until_shown(
        self, fine: Callable[[tuple[Shown, ...]], bool], seconds: float = PATIENCE
    ) -> tuple[Shown, ...]:
        """Wait until what stands there is fine, and return it; raise TimeoutError when it takes too long."""
        wall = await self._control.ask("GET", "/control/wall?seen=-1", WALL)
        async with asyncio.timeout(seconds):
            while not fine(wall.shown):
                wall = await self._control.ask("GET", f"/control/wall?seen={wall.changes}", WALL)
        return wall.shown

    async def has_read(self) -> bool:
        """Say whether every event was acknowledged; when not, after a moment."""
        return await self._control.ask("GET", "/control/read", YES)

    async def read_out(self, seconds: float = PATIENCE) -> None:
        """Wait until every event was acknowledged; raise TimeoutError when it takes too long."""
        await until(self.has_read, seconds)

    async def requests(self, more: int) -> None:
        """Wait until the bots have made so many more requests, and a random moment longer."""
        wanted = await self._control.ask("GET", "/control/requests?wanted=0", NUMBER) + more

        async def made() -> bool:
            return await self._control.ask("GET", f"/control/requests?wanted={wanted}", NUMBER) >= wanted

        await until(made, 30)

    async def rule(self, *rules: Rule) -> None:
        """Forbid some postings from now on, instead of those forbidden before."""
        await self._control.tell("PUT", "/control/rules", RULES.dump_json(rules))

    async def close(self) -> None:
        """Let the bots know that this was all."""
        await self._control.tell("POST", "/control/close")


@asynccontextmanager
async def platform_here(name: str) -> AsyncIterator[Platform]:
    """Serve a platform without troubles from this process."""
    async with served(name, seed=0, faults=0.0) as url, ClientSession() as session:
        yield Platform(name, url, session)


@asynccontextmanager
async def platform_process(name: str, seed: int, faults: float, log: Path) -> AsyncIterator[Platform]:
    """Serve a platform from a process of its own, with troubles."""
    receiver, sender = Pipe(duplex=False)
    with receiver, sender:
        async with child(serve, Service(name, seed, faults, sender), log), ClientSession() as session:
            yield Platform(name, await asyncio.to_thread(receiver.recv), session)


def bot_process(
    database: str,
    platforms: Iterable[Platform],
    log: Path,
    *,
    ahead: timedelta = timedelta(),
    steps: int | None = None,
    lone: bool = False,
    ticks: bool = False,
) -> AbstractAsyncContextManager[Child]:
    """Run a process of the bot (see `Orders`); it is killed at the end of the block."""
    urls = {platform.name: platform.url for platform in platforms}
    return child(run_bot, Orders(database, urls, ahead, steps, lone, ticks), log)
