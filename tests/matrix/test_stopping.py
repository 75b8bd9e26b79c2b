"""The bot is stopped while it waits for news."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic

from tests.matrix.counting import at_rest
from tests.matrix.installing import Install, entered, running
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_stopping_waits_for_no_news(install: Install, newcomer: Newcomer, proxy: FaultProxy) -> None:
    """Pitfall 26: the homeserver may keep the bot waiting for half a minute, but not when it has to stop."""
    bot, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")

    async def waits() -> bool:
        last = proxy.passed("GET .*/sync.*timeout=30000")
        return bool(last) and last[-1].status is None

    async with running(bot):
        await entered(anna, await anna.create_room(bot.account.user_id, name="Kamer"), bot)
        await at_rest(bot.database)
        await until(waits)
        begun = monotonic()
    assert monotonic() - begun < 10
