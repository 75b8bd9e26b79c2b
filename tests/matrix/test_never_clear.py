"""A room that was ever seen encrypted gets no word in clear, whatever becomes of it or of the settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.matrix.bot_process import Installation
from tests.matrix.client import Json
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.events import ENCRYPTED, MESSAGE, text
from tests.matrix.installing import Install, answer_to, entered, question, running, said_in_log, with_settings
from tests.matrix.peer import ALGORITHM, Peer
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[SecretPeer]]

_ENCRYPTION = "m.room.encryption"
_REFUSED = "cannot be written in: the room is encrypted"


async def test_a_room_that_becomes_encrypted(install: Install, secret_newcomer: Newcomer) -> None:
    """From then on everything in it is encrypted, also a new version of what was said in clear before."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot):
        room = await anna.peer.create_room(bot.account.user_id, name="Kamer")
        await entered(anna.peer, room, bot)
        asked = await anna.peer.say(room, question("drones"))
        first = await answer_to(anna.peer, room, bot, asked)
        assert not first.secret
        await anna.peer.set_state(room, _ENCRYPTION, {"algorithm": ALGORITHM})
        second = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("katten")))
        await anna.peer.edit(room, asked, question("honden"))
        await anna.peer.sees(room, lambda seen: seen.replaces == first.id and seen.secret)
        assert second.secret
        assert _since_encrypted(anna.peer, room, bot) == [ENCRYPTED] * 2


@pytest.mark.parametrize("content", [{}, {"algorithm": "m.unknown.v9"}, {"algorithm": 7}])
async def test_odd_encryption(install: Install, secret_newcomer: Newcomer, content: Json) -> None:
    """An encryption that nobody knows counts as one, also after a restart and for a question in clear."""
    bot, anna = install(), await secret_newcomer("anna")
    odd = {"type": _ENCRYPTION, "state_key": "", "content": content}
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", initial_state=[odd])
    for _ in range(2):
        async with running(bot):
            await entered(anna.peer, room, bot)
            asked = await anna.peer.send_as_it_is(room, text(question("drones")))
            assert (await answer_to(anna.peer, room, bot, asked)).secret
    assert MESSAGE not in _since_encrypted(anna.peer, room, bot)


@pytest.mark.parametrize("content", [{"algorithm": ALGORITHM}, {}])
async def test_encryption_switched_off(install: Install, secret_newcomer: Newcomer, content: Json) -> None:
    """With encryption `off` nothing is said in an encrypted room, the log says why, and the bot goes on."""
    bot, anna = install(), await secret_newcomer("anna")
    encrypted = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Hier")
    clear = await anna.peer.create_room(bot.account.user_id, name="Daar")
    async with running(bot):
        for room in (encrypted, clear):
            await entered(anna.peer, room, bot)
    await anna.peer.set_state(encrypted, _ENCRYPTION, content)
    async with running(with_settings(bot, encryption="off")):
        await anna.peer.send_as_it_is(encrypted, text(question("drones")))
        asked = await anna.peer.say(clear, question("drones"))
        assert not (await answer_to(anna.peer, clear, bot, asked)).secret

        async def refused() -> bool:
            return _REFUSED in said_in_log(bot)

        await until(refused)
    assert MESSAGE not in _since_encrypted(anna.peer, encrypted, bot)


def _since_encrypted(peer: Peer, room: str, bot: Installation) -> list[str]:
    """Return what kinds of messages the bot put in a room since it was first encrypted, as all can see."""
    seen = peer.watch.timelines[room]
    first = next(number for number, each in enumerate(seen) if each.type == _ENCRYPTION)
    ours = [each.type for each in seen[first:] if each.sender == bot.account.user_id]
    return [kind for kind in ours if kind in {MESSAGE, ENCRYPTED}]
