"""Somebody sets the clock of the machine: nothing is said twice, stuck, or removed in haste."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters import clock as clock_adapter
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Role
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.ports.store import Work
from bot.program import Program
from storage.store import SqlStore
from tests.contract.examples import ANNA, THREAD, message
from tests.e2e.counting import at_rest
from tests.platforms.assembly import POLICY, chats, prepared
from tests.platforms.chats import LookupChat
from tests.platforms.driving import Platform, platform_here
from tests.platforms.plaza import PLACE, Clock, Town, direct_message, town
from tests.platforms.waiting import meanwhile
from tests.platforms.wire import HELD_UP, HOME, Rule, Said

YEAR = timedelta(days=365)
JUMPS = [pytest.param(YEAR, id="forward"), pytest.param(-YEAR, id="back")]
ADMINS = RoomKey(PlaceKey(LookupChat.platform, HOME), "admins")


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """Serve a platform."""
    async with platform_here(LookupChat.platform) as served:
        yield served


@pytest.mark.parametrize("jump", JUMPS)
async def test_what_is_being_said_is_said_once(
    jump: timedelta, platform: Platform, store: SqlStore, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message on its way when the clock is set is not sent a second time beside it."""
    monkeypatch.setattr("bot.pump.POLL", 0.02)
    clock = Clock()
    async with ClientSession() as session:
        own = chats({platform.name: platform.url}, store, session, longest=4000)
        program = await prepared(store, own, now=clock)
        async with meanwhile(program.run()):
            await platform.rule(Rule(HELD_UP))
            await platform.say(Said("zoek iets", room="anna", direct=True))
            await platform.until_held(1)
            clock.forward(jump)
            with pytest.raises(TimeoutError):
                await platform.until_held(2, seconds=0.5)
            await platform.rule()
            await at_rest(database_url, [platform], seconds=10)
            await platform.say(Said("zoek anders", room="anna", direct=True))
            await at_rest(database_url, [platform], seconds=10)
        text = "".join(shown.text for shown in await platform.shown())
    assert (text.count("“iets”"), text.count("“anders”")) == (1, 1)


async def test_what_a_killed_process_held_is_free_after_the_clock_was_set_back(store: SqlStore) -> None:
    """A claim of a process whose clock was a year ahead does not hold anybody up for a year."""
    clock = Clock()
    ahead = clock() + YEAR
    event = direct_message("bram", "nieuw", clock())
    async with store.begin() as tx:
        await tx.people.add(event.origin.sender.account, Role.MEMBER, Change(None, clock()))
        await tx.inbox.receive(event, clock())
        assert await tx.inbox.claim(Claim("killed", ahead + timedelta(seconds=30)), ahead, 1)
    async with town(store) as here:
        await here.program.settled(PLACE)
        assert [shown.text for shown in here.chat.shown if "nog niets" in shown.text]


async def planned(store: SqlStore) -> object:
    async with store.read() as tx:
        return await tx.due.next_at()


async def test_due_work_goes_on_after_the_clock_was_set_back(store: SqlStore, empty_town: Town) -> None:
    """What was planned by a clock that was ahead comes within the hour, as it always does."""
    await empty_town.program.tick()
    async with store.begin() as tx:
        await tx.due.plan(Work.RETENTION, "", empty_town.clock() + YEAR)
    await empty_town.program.tick()
    assert await planned(store) == empty_town.clock() + timedelta(hours=1)


async def test_a_jump_forward_removes_nothing_at_once(store: SqlStore, platform: Platform) -> None:
    """The admins hear of it and have an hour to set the clock right; then all is kept as ever."""
    clock = Clock()
    async with ClientSession() as session:
        own = chats({platform.name: platform.url}, store, session, longest=4000)
        program = await prepared(store, own, now=clock, policy=replace(POLICY, admin_room=ADMINS))
        await program.tick()
        async with store.begin() as tx:
            await tx.rooms.note_talk(THREAD, ANNA, clock())
        clock.forward(YEAR)
        await program.tick()
        assert await remembers(store)
        async with meanwhile(program.run()):
            await platform.until_shown(lambda shown: any("klok" in each.text for each in shown))
        clock.forward(-YEAR)
        await program.tick()
        assert await remembers(store)
        clock.forward(timedelta(minutes=61))
        await minutes(program, clock, 1)
        assert await remembers(store)


async def remembers(store: SqlStore) -> bool:
    async with store.read() as tx:
        return await tx.rooms.talks(THREAD, ANNA)


async def test_a_jump_that_was_right_is_followed_an_hour_later(store: SqlStore, empty_town: Town) -> None:
    """Time that really went by, such as of a machine that slept, removes what is too old, only later."""
    clock = empty_town.clock
    await empty_town.program.tick()
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1"), clock())
    clock.forward(timedelta(days=2))
    await empty_town.program.tick()
    assert await waits(store)
    await minutes(empty_town.program, clock, 61)
    assert not await waits(store)


async def minutes(program: Program, clock: Clock, number: int) -> None:
    """Let so many minutes go by, as they do."""
    for _ in range(number):
        clock.forward(timedelta(minutes=1))
        await program.tick()


async def waits(store: SqlStore) -> bool:
    async with store.read() as tx:
        return await tx.inbox.open(message("e1").origin.place) == 1


async def test_the_sweep_goes_on_whatever_the_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks come by the seconds that go by, not by a moment that the clock may never reach."""
    monkeypatch.setattr(clock_adapter, "_SWEEP_SECONDS", 0.01)
    ticks = 0
    three = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 2:
            raise RuntimeError
        if ticks == 3:
            three.set()

    clock = clock_adapter.Clock(tick)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", None)  # nothing asks what time it is
    clock.start()
    async with asyncio.timeout(10):
        await three.wait()
    await clock.stop()
