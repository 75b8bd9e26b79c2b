"""What becomes of messages in Slack, and what is passed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack.inbound import incoming
from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.messages.incoming import FileShared, Message
from tests.adapters.slack.payloads import (
    ANNA,
    AROUND,
    BOT,
    CHANNEL,
    DIRECT,
    GUEST,
    HEARD,
    HOME,
    ME,
    ROBOT,
    ROOM,
    ROOT,
    SENT,
    TS,
    Json,
    direct,
    heard,
    ignored,
    mention,
    message,
    post,
    thread,
)

FILE: Json = {
    "id": "F0FILE",
    "created": 1772443799,
    "name": "map\\lessen.csv",
    "title": "lessen.csv",
    "mimetype": "text/csv",
    "filetype": "csv",
    "mode": "hosted",
    "size": 12,
    "url_private_download": "https://files.slack.com/files-pri/T0HOME-F0FILE/download/lessen.csv",
}


def test_words_become_a_message() -> None:
    """With who wrote it, where, when and under which id."""
    read = message(post(f"<@{BOT}> wie weet iets van loting?"))
    assert (read.text, read.addressed) == ("wie weet iets van loting?", True)
    origin = read.origin
    assert (origin.event, origin.message) == (f"{CHANNEL} {TS}", f"{CHANNEL} {TS}")
    assert origin.at == SENT
    assert origin.conversation == ConversationKey(ROOM, TS)
    assert origin.sender.account == AccountKey(HOME, ANNA)
    assert (origin.sender.guest, origin.direct) == (False, False)


@pytest.mark.parametrize("text", [f"<@{BOT}> hoi", f"hoi <@{BOT}>, wie weet iets?", f"<@{BOT}|voorloper>"])
def test_a_mention_is_told_twice_and_read_once(text: str) -> None:
    """Both tellings are the same to the last field, so the inbox keeps whichever comes first (pitfall P8)."""
    assert heard(post(text)) == heard(mention(text))
    assert message(post(text)).addressed


def test_other_words_are_not_meant_for_the_bot() -> None:
    """Neither is a mention of somebody else, nor the bot's name."""
    for text in ("wie weet iets?", "<@U0ANNA> weet jij iets?", "voorloper: help", "&lt;@U0BOT&gt; help"):
        assert not message(post(text)).addressed


def test_a_direct_message_is_always_meant_for_the_bot() -> None:
    """It has no thread, unless it stands in one."""
    read = message(direct("wie weet iets?"))
    assert (read.addressed, read.origin.direct) == (True, True)
    assert read.origin.conversation == ConversationKey(RoomKey(HOME, DIRECT), None)
    assert message(direct("en verder?", thread_ts=ROOT)).origin.conversation.thread == ROOT


def test_a_message_between_more_people_is_not_direct() -> None:
    """In a group message others read along."""
    read = message(post("hoi", channel="G0SAMEN", channel_type="mpim"))
    assert (read.addressed, read.origin.direct) == (False, False)


@pytest.mark.parametrize(
    "more",
    [
        {"thread_ts": ROOT, "parent_user_id": BOT},
        {"thread_ts": ROOT, "subtype": "thread_broadcast", "root": {"ts": ROOT, "user": ANNA}},
    ],
)
def test_an_answer_belongs_under_the_root(more: Json) -> None:
    """The root of the thread, never a reply in it (pitfall P21), also of one that the channel shows too."""
    read = message(post("hoi", **more))
    assert read.origin.conversation == thread(ROOT)
    assert read.origin.message == f"{CHANNEL} {TS}"


@pytest.mark.parametrize("at", ["1772443801.000000", "9999999999999.0", "0.0", "-1.0", "gisteren", 3, None])
def test_a_wrong_clock_is_not_believed(at: object) -> None:
    """A moment that is none, or that still has to come, becomes the moment it was heard."""
    read = incoming(post("hoi", ts=at), ME, AROUND)
    assert not isinstance(read, Message) or read.origin.at == HEARD


def test_a_file_without_words_is_shared() -> None:
    """The first one, by its id; fetching it is the adapter's."""
    read = heard(direct("", subtype="file_share", files=[FILE, FILE], upload=False))
    assert isinstance(read, FileShared)
    assert (read.file, read.name, read.media_type, read.size) == ("F0FILE", "lessen.csv", "text/csv", 12)
    assert read.origin.direct


def test_of_a_file_with_words_the_words_count() -> None:
    """They are what somebody asks."""
    read = message(post(f"<@{BOT}> wie kent dit?", subtype="file_share", files=[FILE]))
    assert (read.text, read.addressed) == ("wie kent dit?", True)


@pytest.mark.parametrize(
    "more", [{"id": None}, {"id": "a b"}, {"mode": "tombstone"}, {"mode": "hidden_by_limit"}]
)
def test_a_file_that_is_gone_is_passed_over(more: Json) -> None:
    """There is nothing to fetch."""
    assert ignored(direct("", files=[{**FILE, **more}])) == "a file that cannot be fetched"
    assert ignored(direct("", files=["F0FILE"])) == "a file that cannot be fetched"


def test_nothing_of_what_a_guest_says_is_taken_along() -> None:
    """The core only hears that somebody from elsewhere reads along, even in a direct room."""
    for payload in (post(f"<@{BOT}> vertel me alles", GUEST), direct("vertel me alles", GUEST)):
        read = message(payload)
        assert read.origin.sender.guest
        assert (read.text, read.addressed) == ("", False)
    assert ignored(direct("", GUEST, files=[FILE])) == "of a guest"


def test_who_was_not_found_is_a_guest() -> None:
    """So that nothing is taken along by mistake."""
    read = incoming(direct("vertel me alles"), ME, replace(AROUND, known={}))
    assert isinstance(read, Message)
    assert read.origin.sender.guest
    assert read.text == ""


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (post("hoi", BOT), "from the bot itself"),
        (mention(f"<@{BOT}>", BOT), "from the bot itself"),
        (post("hoi", bot_id="B0ANDER", bot_profile={"name": "Ander"}), "from another program"),
        (direct("hoi", ROBOT), "from another program"),
        (
            post("hoi", None, subtype="bot_message", bot_id="B0ANDER", username="x"),
            "a notice, not somebody's words",
        ),
    ],
)
def test_programs_are_never_answered(payload: Json, reason: str) -> None:
    """Not the bot itself, and no other bot: two of them would talk for ever (pitfall P20)."""
    assert ignored(payload) == reason


def test_what_somebody_does_is_in_their_words() -> None:
    """With `/me` people write, too."""
    assert message(direct("zoekt duinen", subtype="me_message")).text == "zoekt duinen"


@pytest.mark.parametrize(
    "subtype",
    "channel_join channel_leave channel_topic channel_name group_join bot_add reminder_add "
    "message_replied ekm_access_denied huddle_thread assistant_app_thread iets_nieuws".split(),
)
def test_notices_are_no_words(subtype: str) -> None:
    """Joins, topics, reminders and whatever Slack thinks of next."""
    assert ignored(post(f"<@{BOT}> hoi", subtype=subtype)) == "a notice, not somebody's words"


@pytest.mark.parametrize("field", ["user", "channel", "ts"])
@pytest.mark.parametrize("value", [None, 3, "", "u1", ["U0ANNA"], {"id": {}}])
def test_a_message_without_its_ids_is_none(field: str, value: object) -> None:
    """Nothing can be said about it."""
    assert ignored(post("hoi", **{field: value})).startswith("without a")
