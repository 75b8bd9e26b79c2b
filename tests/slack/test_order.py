"""Slack gives events in any order: what was taken back or changed is so, whenever its words come (P9)."""

from __future__ import annotations

import pytest

from bot.domain.model import Visibility
from tests.slack.bot import TITLE, Bot, of_bot
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
