"""What can happen on the road to the homeserver: the bot recovers by itself, and says nothing twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import pytest

from tests.matrix.bot_here import bot_here
from tests.matrix.counting import Asking, all_is_well, at_rest
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]

PASSING = [each for each in Trouble if each is not Trouble.TOO_LARGE]
_APART = {Trouble.LOST, Trouble.LIMITED, Trouble.CUT}
_PASSING_WITH_KEYS = [
    each if each in _APART else pytest.param(each, marks=pytest.mark.soak) for each in PASSING
]
"""The transport treats the others as one of these; that it does is shown in the open."""

_GIVEN_KEY = "PUT .*/sendToDevice/"
_KEYS = ("POST .*/keys/upload", "POST .*/keys/query", "POST .*/keys/claim", _GIVEN_KEY)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot wait for answers for a moment only, so that what hangs is given up soon."""
    monkeypatch.setattr("adapters.matrix.transport._REQUEST", 1.0)
    monkeypatch.setattr("adapters.matrix.transport._PAUSE", 0.1)
    monkeypatch.setattr("adapters.matrix.invitations._PAUSES", (0.1, 0.2, 1.0))
    monkeypatch.setattr("adapters.matrix.listening._FIRST", 1.0)
    monkeypatch.setattr("adapters.matrix.listening._POLL", 2.0)
    monkeypatch.setattr("adapters.matrix.listening._SLACK", 1.0)


@pytest.mark.parametrize("trouble", PASSING)
async def test_troubles_in_the_open(
    trouble: Trouble, install: Install, newcomer: Newcomer, proxy: FaultProxy
) -> None:
    """Pitfalls 3, 8, 9 and 10: on coming in, hearing, sending, and the first synchronisation of a process."""
    bot, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")
    async with bot_here(bot):
        with met(proxy, trouble, "POST .*/join/"):
            room = await anna.create_room(bot.account.user_id, name="Kamer")
            await entered(anna, room, bot)
        asking = Asking(anna, room, bot.account.user_id)
        with met(proxy, trouble, "GET .*/sync", "PUT .*/send/"):
            await asking.ask(2)
            await all_is_well(bot.database, asking)
    await asking.ask()
    with met(proxy, trouble, "GET .*/sync.*full_state=true", "GET .*/sync"):
        async with bot_here(bot):
            await all_is_well(bot.database, asking)


@pytest.mark.parametrize("trouble", _PASSING_WITH_KEYS)
async def test_troubles_with_keys(
    trouble: Trouble, install: Install, secret_newcomer: SecretNewcomer, proxy: FaultProxy
) -> None:
    """Pitfalls 9, 11 and 12: whatever happens to keys, the first words in an encrypted room can be read.

    Only a key that is said to be given, `200 {}`, and is not, nobody can know of.
    """
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    places = [each for each in _KEYS if (trouble, each) != (Trouble.EMPTY, _GIVEN_KEY)]
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", encrypted=True)
    asking = Asking(anna.peer, room, bot.account.user_id, secret=True)
    with met(proxy, trouble, *places):
        async with bot_here(bot):
            await entered(anna.peer, room, bot)
            await asking.ask()
            await all_is_well(bot.database, asking)
    assert not anna.troubles


@pytest.mark.parametrize("place", _KEYS[2:])
async def test_keys_that_fail_for_long(
    place: str, install: Install, secret_newcomer: SecretNewcomer, proxy: FaultProxy
) -> None:
    """Pitfall 12: however often a key could not be given, the words wait for it, and can then be read."""
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", encrypted=True)
    fails = proxy.put(Trouble.BAD_GATEWAY, place, times=3)
    async with bot_here(bot):
        await anna.peer.reads(room, "Voorloper", seconds=60)
    assert fails.met == 3
    assert not anna.troubles


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.BAD_GATEWAY,
        Trouble.HANG,
        pytest.param(Trouble.LIMITED_BARE, marks=pytest.mark.soak),
        pytest.param(Trouble.EMPTY, marks=pytest.mark.soak),
    ],
)
async def test_an_outage(
    trouble: Trouble,
    install: Install,
    newcomer: Newcomer,
    proxy: FaultProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pitfall 8: while nothing works the bot asks less and less, and `/health` says so until it is over."""
    monkeypatch.setattr("adapters.matrix.adapter._SILENCE", 4.0)
    bot, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot) as here:
        await entered(anna, room, bot)
        await at_rest(bot.database)
        assert not await here.trouble()
        proxy.put(trouble, "", times=1_000_000)
        asking, before, begun = Asking(anna, room, bot.account.user_id), len(proxy.requests), monotonic()
        await asking.ask(3)
        await here.is_troubled("no synchronisation for ")
        assert len(proxy.requests) - before <= 4 + 3 * (monotonic() - begun)
        proxy.clear()
        await all_is_well(bot.database, asking)
        await here.is_well()
    async with proxy.closed(), bot_here(bot) as here:
        await here.is_troubled("out of reach")


async def test_a_homeserver_that_never_lets_us_begin(
    install: Install, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pitfall 28: when a first synchronisation takes too long `/health` says so, and it is asked for anew."""
    monkeypatch.setattr("adapters.matrix.adapter._SILENCE", 1.0)
    bot = replace(install(), homeserver=proxy.url)
    hangs = proxy.put(Trouble.HANG, "/sync.*full_state=true", times=2)
    async with bot_here(bot) as here:
        await here.is_troubled("no synchronisation for ")
        await proxy.met(hangs, 2)
        await here.is_well()


@contextmanager
def met(proxy: FaultProxy, trouble: Trouble, *patterns: str) -> Iterator[None]:
    """Put a trouble on the next request to each of these, and see that it met it."""
    faults = [proxy.put(trouble, pattern) for pattern in patterns]
    yield
    assert [(fault.pattern, fault.met) for fault in faults] == [(pattern, 1) for pattern in patterns]
