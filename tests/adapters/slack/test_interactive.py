"""Slash commands, buttons and forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack.ids import corner, posted, whose
from adapters.slack.inbound import incoming
from adapters.slack.interactive import held, prefilled
from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.incoming import Click, FormSubmitted, Message, SaveRequested
from tests.adapters.slack.payloads import (
    ANNA,
    AROUND,
    CHANNEL,
    DIRECT,
    EVA,
    GUEST,
    HOME,
    ME,
    ROBOT,
    ROOT,
    TRIGGER,
    TS,
    Json,
    click,
    command,
    form,
    heard,
    ignored,
    message,
    thread,
)


def test_a_command_is_said_in_a_corner_of_the_channel() -> None:
    """Only its user sees it; their next command goes on with it, and somebody else's does not."""
    read = message(command())
    assert (read.text, read.addressed) == ("zoek loting", True)
    assert read.origin.conversation == thread(corner(ANNA))
    assert whose(read.origin.conversation.thread) == ANNA
    assert (read.origin.direct, read.origin.message) == (False, None)
    assert read.origin.event == f"command {TRIGGER}"
    assert message(command(user=EVA)).origin.conversation != read.origin.conversation


def test_a_thread_of_messages_is_nobodys_corner() -> None:
    """The two are told apart by how they are written, also the ids of messages."""
    assert [whose(each) for each in (None, "", TS, "private", "private x", f"{CHANNEL} {TS}")] == [None] * 6
    assert posted(f"{CHANNEL} {TS}") == (CHANNEL, TS)
    assert [posted(each) for each in ("", CHANNEL, f"x {TS}", f"{CHANNEL} x", corner(ANNA))] == [None] * 5


def test_a_command_without_words_asks_for_help() -> None:
    """Never silence."""
    assert [message(command(text)).text for text in ("", "  ", None)] == ["help"] * 3


def test_a_command_in_the_direct_room_is_said_there() -> None:
    """But in a room of two other people the bot is not, and answers in the corner."""
    read = message(command(channel_id=DIRECT, channel_name="directmessage"))
    assert (read.origin.direct, read.origin.conversation.thread) == (True, None)
    elsewhere = message(command(channel_id="D0ANDEREN", channel_name="directmessage"))
    assert (elsewhere.origin.direct, elsewhere.origin.conversation.thread) == (False, corner(ANNA))


def test_mentions_in_a_command_are_read() -> None:
    """They come as ids, and what was typed comes escaped."""
    assert message(command("contact <@U0EVA|eva> R&amp;D")).text == "contact @slack:T0HOME:U0EVA R&D"


def test_nothing_of_a_guests_command_is_taken_along() -> None:
    """As of their messages."""
    read = message(command(user=GUEST))
    assert (read.text, read.addressed, read.origin.sender.guest) == ("", False, True)


@pytest.mark.parametrize("more", [{"channel_id": None}, {"user_id": 3}, {"trigger_id": ""}])
def test_a_command_without_its_ids_is_none(more: Json) -> None:
    """Nothing can be said about it."""
    assert ignored(command(**more)).startswith("a command without")
    assert ignored(command(user=ROBOT)) == "from another program"


def test_a_click_is_what_could_have_been_typed() -> None:
    """By who clicked, about the message with the button, in its thread."""
    read = heard(click())
    assert isinstance(read, Click)
    assert read.command == "P12"
    assert read.origin.message == f"{CHANNEL} {TS}"
    assert read.origin.conversation == thread(ROOT)
    assert read.origin.sender.account.id == ANNA
    assert read.origin.event == f"click {TRIGGER}"


def container(**more: object) -> Json:
    return {"type": "message", "message_ts": TS, "channel_id": CHANNEL, **more}


@pytest.mark.parametrize(
    ("where", "conversation", "direct"),
    [
        (container(), thread(TS), False),
        (container(is_ephemeral=True), thread(corner(ANNA)), False),
        (container(is_ephemeral=True, thread_ts=ROOT), thread(ROOT), False),
        (container(channel_id=DIRECT), ConversationKey(RoomKey(HOME, DIRECT), None), True),
        (container(channel_id=DIRECT, thread_ts=ROOT), ConversationKey(RoomKey(HOME, DIRECT), ROOT), True),
        (
            container(channel_id="D0ANDEREN", is_ephemeral=True),
            ConversationKey(RoomKey(HOME, "D0ANDEREN"), corner(ANNA)),
            False,
        ),
    ],
)
def test_where_a_click_is_answered(where: Json, conversation: ConversationKey, *, direct: bool) -> None:
    """In the thread, under the message itself, in the corner for what one sees, or in the direct room."""
    read = heard(click(container=where))
    assert (read.origin.conversation, read.origin.direct) == (conversation, direct)


def test_a_click_outside_a_message_is_answered_in_the_direct_room() -> None:
    """As on the home of the bot; where that room is not known, it is passed over."""
    home = {**click(container={"type": "view", "view_id": "V0"}), "channel": None, "message": None}
    read = heard(home)
    assert (read.origin.room.id, read.origin.direct, read.origin.message) == (DIRECT, True, None)
    assert ignored(home, replace(AROUND, direct=None)) == "a click outside a room"


def test_a_guest_may_click() -> None:
    """The command is ours, and whether they may is judged by the core, which says so."""
    assert heard(click(user=GUEST)).origin.sender.guest


def test_a_choice_from_a_menu_is_a_click() -> None:
    """Its value is the command, too."""
    option = {"type": "overflow", "selected_option": {"value": "meer"}, "action_ts": TS}
    read = heard(click(actions=[option], trigger_id=None))
    assert isinstance(read, Click)
    assert (read.command, read.origin.event) == ("meer", f"click {TS}")


@pytest.mark.parametrize(
    "payload", [click(None), click(" "), click(actions=[]), click(actions="P12"), click(user=ROBOT)]
)
def test_other_clicks_do_nothing(payload: Json) -> None:
    """Buttons that open a page, and nonsense."""
    assert ignored(payload)


VALUES: Json = {
    "what": {"a": {"type": "plain_text_input", "value": "R&D <b> & meer"}},
    "outcome": {"a": {"type": "static_select", "selected_option": {"value": "failed"}}},
    "themes": {"a": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}},
    "who": {"a": {"type": "users_select", "selected_user": EVA}},
    "where": {"a": {"type": "conversations_select", "selected_conversation": CHANNEL}},
    "when": {"a": {"type": "datepicker", "selected_date": "2026-03-02"}},
    "empty": {"a": {"type": "plain_text_input", "value": None}},
    "odd": 3,
}


def test_a_form_is_its_fields() -> None:
    """By the ids of its blocks; what was typed in one is not escaped, so nothing is undone."""
    read = heard(form(VALUES, held(thread(ROOT))))
    assert isinstance(read, FormSubmitted)
    assert read.form == "share"
    assert dict(read.values) == {
        "what": "R&D <b> & meer",
        "outcome": "failed",
        "themes": "a, b",
        "who": f"@slack:T0HOME:{EVA}",
        "where": f"#slack:T0HOME:{CHANNEL}",
        "when": "2026-03-02",
        "empty": "",
        "odd": "",
    }


def test_a_picture_in_a_form_is_left_out() -> None:
    """Slack tells its name only, which is no word of whoever chose it."""
    field = {"a": {"type": "plain_text_input", "value": "Gelukt :tada: om 10:30:00"}}
    read = heard(form({"what": field}, ""))
    assert isinstance(read, FormSubmitted)
    assert dict(read.values) == {"what": "Gelukt om 10:30:00"}


@pytest.mark.parametrize("conversation", [thread(ROOT), thread(corner(ANNA)), thread(None)])
def test_a_form_remembers_where_it_was_opened(conversation: ConversationKey) -> None:
    """Slack does not say it; the form carries it."""
    assert heard(form({}, held(conversation))).origin.conversation == conversation


@pytest.mark.parametrize("metadata", ["", None, "{", "[1]", '{"channel": 3}', "[" * 4000, '{"a":' * 600])
def test_a_form_from_nowhere_is_answered_in_the_direct_room(metadata: object) -> None:
    """Where that is known."""
    read = heard(form({}, metadata))
    assert (read.origin.room.id, read.origin.direct) == (DIRECT, True)
    assert ignored(form({}, metadata), replace(AROUND, direct=None)) == "a form outside a room"


def test_a_form_that_is_sent_again_after_a_fault_is_another() -> None:
    """A form sent twice is one."""
    filled = ({"a": "x"}, {"a": "x"}, {"a": "y"})
    first, again, corrected = (heard(form(each)).origin.event for each in filled)
    assert first == again
    assert corrected != first


def test_guests_fill_in_nothing() -> None:
    """Their words are not taken along."""
    assert ignored(form(VALUES, user=GUEST)) == "of a guest"
    assert ignored(form(VALUES, callback_id="")).startswith("a form without")


def shortcut(kind: str = "shortcut", **more: object) -> Json:
    """Return what a shortcut sends."""
    common = {"type": kind, "callback_id": "ask", "trigger_id": TRIGGER, "action_ts": TS}
    return {**common, "user": {"id": ANNA}, "team": {"id": "T0HOME", "domain": "gemeente"}, **more}


def on_message(author: object, **more: object) -> Json:
    """Return what the shortcut on a message of somebody sends."""
    message = {"user": author, "text": "We telden &amp; zagen <@U0EVA>"}
    about = {"message": message, "message_ts": TS, "channel": {"id": CHANNEL}, "callback_id": "share"}
    return shortcut("message_action", **(about | more))


def test_a_shortcut_is_a_button_with_a_command() -> None:
    """What could have been typed instead, in the direct room."""
    clicked = heard(shortcut())
    assert isinstance(clicked, Click)
    assert (clicked.command, clicked.origin.direct) == ("stel een vraag", True)
    assert clicked.origin.conversation == ConversationKey(RoomKey(HOME, DIRECT), None)
    alone = replace(AROUND, direct=None)
    assert ignored(shortcut(), alone).startswith("a shortcut of somebody without")
    assert ignored(shortcut(callback_id="niets")).startswith("a shortcut of a kind")


def test_a_shortcut_on_a_message_is_a_wish() -> None:
    """Who wrote it, where it is, and none of its words; of one's own message too."""
    own = heard(on_message(ANNA))
    assert isinstance(own, SaveRequested)
    assert (own.author, own.origin.message) == (own.origin.sender.account, f"{CHANNEL} {TS}")
    assert "telden" not in repr(own)
    assert (own.origin.direct, own.origin.conversation.thread) == (False, corner(ANNA))
    between_others = heard(on_message(EVA, channel={"id": "D0ANDEREN"}))
    assert (between_others.origin.direct, between_others.origin.conversation.thread) == (False, corner(ANNA))
    assert heard(on_message(ANNA, channel={"id": DIRECT})).origin.direct
    wish = heard(on_message(EVA))
    assert isinstance(wish, SaveRequested)
    assert (wish.author.id, wish.author_guest, wish.origin.private) == (EVA, False, True)
    assert wish.origin.message == f"{CHANNEL} {TS}"
    assert wish.link == f"https://gemeente.slack.com/archives/{CHANNEL}/p{TS.replace('.', '')}"
    assert "telden" not in repr(wish)
    odd = heard(on_message(None, team={"id": "T0HOME", "domain": "x/../y"}))
    assert isinstance(odd, SaveRequested)
    assert (odd.link, odd.author_guest) == ("", True)
    assert ignored(on_message(EVA, message_ts="x")) == "a shortcut on no message"


def test_only_ones_own_words_are_filled_in() -> None:
    """A form begins with the message that the shortcut is on, and its words; otherwise with nothing."""
    which = {"message": f"{RoomKey(HOME, CHANNEL)} {CHANNEL} {TS}"}
    words = {"action": "We telden & zagen @slack:T0HOME:U0EVA"}
    assert prefilled(on_message(ANNA), ME, HOME) == which | words
    assert prefilled(on_message(ANNA, message={"user": ANNA, "text": " "}), ME, HOME) == which
    assert prefilled(on_message(ANNA, message_ts="x"), ME, HOME) == words
    assert prefilled(click(message={"text": "Een antwoord"}), ME, HOME) == {}


def test_a_redelivery_is_the_same() -> None:
    """Whatever is sent again reads the same, and so is stored once (pitfall P6)."""
    for payload in (command(), click(), form(VALUES)):
        assert incoming(payload, ME, AROUND) == incoming({**payload, "retry": 1}, ME, AROUND)
    assert isinstance(heard(command()), Message)
