"""Messages whose key comes late or never, and messages that are not of who seems to have sent them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.matrix.bot_here import later_process
from tests.matrix.bot_process import Installation
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.events import ENCRYPTED
from tests.matrix.installing import (
    Install,
    answer_to,
    answers,
    entered,
    question,
    reply,
    running,
    said_in_log,
)
from tests.matrix.proxy import FaultProxy, Trouble
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[SecretPeer]]

_NOTICE = "de sleutel ervan is niet aangekomen"


async def test_a_key_that_comes_late_to_a_group(install: Install, secret_newcomer: Newcomer) -> None:
    """What waits for its key, over a restart too, is answered once in its thread, without complaint."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot, hasty=True):
        room = await _together(anna, bot)
        anna.withholding = True
        asked = [await anna.peer.say(room, question(subject)) for subject in ("drones", "katten")]
        await _waits(bot, 2)
        await anna.peer.send_as_it_is(room, {"msgtype": "m.text", "body": question("honden")})
        await reply(anna.peer, room, bot, lambda seen: "Dit ken ik nog niet" in seen.body)
        before = len(answers(anna.peer, room, bot))
    async with running(bot, hasty=True):
        anna.withholding = False
        await anna.give_keys(room)
        for each in asked:
            assert (await answer_to(anna.peer, room, bot, each)).thread == each
        anna.rotate(room)
        last = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("vissen")))
    said = anna.peer.shown(room, bot.account.user_id)
    assert [seen.thread for seen in said[before:]] == [*asked, last.thread]
    assert not [seen for seen in said if _NOTICE in seen.body]


@pytest.mark.parametrize(
    "trouble", [Trouble.LIMITED, pytest.param(Trouble.BAD_GATEWAY, marks=pytest.mark.soak)]
)
async def test_a_message_cannot_be_fetched_when_its_key_comes(
    trouble: Trouble, install: Install, secret_newcomer: Newcomer, proxy: FaultProxy
) -> None:
    """Two waited for one key and the second is out of reach for a while: both are answered, once."""
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    async with running(bot, hasty=True):
        room = await _together(anna, bot)
        asked = await _withheld(anna, room, bot)
        fails = proxy.put(trouble, _fetches(asked[1]), wait=0.2)
        await anna.give_keys(room)
        await _are_answered_once(anna, room, bot, asked)
        assert fails.met == 1


async def test_killed_when_a_key_comes(
    install: Install, secret_newcomer: Newcomer, proxy: FaultProxy
) -> None:
    """Killed after it read the first of two that waited, before that was stored: both are answered, once."""
    bot, anna = replace(install(), homeserver=proxy.url), await secret_newcomer("anna")
    async with bot.process():
        room = await _together(anna, bot)
        asked = await _withheld(anna, room, bot)
        hangs = proxy.put(Trouble.HANG, _fetches(asked[1]))
        await anna.give_keys(room)
        await proxy.met(hangs)
    proxy.clear()
    async with later_process(bot, 1):
        await _are_answered_once(anna, room, bot, asked)


async def test_a_key_that_does_not_come_to_a_direct_room(install: Install, secret_newcomer: Newcomer) -> None:
    """Who is alone with the bot hears once that a session cannot be read, and is answered when it can."""
    bot, anna = install(), await secret_newcomer("anna")
    async with running(bot, hasty=True):
        room = await anna.peer.create_room(bot.account.user_id, encrypted=True, direct=True)
        await entered(anna.peer, room, bot)
        anna.withholding = True
        for _ in range(2):
            for subject in ("drones", "katten"):
                await anna.peer.say(room, question(subject))
            await reply(anna.peer, room, bot, lambda seen: _NOTICE in seen.body)
        anna.withholding = False
        await anna.give_keys(room)

        def answered() -> bool:
            return sum("Dit ken ik nog niet" in said for said in answers(anna.peer, room, bot)) == 4

        await anna.peer.until(answered)
        assert sum(_NOTICE in seen.body for seen in anna.peer.timeline(room)) == 1


async def test_a_copied_message(install: Install, secret_newcomer: Newcomer) -> None:
    """An encrypted message that somebody else sends again is not read as theirs, also after a restart."""
    bot, anna, mallory = install(), await secret_newcomer("anna"), await secret_newcomer("mallory")
    async with running(bot):
        room = await _together(anna, bot)
        await anna.peer.invite(room, mallory.peer.id)
        await mallory.peer.join(room)
        asked = await anna.peer.say(room, question("drones"))
        await answer_to(anna.peer, room, bot, asked)
    copied = (await mallory.peer.event(room, asked)).content
    async with running(bot):
        copy = await mallory.peer.send_as_it_is(room, copied, ENCRYPTED)
        last = await anna.peer.say(room, question("katten"))
        await answer_to(anna.peer, room, bot, last)
        assert copy not in {seen.thread for seen in anna.peer.shown(room, bot.account.user_id)}
    assert "a message in a session of somebody else's device is left out" in said_in_log(bot)


async def _together(anna: SecretPeer, bot: Installation) -> str:
    room = await anna.peer.create_room(bot.account.user_id, encrypted=True, name="Kamer")
    await entered(anna.peer, room, bot)
    return room


async def _withheld(anna: SecretPeer, room: str, bot: Installation) -> list[str]:
    """Let two questions wait for the same key."""
    anna.rotate(room)
    anna.withholding = True
    asked = [await anna.peer.say(room, question(subject)) for subject in ("drones", "katten")]
    await _waits(bot, 2)
    anna.withholding = False
    return asked


def _fetches(event: str) -> str:
    return f"GET .*/event/.*{event[1:16]}"


async def _are_answered_once(anna: SecretPeer, room: str, bot: Installation, asked: list[str]) -> None:
    for each in asked:
        await answer_to(anna.peer, room, bot, each, seconds=30)
    anna.rotate(room)
    last = await anna.peer.say(room, question("vissen"))
    await answer_to(anna.peer, room, bot, last)
    said = [seen.thread for seen in anna.peer.shown(room, bot.account.user_id)]
    assert said == [None, *asked, last]


async def _waits(bot: Installation, count: int) -> None:
    async def noted() -> bool:
        return said_in_log(bot).count("a message waits for its key") == count

    await until(noted)
