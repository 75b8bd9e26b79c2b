"""Several processes over one database, and very many messages at once: each is answered exactly once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession

from bot.domain.keys import PlaceKey, RoomKey
from bot.messages.incoming import Incoming
from storage.store import SqlStore
from tests.e2e.counting import Talks, assert_calm, at_rest
from tests.platforms.assembly import PLATFORMS, POLICY, chats, prepared, utc_now
from tests.platforms.chats import RedeliveringChat, incoming
from tests.platforms.driving import bot_process, platform_here, platform_process
from tests.platforms.waiting import meanwhile
from tests.platforms.wire import HOME, Said

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
            await stack.enter_async_context(bot_process(database_url, platforms, log))
            for _ in range(PROCESSES)
        ]
        for _ in range(kills):
            for talk in talks:
                await talk.wave(15)
            await random.choice(platforms).requests(random.randint(1, 60))
            victim = bots.pop(random.randrange(PROCESSES))
            await victim.kill()
            bots.append(await stack.enter_async_context(bot_process(database_url, platforms, log)))
        await at_rest(database_url, platforms, seconds=60 + kills)
        for talk in talks:
            assert await talk.loss() is None
            await talk.platform.close()
        assert [await bot.end() for bot in bots] == [0] * PROCESSES
    assert_calm(log)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_takes_five_hundred_messages_at_once(
    store: SqlStore, database_url: str, log: Path
) -> None:
    """On SQLite 500 messages that come in at the same moment all get their answer, none of them twice."""
    words = [f"w{number:03}" for number in range(500)]
    name = RedeliveringChat.platform
    async with platform_process(name, 0, 0.0, log) as platform, ClientSession() as session:
        program = await prepared(store, chats({name: platform.url}, session, longest=1000))
        async with meanwhile(program.run()):
            await asyncio.gather(*(program.accept([_in_hall(name, word)]) for word in words))
            await at_rest(database_url, [platform], seconds=60)
        shown = await platform.shown()
    assert sorted(each.posting.thread or "" for each in shown) == words
    assert all(f"“{each.posting.thread}”" in each.text for each in shown)


async def test_admins_are_asked_once_however_many_come_at_once(store: SqlStore, database_url: str) -> None:
    """Twelve messages at the same moment from a place that nobody admitted are one request to the admins."""
    name = RedeliveringChat.platform
    policy = replace(POLICY, admin_room=RoomKey(PlaceKey(name, HOME), "admins"))
    async with platform_here(name) as platform, ClientSession() as session:
        program = await prepared(store, chats({name: platform.url}, session), policy=policy)
        strangers = [replace(_said(f"w{number}"), place="elsewhere") for number in range(12)]
        await asyncio.gather(*(program.accept([incoming(name, said)]) for said in strangers))
        async with meanwhile(program.run()):
            await at_rest(database_url, [platform], seconds=10)
        shown = await platform.shown()
    assert "".join(each.text for each in shown).count(f"{name}:elsewhere wil") == 1
    assert {(each.posting.place, each.posting.room) for each in shown} == {(HOME, "admins")}


async def test_batches_that_overlap_do_not_wait_for_each_other(store: SqlStore) -> None:
    """Two processes that take in the same events at once, newcomers among them, both succeed."""
    name = RedeliveringChat.platform
    async with platform_here(name) as platform, ClientSession() as session:
        program = await prepared(store, chats({name: platform.url}, session))
        known = _said("known")
        await program.accept([incoming(name, known)])
        for number in range(10):
            again = replace(known, event=f"again{number}", message=f"again{number}")
            one = (again, _said(f"one{number}"))
            other = (_said(f"other{number}"), again)
            await asyncio.gather(
                *(program.accept([incoming(name, said) for said in batch]) for batch in (one, other))
            )
        async with store.read() as tx:
            assert await tx.inbox.open(PlaceKey(name, HOME)) == 1 + 3 * 10


def _in_hall(platform: str, word: str) -> Incoming:
    """Return what one of a few people says in a thread of its own."""
    said = replace(_said(word), account=word[-1], room="hall", thread=word, direct=False)
    return incoming(platform, said)


def _said(word: str) -> Said:
    """Return what a person of their own says in a room of their own."""
    return Said(f"zoek {word}", account=word, room=word, direct=True, message=word, event=word, at=utc_now())
