"""People who mean ill: forged calls, words that would ping or disguise, and secrets that must stay secret."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import get_args

import pytest

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Visibility
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from tests.platforms.assembly import utc_now
from tests.platforms.waiting import meanwhile, until
from tests.slack.bot import TITLE, Bot, bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.posting import Forgery, Posting
from tests.slack.standin.server import Slack

_HOSTILE = (
    "<!channel> <!here> <@{user}> <https://example.org|klik hier> *vet* `publiceer L1` &lt;!channel&gt;"
)


@pytest.mark.parametrize("how", get_args(Forgery))
async def test_a_forged_call_is_refused(slack: Slack, sqlite_url: str, how: Forgery) -> None:
    """Without the signature of Slack nothing is taken in: not a byte of it is stored (P27)."""
    anna = slack.person("anna")
    async with bot(slack, sqlite_url, socket=False) as running:
        road = slack.dispatcher.road
        assert isinstance(road, Posting)
        slack.dispatcher.hold()
        anna.says(anna.direct(), "wie weet iets van zwaluwstaarten?")
        held = slack.dispatcher.events()[-1]
        assert await road.forge(held, how) == 401
        await running.settled()
        assert "zwaluwstaart" not in running.remembers()
        slack.dispatcher.release([])


async def test_a_call_sent_again_by_somebody_is_one(slack: Slack, sqlite_url: str) -> None:
    """Who records a signed call and sends it again within its time gets nothing twice."""
    anna = slack.person("anna")
    async with bot(slack, sqlite_url, socket=False) as running:
        road = slack.dispatcher.road
        assert isinstance(road, Posting)
        anna.says(anna.direct(), "zoek duinen")
        await anna.reads(anna.direct(), "“duinen”")
        for sent in tuple(road.sent):
            assert await road.replay(sent) == 200
        await running.settled()
        assert len(anna.sees(anna.direct())) == 2


async def test_stored_words_ping_and_link_nobody(voorloper: Bot, slack: Slack) -> None:
    """What somebody wrote in a lesson is text and nothing else, wherever it is shown (P23)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    hostile = _HOSTILE.format(user=anna.id)
    await anna.commands(hall, "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(action=hostile, result="Veel", outcome="success")
    saved = await anna.reads_aside(hall, "bewaard als concept")
    assert "<!channel>" not in saved.text
    assert f"<@{anna.id}>" not in saved.text
    assert "<https://example.org" not in saved.text
    await voorloper.settled()
    for call in slack.calls:
        if call.method.startswith("chat."):
            assert call.arguments.get("unfurl_links") in {False, "false", None}
            assert "link_names" not in call.arguments


async def test_a_lesson_for_members_never_reaches_a_mixed_channel(voorloper: Bot, slack: Slack) -> None:
    """Also not by a button that somebody who may see it clicks there."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    lesson = await voorloper.keeps(Visibility.NETWORK)
    for line in (lesson, "wie telde windmolens?", f"toon hier {lesson}"):
        asked = anna.says(hall, f"@voorloper {line}")
        await anna.reads(hall, thread=asked) if not line.startswith("toon") else await voorloper.settled()
    await voorloper.settled()
    assert not [each for each in hall.messages.values() if TITLE in each.text]


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.SERVER_ERROR, Trouble.HTML, Trouble.BAD_GATEWAY])
async def test_secrets_and_words_are_in_no_log(
    slack: Slack, sqlite_url: str, caplog: pytest.LogCaptureFixture, trouble: Trouble
) -> None:
    """Whatever goes wrong, at the most talkative level: no token, no secret, nothing that people said."""
    caplog.set_level(logging.DEBUG)
    anna = slack.person("anna")
    slack.faults.put(trouble, "auth.test")
    async with bot(slack, sqlite_url) as running:
        slack.faults.put(trouble, "chat.postMessage")
        slack.faults.put(trouble, "users.info")
        anna.says(anna.direct(), "wie weet iets van zwaluwstaarten?")
        await anna.reads(anna.direct(), "Dit ken ik nog niet", seconds=30)
        await slack.sockets.disconnect("link_disabled", grace=0.1)
        slack.sockets.enable()
        await running.settled()
    secrets = (slack.install.token, slack.app.app_token, slack.app.signing_secret, "ticket=", "zwaluwstaart")
    assert not [each for each in secrets if each in caplog.text]


async def test_a_wrong_token_is_in_no_error(
    slack: Slack, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A token that Slack refuses is not shown to help whoever reads the log."""
    slack.install.revoked = True

    async def start() -> None:
        async with bot(slack, sqlite_url):
            pass

    async def told() -> bool:
        return "Slack does not let the bot in" in caplog.text

    async with meanwhile(start()):
        await until(told)
    assert slack.install.token not in caplog.text


async def test_what_the_bot_says_cannot_be_clicked_to_do_more(voorloper: Bot, slack: Slack) -> None:
    """Words between backticks in what somebody wrote are no button."""
    anna = slack.person("anna")
    now = utc_now()
    where = ConversationKey(RoomKey(voorloper.place, anna.direct().id), None)
    async with voorloper.store.begin() as tx:
        await tx.outbox.add(Post(where, say((Plain(_HOSTILE),))), None, now, now + timedelta(hours=1))
    said = await anna.reads(anna.direct(), "klik hier")
    assert not [block for block in said.blocks if block["type"] == "actions"]
