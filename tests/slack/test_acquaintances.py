"""Who people are: asked once, in time, and never guessed; while Slack does not say it, no words get lost."""

from __future__ import annotations

import pytest

from adapters.slack import acquaintances
from tests.slack.bot import Bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_LATE = 60


async def test_people_are_looked_up_once(voorloper: Bot, slack: Slack) -> None:
    """Who they are is remembered, and asked once for all that waits for it."""
    anna = slack.person("anna")
    for number in range(4):
        anna.says(anna.direct(), f"zoek woord{number}")
    await slack.until(lambda: len(anna.sees(anna.direct())) == 8, _LATE)
    await voorloper.settled()
    assert len(slack.called("users.info")) == 1


async def test_a_storm_of_unknown_people_passes(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart nobody is known: each is asked about until Slack says who it is, and answered once."""
    monkeypatch.setattr(acquaintances, "AT_ONCE", 4)
    people = [slack.person(f"anna{number}") for number in range(12)]
    slack.rates.storm("users.info", times=10)
    for each in people:
        each.says(each.direct(), KNOWN)
    for each in people:
        await each.reads(each.direct(), "Dit ken ik nog niet", seconds=_LATE)
    await voorloper.settled()
    assert [len(each.sees(each.direct())) for each in people] == [2] * 12
    asked = slack.called("users.info")
    told = [each.arguments["user"] for each in asked if each.error is None]
    assert sorted(told) == sorted(each.id for each in people)
    refused = [at for _, at in slack.rates.refused]
    assert len(refused) == 10
    assert all(later - at > 1 for at, later in zip(refused, refused[4:], strict=False))


async def test_a_question_waits_until_its_sender_can_be_looked_up(voorloper: Bot, slack: Slack) -> None:
    """Nobody is taken for a member unseen; Slack gives the question again, while one look waits."""
    anna = slack.person("anna")
    slack.rates.storm("users.info", times=1, seconds=4)
    anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)
    (event,) = slack.dispatcher.events("message")[:1]
    assert len(event.attempts) > 1
    assert [each.error for each in slack.called("users.info")] == ["ratelimited", None]
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2


async def test_who_was_known_need_not_wait(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Slack does not say who somebody is now, they are who they were."""
    monkeypatch.setattr(acquaintances, "FRESH", 0.0)
    anna = slack.person("anna")
    anna.says(anna.direct(), "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”", seconds=_LATE)
    await voorloper.settled()
    slack.rates.storm("users.info", times=1, seconds=_LATE)
    anna.says(anna.direct(), "zoek dijken")
    await anna.reads(anna.direct(), "“dijken”", seconds=_LATE)
    await voorloper.settled()
    assert {len(each.attempts) for each in slack.dispatcher.events("message")} == {1}


@pytest.mark.parametrize("why", ["not visible", "not allowed"])
async def test_who_slack_does_not_tell_of_is_not_asked_about_again(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Not with every word they say, nor each time Slack gives it again."""
    monkeypatch.setattr(acquaintances, "SOON", 600.0)
    elsewhere = slack.new_workspace("Elders")
    eve, anna = elsewhere.person("eve"), slack.person("anna")
    hall = slack.workspace.place("hal", anna, shared=elsewhere.team)  # Slack shows no eve in it
    if why == "not allowed":
        slack.install.scopes.discard("users:read")
    for number in range(3):
        eve.says(hall, f"<@{slack.bot.id}> wie weet iets van woord{number}?", raw=True)
    again, error = (1, "user_not_visible") if why == "not visible" else (2, "missing_scope")
    await slack.until(lambda: all(len(each.attempts) >= again for each in slack.dispatcher.events()), _LATE)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()) is (again == 1), _LATE)
    await voorloper.settled()
    assert [each.error for each in slack.called("users.info")] == [error]
    assert not [each for each in hall.messages.values() if "bot_id" in each.raw]
