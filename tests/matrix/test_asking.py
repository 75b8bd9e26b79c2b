"""How people ask in rooms and directly, who is answered, and what an answer looks like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.adapters.matrix.showing import Shown, squeezed
from tests.matrix.client import Json
from tests.matrix.events import reply, text
from tests.matrix.peer import Peer
from tests.matrix.resident import ANSWER, KNOWN, Resident, speaking_as

Newcomer = Callable[[str], Awaitable[Peer]]


def pill(bot: Resident) -> Json:
    """Return what a client writes when somebody chooses the bot from its list of people."""
    link = f'<a href="https://matrix.to/#/{bot.id}">Voorloper</a>'
    return text(f"Voorloper: {KNOWN}", mentions=[bot.id], html=f"{link}: {KNOWN}")


CALLS = {
    "a pill": pill,
    "a mention that only the client tells": lambda bot: text(KNOWN, mentions=[bot.id]),
    "the name, by a client that tells no mentions": lambda bot: text(f"Zeg, @{bot.name}: {KNOWN}"),
    "the name that people see, to begin with": lambda _: text(f"voorloper, {KNOWN}", mentions=[]),
    "the prefix in any case": lambda _: text(f"!VoorLoper {KNOWN}", mentions=[]),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_the_bot_is_called(bot: Resident, newcomer: Newcomer, call: Callable[[Resident], Json]) -> None:
    """Whoever calls the bot, in whichever way, has one answer in the thread of the question."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.send(room, call(bot))
    answer = await bot.answers(anna, room, asked)
    assert ANSWER in answer.body
    assert (answer.thread, answer.in_reply_to) == (asked, asked)
    assert [seen.body for seen in await anna.related(room, asked, "m.thread")] == [answer.body]


async def test_what_an_answer_is(bot: Resident, newcomer: Newcomer) -> None:
    """A notice that calls nobody, complete as plain text, and formatted without tables or anything rare."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    answer = await bot.answers(anna, room, asked)
    assert answer.content.keys() == {
        "body",
        "format",
        "formatted_body",
        "m.mentions",
        "m.relates_to",
        "msgtype",
    }
    assert (answer.content["msgtype"], answer.mentions) == ("m.notice", {})
    assert answer.content["m.relates_to"]["is_falling_back"] is True
    shown = Shown(answer.content["formatted_body"])
    assert squeezed(shown.text) == squeezed(answer.body)
    assert {"L3", "deel"} <= set(shown.commands)


async def test_a_direct_room_needs_no_call(bot: Resident, newcomer: Newcomer) -> None:
    """Between the two of them every line is for the bot, and it answers below it, in no thread."""
    anna = await newcomer("anna")
    room = await bot.direct(anna)
    await anna.say(room, KNOWN)
    answer = await bot.says(anna, room, ANSWER)
    assert (answer.thread, answer.in_reply_to) == (None, None)
    assert answer.mentions == {}


async def test_following_up(bot: Resident, newcomer: Newcomer) -> None:
    """In the thread who asked goes on without a mention; a third person has to mention the bot."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    await bot.answers(anna, room, asked)
    await bert.say(room, "L3", thread=asked)
    await anna.say(room, "L1", thread=asked)
    assert "Barendrecht" in (await bot.answers(anna, room, asked, 2)).body
    await bert.say(room, "L3", thread=asked, mentions=[bot.id])
    assert ANSWER in (await bot.answers(anna, room, asked, 3)).body


async def test_what_a_reply_quotes_is_not_read(bot: Resident, newcomer: Newcomer) -> None:
    """Only the words of who replies count, not those that older clients repeat before them (pitfall 21)."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    await bert.say(room, "De gemeente doet niets met windmolens")
    quoted = await anna.reads(room, "windmolens")
    calling = text(f"Voorloper: {KNOWN}", mentions=[bot.id])
    asked = await anna.send(room, reply(quoted, calling))
    answer = await bot.answers(anna, room, asked)
    assert ANSWER in answer.body
    assert "windmolens" not in answer.body


async def test_not_everything_is_answered(bot: Resident, newcomer: Newcomer) -> None:
    """Not what other programs say (pitfall 23), not what people do or show, nor what the bot says itself."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    direct = await bot.direct(anna)
    calling = text(f"Voorloper: {KNOWN}", mentions=[bot.id])
    for kind in ("m.notice", "m.emote", "m.location", "io.example.unknown"):
        await anna.send(room, calling | {"msgtype": kind})
        await anna.send(direct, text(KNOWN) | {"msgtype": kind})
    async with speaking_as(bot) as voice:
        await voice.send(room, calling)
        await voice.send(direct, text(KNOWN))
    asked = [await anna.say(room, "!voorloper L1"), await anna.say(direct, "L1")]
    await bot.answers(anna, room, asked[0])
    await bot.says(anna, direct, "Barendrecht")
    for where, number in ((room, 3), (direct, 3)):
        assert len(bot.shown(anna, where)) == number  # the first words, its own voice, and the answer


async def test_what_was_said_before_the_bot_came(bot: Resident, newcomer: Newcomer) -> None:
    """Nothing from before the bot was in the room is answered, however little there is (pitfall 16)."""
    anna = await newcomer("anna")
    room = await anna.create_room(name="Leren")
    await anna.say(room, f"Voorloper: {KNOWN}", mentions=[bot.id])
    await anna.invite(room, bot.id)
    await bot.welcomed(anna, room)
    asked = await anna.say(room, "!voorloper L1")
    await bot.answers(anna, room, asked)
    assert len(bot.shown(anna, room)) == 2
