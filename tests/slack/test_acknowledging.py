"""What Slack hears of what it gives: everything is acknowledged, also what is nothing for the bot."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from adapters.slack.intake import Intake
from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.incoming import Message, Origin, Sender
from tests.platforms.assembly import utc_now
from tests.slack.bot import Bot, account
from tests.slack.standin.delivering import Kind
from tests.slack.standin.pieces import Json
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}),
        ("events_api", {"type": "event_callback", "event_id": "Ev2", "event": {}}),
        ("events_api", {"type": "app_rate_limited", "minute_rate_limited": 1772443799}),
        ("slash_commands", {"command": "/iets"}),
        ("interactive", {"type": "block_actions", "actions": [{"type": "button", "action_id": "link"}]}),
        ("interactive", {"type": "view_closed", "view": {}}),
        ("interactive", {"type": "van later"}),
    ],
    ids=lambda given: given if isinstance(given, str) else str(given.get("type", "command")),
)
async def test_what_is_nothing_for_the_bot_is_acknowledged(
    voorloper: Bot, slack: Slack, kind: Kind, payload: Json
) -> None:
    """At once, so that Slack neither repeats it nor tells somebody that it failed (P3, P26)."""
    given = slack.dispatcher.send(kind, {"team_id": slack.workspace.team.id, **payload})
    await slack.until(lambda: given.done)
    assert given.acked
    assert len(given.attempts) == 1
    assert given.answer is None
    await voorloper.settled()


async def test_an_acknowledgement_says_what_came_of_it(voorloper: Bot, slack: Slack) -> None:
    """It is given when all is done: there is nothing after it that could undo it, or fail unseen (P1, P2)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.rates.storm("users.info", times=1, seconds=4)
    anna.says(hall, f"@voorloper {KNOWN}")
    told = slack.dispatcher.events()
    await slack.until(lambda: all(each.done for each in told))
    assert all(each.acked for each in told)
    assert max(len(each.attempts) for each in told) > 1
    await voorloper.settled()
    assert "Dit ken ik nog niet" in voorloper.remembers()


async def test_what_is_taken_in_together_is_answered_in_its_order(voorloper: Bot, slack: Slack) -> None:
    """Whichever of several messages is through first: they are answered as they were written (P9)."""
    anna = slack.person("anna")
    now = utc_now()
    direct = ConversationKey(RoomKey(voorloper.place, anna.direct().id), None)
    said = [
        Message(
            Origin(f"m{number}", direct, Sender(account(anna)), now + timedelta(seconds=number), direct=True),
            f"zoek woord{number}",
            addressed=True,
        )
        for number in range(5)
    ]
    intake = Intake(voorloper.program)
    await asyncio.gather(*(intake.accept(each) for each in reversed(said)))
    await slack.until(lambda: len(anna.sees(anna.direct())) == len(said), 30)
    await voorloper.settled()
    answers = [each.text for each in anna.sees(anna.direct())]
    assert [f"“woord{number}”" in answer for number, answer in enumerate(answers)] == [True] * len(said)
