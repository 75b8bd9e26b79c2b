"""What a hostile reader of this adapter found: each of it goes right now."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from adapters.slack.config import OAuth
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Visibility
from bot.domain.people import Mode, Readers, Room
from bot.messages.incoming import Cursor
from bot.messages.markup import Plain
from bot.messages.outgoing import Private, Together
from bot.messages.reply import say
from bot.ports.knowledge import Change
from tests.platforms.assembly import utc_now
from tests.slack.bot import TITLE, Bot, account, bot, of_bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel, Message
from tests.slack.test_asking import KNOWN

_ASKS = "Wie heeft ervaring met het tellen van windmolens?"


pytestmark = pytest.mark.one_mode


async def test_somebody_of_another_organisation_is_a_stranger(voorloper: Bot, slack: Slack) -> None:
    """Also when Slack names only their Grid organisation, and the channel is for members."""
    elsewhere = slack.new_workspace("Elders", enterprise="E0ELDERS")
    eve, anna = elsewhere.person("eve"), slack.person("anna")
    hall = slack.workspace.place("hal", eve, anna, shared=elsewhere.team)
    lesson = await voorloper.keeps(Visibility.NETWORK)
    await _set(voorloper, hall, readers=Readers.MEMBERS)
    eve.says(hall, f"<@{slack.bot.id}> {lesson}", raw=True)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert not [each for each in hall.messages.values() if TITLE in each.text]
    asked = anna.says(hall, f"@voorloper {lesson}")
    await anna.reads(hall, thread=asked)
    assert not [each for each in hall.messages.values() if TITLE in each.text]


async def test_a_private_answer_stands_where_it_is_seen(voorloper: Bot, slack: Slack) -> None:
    """Slack shows nobody what is private in a thread that nobody began (P21)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    anna.says(hall, "@voorloper publiceer L1")
    aside = await anna.reads_aside(hall)
    assert "thread_ts" not in aside.raw
    asked = anna.says(hall, "@voorloper zoek duinen")
    await anna.reads(hall, "“duinen”", thread=asked)
    anna.says(hall, "@voorloper publiceer L1", thread=asked)
    await slack.until(lambda: len(anna.asides(hall)) == 2)
    assert anna.asides(hall)[-1].raw["thread_ts"] == asked.ts
    await voorloper.settled()


async def test_a_command_in_a_message_between_others(voorloper: Bot, slack: Slack) -> None:
    """In a direct message that the bot is not in, the answer comes in its own with whoever asked."""
    anna, bert = slack.person("anna"), slack.person("bert")
    between = Channel(slack.inside.world.number.id("D"), "", "im", slack.workspace.team, {anna.id, bert.id})
    slack.workspace.team.channels[between.id] = between
    await anna.commands(between, "/voorloper", "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”")
    await voorloper.settled()
    assert not between.messages


async def test_the_shortcut_in_a_message_between_others(voorloper: Bot, slack: Slack) -> None:
    """On one's own the window opens, of another's its author is asked; the rest is said directly."""
    anna, bert = slack.person("anna"), slack.person("bert")
    between = Channel(slack.inside.world.number.id("D"), "", "im", slack.workspace.team, {anna.id, bert.id})
    slack.workspace.team.channels[between.id] = between
    own, other = anna.says(between, "We telden zwaluwen."), bert.says(between, "Wij telden eenden.")
    await anna.shortcut("share", own)
    await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(result="Het waren er veel", outcome="success")
    await anna.reads(anna.direct(), "bewaard als concept")
    await anna.shortcut("share", other)
    await bert.reads(bert.direct(), "deel W2")
    await anna.reads(anna.direct(), "gevraagd")
    await voorloper.settled()
    assert [each.raw.get("bot_id") for each in between.messages.values()] == [None, None]


async def test_a_click_on_an_offer_is_as_private_as_the_offer(voorloper: Bot, slack: Slack) -> None:
    """In a listening channel nobody else sees that somebody looks further."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await voorloper.keeps(Visibility.PUBLIC)
    await _set(voorloper, hall, mode=Mode.LISTEN)
    asked = anna.says(hall, _ASKS)
    anna.says(hall, "Ik ben benieuwd.", thread=asked)
    offer = await anna.reads_aside(hall, TITLE)
    await anna.clicks(offer, _a_button(offer))
    await slack.until(lambda: len(anna.asides(hall)) == 2 or len(of_bot(anna, hall, asked)) > 0)
    await voorloper.settled()
    assert not of_bot(anna, hall, asked)
    assert not of_bot(anna, hall)


async def test_an_error_that_may_have_been_none_is_looked_up(voorloper: Bot, slack: Slack) -> None:
    """Slack says of an internal error that it may have done what was asked: it is not said twice."""
    anna = slack.person("anna")
    slack.faults.put(Trouble.DONE_AND_FAILED, "chat.postMessage")
    anna.says(anna.direct(), KNOWN)
    await slack.until(lambda: bool(slack.called("conversations.history")), 30)
    await voorloper.settled()
    assert len(of_bot(anna, anna.direct())) == 1


async def test_what_is_corrected_after_a_late_acknowledgement(voorloper: Bot, slack: Slack) -> None:
    """A form that stayed open because Slack heard too late is another one when it is corrected."""
    anna = slack.person("anna")
    filled = {"result": "Veel", "outcome": "success"}
    await anna.commands(anna.direct(), "/voorloper", "deel")
    view = await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(action="We telden zwaluwe", **filled)
    slack.inside.views.stacks[anna.id] = [view]
    await anna.submits(action="We telden zwaluwen", **filled)
    await anna.reads(anna.direct(), "“We telden zwaluwen”")
    await voorloper.settled()


async def test_who_looks_people_up_too_long_is_not_waited_for(voorloper: Bot, slack: Slack) -> None:
    """Whoever types a command hears within three seconds that it did not work."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    fault = slack.faults.put(Trouble.HANG, "users.info")
    done = await anna.commands(hall, "/voorloper", "zoek duinen")
    assert not done.trouble
    await anna.reads_aside(hall, "niets bewaard")
    fault.release()
    await voorloper.settled()


async def test_without_the_right_to_open_direct_messages(voorloper: Bot, slack: Slack) -> None:
    """Shortcuts open their form all the same, and an author is asked."""
    slack.install.scopes.discard("im:write")
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    await anna.shortcut("ask")
    await anna.gets_view("vraag")
    said = bert.says(hall, "We telden zwaluwen.")
    await anna.shortcut("share", said)
    await bert.reads(bert.direct(), "deel")
    await voorloper.settled()


async def test_one_who_asks_twice_to_keep_something_hears_twice(voorloper: Bot, slack: Slack) -> None:
    """The author is asked once."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    said = bert.says(hall, "We telden zwaluwen.")
    for number in (1, 2):
        await anna.shortcut("share", said)
        await slack.until(lambda number=number: len(anna.asides(hall)) == number)  # type: ignore[misc] # bound at once
    await voorloper.settled()
    assert len(of_bot(bert, bert.direct())) == 1


@pytest.mark.parametrize("charset", ["", "; charset=klingon"])
@pytest.mark.parametrize(
    "body", [b"\xff", b"{not json", b"[]", b'"x"', b"payload=%", b'{"a":' + b"[" * 100_000]
)
async def test_nonsense_is_refused_quietly(
    slack: Slack, sqlite_url: str, body: bytes, charset: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What anybody sends without a signature fills no log."""
    async with bot(slack, sqlite_url, socket=False) as running, ClientSession() as session:
        url = f"http://127.0.0.1:{running.chat.port}/slack/events"
        kind = {"Content-Type": f"application/json{charset}"}
        async with session.post(url, data=body, headers=kind) as answer:
            assert answer.status in {400, 401}
        assert "Traceback" not in caplog.text


async def test_another_key_than_before_is_said_aloud(
    slack: Slack, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of a workspace whose token cannot be read is acknowledged, and the log says why."""
    other = slack.new_workspace("Buren")
    install = other.admit()
    oauth = OAuth(slack.app.client_id, slack.app.client_secret, "a key of thirty-two characters or more")
    async with bot(slack, sqlite_url, more={"oauth": oauth}) as running:
        await running.program.accept([], Cursor(f"slack installation {other.team.id}", "c2VhbGVk"))
        bert = other.person("bert")
        bert.says(bert.direct(), KNOWN)
        event = slack.dispatcher.events()[-1]
        await slack.until(lambda: len(event.attempts) > 1)
        assert not event.acked
    assert "encryption_key opens no token" in caplog.text
    assert install.token not in caplog.text


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.LOST, Trouble.BAD_GATEWAY])
async def test_a_window_that_may_not_have_opened(voorloper: Bot, slack: Slack, trouble: Trouble) -> None:
    """Whoever asked for it reads what to do if it did not; asking once more, it opens."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.faults.put(trouble, "views.open")
    await anna.commands(hall, "/voorloper", "deel")
    await anna.reads_aside(hall, "Gaat er geen venster open")
    assert bool(anna.view) == (trouble is Trouble.LOST)
    await anna.commands(hall, "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    await voorloper.settled()


async def test_a_button_whose_window_may_not_have_opened(voorloper: Bot, slack: Slack) -> None:
    """Says so beside the message that it stands in, which stays as it is."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await anna.commands(hall, "/voorloper", KNOWN)
    answer = await anna.reads_aside(hall, "Dit ken ik nog niet")
    slack.faults.put(Trouble.CUT, "views.open")
    await anna.clicks(answer, "deel je eigen ervaring")
    await anna.reads_aside(hall, "Gaat er geen venster open")
    assert "Dit ken ik nog niet" in answer.text
    await voorloper.settled()


async def test_a_shortcut_whose_window_may_not_have_opened(voorloper: Bot, slack: Slack) -> None:
    """Slack gives nowhere to say so: what it asks comes in the direct message."""
    anna = slack.person("anna")
    slack.faults.put(Trouble.CUT, "views.open")
    await anna.shortcut("ask")
    await anna.reads(anna.direct(), "Vraag me in je eigen woorden")
    await voorloper.settled()


async def test_a_storm_of_forms_is_no_storm_of_calls(voorloper: Bot, slack: Slack) -> None:
    """A method of which Slack asked to wait is left alone for that while."""
    people = [slack.person(f"persoon{number}") for number in range(5)]
    slack.rates.storm("users.info", times=1, seconds=2)
    async with asyncio.timeout(30):
        for person in people:
            person.says(person.direct(), KNOWN)
        for person in people:
            await person.reads(person.direct(), "Dit ken ik nog niet", seconds=30)
    await voorloper.settled()
    assert len([each for each in slack.called("users.info") if each.error]) == 1


async def _set(
    running: Bot, hall: Channel, mode: Mode = Mode.SILENT, readers: Readers = Readers.MIXED
) -> None:
    async with running.store.begin() as tx:
        room = Room(RoomKey(running.place, hall.id), direct=False, mode=mode, readers=readers)
        await tx.rooms.save(room, Change(None, utc_now()))


def _a_button(message: Message) -> str:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return str(rows[0][0]["text"]["text"])


@pytest.mark.parametrize("allowed", [True, False])
async def test_two_people_are_brought_together(voorloper: Bot, slack: Slack, allowed: bool) -> None:  # noqa: FBT001 - a parameter
    """In a conversation of both; without that right who asked reads what the pioneer wants to be shown."""
    if not allowed:
        slack.install.scopes.discard("mpim:write")
    anna, bert = slack.person("anna"), slack.person("bert")
    conversation = ConversationKey(RoomKey(account(anna).place, anna.direct().id), None)
    both = Together(account(bert), "Contact", say((Plain("Jullie wilden elkaar spreken."),)))
    told = Private(conversation, account(anna), say((Plain("Bel hem"),)), direct=True, together=both)
    async with voorloper.store.begin() as tx:
        await tx.outbox.add(told, None, utc_now(), utc_now() + timedelta(hours=1))
    await voorloper.program.tick()
    if allowed:
        await bert.reads(bert.direct(anna), "Jullie wilden elkaar spreken.")
    else:
        await anna.reads(anna.direct(), "Bel hem")
    await voorloper.settled()
