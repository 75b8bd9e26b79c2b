"""Asking the bot something: by mention, in a direct message, and going on in a thread."""

from __future__ import annotations

from bot.domain.model import Visibility
from tests.slack.bot import TITLE, Bot, of_bot
from tests.slack.standin.server import Slack

KNOWN = "wie heeft ervaring met energiecoöperaties?"
_NOT_KNOWN = "Dit ken ik nog niet"


async def test_a_mention_is_answered_in_its_thread(voorloper: Bot, slack: Slack) -> None:
    """The answer stands under the question, once: `message` and `app_mention` of a post are one (P8).

    As most of what people see it is tested in both modes (P35).
    """
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    answer = await anna.reads(hall, _NOT_KNOWN, thread=asked)
    assert answer.thread == asked.ts
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2
    assert anna.sees(hall) == [asked]


async def test_a_direct_message_is_answered_beside_it(voorloper: Bot, slack: Slack) -> None:
    """There everything is for the bot, and no thread is begun."""
    anna = slack.person("anna")
    anna.says(anna.direct(), KNOWN)
    answer = await anna.reads(anna.direct(), _NOT_KNOWN)
    assert answer.thread is None
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2


async def test_a_thread_in_a_direct_message_is_gone_on_with(voorloper: Bot, slack: Slack) -> None:
    """Who begins a thread there is answered in it, under its root (P21)."""
    anna = slack.person("anna")
    root = anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), _NOT_KNOWN)
    anna.says(anna.direct(), "wie weet iets van duinen?", thread=root)
    answer = await anna.reads(anna.direct(), _NOT_KNOWN, thread=root)
    assert answer.thread == root.ts
    await voorloper.settled()
    assert len(anna.sees(anna.direct(), root)) == 3


async def test_who_was_talking_with_the_bot_goes_on_without_a_mention(voorloper: Bot, slack: Slack) -> None:
    """In the thread of the answer, and nobody else: a third person has to mention the bot."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    await anna.reads(hall, _NOT_KNOWN, thread=asked)
    bert.says(hall, "help", thread=asked)
    anna.says(hall, "help", thread=asked)
    await slack.until(lambda: len(of_bot(anna, hall, asked)) == 2)
    await voorloper.settled()
    assert len(of_bot(anna, hall, asked)) == 2
    bert.says(hall, "@voorloper help", thread=asked)
    await slack.until(lambda: len(of_bot(anna, hall, asked)) == 3)


async def test_a_mention_in_a_thread_is_answered_under_its_root(voorloper: Bot, slack: Slack) -> None:
    """Never under a reply, which Slack would show nowhere (P21)."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    root = bert.says(hall, "Ik vraag me iets af.")
    anna.says(hall, f"@voorloper {KNOWN}", thread=root)
    answer = await anna.reads(hall, _NOT_KNOWN, thread=root)
    assert answer.thread == root.ts
    del voorloper


async def test_what_is_not_for_the_bot_is_not_answered(voorloper: Bot, slack: Slack) -> None:
    """Ordinary talk, notices of Slack, other bots and its own words (P20)."""
    anna, other = slack.person("anna"), slack.workspace.other_bot("weerbot")
    hall = slack.place("hal", anna, other)
    anna.says(hall, KNOWN)
    other.says(hall, f"@voorloper {KNOWN}")
    slack.person("bert").joins(hall)
    asked = anna.says(hall, "@voorloper help")
    await anna.reads(hall, "deel", thread=asked)
    await voorloper.settled()
    spoken = [
        each for channel in slack.workspace.team.channels.values() for each in channel.messages.values()
    ]
    assert len([each for each in spoken if each.user == slack.bot.id]) == 1


async def test_an_edited_question_edits_its_answer(voorloper: Bot, slack: Slack) -> None:
    """Instead of adding one; a change that is none of words, such as a preview, does nothing (P4, P22)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    before = await anna.reads(hall, _NOT_KNOWN, thread=asked)
    anna.edits(asked, "@voorloper help")
    answer = await anna.reads(hall, "deel", thread=asked)
    assert answer is before
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2


async def test_a_deleted_question_takes_its_answer_along(voorloper: Bot, slack: Slack) -> None:
    """Nothing of it is left standing."""
    anna = slack.person("anna")
    direct = anna.direct()
    asked = anna.says(direct, KNOWN)
    await anna.reads(direct, _NOT_KNOWN)
    anna.deletes(asked)
    await slack.until(lambda: not anna.sees(direct))
    del voorloper


async def test_everything_is_said_twice_and_answered_once(voorloper: Bot, slack: Slack) -> None:
    """Slack gives an event again when an acknowledgement is lost, and sometimes when it is not (P6, P7)."""
    anna = slack.person("anna")
    slack.dispatcher.lose_acks(3)
    asked = anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), _NOT_KNOWN)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    for event in tuple(slack.dispatcher.events()):
        slack.dispatcher.again(event)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2
    assert asked in anna.sees(anna.direct())


async def test_a_thread_under_a_direct_message_takes_it_nowhere(voorloper: Bot, slack: Slack) -> None:
    """Slack says of what begins a thread that it is in it (P21); what is changed or clicked stays there."""
    await voorloper.keeps(Visibility.PUBLIC)
    anna = slack.person("anna")
    asked = anna.says(anna.direct(), "wie bouwde een maanbasis?")
    answer = await anna.reads(anna.direct(), _NOT_KNOWN)
    anna.says(anna.direct(), "over", thread=asked)
    await anna.reads(anna.direct(), "Ik ben Voorloper", thread=asked)
    anna.edits(asked, "wie telde windmolens?")
    await slack.until(lambda: TITLE in answer.text)
    anna.says(anna.direct(), "over", thread=answer)
    await anna.reads(anna.direct(), "Ik ben Voorloper", thread=answer)
    await anna.clicks(answer, "het hele verhaal")
    await slack.until(lambda: len(of_bot(anna, anna.direct())) == 2)
    await voorloper.settled()


async def test_a_picture_in_a_question_is_no_word_of_it(voorloper: Bot, slack: Slack) -> None:
    """What is found is the same, what is kept is as it was typed, and thanks are thanks."""
    await voorloper.keeps(Visibility.PUBLIC)
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    answers = []
    for words in ("wie telde windmolens?", "hoi 👋 wie telde windmolens? 🙏🏼 🦄"):
        asked = anna.says(hall, f"@voorloper {words}")
        answers.append((await anna.reads(hall, TITLE, thread=asked)).text)
    assert answers[0] == answers[1]
    await anna.commands(hall, "/voorloper", "wie bouwde een maanbasis? 🙏")
    await anna.reads_aside(hall, "ken ik nog niet")
    anna.says(anna.direct(), "wie bouwde een marsbasis? 🙏🏼")
    await anna.reads(anna.direct(), "ken ik nog niet")
    anna.says(anna.direct(), "mijn vragen")
    told = await anna.reads(anna.direct(), "marsbasis? 🙏🏼”")
    assert "maanbasis?”" in told.text
    anna.says(anna.direct(), "dank je 🙏")
    await anna.reads(anna.direct(), "Graag gedaan")
    await voorloper.settled()
