"""Slack gives events in any order: what was taken back or changed is so, whenever its words come (P9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.intake import Intake
from bot.domain.errors import StoreUnavailableError
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Visibility
from bot.messages.incoming import Edited, Message, Origin, Sender
from tests.platforms.assembly import utc_now
from tests.platforms.outage import inbox_away
from tests.slack.bot import TITLE, Bot, account, of_bot
from tests.slack.standin.server import Slack

pytestmark = pytest.mark.one_mode


@pytest.mark.parametrize("openly", [True, False])
async def test_a_question_that_is_gone_before_it_comes(voorloper: Bot, slack: Slack, openly: bool) -> None:  # noqa: FBT001 - a parameter
    """Nobody gets an answer to what they took back."""
    anna = slack.person("anna")
    room = slack.place("hal", anna) if openly else anna.direct()
    slack.dispatcher.hold()
    asked = anna.says(room, "@voorloper zoek zwaluwen")
    anna.deletes(asked)
    await slack.dispatcher.release_last()
    slack.dispatcher.release()
    await slack.dispatcher.settled()
    await voorloper.settled()
    assert not slack.called("chat.postMessage")


async def test_a_question_that_is_changed_before_it_comes(voorloper: Bot, slack: Slack) -> None:
    """What it says now is answered, and not what it said."""
    anna = slack.person("anna")
    await voorloper.keeps(Visibility.PUBLIC)
    slack.dispatcher.hold()
    asked = anna.says(anna.direct(), "zoek zwaluwen")
    anna.edits(asked, "zoek windmolens")
    await slack.dispatcher.release_last()
    await anna.reads(anna.direct(), TITLE)
    slack.dispatcher.release()
    await slack.dispatcher.settled()
    await voorloper.settled()
    (answer,) = of_bot(anna, anna.direct())
    assert TITLE in answer.text


async def test_what_it_became_could_not_be_stored(voorloper: Bot, slack: Slack, sqlite_url: str) -> None:
    """Nothing is acknowledged in its favour: what was said comes again, and is answered."""
    anna = slack.person("anna")
    direct = ConversationKey(RoomKey(voorloper.place, anna.direct().id), None)
    origin = Origin("m1", direct, Sender(account(anna)), utc_now(), message="m1", direct=True)
    changed = replace(origin, event="m1 later", at=origin.at + timedelta(seconds=1))
    intake = Intake(voorloper.program)
    async with inbox_away(sqlite_url):
        with pytest.raises(StoreUnavailableError):
            await intake.accept(Edited(changed, "zoek windmolens", addressed=True))
        with pytest.raises(StoreUnavailableError):
            await intake.accept(Message(origin, "zoek zwaluwen", addressed=True))
    await intake.accept(Message(origin, "zoek zwaluwen", addressed=True))
    await anna.reads(anna.direct(), "“zwaluwen”")
    await voorloper.settled()
