"""Questions that point at a message which the bot cannot see, or not at once: they are answered as well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.matrix.events import edit, reply, text
from tests.matrix.installing import Install, answer_to, entered, question, running
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble
from tests.matrix.resident import ANSWER, KNOWN, Resident

Newcomer = Callable[[str], Awaitable[Peer]]

_SEEN_SINCE_JOINED = {
    "type": "m.room.history_visibility",
    "state_key": "",
    "content": {"history_visibility": "joined"},
}


async def test_a_reply_to_what_was_said_before_the_bot_came(bot: Resident, newcomer: Newcomer) -> None:
    """Where only who was there may read what was said, a reply to it that calls the bot is a question."""
    anna = await newcomer("anna")
    room = await anna.create_room(name="Leren", initial_state=[_SEEN_SINCE_JOINED])
    said = await anna.say(room, "een oud idee")
    old = await anna.sees(room, lambda seen: seen.id == said)
    await anna.invite(room, bot.id)
    await bot.welcomed(anna, room)
    asked = await anna.send(room, reply(old, text(f"Voorloper: {KNOWN}", mentions=[bot.id])))
    assert ANSWER in (await bot.answers(anna, room, asked)).body


async def test_a_reply_to_nothing(bot: Resident, newcomer: Newcomer) -> None:
    """A message that replies to one that does not exist is a question as any other."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$bestaatniet"}}}
    asked = await anna.send(room, text(f"Voorloper: {KNOWN}", mentions=[bot.id]) | relation)
    assert ANSWER in (await bot.answers(anna, room, asked)).body


@pytest.mark.parametrize(
    "trouble", [Trouble.LIMITED, pytest.param(Trouble.BAD_GATEWAY, marks=pytest.mark.soak)]
)
async def test_a_look_at_what_is_pointed_at_fails(
    trouble: Trouble, install: Install, newcomer: Newcomer, proxy: FaultProxy
) -> None:
    """When the homeserver fails on it or asks to wait, a reply is answered later, and an edit heard later."""
    bot, anna = replace(install(), homeserver=proxy.url), await newcomer("anna")
    async with running(bot):
        room = await anna.create_room(bot.account.user_id, name="Kamer")
        await entered(anna, room, bot)
        said = await anna.say(room, "iets gewoons")
        to = await anna.sees(room, lambda seen: seen.id == said)
        fails = proxy.put(trouble, "GET .*/event/", wait=0.2)
        asked = await anna.send(room, reply(to, text(question("drones"))))
        first = await answer_to(anna, room, bot, asked)
        assert fails.met == 1
        fails = proxy.put(trouble, "GET .*/event/", wait=0.2)
        await anna.send(room, edit(asked, text(question("katten"))))
        await anna.sees(room, lambda seen: seen.replaces == first.id)
        assert fails.met == 1
        assert [seen.thread for seen in anna.shown(room, bot.account.user_id)] == [None, asked]
