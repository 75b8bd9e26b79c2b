"""The home of the app: what the bot does, what is somebody's own, and what they may do."""

from __future__ import annotations

import pytest

from tests.platforms.outage import table_away
from tests.slack.bot import Bot, bot
from tests.slack.standin.seeing import readable
from tests.slack.standin.server import Slack


async def test_a_member_sees_their_page(voorloper: Bot, slack: Slack) -> None:
    """What the bot does, and buttons that do what they say; no commands of admins."""
    anna = slack.person("anna")
    anna.says(anna.direct(), "help")
    await anna.reads(anna.direct(), "deel")
    anna.opens_home()
    home = await anna.gets_home("Voorloper")
    assert "publiceer" not in readable(home)
    await anna.clicks(home, "Deel een les")
    await anna.gets_view("Wat probeerden jullie?")
    await voorloper.settled()


async def test_an_admin_sees_what_admins_do(slack: Slack, sqlite_url: str) -> None:
    """Their commands come from the table of commands."""
    ada = slack.person("ada")
    async with bot(slack, sqlite_url, admins=[ada]):
        ada.opens_home()
        await ada.gets_home("publiceer")


async def test_a_stranger_sees_what_the_bot_is(voorloper: Bot, slack: Slack) -> None:
    """And nothing of what is in the base."""
    eve = slack.person("eve", is_restricted=True)
    eve.opens_home()
    home = await eve.gets_home("Voorloper")
    assert "Deel" not in readable(home)
    await voorloper.settled()


async def test_the_tab_with_messages_publishes_nothing(voorloper: Bot, slack: Slack) -> None:
    """It is the direct message, where people just talk."""
    anna = slack.person("anna")
    anna.opens_home(tab="messages")
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert anna.home is None


async def test_a_home_that_cannot_be_shown_stops_nothing(voorloper: Bot, slack: Slack) -> None:
    """The next message is answered as ever."""
    anna = slack.person("anna")
    slack.rates.storm("views.publish", times=1)
    anna.opens_home()
    anna.says(anna.direct(), "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”")
    await voorloper.settled()


async def test_a_home_that_slack_refuses_for_a_while_comes_then(voorloper: Bot, slack: Slack) -> None:
    """Once, after as long as Slack asks for, however often somebody opens it meanwhile (P26)."""
    anna = slack.person("anna")
    slack.rates.storm("views.publish", times=2, seconds=2)
    anna.opens_home()
    await slack.until(lambda: bool(slack.rates.refused))
    for _ in range(3):
        anna.opens_home()
    await anna.gets_home("Voorloper")
    published = slack.called("views.publish")
    assert [each.error for each in published] == ["ratelimited", "ratelimited", None]
    (first, second) = (at for _, at in slack.rates.refused)
    assert second - first >= 2
    await voorloper.settled()


async def test_a_home_comes_when_the_database_is_back(
    voorloper: Bot, slack: Slack, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened it sees it without opening it again."""
    monkeypatch.setattr("adapters.slack.surfaces._LATER", 0.1)
    anna = slack.person("anna")
    async with table_away(sqlite_url, "person"):
        opened = anna.opens_home()
        assert opened
        await slack.until(lambda: opened.done)
        assert anna.home is None
    await anna.gets_home("Voorloper")
    await voorloper.settled()
