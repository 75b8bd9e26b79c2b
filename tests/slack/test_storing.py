"""Nothing is acknowledged before it is stored; and people are told when it cannot be."""

from __future__ import annotations

import asyncio

import pytest

from tests.platforms.outage import inbox_away
from tests.slack.bot import Bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_LATE = 30


async def test_an_event_that_cannot_be_stored_comes_again(
    voorloper: Bot, slack: Slack, sqlite_url: str
) -> None:
    """It is not acknowledged, and answered once when the database is back (P5)."""
    anna = slack.person("anna")
    anna.says(anna.direct(), "zoek eerst")
    await anna.reads(anna.direct(), "“eerst”")
    async with inbox_away(sqlite_url):
        anna.says(anna.direct(), KNOWN)
        event = slack.dispatcher.events()[-1]
        await slack.until(lambda: len(event.attempts) > 1)
        assert not event.acked
    await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 4


async def test_a_mention_that_cannot_be_stored_comes_again(
    voorloper: Bot, slack: Slack, sqlite_url: str
) -> None:
    """Neither of the two events that tell of it is acknowledged before it is stored (P5, P8)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    first = anna.says(hall, "@voorloper zoek eerst")
    await anna.reads(hall, "“eerst”", thread=first)
    async with inbox_away(sqlite_url):
        asked = anna.says(hall, "@voorloper zoek daarna")
        twins = slack.dispatcher.events()[-2:]
        await slack.until(lambda: all(len(each.attempts) > 1 for each in twins))
        assert not any(each.acked for each in twins)
    await anna.reads(hall, "“daarna”", thread=asked, seconds=_LATE)
    await slack.dispatcher.settled(_LATE)
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2


async def test_who_types_a_command_hears_that_it_was_not_stored(
    voorloper: Bot, slack: Slack, sqlite_url: str
) -> None:
    """Slack gives a command once: whoever typed it is told to try again."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await anna.commands(hall, "/voorloper", "zoek eerst")
    await anna.reads_aside(hall, "“eerst”")
    async with inbox_away(sqlite_url):
        done = await anna.commands(hall, "/voorloper", KNOWN)
        assert not done.trouble
        await anna.reads_aside(hall, "niets bewaard")
    await voorloper.settled()


async def test_that_it_was_not_stored_is_told_in_the_language_of_their_slack(
    voorloper: Bot, slack: Slack, sqlite_url: str
) -> None:
    """What somebody chose, or types, cannot be looked at then."""
    anna = slack.person("anna", locale="en-GB")
    hall = slack.place("hal", anna)
    await anna.commands(hall, "/voorloper", "search first")
    await anna.reads_aside(hall, "“first”")
    async with inbox_away(sqlite_url):
        await anna.commands(hall, "/voorloper", KNOWN)
        await anna.reads_aside(hall, "nothing is saved")
        await anna.commands(hall, "/voorloper", "share")
        await anna.gets_view("What did you try")
        wrong = (await anna.submits(action="We count swallows", result="Many", outcome="success")).errors
        assert "nothing is saved" in str(wrong)
    await voorloper.settled()


async def test_a_form_that_cannot_be_stored_stays_open(voorloper: Bot, slack: Slack, sqlite_url: str) -> None:
    """What was filled in stays, with a sentence at the first field; sent again, it is saved once."""
    anna = slack.person("anna")
    filled = {"action": "We telden zwaluwen", "result": "Veel", "outcome": "success"}
    await anna.commands(anna.direct(), "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    async with inbox_away(sqlite_url):
        done = await anna.submits(**filled)
        assert "niets bewaard" in dict(done.errors)["Wat probeerden jullie?"]
    assert not (await anna.submits(**filled)).errors
    await anna.reads(anna.direct(), "bewaard als concept")
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 1


@pytest.mark.one_mode
@pytest.mark.parametrize("questions", [150, pytest.param(500, marks=pytest.mark.soak)])
async def test_many_at_once_are_each_answered(voorloper: Bot, slack: Slack, questions: int) -> None:
    """Hundreds of questions in flight: each is stored, acknowledged and answered once."""
    people = [slack.person(f"persoon{number}") for number in range(100)]
    for number in range(questions):
        person = people[number % len(people)]
        person.says(person.direct(), f"zoek woord{number}")
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()), 60)
    assert all(each.acked for each in slack.dispatcher.events())
    async with asyncio.timeout(120):
        await voorloper.settled()
    assert sum(len(person.sees(person.direct())) for person in people) == 2 * questions
