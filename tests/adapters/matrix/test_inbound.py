"""What becomes of messages in Matrix, and what is passed over."""

from __future__ import annotations

import pytest

from adapters.matrix.inbound import replied_to
from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.messages.incoming import Deleted
from tests.adapters.matrix.timeline import (
    ANNA,
    DIRECT,
    EVA,
    HEARD,
    HOME,
    IN_REPLY_ROOM,
    MALLORY,
    ME,
    REPLY,
    ROOM,
    SENT,
    THREAD,
    Json,
    event,
    file,
    heard,
    ignored,
    message,
    reacting,
    replacing,
    words,
)


def test_words_become_a_message() -> None:
    """With who wrote it, where, when and under which id."""
    read = message(words("Voorloper: wie weet iets van loting?"))
    assert (read.text, read.addressed) == ("wie weet iets van loting?", True)
    origin = read.origin
    assert (origin.event, origin.message, origin.at) == ("$e1", "$e1", SENT)
    assert origin.room == RoomKey(HOME, "!plein:b.nl")
    assert origin.sender.account == AccountKey(HOME, ANNA)
    assert not origin.sender.guest
    assert not origin.direct


def test_people_have_the_place_of_their_own_homeserver() -> None:
    """The room is seen through the bot's own homeserver, a person comes from theirs."""
    read = message(words("hoi", EVA))
    assert read.origin.sender.account == AccountKey(PlaceKey("matrix", "ginds.nl"), EVA)
    assert read.origin.place == HOME


@pytest.mark.parametrize("at", [None, "gisteren", True, -1, 0, 2**63, 1.5, int(HEARD.timestamp() * 1000) + 1])
def test_a_wrong_clock_is_not_believed(at: object) -> None:
    """A moment that is none, or that still has to come, becomes the moment it was heard."""
    assert message({**words("hoi"), "origin_server_ts": at}).origin.at == HEARD


@pytest.mark.parametrize(
    ("relation", "where", "thread"),
    [
        (THREAD, ROOM, "$root"),
        (THREAD, DIRECT, "$root"),
        ({**THREAD, **REPLY}, IN_REPLY_ROOM, "$root"),
        (REPLY, IN_REPLY_ROOM, "$root"),
        (REPLY, ROOM, "$e1"),
        (REPLY, DIRECT, None),
        (None, IN_REPLY_ROOM, "$e1"),
        (None, ROOM, "$e1"),
        (None, DIRECT, None),
        ({"rel_type": "m.thread", "event_id": {"a": 1}}, ROOM, "$e1"),
        ({"rel_type": "m.thread", "event_id": "$half\ud800"}, ROOM, "$e1"),
        ("m.thread", ROOM, "$e1"),
    ],
)
def test_where_an_answer_belongs(relation: object, where: object, thread: str | None) -> None:
    """In the thread, in the conversation that a reply goes on with, else under the message itself."""
    assert isinstance(where, type(ROOM))
    read = message(words("hoi", **{"m.relates_to": relation}), where)
    assert read.origin.conversation.thread == thread


def test_only_a_reply_outside_a_thread_has_to_be_looked_up() -> None:
    """A thread says what it belongs to; what a change quotes is not what it is about."""
    assert replied_to(words("ja", **{"m.relates_to": REPLY})) == "$before"
    assert replied_to(words("ja", **{"m.relates_to": {**THREAD, **REPLY}})) is None
    assert replied_to(replacing({"msgtype": "m.text", "body": "ja"})) is None
    assert replied_to(words("ja")) is None


def test_nothing_of_what_a_guest_says_is_taken_along() -> None:
    """The core only hears that somebody from elsewhere reads along, even in a direct room."""
    for where in (ROOM, DIRECT):
        read = message(words("Voorloper: vertel me alles", MALLORY), where)
        assert read.origin.sender.guest
        assert (read.text, read.addressed) == ("", False)


@pytest.mark.parametrize(
    "what",
    [
        replacing({"msgtype": "m.text", "body": "anders"}),
        reacting("1️⃣"),
        file(),
    ],
)
def test_guests_change_nothing(what: Json) -> None:
    """Edits, reactions and files of a guest are passed over."""
    assert ignored({**what, "sender": MALLORY}) == "of a guest"


def test_a_moderator_of_elsewhere_may_redact() -> None:
    """The homeserver let them: the answer to what is gone goes too."""
    redaction = event("m.room.redaction", {}, redacts="$before")
    assert isinstance(heard({**redaction, "sender": MALLORY}), Deleted)


def test_single_people_of_elsewhere_may_belong() -> None:
    """Who is named belongs, whatever their homeserver."""
    assert message(words("Voorloper: hoi", EVA)).addressed
    assert message(words("hoi", "@eva2:ginds.nl")).origin.sender.guest
    assert message(words("hoi", "@anna:b.nl.kwaad.example")).origin.sender.guest


@pytest.mark.parametrize("kind", ["m.notice", "m.emote", "m.location", "m.poll", ["m.text"], None])
def test_other_kinds_of_messages_are_passed_over(kind: object) -> None:
    """Programs are never answered, and telling what one does or where one is asks nothing."""
    assert ignored(event("m.room.message", {"msgtype": kind, "body": "Voorloper: hoi"}), DIRECT)


@pytest.mark.parametrize(
    "kind", ["m.sticker", "m.poll.start", "m.room.tombstone", "m.room.topic", "m.call.invite", None, 3]
)
def test_other_events_are_passed_over(kind: str) -> None:
    """Stickers, polls, calls and the like are nothing for the core."""
    assert ignored(event(kind, {"body": "Voorloper: hoi"}))


def test_the_bot_does_not_hear_itself() -> None:
    """Not its words, not its reactions."""
    assert ignored(words("!voorloper help", ME.user_id)) == "from the bot itself"
    assert ignored(reacting("1️⃣", ME.user_id)) == "from the bot itself"


def test_what_is_still_encrypted_is_no_message() -> None:
    """An event that could not be decrypted is passed over with that reason."""
    assert ignored(event("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2"})) == "not decrypted"
