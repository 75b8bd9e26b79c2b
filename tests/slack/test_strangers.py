"""People who do not belong to the network: guests, people of other workspaces, workspaces nobody admitted."""

from __future__ import annotations

import pytest

from tests.slack.bot import Bot, bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_MARK = "zwaluwstaart"


@pytest.mark.parametrize("sign", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_is_not_answered(voorloper: Bot, slack: Slack, sign: str) -> None:
    """Somebody with a guest account hears nothing, and none of their words are kept."""
    eve, anna = slack.person("eve", **{sign: True}), slack.person("anna")
    hall = slack.place("hal", eve, anna)
    eve.says(hall, f"@voorloper wie weet iets van {_MARK}?")
    eve.says(eve.direct(), f"wie weet iets van {_MARK}?")
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert len(anna.sees(hall)) == 2
    assert len(eve.sees(eve.direct())) == 1
    assert _MARK not in voorloper.remembers()


async def test_somebody_of_another_workspace_is_not_answered(voorloper: Bot, slack: Slack) -> None:
    """In a channel that two organisations share, only people of ours are answered."""
    elsewhere = slack.new_workspace("Elders")
    eve, anna = elsewhere.person("eve"), slack.person("anna")
    hall = slack.workspace.place("hal", eve, anna, shared=elsewhere.team)
    eve.says(hall, f"<@{slack.bot.id}> wie weet iets van {_MARK}?", raw=True)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert len(anna.sees(hall)) == 2
    assert _MARK not in voorloper.remembers()


async def test_a_workspace_that_nobody_admitted_is_answered_nothing(slack: Slack, sqlite_url: str) -> None:
    """Its people hear nothing until an admin lets it in; the question is not kept."""
    anna = slack.person("anna")
    async with bot(slack, sqlite_url, admitted=False) as running:
        anna.says(anna.direct(), f"wie weet iets van {_MARK}?")
        await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
        await running.settled()
        assert len(anna.sees(anna.direct())) == 1
        assert _MARK not in running.remembers()
