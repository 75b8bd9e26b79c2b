"""Blocks that Slack does not take, whatever its documents say: what was to be said comes as text (P33)."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.domain.model import Visibility
from tests.slack.bot import TITLE, Bot
from tests.slack.standin import limits
from tests.slack.standin.server import Slack

pytestmark = pytest.mark.one_mode


@pytest.fixture(autouse=True)
def without_rich_text(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Slack take no rich text in messages."""
    with monkeypatch.context() as now:
        now.delitem(limits._BLOCKS["message"], "rich_text")  # noqa: SLF001 - what Slack takes
        yield


async def test_it_comes_as_text(voorloper: Bot, slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    """With all that it says, once; renewed, in private and in a direct message too; the log says why."""
    caplog.set_level(logging.WARNING, "adapters.slack")
    for number in range(1, 8):
        await voorloper.keeps(Visibility.PUBLIC, number)
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, "@voorloper wie telde windmolens?")
    answer = await anna.reads(hall, TITLE, thread=asked)
    assert not answer.raw.get("blocks")
    assert "`meer`" in answer.text
    before = answer.text
    anna.edits(asked, "@voorloper wie bouwde een maanbasis?")
    await slack.until(lambda: answer.text != before)
    await anna.commands(hall, "/voorloper", "wie telde windmolens?")
    await anna.reads_aside(hall, TITLE)
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2
    assert "does not take the blocks of a message (invalid_blocks)" in caplog.text
    assert TITLE not in caplog.text
