"""Connections that end, fall silent or are refused: nothing said meanwhile is lost or answered twice."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp

from adapters.slack.adapter import SlackChat
from adapters.slack.sockets import GIVE_UP, Sockets
from tests.platforms.assembly import utc_now
from tests.platforms.waiting import meanwhile, until
from tests.slack.bot import Bot, bot, config
from tests.slack.standin.faults import Trouble
from tests.slack.standin.server import Slack
from tests.slack.standin.sockets import Reason
from tests.slack.test_asking import KNOWN

_LATE = 40
_SOME = 30
"""Times that two connections may be asked for in two minutes: without pauses it is that often in a second."""


pytestmark = pytest.mark.one_mode


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_refresh_loses_nothing(voorloper: Bot, slack: Slack, reason: Reason) -> None:
    """Slack ends each connection every few hours; another one is there meanwhile (P14, P15)."""
    anna = slack.person("anna")
    asked = []
    for number in range(6):
        asked.append(anna.says(anna.direct(), f"zoek woord{number}"))
        await slack.sockets.disconnect(reason, which=slack.sockets.links[0], grace=0.2)
    for number in range(6):
        await anna.reads(anna.direct(), f"“woord{number}”", seconds=_LATE)
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2 * len(asked)
    await slack.sockets.connected(2, seconds=_LATE)


async def test_a_break_without_a_word_is_noticed(voorloper: Bot, slack: Slack) -> None:
    """Connections that break, or are there and say nothing, are made anew (P16).

    What was said meanwhile comes as a repetition only, and is taken in (P7).
    """
    anna = slack.person("anna")
    slack.sockets.reset()
    anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)
    slack.sockets.silence(slack.sockets.links[0])
    await slack.sockets.connected(2, seconds=_LATE)
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 2


async def test_an_app_that_is_switched_off_does_not_ask_without_end(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack ends each connection as soon as it is there; others are asked for with pauses (P15).

    Making all of it anew after a minute changes nothing of that.
    """
    caplog.set_level(logging.INFO)
    clock = [0.0]
    sockets = Sockets(app, slack.app.app_token, lambda: clock[0])
    async with sockets.open(2):
        await slack.sockets.connected(2)

        async def there() -> bool:
            return sockets.alone == 0

        await until(there)
        asked = slack.sockets.opened
        await slack.sockets.disconnect("link_disabled", grace=0.1)
        for _ in range(2):
            caplog.clear()
            clock[0] += GIVE_UP

            async def anew() -> bool:
                return caplog.text.count("made anew") >= 2

            await until(anew)
            assert sockets.alone >= GIVE_UP
        assert slack.sockets.opened - asked < _SOME
        slack.sockets.enable()
        await slack.sockets.connected(2, seconds=_LATE)
        await until(there)


async def test_slack_is_away_for_a_while(voorloper: Bot, slack: Slack) -> None:
    """What is said when it is back is answered; nothing ends."""
    anna = slack.person("anna")
    async with slack.closed():
        pass
    anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)
    await voorloper.settled()


async def test_slack_is_away_at_the_start(slack: Slack, sqlite_url: str) -> None:
    """The bot waits for it, and says so to whoever watches."""
    slack.faults.put(Trouble.BAD_GATEWAY, "auth.test", times=2)
    async with bot(slack, sqlite_url) as running:
        anna = slack.person("anna")
        anna.says(anna.direct(), KNOWN)
        await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)
        assert not running.chat.trouble


async def test_a_connection_that_cannot_be_had_is_made_anew(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """From the ground up, when the library did not manage for long; whoever watches sees it (P18)."""
    caplog.set_level(logging.WARNING, "adapters.slack")
    monkeypatch.setattr("adapters.slack.sockets.GIVE_UP", 5.0)
    monkeypatch.setattr("adapters.slack.sockets.SILENCE", 1.0)
    anna = slack.person("anna")

    async def alone() -> bool:
        return "no connection" in voorloper.chat.trouble and "made anew" in caplog.text

    async with slack.closed():
        await until(alone, _LATE)
    anna.says(anna.direct(), KNOWN)
    await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=_LATE)

    async def well() -> bool:
        return not voorloper.chat.trouble

    await until(well, _LATE)


async def test_a_token_that_is_taken_back_is_named(
    voorloper: Bot, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """By what watches the bot, and once in its log, until Slack takes it again (P17)."""
    anna = slack.person("anna")
    slack.install.revoked = True
    await anna.commands(anna.direct(), "/voorloper", "help")

    async def named() -> bool:
        return "token any more (token_revoked)" in voorloper.chat.trouble

    await until(named)
    await anna.commands(anna.direct(), "/voorloper", "help")
    assert caplog.text.count("does not take a token any more: token_revoked") == 1
    slack.install.revoked = False
    bert = slack.person("bert")
    bert.says(bert.direct(), KNOWN)
    await bert.reads(bert.direct(), "Dit ken ik nog niet", seconds=_LATE)
    assert not voorloper.chat.trouble


@pytest.mark.parametrize("removed", [True, False])
async def test_an_app_that_is_taken_out_is_named(voorloper: Bot, slack: Slack, *, removed: bool) -> None:
    """By what watches the bot, as soon as Slack tells it: nobody there can ask it anything any more (P31)."""
    if removed:
        slack.workspace.put_out()
    else:
        slack.workspace.revoke()

    async def named() -> bool:
        return "token any more (token_revoked)" in voorloper.chat.trouble

    await until(named)


async def test_why_there_is_no_connection_is_named(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the token of the app was revoked while the bot ran (P17)."""
    monkeypatch.setattr("adapters.slack.sockets.SILENCE", 1.0)
    slack.app.app_token = "xapp-another"
    slack.sockets.reset()

    async def named() -> bool:
        return "no connection to Slack (invalid_auth)" in voorloper.chat.trouble

    await until(named, _LATE)


async def test_health_says_how_it_is(slack: Slack, sqlite_url: str) -> None:
    """Where Slack calls the bot, whoever watches can ask there too."""
    async with bot(slack, sqlite_url, socket=False) as running, ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{running.chat.port}/health") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        async with session.get(f"http://127.0.0.1:{running.chat.port}/slack/events") as answer:
            assert answer.status == 405


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"bot_token": "xoxb-niets"}, "not set up"),
        ({"app_token": "xapp-niets"}, "not set up"),
    ],
)
async def test_a_wrong_token_is_named_at_once(slack: Slack, wrong: dict[str, Any], told: str) -> None:
    """It is not tried for ever in silence (P17); `voorloper check` says what to do."""
    chat = SlackChat(replace(config(slack), **wrong), utc_now)

    async def troubled() -> bool:
        return told in chat.trouble

    async with meanwhile(chat.run(_Nobody())):
        await until(troubled)
    assert len(slack.called("auth.test")) + len(slack.called("apps.connections.open")) < 6


async def test_what_is_in_hand_is_acknowledged_before_it_ends(slack: Slack, sqlite_url: str) -> None:
    """A bot that is stopped stores what it began and says so; Slack gives nothing of it again (P10, P19)."""
    people = [slack.person(f"persoon{number}") for number in range(20)]
    async with bot(slack, sqlite_url):
        for person in people:
            person.says(person.direct(), KNOWN)
        await slack.until(lambda: any(each.attempts for each in slack.dispatcher.events()))
    begun = [each for each in slack.dispatcher.events() if each.acked]
    async with bot(slack, sqlite_url):
        for person in people:
            await person.reads(person.direct(), "Dit ken ik nog niet", seconds=_LATE)
    assert {len(person.sees(person.direct())) for person in people} == {2}
    assert all(len(each.attempts) == 1 for each in begun)


async def test_two_processes_share_the_work(slack: Slack, sqlite_url: str) -> None:
    """Slack divides what happens over their connections; each question is answered once."""
    anna = slack.person("anna")
    async with (
        bot(slack, sqlite_url, more={"connections": 1}, expected=1),
        bot(slack, sqlite_url, more={"connections": 1}, expected=2),
    ):
        for number in range(10):
            anna.says(anna.direct(), f"zoek woord{number}")
        for number in range(10):
            await anna.reads(anna.direct(), f"“woord{number}”", seconds=_LATE)
    assert len(anna.sees(anna.direct())) == 20


class _Nobody:
    """A core that nobody gets to."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever it is
        raise AssertionError(name)
