"""What the bot does in rooms: its first words, how much it joins in, its language, and rooms that change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.peer import Peer
from tests.matrix.resident import ANSWER, KNOWN, Resident

Newcomer = Callable[[str], Awaitable[Peer]]
TO_THE_GROUP = "Hoi allemaal, heeft iemand ervaring met energiecoöperaties?"
NOT_KNOWN = "Hoi allemaal, heeft iemand ervaring met een maanbasis?"


async def test_first_words(bot: Resident, newcomer: Newcomer) -> None:
    """Coming into a room the bot says once, in three sentences, who it is, what it keeps and how to ask."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    (words,) = bot.shown(anna, room)
    assert len(words.body.split("\n")) == 3
    assert "ik ben Voorloper" in words.body
    assert "bewaar" in words.body
    assert "`help`" in words.body
    assert (words.content["msgtype"], words.mentions, words.thread) == ("m.notice", {}, None)
    await anna.say(room, "Welkom!")
    await bot.answers(anna, room, await anna.say(room, "!voorloper L1"))
    assert len(bot.shown(anna, room)) == 2


async def test_no_first_words_in_a_room_of_its_own(bot: Resident, newcomer: Newcomer) -> None:
    """In a direct room that the bot opened it says what it came for and nothing else."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    await anna.say(room, "!voorloper publiceer L1")
    direct = await bot.invites(anna)
    await anna.say(direct, KNOWN)
    await bot.says(anna, direct, ANSWER)
    assert len(bot.shown(anna, direct)) == 2


async def test_how_much_the_bot_joins_in(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """Silent unless called; listening it answers who asks, directly; active it answers in the thread."""
    anna = await newcomer("anna")
    room, direct = await bot.room(ada, anna), await bot.direct(anna)
    silent = await anna.say(room, TO_THE_GROUP)
    await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal modus luister"))
    listening = await anna.say(room, TO_THE_GROUP)
    await bot.says(anna, direct, ANSWER)
    await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal modus actief"))
    strange = await anna.say(room, NOT_KNOWN)
    chat = await anna.say(room, "Morgen is er taart bij de koffie.")
    active = await anna.say(room, TO_THE_GROUP)
    answer = await bot.answers(anna, room, active)
    assert ANSWER in answer.body
    assert answer.thread == active
    assert [bot.under(anna, room, asked) for asked in (silent, listening, strange, chat)] == [[]] * 4
    assert len(bot.shown(anna, direct)) == 2


async def test_the_language_of_a_room(bot: Resident, ada: Peer) -> None:
    """Dutch, until somebody who may do that chooses English."""
    room = await bot.room(ada)
    before = await bot.answers(ada, room, await ada.say(room, "!voorloper L1"))
    assert "In het kort:" in before.body
    chosen = await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal taal en"))
    assert chosen.body == "From now on I speak English in this channel."
    after = await bot.answers(ada, room, await ada.say(room, "!voorloper L1"))
    assert "In short:" in after.body


async def test_a_room_that_is_replaced(bot: Resident, ada: Peer) -> None:
    """The bot goes along to a room that it may enter, keeps what was chosen, and greets nobody there."""
    room = await bot.welcomed(ada, await ada.create_room(bot.id, public=True, version="11", name="Leren"))
    await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal taal en"))
    new = await ada.upgrade(room, "12")
    await ada.sees(new, lambda seen: seen.state_key == bot.id)
    asked = await ada.say(new, "!voorloper L1")
    answer = await bot.answers(ada, new, asked)
    assert "In short:" in answer.body
    assert [seen.id for seen in bot.shown(ada, new)] == [answer.id]


async def test_a_room_that_is_replaced_by_a_closed_one(bot: Resident, ada: Peer, newcomer: Newcomer) -> None:
    """The admins hear that the bot cannot follow; once it is invited there it goes on as before."""
    anna = await newcomer("anna")
    await bot.direct(ada)
    room = await anna.create_room(bot.id, ada.id, version="11", name="Besloten")
    await ada.join(room)
    await bot.welcomed(anna, room)
    await bot.answers(ada, room, await ada.say(room, "!voorloper kanaal taal en"))
    new = await anna.upgrade(room, "12")
    assert "Besloten" in (await bot.tells(ada, new)).body
    await anna.invite(new, bot.id)
    await anna.sees(new, lambda seen: seen.state_key == bot.id and seen.content["membership"] == "join")
    asked = await anna.say(new, "!voorloper L1")
    answer = await bot.answers(anna, new, asked)
    assert "In short:" in answer.body
    assert [seen.id for seen in bot.shown(anna, new)] == [answer.id]


async def test_put_out_of_a_room(bot: Resident, newcomer: Newcomer) -> None:
    """Put out of one room the bot goes on in others (pitfall 17), and comes back when it is asked to."""
    anna = await newcomer("anna")
    room, other = await bot.room(anna), await bot.room(anna)
    await anna.kick(room, bot.id)
    await bot.answers(anna, other, await anna.say(other, "!voorloper L1"))
    unheard = await anna.say(room, "!voorloper L2")
    await anna.invite(room, bot.id)
    await bot.shows(anna, room, lambda shown: len(shown) == 2)
    await bot.answers(anna, room, await anna.say(room, "!voorloper L3"))
    assert not bot.under(anna, room, unheard)
