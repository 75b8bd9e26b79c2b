"""With whose devices the bot talks in encrypted rooms: any, or only those that their owner signed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.bot_process import Installation
from tests.matrix.crypto_peer import SecretPeer, secret_person
from tests.matrix.devices import CrossSigning
from tests.matrix.events import ENCRYPTED, MESSAGE, Event
from tests.matrix.installing import Install, answer_to, entered, question, running, said_in_log, with_settings
from tests.matrix.synapse import Synapse
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[SecretPeer]]


async def test_unsigned_devices_are_talked_with_by_default(
    install: Install, secret_newcomer: Newcomer
) -> None:
    """Unless it is set otherwise a device that nobody signed is talked with, and the log says which way."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
        await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("drones")))
    assert "by the policy ignore-unverified" in said_in_log(bot)
    assert anna.peer.id not in said_in_log(bot)


async def test_only_signed_devices(install: Install, secret_newcomer: Newcomer) -> None:
    """With `require-verified` an unsigned device is not read and gets no keys, until its owner signs it."""
    bot = install(encryption="require-verified")
    anna, bert = await secret_newcomer("anna"), await secret_newcomer("bert")
    await anna.vouch()
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, bert.peer.id, encrypted=True, name="Kamer")
        await bert.peer.join(room)
        await entered(anna.peer, room, bot)
        first = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("drones")))
        unread = await bert.peer.say(room, question("katten"))
        await _logs(bot, "a message of a device that its owner did not sign is left out")
        second = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("honden")))
        await bert.peer.sees(room, lambda seen: seen.id == second.id)
        hidden = {seen.id for seen in bert.peer.timeline(room) if seen.type == ENCRYPTED}
        assert {first.id, second.id} <= hidden
        await bert.vouch()
        asked = await bert.peer.say(room, question("vissen"))
        for each in (bert, anna):
            await answer_to(each.peer, room, bot, asked)
        assert unread not in {seen.thread for seen in anna.peer.shown(room, bot.account.user_id)}
    assert "by the policy require-verified" in said_in_log(bot)
    assert not [name for name in (anna.peer.id, bert.peer.id) if name in said_in_log(bot)]


async def test_unsigned_devices_again(install: Install, secret_newcomer: Newcomer) -> None:
    """Who was left out by `require-verified` reads the bot again when it is set back."""
    bot, anna = install(encryption="require-verified"), await secret_newcomer("anna")
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
        hidden = await anna.peer.sees(room, lambda seen: _is_said_by(bot, seen))
        assert hidden.type == ENCRYPTED
    back = with_settings(bot, encryption="ignore-unverified")
    async with running(back):
        asked = await anna.peer.say(room, question("drones"))
        assert (await answer_to(anna.peer, room, back, asked)).secret


async def test_a_changed_master_key(synapse: Synapse, install: Install, secret_newcomer: Newcomer) -> None:
    """The first master key of somebody counts: a device that another one vouches for gets no answer."""
    bot, anna = install(encryption="require-verified"), await secret_newcomer("anna")
    await anna.vouch()
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
        await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("drones")))
    account = synapse.login(anna.peer.account)
    async with secret_person(synapse.url, account) as second, running(bot):
        taken = CrossSigning(anna.peer.id)
        await taken.publish(second.peer.client, account.password)
        await taken.vouch(second.peer.client, account.device_id)
        await second.peer.say(room, question("katten"))
        await _logs(bot, "somebody has another master key than before; see pins.json in the store")
        await _logs(bot, "a message of a device that its owner did not sign is left out")
    assert anna.peer.id not in said_in_log(bot)


def _is_said_by(bot: Installation, seen: Event) -> bool:
    return seen.sender == bot.account.user_id and seen.type in {ENCRYPTED, MESSAGE}


async def _logs(bot: Installation, words: str) -> None:
    async def there() -> bool:
        return words in said_in_log(bot)

    await until(there, 20)
