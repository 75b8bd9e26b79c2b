"""Answers of which it is not known whether they arrived: each comes once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from tests.platforms.assembly import utc_now
from tests.slack.bot import Bot, of_bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_POST = "chat.postMessage"
_NOT_KNOWN = "Dit ken ik nog niet"
_LATE = 30


pytestmark = pytest.mark.one_mode


@pytest.mark.parametrize(
    "trouble", [Trouble.LOST, Trouble.DONE_AND_FAILED, Trouble.CUT, Trouble.SERVER_ERROR]
)
@pytest.mark.parametrize("where", ["thread", "direct"])
async def test_a_lost_reply_is_looked_up(voorloper: Bot, slack: Slack, trouble: Trouble, where: str) -> None:
    """What stands there already is found by its token, and not said again."""
    anna = slack.person("anna")
    fault = slack.faults.put(trouble, _POST)
    direct = where == "direct"
    channel = anna.direct() if direct else slack.place("hal", anna)
    asked = anna.says(channel, KNOWN if direct else f"@voorloper {KNOWN}")
    thread = None if direct else asked
    await anna.reads(channel, _NOT_KNOWN, thread=thread, seconds=_LATE)
    await voorloper.settled()
    assert fault.met == 1
    assert len(of_bot(anna, channel, thread)) == 1
    (looked,) = slack.called("conversations.history" if direct else "conversations.replies")
    assert looked.arguments["include_all_metadata"] in {True, "true"}


async def test_it_is_found_among_much_that_was_said_since(voorloper: Bot, slack: Slack) -> None:
    """Page by page, of the size that Slack lets every app ask for (P26)."""
    anna = slack.person("anna")
    fault = slack.faults.put(Trouble.LOST, _POST)
    hall = slack.place("hal", anna)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    earlier = [anna.says(hall, f"Bericht {number}", thread=asked) for number in range(40)]
    await slack.until(lambda: len(slack.called("conversations.replies")) > 2, _LATE)
    await voorloper.settled()
    assert fault.met == 1
    assert len(of_bot(anna, hall, asked)) == 1
    assert len(anna.sees(hall, asked)) == len(earlier) + 2
    assert {int(call.arguments["limit"]) for call in slack.called("conversations.replies")} == {15}


async def test_what_slack_refused_is_not_looked_up(voorloper: Bot, slack: Slack) -> None:
    """An answer that had to wait surely did not arrive; nothing is asked then (P13)."""
    anna = slack.person("anna")
    slack.rates.storm(_POST, times=2)
    asked = anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), _NOT_KNOWN, seconds=_LATE)
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2
    assert asked in anna.sees(anna.direct())
    assert not slack.called("conversations.history")


async def test_without_the_right_to_read_back_it_may_come_twice(voorloper: Bot, slack: Slack) -> None:
    """It never gets lost: without the scope the answer is said again. `voorloper check` says so."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.install.scopes.discard("channels:history")
    slack.faults.put(Trouble.LOST, _POST)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    await slack.until(lambda: len(of_bot(anna, hall, asked)) == 2, _LATE)
    await voorloper.settled()
    assert len(of_bot(anna, hall, asked)) == 2


async def test_a_long_answer_goes_on_where_it_broke_off(voorloper: Bot, slack: Slack) -> None:
    """Of an answer in several messages each comes once, in order, also when replies get lost in between."""
    anna = slack.person("anna")
    slack.faults.put(Trouble.LOST, _POST)
    words = [f"woord{number:04}" for number in range(1500)]
    conversation = ConversationKey(RoomKey(voorloper.place, anna.direct().id), None)
    now = utc_now()
    async with voorloper.store.begin() as tx:
        long = say((Plain(" ".join(words)),))
        await tx.outbox.add(Post(conversation, long), None, now, now + timedelta(hours=1))
    await slack.until(lambda: len(of_bot(anna, anna.direct(), None)) >= 2, _LATE)
    slack.faults.put(Trouble.LOST, _POST)
    await anna.reads(anna.direct(), words[-1], seconds=_LATE)
    await voorloper.settled()
    assert " ".join(each.text for each in of_bot(anna, anna.direct(), None)).split() == words
