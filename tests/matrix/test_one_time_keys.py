"""Keys with which others begin to talk with the bot: there is always one, also when all were taken."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from tests.matrix.bot_process import Installation
from tests.matrix.client import Json
from tests.matrix.crypto_peer import SecretPeer, use_up_keys
from tests.matrix.events import text
from tests.matrix.installing import Install, answer_to, entered, question, running
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[SecretPeer]]


async def test_all_keys_are_taken_while_the_bot_is_away(install: Install, secret_newcomer: Newcomer) -> None:
    """Pitfall 13: the fallback key answers meanwhile, its message is read, and all keys are given anew."""
    bot, anna, bert = install(), await secret_newcomer("anna"), await secret_newcomer("bert")
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, bert.peer.id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
    await bert.peer.join(room)
    assert await use_up_keys(anna.peer.client, *_device(bot)) >= 40
    fallback = await _claimed(anna, bot)
    assert fallback["fallback"] is True
    asked = await bert.peer.say(room, question("drones"))
    assert await _claimed(anna, bot) == fallback
    async with running(bot):
        await answer_to(bert.peer, room, bot, asked)

        async def given_anew() -> bool:
            return not (await _claimed(anna, bot)).get("fallback")

        await until(given_anew)
        assert await use_up_keys(anna.peer.client, *_device(bot)) >= 10
        await bert.peer.send(room, text("een kleinigheid"))  # the bot hears it, and looks after its keys
        await until(given_anew)
    assert await use_up_keys(anna.peer.client, *_device(bot)) >= 10
    assert (await _claimed(anna, bot))["key"] != fallback["key"]


async def _claimed(anna: SecretPeer, bot: Installation) -> Json:
    """Return the key with which somebody may begin now to talk with the bot; it is taken by that."""
    user, device = _device(bot)
    asked = {"one_time_keys": {user: {device: "signed_curve25519"}}}
    answer = await anna.peer.client.ask("POST", "v3/keys/claim", asked)
    (key,) = answer["one_time_keys"][user][device].values()
    told: Json = key
    return told


def _device(bot: Installation) -> tuple[str, str]:
    kept = json.loads((bot.folder / "keys" / "device.json").read_text(encoding="utf-8"))
    return bot.account.user_id, kept["device_id"]
