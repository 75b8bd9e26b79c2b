"""What a process of the bot does on our small platforms. It is made to be killed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import ClientSession

from bot.ports.chat import Chat
from bot.ports.store import Store
from storage.store import SqlStore
from tests.platforms.assembly import chats, prepared, utc_now
from tests.platforms.mortal import Life, MortalChat, MortalStore

LEASE = timedelta(seconds=2)
"""How long the rows of a killed process stay its own."""


@dataclass(frozen=True)
class Orders:
    """Which database and platforms (by name and address) to serve, and how.

    `ahead` is how much later it is for this process than for others; after `steps` it kills itself.
    """

    database: str
    urls: dict[str, str]
    ahead: timedelta
    steps: int | None


def run_bot(orders: Orders) -> None:
    """Run until the platforms close."""
    asyncio.run(_run(orders))


async def _run(orders: Orders) -> None:
    real = SqlStore(orders.database)

    def now() -> datetime:
        return utc_now() + orders.ahead

    try:
        async with ClientSession() as session:
            store: Store = real
            own: tuple[Chat, ...] = chats(orders.urls, real, session)
            if orders.steps:
                life = Life(orders.steps)
                store, own = MortalStore(real, life), tuple(MortalChat(chat, life) for chat in own)
            program = await prepared(store, own, now=now, lease=LEASE)
            await program.run()
    finally:
        await real.close()
