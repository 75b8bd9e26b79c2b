"""Several processes over one database, and very many messages at once: each is still answered exactly once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession

from bot.messages.incoming import Incoming
from storage.store import SqlStore
from tests.e2e.counting import Talks, at_rest
from tests.platforms.assembly import PLATFORMS, chats, prepared, utc_now
from tests.platforms.chats import RedeliveringChat, incoming
from tests.platforms.driving import bot_process, platform_here, platform_process
from tests.platforms.waiting import meanwhile
from tests.platforms.wire import Said

LEASE = 2.0  # seconds
PROCESSES = 3


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.soak)])
async def test_several_processes_answer_every_message_once(
    kills: int, database_url: str, seed: int, log: Path
) -> None:
    """Processes that serve the same platforms share the work; one that is killed is not missed."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    async with AsyncExitStack() as stack:
        platforms = [
            await stack.enter_async_context(platform_process(name, seed, 0.02, log)) for name in PLATFORMS
        ]
        talks = [Talks(platform, 6, random) for platform in platforms]
        for talk in talks:
            await talk.begin()
        bots = [
            await stack.enter_async_context(bot_process(database_url, platforms, LEASE, log))
            for _ in range(PROCESSES)
        ]
        for _ in range(kills):
            for talk in talks:
                await talk.wave(15)
            await random.choice(platforms).requests(random.randint(1, 60))
            victim = bots.pop(random.randrange(PROCESSES))
            victim.kill()
            await victim.wait()
            bots.append(await stack.enter_async_context(bot_process(database_url, platforms, LEASE, log)))
        await at_rest(database_url, platforms, seconds=60 + kills)
        for talk in talks:
            assert await talk.loss() is None
            await talk.platform.close()
        ends = await asyncio.wait_for(asyncio.gather(*(bot.wait() for bot in bots)), 15)
        assert ends == [0] * PROCESSES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_takes_five_hundred_messages_at_once(database_url: str) -> None:
    """On SQLite 500 messages that come in at the same moment all get their answer, none of them twice."""
    words = [f"w{number:03}" for number in range(500)]
    name = RedeliveringChat.platform
    store = SqlStore(database_url)
    async with platform_here(name) as platform, ClientSession() as session:
        program = await prepared(store, chats({name: platform.url}, store, session))
        async with meanwhile(program.run()):
            await asyncio.gather(*(program.accept([_searching(name, word)]) for word in words))
            await at_rest(database_url, [platform], seconds=60)
        shown = await platform.shown()
    await store.close()
    answered = Counter(each.posting.room for each in shown)
    assert answered.keys() == set(words)
    assert set(answered.values()) == {len(shown) // len(words)}
    assert all(any(word in each.text for each in shown) for word in words)


def _searching(platform: str, word: str) -> Incoming:
    said = Said(f"zoek {word}", account=word, room=word, direct=True, message=word, event=word, at=utc_now())
    return incoming(platform, said)
