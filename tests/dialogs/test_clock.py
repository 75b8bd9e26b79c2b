"""Somebody sets the clock of the machine: nothing is said twice, stuck, or removed in haste."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters import clock as clock_adapter
from bot.domain.errors import VoorloperError
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Role
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.program import Program
from bot.scheduling import Scheduler
from storage.store import SqlStore
from tests.contract.examples import ANNA, THREAD, message
from tests.e2e.counting import at_rest
from tests.platforms.assembly import POLICY, chats, prepared
from tests.platforms.chats import LookupChat
from tests.platforms.driving import Platform, platform_here
from tests.platforms.outage import table_away
from tests.platforms.plaza import PLACE, RETENTION, Town, direct_message, town
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile
from tests.platforms.wire import HELD_UP, HOME, Rule, Said

YEAR = timedelta(days=365)
JUMPS = [pytest.param(YEAR, id="forward"), pytest.param(-YEAR, id="back")]
ADMINS = RoomKey(PlaceKey(LookupChat.platform, HOME), "admins")
TOLD = replace(POLICY, admin_room=ADMINS)


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
        own = chats({platform.name: platform.url}, session, longest=4000)
        program = await prepared(store, own, now=clock, steady=clock.steady)
        async with meanwhile(program.run()):
            await platform.rule(Rule(HELD_UP))
            await platform.say(Said("zoek iets", room="anna", direct=True))
            await platform.until_held(1)
            clock.set(jump)
            await platform.say(Said("zoek nog eens", room="bram", account="bram", direct=True))
            await platform.until_held(2)  # the pump looked again, and took this; not the first once more
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
        own = chats({platform.name: platform.url}, session, longest=4000)
        program = await prepared(store, own, now=clock, policy=TOLD, steady=clock.steady)
        await program.tick()
        async with store.begin() as tx:
            await tx.rooms.note_talk(THREAD, ANNA, clock())
        clock.set(YEAR)
        await program.tick()
        assert await remembers(store)
        async with meanwhile(program.run()):
            await platform.until_shown(lambda shown: any("klok" in each.text for each in shown))
        clock.set(-YEAR)
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
    clock.set(timedelta(days=2))
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


class Process:
    """The due work of one process, by the clock of its own machine."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self.clock = Clock()
        self._scheduler = Scheduler(store, RETENTION, TOLD)

    async def plan(self) -> None:
        """Begin."""
        await self._scheduler.plan(self.clock(), self.clock.steady())

    async def minutes(self, *together: Process, number: int = 1) -> None:
        """Let so many minutes go by in this process and in others."""
        for _ in range(number):
            for each in (self, *together):
                each.clock.forward(timedelta(minutes=1))
                await each._scheduler.tick(each.clock(), each.clock.steady())  # noqa: SLF001 - of the same class

    async def told(self) -> int:
        """Return how much waits to be said to the admins."""
        async with self.store.read() as tx:
            return await tx.outbox.open(ADMINS.place)


async def begun(store: SqlStore) -> Process:
    """Return a process that worked for a while on a database in which something stands."""
    process = Process(store)
    await process.plan()
    await process.minutes(number=2)
    async with store.begin() as tx:
        await tx.rooms.note_talk(THREAD, ANNA, process.clock())
    return process


async def test_a_jump_on_one_machine_removes_nothing_beside_another(processes: Sequence[SqlStore]) -> None:
    """As long as two machines disagree neither removes anything; the hour begins when they agree again."""
    right = await begun(processes[0])
    wrong = Process(processes[1])
    await wrong.plan()
    await right.minutes(wrong, number=3)
    wrong.clock.set(YEAR)
    await right.minutes(wrong, number=130)
    assert await remembers(right.store)
    assert await right.told() == 2  # each of them once
    wrong.clock.set(-YEAR)
    await right.minutes(wrong, number=59)
    async with right.store.begin() as tx:
        await tx.rooms.note_talk(THREAD, ANNA, right.clock() - timedelta(days=15))
    await right.minutes(wrong)
    assert await remembers(right.store)
    await right.minutes(wrong, number=2)
    assert not await remembers(right.store)


async def test_a_machine_that_is_wrong_from_its_start_removes_nothing(
    processes: Sequence[SqlStore],
) -> None:
    """It sees when the others last worked, and whoever is between two that are wrong hears of it as well."""
    right = await begun(processes[0])
    wrong = [Process(processes[1]), Process(processes[2])]
    for each in wrong:
        each.clock.set(YEAR)
        await each.plan()
    await right.minutes(*wrong, number=130)
    assert await remembers(right.store)


@pytest.mark.parametrize("starts", [1, 3])
async def test_a_restart_does_not_forget_the_jump(store: SqlStore, starts: int) -> None:
    """Whoever starts with a clock that is a year ahead waits an hour, and so does who starts within it."""
    before = again = await begun(store)
    for _ in range(starts):
        again = Process(store)
        again.clock.at = before.clock.at + YEAR
        await again.plan()
        await again.minutes(number=50)
        assert await remembers(store)
    assert await again.told() == 1
    await again.minutes(number=11)
    assert not await remembers(store)


async def test_a_jump_while_the_database_is_away_is_seen_afterwards(
    store: SqlStore, database_url: str
) -> None:
    """What could not be noted is not forgotten."""
    process = await begun(store)
    process.clock.set(YEAR)
    async with table_away(database_url, "cursor"):
        with pytest.raises(VoorloperError):
            await process.minutes()
    await process.minutes(number=50)
    assert await remembers(store)


async def test_a_bot_that_was_off_asks_nobody_about_its_clock(store: SqlStore) -> None:
    """After a quiet week it begins to remove an hour later, and the admins hear nothing."""
    before = await begun(store)
    again = Process(store)
    again.clock.at = before.clock.at + timedelta(days=20)
    await again.plan()
    await again.minutes(number=59)
    assert await remembers(store)
    await again.minutes(number=3)
    assert not await remembers(store)
    assert await again.told() == 0


async def test_a_database_that_was_away_for_hours_is_no_jump(store: SqlStore) -> None:
    """Who could not tick, and whose clock went on as it should, goes on at once."""
    process = await begun(store)
    process.clock.forward(timedelta(days=15))
    await process.minutes()
    assert not await remembers(store)
    assert await process.told() == 0


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
