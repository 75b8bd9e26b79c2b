"""Channels: how much the bot joins in, who reads along, and what happens to a channel itself."""

from __future__ import annotations

import pytest

from bot.domain.keys import RoomKey
from bot.domain.model import Visibility
from bot.domain.people import Mode, Room
from bot.ports.knowledge import Change
from tests.platforms.assembly import utc_now
from tests.slack.bot import TITLE, Bot
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel

_ASKS = "Wie heeft ervaring met het tellen van windmolens?"


pytestmark = pytest.mark.one_mode


async def test_a_silent_channel_is_not_answered_in(voorloper: Bot, slack: Slack) -> None:
    """The default: only who mentions the bot is answered, and nothing else is kept."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await voorloper.keeps(Visibility.PUBLIC)
    anna.says(hall, f"{_ASKS} Zwaluwstaart.")
    await _heard(voorloper, slack)
    assert len(anna.sees(hall)) == 1
    assert not anna.asides(hall)
    assert "waluwstaart" not in voorloper.remembers()


async def test_a_listening_channel_offers_quietly(voorloper: Bot, slack: Slack) -> None:
    """Only who asked the group sees what the bot knows of it."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    await voorloper.keeps(Visibility.PUBLIC)
    await _set(voorloper, hall, Mode.LISTEN)
    asked = anna.says(hall, _ASKS)
    await anna.reads_aside(hall, TITLE)
    await voorloper.settled()
    assert not bert.asides(hall)
    assert anna.sees(hall, asked) == [asked]


async def test_an_active_channel_answers_in_the_thread(voorloper: Bot, slack: Slack) -> None:
    """Everybody sees it, under the question."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await voorloper.keeps(Visibility.PUBLIC)
    await _set(voorloper, hall, Mode.ACTIVE)
    asked = anna.says(hall, _ASKS)
    answer = await anna.reads(hall, TITLE, thread=asked)
    assert answer.thread == asked.ts
    await voorloper.settled()


async def test_what_is_no_question_any_more_keeps_no_answer(voorloper: Bot, slack: Slack) -> None:
    """Nobody called the bot there: it takes its answer back, and says nothing of what was made of it."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await voorloper.keeps(Visibility.PUBLIC)
    await _set(voorloper, hall, Mode.ACTIVE)
    for words in ("laat maar", "Ik zoek mijn fiets en mijn blauwe jas."):
        asked = anna.says(hall, _ASKS)
        await anna.reads(hall, TITLE, thread=asked)
        await voorloper.settled()
        anna.edits(asked, words)
        await _heard(voorloper, slack)
        await voorloper.settled()
        assert anna.sees(hall, asked) == [asked]


async def test_the_bot_says_who_it_is_in_a_new_channel(voorloper: Bot, slack: Slack) -> None:
    """In three sentences, once."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna, bot=False)
    anna.brings(hall, slack.bot)
    await anna.reads(hall, "ik ben Voorloper")
    await voorloper.settled()
    assert len([each for each in anna.sees(hall) if "bot_id" in each.raw]) == 1


async def test_an_archived_channel_waits(voorloper: Bot, slack: Slack) -> None:
    """What cannot be said there now is said when it can be; elsewhere the bot goes on (P34)."""
    anna = slack.person("anna")
    hall, other = slack.place("hal", anna), slack.place("zaal", anna)
    asked = anna.says(hall, "@voorloper zoek duinen")
    hall.archived = True
    await slack.until(lambda: any(call.error == "is_archived" for call in slack.called("chat.postMessage")))
    elsewhere = anna.says(other, "@voorloper zoek molens")
    await anna.reads(other, "“molens”", thread=elsewhere)
    assert anna.sees(hall, asked) == [asked]
    del voorloper


async def test_a_person_who_reacts_with_a_number_chooses(voorloper: Bot, slack: Slack) -> None:
    """As on other platforms: a number under an answer is its button with that number."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, "@voorloper wie weet iets van duinen?")
    answer = await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
    await voorloper.settled()  # what a choice is about is known when the answer is written down as sent
    anna.reacts(answer, "one")
    await slack.until(lambda: len(anna.sees(hall, asked)) == 3)
    await voorloper.settled()


async def _set(running: Bot, hall: Channel, mode: Mode) -> None:
    async with running.store.begin() as tx:
        room = Room(RoomKey(running.place, hall.id), direct=False, mode=mode)
        await tx.rooms.save(room, Change(None, utc_now()))


async def _heard(running: Bot, slack: Slack) -> None:
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await running.settled()
