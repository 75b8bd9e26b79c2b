"""Buttons: each carries a command that could have been typed, and does it for whoever clicks."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Visibility
from bot.domain.people import Mode
from bot.messages.outgoing import Post
from bot.messages.reply import Button, Buttons, Reply
from tests.platforms.assembly import utc_now
from tests.slack.bot import TITLE, Bot, bot
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Message


async def test_a_refinement_renews_the_answer(voorloper: Bot, slack: Slack) -> None:
    """Who asked sees the next entries in the place of the first; the message is updated, not repeated."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    for number in range(1, 8):
        await voorloper.keeps(Visibility.PUBLIC, number)
    asked = anna.says(hall, "@voorloper wie telde windmolens?")
    answer = await anna.reads(hall, TITLE, thread=asked)
    before = answer.text
    await anna.clicks(answer, _named(answer, "meer"))
    await slack.until(lambda: answer.text != before)
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2


async def test_somebody_elses_click_adds_an_answer(voorloper: Bot, slack: Slack) -> None:
    """It is not their question: what was said to another person stays as it is."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    for number in range(1, 8):
        await voorloper.keeps(Visibility.PUBLIC, number)
    asked = anna.says(hall, "@voorloper wie telde windmolens?")
    answer = await anna.reads(hall, TITLE, thread=asked)
    before = answer.text
    await bert.clicks(answer, _named(answer, "meer"))
    await slack.until(lambda: len(anna.sees(hall, asked)) == 3)
    await voorloper.settled()
    assert answer.text == before


async def test_permission_is_looked_at_for_who_clicks(slack: Slack, sqlite_url: str) -> None:
    """A button under what an admin was told does nothing for somebody who is none."""
    ada, bert = slack.person("ada"), slack.person("bert")
    async with bot(slack, sqlite_url, admins=[ada]) as running:
        hall = slack.place("hal", ada, bert)
        command = ConversationKey(RoomKey(running.place, hall.id), None)
        row = Buttons("Verder:", (Button("zet de kamer op luister", "kanaal modus luister"),))
        now = utc_now()
        async with running.store.begin() as tx:
            await tx.outbox.add(Post(command, Reply((row,))), None, now, now + timedelta(hours=1))
        answer = await ada.reads(hall, "Verder:")
        await bert.clicks(answer, "zet de kamer op luister")
        await bert.reads_aside(hall, "")
        await running.settled()
        async with running.store.read() as tx:
            room = await tx.rooms.get(command.room)
        assert room is None or room.mode is Mode.SILENT


async def test_a_click_on_a_private_answer_stays_private(voorloper: Bot, slack: Slack) -> None:
    """And one that refines it renews it, where Slack lets a private message be renewed."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    for number in range(1, 8):
        await voorloper.keeps(Visibility.PUBLIC, number)
    await anna.commands(hall, "/voorloper", "wie telde windmolens?")
    answer = await anna.reads_aside(hall, TITLE)
    before = answer.text
    await anna.clicks(answer, _named(answer, "meer"))
    await slack.until(lambda: answer.text != before)
    await voorloper.settled()
    assert len(anna.asides(hall)) == 1
    assert not anna.sees(hall)


async def test_an_earlier_question_is_not_the_one_that_is_asked(voorloper: Bot, slack: Slack) -> None:
    """Its numbers, pressed or put under it, answer it; a button of it used later answers no other."""
    anna = slack.person("anna")
    for line in ("deel", "We telden zwaluwen", "Het waren er veel", "overslaan"):
        before = len(anna.sees(anna.direct()))
        anna.says(anna.direct(), line)
        await slack.until(lambda before=before: len(anna.sees(anna.direct())) == before + 2)  # type: ignore[misc] # bound at once
    outcome = anna.sees(anna.direct())[-1]
    await voorloper.settled()
    anna.reacts(outcome, "one")
    await anna.reads(anna.direct(), "Welke organisatie")
    await anna.clicks(outcome, "deels gelukt")
    again = await anna.reads(anna.direct(), "Die knop hoort ergens anders bij")
    assert "Welke organisatie" in again.text
    await voorloper.settled()


def _named(answer: Message, command: str) -> str:
    """Return what stands on the button with this command."""
    elements = [each for block in answer.blocks for each in block.get("elements", ())]
    return next(str(each["text"]["text"]) for each in elements if each.get("value") == command)
