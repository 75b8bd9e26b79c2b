"""Many questions at a time, and while the bot is down or dies: each is answered once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

import pytest

from tests.matrix.bot_here import bot_here, later_process
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]
_WAVE = 20


@pytest.mark.parametrize(
    ("questions", "rooms"),
    [
        (120, 1),
        pytest.param(500, 1, marks=pytest.mark.soak),
        pytest.param(500, 10, marks=pytest.mark.soak),
    ],
)
async def test_a_burst(questions: int, rooms: int, install: Install, newcomer: Newcomer) -> None:
    """Pitfalls 1 and 24: of questions at once none is passed over, and the order of each room is kept."""
    bot, anna = install(), await newcomer("anna")
    async with bot_here(bot):
        asking = []
        for _ in range(rooms):
            room = await anna.create_room(bot.account.user_id, name="Kamer")
            await entered(anna, room, bot)
            asking.append(Asking(anna, room, bot.account.user_id))
        await asyncio.gather(*(each.ask(questions // rooms) for each in asking))
        await all_is_well(bot.database, *asking, seconds=120)


async def test_questions_while_it_is_down(
    install: Install, newcomer: Newcomer, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pitfall 1: what a synchronisation leaves out is read back, over more pages than one."""
    monkeypatch.setattr("adapters.matrix.gaps._AT_ONCE", 20)
    bot, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot):
        await entered(anna, room, bot)
    asking = Asking(anna, room, bot.account.user_id)
    await asking.ask(150)
    async with bot_here(bot):
        await all_is_well(bot.database, asking, seconds=120)
    assert len(proxy.passed("/messages")) >= 3


@pytest.mark.parametrize("kind", ["encrypted", pytest.param("clear", marks=pytest.mark.soak)])
async def test_kills_in_the_midst_of_it(
    kind: str, install: Install, secret_newcomer: SecretNewcomer, seed: int, proxy: FaultProxy
) -> None:
    """Pitfalls 2 and 30: a bot that dies again and again, at whatever moment, loses and repeats nothing."""
    secret, random = kind == "encrypted", Random(seed)  # noqa: S311 - repeatable, not secret
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", encrypted=secret)
    asking = Asking(anna.peer, room, bot.account.user_id, secret=secret)
    async with later_process(bot, 0):
        await entered(anna.peer, room, bot)
        before = len(proxy.passed())  # a quick bot has answered many before the last is asked
        await asking.ask(_WAVE)
        await proxy.comes("", before + random.randint(1, 2 * _WAVE), seconds=30)
    for life in range(1, 5):
        async with later_process(bot, life):
            before = len(proxy.passed())
            await asking.ask(_WAVE)
            await proxy.comes("", before + random.randint(1, 2 * _WAVE), seconds=30)
        if secret:
            anna.rotate(room)
    async with later_process(bot, 5):
        await all_is_well(bot.database, asking, seconds=120)
    assert not anna.troubles
