"""What is forgotten, and when: the clock is moved and the hourly work does it."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.people import Role
from bot.messages.incoming import Message
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from tests.platforms.plaza import Town


async def test_the_words_of_an_answered_question_go_and_an_open_one_stays(starter_town: Town) -> None:
    """After the follow-up time an answered question has no words any more; an unanswered one has."""
    here = starter_town
    await here.says("bram", "welke gemeente herkent zwerfafval met camera's?")
    await here.says("bram", "wie heeft er ervaring met een maanbasis?")
    here.clock.forward(timedelta(hours=2))
    await here.program.tick()
    async with here.store.read() as tx:
        answered, open_one = await tx.questions.get(1), await tx.questions.get(2)
    assert answered is None or answered.text is None
    assert open_one is not None
    assert open_one.text == "wie heeft er ervaring met een maanbasis?"


async def test_an_open_question_is_forgotten_after_a_year(starter_town: Town) -> None:
    """What nobody could answer is kept for as long as the settings say."""
    here = starter_town
    await here.says("bram", "wie heeft er ervaring met een maanbasis?")
    here.clock.forward(timedelta(days=366))
    await here.program.tick()
    async with here.store.read() as tx:
        question = await tx.questions.get(1)
    assert question is None or question.text is None


async def test_an_unfinished_form_is_forgotten(empty_town: Town) -> None:
    """After two weeks `deel` begins anew."""
    await empty_town.says("bram", "deel")
    await empty_town.says("bram", "Een proef met loting")
    await empty_town.says("bram", "stop")
    empty_town.clock.forward(timedelta(days=15))
    await empty_town.program.tick()
    assert "1 van 4" in await empty_town.says("bram", "deel")


async def test_what_waited_too_long_is_given_up_aloud(empty_town: Town) -> None:
    """A message nobody handled for a day is answered with a sentence, and the admins hear of it."""
    event = Message(empty_town.origin("bram", None), "nieuw", addressed=True)
    received = empty_town.clock()
    empty_town.clock.forward(timedelta(hours=25))
    now = empty_town.clock()
    async with empty_town.store.begin() as tx:
        await tx.people.add(event.origin.sender.account, Role.MEMBER, Change(None, received))
        await tx.inbox.receive(event, received)
        await tx.inbox.claim(Claim("gone", now + timedelta(minutes=50)), now, 1)  # for longer nobody holds it
    await empty_town.program.tick()
    await empty_town.program.settled(event.origin.place)
    said = [shown.text for shown in empty_town.chat.shown]
    assert any(text.startswith("Ik kon je bericht niet op tijd beantwoorden") for text in said)
    assert any("een bericht kon niet op tijd" in text.casefold() for text in said)


async def test_the_hourly_work_comes_back(empty_town: Town) -> None:
    """After the work of now the next is planned an hour later, and not before."""
    first = await empty_town.program.tick()
    assert first == empty_town.clock() + timedelta(hours=1)
    assert await empty_town.program.tick() == first
