"""What a process of the bot does on our small platforms. It is made to be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from aiohttp import ClientSession

from bot.leading import Rhythm
from bot.ports.chat import Chat
from bot.ports.store import Store
from bot.program import Program
from storage.store import SqlStore
from tests.platforms.alone import LoneChat, Timing, alone
from tests.platforms.assembly import chats, prepared, utc_now
from tests.platforms.mortal import Life, MortalChat, MortalStore
from tests.platforms.waiting import meanwhile

LEASE = timedelta(seconds=2)
"""How long the rows of a killed process stay its own."""

_A_TICK = 0.01

_RHYTHM = Rhythm(timedelta(seconds=2), renew=0.5, retry=0.2, margin=0.5)


@dataclass(frozen=True)
class Orders:
    """Which database and platforms (by name and address) to serve, and how.

    `ahead` is how much later it is for this process than for others; after `steps` it kills itself. `lone`:
    only one process at a time may serve the platform, of which there is one then. `ticks`: it looks all the
    time at what is due, as if minutes took no time.
    """

    database: str
    urls: dict[str, str]
    ahead: timedelta
    steps: int | None
    lone: bool = False
    ticks: bool = False


def run_bot(orders: Orders) -> None:
    """Run until the platforms close."""
    asyncio.run(_run(orders))


@asynccontextmanager
async def ticking(program: Program) -> AsyncIterator[None]:
    """Let a program look at what is due again and again until the block ends."""

    async def tick() -> None:
        while True:
            await program.tick()
            await asyncio.sleep(_A_TICK)

    async with meanwhile(tick()):
        yield


async def _run(orders: Orders) -> None:
    real = SqlStore(orders.database)

    def now() -> datetime:
        return utc_now() + orders.ahead

    try:
        async with ClientSession() as session:
            store: Store = real
            own: tuple[Chat, ...] = chats(orders.urls, session)
            if orders.steps:
                life = Life(orders.steps)
                store, own = MortalStore(real, life), tuple(MortalChat(chat, life) for chat in own)
            if orders.lone:
                timing = Timing(now, monotonic, _RHYTHM, LEASE)
                program = await alone(store, LoneChat(own[0]), timing)
            else:
                program = await prepared(store, own, now=now, lease=LEASE)
            async with ticking(program) if orders.ticks else nullcontext():
                await program.run()
    finally:
        await real.close()
