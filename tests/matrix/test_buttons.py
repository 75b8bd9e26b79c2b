"""Choices under answers: numbers that anybody presses, and forms that go on in the direct room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.matrix.signs import sign_of
from tests.matrix.events import Event, edit, text
from tests.matrix.installing import Install, running
from tests.matrix.peer import Peer
from tests.matrix.resident import KNOWN, Resident, speaking_as

Newcomer = Callable[[str], Awaitable[Peer]]
NOT_KNOWN = "!voorloper wie heeft ervaring met een maanbasis?"
MANY = "wie heeft ervaring met participatie?"
FIRST, SECOND, THIRD = "(1 van 4", "(2 van 4", "(3 van 4"


async def test_the_bot_puts_the_numbers(bot: Resident, newcomer: Newcomer) -> None:
    """Under an answer with choices stand their numbers, in order, as the words name them."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    answer = await bot.answers(anna, room, await anna.say(room, NOT_KNOWN))
    await bot.puts(anna, room, answer.id, 2)
    assert bot.signs(anna, room, answer.id) == [sign_of(1), sign_of(2)]
    assert f"{sign_of(1)} `" in answer.body
    assert f"{sign_of(2)} `deel`" in answer.body
    assert f"{sign_of(2)} <code>deel</code>" in answer.content["formatted_body"]


async def test_a_number_is_as_good_as_a_word(bot: Resident, newcomer: Newcomer) -> None:
    """Whoever presses one has in the thread of the answer what typing the command gives."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    answer = await bot.answers(anna, room, asked)
    await bert.react(room, answer.id, sign_of(1).replace("\ufe0f", ""))  # as some clients write it
    pressed = await bot.answers(bert, room, asked, 2)
    await anna.say(room, "L3", thread=asked)
    typed = await bot.answers(anna, room, asked, 3)
    assert pressed.body == typed.body


async def test_a_number_of_the_newest_words(bot: Resident, newcomer: Newcomer) -> None:
    """After the question was changed its numbers are those of the answer that stands there."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    answer = await bot.answers(anna, room, asked)
    other = "wie heeft ervaring met CO2-opslag?"
    await anna.send(room, edit(asked, text(other, mentions=[bot.id])))
    await bot.shows(anna, room, lambda shown: "Barendrecht" in shown[-1].body)
    await anna.react(room, answer.id, sign_of(1))
    assert "Barendrecht" in (await bot.answers(anna, room, asked, 2)).body


async def test_the_rest_takes_the_place_of_what_was_read(bot: Resident, newcomer: Newcomer) -> None:
    """For who asked; anybody else gets it as an answer of their own, and what they press changes nothing."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    asked = await anna.say(room, MANY, mentions=[bot.id])
    answer = await bot.answers(anna, room, asked)
    more = next(number for number in range(1, 5) if f"{sign_of(number)} `meer`" in answer.body)
    await bert.react(room, answer.id, sign_of(more))
    added = await bot.answers(bert, room, asked, 2)
    assert added.body != answer.body
    await anna.react(room, answer.id, sign_of(more))

    def first(shown: list[Event]) -> Event:
        return next(each for each in shown if each.id == answer.id)

    await bot.shows(anna, room, lambda shown: first(shown).body != answer.body)
    assert first(bot.shown(anna, room)).body == added.body
    assert len(bot.under(anna, room, asked)) == 2


async def test_other_reactions_do_nothing(bot: Resident, newcomer: Newcomer) -> None:
    """Not those of the bot itself, nor other signs, nor numbers that are no choice or elsewhere."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    answer = await bot.answers(anna, room, asked)
    chat = await anna.say(room, "1. koffie")
    for message, sign in (
        (answer.id, "👍"),
        (answer.id, sign_of(9)),
        (chat, sign_of(1)),
        (asked, sign_of(1)),
    ):
        await anna.react(room, message, sign)
    async with speaking_as(bot) as voice:
        await voice.react(room, chat, sign_of(1))
    taken = await anna.react(room, answer.id, "1")
    await anna.redact(room, taken)
    later = await anna.say(room, "!voorloper L1")
    await bot.answers(anna, room, later)
    assert [seen.id for seen in bot.under(anna, room, asked)][:1] == [answer.id]


async def test_a_form_opens_for_who_presses(bot: Resident, newcomer: Newcomer) -> None:
    """Its questions come in their own direct room, to be answered in words or by pressing."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    asked = await anna.say(room, NOT_KNOWN)
    answer = await bot.answers(anna, room, asked)
    await bert.react(room, answer.id, sign_of(2))
    direct = await bot.invites(bert)
    await bot.says(bert, direct, FIRST)
    await bert.say(direct, "Een proef met een deelauto voor de buurt")
    await bot.says(bert, direct, SECOND)
    await bert.say(direct, "De auto stond meestal stil")
    await bot.says(bert, direct, THIRD)
    await bert.say(direct, "Begin met vijf buren die al meedoen")
    outcome = await bot.says(bert, direct, "Kies:")
    await bert.react(direct, outcome.id, sign_of(3))
    await bot.says(bert, direct, "Welke organisatie")
    await bert.say(direct, "klaar")
    await bot.says(bert, direct, "Dank je wel")
    assert not anna.watch.invited


async def test_a_form_goes_on_after_a_restart(install: Install, newcomer: Newcomer) -> None:
    """Begun in a room, answered partly, it goes on where it was when the bot is there again."""
    installed, anna = install(), await newcomer("anna")
    bot = Resident(installed, installed.account)
    async with running(installed):
        room = await bot.room(anna)
        asked = await anna.say(room, "!voorloper deel")
        assert "direct bericht" in (await bot.answers(anna, room, asked)).body
        direct = await bot.invites(anna)
        await bot.says(anna, direct, FIRST)
        await anna.say(direct, "Een proef met een deelauto voor de buurt")
        await bot.says(anna, direct, SECOND)
    await anna.say(direct, "De auto stond meestal stil")
    async with running(installed):
        await bot.says(anna, direct, THIRD)
        await anna.say(direct, "overslaan")
        outcome = await bot.says(anna, direct, "Kies:")
        await anna.react(direct, outcome.id, sign_of(3))
        await bot.says(anna, direct, "Welke organisatie")
        await anna.say(direct, "klaar")
        await bot.says(anna, direct, "Dank je wel")
