"""The one path survives what happens to it: the bot is killed at random moments and nobody notices."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.e2e.counting import Talks, at_rest
from tests.platforms.assembly import PLATFORMS
from tests.platforms.driving import bot_process, platform_process

LEASE = 2.0  # seconds: how long the rows of a killed process stay its own


@dataclass(frozen=True)
class Scale:
    """How much is said, how often the bot is killed, and which part of all requests meets trouble."""

    conversations: int
    messages: int
    kills: int
    faults: float


SMALL = Scale(conversations=6, messages=20, kills=3, faults=0.03)
LARGE = Scale(conversations=20, messages=40, kills=60, faults=0.05)


@pytest.mark.parametrize(
    "scale", [pytest.param(SMALL, id="small"), pytest.param(LARGE, id="large", marks=pytest.mark.soak)]
)
@pytest.mark.parametrize("name", PLATFORMS)
async def test_every_message_is_answered_exactly_once_and_in_order(
    name: str, scale: Scale, database_url: str, seed: int, log: Path
) -> None:
    """A bot that is killed again and again loses nothing, doubles nothing and mixes nothing up."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    async with platform_process(name, seed, scale.faults, log) as platform:
        talks = Talks(platform, scale.conversations, random)
        await talks.begin()
        for _ in range(scale.kills):
            await talks.wave(scale.messages)
            async with bot_process(database_url, [platform], LEASE, log):
                await platform.requests(random.randint(1, 3 * scale.messages))
        await talks.wave(scale.messages)
        async with bot_process(database_url, [platform], LEASE, log) as bot:
            await at_rest(database_url, [platform], seconds=60 + scale.kills)
            assert await talks.loss() is None
            await platform.close()
            assert await asyncio.wait_for(bot.wait(), 10) == 0
