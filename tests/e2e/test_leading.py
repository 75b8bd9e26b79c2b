"""A platform that takes one process at a time: one serves it, another takes over, and nothing is done twice.

Two programs run here over one database. The clock that leases end by is moved by the test; the seconds that a
program counts by itself stand still, so that only the database can tell it that its lease is lost.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from aiohttp import ClientSession

from bot.domain.keys import PlaceKey
from bot.domain.people import Role
from bot.leading import Rhythm
from bot.messages.incoming import FileShared
from bot.ports.knowledge import Change
from bot.ports.wishes import Wish
from bot.program import Program
from storage.store import SqlStore
from tests.e2e.counting import Talks, assert_calm, at_rest
from tests.platforms.alone import Gate, LoneChat, Timing, alone
from tests.platforms.assembly import chats, utc_now
from tests.platforms.chats import RedeliveringChat, incoming
from tests.platforms.driving import Platform, bot_process, platform_here, platform_process
from tests.platforms.processes import Child
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile, until
from tests.platforms.wire import HELD_UP, HOME, Rule, Said

NAME = RedeliveringChat.platform
PLACE = PlaceKey(NAME, HOME)
ANNA = Said(account="anna", room="anna", direct=True)
LASTS = timedelta(seconds=15)
QUICK = Rhythm(LASTS, renew=1000, retry=0.02, margin=0)
"""So that nobody notices by itself that it lost its lease."""


@dataclass(frozen=True)
class One:
    """A program, whether it hears, and what holds it up."""

    program: Program
    chat: LoneChat
    gate: Gate

    async def hears(self) -> bool:
        """Say whether it hears now."""
        return self.chat.hearing

    async def is_held_up(self) -> bool:
        """Say whether anything of it waits at the gate."""
        return self.gate.waiting > 0


class Crowd:
    """Programs over one database, on one platform."""

    def __init__(self, platform: Platform, database: str, stack: AsyncExitStack) -> None:
        self.platform = platform
        self.database = database
        self.clock = Clock()
        self._stack = stack

    async def one(self, timing: Timing | None = None) -> One:
        """Prepare one more program."""
        store = SqlStore(self.database)
        self._stack.push_async_callback(store.close)
        session = await self._stack.enter_async_context(ClientSession())
        (chat,) = chats({NAME: self.platform.url}, session, longest=1000)
        gate, lone = Gate(store), LoneChat(chat)
        program = await alone(gate, lone, timing or Timing(self.clock, self.clock.steady, QUICK))
        return One(program, lone, gate)

    async def say(self, *words: str) -> None:
        """Let Anna look for these words."""
        await self.platform.say(*(replace(ANNA, text=f"zoek {word}") for word in words))

    async def answered(self, word: str) -> None:
        """Wait until an answer repeats this word."""
        await self.platform.until_shown(lambda shown: any(f"“{word}”" in each.text for each in shown))

    async def counted(self, *words: str) -> Sequence[int]:
        """Return how often each word was answered, once everything is done."""
        await at_rest(self.database, [self.platform], seconds=10)
        text = "".join(shown.text for shown in await self.platform.shown())
        return [text.count(f"“{word}”") for word in words]


@pytest.fixture
async def crowd(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Crowd]:
    """Serve a platform, and have programs there that look at the database often."""
    monkeypatch.setattr("bot.pump.POLL", 0.02)
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(platform_here(NAME))
        yield Crowd(platform, database_url, stack)


@asynccontextmanager
async def leader_and_other(crowd: Crowd, rhythm: Rhythm = QUICK) -> AsyncIterator[tuple[One, One]]:
    """Run two programs, of which the first hears."""
    timing = Timing(crowd.clock, crowd.clock.steady, rhythm)
    first, second = await crowd.one(timing), await crowd.one(timing)
    async with meanwhile(first.program.run()):
        await until(first.hears)
        async with meanwhile(second.program.run()):
            yield first, second


async def test_one_hears_and_answers(crowd: Crowd) -> None:
    """The other does not begin as long as the first goes on, however long that is."""
    async with leader_and_other(crowd) as (first, second):
        await crowd.say("een", "twee")
        await crowd.answered("twee")
        assert first.chat.hearing
        assert not second.chat.hearing
        assert await crowd.counted("een", "twee") == [1, 1]


async def test_who_stops_lets_another_begin_at_once(crowd: Crowd) -> None:
    """The lease is given back: nobody waits until it has run out, for the clock stands still."""
    first, second = await crowd.one(), await crowd.one()
    async with AsyncExitStack() as beside:
        async with meanwhile(first.program.run()):
            await until(first.hears)
            await beside.enter_async_context(meanwhile(second.program.run()))
        await until(second.hears)
        await crowd.say("een")
        assert await crowd.counted("een") == [1]


async def test_a_paused_holder_stores_nothing(crowd: Crowd) -> None:
    """What it had read when it was paused it cannot store any more, and where another has read to stays."""
    async with leader_and_other(crowd) as (first, second):
        await crowd.say("een")
        await crowd.answered("een")
        first.gate.close()
        await crowd.say("twee")
        await until(first.is_held_up)
        crowd.clock.set(LASTS)
        await until(second.hears)
        await crowd.say("drie")
        await crowd.answered("drie")
        first.gate.open()
        await until(lambda: _stopped(first))
        assert await crowd.counted("een", "twee", "drie") == [1, 1, 1]
        assert await second.program.cursor(NAME) == "3"
        assert second.chat.hearing


async def test_a_paused_holder_marks_nothing(
    crowd: Crowd, store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    """A part that went out while its lease was lost is not marked; whoever took over sends it once more."""
    caplog.set_level(logging.INFO, "bot.delivery")
    first, second = await crowd.one(), await crowd.one()
    async with AsyncExitStack() as beside:
        async with meanwhile(first.program.run()):
            await until(first.hears)
            await beside.enter_async_context(meanwhile(second.program.run()))
            await crowd.platform.rule(Rule(HELD_UP))
            await crowd.say("een")
            await crowd.platform.until_held(1)
            first.gate.close()
            crowd.clock.set(LASTS)
            await until(second.hears)
            await crowd.platform.rule()
            await crowd.answered("een")
            first.gate.open()
            await until(lambda: _was_taken_over(caplog))
        async with store.read() as tx:
            assert await tx.outbox.open(PLACE) == 1
        crowd.clock.set(timedelta(minutes=1))
        assert await crowd.counted("een") == [1]


async def test_a_holder_that_cannot_renew_stops_in_time(crowd: Crowd) -> None:
    """By the seconds it counts itself, for the database does not answer; afterwards it waits for its turn."""
    rhythm = Rhythm(timedelta(seconds=1), renew=0.1, retry=0.05, margin=0.2)
    timing = Timing(utc_now, monotonic, rhythm)
    first, second = await crowd.one(timing), await crowd.one(timing)
    async with meanwhile(first.program.run()):
        await until(first.hears)
        async with meanwhile(second.program.run()):
            first.gate.close()
            await until(lambda: _stopped(first))
            await until(second.hears)
            first.gate.open()
            await crowd.say("een")
            assert await crowd.counted("een") == [1]
            assert not first.chat.hearing


async def test_who_does_not_serve_a_platform_still_answers_its_questions(
    crowd: Crowd, store: SqlStore
) -> None:
    """It handles what came in; the answer waits until somebody may send it."""
    now = crowd.clock()
    async with store.begin() as tx:
        held = await tx.leases.take(NAME, "somebody", now, now + LASTS)
    assert held
    here = await crowd.one()
    said = replace(ANNA, text="zoek een", event="e1", message="m1", at=now)
    async with meanwhile(here.program.run()):
        await here.program.accept([incoming(NAME, said)])
        await until(lambda: _answer_waits(store))
        assert await crowd.platform.shown() == ()
        async with store.begin() as tx:
            await tx.leases.release(held)
        await crowd.answered("een")


async def test_a_file_is_fetched_by_who_serves_its_platform(crowd: Crowd, store: SqlStore) -> None:
    """Whoever else claims the message leaves it, as often as that takes, and no attempt is lost with that."""
    said = incoming(NAME, replace(ANNA, event="e1", message="m1", at=crowd.clock()))
    async with store.begin() as tx:
        await tx.people.add(said.origin.sender.account, Role.ADMIN, Change(None, crowd.clock()))
    # however far the clock is moved on while one leaves it for the other, the lease lasts
    async with leader_and_other(crowd, replace(QUICK, lasts=timedelta(days=1))) as (first, second):
        await second.program.accept([FileShared(said.origin, "f1", "lessen.csv", "text/csv", 9)])

        async def told() -> bool:
            crowd.clock.forward(timedelta(seconds=1))
            return any("Ik kon lessen.csv niet ophalen" in each.text for each in await crowd.platform.shown())

        await until(told)
        assert first.chat.fetched + second.chat.fetched == ["f1"]


async def test_what_somebody_wrote_is_read_back_by_who_serves_its_platform(
    crowd: Crowd, store: SqlStore
) -> None:
    """As with a file: whoever else claims the yes leaves it."""
    yes = incoming(NAME, replace(ANNA, text="deel W1", event="e1", message="m1", at=crowd.clock()))
    async with store.begin() as tx:
        await tx.wishes.add(Wish(yes.origin.sender.account, yes.origin.conversation, "m0"), crowd.clock())
    async with leader_and_other(crowd, replace(QUICK, lasts=timedelta(days=1))) as (first, second):
        await second.program.accept([yes])

        async def asked() -> bool:
            crowd.clock.forward(timedelta(seconds=1))
            return any("Wat probeerden jullie?" in each.text for each in await crowd.platform.shown())

        await until(asked)
        assert first.chat.recalled + second.chat.recalled == ["m0"]


@pytest.mark.parametrize("kills", [2, pytest.param(30, marks=pytest.mark.soak)])
async def test_killed_holders_are_not_missed(kills: int, database_url: str, seed: int, log: Path) -> None:
    """Whichever of several processes dies at whatever moment, each message is answered once and in order."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(platform_process(NAME, seed, 0.02, log))
        talks = Talks(platform, 6, random)
        await talks.begin()

        async def process() -> Child:
            return await stack.enter_async_context(bot_process(database_url, [platform], log, lone=True))

        bots = [await process() for _ in range(2)]
        for _ in range(kills):
            await talks.wave(15)
            await platform.requests(random.randint(1, 40))
            await bots.pop(random.randrange(2)).kill()
            bots.append(await process())
        await at_rest(database_url, [platform], seconds=60 + 3 * kills)
        assert await talks.loss() is None
        await platform.close()
        assert [await bot.end() for bot in bots] == [0, 0]
    assert_calm(log)


async def _stopped(one: One) -> bool:
    return not one.chat.hearing


async def _was_taken_over(caplog: pytest.LogCaptureFixture) -> bool:
    return "was taken over by another process" in caplog.text


async def _answer_waits(store: SqlStore) -> bool:
    async with store.read() as tx:
        return await tx.inbox.open(PLACE) == 0 and await tx.outbox.open(PLACE) == 1
