"""Questions that are changed or taken back afterwards, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.events import edit, in_thread, reply, text
from tests.matrix.peer import Peer
from tests.matrix.resident import ANSWER, KNOWN, Resident

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]
OTHER = "wie heeft ervaring met CO2-opslag?"
OTHER_ANSWER = "Barendrecht"


async def test_a_changed_question(bot: Resident, newcomer: Newcomer) -> None:
    """Its answer changes with it, where it stands, and no other is added (pitfall 22)."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, f"Voorloper: {KNOWN}", mentions=[bot.id])
    first = await bot.answers(anna, room, asked)
    await anna.edit(room, asked, f"Voorloper: {OTHER}")
    await bot.shows(anna, room, lambda shown: OTHER_ANSWER in shown[-1].body)
    (_, answer) = bot.shown(anna, room)
    assert (answer.id, answer.thread, answer.mentions) == (first.id, asked, {})
    assert ANSWER not in answer.body
    changed = await anna.sees(room, lambda seen: seen.replaces == first.id)
    assert changed.mentions == {}


async def test_a_changed_question_in_a_thread(bot: Resident, newcomer: Newcomer) -> None:
    """Also one that was asked on in a thread, without a mention: only its own answer changes."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    await bot.answers(anna, room, asked)
    further = await anna.say(room, "L1", thread=asked)
    second = await bot.answers(anna, room, asked, 2)
    await anna.send(room, edit(further, text("L2")))
    await bot.shows(anna, room, lambda shown: "Schiphol" in shown[-1].body)
    (_, first, answer) = bot.shown(anna, room)
    assert (answer.id, answer.thread) == (second.id, asked)
    assert ANSWER in first.body


async def test_a_question_changed_directly(bot: Resident, newcomer: Newcomer) -> None:
    """In the direct room the answer changes as well."""
    anna = await newcomer("anna")
    room = await bot.direct(anna)
    asked = await anna.say(room, KNOWN)
    first = await bot.says(anna, room, ANSWER)
    await anna.edit(room, asked, OTHER)
    await bot.shows(anna, room, lambda shown: OTHER_ANSWER in shown[-1].body)
    assert [seen.id for seen in bot.shown(anna, room)][1:] == [first.id]


async def test_a_changed_question_that_replies_to_somebody(bot: Resident, newcomer: Newcomer) -> None:
    """What was asked in reply to somebody else's words keeps its one answer, which changes in its place."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    said = await bert.say(room, "Weet iemand iets?")
    to = await anna.sees(room, lambda seen: seen.id == said)
    asked = await anna.send(room, reply(to, text(f"Voorloper: {KNOWN}", mentions=[bot.id])))
    first = await bot.answers(anna, room, asked)
    await anna.edit(room, asked, f"Voorloper: {OTHER}")
    await bot.shows(anna, room, lambda shown: OTHER_ANSWER in shown[-1].body)
    assert [(seen.id, seen.thread) for seen in bot.shown(anna, room)[1:]] == [(first.id, asked)]


async def test_a_changed_reply_in_the_direct_room(bot: Resident, newcomer: Newcomer) -> None:
    """Also what was asked in the direct room in reply to other words keeps its one answer."""
    anna = await newcomer("anna")
    room = await bot.direct(anna)
    said = await anna.say(room, "L2")
    to = await anna.sees(room, lambda seen: seen.id == said)
    before = await bot.says(anna, room, "Schiphol")
    asked = await anna.send(room, reply(to, text(KNOWN)))
    first = await bot.says(anna, room, ANSWER)
    await anna.edit(room, asked, OTHER)
    await bot.shows(anna, room, lambda shown: OTHER_ANSWER in shown[-1].body)
    assert [seen.id for seen in bot.shown(anna, room)[1:]] == [before.id, first.id]


@pytest.mark.parametrize("encrypted", [False, True], ids=["clear", "encrypted"])
async def test_a_changed_question_taken_back(
    bot: Resident, secret_newcomer: SecretNewcomer, *, encrypted: bool
) -> None:
    """No version of its answer is left on the homeserver, neither what it was first nor what it became."""
    anna = (await secret_newcomer("anna")).peer
    room = await bot.welcomed(anna, await anna.create_room(bot.id, name="Leren", encrypted=encrypted))
    asked = await anna.say(room, f"Voorloper: {KNOWN}", mentions=[bot.id])
    first = await bot.answers(anna, room, asked)
    await anna.edit(room, asked, f"Voorloper: {OTHER}")
    changed = await anna.sees(room, lambda seen: seen.replaces == first.id)
    assert changed.secret is encrypted
    await anna.redact(room, asked)
    for version in (first.id, changed.id):
        await anna.sees(room, lambda seen, gone=version: seen.redacts == gone)  # type: ignore[misc]
        left = (await anna.event(room, version)).content
        assert left.keys() <= {"m.relates_to"}
    assert len(bot.shown(anna, room)) == 1


async def test_a_mention_that_comes_later(bot: Resident, newcomer: Newcomer) -> None:
    """A message in which the bot is called only after a change is answered then."""
    anna = await newcomer("anna")
    room = await bot.room(anna)
    asked = await anna.say(room, KNOWN, mentions=[])
    await anna.send(room, edit(asked, text(f"Voorloper: {KNOWN}", mentions=[bot.id])))
    assert ANSWER in (await bot.answers(anna, room, asked)).body


async def test_only_its_writer_changes_a_question(bot: Resident, newcomer: Newcomer) -> None:
    """What somebody else says in its place changes nothing and is answered nowhere."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await bot.room(anna, bert)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    first = await bot.answers(anna, room, asked)
    await bert.send(room, edit(asked, text(f"Voorloper: {OTHER}", mentions=[bot.id])))
    await bert.send(room, edit(first.id, text("Voorloper: niets waard", mentions=[bot.id])))
    later = await anna.say(room, "!voorloper L2")
    await bot.answers(anna, room, later)
    assert [seen.id for seen in bot.under(anna, room, asked)] == [first.id]
    assert ANSWER in bot.under(anna, room, asked)[0].body


@pytest.mark.parametrize("version", ["10", "12"], ids=["named beside", "named inside"])
async def test_a_question_taken_back(bot: Resident, newcomer: Newcomer, version: str) -> None:
    """Its answer goes too, also one that was asked in a thread; others stay. Of every kind of room."""
    anna = await newcomer("anna")
    room = await anna.create_room(bot.id, name="Leren", version=version)
    await bot.welcomed(anna, room)
    asked = await anna.say(room, KNOWN, mentions=[bot.id])
    await bot.answers(anna, room, asked)
    further = await anna.send(room, in_thread(text("L1"), asked))
    await bot.answers(anna, room, asked, 2)
    await anna.redact(room, further)
    await bot.shows(anna, room, lambda shown: not any("Barendrecht" in seen.body for seen in shown))
    assert len(bot.under(anna, room, asked)) == 1
    await anna.redact(room, asked)
    await bot.shows(anna, room, lambda shown: len(shown) == 1)


async def test_what_was_only_for_somebody_is_taken_back(bot: Resident, newcomer: Newcomer) -> None:
    """Also what the bot said of it in the direct room goes."""
    anna = await newcomer("anna")
    room, direct = await bot.room(anna), await bot.direct(anna)
    asked = await anna.say(room, "!voorloper publiceer L1")
    await bot.says(anna, direct, "Dat kan alleen een beheerder.")
    await anna.redact(room, asked)
    await bot.shows(anna, direct, lambda shown: len(shown) == 1)
