"""“Deel in kanaal”: it stands in the channel once, and whoever pressed it reads what is true."""

from __future__ import annotations

import pytest

from bot.domain.model import Visibility
from tests.slack.bot import TITLE, Bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel, Message

SHARE = "Deel in kanaal"
THERE = "Het staat nu in het kanaal."
STOOD = "Dit deelde je al"
NOT_THERE = "Ik kon het niet in het kanaal zetten"

pytestmark = pytest.mark.one_mode


@pytest.fixture(autouse=True)
def long_ago(slack: Slack) -> None:
    """Let everything be a while ago: who presses twice within a second meant it once."""
    slack.inside.world.number.behind = 60


def a_while_later(slack: Slack) -> None:
    """Let that while go by."""
    slack.inside.world.number.behind = 0


async def shown_alone(voorloper: Bot, person: Person, hall: Channel) -> Message:
    """Return an answer that only this person reads."""
    lesson = await voorloper.keeps(Visibility.PUBLIC)
    await person.commands(hall, "/voorloper", lesson)
    return await person.reads_aside(hall, TITLE)


async def test_pressed_again_later_it_is_there_once(voorloper: Bot, slack: Slack) -> None:
    """Whoever is not sure that it worked reads that it stands there already."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    alone = await shown_alone(voorloper, anna, hall)
    await anna.clicks(alone, SHARE)
    await anna.reads_aside(hall, THERE)
    a_while_later(slack)
    await anna.clicks(alone, SHARE)
    await anna.reads_aside(hall, STOOD)
    await voorloper.settled()
    assert len(anna.sees(hall)) == 1


async def test_what_was_taken_away_there_is_not_said_to_stand_there(voorloper: Bot, slack: Slack) -> None:
    """An admin of Slack may take it away, of which the bot does not hear; it says how to share it anew."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    alone = await shown_alone(voorloper, anna, hall)
    await anna.clicks(alone, SHARE)
    slack.inside.happening.deleted(await anna.reads(hall, TITLE))
    await voorloper.settled()
    a_while_later(slack)
    await anna.clicks(alone, SHARE)
    told = await anna.reads_aside(hall, STOOD)
    assert "Is het er weg" in told.text
    await voorloper.settled()
    assert not anna.sees(hall)


async def test_an_answer_asked_for_anew_is_shared_anew(voorloper: Bot, slack: Slack) -> None:
    """It is another one, with a button of its own."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await anna.clicks(await shown_alone(voorloper, anna, hall), SHARE)
    await anna.reads_aside(hall, THERE)
    await anna.commands(hall, "/voorloper", "L1")
    await slack.until(lambda: len([each for each in anna.asides(hall) if TITLE in each.text]) == 2)
    await anna.clicks(anna.asides(hall)[-1], SHARE)
    await slack.until(lambda: len(anna.sees(hall)) == 2)
    await voorloper.settled()


async def test_put_out_of_the_channel_it_does_not_say_that_it_is_there(voorloper: Bot, slack: Slack) -> None:
    """It says that it is not, and what to do; once that is done the same button works."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    alone = await shown_alone(voorloper, anna, hall)
    slack.inside.happening.left(hall, slack.bot)
    await anna.clicks(alone, SHARE)
    told = await anna.reads(anna.direct(), NOT_THERE)
    assert "nodig me uit" in told.text
    await voorloper.settled()
    assert THERE not in str([each.text for each in anna.sees(anna.direct())])
    anna.brings(hall, slack.bot)
    a_while_later(slack)
    await anna.clicks(alone, SHARE)
    await anna.reads(hall, TITLE)
    await anna.reads_aside(hall, THERE)
    await voorloper.settled()


async def test_it_is_said_to_be_there_when_it_is(voorloper: Bot, slack: Slack) -> None:
    """Not while Slack does not take it yet."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    alone = await shown_alone(voorloper, anna, hall)
    fault = slack.faults.put(Trouble.HANG, "chat.postMessage")
    await anna.clicks(alone, SHARE)
    await slack.faults.met(fault)
    assert THERE not in str([each.text for each in anna.asides(hall)])
    fault.release()
    await anna.reads_aside(hall, THERE)
    assert [each for each in anna.sees(hall) if TITLE in each.text]
    await voorloper.settled()


async def test_where_it_never_was_it_cannot_share(voorloper: Bot, slack: Slack) -> None:
    """The answer came in the direct message; its button says what to do, and nothing untrue."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna, bot=False)
    await anna.commands(hall, "/voorloper", await voorloper.keeps(Visibility.PUBLIC))
    answer = await anna.reads(anna.direct(), TITLE)
    await anna.clicks(answer, SHARE)
    await anna.reads(anna.direct(), "nodig me dan eerst uit")
    await voorloper.settled()
    assert THERE not in str([each.text for each in anna.sees(anna.direct())])
