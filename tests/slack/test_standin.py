"""The stand-in for Slack, tried with a bare app of Bolt: every surface in both modes, and bad connections."""

from __future__ import annotations

import pytest
from slack_bolt.async_app import AsyncApp

from tests.slack.bare_app import over_http, over_sockets
from tests.slack.standin.seeing import buttons, readable
from tests.slack.standin.server import Slack


async def test_mention(served: Slack) -> None:
    """A mention comes as two events of one moment, and is answered in its thread."""
    anna = served.person("anna")
    hall = served.place("hal", anna)
    asked = anna.says(hall, "@voorloper wie & wat?")
    answer = await anna.reads(hall, "gehoord", thread=asked)
    assert (answer.thread, answer.text) == (asked.ts, f"gehoord {served.bot.mention} wie &amp; wat?")
    await served.dispatcher.settled()
    (mention,) = served.dispatcher.events("app_mention")
    message, own = served.dispatcher.events("message")
    assert mention.payload["event"]["ts"] == message.payload["event"]["ts"] == asked.ts
    assert mention.event_id != message.event_id
    assert own.payload["event"]["bot_id"] == served.bot.bot_id


async def test_command(served: Slack) -> None:
    """A slash command is acknowledged with words for its user, and then answered to all."""
    anna, bert = served.person("anna"), served.person("bert")
    hall = served.place("hal", anna, bert)
    done = await anna.commands(hall, "/voorloper", "zoek iets")
    assert (done.trouble, readable(anna.asides(hall)[0])) == ("", "bezig met zoek iets")
    assert not bert.asides(hall)
    await bert.reads(hall, "klaar")


async def test_click(served: Slack) -> None:
    """A click says which message it stood in, and that message is changed."""
    anna = served.person("anna")
    here = anna.direct()
    anna.says(here, "hallo")
    choice = await anna.reads(here, "Kies")
    assert buttons(choice) == ["Meer"]
    assert not (await anna.clicks(choice, "Meer")).trouble
    await served.until(lambda: "meer 7" in readable(choice))
    assert not choice.blocks
    assert choice.text == "Meer van keuze: meer 7"


async def test_modal(served: Slack) -> None:
    """A shortcut opens a form, which keeps errors at their field and closes when it is right."""
    anna = served.person("anna")
    hall = served.place("hal", anna)
    said = anna.says(hall, "onthoud dit")
    done = await anna.shortcut("bewaar", said)
    assert done.payload["message"]["text"] == "onthoud dit"
    await anna.gets_view("Titel")
    with pytest.raises(ValueError, match="must be filled in"):
        await anna.fills_in({})
    assert (await anna.fills_in({"Titel": "fout"})).errors == (("Titel", "Kies een andere titel."),)
    assert not (await anna.fills_in({"Titel": "goed"})).errors
    assert anna.view is None
    await anna.reads(anna.direct(), "Bewaard: goed")


async def test_home(served: Slack) -> None:
    """Who opens the home sees what the app publishes there."""
    anna = served.person("anna")
    anna.opens_home()
    assert readable(await anna.gets_home("Welkom")) == "Welkom"
    opened = anna.opens_home()
    assert opened
    assert opened.payload["event"]["view"]["type"] == "home"


async def test_redelivery(served: Slack) -> None:
    """An event whose acknowledgement was lost comes again with the same id, and says so."""
    anna = served.person("anna")
    served.app.events.discard("message.channels")
    served.dispatcher.lose_acks(1)
    hall = served.place("hal", anna)
    asked = anna.says(hall, "@voorloper wie?")
    await served.dispatcher.settled()
    (delivery,) = served.dispatcher.events()
    assert [(each.number, bool(each.reason)) for each in delivery.attempts] == [(0, False), (1, True)]
    await served.until(lambda: len(anna.sees(hall, asked)) == 3)


async def test_changes(served: Slack) -> None:
    """Edits, deletions, reactions, files, joins and leaves are events in their own shapes."""
    anna, bert = served.person("anna"), served.person("bert")
    hall = served.place("hal", anna)
    said = anna.says(hall, "eerst")
    anna.says(hall, "antwoord", thread=said, wide=True)
    gone = anna.says(hall, "weg")
    anna.edits(said, "later")
    anna.deletes(gone)
    anna.deletes(said)
    shared = anna.shares(hall, "blad.txt", b"inhoud")
    anna.reacts(shared, "eyes")
    bert.joins(hall)
    bert.leaves(hall)
    await served.dispatcher.settled()
    subtypes = [each.payload["event"].get("subtype") for each in served.dispatcher.events("message")]
    edit = ["message_changed", "message_deleted", "message_changed"]
    assert subtypes == [None, "thread_broadcast", None, *edit, "file_share", "channel_join"]
    for kind in ("reaction_added", "member_joined_channel", "member_left_channel"):
        assert len(served.dispatcher.events(kind)) == 1
    assert [message.text for message in anna.sees(hall)][:2] == ["This message was deleted.", "antwoord"]


async def test_refresh(slack: Slack, app: AsyncApp) -> None:
    """With two connections, each refreshed in turn while questions come, every question is answered."""
    anna = slack.person("anna")
    slack.app.events -= {"message.channels"}
    hall = slack.place("hal", anna)
    async with over_sockets(slack, app, connections=2):
        asked = []
        for _ in range(4):
            asked += [anna.says(hall, "@voorloper wie?") for _ in range(10)]
            await slack.sockets.disconnect(which=slack.sockets.links[0])
            asked += [anna.says(hall, "@voorloper wat?") for _ in range(10)]
            await slack.sockets.connected(2)
        await slack.dispatcher.settled()
        await slack.until(lambda: all(len(anna.sees(hall, each)) > 1 for each in asked))
    assert slack.sockets.opened == 6
    roads = {attempt.road for each in slack.dispatcher.events() for attempt in each.attempts}
    assert len(roads) > 2


async def test_broken_connections(slack: Slack, app: AsyncApp) -> None:
    """A connection that is reset is replaced, one that is refused too, and what was said meanwhile comes."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    async with over_sockets(slack, app):
        slack.sockets.silence()
        lost = anna.says(hall, "@voorloper stil?")
        slack.sockets.reset()
        await slack.sockets.connected(1, 8)
        slack.dispatcher.hurry()
        await anna.reads(hall, "stil?", thread=lost)


async def test_signatures(slack: Slack, app: AsyncApp) -> None:
    """Over HTTP a wrong, old or missing signature is refused; a replay has a right one."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    async with over_http(slack, app) as road:
        assert await road.verify()
        anna.says(hall, "@voorloper wie?")
        await slack.dispatcher.settled()
        delivery = slack.dispatcher.events("app_mention")[0]
        assert await road.forge(delivery, "wrong secret") == 401
        assert await road.forge(delivery, "other body") == 401
        assert await road.forge(delivery, "old") == 401
        assert await road.forge(delivery, "from the future") == 401
        assert await road.forge(delivery, "unsigned") == 401
        assert await road.forge(delivery, "no timestamp") == 401
        assert await road.replay(road.sent[0]) == 200
