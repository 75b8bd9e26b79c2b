"""The homeserver throws the bot out, or goes away; so does the database, and the clock jumps: it goes on."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import pytest

from storage.database.schema import migrate
from tests.matrix.bot_here import Here, bot_here
from tests.matrix.bot_process import Installation
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble
from tests.matrix.synapse import Synapse
from tests.platforms.assembly import utc_now
from tests.platforms.trouble import file_of, server_of_our_own
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]


async def test_a_soft_logout(install: Install, secret_newcomer: SecretNewcomer, synapse: Synapse) -> None:
    """Pitfall 15: when its token ended the bot logs in on the same device, and is understood there."""
    bot, anna = install(), await secret_newcomer("anna")
    async with _in_a_room(bot, anna) as (asking, _):
        before = await anna.devices(bot.account.user_id)
        await asyncio.to_thread(synapse.stop)
        synapse.expire(bot.account.user_id)
        await asyncio.to_thread(synapse.start)
        await asking.ask(3)
        await all_is_well(bot.database, asking, seconds=40)
        assert await anna.devices(bot.account.user_id) == before
    assert not anna.troubles


async def test_a_hard_logout(
    install: Install, secret_newcomer: SecretNewcomer, synapse: Synapse, caplog: pytest.LogCaptureFixture
) -> None:
    """Pitfalls 14 and 15: when its device was deleted the bot is a new one, signed, and goes on answering.

    Also with people whose client talks with signed devices only.
    """
    bot, anna = install(), await secret_newcomer("anna")
    await anna.vouch()
    anna.only_verified = True
    async with _in_a_room(bot, anna) as (asking, _):
        before = _device(bot)
        synapse.delete_device(bot.account.user_id, before)
        await anna.peer.send_as_it_is(asking.room, {}, "nl.voorbeeld.iets")

        async def is_new() -> bool:
            devices = await anna.devices(bot.account.user_id)
            return [each.id for each in devices if each.vouched_for] == [_device(bot)] != [before]

        await until(is_new)
        await asking.ask(3)
        await all_is_well(bot.database, asking)
        assert f"logged in on a new device: {_device(bot)}" in caplog.text


async def test_no_way_back_in(
    install: Install,
    newcomer: Newcomer,
    synapse: Synapse,
    proxy: FaultProxy,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Pitfall 8: without a password a deleted device is the end; the log says what to do, calmly."""
    made, anna = install(), await newcomer("anna")
    token = {"access_token": made.account.access_token, "device_id": made.account.device_id}
    bot = replace(made, homeserver=proxy.url, matrix={"password": None, **token})
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot) as here:
        await entered(anna, room, bot)
        synapse.delete_device(bot.account.user_id, bot.account.device_id)
        before, begun = len(proxy.requests), monotonic()
        await here.is_troubled("cannot log in")
        await proxy.comes("whoami", 3)
        assert len(proxy.requests) - before <= 6 + 3 * (monotonic() - begun)
    said = {record.getMessage() for record in caplog.records if record.levelno == logging.ERROR}
    (sentence,) = said
    assert sentence == (
        "cannot log in: The access token is not valid (any more), and there is no password. "
        "Put the [matrix] access_token of a new device with its device_id in the settings, or a password."
    )


async def test_the_homeserver_stops_and_dies(
    install: Install, secret_newcomer: SecretNewcomer, synapse: Synapse
) -> None:
    """In the midst of answering the homeserver is restarted, and killed: nobody notices afterwards."""
    bot, anna = install(), await secret_newcomer("anna")
    async with _in_a_room(bot, anna) as (asking, _):
        for kill in (False, True):
            await asking.ask(20)
            await asyncio.to_thread(synapse.stop, kill=kill)
            await asyncio.to_thread(synapse.start)
        await all_is_well(bot.database, asking, seconds=40)


async def test_the_database_is_held_by_another(
    install: Install, secret_newcomer: SecretNewcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock on the file of SQLite that lasts makes everything wait, and nothing else."""
    monkeypatch.setattr("storage.database.sqlite.WAIT", 0.05)
    bot, anna = install(), await secret_newcomer("anna")
    held = sqlite3.connect(file_of(bot.database), timeout=10, isolation_level=None, check_same_thread=False)
    with closing(held) as other:
        async with _in_a_room(bot, anna) as (asking, here):
            await asking.ask(5)
            await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
            await asking.ask(5)
            other.execute("ROLLBACK")
            await all_is_well(bot.database, asking, seconds=30)
            await here.is_well()


async def test_postgresql_stops_and_starts_again(install: Install, secret_newcomer: SecretNewcomer) -> None:
    """A server that is restarted under the bot costs time, and nothing else."""
    async with server_of_our_own() as server:
        await migrate(server.url)
        bot, anna = replace(install(), database=server.url), await secret_newcomer("anna")
        async with _in_a_room(bot, anna) as (asking, here):
            await asking.ask(5)
            await server.stop()
            await asking.ask(5)
            await server.start()
            await all_is_well(bot.database, asking, seconds=30)
            await here.is_well()


async def test_the_clock_jumps(install: Install, secret_newcomer: SecretNewcomer, proxy: FaultProxy) -> None:
    """With answers waiting the clock is set two hours ahead, and back: each is said once, in order."""
    ahead = [timedelta()]

    def now() -> datetime:
        return utc_now() + ahead[0]

    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    async with _in_a_room(bot, anna, now) as (asking, here):
        for hours in (2, 0):
            fails = proxy.put(Trouble.BAD_GATEWAY, "PUT .*/send/", times=2)
            await asking.ask(5)
            await proxy.met(fails)
            ahead[0] = timedelta(hours=hours)
            await all_is_well(bot.database, asking, seconds=30)
        await here.is_well()


@asynccontextmanager
async def _in_a_room(
    bot: Installation, anna: SecretPeer, now: Callable[[], datetime] = utc_now
) -> AsyncIterator[tuple[Asking, Here]]:
    """Let somebody ask in an encrypted room."""
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", encrypted=True)
    async with bot_here(bot, now=now, claims=timedelta(seconds=4)) as here:
        await entered(anna.peer, room, bot)
        asking = Asking(anna.peer, room, bot.account.user_id, secret=True)
        await asking.ask()
        await all_is_well(bot.database, asking)
        yield asking, here


def _device(bot: Installation) -> str:
    kept = json.loads((bot.folder / "keys" / "device.json").read_text(encoding="utf-8"))
    return str(kept["device_id"])
