"""How fast the bot may speak: Slack's rates are kept, order too, and nothing gets lost in a storm."""

from __future__ import annotations

import pytest

from tests.slack.bot import Bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_LATE = 60


pytestmark = pytest.mark.one_mode


async def test_a_channel_hears_one_message_a_second(voorloper: Bot, slack: Slack) -> None:
    """Several questions in one channel are all answered, and Slack never has to refuse one (P13)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.rates.post_per_second = True
    asked = [anna.says(hall, f"@voorloper {KNOWN} {number}") for number in range(5)]
    for each in asked:
        await anna.reads(hall, "Dit ken ik nog niet", thread=each, seconds=_LATE)
    await voorloper.settled()
    assert [len(anna.sees(hall, each)) for each in asked] == [2] * 5
    assert not slack.rates.refused


async def test_a_storm_of_refusals_passes(voorloper: Bot, slack: Slack) -> None:
    """Whatever Slack refuses for a while is said afterwards, once, and in order in its thread (P13)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.rates.storm("chat.postMessage", times=6)
    asked = anna.says(hall, "@voorloper zoek eerst")
    await slack.until(lambda: bool(slack.rates.refused))
    for word in ("tweede", "derde"):
        anna.says(hall, f"@voorloper zoek {word}", thread=asked)
    await anna.reads(hall, "“derde”", thread=asked, seconds=_LATE)
    await voorloper.settled()
    said = [each.text for each in anna.sees(hall, asked) if "bot_id" in each.raw]
    assert [next(word for word in ("eerst", "tweede", "derde") if f"“{word}”" in each) for each in said] == [
        "eerst",
        "tweede",
        "derde",
    ]


async def test_that_it_is_too_much_may_be_said_by_a_code_alone(voorloper: Bot, slack: Slack) -> None:
    """Slack documents `rate_limited` beside the status 429: nothing is given up for that (P13)."""
    anna = slack.person("anna")
    slack.rates.say_no("chat.postMessage", times=2)
    anna.says(anna.direct(), "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”", seconds=_LATE)
    await voorloper.settled()
    said = [each.text for each in anna.sees(anna.direct()) if "bot_id" in each.raw]
    assert len(said) == 1


async def test_too_many_events_are_noted(
    voorloper: Bot, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack gives none for a minute then, and whoever runs the bot can see why it is so quiet (P26)."""
    told = slack.inside.happening.flooded(slack.install)
    await slack.until(lambda: told.done)
    await voorloper.settled()
    assert "no events of a workspace for a minute" in caplog.text


async def test_a_private_answer_in_a_thread_does_not_wait_for_a_look(voorloper: Bot, slack: Slack) -> None:
    """Some apps may look in a thread once a minute: it then comes beside the thread, at once (P26)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, f"@voorloper {KNOWN}")
    await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
    await voorloper.settled()
    slack.rates.storm("conversations.replies", times=3, seconds=60)
    anna.says(hall, "@voorloper publiceer L1", thread=asked)
    await anna.reads_aside(hall, "Dat kan alleen een beheerder", seconds=10)
    await voorloper.settled()
