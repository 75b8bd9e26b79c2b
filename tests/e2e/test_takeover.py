"""A process that is slower than its claim: another takes over, and still everything happens once.

Two programs run here over one database with a clock that the test moves, so that the moments are exact.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule as Permission
from bot.messages.markup import Plain
from bot.messages.reply import say
from storage.store import SqlStore
from tests.e2e.counting import at_rest
from tests.platforms.assembly import chats, prepared
from tests.platforms.chats import LookupChat
from tests.platforms.driving import Platform, platform_here
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile, until
from tests.platforms.wire import HELD_UP, OUTAGE, Rule, Said

LEASE = timedelta(seconds=30)
ANNA = Said("zoek iets", account="anna", room="anna", direct=True)


@dataclass(frozen=True)
class Pair:
    """Two programs at work, what they share, and how often each command was begun."""

    platform: Platform
    clock: Clock
    database: str
    begun: list[str]
    go_on: asyncio.Event

    async def has_begun(self, times: int) -> bool:
        """Say whether the command was begun so many times."""
        return len(self.begun) == times

    async def text(self) -> str:
        """Return what Anna can read, once everything is done."""
        await at_rest(self.database, [self.platform], seconds=10)
        return "".join(shown.text for shown in await self.platform.shown())


def pondering(begun: list[str], go_on: asyncio.Event) -> Command:
    """Return a command that ponders before it answers."""

    async def run(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
        del arguments, desk
        begun.append(request.origin.event)
        await go_on.wait()
        return Response(say((Plain(f"gepeinsd {len(begun)}"),)))

    return Command(
        dutch=Wording("peins", "", ("peins",)),
        english=Wording("ponder", "", ("ponder",)),
        summary="ponders",
        arguments="",
        rule=Permission(Role.MEMBER),
        effect=Effect.READS,
        run=run,
    )


@pytest.fixture
async def pair(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pair]:
    """Run two programs that look at the clock often."""
    monkeypatch.setattr("bot.pump.POLL", 0.02)
    clock, begun, go_on = Clock(), list[str](), asyncio.Event()
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(platform_here(LookupChat.platform))
        for _ in range(2):
            store = SqlStore(database_url)
            stack.push_async_callback(store.close)
            session = await stack.enter_async_context(ClientSession())
            own = chats({platform.name: platform.url}, session)
            commands = (pondering(begun, go_on),)
            program = await prepared(store, own, now=clock, lease=LEASE, commands=commands)
            await stack.enter_async_context(meanwhile(program.run()))
        yield Pair(platform, clock, database_url, begun, go_on)


async def test_a_slow_handler_that_is_overtaken_says_nothing(pair: Pair) -> None:
    """When a message was taken over by another process, only one of the two answers it."""
    await pair.platform.say(Said("peins", account="anna", room="anna", direct=True))
    await until(lambda: pair.has_begun(1))
    pair.clock.forward(LEASE + timedelta(seconds=1))
    await until(lambda: pair.has_begun(2))
    pair.go_on.set()
    assert await pair.text() == "gepeinsd 2"


async def test_a_reply_of_many_parts_is_never_sent_by_two(pair: Pair) -> None:
    """A part is not begun when the claim may end before it is out; who takes over goes on from there."""
    await pair.platform.rule(Rule(HELD_UP))
    await pair.platform.say(ANNA)
    await pair.platform.until_held(1)
    pair.clock.forward(LEASE * 0.9)
    await pair.platform.rule(Rule(HELD_UP, words="er wel is"))
    await pair.platform.until_shown(lambda shown: len(shown) == 1)
    pair.clock.forward(LEASE * 0.2)
    await pair.platform.until_held(1)
    with pytest.raises(TimeoutError):
        await pair.platform.until_held(2, seconds=1)
    await pair.platform.rule()
    text = await pair.text()
    assert (text.count("“iets”"), text.count("er wel is")) == (1, 1)


async def test_an_overtaken_sender_that_fails_lets_go_quietly(
    pair: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    """A send that fails after its row was taken over changes nothing, and breaks nothing either."""
    await pair.platform.rule(Rule(HELD_UP))
    await pair.platform.say(ANNA)
    await pair.platform.until_held(1)
    pair.clock.forward(LEASE + timedelta(seconds=1))
    await pair.platform.until_held(2)
    await pair.platform.rule(Rule(OUTAGE))
    await pair.platform.requests(4)
    await pair.platform.rule()
    pair.clock.forward(LEASE)
    assert (await pair.text()).count("“iets”") == 1
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
