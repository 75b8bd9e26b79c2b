"""Somebody whose keys to begin with are no keys: the bot goes on, and everybody else reads what it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from vodozemac import Account

from tests.matrix.bot_process import Installation
from tests.matrix.crypto_peer import SecretPeer, tell_in_clear
from tests.matrix.events import ENCRYPTED
from tests.matrix.installing import Install, answer_to, entered, question, running
from tests.matrix.olm import ALGORITHM, Olm
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy
from tests.matrix.signing import encoded

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]

_CLAIM = "POST .*/keys/claim"


@pytest.fixture
async def mallory(newcomer: Newcomer) -> tuple[Peer, Olm]:
    """Give somebody with one device, whose keys are signed as they should be, and are none."""
    peer = await newcomer("mallory")
    olm = Olm(peer.client, peer.id, peer.account.device_id)
    await olm.publish_nonsense()
    return peer, olm


async def test_a_device_without_real_keys_is_only_invited(
    install: Install, secret_newcomer: SecretNewcomer, mallory: tuple[Peer, Olm]
) -> None:
    """Its keys cannot be used, so it is left out; the others in the room read every answer."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, mallory[0].id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
        asked = await anna.peer.say(room, question("drones"))
        assert (await answer_to(anna.peer, room, bot, asked)).secret
    assert not anna.troubles


async def test_a_device_without_real_keys_asks_to_begin_anew(
    install: Install, secret_newcomer: SecretNewcomer, mallory: tuple[Peer, Olm], proxy: FaultProxy
) -> None:
    """What it says cannot be read, nor can anything be begun with it: the bot lives and goes on hearing."""
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    peer, olm = mallory
    async with running(bot):
        theirs = await peer.create_room(bot.account.user_id, encrypted=True, name="Van Mallory")
        await peer.sees(theirs, lambda seen: seen.type == ENCRYPTED and seen.sender == bot.account.user_id)
        before = len(proxy.passed(_CLAIM))
        await _says_what_cannot_be_read(peer, olm, bot)
        await proxy.comes(_CLAIM, before + 1, seconds=20)
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
        await entered(anna.peer, room, bot)
        asked = await anna.peer.say(room, question("drones"))
        assert (await answer_to(anna.peer, room, bot, asked)).secret
    assert not anna.troubles


async def _says_what_cannot_be_read(peer: Peer, olm: Olm, bot: Installation) -> None:
    """Tell the bot's devices something in a session that they do not have, as if they had lost it."""
    one, other = Account(), Account()
    other.generate_one_time_keys(1)
    (key,) = other.one_time_keys.values()
    first = one.create_outbound_session(other.curve25519_key, key)
    begun = first.encrypt(b"x").to_pre_key()
    assert begun
    second, _ = other.create_inbound_session(one.curve25519_key, begun)
    number, body = second.encrypt(b"y").to_parts()
    for name, keys in (await peer.devices_of(bot.account.user_id)).items():
        said = {keys["keys"][f"curve25519:{name}"]: {"type": number, "body": encoded(body)}}
        content = {"algorithm": ALGORITHM, "sender_key": olm.curve25519, "ciphertext": said}
        await tell_in_clear(peer.client, bot.account.user_id, name, ENCRYPTED, content)
