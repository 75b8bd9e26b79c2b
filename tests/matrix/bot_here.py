"""The bot on the homeserver of the tests with clocks that a test chooses: in this process, or one to kill."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from bot.cli.platforms import configured_chats
from bot.leading import USUAL, Rhythm
from bot.ports.chat import Chat
from bot.program import Program
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from tests.matrix.bot_process import Installation
from tests.platforms.alone import Timing, alone
from tests.platforms.assembly import utc_now
from tests.platforms.processes import Child, child
from tests.platforms.waiting import meanwhile, until

QUICK = Rhythm(timedelta(seconds=3), renew=0.5, retry=0.1, margin=0.5)
"""For who takes over soon."""


@dataclass(frozen=True)
class Here:
    """A bot that runs in this process."""

    program: Program
    chat: Chat
    store: SqlStore

    async def trouble(self) -> str:
        """Return what `/health` says of Matrix."""
        parts = (await self.program.condition()).parts
        return next(part.trouble for part in parts if part.name == self.chat.platform)

    async def is_well(self, seconds: float = 20) -> None:
        """Wait until nothing is wrong with Matrix."""

        async def well() -> bool:
            return not await self.trouble()

        await until(well, seconds)

    async def is_troubled(self, words: str, seconds: float = 20) -> None:
        """Wait until it says of Matrix that this is wrong."""

        async def troubled() -> bool:
            return words in await self.trouble()

        await until(troubled, seconds)


@asynccontextmanager
async def bot_here(
    installation: Installation,
    *,
    now: Callable[[], datetime] = utc_now,
    rhythm: Rhythm = USUAL,
    claims: timedelta = timedelta(seconds=30),
    keys: KeyFolder | None = None,
) -> AsyncIterator[Here]:
    """Run a bot in this process during the block; what it is doing at the end is finished."""
    store = SqlStore(installation.database, keys)
    try:
        (chat,) = configured_chats(installation.settings)
        timing = Timing(now, monotonic, rhythm, claims)
        program = await alone(store, chat, timing, installation.settings.policy)
        async with meanwhile(program.run()):
            yield Here(program, chat, store)
    finally:
        await store.close()


@dataclass(frozen=True)
class Orders:
    """How a process of a bot is to run; `ahead` is how much later it is for this process than for others."""

    installation: Installation
    ahead: timedelta
    rhythm: Rhythm = USUAL
    claims: timedelta = timedelta(seconds=30)


def later_process(installation: Installation, minutes: int) -> AbstractAsyncContextManager[Child]:
    """Run the bot in a process for which it is so many minutes later: what a dead one held is free then."""
    orders = Orders(installation, timedelta(minutes=minutes))
    return child(run_later, orders, installation.folder / "log")


def hasty_process(installation: Installation) -> AbstractAsyncContextManager[Child]:
    """Run the bot in a process from which another one takes over soon, when it dies or is paused."""
    orders = Orders(installation, timedelta(), QUICK, timedelta(seconds=4))
    return child(run_later, orders, installation.folder / "log")


def run_later(orders: Orders) -> None:
    """Run until killed."""
    asyncio.run(_run(orders))


async def _run(orders: Orders) -> None:
    def now() -> datetime:
        return utc_now() + orders.ahead

    async with bot_here(orders.installation, now=now, rhythm=orders.rhythm, claims=orders.claims):
        await asyncio.Event().wait()
