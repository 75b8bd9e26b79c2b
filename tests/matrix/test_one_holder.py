"""Of several processes one has Matrix: when it dies or stands still another goes on, and nothing doubles."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from signal import SIGCONT, SIGSTOP
from time import monotonic

import pytest

from tests.matrix.bot_here import hasty_process, later_process
from tests.matrix.bot_process import Installation
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, entered, said_in_log
from tests.matrix.proxy import FaultProxy, road
from tests.matrix.synapse import Synapse
from tests.platforms.processes import Child
from tests.platforms.waiting import until

SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]
_SERVED, _NOT_SERVED = "matrix is served by this process", "matrix is not served by this process any more"


@dataclass(frozen=True)
class Pair:
    """Two installations of one bot over one database, each with a road of its own, and somebody who asks."""

    first: Installation
    second: Installation
    roads: tuple[FaultProxy, FaultProxy]
    anna: SecretPeer


@pytest.fixture
async def pair(
    install: Install, secret_newcomer: SecretNewcomer, synapse: Synapse, postgresql_url: str
) -> AsyncIterator[Pair]:
    """Make two installations that do not run yet, each with keys of its own."""
    made, anna = install(), await secret_newcomer("anna")
    other = made.folder / "other"
    other.mkdir()
    async with road(synapse.url) as one, road(synapse.url) as two:
        first = replace(made, database=postgresql_url, homeserver=one.url)
        second = replace(first, folder=other, homeserver=two.url)
        yield Pair(first, second, (one, two), anna)
    for each in (first, second):
        print("\n".join(said_in_log(each).splitlines()[-30:]))  # noqa: T201 - pytest shows it with a failure


def with_keys_of_the_first(pair: Pair) -> Installation:
    """Return the second installation as it is on the same machine: with the same folder of keys."""
    return replace(pair.second, matrix={"store_path": pair.first.folder / "keys"})


async def test_the_holder_dies(pair: Pair) -> None:
    """Pitfall 30: one hears and speaks; thirty seconds after a kill the other does, on the same device."""
    second = with_keys_of_the_first(pair)
    async with (
        serving(later_process(pair.first, 0), pair) as holder,
        later_process(second, 0),
        in_a_room(pair) as asking,
    ):
        await asking.ask(20)
        await all_is_well(pair.first.database, asking)
        assert not pair.roads[1].requests
        before = await pair.anna.devices(pair.first.account.user_id)
        begun = monotonic()
        await holder.kill()
        await asking.ask(5)
        await all_is_well(pair.first.database, asking, seconds=30)
        assert monotonic() - begun < 30
        assert await pair.anna.devices(pair.first.account.user_id) == before
    assert not pair.anna.troubles


async def test_another_machine_takes_over(pair: Pair) -> None:
    """Without the folder of keys the next holder is a new device, signed by the owner, and says so."""
    await pair.anna.vouch()
    pair.anna.only_verified = True
    async with (
        serving(hasty_process(pair.first), pair) as holder,
        hasty_process(pair.second),
        in_a_room(pair) as asking,
    ):
        (before,) = await _signed(pair)
        await holder.kill()

        async def is_new() -> bool:
            signed = await _signed(pair)
            return len(signed) == 1 and before not in signed

        await until(is_new, 30)
        await asking.ask(5)
        await all_is_well(pair.first.database, asking)
        (device,) = await _signed(pair)
    assert f"logged in on a new device: {device}" in said_in_log(pair.second)


async def test_a_paused_holder_wakes_up(pair: Pair) -> None:
    """What stood still while another machine took over changes nothing and says nothing any more."""
    room = in_a_room(pair, encrypted=False)
    async with serving(hasty_process(pair.first), pair) as holder, hasty_process(pair.second), room as asking:
        os.kill(holder.pid, SIGSTOP)
        await asking.ask(5)
        await all_is_well(pair.first.database, asking, seconds=40)
        os.kill(holder.pid, SIGCONT)
        await until(lambda: _says(pair.first, _NOT_SERVED))
        await asking.ask(5)
        await all_is_well(pair.first.database, asking)
        assert said_in_log(pair.second).count(_SERVED) == 1


async def test_a_holder_is_paused_in_the_midst_of_it(pair: Pair) -> None:
    """With one folder of keys the next waits for it: no key has two users, and no answer comes twice."""
    second = with_keys_of_the_first(pair)
    async with (
        serving(hasty_process(pair.first), pair) as holder,
        hasty_process(second),
        in_a_room(pair) as asking,
    ):
        await asking.ask(20)
        await pair.roads[0].more(10, "PUT .*/send/")
        os.kill(holder.pid, SIGSTOP)
        await until(lambda: _says(second, "waiting: Another process uses"), 30)
        assert not pair.roads[1].passed("/sync")
        os.kill(holder.pid, SIGCONT)
        await all_is_well(pair.first.database, asking, seconds=40)
        await pair.roads[1].comes("/sync")
    assert not pair.anna.troubles


@asynccontextmanager
async def serving(process: AbstractAsyncContextManager[Child], pair: Pair) -> AsyncIterator[Child]:
    """Run the first of the two, and begin when it has Matrix."""
    async with process as child:
        await until(lambda: _is_served_by(pair.first), 30)
        yield child


@asynccontextmanager
async def in_a_room(pair: Pair, *, encrypted: bool = True) -> AsyncIterator[Asking]:
    """Let Anna ask in a room where the bot is already."""
    peer, bot = pair.anna.peer, pair.first.account.user_id
    room = await peer.create_room(bot, name="Kamer", encrypted=encrypted)
    await entered(peer, room, pair.first)
    asking = Asking(peer, room, bot, secret=encrypted)
    await asking.ask()
    await all_is_well(pair.first.database, asking)
    yield asking


async def _signed(pair: Pair) -> list[str]:
    """Return the devices of the bot for which its owner vouches."""
    devices = await pair.anna.devices(pair.first.account.user_id)
    return [each.id for each in devices if each.vouched_for]


async def _is_served_by(installation: Installation) -> bool:
    return await _says(installation, _SERVED)


async def _says(installation: Installation, words: str) -> bool:
    return (installation.folder / "log").exists() and words in said_in_log(installation)
