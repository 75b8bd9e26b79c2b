"""The bot's own device: signed by the bot at once, and again when it had to become another device."""

from __future__ import annotations

import json
import shutil
from collections.abc import Awaitable, Callable

from tests.matrix.bot_process import Installation
from tests.matrix.conftest import unique
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.devices import CrossSigning, Device
from tests.matrix.installing import (
    Install,
    answer_to,
    entered,
    question,
    running,
    said_in_log,
    with_settings,
)
from tests.matrix.peer import person
from tests.matrix.synapse import Account, Synapse
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[SecretPeer]]

_NEW = "logged in on a new device"


async def test_clients_that_leave_out_unsigned_devices(install: Install, secret_newcomer: Newcomer) -> None:
    """Pitfall 14: the bot signs its own device, so those clients talk with it from its first login on."""
    bot, anna = install(), await secret_newcomer("anna")
    anna.only_verified = True
    async with running(bot):
        room = await _together(anna, bot)
        await _asks(anna, room, bot)
        device = await _device(anna, bot)
    assert device.vouched_for
    async with running(bot):
        await _asks(anna, room, bot)
        assert await _device(anna, bot) == device


async def test_a_lost_key_store(install: Install, secret_newcomer: Newcomer) -> None:
    """Without the keys of its device the bot is a new device under the same signing keys, and says so."""
    bot, anna = install(), await secret_newcomer("anna")
    anna.only_verified = True
    async with running(bot):
        room = await _together(anna, bot)
        before, master = await _device(anna, bot), await _master(anna, bot)
    for file in (bot.folder / "keys").glob("*.db*"):
        file.unlink()
    async with running(bot):
        await _signed_anew(anna, bot, before)
        await _asks(anna, room, bot)
        after = await _device(anna, bot)
    assert (after.id != before.id, after.vouched_for) == (True, True)
    assert await _master(anna, bot) == master
    assert f"The keys of the device are not in [matrix] store_path: {_NEW}: {after.id}" in said_in_log(bot)
    assert f"device {after.id} is cross-signed" in said_in_log(bot)


async def test_everything_is_lost(install: Install, secret_newcomer: Newcomer) -> None:
    """When the signing keys are gone too, the password replaces them; people's clients see that."""
    bot, anna = install(), await secret_newcomer("anna")
    anna.only_verified = True
    async with running(bot):
        room = await _together(anna, bot)
        before, master = await _device(anna, bot), await _master(anna, bot)
    shutil.rmtree(bot.folder / "keys")
    async with running(bot):
        await _signed_anew(anna, bot, before)
        await _asks(anna, room, bot)
    after = await _device(anna, bot)
    assert (after.id != before.id, after.vouched_for) == (True, True)
    assert await _master(anna, bot) != master
    assert "new cross-signing keys: people who verified the bot before" in said_in_log(bot)


async def test_a_deleted_device(synapse: Synapse, install: Install, secret_newcomer: Newcomer) -> None:
    """Pitfall 15: after a hard logout the bot is a new device, signed again; the old one has no keys left."""
    bot, anna = install(), await secret_newcomer("anna")
    anna.only_verified = True
    async with running(bot):
        room = await _together(anna, bot)
        before, master = await _device(anna, bot), await _master(anna, bot)
        synapse.delete_device(bot.account.user_id, before.id)
        await _signed_anew(anna, bot, before)
        await _asks(anna, room, bot)
        assert await _master(anna, bot) == master
    assert f"not valid (any more): {_NEW}" in said_in_log(bot)


async def test_a_soft_logout(synapse: Synapse, install: Install, secret_newcomer: Newcomer) -> None:
    """Pitfall 15: after a soft logout the bot logs in on the same device, which keeps its keys."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot):
        room = await _together(anna, bot)
        before = await _device(anna, bot)
    synapse.stop()
    synapse.expire(bot.account.user_id)
    synapse.start()
    async with running(bot):
        await _asks(anna, room, bot)
    assert await _device(anna, bot) == before
    assert f"not valid (any more): logged in on the same device: {before.id}" in said_in_log(bot)


async def test_with_a_token_instead_of_a_password(
    synapse: Synapse, install: Install, secret_newcomer: Newcomer
) -> None:
    """A token with its device needs no password, until its keys are lost: the log then says what to do."""
    account, anna = synapse.register(unique("token")), await secret_newcomer("anna")
    bot = _with_token(install, account)
    anna.only_verified = True
    async with running(bot):
        room = await _together(anna, bot)
        await _asks(anna, room, bot)
        before = await _device(anna, bot)
    assert (before.id, before.vouched_for) == (account.device_id, True)
    shutil.rmtree(bot.folder / "keys")
    async with running(bot):
        await _logs(bot, "The keys of the device are not in [matrix] store_path, and there is no password.")
    async with running(with_settings(bot, password=account.password)):
        await _signed_anew(anna, bot, before)
        await _asks(anna, room, bot)
    assert f"store_path: {_NEW}" in said_in_log(bot)


async def test_other_signing_keys_and_no_password(
    synapse: Synapse, install: Install, secret_newcomer: Newcomer
) -> None:
    """A token cannot replace the signing keys of another client; the log says that a password does it."""
    account, anna = synapse.register(unique("token")), await secret_newcomer("anna")
    bot = _with_token(install, account)
    async with person(synapse.url, account) as elsewhere:
        await CrossSigning(account.user_id).publish(elsewhere.client)
    async with running(bot):
        room = await _together(anna, bot)
        await _asks(anna, room, bot)
        assert not (await _device(anna, bot)).vouched_for
    assert "give [matrix] password once" in said_in_log(bot)
    async with running(with_settings(bot, password=account.password)):
        await _asks(anna, room, bot)
        assert (await _device(anna, bot)).vouched_for


def _with_token(install: Install, account: Account) -> Installation:
    token = {"access_token": account.access_token, "device_id": account.device_id}
    return install(account=account, password=None, **token)


async def _together(anna: SecretPeer, bot: Installation) -> str:
    room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
    await entered(anna.peer, room, bot)
    return room


async def _asks(anna: SecretPeer, room: str, bot: Installation) -> None:
    asked = await anna.peer.say(room, question("drones"))
    assert (await answer_to(anna.peer, room, bot, asked, seconds=30)).secret


async def _device(anna: SecretPeer, bot: Installation) -> Device:
    """Return the device that the bot has now, as people see it."""
    now = json.loads((bot.folder / "keys" / "device.json").read_text(encoding="utf-8"))["device_id"]
    return next(each for each in await anna.devices(bot.account.user_id) if each.id == now)


async def _master(anna: SecretPeer, bot: Installation) -> object:
    user = bot.account.user_id
    answer = await anna.peer.client.ask("POST", "v3/keys/query", {"device_keys": {user: []}})
    return answer["master_keys"][user]["keys"]


async def _signed_anew(anna: SecretPeer, bot: Installation, before: Device) -> None:
    async def another() -> bool:
        now = [each for each in await anna.devices(bot.account.user_id) if each.id != before.id]
        return any(each.vouched_for for each in now)

    await until(another, 30)


async def _logs(bot: Installation, words: str) -> None:
    async def there() -> bool:
        return words in said_in_log(bot)

    await until(there, 30)
