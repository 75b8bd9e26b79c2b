"""The one path survives what happens to it: the bot is killed at random moments and nobody notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from signal import SIGKILL

import pytest
from aiohttp import ClientSession

from storage.store import SqlStore
from tests.conftest import DATABASES
from tests.e2e.counting import Talks, assert_calm, at_rest
from tests.platforms.assembly import PLATFORMS, chats, prepared, utc_now
from tests.platforms.driving import bot_process, platform_process
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile


@dataclass(frozen=True)
class Scale:
    """How much is said, how often the bot is killed, and which part of all requests meets trouble."""

    conversations: int
    messages: int
    kills: int
    faults: float


_BOTH_ONCE = [("redelivering", "sqlite"), ("lookup", "postgresql")]
"""Every kind of platform and of database, without each of both; those are behind `--soak`."""

SMALL = Scale(conversations=6, messages=20, kills=2, faults=0.04)
LARGE = Scale(conversations=20, messages=40, kills=60, faults=0.05)


@pytest.mark.parametrize(
    "scale", [pytest.param(SMALL, id="small"), pytest.param(LARGE, id="large", marks=pytest.mark.soak)]
)
@pytest.mark.parametrize(
    ("name", "database_url"),
    [
        pytest.param(name, kind, marks=() if (name, kind) in _BOTH_ONCE else pytest.mark.soak)
        for name in PLATFORMS
        for kind in DATABASES
    ],
    indirect=["database_url"],
)
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
            async with bot_process(database_url, [platform], log):
                await platform.requests(random.randint(1, 3 * scale.messages))
        await talks.wave(scale.messages)
        async with bot_process(database_url, [platform], log) as bot:
            await at_rest(database_url, [platform], seconds=60 + scale.kills)
            assert await talks.loss() is None
            await platform.close()
            assert await bot.end() == 0
    assert_calm(log)


@pytest.mark.parametrize(
    ("name", "database_url"),
    _BOTH_ONCE,
    indirect=["database_url"],
)
async def test_a_kill_after_any_step_goes_unnoticed(
    name: str, store: SqlStore, database_url: str, log: Path
) -> None:
    """Whichever transaction or sent part is the last thing a process does, another goes on from there."""
    clock = Clock()
    async with platform_process(name, 0, 0.0, log) as platform, ClientSession() as session:
        talks = Talks(platform, 2, Random(0))  # noqa: S311 - repeatable, not secret
        await talks.begin()
        own = chats({name: platform.url}, session)
        steps, answered_before_death = 0, 0
        while answered_before_death < 3:  # by then nothing is left to be done
            steps += 1
            assert steps < 50
            ahead = clock() - utc_now()
            async with bot_process(database_url, [platform], log, ahead=ahead, steps=steps) as bot:
                assert await bot.end() == -SIGKILL
            answered_before_death += await talks.loss() is None
            clock.forward(timedelta(minutes=1))
            program = await prepared(store, own, now=clock)
            async with meanwhile(program.run()):
                await at_rest(database_url, [platform], seconds=10)
            assert await talks.loss() is None, f"killed after {steps} steps"
            await talks.wave(1)
    assert steps > 5  # taking in, handling, two parts, finishing
    assert_calm(log)
