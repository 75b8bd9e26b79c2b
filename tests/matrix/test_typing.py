"""The sign that the bot is at work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic

from tests.matrix.installing import Install, running
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_at_work(install: Install, newcomer: Newcomer, proxy: FaultProxy) -> None:
    """It is there when an answer takes longer than a second, not sooner, and goes when that comes."""
    installed, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")
    bot = Resident(installed, installed.account)

    def at_work() -> list[bool]:
        passed = [seen for seen in anna.watch.passing if (seen.room, seen.type) == (room, "m.typing")]
        return [bot.id in seen.content["user_ids"] for seen in passed]

    async with running(installed):
        room = await bot.room(anna)
        held = proxy.put(Trouble.HANG, "PUT .*/send/m.room.message/")
        begun, before = monotonic(), len(proxy.passed("PUT .*/typing/"))
        asked = await anna.say(room, "!voorloper help")
        await anna.until(lambda: at_work()[-1:] == [True], 30)
        shown = proxy.passed("PUT .*/typing/")[before]
        assert shown.at - begun >= 1
        assert not bot.under(anna, room, asked)
        held.release()
        await bot.answers(anna, room, asked)
        await anna.until(lambda: at_work()[-1:] == [False], 30)
