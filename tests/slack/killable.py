"""The bot in a process of its own that lets go of its work soon after it is killed."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import monotonic

from adapters.slack.adapter import SlackChat
from adapters.slack.config import Config
from bot.domain.keys import PlaceKey
from bot.leading import USUAL
from storage.store import SqlStore
from tests.platforms.alone import Timing, alone
from tests.platforms.assembly import POLICY, utc_now
from tests.platforms.processes import Child, child

_CLAIMS = timedelta(seconds=4)
"""How long a killed process holds up what it was working on."""


@dataclass(frozen=True)
class Installation:
    """A bot: what is the same in each of its processes, and stays when they die."""

    database: str
    config: Config
    place: PlaceKey
    log: Path

    def process(self) -> AbstractAsyncContextManager[Child]:
        """Run the bot in a process, which is killed at the end of the block."""
        return child(run_bot, self, self.log)


def run_bot(installation: Installation) -> None:
    """Run until killed."""
    asyncio.run(_run(installation))


async def _run(installation: Installation) -> None:
    store = SqlStore(installation.database)
    policy = replace(POLICY, admitted=POLICY.admitted | {installation.place})
    chat = SlackChat(installation.config, utc_now)
    program = await alone(store, chat, Timing(utc_now, monotonic, USUAL, _CLAIMS), policy)
    await program.run()
