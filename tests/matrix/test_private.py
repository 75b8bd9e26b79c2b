"""What is only for one person: said in the direct room with them, which is opened where there is none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import Kind, Visibility
from bot.domain.people import Room
from bot.messages.markup import Plain
from bot.messages.outgoing import Private, Together
from bot.messages.reply import say
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, entry
from tests.matrix.bot_here import bot_here
from tests.matrix.client import Json
from tests.matrix.counting import PLACE, at_rest
from tests.matrix.installing import Install, running
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident
from tests.matrix.synapse import SERVER
from tests.platforms.assembly import utc_now

Newcomer = Callable[[str], Awaitable[Peer]]
NOT_ALLOWED = "!voorloper publiceer L1"
NOT_HERE = "ik mag die hier niet laten zien"
REFUSAL = "Dat kan alleen een beheerder."


async def test_a_direct_room_is_opened_once(bot: Resident, newcomer: Newcomer) -> None:
    """Two refusals come in one direct room, which the bot opens; in the channel nobody sees them."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    for _ in range(2):
        await anna.say(room, NOT_ALLOWED)
    direct = await bot.invites(anna)
    await bot.shows(anna, direct, lambda shown: len(shown) == 2)
    assert [REFUSAL in seen.body for seen in bot.shown(anna, direct)] == [True, True]
    assert await anna.members(direct) == {anna.id, bot.id}
    later = await anna.say(room, "!voorloper L1")
    await bot.answers(anna, room, later)
    assert len(bot.shown(anna, room)) == 2
    assert not anna.watch.invited


async def test_the_direct_room_that_is_there_is_used(bot: Resident, newcomer: Newcomer) -> None:
    """Whoever opened one already hears it there, also somebody who has a room with the bot besides."""
    anna = await newcomer("anna")
    direct = await bot.direct(anna)
    room = await bot.room(anna, name="Zaal")
    await anna.say(room, NOT_ALLOWED)
    await bot.says(anna, direct, REFUSAL)
    assert not anna.watch.invited


async def test_with_a_third_person_a_room_is_not_direct(bot: Resident, newcomer: Newcomer) -> None:
    """There the bot shows only what others may see, waits to be called, and opens another direct room."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    direct = await bot.direct(anna)
    lesson = await kept(bot, Visibility.NETWORK)
    await anna.say(direct, lesson)
    await bot.says(anna, direct, f"({lesson})")
    await anna.invite(direct, bert.id)
    await bert.join(direct)
    await anna.say(direct, lesson)
    asked = await anna.say(direct, f"!voorloper {lesson}")
    assert NOT_HERE in (await bot.answers(anna, direct, asked)).body
    asked = await anna.say(direct, NOT_ALLOWED)
    other = await bot.invites(anna)
    await bot.says(anna, other, REFUSAL)
    assert other != direct
    assert len([seen for seen in bot.shown(anna, direct) if f"({lesson})" in seen.body]) == 1


async def test_a_room_that_anybody_may_enter_is_not_direct(bot: Resident, newcomer: Newcomer) -> None:
    """However few are in it: who comes later reads what was said before."""
    anna = await newcomer("anna")
    room = await bot.welcomed(anna, await anna.create_room(bot.id, public=True))
    lesson = await kept(bot, Visibility.NETWORK)
    asked = await anna.say(room, f"!voorloper {lesson}")
    assert NOT_HERE in (await bot.answers(anna, room, asked)).body


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.join_rules", {"join_rule": "restricted", "allow": []}),
        ("m.room.join_rules", {"join_rule": "knock"}),
        ("m.room.history_visibility", {"history_visibility": "world_readable"}),
    ],
    ids=["for who is elsewhere", "for who knocks", "for who looks in"],
)
async def test_a_room_that_others_may_read_is_not_direct(
    bot: Resident, newcomer: Newcomer, kind: str, content: Json
) -> None:
    """Not even with two people and no name: the bot waits to be called and shows what everybody may see."""
    anna = await newcomer("anna")
    state = {"type": kind, "state_key": "", "content": content}
    room = await bot.welcomed(anna, await anna.create_room(bot.id, initial_state=[state]))
    lesson = await kept(bot, Visibility.NETWORK)
    await anna.say(room, lesson)
    asked = await anna.say(room, f"!voorloper {lesson}")
    assert NOT_HERE in (await bot.answers(anna, room, asked)).body
    assert len(bot.shown(anna, room)) == 2


async def test_a_room_loses_its_name(bot: Resident, newcomer: Newcomer) -> None:
    """With two people in it, it is direct from then on, as it would be after a restart."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    unheard = await anna.say(room, "L1")
    await anna.set_state(room, "m.room.name", {"name": ""})
    await anna.say(room, "L2")
    await bot.says(anna, room, "Schiphol")
    assert not bot.under(anna, room, unheard)
    assert len(bot.shown(anna, room)) == 2


async def test_what_belongs_to_a_room(bot: Resident, newcomer: Newcomer) -> None:
    """Who was in a room before the bot, or came later, is shown its lessons directly, until put out of it."""
    anna, bert, carla = await newcomer("anna"), await newcomer("bert"), await newcomer("carla")
    room = await bot.room(anna)
    directs = {peer: await bot.direct(peer) for peer in (anna, bert, carla)}
    lesson = await kept(bot, Visibility.ROOM, room)
    await anna.invite(room, bert.id)
    await bert.join(room)
    for peer, shown in ((anna, True), (bert, True), (carla, False)):
        await peer.say(directs[peer], lesson)
        told = f"({lesson})" if shown else f"ken ik niet: {lesson}"
        await bot.says(peer, directs[peer], told)
    await anna.kick(room, bert.id)
    await bert.say(directs[bert], lesson)
    await bot.says(bert, directs[bert], f"ken ik niet: {lesson}")


async def test_the_direct_room_is_found_again(install: Install, newcomer: Newcomer) -> None:
    """After a restart of the bot the direct room that it opened is used, and no other is opened."""
    installed, anna = install(), await newcomer("anna")
    bot = Resident(installed, installed.account)
    async with running(installed):
        room = await bot.room(anna)
        await anna.say(room, NOT_ALLOWED)
        direct = await bot.invites(anna)
        await bot.says(anna, direct, REFUSAL)
    async with running(installed):
        await anna.say(room, NOT_ALLOWED)
        await bot.shows(anna, direct, lambda shown: len(shown) == 2)
        assert not anna.watch.invited


async def kept(bot: Resident, visibility: Visibility, room: str | None = None) -> str:
    """Put a lesson in the base that not everybody may see; return its number."""
    store = SqlStore(bot.installation.database)
    async with store.begin() as tx:
        await tx.hold()
        lesson = await tx.entries.next_id(Kind.LESSON)
        key = RoomKey(PlaceKey("matrix", SERVER), room) if room else None
        if key:
            await tx.rooms.save(await tx.rooms.get(key) or Room(key), BY_THE_PROGRAM)
        made = replace(entry(Kind.LESSON, lesson.number), id=lesson, visibility=visibility, room=key)
        await tx.entries.save(made, BY_THE_PROGRAM)
    await store.close()
    return str(lesson)


async def test_two_people_are_brought_together_in_a_room(install: Install, newcomer: Newcomer) -> None:
    """Both are invited and read why; it has a name, so that it is nobody's direct room."""
    bot, anna, bert = install(), await newcomer("anna"), await newcomer("bert")
    who = [AccountKey(PLACE, peer.id) for peer in (anna, bert)]
    async with bot_here(bot) as here:
        both = Together(who[1], "Contact via Voorloper", say((Plain("Jullie wilden elkaar spreken."),)))
        where = ConversationKey(RoomKey(PLACE, anna.id), None)
        told = Private(where, who[0], say((Plain("Bel hem"),)), direct=True, together=both)
        async with here.store.begin() as tx:
            await tx.outbox.add(told, None, utc_now(), utc_now() + timedelta(hours=1))
        rooms = [await peer.invited() for peer in (anna, bert)]
        assert rooms[0] == rooms[1]
        for peer in (anna, bert):
            await peer.join(rooms[0])
            await peer.reads(rooms[0], "Jullie wilden elkaar spreken.")
        assert await anna.state(rooms[0], "m.room.name") == {"name": "Contact via Voorloper"}
        assert await anna.members(rooms[0]) == {anna.id, bert.id, bot.account.user_id}
        await at_rest(bot.database)
    assert [seen.body for seen in anna.timeline(rooms[0]) if "Bel hem" in seen.body] == []
