"""Rooms that are closed for another one: where the bot goes along, and where it is only said to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.installing import Install, running
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]

_CLOSED = "m.room.tombstone"
_ENGLISH = "!voorloper kanaal taal en"


async def test_after_going_along_the_old_room_is_left(bot: Resident, ada: Peer) -> None:
    """The bot is in the new room only, and introduced itself nowhere but in the old one."""
    room = await bot.welcomed(ada, await ada.create_room(bot.id, public=True, version="11", name="Leren"))
    new = await ada.upgrade(room, "12")
    await _membership(ada, room, bot, "leave")
    answer = await bot.answers(ada, new, await ada.say(new, "!voorloper L1"))
    assert bot.id in await ada.members(new)
    assert len(bot.shown(ada, room)) == 1
    assert [seen.id for seen in bot.shown(ada, new)] == [answer.id]


async def test_a_successor_where_the_bot_is_already(bot: Resident, ada: Peer) -> None:
    """What was chosen in the old room holds there from then on, and the bot says nothing by itself."""
    room = await bot.room(ada)
    await bot.answers(ada, room, await ada.say(room, _ENGLISH))
    origin = {"predecessor": {"room_id": room}}
    new = await ada.create_room(bot.id, name="Leren", creation_content=origin)
    await _membership(ada, new, bot, "join")
    await ada.set_state(room, _CLOSED, {"body": "verder", "replacement_room": new})
    await _membership(ada, room, bot, "leave")
    answer = await bot.answers(ada, new, await ada.say(new, "!voorloper L1"))
    assert "In short:" in answer.body
    assert [seen.id for seen in bot.shown(ada, new)] == [answer.id]


async def test_a_room_that_succeeds_nothing(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """A room that was not made to replace this one is left without a word, and the admins hear it."""
    eve = await newcomer("eve")
    await bot.direct(ada)
    room = await bot.room(ada, name="Gesloten door niets")
    strange = await eve.create_room(public=True, name="Van Eva")
    await ada.set_state(room, _CLOSED, {"body": "verder", "replacement_room": strange})
    await _membership(eve, strange, bot, "leave")
    await bot.tells(ada, "Gesloten door niets")
    assert not bot.shown(eve, strange)
    await eve.invite(strange, bot.id)
    await bot.welcomed(eve, strange)


async def test_nobody_closes_a_room_to_put_the_bot_out_of_another(
    bot: Resident, ada: Peer, newcomer: Newcomer
) -> None:
    """A room where the bot was already stays as it is, whatever another room says of it."""
    mallory = await newcomer("mallory")
    await bot.direct(ada)
    room = await bot.room(ada)
    trap = await bot.room(mallory, name="Valkuil")
    await mallory.set_state(trap, _CLOSED, {"body": "verder", "replacement_room": room})
    await bot.tells(ada, "Valkuil")
    answer = await bot.answers(ada, room, await ada.say(room, "!voorloper L1"))
    assert bot.id in await ada.members(room)
    assert "In het kort:" in answer.body


async def test_who_does_not_belong_leads_the_bot_nowhere(install: Install, newcomer: Newcomer) -> None:
    """Where a stranger may close a room, the bot does not go where they say, and the admins hear it."""
    ada, eve = await newcomer("ada"), await newcomer("eve")
    installed = install(
        admins=(f"matrix:{ada.id}",), allowed_servers=("elders.example",), allowed_inviters=(ada.id,)
    )
    bot = Resident(installed, installed.account)
    powers = {"users": {ada.id: 100, eve.id: 100}}
    async with running(installed):
        direct = await bot.direct(ada)
        made = await ada.create_room(
            bot.id, eve.id, name="Samen", version="11", public=True, power_level_content_override=powers
        )
        room = await bot.welcomed(ada, made)
        await eve.join(room)
        new = await eve.upgrade(room, "11")
        told = await bot.says(ada, direct, "Samen")
        assert new in told.body
        await ada.join(new)
        assert bot.id not in await ada.members(new)


async def _membership(peer: Peer, room: str, bot: Resident, wanted: str) -> None:
    """Wait until the bot came into a room, or left it."""
    await peer.sees(
        room, lambda seen: seen.state_key == bot.id and seen.content.get("membership") == wanted, seconds=30
    )
